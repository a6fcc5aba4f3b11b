"""A closed week held against others: the week before, a year ago, target, mean, month and year to date; by store and region."""

from datetime import date
from typing import Any

import pandas

from models.kit.clock import Days, Week
from models.kit.declare.area import Area, Metric
from models.kit.week.measures import Ratio
from models.kit.week.months import frozen_in, gathered
from models.kit.week.rollup import Counted, Values, WeekFigure, closed_weeks, newest
from models.kit.week.weekly import moved
from models.organization import Store

from .apart import TREND, a_year_ago, before
from .judging import LOOK_BACK, Judged, judge

YEAR_OF_WEEKS, MEAN_OF = 53, 4
HISTORY = 8
Dates = dict[str, Values]
COLUMNS = ["monday", "metric", "store", "value", "top", "bottom", "target"]


def compare(
    areas: list[Area], week: Week, frame: pandas.DataFrame, fresh: dict[Week, Values] | None = None
) -> list[dict[str, Any]]:
    """Every figure of every area with all it is held against, as JSON; `frame` as of `frame_of`."""
    regions = dict(Store.select(Store.id, Store.region).where(Store.region.is_null(False)).tuples())
    by_metric = dict(list(frame.groupby("metric")))
    nothing = frame.iloc[:0]
    dates = to_date([metric for area in areas for metric in area.metrics if metric.counts(week)], week, fresh)
    return [
        {
            "name": area.name,
            "figures": [
                {
                    **compared(metric, week, by_metric.get(metric.name, nothing), regions, dates),
                    "each": _each(metric, week, by_metric, dates),
                }
                for metric in area.metrics
                if metric.counts(week)
            ],
        }
        for area in areas
    ]


def to_date(metrics: list[Metric], week: Week, fresh: dict[Week, Values] | None = None) -> Dates:
    """By span what every figure comes to: of its month and year so far, and of a month or year that ended in the week without
    being the one most of its days lie in. A figure that speaks of the month by itself says nothing of the year, and the
    other way round."""
    spans = {
        "month": week.to_date("month"),
        "year": week.to_date("year"),
        "month_ended": week.ended("month"),
        "year_ended": week.ended("year"),
    }
    there = {name: span for name, span in spans.items() if span is not None}
    frozen = frozen_in(
        metrics, Days(min(days.first for days in there.values()), max(days.last for days in there.values())), fresh
    )
    dates: Dates = {}
    for name, span in there.items():
        of_span = [metric for metric in metrics if metric.of in ("week", name.partition("_")[0])]
        dates[name] = gathered(of_span, span, frozen)
    return dates


def frame_of(week: Week, fresh: dict[Week, Values] | None = None) -> pandas.DataFrame:
    """Figures of the weeks up to this one, each in its newest revision; `fresh` ones aren't stored yet."""
    known = [closed for closed in closed_weeks() if closed <= week][-YEAR_OF_WEEKS - 60 :]
    revisions = {newest(closed).id: closed.monday for closed in known if closed not in (fresh or {})}
    columns = (
        WeekFigure.revision,
        WeekFigure.metric,
        WeekFigure.store_id,
        WeekFigure.value,
        WeekFigure.top,
        WeekFigure.bottom,
        WeekFigure.target,
    )
    # Of the stores nobody asks further back than what is usual for them, but for the year before: that is most of the rows.
    near = [
        id for id, monday in revisions.items() if monday >= before(week, LOOK_BACK) or monday == a_year_ago(week).monday
    ]
    wanted = WeekFigure.store_id.is_null() | WeekFigure.revision.in_(near)
    stored = WeekFigure.select(*columns).where(WeekFigure.revision.in_(list(revisions)), wanted).tuples()
    rows = [(revisions[revision], *rest) for revision, *rest in stored]
    for counted, values in (fresh or {}).items():
        for (metric, store), figure in values.items():
            row = figure.row()
            rows.append((counted.monday, metric, store, row["value"], row["top"], row["bottom"], row["target"]))
    frame = pandas.DataFrame(rows, columns=COLUMNS)
    for name in ("store", "value", "top", "bottom", "target"):
        frame[name] = pandas.to_numeric(frame[name])
    return frame


