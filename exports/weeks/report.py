"""The report of a closed week: figures compared, what stands out, what was not handed in; kept with the week, cut to its reader."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from peewee import fn

from models import house
from models.kit.clock import Week, today
from models.kit.declare.access import Who, may, scope
from models.kit.declare.area import Area, Metric
from models.kit.server import database
from models.kit.week.rollup import Values, WeekDifference, WeekRevision, newest
from models.kit.week.weekly import may_see_figures
from models.organization import Store
from models.stores import StoreDay
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
    return {**kept, **_head(week, revision)}


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


# Who reads it -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sight:
    """What somebody may read of a week: these areas in whole; and of these stores (None: all) the parts of these figures."""

    areas: frozenset[str]
    stores: frozenset[int] | None
    figures: frozenset[str] = frozenset()

    @property
    def nothing(self) -> bool:
        return not self.areas and not (self.stores and self.figures)

    def knows(self, area: str, metric: str, store: int | None) -> bool:
        own = store is not None and store in (self.stores or ()) and metric in self.figures
        return area in self.areas or own


def sight(who: Who) -> Sight:
    """Whole areas for those who see all their rows; who is kept to stores or a region reads these stores' parts."""
    areas = frozenset(area.name for area in house().counted if may_see_figures(who, area))
    if not may(who, "see", StoreDay) or scope(who, StoreDay) is None:
        return Sight(areas, None)
    mine = scope(who, Store) if may(who, "see", Store) else Store.id.is_null()
    stores = Store.select(Store.id) if mine is None else Store.select(Store.id).where(mine)
    ids = frozenset(id for (id,) in stores.tuples())
    return Sight(areas, ids, frozenset(_readable(who)))


def _readable(who: Who) -> Iterator[str]:
    """Figures (and what is handed in daily) all of whose record types this person may see."""
    for area in house().counted:
        for metric in area.metrics:
            if all(may(who, "see", record) for record in metric.records or area.records):
                yield metric.name
        yield from (daily.name for daily in area.dailies if may(who, "see", daily.record))


def for_reader(report: dict[str, Any], seen: Sight) -> dict[str, Any]:
    """The report as this reader may know it; of areas not seen in whole only the parts of the own stores are left."""
    owner = {figure["metric"]: area["name"] for area in report["areas"] for figure in area["figures"]}
    areas = [_for_reader(area, seen) for area in report["areas"]]
    return {
        **report,
        "areas": [area for area in areas if area["figures"]],
        "alarms": [part for alarm in report["alarms"] for part in _alarm_for(alarm, seen)],
        "differences": [
            difference
            if owner.get(difference["metric"]) in seen.areas
            else {**difference, "causes": _own(difference["causes"], seen)}
            for difference in report["differences"]
            if seen.knows(owner.get(difference["metric"], ""), difference["metric"], difference["store"])
        ],
        "missing": [gap for gap in (_gap_for(gap, seen) for gap in report["missing"]) if gap["expected"]],
    }


def _alarm_for(alarm: dict[str, Any], seen: Sight) -> list[dict[str, Any]]:
    """What many stores have in common is told to who sees only some of them store by store."""
    if seen.knows(alarm["area"], alarm["metric"], alarm["store"]):
        return [alarm]
    kind = "target" if alarm["kind"] != "missing" else "missing"
    parts = [{**alarm, "kind": kind, **place, "stores": []} for place in alarm.get("stores", ())]
    return [part for part in parts if seen.knows(part["area"], part["metric"], part["store"])]


def _own(causes: list[dict[str, Any]], seen: Sight) -> list[dict[str, Any]]:
    """Causes name rows: of other stores, and of nobody knows which, they are not told."""
    return [cause for cause in causes if cause["store"] in (seen.stores or ())]


def _gap_for(gap: dict[str, Any], seen: Sight) -> dict[str, Any]:
    """Whoever sees only some stores is told of these, and not how many there are."""
    if gap["area"] in seen.areas:
        return gap
    mine = [place for place in gap["places"] if seen.knows(gap["area"], gap["daily"], place["store"])]
    return {**gap, "places": mine, "expected": len(mine)}


HIDDEN = dict.fromkeys(
    (
        "value",
        "last",
        "target",
        "year_ago",
        "mean4",
        "month",
        "year",
        "change",
        "to_target",
        "record",
        "basis",
        "low",
        "high",
    )
)


def _known(figure: dict[str, Any]) -> dict[str, Any]:
    """Without the months and years that ended, which only some weeks tell of."""
    return {name: value for name, value in figure.items() if not name.endswith("_ended")}


def _for_reader(area: dict[str, Any], seen: Sight) -> dict[str, Any]:
    if area["name"] in seen.areas:
        return area
    kept = []
    for figure in area["figures"]:
        mine = {
            id: {**part, "rank": None}  # a place among the others tells of the others
            for id, part in figure["stores"].items()
            if seen.knows("", figure["metric"], int(id))
        }
        if mine:
            kept.append(
                {
                    **_known(figure),
                    **HIDDEN,
                    "light": "none",
                    "worse": 0,
                    "trend": [],
                    "each": None,
                    "stores": mine,
                    "regions": {},
                }
            )
    return {**area, "figures": kept}
