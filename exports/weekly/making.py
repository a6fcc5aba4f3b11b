"""Workbooks in a process of their own: made as this very person, never on a disk, and given up when the download is."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from exports.worker import asking
from models.kit.access import Who
from models.kit.beside import Beside, Ended
from models.kit.rollup import week_named

THREADS = ThreadPoolExecutor(4, "workbooks")


async def pieces(who: Who, lang: str, what: str, *asked: str) -> AsyncIterator[bytes]:
    """The file as it comes out of the process; only so many are made at a time, the others wait their turn."""
    order = {"user": who.user_id, "lang": lang, "what": what, "asked": asked}
    work, loop = Beside("exports.weekly.making:made", order), asyncio.get_running_loop()
    coming = work.pieces()
    try:
        while block := await loop.run_in_executor(THREADS, _next, work, coming):
            yield block
    finally:
        work.cancel()


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
