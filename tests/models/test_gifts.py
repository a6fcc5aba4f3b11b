"""Gifts: points, stock and budget move together or not at all, within limits, and come back together."""

from dataclasses import replace
from decimal import Decimal

import pytest

from models import house
from models.kit import Refused, changes
from models.kit.ask.links import look
from models.kit.declare.describe import describe_record
from models.kit.write.edits import edit
from models.kit.write.leaving import leaves
from models.members import AREA as MEMBERS
from models.members import (
    Gift,
    GiftBudget,
    GiftMovement,
    Member,
    PointsEntry,
    Purchase,
    Redemption,
    adjust_points,
    cancel,
    issue,
    receive_gifts,
    redeem,
    request_gift,
)
from models.members.points import expire_points
from tests.conftest import person
from tests.helpers.shop import (
    SYSTEM,
    change,
    debt,
    delete,
    last_batch,
    moment,
    night,
    points,
    put,
    redemption,
    refusal,
    said,
    stock,
    take_back,
)


@pytest.fixture
def rich(shop):
    """The shop where 王小明 has 500 points and there is a budget of ¥60 for November."""
    adjust_points(shop.wang, points=500, reason="补分", who=SYSTEM)
    shop.month = shop.budget(60)
    return shop


def figures(shop) -> tuple:
    """(points, stock, used, left) of 王小明, the cup and the month."""
    budget = GiftBudget.row(shop.month)
    return points(shop.wang), stock(shop.cup), int(budget.used), int(budget.left)


def test_redeeming_moves_points_stock_and_budget_together(rich):
    assert redeem(rich.wang, gift=rich.cup, qty=2, who=SYSTEM).zh == "已兑换 保温杯 × 2，用去 200 积分"
    assert figures(rich) == (300, 8, 20, 40)
    row = redemption()
    assert (row.state, row.points, row.cost, row.store, row.no[:10]) == (
        "issued",
        200,
        Decimal(20),
        rich.first,
        "DH20261123",
    )


def test_none_or_fewer_gifts_are_refused_by_the_rule_itself_not_only_by_the_form(rich):
    for act in (redeem, request_gift):
        for qty in (0, -1):
            with pytest.raises(Refused, match="at least 1"):
                act(rich.wang, gift=rich.cup, qty=qty, who=SYSTEM)
    assert figures(rich) == (500, 10, 0, 60)


def test_too_few_points_are_refused_with_how_many_and_nothing_moves(rich):
    assert refusal(redeem, rich.wang, gift=rich.cup, qty=6) == "王小明 的积分不足，还差 100 分"
    assert figures(rich) == (500, 10, 0, 60)
    assert Redemption.select().count() == 0


def test_too_little_stock_is_refused_with_how_many_and_nothing_moves(rich):
    receive_gifts(rich.cup, kind="scrap", qty=7, who=SYSTEM)
    assert refusal(redeem, rich.wang, gift=rich.cup, qty=5) == "保温杯 的库存不足，还差 2 件"
    assert figures(rich) == (500, 3, 0, 60)
    assert Redemption.select().count() == 0


def test_too_small_a_company_budget_is_refused_with_how_much_and_nothing_moves(rich):
    change(GiftBudget, rich.month, amount=45)
    assert refusal(redeem, rich.wang, gift=rich.cup, qty=5) == "2026-11 全公司的礼品预算不足，还差 ¥5.00"
    assert figures(rich) == (500, 10, 0, 45)


def test_a_store_has_its_own_budget_beside_the_company_s(rich):
    rich.budget(15, store=rich.first)
    assert refusal(redeem, rich.wang, gift=rich.cup, qty=2) == "2026-11 锦江一店的礼品预算不足，还差 ¥5.00"
    redeem(rich.wang, gift=rich.cup, qty=2, store=rich.second, who=SYSTEM)
    assert figures(rich) == (300, 8, 20, 40)


def test_without_a_budget_for_the_month_nothing_holds_a_redemption_back(rich, clock):
    clock("2026-12-01 09:00")
    redeem(rich.wang, gift=rich.cup, qty=5, who=SYSTEM)
    assert figures(rich) == (0, 5, 0, 60)


