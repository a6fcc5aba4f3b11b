"""A file that comes twice into a table without a key doubles nothing before somebody says so, at whichever door."""

from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from exports.incoming import importing
from jobs.importing import import_file
from models import house
from models.department import Expense
from models.design import DesignColumn, DesignType
from models.key_accounts import KeyAccount, Visit
from models.kit import system
from models.kit.incoming.incoming import Incoming
from models.kit.write.edits import edit
from models.kit.write.undo import undo
from models.promotions import Promotion, PromotionTask
from tests.helpers import house_before
from tests.helpers.door import made
from tests.helpers.shop import put

as_it_was = pytest.fixture(house_before.as_it_was)

WHO = system("imports")
VISITS = "大客户,拜访日期,拜访目的\n天府银行,2026-11-02,年度合作回访\n天府银行,2026-11-02,年度合作回访\n蜀南石化,2026-11-03,送样品\n"


@pytest.fixture
def path(db, tmp_path):
    for at, name in enumerate(("天府银行", "蜀南石化")):
        put(KeyAccount, code=f"K{at}", name=name)
    path = tmp_path / "拜访.csv"
    path.write_text(VISITS, encoding="utf-8-sig")
    return path


def brought(path, record=Visit, **options):
    return importing.run(path, path.name, record, WHO, options=options).wire("zh")


def test_the_same_file_twice_changes_nothing_until_it_is_said_that_it_is_meant(path):
    assert brought(path)["new"] == 3  # two of its lines say the same, and are two rows
    again = brought(path)
    assert (again["state"], again["again"], again["faulty_rows"], Visit.select().count()) == ("refused", 3, 3, 3)
    assert "完全相同" in again["faulty"][0]["message"] and "again" in again["faulty"][0]["message"]
    left = brought(path, again="leave")
    assert (left["state"], left["unchanged"], Visit.select().count()) == ("nothing", 3, 3)
    assert any("3 行系统里已有完全相同的" in note for note in left["notes"])
    assert (brought(path, again="add")["new"], Visit.select().count()) == (3, 6)


def test_a_file_that_has_grown_brings_only_what_is_new_of_it(path):
    brought(path)
    path.write_text(VISITS + "天府银行,2026-11-02,年度合作回访\n蜀南石化,2026-11-09,签合同\n", encoding="utf-8-sig")
    assert (brought(path, dry_run=True)["again"], brought(path, dry_run=True)["new"]) == (3, 2)
    assert (brought(path, only_good=True)["new"], Visit.select().count()) == (2, 5)


def test_the_command_names_the_lines_and_adds_them_only_where_it_is_told_to(path):
    said: list[str] = []

    def command(**how: str) -> int:
        return import_file(str(path), "visit", None, False, False, WHO, said.append, **how)

    assert (command(), Visit.select().count()) == (0, 3)
    assert (command(), Visit.select().count()) == (1, 3)
    assert any("第 2 行" in line and "完全相同" in line for line in said)
    assert (command(again="leave"), Visit.select().count()) == (0, 3)
    assert (command(again="add"), Visit.select().count()) == (0, 6)


def test_the_very_same_file_is_asked_about_line_by_line_where_its_rows_were_changed_since(path):
    brought(path)
    row = Visit.get(Visit.purpose == "送样品")
    assert edit(Visit, [{"id": row.id, "set": {"purpose": "送样品和报价"}}], who=WHO).state == "applied"
    again = brought(path)
    assert (again["state"], again["again"], Visit.select().count()) == ("refused", 3, 3)
    assert "以前导入过" in again["faulty"][-1]["message"]
    assert brought(path, again="leave")["state"] == "nothing"


def test_each_sheet_of_a_workbook_comes_for_itself(path):
    book = openpyxl.Workbook()
    for name, day in (("10月", "2026-10-05"), ("11月", "2026-11-05")):
        sheet = book.create_sheet(name)
        for row in (["大客户", "拜访日期", "拜访目的"], ["天府银行", day, "回访"], ["蜀南石化", day, "送样品"]):
            sheet.append(row)
    del book["Sheet"]
    book.save(path := path.with_suffix(".xlsx"))
    first, second = ({"sheet": name, "arrange": "leave"} for name in book.sheetnames)
    assert brought(path, **first)["new"] == brought(path, **second)["new"] == 2
    assert [brought(path, **each)["again"] for each in (first, second)] == [2, 2]


def test_what_was_undone_comes_in_again_without_a_question(path):
    batch = brought(path)["batch"]
    assert undo(batch, house().records, who=WHO).state == "applied"
    assert (brought(path)["new"], Visit.select().count()) == (3, 3)


def test_what_was_added_to_a_row_since_makes_it_no_other_and_a_number_that_is_given_here_none_that_tells_it(path):
    brought(path)
    for row in Visit.select():
        edit(Visit, [{"id": row.id, "set": {"result": "达成意向"}}], who=WHO)
    assert brought(path, dry_run=True)["again"] == 3
    bills = path.with_name("报销.csv")
    bills.write_text("发生日期,费用类别,金额,用途\n2026-11-02,办公,12.50,打印纸\n", encoding="utf-8-sig")
    assert brought(bills, Expense)["new"] == 1  # its number is made here
    assert (brought(bills, Expense)["again"], Expense.select().count()) == (1, 1)


def test_rows_that_say_one_thing_or_something_new_are_nobodys_doubles(path):
    brought(path)
    lines = [(2, {"account": "天府银行", "visited_on": "2026-11-02", "purpose": "换货"}), (3, {"account": "天府银行"})]
    assert Incoming(Visit, lines, WHO).report.again == 0


def test_a_double_that_a_person_may_not_see_is_none_to_him(boss, chen, stores):
    here, there = stores["锦江一店"], stores["武侯一店"]
    promotion = put(Promotion, code="P1", name="中秋", starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 9))
    said = {"promotion": promotion, "item": "挂海报", "due_on": date(2026, 9, 1)}
    for store in (here, there):
        put(PromotionTask, store=store, **said)
    lines = [
        (at, {"promotion": "P1", "item": "挂海报", "due_on": "2026-09-01", "store": store})
        for at, store in ((2, "锦江一店"), (3, "武侯一店"))
    ]
    chen = replace(
        chen, grants=chen.grants | {"promotion_task": chen.grants["duty_shift"], "promotion": chen.grants["duty_shift"]}
    )
    assert Incoming(PromotionTask, lines, boss).report.again == 2
    assert [fault.row for fault in Incoming(PromotionTask, lines[:1], chen).report.faults] == [2]
    assert all("完全相同" not in fault.text.zh for fault in Incoming(PromotionTask, lines[1:], chen).report.faults)


def test_lines_that_differ_in_their_tags_alone_are_told_apart(as_it_was, boss, stores, tmp_path):
    name = DesignType.row(made(DesignType, boss, zh="工具", area="stores", first="工具名称")).name
    made(DesignColumn, boss, record_type=name, zh="标签", kind="tags", seen_by="all", name="labels")
    record, path = house().records[name], tmp_path / "工具.csv"
    made(record, boss, name="锤子", labels=["木工"])
    path.write_text("工具名称,标签\n锤子,木工、铁\n锤子,木工\n", encoding="utf-8-sig")
    assert brought(path, record, again="leave")["new"] == 1
    assert (brought(path, record)["again"], record.select().count()) == (2, 2)
