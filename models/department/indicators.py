"""Indicators 考核指标: what is measured, and how an actual value becomes a score out of a hundred."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    FlagField,
    LineField,
    Move,
    NoteField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    TagsField,
    Text,
)
from ..kit.fields import NameField
from ..organization import DEPARTMENTS
from .taking import WAYS, figures, fits

SUBJECTS = (
    Choice("department", "岗位组", "Post"),
    Choice("store", "门店", "Store"),
    Choice("employee", "员工", "Employee"),
)
SCORE_RULES = (
    Choice("higher", "越高越好", "The higher the better"),
    Choice("lower", "越低越好", "The lower the better"),
    Choice("range", "区间内", "Within a range"),
    Choice("yes_no", "是否达成", "Yes or no"),
    Choice("steps", "分档", "In steps"),
)
HUNDRED, TENTH = Decimal(100), Decimal("0.1")
BAD_STEP = Text(
    "分档“{step}”应写作“实际值=得分”，例如 95=100", "Step “{step}” should read “actual=score”, as in 95=100"
)
NEEDS_BOUNDS = Text("区间指标要填下限和上限", "A range needs its lower and upper bound")
NEEDS_STEPS = Text("分档指标要填分档", "An indicator in steps needs its steps")


class KpiItem(Record):
    """An indicator: what is measured, what it should be, and how that becomes a score out of a hundred."""

    code = LineField("指标编码", "Indicator code", unique=True, max_length=20, width=100, aka=("编码",))
    title = LineField("指标名称", "Indicator", max_length=80, width=180, aka=("指标",))
    subject = ChoiceField("考核对象", "Subject", options=SUBJECTS, default="department")
    department = ChoiceField("岗位组（空为全部）", "Post (empty: all)", options=DEPARTMENTS, null=True)
    weight = QuantityField("权重", "Weight", least=0, most=100, default=10)
    rule = ChoiceField("计分方式", "Scored as", options=SCORE_RULES, default="higher")
    target = QuantityField("目标值", "Target", null=True)
    low = QuantityField("区间下限", "Lower bound", null=True)
    high = QuantityField("区间上限", "Upper bound", null=True)
    steps = TagsField(
        "分档",
        "Steps",
        null=True,
        hint=Text("实际值=得分，例如 95=100、90=80、80=60", "actual=score, as in 95=100, 90=80, 80=60"),
    )
    metric = NameField(
        "取自周指标",
        "From the weekly figure",
        known=figures,
        null=True,
        max_length=60,
        width=160,
        hint=Text(
            "填了就由关账的周自动取数，不能手填；留空为手填",
            "Then the actual value is taken from closed weeks and never typed; empty: it is typed",
        ),
    )
    gather = ChoiceField("月值怎么算", "Month made by", options=WAYS, default="own", width=170)
    active = FlagField("启用", "In use", default=True)
    note = NoteField("说明", "Note", null=True)

    sheet = Sheet(
        "考核指标",
        "Indicators",
        title="title",
        order=("subject", "code"),
        key=("code",),
        search=("title", "code"),
        columns=(
            "code",
            "title",
            "subject",
            "department",
            "weight",
            "rule",
            "target",
            "low",
            "high",
            "steps",
            "metric",
            "gather",
            "active",
        ),
        checks=(lambda c, moves: keep_items(moves), lambda c, moves: keep_figures(c, moves)),
    )


def keep_items(moves: list[Move]) -> None:
    for move in moves:
        item = move.new
        if item is None:
            continue
        if item.rule == "range" and (item.low is None or item.high is None or item.low > item.high):
            raise Refused(NEEDS_BOUNDS, "low", move.index)
        if item.rule == "steps" and not steps_of(item):
            raise Refused(NEEDS_STEPS, "steps", move.index)


def keep_figures(c: Changes, moves: list[Move]) -> None:
    """An indicator can take the weekly figure that it names."""
    for move in moves:
        if move.new and move.new.metric and move.changed("metric", "subject", "gather"):
            fits(c.who, move.new, move.index)


def scored(item: Row, target: Decimal | None, actual: Decimal | None) -> Decimal | None:
    """The score out of a hundred that an actual value makes under the indicator's rule; None while something is missing."""
    return None if actual is None else SCORERS[item.rule](item, target, actual)


def _higher(item: Row, target: Decimal | None, actual: Decimal) -> Decimal | None:
    return _within(HUNDRED * actual / target) if target else None


def _lower(item: Row, target: Decimal | None, actual: Decimal) -> Decimal | None:
    """Each per cent above the target costs a point; a target of nothing forgives nothing."""
    if target is None:
        return None
    if actual <= target:
        return HUNDRED
    return _within(HUNDRED - HUNDRED * (actual - target) / target) if target else Decimal(0)


def _range(item: Row, target: Decimal | None, actual: Decimal) -> Decimal | None:
    """All within the range; outside it falls off, to nothing at a whole width's distance."""
    if item.low is None or item.high is None:
        return None
    off = max(item.low - actual, actual - item.high, Decimal(0))
    width = item.high - item.low
    return _within(HUNDRED - HUNDRED * off / width) if width else _within(Decimal(0) if off else HUNDRED)


def _yes_no(item: Row, target: Decimal | None, actual: Decimal) -> Decimal:
    return HUNDRED if actual > 0 else Decimal(0)


def _steps(item: Row, target: Decimal | None, actual: Decimal) -> Decimal:
    """The score of the highest step that is reached."""
    return max((score for least, score in steps_of(item) if actual >= least), default=Decimal(0))


SCORERS: dict[str, Callable] = {"higher": _higher, "lower": _lower, "range": _range, "yes_no": _yes_no, "steps": _steps}


def _within(number: Decimal) -> Decimal:
    return min(HUNDRED, max(Decimal(0), number)).quantize(TENTH, ROUND_HALF_UP)


def steps_of(item: Row) -> list[tuple[Decimal, Decimal]]:
    """[(actual from which it holds, score)]. Raises Refused for what isn't written as such."""
    steps = []
    for step in item.steps or ():
        parts = step.replace("＝", "=").split("=")
        try:
            least, score = (KpiItem.target.read(part) for part in parts)
        except (Refused, ValueError):
            raise Refused(BAD_STEP(step=step), "steps") from None
        steps.append((least, score))
    return steps
