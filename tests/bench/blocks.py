"""Blocks of 100 rows of the member grid: at the top, deep down, sorted, filtered, searched; beside the best statement there is.

    python -m tests.bench.blocks --data DIR [--kit] [--quiet]

Every round asks something new, as people do, and over HTTP somebody edits a row twenty times a second meanwhile (not with --quiet):
what is kept of an earlier question, or was counted before an edit, answers nothing. Blocks are asked for as the grid does, whose
totals may follow; the floor has rows alone. With --kit both sides run in this process, without HTTP.
Every answer is held against plain SQL before it is timed.
"""

import argparse
import itertools
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.design.searches import index_searches
from models.kit import system
from models.kit.ask.query import Query
from models.kit.server import database
from models.kit.server.database import fetch
from models.members import Member

from .measure import Table, side_by_side
from .serving import Client, bare, opsdesk, token

LIMIT, CHECKED, PAUSE = 100, 2, 0.05
COLUMNS = ", ".join(f'"{item.column_name}"' for item in Member._meta.sorted_fields)
NEWEST = "ORDER BY joined_on DESC, id DESC"
FREQUENT = ("王小", "李静", "张欣", "刘小", "陈明", "杨丽", "赵欣", "周文")
LETTERS = ("wxm", "lxy", "zby", "cwj", "yxh", "zxy", "lwm", "hxj")


@dataclass(frozen=True)
class Case:
    """A kind of question. ask: of a round what is asked, and the statement that a person who knows the indexes writes for it."""

    name: str
    ask: Callable[[int], tuple[dict[str, Any], str]]
    most: float = 3.0

    def body(self, at: int) -> dict[str, Any]:
        return {"limit": LIMIT, "offset": 0, "totals": "later", "as": "columns", **self.ask(at)[0]}

    def sql(self, at: int) -> str:
        return f"SELECT {COLUMNS} FROM member {self.ask(at)[1]} LIMIT {LIMIT}"


def cases(rows: int) -> list[Case]:
    def deep(at: int) -> tuple[dict[str, Any], str]:
        offset = rows * 9 // 10 + at * 1_000 % (rows // 20)
        ids = f"SELECT id FROM member {NEWEST} LIMIT {LIMIT} OFFSET {offset}"
        return {"offset": offset}, f"WHERE id IN ({ids}) {NEWEST}"

    def filtered(at: int) -> tuple[dict[str, Any], str]:
        store, tier = 1 + at * 7 % 24, 1 + at % 3
        asked = {"filter": {"home_store": {"in": [store]}, "tier": {"in": [tier]}}}
        return asked, f"WHERE +home_store_id = {store} AND +tier_id = {tier} {NEWEST}"

    def rare(at: int) -> tuple[dict[str, Any], str]:
        debt, store = 1 + at, 1 + at * 5 % 24
        asked = {"filter": {"points_debt": {"eq": debt}, "home_store": {"in": [store]}}}
        return asked, f"WHERE points_debt = {debt} AND home_store_id = {store} {NEWEST}"

    def searched(words: tuple[str, ...]) -> Callable[[int], tuple[dict[str, Any], str]]:
        def ask(at: int) -> tuple[dict[str, Any], str]:
            word = words[at % len(words)]
            like = " OR ".join(f"{column} LIKE '%{word}%'" for column in ("name", "name_py", "card_no"))
            return {"search": word}, f"WHERE {like} {NEWEST}"

        return ask

    return [
        Case("top", lambda at: ({}, NEWEST)),
        Case(f"row {rows * 9 // 10:,} and further", deep),
        Case("sorted by points (index)", lambda at: ({"sort": ["-points"]}, "ORDER BY points DESC, id DESC")),
        Case(
            "sorted by 12-month spend (none)", lambda at: ({"sort": ["-spend_12m"]}, "ORDER BY spend_12m DESC, id DESC")
        ),
        Case("filter store and tier", filtered),
        Case("filter that nothing fits", rare),
        Case("search two signs", searched(FREQUENT)),
        Case("search three letters", searched(LETTERS)),
    ]


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.blocks", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--kit", action="store_true")
    parser.add_argument("--quiet", action="store_true")
    asked = parser.parse_args(arguments)
    database.open(f"sqlite:///{asked.data / 'ops.db'}")
    with database.reading():
        index_searches()  # as the server does within minutes
        chosen = cases(fetch("SELECT COUNT(*) FROM member")[0][0])
        for case in chosen:
            _same(case)
    if asked.kit:
        in_process(chosen)
    else:
        over_http(chosen, asked.data, asked.quiet)


def _same(case: Case) -> None:
    """A quicker wrong answer is no answer: the same ids in the same order."""
    for at in range(CHECKED):
        asked = case.body(at)
        ids = [row["id"] for row in _question(asked).rows(asked["offset"], LIMIT)]
        bare_ids = [row[0] for row in fetch(case.sql(at))]
        assert ids == bare_ids, f"{case.name}: {ids[:5]} is not {bare_ids[:5]}"


def _question(asked: dict[str, Any]) -> Query:
    return Query(Member, system("bench"), asked.get("filter"), asked.get("sort"), asked.get("search", ""))


def _rounds(ask: Callable[[int], Any]) -> Callable[[], Any]:
    """The next question each time."""
    turns = itertools.count()
    return lambda: ask(next(turns))


def in_process(cases: list[Case]) -> None:
    table = Table("Blocks of 100 members, in this process", "plain SQL")

    def ours(case: Case, at: int) -> Any:
        asked = case.body(at)
        return _question(asked).by_column(asked["offset"], LIMIT)

    with database.reading():
        for case in cases:
            product = _rounds(lambda at, case=case: ours(case, at))
            table.row(case.name, *side_by_side(product, _rounds(lambda at, case=case: fetch(case.sql(at)))))


def over_http(cases: list[Case], data: Path, quiet: bool) -> None:
    with opsdesk(data) as server, bare(data) as floor:
        key = token(data)
        ours, plain = Client(server.port, key), Client(floor.port)
        table = Table(f"Blocks of 100 members over HTTP (started in {server.seconds_to_start:.1f} s)", "bare server")
        with nullcontext() if quiet else editing(Client(server.port, key)):
            for case in cases:
                product, least = side_by_side(
                    _rounds(lambda at, case=case: ours.post("/api/v1/member/rows", case.body(at))),
                    _rounds(lambda at, case=case: plain.post("/ask", {"sql": case.sql(at)})),
                )
                table.row(case.name, product, least, f"<= {case.most:g} x", product <= case.most * least)


@contextmanager
def editing(client: Client) -> Iterator[None]:
    """Somebody changes a note, and now and then a store, all the while."""
    over = threading.Event()

    def edit() -> None:
        for at in itertools.count(1):
            if over.wait(PAUSE):
                return
            values = {"note": f"{at}"} if at % 10 else {"home_store": 1 + at % 24}
            asked = {"op": f"blocks-{id(over)}-{at}", "changes": [{"id": at * 101 % 5_000 + 1, "set": values}]}
            client.post("/api/v1/member/changes", asked)

    thread = threading.Thread(target=edit, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


if __name__ == "__main__":
    main(sys.argv[1:])
