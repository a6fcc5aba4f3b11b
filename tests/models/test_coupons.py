"""Coupons: issued within their limits, used once by whom they were given, told in the promotion's cost, given back when it is taken back."""

from datetime import date
from decimal import Decimal

import pytest

from exports.incoming.importing import run
from models import AREAS, house
from models.coupons import Coupon, CouponUse, MemberCoupon, nightly, uses
from models.kit import changes
from models.kit.ask.query import Query
from models.kit.ask.todo import todo
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.kit.write.history import Change
from models.members import Member, MemberCall, MemberList
from models.promotions import Promotion, PromotionResult
from models.tills import Receipt
from tests.conftest import person
from tests.helpers.shop import SYSTEM, change, delete, moment, night, put, said, take_back
from tests.helpers.steps import refused, take

HEAD = "小票号,门店,收银机号,交易时间,会员,实收金额,整单优惠,券码\n"


@pytest.fixture
def club(clock, stores):
    """It is Monday 30 November 2026, ten in the morning."""
    clock("2026-11-30 10:00")
    return Club(*stores.values())


class Club:
    """Two stores, three members of the first and one of the second; all of them are about to be lost."""

    def __init__(self, first: int, second: int):
        self.first, self.second = first, second
        self.people = [self.join(at, first) for at in range(3)] + [self.join(3, second)]
        with changes(who=SYSTEM) as c:
            c.alter(Member, {id: {"segment": "risk"} for id in self.people})
        self.promotion = put(
            Promotion, name="冬季促销", starts_on="2026-12-01", ends_on="2026-12-07", mechanics="满减", budget=1000
        )

    @staticmethod
    def join(at: int, store: int) -> int:
        return put(Member, card_no=f"C{at}", name=f"会员{at}", phone=f"1380000000{at}", home_store=store)

    def kind(self, **more) -> int:
        """Twenty off from two hundred, for anybody, as a manager approved it."""
        terms = {"name": "满200减20", "value": 20, "least": 200, "ends_on": "2026-12-31", "promotion": self.promotion}
        id = put(Coupon, **(terms | more))
        take("coupon_submit", id)
        take("coupon_approve", id)
        return id

    def held(self, kind: int, member: int | None = None) -> str:
        take("give_coupon", member or self.people[0], coupon=kind)
        return MemberCoupon.rows(order=MemberCoupon.id)[-1].no

    def use(self, code: str, who=SYSTEM, **more):
        values = {"code": code, "card": "C0", "store": self.first, "receipt_no": "R1", "amount": 250}
        return edit(CouponUse, [{"id": None, "set": values | more}], who=who)


def why(answer) -> str:
    return said(answer)


def of(code: str):
    return MemberCoupon.rows(MemberCoupon.no == code)[0]


def test_terms_are_agreed_to_by_somebody_else_and_stand_from_then_on(club):
    service, boss = person("小会", "members_service", 81), person("老板", "operations_manager", 82)
    terms = {"name": "九折", "kind": "percent", "percent": 10, "ends_on": "2026-12-31"}
    id = edit(Coupon, [{"id": None, "set": terms}], who=service).rows[0]["id"]
    assert Coupon.row(id).code.startswith("YHQ20261130")
    assert refused("issue_coupons", id, segment="risk") == "状态为“草稿”时不能发券；请先做“提交审批”、“批准发放”"
    take("coupon_submit", id, who=service)
    assert refused("coupon_approve", id, who=service)
    mine = edit(Coupon, [{"id": id, "set": {"percent": 50}}], who=boss)
    assert said(mine) == "“九折”正在审批，券面不能改；要改请先退回", "else who approves would approve his own terms"
    waiting = {due.name: count for due, count, _ in todo(AREAS, boss)}
    assert waiting["coupons_to_approve"] == 1
    take("coupon_approve", id, who=boss)
    assert said(change(Coupon, id, percent=20)) == "“九折”已经发放中，券面不能再改；请停发后另建一种"
    assert change(Coupon, id, note="特价除外").state == "applied"
    assert said(
        change(Coupon, put(Coupon, name="十元", value=10, least=10, ends_on="2026-12-31"), value=11)
    ).startswith("减免金额 ¥11.00 不能超过满额 ¥10.00")


