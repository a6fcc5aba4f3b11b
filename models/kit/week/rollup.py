"""Weeks that are closed: every figure as it was counted, under a revision number; later corrections make a new revision."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import peewee

from ..clock import Span, Week, now, week_of
from ..declare.area import Area, Metric
from ..declare.record import Record
from ..fields import MomentField
from ..write.history import Batch, Change, Kept
from .measures import Measured, Ratio, counted_once
from .moved import Reads, Touch, reads, touched

MOST_CAUSES, MOST_NAMED, MOST_READ = 12, 400, 20_000
Values = dict[tuple[str, int | None], "Counted"]
Lately = tuple[Change, Batch, Touch]


class WeekRevision(Kept):
    """One closing of one week; revision 1 is never changed, a later one says why it was made."""

    week = peewee.CharField(max_length=8)
    revision = peewee.IntegerField()
    made_at = MomentField("时间", "Made at")
    by = peewee.CharField(max_length=200)
    reason = peewee.TextField(null=True)

    class Meta:
        indexes = ((("week", "revision"), True),)


class WeekFigure(Kept):
    """One figure of one closed week, of the company (no store) or of a store; a ratio keeps what it is made of.

    Under a name like `online_sales/online_shop` it is the figure of one row of that type, whose id stands for the store's.
    """

    revision = peewee.ForeignKeyField(WeekRevision, backref="figures")
    metric = peewee.CharField(max_length=80)
    store_id = peewee.IntegerField(null=True)
    value = peewee.CharField(max_length=40, null=True)
    top = peewee.CharField(max_length=40, null=True)
    bottom = peewee.CharField(max_length=40, null=True)
    target = peewee.CharField(max_length=40, null=True)

    class Meta:
        indexes = ((("metric", "store_id", "revision"), True),)


class WeekDifference(Kept):
    """What a revision changed against the one before it; `causes` names the changes (who, when, which row) as JSON."""

    revision = peewee.ForeignKeyField(WeekRevision, backref="differences")
    metric = peewee.CharField(max_length=80)
    store_id = peewee.IntegerField(null=True)
    before = peewee.CharField(max_length=40, null=True)
    after = peewee.CharField(max_length=40, null=True)
    causes = peewee.TextField()


WEEK_TABLES = (WeekRevision, WeekFigure, WeekDifference)


@dataclass(frozen=True)
class Counted:
    """A figure as it was counted; for a ratio also what stands above and below the line."""

    value: Any
    top: Any = None
    bottom: Any = None
    target: Any = None

    def row(self) -> dict[str, str | None]:
        return {name: None if value is None else str(value) for name, value in vars(self).items()}


# Counting ---------------------------------------------------------------------------------------------------------------


def counted(
    areas: list[Area],
    week: Week,
    *,
    standing: bool = True,
    aims: dict | None = None,
    tell: Callable = lambda share: None,
) -> Values:
    """Every figure of the week, of the company and per store. `standing`: also what can only be said of today.

    aims: targets that somebody set, by (figure, store id or None); they stand before those a figure brings itself.
    tell: hears the share that is done.
    """
    values: Values = {}
    there = [metric for area in areas for metric in area.metrics if metric.counts(week)]
    wanted = [metric for metric in there if standing or not metric.is_standing]
    with counted_once():
        for done, metric in enumerate(wanted):
            tell(done / len(wanted))
            values |= counted_of(metric, week)
    for key, aim in (aims or {}).items():
        if key in values:
            values[key] = replace(values[key], target=aim)
    return values


def counted_of(metric: Metric, week: Span) -> Values:
    """One figure of the week, or of any days, of the company and per store; under `name/type` also of each row of another type."""
    parts = metric.fn if isinstance(metric.fn, Ratio) else None
    above, below = (parts.top.value(week), parts.bottom.value(week)) if parts else (None, None)
    value = parts.over(above, below) if parts else metric.value(week)
    values: Values = {(metric.name, None): Counted(value, above, below, metric.aim(week))}
    values |= _by_place(metric.name, metric.fn, week, metric.aims(week))
    if metric.apart:
        record, counted = metric.apart
        values |= _by_place(f"{metric.name}/{record.key()}", counted, week, {})
    return values


def _by_place(name: str, fn: Any, week: Span, aims: dict[int, Any]) -> Values:
    if isinstance(fn, Ratio):
        tops, bottoms = fn.top.per_store(week), fn.bottom.per_store(week)
        # What has nothing below the line this week may have it in the month, so what is above isn't lost.
        return {
            (name, id): Counted(
                fn.over(tops.get(id, 0), bottoms.get(id)), tops.get(id, 0), bottoms.get(id), aims.get(id)
            )
            for id in bottoms.keys() | tops.keys()
        }
    values = fn.per_store(week) if isinstance(fn, Measured) else {}
    return {(name, id): Counted(value, target=aims.get(id)) for id, value in values.items()}


# Closing ----------------------------------------------------------------------------------------------------------------


def newest(week: Week) -> WeekRevision | None:
    mine = WeekRevision.select().where(WeekRevision.week == str(week))
    return mine.order_by(WeekRevision.revision.desc()).first()


def figures_of(revision: WeekRevision) -> dict[tuple[str, int | None], WeekFigure]:
    return {
        (figure.metric, figure.store_id): figure
        for figure in WeekFigure.select().where(WeekFigure.revision == revision.id)
    }


def close(c: Any, areas: list[Area], week: Week, values: Values, reason: str | None = None) -> WeekRevision | None:
    """Freeze the week as counted, inside the transaction of `c`; None when a closed week comes to the same again."""
    before = newest(week)
    values = completed(before, values)
    moved = moved_between(figures_of(before), values) if before else []
    if before and not moved:
        return None
    made = WeekRevision.create(
        week=str(week), revision=before.revision + 1 if before else 1, made_at=now(), by=c.who.name, reason=reason
    )
    rows = [
        {"revision": made.id, "metric": name, "store_id": id, **counted.row()} for (name, id), counted in values.items()
    ]
    for start in range(0, len(rows), 100):
        WeekFigure.insert_many(rows[start : start + 100]).execute()
    if before:
        _differ(made, before, areas, week, moved)
    return made


def completed(before: WeekRevision | None, values: Values) -> Values:
    """What was counted, with the figures that were not counted this time as the revision before has them."""
    kept, names = figures_of(before) if before else {}, {name for name, _ in values}
    return {**{key: _read(figure) for key, figure in kept.items() if key[0] not in names}, **values}


def differs(before: WeekRevision, values: Values) -> bool:
    """Whether these figures differ from the revision's."""
    return bool(moved_between(figures_of(before), completed(before, values)))


