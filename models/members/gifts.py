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
    Then,
)
from ..kit.clock import add_months, local, now, start_of, today
from ..organization import Employee, Store
from .people import Member
from .points import PointsEntry, in_force, kinds_reversed, reverse

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
OVER_LIMIT = Text(
    "{gift}{period}限兑 {limit} 件，已兑 {taken} 件", "{gift}: limit {limit} ({period}), {taken} taken already"
)
NOT_ACTIVE = Text("会员状态为“{state}”，不能兑换", "The member is “{state}” and can't redeem")
HANDED_OUT = Text(
    "这张兑换单已是“{state}”，不能再改；请取消后重新兑换",
    "This redemption is “{state}” already; cancel it and redeem anew",
)
NOT_PAST = Text(
    "{no} 是系统里的兑换，不能当作历史记录覆盖",
    "{no} was redeemed here; a workbook of past redemptions can't overwrite it",
)


class Gift(Record):
    """Something a member takes home for points."""

    code = LineField("礼品编码", "Gift code", unique=True, max_length=20, width=100, aka=("礼品编号", "编码"))
    name = LineField("礼品名称", "Gift", unique=True, max_length=60, public=True, width=150, aka=("礼品",))
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

    sheet = Sheet(
        "礼品",
        "Gifts",
        order=("code",),
        key=("code",),
        search=("name", "name_py", "code"),
        columns=(
            "code",
            "name",
            "kind",
            "price",
            "unit_cost",
            "stock",
            "safety_stock",
            "starts_on",
            "ends_on",
            "status",
        ),
    )


def keep_stock(c: Changes, moves: list[Move]) -> None:
    """A gift's stock is the sum of its movements, and never below zero."""
    gifts: dict[int, int] = defaultdict(int)
    for move in moves:
        gifts[move.new.gift] += move.new.qty
    c.shift(Gift, "stock", gifts, short=STOCK_SHORT)


def take_back_movements(c: Changes, rows: list[Row]) -> None:
    reverse_movements(c, in_force(GiftMovement, rows))


class GiftMovement(Record):
    """One line of the gifts' stock ledger; corrected by a reversing line."""

    gift = LinkField(Gift, "礼品", "Gift", outlives=True)
    store = LinkField(Store, "门店（空为总部）", "Store (empty: headquarters)", null=True)
    kind = ChoiceField("类型", "Kind", options=MOVEMENT_KINDS)
    qty = CountField("数量", "Qty", sum=True)
    unit_cost = MoneyField("单位成本", "Unit cost", null=True)
    occurred_at = MomentField("发生时间", "Occurred at", happened=True, default=now, index=True)
    reference = LineField("来源单号", "Reference", null=True, max_length=40, index=True)
    reason = NoteField("原因", "Reason", null=True)
    by = LineField("经办", "By", null=True, max_length=60, ours=True)
    reverses = LinkField("self", "冲正的流水", "Reverses", null=True, unique=True)

    sheet = Sheet(
        "礼品出入库",
        "Gift movements",
        title="occurred_at",
        order=("-occurred_at",),
        ledger=True,
        verbs="see export",
        search=("gift", "reference"),
        derives=(keep_stock,),
        take_back=take_back_movements,
        scopes={"store": "store", "region": "store.region"},
    )


def reverse_movements(c: Changes, rows: list[Row]) -> None:
    kinds = kinds_reversed(GiftMovement, rows)
    c.add(
        GiftMovement,
        [
            {
                "gift": row.gift,
                "store": row.store,
                "kind": kinds.get(row.id, "reversal"),
                "qty": -row.qty,
                "unit_cost": row.unit_cost,
                "reference": row.reference,
                "by": c.who.name,
                "reverses": row.id,
            }
            for row in rows
        ],
    )


def open_stock(c: Changes, rows: list[tuple[Row, int]]) -> None:
    """Stock that came with a workbook is a ledger line of kind 期初."""
    c.add(
        GiftMovement,
        [
            {"gift": row.id, "kind": "opening", "qty": qty, "unit_cost": row.unit_cost, "by": c.who.name}
            for row, qty in rows
            if qty
        ],
    )


