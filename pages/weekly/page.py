"""The frame of a week's page: which week and revision, what can be downloaded, counting again, and the way between its parts."""

from pathlib import Path
from typing import Any

from nicegui import ui
from nicegui.element import Element

from exports.weeks.reader import hands_out
from models import house
from models.kit.clock import Week, local
from models.kit.declare.access import Who
from models.kit.own_words import both
from models.kit.text import Text

from ..frame import page
from ..parts.pieces import button, empty, link, span, tag
from ..parts.session import ask, viewer
from .area import AreaPart
from .cover import CoverPart
from .progress import Progress, ask_reason
from .ranking import RankingPart, StorePart
from .reading import (
    COVER_PART,
    NOT_CLOSED,
    OPEN,
    RANKING_PART,
    REVISIONS_PART,
    STORE_PART,
    TO_COME,
    UNKNOWN,
    Around,
    last_week,
    may_recompute,
    read_around,
)
from .revisions import RevisionsPart
from .waiting import Waiting

TAB_IN_SIGHT = "document.querySelector('.w-tab.o-here')?.scrollIntoView({inline: 'center', block: 'nearest'})"
STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
TITLE = Text("周报", "Weekly report")
DAYS = Text("{monday} 至 {sunday}", "{monday} to {sunday}")
MADE = Text("第 {revision} 版 · {at} · {by}", "Revision {revision} · {at} · {by}")
REASON = Text("原因：{reason}", "Reason: {reason}")
BOOK, OTHER_BOOK = Text("下载周会材料", "Meeting workbook"), Text("英文版", "In Chinese")
PRINTED, OF_STORES = Text("打印版", "Print set"), Text("各店周报", "Reports of the stores")
MONTH_BOOK = Text("月度材料", "Month workbook")
PACK = Text("本周清单", "Lists of the week")
AGAIN, CLOSE_NOW = Text("重新统计", "Count again"), Text("现在统计 {week}", "Close {week} now")
EARLIER, LATER, CHOOSE = Text("前一周", "Earlier week"), Text("后一周", "Later week"), Text("选择一周", "Choose a week")
COVER, RANKING, REVISIONS = Text("总览", "Cover"), Text("门店排名", "Store ranking"), Text("版本与更正", "Revisions")
OWN_STORE = Text("本店全部指标", "All figures of the store")
READING = Text("正在读取…", "Reading…")
NONE_YET = Text("还没有关账的周", "No week is closed yet")
NEXT_RUN = Text(
    "每周一 {hour:02d}:00 系统自动统计上一周并生成周会材料，之后在这里查看。",
    "Each Monday at {hour:02d}:00 the week before is counted and its workbook written; you will read it here.",
)
MANAGER_NEXT = Text("不想等的话，现在就可以统计上一周。", "If you don't want to wait, close last week now.")
WHY = {
    OPEN: Text(
        "{name} 还没有结束，周一 {hour:02d}:00 自动统计",
        "{name} isn't over yet; it is counted on Monday at {hour:02d}:00",
    ),
    TO_COME: Text("{name} 还没有到", "{name} is yet to come"),
    UNKNOWN: Text("没有“{name}”这一周，请写成 2026-W47 的样子", "There is no week “{name}”; write it like 2026-W47"),
    NOT_CLOSED: Text("{name} 没有统计过", "{name} was never counted"),
}
NEAREST = Text("查看离它最近的一周 {week}", "Open the nearest week {week}")
PARTS = {
    COVER_PART: CoverPart,
    RANKING_PART: RankingPart,
    REVISIONS_PART: RevisionsPart,
    STORE_PART: StorePart,
}


def address(week: Week | str, part: str = COVER_PART) -> str:
    return f"/weekly/{week}" + ("" if part == COVER_PART else f"/{part}")


def styled() -> None:
    ui.add_head_html(f"<style>{STYLE}</style>")


def no_week(around: Around, name: str | None) -> None:
    """No such week, or none at all: what is so, and what to do next."""
    who = viewer()
    styled()
    with page(TITLE.say(who.lang), "weekly"):
        tag("h1", "o-h1", TITLE.say(who.lang))
        with tag("section", "o-card"):
            if around.weeks:
                said = WHY[around.why](name=(name or "")[:40], hour=around.closing_hour).say(who.lang)
                near = around.nearest or around.weeks[0]
                empty(said, "event_busy", (NEAREST(week=near).say(who.lang), address(near)))
            else:
                _nothing_yet(around, who)


def _nothing_yet(around: Around, who: Who) -> None:
    with tag("div", "o-empty"):
        ui.icon("event_note")
        tag("b", "", NONE_YET.say(who.lang))
        ui.label(NEXT_RUN(hour=around.closing_hour).say(who.lang))
        if may_recompute(who):
            ui.label(MANAGER_NEXT.say(who.lang))
            week = str(last_week())
            progress = Progress(week, _reload)
            label = CLOSE_NOW(week=week).say(who.lang)
            button(label, lambda: ask_reason(week, label, progress), icon="calculate", kind="o-go", mark="recompute")


async def _reload() -> None:
    ui.navigate.reload()


