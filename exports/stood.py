"""A list as it stood, asked in a process of its own, so that its veil lies over nobody else's tables."""

from datetime import datetime
from typing import Any

from models import house
from models.kit import words
from models.kit.ask.stood import Asked, stood
from models.kit.clock import local, now
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.server.beside import Beside
from models.kit.server.turns import QUEUE
from models.kit.text import Refused, Text

from .write.book import columns_of
from .write.worker import asking, never

WHAT = Text("{record}当时的样子", "{record} as it stood")
SECONDS, MEMORY = 120, 1 << 30


def as_it_stood(
    who: Who,
    record: type[Record],
    moment: datetime,
    asked: dict[str, Any],
    columns: list[str] | None = None,
    over: Any = never,
) -> dict[str, Any]:
    """{counts, rows, names}, see models.kit.ask.stood; asked: as its `Asked`; columns: else those that are seen at first.

    Waits for its turn. Raises Refused, BadQuery.
    """
    if moment > now():
        raise Refused(words.NOT_YET(at=f"{local(moment):%Y-%m-%d %H:%M}"))
    query = Asked(**asked).of(record, who)
    order = {
        "user": who.user_id,
        "lang": who.lang,
        "record": record.key(),
        "at": moment.isoformat(),
        "asked": asked,
        "names": columns_of(record, query.shown, columns or [n for n in record.facts().grid if n in query.shown]),
    }
    work = Beside("exports.stood:made", order, stop=over, limit=SECONDS, memory=MEMORY)
    with QUEUE.turn(who.user_id, lambda before: None, WHAT(record=record.sheet.label)):
        for _ in work.pieces():
            pass
    return {**work.answer, "names": order["names"]}


def made(order: dict[str, Any], tell: Any) -> dict[str, Any]:
    """The child's side."""
    record = house().records[order["record"]]
    moment = datetime.fromisoformat(order["at"])
    return stood(record, asking(order), moment, Asked(**order["asked"]), order["names"])