def test_a_budget_counts_what_was_issued_in_its_month_by_the_clock_of_the_business(rich, clock):
    december = rich.budget(100, month="2026-12")
    clock("2026-11-30 23:59")
    redeem(rich.wang, gift=rich.cup, who=SYSTEM)
    clock("2026-12-01 00:00")
    redeem(rich.wang, gift=rich.cup, qty=2, who=SYSTEM)
    assert (GiftBudget.row(rich.month).used, GiftBudget.row(december).used) == (10, 20)


def test_a_budget_shows_how_many_members_were_served_and_what_each_cost(rich):
    adjust_points(rich.li, points=100, reason="补分", who=SYSTEM)
    redeem(rich.wang, gift=rich.cup, qty=2, who=SYSTEM)
    redeem(rich.wang, gift=rich.cup, who=SYSTEM)
    redeem(rich.li, gift=rich.cup, who=SYSTEM)
    budget = GiftBudget.row(rich.month)
    assert (budget.used, budget.left, budget.served, budget.per_member) == (40, 20, 2, 20)


def test_a_budget_entered_late_counts_what_was_issued_before(rich):
    redeem(rich.wang, gift=rich.cup, qty=2, who=SYSTEM)
    late = rich.budget(50, store=rich.first)
    assert GiftBudget.row(late).used == 20
    assert "礼品预算不足，还差 ¥10.00" in said(_new_budget(store=rich.first, month="2026-11", amount=10, late=late))


def _new_budget(late: int, **values):
    delete(GiftBudget, late)
    return edit(GiftBudget, [{"id": None, "set": values}], who=SYSTEM)


def test_a_budget_is_not_lowered_below_what_is_used(rich):
    redeem(rich.wang, gift=rich.cup, qty=2, who=SYSTEM)
    assert "还差 ¥0.01" in said(change(GiftBudget, rich.month, amount="19.99"))
    assert change(GiftBudget, rich.month, amount=20).state == "applied"
    assert figures(rich) == (300, 8, 20, 0)


def test_the_company_has_one_budget_a_month(rich):
    with pytest.raises(AssertionError, match="门店为空的月份“2026-11”已存在"):
        rich.budget(10)


def test_a_request_moves_nothing_until_it_is_issued_and_cancelling_puts_all_back(rich):
    request_gift(rich.wang, gift=rich.cup, qty=3, who=SYSTEM)
    assert figures(rich) == (500, 10, 0, 60)
    issue(redemption().id, who=SYSTEM)
    assert figures(rich) == (200, 7, 30, 30)
    assert "积分、库存和预算都已退回" in cancel(redemption().id, who=SYSTEM).zh
    assert figures(rich) == (500, 10, 0, 60)
    assert redemption().state == "cancelled"


def test_a_request_is_checked_again_when_it_is_issued(rich):
    request_gift(rich.wang, gift=rich.cup, qty=3, who=SYSTEM)
    adjust_points(rich.wang, points=-400, reason="更正", who=SYSTEM)
    assert refusal(issue, redemption().id) == "王小明 的积分不足，还差 200 分"


def left(name: str, id: int, who=SYSTEM, **asks) -> list[tuple[str, bool]]:
    return [(part.text.zh, part.short) for part in leaves(house().actions[name], who, id, asks)]


def test_points_and_stock_stand_in_sight_with_what_is_left_before_a_gift_is_given(rich):
    assert left("redeem", rich.wang) == [("王小明 可用积分 500", False)]
    assert left("redeem", rich.wang, gift=rich.cup, qty="2") == [
        ("王小明 可用积分 500 → 300", False),
        ("保温杯 库存数量 10 → 8", False),
    ]
    assert left("redeem", rich.wang, gift=rich.cup, qty=11) == [
        ("王小明 可用积分 500，还差 600", True),
        ("保温杯 库存数量 10，还差 1", True),
    ]
    assert left("redeem", rich.wang, gift="x", qty="一") == [("王小明 可用积分 500", False)]
    assert left("adjust_points", rich.wang, points=-200) == [("王小明 可用积分 500 → 300", False)]
    assert left("receive_gifts", rich.cup, kind="scrap", qty=3) == [("保温杯 库存数量 10 → 7", False)]
    assert figures(rich) == (500, 10, 0, 60), "asking moves nothing"


