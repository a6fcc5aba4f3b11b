"""What each kind of block is told, asked in a thread as whoever looks; what isn't for that person is left out and counted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from exports.weeks.report import judged
from exports.weeks.series import by_store, series
from models import house
from models.design.boards import words as said_of
from models.design.boards.body import Block, Body
from models.design.boards.reading import Charted, Shut, Unshown, charted, listed
from models.design.boards.sound import action_of, form_row
from models.kit.ask.titles import titles_of
from models.kit.clock import Week, today, week_of
from models.kit.declare.access import Who, may
from models.kit.declare.area import Metric
from models.kit.declare.shortcuts import shortcuts
from models.kit.text import Text
from models.kit.week.rollup import last_whole
from models.kit.week.weekly import Figure, counts_seen, figures, may_see_figure, own_figures
from models.organization import Region, Store

from ..start_parts import areas_for, changes_of, figures_by_area, figures_of_store, pressing
from . import of_row, words

WEEKS = 12
PERSONAL = ("shortcuts", "figures")  # of somebody who has none nothing is kept from view


@dataclass(frozen=True)
class Card:
    """A figure of one week with what it is held against. own: it is that of the reader's store."""

    metric: Metric
    week: Week
    value: Any
    before: Any
    target: Any
    judged: dict[str, Any] | None
    own: bool


@dataclass(frozen=True)
class Lines:
    """Figures over the weeks, ready to be drawn."""

    x: list[str]
    series: list[tuple[Text, list[float | None]]]
    metrics: list[Metric]
    own: bool
    unseen: int
    target: float | None = None


@dataclass(frozen=True)
class Tiles:
    """Stores by region: (region, [(store id, name, value, where its rows are)])."""

    regions: list[tuple[str, list[tuple[int, str, float, str | None]]]]
    label: Text
    unit: str
    week: Week | None
    part: bool


@dataclass(frozen=True)
class Button:
    """One that this person may press. way: where it leads; action: what it does instead."""

    label: Text
    icon: str
    way: str | None
    action: Any = None


def shown_to(body: Body, who: Who) -> tuple[Body, int]:
    """The board with the blocks that are for this person, and how many are not."""
    ids = {block.id for block in body.blocks if is_for(block, who)}
    closed = [block for block in body.blocks if block.id not in ids and block.kind not in PERSONAL]
    return body.of(ids), len(closed)


def is_for(block: Block, who: Who) -> bool:
    """Whether there is anything in it for this person; asked before anything is counted."""
    said = block.settings
    if "record" in said:
        record = house().records.get(said["record"])
        return record is None or may(who, "see", record)  # what is gone is said where it stood
    if block.kind == "card":
        return said["figure"] not in house().metrics or _sees(said["figure"], who)
    if said.get("figures"):
        return _reads_any(said, who)
    if block.kind == "buttons":
        return bool(buttons_of(block, who))
    if block.kind == "figures":
        return _has_figures(said["area"], who)
    return block.kind != "shortcuts" or bool(shortcuts(house().areas, who))


def _has_figures(area: str, who: Who) -> bool:
    """Whether any figure of an area, of all of them, or of the own store is for this person."""
    mine = [each for each in house().counted if area in ("*", "own", each.name)]
    if area == "own":
        return any(counts_seen(metric, who) for each in mine for metric in each.metrics)
    return any(may_see_figure(who, each, metric) for each in mine for metric in each.metrics)


def _sees(name: str, who: Who) -> bool:
    metric = house().metrics[name]
    return may_see_figure(who, _area(name), metric) or counts_seen(metric, who)


def _reads_any(said: dict[str, Any], who: Who) -> bool:
    names = [name for name in said["figures"] if name in house().metrics]
    if said.get("draw") == "map":
        return not names or by_store(names[0], who) is not None
    return not names or bool(series(names, 1, who, said.get("store")).lines)


def _area(name: str) -> Any:
    return next(area for area in house().counted if any(metric.name == name for metric in area.metrics))


def read(block: Block, who: Who) -> Any:
    """What the block shows. Raises Unshown with the reason where it stays empty."""
    return READS[block.kind](block, who)


def read_all(block: Block, who: Who) -> Any:
    """The same, with the reason as an answer."""
    try:
        return read(block, who)
    except Unshown as why:
        return why


def card_of(block: Block, who: Who) -> Card:
    """Closed weeks as they were closed, or corrected; where none is, as it would be counted now."""
    name, closed = block.settings["figure"], block.says("week", "closed") == "closed"
    metric = house().metrics.get(name)
    if metric is None:
        raise Unshown(said_of.GONE(why=said_of.NO_FIGURE(name=name)))
    area, running = _area(name), week_of(today())
    if not metric.counts(running):
        raise Unshown(said_of.GONE(why=said_of.STOPPED(label=metric.label)))
    whole = may_see_figure(who, area, metric)
    held = figures(area, running, who=who, only=name) if whole else own_figures(area, running, who, only=name)
    if not held:
        raise Shut(said_of.UNSEEN_COLUMN)
    if not closed:
        return Card(metric, running, held[0].now, held[0].last, None, None, not whole)
    return _closed(metric, held[0], None if whole else who.store_id)


def _closed(metric: Metric, held: Figure, store: int | None) -> Card:
    week = last_whole(today())
    kept = judged(week).get(metric.name)
    kept = kept if kept is None or store is None else kept["stores"].get(str(store))
    if kept is None or kept["value"] is None:
        return Card(metric, week, held.last, held.before, held.target, None, store is not None)
    return Card(metric, week, kept["value"], kept["last"], kept["target"], kept, store is not None)


