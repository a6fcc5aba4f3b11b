"""The report of a closed week: figures compared, what stands out, what was not handed in; kept with the week."""

import json
from datetime import timedelta
from functools import lru_cache
from typing import Any

from peewee import fn

from models import house
from models.kit.clock import Week, today
from models.kit.declare.area import Area, Metric
from models.kit.server import database
from models.kit.week.rollup import Values, WeekDifference, WeekRevision, newest
from models.organization import Store
from models.system import analysis

RUNNING, MANY = 2, 3  # weeks running worse; more stores than that are one matter
FORM = 2  # of the kept report: one of another form is made anew


def name_of(week: Week) -> str:
    """Under which name the report of a week is kept."""
    return f"week {week}"


def report_of(week: Week) -> dict[str, Any]:
    """The report as it was kept, when it is of the newest revision; else made now. Raises LookupError for an open week."""
    revision = newest(week)
    if revision is None:
        raise LookupError(str(week))
    kept = _kept(week, revision) or _made(week, revision.id, latest(week), database.address(), house().number)
    if "chain" not in kept:  # kept before weeks were explained
        kept = {**kept, "chain": _chain(week, revision.id, database.address())}
    return {**_of_this_house(kept), **_head(week, revision)}


@lru_cache(maxsize=16)
def _chain(week: Week, _revision: int, _database: str) -> dict[str, Any] | None:
    from .chain import chain_of

    areas = (_kept(week, newest(week)) or {"areas": []})["areas"]
    return chain_of(week, areas)


def _of_this_house(kept: dict[str, Any]) -> dict[str, Any]:
    """Without figures that nobody declares any more: the week keeps them, but nothing says what they are."""
    known, areas = house().metrics.keys() | house().dailies.keys(), house().area_named
    return {
        **kept,
        "areas": [
            {**area, "figures": [figure for figure in area["figures"] if figure["metric"] in known]}
            for area in kept["areas"]
            if area["name"] in areas
        ],
        "alarms": [alarm for alarm in kept["alarms"] if alarm["metric"] in known],
    }


def judged(week: Week) -> dict[str, dict[str, Any]]:
    """By figure what the kept report of a week says of the company; nothing where there is none, as making one takes a while."""
    revision = newest(week)
    kept = _kept(week, revision) if revision else None
    return {figure["metric"]: figure for area in (kept or {"areas": []})["areas"] for figure in area["figures"]}


def _kept(week: Week, revision: WeekRevision) -> dict[str, Any] | None:
    """The report as it was kept, when nothing it tells of was revised since."""
    kept = analysis(name_of(week))
    stands = (
        kept and (kept.get("form"), kept["revision"]) == (FORM, revision.revision) and kept["latest"] == latest(week)
    )
    return kept if stands else None


@lru_cache(maxsize=16)
def _made(week: Week, revision: int, _latest: int, _database: str, _house: int) -> dict[str, Any]:
    """What a nightly revision comes to: made when somebody looks, for as long as that revision is the newest."""
    return make(week)


def latest(week: Week) -> int:
    """The newest revision of this or an earlier week, whose months and years the report tells of."""
    earlier = WeekRevision.select(fn.MAX(WeekRevision.id)).where(WeekRevision.week <= str(week))
    return earlier.scalar() or 0


def make(week: Week, fresh: dict[Week, Values] | None = None) -> dict[str, Any]:
    """The report without what a closing adds; `fresh`: this week, and earlier ones, that are about to be closed."""
    from .chain import chain_of
    from .comparing import compare, frame_of  # pandas: only who compares weeks pays for it

    areas = compare(house().counted, week, frame_of(week, fresh), fresh)
    gaps = missing(house().counted, week)
    revision = newest(week)
    number = (revision.revision if revision else 0) + (week in (fresh or {}))
    return {
        "form": FORM,
        "week": str(week),
        "revision": number,
        "latest": latest(week),
        "areas": areas,
        "missing": gaps,
        "alarms": alarms(areas, gaps),
        "chain": chain_of(week, areas),
    }


