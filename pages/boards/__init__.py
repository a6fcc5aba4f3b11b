"""The pages of boards: /boards lists them, /board/<id> shows one, /board/<id>/edit puts it together."""

from collections.abc import Callable
from functools import partial
from typing import Any

from nicegui import ui
from starlette.exceptions import HTTPException

from models.design import Board
from models.design.boards.body import Body, written
from models.design.boards.standing import Standing, board_named, boards_for, choose_home, chosen_by
from models.design.boards.starters import STARTERS, Starter
from models.design.views import roles
from models.kit.declare.access import Who, may
from models.kit.text import Text
from models.kit.write.edits import Answer, edit

from ..frame import page
from ..parts.dialogs import why_refused
from ..parts.pieces import button, card, empty, link, notice, span, table, tag
from ..parts.session import ask, viewer
from . import words
from .editor import Editor
from .showing import Showing

PATH = "/boards"


def mount() -> None:
    @ui.page(PATH)
    async def boards_page() -> None:
        who = viewer()
        known = await ask(roles)
        with page(words.TITLE.say(who.lang), PATH):
            _list(boards_for(who), known, who)

    @ui.page("/board/{id:int}")
    async def board_page(id: int) -> None:
        who = viewer()
        board = board_named(id, who)
        if board is None:
            raise HTTPException(404)
        chosen = await ask(chosen_by, who) == id
        with page(board.label.say(who.lang), PATH):
            await BoardPage(board, chosen).draw()

    @ui.page("/board/{id:int}/edit")
    async def edit_page(id: int) -> None:
        who = viewer()
        board = board_named(id, who)
        if board is None or not may(who, "edit", Board):
            raise HTTPException(404)
        with page(board.label.say(who.lang), PATH):
            await Editor(board).draw()


class BoardPage:
    def __init__(self, board: Standing, chosen: bool):
        self.board, self.chosen = board, chosen

    async def draw(self) -> None:
        who = viewer()
        with tag("div", "o-line b-head"):
            tag("h1", "o-h1", self.board.label.say(who.lang))
            if not self.board.open:
                span(words.DRAFT_SHORT.say(who.lang), "o-pill grey")
            tag("div", "o-gap")
            if self.board.open:
                self.place = tag("div")
                with self.place:
                    self._choose()
            button(words.PRINT.say(who.lang), icon="print", kind="o-small").on(
                "click", js_handler="() => window.print()"
            )
            if may(who, "edit", Board):
                link(words.EDIT.say(who.lang), f"/board/{self.board.id}/edit", "o-button o-small", icon="edit")
        if not self.board.body.blocks and may(who, "edit", Board):
            empty(words.EMPTY.say(who.lang), "dashboard", (words.EDIT.say(who.lang), f"/board/{self.board.id}/edit"))
            return
        await Showing(self.board.body).draw()

    def _choose(self) -> None:
        text = words.NOT_MY_HOME if self.chosen else words.MY_HOME
        button(text.say(viewer().lang), self._turn, icon="home", kind="o-small", mark="my home")

    async def _turn(self) -> None:
        who = viewer()
        self.chosen = not self.chosen
        await ask(choose_home, self.board.id if self.chosen else None, who)
        notice((words.NOW_HOME if self.chosen else words.NOT_HOME).say(who.lang))
        self.place.clear()
        with self.place:
            self._choose()


def _list(boards: list[Standing], known: dict[str, tuple[str, ...]], who: Who) -> None:
    makes = may(who, "add", Board)
    tag("h1", "o-h1", words.TITLE.say(who.lang))
    tag("p", "o-soft", words.WHAT.say(who.lang))
    with card(words.TITLE.say(who.lang), str(len(boards)), flush=True):
        if boards:
            heads = [(text.say(who.lang), "") for text in (words.NAME, words.STATE, words.HOME_FOR)]
            table([*heads, ("", "o-right")], [_line(board, known, who) for board in boards])
        else:
            empty((words.NONE if makes else words.NONE_FOR_YOU).say(who.lang), "dashboard")
    if makes:
        with card(words.NEW.say(who.lang)):
            _new(who)
        with card(words.READY.say(who.lang), str(len(STARTERS)), flush=True):
            heads = [(text.say(who.lang), "") for text in (words.NAME, words.READY_WHAT)]
            table([*heads, ("", "o-right")], [_starter(starter, who) for starter in STARTERS])


def _line(board: Standing, known: dict[str, tuple[str, ...]], who: Who) -> list[Any]:
    def called() -> None:
        link(board.label.say(who.lang), f"/board/{board.id}")

    def state() -> None:
        text, tone = (words.OPEN, "positive") if board.open else (words.DRAFT_SHORT, "grey")
        span(text.say(who.lang), f"o-pill {tone}")

    def change() -> None:
        if may(who, "edit", Board):
            link(words.EDIT.say(who.lang), f"/board/{board.id}/edit", "o-button o-small", icon="edit")

    labels = known.get(board.home_for or "")
    return [called, state, labels[1 if who.lang == "en" else 0] if labels else "", change]


def _starter(starter: Starter, who: Who) -> list[Any]:
    def take() -> None:
        use = partial(begin, starter.label, starter.body, copied)
        button(words.COPY.say(who.lang), use, icon="content_copy", kind="o-small", mark=f"copy {starter.name}")

    return [starter.label.say(who.lang), starter.hint.say(who.lang), take]


def _new(who: Who) -> None:
    with tag("div", "o-line"):
        name = ui.input(words.NAME.say(who.lang)).props("outlined dense maxlength=40").mark("new name")

        async def go() -> None:
            await begin(Text(name.value or "", name.value or ""), Body((), ()), made)

        button(words.NEW.say(who.lang), go, icon="add", kind="o-go", mark="new board")


async def begin(label: Text, body: Body, write: Callable[[Text, str, Who], Answer]) -> None:
    """A new one, a draft at first; what stands in it is said on its own page."""
    who = viewer()
    answer = await ask(write, label, written(body), who)
    if answer.state != "applied":
        notice(why_refused(answer).say(who.lang), bad=True)
        return
    ui.navigate.to(f"/board/{answer.rows[0]['id']}/edit")


def made(label: Text, body: str, who: Who) -> Answer:
    return edit(Board, [{"id": None, "set": {"zh": label.zh, "en": label.en, "body": body}}], who=who, via="form")


def copied(label: Text, body: str, who: Who) -> Answer:
    """Under a name that is free, as a starter may be copied twice."""
    taken = {row.zh.casefold() for row in Board.rows()}
    copy = words.COPY_OF(label=label)
    names = [label, copy, *(Text(f"{copy.zh} {n}", f"{copy.en} {n}") for n in range(2, 100))]
    return made(next((name for name in names if name.zh.casefold() not in taken), label), body, who)
