"""What the week of training comes to."""

from collections import Counter
from datetime import timedelta

from ..kit import Measure, Ratio, Text
from ..kit.clock import Week
from ..organization import Employee
from .courses import Course
from .quiz_papers import QuizPaper
from .records import NEED_STATES, TrainingNeed, TrainingRecord
from .sessions import TrainingSession

DONE, CAME = {"state": {"eq": "done"}}, {"attended": {"eq": True}}
sessions = Measure(TrainingSession, when="held_on", where=DONE, by="store")
attendance = Measure(TrainingRecord, when="held_on", where=CAME, by="store")
staff = Measure(Employee, where={"status": {"ne": "left"}}, by="store")
hours = Ratio(Measure(TrainingRecord, when="held_on", sum="hours", where=CAME, by="store"), staff, times=1)
judged = Measure(TrainingRecord, when="held_on", where={**CAME, "passed": {"empty": False}}, by="store")
passed = Measure(TrainingRecord, when="held_on", where={**CAME, "passed": {"eq": True}}, by="store")
pass_rate = Ratio(passed, judged)
expiring = Measure(TrainingNeed, where={"state": {"eq": "expiring"}}, by="store")
lacking = Measure(TrainingNeed, where={"state": {"in": ["lacking", "expired"]}}, by="store")
covered = Ratio(
    Measure(TrainingNeed, where={"state": {"in": ["valid", "expiring"]}}, by="store"),
    Measure(TrainingNeed, where={"state": {"ne": "released"}}, by="store"),
)
quiz_first = Ratio(
    Measure(QuizPaper, when="first_on", where={"first_passed": {"eq": True}}, by="store"),
    Measure(QuizPaper, when="first_on", by="store"),
)
REQUIRED_STATES = [choice for choice in NEED_STATES if choice.key != "released"]
cost = Measure(TrainingSession, when="held_on", sum="cost", where=DONE, by="store")

ATTENDED, PASSED, PEOPLE = Text("到课人次", "Attended"), Text("合格人次", "Passed"), Text("人数", "People")
WEEKS = 12


def by_week(week: Week) -> dict:
    """Attendance and passes of the last twelve weeks."""
    weeks = [Week(week.monday - timedelta(days=7 * at)) for at in range(WEEKS - 1, -1, -1)]
    return {
        "x": [str(week) for week in weeks],
        "series": [
            (ATTENDED, [attendance.value(week) for week in weeks]),
            (PASSED, [passed.value(week) for week in weeks]),
        ],
    }


def by_state(week: Week) -> dict:
    """Where everybody stands with what their post requires."""
    count = Counter(state for (state,) in TrainingNeed.select(TrainingNeed.state).tuples())
    return {
        "x": [choice.label for choice in REQUIRED_STATES],
        "tones": [choice.tone for choice in REQUIRED_STATES],
        "series": [(PEOPLE, [count[choice.key] for choice in REQUIRED_STATES])],
    }


def by_course(week: Week) -> dict:
    """Which courses are lacked most."""
    open_needs = TrainingNeed.select(TrainingNeed.course).where(TrainingNeed.state.in_(["lacking", "expired"])).tuples()
    count = Counter(course for (course,) in open_needs)
    names = {row.id: row.name for row in Course.rows_by_id(count).values()}
    most = count.most_common(8)
    return {"x": [names[course] for course, _ in most], "series": [(PEOPLE, [n for _, n in most])]}