def test_more_than_was_approved_is_approved_anew_by_another(club):
    service, boss = person("小会", "members_service", 81), person("老板", "operations_manager", 82)
    id = club.kind(limit=3)
    code = club.held(id)
    for more in ({"limit": 4}, {"limit": None}, {"each": 2}):
        assert said(change(Coupon, id, **more)).startswith("“满200减20”已经批准，总量和每人限领只能调低")
    assert change(Coupon, id, limit=2).state == "applied", "fewer at any time"
    assert (
        refused("coupon_ask_more", id, who=service, limit_asked=2, reason="不多")
        == "申请的数量没有比现在多，请填写更大的数"
    )
    take("coupon_ask_more", id, who=service, limit_asked=5, reason="报名的人多")
    waiting = {due.name: count for due, count, _ in todo(AREAS, boss)}
    assert waiting["coupons_more"] == 1
    assert (Coupon.row(id).limit, Coupon.row(id).each, Coupon.row(id).state) == (2, 1, "asking")
    assert said(change(Coupon, id, limit=5)) == "“满200减20”正在审批，券面不能改；要改请先退回"
    assert club.use(code).state == "applied", "what is held is good"
    club.held(id, club.people[1])
    assert refused("give_coupon", club.people[2], coupon=id) == "“满200减20”已经发完（2 张）", (
        "as many as were approved"
    )
    assert refused("coupon_approve_more", id, who=service)
    take("coupon_approve_more", id, who=boss)
    row = Coupon.row(id)
    assert (row.limit, row.each, row.limit_asked, row.state) == (5, 1, None, "running")
    club.held(id, club.people[2])
    assert Coupon.row(id).issued == 3


def test_what_was_approved_before_holds_where_more_is_declined(club):
    service, boss = person("小会", "members_service", 81), person("老板", "operations_manager", 82)
    id = club.kind(limit=3)
    take("coupon_ask_more", id, who=service, limit_asked=500, each_asked=9, reason="报名的人多")
    take("coupon_decline_more", id, who=boss, reason="太多")
    row = Coupon.row(id)
    assert (row.limit, row.each, row.limit_asked, row.each_asked, row.state) == (3, 1, None, None, "running")
    for more in ({"limit": 4}, {"limit": 500}, {"each": 9}):
        assert said(change(Coupon, id, **more)).startswith("“满200减20”已经批准，总量和每人限领只能调低")
    assert said(change(Coupon, id, value=50)) == "“满200减20”已经发放中，券面不能再改；请停发后另建一种"
    take("coupon_ask_more", id, who=service, limit_asked=4, reason="再加一张")
    night(nightly.end, date(2027, 1, 1))
    assert Coupon.row(id).state == "ended", "its days are over, whatever was asked"


def test_what_was_asked_for_is_nobodys_leave_once_no_more_are_issued(club):
    service = person("小会", "members_service", 81)
    id = club.kind(limit=3)
    take("coupon_ask_more", id, who=service, limit_asked=500, reason="报名的人多")
    take("coupon_end", id, who=service)
    assert said(change(Coupon, id, limit=500)).startswith("“满200减20”已经批准，总量和每人限领只能调低")
    assert Coupon.row(id).limit == 3


def test_a_segment_gets_them_but_never_more_each_or_in_all_than_was_said(club):
    id = club.kind(limit=3)
    assert refused("issue_coupons", id) == "请选择会员分层，或选择会员行动名单"
    assert refused("issue_coupons", id, segment="risk") == (
        "符合的有 4 人，“满200减20”只剩 3 张；请限定门店，或申请加量后再发"
    )
    assert MemberCoupon.select().count() == 0, "all of them or none"
    assert take("issue_coupons", id, segment="risk", store=club.first) == "已发给 3 人"
    assert refused("give_coupon", club.people[0], coupon=id) == "会员0 已领过 1 张“满200减20”，每人限领 1 张"
    assert refused("give_coupon", club.people[3], coupon=id) == "“满200减20”已经发完（3 张）"
    first = MemberCoupon.rows(MemberCoupon.member == club.people[0])[0]
    take("void_coupon", first.id, reason="发错")
    assert take("issue_coupons", id, segment="risk", store=club.first) == "已发给 1 人；另有 2 人已领满，没有再发"
    assert said(change(Coupon, id, limit=2)) == "已发 3 张，总量不能改成 2"
    assert Coupon.row(id).issued == 3