def _read(figure: WeekFigure) -> Counted:
    return Counted(figure.value, figure.top, figure.bottom, figure.target)


def moved_between(kept: dict, values: Values) -> list[tuple[tuple[str, int | None], str | None, str | None]]:
    moved = []
    for key in sorted(kept.keys() | values.keys(), key=lambda key: (key[0], key[1] or 0)):
        before = kept[key].value if key in kept else None
        after = values[key].row()["value"] if key in values else None
        if not _same(before, after):
            moved.append((key, before, after))
    return moved


def _same(before: str | None, after: str | None) -> bool:
    return before == after or (before is not None and after is not None and Decimal(before) == Decimal(after))


# Why a figure moved -----------------------------------------------------------------------------------------------------


def _differ(made: WeekRevision, before: WeekRevision, areas: list[Area], week: Week, moved: list) -> None:
    behind = {metric.name: reads(area, metric) for area in areas for metric in area.metrics}
    known: dict[tuple, list[dict[str, Any]]] = {}
    rows, lately = [], changed_since(before.made_at)
    for (name, store), was, is_now in moved:
        read = behind.get(name.partition("/")[0], {})
        key = tuple((record, *sorted(names)) for record, names in read.items())
        if key not in known:
            known[key] = _causes(read, lately, week)
        mine = [cause for cause in known[key] if store is None or "/" in name or cause["store"] in (None, store)][
            :MOST_CAUSES
        ]
        rows.append(
            {
                "revision": made.id,
                "metric": name,
                "store_id": store,
                "before": was,
                "after": is_now,
                "causes": json.dumps(mine, ensure_ascii=False),
            }
        )
    for start in range(0, len(rows), 100):
        WeekDifference.insert_many(rows[start : start + 100]).execute()


