"""The figures of the weeks as the areas declare them; counted again once the area changed, but not at every change."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from .access import Who, may, scope
from .area import Area, Metric
from .history import Tally
from .text import Text
from .week import Week, now, today, week_of

_MOST = 500
# Some figures read a year of purchases: people who keep the start page open must not make the server count all day.
UNITS = {"days": Text("{n} 天", "{n} days"), "hours": Text("{n} 小时", "{n} h")}
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
    """A figure counts every row, so it is for those who see every row of the area."""
    seen = [record for record in area.records if may(who, "see", record)]
    return len(seen) == len(area.records) and all(scope(who, record) is None for record in seen)


def figures(area: Area, week: Week, most: int | None = None) -> list[Figure]:
    """The area's metrics (the first so many of them) of this week, the last one and the one before."""
    last, before = (Week(week.monday - timedelta(days=days)) for days in (7, 14))
    return [
        Figure(one, *(_figure(area, one, each) for each in (week, last, before)), one.aim(last))
        for one in area.metrics[:most]
    ]


def _figure(area: Area, metric: Metric, week: Week) -> Any:
    keys = [record.key() for record in area.records]
    tallies = Tally.select(Tally.record, Tally.version).where(Tally.record.in_(keys)).order_by(Tally.record)
    versions = tuple(tallies.tuples())
    key = (id(Tally._meta.database.obj), metric.name, week)
    lasts = FRESH if week == week_of(today()) else SETTLED
    with _lock:
        at, then, value = _kept.get(key, (datetime.min, None, None))
    if then == versions or now() - at < lasts:
        return value
    value = metric.value(week)
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
    return UNITS[unit](n=f"{value:,}").say(lang) if lang and unit in UNITS else f"{value:,}"
