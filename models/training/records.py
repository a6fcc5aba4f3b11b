"""Who was trained, who must be, and who therefore lacks what: records 培训记录, required courses 岗位必修课, needs 应训清单."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

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
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Text,
    in_one_change,
    notify,
    setting,
)
from ..kit.clock import add_months, today
from ..organization import Employee, Store
from .courses import EXPIRING_DAYS, Course
from .sessions import TrainingSession

NEED_STATES = (
    Choice("lacking", "未取得", "Lacking", "negative"),
    Choice("expired", "已过期", "Expired", "negative"),
    Choice("expiring", "即将到期", "Expiring", "warning"),
    Choice("valid", "有效", "Valid", "positive"),
    Choice("released", "不再要求", "No longer required", "grey"),
)
RELEASED = {"state": "released", "due_on": None, "expires_on": None}
OPEN_NEEDS = ("lacking", "expired", "expiring")
TWICE = Text("{name} 已在这场培训的名单中", "{name} is on the list of this session already")
NOT_YET = Text("培训日期是 {day}，还不能登记签到", "The session is on {day}; nobody can have attended yet")
CALLED_OFF = Text("这场培训已取消", "This session was cancelled")
MOVED = Text("已改到 {day}，名单上的 {count} 人会收到通知", "Moved to {day}; the {count} people on the list are told")
MOVED_NOTICE = Text("培训 {no} 改到 {day}", "Training {no} moved to {day}")


class CourseRequirement(Record):
    """A post that must have passed a course, and how soon after somebody starts in it."""

    course = LinkField(Course, "课程", "Course", width=180)
    position = LineField("岗位", "Position", max_length=40, aka=("岗位名称", "职位"))
    within_days = CountField("入职后几天内取得", "Within days of starting", least=0, default=30)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "岗位必修课",
        "Required courses",
        title="position",
        order=("position", "course"),
        key=("course", "position"),
        search=("position", "course"),
        derives=(lambda c, moves: keep_requirements(c, moves),),
    )

    class Meta:
        indexes = ((("course", "position"), True),)


class TrainingRecord(Record):
    """One person in one session; whether that person passed follows from the score."""

    session = LinkField(TrainingSession, "培训场次", "Session", width=160)
    employee = LinkField(Employee, "员工", "Employee", aka=("姓名", "工号"))
    attended = FlagField("签到", "Attended", default=False)
    score = QuantityField("成绩", "Score", null=True, least=0, most=100, aka=("分数", "得分"))
    passed = FlagField("合格", "Passed", null=True, derived=True)
    certificate_no = LineField("证书编号", "Certificate no.", null=True, unique=True, max_length=40)
    expires_on = DayField("证书到期日", "Certificate until", null=True, derived=True, index=True)
    feedback = CountField("课程评分（1–5）", "Feedback (1–5)", null=True, least=1, most=5)
    course = LinkField(Course, "课程", "Course", null=True, derived=True, width=180)
    held_on = DayField("培训日期", "Held on", null=True, derived=True, index=True)
    hours = QuantityField("课时", "Hours", null=True, derived=True, sum=True)
    store = LinkField(Store, "门店", "Store", null=True, derived=True)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "培训记录",
        "Training records",
        title="employee",
        order=("-held_on", "employee"),
        key=("session", "employee"),
        parent="session",
        search=("employee", "course", "certificate_no"),
        fill=lambda c, rows: fill_records(c, rows),
        derives=(
            lambda c, moves: keep_records(c, moves),
            lambda c, moves: keep_counts(c, moves),
            lambda c, moves: keep_needs(c, moves),
        ),
        columns=(
            "session",
            "employee",
            "store",
            "course",
            "held_on",
            "attended",
            "score",
            "passed",
            "certificate_no",
            "expires_on",
        ),
        scopes={"store": "employee.store", "region": "employee.store.region", "own": "employee"},
    )

    class Meta:
        indexes = ((("session", "employee"), True),)


class TrainingNeed(Record):
    """One course somebody's post requires, and where that person stands with it; kept by the rules."""

    employee = LinkField(Employee, "员工", "Employee", locked=True)
    course = LinkField(Course, "课程", "Course", locked=True, width=180)
    store = LinkField(Store, "门店", "Store", null=True, locked=True)
    state = ChoiceField("状态", "State", options=NEED_STATES, default="lacking", derived=True, width=90, index=True)
    due_on = DayField("最晚取得", "Due", null=True, derived=True)
    expires_on = DayField("证书到期日", "Certificate until", null=True, derived=True)

    sheet = Sheet(
        "应训清单",
        "Training needs",
        says=("employee", "course"),
        title="employee",
        order=("store", "employee", "course"),
        verbs="see export",
        search=("employee", "course"),
        take_back=lambda c, rows: None,
        columns=("store", "employee", "course", "state", "due_on", "expires_on"),
        scopes={"store": "store", "region": "store.region", "own": "employee"},
    )

    class Meta:
        indexes = ((("employee", "course"), True),)