def test_a_list_gets_them_without_its_control_group(club):
    called = put(MemberList, title="回访", source="picked", script="您好", control=50)
    with changes(who=SYSTEM) as c:
        c.alter(Member, {id: {"consent": True} for id in club.people})
    for id in club.people:
        put(MemberCall, list=called, member=id)
    take("member_list_start", called)
    assert take("issue_coupons", club.kind(), list=called) == "已发给 2 人"
    alone = {row.member for row in MemberCall.rows(MemberCall.state == "held")}
    assert len(alone) == 2 and not alone & {row.member for row in MemberCoupon.rows()}


def test_each_is_good_for_its_days_only(club):
    code = club.held(club.kind(days=7))
    assert (of(code).starts_on, of(code).ends_on) == (date(2026, 11, 30), date(2026, 12, 6))
    assert club.held(club.kind(name="十二月券", starts_on="2026-12-01", ends_on="2026-12-05", days=7))
    later = MemberCoupon.rows(order=MemberCoupon.id)[-1]
    assert (later.starts_on, later.ends_on) == (date(2026, 12, 1), date(2026, 12, 5))
    assert why(club.use(later.no)) == f"券 {later.no} 从 2026-12-01 起才能用"


def test_it_comes_off_once_and_the_promotion_s_result_bears_the_cost(club):
    """Of 250, 20 come off; the store's result of the promotion has it as cost, and the promotion with it."""
    kind = club.kind()
    code = club.held(kind)
    assert club.use(code).state == "applied"
    row = of(code)
    assert (row.state, row.saved, row.amount, row.store, row.receipt_no) == ("used", 20, 250, club.first, "R1")
    counted = Coupon.row(kind)
    assert (counted.issued, counted.used, counted.used_rate, counted.saved, counted.sales) == (1, 1, 100, 20, 250)
    result = PromotionResult.rows(PromotionResult.promotion == club.promotion)[0]
    assert (result.store, result.coupons, result.cost) == (club.first, 20, 20)
    change(PromotionResult, result.id, media=30, sales=1000, baseline=600, margin=50)
    # 400 more at half margin are 200; they cost 20 + 30
    assert (PromotionResult.row(result.id).cost, PromotionResult.row(result.id).roi) == (50, 3)
    assert Promotion.row(club.promotion).cost == 50
    assert why(club.use(code, receipt_no="R2")) == (f"券 {code} 已于 2026-11-30 在“锦江一店”用过（小票 R1），不能再用")


def test_a_use_that_is_deleted_or_undone_gives_it_back(club):
    kind = club.kind()
    code = club.held(kind)
    club.use(code)
    assert take_back().state == "applied"
    assert (of(code).state, of(code).saved, Coupon.row(kind).used) == ("held", None, 0)
    assert not PromotionResult.rows()
    club.use(code)
    used = CouponUse.rows()[0]
    assert delete(CouponUse, used.id).state == "applied"
    assert (of(code).state, PromotionResult.rows()[0].cost, Promotion.row(club.promotion).cost) == ("held", 0, 0)
    assert club.use(code, receipt_no="R9").state == "applied"
    assert take_back(deleting_batch()).state != "applied", "what was used again meanwhile isn't used twice"
    assert CouponUse.select().count() == 1


def deleting_batch() -> int:
    return Change.select(Change.batch).where(Change.record == "coupon_use", Change.kind == "d").scalar()


