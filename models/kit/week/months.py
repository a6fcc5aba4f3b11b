"""Figures over any days in a row: as they were frozen where weeks are closed, counted where they are not, and put together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import peewee

from ..clock import Days, Week, days_of_month, week_of
from ..declare.area import Metric
from .measures import counted_once
from .rollup import Counted, Values, WeekFigure, WeekRevision, counted_of, week_named

Frozen = dict[Week, dict[str, Values]]  # by week and by figure
DAY = timedelta(days=1)


def of_month(metric: Metric, month: str, store: int | None = None) -> Decimal | None:
    """A figure over a calendar month, as 2026-11; None where it can't be said."""
    figure = gathered([metric], days_of_month(month)).get((metric.name, store))
    return None if figure is None or figure.value is None else _number(figure.value)


def gathered(metrics: Iterable[Metric], span: Days, frozen: Frozen | None = None) -> Values:
    """Each figure over these days, of the company, per store and one by one; what can't be said is left out.

    frozen: what `frozen_in` read, where several spans want it.
    """
    wanted, figures = [metric for metric in metrics if metric.gathers != "none" and metric.counts(span)], {}
    frozen = frozen_in(wanted, span) if frozen is None else frozen
    with counted_once():
        for metric in wanted:
            figures |= _gathered(metric, span, frozen)
    return figures


def frozen_in(metrics: Iterable[Metric], span: Days, fresh: dict[Week, Values] | None = None) -> Frozen:
    """What the weeks of these days were closed with. fresh: weeks that are about to be closed, as they were counted; they
    stand before what is stored of them."""
    frozen = closed_with({metric.name for metric in metrics if metric.gathers in ("sum", "ratio", "last")}, span)
    for week, values in (fresh or {}).items():
        frozen[week] = defaultdict(dict, _by_figure(values.items()))
    return frozen


def made_of(metric: Metric, span: Days, frozen: Frozen) -> tuple[list[Week], list[Days]]:
    """What `gathered` puts a figure of these days together from: closed weeks, and days that are counted as they are now."""
    mine = [week for week in sorted(frozen) if frozen[week].get(metric.name)]
    if metric.gathers == "anew":
        return [], [span]
    if metric.gathers == "last":
        week = _standing_on(metric, span, mine)
        return ([week], []) if week else ([], [] if metric.is_standing else [span])
    inside = [week for week in mine if span.first <= week.first and week.last <= span.last]
    return inside, list(_between(span, inside))


def _gathered(metric: Metric, span: Days, frozen: Frozen) -> Values:
    near = [week for week in sorted(frozen) if week.first <= span.last and span.first <= week.last]
    mine = {week: frozen[week][metric.name] for week in near if frozen[week].get(metric.name)}
    if metric.gathers == "anew":
        return counted_of(metric, span)
    if metric.gathers == "last":
        return _last(metric, span, mine)
    inside = [week for week in mine if span.first <= week.first and week.last <= span.last]
    pieces = [mine[week] for week in inside] + [counted_of(metric, days) for days in _between(span, inside)]
    if metric.gathers == "sum":
        return {key: Counted(sum(values)) for key, values in _values(pieces, "value").items()}
    return _ratio(metric, pieces, _last(metric, span, mine))


def _last(metric: Metric, span: Days, mine: dict[Week, Values]) -> Values:
    """As it stood on the last day."""
    week = _standing_on(metric, span, mine)
    return mine[week] if week else {} if metric.is_standing else counted_of(metric, span)


def _standing_on(metric: Metric, span: Days, closed: Iterable[Week]) -> Week | None:
    """The closed week that tells of the last day: for what only today can be said of, the one that holds that day, or the last
    one before; for all else one that ends there. What speaks of the month or year so far is counted, these days being all."""
    holding = week_of(span.last)
    if metric.is_standing:
        return max((week for week in closed if week <= holding and week.last >= span.first), default=None)
    return holding if metric.of == "week" and holding.last == span.last and holding in closed else None


def _ratio(metric: Metric, pieces: list[Values], last: Values) -> Values:
    """Sums above and below the line; of a part that stands, the last."""
    above, below = (
        {key: _number(getattr(figure, part)) for key, figure in last.items() if getattr(figure, part) is not None}
        if getattr(metric.fn, part).gathers == "last"
        else {key: sum(values) for key, values in _values(pieces, part).items()}
        for part in ("top", "bottom")
    )
    pairs = {key: (above.get(key, Decimal(0)), amount) for key, amount in below.items() if amount or key[1] is None}
    ratio: Any = metric.fn
    return {key: Counted(ratio.over(*parts), *parts) for key, parts in pairs.items()}


def _values(pieces: list[Values], part: str) -> dict[tuple, list[Decimal]]:
    numbers: dict[tuple, list[Decimal]] = defaultdict(list)
    for piece in pieces:
        for key, figure in piece.items():
            if getattr(figure, part) is not None:
                numbers[key].append(_number(getattr(figure, part)))
    return numbers


def _number(value: Any) -> Decimal:
    return Decimal(str(value))


def _between(span: Days, weeks: list[Week]) -> Iterator[Days]:
    """The days that none of these weeks (in their order) covers."""
    at = span.first
    for week in weeks:
        if at < week.first:
            yield Days(at, week.first - DAY)
        at = week.last + DAY
    if at <= span.last:
        yield Days(at, span.last)


def closed_with(names: set[str], span: Days) -> Frozen:
    """These figures as the weeks that touch these days were closed with, each in its newest revision."""
    first, last = str(week_of(span.first)), str(week_of(span.last))
    near = WeekRevision.week.between(first, last)
    newest = WeekRevision.select(peewee.fn.MAX(WeekRevision.id), WeekRevision.week).where(near)
    weeks = {id: week_named(name) for id, name in newest.group_by(WeekRevision.week).tuples()}
    frozen: Frozen = {week: defaultdict(dict) for week in weeks.values()}
    columns = (WeekFigure.metric, WeekFigure.store_id, WeekFigure.value, WeekFigure.top, WeekFigure.bottom)
    query = WeekFigure.select(WeekFigure.revision, *columns).where(WeekFigure.revision.in_(list(weeks)))
    for id, metric, store, *parts in query.tuples():
        name = metric.partition("/")[0]
        if name in names:
            frozen[weeks[id]][name][metric, store] = Counted(*parts)
    return frozen


def _by_figure(values: Iterable[tuple[tuple, Counted]]) -> dict[str, Values]:
    by_figure: dict[str, Values] = defaultdict(dict)
    for (metric, store), value in values:
        by_figure[metric.partition("/")[0]][metric, store] = value
    return by_figure
