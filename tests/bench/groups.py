"""Rows in groups, one to three deep, with their counts and sums: the first lines, beside the same GROUP BY by hand.

    python -m tests.bench groups --data DIR

Answers are held against the plain SQL first. Counted anew each time: within a transaction nothing is remembered.
"""

import argparse
from pathlib import Path
from typing import Any

from models import designed
from models.kit import system
from models.kit.ask.groups import MARK, Groups
from models.kit.ask.query import Query
from models.kit.server import database
from models.kit.server.database import fetch
from models.kit.server.standing import stand
from models.members import Member

from .measure import Table, side_by_side

WHO = system("bench")
LIMIT, MOST = 100, 3
LEVELS = (
    (["home_store"], "+home_store_id"),
    (["home_store", "tier"], "+home_store_id, +tier_id"),
    (["home_store", "tier", "joined_on:year"], "+home_store_id, +tier_id, SUBSTR(joined_on, 1, 4)"),
)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench groups", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    database.open(f"sqlite:///{parser.parse_args(arguments).data / 'ops.db'}")
    with database.reading():
        stand(designed())
        if Member.facts().computed:
            raise SystemExit(
                "there are reckoned columns, which the statement by hand would not sum up: take other data"
            )
        count = fetch("SELECT COUNT(*) FROM member")[0][0]
        table = Table(f"the first {LIMIT} lines of {count:,} members in groups", "GROUP BY")
        for names, by in LEVELS:
            bare = _by_hand(names, by)
            _same(names, fetch(bare))
            took, floor = side_by_side(lambda names=names: _lines(names), lambda bare=bare: fetch(bare), times=1)
            table.row(f"by {', '.join(names)}", took, floor, f"≤ {MOST}×", took <= MOST * floor)


def _by_hand(names: list[str], by: str) -> str:
    sums = ", ".join(f'SUM("{item.column_name}")' for item, _ in Query(Member, WHO).measures())
    return f"SELECT {by}, COUNT(*), {sums} FROM member GROUP BY {', '.join(str(at + 1) for at in range(len(names)))}"


def _lines(names: list[str]) -> list[dict[str, Any]]:
    with database.handle.atomic():
        return Groups(Query(Member, WHO), names, {"shut": True}).rows(0, LIMIT)


def _same(names: list[str], bare: list[tuple]) -> None:
    """As many rows in each of the outermost groups."""
    by_hand: dict[Any, int] = {}
    for row in bare:
        by_hand[row[0]] = by_hand.get(row[0], 0) + row[len(names)]
    ours = [line[MARK]["count"] for line in _lines(names) if len(line[MARK]["path"]) == 1]
    if sorted(ours) != sorted(by_hand.values()):
        raise SystemExit(f"{names}: not the same answer: {sorted(ours)[:3]} and {sorted(by_hand.values())[:3]}")
