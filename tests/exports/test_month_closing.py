"""The calendar month is closed: frozen under a revision, corrected by a later one, told by its workbook and page as far as one may know."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from exports import weekly
from exports.weekly.month import told_of
from exports.weeks import closing
from exports.weeks.months import count_months, due, freeze_months
from exports.weeks.reader import sight
from models.kit import changes, system
from models.kit.clock import Clock, week_of
from models.kit.server import database
from models.kit.week.closed_months import MonthRevision, closed_months, closing_of, corrections
from models.kit.write.notices import Notice
from models.stores import StoreDay
from tests.helpers import places, weekly_world
from tests.helpers.shop import source_at
from tests.helpers.weekly_world import who

MONTH, DAY = "2026-11", date(2026, 11, 10)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return weekly_world.build(tmp_path_factory.mktemp("months") / "ops.db")


@pytest.fixture
def world(kept, tmp_path, monkeypatch):
    """A copy of it, open in this thread, on the day on which November is closed."""
    monkeypatch.setattr(Clock, "source", source_at("2026-12-03 06:40"))
    places.copy(kept.path, tmp_path / "ops.db")
    database.open(places.url(f"{tmp_path}/ops.db"))
    with database.reading():
        yield kept
    database.close()


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