def compared(
    metric: Metric, week: Week, mine: pandas.DataFrame, regions: dict[int, int], dates: Dates | None = None
) -> dict[str, Any]:
    """One figure: the company's line, every store's and every region's."""
    company = mine[mine["store"].isna()].drop_duplicates("monday").set_index("monday").sort_index()
    stores = mine[mine["store"].notna()]
    return {
        **_line(metric, week, company, dates or {}),
        "stores": _stores(metric, week, stores, dates or {}),
        "regions": _regions(metric, week, stores, regions),
    }


def _line(metric: Metric, week: Week, company: pandas.DataFrame, dates: Dates) -> dict[str, Any]:
    values = company["value"]
    value, last = _at(values, week.monday), _at(values, before(week, 1))
    target = _aim(metric, _at(company["target"], week.monday))
    four = values[(values.index < week.monday) & (values.index >= before(week, MEAN_OF))]
    past = values[(values.index < week.monday) & (values.index >= before(week, YEAR_OF_WEEKS - 1))].dropna()
    judged = judge(metric, value, target, _past(values, week), _at(company["bottom"], week.monday))
    shown = [Week(before(week, back)) for back in reversed(range(TREND))]
    return {
        "metric": metric.name,
        "value": value,
        "last": last,
        "target": target,
        "year_ago": _at(values, a_year_ago(week).monday),
        "mean4": _plain(four.mean()) if metric.compares and four.notna().any() else None,
        **_to_date(metric.name, None, dates),
        "change": moved(metric.unit, value, last if metric.compares else None),
        "to_target": moved(metric.unit, value, target),
        **_judged(judged),
        "worse": running_worse(metric, values[values.index <= week.monday]) if judged.is_bad else 0,
        "record": _record(metric, value, past, judged),
        "trend": [[str(then), _at(values, then.monday)] for then in shown],
    }


def _aim(metric: Metric, target: float | None) -> float | None:
    return metric.goal if target is None else target


def _judged(judged: Judged) -> dict[str, Any]:
    return {"light": judged.light, "basis": judged.basis, "low": judged.low, "high": judged.high}


def _past(values: Any, week: Week) -> list[float | None]:
    return [_at(values, before(week, back)) for back in reversed(range(1, LOOK_BACK + 1))]


def _to_date(name: str, store: int | None, dates: Dates) -> dict[str, float | None]:
    """The month and the year so far; of a month or a year that ended in the week also the whole."""
    ended = [span for span in dates if span.endswith("_ended")]
    return {span: _told(dates.get(span, {}).get((name, store))) for span in ("month", "year", *ended)}


def _told(counted: Counted | None) -> float | None:
    return None if counted is None or counted.value is None else _plain(float(counted.value))


def _record(metric: Metric, value: float | None, past: pandas.Series, judged: Judged) -> str | None:
    """The highest or lowest of a year; of what is a balance or adds up by itself there is no record, and a bad one is told
    only where the light says so too."""
    end = extreme(value, past) if metric.of == "week" and metric.gathers != "last" else None
    bad = "low" if metric.better == "higher" else "high"
    return end if judged.is_bad or end != bad else None


def _stores(metric: Metric, week: Week, stores: pandas.DataFrame, dates: Dates) -> dict[str, dict[str, Any]]:
    if stores.empty:
        return {}
    now = stores[(stores["monday"] == week.monday) & (stores["value"].notna() | stores["bottom"].notna())]
    now = now.drop_duplicates("store").set_index("store")
    near = stores[(stores["monday"] >= before(week, LOOK_BACK)) & (stores["monday"] < week.monday)]
    known: dict[int, dict[date, float]] = {}
    for store, monday, worth in zip(near["store"], near["monday"], near["value"], strict=True):
        known.setdefault(store, {})[monday] = worth
    then = stores[stores["monday"] == a_year_ago(week).monday].set_index("store")["value"]
    ranks = now["value"].rank(ascending=metric.better == "lower", method="min")
    name = str(stores["metric"].iloc[0])
    by_store = {}
    for id, row in now.iterrows():
        past = _past(known.get(id, {}), week)
        value, target = _plain(row["value"]), _aim(metric, _plain(row["target"]))
        by_store[str(int(id))] = {
            "value": value,
            "last": past[-1],
            "year_ago": _plain(then.get(id)),
            "target": target,
            "rank": _whole(ranks.get(id)),
            **_to_date(name, int(id), dates),
            "change": moved(metric.unit, value, past[-1] if metric.compares else None),
            "to_target": moved(metric.unit, value, target),
            **_judged(judge(metric, value, target, past, _plain(row["bottom"]))),
        }
    return by_store


