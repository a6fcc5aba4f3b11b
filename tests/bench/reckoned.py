"""Blocks of 100 members with three formulas, a lookup and a roll-up; sorted and filtered by a formula; beside the select by hand.

    python -m tests.bench.reckoned --data DIR

The columns are made through the door in a copy's design, so take a copy of the data. Answers are held against the plain SQL first.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models import designed
from models.design import DesignColumn, DesignView
from models.design.quicker import index_at_night
from models.kit import system
from models.kit.ask.query import Query
from models.kit.clock import today
from models.kit.server import database
from models.kit.server.database import fetch
from models.kit.server.standing import stand
from models.kit.write.edits import edit
from models.members import Member

from .measure import Table, side_by_side, timed

WHO = system("bench")
LIMIT = 100
COLUMNS: list[dict[str, Any]] = [
    {"name": "b_each", "zh": "每分消费", "kind": "formula", "formula": "=ROUND([spend_12m]/([points]+1),2)"},
    {
        "name": "b_level",
        "zh": "档",
        "kind": "formula",
        "formula": '=IF([spend_12m]>1000,"高",IF([spend_12m]>100,"中","低"))',
    },
    {"name": "b_half", "zh": "半数积分", "kind": "formula", "formula": "=[points]*2+1"},
    {"name": "b_region", "zh": "门店地址", "kind": "lookup", "through": "home_store", "picks": "[address]"},
    {"name": "b_bought", "zh": "积分笔数", "kind": "rollup", "target": "points_entry", "through": "member"},
]
SPENT = {
    "name": "b_earned",
    "zh": "得分合计",
    "kind": "rollup",
    "target": "points_entry",
    "through": "member",
    "figure": "sum",
    "picks": "[points]",
    "condition": '[kind]="earn"',
}
VIEW = {
    "record_type": "member",
    "name": "bench",
    "body": json.dumps({"columns": [], "sort": ["-b_half"], "filter": {}}),
}
BY_EARNED = VIEW | {"name": "bench earned", "body": json.dumps({"columns": [], "sort": ["-b_earned"], "filter": {}})}
OWN = ", ".join(f'm."{item.column_name}"' for item in Member._meta.sorted_fields)
LEVEL = "CASE WHEN m.spend_12m > 100000 THEN '高' WHEN m.spend_12m > 10000 THEN '中' ELSE '低' END"
BY_HAND = f"""{OWN}, CAST(ROUND(m.spend_12m / 1.0 / (m.points + 1)) AS INTEGER), {LEVEL}, m.points * 2 + 1,
  (SELECT s.address FROM store s WHERE s.id = m.home_store_id), (SELECT COUNT(*) FROM points_entry p WHERE p.member_id = m.id)"""


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.reckoned", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    database.open(f"sqlite:///{parser.parse_args(arguments).data / 'ops.db'}")
    with database.reading():
        database.migrate()
        stand(designed())
        _design()
        count = fetch("SELECT COUNT(*) FROM member")[0][0]
        table = Table(f"{count:,} members, blocks of {LIMIT} with three formulas, a lookup and a roll-up", "by hand")
        for what, ours, bare, most in _cases(count * 9 // 10):
            _same(what, ours(), fetch(bare))
            took, floor = side_by_side(ours, lambda bare=bare: fetch(bare), times=3)
            table.row(what, took, floor, f"≤ {most}×" if most else "", took <= most * floor if most else None)
        _at_night(table)


def _at_night(table: Table) -> None:
    """A roll-up that is sorted by, and a view's formula, before and after the night's indexes, which are timed too."""
    started = time.perf_counter()
    _add(DesignColumn, {"record_type": "member", **SPENT})
    stand(designed())
    table.row("a roll-up is added", (time.perf_counter() - started) * 1000, None, "≤ 10 s")
    if not DesignView.select().where(DesignView.name == VIEW["name"]).exists():
        _add(DesignView, VIEW)
    sorts = ("-b_earned", "-b_half")
    before = [timed(_rows(sort=[sort])) for sort in sorts]
    started = time.perf_counter()
    index_at_night(today())
    table.row("the night builds their indexes", (time.perf_counter() - started) * 1000)
    for sort, slow in zip(sorts, before, strict=True):
        table.row(f"sorted by {sort[1:]}, floor: before", timed(_rows(sort=[sort])), slow)
    if not DesignView.select().where(DesignView.name == BY_EARNED["name"]).exists():
        _add(DesignView, BY_EARNED)
    table.row("a shared view goes by the roll-up: it is kept", timed(lambda: index_at_night(today())))
    table.row("sorted by b_earned, floor: before", timed(_rows(sort=["-b_earned"])), before[0])
    table.row("filtered by it and counted", timed(_count({"b_earned": {"gt": 1000}})))


def _add(record: Any, values: dict[str, Any]) -> None:
    answer = edit(record, [{"id": None, "set": values}], who=WHO)
    if answer.state != "applied":
        raise SystemExit("\n".join(fault.text.en for fault in answer.errors))


def _design() -> None:
    there = {name for (name,) in DesignColumn.select(DesignColumn.name).tuples()}
    lacking = [
        {"id": None, "set": {"record_type": "member", **column}} for column in COLUMNS if column["name"] not in there
    ]
    answer = edit(DesignColumn, lacking, who=WHO) if lacking else None
    if answer is not None and answer.state != "applied":
        raise SystemExit("\n".join(fault.text.en for fault in answer.errors))
    stand(designed())


def _cases(deep: int) -> list[tuple[str, Callable[[], Any], str, float]]:
    """What, ours, the statement by hand, and how many times as long it may take."""
    ids = f"SELECT id FROM member ORDER BY joined_on DESC, id DESC LIMIT {LIMIT} OFFSET {deep}"
    first = f"SELECT {BY_HAND} FROM member m ORDER BY joined_on DESC, id DESC LIMIT {LIMIT}"
    half = "(m.points * 2 + 1)"
    by_half = f"SELECT {BY_HAND} FROM member m WHERE m.id IN (SELECT id FROM member m ORDER BY {half} DESC, m.id DESC LIMIT {LIMIT})"
    return [
        ("the select of a block", _select(), first, 1.5),
        ("a block at the top, as it is sent", _rows(), first, 0),
        (
            f"a block at row {deep:,}, as it is sent",
            _rows(offset=deep),
            f"SELECT {BY_HAND} FROM member m WHERE m.id IN ({ids})",
            0,
        ),
        ("sorted by a formula", _rows(sort=["-b_half"]), by_half, 1.3),
        (
            "filtered by a formula, counted",
            _count({"b_half": {"gt": 1001}}),
            f"SELECT COUNT(*) FROM member m WHERE {half} > 1001",
            1.3,
        ),
    ]


def _rows(offset: int = 0, **asked: Any) -> Callable[[], Any]:
    return lambda: Query(Member, WHO, **asked).rows(offset, LIMIT)


def _select() -> Callable[[], Any]:
    """What the database does of it, with nothing made of the rows."""

    sql, values = Query(Member, WHO)._select().limit(LIMIT).sql()
    return lambda: database.handle.execute_sql(sql, values).fetchall()


def _count(filter: dict[str, Any]) -> Callable[[], Any]:
    """Counted anew each time: within a transaction nothing is remembered."""

    def count() -> int:
        with database.handle.atomic():
            return Query(Member, WHO, filter).count()

    return count


def _same(what: str, ours: Any, bare: list[tuple]) -> None:
    if isinstance(ours, list) and isinstance(ours[0], tuple):
        ours = [
            dict(zip(("id", "b_level", "b_half", "b_region", "b_bought"), (row[0], *row[-4:]), strict=True))
            for row in ours
        ]
    mine = ours if isinstance(ours, int) else sorted(row["id"] for row in ours)
    theirs = bare[0][0] if isinstance(ours, int) else sorted(row[0] for row in bare)
    if mine != theirs:
        raise SystemExit(f"{what}: not the same answer")
    if not isinstance(ours, int):
        by_hand = {row[0]: row[-5:] for row in bare}
        for row in ours:
            shown = (row["b_level"], row["b_half"], row["b_region"], row["b_bought"])
            if shown != tuple(by_hand[row["id"]][1:]):
                raise SystemExit(f"{what}: member {row['id']} is {shown} here and {by_hand[row['id']]} by hand")
