"""A closed week held against others: the week before, a year ago, target, mean, month and year to date; by store and region."""

from datetime import date, timedelta
from typing import Any

import pandas

from models.kit.area import Area, Metric
from models.kit.rollup import Values, WeekFigure, closed_weeks, newest
from models.kit.week import Week
from models.organization import Store

from .report import OFF_TARGET

YEAR_OF_WEEKS, MEAN_OF, TREND = 53, 4, 13
HISTORY = 8
COLUMNS = ["monday", "metric", "store", "value", "top", "bottom", "target"]


def compare(areas: list[Area], week: Week, frame: pandas.DataFrame) -> list[dict[str, Any]]:
    """Every figure of every area with all it is held against, as JSON; `frame` as of `frame_of`."""
    regions = dict(Store.select(Store.id, Store.region).where(Store.region.is_null(False)).tuples())
    by_metric = dict(list(frame.groupby("metric")))
    nothing = frame.iloc[:0]
    return [
        {
            "name": area.name,
            "figures": [
                {**compared(one, week, by_metric.get(one.name, nothing), regions), "each": _each(one, week, by_metric)}
                for one in area.metrics
            ],
        }
        for area in areas
    ]


def frame_of(week: Week, values: Values | None = None) -> pandas.DataFrame:
    """Figures of the weeks up to this one, each in its newest revision; `values` stand for a week that isn't stored yet."""
    known = [one for one in closed_weeks() if one <= week][-YEAR_OF_WEEKS - 60 :]
    revisions = {newest(one).id: one.monday for one in known if values is None or one != week}
    columns = (WeekFigure.revision, WeekFigure.metric, WeekFigure.store_id, WeekFigure.value, WeekFigure.top,
               WeekFigure.bottom, WeekFigure.target)  # fmt: skip
    stored = WeekFigure.select(*columns).where(WeekFigure.revision.in_(list(revisions))).tuples()
    rows = [(revisions[revision], *rest) for revision, *rest in stored]
    for (metric, store), one in (values or {}).items():
        told = one.row()
        rows.append((week.monday, metric, store, told["value"], told["top"], told["bottom"], told["target"]))
    frame = pandas.DataFrame(rows, columns=COLUMNS)
    for name in ("store", "value", "top", "bottom", "target"):
        frame[name] = pandas.to_numeric(frame[name])
    return frame


def compared(metric: Metric, week: Week, mine: pandas.DataFrame, regions: dict[int, int]) -> dict[str, Any]:
    """One figure: the company's line, every store's and every region's."""
    company = mine[mine["store"].isna()].drop_duplicates("monday").set_index("monday").sort_index()
    stores = mine[mine["store"].notna()]
    return {
        **_line(metric, week, company),
        "stores": _stores(metric, week, stores),
        "regions": _regions(metric, week, stores, regions),
    }


def _line(metric: Metric, week: Week, company: pandas.DataFrame) -> dict[str, Any]:
    values = company["value"]
    value, last = _at(values, week.monday), _at(values, before(week, 1))
    target = _at(company["target"], week.monday)
    four = values[(values.index < week.monday) & (values.index >= before(week, MEAN_OF))]
    past = values[(values.index < week.monday) & (values.index >= before(week, YEAR_OF_WEEKS - 1))].dropna()
    shown = [Week(before(week, back)) for back in reversed(range(TREND))]
    return {
        "metric": metric.name, "value": value, "last": last, "target": target,
        "year_ago": _at(values, a_year_ago(week).monday),
        "mean4": _plain(four.mean()) if four.notna().any() else None,
        "month": to_date(metric, week, company.reset_index(), "month").get(None),
        "year": to_date(metric, week, company.reset_index(), "year").get(None),
        "change": _share(value, last), "to_target": _share(value, target),
        "light": light(metric, value, last, target),
        "worse": running_worse(metric, values[values.index <= week.monday]),
        "record": extreme(value, past),
        "trend": [[str(one), _at(values, one.monday)] for one in shown],
    }  # fmt: skip


def _stores(metric: Metric, week: Week, stores: pandas.DataFrame) -> dict[str, dict[str, Any]]:
    now = stores[stores["monday"] == week.monday].set_index("store")
    last = stores[stores["monday"] == before(week, 1)].set_index("store")["value"]
    then = stores[stores["monday"] == a_year_ago(week).monday].set_index("store")["value"]
    ranks = now["value"].rank(ascending=metric.better == "lower", method="min")
    months = to_date(metric, week, stores, "month", by_store=True)
    years = to_date(metric, week, stores, "year", by_store=True)
    found = {}
    for id, row in now.iterrows():
        value, before_it, target = _plain(row["value"]), _plain(last.get(id)), _plain(row["target"])
        found[str(int(id))] = {
            "value": value, "last": before_it, "year_ago": _plain(then.get(id)), "target": target,
            "rank": _whole(ranks.get(id)), "month": months.get(id), "year": years.get(id),
            "light": light(metric, value, before_it, target),
        }  # fmt: skip
    return found


