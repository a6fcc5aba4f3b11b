"""Workbooks in a process of their own: made as this very person, never on a disk, and given up when the download is."""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

from exports.worker import BLOCK, Broken, ordered
from models.kit import database, standing
from models.kit.access import Who
from models.kit.rollup import week_named

ROOT = Path(__file__).parent.parent.parent
THREADS = ThreadPoolExecutor(4, "workbooks")


class Making:
    """One workbook on its way: the process is started by a thread, as forking beside a running event loop can hang it."""

    def __init__(self, order: dict[str, Any]):
        self.order, self.child, self.given_up = order, None, False
        self.lock = threading.Lock()

    def read(self) -> bytes:
        """The next piece; nothing at the end. Raises Broken when the process fails."""
        with self.lock:
            if self.given_up:
                return b""
            child = self.child = self.child or self.start()
        block = child.stdout.read(BLOCK)
        if not block and child.wait() and not self.given_up:
            raise Broken(f"the workbook's process ended with {child.returncode}")
        return block

    def start(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "exports.weekly.making"]
        child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        child.stdin.write(json.dumps(self.order).encode())
        child.stdin.close()
        return child

    def end(self) -> None:
        """Nobody waits for it any more: what isn't finished is killed, and a thread that still reads comes to the end."""
        with self.lock:
            self.given_up = True
            if self.child is not None:
                self.child.kill()
                self.child.wait()


async def pieces(who: Who, lang: str, what: str, *asked: str) -> AsyncIterator[bytes]:
    """The file as it comes out of the process; only so many are made at a time, the others wait their turn."""
    order = {
        "database": database.address(),
        "user": who.user_id,
        "lang": lang,
        "what": what,
        "asked": asked,
        "house": standing.order(),
    }
    making, loop = Making(order), asyncio.get_running_loop()
    try:
        while block := await loop.run_in_executor(THREADS, making.read):
            yield block
    finally:
        making.end()


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
    with ordered() as (order, who):
        for chunk in MAKERS[order["what"]](who, *order["asked"]):
            sys.stdout.buffer.write(chunk)


if __name__ == "__main__":
    main()
