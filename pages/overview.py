"""The page of a row on which all is gathered 全景: the cards that areas declare for its type, each of what the reader may see."""

from typing import Any

from fastapi import Request
from nicegui import ui
from starlette.exceptions import HTTPException

from models import house
from models.design.boards.body import Block, Body
from models.design.boards.places import At
from models.design.boards.reading import Unshown
from models.kit.ask.todo import called
from models.kit.declare.access import Who, may, scope
from models.kit.declare.overview import cards_of
from models.kit.declare.record import Record
from models.kit.text import Text

from . import guard
from .boards.showing import Showing
from .boards.words import ONLY_YOURS, PRINT
from .frame import page
from .parts.pieces import button, link, span, tag
from .parts.session import ask, viewer
from .parts.values import address, title_of
from .record import crumbs
from .record_reading import read_row

TITLE, TO_RECORD = Text("{title} · 全景", "{title} at a glance"), Text("打开记录", "Open the record")


def mount() -> None:
    @ui.page("/r/{record}/{id:int}/overview")
    async def overview_page(request: Request, record: str, id: int) -> None:
        record_type, who = house().records.get(record), guard.who(request)
        row = await ask(read_row, record_type, id, who) if record_type is not None and cards_of(record_type) else None
        if not row:
            raise HTTPException(404)
        await draw(record_type, id, row, viewer())


async def draw(record: type[Record], id: int, row: dict, who: Who) -> None:
    title = title_of(record, row, who.lang)
    with page(TITLE(title=title).say(who.lang), record.key()):
        with tag("div", "o-line b-head"):
            with tag("div"):
                crumbs(record, who)
                tag("h1", "o-h1", TITLE(title=title).say(who.lang))
                tag("div", "o-about", called(record, row, who, title))
            tag("div", "o-gap")
            print_it = button(PRINT.say(who.lang), icon="print", kind="o-small")
            print_it.on("click", js_handler="() => window.print()")
            link(TO_RECORD.say(who.lang), address(record, id), "o-button o-small", icon="description")
        body = body_of(record, id)
        if any(narrowed(block, who) for block in body.blocks):
            span(ONLY_YOURS.say(who.lang), "o-faint")
        await Gathered(body).draw()


def body_of(record: type[Record], id: int) -> Body:
    """The cards of a type as the blocks of a board about one row, below each other in their order."""
    cards = enumerate(cards_of(record))
    blocks = (
        Block(f"c{at}", card.kind, At(0, at, card.wide, 1), card.label, card.settings(record, id)) for at, card in cards
    )
    return Body((), tuple(blocks))


def narrowed(block: Block, who: Who) -> bool:
    """Whether its rows are only those that this person sees of them."""
    record = house().records.get(block.settings.get("record", ""))
    rows_of = block.kind != "about" and record is not None and may(who, "see", record)
    return rows_of and scope(who, record) is not None


class Gathered(Showing):
    """A board that flows: cards are as high as what is in them, and those with nothing for this person aren't there."""

    flows = True

    async def _read(self, block: Block) -> None:
        await super()._read(block)
        self.places[block.id].set_visibility(is_there(block, self.read[block.id]))


def is_there(block: Block, read: Any) -> bool:
    """Whether a card has anything for the reader; one that is quiet speaks only of what there is."""
    return not isinstance(read, Unshown) and not (block.says("quiet") and not read.count)
