"""Workbooks in a process of their own: made as this very person, never on a disk, and given up when the download is."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from exports.worker import BLOCK, Broken
from models.accounts import who_for
from models.kit import database
from models.kit.access import Who
from models.kit.rollup import week_named

ROOT = Path(__file__).parent.parent.parent


async def pieces(who: Who, lang: str, what: str, *asked: str) -> AsyncIterator[bytes]:
    """The file as it comes out of the process. Raises Broken when that fails."""
    order = {"database": database.address(), "user": who.user_id, "lang": lang, "what": what, "asked": asked}
    command = (sys.executable, "-m", "exports.weekly.making")
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=pipe, stdout=pipe)
    try:
        child.stdin.write(json.dumps(order).encode())
        child.stdin.close()
        while block := await child.stdout.read(BLOCK):
            yield block
        if await child.wait():
            raise Broken(f"the workbook's process ended with {child.returncode}")
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


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


def main() -> None:
    """The child: one order on stdin, the file on stdout."""
    os.nice(10)
    order = json.loads(sys.stdin.buffer.read())
    database.open(order["database"])
    with database.reading():
        who = who_for(order["user"])
        if who is None:
            raise SystemExit("no such user")
        for chunk in MAKERS[order["what"]](replace(who, lang=order["lang"]), *order["asked"]):
            sys.stdout.buffer.write(chunk)


if __name__ == "__main__":
    main()
