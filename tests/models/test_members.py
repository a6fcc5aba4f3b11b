"""Members: freezing and thawing, two cards that become one, deletion, recruiting targets, and what a store manager sees."""

from decimal import Decimal

import pytest

from models import house
from models.kit.ask.query import Query
from models.kit.ask.reveal import reveal
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.kit.write.undo import restore
from models.members import (
    Member,
    MemberFollowUp,
    PointsEntry,
    PointsRule,
    Purchase,
    RecruitTarget,
    Redemption,
    adjust_points,
    cancel,
    freeze,
    merge,
    redeem,
    thaw,
)
from tests.helpers.shop import (
    SYSTEM,
    change,
    debt,
    delete,
    last_batch,
    points,
    put,
    redemption,
    refusal,
    said,
    take_back,
)

# Freezing --------------------------------------------------------------------------------------------------------------


def test_a_frozen_card_cannot_redeem_until_it_is_thawed(shop):
    adjust_points(shop.wang, points=100, reason="补分", who=SYSTEM)
    assert freeze(shop.wang, reason="卡片遗失", who=SYSTEM).zh == "王小明 已冻结，不能兑换"
    assert "冻结" in refusal(redeem, shop.wang, gift=shop.cup)
    assert thaw(shop.wang, who=SYSTEM).zh == "王小明 已恢复正常"
    redeem(shop.wang, gift=shop.cup, who=SYSTEM)


def test_freezing_needs_a_reason_and_a_card_in_use(shop):
    assert refusal(freeze, shop.wang, reason="") == "请写明原因"
    freeze(shop.wang, reason="遗失", who=SYSTEM)
    assert refusal(freeze, shop.wang, reason="遗失") == "王小明 的状态是“冻结”，不能冻结"
    assert refusal(thaw, shop.li) == "李静 没有被冻结"
    change(Member, shop.li, status="left")
    assert refusal(freeze, shop.li, reason="遗失") == "李静 的状态是“退会”，不能冻结"


# Two cards of one person -------------------------------------------------------------------------------------------------


def everything_of(member: int) -> dict[str, int]:
    records = (Purchase, Redemption, MemberFollowUp)
    return {record.key(): record.select().where(record.member == member).count() for record in records}


def fill(shop) -> None:
    """王小明 has a purchase of 150, a cup taken and a call; 李静 a purchase of 200."""
    shop.buys(shop.wang, 150)
    shop.buys(shop.li, 200)
    redeem(shop.wang, gift=shop.cup, who=SYSTEM)
    put(MemberFollowUp, member=shop.wang, topic="回访")


def test_a_merge_moves_points_by_paired_entries_and_all_that_hangs_on_the_member(shop):
    fill(shop)
    assert merge(shop.wang, into=shop.li, who=SYSTEM).zh == "已并入 李静（0002），现有 250 积分"
    assert (points(shop.wang), points(shop.li)) == (0, 250)
    assert (debt(shop.wang), debt(shop.li)) == (0, 0)
    pair = [(entry.member, entry.points, entry.reference) for entry in PointsEntry.rows(PointsEntry.kind == "merge")]
    assert pair == [(shop.wang, -50, "0002"), (shop.li, 50, "0001")]
    assert everything_of(shop.wang) == {"purchase": 0, "redemption": 0, "member_follow_up": 0}
    assert everything_of(shop.li) == {"purchase": 2, "redemption": 1, "member_follow_up": 1}
    gone, kept = Member.row(shop.wang), Member.row(shop.li)
    assert (gone.status, gone.merged_into, gone.spend_12m) == ("left", shop.li, Decimal(0))
    assert kept.spend_12m == Decimal(350)


def test_points_keep_their_expiry_through_a_merge(shop, clock):
    clock("2026-03-10 10:00")
    adjust_points(shop.wang, points=10, reason="补分", who=SYSTEM)
    clock("2026-11-23 10:00")
    merge(shop.wang, into=shop.li, who=SYSTEM)
    assert [str(entry.expires_on) for entry in PointsEntry.rows(PointsEntry.member == shop.li)] == ["2027-03-10"]


def test_what_is_owed_moves_with_a_merge_and_is_met_from_the_other_card(shop):
    receipt = shop.buys(shop.wang, 100)
    redeem(shop.wang, gift=shop.cup, who=SYSTEM)
    change(Purchase, receipt, refunded=100)
    adjust_points(shop.li, points=30, reason="补分", who=SYSTEM)
    merge(shop.wang, into=shop.li, who=SYSTEM)
    assert (debt(shop.wang), debt(shop.li), points(shop.li)) == (0, 70, 0)


def test_the_survivor_s_tier_rises_when_both_spends_together_reach_it(shop):
    shop.buys(shop.wang, 600)
    shop.buys(shop.li, 600)
    merge(shop.wang, into=shop.li, who=SYSTEM)
    assert Member.row(shop.li).tier == shop.silver


def test_a_refund_after_a_merge_takes_the_points_from_the_survivor(shop):
    fill(shop)
    merge(shop.wang, into=shop.li, who=SYSTEM)
    change(Purchase, 1, refunded=100)
    assert (points(shop.li), debt(shop.wang)) == (150, 0)


