"""Gifts 礼品: what members take home for points, its stock ledger, redemptions, and the month's budget."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import peewee

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    MonthField,
    Move,
    NoteField,
    PinyinField,
    Record,
    Refused,
    Row,
    Sheet,
    Text,
    Who,
    changes,
)
from ..kit.history import Tally
from ..kit.week import add_months, from_local, local, now, start_of, today
from ..organization import Employee, Store
from .people import Member
from .points import PointsEntry, reverse, spend

GIFT_KINDS = (
    Choice("points", "积分礼品", "Points gift", "info"),
    Choice("service", "服务礼品", "Service gift", "positive"),
)
GIFT_STATES = (Choice("on", "上架", "Offered", "positive"), Choice("off", "下架", "Withdrawn", "grey"))
LIMIT_PERIODS = (
    Choice("day", "每天", "Per day"),
    Choice("month", "每月", "Per month"),
    Choice("year", "每年", "Per year"),
    Choice("ever", "总共", "Ever"),
)
MOVEMENT_KINDS = (
    Choice("opening", "期初", "Opening", "info"),
    Choice("in", "入库", "Received", "positive"),
    Choice("issue", "发放", "Issued", "info"),
    Choice("return", "退回", "Returned", "warning"),
    Choice("count", "盘点", "Stocktake", "warning"),
    Choice("scrap", "报损", "Scrapped", "negative"),
    Choice("reversal", "冲正", "Reversal", "negative"),
)
REDEMPTION_STATES = (
    Choice("requested", "申请", "Requested", "info"),
    Choice("issued", "已发放", "Issued", "positive", ("已兑换", "已领取")),
    Choice("cancelled", "取消", "Cancelled", "grey", ("已取消",)),
)

STOCK_SHORT = Text("{title} 的库存不足，还差 {short} 件", "{title} is out of stock by {short}")
BUDGET_SHORT = Text(
    "{month} {place}的礼品预算不足，还差 {short}", "The gift budget of {place} for {month} is {short} short"
)
COMPANY = Text("全公司", "the company")
NOT_OFFERED = Text("{gift}现在不能兑换（{why}）", "{gift} can't be redeemed now ({why})")
WITHDRAWN = Text("已下架", "withdrawn")
NOT_YET = Text("{day} 起可兑换", "from {day}")
NO_LONGER = Text("已于 {day} 截止", "ended {day}")
OVER_LIMIT = Text(
    "{gift}{period}限兑 {limit} 件，已兑 {taken} 件", "{gift}: limit {limit} ({period}), {taken} taken already"
)
NOT_ACTIVE = Text("会员状态为“{state}”，不能兑换", "The member is “{state}” and can't redeem")
NOT_OPEN = Text("这张兑换单的状态是“{state}”，不能{what}", "This redemption is “{state}”; it can't be {what}")
PAST = Text(
    "这是导入的历史兑换，没有动过积分和库存，不能取消",
    "A past redemption from a workbook moved nothing, so it can't be cancelled",
)
REDEEMED = Text("已兑换 {gift} × {qty}，用去 {points} 积分", "Redeemed {gift} × {qty} for {points} points")
REQUESTED = Text("已登记申请 {no}", "Request {no} is noted")
CANCELLED = Text("已取消 {no}，积分、库存和预算都已退回", "{no} is cancelled; points, stock and budget are back")
NO_QTY = Text("数量至少为 1", "The quantity must be at least 1")
ISSUE, CANCEL = Text("发放", "issued"), Text("取消", "cancelled")


class Gift(Record):
    """Something a member takes home for points."""

    code = LineField("礼品编码", "Gift code", unique=True, max_length=20, width=100, aka=("礼品编号", "编码"))
    name = LineField("礼品名称", "Gift", unique=True, max_length=60, width=150, aka=("礼品",))
    name_py = PinyinField("礼品拼音", "Gift pinyin", of="name")
    kind = ChoiceField("类型", "Kind", options=GIFT_KINDS, default="points", aka=("礼品类型",))
    price = CountField("兑换积分", "Points needed", least=0, aka=("所需积分", "积分"))
    unit_cost = MoneyField("单位成本", "Unit cost", default=0, least=0, aka=("成本", "成本价"))
    stock = CountField("库存数量", "In stock", least=0, default=0, derived=True, sum=True, aka=("库存", "当前库存"))
    safety_stock = CountField("安全库存", "Safety stock", default=0, least=0)
    limit = CountField("限兑数量", "Limit", null=True, least=1, column_name="limit_qty")
    limit_period = ChoiceField("限兑周期", "Limit period", options=LIMIT_PERIODS, null=True)
    starts_on = DayField("开始日期", "From", null=True)
    ends_on = DayField("结束日期", "To", null=True)
    status = ChoiceField("状态", "Status", options=GIFT_STATES, default="on", width=80)

    sheet = Sheet("礼品", "Gifts", order=("code",), key=("code",), search=("name", "name_py", "code"),
                  columns=("code", "name", "kind", "price", "unit_cost", "stock", "safety_stock", "starts_on", "ends_on", "status"))  # fmt: skip


def keep_stock(c: Changes, moves: list[Move]) -> None:
    """A gift's stock is the sum of its movements, and never below zero."""
    gifts: dict[int, int] = defaultdict(int)
    for move in moves:
        gifts[move.new.gift] += move.new.qty
    c.shift(Gift, "stock", gifts, short=STOCK_SHORT)


