"""Scorecards: a month of each seller, worked out by hand, ranked, and seen by oneself and the lead only."""

from datetime import date
from decimal import Decimal

import pytest

from models.key_accounts import GroupOrder, GroupReceipt, KeyAccount, Opportunity, SellerScore, Visit
from models.key_accounts.scorecards import renew_scores
from models.kit import changes
from models.kit.ask.query import Query
from models.stores import CommissionPlan, CommissionResult, SalesTarget
from models.stores.commission import CommissionStep
from tests.conftest import person
from tests.helpers.accounts_office import Office, done
from tests.helpers.shop import SYSTEM, change, delete, last_batch, night, put, said, take_back
from tests.helpers.steps import refused, take


@pytest.fixture
def office(clock, db) -> Office:
    """The office on 23 November 2026 at ten: 顾海 sold 1,500, 罗英 1,000."""
    made = Office()
    for qty, account, who in ((10, made.hospital, made.gu), (5, made.hospital, made.gu), (10, made.school, made.luo)):
        done("group_order_confirm", made.order(account, qty=qty), who)
    put(SalesTarget, month="2026-11", owner=made.staff["顾海"], amount=2000)
    return made


def card(office, name: str, month: str = "2026-11"):
    return SellerScore.rows(SellerScore.owner == office.staff[name], SellerScore.month == month)[0]


def test_a_month_s_orders_money_target_and_place(office):
    first = GroupOrder.rows(order=GroupOrder.id)[0].id
    put(GroupReceipt, order=first, amount=600)
    put(GroupReceipt, order=first, amount=100, method="refund")
    change(GroupOrder, first, due_on="2026-11-01")
    night(renew_scores, date(2026, 11, 23))
    gu, luo = card(office, "顾海"), card(office, "罗英")
    # a tin costs 60 of the 100 it is sold for
    assert (gu.orders, gu.amount, gu.target, gu.reached, gu.margin) == (2, 1500, 2000, 75, 40)
    assert (gu.cash, gu.overdue, gu.rank, luo.rank) == (500, 500, 1, 2)
    assert (luo.amount, luo.target, luo.reached, luo.cash) == (1000, None, None, 0)


def test_a_seller_s_orders_stand_beside_the_target_at_once(office):
    """Of the month, the quarter and nobody else's; what is ordered after counts when it is confirmed, and leaves with its order."""
    gu, luo = office.staff["顾海"], office.staff["罗英"]
    quarter = put(SalesTarget, span="quarter", month="2026-10", owner=gu, amount=4000)
    other = put(SalesTarget, month="2026-11", owner=luo, amount=2000)
    month = SalesTarget.rows(SalesTarget.span == "month", SalesTarget.owner == gu)[0].id

    def stands(id: int) -> tuple:
        return SalesTarget.row(id).actual, SalesTarget.row(id).rate

    assert (stands(month), stands(quarter), stands(other)) == ((1500, 75), (1500, Decimal("37.5")), (1000, 50))
    made = office.order(office.hospital, qty=5)
    assert stands(month) == (1500, 75)
    done("group_order_confirm", made, office.gu)
    assert (stands(month), stands(quarter), stands(other)) == ((2000, 100), (2000, 50), (1000, 50))
    change(GroupOrder, made, owner=luo)
    assert (stands(month), stands(other)) == ((1500, 75), (1500, 75))


def test_accounts_visits_and_opportunities(office):
    office.account("KA3", "老客户", "顾海", became_on="2026-10-01")
    lost = office.account("KA4", "流失", "顾海", became_on="2026-11-02")
    done("key_account_lose", lost, office.gu, lost_reason="换供应商")
    put(Visit, account=office.hospital, purpose="回访", content="好", visited_on="2026-11-20", by=office.staff["顾海"])
    put(Visit, account=office.hospital, purpose="下周", visited_on="2026-11-28", by=office.staff["顾海"])
    values = {"account": office.hospital, "amount": 100, "owner": office.staff["顾海"], "expected_on": "2026-12-01"}
    _, won, gone = (put(Opportunity, title=f"商机{at}", **values) for at in range(3))
    for step in ("offer", "win"):
        done(f"opportunity_{step}", won, office.gu)
    done("opportunity_lose", gone, office.gu, lost_reason="价格")
    night(renew_scores, date(2026, 11, 23))
    gu = card(office, "顾海")
    assert (gu.accounts, gu.new_accounts, gu.visits) == (2, 2, 1)
    assert (gu.won, gu.win_rate) == (1, Decimal(50))


