"""What a workbook says beside the stored figures, read at the moment it is made: exceptions, actions, notes, past weeks."""

from collections.abc import Iterable
from typing import Any

from exports.weeks.apart import TREND, a_year_ago, before
from exports.weeks.front import front_of
from exports.weeks.reader import Sight
from models.department import WorkItem
from models.department.work import UNDER_WAY
from models.kit.ask.query import Query
from models.kit.clock import Week
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.week.rollup import WeekFigure, WeekRevision, week_named
from models.organization import Employee, Region, Store
from models.stores import Rectification
from models.weekly import Attention, WeekNote

STORE_TRENDS = (
    "store_sales",
    "store_ticket",
    "store_conversion",
)  # what a store's page draws, where there is something to draw
MOST = 400  # of each kind: nobody reads more at a meeting


def extras(report: dict[str, Any], seen: Sight, who: Who) -> dict[str, Any]:
    """Everything that isn't a figure of the week, within what this reader may know."""
    week = week_named(report["week"])
    front = front_of(report, who, seen.only, dict(Store.select(Store.id, Store.name).tuples()))
    stores = {store.id: store for store in Store.rows()}
    return {
        "people": dict(Employee.select(Employee.id, Employee.name).tuples()),
        "stores": {id: store for id, store in stores.items() if seen.stores is None or id in seen.stores},
        "regions": dict(Region.select(Region.id, Region.name).tuples()),
        "attention": _attention(week, seen),
        "work": _work(week, seen, who),
        "rectify": _rectify(seen, who),
        "notes": _notes(week, seen),
        "past": past(report, week, seen),
        "front": front,
    }


def _attention(week: Week, seen: Sight) -> list[Any]:
    """This week's, and those of earlier weeks that are still open, the oldest first."""
    mine, earlier = Attention.week == str(week), (Attention.week < str(week)) & (Attention.state != "closed")
    attentions = Attention.rows(mine | earlier, order=Attention.id)
    known = (row for row in attentions if seen.knows(row.area, row.metric, row.store))
    return sorted(known, key=lambda row: row.week)


def _work(week: Week, seen: Sight, who: Who) -> list[Any]:
    """Tasks not closed: those of whole areas, and of single stores those that this person may see himself."""
    rows = WorkItem.rows(WorkItem.state.in_(UNDER_WAY) & (WorkItem.raised_on <= week.sunday), order=WorkItem.due_on)
    own = _mine(WorkItem, who, seen, rows)
    return [item for item in rows if item.area in seen.areas or item.id in own][: MOST * 3]


def _rectify(seen: Sight, who: Who) -> list[Any]:
    rows = Rectification.rows(Rectification.state.in_(("issued", "accepted", "done")), order=Rectification.due_on)
    own = _mine(Rectification, who, seen, rows)
    return [row for row in rows if "stores" in seen.areas or row.id in own][: MOST * 3]


def _mine(record: type[Record], who: Who, seen: Sight, rows: Iterable[Any]) -> set[int]:
    """Of these rows the ids that lie in this person's own stores and within his rights."""
    if not seen.stores or not may(who, "see", record):
        return set()
    wanted = [row.id for row in rows if row.store in seen.stores]
    condition = Query(record, who).where
    ids = record.select(record.id).where(record.id.in_(wanted[:5000]))
    return {id for (id,) in (ids.where(condition) if condition is not None else ids).tuples()}


def _notes(week: Week, seen: Sight) -> dict[str, list[Any]]:
    """What was said of this week, and decisions of earlier ones whose task isn't closed."""
    mine = WeekNote.rows(WeekNote.week == str(week))
    decided = WeekNote.rows((WeekNote.week < str(week)) & (WeekNote.kind == "decision"), order=WeekNote.week)
    tasks = WorkItem.rows_by_id({note.task for note in decided if note.task})
    waiting = [note for note in decided if note.task in tasks and tasks[note.task].state != "closed"]
    return {
        "mine": [note for note in mine if note.area in seen.areas],
        "waiting": [note for note in waiting if note.area in seen.areas][:MOST],
    }


def past(report: dict[str, Any], week: Week, seen: Sight) -> dict[tuple[str, int | None], dict[str, list]]:
    """By (figure, store) the last 13 weeks: values, targets, and the values of a year before; oldest first."""
    weeks = [Week(before(week, back)) for back in reversed(range(TREND))]
    years = [a_year_ago(past_week) for past_week in weeks]
    revisions = _newest({*weeks, *years})
    names = [line["metric"] for area in report["areas"] for line in area["figures"]]
    owner = {line["metric"]: area["name"] for area in report["areas"] for line in area["figures"]}
    wanted = WeekFigure.store_id.is_null() | WeekFigure.metric.in_(STORE_TRENDS)
    columns = (WeekFigure.revision, WeekFigure.metric, WeekFigure.store_id, WeekFigure.value, WeekFigure.target)
    query = WeekFigure.select(*columns).where(WeekFigure.revision.in_(list(revisions)), wanted).tuples()
    values, targets = {}, {}
    for revision, metric, store, value, target in query:
        if metric in owner and seen.knows(owner[metric], metric, store):
            values[metric, store, revisions[revision]] = _number(value)
            targets[metric, store, revisions[revision]] = _number(target)
    keys = [*((name, None) for name in names), *sorted({key[:2] for key in values if key[1] is not None})]
    return {
        key: {
            "now": [values.get((*key, past_week)) for past_week in weeks],
            "target": [targets.get((*key, past_week)) for past_week in weeks],
            "year_ago": [values.get((*key, past_week)) for past_week in years],
        }
        for key in keys
    }


def _newest(weeks: Iterable[Week]) -> dict[int, Week]:
    """The newest revision of each of these weeks, by its id."""
    named = {str(week): week for week in weeks}
    query = WeekRevision.select(WeekRevision.id, WeekRevision.week).where(WeekRevision.week.in_(list(named)))
    newest = {week: id for id, week in query.order_by(WeekRevision.revision).tuples()}
    return {id: named[week] for week, id in newest.items()}


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)
