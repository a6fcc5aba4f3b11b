"""What papers of the weekly meeting are filled from: the closed week's figures, its stores, and the rows of shared views."""

from collections.abc import Sequence
from typing import Any

from exports.weekly.styles import figure
from exports.weeks.reader import for_reader, sight
from exports.weeks.report import report_of
from models import house
from models.design import DesignView, shared_views
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.text import Text
from models.kit.week.rollup import week_named
from models.organization import Store

from .filling import Said
from .plan import ANY, Place
from .records import NUMBER, NUMBERED, SPECIAL, ListSource, after, is_called, numbers, special
from .values import HIDDEN, column, path_of

WEEK, MONDAY, SUNDAY, REVISION = (
    Text("周", "Week"),
    Text("周一", "Monday"),
    Text("周日", "Sunday"),
    Text("版本", "Revision"),
)
OF_WEEK = {"week": WEEK, "monday": MONDAY, "sunday": SUNDAY, "revision": REVISION}
FIGURES, STORES = Text("指标", "Figures"), Text("门店", "Stores")
NAME, AREA, WORDS = Text("名称", "Name"), Text("板块", "Area"), Text("说明", "What it counts")
PARTS = {
    "value": Text("本周", "This week"),
    "last": Text("上周", "Last week"),
    "target": Text("目标", "Target"),
    "year_ago": Text("去年同周", "Year ago"),
    "mean4": Text("近四周平均", "Mean of 4 weeks"),
    "month": Text("本月", "Month"),
    "year": Text("本年", "Year"),
}


def _part(mark: str) -> str | None:
    return next((part for part, label in PARTS.items() if is_called(mark, label)), None)


class WeekScheme:
    """What a paper of the week may ask for."""

    def __init__(self, who: Who):
        self.who = who
        self.views = {f"view.{row.id}": row for row in DesignView.rows() if row.record_type in house().records}

    def find(self, mark: str, repeat: str = "") -> Place | None:
        if repeat and (place := self._within(repeat, mark)):
            return place
        for key, label in OF_WEEK.items():
            if is_called(mark, label):
                return Place("", (key,))
        if (place := special(mark)) or (place := self._figure(mark)):
            return place
        for key, label in self._repeats():
            rest = after(mark, label)
            if rest is not None and (place := self._within(key, rest)):
                return place
        return Place(repeat or ANY, (NUMBERED,)) if is_called(mark, NUMBER) else None

    def _figure(self, mark: str, ahead: tuple = (), repeat: str = "") -> Place | None:
        """会员数, 会员数.目标, and with its area before it where two are called alike."""
        for area in house().counted:
            rest = after(mark, area.label)
            for metric in area.metrics:
                for said in [mark] if rest is None else [mark, rest]:
                    if is_called(said, metric.label):
                        return Place(repeat, (*ahead, "figure", metric.name, "value"))
                    part = _part(after(said, metric.label) or "")
                    if part:
                        return Place(repeat, (*ahead, "figure", metric.name, part))
        return None

    def _within(self, repeat: str, mark: str) -> Place | None:
        if is_called(mark, NUMBER):
            return Place(repeat, (NUMBERED,))
        if repeat in self.views:
            path = path_of(house().records[self.views[repeat].record_type], mark)
            return Place(repeat, path) if path else None
        if repeat == "stores":
            path = path_of(Store, mark)
            return Place(repeat, path) if path else self._figure(mark, repeat=repeat)
        named = {"name": (NAME, FIGURES), "area": (AREA,), "words": (WORDS,)}
        part = next(
            (key for key, labels in named.items() if any(is_called(mark, label) for label in labels)), _part(mark)
        )
        return Place(repeat, ("part", part)) if part else None

    def _repeats(self) -> list[tuple[str, Text]]:
        areas = [(f"area.{area.name}", area.label) for area in house().counted]
        views = [(key, Text(row.name, row.name_en or row.name)) for key, row in self.views.items()]
        return [("figures", FIGURES), ("stores", STORES), *areas, *views]

    def repeated(self, name: str) -> str | None:
        return next((key for key, label in self._repeats() if is_called(name, label)), None)

    def label(self, repeat: str) -> str:
        return self.who.say(dict(self._repeats()).get(repeat, NUMBER))

    def names(self) -> list[str]:
        say, seen = self.who.say, sight(self.who)
        figures = [m.label for area in house().counted for m in area.metrics if seen.whole(area.name, m.name)]
        lines = [f"{say(FIGURES)}.{say(label)}" for label in (NAME, AREA, WORDS, *PARTS.values())]
        views = [row for row in self.views.values() if may(self.who, "see", house().records[row.record_type])]
        shown = [f"{row.name}.{say(item.label)}" for row in views for item in _columns(row)]
        parts = [f"{say(label)}.{say(PARTS['target'])}" for label in figures]
        return [
            *map(say, (*OF_WEEK.values(), *figures)),
            *lines,
            *shown,
            *parts,
            *(say(s) for s, _ in SPECIAL.values()),
        ]


