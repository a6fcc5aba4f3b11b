"""The year's plan of member work: what each month is to bring and may cost, with what came of it beside; approved, it stands."""

from decimal import Decimal

import pytest

from models.kit import changes
from models.kit.clock import today
from models.members import Member, Purchase
from models.service import MemberActivity, MemberPlan
from models.service.plan import renew_plans
from tests.conftest import person
from tests.helpers.shop import SYSTEM, change, delete, put, said
from tests.helpers.steps import refused, take


@pytest.fixture
def november(clock, stores):
    """24 November 2026: two joined this month and one before, 300 were bought, 50 of them went back; a lecture cost 200."""
    clock("2026-11-24 10:00")
    first = next(iter(stores.values()))
    people = [
        put(Member, card_no=f"C{at}", name="会员", home_store=first, joined_on=day)
        for at, day in enumerate(("2026-10-31", "2026-11-01", "2026-11-24"))
    ]
    for at, (day, amount, back) in enumerate((("2026-11-01", 100, 0), ("2026-11-23", 200, 50), ("2026-10-31", 999, 0))):
        values = {"receipt_no": f"R{at}", "member": people[0], "store": first, "purchased_at": f"{day} 09:00"}
        put(Purchase, **values, amount=amount, refunded=back)
    for code, day, state, cost in (
        ("A1", "2026-11-10", "held", 200),
        ("A2", "2026-11-30", "open", None),
        ("A3", "2026-10-10", "held", 70),
    ):
        id = put(MemberActivity, code=code, name="讲座", starts_at=f"{day} 14:00", cost=cost)
        with changes(who=SYSTEM) as c, c.settled():
            c.update(MemberActivity, id, state=state)
    targets = {"new_target": 4, "sales_target": 1000, "activities_target": 2, "budget": 800}
    return put(MemberPlan, month="2026-11", theme="感恩季", activities="10 日讲座", **targets)


def test_a_month_s_actual_figures_stand_beside_its_targets(november):
    """2 of 4, 250 of 1,000, 200 of 800."""
    assert take("count_plan", november) == "已更新 2026-11 的实际数"
    row = MemberPlan.row(november)
    assert (row.new_actual, row.sales_actual, row.active_actual, row.held, row.spent) == (2, 250, 1, 1, 200)
    assert (row.new_rate, row.sales_rate, row.budget_used) == (50, 25, 25)
    change(MemberPlan, november, sales_target=300)
    assert MemberPlan.row(november).sales_rate == Decimal("83.33")


def test_the_running_month_and_the_last_are_counted_each_night(november, clock):
    december = put(MemberPlan, month="2026-12")
    clock("2026-12-01 02:15")
    with changes(who=SYSTEM) as c:
        assert renew_plans(c, today()).zh == "更新 2 个月的会员计划实际数"
    assert (MemberPlan.row(november).new_actual, MemberPlan.row(december).new_actual) == (2, 0)


def test_a_month_to_come_has_no_actual_figures(november):
    assert refused("count_plan", put(MemberPlan, month="2027-01")) == "2027-01 还没到，还没有实际数"


def test_what_is_approved_stands_and_is_not_approved_by_whom_it_is_of(november):
    boss = person("Boss", "operations_manager", 8)
    take("member_plan_approve", november, who=boss)
    why = "2026-11 的计划已批准，改计划要先退回修订"
    assert said(change(MemberPlan, november, budget=900)) == why
    assert said(delete(MemberPlan, november)) == why
    assert change(MemberPlan, november, note="完成").state == "applied"
    take("count_plan", november)
    take("member_plan_revise", november, who=boss, reason="追加预算")
    assert change(MemberPlan, november, budget=900).state == "applied"
