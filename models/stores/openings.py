"""New stores 新店筹备: a template becomes dated tasks, the date moves what isn't done, and the law decides when the door may open."""

from datetime import timedelta
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
    Then,
)
from ..kit.clock import today
from ..kit.formula.fields import FormulaField
from ..kit.write.files import has_file
from ..organization import Employee, Franchisee, Store
from . import words
from .calendar import Workdays
from .handing import handing
from .opening_states import OPENING_STATES, TASK_STATES
from .opening_terms import fill_opening, keep_date, keep_template, redated
from .outlook import DAYS_LEFT, FORECAST, NOT_DONE, _followed, _outlook, dated
from .templates import PHASES, TASK_DEPARTMENTS, OpeningTemplate, OpeningTemplateLine

REVIEW_AFTER = timedelta(days=30)


def copy_templates(c: Changes, moves: list[Move]) -> None:
    """A template becomes tasks, counted back on working days from the opening."""
    for move in moves:
        if move.new and move.changed("template") and move.new.template is not None:
            copy_template(c, move.new)


def copy_template(c: Changes, opening: Row) -> None:
    lines, days = OpeningTemplateLine.rows(OpeningTemplateLine.template == opening.template), Workdays()
    copied = ("task", "phase", "department", "days_before", "days_takes", "legal", "proof", "budget")
    tasks = c.add(
        OpeningTask,
        [
            {
                **{name: getattr(line, name) for name in copied},
                **dated(days, opening.opening_on, line),
                "opening": opening.id,
            }
            for line in lines
        ],
    )
    made = {line.id: task.id for line, task in zip(lines, tasks, strict=True)}
    c.alter(
        OpeningTask, {made[line.id]: {"after": made[line.after]} for line in lines if made.get(line.after) is not None}
    )


def move_tasks(c: Changes, moves: list[Move]) -> None:
    """Moving the opening moves whatever isn't done."""
    moved = redated(moves)
    if not moved:
        return
    days, dates = Workdays(), {move.id: move.new.opening_on for move in moved}
    waiting = (
        OpeningTask.opening.in_(list(dates)),
        OpeningTask.state.in_(NOT_DONE),
        OpeningTask.days_before.is_null(False),
    )
    c.derive(OpeningTask, {task.id: dated(days, dates[task.opening], task) for task in OpeningTask.rows(*waiting)})
    recount_openings(c, dates)


def keep_outlook(c: Changes, moves: list[Move]) -> None:
    places = [move.id for move in moves if move.new and move.changed("opening_on", "state")]
    recount_openings(c, places)


