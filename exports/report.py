"""The report of a closed week: figures compared, what stands out, what was not handed in; kept with the week, cut to its reader."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from models.kit import database
from models.kit.access import Who, may, scope
from models.kit.area import Area, Metric
from models.kit.rollup import Values, WeekDifference, WeekRevision, newest
from models.kit.week import Week, today
from models.kit.weekly import may_see_figures
from models.organization import Store
from models.stores import StoreDay
from models.system import analysis
from models.weekly import COUNTED, METRICS

OFF_TARGET, RUNNING = 0.10, 2


def name_of(week: Week) -> str:
    """Under which name the report of a week is kept."""
    return f"week {week}"


def report_of(week: Week) -> dict[str, Any]:
    """The report as it was kept, when it is of the newest revision; else made now. Raises LookupError for an open week."""
    revision = newest(week)
    if revision is None:
        raise LookupError(str(week))
    kept = analysis(name_of(week))
    if kept is None or kept["revision"] != revision.revision:
        kept = _made(week, revision.id, database.address())
    return {**kept, **_head(week, revision)}


@lru_cache(maxsize=16)
def _made(week: Week, revision: int, _database: str) -> dict[str, Any]:
    """What a nightly revision comes to: made when somebody looks, for as long as that revision is the newest."""
    return make(week)


def make(week: Week, values: Values | None = None) -> dict[str, Any]:
    """The report without what a closing adds; `values` for a week that is about to be closed."""
    from .comparing import compare, frame_of  # pandas: only who compares weeks pays for it

    areas = compare(COUNTED, week, frame_of(week, values))
    gaps = missing(COUNTED, week)
    revision = newest(week)
    number = (revision.revision if revision else 0) + (values is not None)
    return {"week": str(week), "revision": number, "areas": areas, "missing": gaps, "alarms": alarms(areas, gaps)}


def _head(week: Week, revision: WeekRevision) -> dict[str, Any]:
    return {
        "revision": revision.revision, "made_at": f"{revision.made_at.isoformat()}Z", "by": revision.by,
        "reason": revision.reason, "monday": week.monday.isoformat(), "sunday": week.sunday.isoformat(),
        "differences": differences(revision),
    }  # fmt: skip


def differences(revision: WeekRevision) -> list[dict[str, Any]]:
    """What this revision changed, as it was stored with it."""
    found = WeekDifference.select().where(WeekDifference.revision == revision.id).order_by(WeekDifference.id)
    return [{"metric": one.metric, "store": one.store_id, "before": one.before, "after": one.after,
             "causes": json.loads(one.causes)} for one in found]  # fmt: skip


# What needs attention ---------------------------------------------------------------------------------------------------


def alarms(areas: list[dict[str, Any]], gaps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two weeks running worse, more than a tenth off target, a record on the wrong side, days that were not handed in."""
    found = []
    for area in areas:
        for one in area["figures"]:
            metric = METRICS[one["metric"]]
            found += [{"area": area["name"], "metric": metric.name, **alarm} for alarm in _of_figure(metric, one)]
    for gap in gaps:
        for place in gap["places"]:
            count = len(place["missing"])
            found.append({"area": gap["area"], "metric": gap["daily"], "store": place["store"], "kind": "missing",
                          "place": place["name"], "value": count, "aim": 0})  # fmt: skip
    return found


def _of_figure(metric: Metric, one: dict[str, Any]) -> list[dict[str, Any]]:
    """The company's alarm, the gravest only, and the stores' that missed a target of their own."""
    found = []
    if one["value"] is not None:
        kind = _kind(metric, one)
        if kind:
            aim = one["target"] if kind == "target" else one["last"]
            found.append({"store": None, "kind": kind, "value": one["value"], "aim": aim})
    for id, mine in one["stores"].items():
        if _off(metric, mine["value"], mine["target"]):
            found.append({"store": int(id), "kind": "target", "value": mine["value"], "aim": mine["target"]})
    return found


def _kind(metric: Metric, one: dict[str, Any]) -> str | None:
    if _off(metric, one["value"], one["target"]):
        return "target"
    bad_side = "low" if metric.better == "higher" else "high"
    if one["record"] == bad_side:
        return bad_side
    return "worse" if one["worse"] >= RUNNING else None


