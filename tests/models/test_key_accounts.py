"""Key accounts: visited in time, sold to within policy, margin and credit."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from exports.incoming.importing import run
from models.key_accounts import (
    AccountSuggestion,
    Bundle,
    BundleLine,
    GroupOrder,
    GroupOrderLine,
    GroupReceipt,
    KeyAccount,
    Opportunity,
    Visit,
    refresh_accounts,
    review_levels,
    suggest_accounts,
)
from models.key_accounts.accounts import VISIT_DAYS
from models.kit import changes
from models.kit.clock import today
from models.kit.declare.params import Parameter
from models.kit.write.edits import edit
from models.kit.write.notices import Notice
from models.logistics import Stock, StockMovement, Warehouse
from models.members import Member, Purchase
from models.organization import Employee, Product, Store
from models.quality import Recall
from models.trace import trace
from tests.exports.test_samples import sample
from tests.helpers.accounts_office import Office, done, refused
from tests.helpers.shop import SYSTEM, broken, change, delete, moment, night, put, said, take_back


@pytest.fixture
def office(clock, db) -> Office:
    """The office on 23 November 2026 at ten."""
    yield Office()
    assert broken() == []


# Visits and stages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "day"), [("A", date(2026, 12, 4)), ("B", date(2026, 12, 20)), ("C", date(2027, 2, 18))]
)
def test_the_level_says_when_the_next_visit_is_due(office, level, day):
    done("set_level", office.hospital, office.tang, level=level, reason="重点")
    put(Visit, account=office.hospital, purpose="回访", content="见到主任", visited_on="2026-11-20")
    row = KeyAccount.row(office.hospital)
    assert (row.last_visit_on, row.next_visit_on) == (date(2026, 11, 20), day)


def test_the_cadence_is_a_business_parameter(office):
    put(Visit, account=office.hospital, purpose="回访", content="好", visited_on="2026-11-20")
    with changes(who=SYSTEM) as c:
        param = VISIT_DAYS["C"]
        c.update(Parameter, Parameter.get(Parameter.code == param.name).id, value=Decimal(10))
    put(Visit, account=office.hospital, purpose="回访", content="好", visited_on="2026-11-21")
    assert KeyAccount.row(office.hospital).next_visit_on == date(2026, 12, 1)


def test_a_day_agreed_on_comes_before_the_cadence_but_never_after_it(office):
    visit = put(
        Visit, account=office.hospital, purpose="回访", content="好", visited_on="2026-11-20", next_on="2026-12-01"
    )
    assert KeyAccount.row(office.hospital).next_visit_on == date(2026, 12, 1)
    change(Visit, visit, next_on="2027-12-01")
    assert KeyAccount.row(office.hospital).next_visit_on == date(2027, 2, 18)
    assert delete(Visit, visit).state == "applied"
    row = KeyAccount.row(office.hospital)
    assert (row.last_visit_on, row.next_visit_on) == (None, date(2027, 2, 21))


def test_nobody_is_sent_to_an_account_that_is_lost(office):
    done("key_account_lose", office.hospital, office.gu, lost_reason="换了供应商")
    row = KeyAccount.row(office.hospital)
    assert (row.stage, row.lost_reason, row.next_visit_on) == ("lost", "换了供应商", None)
    done("key_account_reopen", office.hospital, office.gu, reason="对方来电")
    assert KeyAccount.row(office.hospital).next_visit_on == date(2027, 2, 21)


def test_a_planned_visit_is_done_with_its_content_and_result_and_not_before_its_day(office):
    visit = put(Visit, account=office.hospital, purpose="签约", visited_on="2026-11-30")
    assert KeyAccount.row(office.hospital).last_visit_on is None
    assert "还没到" in refused("visit_do", visit, office.gu, content="谈", result="成", visited_on="2026-11-30")
    assert "不能为空" in refused("visit_do", visit, office.gu, content="谈")
    done("visit_do", visit, office.gu, content="谈", result="成", next_on="2026-12-05")
    row = KeyAccount.row(office.hospital)
    assert (row.last_visit_on, row.next_visit_on) == (date(2026, 11, 23), date(2026, 12, 5))


def test_a_visit_put_off_is_planned_anew_for_a_later_day(office):
    visit = put(Visit, account=office.hospital, purpose="签约", visited_on="2026-11-24", by=office.staff["顾海"])
    assert "晚于今天" in refused("visit_move", visit, office.gu, new_day="2026-11-23", reason="出差")
    assert done("visit_move", visit, office.gu, new_day="2026-12-01", reason="出差") == "已改到 2026-12-01"
    assert [(row.state, str(row.visited_on), row.purpose) for row in Visit.rows()] == [
        ("moved", "2026-11-24", "签约"),
        ("planned", "2026-12-01", "签约"),
    ]


def test_an_account_is_won_only_with_somebody_to_call(office):
    bare = put(KeyAccount, name="空客户", owner=office.staff["顾海"])
    done("key_account_negotiate", bare, office.gu)
    assert "联系人、联系电话" in refused("key_account_win", bare, office.gu)
    assert said(change(KeyAccount, bare, stage="won"))


# Opportunities, bundles and policies -------------------------------------------------------------------------------------


def test_an_opportunity_takes_the_probability_of_its_stage_and_is_weighted_by_it(office):
    row = put(Opportunity, account=office.hospital, title="年货", amount=10000, expected_on="2026-12-31")
    assert Opportunity.row(row).weighted == 1000
    done("opportunity_offer", row, office.gu)
    assert (Opportunity.row(row).probability, Opportunity.row(row).weighted) == (50, 5000)
    change(Opportunity, row, probability=80)
    assert Opportunity.row(row).weighted == 8000
    change(Opportunity, row, probability=None)  # emptied it is the usual one of its stage again
    assert (Opportunity.row(row).probability, Opportunity.row(row).weighted) == (50, 5000)
    done("opportunity_lose", row, office.gu, lost_reason="价格", competitor="某康")
    assert (Opportunity.row(row).weighted, Opportunity.row(row).lost_reason) == (0, "价格")


def test_an_opportunity_that_stays_too_long_in_a_stage_stalls(office, clock):
    row = put(Opportunity, account=office.hospital, title="年货", amount=10000)
    clock("2026-12-24 03:00")
    night(refresh_accounts, date(2026, 12, 24))
    assert Opportunity.row(row).stalled
    done("opportunity_need", row, office.gu)
    assert not Opportunity.row(row).stalled


def test_a_bundle_knows_what_its_products_would_cost_and_its_margin(office):
    bundle = put(Bundle, code="B1", name="中秋礼盒", price=180)
    line = put(BundleLine, bundle=bundle, product=office.powder, qty=2)
    row = Bundle.row(bundle)
    assert (row.list_total, row.cost_total, row.margin) == (200, 120, Decimal("33.3"))
    assert delete(BundleLine, line).state == "applied"
    assert Bundle.row(bundle).list_total == 0


# Orders ------------------------------------------------------------------------------------------------------------------


def test_an_order_s_amount_discount_and_margin_follow_from_its_lines(office):
    order = office.order(qty=10, price=90, gift_cost=20, freight_cost=30, discount=50)
    row = GroupOrder.row(order)
    assert (row.listed, row.amount, row.rate, row.cost) == (1000, 850, 15, 600)
    assert row.margin == Decimal("23.5")  # (850 − 600 − 20 − 30) ÷ 850
    assert (row.no[:10], str(row.due_on), row.owner) == ("TG20261123", "2026-12-23", office.staff["顾海"])
    line = GroupOrderLine.get(GroupOrderLine.order == order).id
    named = GroupOrderLine.row(line).item
    change(GroupOrderLine, line, price=None, item=None)  # emptied they are the usual ones again
    assert (GroupOrderLine.row(line).price, GroupOrderLine.row(line).item) == (100, named)
    change(GroupOrderLine, line, price=90)
    change(GroupOrderLine, line, qty=20)
    assert GroupOrder.row(order).amount == 1750
    assert said(change(GroupOrder, order, amount=1))


def test_a_bundle_line_is_sold_at_the_bundle_s_price_and_held_against_its_list_prices(office):
    bundle = put(Bundle, code="B1", name="中秋礼盒", price=180)
    put(BundleLine, bundle=bundle, product=office.powder, qty=2)
    order = put(GroupOrder, account=office.hospital)
    put(GroupOrderLine, order=order, bundle=bundle, qty=5)
    row = GroupOrder.row(order)
    assert (row.listed, row.amount, row.rate) == (1000, 900, 10)
    both = edit(
        GroupOrderLine, [{"id": None, "set": {"order": order, "bundle": bundle, "product": office.powder}}], who=SYSTEM
    )
    assert said(both) == "一行只填一个商品或一个组合"


def test_a_seller_confirms_within_the_policy_alone_and_beyond_it_not(office):
    office.policy(10, kind="institution", from_qty=10)
    within, beyond, few = office.order(price=90), office.order(price=89), office.order(qty=9, price=90)
    done("group_order_confirm", within, office.gu)
    assert refused("group_order_confirm", beyond, office.gu) == "让利 11% 超出政策允许的 10%；请提交主管审批"
    assert "超出政策允许的 0%" in refused("group_order_confirm", few, office.gu)
    assert "超出政策允许的 0%" in refused("group_order_confirm", office.order(office.school, price=90), office.luo)


def test_a_policy_that_is_not_in_force_or_not_begun_allows_nothing(office):
    office.policy(20, starts_on="2026-12-01")
    office.policy(25, starts_on="2026-01-01", ends_on="2026-11-22")
    assert "允许的 0%" in refused("group_order_confirm", office.order(price=90), office.gu)


def test_a_margin_too_thin_needs_approval_even_within_the_policy(office):
    office.policy(40)
    assert refused("group_order_confirm", office.order(price=65), office.gu) == "毛利率 7.7% 低于 15%；请提交主管审批"


def test_beyond_the_terms_the_manager_approves_with_a_reason_and_never_the_owner_s_own(office):
    order = office.order(price=80)
    assert "超出政策" in done("group_order_submit", order, office.gu, reason="年度大单")
    assert GroupOrder.row(order).beyond == "让利 20% 超出政策允许的 0%"
    assert {notice.role for notice in Notice.select()} == {"key_accounts", "operations_manager"}
    assert "你的角色不能" in refused("group_order_approve", order, office.gu, reason="自己批")
    owner_leads = replace(office.tang, employee_id=office.staff["顾海"])
    assert "另一个人" in refused("group_order_approve", order, owner_leads, reason="自己批")
    assert "不能为空" in refused("group_order_approve", order, office.tang)
    done("group_order_approve", order, office.tang, reason="带动全年")
    assert GroupOrder.row(order).state == "confirmed"


def test_an_order_within_the_terms_is_not_sent_for_approval(office):
    assert "直接确认即可" in refused("group_order_submit", office.order(), office.gu, reason="保险起见")
    empty = put(GroupOrder, account=office.hospital)
    assert refused("group_order_confirm", empty, office.gu) == "订单还没有明细"


def test_a_new_order_over_the_credit_limit_is_blocked_and_the_manager_may_override(office):
    change(KeyAccount, office.hospital, credit_limit=1500)
    done("group_order_confirm", office.order(), office.gu)
    order = office.order()
    assert (
        refused("group_order_confirm", order, office.gu)
        == "未结货款加本单共 ¥2,000.00，超出信用额度 ¥1,500.00；请提交主管审批"
    )
    done("group_order_submit", order, office.gu, reason="月底回款")
    done("group_order_approve", order, office.tang, reason="老客户")
    assert KeyAccount.row(office.hospital).receivable == 2000


def test_a_new_order_is_blocked_while_an_old_one_is_long_overdue(office, clock):
    old = office.order(ordered_on="2026-10-01", due_on="2026-11-08")
    done("group_order_confirm", old, office.gu)
    done("group_order_confirm", office.order(), office.gu)
    clock("2026-11-24 10:00")
    assert "已逾期 16 天；请提交主管审批" in refused("group_order_confirm", office.order(), office.gu)


def stocked(office, batch: str = "A1", qty: int = 10, made: str = "2026-10-01", house: str = "总仓") -> None:
    there = Warehouse.get_or_none(Warehouse.name == house)
    place = there.id if there else put(Warehouse, code=house, name=house)
    put(
        StockMovement,
        kind="purchase_in",
        product=office.powder,
        warehouse=place,
        batch_no=batch,
        qty=qty,
        produced_on=made,
        expires_on=f"2028{made[4:]}",
    )


def test_delivering_takes_the_first_batches_out_of_the_warehouses_and_the_batch_finds_its_customer(office):
    stocked(office, "NEW", 20, "2026-11-01")
    stocked(office, "OLD", 4, "2026-08-01", house="分仓")
    order = office.order(qty=10)
    done("group_order_confirm", order, office.gu)
    late = refused("group_order_deliver", order, office.gu, delivered_on=today() + timedelta(days=1))
    assert "还没到，不能登记为已交付" in late
    answer = done("group_order_deliver", order, office.gu)
    assert "蛋白粉 OLD × 4；蛋白粉 NEW × 6" in answer
    lines = StockMovement.rows(StockMovement.kind == "sale_out")
    assert {(line.batch_no, line.qty, line.reference, line.reason) for line in lines} == {
        ("OLD", -4, GroupOrder.row(order).no, "团购：市第四人民医院"),
        ("NEW", -6, GroupOrder.row(order).no, "团购：市第四人民医院"),
    }
    sold = next(hit for hit in trace(office.powder, "OLD", SYSTEM).hits if hit.part.name == "sold")
    assert [(row["reference"], row["reason"]) for row in sold.rows] == [
        (GroupOrder.row(order).no, "团购：市第四人民医院")
    ]
    assert take_back().state == "applied"
    assert (GroupOrder.row(order).state, sum(row.qty for row in Stock.rows())) == ("confirmed", 24)


def test_what_is_short_or_held_is_not_delivered_and_how_much_is_missing_is_said(office):
    order = office.order(qty=100)
    done("group_order_confirm", order, office.gu)
    assert refused("group_order_deliver", order, office.gu) == "蛋白粉 要出库 100，可出库的只有 0，还差 100"
    stocked(office, "B1", 38)
    put(Recall, product=office.powder, batches=["B1"], cause="铅超标")
    assert refused("group_order_deliver", order, office.gu) == (
        "蛋白粉 要出库 100，可出库的只有 0，还差 100（另有 38 已停售，不能出库）"
    )
    assert GroupOrder.row(order).state == "confirmed"


def test_a_recall_reaches_the_customer_by_the_order_and_tells_who_looks_after_it(office):
    stocked(office, "B1", 20)
    order, other = office.order(qty=5), office.order(qty=5)
    for id in (order, other):
        done("group_order_confirm", id, office.gu)
    done("group_order_deliver", order, office.gu)
    put(Recall, product=office.powder, batches=["B0", "B1"], cause="铅超标")
    (notice,) = [notice for notice in Notice.select() if notice.record == "group_order" and "召回" in notice.text_zh]
    assert (notice.row_id, notice.employee_id, notice.urgent) == (order, GroupOrder.row(order).owner, True)
    assert "您的客户 市第四人民医院 收过这批货" in notice.text_zh
    hit = next(hit for hit in trace(office.powder, "B1", SYSTEM).hits if hit.part.name == "accounts")
    assert [(row["account"]["text"], row["no"]) for row in hit.rows] == [("市第四人民医院", GroupOrder.row(order).no)]


def test_what_is_near_its_end_is_delivered_with_a_reason_and_what_is_too_near_not_at_all(office):
    order = office.order(qty=5)
    done("group_order_confirm", order, office.gu)
    house = put(Warehouse, code="W1", name="总仓")
    line = {"kind": "opening", "product": office.powder, "warehouse": house, "produced_on": "2026-01-01"}
    put(StockMovement, **line, batch_no="H112", qty=5, expires_on="2026-12-10")
    put(StockMovement, **line, batch_no="H105", qty=9, expires_on="2026-11-28")
    assert "批次 H112 已临期，只剩 17 天" in refused("group_order_deliver", order, office.gu)
    done("group_order_deliver", order, office.gu, batch_reason="院方同意临期优惠")
    (sold,) = StockMovement.rows(StockMovement.kind == "sale_out")
    assert (sold.batch_no, sold.batch_reason) == ("H112", "院方同意临期优惠")
    more = office.order(qty=1)
    done("group_order_confirm", more, office.gu)
    assert "另有 9 剩余天数太少，不能发给顾客" in refused("group_order_deliver", more, office.gu, batch_reason="x")


def test_an_order_of_goods_without_a_cost_is_taken_back_whole(office):
    free = put(Product, sku="P0", name="样品")
    order = put(GroupOrder, account=office.hospital)
    put(GroupOrderLine, order=order, product=free, qty=3)
    assert take_back().state == "applied" and GroupOrderLine.select().count() == 0


def test_a_bundle_takes_what_is_in_it(office):
    box = put(Bundle, code="B1", name="礼盒", price=200)
    put(BundleLine, bundle=box, product=office.powder, qty=2)
    order = put(GroupOrder, account=office.hospital)
    put(GroupOrderLine, order=order, bundle=box, qty=3)
    done("group_order_confirm", order, office.gu)
    stocked(office, qty=10)
    done("group_order_deliver", order, office.gu)
    assert Stock.rows()[0].qty == 4


def test_a_price_above_the_list_is_said_and_needs_approval_and_hides_no_discount(office):
    order = office.order(qty=1, price=250)
    assert GroupOrder.row(order).rate == 0
    assert refused("group_order_confirm", order, office.gu) == (
        "蛋白粉 成交价 ¥250.00 高于零售价 ¥100.00（+150%）；请提交主管审批"
    )
    put(GroupOrderLine, order=order, product=office.powder, qty=1, price=10)
    assert GroupOrder.row(order).rate == 45
    assert "让利 45% 超出" in refused("group_order_confirm", order, office.gu)


def test_money_received_settles_an_order_and_frees_the_credit(office):
    order = office.order()
    done("group_order_confirm", order, office.gu)
    stocked(office, qty=10)
    done("group_order_deliver", order, office.gu)
    put(GroupReceipt, order=order, amount=400)
    assert refused("group_order_settle", order, office.gu) == "还有 ¥600.00 没有收到，不能结清"
    too_much = edit(GroupReceipt, [{"id": None, "set": {"order": order, "amount": 601}}], who=SYSTEM)
    assert said(too_much) == "回款合计 ¥1,001.00 超过订单金额 ¥1,000.00"
    put(GroupReceipt, order=order, amount=600)
    done("group_order_settle", order, office.gu)
    row = KeyAccount.row(office.hospital)
    assert (row.receivable, row.sales_12m, row.last_order_on) == (0, 1000, date(2026, 11, 23))
    back = edit(GroupReceipt, [{"id": None, "set": {"order": order, "amount": 1001, "method": "refund"}}], who=SYSTEM)
    assert "不能小于 0" in said(back)


def test_a_deposit_may_come_before_the_order_is_confirmed_but_not_after_it_is_cancelled(office):
    order = office.order()
    put(GroupReceipt, order=order, amount=200)
    assert GroupOrder.row(order).unpaid == 800
    done("group_order_cancel", order, office.gu, reason="客户取消")
    answer = edit(GroupReceipt, [{"id": None, "set": {"order": order, "amount": 100}}], who=SYSTEM)
    assert said(answer) == "订单已取消，不能登记回款"


def test_what_is_confirmed_no_longer_changes(office):
    order = office.order()
    line = GroupOrderLine.get(GroupOrderLine.order == order).id
    done("group_order_confirm", order, office.gu)
    assert "不能再改明细" in said(change(GroupOrderLine, line, price=1))
    assert "不能再改内容" in said(change(GroupOrder, order, discount=500))
    assert "不能再改明细" in said(delete(GroupOrderLine, line))
    assert change(GroupOrder, order, note="周五送").state == "applied"


def test_undoing_a_confirmation_makes_it_a_draft_again_and_frees_the_credit(office):
    order = office.order()
    done("group_order_confirm", order, office.gu)
    assert KeyAccount.row(office.hospital).receivable == 1000
    assert take_back().state == "applied"
    assert (GroupOrder.row(order).state, KeyAccount.row(office.hospital).receivable) == ("draft", 0)


def test_what_is_past_its_day_becomes_overdue_overnight(office, clock):
    done("group_order_confirm", office.order(), office.gu)
    clock("2026-12-24 02:00")
    assert night(refresh_accounts, date(2026, 12, 24)) == 1
    assert KeyAccount.row(office.hospital).overdue == 1000


def test_the_first_order_after_signing_makes_an_account_active(office):
    done("key_account_negotiate", office.hospital, office.gu)
    done("key_account_win", office.hospital, office.gu)
    done("group_order_confirm", office.order(), office.gu)
    assert KeyAccount.row(office.hospital).stage == "active"


# Levels and conversion ---------------------------------------------------------------------------------------------------


def test_levels_follow_the_cumulative_sales_and_a_level_given_by_hand_stays(office):
    others = [office.account(f"KA{n}", f"客户{n}", "顾海") for n in (3, 4)]
    for account, qty in ((office.hospital, 75), (office.school, 20), (others[0], 5)):
        done("group_order_confirm", office.order(account, qty=qty), office.tang)
    night(lambda c, _: review_levels(c), None)
    assert [KeyAccount.row(id).level for id in (office.hospital, office.school, *others)] == ["A", "B", "C", "C"]
    done("set_level", others[1], office.tang, level="A", reason="年底有大单")
    night(lambda c, _: review_levels(c), None)
    assert KeyAccount.row(others[1]).level == "A"
    done("free_level", others[1], office.tang)
    assert (KeyAccount.row(others[1]).level, KeyAccount.row(others[1]).level_reason) == ("C", None)


def test_a_member_with_a_large_receipt_is_suggested_once_and_becomes_an_account(office, stores):
    member = put(Member, card_no="M1", name="赵采购", phone="13900000001", home_store=stores["锦江一店"])
    small = put(Member, card_no="M2", name="钱小姐", home_store=stores["锦江一店"])
    for number, (who, amount) in enumerate(((member, 3000), (member, 100), (small, 2999))):
        with changes(who=SYSTEM) as c:
            bought = {"amount": Decimal(amount), "purchased_at": moment("2026-11-01 10:00")}
            c.create(Purchase, receipt_no=f"R{number}", member=who, store=stores["锦江一店"], **bought)
    assert night(suggest_accounts, date(2026, 11, 23)) == 1
    assert night(suggest_accounts, date(2026, 11, 24)) == 0
    (suggestion,) = AccountSuggestion.rows()
    assert (suggestion.member, suggestion.largest, suggestion.spend, suggestion.receipts) == (member, 3000, 3100, 2)
    assert "罗英" in done("convert_member", suggestion.id, office.luo, name="赵氏贸易")
    account = KeyAccount.rows()[-1]
    assert (account.source, account.owner, account.stage, account.phone) == (
        member,
        office.staff["罗英"],
        "contacted",
        "13900000001",
    )
    assert night(suggest_accounts, date(2026, 11, 25)) == 0
    assert AccountSuggestion.select().count() == 0


def test_a_masked_phone_that_comes_along_to_the_account_is_a_reveal_and_counts_as_one(office, stores, monkeypatch):
    from models.kit.ask import reveal
    from models.kit.write.history import Event

    monkeypatch.setattr(reveal, "MOST_AN_HOUR", 1)
    rows = []
    for number in range(3):
        own = {"card_no": f"M{number}", "name": f"赵{number}", "home_store": stores["锦江一店"]}
        member = put(Member, **own, **({} if number == 2 else {"phone": f"1390000000{number}"}))
        with changes(who=SYSTEM) as c:
            rows.append(c.create(AccountSuggestion, member=member).id)
    done("convert_member", rows[0], office.gu, name="赵氏贸易")
    assert "一小时内最多" in refused("convert_member", rows[1], office.gu, name="赵氏二")
    done("convert_member", rows[2], office.gu, name="没有电话")
    (event,) = Event.select().where(Event.kind == "reveal")
    assert (event.user_id, event.record, "会员转大客户" in event.detail) == (office.gu.user_id, "member", True)


def test_a_suggestion_put_aside_stays_aside(office, stores):
    member = put(Member, card_no="M1", name="赵采购", home_store=stores["锦江一店"])
    with changes(who=SYSTEM) as c:
        row = c.create(AccountSuggestion, member=member)
    done("account_suggestion_dismiss", row.id, office.gu, reason="自用")
    assert "不能" in refused("convert_member", row.id, office.gu, name="x")
    assert AccountSuggestion.row(row.id).state == "dismissed"


def test_a_product_that_was_sold_to_an_account_is_not_deleted(office):
    office.order()
    assert "团购订单明细" in said(delete(Product, office.powder))


# The team's own workbook -------------------------------------------------------------------------------------------------


def test_the_team_s_workbook_brings_accounts_with_level_stage_owner_and_last_visit(db):
    for file, record in (("门店清单.xlsx", Store), ("员工花名册.xlsx", Employee)):
        run(sample(file), file, record, SYSTEM, None, {"create_links": True})
    path = sample("大客户档案.xlsx")
    first = run(path, path.name, KeyAccount, SYSTEM)
    assert (first.outcome.new, first.report.faults, Visit.select().count()) == (80, [], 80)
    row = KeyAccount.get(KeyAccount.code == "KA001")
    assert (row.level, row.stage, row.last_visit_on, row.next_visit_on) == (
        "A",
        "won",
        date(2026, 10, 26),
        date(2026, 11, 9),
    )
    assert Employee.title_of(row.owner_id) == "顾海"
    assert run(path, path.name, KeyAccount, SYSTEM).outcome.state == "nothing"