def test_a_request_is_handed_out_after_the_same_is_said(rich):
    request_gift(rich.wang, gift=rich.cup, qty=2, who=SYSTEM)
    assert left("issue", redemption().id) == [("王小明 可用积分 500 → 300", False), ("保温杯 库存数量 10 → 8", False)]
    assert not house().actions["issue"].at_once


def test_what_is_left_is_told_to_whoever_may_do_it_of_what_he_sees(rich):
    manager = person("Chen", "store_manager", 103, store_id=rich.first)
    assert left("redeem", rich.wang, person("Bo", "viewer", 102), gift=rich.cup, qty=1) == []
    assert left("redeem", rich.wang, replace(manager, store_id=rich.second), gift=rich.cup, qty=1) == []
    assert len(left("redeem", rich.wang, manager, gift=rich.cup, qty=1)) == 2


def test_a_request_is_cancelled_without_moving_anything(rich):
    request_gift(rich.wang, gift=rich.cup, who=SYSTEM)
    cancel(redemption().id, who=SYSTEM)
    assert figures(rich) == (500, 10, 0, 60)
    assert PointsEntry.select().count() == 1


def test_what_is_issued_or_cancelled_is_not_issued_or_cancelled_again(rich):
    redeem(rich.wang, gift=rich.cup, who=SYSTEM)
    row = redemption().id
    assert refusal(issue, row) == "这张兑换单的状态是“已发放”，不能发放"
    cancel(row, who=SYSTEM)
    assert refusal(cancel, row) == "这张兑换单的状态是“取消”，不能取消"
    assert refusal(issue, row) == "这张兑换单的状态是“取消”，不能发放"


def test_points_given_back_return_to_the_lots_they_came_from(rich, clock):
    clock("2026-12-01 10:00")
    adjust_points(rich.wang, points=50, reason="补分", who=SYSTEM)
    redeem(rich.wang, gift=rich.cup, qty=5, who=SYSTEM)
    cancel(redemption().id, who=SYSTEM)
    clock("2027-11-24 01:10")
    night(expire_points, moment("2027-11-24 01:10").date())
    assert points(rich.wang) == 550
    night(expire_points, moment("2027-11-25 01:10").date())
    assert points(rich.wang) == 50


def test_points_given_back_to_someone_who_owes_meet_the_debt_first(shop):
    receipt = shop.buys(shop.wang, 150)
    redeem(shop.wang, gift=shop.cup, who=SYSTEM)
    change(Purchase, receipt, refunded=120)
    assert (points(shop.wang), debt(shop.wang)) == (0, 70)
    cancel(redemption().id, who=SYSTEM)
    assert (points(shop.wang), debt(shop.wang)) == (30, 0)


def test_undo_of_a_redemption_puts_all_three_back_and_undo_of_that_takes_them_again(rich):
    redeem(rich.wang, gift=rich.cup, qty=2, who=SYSTEM)
    assert take_back().state == "applied"
    assert figures(rich) == (500, 10, 0, 60)
    assert redemption().state == "cancelled"
    assert take_back().state == "applied"
    assert figures(rich) == (300, 8, 20, 40)
    assert redemption().state == "issued"


def test_undo_of_a_cancellation_takes_points_stock_and_budget_again(rich):
    redeem(rich.wang, gift=rich.cup, qty=2, who=SYSTEM)
    cancel(redemption().id, who=SYSTEM)
    assert take_back().state == "applied"
    assert figures(rich) == (300, 8, 20, 40)
    cancel(redemption().id, who=SYSTEM)
    assert figures(rich) == (500, 10, 0, 60)


def test_undo_of_a_cancellation_is_refused_when_the_points_were_spent_since(rich):
    redeem(rich.wang, gift=rich.cup, qty=5, who=SYSTEM)
    cancel(redemption().id, who=SYSTEM)
    batch = last_batch()
    redeem(rich.wang, gift=rich.cup, qty=1, who=SYSTEM)
    assert said(take_back(batch)) == "这批积分已有 100 分被使用，不能撤回"
    assert figures(rich) == (400, 9, 10, 50)


