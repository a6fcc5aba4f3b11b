"""An area's week: every figure against all it is held against, its way over the weeks, its stores, and what was said of it."""

from typing import Any

from nicegui.element import Element

from exports.weeks.judging import KEY, NOT_KEPT
from models import house
from models.kit.declare.access import Who
from models.kit.declare.area import Area, Chart, Metric
from models.kit.text import Text

from ..parts.charts import draw
from ..parts.pieces import card, empty, span, tag
from ..parts.session import ask, viewer
from .figures import change, light, number, off, opening
from .notes import NotesCard, read_notes
from .ranking import by_rank, store_table
from .reading import Around, Told, read_told

FIGURES = Text("指标", "Figures")
HOW_TO = Text("点数字看明细，点一行看走势和门店", "Click a number for its rows, a line for its trend and stores")
TREND = Text("最近 13 周", "The last 13 weeks")
STORES, REGIONS = Text("门店", "Stores"), Text("区域", "Regions")
REGION, VALUE, BEFORE, AIM = Text("区域", "Region"), Text("本周", "Week"), Text("上周", "Last"), Text("目标", "Target")
NAME, YEAR_AGO, STATE = Text("名称", "Name"), Text("去年同周", "Year ago"), Text("状态", "State")
ONLY_NOW = Text("这项指标说的是统计当时的情况，往后每周积累", "This figure says how things stood when it was counted")
UNSEEN = Text("{n} 行不显示给你", "{n} rows aren't shown to you")
NOTHING = Text("这个板块这一周没有数字", "This area has no figures this week")
MONTH, YEAR = Text("本月累计", "Month to date"), Text("本年累计", "Year to date")
TO_DATE = {MONTH: "month", YEAR: "year"}
ENDED = Text("{name} 整段 {value}", "{name} in whole {value}")
HEADS = (
    (FIGURES, ""),
    (VALUE, "o-right"),
    (BEFORE, "o-right"),
    (Text("环比", "Change"), "o-right"),
    (YEAR_AGO, "o-right"),
    (AIM, "o-right"),
    (Text("与目标差", "To target"), "o-right"),
    (Text("四周均值", "4-week mean"), "o-right"),
    (MONTH, "o-right"),
    (YEAR, "o-right"),
    (STATE, ""),
)


class AreaPart:
    def __init__(self, around: Around, name: str, place: Element):
        self.around, self.area, self.place = around, house().area_named[name], place
        self.opened: dict[str, Element] = {}

    async def fill(self) -> None:
        who = viewer()
        self.view, notes = await ask(read, self.around, self.area, who)
        self.place.clear()
        with self.place:
            with card(FIGURES.say(who.lang), HOW_TO.say(who.lang), flush=True):
                figures = self.view.area(self.area.name)
                if figures:
                    tag("div", "o-faint o-note", KEY.say(who.lang))
                self._table(figures, who) if figures else empty(NOTHING.say(who.lang), "insights")
            if notes is not None:
                NotesCard(self.around.week, self.area, notes)

    def _table(self, figures: list[dict[str, Any]], who: Who) -> None:
        with tag("div", "o-scroll"), tag("table", "o-table w-figures"):
            with tag("thead"), tag("tr"):
                for text, classes in HEADS:
                    with tag("th", classes):
                        self._head(text, who)
            with tag("tbody"):
                for figure in figures:
                    self._line(figure, house().metrics[figure["metric"]], who)

    def _line(self, figure: dict[str, Any], metric: Metric, who: Who) -> None:
        with tag("tr", "w-line").mark("line-" + metric.name) as line:
            with tag("td", "w-about") as about:
                about.props["data-label"] = ""
                with tag("button", "w-open").mark("open-" + metric.name) as opener:
                    span(metric.label.say(who.lang))
                opener.props["type"], opener.props["aria-expanded"] = "button", "false"
                if metric.words is not None:
                    tag("div", "o-means", metric.words.say(who.lang))
            cells = (
                lambda: self._value(figure, metric, who),
                lambda: span(number(figure["last"], metric, who)),
                lambda: change(metric, figure["value"], figure["last"], who, figure["light"]) or span("—", "o-faint"),
                lambda: span(number(figure["year_ago"], metric, who)),
                lambda: span(number(figure["target"], metric, who)),
                lambda: span(off(figure, metric, who)),
                lambda: span(number(figure["mean4"], metric, who)),
                lambda: self._to_date(figure, "month", metric, who),
                lambda: self._to_date(figure, "year", metric, who),
                lambda: light(figure, metric, who),
            )
            for (label, classes), draw_cell in zip(HEADS[1:], cells, strict=True):
                with tag("td", classes) as cell:
                    cell.props["data-label"] = label.say(who.lang)
                    draw_cell()
        with tag("tr", "w-more-line") as more, tag("td") as inside:
            inside.props["colspan"], inside.props["data-label"] = len(HEADS), ""
        more.set_visibility(False)
        line.on("click", lambda: self._open(figure, metric, opener, more, inside), args=[])

    def _value(self, figure: dict[str, Any], metric: Metric, who: Who) -> None:
        """The number; where nobody could count it any more, that."""
        opening(number(figure["value"], metric, who), self.view.ways.get((metric.name, None)), "w-now")
        if figure["value"] is None and metric.is_standing:
            tag("div", "o-faint", NOT_KEPT.say(who.lang))
        if hidden := self.view.unseen.get(metric.name):
            tag("div", "o-faint", UNSEEN(n=hidden).say(who.lang))

    def _to_date(self, figure: dict[str, Any], of: str, metric: Metric, who: Who) -> None:
        """So far; where a month or a year ended in the week, below it what that came to in whole."""
        span(number(figure[of], metric, who))
        ended = self.around.week.ended(of)
        if ended and figure.get(f"{of}_ended") is not None:
            name = f"{ended.last:%Y-%m}" if of == "month" else f"{ended.last:%Y}"
            tag("div", "o-faint", ENDED(name=name, value=number(figure[f"{of}_ended"], metric, who)).say(who.lang))

    def _head(self, text: Text, who: Who) -> None:
        """The heading; of what is to date also the days."""
        span(text.say(who.lang))
        of = TO_DATE.get(text)
        if of:
            days = self.around.week.to_date(of)
            tag("div", "o-faint", f"{days.first:%m-%d}–{days.last:%m-%d}")

    def _open(self, figure: dict[str, Any], metric: Metric, opener: Element, more: Element, inside: Element) -> None:
        """The trend below the line; drawn when it is first asked for."""
        shown = not more.visible
        more.set_visibility(shown)
        opener.props["aria-expanded"] = "true" if shown else "false"
        if shown and metric.name not in self.opened:
            self.opened[metric.name] = inside
            with inside:
                detail(figure, metric, self.view, viewer())


