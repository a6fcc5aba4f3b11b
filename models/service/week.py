"""What the week of complaints, surveys and activities comes to, and its pictures."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import peewee

from ..kit import Less, Measure, Ratio, Record, Text
from ..kit.clock import Span, Week
from ..stores import StoreDay
from .activities import ActivityAttendance, MemberActivity
from .complaints import Complaint
from .kinds import CATEGORIES, CAUSES, OPEN
from .surveys import SurveyAnswer, SurveyQuestion, SurveyResponse

IS_COMPLAINT = {"kind": {"eq": "complaint"}}
VALID = {"doubt": {"eq": False}}


def tickets(when: str, **where: Any) -> Measure:
    return Measure(Complaint, when=when, where={**IS_COMPLAINT, **where}, by="store")


RECEIVED = tickets("received_at", state={"ne": "merged"})
CLOSED = tickets("closed_at")
RESOLVED = tickets("resolved_at")
IN_TIME = Ratio(tickets("resolved_at", in_time={"eq": True}), RESOLVED)
RESPONDED = tickets("responded_at")
RESPONDED_IN_TIME = Ratio(tickets("responded_at", responded_in_time={"eq": True}), RESPONDED)


def mean(when: str, name: str) -> Ratio:
    """The mean of what is known of the tickets of the week."""
    known = {**IS_COMPLAINT, name: {"empty": False}}
    return Ratio(
        Measure(Complaint, when=when, sum=name, where=known, by="store"),
        Measure(Complaint, when=when, where=known, by="store"),
        times=1,
    )


@dataclass(frozen=True)
class OfAll(Ratio):
    """A share whose rows are all those it is a share of."""

    def behind(self, week: Span) -> tuple[type[Record], dict]:
        return self.bottom.behind(week)


@dataclass(frozen=True, eq=False)
class Marks(Measure):
    """The answers to 1-to-5 questions in the week's valid responses, counted or with `total` added up."""

    total: bool = False

    def _rows(self, week: Span) -> peewee.ModelSelect:
        asked = SurveyQuestion.select(SurveyQuestion.id).where(SurveyQuestion.kind == "score")
        marks = SurveyAnswer.number.is_null(False) & SurveyAnswer.question.in_(asked)
        return super()._rows(week).join(SurveyAnswer).switch(SurveyResponse).where(marks)

    @property
    def _what(self) -> Any:
        return (peewee.fn.SUM if self.total else peewee.fn.COUNT)(SurveyAnswer.number).coerce(False)


MEAN_HOURS, SATISFACTION = mean("resolved_at", "hours"), mean("called_back_at", "satisfaction")
REOPENED = Ratio(tickets("reopened_at"), RESOLVED)
PER_RECEIPTS = Ratio(RECEIVED, Measure(StoreDay, when="day", sum="transactions", by="store"), times=10_000)
COMPENSATION = Measure(Complaint, when="resolved_at", sum="compensation", where=IS_COMPLAINT, by="store")
OPEN_NOW = Measure(Complaint, where={**IS_COMPLAINT, "state": {"in": list(OPEN)}}, by="store")
QUALITY = tickets("received_at", category={"eq": "quality"}, state={"ne": "merged"})
QUALITY_PER_RECEIPTS = Ratio(QUALITY, PER_RECEIPTS.bottom, times=10_000)
ENQUIRIES = Measure(
    Complaint, when="received_at", where={"kind": {"eq": "enquiry"}, "state": {"ne": "merged"}}, by="store"
)
HELD = Measure(MemberActivity, when="starts_at", where={"state": {"eq": "held"}}, by="store")
CAME = Measure(ActivityAttendance, when="came_at", where={"state": {"eq": "came"}}, by="activity.store")


def responses(**where: Any) -> Measure:
    return Measure(SurveyResponse, when="answered_at", where={**VALID, **where}, by="store")


ANSWERED = responses()
SCORE = Ratio(
    Marks(SurveyResponse, when="answered_at", where=VALID, by="store", total=True),
    Marks(SurveyResponse, when="answered_at", where=VALID, by="store"),
    times=1,
)
NPS = OfAll(Less(responses(score={"ge": 9}), responses(score={"le": 6})), responses(score={"empty": False}), digits=1)


# Pictures ---------------------------------------------------------------------------------------------------------------


def flow(week: Week) -> dict:
    """Received against resolved over thirteen weeks."""
    weeks = [Week(week.monday - timedelta(days=7 * back)) for back in range(12, -1, -1)]
    return {
        "x": [f"{week.monday:%m-%d}" for week in weeks],
        "series": [
            (Text("受理", "Received"), [RECEIVED.value(week) for week in weeks]),
            (Text("解决", "Resolved"), [RESOLVED.value(week) for week in weeks]),
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
    slices = sorted(
        ((counted[choice.key], choice.label) for choice in choices if counted[choice.key]), key=lambda pair: -pair[0]
    )
    return {"x": [name for _, name in slices], "series": [(label, [count for count, _ in slices])]}


CHARTS: tuple[tuple[Callable, str, str, str], ...] = (
    (flow, "投诉受理与解决（13 周）", "Complaints received and resolved, 13 weeks", "line"),
    (categories, "投诉类别（近 4 周）", "What complaints are about, 4 weeks", "pie"),
    (causes, "投诉原因（近 4 周）", "Causes of complaints, 4 weeks", "bar"),
)
