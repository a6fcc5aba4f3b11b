"""Figures over the weeks, for who may read them: the company's, else those of the own store; and of each store in one week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from models import house
from models.kit.clock import Week, today
from models.kit.declare.access import Who
from models.kit.declare.area import Metric
from models.kit.week.rollup import WeekFigure, WeekRevision, last_whole

from .reader import Sight, sight
from .report import judged


@dataclass(frozen=True)
class Series:
    """weeks: the oldest first. lines: by figure, its value in each of them. store: whose they are; None for the company's.

    unseen: how many of the figures that were asked for are not for this person.
    """

    weeks: tuple[Week, ...]
    lines: dict[str, list[float | None]]
    store: int | None
    unseen: int


@dataclass(frozen=True)
class ByStore:
    """By store its value in one closed week, of the stores that this person reads."""

    metric: Metric
    week: Week
    values: dict[int, float]


def _area_of(name: str) -> str:
    return next(area.name for area in house().counted if any(metric.name == name for metric in area.metrics))


def series(names: Sequence[str], weeks: int, who: Who, of: int | None = None) -> Series:
    """The closed weeks up to the last whole one; all of the company where every figure asked for is, else of the own store.

    of: those of this store instead, as far as this person reads it.
    """
    seen, there = sight(who), [name for name in names if name in house().metrics]
    whole = [name for name in there if seen.whole(_area_of(name), name)] if of is None else []
    store = of if of is not None else None if whole or who.store_id is None else who.store_id
    shown = whole or [name for name in there if seen.knows(_area_of(name), name, store)]
    last = last_whole(today()).monday
    span = tuple(Week(last - timedelta(weeks=back)) for back in reversed(range(weeks)))
    values = _closed(shown, span, store)
    lines = {name: [values.get((name, str(week))) for week in span] for name in shown}
    return Series(span, lines, store, len(there) - len(shown))


@dataclass(frozen=True)
class OfStore:
    """A figure of one store in one closed week, and in the week before; judged: as the report has it, where it was made."""

    metric: Metric
    value: float | None
    before: float | None
    judged: dict[str, Any] | None


def of_store(names: Sequence[str], store: int, who: Who) -> tuple[Week, list[OfStore]]:
    """The last whole week of a store in these figures, of those that this person reads of it."""
    both = series(names, 2, who, store)
    kept = judged(both.weeks[-1])
    figures = [
        OfStore(house().metrics[name], now, then, ((kept.get(name) or {}).get("stores") or {}).get(str(store)))
        for name, (then, now) in both.lines.items()
    ]
    return both.weeks[-1], figures


def by_store(name: str, who: Who) -> ByStore | None:
    """The newest closed week of one figure by store; None where it isn't for this person."""
    metric, seen, week = house().metrics.get(name), sight(who), last_whole(today())
    if metric is None:
        return None
    rows = _rows([name], (week,)).where(WeekFigure.store_id.is_null(False))
    values = {store: float(value) for _, _, store, value in rows.tuples() if value is not None}
    kept = {id: value for id, value in values.items() if _reads(seen, name, id)}
    return ByStore(metric, week, kept) if kept or seen.whole(_area_of(name), name) else None


def _reads(seen: Sight, name: str, store: int) -> bool:
    return seen.knows(_area_of(name), name, store)


def _closed(names: list[str], weeks: tuple[Week, ...], store: int | None) -> dict[tuple[str, str], float | None]:
    mine = WeekFigure.store_id.is_null() if store is None else WeekFigure.store_id == store
    rows = _rows(names, weeks).where(mine)
    return {(name, week): None if value is None else float(value) for name, week, _, value in rows.tuples()}


def _rows(names: list[str], weeks: tuple[Week, ...]) -> Any:
    """Of each week the newest revision."""
    within = WeekRevision.select(WeekRevision.id, WeekRevision.week).where(
        WeekRevision.week >= str(weeks[0]), WeekRevision.week <= str(weeks[-1])
    )
    newest = {week: id for id, week in within.order_by(WeekRevision.revision).tuples()}
    columns = WeekFigure.metric, WeekRevision.week, WeekFigure.store_id, WeekFigure.value
    chosen = WeekFigure.select(*columns).join(WeekRevision)
    return chosen.where(WeekFigure.metric.in_(names), WeekFigure.revision.in_(list(newest.values())))
