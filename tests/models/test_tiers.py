"""Tiers: up at once, down at the end of validity, each move kept with its cause; and who counts as dormant."""

from datetime import date
from decimal import Decimal

from models.kit.declare.params import Parameter, seed_params
from models.members import Member, MemberTier, Purchase, TierMove
from models.members.purchases import lower_tiers, refresh_spend, rest_dormant
from models.members.tiers import FALLS_WITH_REFUND
from tests.helpers.shop import SYSTEM, change, delete, last_batch, moment, night, put, take_back


def moves() -> list[tuple]:
    names = dict(MemberTier.select(MemberTier.id, MemberTier.name).tuples())
    return [(names[move.from_tier], names[move.to_tier], move.cause) for move in TierMove.rows()]


def tier(member: int) -> tuple[int, str]:
    row = Member.row(member)
    return row.tier, str(row.tier_until)


def test_a_new_member_starts_on_the_lowest_tier_for_its_validity(shop):
    assert tier(shop.wang) == (shop.normal, "2027-11-23")


def test_a_tier_rises_at_once_when_the_spend_reaches_it(shop):
    shop.buys(shop.wang, "999.99")
    assert tier(shop.wang)[0] == shop.normal
    shop.buys(shop.wang, "0.01")
    assert tier(shop.wang)[0] == shop.silver
    assert moves() == [("普通会员", "银卡会员", "spend")]


def test_a_large_purchase_skips_a_tier_and_starts_that_tier_s_validity(shop):
    shop.buys(shop.wang, 6000)
    assert tier(shop.wang) == (shop.gold, "2028-11-23")


def test_a_refund_does_not_take_the_tier_before_its_validity_ends(shop):
    receipt = shop.buys(shop.wang, 1000)
    change(Purchase, receipt, refunded=1000)
    assert tier(shop.wang)[0] == shop.silver


def take_back_with_refunds() -> None:
    seed_params([FALLS_WITH_REFUND], SYSTEM)
    change(Parameter, Parameter.rows(Parameter.code == FALLS_WITH_REFUND.name)[0].id, value=1)


def test_where_the_company_wants_it_a_refund_takes_an_unearned_tier_back_at_once(shop):
    take_back_with_refunds()
    first, second = shop.buys(shop.wang, 1000), shop.buys(shop.wang, 5000)
    assert tier(shop.wang)[0] == shop.gold
    change(Purchase, second, refunded=4900)
    assert tier(shop.wang)[0] == shop.silver, "the first purchase still reaches silver"
    change(Purchase, first, refunded=1000)
    assert tier(shop.wang)[0] == shop.normal
    assert [cause for *_, cause in moves()] == ["spend", "spend", "refund", "refund"]
    assert take_back(last_batch()).state == "applied"
    assert tier(shop.wang)[0] == shop.silver


def test_a_refund_takes_no_tier_back_that_something_else_gave(shop):
    take_back_with_refunds()
    change(Member, shop.wang, tier=shop.gold)
    receipt = shop.buys(shop.wang, 1200)
    change(Purchase, receipt, refunded=1200)
    assert tier(shop.wang)[0] == shop.gold


def test_one_large_purchase_refunded_leaves_the_tier_held_before_it(shop):
    take_back_with_refunds()
    shop.buys(shop.wang, 300)
    receipt = shop.buys(shop.wang, 7800)
    assert tier(shop.wang)[0] == shop.gold
    change(Purchase, receipt, refunded=7000)
    assert tier(shop.wang)[0] == shop.silver, "1,100 kept still reach silver"
    delete(Purchase, receipt)
    assert tier(shop.wang)[0] == shop.normal


def test_at_the_end_of_its_validity_a_tier_falls_to_what_twelve_months_reached(shop, clock):
    shop.buys(shop.wang, 6000)
    clock("2028-05-01 10:00")
    shop.buys(shop.wang, 1200)
    clock("2028-11-23 12:00")
    assert night(lower_tiers, date(2028, 11, 23)) == 0
    clock("2028-11-24 01:30")
    assert night(lower_tiers, date(2028, 11, 24)) == 1
    assert tier(shop.wang) == (shop.silver, "2029-11-24")
    assert moves() == [("普通会员", "金卡会员", "spend"), ("金卡会员", "银卡会员", "lapse")]


