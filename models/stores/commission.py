"""Commission 提成: ladders on the share of the target reached, tried out, approved by another and then frozen."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    LineField,
    LinkField,
    MoneyField,
    MonthField,
    Move,
    NoteField,
    PinyinField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    in_one_change,
)
from ..organization import Employee, Store
from .sales import SalesTarget, month_days, reached, sold_by_month

PAID_TO = (Choice("store", "门店", "Store", "info"), Choice("employee", "员工", "Employee"))
MODES = (
    Choice("whole", "全额累进", "Whole amount", "info", ("全额",)),
    Choice("slices", "超额累进", "Slices", "info", ("分段",)),
)
PLAN_STATES = (
    Choice("draft", "草稿", "Draft", "info"),
    Choice("in_force", "执行中", "In force", "positive"),
    Choice("ended", "已停用", "Ended", "grey"),
)
SOURCES = (
    Choice("orders", "业绩卡：团购金额", "Scorecard: orders", "info"),
    Choice("cash", "业绩卡：回款", "Scorecard: cash in", "info"),
)
RESULT_STATES = (
    Choice("simulated", "试算", "Simulated", "info"),
    Choice("approved", "已批准", "Approved", "positive"),
    Choice("paid", "已发放", "Paid", "grey"),
)
EMPTY_LADDER = Text("还没有阶梯，至少要有一档", "The ladder has no steps yet")
UPSIDE_DOWN = Text("{rate}% 起的一档，上限要大于下限", "The step from {rate}% must end above where it begins")
OVERLAP = Text("{rate}% 起的一档与前一档重叠", "The step from {rate}% overlaps the one before")
RATES_CROSSED = Text("封顶完成率要大于起提完成率", "The cap must be above the floor")
LADDER_STANDS = Text(
    "方案已执行，阶梯和条件不能再改；请停用后新建方案", "The plan is in force and stands; end it and make a new one"
)
FROZEN = Text(
    "提成已批准，不能再改；后来的退货记入下月的调整",
    "Approved commission is frozen; later refunds go to next month's adjustment",
)
NEEDS_REASON = Text("有调整就要写调整说明", "An adjustment needs its reason")
AS_SOLD = {
    "actual": Text(
        "门店的实际销售取自日销售（{amount} 元），不能改写；要多发或少发，请填“调整”和“调整说明”",
        "A store's sales are those of its days ({amount} yuan); to pay more or less, enter an adjustment and why",
    ),
    "target": Text(
        "门店的指标取自销售指标（{amount} 元），不能在这里改写；请改销售指标后重新试算",
        "A store's target is the one set for it ({amount} yuan); change that one and simulate again",
    ),
}
SINCE = {
    "actual": Text(
        "{store} {month} 的日销售现在是 {amount} 元，试算时是 {before} 元，不能按原来的批准；请重新试算后再批准",
        "The sales of {store} in {month} are {amount} yuan now and were {before} when it was tried out: simulate again, then approve",
    ),
    "target": Text(
        "{store} {month} 的销售指标现在是 {amount} 元，试算时是 {before} 元，不能按原来的批准；请重新试算后再批准",
        "The target of {store} for {month} is {amount} yuan now and was {before} when it was tried out: simulate again, then approve",
    ),
}
NOT_IN_FORCE = Text("方案还没执行，先启用再试算", "The plan is not in force; release it first")
NO_TARGETS = Text("{month} 没有{who}的月度指标，无法试算", "There are no monthly targets of {who} for {month}")
SIMULATED = Text("已试算 {count} 条，合计 {amount} 元", "{count} simulated, {amount} yuan in all")
KEPT = Text("；另有 {count} 条已批准，没有改动", "; {count} are approved and were left alone")
CENT, HUNDRED = Decimal("0.01"), Decimal(100)


def ladder_of(plan: int) -> list[Row]:
    return CommissionStep.rows(CommissionStep.plan == plan, order=CommissionStep.from_rate)


def check_ladder(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    """Steps follow one another without overlap; where they leave a hole, nothing is earned."""
    steps, last = ladder_of(row.id), Decimal(0)
    if not steps:
        raise Refused(EMPTY_LADDER)
    for at, step in enumerate(steps):
        if step.to_rate is not None and step.to_rate <= step.from_rate:
            raise Refused(UPSIDE_DOWN(rate=step.from_rate.normalize()))
        if at and (last is None or step.from_rate < last):
            raise Refused(OVERLAP(rate=step.from_rate.normalize()))
        last = step.to_rate
    if row.cap_rate is not None and row.cap_rate <= row.floor_rate:
        raise Refused(RATES_CROSSED, "cap_rate")


def keep_plan(c: Changes, moves: list[Move]) -> None:
    for move in moves:
        old = move.old
        if old and move.new and old.state != "draft" and move.changed("paid_to", "mode", "floor_rate", "cap_rate"):
            raise Refused(LADDER_STANDS, None, move.index)


class CommissionPlan(Record):
    """How much of the sales goes to those who made them."""

    name = LineField("方案名称", "Plan", unique=True, max_length=60, width=170, aka=("提成方案",))
    name_py = PinyinField("方案拼音", "Plan pinyin", of="name")
    paid_to = ChoiceField("对象", "Paid to", options=PAID_TO, default="store", width=90)
    mode = ChoiceField(
        "计算方式",
        "Mode",
        options=MODES,
        default="whole",
        hint=Text(
            "全额：整个销售额按达到的一档；超额：每一档只算落在该档里的部分",
            "Whole amount: all sales at the step reached; slices: each step pays for its own part",
        ),
    )
    floor_rate = QuantityField(
        "起提完成率（%）", "Nothing below (%)", percent=True, least=0, most=1000, default=Decimal(80)
    )
    cap_rate = QuantityField(
        "封顶完成率（%）", "Capped at (%)", percent=True, least=0, most=1000, null=True, default=Decimal(150)
    )
    state = ChoiceField("状态", "State", options=PLAN_STATES, default="draft", locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "提成方案",
        "Commission plans",
        order=("name",),
        key=("name",),
        search=("name", "name_py"),
        checks=(keep_plan,),
        columns=("name", "paid_to", "mode", "floor_rate", "cap_rate", "state", "note"),
        steps=(
            Step(
                "release", "启用", "Release", "draft", "in_force", verb="approve", icon="play_arrow", then=check_ladder
            ),
            Step("end", "停用", "End", "in_force", "ended", verb="approve", danger=True, icon="stop"),
        ),
    )


def keep_ladder(c: Changes, moves: list[Move]) -> None:
    """A ladder in force stands."""
    plans = CommissionPlan.rows_by_id({row.plan for move in moves for row in (move.old, move.new) if row})
    for move in moves:
        if any(plans[row.plan].state != "draft" for row in (move.old, move.new) if row):
            raise Refused(LADDER_STANDS, None, move.index)


class CommissionStep(Record):
    """One step of a ladder: from this share of the target to that one, so many per cent."""

    plan = LinkField(CommissionPlan, "提成方案", "Plan")
    from_rate = QuantityField("完成率从（%）", "From (%)", percent=True, least=0, most=1000, aka=("下限",))
    to_rate = QuantityField(
        "到（%）",
        "To (%)",
        percent=True,
        least=0,
        most=1000,
        null=True,
        aka=("上限",),
        hint=Text("空为没有上限；正好在交界上的算高一档", "Empty: no end; on the border the upper step counts"),
    )
    percent = QuantityField("提成比例（%）", "Commission (%)", percent=True, least=0, most=100)

    sheet = Sheet(
        "提成阶梯",
        "Commission ladder",
        title="from_rate",
        order=("plan", "from_rate"),
        key=("plan", "from_rate"),
        parent="plan",
        checks=(keep_ladder,),
    )

    class Meta:
        indexes = ((("plan", "from_rate"), True),)


def commission(plan: Row, steps: list[Row], target: Decimal, actual: Decimal) -> Decimal:
    """What a plan pays for these sales: nothing below the floor, nothing for what lies above the cap."""
    if not target or actual <= 0 or actual * HUNDRED < target * plan.floor_rate:
        return Decimal(0)
    paid = actual if plan.cap_rate is None else min(actual, target * plan.cap_rate / HUNDRED)
    bounds = [
        (
            target * step.from_rate / HUNDRED,
            None if step.to_rate is None else target * step.to_rate / HUNDRED,
            step.percent,
        )
        for step in steps
    ]
    if plan.mode == "whole":
        percent = next(
            (p for low, high, p in reversed(bounds) if low <= paid and (high is None or paid <= high)), Decimal(0)
        )
        amount = paid * percent
    else:
        amount = sum(
            (max(Decimal(0), min(paid, paid if high is None else high) - low) * p for low, high, p in bounds),
            Decimal(0),
        )
    return (amount / HUNDRED).quantize(CENT, ROUND_HALF_UP)


def _as_sold(move: Move) -> None:
    """A store's target and sales are those of its month: what should be paid otherwise is an adjustment, with its reason.

    What is approved is what was sold until then, not what was sold when it was tried out.
    """
    row = move.new
    typed = move.changed("target", "actual", "month", "store")
    sold = sold_by_month(*month_days(row.month)).get((row.store, row.month), Decimal(0))
    aims = SalesTarget.rows(SalesTarget.month == row.month, SalesTarget.span == "month", SalesTarget.store == row.store)
    for name, wanted in (("actual", sold), ("target", aims[0].amount if aims else row.target)):
        if getattr(row, name) != wanted:
            said = AS_SOLD[name](amount=wanted) if typed else _since(row, name, wanted)
            raise Refused(said, name, move.index)


def _since(row: Row, name: str, amount: Decimal) -> Text:
    return SINCE[name](store=Store.title_of(row.store), month=row.month, amount=amount, before=getattr(row, name))


COUNTED = ("plan", "month", "store", "employee", "target", "actual")


def keep_result(c: Changes, moves: list[Move]) -> None:
    """Once approved nothing of it moves; and it is made of what was sold."""
    for move in moves:
        if (
            move.old
            and move.old.state != "simulated"
            and (move.new is None or move.changed(*COUNTED, "adjustment", "adjusted_why"))
        ):
            raise Refused(FROZEN, None, move.index)
        if move.new and move.new.store and (_approved(move) or move.changed("target", "actual", "month", "store")):
            _as_sold(move)
        if move.new and move.new.adjustment and not move.new.adjusted_why:
            raise Refused(NEEDS_REASON, "adjusted_why", move.index)


def _approved(move: Move) -> bool:
    return move.old is not None and move.new.state == "approved" and move.changed("state")


def reckon(c: Changes, moves: list[Move]) -> None:
    """While it is tried out the amount follows what it is made of."""
    moved = [m for m in moves if m.new and m.new.state == "simulated" and m.changed(*COUNTED, "adjustment")]
    plans = CommissionPlan.rows_by_id({move.new.plan for move in moved})
    ladders = {id: ladder_of(id) for id in plans}
    sets = {}
    for move in moved:
        row = move.new
        amount = commission(plans[row.plan], ladders[row.plan], row.target, row.actual)
        sets[move.id] = {
            "rate": reached(row.actual, row.target),
            "amount": amount,
            "payable": amount + (row.adjustment or 0),
        }
    c.alter(CommissionResult, sets)


class CommissionResult(Record):
    """What one store or employee earned in a month; frozen once approved."""

    plan = LinkField(CommissionPlan, "提成方案", "Plan")
    month = MonthField("月份", "Month", index=True)
    store = LinkField(Store, "门店", "Store", null=True)
    employee = LinkField(Employee, "员工", "Employee", null=True)
    target = MoneyField("指标", "Target", least=0, sum=True)
    actual = MoneyField(
        "实际销售",
        "Actual",
        default=0,
        sum=True,
        hint=Text("门店取日销售；员工的个人业绩在这里填", "Stores: from the store days; enter personal sales here"),
    )
    source = ChoiceField("业绩来源", "Sales from", options=SOURCES, null=True, locked=True, width=130)
    rate = QuantityField("完成率（%）", "Reached (%)", percent=True, null=True, derived=True)
    amount = MoneyField("提成金额", "Commission", default=0, derived=True, sum=True)
    adjustment = MoneyField("调整", "Adjustment", null=True, sum=True)
    adjusted_why = NoteField("调整说明", "Why adjusted", null=True)
    payable = MoneyField("应发金额", "Payable", default=0, derived=True, sum=True)
    state = ChoiceField("状态", "State", options=RESULT_STATES, default="simulated", locked=True, width=90)

    sheet = Sheet(
        "提成结果",
        "Commission results",
        says=("store", "employee", "month"),
        title="month",
        many_without=("store", "employee"),
        order=("-month", "plan", "store"),
        search=("store", "employee"),
        verbs="see edit delete export",
        scopes={"store": "store", "region": "store.region", "own": "employee"},
        checks=(keep_result,),
        derives=(reckon,),
        steps=(
            Step(
                "approve",
                "批准",
                "Approve",
                "simulated",
                "approved",
                verb="approve",
                unlike=("creator", "employee"),
                icon="verified",
                hint=Text("批准后金额冻结", "The amount is frozen once approved"),
            ),
            Step("pay", "已发放", "Paid", "approved", "paid", verb="approve", icon="payments"),
        ),
    )

    class Meta:
        indexes = ((("plan", "store", "month"), True), (("plan", "employee", "month"), True))


@in_one_change
def simulate_commission(c: Changes, plan: int, *, month: str) -> Text:
    """Try a plan on the targets of a month: each store with its sales, each employee with what was entered so far."""
    row = c.fresh(CommissionPlan, plan)
    if row.state != "in_force":
        raise Refused(NOT_IN_FORCE)
    subject = row.paid_to
    link = SalesTarget.store if subject == "store" else SalesTarget.owner
    targets = SalesTarget.rows(SalesTarget.month == month, SalesTarget.span == "month", link.is_null(False))
    if not targets:
        raise Refused(
            NO_TARGETS(month=month, who=next(choice.label for choice in PAID_TO if choice.key == subject)), "month"
        )
    there = {
        getattr(result, subject): result
        for result in CommissionResult.rows(CommissionResult.plan == plan, CommissionResult.month == month)
    }
    ids, kept = _simulate(c, row, month, targets, there)
    total = sum((result.payable for result in CommissionResult.rows_by_id(ids).values()), Decimal(0))
    said = SIMULATED(count=len(ids), amount=total)
    extra = KEPT(count=kept)
    return Text(said.zh + extra.zh, said.en + extra.en) if kept else said


def _simulate(c: Changes, plan: Row, month: str, targets: list[Row], there: dict[int, Row]) -> tuple[list[int], int]:
    """The rows that were tried out, and how many were left alone because they are approved."""
    sold, new, sets, kept = sold_by_month(*month_days(month)), [], {}, 0
    for target in targets:
        id = target.store if plan.paid_to == "store" else target.owner
        values = {"target": target.amount}
        if plan.paid_to == "store":
            values["actual"] = sold.get((id, month), Decimal(0))
        if id not in there:
            new.append({"plan": plan.id, "month": month, plan.paid_to: id, **values})
        elif there[id].state == "simulated":
            sets[there[id].id] = values
        else:
            kept += 1
    c.alter(CommissionResult, sets)
    return [*sets, *(row.id for row in c.add(CommissionResult, new))], kept
