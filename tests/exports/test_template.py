"""The blank workbook people fill in: headers they know, lists to choose from, nothing that only rules may move."""

from io import BytesIO

from openpyxl import load_workbook

from exports.write.template import columns, template
from models import house
from models.members import Member


def test_the_template_of_members_has_the_headers_people_fill_in_and_says_which_are_required(ann):
    book = load_workbook(BytesIO(template(Member, ann)))
    sheet = book["会员"]
    headers = [cell.value for cell in sheet[1]]
    assert headers[:3] == ["会员卡号", "姓名", "手机号"]
    assert "可用积分" in headers and "近12个月消费" not in headers and "拼音" not in headers
    assert "必填" in sheet["A1"].comment.text and "必填" not in sheet["C1"].comment.text


def test_choices_can_be_picked_from_a_list_in_excel(ann):
    book = load_workbook(BytesIO(template(Member, ann)))
    sheet = book["会员"]
    at = [cell.value for cell in sheet[1]].index("性别") + 1
    rule = next(rule for rule in sheet.data_validations.dataValidation if sheet.cell(2, at).coordinate in rule.sqref)
    options = [row[0].value for row in book["选项"].iter_rows(min_col=at, max_col=at, max_row=2)]
    assert "选项" in rule.formula1 and options == ["女", "男"]


def test_card_numbers_typed_into_the_template_stay_text(ann):
    sheet = load_workbook(BytesIO(template(Member, ann)))["会员"]
    assert sheet["A2"].number_format == "@"


def test_every_record_type_that_can_be_imported_has_a_template_in_both_languages(boss):
    for record in house().records.values():
        if "import" in record.sheet.allowed:
            assert columns(record, boss), record
            assert load_workbook(BytesIO(template(record, boss)), read_only=True).sheetnames
