"""The year's plan of member work 会员年度计划: what each month is to bring and may cost, what is held, and what came of it."""

from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    LineField,
    LinkField,
    MoneyField,
    MonthField,
    Move,
    NoteField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    in_one_change,
)
from ..kit.clock import add_months, days_of_month, today
from ..kit.server.standing import house
from ..kit.week.months import gathered
from ..organization import Employee
from .activities import MemberActivity

STATES = (Choice("draft", "编制中", "Draft", "info"), Choice("approved", "已批准", "Approved", "positive"))
PLANNED = ("month", "theme", "activities", "new_target", "sales_target", "active_target", "activities_target", "budget")
FIGURES = {"new_actual": "new_members", "sales_actual": "member_sales", "active_actual": "active_members"}
STANDS = Text("{month} 的计划已批准，改计划要先退回修订", "The plan of {month} is approved: take it back to change it")
NOT_BEGUN = Text("{month} 还没到，还没有实际数", "{month} hasn't begun: there is nothing to count yet")
COUNTED = Text("已更新 {month} 的实际数", "The actual figures of {month} are up to date")
RENEWED = Text("更新 {n} 个月的会员计划实际数", "Actual figures of {n} months of the member plan")


def keep_plan(c: Changes, moves: list[Move]) -> None:
    """What was approved stands."""
    for move in moves:
        row = move.old or move.new
        if move.old is not None and row.state == "approved" and (move.new is None or move.changed(*PLANNED)):
            raise Refused(STANDS(month=row.month), None, move.index)


def keep_rates(c: Changes, moves: list[Move]) -> None:
    """How far a month is follows from plan and count."""
    changed = [
        m.new
        for m in moves
        if m.new and m.changed("sales_target", "sales_actual", "new_target", "new_actual", "budget", "spent")
    ]
    c.alter(MemberPlan, {row.id: rates(row) for row in changed})


def rates(row: Row) -> dict[str, Decimal | None]:
    return {
        "new_rate": _share(row.new_actual, row.new_target),
        "sales_rate": _share(row.sales_actual, row.sales_target),
        "budget_used": _share(row.spent, row.budget),
    }


def _share(actual: Any, target: Any) -> Decimal | None:
    if actual is None or not target:
        return None
    return (Decimal(actual) * 100 / Decimal(target)).quantize(Decimal("0.01"), ROUND_FLOOR)


class MemberPlan(Record):
    """One month of the year's plan, with what was reached beside it."""

    month = MonthField("月份", "Month", unique=True)
    theme = LineField("主题", "Theme", null=True, max_length=60, width=140)
    activities = NoteField("活动安排", "Activities planned", null=True, width=240, aka=("活动日历", "活动计划"))
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    new_target = CountField("新增会员目标", "New members planned", null=True, least=0, sum=True)
    new_actual = CountField("新增会员", "New members", null=True, derived=True, sum=True)
    new_rate = QuantityField("新增完成率（%）", "New members reached (%)", percent=True, null=True, derived=True)
    sales_target = MoneyField("会员消费目标", "Member sales planned", null=True, least=0, sum=True)
    sales_actual = MoneyField("会员消费", "Member sales", null=True, derived=True, sum=True)
    sales_rate = QuantityField("消费完成率（%）", "Sales reached (%)", percent=True, null=True, derived=True)
    active_target = CountField("活跃会员目标", "Active members planned", null=True, least=0)
    active_actual = CountField("活跃会员", "Active members", null=True, derived=True)
    activities_target = CountField("活动场次目标", "Activities to hold", null=True, least=0, sum=True)
    held = CountField("已办活动", "Activities held", null=True, derived=True, sum=True)
    budget = MoneyField("预算", "Budget", null=True, least=0, sum=True)
    spent = MoneyField(
        "已用",
        "Spent",
        null=True,
        derived=True,
        sum=True,
        hint=Text("发放礼品的成本，加本月活动的实际费用", "Cost of gifts handed out, and of the month's activities"),
    )
    budget_used = QuantityField("预算使用率（%）", "Budget used (%)", percent=True, null=True, derived=True)
    state = ChoiceField("状态", "State", options=STATES, default="draft", locked=True, width=90)
    note = NoteField("小结", "Summary", null=True)

    sheet = Sheet(
        "会员年度计划",
        "Member year plan",
        title="month",
        order=("month",),
        key=("month",),
        search=("month", "theme", "activities"),
        checks=(keep_plan,),
        derives=(keep_rates,),
        columns=(
            "month",
            "theme",
            "activities",
            "new_target",
            "new_actual",
            "new_rate",
            "sales_target",
            "sales_actual",
            "sales_rate",
            "activities_target",
            "held",
            "budget",
            "spent",
            "budget_used",
            "state",
        ),
        steps=(
            Step(
                "approve", "批准", "Approve", "draft", "approved", verb="approve", unlike=("creator",), icon="approval"
            ),
            Step("revise", "退回修订", "Take back", "approved", "draft", verb="approve", reason=True, icon="undo"),
        ),
    )


@in_one_change
def count_plan(c: Changes, plan: int) -> Text:
    """Take over what the month came to so far."""
    row = c.fresh(MemberPlan, plan)
    if days_of_month(row.month).first > today():
        raise Refused(NOT_BEGUN(month=row.month))
    c.alter(MemberPlan, {row.id: actual_of(row.month)})
    return COUNTED(month=row.month)


def renew_plans(c: Changes, day: date) -> Text:
    """The running month and the one before: corrections of what is longer past are taken over by the button."""
    months = [f"{add_months(day, back):%Y-%m}" for back in (-1, 0)]
    rows = MemberPlan.rows(MemberPlan.month.in_(months))
    c.alter(MemberPlan, {row.id: actual_of(row.month) for row in rows})
    return RENEWED(n=len(rows))


def actual_of(month: str) -> dict[str, Any]:
    """The figures of the calendar month, from closed weeks where they are, and what it cost."""
    span = days_of_month(month)
    metrics = [house().metrics[name] for name in (*FIGURES.values(), "gifts_cost")]
    values = {name: figure.value for (name, store), figure in gathered(metrics, span).items() if store is None}
    mine = MemberActivity.rows(MemberActivity.starts_at >= span.starts, MemberActivity.starts_at < span.ends)
    held = [row for row in mine if row.state == "held"]
    cost = sum((row.cost or Decimal(0) for row in held), Decimal(0))
    return {
        **{column: _typed(column, values.get(name)) for column, name in FIGURES.items()},
        "held": len(held),
        "spent": Decimal(str(values.get("gifts_cost") or 0)) + cost,
    }


def _typed(column: str, value: Any) -> Any:
    """Frozen values are kept as text."""
    if value is None:
        return None
    number = Decimal(str(value))
    return number.quantize(Decimal("0.01")) if column == "sales_actual" else int(number)