def test_every_refusal_says_why(club, clock):
    kind = club.kind()
    code = club.held(kind)
    assert why(club.use("Q0")) == "没有券码为“Q0”的优惠券，请核对"
    assert why(club.use(code, card="C1")) == f"券 {code} 不是会员 C1 的，只能由领券的会员本人使用"
    assert why(club.use(code, amount=199)) == f"券前金额 ¥199.00 不足 ¥200.00，还差 ¥1.00，券 {code} 不能使用"
    other = club.held(club.kind(name="二店券", store=club.second))
    assert why(club.use(other)) == f"券 {other} 只能在“武侯一店”使用"
    take("void_coupon", of(other).id, reason="发错")
    assert why(club.use(other, store=club.second)) == f"券 {other} 已作废，不能使用"
    clock("2027-01-01 09:00")
    assert why(club.use(code)) == f"券 {code} 已于 2026-12-31 到期，不能使用"
    assert club.use(code, used_at=moment("2026-12-31 20:00")).state == "applied", "it was used in its days"


def test_where_a_coupon_was_used_is_told_to_those_who_see_that_use(club):
    here, there = (person(f"店{at}", "store_manager", 90 + at, store_id=at) for at in (club.first, club.second))
    code = club.held(club.kind())
    assert club.use(code).state == "applied"
    assert "“锦江一店”用过（小票 R1）" in why(club.use(code, who=here, receipt_no="R2"))
    assert why(club.use(code, who=there, store=club.second)) == f"券 {code} 已经用过，不能再用"


def test_a_phone_stands_for_the_card_and_is_not_kept(club):
    code = club.held(club.kind())
    assert club.use(code.lower(), card="13800000000").state == "applied"
    assert CouponUse.rows()[0].card == "C0"


def test_nobody_finds_out_a_masked_phone_by_trying_it_on_a_coupon(club):
    codes = [club.held(club.kind(name=f"券{at}")) for at in range(3)]
    keeper = person("Keeper", "store_manager", 700, store_id=club.first)

    def ask(who, phones) -> str:
        sets = {"store": club.first, "amount": 300, "used_at": moment("2026-11-30 09:00")}
        rows = [{"code": code, "card": phone, **sets} for code, phone in zip(codes, phones, strict=False)]
        return said(edit(CouponUse, [{"id": None, "set": row} for row in rows], who=who, trial=True))

    asked = [ask(keeper, ["13911110000", "13911110001", "13911110002"]) for _ in range(70)]
    assert "不是会员" in asked[0] and "一小时最多核对 200 次" in asked[-1]
    assert "一小时最多核对 200 次" in ask(keeper, ["13911110000"])
    assert "不是会员" in ask(SYSTEM, ["13911110000"])


def test_two_on_one_receipt_must_both_go_with_others(club):
    first, second = club.held(club.kind()), club.held(club.kind(name="叠加", least=20, together=True))
    third = club.held(club.kind(name="叠加二", least=20, together=True))
    assert club.use(second).state == "applied"
    assert club.use(third).state == "applied"
    assert why(club.use(first)) == f"小票 R1 已用券 {second}，券 {first} 不能同时使用"
    assert club.use(first, receipt_no="R2").state == "applied"


def test_a_part_of_the_price_is_cut_to_cents_and_to_the_most_that_comes_off(club):
    kind = {"kind": "percent", "percent": Decimal("12.5"), "value": None, "least": 0}
    first, second = club.held(club.kind(name="甲", **kind)), club.held(club.kind(name="乙", most_off=10, **kind))
    club.use(first, amount="99.99")
    club.use(second, amount="99.99", receipt_no="R2")
    assert [row.saved for row in CouponUse.rows(order=CouponUse.id)] == [Decimal("12.49"), 10]


def sold(tmp_path, lines: str, who=SYSTEM):
    path = tmp_path / "tills.csv"
    path.write_text(HEAD + lines, encoding="utf-8")
    return run(path, path.name, Receipt, who, None, {}).wire("zh")


def test_the_tills_file_uses_them_and_taking_it_back_gives_them_back(club, tmp_path):
    code = club.held(club.kind())
    answer = sold(tmp_path, f"0001,锦江一店,1,2026-11-30 09:30,C0,230,20,{code}\n")
    assert answer["state"] == "applied", answer
    use = CouponUse.rows()[0]
    assert (use.code, use.amount, use.saved, use.receipt_no) == (code, 250, 20, "0001")
    assert take_back().state == "applied"
    assert (of(code).state, CouponUse.select().count(), Receipt.select().count()) == ("held", 0, 0)


