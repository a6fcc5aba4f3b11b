"""A template filled: rows repeated, formulas and everything else moved along, nothing of the layout lost."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Drawn
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image

from exports.papers.filling import Said, filled
from exports.papers.growth import Block, Formulas, Growth, Standing
from exports.papers.many import alone, together
from exports.papers.package import opened
from models.kit.text import Refused
from tests.helpers.templates import Made, as_bytes, fill, order_form, planned

LINES = [{"品名": Said(text=f"钙片{n}"), "数量": n, "单价": Said(Decimal("9.5"), "money", "9.50")} for n in (1, 2, 3)]


def source(lines=LINES) -> Made:
    single = {
        "门店": Said(text="高新店"),
        "日期": Said(date(2026, 11, 30), "day", "2026-11-30"),
        "收货人": Said(text="王"),
    }
    return Made(single, {"明细": lines})


def column(sheet, letter: str) -> list:
    return [cell.value for cell in sheet[letter]]


def test_lines_push_down_what_is_below_and_sums_grow_over_them():
    sheet = fill(order_form(), source())["送货单"]
    assert sheet["A1"].value == "高新店送货单" and sheet["A1"].font.size == 18
    assert column(sheet, "B")[3:6] == ["钙片1", "钙片2", "钙片3"] and column(sheet, "A")[3:6] == [1, 2, 3]
    assert [sheet[f"E{row}"].value for row in (4, 5, 6)] == ["=C4*D4", "=C5*D5", "=C6*D6"]
    assert sheet["F6"].value == "=E6/SUM(E$4:E$6)", "a share is of all lines"
    assert [sheet[f"G{row}"].value for row in (4, 5, 6)] == ["=N(G3)+E4", "=N(G4)+E5", "=N(G5)+E6"], "a running total"
    assert sheet["C7"].value == "=SUM(C4:C6)" and sheet["E7"].value == "=SUM(E4:E6)"
    assert sheet["A8"].value == "签收：__________" and sheet.row_dimensions[8].height == 40
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:E1", "A8:E8"}
    assert sheet.print_area == "'送货单'!$A$1:$G$8" and sheet.print_title_rows == "$1:$3"
    assert all(sheet[f"B{row}"].border.left.style == "thin" for row in (4, 5, 6))


def test_values_are_numbers_and_days_with_a_format_where_the_template_has_none():
    book = order_form()
    book["送货单"]["C4"].number_format = "0.0"
    sheet = fill(book, source())["送货单"]
    assert sheet["B2"].value.date() == date(2026, 11, 30) and sheet["B2"].number_format == "yyyy-mm-dd"
    assert sheet["D5"].value == 9.5 and sheet["D5"].number_format == "#,##0.00"
    assert sheet["C5"].number_format == "0.0", "the template's own format stands"


def test_a_named_cell_is_filled_where_it_comes_to_stand():
    made = fill(order_form(), source())
    assert made.defined_names["收货人"].attr_text == "'送货单'!$B$10" and made["送货单"]["B10"].value == "王"


def test_without_lines_an_empty_row_stays_for_the_frame_and_the_formulas():
    sheet = fill(order_form(), source([]))["送货单"]
    assert [sheet[f"{letter}4"].value for letter in "ABCD"] == [None] * 4
    assert sheet["E5"].value == "=SUM(E4:E4)" and sheet["A6"].value.startswith("签收")


def test_text_stays_text_whatever_it_begins_with():
    lines = [{"品名": Said(text="=HYPERLINK(1)<&\x01"), "数量": 1, "单价": 1}]
    cell = fill(order_form(), source(lines))["送货单"]["B4"]
    assert cell.value == "=HYPERLINK(1)<&" and cell.data_type in ("s", "inlineStr")


def test_formats_validations_notes_pictures_charts_and_other_sheets_go_along():
    book = order_form()
    sheet = book["送货单"]
    rule = CellIsRule(operator="greaterThan", formula=["2"], fill=PatternFill("solid", bgColor="FFC000"))
    sheet.conditional_formatting.add("C4", rule)
    choices = DataValidation(type="list", formula1='"甲,乙"')
    sheet.add_data_validation(choices)
    choices.add("H4")
    sheet["A5"].comment = Comment("两人核对", "仓库")
    drawn = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(drawn, "PNG")
    sheet.add_image(Drawn(drawn), "A7")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=5, min_row=4, max_row=4))
    sheet.add_chart(chart, "I6")
    book.create_sheet("汇总")["A1"] = "=SUM(送货单!E4:E4)+送货单!E5"
    made = fill(book, source())
    sheet = made["送货单"]
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["C4:C6"]
    assert [str(area.sqref) for area in sheet.data_validations.dataValidation] == ["H4:H6"]
    assert sheet["A7"].comment.text == "两人核对" and sheet["A5"].comment is None
    assert sheet._images[0].anchor._from.row == 8 and sheet._charts[0].anchor._from.row == 7
    assert sheet._charts[0].series[0].val.numRef.f == "'送货单'!$E$4:$E$6"
    assert made["汇总"]["A1"].value == "=SUM(送货单!E4:E6)+送货单!E7"


def test_two_kinds_of_lines_and_a_line_of_two_rows_with_a_merged_head():
    book = Workbook()
    sheet = book.active
    sheet["A1"], sheet["B1"], sheet["B2"] = "{{甲.品名}}", "{{甲.数量}}", "说明"
    sheet.merge_cells("A1:A2")
    sheet["A3"], sheet["B3"] = "小计", "=SUM(B1:B2)"
    sheet["A4"], sheet["B4"] = "{{乙.品名}}", "{{乙.数量}}"
    sheet["B5"] = "=SUM(B4:B4)+B3"
    lines = [{"品名": Said(text=str(n)), "数量": n} for n in (1, 2)]
    sheet = fill(book, Made({}, {"甲": lines, "乙": [*lines, *lines]})).active
    assert column(sheet, "B") == [1, "说明", 2, "说明", "=SUM(B1:B4)", 1, 2, 1, 2, "=SUM(B6:B9)+B5"]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:A2", "A3:A4"}


def test_a_merged_label_beside_the_lines_grows_with_them():
    book = Workbook()
    sheet = book.active
    sheet["A1"], sheet["B1"], sheet["B2"] = "货物", "品名", "{{甲.品名}}"
    sheet.merge_cells("A1:A2")
    sheet = fill(book, Made({}, {"甲": [{"品名": Said(text=str(n))} for n in range(3)]})).active
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:A4"}


def test_many_rows_stand_on_sheets_of_one_workbook_each_with_its_own_picture_and_print_area():
    book = order_form()
    drawn = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(drawn, "PNG")
    book.active.add_image(Drawn(drawn), "A7")
    book.active.sheet_view.tabSelected = True
    made_plan = planned(book, source())
    assert alone(made_plan) is not None
    sources = [("甲店", source()), ("乙/店", source(LINES[:1])), ("甲店", source([]))]
    *counts, data = together(made_plan, sources)
    made = load_workbook(io.BytesIO(data))
    assert counts == [1, 2, 3] and made.sheetnames == ["甲店", "乙 店", "甲店 (2)"]
    assert [sheet.print_area for sheet in made] == ["'甲店'!$A$1:$G$8", "'乙 店'!$A$1:$G$6", "'甲店 (2)'!$A$1:$G$6"]
    assert [len(sheet._images) for sheet in made] == [1, 1, 1] and made["乙 店"]["E5"].value == "=SUM(E4:E4)"
    assert sum(bool(sheet.sheet_view.tabSelected) for sheet in made) == 1, (
        "sheets that are selected together are edited together"
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len([name for name in archive.namelist() if name.startswith("xl/media/")]) == 1


def test_the_template_itself_is_never_changed():
    made_plan = planned(order_form(), source())
    first = filled(made_plan, source())
    filled(made_plan, source([]))
    assert filled(made_plan, source()) == first


def test_what_nobody_knows_is_listed_with_its_cell_and_the_nearest_name_and_stays_as_it_is():
    book = order_form()
    book["送货单"]["B2"] = "{{门点}}"
    made_plan = planned(book, source())
    assert [(unknown.cell, unknown.mark, unknown.nearest) for unknown in made_plan.unknown] == [("B2", "门点", "门店")]
    assert fill(book, source())["送货单"]["B2"].value == "{{门点}}"


def test_wide_braces_are_braces_and_a_mark_that_lacks_some_is_told():
    book = order_form()
    book["送货单"]["B2"] = "｛｛门店｝｝"
    book["送货单"]["A7"] = "收货：{门店}，尺寸{5}，{{门店"
    made_plan = planned(book, source())
    assert [(unknown.cell, unknown.written, unknown.nearest) for unknown in made_plan.unknown] == [
        ("A7", "{门店}", "门店"),
        ("A7", "{{门店", "门店"),
    ]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda parts: parts | {"xl/vbaProject.bin": b"x"}, "宏"),
        (lambda parts: parts | {"xl/externalLinks/externalLink1.xml": b"<x/>"}, "链接了别的工作簿"),
        (lambda parts: parts | {"xl/pivotTables/pivotTable1.xml": b"<x/>"}, "数据透视表"),
        (lambda parts: parts | {"xl/embeddings/oleObject1.bin": b"x"}, "嵌入"),
        (lambda parts: {name: part for name, part in parts.items() if name != "xl/workbook.xml"}, "不是 Excel 工作簿"),
        (
            lambda parts: parts | {"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]>' + parts["xl/workbook.xml"]},
            "不是 Excel 工作簿",
        ),
    ],
)
def test_what_can_be_no_template_is_refused_with_the_remedy(change, why):
    with zipfile.ZipFile(io.BytesIO(as_bytes(order_form()))) as archive:
        parts = change({name: archive.read(name) for name in archive.namelist()})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    with pytest.raises(Refused) as refused:
        opened(out.getvalue(), "单据.xlsx")
    assert why in refused.value.text.zh


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"name,1\n"])
def test_a_file_that_is_no_workbook_is_refused(data):
    with pytest.raises(Refused):
        opened(data, "单据.xlsx")


def test_two_kinds_of_lines_in_a_row_are_refused_with_the_row():
    book = Workbook()
    book.active["A3"], book.active["B3"] = "{{甲.品名}}", "{{乙.品名}}"
    with pytest.raises(Refused) as refused:
        planned(book, Made({}, {"甲": [], "乙": []}))
    assert "第 3 行" in refused.value.text.zh


@pytest.mark.parametrize(
    ("formula", "at", "moved"),
    [
        ("SUM(B5:B5)", (2, 9, 0), "SUM(B5:B8)"),
        ("B5", (2, 9, 0), "B5"),
        ("IF(B5>1,SUM(B5),0)", (2, 9, 0), "IF(B5>1,SUM(B5:B8),0)"),
        ("B5*$B$2", (3, 5, 2), "B7*$B$2"),
        ("SUM(B$5:B5)", (3, 5, 2), "SUM(B$5:B7)"),
        ("B4+C5", (2, 5, 2), "B6+C7"),
        ("$B$4+C5", (2, 5, 2), "$B$4+C7"),
        ("SUM('本 表'!B5:B5)", (2, 9, 0), "SUM('本 表'!B5:B8)"),
        ('A10&"B5"', (2, 9, 0), 'A13&"B5"'),
        ("SUM(B:B)+SUM(4:5)", (2, 9, 0), "SUM(B:B)+SUM(4:8)"),
        ("其他!B5", (2, 9, 0), "其他!B5"),
        ("SUM(LOG10(B5))", (2, 9, 0), "SUM(LOG10(B5))"),
    ],
)
def test_formulas_read_where_they_come_to_stand(formula, at, moved):
    growth = Growth((Block(5, 5, 4),))
    column_at, row, copy = at
    assert Formulas({"本 表": growth}).moved(formula, Standing("本 表", column_at, row, copy)) == moved