def legal_tasks_done(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    mine = (OpeningTask.opening == row.id, OpeningTask.legal == 1, OpeningTask.state != "done")
    missing = OpeningTask.rows(*mine, order=OpeningTask.due_on)
    if missing:
        tasks = [task.task for task in missing[:8]]
        raise Refused(words.LEGAL_OPEN(count=len(missing), tasks=Text("、".join(tasks), ", ".join(tasks))), "state")


def open_store(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    """The store itself is open from today."""
    legal_tasks_done(c, row, answers)
    c.update(StoreOpening, row.id, opened_on=today(), review_on=today() + REVIEW_AFTER)
    c.update(Store, row.store, status="open", opened_on=today(), closed_on=None)


def drop_tasks(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    """A cancelled opening leaves nothing to do."""
    left = OpeningTask.rows(OpeningTask.opening == row.id, OpeningTask.state.in_(NOT_DONE))
    c.derive(OpeningTask, {task.id: {"state": "waived"} for task in left})
    recount_openings(c, [row.id])


def note_day(c: Changes, moves: list[Move]) -> None:
    """A day on which everybody is away is said, not forbidden."""
    days, fresh = Workdays(), [move.new for move in moves if move.new and move.changed("opening_on")]
    said = {row.id: days.said_of(row.opening_on) for row in fresh}
    c.derive(StoreOpening, {id: {"day_note": text and text.zh} for id, text in said.items()})


class StoreOpening(Record):
    """A store on its way to its first day."""

    name = LineField("筹备名称", "Opening", unique=True, max_length=60, width=160, aka=("名称",))
    store = LinkField(Store, "门店", "Store")
    franchisee = LinkField(Franchisee, "加盟商", "Franchisee", null=True)
    template = LinkField(
        OpeningTemplate,
        "筹备模板",
        "Template",
        null=True,
        hint=Text(
            "保存后按模板生成任务；还没有模板的，先到“筹备模板”用一套常用的开始",
            "Its tasks come from it when you save; an empty list of templates begins with a usual set",
        ),
    )
    opening_on = DayField(
        "计划开业日期",
        "Opening on",
        aka=("开业日期",),
        hint=Text("改期时，未完成的任务跟着改", "Tasks not done move with it"),
    )
    day_note = LineField(
        "开业日提醒",
        "About the day",
        null=True,
        derived=True,
        ours=True,
        max_length=300,
        width=180,
        hint=Text("计划开业日期遇上放假", "Where the day falls into a holiday"),
    )
    leader = LinkField(Employee, "负责人", "Leader", null=True)
    state = ChoiceField("状态", "State", options=OPENING_STATES, default="preparing", locked=True, width=90)
    days_left = FormulaField("剩余天数", "Days left", DAYS_LEFT)
    tasks = CountField("任务数", "Tasks", default=0, derived=True)
    progress = QuantityField("完成率（%）", "Progress (%)", percent=True, default=Decimal(0), derived=True)
    planned = QuantityField("计划进度（%）", "Planned by now (%)", percent=True, default=Decimal(0), derived=True)
    overdue = CountField("逾期任务", "Overdue", default=0, derived=True, sum=True)
    next_due_on = DayField("最早待办期限", "Next task due", null=True, derived=True)
    forecast_on = FormulaField(
        "预计开业日期",
        "Forecast",
        FORECAST,
        hint=Text("计划日期加上最久的逾期（按工作日）", "The date plus the longest delay, in working days"),
    )
    budget = MoneyField("筹备预算", "Budget", default=0, derived=True, sum=True)
    spent = MoneyField("已用金额", "Spent", default=0, derived=True, sum=True)
    opened_on = DayField("实际开业日期", "Opened on", null=True, locked=True)
    review_on = DayField("复盘日期", "Review due", null=True, locked=True)
    handed_to = LinkField(Employee, "接收人", "Taken over by", null=True)
    handed_on = DayField("移交日期", "Handed over on", null=True, locked=True)
    signed_on = DayField("签收日期", "Signed on", null=True, locked=True)
    review = NoteField("30 天复盘", "30-day review", null=True)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "新店筹备",
        "Store openings",
        order=("opening_on",),
        key=("name",),
        search=("name", "store"),
        later=("review", "handed_to"),
        columns=(
            "name",
            "store",
            "opening_on",
            "day_note",
            "days_left",
            "state",
            "progress",
            "planned",
            "overdue",
            "forecast_on",
            "leader",
        ),
        scopes={"store": "store", "region": "store.region", "own": "leader"},
        verbs="see add edit export import",
        fill=fill_opening,
        checks=(keep_template, keep_date),
        derives=(keep_outlook, note_day),
        consequences=(Then(copy_templates, also="import"), Then(move_tasks, also="import")),
        steps=(
            Step(
                "allow",
                "确认可开业",
                "Confirm ready",
                "preparing",
                "ready",
                verb="approve",
                icon="verified",
                then=legal_tasks_done,
            ),
            Step("open", "开业", "Open", "ready", "opened", icon="storefront", then=open_store),
            Step("back", "退回筹备", "Back to preparing", "ready", "preparing", reason=True, icon="undo"),
            *handing(lambda: StoreOpening),
            Step(
                "review",
                "复盘",
                "Review",
                "opened",
                "reviewed",
                icon="fact_check",
                asks={"review": NoteField("30 天复盘", "30-day review")},
            ),
            Step(
                "cancel",
                "取消筹备",
                "Call it off",
                "preparing ready",
                "cancelled",
                verb="approve",
                reason=True,
                danger=True,
                icon="cancel",
                then=drop_tasks,
            ),
        ),
    )


def fill_task(c: Changes, rows: list[dict]) -> None:
    """Dates come from the distance to the opening, and the distance from the date, whichever of the two was given."""
    openings = StoreOpening.rows_by_id({row["opening"] for row in rows if row["opening"]})
    days = Workdays()
    for row in rows:
        opening = openings.get(row["opening"])
        if opening is None:
            continue
        if row["due_on"] is None and row["days_before"] is not None:
            row["due_on"] = days.back(opening.opening_on, row["days_before"])
        elif row["days_before"] is None and row["due_on"] is not None:
            row["days_before"] = days.before(row["due_on"], opening.opening_on)
        if row["starts_on"] is None and row["due_on"] is not None:
            row["starts_on"] = days.back(row["due_on"], (row["days_takes"] or 1) - 1)


def keep_task(c: Changes, moves: list[Move]) -> None:
    """What the law wants stays so, and tasks of a cancelled opening stand."""
    openings = StoreOpening.rows_by_id({move.new.opening for move in moves if move.new})
    for move in moves:
        if move.new is None:
            continue
        if move.old and move.old.legal and not move.new.legal:
            raise Refused(words.LEGAL_STAYS(task=move.old.task), "legal", move.index)
        if openings[move.new.opening].state == "cancelled":
            raise Refused(words.OVER, "opening", move.index)
        if move.new.after is not None and move.changed("after"):
            _no_circle(move)


def keep_distance(c: Changes, moves: list[Move]) -> None:
    """Dates keep their distance to the opening."""
    moved = [move for move in moves if move.old and move.new]
    openings, days = StoreOpening.rows_by_id({move.new.opening for move in moved}), Workdays()
    sets = {move.id: _followed(days, openings[move.new.opening].opening_on, move) for move in moved}
    c.derive(OpeningTask, sets)
    recount_openings(c, {move.new.opening for move in moved if "due_on" in sets[move.id]})


def _no_circle(move: Move) -> None:
    seen, at = {move.id}, move.new.after
    while at is not None:
        first = OpeningTask.row(at)
        if at in seen or first.opening != move.new.opening:
            raise Refused(words.IN_THE_WAY, "after", move.index)
        seen.add(at)
        at = first.after


def keep_progress(c: Changes, moves: list[Move]) -> None:
    moved = [move for move in moves if move.changed("state", "opening", "due_on", "budget", "cost")]
    recount_openings(c, {row.opening for move in moved for row in (move.old, move.new) if row})


def finish_task(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    if row.after is not None:
        first = OpeningTask.row(row.after)
        if first.state not in ("done", "waived"):
            raise Refused(words.BEFORE_IT(task=first.task), "after")
    if row.proof and not has_file(OpeningTask, row.id):
        raise Refused(words.NEEDS_PROOF, "proof")
    c.update(OpeningTask, row.id, done_on=today())


def waive_task(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    if row.legal:
        raise Refused(words.LEGAL_STAYS(task=row.task), "legal")


def take_up_again(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    c.update(OpeningTask, row.id, done_on=None)


class OpeningTask(Record):
    """One thing to be done before, or soon after, a store opens."""

    opening = LinkField(StoreOpening, "新店筹备", "Opening", aka=("筹备名称",))
    task = LineField("任务", "Task", max_length=100, width=220, aka=("任务名称", "事项"))
    phase = ChoiceField("阶段", "Phase", options=PHASES, default="plan")
    department = ChoiceField("责任部门", "Department", options=TASK_DEPARTMENTS, default="stores", aka=("部门",))
    owner = LinkField(Employee, "责任人", "Owner", null=True, aka=("负责人",))
    starts_on = DayField("开始日期", "Starts on", null=True)
    due_on = DayField("完成期限", "Due on", null=True, index=True, aka=("截止日期", "期限"))
    days_before = CountField("提前工作日", "Working days before", null=True, least=-60, most=250)
    days_takes = CountField("所需工作日", "Takes (working days)", least=1, most=250, default=1)
    legal = FlagField("法定", "Required by law", default=False)
    proof = FlagField("要凭证", "Needs proof", default=False)
    after = LinkField("self", "前置任务", "After", null=True)
    budget = MoneyField("预算", "Budget", null=True, least=0, sum=True)
    cost = MoneyField("实际费用", "Cost", null=True, least=0, sum=True)
    state = ChoiceField("状态", "State", options=TASK_STATES, default="open", locked=True, width=90)
    done_on = DayField("完成日期", "Done on", null=True, locked=True)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "筹备任务",
        "Opening tasks",
        title="task",
        order=("opening", "due_on"),
        search=("task", "opening"),
        parent="opening",
        verbs="see add edit export import",
        columns=(
            "opening",
            "task",
            "phase",
            "department",
            "owner",
            "starts_on",
            "due_on",
            "state",
            "done_on",
            "legal",
            "proof",
        ),
        scopes={"store": "opening.store", "region": "opening.store.region", "own": "owner"},
        days=("starts_on", "due_on"),
        follows="after",
        fill=fill_task,
        checks=(keep_task,),
        derives=(keep_progress,),
        consequences=(Then(keep_distance, also="import"),),
        steps=(
            Step("start", "开始", "Start", "open", "doing", icon="play_arrow"),
            Step("finish", "完成", "Done", "open doing", "done", icon="done", photos=True, then=finish_task),
            Step("reopen", "重新打开", "Reopen", "done waived", "doing", reason=True, icon="undo", then=take_up_again),
            Step(
                "waive",
                "免做",
                "Waive",
                "open doing",
                "waived",
                verb="approve",
                reason=True,
                icon="block",
                then=waive_task,
            ),
        ),
    )


def recount_openings(c: Changes, ids: Any) -> None:
    """Progress, delays and money of these openings, as of today."""
    openings = StoreOpening.rows_by_id(set(ids))
    tasks: dict[int, list[Row]] = {id: [] for id in openings}
    for task in OpeningTask.rows(OpeningTask.opening.in_(list(openings))) if openings else ():
        tasks[task.opening].append(task)
    day = today()
    c.derive(StoreOpening, {id: _outlook(day, opening, tasks[id]) for id, opening in openings.items()})