def fill_price(c: Changes, rows: list[dict]) -> None:
    """Lines of a workbook name member, gift and number only: points and cost are what the gift says."""
    bare = [row for row in rows if row["points"] is None and row["gift"] and row["qty"]]
    gifts = {gift.id: gift for gift in Gift.rows(Gift.id.in_(list({row["gift"] for row in bare})))} if bare else {}
    for row in bare:
        row["points"], row["cost"] = price_of(gifts[row["gift"]], row["qty"])


def price_of(gift: Row, qty: int) -> tuple[int, Decimal]:
    return gift.price * qty, gift.unit_cost * qty


def keep_terms(c: Changes, moves: list[Move]) -> None:
    """What was handed out stays as it was; a request may still change, to what the member may have."""
    for move in moves:
        if move.old is None or move.new is None:
            continue
        if move.old.past != move.new.past:
            raise Refused(NOT_PAST(no=move.old.no), "no", move.index)
        if move.old.past or not move.changed("member", "gift", "qty", "requested_at"):
            continue
        if move.old.state != "requested":
            name = next(name for name in ("member", "gift", "qty", "requested_at") if move.changed(name))
            raise Refused(HANDED_OUT(state=state_of(move.old)), name, move.index)
        card_in_use(c, move.new.member)
        within_limit(c.fresh(Gift, move.new.gift), move.new.member, move.new.qty, but=move.id)


def price_anew(c: Changes, moves: list[Move]) -> None:
    """A request that changed costs what the gift says now."""
    changed = [
        m for m in moves if m.old and m.new and not m.old.past and m.changed("member", "gift", "qty", "requested_at")
    ]
    gifts = Gift.rows_by_id({move.new.gift for move in changed})
    prices = {move.id: price_of(gifts[move.new.gift], move.new.qty) for move in changed}
    c.alter(Redemption, {id: {"points": points, "cost": cost} for id, (points, cost) in prices.items()})


def keep_budgets(c: Changes, moves: list[Move]) -> None:
    """The month's budgets follow what is issued and cancelled, and refuse what exceeds them."""
    rows = [
        row
        for move in moves
        if move.changed("state", "cost", "store", "member", "requested_at")
        for row in (move.old, move.new)
        if row and not row.past
    ]
    months, stores = {f"{local(row.requested_at):%Y-%m}" for row in rows}, {row.store for row in rows}
    theirs = GiftBudget.store.is_null() | GiftBudget.store.in_(stores - {None})
    recount_budgets(c, GiftBudget.rows(GiftBudget.month.in_(months), theirs) if months else [])


class Redemption(Record):
    """Gifts a member takes for points: points, stock and budget move together, or none of them."""

    no = LineField("兑换单号", "Redemption no.", unique=True, max_length=30, width=130, aka=("单号", "兑换编号"))
    member = LinkField(Member, "会员", "Member", aka=("会员卡号", "卡号"))
    gift = LinkField(Gift, "礼品", "Gift", aka=("礼品名称", "礼品编码"))
    qty = CountField("数量", "Qty", least=1, default=1, sum=True, aka=("兑换数量",))
    points = CountField("积分", "Points", null=True, locked=True, sum=True)
    cost = MoneyField("成本", "Cost", null=True, locked=True, sum=True)
    store = LinkField(Store, "门店", "Store", null=True, aka=("兑换门店",))
    requested_at = MomentField(
        "兑换时间", "Requested at", happened=True, default=now, index=True, aka=("兑换日期", "日期")
    )
    state = ChoiceField("状态", "State", options=REDEMPTION_STATES, default="requested", locked=True, width=90)
    issued_by = LinkField(Employee, "经手人", "Issued by", null=True, aka=("经办人",))
    past = FlagField("历史记录", "Past", default=False, locked=True)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "礼品兑换",
        "Redemptions",
        title="no",
        order=("-requested_at",),
        key=("no",),
        search=("no", "member", "gift"),
        verbs="see edit import export",
        arrives={"past": True, "state": "issued"},
        fill=fill_price,
        checks=(keep_terms,),
        derives=(keep_budgets,),
        consequences=(Then(price_anew, also="import"),),
        take_back=lambda c, rows: take_back_redemptions(c, rows),
        scopes={"store": "store", "region": "store.region", "own": "member.recruiter"},
    )


