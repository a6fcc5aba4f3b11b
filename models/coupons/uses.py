"""Using coupons 用券: at the counter by hand, by the till's receipts or by a program, each once and only as it was promised."""

from decimal import Decimal
from re import split
from typing import Any

from peewee import fn

from ..kit import (
    Changes,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    Move,
    Record,
    Refused,
    Row,
    Sheet,
    Text,
)
from ..kit.ask.links import visible_ids
from ..kit.clock import local, now, today
from ..kit.declare.access import Who
from ..members import Member
from ..organization import Store
from ..promotions import take_coupons
from . import words
from .held import MemberCoupon, recount
from .kinds import Coupon, off_of

OF_USE = ("used_at", "store", "receipt_no", "amount", "saved")


def fill_uses(c: Changes, rows: list[dict[str, Any]]) -> None:
    """The code says which coupon and whose; the coupon what comes off. A phone is not kept: the card stands for it."""
    for row in rows:
        row["code"] = row["code"] and row["code"].strip().upper()
    held = {row.no: row for row in MemberCoupon.rows(MemberCoupon.no.in_(sorted({row["code"] or "" for row in rows})))}
    kinds = Coupon.rows_by_id({row.coupon for row in held.values()})
    people = Member.rows_by_id({row.member for row in held.values()}, ["card_no", "phone"])
    ids = [row.id for row in held.values()]
    used = {id for (id,) in CouponUse.select(CouponUse.held).where(CouponUse.held.in_(ids)).tuples()}
    wrong = 0
    for row in rows:
        mine = held.get(row["code"])
        if mine is None or mine.id in used:  # the check says which of the two
            continue
        used.add(mine.id)
        row |= {"held": mine.id, "coupon": mine.coupon, "member": mine.member}
        card, person = (row["card"] or "").strip(), people[mine.member]
        wrong += card not in ("", person.card_no, person.phone)
        if card and card == person.phone:
            row["card"] = person.card_no
        if row["amount"] is not None:
            row["saved"] = off_of(kinds[mine.coupon], row["amount"])
    c.tried.guess(c.who, Member, "phone", wrong)


def keep_uses(c: Changes, moves: list[Move]) -> None:
    """What was promised holds, and nothing beyond it: each coupon once, in its days, by its member, from its minimum."""
    new = [move for move in moves if move.new and move.old is None]
    held = MemberCoupon.rows_by_id({move.new.held for move in new if move.new.held})
    kinds = Coupon.rows_by_id({row.coupon for row in held.values()})
    for move in new:
        use = move.new
        if use.held is None:
            raise Refused(_of_no_coupon(use, c.who), "code", move.index)
        kind = kinds[held[use.held].coupon]
        for field, why in (*_by_itself(use, held[use.held]), *_by_kind(use, kind), *_by_others(use, kind)):
            raise Refused(why, field, move.index)


def _of_no_coupon(use: Row, who: Who) -> Text:
    """Where it was used is for those who see that use."""
    before = CouponUse.rows(CouponUse.code == use.code, CouponUse.held.is_null(False))
    if not before:
        return words.UNKNOWN(code=use.code)
    if not visible_ids(CouponUse, who, {before[0].id}):
        return words.USED_ELSEWHERE(code=use.code)
    receipt = words.ON_RECEIPT(no=before[0].receipt_no) if before[0].receipt_no else ""
    where = {"day": local(before[0].used_at).date(), "store": Store.title_of(before[0].store), "receipt": receipt}
    return words.USED(code=use.code, **where)


def _by_itself(use: Row, mine: Row) -> list[tuple[str, Text]]:
    day, code = local(use.used_at).date(), use.code
    if mine.state == "void":
        return [("code", words.VOID(code=code))]
    if day > today():
        return [("used_at", words.COME(day=day))]
    if day < mine.starts_on:
        return [("used_at", words.NOT_BEGUN(code=code, day=mine.starts_on))]
    if day > mine.ends_on:
        return [("used_at", words.EXPIRED(code=code, day=mine.ends_on))]
    if use.card.strip() != Member.row(mine.member).card_no:
        return [("card", words.NOT_OWN(code=code, card=use.card))]
    return []


def _by_kind(use: Row, kind: Row) -> list[tuple[str, Text]]:
    if kind.store not in (None, use.store):
        return [("store", words.ELSEWHERE(code=use.code, store=Store.title_of(kind.store)))]
    if use.amount < kind.least:
        show = CouponUse.amount.show
        short = {"amount": show(use.amount), "least": show(kind.least), "short": show(kind.least - use.amount)}
        return [("amount", words.BELOW(code=use.code, **short))]
    return []


def _by_others(use: Row, kind: Row) -> list[tuple[str, Text]]:
    """Another coupon on the same receipt: both must go with others. Tills may count alike, so it is the member's own receipt."""
    if not use.receipt_no:
        return []
    mine = (CouponUse.store == use.store) & (CouponUse.receipt_no == use.receipt_no) & (CouponUse.member == use.member)
    for other in CouponUse.rows(mine, CouponUse.id != use.id):
        alone = local(other.used_at).date() == local(use.used_at).date() and not (
            kind.together and Coupon.row(other.coupon).together
        )
        if alone:
            return [("code", words.NOT_TOGETHER(no=use.receipt_no, other=other.code, code=use.code))]
    return []