def take_back_movement(c: Changes, row: Row) -> None:
    if row.reverses is None and not GiftMovement.select().where(GiftMovement.reverses == row.id).exists():
        reverse_movements(c, [row])


class GiftMovement(Record):
    """One line of the gifts' stock ledger; corrected by a reversing line."""

    gift = LinkField(Gift, "礼品", "Gift", outlives=True)
    store = LinkField(Store, "门店（空为总部）", "Store (empty: headquarters)", null=True)
    kind = ChoiceField("类型", "Kind", options=MOVEMENT_KINDS)
    qty = CountField("数量", "Qty", sum=True)
    unit_cost = MoneyField("单位成本", "Unit cost", null=True)
    occurred_at = MomentField("发生时间", "Occurred at", default=now, index=True)
    reference = LineField("来源单号", "Reference", null=True, max_length=40, index=True)
    reason = NoteField("原因", "Reason", null=True)
    by = LineField("经办", "By", null=True, max_length=60)
    reverses = LinkField("self", "冲正的流水", "Reverses", null=True, unique=True)

    sheet = Sheet("礼品出入库", "Gift movements", title="occurred_at", order=("-occurred_at",), ledger=True, verbs="see export",
                  search=("gift", "reference"), rules=(keep_stock,), take_back=take_back_movement,
                  scopes={"store": "store", "region": "store.region"})  # fmt: skip


def reverse_movements(c: Changes, rows: list[Row]) -> None:
    c.add(GiftMovement, [
        {"gift": row.gift, "store": row.store, "kind": "reversal", "qty": -row.qty, "unit_cost": row.unit_cost,
         "reference": row.reference, "by": c.who.name, "reverses": row.id} for row in rows
    ])  # fmt: skip


def open_stock(c: Changes, rows: list[tuple[Row, int]]) -> None:
    """Stock that came with a workbook is a ledger line of kind 期初."""
    c.add(GiftMovement, [
        {"gift": row.id, "kind": "opening", "qty": qty, "unit_cost": row.unit_cost, "by": c.who.name} for row, qty in rows if qty
    ])  # fmt: skip


Gift.stock.opening = open_stock


def fill_past(c: Changes, moves: list[Move]) -> None:
    """Lines of a workbook name member, gift and number only: points and cost are what the gift says."""
    bare = [move for move in moves if move.old is None and move.new.points is None]
    gifts = {gift.id: gift for gift in Gift.rows(Gift.id.in_([move.new.gift for move in bare]))} if bare else {}
    c.alter(Redemption, {
        m.id: {"points": gifts[m.new.gift].price * m.new.qty, "cost": gifts[m.new.gift].unit_cost * m.new.qty} for m in bare
    })  # fmt: skip


def keep_budgets(c: Changes, moves: list[Move]) -> None:
    """The month's budgets follow what is issued and cancelled, and refuse what exceeds them."""
    places = set()
    for move in moves:
        if move.changed("state", "cost", "store"):
            places |= {row.requested_at for row in (move.old, move.new) if row and not row.past}
    months = {f"{local(moment):%Y-%m}" for moment in places}
    recount_budgets(c, GiftBudget.rows(GiftBudget.month.in_(months)) if months else [])


class Redemption(Record):
    """Gifts a member takes for points: points, stock and budget move together, or none of them."""

    no = LineField("兑换单号", "Redemption no.", unique=True, max_length=30, width=130, aka=("单号", "兑换编号"))
    member = LinkField(Member, "会员", "Member", aka=("会员卡号", "卡号"))
    gift = LinkField(Gift, "礼品", "Gift", aka=("礼品名称", "礼品编码"))
    qty = CountField("数量", "Qty", least=1, default=1, sum=True, aka=("兑换数量",))
    points = CountField("积分", "Points", null=True, locked=True, sum=True)
    cost = MoneyField("成本", "Cost", null=True, locked=True, sum=True)
    store = LinkField(Store, "门店", "Store", null=True, aka=("兑换门店",))
    requested_at = MomentField("兑换时间", "Requested at", default=now, index=True, aka=("兑换日期", "日期"))
    state = ChoiceField("状态", "State", options=REDEMPTION_STATES, default="requested", locked=True, width=90)
    issued_by = LinkField(Employee, "经手人", "Issued by", null=True, aka=("经办人",))
    past = FlagField("历史记录", "Past", default=False, locked=True)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet("礼品兑换", "Redemptions", title="no", order=("-requested_at",), key=("no",), search=("no", "member", "gift"),
                  verbs="see edit import export", arrives={"past": True, "state": "issued"},
                  rules=(fill_past, keep_budgets), take_back=lambda c, row: take_back_redemption(c, row),
                  scopes={"store": "store", "region": "store.region", "own": "member.recruiter"})  # fmt: skip


