"""Long exports in a process of their own, so that the app stays quick for everybody else; cancelled when the download is."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from models import house
from models.accounts import who_for
from models.kit.ask.query import Query
from models.kit.declare.access import Who
from models.kit.server.beside import Beside
from models.kit.server.turns import QUEUE
from models.kit.text import Refused, Text

from . import book

MAKERS = {"xlsx": book.as_xlsx, "csv": book.as_csv}
GONE = Text("这个用户已经不在或已停用", "This user is gone or was switched off")
WHAT = Text("导出{record}", "Export: {record}")


def in_turn(who: Who, record: str, asked: dict[str, Any], names: list[str], ending: str) -> Iterator[bytes]:
    """`chunks` once it is their turn, which is given back when they are fetched or dropped. Raises Refused at once."""

    def made() -> Iterator[bytes]:
        with QUEUE.one(who.user_id, what=WHAT(record=house().records[record].sheet.label)):
            yield b""  # begun: from here on it ends properly even when nobody asks for more
            yield from chunks(who, record, asked, names, ending)

    found = made()
    next(found)
    return found


def chunks(who: Who, record: str, asked: dict[str, Any], names: list[str], ending: str) -> Iterator[bytes]:
    """The file in pieces, made by a child process that asks as this very person. Raises Refused when it fails."""
    order = {
        "user": who.user_id,
        "lang": who.lang,
        "record": record,
        "asked": {name: asked.get(name) for name in ("filter", "sort", "search")},
        "names": names,
        "ending": ending,
    }
    yield from Beside("exports.write.worker:made", order).pieces()


def asking(order: dict[str, Any]) -> Who:
    """The child's side: whom it works for, in the language asked for. Raises Refused when that person is gone meanwhile."""
    who = who_for(order["user"])
    if who is None:
        raise Refused(GONE)
    return replace(who, lang=order["lang"])


def made(order: dict[str, Any], tell: Any) -> Iterator[bytes]:
    """The child's side: the file."""
    who, asked = asking(order), order["asked"]
    query = Query(house().records[order["record"]], who, asked["filter"], asked["sort"], asked["search"])
    yield from MAKERS[order["ending"]](query, order["names"], who)