def _causes(read: Reads, lately: Callable[[type[Record]], list[Lately]], week: Week) -> list[dict[str, Any]]:
    """The changes lately of what the figure reads, in rows whose day it counts by lies in the week, the newest first;
    where there are none, in earlier rows and in rows without a day, which may have moved what adds up to the week."""
    inside: list[tuple[type[Record], Change, Batch]] = []
    earlier: list[tuple[type[Record], Change, Batch]] = []
    told_of = set()
    for record, names in read.items():
        for change, batch, touch in lately(record):
            if (record, change.row_id, batch.id) in told_of:
                continue  # what a rule worked out of the same change
            weeks = touch.weeks_for(names)
            if weeks is None:
                continue
            told_of.add((record, change.row_id, batch.id))
            if week in weeks:
                inside.append((record, change, batch))
            elif not weeks or min(weeks) < week:
                earlier.append((record, change, batch))
    return [_cause(*touched) for touched in (inside or earlier)[:MOST_NAMED]]


def _cause(record: type[Record], change: Change, batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.id,
        "at": batch.at.isoformat(),
        "by": batch.user_name,
        "via": batch.via,
        "record": record.key(),
        "row": change.row_id,
        "kind": change.kind,
        "title": _title(record, change),
        "store": _store(record, change),
    }


def _store(record: type[Record], change: Change) -> int | None:
    """Whose row it is, where the row itself says so."""
    path = record.sheet.scopes.get("store", "")
    if path == "id":
        return change.row_id
    sides = [json.loads(text) for text in (change.after, change.before) if text]
    said = next((side[path] for side in sides if path in side), None)
    if said is None and path in record.fields():
        said = record.select(getattr(record, path)).where(record.id == change.row_id).scalar()
    return said


def _changes(record: type[Record], since: datetime) -> Iterator[Change]:
    query = Change.select(Change, Batch).join(Batch).where(Change.record == record.key(), Batch.at >= since)
    yield from query.order_by(Change.id.desc()).limit(MOST_READ)


def changed_since(moment: datetime) -> Callable[[type[Record]], list[Lately]]:
    """The changes of a type since then, the newest first, each with what it touches: read once for all figures that ask."""
    known: dict[type[Record], list[Lately]] = {}

    def lately(record: type[Record]) -> list[Lately]:
        if record not in known:
            known[record] = [
                (change, change.batch, touch) for change, touch in touched(record, _changes(record, moment))
            ]
        return known[record]

    return lately


def _title(record: type[Record], change: Change) -> str:
    return record.title_of(change.row_id)


# Reading closed weeks ---------------------------------------------------------------------------------------------------


def closed_weeks() -> list[Week]:
    """Every closed week, the oldest first."""
    closed = WeekRevision.select(WeekRevision.week).distinct().order_by(WeekRevision.week)
    return [week_named(name) for (name,) in closed.tuples()]


def week_named(name: str) -> Week:
    """2026-W47 as a week. Raises ValueError for anything else."""
    year, _, number = name.partition("-W")
    return Week(date.fromisocalendar(int(year), int(number), 1))


def last_whole(day: date) -> Week:
    """The week before the one this day lies in."""
    return Week(week_of(day).monday - timedelta(days=7))
