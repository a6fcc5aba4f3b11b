"""The points ledger: what earns, in which order it is spent, when it expires, what a refund takes back."""

from datetime import date

from models.kit import changes
from models.members import (
    Member,
    MemberTier,
    PointsDebt,
    PointsEntry,
    PointsLot,
    PointsRule,
    Purchase,
    adjust_points,
    redeem,
)
from models.members.earning import greet_birthdays
from models.members.points import expire_points, open_lots
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
    refusal,
    said,
    take_back,
)


def lots(member: int) -> list[tuple[str, int]]:
    """(expires on, left) of the lots that still hold something."""
    return [(str(lot.expires_on), lot.left) for lot in open_lots(member)]


def kinds(member: int) -> list[tuple[str, int]]:
    return [(entry.kind, entry.points) for entry in PointsEntry.rows(PointsEntry.member == member)]


def give(member: int, count: int, clock, at: str) -> None:
    """Points by hand at a moment; they last twelve months."""
    clock(at)
    adjust_points(member, points=count, reason="补分", who=SYSTEM)


def test_a_purchase_earns_a_point_per_yuan_and_the_fraction_falls_away(shop):
    shop.buys(shop.wang, "99.99")
    assert points(shop.wang) == 99
    assert kinds(shop.wang) == [("earn", 99)]


def test_the_best_rule_wins_and_rules_do_not_add_up(shop):
    put(PointsRule, name="双十一翻倍", kind="promotion", per_yuan=1, multiplier=2)
    put(PointsRule, name="满额送", kind="promotion", fixed=150)
    shop.buys(shop.wang, 100)
    assert points(shop.wang) == 200
    shop.buys(shop.li, 50)
    assert points(shop.li) == 150


def test_a_rule_of_one_store_does_not_hold_in_another(shop):
    put(PointsRule, name="锦江双倍", kind="promotion", per_yuan=2, stores="S1")
    shop.buys(shop.wang, 100, store=shop.first)
    shop.buys(shop.li, 100, store=shop.second)
    assert (points(shop.wang), points(shop.li)) == (200, 100)


def test_a_rule_holds_from_its_first_to_its_last_day_by_the_clock_of_the_business(shop):
    put(PointsRule, name="店庆", kind="promotion", per_yuan=3, starts_on="2026-11-20", ends_on="2026-11-21")
    for at, expected in (
        ("2026-11-19 23:59", 10),
        ("2026-11-20 00:00", 30),
        ("2026-11-21 23:59", 30),
        ("2026-11-22 00:00", 10),
    ):
        before = points(shop.wang)
        shop.buys(shop.wang, 10, purchased_at=moment(at))
        assert points(shop.wang) - before == expected, at


def test_a_rule_that_ends_before_it_starts_is_refused(shop):
    assert (
        said(change(PointsRule, shop.rule, starts_on="2026-02-01", ends_on="2026-01-01")) == "结束日期不能早于开始日期"
    )


def test_the_tier_multiplies_what_the_best_rule_gives(shop):
    change(Member, shop.wang, tier=shop.silver)
    shop.buys(shop.wang, "33.50")
    assert points(shop.wang) == 50  # 33.5 × 1.5 = 50.25


def test_a_purchase_that_lifts_the_tier_still_earns_by_the_old_one(shop):
    shop.buys(shop.wang, 1000)
    assert points(shop.wang) == 1000
    shop.buys(shop.wang, 100)
    assert points(shop.wang) == 1150


def test_a_purchase_so_old_that_its_points_would_be_gone_earns_none(shop):
    shop.buys(shop.wang, 100, purchased_at=moment("2025-11-22 10:00"))
    assert points(shop.wang) == 0
    shop.buys(shop.wang, 100, purchased_at=moment("2025-11-23 10:00"))
    assert lots(shop.wang) == [("2026-11-23", 100)]


def test_points_of_a_rule_last_as_long_as_the_rule_says(shop, clock):
    clock("2026-11-30 12:00")
    put(PointsRule, name="短期", kind="promotion", per_yuan=2, expires_months=3)
    shop.buys(shop.wang, 10, purchased_at=moment("2026-11-30 10:00"))
    assert lots(shop.wang) == [("2027-02-28", 20)]


def test_someone_who_left_earns_nothing_and_a_frozen_card_still_earns(shop):
    change(Member, shop.wang, status="left")
    change(Member, shop.li, status="frozen")
    shop.buys(shop.wang, 100)
    shop.buys(shop.li, 100)
    assert (points(shop.wang), points(shop.li)) == (0, 100)


def test_spending_takes_the_points_that_expire_first(shop, clock):
    give(shop.wang, 100, clock, "2026-09-01 10:00")
    give(shop.wang, 100, clock, "2026-03-01 10:00")
    clock("2026-11-23 10:00")
    redeem(shop.wang, gift=shop.cup, who=SYSTEM)
    assert lots(shop.wang) == [("2027-09-01", 100)]


