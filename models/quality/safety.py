"""Food-safety duty 日管控、周排查、月调度: what is looked at, each check as a record, and what a week or a month of them came to."""

from datetime import date

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    Move,
    NoteField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    in_one_change,
)
from ..kit.clock import Days, today
from ..organization import Employee, Store
from .gathering import Came, gathered

DUTIES = (
    Choice("day", "日管控", "Daily check", "info"),
    Choice("week", "周排查", "Weekly review", "warning"),
    Choice("month", "月调度", "Monthly meeting", "positive"),
)
PLACES = (
    Choice("all", "门店和总部", "Stores and headquarters", "positive"),
    Choice("store", "门店", "Stores", "info"),
    Choice("office", "总部", "Headquarters", "warning"),
)
RESULTS = (
    Choice("none", "无问题", "No problem", "positive", ("正常", "未发现问题")),
    Choice("found", "有问题", "Problem", "negative", ("发现问题",)),
    Choice("fixed", "已整改", "Fixed", "info"),
)
CHECK_STATES = (Choice("planned", "待做", "To do", "warning"), Choice("done", "已做", "Done", "positive", ("已完成",)))
ANSWERS = (
    Choice("ok", "符合", "In order", "positive", ("正常", "合格")),
    Choice("problem", "不符合", "Not in order", "negative", ("不合格", "有问题")),
    Choice("na", "不适用", "Not applicable", "grey"),
)
DAY_TO_COME = Text(
    "{day} 还没到，日管控当天检查、当天填写；请改日期",
    "{day} is still to come: the check of a day is made and written on that day; change the day",
)
SAY_WHAT = Text("有问题时请写明问题", "Say what the problem was")
SAY_HOW = Text("请写明整改措施", "Say how it was fixed")
NOT_ANSWERED = Text("还有 {count} 项没有填结果：{points}", "{count} points have no result yet: {points}")
NOT_YET = Text("{day} 还没到，到期前最多提前 {days} 天做", "{day} is too far ahead: {days} days before is the earliest")
STANDS = Text(
    "这次检查已完成，结果不能再改；要改请先退回", "This check is done and its results stand; take it back first"
)
GATHERED = Text(
    "已汇总：应做日管控 {owed}，已做 {made}，发现问题 {count}",
    "Gathered: {made} of {owed} daily checks, {count} problems",
)
NO_SPAN = Text("只有按日程安排的周排查和月调度可以汇总", "Only scheduled weekly reviews and monthly meetings gather")
EARLY = 7  # days before the end of its period that a review may be held
CONCLUSION = NoteField("结论和安排", "Conclusion", null=True)


class SafetyPoint(Record):
    """One point of the list of risks: what is looked at each day, week or month, and where."""

    kind = ChoiceField("类型", "Kind", options=DUTIES, default="week", width=90)
    place = ChoiceField("适用", "Where", options=PLACES, default="all", width=110, aka=("适用范围",))
    position = CountField("序号", "No.", least=1, default=1, width=70)
    text = LineField("检查要点", "Point", max_length=160, width=300, aka=("检查项目", "风险点"))
    how = NoteField("怎么查", "How", null=True, aka=("检查方法",))
    active = FlagField("启用", "In use", default=True)

    sheet = Sheet(
        "食品安全风险管控清单",
        "Food-safety points",
        title="text",
        order=("kind", "position"),
        key=("kind", "text"),
        search=("text", "how"),
    )

    class Meta:
        indexes = ((("kind", "text"), True),)


def keep_checks(c: Changes, moves: list[Move]) -> None:
    """“No problem” is a record too; a problem is named, and what was done about it when it is fixed."""
    for move in moves:
        row = move.new
        if row is None:
            continue
        if row.kind == "day" and row.checked_on > today() and move.changed("checked_on", "kind"):
            raise Refused(DAY_TO_COME(day=row.checked_on), "checked_on", move.index)
        if row.result != "none" and not row.problem:
            raise Refused(SAY_WHAT, "problem", move.index)
        if row.result == "fixed" and not row.measure:
            raise Refused(SAY_HOW, "measure", move.index)


class SafetyCheck(Record):
    """One day's check, one week's review or one month's meeting on food safety; those of weeks and months are scheduled."""

    kind = ChoiceField("类型", "Kind", options=DUTIES, default="day", width=90)
    store = LinkField(Store, "门店（空为总部）", "Store (empty: headquarters)", null=True, aka=("门店",))
    checked_on = DayField("日期", "Day", default=today, index=True, aka=("检查日期",))
    checker = LinkField(Employee, "检查人", "Checked by", null=True, aka=("食品安全员",))
    result = ChoiceField("结果", "Result", options=RESULTS, default="none", width=90)
    problem = NoteField("问题", "Problem", null=True, aka=("发现的问题",))
    measure = NoteField("整改措施", "Measure", null=True, aka=("整改情况",))
    period_from = DayField("汇总起始日", "Gathers from", null=True, locked=True, width=110)
    owed = CountField("应做日管控", "Daily checks owed", null=True, derived=True, width=100)
    made = CountField("已做日管控", "Daily checks made", null=True, derived=True, width=100)
    summary = NoteField("汇总", "Gathered", null=True, derived=True, ours=True, width=240)
    conclusion = NoteField("结论和安排", "Conclusion", null=True, width=200)
    done_on = DayField("完成日期", "Done on", null=True, locked=True)
    state = ChoiceField("状态", "State", options=CHECK_STATES, default="done", locked=True, width=80)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "食品安全检查",
        "Food-safety checks",
        title="checked_on",
        says=("kind", "store", "checked_on"),
        order=("-checked_on", "store"),
        key=("kind", "store", "checked_on"),
        search=("store", "problem"),
        later=("conclusion",),
        columns=(
            "kind",
            "store",
            "checked_on",
            "checker",
            "result",
            "problem",
            "measure",
            "owed",
            "made",
            "conclusion",
            "state",
        ),
        checks=(keep_checks,),
        scopes={"store": "store", "region": "store.region"},
        steps=(
            Step(
                "finish",
                "完成",
                "Finish",
                "planned",
                "done",
                needs=("checker", "conclusion"),
                asks={"checker": LinkField(Employee, "检查人", "Checked by", null=True), "conclusion": CONCLUSION},
                then=lambda c, row, answers: finish(c, row),
                icon="task_alt",
                hint=Text("先汇总日管控和未完成事项，再写结论", "What the daily checks came to is gathered first"),
            ),
            Step(
                "take_back",
                "退回重做",
                "Take back",
                "done",
                "planned",
                verb="approve",
                reason=True,
                icon="undo",
                then=lambda c, row, answers: taken_back(c, row),
            ),
        ),
    )

    class Meta:
        indexes = ((("kind", "store", "checked_on"), True),)


