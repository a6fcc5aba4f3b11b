"""What the pages of a week read, in a thread: the report as this reader may know it, and the way to the rows behind a figure."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from exports.weekly.pack import exportable
from exports.weeks.reader import Sight, for_reader, sight
from exports.weeks.report import report_of
from models import house
from models.design.papers import papers_for, titled
from models.kit.ask.query import BadQuery, Query
from models.kit.clock import Week, now, today
from models.kit.declare.access import Who, may
from models.kit.declare.area import Metric
from models.kit.declare.params import setting
from models.kit.week.measures import COUNTING
from models.kit.week.rollup import WeekRevision, closed_weeks, last_whole, newest, week_named
from models.organization import Region, Store
from models.weekly import CLOSING_HOUR, Attention

from ..papers.offered import Offered

COVER_PART, RANKING_PART, REVISIONS_PART, STORE_PART = "cover", "ranking", "revisions", "store"
OPEN, TO_COME, UNKNOWN, NOT_CLOSED = "open", "to come", "unknown", "not closed"
LIKE_A_WEEK = re.compile(r"([0-9]{4})\D{0,3}([0-9]{1,2})\D?")


@dataclass(frozen=True)
class Around:
    """Where the reader is: the week (None: there is none, `why`), the weeks beside it, and what may be seen of it.

    packs: whether there are lists this person may take along. nearest: the closed week nearest to what was asked for.
    papers: the company's own workbooks that a week is written into.
    """

    seen: Sight
    weeks: list[Week]
    week: Week | None
    revision: WeekRevision | None
    why: str | None = None
    closing_hour: int = 6
    packs: bool = False
    nearest: Week | None = None
    papers: tuple[Offered, ...] = ()

    def has(self, part: str, store: int | None) -> bool:
        if part == STORE_PART:
            return store is not None and (self.seen.stores is None or store in self.seen.stores)
        return part in (COVER_PART, RANKING_PART, REVISIONS_PART) or part in self.seen.shown

    @property
    def only_store(self) -> int | None:
        """The one store somebody is kept to, who reads no area in whole."""
        return self.seen.only

    def beside(self, step: int) -> Week | None:
        """The closed week before (-1) or after (1) this one; `weeks` has the newest first."""
        at = self.weeks.index(self.week) - step
        return self.weeks[at] if 0 <= at < len(self.weeks) else None


@dataclass(frozen=True)
class Told:
    """The report of a week as its reader may know it, with the names of places and the ways to the rows."""

    week: Week
    seen: Sight
    report: dict[str, Any]
    stores: dict[int, str]
    regions: dict[int, str]
    ways: dict[tuple[str, int | None], str] = field(default_factory=dict)
    unseen: dict[str, int] = field(
        default_factory=dict
    )  # of public figures, how many rows behind them aren't for this reader

    @property
    def figures(self) -> dict[str, dict[str, Any]]:
        return {figure["metric"]: figure for area in self.report["areas"] for figure in area["figures"]}

    def area(self, name: str) -> list[dict[str, Any]]:
        return next((area["figures"] for area in self.report["areas"] if area["name"] == name), [])


def may_recompute(who: Who) -> bool:
    """Closing a week again is for those who may also close what stands out in it."""
    return may(who, "approve", Attention)


def read_around(who: Who, name: str | None) -> Around | None:
    """None for somebody who may read nothing of any week."""
    seen = sight(who)
    if seen.nothing:
        return None
    weeks = closed_weeks()[::-1]
    week, why = (weeks[0] if weeks else None, None) if name is None else _named(name, weeks)
    revision = newest(week) if week else None
    nearest = _nearest(name, weeks) if weeks and name is not None else None
    return Around(
        seen, weeks, week, revision, why, int(setting(CLOSING_HOUR)), bool(exportable(who)), nearest, _papers(who)
    )


def _papers(who: Who) -> tuple[Offered, ...]:
    """The company's own workbooks that a week is written into; the address lacks the week."""
    papers = papers_for(None, who)
    return tuple(Offered(paper.id, titled(paper), f"/api/v1/papers/{paper.id}/file") for paper in papers)


def _named(name: str, weeks: list[Week]) -> tuple[Week | None, str | None]:
    try:
        week = week_named(name)
    except ValueError:
        return None, UNKNOWN
    if week in weeks:
        return week, None
    if week.starts > now():
        return None, TO_COME
    return None, OPEN if week.ends > now() else NOT_CLOSED


def _nearest(name: str, weeks: list[Week]) -> Week:
    """The closed week nearest to what looks like a week, though its year has no such one; else the newest."""
    like = LIKE_A_WEEK.fullmatch(name.strip())
    try:
        wanted = date.fromisocalendar(int(like[1]), 1, 1) + timedelta(weeks=int(like[2]) - 1) if like else None
    except (ValueError, OverflowError):
        wanted = None
    return weeks[0] if wanted is None else min(weeks, key=lambda week: abs(week.monday - wanted))


def last_week() -> Week:
    return last_whole(today())


def read_told(week: Week, seen: Sight, who: Who, wanted: Iterable[tuple[str, int | None]] = ()) -> Told:
    """The report, with the addresses of the rows behind the `wanted` figures (of the company, or of a store)."""
    report = for_reader(report_of(week), seen)
    stores = dict(Store.select(Store.id, Store.name).tuples())
    regions = dict(Region.select(Region.id, Region.name).tuples())
    ways = {key: rows_behind(house().metrics[key[0]], week, who, key[1]) for key in wanted if key[0] in house().metrics}
    shown = {figure["metric"] for area in report["areas"] for figure in area["figures"]}
    public = [
        house().metrics[name] for name, store in wanted if store is None and name in shown & house().metrics.keys()
    ]
    unseen = {metric.name: unseen_behind(metric, week, who) for metric in public if metric.readers == "all"}
    return Told(week, seen, report, stores, regions, {key: way for key, way in ways.items() if way}, unseen)


# The rows behind a figure -----------------------------------------------------------------------------------------------


def rows_behind(metric: Metric, week: Week, who: Who, store: int | None = None) -> str | None:
    """The grid with exactly these rows; None where there are none to show, or this person may not see them."""
    behind = metric.behind(week)
    if behind is None or not may(who, "see", behind[0]):
        return None
    record, narrowed = behind[0], json.loads(json.dumps(behind[1], default=str))
    if store is not None:
        by = store_field(metric)
        if by not in record.links() and by != "id":
            return None
        narrowed = {**narrowed, by: {**narrowed.get(by, {}), "in": [store]}}
    try:
        Query(record, who, narrowed)
    except BadQuery:
        return None
    return listed(record.key(), narrowed)


def unseen_behind(metric: Metric, week: Week, who: Who) -> int:
    """How many of the rows behind a figure this person doesn't see."""
    behind = metric.behind(week)
    if behind is None:
        return 0
    record, narrowed = behind[0], json.loads(json.dumps(behind[1], default=str))
    count = Query(record, COUNTING, narrowed).count()
    try:
        return count - Query(record, who, narrowed).count() if may(who, "see", record) else count
    except BadQuery:
        return count


def store_field(metric: Metric) -> str | None:
    """By which field the rows behind a figure belong to a store; None where that takes more than one step."""
    parts = metric.fn.parts() if hasattr(metric.fn, "parts") else []
    return parts[0].by if parts else None


def listed(record: str, narrowed: dict[str, Any]) -> str:
    return f"/t/{record}?filter={quote(json.dumps(narrowed, ensure_ascii=False, separators=(',', ':')))}"