# What a record says -----------------------------------------------------------------------------------------------------


def fill_records(c: Changes, rows: list[dict]) -> None:
    """New lines of a session: nobody twice, and what follows from session, course and person."""
    _nobody_twice(rows)
    marks = marks_of([Row(**row) for row in rows])
    for row, mark in zip(rows, marks, strict=True):
        row.update(mark)


def keep_records(c: Changes, moves: list[Move]) -> None:
    """What follows from the session and the score follows whenever they change."""
    changed = [
        move for move in moves if move.old and move.new and move.changed("session", "employee", "attended", "score")
    ]
    marks = marks_of([move.new for move in changed])
    c.alter(TrainingRecord, {move.id: mark for move, mark in zip(changed, marks, strict=True)})


def marks_of(rows: list[Row]) -> list[dict]:
    """Course, day, hours, store, passed and the certificate's end of each record."""
    sessions = TrainingSession.rows_by_id({row.session for row in rows if row.session})
    courses = Course.rows_by_id({session.course for session in sessions.values()})
    people = Employee.rows_by_id({row.employee for row in rows if row.employee})
    marks = []
    for at, row in enumerate(rows):
        session, person = sessions.get(row.session), people.get(row.employee)
        if session is None or person is None:
            marks.append({})
            continue
        if row.attended:
            _could_attend(session, at)
        course = courses[session.course]
        passed = has_passed(course, row)
        until = add_months(session.held_on, course.valid_months) if passed and course.valid_months else None
        marks.append(
            {
                "course": course.id,
                "held_on": session.held_on,
                "hours": course.hours if row.attended else Decimal(0),
                "store": person.store,
                "passed": passed,
                "expires_on": until,
            }
        )
    return marks


def has_passed(course: Row, row: Row) -> bool | None:
    """None while there is no score yet, or nobody came."""
    if not row.attended:
        return None
    if not course.pass_score:
        return True
    return None if row.score is None else row.score >= course.pass_score


def _could_attend(session: Row, at: int) -> None:
    if session.state == "cancelled":
        raise Refused(CALLED_OFF, "attended", at)
    if session.held_on > today():
        raise Refused(NOT_YET(day=session.held_on), "attended", at)


def _nobody_twice(rows: list[dict]) -> None:
    sessions = {row["session"] for row in rows}
    seen = set(
        TrainingRecord.select(TrainingRecord.session, TrainingRecord.employee)
        .where(TrainingRecord.session.in_(list(sessions)))
        .tuples()
    )
    for at, row in enumerate(rows):
        pair = (row["session"], row["employee"])
        if pair in seen and None not in pair:
            raise Refused(TWICE(name=Employee.title_of(row["employee"])), "employee", at)
        seen.add(pair)


def keep_counts(c: Changes, moves: list[Move]) -> None:
    """A session knows how many are on its list, came and passed."""
    touched = {row.session for move in moves for row in (move.old, move.new) if row is not None}
    sets = {id: {"listed_count": 0, "attended_count": 0, "passed_count": 0} for id in touched}
    for row in TrainingRecord.rows(TrainingRecord.session.in_(list(touched))):
        counts = sets[row.session]
        counts["listed_count"] += 1
        counts["attended_count"] += bool(row.attended)
        counts["passed_count"] += bool(row.passed)
    c.alter(TrainingSession, sets)


@in_one_change
def reschedule(c: Changes, session: int, *, held_on: date) -> Text:
    """Move a session to another day; everybody on its list is told."""
    row = c.fresh(TrainingSession, session)
    c.derive(TrainingSession, {session: {"held_on": held_on}})  # those on the list are told, and go along
    listed = TrainingRecord.rows(TrainingRecord.session == session)
    marks = marks_of(listed)
    c.alter(TrainingRecord, {record.id: mark for record, mark in zip(listed, marks, strict=True)})
    message = MOVED_NOTICE(no=row.no, day=held_on)
    notify(c, message, record=TrainingSession, row=session, employees=[record.employee for record in listed])
    return MOVED(day=held_on, count=len(listed))


