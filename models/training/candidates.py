"""Candidates 后备人才: everybody who stands before a step of the ladder, what is still lacking, and who helps along."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

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
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Text,
    in_one_change,
)
from ..kit.clock import today
from ..kit.own_words import declare
from ..organization import Employee, Store
from ..stores import StaffMove
from .ladder import LadderStep, Standing, joined, standings

STATES = (Choice("growing", "培养中", "Growing", "info"), Choice("ready", "可晋升", "Ready", "positive"))
SAID = 4  # gaps that are named; the rest are counted
NOT_READY = Text("{name} 还差：{why}", "{name} lacks: {why}")
PROPOSED = Text("已起草调动 {no}，请核对后提交审批", "Move {no} is drafted: look it over and submit it")
UNDER_WAY = Text("{name} 已有一份未办完的调动（{no}）", "{name} has a move under way already ({no})")
MORE = Text("另有 {count} 项", "{count} more")
ELSEWHERE = Text("岗位已变", "the position changed")
declare(MORE)
AWAITS = Text(
    "请先在“晋升阶梯”里录入从哪个岗位升到哪个岗位、要求什么；在原岗位上的员工随即列在这里。",
    "Fill in the staff ladder first: from which position one rises to which, and what that asks for; "
    "whoever stands before a step is then listed here.",
)
RENEWED = Text("后备人才 {count} 人次，可晋升 {ready}", "{count} candidates, {ready} ready")


class Candidate(Record):
    """Somebody before a step of the ladder, as staff and ladder stand; what helps along is written here."""

    employee = LinkField(Employee, "员工", "Employee", locked=True, aka=("姓名", "工号"))
    step = LinkField(LadderStep, "目标岗位", "Step", locked=True)
    store = LinkField(Store, "门店", "Store", null=True, derived=True)
    state = ChoiceField("状态", "State", options=STATES, default="growing", derived=True, width=105)
    months = CountField("在岗月数", "Months", null=True, derived=True)
    score = QuantityField("考核平均分", "Mean score", null=True, derived=True)
    gaps = CountField("差几项", "Lacking", default=0, derived=True)
    lacking = LineField("还差什么", "What is lacking", null=True, derived=True, ours=True, max_length=600, width=300)
    mentor = LinkField(Employee, "带教人", "Mentor", null=True)
    plan = NoteField("培养计划", "Plan", null=True)
    review_on = DayField("下次回顾", "Next review", null=True)

    sheet = Sheet(
        "后备人才",
        "Candidates",
        title="employee",
        says=("employee", "step"),
        order=("gaps", "-score", "employee"),
        key=("employee", "step"),
        search=("employee", "plan"),
        verbs="see edit export",
        columns=("employee", "store", "step", "state", "lacking", "months", "score", "mentor", "plan", "review_on"),
        scopes={"store": "store", "region": "store.region"},
        awaits=AWAITS,
    )

    class Meta:
        indexes = ((("employee", "step"), True),)


@in_one_change
def propose_promotion(
    c: Changes, candidate: int, *, effective_on: date, to_store: int | None = None, grounds: str | None = None
) -> Text:
    """A move is drafted for who is ready today; it still goes to be approved."""
    row = c.fresh(Candidate, candidate)
    step, person = c.fresh(LadderStep, row.step), c.fresh(Employee, row.employee)
    standing = standings([person], [step], today()).get((person.id, step.id))
    if standing is None or standing.gaps:
        why = joined(standing.gaps) if standing else ELSEWHERE
        raise Refused(NOT_READY(name=person.name, why=why))
    there = StaffMove.rows(StaffMove.employee == person.id, StaffMove.state.in_(("draft", "submitted", "approved")))
    if there:
        raise Refused(UNDER_WAY(name=person.name, no=there[0].no))
    values = {"employee": person.id, "kind": "promotion", "to_position": step.to_position, "to_store": to_store}
    made = c.create(StaffMove, **values, effective_on=effective_on, score=standing.score, grounds=grounds)
    return PROPOSED(no=made.no)


def recount(c: Changes, moves: list[Move]) -> None:
    """Another ladder has other candidates."""
    asked = ("from_position", "to_position", "months", "score", "status")
    renew(c, {move.id for move in moves if move.new and move.changed(*asked)})


def recount_people(c: Changes, moves: list[Move]) -> None:
    """Who comes, rises, goes elsewhere or leaves is before other steps at once, and held by none that is not his."""
    ids = {move.id for move in moves if move.new and move.changed("position", "status", "store", "hired_on")}
    if ids:
        renew(c, {id for (id,) in LadderStep.select(LadderStep.id).tuples()}, ids)


def renew_candidates(c: Changes, day: date) -> Text:
    """Everybody before each step as things stand; who rose, went elsewhere or left is taken off the list."""
    count, ready = renew(c, {id for (id,) in LadderStep.select(LadderStep.id).tuples()})
    return RENEWED(count=count, ready=ready)


def renew(c: Changes, ids: Iterable[int], only: set[int] | None = None) -> tuple[int, int]:
    """The candidates of these steps; of a step that is out of use there are none. Returns how many, and how many are ready.

    only: the employees that are looked at; empty for all.
    """
    ids = set(ids)
    steps = [step for step in LadderStep.rows_by_id(ids).values() if step.status == "on"]
    people = {row.id: row for row in _people(steps, only)}
    mine = Candidate.step.in_(list(ids))
    if only is not None:
        mine &= Candidate.employee.in_(list(only))
    there = {(row.employee, row.step): row.id for row in Candidate.rows(mine)}
    stand = standings(people.values(), steps, today())
    c.remove(Candidate, [id for key, id in there.items() if key not in stand])
    values = {key: _said(people[key[0]], standing) for key, standing in stand.items()}
    c.alter(Candidate, {there[key]: said for key, said in values.items() if key in there})
    new = [{"employee": employee, "step": step, **values[employee, step]} for employee, step in stand]
    c.add(Candidate, [row for row in new if (row["employee"], row["step"]) not in there])
    return _counted(c, ids)


def _people(steps: list[Row], only: set[int] | None) -> list[Row]:
    posts = list({step.from_position for step in steps})
    rows = Employee.rows(Employee.status != "left", Employee.position.in_(posts))
    return rows if only is None else [row for row in rows if row.id in only]


def _counted(c: Changes, ids: set[int]) -> tuple[int, int]:
    """Each step says how many stand before it, and how many of them are ready."""
    rows = Candidate.select(Candidate.step, Candidate.state).where(Candidate.step.in_(list(ids))).tuples()
    listed, ready = Counter[int](), Counter[int]()
    for step, state in rows:
        listed[step] += 1
        ready[step] += state == "ready"
    c.alter(LadderStep, {id: {"listed": listed[id], "ready": ready[id]} for id in ids})
    return listed.total(), ready.total()


def _said(person: Row, standing: Standing) -> dict:
    gaps = standing.gaps
    more = [MORE(count=len(gaps) - SAID)] if len(gaps) > SAID else []
    return {
        "store": person.store,
        "months": standing.months,
        "score": standing.score,
        "gaps": len(gaps),
        "lacking": joined([*gaps[:SAID], *more]).zh if gaps else None,
        "state": "growing" if gaps else "ready",
    }
