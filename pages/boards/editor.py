"""Putting a board together: its blocks where they will stand, each with its settings; nothing counts before it is saved."""

from dataclasses import replace
from functools import partial
from typing import Any

from nicegui import ui
from nicegui.element import Element

from models.design import Board
from models.design.boards.body import KINDS, MOST_BLOCKS, Block, Body, written
from models.design.boards.places import At, below, fitting, settled
from models.design.boards.standing import Standing
from models.design.views import roles
from models.kit.declare.access import Who
from models.kit.declare.record import Row
from models.kit.write.edits import Answer, edit

from ..parts.dialogs import why_refused
from ..parts.leaving import warn
from ..parts.pieces import button, card, empty, icon_button, link, notice, span, tag
from ..parts.session import ask, viewer
from . import words
from .settings import BEGINS, ask_settings, begun
from .showing import fill, placed

ICONS = {
    "card": "speed",
    "figures": "bar_chart",
    "chart": "insights",
    "list": "table_rows",
    "todos": "task_alt",
    "buttons": "smart_button",
    "shortcuts": "bolt",
    "text": "notes",
    "areas": "grid_view",
    "changes": "history",
}


class Arranging(Element, component="arranging.js"):
    """The grid that blocks are moved in; emits `place` {id, x, y, w, h} for each move that a person makes."""