def test_the_button_counts_what_was_entered_since_and_the_night_makes_no_second_card(office):
    night(renew_scores, date(2026, 11, 23))
    night(renew_scores, date(2026, 11, 23))
    count = SellerScore.select().count()
    assert count == len({(row.owner, row.month) for row in SellerScore.rows()})
    done("group_order_confirm", office.order(office.school, qty=20), office.luo)
    assert done("count_score", card(office, "罗英").id, office.tang).startswith("已核算")
    assert (card(office, "罗英").rank, card(office, "顾海").rank) == (1, 2)


def test_a_seller_sees_the_own_card_only(office):
    night(renew_scores, date(2026, 11, 23))
    assert {row["owner"]["id"] for row in Query(SellerScore, office.gu).rows()} == {office.staff["顾海"]}
    assert {row["owner"]["id"] for row in Query(SellerScore, office.tang).rows()} >= {
        office.staff["顾海"],
        office.staff["罗英"],
    }


def test_what_is_cancelled_leaves_a_card_and_money_for_old_orders_counts_after_a_hand_over(office):
    night(renew_scores, date(2026, 11, 23))
    orders = {row.id: row for row in GroupOrder.rows(GroupOrder.owner == office.staff["顾海"], order=GroupOrder.id)}
    change(KeyAccount, office.hospital, owner=office.staff["罗英"])
    delete(SalesTarget, SalesTarget.rows(SalesTarget.owner == office.staff["顾海"])[0].id)
    for id in orders:
        done("group_order_cancel", id, office.tang, reason="不要了")
    night(renew_scores, date(2026, 11, 23))
    gu = card(office, "顾海")
    assert (gu.orders, gu.amount, gu.rank, card(office, "罗英").rank) == (0, 0, 2, 1)


def test_money_for_an_order_of_another_month_is_the_seller_s_whose_accounts_are_another_s_now(office):
    order = office.order(office.hospital, ordered_on="2026-08-03")
    done("group_order_confirm", order, office.gu)
    change(KeyAccount, office.hospital, owner=office.staff["罗英"])
    put(GroupReceipt, order=order, amount=300, received_on="2026-10-20")
    night(renew_scores, date(2026, 11, 23))
    assert card(office, "顾海", "2026-10").cash == 300


# The funnel, and what is paid by it ----------------------------------------------------------------------------------------


def test_the_funnel_of_a_month_says_how_many_came_to_each_stage_and_what_is_under_way(office, clock):
    values = {"account": office.hospital, "amount": 1000, "owner": office.staff["顾海"], "expected_on": "2026-12-20"}
    ids = [put(Opportunity, title=f"商机{at}", **values) for at in range(4)]
    for id, steps in zip(ids, (("need", "offer", "negotiate"), ("offer", "win"), ("need",), ()), strict=True):
        for step in steps:
            done(f"opportunity_{step}", id, office.gu)
    done("opportunity_offer", ids[3], office.gu)
    assert take_back(last_batch()).state == "applied", "an offer that is taken back was none"
    night(renew_scores, date(2026, 11, 23))
    gu = card(office, "顾海")
    assert (gu.opened, gu.needs, gu.offers, gu.talks, gu.won) == (4, 2, 2, 1, 1)
    assert gu.pipeline == 700 + 300 + 100, "by the usual probability of each stage"
    clock("2026-12-07 10:00")
    done("opportunity_win", ids[0], office.gu)
    night(renew_scores, date(2026, 12, 7))
    november, december = card(office, "顾海"), card(office, "顾海", "2026-12")
    assert (november.talks, november.won, november.pipeline) == (1, 1, 1100), "as it stood when the month was over"
    assert (december.opened, december.won, december.pipeline) == (0, 1, 400)


