"""The start: what this week comes to, what to do first on an empty database, my areas, and what I changed last."""

from dataclasses import dataclass
from typing import Any

from nicegui import ui

from exports.weeks.report import judged
from models import house
from models.kit.ask.figures import live_rows
from models.kit.ask.todo import Item, todo
from models.kit.clock import local, now, today, week_of
from models.kit.declare.access import Who, may
from models.kit.declare.area import Action, Area
from models.kit.declare.record import Record
from models.kit.declare.shortcuts import Shortcut, own_first, shortcuts
from models.kit.text import Text
from models.kit.week.rollup import last_whole
from models.kit.week.weekly import Figure, counts_seen, figures, may_see_figure, own_figures
from models.kit.write.edits import Answer

from .beginning import Beginning, read_beginning, start_card
from .frame import page
from .history import batch_table, read_batches
from .parts.dialogs import Done, ask_row
from .parts.pieces import button, card, empty, link, span, tag
from .parts.session import ask, viewer
from .parts.values import address
from .todo import when_of
from .week_figures import SO_FAR, figures_of

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
    Text("星期一", "Monday"),
    Text("星期二", "Tuesday"),
    Text("星期三", "Wednesday"),
    Text("星期四", "Thursday"),
    Text("星期五", "Friday"),
    Text("星期六", "Saturday"),
    Text("星期日", "Sunday"),
)
WAITING, ALL_WAITING = Text("等你处理", "Waiting for you"), Text("全部待办", "All to-dos")
PRESSING = 5  # of what waits, how many are named at once
COUNTING = Text("正在统计本周情况…", "Counting this week…")
OWN, OTHERS = 4, 1  # figures of a store of its people's first area, and of each of the next two
MY_STORE = Text("本店本周情况", "My store this week")
FOLD = Text("展开或收起", "Unfold or fold")
FOLDING = """(event) => {
  const card = event.currentTarget.closest(".o-folding");
  card.querySelector("[aria-expanded]").setAttribute("aria-expanded", card.classList.toggle("o-open"));
}"""
AREAS_TITLE, RECENT = Text("我负责的内容", "My areas"), Text("我最近的修改", "My latest changes")
NO_CHANGES = Text(
    "你还没有改过内容。导入、保存和操作都会列在这里，可以整批撤销。",
    "Nothing yet. What you import, save or do is listed here and can be undone.",
)
ALL_CHANGES = Text("全部记录", "All changes")


@dataclass(frozen=True)
class Start:
    """What the start page shows this person at once, the own post's areas first; figures take longer and come after."""

    areas: list[tuple[Area, list[type[Record]]]]
    begins: Beginning
    recent: list[dict[str, Any]]
    shortcuts: list[tuple[Shortcut, Action | None]]


@dataclass(frozen=True)
class Figures:
    """By area as far as this person sees every row of it, how the last week was judged, and those of the own store."""

    areas: list[tuple[Area, list[Figure]]]
    judged: dict[str, dict[str, Any]]
    store: list[Figure]


def mount() -> None:
    @ui.page("/")
    async def home_page() -> None:
        await HomePage().refresh()


def read_start(who: Who) -> Start:
    seen = [
        (area, [record for record in area.records if may(who, "see", record)]) for area in own_first(house().areas, who)
    ]
    recent = [batch for batch in read_batches(who, limit=30) if batch["via"] != "account"][:8]
    areas = [(area, records) for area, records in seen if records]
    return Start(areas, read_beginning(who), recent, shortcuts(house().areas, who))


def read_figures(who: Who) -> Figures:
    """The week of every area, nothing as long as there is nothing to count."""
    week, areas = week_of(today()), own_first(house().areas, who)
    shown = [area for area in areas if any(may_see_figure(who, area, metric) for metric in area.metrics)]
    by_area = [
        (area, figures(area, week, LEADING, who)) for area in shown if any(live_rows(record) for record in area.records)
    ]
    return Figures(by_area, judged(last_whole(today())) if by_area else {}, _of_store(areas, who))


def _of_store(areas: list[Area], who: Who) -> list[Figure]:
    """A few figures of the own store, most of them of the area its people work in most."""
    mine = [area for area in areas if any(counts_seen(metric, who) for metric in area.metrics)][:3]
    most = (OWN, OTHERS, OTHERS)
    return [
        figure for area, n in zip(mine, most, strict=False) for figure in own_figures(area, week_of(today()), who, n)
    ]


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
        if start.shortcuts:  # above the figures: on a phone they are one tap away without scrolling
            shortcut_bar(start.shortcuts, self._done, who)
        self.store = tag("div", "o-stack")
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

    async def _done(self, _: Answer) -> None:
        await self._wait()

    async def _fill(self) -> None:
        """The figures, once the page stands: over a large ledger they take a while the first time."""
        who = viewer()
        figures = await ask(read_figures, who)
        self.figures.clear()
        if figures.store:
            with self.store:
                figures_of(MY_STORE.say(who.lang), figures.store, {}, who)
        with self.figures:
            for area, each in figures.areas:
                title = SO_FAR(area=area.label).say(who.lang)
                figures_of(title, each, figures.judged, who, more="/a/" + area.name)


def pressing(who: Who) -> tuple[int, list[Item]]:
    """How much waits, and the first few: late ones first, then by their day."""
    dues = todo(house().areas, who)
    items = [item for _, _, each in dues for item in each[:PRESSING]]
    items.sort(key=lambda item: (not item.mine, not item.late, item.on is None, item.on or today()))
    return sum(total for _, total, _ in dues), items[:PRESSING]


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


def shortcut_bar(offered: list[tuple[Shortcut, Action | None]], done: Done, who: Who) -> None:
    """What is done several times a day, large enough for a thumb."""
    with tag("nav", "o-shortcuts"):
        for shortcut, action in offered:
            label = shortcut.label.say(who.lang)
            if action is None:
                link(label, f"/r/{shortcut.record.key()}/new", "o-shortcut", icon=shortcut.icon)
            else:
                made = button(label, lambda action=action: ask_row(action, done), icon=shortcut.icon, mark=action.name)
                made.classes(replace="o-shortcut")


def areas_of(areas: list[tuple[Area, list[type[Record]]]], who: Who) -> None:
    """Every table by its area, the own post's first; on a phone the others are folded."""
    tag("h2", "o-h2", AREAS_TITLE.say(who.lang))
    with tag("div", "o-areas"):
        for at, (area, records) in enumerate(areas):
            with tag("section", "o-card o-folding").classes("o-open" if at == 0 else ""):
                with tag("div", "o-card-head").on("click", js_handler=FOLDING):
                    ui.icon(area.icon).classes("o-faint")
                    tag("h2", "", area.label.say(who.lang))
                    tag("div", "o-gap")
                    opener = tag("button", "o-fold-button")
                    opener.props["type"], opener.props["aria-expanded"] = "button", "true" if at == 0 else "false"
                    opener.props["aria-label"] = f"{FOLD.say(who.lang)} · {area.label.say(who.lang)}"
                    with opener:
                        ui.icon("expand_more")
                with tag("div", "o-card-body o-flush"), tag("div", "o-tiles"):
                    for record in records:
                        link(record.sheet.label.say(who.lang), "/t/" + record.key(), "o-tile")