def test_spending_runs_over_several_lots_and_keeps_a_line_for_each(shop, clock):
    for month in (3, 1, 2):
        give(shop.wang, 40, clock, f"2026-0{month}-15 10:00")
    clock("2026-11-23 10:00")
    redeem(shop.wang, gift=shop.cup, who=SYSTEM)
    assert lots(shop.wang) == [("2027-03-15", 20)]
    spent = [(str(entry.expires_on), entry.points) for entry in PointsEntry.rows(PointsEntry.kind == "redeem")]
    assert spent == [("2027-01-15", -40), ("2027-02-15", -40), ("2027-03-15", -20)]


def test_points_last_through_their_last_day_and_expire_in_the_night_after_it(shop, clock):
    give(shop.wang, 100, clock, "2025-12-31 10:00")
    assert lots(shop.wang) == [("2026-12-31", 100)]
    assert night(expire_points, date(2026, 12, 31)) == 0
    clock("2027-01-01 01:10")
    assert night(expire_points, date(2027, 1, 1)) == 1
    assert kinds(shop.wang)[-1] == ("expire", -100)
    assert points(shop.wang) == 0


def test_expiry_runs_only_once_and_makes_up_for_missed_nights(shop, clock):
    give(shop.wang, 100, clock, "2025-12-01 10:00")
    give(shop.wang, 30, clock, "2025-12-10 10:00")
    clock("2026-12-20 09:00")
    assert night(expire_points, date(2026, 12, 20)) == 2
    assert night(expire_points, date(2026, 12, 20)) == 0
    assert points(shop.wang) == 0


def test_points_earned_on_29_february_expire_at_the_end_of_february(shop, clock):
    give(shop.wang, 10, clock, "2028-02-29 10:00")
    assert lots(shop.wang) == [("2029-02-28", 10)]


def test_points_past_their_day_cannot_be_spent_even_before_the_nightly_job_ran(shop, clock):
    give(shop.wang, 100, clock, "2025-11-01 10:00")
    clock("2026-11-23 10:00")
    assert refusal(redeem, shop.wang, gift=shop.cup) == "王小明 的积分不足，还差 100 分"
    assert points(shop.wang) == 100


def test_a_refund_takes_back_points_in_proportion(shop):
    receipt = shop.buys(shop.wang, 200)
    change_refund(receipt, 50)
    assert (points(shop.wang), debt(shop.wang)) == (150, 0)
    change_refund(receipt, 200)
    assert (points(shop.wang), debt(shop.wang)) == (0, 0)


def test_partial_refunds_come_to_the_same_as_one_refund(shop):
    receipt, other = shop.buys(shop.wang, 100), shop.buys(shop.li, 100)
    for refunded in ("33.33", "66.67", "90"):
        change_refund(receipt, refunded)
    change_refund(other, 90)
    assert points(shop.wang) == points(shop.li) == 10


def change_refund(receipt: int, refunded) -> None:
    assert change(Purchase, receipt, refunded=refunded).state == "applied"


def test_a_refund_of_spent_points_takes_other_lots_first_to_expire(shop, clock):
    give(shop.wang, 100, clock, "2026-06-01 10:00")
    clock("2026-11-23 10:00")
    receipt = shop.buys(shop.wang, 100)
    give(shop.wang, 100, clock, "2026-09-01 10:00")
    clock("2026-11-23 10:00")
    redeem(shop.wang, gift=shop.cup, qty=2, who=SYSTEM)
    assert lots(shop.wang) == [("2027-11-23", 100)]
    redeem(shop.wang, gift=shop.cup, who=SYSTEM)
    give(shop.wang, 70, clock, "2026-10-01 10:00")
    clock("2026-11-23 10:00")
    change_refund(receipt, 60)
    assert (lots(shop.wang), debt(shop.wang)) == ([("2027-10-01", 10)], 0)


def test_what_a_refund_cannot_take_is_owed_and_the_next_earnings_meet_it(shop):
    receipt = shop.buys(shop.wang, 100)
    redeem(shop.wang, gift=shop.cup, who=SYSTEM)
    change_refund(receipt, 50)
    assert (points(shop.wang), debt(shop.wang)) == (0, 50)
    change_refund(receipt, 100)
    assert (points(shop.wang), debt(shop.wang)) == (0, 100), "the second half only, not the first again"
    shop.buys(shop.wang, 30)
    assert (points(shop.wang), debt(shop.wang)) == (0, 70)
    shop.buys(shop.wang, 100)
    assert (points(shop.wang), debt(shop.wang)) == (30, 0)
    assert [line.points for line in PointsDebt.rows()] == [50, 50, -30, -70]


def test_a_refund_that_was_too_high_gives_the_points_back(shop):
    receipt = shop.buys(shop.wang, 100)
    change_refund(receipt, 80)
    change_refund(receipt, 20)
    assert points(shop.wang) == 80


def test_points_that_expired_unused_are_not_taken_a_second_time_by_a_refund(shop, clock):
    clock("2025-11-20 10:00")
    receipt = shop.buys(shop.wang, 100)
    clock("2026-11-23 10:00")
    night(expire_points, date(2026, 11, 23))
    shop.buys(shop.wang, 500)
    change_refund(receipt, 100)
    assert (points(shop.wang), debt(shop.wang)) == (500, 0)