def keep_limits(c: Changes, moves: list[Move]) -> None:
    fresh = [move.new for move in moves if move.new and move.changed("month", "store", "amount")]
    recount_budgets(c, fresh)


class GiftBudget(Record):
    """What gifts may cost in a month, for a store or the whole company; what is used counts itself."""

    month = MonthField("月份", "Month", index=True)
    store = LinkField(Store, "门店（空为全公司）", "Store (empty: company)", null=True)
    amount = MoneyField("预算金额", "Budget", least=0, sum=True, aka=("预算",))
    used = MoneyField("已用金额", "Used", default=0, derived=True, sum=True)
    left = MoneyField("剩余金额", "Left", default=0, derived=True, sum=True)
    served = CountField("服务会员数", "Members served", default=0, derived=True)
    per_member = MoneyField("人均成本", "Cost per member served", null=True, derived=True)

    sheet = Sheet("礼品预算", "Gift budgets", title="month", order=("-month", "store"), key=("store", "month"), rules=(keep_limits,),
                  scopes={"store": "store", "region": "store.region"})  # fmt: skip

    class Meta:
        indexes = ((("store", "month"), True),)


def recount_budgets(c: Changes, budgets: list[Row]) -> None:
    """Used, left and members served, from the redemptions issued in the month. Raises Refused when one is exceeded."""
    sets = {}
    for budget in budgets:
        used, served = _spent(budget.month, budget.store)
        if used > budget.amount:
            place = Store.title_of(budget.store) if budget.store else COMPANY
            short = GiftBudget.amount.show(used - budget.amount)
            raise Refused(BUDGET_SHORT(month=budget.month, place=place, short=short), "amount")
        each = (used / served).quantize(Decimal("0.01")) if served else None
        sets[budget.id] = {"used": used, "left": budget.amount - used, "served": served, "per_member": each}
    c.alter(GiftBudget, sets)


def _spent(month: str, store: int | None) -> tuple[Decimal, int]:
    first = date.fromisoformat(f"{month}-01")
    cost, members = peewee.fn.SUM(Redemption.cost).coerce(False), peewee.fn.COUNT(Redemption.member.distinct())
    query = Redemption.select(cost, members).where(
        Redemption.state == "issued",
        Redemption.past == 0,
        Redemption.requested_at >= start_of(first),
        Redemption.requested_at < start_of(add_months(first, 1)),
    )
    query = query if store is None else query.where(Redemption.store == store)
    cents, served = query.tuples().first()
    return Decimal(int(cents or 0)).scaleb(-2), served


# What people do --------------------------------------------------------------------------------------------------------


def redeem(member: int, *, gift: int, qty: int = 1, store: int | None = None, note: str | None = None, who: Who):
    """Points, stock and budget move together or not at all."""
    with changes(who=who, label=Text("兑换礼品", "Redeem a gift")) as c:
        row = _request(c, member, gift, qty, store, note)
        _issue(c, row)
    return REDEEMED(gift=Gift.title_of(gift), qty=qty, points=row.points)


def request_gift(member: int, *, gift: int, qty: int = 1, store: int | None = None, note: str | None = None, who: Who):
    """Note what a member wants; nothing moves until it is issued."""
    with changes(who=who, label=Text("申请礼品", "Request a gift")) as c:
        row = _request(c, member, gift, qty, store, note)
    return REQUESTED(no=row.no)


def issue(redemption: int, *, who: Who):
    """Hand out what was requested."""
    with changes(who=who, label=Text("发放礼品", "Issue a gift")) as c:
        row = c.fresh(Redemption, redemption)
        if row.state != "requested":
            raise Refused(NOT_OPEN(state=Redemption.state.show(row.state), what=ISSUE), "state")
        _issue(c, row)
    return REDEEMED(gift=Gift.title_of(row.gift), qty=row.qty, points=row.points)


def cancel(redemption: int, *, who: Who):
    """Put points, stock and budget back."""
    with changes(who=who, label=Text("取消兑换", "Cancel a redemption")) as c:
        row = c.fresh(Redemption, redemption)
        if row.past:
            raise Refused(PAST, "state")
        if row.state == "cancelled":
            raise Refused(NOT_OPEN(state=Redemption.state.show(row.state), what=CANCEL), "state")
        take_back_redemption(c, row)
    return CANCELLED(no=row.no)


