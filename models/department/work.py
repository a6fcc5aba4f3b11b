"""Work items 问题与任务: what came up, whose it is, by when, and who saw that it was done."""

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
    Text,
    notify,
    numbered,
)
from ..kit.clock import today
from ..organization import Employee, Store
from .places import AREAS

SOURCES = (
    Choice("meeting", "会议", "Meeting"),
    Choice("store_visit", "巡店", "Store visit"),
    Choice("audit", "品质审核", "Audit"),
    Choice("complaint", "投诉", "Complaint"),
    Choice("franchisee", "加盟商反馈", "Franchisee"),
    Choice("report", "数据分析", "Figures"),
    Choice("management", "上级交办", "Management"),
    Choice("other", "其他", "Other"),
)
SEVERITIES = (
    Choice("low", "一般", "Minor", "grey"),
    Choice("medium", "重要", "Important", "warning"),
    Choice("high", "紧急", "Urgent", "negative"),
)
WORK_STATES = (
    Choice("open", "待处理", "Open", "warning", ("未开始",)),
    Choice("doing", "处理中", "Under way", "info", ("进行中",)),
    Choice("done", "待验证", "Done, to verify", "info", ("已完成",)),
    Choice("closed", "已关闭", "Closed", "positive", ("关闭",)),
)
UNDER_WAY = ("open", "doing", "done")
ASSIGNED = Text("任务 {no} 交给你：{title}", "{no} is yours: {title}")
SHARE = Text("进度到 100% 时请“完成”", "At 100 % please finish it")


class WorkItem(Record):
    """A problem or a task, from whatever corner of the department it came."""

    no = LineField("任务编号", "Item no.", unique=True, null=True, max_length=30, width=160, aka=("编号",), auto="RW")
    title = LineField(
        "事项", "Item", max_length=120, width=220, aka=("任务", "问题", "工作内容", "工作事项", "待办事项")
    )
    area = ChoiceField("业务", "Area", options=AREAS, default="department")
    store = LinkField(Store, "门店", "Store", null=True)
    source = ChoiceField("来源", "Source", options=SOURCES, default="other")
    severity = ChoiceField("等级", "Severity", options=SEVERITIES, default="low", width=80, aka=("严重程度",))
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    raised_on = DayField("提出日期", "Raised on", default=today, index=True)
    due_on = DayField("截止日期", "Due", null=True, index=True, aka=("完成期限", "要求完成日期", "计划完成日期"))
    progress = CountField("进度（%）", "Progress (%)", percent=True, least=0, most=100, default=0, width=90)
    content = NoteField("说明", "Details", null=True)
    resolution = NoteField("处理结果", "Resolution", null=True)
    done_on = DayField("完成日期", "Done on", null=True, locked=True)
    closed_on = DayField("关闭日期", "Closed on", null=True, locked=True, index=True)
    reopened = CountField("重开次数", "Reopened", default=0, derived=True)
    state = ChoiceField("状态", "State", options=WORK_STATES, default="open", locked=True, width=90)

    sheet = Sheet(
        "问题与任务",
        "Work items",
        title="title",
        order=("-raised_on",),
        key=("no",),
        search=("title", "no", "owner", "store"),
        later=("resolution",),
        columns=(
            "no",
            "title",
            "area",
            "store",
            "severity",
            "owner",
            "raised_on",
            "due_on",
            "progress",
            "resolution",
            "state",
        ),
        fill=lambda c, rows: numbered(WorkItem, rows),
        checks=(lambda c, moves: keep_share(moves),),
        consequences=(lambda c, moves: tell_owners(c, moves),),
        scopes={"store": "store", "region": "store.region", "own": "owner"},
        steps=(
            Step(
                "start",
                "开始处理",
                "Start",
                "open",
                "doing",
                needs=("owner",),
                icon="play_arrow",
                asks={"owner": LinkField(Employee, "负责人", "Owner", null=True)},
            ),
            Step(
                "finish",
                "完成",
                "Finish",
                "open doing",
                "done",
                needs=("owner", "resolution"),
                icon="done",
                asks={"resolution": NoteField("处理结果", "Resolution", null=True)},
                then=lambda c, row, answers: finished(c, row),
            ),
            Step(
                "verify",
                "验证关闭",
                "Verify and close",
                "done",
                "closed",
                unlike=("owner", "mover"),
                icon="task_alt",
                then=lambda c, row, answers: c.update(WorkItem, row.id, closed_on=today()),
            ),
            Step(
                "reopen",
                "重新打开",
                "Reopen",
                "done closed",
                "doing",
                reason=True,
                icon="undo",
                then=lambda c, row, answers: taken_up_again(c, row),
            ),
        ),
    )


def finished(c: Changes, row: Row) -> None:
    c.update(WorkItem, row.id, progress=100, done_on=today())


def taken_up_again(c: Changes, row: Row) -> None:
    c.update(WorkItem, row.id, progress=min(row.progress, 90), done_on=None, closed_on=None, reopened=row.reopened + 1)


def keep_share(moves: list[Move]) -> None:
    """A task all done is finished, not left at a hundred."""
    for move in moves:
        all_done = move.old and move.new and move.changed("progress") and move.new.progress == 100
        if all_done and move.new.state in ("open", "doing"):
            raise Refused(SHARE, "progress", move.index)


def tell_owners(c: Changes, moves: list[Move]) -> None:
    """Whoever gets a task hears of it."""
    for move in moves:
        if move.new and move.changed("owner") and move.new.owner and move.new.state in UNDER_WAY:
            message = ASSIGNED(no=move.new.no, title=move.new.title)
            notify(
                c, message, record=WorkItem, row=move.id, employees=[move.new.owner], urgent=move.new.severity == "high"
            )