def test_undo_of_a_refund_puts_points_and_debt_back(shop):
    receipt = shop.buys(shop.wang, 150)
    redeem(shop.wang, gift=shop.cup, who=SYSTEM)
    change_refund(receipt, 150)
    assert (points(shop.wang), debt(shop.wang)) == (0, 100)
    assert take_back().state == "applied"
    assert (points(shop.wang), debt(shop.wang)) == (50, 0)


def test_a_debt_that_was_met_since_keeps_its_refund_from_being_undone(shop):
    receipt = shop.buys(shop.wang, 100)
    redeem(shop.wang, gift=shop.cup, who=SYSTEM)
    change_refund(receipt, 100)
    batch = last_batch()
    shop.buys(shop.wang, 30)
    assert said(take_back(batch)) == "王小明 的欠分已有 30 分被抵扣，不能撤回"


def test_undo_of_an_earning_that_was_spent_says_by_how_much(shop):
    shop.buys(shop.wang, 120)
    batch = last_batch()
    redeem(shop.wang, gift=shop.cup, who=SYSTEM)
    assert said(take_back(batch)) == "这批积分已有 100 分被使用，不能撤回"


def test_opening_balances_of_a_workbook_become_lines_of_kind_opening(shop):
    with changes(who=SYSTEM, via="import") as c:
        row = c.create(Member, card_no="0099", name="赵敏", home_store=shop.first)
        Member.points.opening(c, [(row, 880)])
    assert kinds(row.id) == [("opening", 880)]
    assert lots(row.id) == [("2027-11-23", 880)]


def test_joining_brings_the_sign_up_points_of_the_store_once(shop):
    put(PointsRule, name="入会礼", kind="sign_up", fixed=50)
    put(PointsRule, name="武侯入会礼", kind="sign_up", fixed=80, stores="S2", priority=9)
    new, other = shop.member("0003", "陈晨", shop.first), shop.member("0004", "周舟", shop.second)
    assert (points(new), points(other)) == (50, 80)
    assert points(shop.wang) == 0


def test_a_member_who_came_with_a_workbook_brings_points_instead_of_sign_up_points(shop):
    put(PointsRule, name="入会礼", kind="sign_up", fixed=50)
    with changes(who=SYSTEM, via="import") as c:
        row = c.create(Member, card_no="0099", name="赵敏")
    assert points(row.id) == 0


def test_birthday_points_come_once_a_year_to_active_and_dormant_members(shop, clock):
    put(PointsRule, name="生日礼", kind="birthday", fixed=66)
    frozen = shop.member("0003", "陈晨", shop.first, birthday="1999-03-01", status="frozen")
    clock("2027-03-01 09:00")
    assert night(greet_birthdays, date(2027, 3, 1)) == 1
    assert night(greet_birthdays, date(2027, 3, 1)) == 0
    assert (points(shop.wang), points(frozen)) == (66, 0)
    clock("2028-03-01 09:00")
    assert night(greet_birthdays, date(2028, 3, 1)) == 1
    assert points(shop.wang) == 132


def test_a_birthday_of_29_february_falls_on_the_28th_in_other_years(shop, clock):
    put(PointsRule, name="生日礼", kind="birthday", fixed=66)
    leap = shop.member("0003", "陈晨", shop.first, birthday="1996-02-29")
    clock("2027-02-28 09:00")
    assert night(greet_birthdays, date(2027, 2, 28)) == 1
    clock("2028-02-28 09:00")
    assert night(greet_birthdays, date(2028, 2, 28)) == 0
    clock("2028-02-29 09:00")
    assert night(greet_birthdays, date(2028, 2, 29)) == 1
    assert points(leap) == 132


def test_points_adjusted_by_hand_need_a_reason_and_never_go_below_zero(shop):
    assert refusal(adjust_points, shop.wang, points=0, reason="x") == "调整的积分不能是 0"
    assert refusal(adjust_points, shop.wang, points=5, reason="") == "请写明原因"
    adjust_points(shop.wang, points=30, reason="补登小票", who=SYSTEM)
    assert refusal(adjust_points, shop.wang, points=-31, reason="多给") == "王小明 的积分不足，还差 1 分"
    adjust_points(shop.wang, points=-30, reason="多给", who=SYSTEM)
    assert kinds(shop.wang) == [("adjust", 30), ("adjust", -30)]


def test_ledger_lines_are_never_edited_or_deleted_by_anyone(shop):
    shop.buys(shop.wang, 100)
    entry = PointsEntry.rows()[0]
    assert "系统记账" in said(change(PointsEntry, entry.id, points=5))
    assert "系统记账" in said(delete(PointsEntry, entry.id))
    assert "系统记账" in said(delete(PointsLot, entry.lot))


def test_a_tier_in_use_is_not_deleted(shop):
    assert "不能删除" in said(delete(MemberTier, shop.normal))
