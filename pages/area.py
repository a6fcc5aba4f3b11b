"""An area's own page: its week so far against the last one and the target, its charts, what is late, and the way into each grid."""

from dataclasses import dataclass
from typing import Any

from nicegui import ui
from starlette.exceptions import HTTPException

from exports.weeks.report import judged
from models import house
from models.kit.ask.query import Query
from models.kit.ask.todo import Item, todo
from models.kit.clock import today, week_of
from models.kit.declare.access import Who, may
from models.kit.declare.area import Area, Chart, Due
from models.kit.declare.record import Record
from models.kit.text import Text
from models.kit.week.rollup import last_whole
from models.kit.week.weekly import Figure, figures, may_see_figures

from .frame import page
from .parts.charts import draw, is_blank
from .parts.pieces import card, empty, link, span, tag
from .parts.session import ask, viewer
from .todo_piles import kind_of
from .week_figures import SO_FAR, figures_of

COUNTING = Text("正在统计…", "Counting…")
WAITING = Text("待处理", "Waiting")
BLANK = Text("本周还没有可以画的内容", "Nothing to draw yet")
NOTHING_WAITS = Text("没有等待处理的事", "Nothing waits")


@dataclass(frozen=True)
class Read:
    """What the page shows: figures and charts for those who see every row, and what waits for this person."""

    figures: list[Figure]
    judged: dict[str, dict[str, Any]]
    charts: list[tuple[Chart, dict[str, Any]]]
    dues: list[tuple[Due, int, list[Item]]]


def mount() -> None:
    @ui.page("/a/{name}")
    async def area_page(name: str) -> None:
        area = next((area for area in house().areas if area.name == name), None)
        who = viewer()
        if area is None or not any(may(who, "see", record) for record in area.records):
            raise HTTPException(404)
        AreaPage(area, await ask(tables, area, who))


def tables(area: Area, who: Who) -> list[tuple[type[Record], int]]:
    """The grids of the area that this person may open, with how many rows stand in them for this person."""
    return [(record, Query(record, who).count()) for record in area.records if may(who, "see", record)]


def read(area: Area, who: Who) -> Read:
    week = week_of(today())
    whole = may_see_figures(who, area)
    charts = [(chart, chart.fn(week)) for chart in area.charts] if whole else []
    mine = figures(area, week, who=who)
    return Read(mine, judged(last_whole(today())) if mine else {}, charts, todo([area], who))


class AreaPage:
    def __init__(self, area: Area, grids: list[tuple[type[Record], int]]):
        self.area = area
        who = viewer()
        with page(area.label.say(who.lang), "/a/" + area.name):
            tag("h1", "o-h1", area.label.say(who.lang))
            if area.hint:
                tag("p", "o-soft", area.hint.say(who.lang))
            with tag("div", "o-tiles o-wide-tiles"):
                for record, rows in grids:
                    with ui.link(target="/t/" + record.key()).classes(replace="o-tile o-counted"):
                        span(record.sheet.label.say(who.lang))
                        tag("b", "", f"{rows:,}")
                for path, label in area.pages:
                    link(label.say(who.lang), path, "o-tile", icon="insights")
            self.place = tag("div", "o-stack")
            with self.place:
                tag("div", "o-faint", COUNTING.say(who.lang))
        ui.timer(0.05, self.fill, once=True)

    async def fill(self) -> None:
        """The figures, once the page stands."""
        who = viewer()
        overview = await ask(read, self.area, who)
        self.place.clear()
        with self.place:
            if overview.figures:
                figures_of(SO_FAR(area=self.area.label).say(who.lang), overview.figures, overview.judged, who)
            with tag("div", "o-charts"):
                for chart, data in overview.charts:
                    with card(chart.label.say(who.lang)):
                        if is_blank(data):
                            empty(BLANK.say(who.lang), "insights")
                        else:
                            draw(chart, data, who)
            for due, total, items in overview.dues:
                kind_of(due, total, items, who)
            if not overview.dues and self.area.dues:
                with card(WAITING.say(who.lang)):
                    empty(NOTHING_WAITS.say(who.lang), "task_alt")