def take_back_redemption(c: Changes, row: Row) -> None:
    """Reverse whatever ledger lines of this redemption still stand, and mark it cancelled; a past one just goes."""
    if row.past:
        c.remove(Redemption, [row.id])
        return
    undone = PointsEntry.select(PointsEntry.reverses).where(
        PointsEntry.reverses.is_null(False), PointsEntry.reference == row.no
    )
    mine = PointsEntry.rows(
        PointsEntry.reference == row.no, PointsEntry.reverses.is_null(), PointsEntry.id.not_in(undone)
    )
    reverse(c, mine)
    back = GiftMovement.select(GiftMovement.reverses).where(
        GiftMovement.reverses.is_null(False), GiftMovement.reference == row.no
    )
    out = GiftMovement.rows(
        GiftMovement.reference == row.no, GiftMovement.reverses.is_null(), GiftMovement.id.not_in(back)
    )
    reverse_movements(c, out)
    c.update(Redemption, row.id, state="cancelled")


def _request(c: Changes, member: int, gift: int, qty: int, store: int | None, note: str | None) -> Row:
    if qty < 1:
        raise Refused(NO_QTY, "qty")
    person, wanted = c.fresh(Member, member), c.fresh(Gift, gift)
    if person.status in ("frozen", "left"):
        raise Refused(
            NOT_ACTIVE(state=Text(*[Member.status.show(person.status, lang) for lang in ("zh", "en")])), "member"
        )
    _offered(wanted)
    _within_limit(wanted, member, qty)
    return c.create(
        Redemption, no=_next_no(), member=member, gift=gift, qty=qty, points=wanted.price * qty, cost=wanted.unit_cost * qty,
        store=store or c.who.store_id or person.home_store, issued_by=c.who.employee_id, note=note,
    )  # fmt: skip


def _issue(c: Changes, row: Row) -> None:
    gift = c.fresh(Gift, row.gift)
    if row.points:
        spend(c, row.member, row.points, kind="redeem", source="redemption", reference=row.no, store=row.store)
    c.create(
        GiftMovement,
        gift=row.gift,
        store=row.store,
        kind="issue",
        qty=-row.qty,
        unit_cost=gift.unit_cost,
        reference=row.no,
        by=c.who.name,
    )
    c.update(Redemption, row.id, state="issued")


def _offered(gift: Row) -> None:
    day = today()
    why = None
    if gift.status != "on":
        why = WITHDRAWN
    elif gift.starts_on and day < gift.starts_on:
        why = NOT_YET(day=gift.starts_on)
    elif gift.ends_on and day > gift.ends_on:
        why = NO_LONGER(day=gift.ends_on)
    if why:
        raise Refused(NOT_OFFERED(gift=gift.name, why=why), "gift")


def _within_limit(gift: Row, member: int, qty: int) -> None:
    if not gift.limit:
        return
    day = today()
    starts = {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}.get(gift.limit_period)
    mine = Redemption.select(peewee.fn.SUM(Redemption.qty).coerce(False)).where(
        Redemption.member == member, Redemption.gift == gift.id, Redemption.state != "cancelled"
    )
    mine = mine.where(Redemption.requested_at >= start_of(starts)) if starts else mine
    taken = int(mine.scalar() or 0)
    if taken + qty > gift.limit:
        period = next(
            (choice.label for choice in LIMIT_PERIODS if choice.key == gift.limit_period), LIMIT_PERIODS[-1].label
        )
        raise Refused(OVER_LIMIT(gift=gift.name, period=period, limit=gift.limit, taken=taken), "qty")


def _next_no() -> str:
    number = Tally.select(Tally.next_id).where(Tally.record == Redemption.key()).scalar() or 1
    return f"DH{today():%Y%m%d}{number:06d}"


def receive_gifts(gift: int, *, kind: str, qty: int, reason: str | None = None, who: Who):
    """Gifts come in, are counted, or are written off."""
    signs = {"in": 1, "count": 1, "scrap": -1}
    with changes(who=who, label=Text("礼品出入库", "Gift movement")) as c:
        row = c.fresh(Gift, gift)
        c.create(
            GiftMovement,
            gift=gift,
            kind=kind,
            qty=signs[kind] * qty,
            unit_cost=row.unit_cost,
            reason=reason,
            by=who.name,
        )
        stock = c.fresh(Gift, gift).stock
    return Text("{gift} 现有库存 {stock}", "{gift}: {stock} in stock")(gift=row.name, stock=stock)


__all__ = ["Gift", "GiftBudget", "GiftMovement", "Redemption", "from_local"]
