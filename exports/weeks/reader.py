"""Who reads a closed week: which areas and figures in whole, of which stores the parts, and the report cut to that."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from models import house
from models.kit.declare.access import Who, may, scope
from models.kit.week.weekly import may_see_figure, may_see_figures, sees_parts_of
from models.organization import Store
from models.stores import StoreDay

CHAIN = "store_sales"  # the figure that the week's causes explain


@dataclass(frozen=True)
class Sight:
    """What somebody may read of a week: these areas in whole; and of these stores (None: all) the parts of these figures.

    shut: figures of such areas that are not for this person; opened: figures of the areas `further` that are.
    """

    areas: frozenset[str]
    stores: frozenset[int] | None
    figures: frozenset[str] = frozenset()
    shut: frozenset[str] = frozenset()
    opened: frozenset[str] = frozenset()
    further: frozenset[str] = frozenset()

    @property
    def nothing(self) -> bool:
        return not self.shown and not (self.stores and self.figures)

    @property
    def shown(self) -> frozenset[str]:
        """The areas of which there is a figure to read for the company."""
        return self.areas | self.further

    @property
    def only(self) -> int | None:
        """The one store somebody is kept to, who reads no area in whole."""
        return None if self.areas or self.stores is None or len(self.stores) != 1 else next(iter(self.stores))

    def whole(self, area: str, metric: str) -> bool:
        """Whether all that a figure comes to is for this person."""
        return (area in self.areas and metric not in self.shut) or metric in self.opened

    def knows(self, area: str, metric: str, store: int | None) -> bool:
        own = store is not None and store in (self.stores or ()) and metric in self.figures
        return self.whole(area, metric) or own


def sight(who: Who) -> Sight:
    """Whole areas for those who see all their rows; who is kept to stores or a region reads these stores' parts."""
    areas = frozenset(area.name for area in house().counted if may_see_figures(who, area))
    by_itself = [(area, metric) for area in house().counted for metric in area.metrics if metric.readers != "area"]
    seen = {metric.name for area, metric in by_itself if may_see_figure(who, area, metric)}
    shut = frozenset(metric.name for area, metric in by_itself if area.name in areas and metric.name not in seen)
    beyond = [(area, metric) for area, metric in by_itself if area.name not in areas and metric.name in seen]
    opened, further = frozenset(metric.name for _, metric in beyond), frozenset(area.name for area, _ in beyond)
    if not may(who, "see", StoreDay) or scope(who, StoreDay) is None:
        return Sight(areas, None, frozenset(), shut, opened, further)
    mine = scope(who, Store) if may(who, "see", Store) else Store.id.is_null()
    stores = Store.select(Store.id) if mine is None else Store.select(Store.id).where(mine)
    ids = frozenset(id for (id,) in stores.tuples())
    return Sight(areas, ids, frozenset(_readable(who)), shut, opened, further)


def hands_out(seen: Sight) -> bool:
    """Whether somebody has pages of several stores to give to their managers: who reads the area in whole, or a region's."""
    return "stores" in seen.areas or (seen.stores is not None and len(seen.stores) > 1)


def kept_to(who: Who, stores: Iterable[int]) -> Sight:
    """What somebody would read who is kept to these stores, and no more than this person reads of them."""
    seen = sight(who)
    owner = {metric.name: area.name for area in house().counted for metric in area.metrics}
    owner |= {daily.name: area.name for area in house().counted for daily in area.dailies}
    mine = frozenset(name for name in _readable(who) if seen.whole(owner[name], name) or name in seen.figures)
    ids = frozenset(id for id in stores if seen.stores is None or id in seen.stores)
    return Sight(frozenset(), ids, mine)


def _readable(who: Who) -> Iterator[str]:
    """Figures (and what is handed in daily) all of whose record types this person may see."""
    for area in house().counted:
        for metric in area.metrics:
            seen = all(may(who, "see", record) for record in metric.records or area.records)
            if seen and (metric.readers != "rows" or sees_parts_of(who, area, metric)):
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
            if seen.whole(owner.get(difference["metric"], ""), difference["metric"])
            and difference["metric"] not in seen.opened
            else {**difference, "causes": _own(difference["causes"], seen)}
            for difference in report["differences"]
            if seen.knows(owner.get(difference["metric"], ""), difference["metric"], difference["store"])
        ],
        "missing": [gap for gap in (_gap_for(gap, seen) for gap in report["missing"]) if gap["expected"]],
        "chain": _chain_for(report.get("chain"), seen),
    }


def _chain_for(chain: dict[str, Any] | None, seen: Sight) -> dict[str, Any] | None:
    """What explains the sales, of the stores this reader reads; `whole` where these are all and what is of none of them, too."""
    if chain is None:
        return None
    whole = seen.whole("stores", CHAIN)
    stores = {id: part for id, part in chain["stores"].items() if seen.knows("stores", CHAIN, int(id))}
    return {**chain, "whole": whole, "unshared": chain["unshared"] if whole else "0", "stores": stores}


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
    kept = [
        figure if seen.whole(area["name"], figure["metric"]) else _parts(figure, seen) for figure in area["figures"]
    ]
    return {**area, "figures": [figure for figure in kept if figure]}


def _parts(figure: dict[str, Any], seen: Sight) -> dict[str, Any] | None:
    """Of a figure that isn't seen in whole what the own stores are told; None where that is nothing."""
    mine = {
        id: {**part, "rank": None}  # a place among the others tells of the others
        for id, part in figure["stores"].items()
        if seen.knows("", figure["metric"], int(id))
    }
    if not mine:
        return None
    nothing = {"light": "none", "worse": 0, "trend": [], "each": None, "stores": mine, "regions": {}}
    return {**_known(figure), **HIDDEN, **nothing}