def chart_of(block: Block, who: Who) -> Any:
    said = block.settings
    if not said.get("figures"):
        chart = charted(said, who)
        return _tiles_of_rows(chart, said, who) if said["draw"] == "map" else chart
    if said["draw"] == "map":
        return _tiles_of_figure(said["figures"][0], who)
    weeks = series(said["figures"], block.says("weeks", WEEKS), who, said.get("store"))
    metrics = [house().metrics[name] for name in weeks.lines]
    if not metrics:
        raise Shut(said_of.UNSEEN_COLUMN)
    lines = [(metric.label, weeks.lines[metric.name]) for metric in metrics]
    target = None
    if said["draw"] == "gauge":
        kept = judged(weeks.weeks[-1]).get(metrics[0].name) or {}
        kept = kept if weeks.store is None else (kept.get("stores") or {}).get(str(weeks.store)) or {}
        target = said.get("goal") or kept.get("target")
    return Lines(
        [str(week) for week in weeks.weeks],
        lines,
        metrics,
        weeks.store not in (None, said.get("store")),
        weeks.unseen,
        target,
    )


def _tiles_of_figure(name: str, who: Who) -> Tiles:
    counted = by_store(name, who)
    if counted is None:
        raise Shut(said_of.UNSEEN_COLUMN)
    shown = {id: (value, None) for id, value in counted.values.items()}
    return Tiles(_by_region(shown, who), counted.metric.label, counted.metric.unit, counted.week, False)


def _tiles_of_rows(chart: Charted, said: dict[str, Any], who: Who) -> Tiles:
    """A map takes rows that are divided by store."""
    by = (said.get("by") or [{}])[0].get("field")
    link = house().records[said["record"]].links().get(by or "")
    if link is None or link.rel_model is not Store:
        raise Unshown(said_of.NO_AXIS)
    values = zip(chart.keys, chart.series[0][1], chart.ways, strict=True)
    shown = {int(id): (value, way) for id, value, way in values if id is not None and value is not None}
    label = Text(chart.label, chart.label)
    return Tiles(_by_region(shown, who), label, chart.kind, None, chart.part)


def _by_region(shown: dict[int, tuple[float, str | None]], who: Who) -> list[tuple[str, list[Any]]]:
    """The regions by name, their stores by name; names only as far as this person reads them."""
    stores = Store.rows_by_id(shown)
    regions = titles_of(Region, {row.region for row in stores.values() if row.region is not None}, who)
    names = titles_of(Store, set(stores), who)
    by_region: dict[str, list[Any]] = {}
    for id, (value, way) in shown.items():
        region = regions.get(stores[id].region, "") if id in stores else ""
        by_region.setdefault(region, []).append((id, names.get(id, f"#{id}"), value, way))
    ordered = sorted(by_region, key=lambda region: (not region, region))
    none = words.NO_REGION.say(who.lang)
    return [(region or none, sorted(by_region[region], key=lambda store: store[1])) for region in ordered]


def buttons_of(block: Block, who: Who) -> list[Button]:
    """Those of its buttons that this person may press."""
    made = (_button(said, who) for said in block.settings["buttons"])
    return [button for button in made if button is not None]


def _button(said: dict[str, Any], who: Who) -> Button | None:
    label = said.get("label")
    label = Text(label.get("zh") or label["en"], label.get("en") or label["zh"]) if label else None
    if said["do"] == "page":
        return Button(label or Text(said["path"], said["path"]), "arrow_forward", said["path"])
    record = house().records.get(said["record"])
    if record is None:
        return None
    if said["do"] == "new":
        way = f"/r/{record.key()}/new"
        return Button(label or record.sheet.label, "add", way) if may(who, "add", record) else None
    if said["do"] == "form":
        form = form_row(record, said["name"])
        called = label or (Text(form.name, form.name_en or form.name) if form else None)
        return Button(called, "dynamic_form", f"/form/{form.id}") if form is not None and form.open and called else None
    action = action_of(said)
    fits = action is not None and may(who, "see", record) and may(who, action.verb, record)
    return Button(label or action.label, action.icon, None, action) if fits else None


READS: dict[str, Callable[[Block, Who], Any]] = {
    "card": card_of,
    "figures": lambda block, who: figures_in(block, who),
    "chart": chart_of,
    "list": lambda block, who: listed(block.settings, who),
    "todos": lambda block, who: pressing(who, block.says("rows", 5)),
    "buttons": buttons_of,
    "shortcuts": lambda block, who: shortcuts(house().areas, who),
    "text": lambda block, who: None,
    "areas": lambda block, who: areas_for(who),
    "changes": lambda block, who: changes_of(who, block.says("rows", 8)),
    **of_row.READS,
}


def figures_in(block: Block, who: Who) -> tuple[list[tuple[Any, list[Figure]]], dict[str, Any], list[Figure]]:
    """By area, how the last week was judged, and those of the own store."""
    area = block.settings["area"]
    if area == "own":
        return [], {}, figures_of_store(who)
    by_area = figures_by_area(who, None if area == "*" else area)
    return by_area, judged(last_whole(today())) if by_area else {}, []


__all__ = ["Card", "Lines", "Tiles", "buttons_of", "is_for", "read", "read_all", "shown_to"]