def read(around: Around, area: Area, who: Who) -> tuple[Told, Any]:
    wanted = [(metric.name, None) for metric in area.metrics]
    view = read_told(around.week, around.seen, who, wanted)
    whole = area.name in around.seen.areas  # who is shown a public figure alone is told nothing of the meeting
    return view, read_notes(around.week, area, who) if whole else None


def detail(figure: dict[str, Any], metric: Metric, view: Told, who: Who) -> None:
    """Thirteen weeks as a line; the stores by rank and the regions beside it."""
    with tag("div", "w-detail").classes("" if figure["stores"] else "w-alone"):
        with tag("div"):
            tag("h3", "o-h3", f"{metric.label.say(who.lang)} · {TREND.say(who.lang)}")
            known = [value for _, value in figure["trend"] if value is not None]
            if len(known) < 2:
                tag("div", "o-faint", ONLY_NOW.say(who.lang))
            else:
                draw(Chart(lambda _: None, metric.zh, metric.en, unit=metric.unit), trend_of(figure, metric), who)
        if figure["stores"]:
            with tag("div"):
                tag("h3", "o-h3", STORES.say(who.lang))
                store_table(by_rank(figure), metric, view, who)
        if figure["each"] and figure["each"]["rows"]:
            with tag("div"):
                tag("h3", "o-h3", house().records[figure["each"]["record"]].sheet.label.say(who.lang))
                _each(figure["each"]["rows"], metric, who)
        if figure["regions"]:
            with tag("div"):
                tag("h3", "o-h3", REGIONS.say(who.lang))
                _regions(figure, metric, view, who)


def _each(rows: dict[str, dict[str, Any]], metric: Metric, who: Who) -> None:
    """Online shops, or whatever else the figure is wanted of one by one, by rank."""
    with tag("div", "o-scroll"), tag("table", "o-table w-places"):
        with tag("tr"):
            for text, classes in (
                (NAME, ""),
                (VALUE, "o-right"),
                (BEFORE, "o-right"),
                (YEAR_AGO, "o-right"),
                (STATE, ""),
            ):
                tag("th", classes, text.say(who.lang))
        for part in sorted(rows.values(), key=lambda row: row["rank"] or len(rows) + 1):
            with tag("tr"):
                tag("td", "", part["name"])
                for name in ("value", "last", "year_ago"):
                    tag("td", "o-right", number(part[name], metric, who))
                with tag("td"):
                    light(part, metric, who)


def trend_of(figure: dict[str, Any], metric: Metric) -> dict[str, Any]:
    weeks = [week.partition("-")[2] for week, _ in figure["trend"]]
    return {"x": weeks, "series": [(metric.label, [value for _, value in figure["trend"]])]}


def _regions(figure: dict[str, Any], metric: Metric, view: Told, who: Who) -> None:
    with tag("div", "o-scroll"), tag("table", "o-table w-places"):
        with tag("tr"):
            for text, classes in ((REGION, ""), (VALUE, "o-right"), (BEFORE, "o-right"), (AIM, "o-right")):
                tag("th", classes, text.say(who.lang))
        for id, part in figure["regions"].items():
            with tag("tr"):
                tag("td", "", view.regions.get(int(id), id))
                for name in ("value", "last", "target"):
                    tag("td", "o-right", number(part[name], metric, who))