class Editor:
    def __init__(self, board: Standing):
        self.board = board
        self.body: Body = board.body
        self.frames: dict[str, Element] = {}
        self.insides: dict[str, Element] = {}

    # Drawing ------------------------------------------------------------------------------------------------------------

    async def draw(self) -> None:
        who = viewer()
        self.row: Row = await ask(Board.row, self.board.id)
        known = await ask(roles)
        self.sets: dict[str, Any] = {name: getattr(self.row, name) for name in ("zh", "en", "open", "home_for")}
        with tag("div", "o-line"):
            tag("h1", "o-h1", self.board.label.say(who.lang))
            tag("div", "o-gap")
            self.unsaved = span(words.UNSAVED.say(who.lang), "o-soft")
            self.unsaved.set_visibility(False)
            link(words.VIEW.say(who.lang), f"/board/{self.board.id}", "o-button", icon="visibility")
            button(words.SAVE.say(who.lang), self.save, icon="save", kind="o-go", mark="save board")
        with card():
            self._head(known, who)
        self._adder(who)
        self.spoken = span("", "o-unseen").mark("spoken")
        self.spoken.props["aria-live"] = "polite"
        self.nothing = tag("div")
        with self.nothing:
            empty(words.EMPTY_EDITOR.say(who.lang), "dashboard")
        with tag("div", "b-board"):
            self.grid = Arranging()
            self.grid.on("place", lambda event: self.place(event.args))
        for block in self.body.blocks:
            self._frame(block)
        self.nothing.set_visibility(not self.body.blocks)
        ui.timer(0.05, self._fill, once=True)

    def _head(self, known: dict[str, tuple[str, ...]], who: Who) -> None:
        side = 1 if who.lang == "en" else 0
        named = {code: labels[side] for code, labels in known.items()}
        with tag("div", "t-form"):
            for name, label in (("zh", words.NAME), ("en", words.ENGLISH)):
                made = ui.input(label.say(who.lang), value=self.sets[name] or "", on_change=partial(self._set, name))
                made.props("outlined dense maxlength=60").mark(f"board {name}")
            made = ui.select(
                named,
                value=self.sets["home_for"],
                label=words.HOME_FOR.say(who.lang),
                clearable=True,
                on_change=partial(self._set, "home_for"),
            )
            made.props("outlined dense options-dense").mark("home for")
            mine = [code for code in self.body.roles if code in named]
            made = ui.select(
                named, value=mine, multiple=True, label=words.READERS.say(who.lang), on_change=self._readers
            )
            made.props("outlined dense options-dense use-chips").mark("readers")
            ui.checkbox(
                words.OPEN.say(who.lang), value=bool(self.sets["open"]), on_change=partial(self._set, "open")
            ).mark("board open")

    def _set(self, name: str, event: Any) -> None:
        self.sets[name] = event.value if event.value not in ("", []) else None
        self.touched()

    def _readers(self, event: Any) -> None:
        self.body = replace(self.body, roles=tuple(event.value or ()))
        self.touched()

    def _adder(self, who: Who) -> None:
        with tag("div", "o-line b-adder"):
            made = button(words.ADD.say(who.lang), icon="add", kind="o-go", mark="add block")
            with made, ui.menu():
                for kind, label in KINDS.items():
                    with ui.menu_item(on_click=partial(self.add, kind)).mark(f"add {kind}"), tag("div", "o-line"):
                        ui.icon(ICONS[kind])
                        span(label.say(who.lang))
            span(words.HOW.say(who.lang), "o-faint")

    def _frame(self, block: Block) -> None:
        who = viewer()
        with self.grid:
            frame = placed(tag("div", f"b-block b-frame b-{block.kind}"), block.at).mark(f"block {block.id}")
        frame.props["data-block"] = block.id
        self.frames[block.id] = frame
        with frame:
            with tag("div", "b-bar"):
                said = block.called
                grip = icon_button(
                    "drag_indicator", words.MOVE(label=said).say(who.lang), kind="o-quiet o-small b-grip"
                )
                grip.props["data-grip"] = "move"
                grip.mark(f"grip {block.id}")
                span(said.say(who.lang), "b-name")
                tag("div", "o-gap")
                for text, icon, do in ((words.SETTINGS, "tune", self.set_up), (words.REMOVE, "close", self.remove)):
                    made = icon_button(
                        icon, text(label=said).say(who.lang), partial(do, block.id), kind="o-quiet o-small"
                    )
                    made.mark(f"{icon} {block.id}")
            self.insides[block.id] = tag("div", "b-inside")
            self.insides[block.id].props["inert"] = True
            corner = tag("span", "b-corner")
            corner.props["data-grip"], corner.props["title"] = "size", words.RESIZE(label=said).say(who.lang)

    async def _fill(self) -> None:
        for block in list(self.body.blocks):
            await self._show(block.id)

    async def _show(self, id: str) -> None:
        block = self.block(id)
        if block is not None:
            await fill(self.insides[id], block, partial(self._show, id))

    # What people do -------------------------------------------------------------------------------------------------------

    def block(self, id: Any) -> Block | None:
        return next((block for block in self.body.blocks if block.id == id), None)

    def touched(self) -> None:
        if not self.unsaved.visible:
            warn(True)
        self.unsaved.set_visibility(True)

    def place(self, asked: Any) -> None:
        """A block was moved or resized; the others give way."""
        block = self.block(asked.get("id")) if isinstance(asked, dict) else None
        numbers = [asked.get(name) for name in "xywh"] if block else []
        if block is None or not all(isinstance(n, int) and abs(n) < 10_000 for n in numbers):
            return
        self._settle({**self._places(), block.id: fitting(*numbers)}, block.id)
        at = self.block(block.id).at
        text = words.PLACED(label=block.called, x=at.x + 1, y=at.y + 1, w=at.w, h=at.h)
        self.spoken.set_text(text.say(viewer().lang))

    def _places(self) -> dict[str, At]:
        return {block.id: block.at for block in self.body.blocks}

    def _settle(self, places: dict[str, At], first: str | None = None) -> None:
        self.body = self.body.placed(settled(places, first))
        for block in self.body.blocks:
            placed(self.frames[block.id], block.at)
        self.nothing.set_visibility(not self.body.blocks)
        self.touched()

    async def add(self, kind: str) -> None:
        if kind not in KINDS or len(self.body.blocks) >= MOST_BLOCKS:
            return
        number = max((int(block.id[1:]) for block in self.body.blocks if block.id[1:].isdigit()), default=0) + 1
        wide, high = BEGINS[kind][0]
        block = Block(
            f"b{number}",
            kind,
            At(0, below(self._places().values()), wide, high),
            None,
            await ask(begun, kind, viewer()),
        )
        self.body = replace(self.body, blocks=(*self.body.blocks, block))
        self._frame(block)
        self._settle(self._places())
        await self._show(block.id)
        if BEGINS[kind][1]:
            await self.set_up(block.id)

    async def set_up(self, id: str) -> None:
        block = self.block(id)
        if block is not None:
            await ask_settings(block, self._changed)

    async def _changed(self, block: Block) -> None:
        """A block has other settings: what stands in it, and over it, is drawn anew where it is now."""
        here = self.block(block.id)
        if here is None:
            return
        made = replace(block, at=here.at)
        self.body = replace(self.body, blocks=tuple(made if b.id == made.id else b for b in self.body.blocks))
        self.frames.pop(made.id).delete()
        self._frame(made)
        self.touched()
        await self._show(made.id)

    def remove(self, id: str) -> None:
        if self.block(id) is None:
            return
        self.frames.pop(id).delete()
        self._settle({name: at for name, at in self._places().items() if name != id})

    # Keeping --------------------------------------------------------------------------------------------------------------

    async def save(self) -> None:
        who = viewer()
        answer: Answer = await ask(saved, self.row, {**self.sets, "body": written(self.body)}, who)
        if answer.state not in ("applied", "duplicate"):
            notice(why_refused(answer).say(who.lang), bad=True)
            return
        self.row = await ask(Board.row, self.row.id)
        self.unsaved.set_visibility(False)
        warn(False)
        notice(words.SAVED.say(who.lang))


def saved(row: Row, sets: dict[str, Any], who: Who) -> Answer:
    """Only what differs; what somebody else changed meanwhile is told."""
    fields = Board.fields()
    differs = {name: value for name, value in sets.items() if value != getattr(row, name)}
    before = {name: fields[name].keep(getattr(row, name)) for name in differs}
    return edit(Board, [{"id": row.id, "set": differs, "seen": before}], who=who, via="form")