def test_a_redemption_cancelled_after_a_merge_gives_its_points_to_the_survivor(shop):
    fill(shop)
    merge(shop.wang, into=shop.li, who=SYSTEM)
    cancel(redemption().id, who=SYSTEM)
    assert (points(shop.wang), points(shop.li)) == (0, 350)


def test_a_merged_card_stays_because_old_ledger_lines_lead_over_it_to_the_member(shop):
    adjust_points(shop.wang, points=100, reason="补分", who=SYSTEM)
    redeem(shop.wang, gift=shop.cup, who=SYSTEM)
    merge(shop.wang, into=shop.li, who=SYSTEM)
    done = delete(Member, shop.wang)
    assert done.state == "refused" and "不能删除" in done.errors[0].text.zh
    before = points(shop.li)
    cancel(redemption().id, who=SYSTEM)
    assert points(shop.li) == before + 100


def test_undo_of_a_merge_parts_the_two_cards_again(shop):
    fill(shop)
    before = [vars(Member.row(id)) for id in (shop.wang, shop.li)]
    merge(shop.wang, into=shop.li, who=SYSTEM)
    assert take_back().state == "applied"
    assert [vars(Member.row(id)) for id in (shop.wang, shop.li)] == before
    assert everything_of(shop.wang) == {"purchase": 1, "redemption": 1, "member_follow_up": 1}


def test_undo_of_a_merge_with_debt_puts_the_debt_back(shop):
    receipt = shop.buys(shop.wang, 100)
    redeem(shop.wang, gift=shop.cup, who=SYSTEM)
    change(Purchase, receipt, refunded=100)
    adjust_points(shop.li, points=30, reason="补分", who=SYSTEM)
    merge(shop.wang, into=shop.li, who=SYSTEM)
    assert take_back().state == "applied"
    assert (debt(shop.wang), debt(shop.li), points(shop.li)) == (100, 0, 30)


def test_undo_of_a_merge_is_refused_when_the_points_were_spent_since(shop):
    fill(shop)
    merge(shop.wang, into=shop.li, who=SYSTEM)
    batch = last_batch()
    redeem(shop.li, gift=shop.cup, qty=2, who=SYSTEM)
    adjust_points(shop.li, points=-30, reason="更正", who=SYSTEM)
    assert said(take_back(batch)) == "这批积分已有 30 分被使用，不能撤回"


def test_a_card_is_not_merged_with_itself_nor_twice_nor_while_frozen_or_left(shop):
    assert refusal(merge, shop.wang, into=shop.wang) == "不能与自己合并"
    third = shop.member("0003", "陈晨", shop.first)
    freeze(third, reason="查账", who=SYSTEM)
    assert refusal(merge, third, into=shop.li) == "陈晨 的状态是“冻结”，不能合并"
    assert refusal(merge, shop.li, into=third) == "陈晨 的状态是“冻结”，不能合并"
    merge(shop.wang, into=shop.li, who=SYSTEM)
    assert refusal(merge, shop.wang, into=shop.li) == "王小明 已并入其他会员"
    assert refusal(merge, shop.li, into=shop.wang) == "王小明 已并入其他会员"


# Deleting ----------------------------------------------------------------------------------------------------------------


def test_a_member_with_points_is_not_deleted_and_is_told_how_many(shop):
    adjust_points(shop.wang, points=7, reason="补分", who=SYSTEM)
    assert said(delete(Member, shop.wang)) == "还有 7 积分，不能删除；请先处理积分或改为退会"


def test_a_member_who_owes_points_is_not_deleted(shop):
    receipt = shop.buys(shop.wang, 100)
    adjust_points(shop.wang, points=-100, reason="更正", who=SYSTEM)
    delete(Purchase, receipt)
    assert said(delete(Member, shop.wang)) == "还欠 100 积分，不能删除；可改为退会"


def test_a_member_without_ties_is_deleted_and_restored_with_the_same_number(shop):
    assert delete(Member, shop.wang).state == "applied"
    assert restore(Member, shop.wang, who=SYSTEM).state == "applied"
    assert Member.row(shop.wang).name == "王小明"


def test_undo_of_joining_takes_the_sign_up_points_and_the_member_and_redo_brings_both(shop):
    put(PointsRule, name="入会礼", kind="sign_up", fixed=50)
    new = shop.member("0003", "陈晨", shop.first)
    assert take_back().state == "applied"
    assert not Member.select().where(Member.id == new).exists()
    assert take_back().state == "applied"
    assert points(new) == 50


# Recruiting --------------------------------------------------------------------------------------------------------------


def reached(target: int) -> tuple:
    row = RecruitTarget.row(target)
    return row.actual, row.rate


