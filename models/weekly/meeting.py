"""What the meeting is about: figures that stand out, with cause and action, and the notes that become tasks."""

from datetime import timedelta
from typing import Any

from ..department import WorkItem
from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    DayField,
    LineField,
    LinkField,
    Move,
    NoteField,
    Record,
    Row,
    Sheet,
    Step,
    Text,
    Then,
)
from ..kit.clock import today
from ..organization import Employee, Store
from .figures import counted_areas

KINDS = (
    Choice("target", "偏离目标 10% 以上", "More than 10% off target", "negative"),
    Choice("stores", "多家门店偏离目标", "Off target in many stores", "negative"),
    Choice("usual", "超出平常范围", "Outside its usual range", "negative"),
    Choice("worse", "连续两周变差", "Worse two weeks running", "warning"),
    Choice("low", "一年最低", "Lowest in a year", "negative"),
    Choice("high", "一年最高", "Highest in a year", "negative"),
    Choice("missing", "数据未填报", "Days not handed in", "warning"),
)
ATTENTION_STATES = (
    Choice("open", "待说明", "To explain", "warning"),
    Choice("answered", "已说明", "Explained", "info"),
    Choice("closed", "已关闭", "Closed", "positive"),
)
NOTE_KINDS = (Choice("comment", "意见", "Comment", "info"), Choice("decision", "决议", "Decision", "positive"))
TASK_DAYS = 7
ANSWERS = {
    "cause": NoteField("原因说明", "Cause"),
    "action": NoteField("改善措施", "Action"),
    "due_on": DayField("完成期限", "Due on"),
}


class Attention(Record):
    """A figure of a closed week that should be spoken about: why it was marked, its cause, and what is done.

    metric: the figure's name, or what has to be handed in daily. value and aim: as they stood when it was marked.
    """

    week = LineField("周", "Week", max_length=8, locked=True, index=True, width=90)
    area = ChoiceField("板块", "Area", options=counted_areas, locked=True, width=190)
    metric = LineField("指标编码", "Figure's name", max_length=60, locked=True, width=160)
    title = LineField("指标", "Figure", max_length=120, locked=True, ours=True, width=180)
    store = LinkField(Store, "门店", "Store", null=True, locked=True)
    kind = ChoiceField("异常类型", "Why marked", options=KINDS, locked=True, width=200)
    value = LineField("本周值", "Value", max_length=60, null=True, locked=True, ours=True)
    aim = LineField(
        "对比值",
        "Against",
        max_length=60,
        null=True,
        locked=True,
        ours=True,
        hint=Text("目标；没有目标的是平常范围的边界", "The target; without one the edge of the usual range"),
    )
    places = NoteField(
        "涉及门店",
        "Stores concerned",
        null=True,
        locked=True,
        hint=Text("几家以上的门店有同样的问题时合成一件事", "What many stores have in common is one matter"),
    )
    owner = LinkField(Employee, "责任人", "Owner", null=True)
    cause = NoteField("原因说明", "Cause", null=True)
    action = NoteField("改善措施", "Action", null=True)
    due_on = DayField("完成期限", "Due on", null=True)
    state = ChoiceField("状态", "State", options=ATTENTION_STATES, default="open", locked=True, width=90)

    sheet = Sheet(
        "异常关注",
        "Attention",
        title="title",
        order=("-week", "area"),
        search=("title", "cause", "action"),
        columns=(
            "week",
            "area",
            "title",
            "store",
            "kind",
            "value",
            "aim",
            "owner",
            "cause",
            "action",
            "due_on",
            "state",
        ),
        verbs="edit delete",
        scopes={"store": "store", "region": "store.region", "own": "owner"},
        steps=(
            Step(
                "answer",
                "说明原因和措施",
                "Explain",
                "open",
                "answered",
                icon="edit_note",
                asks=ANSWERS,
                needs=("cause", "action", "due_on"),
            ),
            Step("close", "关闭", "Close", "answered", "closed", verb="approve", icon="task_alt"),
            Step("reopen", "重新打开", "Reopen", "answered closed", "open", verb="approve", reason=True, icon="replay"),
        ),
    )

    class Meta:
        indexes = ((("week", "metric", "store"), False),)


def decisions_become_tasks(c: Changes, moves: list[Move]) -> None:
    """A decision with an owner is a task: it appears in the owner's to-do list, and the note leads to it."""
    tasks = {}
    for move in moves:
        note = move.new
        if note and note.kind == "decision" and note.owner and note.task is None:
            tasks[note.id] = {"task": c.create(WorkItem, **_task_of(note)).id}
    if tasks:
        c.alter(WeekNote, tasks)


def _task_of(note: Row) -> dict[str, Any]:
    areas = {choice.key for choice in WorkItem.area.options}
    return {
        "title": note.text.strip().splitlines()[0][:100],
        "area": note.area if note.area in areas else "members",
        "source": "meeting",
        "owner": note.owner,
        "content": note.text,
        "due_on": note.due_on or today() + timedelta(days=TASK_DAYS),
    }


def said_by(c: Changes, rows: list[dict[str, Any]]) -> None:
    """A comment without an owner is its author's."""
    for row in rows:
        if row["owner"] is None and row["kind"] == "comment":
            row["owner"] = c.who.employee_id


class WeekNote(Record):
    """A comment or a decision of the meeting on an area's week; it is printed in the workbook."""

    week = LineField("周", "Week", max_length=8, index=True, width=90, hint=Text("如 2026-W47", "As in 2026-W47"))
    area = ChoiceField("板块", "Area", options=counted_areas, width=190)
    kind = ChoiceField("类型", "Kind", options=NOTE_KINDS, default="comment", width=80)
    text = NoteField("内容", "Text")
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    due_on = DayField("完成期限", "Due on", null=True)
    task = LinkField(WorkItem, "任务", "Task", null=True, derived=True)

    sheet = Sheet(
        "周会意见与决议",
        "Notes and decisions",
        title="text",
        order=("-week", "area"),
        search=("text",),
        fill=said_by,
        consequences=(Then(decisions_become_tasks, also="import"),),
        scopes={"own": "owner"},
    )
