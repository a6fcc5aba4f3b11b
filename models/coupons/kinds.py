"""Kinds of coupon 优惠券: what comes off what purchase, where and until when, how many there are, and what came of them."""

from decimal import Decimal
from typing import Any

from ..kit import (
    Changes,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    MoneyField,
    Move,
    NoteField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    notify,
    numbered,
)
from ..kit.clock import today
from ..organization import Store
from ..promotions import Promotion
from . import words

TERMS = (
    "kind",
    "value",
    "percent",
    "most_off",
    "least",
    "store",
    "starts_on",
    "ends_on",
    "days",
    "together",
    "promotion",
)
LIMITS = ("limit", "each")
JUDGED = ("submitted", "asking")
GIVING = ("running", "asking")  # while more is asked for, as many as were approved may go out
SUBMITTED = Text("优惠券“{name}”待审批", "The coupon “{name}” waits for approval")


def keep_terms(c: Changes, moves: list[Move]) -> None:
    """A coupon says what it gives, and what members hold stays what they were promised."""
    for move in moves:
        row = move.new
        if row is None:
            continue
        _sound(row, move.index)
        if move.old:
            _as_agreed(move)
        if move.old and row.limit is not None and row.limit < row.issued:
            raise Refused(words.FEWER(issued=row.issued, limit=row.limit), "limit", move.index)


def _as_agreed(move: Move) -> None:
    """What was approved, or is being looked at, stands; fewer may be given at any time, more only as approved anew."""
    old, row = move.old, move.new
    moved = next((name for name in TERMS if move.changed(name)), None)
    if moved and old.state != "draft":
        why = words.JUDGED if old.state in JUDGED else words.FIXED
        raise Refused(why(name=row.name, state=state_of(row)), moved, move.index)
    if moved and old.issued:
        raise Refused(words.GIVEN_OUT(name=row.name, issued=old.issued), moved, move.index)
    for name in LIMITS:
        if old.state in JUDGED and move.changed(name):
            raise Refused(words.JUDGED(name=row.name), name, move.index)
        asked = getattr(old, f"{name}_asked") if old.state == "running" else None  # as it is only while it is agreed to
        agreed = old.state == "draft" or (asked is not None and getattr(row, name) == asked)
        if not agreed and _more(getattr(old, name), getattr(row, name)):
            raise Refused(words.MORE(name=row.name), name, move.index)


def _more(before: int | None, after: int | None) -> bool:
    return before is not None and (after is None or after > before)


def _sound(row: Row, index: int | None) -> None:
    if row.kind == "off" and not row.value:
        raise Refused(words.NO_VALUE, "value", index)
    if row.kind == "percent" and not row.percent:
        raise Refused(words.NO_PERCENT, "percent", index)
    if row.ends_on < row.starts_on:
        raise Refused(words.WRONG_ORDER, "ends_on", index)
    if row.kind == "off" and row.value > row.least:
        show = Coupon.value.show
        raise Refused(words.MORE_THAN_LEAST(value=show(row.value), least=show(row.least)), "least", index)


def state_of(row: Row) -> Text:
    return Text(*(Coupon.state.show(row.state, lang) for lang in ("zh", "en")))


