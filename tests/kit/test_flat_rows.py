"""Flat rows of a workbook become records with their parts: one report and its items, told apart by the report's key."""

import pytest
from openpyxl import Workbook

from exports.incoming.importing import run
from models import house
from models.kit.write.undo import undo
from models.organization import Product
from models.quality import InspectionItem, InspectionReport
from tests.helpers.shop import SYSTEM, put

HEADS = (
    "报告编号",
    "产品名称",
    "批号",
    "报告日期",
    "检验机构",
    "检验项目",
    "标准下限",
    "标准上限",
    "检验结果",
    "单项结论",
)
LEAD = ("JC-1", "钙片", "B1", "2026-09-01", "市质检所", "铅(以Pb计) mg/kg", None, 0.5, "<0.01", "合格")
WATER = ("JC-1", "钙片", "B1", None, "市质检所", "水分 %", 0, 7, 3.5, "合格")
OTHER = ("JC-2", "钙片", "B2", "2026-09-02", "市质检所", "水分 %", 0, 7, 6.9, "合格")


@pytest.fixture(autouse=True)
def product(db):
    return put(Product, sku="P1", name="钙片")


def bring(folder, *rows, heads=HEADS, **options):
    book = Workbook()
    for row in (heads, *rows):
        book.active.append(row)
    path = folder / "报告.xlsx"
    book.save(path)
    return run(path, path.name, InspectionReport, SYSTEM, None, {"only_good": True, **options})


def faults(done) -> dict[int, str]:
    return {fault.row: fault.text.zh for fault in done.report.faults}


def test_rows_of_one_key_are_one_record_with_its_parts(tmp_path):
    done = bring(tmp_path, LEAD, WATER, OTHER)
    assert (done.outcome.state, done.outcome.new, done.report.parts) == ("applied", 2, 1)
    first, other = InspectionReport.rows()
    items = [(row.report, row.item, row.unit, row.verdict) for row in InspectionItem.rows()]
    assert items == [
        (first.id, "铅(以Pb计)", "mg/kg", "pass"),
        (first.id, "水分", "%", "pass"),
        (other.id, "水分", "%", "pass"),
    ]


def test_the_same_file_again_changes_nothing_and_undo_takes_records_and_parts_back(tmp_path):
    first = bring(tmp_path, LEAD, WATER, OTHER)
    again = bring(tmp_path, LEAD, WATER, OTHER)
    assert (again.outcome.state, again.report.unchanged, InspectionItem.select().count()) == ("nothing", 2, 3)
    assert undo(first.outcome.batch, house().records, who=SYSTEM).state == "applied"
    assert (InspectionReport.select().count(), InspectionItem.select().count()) == (0, 0)


def test_a_later_row_that_says_something_else_of_the_record_is_faulty_and_names_the_first(tmp_path):
    done = bring(tmp_path, LEAD, (*WATER[:2], "B9", *WATER[3:]), OTHER)
    assert faults(done)[3] == "同一检验报告第 2 行写的是“B1”"
    assert InspectionReport.select().count() == 1


def test_one_faulty_part_keeps_its_whole_record_out(tmp_path):
    done = bring(tmp_path, LEAD, (*WATER[:6], "七", *WATER[7:]), OTHER)
    assert faults(done) == {3: "“七”不是数字，请只写数字，如 1234.5", 2: "同一检验报告的第 3 行有误，整张一起不导入"}
    assert [row.report_no for row in InspectionReport.rows()] == ["JC-2"]


def test_what_a_rule_refuses_of_a_part_is_told_at_its_row(tmp_path):
    done = bring(tmp_path, OTHER, LEAD, LEAD)
    assert done.outcome.state == "refused"
    assert [fault.row for fault in done.outcome.faults] == [4]
    assert InspectionReport.select().count() == 0


def test_what_rules_refuse_of_the_parts_of_several_records_is_told_of_each(tmp_path):
    again = ("JC-2", *OTHER[1:])
    done = bring(tmp_path, LEAD, LEAD, OTHER, again, ("JC-3", *WATER[1:3], "2026-09-03", *WATER[4:]))
    assert [fault.row for fault in done.outcome.faults] == [3, 5]
    assert InspectionReport.select().count() == 0


def test_the_answer_names_the_columns_of_the_parts(tmp_path):
    answer = bring(tmp_path, (*LEAD[:7], "半", *LEAD[8:])).wire("zh")
    assert answer["mapping"]["检验结果"] == "result"
    assert [(fault["cell"], fault["column"]) for fault in answer["faulty"]] == [("H2", "标准上限")]
