"""The people of the stores move: 晋升轮岗, which another person approves and the day brings about."""

from datetime import date
from typing import Any

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    DayField,
    LineField,
    LinkField,
    Move,
    NoteField,
    Param,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    Then,
    Who,
    numbered,
    setting,
)
from ..kit.clock import add_months, today
from ..kit.write.unseen import beside
from ..organization import MANAGER, Employee, Store

MOVE_KINDS = (
    Choice("promotion", "晋升", "Promotion", "positive"),
    Choice("rotation", "轮岗", "Rotation", "info", ("调动", "调店")),
    Choice("demotion", "降职", "Demotion", "warning"),
)
MOVE_STATES = (
    Choice("draft", "草稿", "Draft", "info"),
    Choice("submitted", "待审批", "Submitted", "warning"),
    Choice("approved", "已批准", "Approved", "positive"),
    Choice("effective", "已生效", "In effect", "grey"),
    Choice("rejected", "已驳回", "Rejected", "negative"),
)
LEAST_SCORE = Param("promotion_least_score", "晋升最低考核分", "Appraisal score a promotion needs", 80, "分")
LEAST_MONTHS = Param("promotion_least_months", "晋升最少在职月数", "Months of service a promotion needs", 6, "月")

NOTHING_CHANGES = Text("新岗位或新门店至少要有一项与现在不同", "The new position or store must differ from today's")
SCORE_SHORT = Text("晋升要考核分 {least} 分以上，现为 {score}", "A promotion needs a score of {least}; it is {score}")
NO_SCORE = Text("还没填", "not given")
TOO_NEW = Text("晋升要在职满 {months} 个月（{first} 起）", "A promotion needs {months} months of service, from {first}")
SUBMITTED = Text("已提交审批，不能再改；请先撤回", "It was submitted and stands; withdraw it first")
STILL_OPEN = Text("{name} 已有一份未办完的调动（{no}）", "{name} has a move under way already ({no})")


CONTENT = ("employee", "kind", "to_position", "to_store", "effective_on", "score", "grounds")


def fill_move(c: Changes, rows: list[dict]) -> None:
    """From where one moves is what the staff list says."""
    numbered(StaffMove, rows)
    people = Employee.rows_by_id({row["employee"] for row in rows if row["employee"]})
    for row in rows:
        if (person := people.get(row["employee"])) is not None:
            row["from_position"], row["from_store"] = person.position, person.store


def keep_move(c: Changes, moves: list[Move]) -> None:
    """What was submitted stands as it was read; one person has one move under way."""
    for move in moves:
        if move.new is None:
            continue
        if move.old and move.old.state not in ("draft", "rejected") and move.changed(*CONTENT):
            raise Refused(SUBMITTED, next(name for name in CONTENT if move.changed(name)), move.index)
        if move.changed("employee", "state") and move.new.state in ("submitted", "approved"):
            _only_one(move, c.who)


def follow_person(c: Changes, moves: list[Move]) -> None:
    """Somebody else comes from elsewhere."""
    for move in moves:
        if move.old and move.new and move.changed("employee"):
            person = Employee.row(move.new.employee)
            c.update(StaffMove, move.id, from_position=person.position, from_store=person.store)


def _only_one(move: Move, who: Who) -> None:
    others = StaffMove.rows(
        StaffMove.employee == move.new.employee, StaffMove.state.in_(("submitted", "approved")), StaffMove.id != move.id
    )
    if others:
        said = STILL_OPEN(name=Employee.title_of(move.new.employee), no=others[0].no)
        raise beside(StaffMove, {others[0].id}, who, said, "employee", move.index, ("no",))


