"""The start: what this week comes to, what to do first on an empty database, my areas, and what I changed last."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from nicegui import ui

from exports.report import judged
from models import AREAS
from models.kit.access import Who, may
from models.kit.area import Area
from models.kit.figures import live_rows
from models.kit.record import Record
from models.kit.rollup import last_whole
from models.kit.text import Text
from models.kit.todo import Item, todo
from models.kit.week import Week, local, now, today, week_of
from models.kit.weekly import Figure, figures, in_words, may_see_figures

from .beginning import Beginning, read_beginning, start_card
from .frame import page
from .history import batch_table, read_batches
from .parts.pieces import card, empty, link, span, tag
from .parts.session import ask, viewer
from .parts.values import address
from .todo import when_of
from .weekly.figures import change, light

HELLO = (
    (11, Text("早上好，{name}", "Good morning, {name}")),
    (13, Text("中午好，{name}", "Good day, {name}")),
    (18, Text("下午好，{name}", "Good afternoon, {name}")),
    (24, Text("晚上好，{name}", "Good evening, {name}")),
)
HOME = Text("首页", "Home")
LEADING = 4  # of an area's figures
DAY = Text("{day} {weekday} · 第 {week} 周", "{weekday}, {day} · week {week}")
WEEKDAYS = (
    Text("星期一", "Monday"), Text("星期二", "Tuesday"), Text("星期三", "Wednesday"), Text("星期四", "Thursday"),
    Text("星期五", "Friday"), Text("星期六", "Saturday"), Text("星期日", "Sunday"),
)  # fmt: skip
MORE = Text("更多", "More")
SO_FAR = Text("{area}本周情况", "{area} this week")
DAYS = Text(
    "本周自 {monday} 起，上周为完整一周 · 统计于 {time}",
    "This week since {monday}, last week whole · counted at {time}",
)
THIS, LAST = Text("本周至今", "This week so far"), Text("上周", "Last week")
TREND = Text("上周比前一周的 {before}", "Last week against {before} the week before")
NO_TREND = Text("没有可比的前周", "No week before to compare with")
TARGET = Text("上周目标 {value}", "Last week's target {value}")
WAITING, ALL_WAITING = Text("等你处理", "Waiting for you"), Text("全部待办", "All to-dos")
PRESSING = 5  # of what waits, how many are named at once
COUNTING = Text("正在统计本周情况…", "Counting this week…")
AREAS_TITLE, RECENT = Text("我负责的内容", "My areas"), Text("我最近的修改", "My latest changes")
NO_CHANGES = Text(
    "你还没有改过内容。导入、保存和操作都会列在这里，可以整批撤销。",
    "Nothing yet. What you import, save or do is listed here and can be undone.",
)
ALL_CHANGES = Text("全部记录", "All changes")


@dataclass(frozen=True)
class Start:
    """What the start page shows this person at once; figures take longer and come after."""

    areas: list[tuple[Area, list[type[Record]]]]
    begins: Beginning
    recent: list[dict[str, Any]]


def mount() -> None:
    @ui.page("/")
    async def home_page() -> None:
        await HomePage().refresh()


def read_start(who: Who) -> Start:
    seen = [(area, [record for record in area.records if may(who, "see", record)]) for area in AREAS]
    recent = [one for one in read_batches(who, limit=30) if one["via"] != "account"][:8]
    return Start([(area, records) for area, records in seen if records], read_beginning(who), recent)


def read_figures(who: Who) -> tuple[list[tuple[Area, list[Figure]]], dict[str, dict[str, Any]]]:
    """The week of every area whose figures this person may see, nothing as long as there is nothing to count; and how the
    last week was judged."""
    week = week_of(today())
    shown = [area for area in AREAS if area.metrics and may_see_figures(who, area)]
    found = [(area, figures(area, week, LEADING)) for area in shown if any(live_rows(one) for one in area.records)]
    return found, judged(last_whole(today())) if found else {}


class HomePage:
    def __init__(self):
        who = viewer()
        with page(HOME.say(who.lang), "home"):
            moment = local(now())
            hello = next(text for until, text in HELLO if moment.hour < until)
            with tag("div", "o-line"):
                tag("h1", "o-h1", hello(name=who.name).say(who.lang))
                tag("div", "o-gap")
                day = today()
                number = str(week_of(day)).split("-W")[1].lstrip("0")
                words = DAY(day=day.isoformat(), weekday=WEEKDAYS[day.weekday()], week=number)
                tag("div", "o-faint", words.say(who.lang))
            self.place = tag("div", "o-stack")

    async def refresh(self) -> None:
        who = viewer()
        start = await ask(read_start, who)
        self.place.clear()
        with self.place:
            self._draw(start, who)

    def _draw(self, start: Start, who: Who) -> None:
        start_card(start.begins, who, self.refresh)
        self.waiting = tag("div", "o-stack")
        ui.timer(0.05, self._wait, once=True)
        self.figures = tag("div", "o-stack")
        with self.figures:
            tag("div", "o-faint", COUNTING.say(who.lang))
        ui.timer(0.05, self._fill, once=True)
        areas_of(start.areas, who)
        with card(RECENT.say(who.lang), flush=True) as head:
            with head:
                link(ALL_CHANGES.say(who.lang), "/history")
            if start.recent:
                batch_table(start.recent, who, self.refresh)
            else:
                empty(NO_CHANGES.say(who.lang), "history")

    async def _wait(self) -> None:
        """What waits for this person, the most pressing by name: it is what one comes for in the morning."""
        who = viewer()
        total, items = await ask(pressing, who)
        self.waiting.clear()
        with self.waiting:
            if items:
                waiting_card(total, items, who)

    async def _fill(self) -> None:
        """The figures, once the page stands: over a large ledger they take a while the first time."""
        who = viewer()
        found, told = await ask(read_figures, who)
        self.figures.clear()
        with self.figures:
            for area, each in found:
                figures_of(area, each, told, who)


def pressing(who: Who) -> tuple[int, list[Item]]:
    """How much waits, and the first few: late ones first, then by their day."""
    found = todo(AREAS, who)
    items = [item for _, _, each in found for item in each[:PRESSING]]
    items.sort(key=lambda item: (not item.mine, not item.late, item.on is None, item.on or today()))
    return sum(total for _, total, _ in found), items[:PRESSING]


def waiting_card(total: int, items: list[Item], who: Who) -> None:
    with card(WAITING.say(who.lang), f"{total:,}", flush=True) as head:
        with head:
            link(ALL_WAITING.say(who.lang), "/todo")
        with tag("ul", "o-todo"):
            for item in items:
                with tag("li", "o-late" if item.late else ""):
                    ui.icon(item.due.icon)
                    with tag("div", "o-grow"):
                        link(item.title, address(item.due.record, item.id))
                        tag("div", "o-faint", item.due.label.say(who.lang))
                    span(when_of(item).say(who.lang), "o-when")


def figures_of(
    area: Area, found: list[Figure], told: dict[str, dict[str, Any]], who: Who, *, more: bool = True
) -> None:
    """`told`: by figure how the last week was judged when it was closed, as `report.judged` has it."""
    with tag("div", "o-line"):
        tag("h2", "o-h2", SO_FAR(area=area.label).say(who.lang))
        if more:
            link(MORE.say(who.lang), "/a/" + area.name)
        tag("div", "o-gap")
        tag(
            "div",
            "o-faint",
            DAYS(monday=f"{week_of(today()).monday:%m-%d}", time=f"{local(now()):%H:%M}").say(who.lang),
        )
    with tag("div", "o-figures o-compared"):
        for one in found:
            with tag("div", "o-card o-figure"):
                tag("div", "o-name", one.metric.label.say(who.lang))
                if one.metric.words is not None:
                    tag("div", "o-means", one.metric.words.say(who.lang))
                with tag("div", "o-weeks"):
                    for label, value, back in ((THIS, one.now, 0), (LAST, one.last, 7)):
                        with tag("div"):
                            with tag("div", "o-line o-faint"):
                                span(label.say(who.lang))
                                if back and (known := told.get(one.metric.name)) and known["light"] != "none":
                                    light(known, one.metric, who)
                            figure(one, value, who, Week(week_of(today()).monday - timedelta(days=back)))
                with tag("div", "o-trend"):
                    trend(one, told.get(one.metric.name), who)


def figure(one: Figure, value: Any, who: Who, week: Week) -> None:
    """The number; a click opens the rows behind it."""
    behind = one.metric.behind(week) if value is not None else None
    if behind is None:
        tag("div", "o-value", in_words(value, one.metric.unit, who.lang))
        return
    record, narrowed = behind
    target = f"/t/{record.key()}?filter={quote(json.dumps(narrowed, default=str, separators=(',', ':')))}"
    link(in_words(value, one.metric.unit, who.lang), target, "o-value o-behind")


def trend(one: Figure, judged: dict[str, Any] | None, who: Who) -> None:
    """Two whole weeks against each other, said in words; a week that has just begun would only frighten."""
    if one.target is not None:
        span(TARGET(value=in_words(one.target, one.metric.unit, who.lang)).say(who.lang))
    if not one.metric.compares:
        return  # two weeks of a month's running total say nothing of one another
    if one.last is None or one.before is None:
        span(NO_TREND.say(who.lang))
        return
    span(TREND(before=in_words(one.before, one.metric.unit, who.lang)).say(who.lang))
    change(one.metric, float(one.last), float(one.before), who, judged["light"] if judged else "none")


def areas_of(areas: list[tuple[Area, list[type[Record]]]], who: Who) -> None:
    tag("h2", "o-h2", AREAS_TITLE.say(who.lang))
    with tag("div", "o-areas"):
        for area, records in areas:
            with card(area.label.say(who.lang), flush=True) as head:
                with head:
                    ui.icon(area.icon).classes("o-faint")
                with tag("div", "o-tiles"):
                    for record in records:
                        link(record.sheet.label.say(who.lang), "/t/" + record.key(), "o-tile")