def test_many_receipts_are_settled_together_and_a_bad_one_is_named_by_its_own_row(club, tmp_path, monkeypatch):
    kind, calls = club.kind(each=4), []
    codes = [club.held(kind) for _ in range(3)]
    settled = uses.take_coupons
    monkeypatch.setattr(uses, "take_coupons", lambda *asked: calls.append(asked) or settled(*asked))
    rows = [f"000{at},锦江一店,1,2026-11-30 09:3{at},C0,230,20,{code}\n" for at, code in enumerate(codes)]
    answer = sold(tmp_path, "".join([*rows, "0009,锦江一店,1,2026-11-30 09:40,C0,230,20,NO1\n"]))
    assert answer["state"] == "refused" and [fault["row"] for fault in answer["faulty"]] == [5], answer
    calls.clear()
    assert sold(tmp_path, "".join(rows))["state"] == "applied"
    result = PromotionResult.rows(PromotionResult.promotion == club.promotion)[0]
    assert (len(calls), result.coupons, Coupon.row(kind).used) == (1, 60, 3)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("0001,锦江一店,1,2026-11-30 09:30,,230,20,{}", "没有填会员"),
        ("0001,锦江一店,1,2026-11-30 09:30,C1,230,20,{}", "不是会员 C1 的"),
        ("0001,锦江一店,1,2026-11-30 09:30,C0,170,20,{}", "还差 ¥10.00"),
        ("0001,锦江一店,1,2026-11-30 09:30,C0,,20,{}", "请同时填写“实收金额”"),
        ("0001,锦江一店,1,2026-11-30 09:30,C0,-230,20,{}", "退货小票 0001 不能用券"),
        ("0001,锦江一店,1,2026-11-30 09:30,C0,230,20,{0}\n0002,锦江一店,1,2026-11-30 09:40,C0,230,20,{0}", "用过"),
    ],
)
def test_a_receipt_with_a_coupon_that_is_not_good_is_named_with_its_row(club, tmp_path, line, reason):
    code = club.held(club.kind())
    answer = sold(tmp_path, line.format(code) + "\n")
    assert answer["state"] == "refused"
    assert reason in str(answer["faulty"] or answer), answer
    assert (of(code).state, CouponUse.select().count()) == ("held", 0)


def test_what_the_counter_entered_by_hand_and_the_till_sent_later_is_one_use(club, tmp_path):
    code = club.held(club.kind())
    club.use(code, receipt_no="0001")
    assert sold(tmp_path, f"0001,锦江一店,1,2026-11-30 09:30,C0,230,20,{code}\n")["state"] == "applied"
    assert (CouponUse.select().count(), Receipt.select().count()) == (1, 1)


def test_the_night_ends_what_is_over(club, clock):
    kind = club.kind(ends_on="2026-12-01")
    code = club.held(kind)
    clock("2026-12-02 01:15")
    assert night(nightly.end, date(2026, 12, 2)).zh == "1 张券过期，1 种券停发"
    assert (of(code).state, Coupon.row(kind).state, Coupon.row(kind).issued) == ("expired", "ended", 1)


def test_a_store_uses_any_member_s_coupon_in_its_own_store_and_issues_none(club):
    """The code of a member of another store is good here; the row of it stays that store's."""
    manager = person("小店", "store_manager", 83, store_id=club.first)
    code = club.held(club.kind(), club.people[3])
    assert Query(MemberCoupon, manager).count() == 0
    assert club.use(code, who=manager, card="C3").state == "applied"
    assert [row["code"] for row in Query(CouponUse, manager).rows()] == [code]
    assert act(
        house().actions["issue_coupons"], who=manager, id=of(code).coupon, answers={"segment": "risk"}
    ).state == ("refused")
    assert club.use(code, who=manager, store=club.second).state != "applied"
    assert edit(CouponUse, [], delete=[CouponUse.rows()[0].id], who=manager).state != "applied"
