"""Meetings 会议纪要: what was said and decided, and who is to do what by when."""

from typing import Any

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinkField,
    Move,
    NoteField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    TagsField,
    Text,
    numbered,
)
from ..kit.clock import today
from ..organization import Employee
from .openings import StoreOpening

SUBJECTS = (
    Choice("opening", "新店筹备", "Store opening", "info"),
    Choice("department", "部门例会", "Department meeting"),
    Choice("stores", "门店会议", "Store managers' meeting"),
    Choice("other", "其他", "Other"),
)
ACTION_STATES = (
    Choice("open", "待办", "To do", "info"),
    Choice("done", "已完成", "Done", "positive"),
    Choice("dropped", "取消", "Dropped", "grey"),
)
WHICH_OPENING = Text("筹备会议要选是哪个新店筹备", "Say which opening the meeting is about")
LEFT_OVER = Text("上次遗留：{task}（{due}）", "Left over: {task} ({due})")


def fill_meeting(c: Changes, rows: list[dict]) -> None:
    numbered(MeetingMinute, rows)


def lead_agenda(c: Changes, moves: list[Move]) -> None:
    """What is overdue from earlier meetings of the same subject leads the next agenda."""
    new = [move.new for move in moves if move.old is None and move.new.agenda is None]
    c.alter(MeetingMinute, {row.id: {"agenda": "\n".join(_overdue(row.subject, row.opening)) or None} for row in new})


def _overdue(subject: str, opening: int | None) -> list[str]:
    before = MeetingMinute.subject == subject
    before &= MeetingMinute.opening == opening if opening else MeetingMinute.opening.is_null()
    meetings = MeetingMinute.select(MeetingMinute.id).where(before)
    late = (MeetingAction.state == "open") & (MeetingAction.due_on < today()) & MeetingAction.meeting.in_(meetings)
    return [
        LEFT_OVER(task=action.task, due=action.due_on).zh
        for action in MeetingAction.rows(late, order=MeetingAction.due_on)
    ]


def keep_subject(c: Changes, moves: list[Move]) -> None:
    for move in moves:
        if move.new and move.new.subject == "opening" and move.new.opening is None:
            raise Refused(WHICH_OPENING, "opening", move.index)


class MeetingMinute(Record):
    """What one meeting said and decided."""

    no = LineField("纪要编号", "Minute no.", unique=True, max_length=30, width=140, aka=("编号",), auto="HY")
    title = LineField("会议主题", "Title", max_length=100, width=200, aka=("主题", "会议名称"))
    subject = ChoiceField("会议类型", "Subject", options=SUBJECTS, default="department", aka=("类型",))
    opening = LinkField(StoreOpening, "新店筹备", "Opening", null=True)
    held_on = DayField("会议日期", "Held on", default=today, index=True, aka=("日期",))
    recorder = LinkField(Employee, "记录人", "Recorder", null=True)
    attendees = TagsField("参会人", "Attendees", null=True)
    agenda = NoteField(
        "议程",
        "Agenda",
        null=True,
        hint=Text("留空时自动列出同类会议逾期未完成的事项", "Left empty, it lists what is overdue from such meetings"),
    )
    content = NoteField("会议内容", "Content", null=True, aka=("内容",))
    decisions = NoteField("决议", "Decisions", null=True)
    open_actions = CountField("未完成事项", "Open actions", default=0, derived=True, sum=True)

    sheet = Sheet(
        "会议纪要",
        "Meeting minutes",
        title="title",
        order=("-held_on",),
        key=("no",),
        search=("no", "title", "content"),
        columns=("no", "held_on", "title", "subject", "opening", "recorder", "attendees", "open_actions"),
        scopes={"own": "recorder", "store": "opening.store", "region": "opening.store.region"},
        fill=fill_meeting,
        checks=(keep_subject,),
        consequences=(lead_agenda,),
    )


def keep_open_actions(c: Changes, moves: list[Move]) -> None:
    moved = [move for move in moves if move.changed("state", "meeting")]
    meetings = {row.meeting for move in moved for row in (move.old, move.new) if row}
    if meetings:
        left = dict.fromkeys(meetings, 0)
        waiting = (
            MeetingAction.meeting.in_(list(meetings)),
            MeetingAction.state == "open",
        )
        for action in MeetingAction.rows(*waiting):
            left[action.meeting] += 1
        c.alter(MeetingMinute, {id: {"open_actions": count} for id, count in left.items()})


def finish_action(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    c.update(MeetingAction, row.id, done_on=today())


def reopen_action(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    c.update(MeetingAction, row.id, done_on=None)


class MeetingAction(Record):
    """What somebody took home from a meeting to do."""

    meeting = LinkField(MeetingMinute, "会议纪要", "Meeting")
    task = LineField("事项", "Action", max_length=200, width=240, aka=("行动项", "任务"))
    owner = LinkField(Employee, "责任人", "Owner", aka=("负责人",))
    due_on = DayField("期限", "Due on", index=True, aka=("完成期限", "截止日期"))
    result = NoteField("完成情况", "Result", null=True)
    state = ChoiceField("状态", "State", options=ACTION_STATES, default="open", locked=True, width=90)
    done_on = DayField("完成日期", "Done on", null=True, locked=True)

    sheet = Sheet(
        "会议事项",
        "Meeting actions",
        title="task",
        order=("due_on",),
        search=("task", "meeting"),
        parent="meeting",
        later=("result",),
        columns=("meeting", "task", "owner", "due_on", "state", "done_on", "result"),
        scopes={"own": "owner", "store": "owner.store", "region": "owner.store.region"},
        derives=(keep_open_actions,),
        steps=(
            Step(
                "finish",
                "完成",
                "Done",
                "open",
                "done",
                icon="done",
                then=finish_action,
                asks={"result": NoteField("完成情况", "Result")},
            ),
            Step("drop", "取消事项", "Drop the action", "open", "dropped", reason=True, danger=True, icon="block"),
            Step("reopen", "重新打开", "Reopen", "done dropped", "open", reason=True, icon="undo", then=reopen_action),
        ),
    )
