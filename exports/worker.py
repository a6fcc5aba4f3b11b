"""Long exports in a process of their own, so that the app stays quick for everybody else; cancelled when the download is."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from models import house
from models.accounts import who_for
from models.kit import database, standing
from models.kit.access import Who
from models.kit.query import Query

from . import book
from .turns import Turns

log = logging.getLogger("opsdesk.exports")
ROOT = Path(__file__).parent.parent
MAKERS = {"xlsx": book.as_xlsx, "csv": book.as_csv}
BLOCK = 1 << 16
# Each is a process of its own, and lasts as long as somebody fetches it.
TURNS = Turns(at_once=4, waiting=8, seconds=30, each=2)


class Broken(Exception):
    """The process ended before the file did."""


def in_turn(who: Who, record: str, asked: dict[str, Any], names: list[str], ending: str) -> Iterator[bytes]:
    """`chunks` once it is their turn, which is given back when they are fetched or dropped. Raises Refused at once."""

    def made() -> Iterator[bytes]:
        with TURNS.one(who.user_id):
            yield b""  # begun: from here on it ends properly even when nobody asks for more
            yield from chunks(who, record, asked, names, ending)

    found = made()
    next(found)
    return found


def chunks(who: Who, record: str, asked: dict[str, Any], names: list[str], ending: str) -> Iterator[bytes]:
    """The file in pieces, made by a child process that asks as this very person. Raises Broken when it fails."""
    order = {
        "database": database.address(),
        "user": who.user_id,
        "lang": who.lang,
        "record": record,
        "asked": {name: asked.get(name) for name in ("filter", "sort", "search")},
        "names": names,
        "ending": ending,
        "house": standing.order(),
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "exports.worker"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        child.stdin.write(json.dumps(order).encode())
        child.stdin.close()
        while block := child.stdout.read(BLOCK):
            yield block
        if child.wait():
            raise Broken(f"the export process ended with {child.returncode}")
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
        child.stdout.close()


@contextmanager
def ordered() -> Iterator[tuple[dict[str, Any], Who]]:
    """The child's side: its order from stdin, the database open, and whom it works for."""
    os.nice(10)
    order = json.loads(sys.stdin.buffer.read())
    database.open(order["database"])
    with database.reading():
        standing.build(order["house"])
        who = who_for(order["user"])
        if who is None:
            raise SystemExit("no such user")
        yield order, replace(who, lang=order["lang"])


def main() -> None:
    """The child: one order on stdin, the file on stdout."""
    with ordered() as (order, who):
        asked = order["asked"]
        query = Query(house().records[order["record"]], who, asked["filter"], asked["sort"], asked["search"])
        for chunk in MAKERS[order["ending"]](query, order["names"], who):
            sys.stdout.buffer.write(chunk)


if __name__ == "__main__":
    main()
