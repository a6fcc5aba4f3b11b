"""Workbooks of the stores come in as they are: months side by side as rows, visits with their items from flat rows."""

import pytest
from openpyxl import Workbook

from exports.incoming.importing import run
from models import house
from models.kit.write.undo import undo
from models.stores import Rectification, SalesTarget, StoreVisit, VisitItem
from tests.exports.test_samples import sample
from tests.helpers.shop import SYSTEM
from tests.helpers.steps import hire

MONTHS = [f"{month}月" for month in range(1, 13)]


def bring(folder, record, *rows, title="2026销售指标", name="指标.xlsx", **options):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    return run(folder / name, name, record, SYSTEM, None, options)


def targets() -> dict[tuple, int]:
    return {(row.store, row.month): int(row.amount) for row in SalesTarget.rows()}


def test_months_side_by_side_come_in_as_rows_of_the_year_the_sheet_names(stores, tmp_path):
    first, second = stores.values()
    done = bring(
        tmp_path, SalesTarget, ["门店", *MONTHS, "全年"], ["锦江一店", *range(1, 13), "=SUM(B2:M2)"], ["武侯一店", 5]
    )
    assert (done.outcome.state, done.outcome.new) == ("applied", 13)
    assert targets() == {(first, f"2026-{month:02d}"): month for month in range(1, 13)} | {(second, "2026-01"): 5}
    wire = done.wire("zh")
    assert (wire["spread"]["3月"], wire["unmapped"]) == ("2026-03", ["全年"])


def test_the_same_file_again_changes_nothing_and_a_changed_cell_only_itself(stores, tmp_path):
    rows = [["门店", "1月", "2月"], ["锦江一店", 10, 20]]
    bring(tmp_path, SalesTarget, *rows)
    again = bring(tmp_path, SalesTarget, *rows)
    assert (again.outcome.state, again.report.unchanged) == ("nothing", 2)
    rows[1][2] = 25
    changed = bring(tmp_path, SalesTarget, *rows)
    assert (changed.outcome.changed, changed.report.unchanged) == (1, 1)
    assert undo(changed.outcome.batch, house().records, who=SYSTEM).state == "applied"
    assert sorted(targets().values()) == [10, 20]


def test_a_faulty_cell_is_named_where_it_stands(stores, tmp_path):
    done = bring(
        tmp_path, SalesTarget, ["各店指标"], ["门店", "1月", "2月"], ["锦江一店", "八百", 20], ["没有的店", 1, 2]
    )
    assert [(fault["row"], fault["cell"], fault["value"]) for fault in done.wire("zh")["faulty"]] == [
        (3, "B3", "八百"),
        (4, "A4", "没有的店"),
        (4, "A4", "没有的店"),
    ]


def test_a_store_that_stands_there_twice_is_told_with_the_row_it_repeats(stores, tmp_path):
    done = bring(tmp_path, SalesTarget, ["门店", "1月", "2月"], ["锦江一店", 1, 2], ["锦江一店", 3, 4])
    assert {(fault.row.row, fault.text.zh[-8:]) for fault in done.report.faults} == {(3, "与第 2 行重复")}


@pytest.mark.parametrize(
    ("title", "name", "heads", "month"),
    [
        ("Sheet1", "2027年指标.xlsx", ("1月", "2月"), "2027-01"),
        ("Sheet1", "指标.xlsx", ("2025年1月", "2025年2月"), "2025-01"),
        ("计划", "x.xlsx", ("一月份", "二月份"), "2026-01"),
        ("计划", "x.xlsx", ("2024-01", "2024-02"), "2024-01"),
        ("Targets 2028", "x.xlsx", ("Jan", "Feb"), "2028-01"),
        ("计划", "x.xlsx", ("1月销售指标", "2月销售指标"), "2026-01"),
    ],
)
def test_the_year_is_found_in_the_header_the_sheet_or_the_file(stores, clock, tmp_path, title, name, heads, month):
    bring(tmp_path, SalesTarget, ["门店", *heads], ["锦江一店", 1, 2], title=title, name=name)
    assert min(month for _, month in targets()) == month


def test_an_upright_file_comes_in_as_ever(stores, tmp_path):
    done = bring(
        tmp_path, SalesTarget, ["门店", "月份", "销售指标"], ["锦江一店", "2026-03", 7], ["锦江一店", "2026年4月", 8]
    )
    assert (done.outcome.new, sorted(targets().values())) == (2, [7, 8])


def test_a_person_may_leave_a_month_out(stores, tmp_path):
    book = Workbook()
    for row in (["门店", "1月", "2月", "3月"], ["锦江一店", 1, 2, 3]):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    run(tmp_path / "x.xlsx", "x.xlsx", SalesTarget, SYSTEM, {"2月": None}, {})
    assert sorted(targets().values()) == [1, 3]


HEADS = [
    "巡店单号",
    "巡店日期",
    "门店",
    "巡店人",
    "项目类别",
    "检查项",
    "满分",
    "得分",
    "关键项",
    "问题描述",
    "整改期限",
]


def test_flat_rows_are_visits_with_items_scores_and_rectifications(stores, tmp_path):
    hire("叶明子", "Y7")
    done = bring(
        tmp_path,
        StoreVisit,
        HEADS,
        ["XD1", "2026.10.02", "锦江一店", "叶明子", "Q", "无过期", 10, 5, "是", "限期三天", "2026-10-05"],
        ["XD1", "2026-10-02", "锦江一店", "叶明子", "S", "问候", 5, 5, "否", None, None],
        ["XD1", "2026/10/2", "锦江一店", "叶明子", "C", "清洁", 5, 4, "否", "积灰", None],
    )
    assert (done.outcome.state, done.outcome.new) == ("applied", 1)
    visit = StoreVisit.rows()[0]
    assert (visit.state, visit.total, visit.grade, visit.passed, visit.red_lines) == ("done", 74, "D", False, 1)
    assert [(row.topic, f"{row.due_on:%m-%d}", row.severity) for row in Rectification.rows()] == [
        ("无过期", "10-05", "critical"),
        ("清洁", "10-09", "normal"),
    ]
    assert undo(done.outcome.batch, house().records, who=SYSTEM).state == "applied"
    assert (StoreVisit.select().count(), VisitItem.select().count(), Rectification.select().count()) == (0, 0, 0)


def test_the_teams_own_workbooks_of_targets_and_visits_go_in(db):
    for file, key in (
        ("门店清单", "store"),
        ("员工花名册", "employee"),
        ("销售指标", "sales_target"),
        ("巡店检查表", "store_visit"),
    ):
        asked = {"create_links": True}
        done = run(sample(f"{file}.xlsx"), f"{file}.xlsx", house().records[key], SYSTEM, None, asked)
        assert (done.outcome.state, done.report.faults) == ("applied", []), file
    assert (SalesTarget.select().count(), StoreVisit.select().count(), VisitItem.select().count()) == (24 * 12, 60, 480)
    assert (
        Rectification.select().count() == VisitItem.select().where(VisitItem.points < VisitItem.weight).count() == 100
    )
