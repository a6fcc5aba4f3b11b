"""Sheets, headings and headers that say a part of the rows: they are read so, each time after being asked about."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from exports.incoming.arranged.ways import Asked
from exports.incoming.choosing import choose
from exports.incoming.importing import run
from exports.read.sheets import Book, SheetRows
from models import AREAS, accounts, house
from models.kit import system
from models.kit.server import database
from models.stores import StoreDay
from tests.arranged_layouts import KINDS, Arranged, arranged_layouts
from tests.helpers import chance, places
from tests.helpers.shop import put
from tests.layouts import company

NUMBER, AT_LEAST = 160, 0.95
WHO = system("layouts")


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    database.close()
    database.open(places.begun(tmp_path_factory.mktemp("arranged") / "arranged.db"))
    with database.reading():
        accounts.seed_roles(AREAS)
        company()
        for at, name in enumerate(("中秋大促", "国庆特惠", "双十一", "周年庆"), 1):
            days = {"starts_on": date(2026, 9, at), "ends_on": date(2026, 9, at + 9)}
            put(house().records["promotion"], code=f"CX{at}", name=name, **days)
        yield
    database.close()


def plain(value: Any) -> str:
    """A value however it is written."""
    return str(value).replace("/", "-").removesuffix(" 00:00:00").removesuffix(".0")


def judged(layout: Arranged) -> tuple[int, int, list[str]]:
    """How many rows there are, how many came as they are meant, and what went wrong."""
    chosen = choose(house().records[layout.record], WHO, layout.book)
    rows = [values for _, values in chosen.rows()]
    ways = [proposal.kind for proposal in chosen.proposals]
    names = {name for row in rows for name in row}
    lacking = {name for row in layout.rows for name in row} - names
    wanted = Counter(_said(row, names) for row in layout.rows)
    right = sum((wanted & Counter(_said(row, set(layout.rows[0])) for row in rows)).values())
    wrong = [f"{layout.kind} {layout.record}: {ways}, lacks {sorted(lacking)}, {right} of {len(layout.rows)}"]
    return len(layout.rows), right, wrong if right < len(layout.rows) or len(rows) != len(layout.rows) else []


def _said(row: dict[str, Any], names: set[str]) -> tuple:
    return tuple(sorted((name, plain(row[name])) for name in names if row.get(name) is not None))


def test_nearly_all_rows_of_workbooks_that_say_a_part_outside_their_columns_come_as_they_are_meant(there):
    seed, counts, missed = chance.SEED, Counter(), Counter()
    for layout in arranged_layouts(seed, NUMBER):
        rows, right, wrong = judged(layout)
        counts[layout.kind, "rows"] += rows
        counts[layout.kind, "right"] += right
        missed.update(wrong)
    for kind in KINDS:
        print(f"seed {seed}, {kind}: {counts[kind, 'right']} of {counts[kind, 'rows']} rows")
    for line, count in missed.most_common():
        print(f"  {count} × {line}")
    for kind in KINDS:
        assert counts[kind, "right"] >= AT_LEAST * counts[kind, "rows"], kind


def test_nothing_is_proposed_for_a_table_like_any_other(there):
    for layout in arranged_layouts(chance.SEED + 1, 40, ("plain",)):
        chosen = choose(house().records[layout.record], WHO, layout.book)
        assert chosen.proposals == (), (layout.record, layout.book.sheets[0].rows[:5])


def book(path, **sheets) -> Any:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def stores_apart(path) -> Any:
    """A sheet for each of two stores, a total below its days."""
    heads = ["日期", "销售额", "交易笔数"]
    days = [[date(2026, 11, 1), 1000, 10], [date(2026, 11, 2), 2000, 20], ["合计", 3000, 30]]
    return book(path, 锦江一店=[heads, *days], 武侯二店=[["十一月"], heads, *days])


def test_a_dry_run_shows_sheets_as_one_import_and_nothing_is_written_so_before_somebody_agrees(there, tmp_path):
    path = stores_apart(tmp_path / "日销售.xlsx")
    dry = run(path, path.name, StoreDay, WHO, None, {"dry_run": True}).wire("zh")
    assert dry["arrangements"] == [
        {
            "kind": "sheets",
            "message": "把 2 个工作表（锦江一店、武侯二店）当作一次导入，表名作为门店",
            "taken": True,
            "answered": False,
        }
    ]
    assert (dry["new"], dry["mapping"]["（工作表名）"], dry["unsure"]["（工作表名）"]["field"]) == (4, "store", "store")
    assert [row.get("sheet") for row in dry["skipped"]] == [None, "武侯二店"]
    asked = run(path, path.name, StoreDay, WHO, None, {"fixed": {"store": "青羊店"}})
    assert any("没有人确认" in note.zh for note in asked.notes)
    assert {row.store.name for row in StoreDay.select()} == {"青羊店"}
    done = run(path, path.name, StoreDay, WHO, None, {"arrange": "sheets"})
    assert (done.outcome.new, done.wire("zh")["unsure"]) == (4, {})
    again = run(path, path.name, StoreDay, WHO, None, {"arrange": "take"})
    assert (again.outcome.state, again.report.unchanged) == ("nothing", 4)


def test_a_fault_on_another_sheet_is_named_with_its_sheet_and_cell(there, tmp_path):
    heads = ["日期", "销售额", "交易笔数"]
    path = book(
        tmp_path / "日.xlsx",
        锦江一店=[heads, [date(2026, 10, 1), 1, 1]],
        武侯二店=[["十月"], heads, [date(2026, 10, 1), "很多", 1]],
    )
    [fault] = run(path, path.name, StoreDay, WHO, None, {"dry_run": True}).wire("zh")["faulty"]
    assert (fault["sheet"], fault["row"], fault["cell"]) == ("武侯二店", 3, "武侯二店!B3")


def test_sheets_of_sums_are_not_counted_a_second_time_and_an_answer_is_kept_to_its_kind():
    assert [Asked.of("sheets,fill", False).takes(kind) for kind in KINDS[:1]] == [True]
    assert not Asked.of("sheets", False).takes("fill") and not Asked.of("ask", False).takes("sheets")
    assert Asked.of("ask", True).takes("fill") and "fill" not in Asked.of("ask", True)


def test_sheets_that_say_store_and_month_bring_both_and_bare_days_are_of_that_month(there):
    head = ["业务日期", "销售额", "交易笔数"]
    names = [f"{store}{month}月" for store in ("锦江一店", "青羊店") for month in (9, 10)]
    sheets = [SheetRows(name, [head, [3, 1000, 10], [4, 1100, 11]]) for name in names]
    chosen = choose(StoreDay, WHO, Book("xlsx", sheets, name="2026年台账"))
    assert [proposal.text.zh for proposal in chosen.proposals] == [
        "把 4 个工作表（锦江一店9月、锦江一店10月、青羊店9月、青羊店10月）当作一次导入，表名里是门店和日期的月份"
    ]
    rows = [(values["store"], values["day"]) for _, values in chosen.rows()]
    assert rows[1:5] == [
        ("锦江一店", "2026-09-04"),
        ("锦江一店", "2026-10-03"),
        ("锦江一店", "2026-10-04"),
        ("青羊店", "2026-09-03"),
    ]
    alone = choose(StoreDay, WHO, Book("xlsx", sheets[:2], name="2026年台账"))
    assert {values["store"] for _, values in alone.rows()} == {"锦江一店"}


def test_sheets_that_say_store_and_month_fill_a_column_of_months(there):
    record = house().records["sales_target"]
    body = [["大客户负责人", "销售指标"], [None, 50000]]
    sheets = [SheetRows(f"2026年{month}月-{store}", body) for store in ("锦江一店", "青羊店") for month in (9, 10)]
    rows = [(row["store"], row["month"]) for _, row in choose(record, WHO, Book("xlsx", sheets)).rows()]
    assert rows == [("锦江一店", "2026-09"), ("锦江一店", "2026-10"), ("青羊店", "2026-09"), ("青羊店", "2026-10")]
