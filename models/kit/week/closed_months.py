"""Months and years that are closed: every figure of the period as it was counted, under a revision; later corrections make a new one."""

from dataclasses import dataclass
from typing import Any

import peewee

from ..clock import is_year, now
from ..fields import MomentField
from ..write.history import Kept
from .rollup import Counted, Values, moved_between


class MonthRevision(Kept):
    """One closing of one month, as 2026-11, or of a year, as 2026; revision 1 is never changed."""

    month = peewee.CharField(max_length=7)
    revision = peewee.IntegerField()
    made_at = MomentField("时间", "Made at")
    by = peewee.CharField(max_length=200)

    class Meta:
        indexes = ((("month", "revision"), True),)


class MonthFigure(Kept):
    """One figure of one closed month, of the company (no store) or of a store, with what stands above and below a ratio's line."""

    revision = peewee.ForeignKeyField(MonthRevision, backref="figures")
    metric = peewee.CharField(max_length=80)
    store_id = peewee.IntegerField(null=True)
    value = peewee.CharField(max_length=40, null=True)
    top = peewee.CharField(max_length=40, null=True)
    bottom = peewee.CharField(max_length=40, null=True)

    class Meta:
        indexes = ((("metric", "store_id", "revision"), True),)


class MonthDifference(Kept):
    """What a revision changed against the one before it."""

    revision = peewee.ForeignKeyField(MonthRevision, backref="differences")
    metric = peewee.CharField(max_length=80)
    store_id = peewee.IntegerField(null=True)
    before = peewee.CharField(max_length=40, null=True)
    after = peewee.CharField(max_length=40, null=True)


MONTH_TABLES = (MonthRevision, MonthFigure, MonthDifference)


@dataclass(frozen=True)
class Corrected:
    """A figure that a revision of the month changed."""

    revision: int
    metric: str
    store: int | None
    before: str | None
    after: str | None


def closing_of(month: str) -> MonthRevision | None:
    """The newest closing of a month or year; None while it is open."""
    mine = MonthRevision.select().where(MonthRevision.month == month)
    return mine.order_by(MonthRevision.revision.desc()).first()


def closed_months() -> list[str]:
    """Every closed month, the oldest first."""
    return [period for period in _closed() if not is_year(period)]


def closed_years() -> list[str]:
    return [period for period in _closed() if is_year(period)]


def _closed() -> list[str]:
    closed = MonthRevision.select(MonthRevision.month).distinct().order_by(MonthRevision.month)
    return [period for (period,) in closed.tuples()]


def values_of(made: MonthRevision) -> Values:
    return {key: Counted(figure.value, figure.top, figure.bottom) for key, figure in _figures(made).items()}


def corrections(month: str) -> list[Corrected]:
    """What later revisions changed, the newest first."""
    query = MonthDifference.select(MonthDifference, MonthRevision).join(MonthRevision)
    rows = query.where(MonthRevision.month == month).order_by(MonthRevision.revision.desc(), MonthDifference.id)
    return [Corrected(row.revision.revision, row.metric, row.store_id, row.before, row.after) for row in rows]


def corrects(made: MonthRevision) -> bool:
    """Whether a revision says otherwise than the one before it; one that only fills up with new figures doesn't."""
    return MonthDifference.select().where(MonthDifference.revision == made.id).exists()


def close_month(c: Any, month: str, values: Values) -> MonthRevision | None:
    """Freeze the month or year as counted, inside the transaction of `c`; None when a closed one comes to the same again.

    Figures that the closing before didn't have at all came with the app or were made since: they fill it up and correct nothing.
    """
    before = closing_of(month)
    moved = moved_between(_figures(before), values) if before else []
    if before and not moved:
        return None
    there = {metric for metric, _ in _figures(before)} if before else set()
    number = before.revision + 1 if before else 1
    made = MonthRevision.create(month=month, revision=number, made_at=now(), by=c.who.name)
    parts = ("value", "top", "bottom")
    rows = [
        {"revision": made.id, "metric": name, "store_id": id, **{part: counted.row()[part] for part in parts}}
        for (name, id), counted in values.items()
    ]
    for start in range(0, len(rows), 100):
        MonthFigure.insert_many(rows[start : start + 100]).execute()
    for (name, id), was, is_now in [each for each in moved if each[0][0] in there]:
        MonthDifference.create(revision=made.id, metric=name, store_id=id, before=was, after=is_now)
    return made


def _figures(made: MonthRevision) -> dict[tuple[str, int | None], MonthFigure]:
    mine = MonthFigure.select().where(MonthFigure.revision == made.id)
    return {(figure.metric, figure.store_id): figure for figure in mine}
