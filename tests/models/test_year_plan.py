"""A year's target by stores, months and days: by two years of sales, with feasts where the moon has them, to the yuan."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from models.kit import changes
from models.kit.ask.query import Query
from models.kit.clock import days_of_month
from models.organization import Store
from models.stores import DayTarget, SalesTarget, StoreDay
from models.stores.seasons import Feast, feast_of, parted
from tests.helpers.shop import SYSTEM, change, put, take_back
from tests.helpers.steps import refused, take
from tests.helpers.stores_desk import Desk

YESTERDAY = date(2026, 11, 22)


@pytest.fixture
def desk(clock, stores) -> Desk:
    """It is Monday 23 November 2026."""
    return Desk(stores)


def sold(store: int, amount, days: int = 730) -> None:
    """What it sold each day up to yesterday; amount: a number, or what a day says."""
    with changes(who=SYSTEM) as c:
        rows = []
        for back in range(days):
            day = YESTERDAY - timedelta(days=back)
            rows.append({"store": store, "day": day, "sales": Decimal(amount(day) if callable(amount) else amount)})
        c.add(StoreDay, [{**row, "transactions": 1} for row in rows])


def year(amount, store=None, month="2027-01", **more) -> int:
    return put(SalesTarget, span="year", month=month, store=store, amount=amount, **more)


def months(store, of: int = 2027) -> dict[str, Decimal]:
    mine = SalesTarget.store.is_null() if store is None else SalesTarget.store == store
    rows = SalesTarget.rows(mine, SalesTarget.span == "month", SalesTarget.month.between(f"{of}-01", f"{of}-12"))
    return {row.month[5:]: row.amount for row in rows}


def flat(each: int, of: int = 2027) -> dict[str, int]:
    return {f"{n:02d}": each * len(list(days_of_month(f"{of}-{n:02d}").days)) for n in range(1, 13)}


def days(store: int, month: str = "2027-03") -> dict[int, Decimal]:
    span = days_of_month(month)
    rows = DayTarget.rows(DayTarget.store == store, DayTarget.day.between(span.first, span.last))
    return {row.day.day: row.amount for row in rows}


def test_without_seasons_a_month_is_as_long_as_its_days(desk):
    sold(desk.first, 100)
    id = year(365_000, desk.first)
    assert take("break_down", id) == "2027 年指标已分解到 1 家门店、12 条月度指标"
    assert months(desk.first) == flat(1000)
    assert (SalesTarget.row(id).parts, SalesTarget.row(id).gap) == (365_000, 0)
    assert take_back().state == "applied"
    assert months(desk.first) == {}


def test_the_days_before_the_spring_festival_move_with_the_moon(desk):
    """Ten days before it sell ten times as much: in 2025 all of them in January, in 2026 in February, in 2027 five in each."""

    def sales(day: date) -> int:
        return 1000 if feast_of(day) in [Feast("春节", -at) for at in range(1, 11)] else 100

    assert [sales(date(2025, 1, 28)), sales(date(2026, 2, 16)), sales(date(2027, 2, 5))] == [1000, 1000, 1000]
    assert [sales(date(2025, 1, 18)), sales(date(2026, 2, 6)), sales(date(2027, 1, 26))] == [100, 100, 100]
    sold(desk.first, sales)
    take("break_down", year(45_500, desk.first))
    assert months(desk.first) == {**flat(100), "01": 31 * 100 + 5 * 900, "02": 28 * 100 + 5 * 900}


def test_a_month_s_days_go_by_the_weekday_and_add_up_to_it(desk):
    """March 2027 has 23 working days and four weekends, which sell double: 39 parts of 1,000."""
    sold(desk.first, lambda day: 200 if day.weekday() > 4 else 100)
    month = put(SalesTarget, month="2027-03", store=desk.first, amount=39_000)
    assert take("plan_days", month) == "已分解 1 个月、31 天的指标"
    weekend = {6, 7, 13, 14, 20, 21, 27, 28}
    assert days(desk.first) == {day: 2000 if day in weekend else 1000 for day in range(1, 32)}
    change(SalesTarget, month, amount=39_010)
    take("plan_days", month)
    assert sum(days(desk.first).values()) == 39_010 and DayTarget.select().count() == 31


def test_what_was_sold_stands_beside_the_day_s_target(desk, clock):
    sold(desk.first, 100)
    take("plan_days", put(SalesTarget, month="2026-11", store=desk.first, amount=6000))
    row = DayTarget.rows(DayTarget.day == YESTERDAY)[0]
    assert (row.amount, row.actual, row.rate) == (200, 100, 50)
    assert DayTarget.rows(DayTarget.day == date(2026, 11, 23))[0].actual is None
    put(StoreDay, store=desk.first, day="2026-11-23", sales=250, transactions=3)
    assert DayTarget.rows(DayTarget.day == date(2026, 11, 23))[0].rate == 125
    assert take_back().state == "applied"
    assert DayTarget.rows(DayTarget.day == date(2026, 11, 23))[0].actual is None


def test_the_company_s_year_goes_to_the_stores_by_what_they_sell(desk):
    sold(desk.first, 100)
    sold(desk.second, 300)
    put(Store, code="S9", name="新店", kind="own", status="open")
    id = year(146_000)
    said = take("break_down", id)
    assert said == "2027 年指标已分解到 2 家门店、24 条月度指标；新店 还没有销售，没有分到，请单独填写"
    assert (months(desk.first), months(desk.second), months(None)) == (flat(100), flat(300), flat(400))
    years = {row.store: row.amount for row in SalesTarget.rows(SalesTarget.span == "year")}
    assert years == {None: 146_000, desk.first: 36_500, desk.second: 109_500}
    assert SalesTarget.row(id).gap == 0
    assert {row.gap for row in SalesTarget.rows(SalesTarget.store.is_null(), SalesTarget.span == "month")} == {0}


def test_months_that_have_begun_stay_and_the_rest_is_parted_again(desk):
    sold(desk.first, 100)
    for n in range(1, 12):
        put(SalesTarget, month=f"2026-{n:02d}", store=desk.first, amount=100)
    short = year(1000, desk.first, "2026-01")
    assert refused("break_down", short) == "锦江一店 已开始的月份指标合计 ¥1,100.00，超过全年 ¥1,000.00，请先调整"
    change(SalesTarget, short, amount=1500)
    take("break_down", short)
    assert months(desk.first, 2026) == {**{f"{n:02d}": 100 for n in range(1, 12)}, "12": 400}


def test_a_store_is_planned_for_the_days_it_is_open(desk):
    sold(desk.first, 100)
    change(Store, desk.first, opened_on="2027-07-01")
    take("break_down", year(184_000, desk.first))
    assert months(desk.first) == {month: amount for month, amount in flat(1000).items() if month > "06"}


def test_a_store_without_a_year_of_its_own_goes_by_the_others_seasons(desk):
    sold(desk.first, lambda day: 300 if day.month == 6 and feast_of(day) is None else 100)
    sold(desk.second, 50, days=90)
    assert "武侯一店 没有满一年的销售，按全部门店的季节" in take("break_down", year(100_000, desk.second))
    assert months(desk.second)["06"] > 2 * months(desk.second)["04"]
    assert sum(months(desk.second).values()) == 100_000


def test_what_can_not_be_broken_down_says_why(desk):
    assert refused("break_down", year(100, desk.first)).startswith("还没有一家门店有满一年的日销售")
    sold(desk.first, 100)
    assert refused("break_down", year(100, desk.first, "2025-01")) == "2025 年已过，不再分解"
    assert refused("break_down", year(100, month="2027-01", owner=desk.hong)) == (
        "大客户负责人的指标没有门店的季节可依，请按月填写"
    )
    month = put(SalesTarget, month="2027-03", amount=39_000)
    assert refused("plan_days", month) == "只有门店的月度指标能分解到日"
    assert "只有年度指标" in refused("break_down", month) or "不能" in refused("break_down", month)


def test_a_store_manager_sees_the_own_store_s_days_and_sets_none(desk):
    sold(desk.first, 100)
    sold(desk.second, 100)
    for store in (desk.first, desk.second):
        take("plan_days", put(SalesTarget, month="2027-03", store=store, amount=3100))
    assert Query(DayTarget, desk.manager).count() == 31
    mine = SalesTarget.rows(SalesTarget.store == desk.first)[0].id
    assert refused("plan_days", mine, who=desk.manager)


def test_parts_are_whole_yuan_and_add_up():
    assert parted(Decimal(1000), {at: Decimal(1) for at in range(3)}) == {0: 334, 1: 333, 2: 333}
    assert parted(Decimal("10.55"), {"a": Decimal(1), "b": Decimal(3)}) == {"a": Decimal("2.55"), "b": Decimal(8)}
    assert sum(parted(Decimal(999_999), {at: Decimal(at) for at in range(1, 50)}).values()) == 999_999
