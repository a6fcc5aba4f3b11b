"""Months are closed, and years after their December: frozen under a revision, corrected by a later one, told as far as one may know."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from exports import weekly
from exports.weekly.month import told_of
from exports.weeks import closing
from exports.weeks.months import count_months, due, due_year, freeze_months
from exports.weeks.reader import sight
from models.kit import changes, system
from models.kit.clock import week_of
from models.kit.week.closed_months import (
    MonthFigure,
    MonthRevision,
    closed_months,
    closed_years,
    closing_of,
    corrections,
    values_of,
)
from models.kit.write.notices import Notice
from models.stores import StoreDay
from tests.helpers import weekly_world
from tests.helpers.shop import source_at
from tests.helpers.weekly_world import who

MONTH, DAY = "2026-11", date(2026, 11, 10)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return weekly_world.build(tmp_path_factory.mktemp("months") / "ops.db")


@pytest.fixture
def world(kept, tmp_path):
    """A copy of it, on the day on which November is closed."""
    with weekly_world.opened(kept, tmp_path, "2026-12-03 06:40"):
        yield kept


def close() -> str:
    counted = count_months()
    with changes(who=system("月度关账"), via="job") as c:
        return freeze_months(c, counted).zh


def correct(store: int, sales: int) -> None:
    """A day is corrected, and that night its week is counted again."""
    with changes(who=system("林晓")) as c:
        row = StoreDay.get(StoreDay.store == store, StoreDay.day == DAY)
        c.update(StoreDay, row.id, sales=Decimal(sales))
    closing.recompute(str(week_of(DAY)), reason="更正", who=system("复查"))


def test_it_is_due_from_its_day_on_and_once(world):
    assert due(date(2026, 12, 2)) is None and due(date(2026, 12, 3)) == MONTH
    assert due(date(2026, 10, 5)) is None, "no week of it is closed"
    assert "2026-11 月度关账" in close() and closed_months() == [MONTH]
    assert due(date(2026, 12, 9)) is None and "没有变化" in close()
    assert MonthRevision.select().count() == 1


def test_its_figures_are_those_of_its_days_and_stay(world):
    within = StoreDay.day.between(date(2026, 11, 1), date(2026, 11, 30))
    wanted = sum(row.sales for row in StoreDay.rows(within))
    close()
    correct(world.stores[1], 5000)
    month = told_of(MONTH, sight(who(world, "boss")))
    assert Decimal(str(month.lines["store_sales", None]["month"])) == wanted
    assert month.closed.revision == 1 and not month.corrected


def test_what_is_corrected_later_makes_a_revision_that_says_so(world):
    close()
    was = Decimal(str(told_of(MONTH, sight(who(world, "boss"))).lines["store_sales", None]["month"]))
    row = StoreDay.get(StoreDay.store == world.stores[1], StoreDay.day == DAY)
    before = row.sales
    correct(world.stores[1], 5000)
    assert "已生成第 2 版" in close() and closing_of(MONTH).revision == 2
    moved = {(each.metric, each.store): (each.before, each.after) for each in corrections(MONTH)}
    assert {Decimal(amount) for amount in moved["store_sales", None]} == {was, was + 5000 - before}
    assert ("store_sales", world.stores[0]) not in moved
    assert "2026-11 关账后有更正，已生成第 2 版" in {notice.text_zh for notice in Notice.select()}


def test_figures_that_came_or_went_with_an_update_correct_nothing(world):
    close()
    notices, first = Notice.select().count(), closing_of(MONTH)
    mine = (MonthFigure.revision == first.id) & (MonthFigure.metric == "store_sales")
    assert MonthFigure.update(metric="of_an_older_app").where(mine).execute()
    assert close() == "2026-11 补上了新增的指标" and Notice.select().count() == notices
    assert closing_of(MONTH).revision == 2 and corrections(MONTH) == []
    names = {metric for metric, _ in values_of(closing_of(MONTH))}
    assert {"store_sales", "of_an_older_app"} <= names
    assert "没有变化" in close()


def test_the_workbook_tells_the_closing_and_the_corrections_that_its_reader_may_know(world):
    close()
    correct(world.stores[1], 5000)
    close()
    book = openpyxl.load_workbook(io.BytesIO(weekly.book_of_month(MONTH, who(world, "boss"))))
    assert "关账后的更正" in book.sheetnames and "第 2 版" in book.worksheets[0]["A2"].value
    own = openpyxl.load_workbook(io.BytesIO(weekly.book_of_month(MONTH, who(world, "chen"))))
    assert "关账后的更正" not in own.sheetnames, "only another store was corrected"
    correct(world.stores[0], 4000)
    close()
    mine = told_of(MONTH, sight(who(world, "chen"))).corrected
    assert mine and {each.store for each in mine} == {world.stores[0]}


# The year -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def january(world, monkeypatch):
    """The same company on the day on which December is closed, and with it the year; its weeks are all of November."""
    monkeypatch.setattr("models.kit.clock.source", source_at("2027-01-03 06:40"))
    with changes(who=system("林晓")) as c:
        c.create(StoreDay, store=world.stores[0], day=date(2026, 12, 31), sales=Decimal(700), transactions=7)
        c.create(StoreDay, store=world.stores[0], day=date(2027, 1, 1), sales=Decimal(9), transactions=1)
    closing.recompute("2026-W52", reason="年底", who=system("关账"))
    return world


def test_the_year_is_closed_with_its_december_and_its_figures_are_those_of_its_days(january):
    assert due_year(date(2026, 12, 31)) is None and due_year(date(2027, 1, 2)) is None
    assert due_year(date(2027, 1, 3)) == "2026"
    assert "2026 年度关账" in close()
    assert (closed_months(), closed_years()) == (["2026-12"], ["2026"])
    assert due_year(date(2027, 1, 4)) is None and due_year(date(2027, 2, 1)) is None
    wanted = sum(row.sales for row in StoreDay.rows(StoreDay.day.between(date(2026, 1, 1), date(2026, 12, 31))))
    year = told_of("2026", sight(who(january, "boss")))
    line = year.lines["store_sales", None]
    assert year.whole and year.closed.revision == 1 and Decimal(str(line["month"])) == wanted
    assert [name for name, _ in year.parts][::11] == ["2026-01", "2026-12"] and len(line["weeks"]) == 12
    assert line["weeks"][11] == 700 and sum(value or 0 for value in line["weeks"]) == wanted
    assert line["last_month"] is None, "of the year before nothing is known"


def test_what_is_corrected_after_the_year_s_closing_makes_a_revision_of_it(january):
    close()
    row = StoreDay.get(StoreDay.store == january.stores[1], StoreDay.day == DAY)
    gap = 5000 - row.sales
    correct(january.stores[1], 5000)
    assert "2026 关账后有更正，已生成第 2 版" in close()
    assert closing_of("2026").revision == 2 and closing_of("2026-12").revision == 1
    moved = {(each.metric, each.store): (each.before, each.after) for each in corrections("2026")}
    before, after = moved["store_sales", None]
    assert Decimal(after) - Decimal(before) == gap


def test_the_year_s_workbook_has_its_months_and_what_was_corrected(january):
    close()
    correct(january.stores[1], 5000)
    close()
    book = openpyxl.load_workbook(io.BytesIO(weekly.book_of_month("2026", who(january, "boss"))))
    cover = book.worksheets[0]
    heads = [cell.value for row in cover.iter_rows(max_row=12) for cell in row]
    assert "运营年报 2026" in heads and {"2026-01", "2026-12", "全年", "上年"} <= set(heads)
    assert "关账后的更正" in book.sheetnames
    own = openpyxl.load_workbook(io.BytesIO(weekly.book_of_month("2026", who(january, "chen"))))
    assert "关账后的更正" not in own.sheetnames, "only another store was corrected"


def test_the_running_year_is_told_up_to_its_last_closed_week(world):
    year = told_of("2026", sight(who(world, "boss")))
    assert not year.whole and year.closed is None and year.span.last == date(2026, 11, 22)
    assert [name for name, _ in year.parts][-1] == "2026-11"


def test_a_month_that_is_closed_before_its_last_week_is_told_as_far_as_the_year_is(world, monkeypatch):
    monkeypatch.setattr("models.kit.clock.source", source_at("2026-12-03 06:40"))
    with changes(who=system("林晓")) as c:
        c.create(StoreDay, store=world.stores[0], day=date(2026, 11, 29), sales=Decimal(700), transactions=7)
    close()
    year = told_of("2026", sight(who(world, "boss")))
    line = year.lines["store_sales", None]
    assert closed_months() == ["2026-11"] and year.span.last == date(2026, 11, 22)
    assert sum(value or 0 for value in line["weeks"]) == line["month"]


def test_a_year_is_held_against_no_part_of_a_year(january):
    def before() -> Any:
        return told_of("2026", sight(who(january, "boss"))).lines["store_sales", None]["last_month"]

    with changes(who=system("林晓")) as c:
        c.create(StoreDay, store=january.stores[0], day=date(2025, 12, 30), sales=Decimal(600), transactions=6)
    assert before() is None
    with changes(who=system("林晓")) as c:
        c.create(StoreDay, store=january.stores[0], day=date(2025, 1, 5), sales=Decimal(400), transactions=4)
    assert Decimal(str(before())) == 1000