def _each(metric: Metric, week: Week, by_metric: dict[str, pandas.DataFrame], dates: Dates) -> dict[str, Any] | None:
    """The figure of each online shop, or of whatever else it is wanted of one by one, with the names."""
    if metric.apart is None:
        return None
    record = metric.apart[0]
    mine = by_metric.get(f"{metric.name}/{record.key()}")
    rows = {} if mine is None else _stores(metric, week, mine, dates)
    title = getattr(record, record.sheet.title)
    names = dict(record.select(record.id, title).where(record.id.in_([int(id) for id in rows])).tuples())
    return {"record": record.key(), "rows": {id: {"name": names.get(int(id), id), **row} for id, row in rows.items()}}


def _regions(
    metric: Metric, week: Week, stores: pandas.DataFrame, regions: dict[int, int]
) -> dict[str, dict[str, Any]]:
    """What the stores of a region come to; nothing for figures that can't be put together from stores."""
    if not _adds_up(metric):
        return {}
    placed = stores[stores["monday"].isin([week.monday, before(week, 1)])]
    if placed.empty or not regions:
        return {}
    placed = placed.assign(region=placed["store"].map(regions))
    by_region: dict[str, dict[str, Any]] = {}
    for (region, monday), group in placed.dropna(subset="region").groupby(["region", "monday"]):
        line = by_region.setdefault(str(int(region)), {"value": None, "last": None, "target": None})
        line["value" if monday == week.monday else "last"] = _together(metric, group)
        if monday == week.monday and not isinstance(metric.fn, Ratio) and group["target"].notna().any():
            line["target"] = _plain(group["target"].sum())
    return by_region


def _adds_up(metric: Metric) -> bool:
    """Counts and sums of rows add up over stores, shares as what stands above and below their line; different values don't."""
    parts = metric.fn.parts() if hasattr(metric.fn, "parts") else []
    if any(part.distinct for part in parts):
        return False
    return isinstance(metric.fn, Ratio) or (bool(parts) and metric.unit not in ("percent", "score"))


def _together(metric: Metric, group: pandas.DataFrame) -> float | None:
    if isinstance(metric.fn, Ratio):
        above, below = group["top"].sum(), group["bottom"].sum()
        return _plain(round(above * metric.fn.times / below, metric.fn.digits)) if below else None
    return _plain(group["value"].sum()) if group["value"].notna().any() else None


# How it runs --------------------------------------------------------------------------------------------------------------


def running_worse(metric: Metric, values: pandas.Series) -> int:
    """How many weeks running the figure got worse, up to and with the last one."""
    steps = values.dropna().diff().dropna()
    steps = -steps if metric.better == "lower" else steps
    count = 0
    for step in reversed(list(steps)):
        if step >= 0:
            break
        count += 1
    return count


def extreme(value: float | None, past: pandas.Series) -> str | None:
    """Whether it is the highest or lowest of a year's weeks; with few weeks behind it nothing is a record."""
    if value is None or len(past) < HISTORY:
        return None
    return "high" if value > past.max() else "low" if value < past.min() else None


def _at(values: Any, monday: date) -> float | None:
    return _plain(values.get(monday))


def _plain(value: Any) -> float | int | None:
    if value is None or pandas.isna(value):
        return None
    return int(value) if float(value).is_integer() else round(float(value), 4)


def _whole(value: Any) -> int | None:
    return None if value is None or pandas.isna(value) else int(value)
