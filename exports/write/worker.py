"""Long exports in a process of their own, so that the app stays quick for everybody else; cancelled when the download is."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from models import house
from models.accounts import who_for
from models.kit.ask.query import Query
from models.kit.declare.access import Who
from models.kit.server.beside import CANCELLED, Beside, Ended
from models.kit.server.turns import QUEUE
from models.kit.text import Refused, Text

from . import book
from .returning import as_returning

RETURNING = "returning"
MAKERS = {"xlsx": book.as_xlsx, "csv": book.as_csv, RETURNING: as_returning}
GONE = Text("这个用户已经不在或已停用", "This user is gone or was switched off")
WHAT = Text("导出{record}", "Export: {record}")


def never() -> bool:
    return False


def in_turn(
    who: Who, record: str, asked: dict[str, Any], names: list[str], ending: str, over: Callable[[], bool] = never
) -> Iterator[bytes]:
    """`chunks` once it is their turn, which is given back when they are fetched or dropped, or when it is over."""
    work = _work(who, record, asked, names, ending, over)
    return in_line(who, WHAT(record=house().records[record].sheet.label), work, over)


def in_line(who: Who, what: Text, work: Beside, over: Callable[[], bool]) -> Iterator[bytes]:
    """The pieces of heavy work once it is its turn; over: whether nobody waits for it any more. Raises Refused."""

    def waiting(before: int) -> None:
        if over():
            raise Ended(CANCELLED, "cancelled")

    with QUEUE.turn(who.user_id, waiting, what):
        yield from work.pieces()


def chunks(who: Who, record: str, asked: dict[str, Any], names: list[str], ending: str) -> Iterator[bytes]:
    """The file in pieces, made by a child process that asks as this very person. Raises Refused when it fails."""
    return _work(who, record, asked, names, ending, never).pieces()


def _work(who: Who, record: str, asked: dict[str, Any], names: list[str], ending: str, over: Callable) -> Beside:
    order = {
        "user": who.user_id,
        "lang": who.lang,
        "record": record,
        "asked": {name: asked.get(name) for name in ("filter", "sort", "search", "comments", "colours")},
        "names": names,
        "ending": ending,
    }
    return Beside("exports.write.worker:made", order, stop=over)


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
    more = {"talks": asked.get("comments") is True, "colours": asked.get("colours")}
    yield from MAKERS[order["ending"]](query, order["names"], who, **more)