def keep_limits(c: Changes, moves: list[Move]) -> None:
    recount_budgets(c, [move.new for move in moves if move.new and move.changed("month", "store", "amount")])


class GiftBudget(Record):
    """What gifts may cost in a month, for a store or the whole company; what is used counts itself."""

    month = MonthField("月份", "Month", index=True)
    store = LinkField(Store, "门店（空为全公司）", "Store (empty: company)", null=True)
    amount = MoneyField("预算金额", "Budget", least=0, sum=True, aka=("预算",))
    used = MoneyField("已用金额", "Used", default=0, derived=True, sum=True)
    left = MoneyField("剩余金额", "Left", default=0, derived=True, sum=True)
    served = CountField("服务会员数", "Members served", default=0, derived=True)
    per_member = MoneyField("人均成本", "Cost per member served", null=True, derived=True)

    sheet = Sheet(
        "礼品预算",
        "Gift budgets",
        title="month",
        order=("-month", "store"),
        key=("store", "month"),
        derives=(keep_limits,),
        scopes={"store": "store", "region": "store.region"},
    )

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


# What a redemption is held to -----------------------------------------------------------------------------------------


def take_back_redemptions(c: Changes, rows: list[Row]) -> None:
    """What moved points and stock gives them back; past ones, which moved nothing, just go."""
    c.remove(Redemption, [row.id for row in rows if row.past])
    for row in rows:
        if not row.past:
            take_back_redemption(c, row)


def take_back_redemption(c: Changes, row: Row) -> None:
    """Reverse whatever ledger lines of this redemption still stand, and mark it cancelled."""
    reverse(c, [entry for entry in standing(PointsEntry, row.no) if entry.points < 0])
    reverse_movements(c, [line for line in standing(GiftMovement, row.no) if line.qty < 0])
    c.update(Redemption, row.id, state="cancelled")


def standing(ledger: type[Record], reference: str) -> list[Row]:
    """The lines of a reference that no other line reverses."""
    undone = ledger.select(ledger.reverses).where(ledger.reverses.is_null(False), ledger.reference == reference)
    return ledger.rows(ledger.reference == reference, ledger.id.not_in(undone))


def state_of(row: Row) -> Text:
    return Text(*(Redemption.state.show(row.state, lang) for lang in ("zh", "en")))


def card_in_use(c: Changes, member: int) -> Row:
    """The member, when the card may be used. Raises Refused for frozen cards and for people who left."""
    person = c.fresh(Member, member)
    if person.status in ("frozen", "left"):
        state = Text(*(Member.status.show(person.status, lang) for lang in ("zh", "en")))
        raise Refused(NOT_ACTIVE(state=state), "member")
    return person


def within_limit(gift: Row, member: int, qty: int, but: int = 0) -> None:
    if not gift.limit:
        return
    day = today()
    starts = {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}.get(gift.limit_period)
    mine = Redemption.select(peewee.fn.SUM(Redemption.qty).coerce(False)).where(
        Redemption.member == member,
        Redemption.gift == gift.id,
        Redemption.state != "cancelled",
        Redemption.id != but,
    )
    mine = mine.where(Redemption.requested_at >= start_of(starts)) if starts else mine
    taken = int(mine.scalar() or 0)
    if taken + qty > gift.limit:
        period = next(
            (choice.label for choice in LIMIT_PERIODS if choice.key == gift.limit_period), LIMIT_PERIODS[-1].label
        )
        raise Refused(OVER_LIMIT(gift=gift.name, period=period, limit=gift.limit, taken=taken), "qty")
