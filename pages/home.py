"""The start: what to do first on an empty database, then the board of this person's role, else what the week comes to and what waits."""

from dataclasses import dataclass
from typing import Any

from nicegui import ui

from exports.weeks.report import judged
from models import house
from models.design.boards.standing import Standing, boards_for, choose_home, chosen_by, home_of
from models.kit.clock import local, now, today, week_of
from models.kit.declare.access import Who
from models.kit.declare.area import Action, Area
from models.kit.declare.record import Record
from models.kit.declare.shortcuts import Shortcut, shortcuts
from models.kit.text import Text
from models.kit.week.rollup import last_whole
from models.kit.week.weekly import Figure
from models.kit.write.edits import Answer

from .beginning import Beginning, read_beginning, start_card
from .boards.showing import Showing
from .finding.catalogue import Entry
from .finding.places import shown_places
from .frame import page
from .history import batch_table
from .parts.pieces import button, card, empty, link, tag
from .parts.session import ask, viewer
from .start_parts import (
    ALL_CHANGES,
    MY_STORE,
    NO_CHANGES,
    RECENT,
    areas_for,
    areas_of,
    changes_of,
    figures_by_area,
    figures_of_store,
    places_bar,
    pressing,
    shortcut_bar,
    waiting_card,
)
from .week_figures import SO_FAR, figures_of

HELLO = (
    (11, Text("早上好，{name}", "Good morning, {name}")),
    (13, Text("中午好，{name}", "Good day, {name}")),
    (18, Text("下午好，{name}", "Good afternoon, {name}")),
    (24, Text("晚上好，{name}", "Good evening, {name}")),
)
HOME = Text("首页", "Home")
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
COUNTING = Text("正在统计本周情况…", "Counting this week…")
RECENT_PLACES = 6
AS_USUAL = Text("恢复默认首页", "Back to the usual start page")


@dataclass(frozen=True)
class Start:
    """What the start page shows this person at once; figures take longer and come after. own: that person chose the board."""

    board: Standing | None
    own: bool
    begins: Beginning
    areas: list[tuple[Area, list[type[Record]]]]
    recent: list[dict[str, Any]]
    shortcuts: list[tuple[Shortcut, Action | None]]
    places: tuple[list[Entry], list[Entry]]  # what he starred, and where he was last


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
    board = home_of(who)
    own = bool(board and board.id and chosen_by(who) == board.id and board in boards_for(who))
    begins, (starred, recent) = read_beginning(who), shown_places(who)
    places = starred, recent[:RECENT_PLACES]
    if board is not None:
        return Start(board, own, begins, [], [], [], places)
    return Start(None, False, begins, areas_for(who), changes_of(who), shortcuts(house().areas, who), places)


def read_figures(who: Who) -> Figures:
    by_area = figures_by_area(who)
    return Figures(by_area, judged(last_whole(today())) if by_area else {}, figures_of_store(who))


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
            start_card(start.begins, who, self.refresh)
            places_bar(start.places, who)
            if start.board is None:
                self._draw(start, who)
                return
            showing = Showing(start.board.body)
            await showing.draw()
            if start.own:
                button(AS_USUAL.say(who.lang), self._as_usual, icon="undo", kind="o-quiet o-small", mark="usual home")

    async def _as_usual(self) -> None:
        await ask(choose_home, None, viewer())
        await self.refresh()

    def _draw(self, start: Start, who: Who) -> None:
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
