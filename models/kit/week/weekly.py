"""The figures of the weeks as the areas declare them; counted again once the area changed, but not at every change."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from ..clock import Week, now, today, week_of
from ..declare.access import Who, may, scope
from ..declare.area import Area, Metric
from ..formula.asking import seen
from ..own_words import declare
from ..server.standing import house
from ..text import Text
from ..write.history import Tally
from .measures import Measure, Measured, Ratio
from .moved import reads

_MOST = 500
# Some figures read a year of purchases: people who keep the start page open must not make the server count all day.
UNITS = {"days": Text("{n} 天", "{n} days"), "hours": Text("{n} 小时", "{n} h")}
declare(*UNITS.values())
FRESH, SETTLED = timedelta(minutes=1), timedelta(minutes=10)
_kept: OrderedDict[tuple, tuple[datetime, tuple, Any]] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True)
class Figure:
    """One metric: this week so far, last week, the week before to hold it against, and what last week should have reached."""

    metric: Metric
    now: Any
    last: Any
    before: Any
    target: Any = None


def may_see_figures(who: Who, area: Area) -> bool:
    """A figure counts every row, so it is for those who see every row of the area.

    Asked of each figure for each board: the first type that isn't seen whole says no.
    """
    return all(may(who, "see", record) and scope(who, record) is None for record in area.records)


def may_see_figure(who: Who, area: Area, metric: Metric) -> bool:
    """Whether what it comes to for the company is for this person."""
    if metric.readers == "area":
        return may_see_figures(who, area)
    return metric.readers == "all" or sees_all_of(who, area, metric)


def sees_all_of(who: Who, area: Area, metric: Metric) -> bool:
    """Whether the person sees every row and, in full, every column that it is made of."""
    read = reads(area, metric)
    return all(may(who, "see", record) and scope(who, record) is None for record in read) and _in_full(who, read)


def sees_parts_of(who: Who, area: Area, metric: Metric) -> bool:
    """Whether what it comes to in the person's own stores is made of nothing but rows and columns that he sees."""
    read = reads(area, metric)
    counted = {part.record: part for part in (metric.fn.parts() if isinstance(metric.fn, Measured) else ())}
    beside = [record for record in read if record not in counted]
    limited = [part for record, part in counted.items() if scope(who, record) is not None]
    kept = all(may(who, "see", record) and scope(who, record) is None for record in beside)
    return kept and all(_by_own_stores(part, who) for part in limited) and _in_full(who, read)


def _by_own_stores(part: Measure, who: Who) -> bool:
    grant = who.grants.get(part.record.key())
    paths = [path.strip() for path in part.record.sheet.scopes.get("store", "").split("|")]
    return grant is not None and grant.rows in ("store", "region") and part.by in paths


def _in_full(who: Who, read: dict[Any, set[str]]) -> bool:
    return all(seen(who, record).get(name) == "full" for record, names in read.items() for name in names - {"id"})


def figures(
    area: Area, week: Week, most: int | None = None, who: Who | None = None, only: str | None = None
) -> list[Figure]:
    """The area's metrics (the first so many of them, or `only` this) of this week, the last one and the one before; who: only
    what is for him."""
    last, before = (Week(week.monday - timedelta(days=days)) for days in (7, 14))
    mine = [metric for metric in area.metrics if metric.counts(week) and only in (None, metric.name)]
    mine = mine if who is None else [metric for metric in mine if may_see_figure(who, area, metric)]
    return [
        _held(metric, [_figure(area, metric, each, metric.value) for each in (week, last, before)], metric.aim(last))
        for metric in mine[:most]
    ]


def _held(metric: Metric, values: list[Any], target: Any) -> Figure:
    now, last, before = values
    return Figure(metric, now, last, before, target)


def own_figures(area: Area, week: Week, who: Who, most: int | None = None, only: str | None = None) -> list[Figure]:
    """The same of the person's own store, as far as it is made of nothing but rows and columns this person reads."""
    last, before = (Week(week.monday - timedelta(days=days)) for days in (7, 14))
    there = [metric for metric in area.metrics if metric.counts(week) and only in (None, metric.name)]
    mine = [metric for metric in there if counts_seen(metric, who)][:most]
    return [
        _held(
            metric,
            [_own(area, metric, each, who) for each in (week, last, before)],
            metric.aims(last).get(who.store_id),
        )
        for metric in mine
    ]


def counts_seen(metric: Metric, who: Who) -> bool:
    """Whether what it comes to in the person's store tells only of rows that are in the person's sight anyway."""
    parts = metric.fn.parts() if isinstance(metric.fn, Measured) else []
    return who.store_id is not None and bool(parts) and all(_seen(part, who) for part in parts)


def _seen(part: Measure, who: Who) -> bool:
    grant, shown = who.grants.get(part.record.key()), seen(who, part.record)
    paths = [path.strip() for path in part.record.sheet.scopes.get("store", "").split("|")]
    within = grant is not None and grant.rows == "store" and part.by in paths
    return within and all(shown.get(name) == "full" for name in part.read() - {"id"})


def _own(area: Area, metric: Metric, week: Week, who: Who) -> Any:
    """Of rows that aren't there there are none; a share of nothing is no share."""
    figure = _figure(area, metric, week, metric.per_store).get(who.store_id)
    counted = metric.unit in ("count", "money", "quantity") and not isinstance(metric.fn, Ratio)
    return 0 if figure is None and counted else figure


def _figure(area: Area, metric: Metric, week: Week, count: Callable[[Week], Any]) -> Any:
    keys = {record.key() for record in (*area.records, *reads(area, metric))}
    tallies = Tally.select(Tally.record, Tally.version).where(Tally.record.in_(keys)).order_by(Tally.record)
    versions = tuple(tallies.tuples())
    key = (house().number, id(Tally._meta.database.obj), metric.name, count.__name__, week)
    lasts = FRESH if week == week_of(today()) else SETTLED
    with _lock:
        at, then, value = _kept.get(key, (datetime.min, None, None))
    if then == versions or now() - at < lasts:
        return value
    value = count(week)
    with _lock:
        _kept[key] = (now(), versions, value)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return value


def moved(unit: str, value: Any, other: Any) -> float | None:
    """How far a figure is from another: shares in percentage points, all else as a part of the other; None from nothing."""
    if value is None or other is None or (unit != "percent" and not other):
        return None
    gap = float(value) - float(other)
    return round(gap, 4) if unit == "percent" else round(gap / abs(float(other)), 6)


def in_words(value: Any, unit: str, lang: str | None = None) -> str:
    """A figure as people write it: ¥1,234, 12.5%, 1,000, and with `lang` 3 天; a dash where there is none."""
    if value is None:
        return "—"
    if unit == "money":
        return f"¥{Decimal(str(value)):,.0f}" if abs(value) >= 1000 else f"¥{Decimal(str(value)):,.2f}"
    if unit == "percent":
        return f"{value:,}%"
    plain = plainly(value)
    return UNITS[unit](n=plain).say(lang) if lang and unit in UNITS else plain


def plainly(value: Any) -> str:
    """1,234.5 and 314 where 1234.500 and 314.000 are kept."""
    return f"{value.normalize():,f}" if isinstance(value, Decimal) else f"{value:,}"