def _head(week: Week, revision: WeekRevision) -> dict[str, Any]:
    return {
        "revision": revision.revision,
        "made_at": f"{revision.made_at.isoformat()}Z",
        "by": revision.by,
        "reason": revision.reason,
        "monday": week.monday.isoformat(),
        "sunday": week.sunday.isoformat(),
        "differences": differences(revision),
    }


def differences(revision: WeekRevision) -> list[dict[str, Any]]:
    """What this revision changed, as it was stored with it."""
    rows = WeekDifference.select().where(WeekDifference.revision == revision.id).order_by(WeekDifference.id)
    return [
        {
            "metric": row.metric,
            "store": row.store_id,
            "before": row.before,
            "after": row.after,
            "causes": json.loads(row.causes),
        }
        for row in rows
    ]


# What needs attention ---------------------------------------------------------------------------------------------------


def alarms(areas: list[dict[str, Any]], gaps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is off its target or outside its usual range, and days that were not handed in; what is so in many stores is one
    matter, and names them."""
    alarms = []
    for area in areas:
        for figure in area["figures"]:
            metric = house().metrics[figure["metric"]]
            alarms += [{"area": area["name"], "metric": metric.name, **alarm} for alarm in _of_figure(metric, figure)]
    for gap in gaps:
        lacking = [
            {"store": place["store"], "place": place["name"], "value": len(place["missing"]), "aim": 0}
            for place in gap["places"]
        ]
        if len(lacking) > MANY:
            days = sum(lack["value"] for lack in lacking)
            lacking = [{"store": None, "value": days, "aim": 0, "stores": lacking}]
        alarms += [{"area": gap["area"], "metric": gap["daily"], "kind": "missing", **lack} for lack in lacking]
    return alarms


def _of_figure(metric: Metric, figure: dict[str, Any]) -> list[dict[str, Any]]:
    """The company's alarm, the gravest only, and the stores' that missed a target of their own."""
    if not metric.marks:
        return []
    kind = _kind(metric, figure)
    aim = figure["target"] if figure["basis"] == "target" else figure["low" if metric.better == "higher" else "high"]
    company = {"store": None, "kind": kind, "value": figure["value"], "aim": aim}
    missed = [
        {"store": int(id), "value": mine["value"], "aim": mine["target"]}
        for id, mine in figure["stores"].items()
        if mine["basis"] == "target" and mine["light"] == "red"
    ]
    if len(missed) > MANY:
        return [{**company, "kind": kind or "stores", "stores": missed}]
    return [*([company] if kind else []), *({"kind": "target", **mine} for mine in missed)]


def _kind(metric: Metric, figure: dict[str, Any]) -> str | None:
    """Nothing is marked that its light doesn't say."""
    if figure["basis"] == "target":
        return "target" if figure["light"] == "red" else None
    if figure["light"] == "red":
        bad = "low" if metric.better == "higher" else "high"
        return bad if figure["record"] == bad else "usual"
    return "worse" if figure["light"] == "amber" and figure["worse"] >= RUNNING else None


def missing(areas: list[Area], week: Week) -> list[dict[str, Any]]:
    """What was to be handed in daily and is not there, place by place."""
    last = min(week.sunday, today() - timedelta(days=1))
    lacking = []
    for area in areas:
        for daily in area.dailies:
            gaps = daily.missing(week, last)
            lacking.append(
                {
                    "area": area.name,
                    "daily": daily.name,
                    "days": [day.isoformat() for day in week.days],
                    "expected": len(daily.places(last)),
                    "places": _places(daily, gaps),
                }
            )
    return lacking


def _places(daily: Any, gaps: dict[int, list]) -> list[dict[str, Any]]:
    place = daily.record.links()[daily.place].rel_model
    rows = place.rows_by_id(gaps)
    title = place.sheet.title
    return [
        {
            "id": id,
            "name": getattr(rows[id], title),
            "store": id if place is Store else getattr(rows[id], "store", None),
            "missing": [day.isoformat() for day in days],
        }
        for id, days in sorted(gaps.items())
        if id in rows
    ]
