"""The staff ladder 晋升阶梯: from which position one rises to which, after how long, with what score and which courses."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ..department import KpiReview
from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    LineField,
    Move,
    NoteField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Text,
)
from ..kit.clock import today
from ..kit.own_words import declare
from ..organization import Employee
from ..stores import StaffMove
from .courses import Course
from .records import certificates, required_courses

STEP_STATES = (Choice("on", "使用中", "In use", "positive"), Choice("off", "停用", "Out of use", "grey"))
REVIEWS = 3  # so many of the last published appraisals make the score
SAME = Text("原岗位和新岗位不能相同", "The two positions must differ")
NOT_LONG = Text("在岗 {months} 个月，要满 {least} 个月", "{months} months in the position, of {least}")
NO_DAY = Text("不知道何时到岗：请填入职日期", "since when is not known: enter the day of hiring")
NO_SCORE = Text("没有已公示的个人考核", "no appraisal was published yet")
SCORE_SHORT = Text("近三次考核平均 {score} 分，要 {least} 分", "the last appraisals come to {score}, of {least}")
NO_COURSE = Text("没有取得“{course}”", "“{course}” isn't passed")
declare(NOT_LONG, NO_DAY, NO_SCORE, SCORE_SHORT, NO_COURSE)
TOO_EARLY = Text(
    "{name} 还不能从{of}晋升到{to}：{why}。晋升阶梯里可以看到要求",
    "{name} can't rise from {of} to {to} yet: {why}. The staff ladder says what is asked for",
)


@dataclass(frozen=True)
class Standing:
    """Where somebody stands before a step: months in the position, mean score, and what is lacking today."""

    months: int | None
    score: Decimal | None
    gaps: list[Text]


class LadderStep(Record):
    """One step of the ladder and what it asks for."""

    from_position = LineField("原岗位", "From position", max_length=40, width=110, aka=("现岗位",))
    to_position = LineField("新岗位", "To position", max_length=40, width=110, aka=("晋升岗位",))
    months = CountField("在岗最少月数", "Months in the position", default=6, most=120)
    score = QuantityField(
        "考核最低分",
        "Least score",
        default=Decimal(80),
        least=0,
        most=100,
        hint=Text("近三次已公示的个人考核平均", "Mean of the last three published appraisals"),
    )
    note = NoteField("说明", "Note", null=True)
    status = ChoiceField("状态", "Status", options=STEP_STATES, default="on", width=80)
    ready = CountField("可晋升人数", "Ready", default=0, derived=True)
    listed = CountField("后备人数", "Candidates", default=0, derived=True)

    sheet = Sheet(
        "晋升阶梯",
        "Staff ladder",
        title="to_position",
        says=("from_position", "to_position"),
        order=("from_position", "to_position"),
        key=("from_position", "to_position"),
        search=("from_position", "to_position"),
        verbs="see add edit export import",
        checks=(lambda c, moves: keep_steps(moves),),
    )

    class Meta:
        indexes = ((("from_position", "to_position"), True),)


def keep_steps(moves: list[Move]) -> None:
    for move in moves:
        if move.new and move.new.from_position == move.new.to_position:
            raise Refused(SAME, "to_position", move.index)


def keep_ladder(c: Changes, moves: list[Move]) -> None:
    """A promotion along the ladder is asked for what its step asks for, as it is submitted."""
    for move in moves:
        row = move.new
        if row is None or row.kind != "promotion" or row.state != "submitted" or not move.changed("state"):
            continue
        step = LadderStep.rows(
            LadderStep.from_position == row.from_position,
            LadderStep.to_position == (row.to_position or ""),
            LadderStep.status == "on",
        )
        person = Employee.row(row.employee)
        if not step or person.position != row.from_position:
            continue
        gaps = standings([person], step, today())[person.id, step[0].id].gaps
        if gaps:
            words = {"name": person.name, "of": row.from_position, "to": row.to_position, "why": joined(gaps)}
            raise Refused(TOO_EARLY(**words), "employee", move.index)


def joined(gaps: list[Text]) -> Text:
    return Text("；".join(gap.zh for gap in gaps), "; ".join(gap.en for gap in gaps))


def standings(people: Iterable[Row], steps: Iterable[Row], day: date) -> dict[tuple[int, int], Standing]:
    """By employee and step, of those whose position a step begins at."""
    pairs = [(person, step) for person in people for step in steps if person.position == step.from_position]
    staff = {person.id: person for person, _ in pairs}
    since, scores, courses = _since(staff), _scores(set(staff)), _lacking(pairs, day)
    return {
        (person.id, step.id): _standing(
            step, _months(since[person.id], day), scores.get(person.id), courses[person.id, step.id]
        )
        for person, step in pairs
    }


def _standing(step: Row, months: int | None, score: Decimal | None, courses: list[str]) -> Standing:
    gaps = []
    if months is None and step.months:
        gaps.append(NO_DAY)
    elif months is not None and months < step.months:
        gaps.append(NOT_LONG(months=months, least=step.months))
    if score is None and step.score:
        gaps.append(NO_SCORE)
    elif score is not None and score < step.score:
        shown = (QuantityField.plain(number) for number in (score, step.score))
        gaps.append(SCORE_SHORT(score=next(shown), least=next(shown)))
    return Standing(months, score, [*gaps, *(NO_COURSE(course=name) for name in courses)])


def _since(staff: dict[int, Row]) -> dict[int, date | None]:
    """Since when each stands in the position: the last move that led there, else the day of hiring."""
    since = {id: person.hired_on for id, person in staff.items()}
    came = StaffMove.rows(
        StaffMove.employee.in_(list(staff)), StaffMove.state == "effective", order=StaffMove.effective_on
    )
    for move in came:
        if move.to_position == staff[move.employee].position and move.from_position != move.to_position:
            since[move.employee] = move.effective_on
    return since


def _months(since: date | None, day: date) -> int | None:
    """Whole months."""
    if since is None:
        return None
    return max(0, (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day))


def _scores(staff: set[int]) -> dict[int, Decimal]:
    """The mean of everybody's last published appraisals."""
    rows = KpiReview.rows(
        KpiReview.subject == "employee",
        KpiReview.employee.in_(list(staff)),
        KpiReview.state.in_(("published", "signed")),
        KpiReview.score.is_null(False),
        order=KpiReview.month.desc(),
    )
    scores: dict[int, list[Decimal]] = defaultdict(list)
    for row in rows:
        if len(scores[row.employee]) < REVIEWS:
            scores[row.employee].append(row.score)
    tenth = Decimal("0.1")
    return {id: (sum(each, Decimal(0)) / len(each)).quantize(tenth, ROUND_HALF_UP) for id, each in scores.items()}


def _lacking(pairs: list[tuple[Row, Row]], day: date) -> dict[tuple[int, int], list[str]]:
    """The names of the courses the new position requires and somebody has no valid certificate of."""
    required, names = required_courses(), {course.id: course.name for course in Course.rows()}
    held = certificates(day, [person.id for person, _ in pairs])
    lacking = {}
    for person, step in pairs:
        wanted = [row.course for row in required.get(step.to_position, [])]
        until = {course: held.get((person.id, course), date.min) for course in wanted}
        lacking[person.id, step.id] = [
            names[course] for course, last in until.items() if last is not None and last < day
        ]
    return lacking