def test_recruiting_counts_who_joined_in_the_month_and_store(shop):
    first = put(RecruitTarget, month="2026-11", store=shop.first, target=3)
    company = put(RecruitTarget, month="2026-11", target=4)
    assert (reached(first), reached(company)) == ((1, Decimal("33.3")), (2, Decimal("50.0")))
    shop.member("0003", "陈晨", shop.first)
    shop.member("0004", "周舟", shop.first, joined_on="2026-10-31")
    put(Member, card_no="0005", name="无店")
    assert (reached(first), reached(company)) == ((2, Decimal("66.7")), (4, Decimal("100.0")))


def test_recruiting_follows_a_member_who_changes_store_or_joining_day_or_goes(shop):
    first = put(RecruitTarget, month="2026-11", store=shop.first, target=2)
    second = put(RecruitTarget, month="2026-11", store=shop.second, target=2)
    october = put(RecruitTarget, month="2026-10", store=shop.second, target=2)
    change(Member, shop.wang, home_store=shop.second)
    assert (reached(first)[0], reached(second)[0]) == (0, 2)
    change(Member, shop.wang, joined_on="2026-10-08")
    assert (reached(second)[0], reached(october)[0]) == (1, 1)
    delete(Member, shop.wang)
    assert reached(october)[0] == 0
    take_back()
    assert reached(october)[0] == 1


def test_a_target_of_zero_has_no_rate_and_the_company_has_one_target_a_month(shop):
    assert reached(put(RecruitTarget, month="2026-11", target=0)) == (2, None)
    with pytest.raises(AssertionError, match="门店为空的月份“2026-11”已存在"):
        put(RecruitTarget, month="2026-11", target=5)


# What a store manager sees and may do ------------------------------------------------------------------------------------


def test_a_store_manager_sees_the_members_of_the_own_store_masked(shop, chen):
    (row,) = Query(Member, chen).rows()
    assert (row["name"], row["phone"], row["birthday"]) == ("王小明", "138****0001", "****-03-01")


def test_a_store_manager_edits_own_members_and_none_of_the_others(shop, chen):
    assert edit(Member, [{"id": shop.wang, "set": {"note": "喜欢绿茶"}}], who=chen).state == "applied"
    answer = edit(Member, [{"id": shop.li, "set": {"note": "x"}}], who=chen)
    assert said(answer) == "这一行已被删除或不在你的范围内"
    assert "你的角色" in said(edit(Member, [], delete=[shop.wang], who=chen))


def test_a_store_manager_cannot_move_a_member_out_of_the_own_store(shop, chen):
    answer = edit(Member, [{"id": shop.wang, "set": {"home_store": shop.second}}], who=chen)
    assert answer.state == "refused"
    assert Member.row(shop.wang).home_store == shop.first


def test_a_store_manager_cannot_overwrite_what_is_masked_but_a_new_member_has_a_phone(shop, chen):
    assert "打码" in said(edit(Member, [{"id": shop.wang, "set": {"phone": "13900000000"}}], who=chen))
    new = {"card_no": "0100", "name": "新客", "phone": "13900000000"}
    answer = edit(Member, [{"id": None, "set": new}], who=chen)
    assert answer.rows[0]["phone"] == "139****0000"
    assert Member.row(answer.rows[0]["id"]).home_store == shop.first


def test_purchases_redemptions_and_points_of_other_stores_are_out_of_sight(shop, chen):
    for member in (shop.wang, shop.li):
        shop.buys(member, 200)
        redeem(member, gift=shop.cup, who=SYSTEM)
    for record in (Purchase, Redemption, PointsEntry):
        mine = {row["member"]["text"] for row in Query(record, chen).rows()}
        assert mine == {"王小明"}, record.key()


def test_a_store_manager_redeems_for_own_members_only_and_adjusts_no_points(shop, chen):
    for member in (shop.wang, shop.li):
        shop.buys(member, 200)
    asked = {"gift": "保温杯", "qty": "1"}
    assert act(house().actions["redeem"], who=chen, id=shop.wang, answers=asked).state == "applied"
    assert redemption().store == shop.first
    assert "没有这条记录" in said(act(house().actions["redeem"], who=chen, id=shop.li, answers=asked))
    gift = {"points": "100", "reason": "人情"}
    assert said(act(house().actions["adjust_points"], who=chen, id=shop.wang, answers=gift)).startswith(
        "你的角色不能做这项操作"
    )
    assert said(act(house().actions["merge"], who=chen, id=shop.wang, answers={"into": shop.wang})).startswith(
        "你的角色"
    )


def test_adjusting_points_needs_the_right_to_approve(shop, ann, bo):
    gift = {"points": "100", "reason": "补登"}
    assert act(house().actions["adjust_points"], who=ann, id=shop.wang, answers=gift).state == "applied"
    assert said(act(house().actions["adjust_points"], who=bo, id=shop.wang, answers=gift)).startswith("你的角色")
    assert points(shop.wang) == 100


def test_a_store_manager_reveals_one_own_member_with_a_reason(shop, chen):
    assert reveal(Member, shop.wang, "phone", "回电确认", chen) == "13800000001"
    for id, reason in ((shop.li, "回电"), (shop.wang, " ")):
        with pytest.raises(Exception, match="no such record|Say why"):
            reveal(Member, id, "phone", reason, chen)
