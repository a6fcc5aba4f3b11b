"""An edit and a paste where a hundred automations look on, beside the same where there are none.

    python -m tests.bench.automations [--rows 5000] [--each 200]

Makes a database of its own.
"""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

from models import AREAS, accounts
from models.design import AutomationRun, DesignAutomation
from models.kit import system
from models.kit.server import database
from models.kit.write.edits import edit
from models.organization import Store

from .measure import machine

WHO = system("bench")
MOST = 100


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.automations", description=__doc__)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--each", type=int, default=200)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        database.open(f"sqlite:///{Path(folder) / 'ops.db'}")
        with database.reading():
            accounts.seed_roles(AREAS)
            _stores(asked.rows)
            edits(asked.each)
            alone = [edits(asked.each) for _ in range(3)]
            _automations()
            edits(asked.each)
            watched = [edits(asked.each) for _ in range(3)]
            before = AutomationRun.select().count()
            seconds, batch = paste(2000, 5)
            ran = AutomationRun.select().count() - before
        database.close()
    ours, theirs = statistics.median(watched), statistics.median(alone)
    print(machine())
    print(f"an edit: alone {theirs:.2f} ms, with {MOST} automations {ours:.2f} ms: {ours / theirs:.2f} times")
    print(f"a paste of 2,000 rows, {ran} of them set one off: {seconds:.2f} s, batch {batch}")


def _stores(count: int) -> None:
    rows = [{"id": None, "set": {"code": f"B{at}", "name": f"店{at}", "area_m2": 50}} for at in range(count)]
    for start in range(0, count, 2000):
        assert edit(Store, rows[start : start + 2000], who=WHO).state == "applied"


def _automations() -> None:
    """All of them ask by the column that is edited; the last meets five of the pasted rows."""
    for at in range(MOST):
        least = 1000 + at if at < MOST - 1 else 900
        body = {
            "when": {"kind": "meets", "filter": {"area_m2": {"gt": least}}},
            "only": {},
            "then": [{"do": "set", "values": {"address": {"is": "大"}}}],
        }
        row = {
            "zh": f"自动{at}",
            "record_type": "store",
            "role": "administrator",
            "active": True,
            "body": json.dumps(body),
        }
        answer = edit(DesignAutomation, [{"id": None, "set": row}], who=WHO)
        assert answer.state == "applied", answer.errors


_next = iter(range(10**9))


def edits(count: int) -> float:
    """The median of so many edits of one cell, in ms; none meets a condition."""
    took = []
    for at in range(count):
        began = time.perf_counter()
        answer = edit(Store, [{"id": at % 500 + 1, "set": {"area_m2": 1 + next(_next) % 800}}], who=WHO)
        took.append((time.perf_counter() - began) * 1000)
        assert answer.state == "applied"
    return statistics.median(took)


def paste(count: int, matching: int) -> tuple[float, int | None]:
    rows = [{"id": at + 1, "set": {"area_m2": 950 if at < matching else 801}} for at in range(count)]
    began = time.perf_counter()
    answer = edit(Store, rows, who=WHO)
    assert answer.state == "applied"
    return time.perf_counter() - began, answer.batch