# Who lacks what ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Need:
    """A course somebody must have, and where that person stands on a day."""

    employee: Row
    course: int
    state: str
    due_on: date | None
    expires_on: date | None


def needs(day: date, people: Iterable[Row] | None = None) -> list[Need]:
    """Everybody's required courses on a day: the one answer behind the matrix, the to-do list and the figures."""
    required = required_courses()
    staff = [
        employee
        for employee in (staff_of() if people is None else people)
        if employee.position in required and employee.status != "left"
    ]
    held = certificates(day, [employee.id for employee in staff])
    soon = day + timedelta(days=setting(EXPIRING_DAYS))
    return [_need(employee, row, held, day, soon) for employee in staff for row in required[employee.position]]


def _need(person: Row, required: Row, held: dict, day: date, soon: date) -> Need:
    until = held.get((person.id, required.course), MISSING)
    if until is MISSING:
        started = max(person.hired_on or date.min, date(2000, 1, 1))
        due = started + timedelta(days=required.within_days) if person.hired_on else day
        return Need(person, required.course, "lacking", due, None)
    if until is None:
        return Need(person, required.course, "valid", None, None)
    state = "expired" if until < day else "expiring" if until <= soon else "valid"
    return Need(person, required.course, state, until if state != "valid" else None, until)


MISSING = object()


def required_courses() -> dict[str, list[Row]]:
    """What each post must have, courses out of use left out."""
    courses: dict[str, list[Row]] = {}
    running = {course.id for course in Course.rows(Course.status == "on")}
    for row in CourseRequirement.rows():
        if row.course in running:
            courses.setdefault(row.position, []).append(row)
    return courses


def certificates(day: date, people: list[int]) -> dict[tuple[int, int], date | None]:
    """Until when each person's best certificate of each course holds; None: it doesn't expire."""
    certified: dict[tuple[int, int], date | None] = {}
    wanted = set(people)
    passed = TrainingRecord.select(TrainingRecord.employee, TrainingRecord.course, TrainingRecord.expires_on)
    passed = passed.where(
        TrainingRecord.passed == 1,
        TrainingRecord.held_on <= day,
    )
    for employee, course, until in passed.tuples():
        if employee not in wanted:
            continue
        key = (employee, course)
        best = certified.get(key, date.min)
        certified[key] = None if best is None or until is None else max(best, until)
    return certified


def staff_of(posts: Iterable[str] | None = None) -> list[Row]:
    """Everybody who works here, or those in these posts."""
    there = Employee.status != "left"
    return Employee.rows(there) if posts is None else Employee.rows(there, Employee.position.in_(list(posts)))


def keep_requirements(c: Changes, moves: list[Move]) -> None:
    """A post that must have another course from today has people who lack it from today."""
    posts = {row.position for move in moves for row in (move.old, move.new) if row is not None}
    refresh(c, staff_of(posts))


def keep_needs(c: Changes, moves: list[Move]) -> None:
    """A record passed or taken back settles what its person lacks."""
    ids = {row.employee for move in moves for row in (move.old, move.new) if row is not None}
    if ids:
        refresh(c, list(Employee.rows_by_id(ids).values()))


def refresh(c: Changes, people: list[Row] | None = None, day: date | None = None) -> int:
    """Write who lacks what into the list of needs, for some people or for all; returns how many changed.

    What a post no longer requires stays in the list as such, for its history.
    """
    judged = {(need.employee.id, need.course): need for need in needs(day or today(), people)}
    stored = (
        TrainingNeed.rows()
        if people is None
        else TrainingNeed.rows(TrainingNeed.employee.in_([employee.id for employee in people]))
    )
    have = {(row.employee, row.course): row for row in stored}
    new = [
        {"employee": employee, "course": course, **_said(need)}
        for (employee, course), need in judged.items()
        if (employee, course) not in have
    ]
    c.add(TrainingNeed, new)
    sets = {row.id: _said(judged[key]) if key in judged else dict(RELEASED) for key, row in have.items()}
    return len(new) + len(c.alter(TrainingNeed, sets))


def _said(need: Need) -> dict:
    return {"store": need.employee.store, "state": need.state, "due_on": need.due_on, "expires_on": need.expires_on}