def may_move(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    """A move changes something, and a promotion is earned."""
    person = Employee.row(row.employee)
    if row.to_position in (None, person.position) and row.to_store in (None, person.store):
        raise Refused(NOTHING_CHANGES, "to_position")
    if row.kind != "promotion":
        return
    least, months = setting(LEAST_SCORE), setting(LEAST_MONTHS)
    if row.score is None or row.score < least:
        raise Refused(
            SCORE_SHORT(least=least, score=NO_SCORE if row.score is None else StaffMove.score.show(row.score)), "score"
        )
    if person.hired_on is not None and row.effective_on < add_months(person.hired_on, months):
        raise Refused(TOO_NEW(months=months, first=add_months(person.hired_on, months)), "effective_on")


def approve_move(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    c.update(StaffMove, row.id, approver=c.who.employee_id)
    if row.effective_on <= today():
        take_effect(c, [row])


def take_effect(c: Changes, rows: list[Row]) -> None:
    """The employee stands in the new position and store; a new 店长 is the manager of the store as well."""
    for row in rows:
        person = Employee.row(row.employee)
        position, store = row.to_position or person.position, row.to_store or person.store
        c.update(Employee, person.id, position=position, store=store)
        left = Store.rows(Store.manager == person.id, Store.id != (store or 0))
        c.alter(Store, {store.id: {"manager": None} for store in left})
        if position == MANAGER and store is not None:
            c.update(Store, store, manager=person.id)
        c.update(StaffMove, row.id, state="effective")


def due_moves(c: Changes, day: date) -> int:
    """Let the approved moves of this day and before come into effect. Returns how many."""
    rows = StaffMove.rows(StaffMove.state == "approved", StaffMove.effective_on <= day)
    take_effect(c, rows)
    return len(rows)


class StaffMove(Record):
    """Somebody is promoted, moved or demoted, from a day on."""

    no = LineField("调动单号", "Move no.", unique=True, max_length=30, width=140, aka=("单号",), auto="RD")
    employee = LinkField(Employee, "员工", "Employee", aka=("姓名", "工号"))
    kind = ChoiceField("类型", "Kind", options=MOVE_KINDS, default="rotation", width=90)
    from_position = LineField("原岗位", "From position", null=True, max_length=40, locked=True)
    from_store = LinkField(Store, "原门店", "From store", null=True, locked=True)
    to_position = LineField("新岗位", "To position", null=True, max_length=40)
    to_store = LinkField(Store, "新门店", "To store", null=True)
    effective_on = DayField("生效日期", "Effective on", index=True)
    score = QuantityField("考核分", "Appraisal score", null=True, least=0, most=100)
    grounds = NoteField("调动原因", "Grounds", null=True, aka=("原因",))
    approver = LinkField(Employee, "审批人", "Approver", null=True, locked=True)
    state = ChoiceField("状态", "State", options=MOVE_STATES, default="draft", locked=True, width=90)

    sheet = Sheet(
        "晋升轮岗",
        "Staff moves",
        says=("employee", "kind", "no"),
        title="no",
        order=("-effective_on", "-id"),
        key=("no",),
        search=("no", "employee"),
        columns=(
            "no",
            "employee",
            "kind",
            "from_position",
            "from_store",
            "to_position",
            "to_store",
            "effective_on",
            "score",
            "state",
            "approver",
        ),
        scopes={"store": "from_store|to_store", "region": "from_store.region|to_store.region", "own": "employee"},
        verbs="see add edit export import",
        fill=fill_move,
        checks=(keep_move,),
        consequences=(Then(follow_person, also="import"),),
        steps=(
            Step(
                "submit",
                "提交审批",
                "Submit",
                "draft rejected",
                "submitted",
                icon="send",
                needs=("effective_on",),
                then=may_move,
            ),
            Step("withdraw", "撤回", "Withdraw", "submitted", "draft", icon="undo"),
            Step(
                "approve",
                "批准",
                "Approve",
                "submitted",
                "approved",
                verb="approve",
                unlike=("employee", "creator", "mover"),
                icon="verified",
                then=approve_move,
            ),
            Step(
                "reject",
                "驳回",
                "Reject",
                "submitted",
                "rejected",
                verb="approve",
                reason=True,
                danger=True,
                icon="block",
            ),
            Step("take_effect", "生效", "Take effect", "approved", "effective", auto=True),
        ),
    )
