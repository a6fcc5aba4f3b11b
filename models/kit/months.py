"""A figure over several weeks: as they were frozen where they are closed, counted where they are not, and put together."""

from decimal import Decimal

from .area import Metric
from .measures import Ratio
from .rollup import Counted, WeekFigure, WeekRevision, counted_of
from .week import Week


def over(metric: Metric, weeks: list[Week], store: int | None = None) -> Decimal | None:
    """Added up, as a ratio of sums, as the last one stands, or as a mean, whichever the figure allows; None without any."""
    lines = [
        one for one in (_figure(metric, week, store) for week in weeks) if one is not None and one.value is not None
    ]
    if not lines:
        return None
    values = [Decimal(str(one.value)) for one in lines]
    if metric.gathers == "ratio" and isinstance(metric.fn, Ratio) and all(one.bottom is not None for one in lines):
        return metric.fn.over(*(sum(Decimal(str(getattr(one, part))) for one in lines) for part in ("top", "bottom")))
    if metric.gathers == "sum":
        return sum(values, Decimal(0))
    return values[-1] if metric.gathers == "last" else sum(values, Decimal(0)) / len(values)


def _figure(metric: Metric, week: Week, store: int | None) -> Counted | None:
    """The newest revision's; of a week that isn't closed, or was closed without this figure, what it comes to now."""
    mine = (WeekFigure.metric == metric.name) & (
        WeekFigure.store_id.is_null() if store is None else WeekFigure.store_id == store
    )
    query = WeekFigure.select(WeekFigure.value, WeekFigure.top, WeekFigure.bottom).join(WeekRevision)
    kept = query.where(mine, WeekRevision.week == str(week)).order_by(WeekRevision.revision.desc()).tuples().first()
    return Counted(*kept) if kept else counted_of(metric, week).get((metric.name, store))
