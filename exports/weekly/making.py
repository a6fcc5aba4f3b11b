"""Workbooks in a process of their own: made as this very person, never on a disk, and given up when the download is."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from typing import Any

from exports.write.worker import asking
from models.kit.declare.access import Who
from models.kit.server.beside import CANCELLED, Beside, Ended
from models.kit.server.turns import QUEUE
from models.kit.text import Text
from models.kit.week.rollup import week_named

THREADS = ThreadPoolExecutor(16, "workbooks")  # most of them wait for their turn
WHAT = {
    "week": Text("周会工作簿", "Meeting workbook"),
    "month": Text("月报工作簿", "Month's workbook"),
    "pack": Text("全部清单", "Every list"),
}


async def pieces(who: Who, lang: str, what: str, *asked: str) -> AsyncIterator[bytes]:
    """The file as it comes out of the process, once it is its turn. Raises Refused when too many wait, or it gave up."""
    order = {"user": who.user_id, "lang": lang, "what": what, "asked": asked}
    work, loop = Beside("exports.weekly.making:made", order), asyncio.get_running_loop()
    coming = _in_turn(who, work, WHAT[what])
    try:
        while block := await loop.run_in_executor(THREADS, _next, work, coming):
            yield block
    finally:
        work.cancel()
        with suppress(ValueError):  # at work in its thread it notices by itself, and ends there
            coming.close()


def _in_turn(who: Who, work: Beside, what: Text) -> Iterator[bytes]:
    def waiting(before: int) -> None:
        if work.cancelled:
            raise Ended(CANCELLED, "cancelled")

    with QUEUE.one(who.user_id, waiting, what):
        yield from work.pieces()


def _next(work: Beside, coming: Iterator[bytes]) -> bytes:
    """The next piece; nothing at the end, which nobody hears who has given it up. Raises Refused when the process fails."""
    try:
        return next(coming, b"")
    except Ended:
        if work.cancelled:
            return b""
        raise


def _week(who: Who, name: str) -> Iterator[bytes]:
    from . import book_of_week

    yield book_of_week(week_named(name), who)


def _month(who: Who, name: str) -> Iterator[bytes]:
    from . import book_of_month

    yield book_of_month(name, who)


def _pack(who: Who, since: str, until: str) -> Iterator[bytes]:
    from .pack import pack

    yield from pack(who, date.fromisoformat(since), date.fromisoformat(until))


MAKERS: dict[str, Any] = {"week": _week, "month": _month, "pack": _pack}


def made(order: dict[str, Any], tell: Any) -> Iterator[bytes]:
    """The child's side: the file."""
    yield from MAKERS[order["what"]](asking(order), *order["asked"])
