"""An edit, a paste, a bulk change and a page of a list where freeze rules hold, beside the same where there are none.

    python -m tests.bench.freezes [--rows 100000] [--rules 20] [--each 200]

Makes a database of its own.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from models import AREAS, accounts
from models.design import DesignFreeze
from models.kit import system
from models.kit.ask.query import Query
from models.kit.server import database
from models.kit.write.bulk import Chosen, bulk
from models.kit.write.edits import edit
from models.kit.write.freezing import locked_in
from models.organization import Store

from .measure import machine

WHO = system("bench")
PASTED = 2000


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.freezes", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rules", type=int, default=20)
    parser.add_argument("--each", type=int, default=200)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        database.open(f"sqlite:///{Path(folder) / 'ops.db'}")
        with database.reading():
            accounts.seed_roles(AREAS)
            _stores(asked.rows)
            doings: dict[str, Callable[[], float]] = {
                "an edit": lambda: edits(asked.each),
                "a paste of 2,000 rows": paste,
                "a page of 100 rows": page,
                f"a bulk change of {asked.rows:,} rows": lambda: whole(asked.rows),
            }
            alone = {what: measured(what, doing) for what, doing in doings.items()}
            _rules(asked.rules)
            held = {what: measured(what, doing) for what, doing in doings.items()}
        database.close()
    print(machine() + "; of the processor, which others at work don't change")
    for what, ours in held.items():
        print(
            f"{what}: alone {alone[what]:.2f} ms, with {asked.rules} rules {ours:.2f} ms: {ours / alone[what]:.2f} times"
        )


def measured(what: str, doing: Callable[[], float]) -> float:
    """The median of three, after one to warm up; what takes long is done once."""
    if "bulk" in what:
        return doing()
    doing()
    return statistics.median(doing() for _ in range(3))


def _stores(count: int) -> None:
    """The first by the door, the others as copies of it."""
    row = {"code": "B1", "name": "店1", "area_m2": 50, "address": "一"}
    assert edit(Store, [{"id": None, "set": row}], who=WHO).state == "applied"
    names = [item.column_name for name, item in Store.fields().items() if name not in ("code", "name")]
    same = ", ".join(f'"{name}"' for name in names)
    database.handle.execute_sql(
        f"WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
        f"INSERT INTO store (id, code, name, {same}) SELECT n.i, 'B' || n.i, '店' || n.i, {same} FROM n, store WHERE id = 1"
    )


def _rules(count: int) -> None:
    """All of them ask by columns that are edited here; none locks what is edited, so that all goes through to the end."""
    for at in range(count):
        body = {"filter": {"area_m2": {"gt": 900 + at}}, "columns": ["address"]}
        row = {"zh": f"规则{at}", "record_type": "store", "body": json.dumps(body)}
        answer = edit(DesignFreeze, [{"id": None, "set": row}], who=WHO)
        assert answer.state == "applied", answer.errors


_next = iter(range(10**9))


def edits(count: int) -> float:
    """The median of so many edits of one cell, in ms."""
    took = []
    for at in range(count):
        began = time.process_time()
        answer = edit(Store, [{"id": at % 500 + 1, "set": {"area_m2": 1 + next(_next) % 800}}], who=WHO)
        took.append((time.process_time() - began) * 1000)
        assert answer.state == "applied"
    return statistics.median(took)


def paste() -> float:
    rows = [{"id": at + 1, "set": {"area_m2": 1 + next(_next) % 800}} for at in range(PASTED)]
    began = time.process_time()
    assert edit(Store, rows, who=WHO).state == "applied"
    return (time.process_time() - began) * 1000


def page() -> float:
    """What the grid asks for a block: its rows, and which of their cells are locked."""
    began = time.process_time()
    rows = Query(Store, WHO).rows(0, 100)
    locked_in(Store, [row["id"] for row in rows])
    return (time.process_time() - began) * 1000


def whole(count: int) -> float:
    began = time.process_time()
    value = 1 + next(_next) % 800
    answer = bulk(
        Store, Chosen(ids=list(range(1, count + 1))), [{"fields": ["area_m2"], "how": "set", "value": value}], who=WHO
    )
    assert answer.answer.state == "applied", answer
    return (time.process_time() - began) * 1000