def test_a_tier_still_reached_is_renewed_without_a_move(shop, clock):
    shop.buys(shop.wang, 1000, purchased_at=moment("2026-11-23 09:00"))
    clock("2027-11-20 10:00")
    shop.buys(shop.wang, 1500)
    clock("2027-11-26 01:30")
    assert night(lower_tiers, date(2027, 11, 26)) == 0
    assert tier(shop.wang) == (shop.silver, "2028-11-23")
    assert len(moves()) == 1


def test_those_who_left_keep_the_tier_they_had(shop, clock):
    shop.buys(shop.wang, 6000)
    change(Member, shop.wang, status="left")
    clock("2029-11-24 01:30")
    assert night(lower_tiers, date(2029, 11, 24)) == 0


def test_a_tier_changed_by_hand_is_kept_as_such(shop):
    change(Member, shop.wang, tier=shop.gold)
    assert moves() == [("普通会员", "金卡会员", "hand")]


def test_undo_of_a_purchase_takes_the_tier_and_its_move_back_with_the_old_validity(shop, clock):
    clock("2026-12-24 10:00")
    shop.buys(shop.wang, 6000)
    assert take_back().state == "applied"
    assert tier(shop.wang) == (shop.normal, "2027-11-23")
    assert moves() == []


def test_the_spend_forgets_purchases_older_than_twelve_months_each_night(shop, clock):
    shop.buys(shop.wang, 300)
    clock("2027-11-24 01:30")
    assert night(refresh_spend, date(2027, 11, 24)) == 1
    assert Member.row(shop.wang).spend_12m == Decimal(0)


def status(member: int) -> str:
    return Member.row(member).status


def test_an_active_member_becomes_dormant_after_90_days_without_a_purchase(shop, clock):
    for member in (shop.wang, shop.li):
        change(Member, member, joined_on="2026-01-01")
    shop.buys(shop.wang, 10, purchased_at=moment("2026-11-01 10:00"))
    shop.buys(shop.li, 10, purchased_at=moment("2026-11-02 10:00"))
    clock("2027-01-31 01:40")
    assert night(rest_dormant, date(2027, 1, 31)) == 1
    assert (status(shop.wang), status(shop.li)) == ("dormant", "active")
    assert night(rest_dormant, date(2027, 1, 31)) == 0


def test_whoever_buys_wakes_up_at_once_and_an_old_receipt_wakes_nobody(shop):
    change(Member, shop.wang, status="dormant")
    shop.buys(shop.wang, 10, purchased_at=moment("2026-08-01 10:00"))
    assert status(shop.wang) == "dormant"
    shop.buys(shop.wang, 10)
    assert status(shop.wang) == "active"


def test_frozen_members_and_those_who_left_are_not_put_to_sleep(shop, clock):
    shop.buys(shop.wang, 10)
    shop.buys(shop.li, 10)
    change(Member, shop.wang, status="frozen")
    change(Member, shop.li, status="left")
    clock("2027-12-01 01:40")
    assert night(rest_dormant, date(2027, 12, 1)) == 0
    assert (status(shop.wang), status(shop.li)) == ("frozen", "left")


def test_new_members_have_90_days_and_nobody_is_judged_by_books_that_do_not_reach_back(shop, clock):
    clock("2027-03-01 01:40")
    assert night(rest_dormant, date(2027, 3, 1)) == 0, "no purchase was ever entered"
    shop.buys(shop.wang, 10, purchased_at=moment("2026-11-01 10:00"))
    new = shop.member("0009", "新人", shop.first, joined_on="2027-02-20")
    change(Member, shop.wang, status="active")
    assert night(rest_dormant, date(2027, 3, 1)) == 2
    assert (status(shop.wang), status(shop.li), status(new)) == ("dormant", "dormant", "active")


def test_a_tier_nobody_has_can_be_deleted(shop):
    spare = put(MemberTier, code="T9", name="黑卡", rank=9, threshold=99999)
    assert delete(MemberTier, spare).state == "applied"