def keep_lines(c: Changes, moves: list[Move]) -> None:
    """A point that isn't in order says what is wrong; what was answered in a check that is done stands."""
    checks = SafetyCheck.rows_by_id({move.new.check for move in moves if move.new})
    for move in moves:
        if move.new is None:
            continue
        answered = move.old is not None and move.changed("result", "problem", "measure", "text")
        if answered and checks[move.new.check].done_on is not None:
            raise Refused(STANDS, None, move.index)
        if move.new.result == "problem" and not move.new.problem:
            raise Refused(SAY_WHAT, "problem", move.index)


class SafetyLine(Record):
    """One point of one check, and how it was found."""

    check = LinkField(SafetyCheck, "食品安全检查", "Food-safety check", width=170)
    position = CountField("序号", "No.", least=1, default=1, width=70)
    text = LineField("检查要点", "Point", max_length=160, width=300)
    result = ChoiceField("结果", "Result", options=ANSWERS, null=True, width=90)
    problem = NoteField("问题", "Problem", null=True, aka=("发现的问题",))
    measure = NoteField("整改措施", "Measure", null=True, aka=("整改情况",))

    sheet = Sheet(
        "食品安全检查要点",
        "Points of a check",
        title="text",
        order=("check", "position"),
        key=("check", "text"),
        parent="check",
        search=("text", "problem"),
        checks=(keep_lines,),
        scopes={"store": "check.store", "region": "check.store.region"},
    )

    class Meta:
        indexes = ((("check", "text"), True),)


# What a week or a month came to --------------------------------------------------------------------------------------------


@in_one_change
def gather_safety(c: Changes, check: int) -> Text:
    """Take over what the daily checks of these days came to, and what is still open."""
    row = c.fresh(SafetyCheck, check)
    if row.period_from is None:
        raise Refused(NO_SPAN)
    came = _gather(c, row)
    return GATHERED(owed=came.owed, made=came.made, count=came.finds)


def finish(c: Changes, row: Row) -> None:
    """Every point is answered; the result follows from the points, and the figures are those of this moment."""
    if row.period_from is not None:
        if (row.checked_on - today()).days > EARLY:
            raise Refused(NOT_YET(day=row.checked_on, days=EARLY), "state")
        _gather(c, row)
    lines = SafetyLine.rows(SafetyLine.check == row.id, order=SafetyLine.position)
    bare = [line.text for line in lines if line.result is None]
    if bare:
        raise Refused(NOT_ANSWERED(count=len(bare), points="、".join(bare[:3])), "state")
    faults = [line for line in lines if line.result == "problem"]
    values = {"result": "none"} if lines and not faults and row.problem is None else {}
    if faults:
        values = {
            "result": "fixed" if all(line.measure for line in faults) else "found",
            "problem": "\n".join(f"{line.text}：{line.problem}" for line in faults),
            "measure": "\n".join(f"{line.text}：{line.measure}" for line in faults if line.measure) or row.measure,
        }
    c.update(SafetyCheck, row.id, done_on=today(), **values)


def taken_back(c: Changes, row: Row) -> None:
    c.update(SafetyCheck, row.id, done_on=None)


def _gather(c: Changes, row: Row) -> Came:
    came = gathered(SafetyCheck, row.kind, row.store, Days(row.period_from, row.checked_on))
    c.update(SafetyCheck, row.id, owed=came.owed, made=came.made, summary=came.words)
    return came


def points_for(kind: str) -> list[Row]:
    """The points in use of one kind of check, in their order."""
    return SafetyPoint.rows(SafetyPoint.kind == kind, SafetyPoint.active == 1, order=SafetyPoint.position)


def lines_of(check: int, points: list[Row]) -> list[dict]:
    return [{"check": check, "position": at, "text": point.text} for at, point in enumerate(points, 1)]


def checks_between(kind: str, first: date, last: date) -> set[int | None]:
    """The stores (None: headquarters) that have a check of this kind in these days."""
    rows = SafetyCheck.select(SafetyCheck.store).where(
        SafetyCheck.kind == kind, SafetyCheck.checked_on.between(first, last)
    )
    return {store for (store,) in rows.tuples()}
