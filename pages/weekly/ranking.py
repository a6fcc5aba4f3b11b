"""The stores of a week: ranked by the leading figures, and one store's row of figures."""

from typing import Any

from nicegui.element import Element

from models import house
from models.kit.declare.access import Who, may
from models.kit.declare.area import Metric
from models.kit.text import Text
from models.organization import Store
from models.weekly import COVER

from ..parts.pieces import card, empty, link, span, tag
from ..parts.session import ask, viewer
from ..parts.values import address
from .figures import change, light, number, opening
from .reading import Around, Told, read_told

TITLE = Text("门店排名", "Store ranking")
HOW_TO = Text("点表头换排序，点门店看它的全部指标", "Click a heading to rank by it, a store for all its figures")
RANK, STORE = Text("名次", "Rank"), Text("门店", "Store")
VALUE, LAST, AIM, CHANGE = Text("本周", "Week"), Text("上周", "Last"), Text("目标", "Target"), Text("环比", "Change")
MONTH, YEAR, STATE = Text("本月累计", "Month"), Text("本年累计", "Year"), Text("状态", "State")
FIGURE = Text("指标", "Figure")
NOTHING = Text("这一周没有分门店的数字", "No figure of this week is known by store")
ALL_STORES, OPEN_STORE = Text("全部门店", "All stores"), Text("门店资料", "The store's record")
PLACE = Text("第 {rank} 名", "No. {rank}")
LEADING = 8


