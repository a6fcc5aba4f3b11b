"""One record: its form from the declaration, its actions, what belongs to it, its history, and the way to the next one."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse
from nicegui import ui
from nicegui.element import Element
from starlette.exceptions import HTTPException

from models import house
from models.kit import words
from models.kit.ask.todo import called
from models.kit.declare.access import Who, may
from models.kit.declare.area import Action
from models.kit.declare.overview import AT_A_GLANCE
from models.kit.declare.record import Record
from models.kit.text import Text, join
from models.kit.write.edits import Answer, edit
from models.kit.write.undo import restore

from . import guard
from .api.answers import NOT_THERE
from .described import lines_of
from .frame import page
from .linked import LinkedRows
from .papers.offered import Offered, papers_button, printed_of
from .parts.dialogs import action_bar, ask_undo, confirm
from .parts.drawn import Drawn
from .parts.ears import listen_here
from .parts.files import files_card
from .parts.form import Form, Locks
from .parts.moves import moves_card
from .parts.pieces import astray, button, card, empty, link, notice, span, tag
from .parts.session import ask, viewer
from .parts.timeline import timeline
from .parts.under import lines_under
from .parts.values import address, show, title_of
from .record_reading import Around, blank_row, overview_of, read_around, read_form, read_page, walk_of
from .sheet import Sheet
from .sheet.saying import Comments

DETAILS, HISTORY, RELATED = Text("资料", "Details"), Text("修改历史", "History"), Text("相关记录", "Related")
COMMENTS = Text("评论", "Comments")
NEW = Text("新增{record}", "New: {record}")
DELETE, DELETE_SURE = Text("删除", "Delete"), Text("删除“{title}”？", "Delete “{title}”?")
DELETE_NOTE = Text("删除后可以撤销，历史记录会保留。", "This can be undone; the history is kept.")
GONE, RESTORE = Text("这条记录已被删除", "This record was deleted"), Text("恢复这条记录", "Restore it")
RESTORED = Text("已恢复", "Restored")
UNDO, BACK = Text("撤销删除", "Undo"), Text("回到列表", "Back to the list")
PREVIOUS, NEXT = Text("上一条", "Previous"), Text("下一条", "Next")
NOT_FILLED_IN = Text(
    "网址里有几项认不出，或不归你填，没有带进来：{names}",
    "The address fills in what isn't known here or isn't yours to enter; left out: {names}",
)
NO_RELATED = Text("没有其他记录与它相连", "Nothing else points to this record")


def mount() -> None:
    @ui.page("/r/{record}/new")
    async def new_page(request: Request, record: str) -> RedirectResponse | None:
        record_type = house().records.get(record)
        if record_type is None or not may(guard.who(request), "add", record_type):
            raise HTTPException(404, NOT_THERE)
        preset, lost, there = await ask(blank_row, record_type, dict(request.query_params), guard.who(request))
        if there is not None:
            return RedirectResponse(address(record_type, there))
        new_content(record_type, preset, lost)
        return None

    # A record type with a page of its own (members) has its form under the second address.
    @ui.page("/r/{record}/{id:int}")
    @ui.page("/r/{record}/{id:int}/form")
    async def record_page(request: Request, record: str, id: int) -> None:
        record_type, who = house().records.get(record), guard.who(request)
        row, *more = await ask(read_page, record_type, id, who) if record_type is not None else (None,)
        if row is None:
            raise HTTPException(404, NOT_THERE)
        RecordPage(record_type, id, row, walk_of(request, record_type), *more)


def crumbs(record: type[Record], who: Who, walk: dict[str, Any] | None = None) -> None:
    area = house().area_of(record)
    with tag("div", "o-crumbs"):
        span(area.label.say(who.lang))
        ui.icon("chevron_right")
        link(record.sheet.label.say(who.lang), "/t/" + record.key() + ("?" + urlencode(walk) if walk else ""))


def arrows(record: type[Record], around: Around, walk: dict[str, Any], who: Who) -> None:
    for id, icon, text in ((around.before, "chevron_left", PREVIOUS), (around.after, "chevron_right", NEXT)):
        target = address(record, id) + ("?" + urlencode(walk) if walk else "") if id else "#"
        made = link("", target, "o-button o-small", icon=icon)
        made.props["title"] = made.props["aria-label"] = text.say(who.lang)
        if id is None:
            made.props["disabled"] = made.props["aria-disabled"] = True


def related_card(around: Around, who: Who) -> None:
    with card(RELATED.say(who.lang), flush=True):
        if not any(way.count for way in around.related):
            empty(NO_RELATED.say(who.lang), "link_off")
        with tag("div", "o-refs"):
            for way in [way for way in around.related if way.count]:
                with ui.link(target=way.address).classes(replace="o-ref"):
                    span(way.label.say(who.lang))
                    tag("b", "", f"{way.count:,}")


class RecordPage:
    """The page of one existing row."""

    def __init__(
        self,
        record: type[Record],
        id: int,
        row: dict[str, Any],
        walk: dict[str, Any],
        locks: Locks,
        papers: tuple[Offered, ...],
    ):
        self.record, self.id, self.walk, self.locks, self.papers = record, id, walk, locks, papers
        self.drawn = Drawn()
        who = viewer()
        title = title_of(record, row, who.lang) if row else GONE.say(who.lang)
        with page(title, record.key()):
            with tag("div", "o-line"):
                crumbs(record, who, walk)
                tag("div", "o-gap")
                self.arrows = tag("div", "o-line")
            if row:
                self._draw(row, title, who)
                listen_here(record.key(), id, self.refresh)
                ui.timer(0.05, lambda: self.refresh(first=True), once=True)
            else:
                self._gone(who)

    def _draw(self, row: dict[str, Any], title: str, who: Who) -> None:
        with tag("div", "o-line"):
            self.title = tag("h1", "o-h1", title)
            self.about = tag("div", "o-about", called(self.record, row, who, title))
            self.pill = tag("div")
            tag("div", "o-gap")
            self.bar = tag("div", "o-line o-bar")
        self._offer(row, who)
        self.first = tag("div")
        with tag("div", "o-two"):
            with tag("section", "o-card"):
                views: list[Element] = []
                with tag("div", "o-tabs"):
                    named = ((DETAILS, "details"), (HISTORY, "history"))
                    tabs = [tag("button", "o-tab", text.say(who.lang)).mark(mark) for text, mark in named]
                with tag("div") as details:
                    self.form = Form(self.record, row, self.saved, locks=self.locks)
                self.past = tag("div")
                views += [details, self.past]
                self._switch(tabs, views)
            with tag("div", "o-stack"):
                self.side = tag("div", "o-stack")
                with card(COMMENTS.say(who.lang)):
                    self.talk = Comments(self.record, self.id, who)
        self.lines = tag("div")
        with self.lines:
            self._lines(who)
        self.linked = LinkedRows(self.id)

    def _lines(self, who: Who) -> None:
        for record in lines_under(self.record):
            if (described := lines_of(who, record.key(), self.id)) is not None:
                with tag("section", "o-card o-lines"):
                    Sheet(described, me={"id": who.user_id, "name": who.name}, lang=who.lang)

    def _switch(self, tabs: list[Element], views: list[Element]) -> None:
        def choose(at: int) -> None:
            for index, (tab, view) in enumerate(zip(tabs, views, strict=True)):
                tab.classes(add="o-here") if index == at else tab.classes(remove="o-here")
                view.set_visibility(index == at)

        for index, tab in enumerate(tabs):
            tab.props["type"] = "button"
            tab.on("click", lambda index=index: choose(index))
        choose(0)

    def _offer(self, row: dict[str, Any], who: Who) -> None:
        """The state it is in, and what can be done from there."""
        sheet, title = self.record.sheet, title_of(self.record, row, who.lang)
        state = row.get(sheet.state) if sheet.steps else None
        if sheet.steps and sheet.state in row:
            self.drawn.draw(self.pill, (state, who), lambda: show(self.record.fields()[sheet.state], state, who))
        offered = (title, state, who, self._fitting(row), printed_of(self.record, row), self.papers)
        self.drawn.draw(self.bar, offered, lambda: self._buttons(row, title, who))

    def _fitting(self, row: dict[str, Any]) -> list[Action]:
        area = house().area_of(self.record)
        return [action for action in area.actions if action.on is self.record and fits(action, row)]

    def _buttons(self, row: dict[str, Any], title: str, who: Who) -> None:
        action_bar(self._fitting(row), self.id, self.saved)
        if way := overview_of(self.record, self.id):
            link(AT_A_GLANCE.say(who.lang), way, "o-button", icon="dashboard").mark("overview")
        papers_button((*printed_of(self.record, row), *self.papers), who)
        if may(who, "delete", self.record):
            sure = DELETE_SURE(title=title).say(who.lang)
            label = DELETE.say(who.lang)
            button(
                label,
                lambda: confirm(sure, DELETE_NOTE.say(viewer().lang), label, self._delete),
                icon="delete",
                kind="o-danger",
            ).mark("delete")

    async def saved(self, done: Answer) -> None:
        await self.refresh()

    async def refresh(self, first: bool = False) -> None:
        """Read again what may have moved; what is being typed stays."""
        who, turn = viewer(), self.drawn.asks()
        row, locks = await ask(read_form, self.record, self.id, who)
        around = await ask(read_around, self.record, self.id, who, self.walk) if row else None
        if around is None or self.drawn.is_late(turn):
            return
        if not self.form.dirty:
            self.form.redraw(row, locks)
        self.title.set_text(title := title_of(self.record, row, who.lang))
        self.about.set_text(called(self.record, row, who, title))
        self.papers = around.papers
        self._offer(row, who)
        self._draw_around(around, who)
        self.linked.draw(around.related, who)
        if not first:
            self.talk.refresh()

    def _draw_around(self, around: Around, who: Who) -> None:
        draw, neighbours = self.drawn.draw, (around.before, around.after)
        draw(self.arrows, (neighbours, who), lambda: arrows(self.record, around, self.walk, who))
        draw(self.side, (around.moves, around.files, around.related, who), lambda: self._beside(around, who))
        draw(self.past, (around.past, who), lambda: timeline(self.record, around.past, who, self.refresh))

    def _beside(self, around: Around, who: Who) -> None:
        moves_card(self.record, around.moves, who)
        files_card(self.record, self.id, around.files, who, self.refresh)
        related_card(around, who)

    async def _delete(self) -> Text | None:
        who = viewer()
        done = await ask(edit, self.record, [], who=who, delete=[self.id], via="form")
        if done.state != "applied":
            return join([fault.text for fault in done.errors]) if done.errors else words.DELETED
        self._after_delete(done, who)
        return None

    def _after_delete(self, done: Answer, who: Who) -> None:
        self.side.clear()
        self.past.clear()
        redraw(self.form.body, lambda: self._undo_delete(done.batch, who))

    def _undo_delete(self, batch: int, who: Who) -> None:
        async def back() -> None:
            ui.navigate.reload()

        with tag("div", "o-empty"):
            ui.icon("delete_outline")
            ui.label(GONE.say(who.lang))
            with tag("div", "o-line"):
                what = DELETE.say(who.lang)
                button(UNDO.say(who.lang), lambda: ask_undo(batch, what, back), icon="undo")
                link(BACK.say(who.lang), "/t/" + self.record.key(), "o-button")

    def _gone(self, who: Who) -> None:
        async def bring_back() -> None:
            done = await ask(restore, self.record, self.id, who=viewer())
            if done.state == "applied":
                notice(RESTORED.say(viewer().lang))
                ui.navigate.reload()
            else:
                notice(join([fault.text for fault in done.errors]).say(viewer().lang), bad=True)

        with card(), tag("div", "o-empty"):
            ui.icon("delete_outline")
            ui.label(GONE.say(who.lang))
            with tag("div", "o-line"):
                button(RESTORE.say(who.lang), bring_back, icon="restore_from_trash").mark("restore")
                link(BACK.say(who.lang), "/t/" + self.record.key(), "o-button")


def fits(action: Action, row: dict[str, Any]) -> bool:
    """Whether the row is in a state the action starts from; a state that is hidden from the viewer says nothing."""
    return all(name not in row or row[name] in values for name, values in action.when.items())


def redraw(place: Element, draw: Callable[[], Any]) -> None:
    place.clear()
    with place:
        draw()


def new_content(record: type[Record], preset: dict[str, Any], lost: list[str]) -> None:
    """A form for a row that is to be; when it is saved, its page opens."""

    async def saved(done: Answer) -> None:
        ui.navigate.to(address(record, done.rows[0]["id"]) if done.rows else "/t/" + record.key())

    who = viewer()
    title = NEW(record=record.sheet.label).say(who.lang)
    with page(title, record.key()):
        crumbs(record, who)
        tag("h1", "o-h1", title)
        if lost:
            astray(NOT_FILLED_IN(names="、".join(name[:30] for name in lost[:6])).say(who.lang))
        with tag("section", "o-card"):
            Form(record, None, saved, preset)
