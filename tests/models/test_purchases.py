"""Purchases: what a receipt moves, and what becomes of it when the receipt is corrected, refunded, deleted or put back."""

from decimal import Decimal

from models.kit.write.undo import restore
from models.members import Member, PointsEntry, Purchase, redeem, refund
from tests.helpers.shop import SYSTEM, change, debt, delete, moment, points, put, refusal, said, take_back


def member(id: int):
    row = Member.row(id)
    return row.spend_12m, row.last_purchase_at


def test_a_purchase_moves_the_12_month_spend_and_the_last_purchase(shop):
    shop.buys(shop.wang, "120.50", purchased_at=moment("2026-11-20 18:30"))
    shop.buys(shop.wang, "30", purchased_at=moment("2026-11-01 09:00"))
    assert member(shop.wang) == (Decimal("150.50"), moment("2026-11-20 18:30"))


def test_purchases_older_than_twelve_months_do_not_count_as_spend(shop):
    shop.buys(shop.wang, 500, purchased_at=moment("2025-11-22 23:59"))
    shop.buys(shop.wang, 70, purchased_at=moment("2025-11-23 00:00"))
    assert member(shop.wang)[0] == Decimal("70.00")


def test_the_receipt_number_is_unique_within_its_store_only(shop):
    put(Purchase, receipt_no="A1", member=shop.wang, store=shop.first, amount=10)
    put(Purchase, receipt_no="A1", member=shop.wang, store=shop.second, amount=10)
    other = put(Purchase, receipt_no="A2", member=shop.wang, store=shop.first, amount=10)
    assert said(change(Purchase, other, receipt_no="A1")) == "锦江一店 的小票号“A1”已存在，不能重复"
    assert points(shop.wang) == 30


def test_a_refund_says_what_it_took_and_lowers_the_spend(shop):
    receipt = shop.buys(shop.wang, 200)
    assert refund(receipt, amount=Decimal(50), who=SYSTEM).zh == "已退款 ¥50.00，收回 50 积分"
    assert member(shop.wang)[0] == Decimal("150.00")


def test_a_refund_larger_than_what_was_paid_is_refused_and_moves_nothing(shop):
    receipt = shop.buys(shop.wang, 200)
    refund(receipt, amount=Decimal(150), who=SYSTEM)
    assert refusal(refund, receipt, amount=Decimal(51)) == "退款 ¥201.00 超过实付金额 ¥200.00"
    assert "超过实付金额" in said(change(Purchase, receipt, amount="149.99"))
    assert points(shop.wang) == 50


def test_a_refund_of_nothing_is_refused(shop):
    receipt = shop.buys(shop.wang, 200)
    assert refusal(refund, receipt, amount=Decimal(0)) == "退款金额必须大于 0"


def test_a_corrected_amount_keeps_its_points_per_yuan(shop):
    receipt = shop.buys(shop.wang, 100)
    change(Purchase, receipt, amount=300)
    assert points(shop.wang) == 300
    change(Purchase, receipt, amount=60)
    assert points(shop.wang) == 60
    change(Purchase, receipt, refunded=30)
    assert points(shop.wang) == 30


def test_an_amount_entered_as_zero_and_corrected_earns_by_the_rules(shop):
    receipt = shop.buys(shop.wang, 0)
    change(Purchase, receipt, amount=80)
    assert points(shop.wang) == 80


def test_a_purchase_booked_on_the_wrong_card_moves_points_and_spend_to_the_right_one(shop):
    receipt = shop.buys(shop.wang, 100)
    change(Purchase, receipt, member=shop.li)
    assert (points(shop.wang), points(shop.li)) == (0, 100)
    assert (member(shop.wang)[0], member(shop.li)[0]) == (Decimal(0), Decimal(100))
    change(Purchase, receipt, refunded=40)
    assert (points(shop.wang), points(shop.li)) == (0, 60)


def test_a_deleted_purchase_takes_its_points_and_spend_along(shop):
    receipt = shop.buys(shop.wang, 100)
    assert delete(Purchase, receipt).state == "applied"
    assert points(shop.wang) == 0
    assert member(shop.wang) == (Decimal(0), None)


def test_undo_of_a_deletion_gives_the_points_back_once(shop):
    receipt = shop.buys(shop.wang, 100)
    delete(Purchase, receipt)
    assert take_back().state == "applied"
    assert points(shop.wang) == 100
    assert member(shop.wang)[0] == Decimal(100)


def test_a_restored_purchase_earns_its_points_again(shop):
    receipt = shop.buys(shop.wang, 100)
    change(Purchase, receipt, refunded=25)
    delete(Purchase, receipt)
    assert restore(Purchase, receipt, who=SYSTEM).state == "applied"
    assert points(shop.wang) == 75


def test_a_deleted_purchase_whose_points_were_spent_leaves_a_debt(shop):
    receipt = shop.buys(shop.wang, 100)
    redeem(shop.wang, gift=shop.cup, who=SYSTEM)
    delete(Purchase, receipt)
    assert (points(shop.wang), debt(shop.wang)) == (0, 100)


def test_undo_of_a_corrected_amount_and_of_that_undo_are_exact(shop):
    receipt = shop.buys(shop.wang, "33.33")
    change(Purchase, receipt, amount="10.10")
    take_back()
    assert points(shop.wang) == 33
    take_back()
    assert points(shop.wang) == 10
    take_back()
    assert points(shop.wang) == 33
    assert Purchase.row(receipt).points == 33


def test_undo_of_a_purchase_takes_its_points_by_reversing_lines(shop):
    shop.buys(shop.wang, 100)
    assert take_back().state == "applied"
    lines = [(entry.kind, entry.points, entry.reverses) for entry in PointsEntry.rows()]
    assert lines == [("earn", 100, None), ("reversal", -100, 1)]
    assert Purchase.select().count() == 0


def test_a_member_with_purchases_is_not_deleted(shop):
    shop.buys(shop.wang, 0)
    assert said(delete(Member, shop.wang)) == "不能删除：还有 1 条消费记录与它相连"
