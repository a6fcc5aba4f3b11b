"""A closed week held against others: the week before, a year ago, target, mean, month and year to date; what needs attention."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas

from models.kit.area import Area, Metric
from models.kit.rollup import WeekDifference, WeekFigure, WeekRevision, closed_weeks, newest
from models.kit.week import Week

YEAR_OF_WEEKS, MEAN_OF, TREND = 53, 4, 13
OFF_TARGET, RUNNING, HISTORY = 0.10, 2, 8


def report(areas: list[Area], week: Week) -> dict[str, Any]:
    """Everything a page or a workbook tells of a closed week, as JSON. Raises LookupError when it isn't closed."""
    revision = newest(week)
    if revision is None:
        raise LookupError(str(week))
    frame = frame_of(week)
    return {
        "week": str(week), "revision": revision.revision, "made_at": WeekRevision.made_at.keep(revision.made_at),
        "by": revision.by, "reason": revision.reason, "monday": week.monday.isoformat(), "sunday": week.sunday.isoformat(),
        "areas": [
            {"name": area.name, "figures": [compared(metric, week, frame) for metric in area.metrics]}
            for area in areas if area.metrics
        ],
        "differences": differences(revision),
    }  # fmt: skip


def frame_of(week: Week) -> pandas.DataFrame:
    """Figures of the weeks up to this one, each in its newest revision: week × metric × store → value, top, bottom, target."""
    known = [one for one in closed_weeks() if one <= week][-YEAR_OF_WEEKS - 60 :]
    revisions = {newest(one).id: one.monday for one in known}
    columns = (WeekFigure.revision, WeekFigure.metric, WeekFigure.store_id, WeekFigure.value, WeekFigure.top,
               WeekFigure.bottom, WeekFigure.target)  # fmt: skip
    rows = WeekFigure.select(*columns).where(WeekFigure.revision.in_(list(revisions))).tuples()
    frame = pandas.DataFrame(list(rows), columns=["revision", "metric", "store", "value", "top", "bottom", "target"])
    frame["monday"] = frame.pop("revision").map(revisions)
    for name in ("value", "top", "bottom", "target"):
        frame[name] = pandas.to_numeric(frame[name])
    return frame


def compared(metric: Metric, week: Week, frame: pandas.DataFrame) -> dict[str, Any]:
    """One figure with all it is held against."""
    mine = frame[frame["metric"] == metric.name]
    company = mine[mine["store"].isna()].drop_duplicates("monday").set_index("monday").sort_index()
    found = _line(metric, week, company)
    stores = mine[mine["store"].notna()]
    now = stores[stores["monday"] == week.monday].set_index("store")
    last = stores[stores["monday"] == before(week, 1)].set_index("store")["value"]
    ranks = now["value"].rank(ascending=metric.better == "lower", method="min")
    months = to_date(metric, week, stores, "month", by_store=True)
    years = to_date(metric, week, stores, "year", by_store=True)
    found["stores"] = {
        str(int(id)): {"value": _plain(row["value"]), "last": _plain(last.get(id)), "target": _plain(row["target"]),
                       "rank": _whole(ranks.get(id)), "month": months.get(id), "year": years.get(id)}
        for id, row in now.iterrows()
    }  # fmt: skip
    return found


def _line(metric: Metric, week: Week, company: pandas.DataFrame) -> dict[str, Any]:
    values = company["value"]
    value, last = _at(values, week.monday), _at(values, before(week, 1))
    target = _at(company["target"], week.monday)
    four = values[(values.index < week.monday) & (values.index >= before(week, MEAN_OF))]
    past = values[(values.index < week.monday) & (values.index >= before(week, YEAR_OF_WEEKS - 1))].dropna()
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
        "trend": [[str(Week(monday)), _plain(one)] for monday, one in values[values.index <= week.monday].tail(TREND).items()],
    }  # fmt: skip


def to_date(
    metric: Metric, week: Week, rows: pandas.DataFrame, span: str, *, by_store: bool = False
) -> dict[Any, float | None]:
    """Month or year up to this week, by store or (under None) of the company; a week belongs to the month of its Thursday."""
    if rows.empty:
        return {}
    thursdays = rows["monday"].map(lambda monday: _thursday(monday))
    mine = thursdays.map(lambda day: day.year == _thursday(week.monday).year)
    if span == "month":
        mine &= thursdays.map(lambda day: day.month == _thursday(week.monday).month)
    chosen = rows[mine & (rows["monday"] <= week.monday)]
    groups = chosen.groupby("store") if by_store else [(None, chosen)]
    return {key: _gathered(metric, group.sort_values("monday")) for key, group in groups}


def _gathered(metric: Metric, group: pandas.DataFrame) -> float | None:
    if group.empty:
        return None
    if metric.gathers == "last":
        return _plain(group["value"].iloc[-1])
    if metric.gathers == "sum":
        return _plain(group["value"].sum())
    below = group["bottom"].sum()
    return _plain(round(group["top"].sum() * metric.fn.times / below, metric.fn.digits)) if below else None


# What needs attention ---------------------------------------------------------------------------------------------------


def light(metric: Metric, value: float | None, last: float | None, target: float | None) -> str:
    """Green, amber or red: against the target where there is one, else against the week before."""
    aim = target if target is not None else last
    if value is None or aim is None:
        return "none"
    off = (value - aim) / abs(aim) if aim else (value > 0) - (value < 0)
    off = off if metric.better == "higher" else -off
    return "green" if off >= (0 if target is not None else -0.02) else "amber" if off >= -OFF_TARGET else "red"


def running_worse(metric: Metric, values: pandas.Series) -> int:
    """How many weeks running the figure got worse, up to and with this one."""
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


@dataclass(frozen=True)
class Alarm:
    """Why a figure should be spoken about: `worse`, `target`, `high` or `low`, of the company or of a store."""

    area: str
    metric: str
    kind: str
    value: float | None
    aim: float | None


def alarms(areas: list[Area], told: dict[str, Any]) -> list[Alarm]:
    """Two weeks running worse, more than a tenth off target, a record high or low for the wrong side."""
    metrics = {metric.name: metric for area in areas for metric in area.metrics}
    found = []
    for area in told["areas"]:
        for one in area["figures"]:
            metric, off = metrics[one["metric"]], one["to_target"]
            bad = off is not None and (off < -OFF_TARGET if metric.better == "higher" else off > OFF_TARGET)
            if bad:
                found.append(Alarm(area["name"], metric.name, "target", one["value"], one["target"]))
            elif one["record"] is not None and (one["record"] == "low") == (metric.better == "higher"):
                found.append(Alarm(area["name"], metric.name, one["record"], one["value"], one["last"]))
            elif one["worse"] >= RUNNING:
                found.append(Alarm(area["name"], metric.name, "worse", one["value"], one["last"]))
    return found


def differences(revision: WeekRevision) -> list[dict[str, Any]]:
    """What this revision changed, as it was stored with it."""

    found = WeekDifference.select().where(WeekDifference.revision == revision.id).order_by(WeekDifference.id)
    return [{"metric": one.metric, "store": one.store_id, "before": one.before, "after": one.after,
             "causes": json.loads(one.causes)} for one in found]  # fmt: skip


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
    return None if value is None or not other else (value - other) / abs(other)


def _plain(value: Any) -> float | int | None:
    if value is None or pandas.isna(value):
        return None
    return int(value) if float(value).is_integer() else round(float(value), 4)


def _whole(value: Any) -> int | None:
    return None if value is None or pandas.isna(value) else int(value)
