"""What the week of complaints, surveys and activities comes to, and its pictures."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from ..kit import Less, Measure, Ratio, Text
from ..kit.week import Week
from ..members import Purchase
from .activities import ActivityAttendance, MemberActivity
from .complaints import Complaint
from .kinds import CATEGORIES, CAUSES, OPEN
from .results import mean_of, nps_of
from .surveys import SurveyAnswer, SurveyQuestion, SurveyResponse

IS_COMPLAINT = {"kind": {"eq": "complaint"}}


def tickets(when: str, **where: Any) -> Measure:
    return Measure(Complaint, when=when, where={**IS_COMPLAINT, **where}, by="store")


RECEIVED = tickets("received_at", state={"ne": "merged"})
CLOSED = tickets("closed_at")
RESOLVED = tickets("resolved_at")
IN_TIME = Ratio(tickets("resolved_at", in_time={"eq": True}), RESOLVED)
RESPONDED = tickets("responded_at")
RESPONDED_IN_TIME = Ratio(tickets("responded_at", responded_in_time={"eq": True}), RESPONDED)
MEAN_HOURS = Ratio(
    Measure(Complaint, when="resolved_at", sum="hours", where=IS_COMPLAINT, by="store"), RESOLVED, times=1
)
SATISFACTION = Ratio(
    Measure(Complaint, when="called_back_at", sum="satisfaction", where=IS_COMPLAINT, by="store"),
    tickets("called_back_at"),
    times=1,
)
REOPENED = Ratio(tickets("reopened_at"), RESOLVED)
PER_RECEIPTS = Ratio(RECEIVED, Measure(Purchase, when="purchased_at", by="store"), times=10_000)
COMPENSATION = Measure(Complaint, when="resolved_at", sum="compensation", where=IS_COMPLAINT, by="store")
OPEN_NOW = Measure(Complaint, where={**IS_COMPLAINT, "state": {"in": list(OPEN)}}, by="store")
QUALITY = tickets("received_at", category={"eq": "quality"})
ENQUIRIES = Measure(Complaint, when="received_at", where={"kind": {"eq": "enquiry"}}, by="store")
ANSWERED = Measure(SurveyResponse, when="answered_at", where={"doubt": {"eq": False}}, by="store")
HELD = Measure(MemberActivity, when="starts_at", where={"state": {"eq": "held"}}, by="store")
CAME = Measure(ActivityAttendance, when="came_at", where={"state": {"eq": "came"}}, by="activity.store")
NOT_SETTLED = Less(RECEIVED, RESOLVED)


def survey_score(week: Week) -> Decimal | None:
    """The mean of every 1-to-5 question answered in the week."""
    answers = SurveyAnswer.select(SurveyAnswer.number).join(SurveyResponse).switch(SurveyAnswer).join(SurveyQuestion)
    valid = answers.where(*_within(week), SurveyResponse.doubt == 0, SurveyQuestion.kind == "score")
    return mean_of(number for (number,) in valid.tuples() if number is not None)


def survey_nps(week: Week) -> Decimal | None:
    valid = SurveyResponse.select(SurveyResponse.score).where(
        *_within(week), SurveyResponse.doubt == 0, SurveyResponse.score.is_null(False)
    )
    return nps_of(score for (score,) in valid.tuples())


def responses_of(week: Week) -> dict:
    return {"answered_at": {"ge": f"{week.starts.isoformat()}Z", "lt": f"{week.ends.isoformat()}Z"}}


def _within(week: Week) -> tuple:
    return SurveyResponse.answered_at >= week.starts, SurveyResponse.answered_at < week.ends


# Pictures ---------------------------------------------------------------------------------------------------------------


def flow(week: Week) -> dict:
    """Received against resolved over thirteen weeks."""
    weeks = [Week(week.monday - timedelta(days=7 * back)) for back in range(12, -1, -1)]
    return {
        "x": [f"{one.monday:%m-%d}" for one in weeks],
        "series": [
            (Text("受理", "Received"), [RECEIVED.value(one) for one in weeks]),
            (Text("解决", "Resolved"), [RESOLVED.value(one) for one in weeks]),
        ],
    }


def categories(week: Week) -> dict:
    """What the complaints of four weeks were about."""
    return _slices(week, Complaint.category, CATEGORIES, Text("投诉", "Complaints"))


def causes(week: Week) -> dict:
    """Why there were complaints, as found out in four weeks."""
    return _slices(week, Complaint.cause_code, CAUSES, Text("投诉", "Complaints"))


def _slices(week: Week, field: Any, choices: tuple, label: Text) -> dict[str, Any]:
    since = week.starts - timedelta(days=21)
    rows = Complaint.select(field).where(
        Complaint.kind == "complaint",
        Complaint.received_at >= since,
        Complaint.received_at < week.ends,
        field.is_null(False),
    )
    counted = Counter(key for (key,) in rows.tuples())
    found = sorted(((counted[one.key], one.label) for one in choices if counted[one.key]), key=lambda pair: -pair[0])
    return {"x": [name for _, name in found], "series": [(label, [count for count, _ in found])]}


CHARTS: tuple[tuple[Callable, str, str, str], ...] = (
    (flow, "投诉受理与解决（13 周）", "Complaints received and resolved, 13 weeks", "line"),
    (categories, "投诉类别（近 4 周）", "What complaints are about, 4 weeks", "pie"),
    (causes, "投诉原因（近 4 周）", "Causes of complaints, 4 weeks", "bar"),
)