def _columns(view: Any) -> list[Any]:
    return [item for item in house().records[view.record_type].facts().readable.values() if not item.secret]


class WeekSource:
    """A closed week as this reader may know it."""

    def __init__(self, week: str, who: Who):
        self.who, self.week, self.seen = who, week_named(week), sight(who)
        self.report = for_reader(report_of(self.week), self.seen)
        self.figures = {line["metric"]: line for area in self.report["areas"] for line in area["figures"]}
        self.area = {line["metric"]: area["name"] for area in self.report["areas"] for line in area["figures"]}
        ids = {int(id) for line in self.figures.values() for id in line["stores"]}
        self.stores = [row.id for row in Store.rows(order=Store.id) if row.id in ids]
        self.lists: dict[str, tuple[type[Record], ListSource] | None] = {}

    def once(self, path: tuple) -> Said:
        if path[0] == "special":
            return SPECIAL[path[1]][1](self.who)
        if path[0] == "figure":
            return self._figure(path[1], path[2])
        if path[0] == "revision":
            return Said(self.report["revision"], "count", str(self.report["revision"]))
        if path[0] in ("monday", "sunday"):
            day = getattr(self.week, path[0])
            return Said(day, "day", day.isoformat())
        return Said(text=str(self.week)) if path[0] == "week" else Said(1, "count", "1")

    def _figure(self, name: str, part: str, store: int | None = None) -> Said:
        line = self.figures.get(name)
        if line is not None and store is not None:
            line = line["stores"].get(str(store))
        elif line is not None and not self.seen.whole(self.area[name], name):
            line = None
        if line is None:
            # Of a store there is nothing where the figure isn't counted there; what isn't for the reader looks no other.
            return Said() if store is not None else Said(text=HIDDEN.say(self.who.lang))
        value = line.get(part)
        put = figure(value, house().metrics[name].unit)
        return Said(None if value is None else put.value, "number", put.shown, put.form)

    def _lines(self, repeat: str) -> list[str]:
        whole = [name for name in self.figures if self.seen.whole(self.area[name], name)]
        return whole if repeat == "figures" else [name for name in whole if f"area.{self.area[name]}" == repeat]

    def _view(self, repeat: str) -> tuple[type[Record], ListSource] | None:
        if repeat not in self.lists:
            row = DesignView.rows_by_id([int(repeat.partition(".")[2])]).popitem()[1]
            record = house().records[row.record_type]
            views = shared_views(record, self.who) if may(self.who, "see", record) else []
            view = next((view for view in views if view["id"] == row.id), None)
            taken = view is not None and not view["partly"] and may(self.who, "export", record)
            self.lists[repeat] = (record, ListSource(record, self.who, view, row.name)) if taken else None
        return self.lists[repeat]

    def count(self, repeat: str) -> int:
        if repeat == "stores":
            return len(self.stores)
        if repeat.startswith("view."):
            view = self._view(repeat)
            return view[1].count("rows") if view else 1
        return len(self._lines(repeat))

    def lines(self, repeat: str, path: tuple) -> Sequence[Said]:
        if path == (NUMBERED,):
            return numbers(self.count(repeat))
        if repeat.startswith("view."):
            view = self._view(repeat)
            return view[1].lines("rows", path) if view else [Said(text=HIDDEN.say(self.who.lang))]
        if repeat == "stores":
            return self._of_stores(path)
        return [self._of_figure(name, path[1]) for name in self._lines(repeat)]

    def _of_stores(self, path: tuple) -> list[Said]:
        if path[0] == "figure":
            return [self._figure(path[1], path[2], store) for store in self.stores]
        said = column(Store, self.stores, path, self.who)
        return [said.get(store, Said(text=HIDDEN.say(self.who.lang))) for store in self.stores]

    def _of_figure(self, name: str, part: str) -> Said:
        metric = house().metrics[name]
        if part == "name":
            return Said(text=self.who.say(metric.label))
        if part == "area":
            return Said(text=self.who.say(house().area_named[self.area[name]].label))
        if part == "words":
            return Said(text=self.who.say(metric.words) if metric.words else "")
        return self._figure(name, part)