def test_cards_of_before_the_funnel_are_empty_until_the_night_counts_them_and_the_rest_of_them_stays(office, clock):
    values = {"account": office.hospital, "amount": 1000, "owner": office.staff["顾海"], "expected_on": "2026-12-20"}
    done("opportunity_offer", put(Opportunity, title="商机", **values), office.gu)
    put(GroupReceipt, order=GroupOrder.rows(order=GroupOrder.id)[0].id, amount=600)
    night(renew_scores, date(2026, 11, 23))
    clock("2027-03-01 02:50")
    put(GroupReceipt, order=GroupOrder.rows(order=GroupOrder.id)[0].id, amount=1, received_on="2026-11-30")
    funnel = dict.fromkeys(("opened", "needs", "offers", "talks"))
    with changes(who=SYSTEM) as c:
        c.alter(SellerScore, {card(office, "顾海", month).id: funnel for month in ("2026-10", "2026-11")})
    night(renew_scores, date(2027, 3, 1))
    november, october = card(office, "顾海"), card(office, "顾海", "2026-10")
    assert (november.opened, november.offers, november.talks) == (1, 1, 0)
    assert november.cash == 600, "as it was when the month was over"
    assert (october.opened, october.offers) == (None, None), "nothing was on the books then"


@pytest.fixture
def plan(office) -> int:
    """Two per cent of everything from four fifths of the target on."""
    made = put(CommissionPlan, name="大客户提成", paid_to="employee", floor_rate=50)
    put(CommissionStep, plan=made, from_rate=0, percent=2)
    take("commission_plan_release", made)
    return made


def test_sellers_are_paid_by_their_cards_and_by_nothing_typed(office, plan):
    put(GroupReceipt, order=GroupOrder.rows(order=GroupOrder.id)[0].id, amount=600)
    take("take_scores", plan, month="2026-11", source="orders")
    (result,) = CommissionResult.rows()
    assert (result.employee, result.target, result.actual, result.source) == (
        office.staff["顾海"],
        2000,
        1500,
        "orders",
    )
    assert (result.rate, result.amount) == (75, 30)
    assert "取自业绩卡（1500.00 元），不能改写" in said(change(CommissionResult, result.id, actual=9999))
    for less in (1000, 1999.99):
        assert said(change(CommissionResult, result.id, target=less)) == (
            "顾海 的指标取自销售指标（2000.00 元），不能在这里改写；请改销售指标后重新带入或试算"
        )
    assert change(CommissionResult, result.id, adjustment=5, adjusted_why="补差").state == "applied"
    done("group_order_confirm", office.order(office.hospital, qty=5), office.gu)
    assert take("take_scores", plan, month="2026-11", source="orders").startswith("已带入 1 人，应发合计 45")
    assert take("take_scores", plan, month="2026-11", source="cash") == "已带入 1 人，应发合计 5.00 元"
    assert CommissionResult.row(result.id).actual == 600
    put(GroupReceipt, order=GroupOrder.rows(order=GroupOrder.id)[0].id, amount=100)
    night(renew_scores, date(2026, 11, 23))
    who = person("店管", "store_management", 95)
    assert refused("commission_result_approve", result.id, who) == (
        "顾海 2026-11 的业绩卡现在是 700.00 元，带入时是 600.00 元，不能按原来的批准；请重新带入业绩卡后再批准"
    )
    take("take_scores", plan, month="2026-11", source="cash")
    take("commission_result_approve", result.id, who=person("店管", "store_management", 95))
    assert "另有 1 人已批准" in take("take_scores", plan, month="2026-11", source="orders")
    assert CommissionResult.row(result.id).actual == 700


def test_who_has_no_target_is_named_and_a_month_without_any_is_refused(office, plan):
    assert "没有月度指标、没有带入：罗英" in take("take_scores", plan, month="2026-11", source="orders")
    assert refused("take_scores", plan, month="2026-10", source="orders") == "2026-10 没有定了指标的销售，不能算提成"