def _off(metric: Metric, value: float | None, target: float | None) -> bool:
    """More than a tenth on the wrong side of the target; of a target of none, anything on the wrong side."""
    if value is None or target is None:
        return False
    short = target - value if metric.better == "higher" else value - target
    return short > abs(target) * OFF_TARGET


def missing(areas: list[Area], week: Week) -> list[dict[str, Any]]:
    """What was to be handed in daily and is not there, place by place."""
    last = min(week.sunday, today() - timedelta(days=1))
    found = []
    for area in areas:
        for daily in area.dailies:
            gaps = daily.missing(week, last)
            found.append({
                "area": area.name, "daily": daily.name, "days": [one.isoformat() for one in week.days],
                "expected": len(daily.places(last)), "places": _places(daily, gaps),
            })  # fmt: skip
    return found


def _places(daily: Any, gaps: dict[int, list]) -> list[dict[str, Any]]:
    place = daily.record.links()[daily.place].rel_model
    rows = place.rows_by_id(gaps)
    title = place.sheet.title
    return [
        {"id": id, "name": getattr(rows[id], title), "store": id if place is Store else getattr(rows[id], "store", None),
         "missing": [day.isoformat() for day in days]}
        for id, days in sorted(gaps.items()) if id in rows
    ]  # fmt: skip


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
    areas = frozenset(area.name for area in COUNTED if may_see_figures(who, area))
    if not may(who, "see", StoreDay) or scope(who, StoreDay) is None:
        return Sight(areas, None)
    mine = scope(who, Store) if may(who, "see", Store) else Store.id.is_null()
    stores = Store.select(Store.id) if mine is None else Store.select(Store.id).where(mine)
    ids = frozenset(id for (id,) in stores.tuples())
    return Sight(areas, ids, frozenset(_readable(who)))


def _readable(who: Who) -> Iterator[str]:
    """Figures (and what is handed in daily) all of whose record types this person may see."""
    for area in COUNTED:
        for metric in area.metrics:
            if all(may(who, "see", record) for record in metric.records or area.records):
                yield metric.name
        yield from (daily.name for daily in area.dailies if may(who, "see", daily.record))


def for_reader(told: dict[str, Any], seen: Sight) -> dict[str, Any]:
    """The report as this reader may know it; of areas not seen in whole only the parts of the own stores are left."""
    owner = {one["metric"]: area["name"] for area in told["areas"] for one in area["figures"]}
    areas = [_for_reader(area, seen) for area in told["areas"]]
    return {
        **told,
        "areas": [area for area in areas if area["figures"]],
        "alarms": [one for one in told["alarms"] if seen.knows(one["area"], one["metric"], one["store"])],
        "differences": [
            one if owner.get(one["metric"]) in seen.areas else {**one, "causes": _own(one["causes"], seen)}
            for one in told["differences"]
            if seen.knows(owner.get(one["metric"], ""), one["metric"], one["store"])
        ],
        "missing": [gap for gap in (_gap_for(gap, seen) for gap in told["missing"]) if gap["expected"]],
    }


def _own(causes: list[dict[str, Any]], seen: Sight) -> list[dict[str, Any]]:
    """Causes name rows: of other stores, and of nobody knows which, they are not told."""
    return [one for one in causes if one["store"] in (seen.stores or ())]


def _gap_for(gap: dict[str, Any], seen: Sight) -> dict[str, Any]:
    """Whoever sees only some stores is told of these, and not how many there are."""
    if gap["area"] in seen.areas:
        return gap
    mine = [one for one in gap["places"] if seen.knows(gap["area"], gap["daily"], one["store"])]
    return {**gap, "places": mine, "expected": len(mine)}


HIDDEN = dict.fromkeys(
    ("value", "last", "target", "year_ago", "mean4", "month", "year", "change", "to_target", "record")
)


def _for_reader(area: dict[str, Any], seen: Sight) -> dict[str, Any]:
    if area["name"] in seen.areas:
        return area
    kept = []
    for one in area["figures"]:
        mine = {id: part for id, part in one["stores"].items() if seen.knows("", one["metric"], int(id))}
        if mine:
            kept.append(
                {**one, **HIDDEN, "light": "none", "worse": 0, "trend": [], "each": None, "stores": mine, "regions": {}}
            )
    return {**area, "figures": kept}
