"""Workbooks in a process of their own: made as this very person, never on a disk, and given up when the download is."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from exports.write.worker import asking, in_line
from models.kit.declare.access import Who
from models.kit.server.beside import Beside
from models.kit.text import Text
from models.kit.week.rollup import week_named

WHAT = {
    "week": Text("周会工作簿", "Meeting workbook"),
    "print": Text("周会打印版", "Print set of the meeting"),
    "stores": Text("各店周报", "Reports of the stores"),
    "month": Text("月报工作簿", "Month's workbook"),
    "year": Text("年报工作簿", "Year's workbook"),
    "pack": Text("全部清单", "Every list"),
}


def pieces(who: Who, lang: str, what: str, *asked: str, over: Callable[[], bool]) -> Iterator[bytes]:
    """The file as it comes out of the process, once it is its turn. Raises Refused when too many wait, or it gave up."""
    order = {"user": who.user_id, "lang": lang, "what": what, "asked": asked}
    return in_line(who, WHAT[what], Beside("exports.weekly.making:made", order, stop=over), over)


def _week(who: Who, name: str) -> Iterator[bytes]:
    from . import book_of_week

    yield book_of_week(week_named(name), who)


def _print(who: Who, name: str) -> Iterator[bytes]:
    from . import print_set_of_week

    yield print_set_of_week(week_named(name), who)


def _stores(who: Who, name: str) -> Iterator[bytes]:
    from .managers import books_of_managers

    yield from books_of_managers(week_named(name), who)


def _month(who: Who, name: str) -> Iterator[bytes]:
    from . import book_of_month

    yield book_of_month(name, who)


def _pack(who: Who, since: str, until: str) -> Iterator[bytes]:
    from .pack import pack

    yield from pack(who, date.fromisoformat(since), date.fromisoformat(until))


MAKERS: dict[str, Any] = {
    "week": _week,
    "print": _print,
    "stores": _stores,
    "month": _month,
    "year": _month,
    "pack": _pack,
}


def made(order: dict[str, Any], tell: Any) -> Iterator[bytes]:
    """The child's side: the file."""
    yield from MAKERS[order["what"]](asking(order), *order["asked"])
