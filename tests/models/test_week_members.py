"""The week's figures of members, on a world small enough to reckon by hand."""

from datetime import date
from decimal import Decimal

import pytest

from models import AREAS
from models.kit.clock import Week, week_of
from models.members import (
    AREA,
    Gift,
    Member,
    Purchase,
    RecruitTarget,
    cancel,
    receive_gifts,
    redeem,
)
from models.members.points import expire_points
from tests.helpers.shop import SYSTEM, change, moment, night, put, redemption, take_back
from tests.helpers.steps import hire

WEEK = Week(date(2026, 11, 16))


def figures(week: Week) -> dict:
    return {metric.name: metric.value(week) for metric in AREA.metrics}


def test_who_brought_most_members_in_the_month_comes_first(shop, clock):
    clock("2026-11-22 10:00")
    people = [hire(name, name) for name in ("王芳", "李梅")]
    for at, (recruiter, day) in enumerate(((0, "11-22"), (1, "11-01"), (1, "11-20"), (0, "10-31"))):
        member = shop.member(f"010{at}", f"会员{at}", shop.first)
        assert change(Member, member, recruiter=people[recruiter], joined_on=f"2026-{day}").state == "applied"
    (chart,) = AREA.charts
    drawn = chart.fn(WEEK)
    assert (drawn["x"], drawn["series"][0][1]) == (["李梅", "王芳"], [2, 1])


@pytest.fixture
def lived(shop, clock):
    """Three months of a shop with four members, ending in the week of 16 November 2026."""
    for member in (shop.wang, shop.li):
        change(Member, member, joined_on="2026-01-05")
    clock("2026-08-10 10:00")
    shop.buys(shop.li, 80)  # 98 days before the week's end: dormant by then
    clock("2026-11-16 00:00")
    new = [shop.member(f"010{n}", name, shop.first) for n, name in enumerate(("陈晨", "周舟"))]
    shop.buys(new[0], 300)
    clock("2026-11-18 10:00")
    shop.buys(new[0], "100.50")
    refunded = shop.buys(shop.wang, 200)
    change(Purchase, refunded, refunded=50)
    clock("2026-11-22 23:59")
    shop.budget(200)
    put(RecruitTarget, month="2026-11", store=shop.first, target=15)
    redeem(new[0], gift=shop.cup, qty=2, who=SYSTEM)
    redeem(shop.wang, gift=shop.cup, who=SYSTEM)
    redeem(new[0], gift=shop.cup, who=SYSTEM)
    cancel(redemption().id, who=SYSTEM)
    clock("2026-11-23 00:00")
    shop.buys(shop.wang, 77)  # the next week already
    return shop


def test_every_figure_of_the_week_is_what_counting_by_hand_gives(lived):
    assert figures(WEEK) == {
        "new_members": 2,
        "recruiting_reached": Decimal("57.1"),  # 2 of 15 × 7/30 = 3.5
        "active_members": 2,  # 陈晨 and 王小明
        "dormant_members": 1,  # 李静
        "repeat_rate": Decimal("50.0"),  # 陈晨 twice, 王小明 once
        "member_sales": Decimal("550.50"),  # 300 + 100.50 + 200 - 50
        "average_spend": Decimal("183.50"),  # over three receipts
        "points_earned": 600,  # 300 + 100 + 200
        "points_spent": 300,
        "points_expired": 0,
        "points_outstanding": 330,  # 80 + 600 - 50 - 300
        "points_cost": Decimal("33.00"),  # a point of the cup costs ¥0.10
        "gifts_issued": 3,
        "gifts_cost": Decimal("30.00"),
        "budget_used": Decimal("15.0"),
        "members_served": 2,
        "cost_per_member": Decimal("15.00"),
        "member_calls": 0,
        "member_calls_reached": None,
    }


def test_an_empty_week_has_zeros_and_no_rates(shop):
    values = figures(Week(date(2025, 1, 6)))
    assert {name for name, value in values.items() if value is None} == {
        "recruiting_reached",
        "repeat_rate",
        "average_spend",
        "budget_used",
        "cost_per_member",
        "member_calls_reached",
    }
    assert not any(value for value in values.values() if value is not None)


def test_a_week_runs_from_monday_to_sunday_by_the_clock_of_the_business(shop):
    shop.buys(shop.wang, 10, purchased_at=moment("2026-11-16 00:00"))
    shop.buys(shop.wang, 20, purchased_at=moment("2026-11-22 23:59"))
    shop.buys(shop.wang, 40, purchased_at=moment("2026-11-15 23:59"))
    shop.buys(shop.wang, 80, purchased_at=moment("2026-11-23 00:00"))
    assert figures(WEEK)["member_sales"] == Decimal(30)


def test_points_taken_back_and_given_again_are_counted_once(shop):
    shop.buys(shop.wang, 100)
    redeem(shop.wang, gift=shop.cup, who=SYSTEM)
    week = week_of(date(2026, 11, 23))
    take_back()
    assert figures(week)["points_spent"] == 0
    take_back()
    assert figures(week)["points_spent"] == 100
    assert figures(week)["gifts_issued"] == 1


def test_expired_points_show_in_the_week_of_their_night(shop, clock):
    shop.buys(shop.wang, 100)
    clock("2027-11-24 01:10")
    night(expire_points, date(2027, 11, 24))
    assert figures(week_of(date(2027, 11, 24)))["points_expired"] == 100


def test_the_week_across_the_new_year_is_one_week(shop, clock):
    clock("2027-01-04 10:00")
    for day in ("2026-12-28", "2026-12-31", "2027-01-01", "2027-01-03"):
        shop.buys(shop.wang, 10, purchased_at=moment(f"{day} 12:00"))
    week = week_of(date(2027, 1, 1))
    assert str(week) == "2026-W53"
    assert figures(week)["member_sales"] == Decimal(40)


def test_a_gift_withdrawn_no_longer_prices_the_points(shop):
    shop.buys(shop.wang, 100)
    mug = put(Gift, code="G2", name="茶具", price=100, unit_cost=90)
    receive_gifts(mug, kind="in", qty=1, who=SYSTEM)
    week = week_of(date(2026, 11, 23))
    assert figures(week)["points_cost"] == Decimal("50.00")
    change(Gift, mug, status="off")
    assert figures(week)["points_cost"] == Decimal("10.00")


def test_every_metric_says_in_both_languages_what_it_counts():
    for area in AREAS:
        for metric in area.metrics:
            assert metric.words and metric.words.zh and metric.words.en, metric.name
