"""Sessions 培训场次: when a course is held, by whom and at what cost."""

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinkField,
    MoneyField,
    Move,
    NoteField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    numbered,
)
from ..organization import Employee, Store
from .courses import Course

SESSION_KINDS = (
    Choice("class", "集中授课", "Class"),
    Choice("workshop", "实操演练", "Workshop"),
    Choice("exam", "考试", "Examination"),
    Choice("online", "线上学习", "Online"),
    Choice("self", "自学", "Self-study"),
)
SESSION_STATES = (
    Choice("planned", "计划中", "Planned", "info"),
    Choice("done", "已完成", "Done", "positive"),
    Choice("cancelled", "已取消", "Cancelled", "grey"),
)
NOBODY = Text("还没有登记签到，不能标记为已完成", "Nobody is marked as present yet, so it can't be finished")
SOMEBODY = Text("已有 {count} 人签到，不能取消", "{count} people are marked as present, so it can't be cancelled")
LISTED = Text(
    "名单上已有 {count} 人，课程不能再改；日期请用“改期”",
    "{count} people are on the list: the course stays, and the date moves with “Reschedule”",
)


def finish(c: Changes, row: Row, answers: dict) -> None:
    if not row.attended_count:
        raise Refused(NOBODY)


def cancel(c: Changes, row: Row, answers: dict) -> None:
    if row.attended_count:
        raise Refused(SOMEBODY(count=row.attended_count))


def keep_course(c: Changes, moves: list[Move]) -> None:
    """Who signed up did so for this course on this day."""
    for move in moves:
        if move.old and move.new and move.old.listed_count and move.changed("course", "held_on"):
            raise Refused(LISTED(count=move.old.listed_count), "held_on", move.index)


class TrainingSession(Record):
    """One occasion on which a course is held."""

    no = LineField(
        "场次编号", "Session no.", unique=True, max_length=30, width=160, null=True, aka=("编号", "场次"), auto="PX"
    )
    course = LinkField(Course, "课程", "Course", width=180)
    kind = ChoiceField("形式", "Form", options=SESSION_KINDS, default="class")
    held_on = DayField("培训日期", "Held on", index=True, aka=("日期",))
    place = LineField("地点", "Place", null=True, max_length=80)
    store = LinkField(Store, "门店（空为总部）", "Store (empty: headquarters)", null=True)
    trainer = LinkField(Employee, "讲师", "Trainer", null=True)
    outside_trainer = LineField("外聘讲师", "Outside trainer", null=True, max_length=60)
    planned_count = CountField("计划人数", "Planned", null=True, least=0, sum=True)
    listed_count = CountField("名单人数", "On the list", default=0, derived=True, sum=True)
    attended_count = CountField("实到人数", "Attended", default=0, derived=True, sum=True)
    passed_count = CountField("合格人数", "Passed", default=0, derived=True, sum=True)
    cost = MoneyField("费用", "Cost", null=True, least=0, sum=True)
    state = ChoiceField("状态", "State", options=SESSION_STATES, default="planned", locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "培训场次",
        "Training sessions",
        says=("course", "held_on", "no"),
        title="no",
        order=("-held_on",),
        key=("no",),
        search=("no", "course", "trainer", "place"),
        columns=(
            "no",
            "course",
            "held_on",
            "kind",
            "store",
            "trainer",
            "planned_count",
            "attended_count",
            "passed_count",
            "cost",
            "state",
        ),
        fill=lambda c, rows: numbered(TrainingSession, rows),
        checks=(keep_course,),
        scopes={"store": "store", "region": "store.region"},
        steps=(
            Step("finish", "完成", "Finish", "planned", "done", then=finish, icon="done_all"),
            Step(
                "cancel",
                "取消场次",
                "Cancel the session",
                "planned",
                "cancelled",
                reason=True,
                then=cancel,
                icon="cancel",
                danger=True,
            ),
            Step("reopen", "重新打开", "Reopen", "done cancelled", "planned", verb="approve", reason=True, icon="undo"),
        ),
    )