def settle(c: Changes, moves: list[Move]) -> None:
    """A coupon says where and when it was used, its kind what came of it, its promotion what it cost."""
    uses = [row for move in moves for row in (move.old, move.new) if row and row.held]
    held = MemberCoupon.rows_by_id({row.held for row in uses})
    there = {row.held: row for row in CouponUse.rows(CouponUse.held.in_(list(held)))} if held else {}
    c.alter(MemberCoupon, {id: _as_used(row, there.get(id)) for id, row in held.items()})
    coupons = {row.coupon for row in held.values()}
    recount(c, coupons)
    for promotion in {row.promotion for row in Coupon.rows_by_id(coupons).values() if row.promotion}:
        take_coupons(c, promotion, _by_store(promotion))


def _as_used(mine: Row, use: Row | None) -> dict[str, Any]:
    if use is None:
        state = "void" if mine.why_void else "expired" if mine.ends_on < today() else "held"
        return {"state": state, **dict.fromkeys(OF_USE)}
    return {"state": "used", **{name: getattr(use, name) for name in OF_USE}}


def _by_store(promotion: int) -> dict[int, Decimal]:
    """What the coupons of a promotion took off, by the store they were used in."""
    kinds = [id for (id,) in Coupon.select(Coupon.id).where(Coupon.promotion == promotion).tuples()]
    cents = fn.SUM(CouponUse.saved).coerce(False)
    query = CouponUse.select(CouponUse.store, cents).where(CouponUse.coupon.in_(kinds)).group_by(CouponUse.store)
    return {store: Decimal(int(sum or 0)).scaleb(-2) for store, sum in query.tuples()}


class CouponUse(Record):
    """One coupon that was used: its code, who brought it, where, on what purchase. Deleted, the member has it back."""

    code = LineField("券码", "Coupon code", max_length=30, width=160, aka=("优惠券码", "券号"))
    card = LineField(
        "会员卡号",
        "Member's card",
        max_length=40,
        aka=("卡号", "会员"),
        hint=Text("卡号或手机号，须是领券的会员本人", "Card or phone: that of the member who got it"),
    )
    store = LinkField(Store, "门店", "Store", aka=("使用门店",))
    used_at = MomentField("使用时间", "Used at", happened=True, default=now, index=True, aka=("时间", "日期"))
    receipt_no = LineField("小票号", "Receipt no.", null=True, max_length=40, aka=("单号", "订单号"))
    amount = MoneyField(
        "券前金额",
        "Purchase",
        least=0,
        sum=True,
        aka=("金额", "订单金额"),
        hint=Text("用券之前的金额", "What it came to before the coupon"),
    )
    saved = MoneyField("让利", "Taken off", null=True, locked=True, sum=True)
    coupon = LinkField(Coupon, "优惠券", "Coupon", null=True, locked=True)
    member = LinkField(Member, "会员", "Member", null=True, locked=True)
    held = LinkField(MemberCoupon, "会员的券", "Member's coupon", null=True, unique=True, locked=True)

    sheet = Sheet(
        "用券记录",
        "Coupons used",
        title="code",
        says=("code", "coupon"),
        order=("-used_at", "-id"),
        search=("code", "member", "receipt_no", "coupon"),
        verbs="see add delete import export",
        columns=("code", "coupon", "member", "store", "used_at", "receipt_no", "amount", "saved"),
        fill=fill_uses,
        checks=(keep_uses,),
        derives=(settle,),
        scopes={"store": "store", "region": "store.region"},
    )

    class Meta:
        indexes = ((("store", "receipt_no"), False),)


# By the tills ----------------------------------------------------------------------------------------------------------


def use_at_till(c: Changes, moves: list[Move]) -> None:
    """The coupons a new receipt names are used with it; what was entered by hand for the same receipt is the same use."""
    named = [move for move in moves if move.old is None and move.new and move.new.coupons]
    cards = Member.rows_by_id({move.new.member for move in named if move.new.member}, ["card_no"])
    uses, indexes = [], []
    for move in named:
        codes = list(dict.fromkeys(codes_of(move.new.coupons)))
        if codes:
            _sound(move, codes[0])
        new = [code for code in codes if not _is_entered(code, move.new)]
        uses += [_use(code, move.new, cards) for code in new]
        indexes += [move.index] * len(new)
    try:
        c.add(CouponUse, uses, indexes=indexes)
    except Refused as why:
        raise Refused(why.text, "coupons", why.index) from why


def codes_of(text: str) -> list[str]:
    """Codes as a till or a person writes several of them."""
    return [part.upper() for part in split(r"[\s,，、;；/|]+", text) if part]


def _sound(move: Move, code: str) -> None:
    """What a receipt must say before any coupon can be judged."""
    receipt, index = move.new, move.index
    if receipt.kind == "refund":
        raise Refused(words.REFUND_USES(no=receipt.no), "coupons", index)
    if receipt.member is None:
        raise Refused(words.NO_CARD(no=receipt.no, code=code), "coupons", index)
    if receipt.amount is None:
        raise Refused(words.NO_AMOUNT(no=receipt.no), "amount", index)


def _is_entered(code: str, receipt: Row) -> bool:
    """By hand at the counter, for this very receipt."""
    here = (CouponUse.code == code) & (CouponUse.store == receipt.store) & (CouponUse.receipt_no == receipt.no)
    return any(local(use.used_at).date() == receipt.day for use in CouponUse.rows(here))


def _use(code: str, receipt: Row, cards: dict[int, Row]) -> dict[str, Any]:
    return {
        "code": code,
        "card": cards[receipt.member].card_no,
        "store": receipt.store,
        "used_at": receipt.sold_at,
        "receipt_no": receipt.no,
        "amount": receipt.amount + receipt.discount,
    }