def submit(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    if row.ends_on < today():
        raise Refused(words.OVER(day=row.ends_on), "ends_on")
    notify(c, SUBMITTED(name=row.name), record=Coupon, row=row.id, roles=("operations_manager",), waits="state")


def ask(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    """What was approved holds until somebody else agrees to more."""
    submit(c, row, answers)
    if not any(_more(getattr(row, name), asked) for name in LIMITS if (asked := getattr(row, f"{name}_asked"))):
        raise Refused(words.NOT_MORE, "limit_asked")


def agree(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    c.update(
        Coupon, row.id, **{name: getattr(row, f"{name}_asked") or getattr(row, name) for name in LIMITS}, **NO_MORE
    )


def decline(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    c.update(Coupon, row.id, **NO_MORE)


NO_MORE = {f"{name}_asked": None for name in LIMITS}


def off_of(coupon: Row, amount: Decimal) -> Decimal:
    """What this kind takes off a purchase: never more than there is, part cents for the house."""
    if coupon.kind == "off":
        return min(coupon.value, amount)
    off = (amount * coupon.percent / 100).quantize(Decimal("0.01"), "ROUND_DOWN")
    return off if coupon.most_off is None else min(off, coupon.most_off)


class Coupon(Record):
    """One kind of coupon: its terms, how many there may be, and what came of it."""

    code = LineField(
        "券种编号", "Coupon no.", null=True, unique=True, max_length=30, width=140, aka=("编号",), auto="YHQ"
    )
    name = LineField("券名", "Coupon", unique=True, max_length=60, width=160, public=True, aka=("优惠券名称", "券名称"))
    promotion = LinkField(
        Promotion,
        "所属促销",
        "Promotion",
        null=True,
        hint=Text("用券让利计入这个促销各店的成果", "What it costs counts in this promotion's results"),
    )
    kind = ChoiceField("类型", "Kind", options=words.KINDS, default="off", width=90)
    value = MoneyField("减免金额", "Money off", null=True, least=0, aka=("面额", "券面金额"))
    percent = QuantityField("减免比例（%）", "Off (%)", percent=True, null=True, least=0, most=100)
    most_off = MoneyField("最多减", "At most off", null=True, least=0)
    least = MoneyField(
        "满额",
        "From a purchase of",
        default=0,
        least=0,
        aka=("使用门槛", "最低消费"),
        hint=Text("按用券前的金额算", "By what it comes to before the coupon"),
    )
    store = LinkField(Store, "限用门店", "Only in", null=True, hint=Text("留空为全部门店", "Empty: everywhere"))
    starts_on = DayField("开始日期", "From", default=today)
    ends_on = DayField("结束日期", "To", index=True)
    days = CountField(
        "领取后有效天数",
        "Days it is good for",
        null=True,
        least=1,
        most=730,
        hint=Text("含领取当天；最晚到结束日期", "The day it is got counted in; not beyond the last day"),
    )
    limit = CountField("发放总量", "How many", null=True, least=1, column_name="limit_all")
    each = CountField("每人限领", "Each", default=1, least=1, column_name="limit_each")
    limit_asked = CountField("申请总量", "How many asked for", null=True, least=1, locked=True)
    each_asked = CountField("申请每人限领", "Each asked for", null=True, least=1, locked=True)
    together = FlagField("可与其他券同用", "Goes with others", default=False)
    issued = CountField("已发", "Issued", default=0, derived=True, sum=True)
    used = CountField("已用", "Used", default=0, derived=True, sum=True)
    used_rate = QuantityField("使用率（%）", "Used (%)", percent=True, null=True, derived=True)
    saved = MoneyField("用券让利", "Taken off", default=0, derived=True, sum=True)
    sales = MoneyField("带动销售", "Purchases with it", default=0, derived=True, sum=True)
    note = NoteField("使用说明", "Terms", null=True, public=True)
    state = ChoiceField("状态", "State", options=words.STATES, default="draft", locked=True, width=90)

    sheet = Sheet(
        "优惠券",
        "Coupons",
        title="name",
        order=("-starts_on",),
        key=("code",),
        search=("name", "code", "note"),
        state="state",
        columns=(
            "code",
            "name",
            "kind",
            "value",
            "percent",
            "least",
            "starts_on",
            "ends_on",
            "limit",
            "issued",
            "used",
            "used_rate",
            "saved",
            "sales",
            "promotion",
            "state",
        ),
        fill=lambda c, rows: numbered(Coupon, rows, name="code"),
        checks=(keep_terms,),
        steps=(
            Step("submit", "提交审批", "Submit", "draft", "submitted", then=submit, icon="send"),
            Step(
                "approve",
                "批准发放",
                "Approve",
                "submitted",
                "running",
                verb="approve",
                unlike=("creator", "mover"),
                icon="done",
                hint=Text("批准后券面不能再改", "Its terms stand from then on"),
            ),
            Step("send_back", "退回", "Send back", "submitted", "draft", verb="approve", reason=True, icon="undo"),
            Step(
                "ask_more",
                "申请加量",
                "Ask for more",
                "running",
                "asking",
                asks={
                    "limit_asked": CountField(
                        "申请总量", "How many asked for", null=True, least=1, hint=words.AS_IT_IS
                    ),
                    "each_asked": CountField("申请每人限领", "Each asked for", null=True, least=1, hint=words.AS_IT_IS),
                },
                reason=True,
                then=ask,
                icon="add",
                hint=Text("批准以前仍按原来的数量发放", "Until it is approved, as many as before may be issued"),
            ),
            Step(
                "approve_more",
                "批准加量",
                "Approve more",
                "asking",
                "running",
                verb="approve",
                unlike=("creator", "mover"),
                then=agree,
                icon="done",
            ),
            Step(
                "decline_more",
                "不加量",
                "Leave it as it is",
                "asking",
                "running",
                verb="approve",
                reason=True,
                then=decline,
                icon="undo",
            ),
            Step(
                "end",
                "停发",
                "Issue no more",
                "running asking",
                "ended",
                icon="block",
                hint=Text("已发出的到期前仍可使用", "Those issued are good until their day"),
            ),
        ),
    )
