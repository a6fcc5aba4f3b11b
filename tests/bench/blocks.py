"""Blocks of 100 rows of the member grid: at the top, deep down, sorted, filtered, searched; beside the bare statement.

    python -m tests.bench.blocks --data DIR [--kit]

With --kit both sides run in this process, without HTTP. Every answer is held against plain SQL before it is timed.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.kit import system
from models.kit.ask.query import Query
from models.kit.server import database
from models.kit.server.database import fetch
from models.members import Member

from .measure import Table, side_by_side
from .serving import Client, bare, opsdesk, token

LIMIT = 100
COLUMNS = ", ".join(f'"{item.column_name}"' for item in Member._meta.sorted_fields)


@dataclass(frozen=True)
class Case:
    """One question, and the statement a person would write for it by hand."""

    name: str
    tail: str
    count: str = ""
    asked: dict[str, Any] = field(default_factory=dict)
    most: float = 3.0

    @property
    def body(self) -> dict[str, Any]:
        return {"limit": LIMIT, "offset": 0, **self.asked}

    @property
    def sql(self) -> str:
        return f"SELECT {COLUMNS} FROM member {self.tail} LIMIT {LIMIT}"


def cases(deep: int) -> list[Case]:
    newest = "ORDER BY joined_on DESC, id DESC"
    seek = f"(SELECT id FROM member ORDER BY joined_on DESC, id DESC LIMIT {LIMIT} OFFSET {deep})"
    where = "WHERE home_store_id = 3 AND tier_id = 2"
    like = "WHERE name LIKE '%王小%' OR name_py LIKE '%王小%' OR card_no LIKE '%王小%'"
    letters = "WHERE name LIKE '%wxm%' OR name_py LIKE '%wxm%' OR card_no LIKE '%wxm%'"
    return [
        Case("top", newest),
        Case(f"row {deep:,}", f"WHERE id IN {seek} ORDER BY joined_on DESC, id DESC", asked={"offset": deep}),
        Case("sorted by points (index)", "ORDER BY points DESC, id DESC", asked={"sort": ["-points"]}),
        Case("sorted by 12-month spend (no index)", "ORDER BY spend_12m DESC, id DESC", asked={"sort": ["-spend_12m"]}),
        Case(
            "filter store and tier",
            f"{where} {newest}",
            f"member {where}",
            {"filter": {"home_store": {"in": [3]}, "tier": {"in": [2]}}},
        ),
        Case("search 王小", f"{like} {newest}", f"member {like}", {"search": "王小"}),
        Case("search wxm", f"{letters} {newest}", f"member {letters}", {"search": "wxm"}),
    ]


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.blocks", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--kit", action="store_true")
    asked = parser.parse_args(arguments)
    database.open(f"sqlite:///{asked.data / 'ops.db'}")
    with database.reading():
        deep = fetch("SELECT COUNT(*) FROM member")[0][0] * 9 // 10
        chosen = cases(deep)
        for case in chosen:
            _same(case)
    if asked.kit:
        in_process(chosen)
    else:
        over_http(chosen, asked.data)


def _same(case: Case) -> None:
    """A quicker wrong answer is no answer: the same ids in the same order, the same count."""
    query = Query(
        Member, system("bench"), case.asked.get("filter"), case.asked.get("sort"), case.asked.get("search", "")
    )
    ids = [row["id"] for row in query.rows(case.asked.get("offset", 0), LIMIT)]
    bare_ids = [row[0] for row in fetch(case.sql)]
    assert ids == bare_ids, f"{case.name}: {ids[:5]} is not {bare_ids[:5]}"
    if case.count:
        assert query.count() == fetch(f"SELECT COUNT(*) FROM {case.count}")[0][0], case.name


def in_process(cases: list[Case]) -> None:
    table = Table("Blocks of 100 members, in this process", "plain SQL")
    who = system("bench")

    def ours(case: Case) -> Callable[[], Any]:
        asked = case.asked
        return lambda: Query(Member, who, asked.get("filter"), asked.get("sort"), asked.get("search", "")).rows(
            asked.get("offset", 0), LIMIT
        )

    with database.reading():
        for case in cases:
            table.row(case.name, *side_by_side(ours(case), lambda case=case: fetch(case.sql)))


def over_http(cases: list[Case], data: Path) -> None:
    with opsdesk(data) as server, bare(data) as floor:
        ours, plain = Client(server.port, token(data)), Client(floor.port)
        table = Table(f"Blocks of 100 members over HTTP (started in {server.seconds_to_start:.1f} s)", "bare server")
        for case in cases:
            product, least = side_by_side(
                lambda case=case: ours.post("/api/v1/member/rows", case.body),
                lambda case=case: plain.post("/ask", {"sql": case.sql}),
            )
            table.row(case.name, product, least, f"<= {case.most:g} x", product <= case.most * least)


if __name__ == "__main__":
    main(sys.argv[1:])