def by_rank(figure: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """The stores of a figure, the best first; those without a value at the end."""
    return sorted(
        ((int(id), part) for id, part in figure["stores"].items()), key=lambda pair: pair[1]["rank"] or 10_000
    )


def leading(view: Told) -> list[str]:
    """Figures that most stores have: those of the cover first, then the others of the areas these come from."""
    known = {name: figure for name, figure in view.figures.items() if figure["stores"]}
    most = max((len(figure["stores"]) for figure in known.values()), default=0)
    widely = [name for name, figure in known.items() if 2 * len(figure["stores"]) >= most]
    first = [name for name in COVER if name in widely]
    home = (
        next((area for area in house().counted if any(metric.name == first[0] for metric in area.metrics)), None)
        if first
        else None
    )
    beside = [metric.name for metric in home.metrics if metric.name in widely] if home else []
    return list(dict.fromkeys([*first, *beside, *widely]))[:LEADING]


def store_table(stores: list[tuple[int, dict[str, Any]]], metric: Metric, view: Told, who: Who) -> None:
    """One figure's stores by rank."""
    with tag("div", "o-scroll w-tall"), tag("table", "o-table w-places"):
        with tag("tr"):
            for text, classes in (
                (RANK, "o-right"),
                (STORE, ""),
                (VALUE, "o-right"),
                (LAST, "o-right"),
                (AIM, "o-right"),
                (STATE, ""),
            ):
                tag("th", classes, text.say(who.lang))
        for id, part in stores:
            with tag("tr"):
                tag("td", "o-right", str(part["rank"] or "—"))
                with tag("td"):
                    link(view.stores.get(id, str(id)), f"/weekly/{view.week}/store/{id}")
                for name in ("value", "last", "target"):
                    tag("td", "o-right", number(part[name], metric, who))
                with tag("td"):
                    light(part, metric, who)


class RankingPart:
    def __init__(self, around: Around, _subject: Any, place: Element):
        self.around, self.place, self.by = around, place, ""

    async def fill(self) -> None:
        self.view = await ask(read_told, self.around.week, self.around.seen, viewer())
        self._draw()

    def _draw(self) -> None:
        who, names = viewer(), leading(self.view)
        self.place.clear()
        with self.place, card(TITLE.say(who.lang), HOW_TO.say(who.lang), flush=True):
            if not names:
                empty(NOTHING.say(who.lang), "storefront")
                return
            self._table(names, self.by if self.by in names else names[0], who)

    def _table(self, names: list[str], by: str, who: Who) -> None:
        known = self.view.figures
        stores = dict.fromkeys(id for name in [by, *names] for id, _ in by_rank(known[name]))
        with tag("div", "o-scroll"), tag("table", "o-table w-ranking"):
            with tag("tr"):
                tag("th", "w-stick", STORE.say(who.lang))
                for name in names:
                    self._head(name, name == by, who)
            for id in stores:
                with tag("tr").mark(f"store-{id}"):
                    with tag("td", "w-stick"):
                        link(self.view.stores.get(id, str(id)), f"/weekly/{self.view.week}/store/{id}")
                    for name in names:
                        with tag("td", "o-right w-by" if name == by else "o-right"):
                            cell(known[name]["stores"].get(str(id)), house().metrics[name], who)

    def _head(self, name: str, here: bool, who: Who) -> None:
        metric = house().metrics[name]
        with tag("th", "o-right w-by" if here else "o-right") as head:
            with tag("button", "w-open").mark("by-" + name) as made:
                span(("▾ " if here else "") + metric.label.say(who.lang))
            made.props["type"] = "button"
            made.on("click", lambda: self._choose(name), args=[])
            if metric.words is not None:
                tag("div", "o-means", metric.words.say(who.lang))
        head.props["aria-sort"] = "descending" if here else "none"

    def _choose(self, name: str) -> None:
        self.by = name
        self._draw()


def cell(part: dict[str, Any] | None, metric: Metric, who: Who) -> None:
    """A store's value with its place among the others."""
    if part is None or part["value"] is None:
        span("—", "o-faint")
        return
    span(number(part["value"], metric, who), "w-down" if part["light"] == "red" else "")
    if part["rank"]:
        tag("div", "o-faint", PLACE(rank=part["rank"]).say(who.lang))


class StorePart:
    """All figures of one store, area by area."""

    def __init__(self, around: Around, store: int, place: Element):
        self.around, self.store, self.place = around, store, place

    async def fill(self) -> None:
        who = viewer()
        view = await ask(self._read, who)
        self.place.clear()
        with self.place:
            with tag("div", "o-line"):
                tag("h2", "o-h2", view.stores.get(self.store, str(self.store)))
                tag("div", "o-gap")
                if may(who, "see", Store):
                    link(OPEN_STORE.say(who.lang), address(Store, self.store), "o-button o-small")
                if self.around.only_store is None:
                    back = f"/weekly/{self.around.week}/ranking"
                    link(ALL_STORES.say(who.lang), back, "o-button o-small", icon="arrow_back")
            by_area = [(area, rows) for area in view.report["areas"] if (rows := self._of(area))]
            if not by_area:
                with card():
                    empty(NOTHING.say(who.lang), "storefront")
            for area, rows in by_area:
                with card(house().area_named[area["name"]].label.say(who.lang), flush=True):
                    self._table(rows, view, who)

    def _read(self, who: Who) -> Told:
        known = read_told(self.around.week, self.around.seen, who).figures
        wanted = [(name, self.store) for name, figure in known.items() if str(self.store) in figure["stores"]]
        return read_told(self.around.week, self.around.seen, who, wanted)

    def _of(self, area: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        id = str(self.store)
        return [(figure, figure["stores"][id]) for figure in area["figures"] if id in figure["stores"]]

    def _table(self, rows: list[tuple[dict[str, Any], dict[str, Any]]], view: Told, who: Who) -> None:
        heads = (FIGURE, VALUE, LAST, CHANGE, AIM, RANK, MONTH, YEAR, STATE)
        with tag("div", "o-scroll"), tag("table", "o-table w-figures"):
            with tag("thead"), tag("tr"):
                for at, text in enumerate(heads):
                    tag("th", "o-right" if 0 < at < 8 else "", text.say(who.lang))
            with tag("tbody"):
                for figure, part in rows:
                    self._line(figure, part, view, heads[1:], who)

    def _line(self, figure: dict[str, Any], part: dict[str, Any], view: Told, heads: tuple, who: Who) -> None:
        metric = house().metrics[figure["metric"]]
        rank = (
            f"{part['rank']} / {len(figure['stores'])}"
            if part["rank"] and len(figure["stores"]) > 1
            else part["rank"] or "—"
        )
        cells = (
            lambda: opening(number(part["value"], metric, who), view.ways.get((metric.name, self.store)), "w-now"),
            lambda: span(number(part["last"], metric, who)),
            lambda: change(metric, part["value"], part["last"], who, part["light"]) or span("—", "o-faint"),
            lambda: span(number(part["target"], metric, who)),
            lambda: span(str(rank)),
            lambda: span(number(part["month"], metric, who)),
            lambda: span(number(part["year"], metric, who)),
            lambda: light(part, metric, who),
        )
        with tag("tr", "w-line"):
            with tag("td", "w-about") as about:
                about.props["data-label"] = ""
                tag("div", "w-name", metric.label.say(who.lang))
                if metric.words is not None:
                    tag("div", "o-means", metric.words.say(who.lang))
            for at, (label, draw_cell) in enumerate(zip(heads, cells, strict=True)):
                with tag("td", "o-right" if at < 7 else "") as made:
                    made.props["data-label"] = label.say(who.lang)
                    draw_cell()
