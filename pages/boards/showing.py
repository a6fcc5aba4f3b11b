"""A board as somebody sees it: first the frame of each block, then, one after the other, what stands in it."""

from functools import partial
from typing import Any

from nicegui import ui
from nicegui.element import Element

from models.design.boards.body import Block, Body
from models.design.boards.places import At

from ..parts.ears import listen_to
from ..parts.pieces import card, empty, tag
from ..parts.session import ask, viewer
from . import words
from .drawing import Again, draw
from .hearing import heard_by, wait
from .reading import read_all, shown_to

SLOW = {"card": 1, "figures": 2}  # they count this week, so the others come first


def placed(made: Element, at: At) -> Element:
    """Where a block stands is a matter of the style sheet: on a phone all stand below each other, in this order."""
    return made.style(replace=f"--x:{at.x + 1};--y:{at.y + 1};--w:{at.w};--h:{at.h}")


class Showing:
    """All of it, drawn where it is made. flows: whether blocks follow one another instead of each keeping its place."""

    flows = False

    def __init__(self, body: Body):
        self.body = body
        self.places: dict[str, Element] = {}
        self.read: dict[str, Any] = {}
        self.stale: set[str] = set()

    async def draw(self) -> None:
        who = viewer()
        shown, hidden = await ask(shown_to, self.body, who)
        with tag("div", "b-board"), tag("div", "b-grid b-flow" if self.flows else "b-grid"):
            for block in shown.blocks:
                self.places[block.id] = placed(tag("div", f"b-block b-{block.kind}"), block.at).mark(
                    f"block {block.id}"
                )
                with self.places[block.id], card(block.called.say(who.lang)):
                    tag("div", "o-faint", words.LOADING.say(who.lang))
        if hidden and not self.flows:
            tag("div", "o-faint", words.NOT_SHOWN(n=hidden).say(who.lang)).mark("not shown")
        if not shown.blocks and not hidden:
            empty(words.EMPTY_FOR_READER.say(who.lang), "dashboard")
        self.blocks = sorted(shown.blocks, key=lambda block: SLOW.get(block.kind, 0))
        ui.timer(0.05, self._fill, once=True)

    async def _fill(self) -> None:
        for block in self.blocks:
            await self._read(block)
            if types := heard_by(block):
                listen_to(types, partial(self._heard, block))

    async def _read(self, block: Block) -> None:
        self.stale.discard(block.id)
        before = self.read.get(block.id)
        self.read[block.id] = await fill(self.places[block.id], block, partial(self._read, block), before)

    def _heard(self, block: Block) -> None:
        """What is changed within a moment is read once."""
        if block.id not in self.stale:
            self.stale.add(block.id)
            ui.timer(wait(block), partial(self._read, block), once=True)


async def fill(place: Element, block: Block, again: Again, before: Any = None) -> Any:
    """What stands in a block, read as who looks now. Returns what was read.

    again: how it is read anew after something was done. before: what was read the last time; the same isn't drawn again,
    so that nothing moves under somebody's hands.
    """
    who = viewer()
    read = await ask(read_all, block, who)
    if before is None or read != before:
        place.clear()
        with place:
            draw(block, read, who, again)
    return read