def test_a_withdrawn_gift_a_future_one_and_an_ended_one_are_refused_with_the_reason(rich):
    for values, why in (
        ({"status": "off"}, "保温杯现在不能兑换（已下架）"),
        ({"status": "on", "starts_on": "2026-11-24"}, "保温杯现在不能兑换（2026-11-24 起可兑换）"),
        ({"starts_on": None, "ends_on": "2026-11-22"}, "保温杯现在不能兑换（已于 2026-11-22 截止）"),
    ):
        change(Gift, rich.cup, **values)
        assert refusal(redeem, rich.wang, gift=rich.cup) == why
    change(Gift, rich.cup, starts_on="2026-11-23", ends_on="2026-11-23")
    redeem(rich.wang, gift=rich.cup, who=SYSTEM)


@pytest.mark.parametrize(
    ("period", "words", "again"),
    [("day", "每天", "2026-11-24 00:00"), ("month", "每月", "2026-12-01 00:00"), ("year", "每年", "2027-01-01 00:00")],
)
def test_a_limit_per_member_holds_for_its_period_and_no_longer(rich, clock, period, words, again):
    change(Gift, rich.cup, limit=2, limit_period=period)
    redeem(rich.wang, gift=rich.cup, who=SYSTEM)
    assert refusal(redeem, rich.wang, gift=rich.cup, qty=2) == f"保温杯{words}限兑 2 件，已兑 1 件"
    redeem(rich.wang, gift=rich.cup, who=SYSTEM)
    clock(again)
    redeem(rich.wang, gift=rich.cup, qty=2, who=SYSTEM)


def test_a_limit_without_a_period_holds_for_ever_and_a_cancelled_gift_does_not_count(rich, clock):
    change(Gift, rich.cup, limit=1)
    redeem(rich.wang, gift=rich.cup, who=SYSTEM)
    clock("2027-10-01 10:00")
    assert refusal(redeem, rich.wang, gift=rich.cup) == "保温杯总共限兑 1 件，已兑 1 件"
    cancel(redemption().id, who=SYSTEM)
    redeem(rich.wang, gift=rich.cup, who=SYSTEM)


def test_a_request_that_waits_counts_towards_the_limit(rich):
    change(Gift, rich.cup, limit=1)
    request_gift(rich.wang, gift=rich.cup, who=SYSTEM)
    assert "已兑 1 件" in refusal(redeem, rich.wang, gift=rich.cup)


def test_frozen_members_and_those_who_left_get_nothing(rich):
    request_gift(rich.wang, gift=rich.cup, who=SYSTEM)
    for status, words in (("frozen", "冻结"), ("left", "退会")):
        change(Member, rich.wang, status=status)
        assert refusal(redeem, rich.wang, gift=rich.cup) == f"会员状态为“{words}”，不能兑换"
        assert refusal(issue, redemption().id) == f"会员状态为“{words}”，不能兑换"
    change(Member, rich.wang, status="dormant")
    issue(redemption().id, who=SYSTEM)


def test_past_redemptions_of_a_workbook_move_nothing_and_cannot_be_cancelled(rich):
    with changes(who=SYSTEM, via="import") as c:
        old = c.create(Redemption, no="OLD1", member=rich.wang, gift=rich.cup, qty=3, past=True, state="issued")
    assert figures(rich) == (500, 10, 0, 60)
    row = Redemption.row(old.id)
    assert (row.points, row.cost) == (300, Decimal(30))
    assert "没有动过积分和库存" in refusal(cancel, old.id)
    assert take_back().state == "applied"
    assert Redemption.select().count() == 0


def test_a_workbook_does_not_turn_a_redemption_of_today_into_a_past_one(rich):
    redeem(rich.wang, gift=rich.cup, who=SYSTEM)
    with pytest.raises(Refused, match="can't overwrite it"), changes(who=SYSTEM, via="import") as c:
        c.update(Redemption, redemption().id, past=True)


def test_what_was_handed_out_is_not_edited_and_a_request_is_priced_anew(rich):
    redeem(rich.wang, gift=rich.cup, who=SYSTEM)
    assert "请取消后重新兑换" in said(change(Redemption, redemption().id, qty=5))
    assert "请取消后重新兑换" in said(change(Redemption, redemption().id, member=rich.li))
    assert change(Redemption, redemption().id, note="已签收").state == "applied"
    request_gift(rich.wang, gift=rich.cup, who=SYSTEM)
    change(Redemption, redemption().id, qty=4)
    assert redemption().points == 400


