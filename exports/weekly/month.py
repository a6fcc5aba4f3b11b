"""A month's figures: its weeks side by side, what they come to, the month before and the same month a year ago."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas

from exports.comparing import frame_of, to_date
from exports.report import Sight
from models.kit.area import Metric
from models.kit.rollup import closed_weeks
from models.kit.week import Week
from models.weekly import COUNTED, METRICS


@dataclass(frozen=True)
class Told:
    """What is told of a month: its weeks, and by (figure, store) their values and what they come to."""

    month: str
    weeks: list[Week]
    lines: dict[tuple[str, int | None], dict[str, Any]]


def weeks_of(month: str) -> list[Week]:
    return [one for one in closed_weeks() if one.month == month]


def told_of(month: str, seen: Sight) -> Told:
    """The month's figures within what this reader may know. Raises LookupError when none of its weeks is closed."""
    weeks = weeks_of(month)
    if not weeks:
        raise LookupError(month)
    frame = frame_of(weeks[-1])
    frame["month"] = frame["monday"].map(lambda monday: Week(monday).month)
    spans = {"month": month, "last_month": _months_before(month, 1), "year_ago": _months_before(month, 12)}
    by_metric = dict(list(frame[frame["month"].isin(spans.values())].groupby("metric")))
    owner = {metric.name: area.name for area in COUNTED for metric in area.metrics}
    lines: dict[tuple[str, int | None], dict[str, Any]] = {}
    for name, metric in METRICS.items():
        mine = by_metric.get(name)
        if mine is None:
            continue
        for key, line in _lines(metric, mine, weeks, spans).items():
            if seen.knows(owner[name], name, key):
                lines[name, key] = line
    return Told(month, weeks, lines)


def _lines(metric: Metric, mine: pandas.DataFrame, weeks: list[Week], spans: dict[str, str]) -> dict:
    company, stores = mine[mine["store"].isna()], mine[mine["store"].notna()]
    totals = {
        span: {**_total(metric, company, named, False), **_total(metric, stores, named, True)}
        for span, named in spans.items()
    }
    now = mine[mine["monday"].isin([one.monday for one in weeks])]
    values = {
        (_key(store), monday): value
        for store, monday, value in now[["store", "monday", "value"]].itertuples(index=False)
    }
    keys = dict.fromkeys(key for key, _ in values)
    return {
        key: {"weeks": [_plain(values.get((key, one.monday))) for one in weeks],
              **{span: found.get(key) for span, found in totals.items()}}
        for key in keys
    }  # fmt: skip


def _total(metric: Metric, rows: pandas.DataFrame, month: str, by_store: bool) -> dict[int | None, float | None]:
    """What the weeks of a month come to, as a week's report says it of the month's last week."""
    there = rows[rows["month"] == month]
    if there.empty:
        return {}
    found = to_date(metric, Week(there["monday"].max()), there, "month", by_store=by_store)
    return {_key(key): value for key, value in found.items()}


def _key(store: Any) -> int | None:
    return None if store is None or pandas.isna(store) else int(store)


def _plain(value: Any) -> float | None:
    return None if value is None or pandas.isna(value) else float(value)


def _months_before(month: str, months: int) -> str:
    year, number = int(month[:4]), int(month[5:])
    at = year * 12 + number - 1 - months
    return f"{date(at // 12, at % 12 + 1, 1):%Y-%m}"


def share(value: float | None, other: float | None) -> float | None:
    return None if value is None or not other else round((value - other) / abs(other), 6)