def _each(metric: Metric, week: Week, by_metric: dict[str, pandas.DataFrame]) -> dict[str, Any] | None:
    """The figure of each online shop, or of whatever else it is wanted of one by one, with the names."""
    if metric.apart is None:
        return None
    record = metric.apart[0]
    mine = by_metric.get(f"{metric.name}/{record.key()}")
    rows = {} if mine is None else _stores(metric, week, mine)
    title = getattr(record, record.sheet.title)
    names = dict(record.select(record.id, title).where(record.id.in_([int(id) for id in rows])).tuples())
    return {"record": record.key(), "rows": {id: {"name": names.get(int(id), id), **row} for id, row in rows.items()}}


def _regions(
    metric: Metric, week: Week, stores: pandas.DataFrame, regions: dict[int, int]
) -> dict[str, dict[str, Any]]:
    """What the stores of a region come to; nothing for figures that can't be put together from stores."""
    if metric.gathers in ("last", "none") and not _adds_up(metric):
        return {}
    placed = stores[stores["monday"].isin([week.monday, before(week, 1)])].copy()
    placed["region"] = placed["store"].map(regions)
    found: dict[str, dict[str, Any]] = {}
    for (region, monday), group in placed.dropna(subset="region").groupby(["region", "monday"]):
        one = found.setdefault(str(int(region)), {"value": None, "last": None, "target": None})
        one["value" if monday == week.monday else "last"] = _together(metric, group)
        if monday == week.monday and metric.gathers == "sum" and group["target"].notna().any():
            one["target"] = _plain(group["target"].sum())
    return found


def _adds_up(metric: Metric) -> bool:
    """Counts and sums of rows add up over stores, also those that stand; different values and means don't."""
    parts = metric.fn.parts() if hasattr(metric.fn, "parts") else []
    return metric.unit not in ("percent", "score") and bool(parts) and not any(part.distinct for part in parts)


def _together(metric: Metric, group: pandas.DataFrame) -> float | None:
    if metric.gathers == "ratio":
        below = group["bottom"].sum()
        return _ratio(metric, group["top"].sum(), below)
    return _plain(group["value"].sum()) if group["value"].notna().any() else None


def to_date(
    metric: Metric, week: Week, rows: pandas.DataFrame, span: str, *, by_store: bool = False
) -> dict[Any, float | None]:
    """Month or year up to this week, by store or (under None) of the company; a week belongs to the month of its Thursday."""
    if rows.empty or metric.gathers == "none":
        return {}
    mondays = [monday for monday in rows["monday"].unique() if _same_span(monday, week.monday, span)]
    chosen = rows[rows["monday"].isin(mondays) & (rows["monday"] <= week.monday)]
    groups = chosen.groupby("store") if by_store else [(None, chosen)]
    return {key: _gathered(metric, group.sort_values("monday")) for key, group in groups}


def _same_span(monday: date, other: date, span: str) -> bool:
    one, two = _thursday(monday), _thursday(other)
    return one.year == two.year and (span == "year" or one.month == two.month)


def _gathered(metric: Metric, group: pandas.DataFrame) -> float | None:
    if group.empty:
        return None
    if metric.gathers == "last":
        return _plain(group["value"].iloc[-1])
    if metric.gathers == "sum":
        return _plain(group["value"].sum())
    return _ratio(metric, group["top"].sum(), group["bottom"].sum())


def _ratio(metric: Metric, above: float, below: float) -> float | None:
    return _plain(round(above * metric.fn.times / below, metric.fn.digits)) if below else None


# Good or bad ------------------------------------------------------------------------------------------------------------


def light(metric: Metric, value: float | None, last: float | None, target: float | None) -> str:
    """Green, amber or red: against the target where there is one, else against the week before."""
    aim = target if target is not None else last
    if value is None or aim is None:
        return "none"
    off = (value - aim) / abs(aim) if aim else float((value > 0) - (value < 0))
    off = off if metric.better == "higher" else -off
    return "green" if off >= (0 if target is not None else -0.02) else "amber" if off >= -OFF_TARGET else "red"


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


# Weeks apart ------------------------------------------------------------------------------------------------------------


def before(week: Week, weeks: int) -> date:
    return week.monday - timedelta(weeks=weeks)


def a_year_ago(week: Week) -> Week:
    """The week of the same ISO number a year ago; the 53rd has the 52nd for it."""
    year, number, _ = week.monday.isocalendar()
    try:
        return Week(date.fromisocalendar(year - 1, number, 1))
    except ValueError:
        return Week(date.fromisocalendar(year - 1, 52, 1))


def _thursday(monday: date) -> date:
    return monday + timedelta(days=3)


def _at(values: pandas.Series, monday: date) -> float | None:
    return _plain(values.get(monday))


def _share(value: float | None, other: float | None) -> float | None:
    return None if value is None or not other else round((value - other) / abs(other), 6)


def _plain(value: Any) -> float | int | None:
    if value is None or pandas.isna(value):
        return None
    return int(value) if float(value).is_integer() else round(float(value), 4)


def _whole(value: Any) -> int | None:
    return None if value is None or pandas.isna(value) else int(value)