class WeekPage:
    """One part of one closed week; what takes time to read comes once the page stands."""

    def __init__(self, around: Around, part: str, store: int | None):
        self.around, self.part, self.store = around, part, store
        who = viewer()
        styled()
        with page(f"{TITLE.say(who.lang)} {around.week}", "weekly"):
            self._head(who)
            self._tabs(who)
            self.place = tag("div", "o-stack")
            with self.place:
                tag("div", "o-faint", READING.say(who.lang))
        ui.timer(0.05, self.fill, once=True)

    async def fill(self) -> None:
        """What stands on this part, for whoever looks now."""
        kind = PARTS.get(self.part, AreaPart)
        subject = self.store if self.part == STORE_PART else self.part
        ui.run_javascript(TAB_IN_SIGHT)
        await kind(self.around, subject, self.place).fill()

    def _head(self, who: Who) -> None:
        week = self.around.week
        with tag("div", "o-line w-head"):
            tag("h1", "o-h1", f"{TITLE.say(who.lang)} {week}")
            days = DAYS(monday=f"{week.monday:%m-%d}", sunday=f"{week.sunday:%m-%d}")
            tag("div", "o-soft", days.say(who.lang))
            tag("div", "o-gap")
            with tag("div", "o-line w-picker"):
                self._picker(who)
        with tag("div", "o-line w-head"):
            with tag("div", "o-line o-faint") as self.made:
                self._made(who)
            tag("div", "o-gap")
            books = self._books(who)
            if may_recompute(who):
                label = AGAIN.say(who.lang)
                button(
                    label,
                    lambda: ask_reason(str(week), label, self.progress),
                    icon="calculate",
                    kind="o-small",
                    mark="recompute",
                )
        self.progress = Progress(str(week), self._counted)
        waiting = Waiting()
        for made in books:
            waiting.watches(made)

    def _made(self, who: Who) -> None:
        made = self.around.revision
        at = f"{local(made.made_at):%Y-%m-%d %H:%M}"
        said = MADE(revision=made.revision, at=at, by=both(made.by)).say(who.lang)
        link(said, address(self.around.week, REVISIONS_PART), "w-made")
        if made.reason:
            span(REASON(reason=both(made.reason)).say(who.lang))

    def _picker(self, who: Who) -> None:
        """The closed weeks: one back, one on, or any of them."""
        step = {-1: ("chevron_left", EARLIER), 1: ("chevron_right", LATER)}
        self._step(-1, *step[-1], who)
        weeks = {str(week): f"{week} · {week.monday:%m-%d}—{week.sunday:%m-%d}" for week in self.around.weeks}
        chosen = ui.select(weeks, value=str(self.around.week), on_change=self._go)
        chosen.props("outlined dense options-dense").classes("w-weeks").mark("week")
        chosen.props["aria-label"] = CHOOSE.say(who.lang)
        self._step(1, *step[1], who)

    def _step(self, by: int, icon: str, text: Text, who: Who) -> None:
        week = self.around.beside(by)
        made = link("", self._same_part(week) if week else "#", "o-button o-small", icon=icon)
        made.props["title"] = made.props["aria-label"] = text.say(who.lang)
        if week is None:
            made.props["disabled"] = made.props["aria-disabled"] = True

    def _go(self, event: Any) -> None:
        ui.navigate.to(self._same_part(event.value))

    def _same_part(self, week: Week | str) -> str:
        return address(week, f"{self.part}/{self.store}" if self.part == STORE_PART else self.part)

    def _books(self, who: Who) -> list[Element]:
        """The workbook in the reader's language first; the month the week belongs to."""
        week, other = self.around.week, "zh" if who.lang == "en" else "en"
        made = [
            link(BOOK.say(who.lang), _book(week, who.lang), "o-button o-small o-go", icon="download").mark("book"),
            link(OTHER_BOOK.say(who.lang), _book(week, other), "o-button o-small"),
        ]
        if self.around.seen.areas:
            made.append(link(PRINTED.say(who.lang), _book(week, who.lang, "print"), "o-button o-small").mark("print"))
        if hands_out(self.around.seen):
            made.append(
                link(OF_STORES.say(who.lang), _book(week, who.lang, "stores"), "o-button o-small").mark("stores")
            )
        month = f"/api/v1/monthly/{week.month}/book?lang={who.lang}"
        made.append(link(f"{MONTH_BOOK.say(who.lang)} {week.month}", month, "o-button o-small"))
        for paper in self.around.papers:
            address = f"{paper.address}?week={week}"
            made.append(link(paper.label.say(who.lang), address, "o-button o-small", icon="print").mark("paper"))
        if self.around.packs:
            pack = f"/api/v1/weekly/pack?from={week.monday}&to={week.sunday}&lang={who.lang}"
            made.append(link(PACK.say(who.lang), pack, "o-button o-small"))
        return made

    def _tabs(self, who: Who) -> None:
        here = f"{STORE_PART}/{self.store}" if self.part == STORE_PART else self.part
        named = self._parts()
        if all(name != here for name, _ in named):
            here = RANKING_PART
        with tag("nav", "w-tabs"):
            for name, label in named:
                target = address(self.around.week, name)
                made = link(label.say(who.lang), target, "w-tab o-here" if name == here else "w-tab")
                if name == here:
                    made.props["aria-current"] = "page"

    def _parts(self) -> list[tuple[str, Text]]:
        """The parts this reader may open; somebody kept to one store has just that one's figures."""
        seen = self.around.seen.shown
        areas = [(area.name, area.label) for area in house().counted if area.name in seen]
        only = self.around.only_store
        stores = (RANKING_PART, RANKING) if only is None else (f"{STORE_PART}/{only}", OWN_STORE)
        return [(COVER_PART, COVER), stores, *areas, (REVISIONS_PART, REVISIONS)]

    async def _counted(self) -> None:
        """A new revision: its number above, its figures below."""
        who = viewer()
        self.around = await ask(read_around, who, str(self.around.week))
        self.made.clear()
        with self.made:
            self._made(who)
        await self.fill()


def _book(week: Week, lang: str, what: str = "book") -> str:
    return f"/api/v1/weekly/{week}/{what}?lang={lang}"