def test_moving_an_issued_redemption_to_another_store_moves_the_stores_budgets(rich):
    first, second = rich.budget(50, store=rich.first), rich.budget(50, store=rich.second)
    redeem(rich.wang, gift=rich.cup, who=SYSTEM)
    change(Redemption, redemption().id, store=rich.second)
    assert (GiftBudget.row(first).used, GiftBudget.row(second).used) == (0, 10)


def test_none_of_a_gift_is_not_redeemed(rich):
    for qty in (0, -1):
        assert refusal(redeem, rich.wang, gift=rich.cup, qty=qty) == "数量至少为 1"
    assert stock(rich.cup) == 10


def test_gifts_come_in_are_written_off_and_counted(rich):
    assert receive_gifts(rich.cup, kind="in", qty=5, who=SYSTEM).zh == "保温杯 现有库存 15"
    receive_gifts(rich.cup, kind="scrap", qty=3, reason="破损", who=SYSTEM)
    receive_gifts(rich.cup, kind="count", qty=-2, who=SYSTEM)
    assert stock(rich.cup) == 10
    assert refusal(receive_gifts, rich.cup, kind="scrap", qty=11) == "保温杯 的库存不足，还差 1 件"
    for kind in ("in", "scrap"):
        assert refusal(receive_gifts, rich.cup, kind=kind, qty=-1) == "数量至少为 1"
    assert "系统记账" in said(delete(GiftMovement, 1))


def test_stock_of_a_workbook_becomes_a_movement_of_kind_opening(rich):
    with changes(who=SYSTEM, via="import") as c:
        row = c.create(Gift, code="G9", name="毛巾", price=50)
        Gift.stock.opening(c, [(row, 40)])
    assert stock(row.id) == 40
    assert GiftMovement.rows()[-1].kind == "opening"


def test_a_gift_with_a_history_is_not_deleted(rich):
    redeem(rich.wang, gift=rich.cup, who=SYSTEM)
    assert said(delete(Gift, rich.cup)) == "不能删除：还有 1 条礼品兑换与它相连"


def test_a_service_gift_costs_no_points_but_stock_and_budget(rich):
    bag = put(Gift, code="G2", name="礼袋", kind="service", price=0, unit_cost=2)
    receive_gifts(bag, kind="in", qty=1, who=SYSTEM)
    redeem(rich.li, gift=bag, who=SYSTEM)
    assert (points(rich.li), stock(bag), GiftBudget.row(rich.month).used) == (0, 0, 2)


def test_a_redemption_offers_what_is_there_with_its_price_and_stock_from_the_own_store(rich):
    put(Gift, code="G2", name="毛巾", price=50)
    off = put(Gift, code="G3", name="礼篮", price=80, status="off")
    receive_gifts(off, kind="in", qty=3, who=SYSTEM)
    asked = house().actions["redeem"].asks
    offers = look(Gift, SYSTEM, "", item=asked["gift"])
    assert [offer["text"] for offer in offers] == ["保温杯"]
    assert offers[0]["hint"].endswith("兑换积分 100 · 库存数量 10")
    assert len(look(Gift, SYSTEM, "")) == 3
    manager = replace(person("Chen", "store_manager", 103), store_id=rich.first)
    assert [offer["text"] for offer in look(Gift, manager, "", item=asked["gift"])] == ["保温杯"]
    action = next(
        action for action in describe_record(Member, MEMBERS.actions, manager)["actions"] if action["name"] == "redeem"
    )
    questions = {question["name"]: question for question in action["asks"]}
    assert questions["store"]["default"]["id"] == rich.first and questions["qty"]["default"] == 1
    assert action["leaves"]


def test_a_card_is_merged_into_one_that_is_in_use(rich):
    left = put(Member, card_no="L1", name="王小明")
    into = house().actions["merge"].asks["into"]
    assert left in [offer["id"] for offer in look(Member, SYSTEM, "", item=into)]
    change(Member, left, status="left")
    assert left not in [offer["id"] for offer in look(Member, SYSTEM, "", item=into)]
