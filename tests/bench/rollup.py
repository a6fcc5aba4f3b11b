"""The weekly roll-up over years of masses: a week counted, beside plain SQL that gives the same figures, and past weeks filled in.

    python -m tests.bench rollup --data DIR [--entries 5000000 --purchases 2000000] [--past 100]

Without a database in DIR one is built there. The filling works on a copy, so the folder can be measured again.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import apsw

from exports.weeks import closing
from models import house, members
from models.kit import system
from models.kit.clock import Week, today
from models.kit.declare.area import Area
from models.kit.server import database
from models.kit.server.database import fetch, handle
from models.kit.week.rollup import Values, counted, last_whole
from models.weekly import aims

from . import years
from .measure import Table, machine, side_by_side
from .plain_members import plain

MOST = 1.5
LARGE = ("points_entry", "purchase", "points_lot")
PROFILE = apsw.SQLITE_TRACE_PROFILE


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench rollup", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--entries", type=int, default=5_000_000)
    parser.add_argument("--purchases", type=int, default=2_000_000)
    parser.add_argument("--past", type=int, default=100, help="how many past weeks are filled in")
    asked = parser.parse_args(arguments)
    years.ready(asked.data, asked.entries, asked.purchases)
    week = last_whole(today())
    with database.reading():
        _same(week)
        _times(week)
        _reads(week)
    database.close()
    _fill(asked.data / "ops.db", asked.past)


# A week beside plain SQL ------------------------------------------------------------------------------------------------


def _count(areas: Sequence[Area], week: Week) -> Values:
    """As the process of the Monday job does it, which remembers nothing of another count."""
    _forget()
    return counted(list(areas), week, aims=aims(week))


def _forget() -> None:
    """What was kept of one opening of the database means nothing in the next."""
    database.begin_anew()


def _same(week: Week) -> None:
    """A quicker wrong answer is no answer: every figure of the members, in all and per store, as plain SQL has it."""
    ours, bare = _count([members.AREA], week), plain(week)
    for key, value in bare.items():
        mine = ours[key].value if key in ours else None
        assert mine == value, f"{key}: {mine} is not {value}"
    left = {key for key in ours if key not in bare and ours[key].value is not None}
    assert not left, f"plain SQL doesn't know {sorted(left, key=str)[:5]}"


def _times(week: Week) -> None:
    table = Table(f"{week} counted, {_sizes()}", "plain SQL")
    ours, bare = side_by_side(lambda: _count([members.AREA], week), lambda: plain(week), times=1)
    table.row(f"members, {len(members.AREA.metrics)} figures", ours, bare, f"<= {MOST:g} x", ours <= MOST * bare)
    said = _statements(lambda: _count(house().counted, week))
    figures = sum(len(area.metrics) for area in house().counted)
    ours, bare = side_by_side(lambda: _count(house().counted, week), lambda: _again(said), times=1)
    table.row(f"all areas, {figures} figures: their own SQL bare", ours, bare)
    ours, _ = side_by_side(lambda: closing.count(str(week)), _forget, times=1)
    table.row("all areas, compared and reported", ours)


def _statements(work: Callable[[], Any]) -> list[tuple[str, Any]]:
    """What SQL a piece of work runs, with its values."""
    said: list[tuple[str, Any]] = []
    connection = handle.connection()

    def heard(_: Any, sql: str, values: Any) -> bool:
        said.append((sql, values))
        return True

    connection.exec_trace = heard
    try:
        work()
    finally:
        connection.exec_trace = None
    return said


def _again(said: list[tuple[str, Any]]) -> None:
    cursor = handle.connection().cursor()
    for sql, values in said:
        cursor.execute(sql, values).fetchall()


def _sizes() -> str:
    return ", ".join(f"{fetch(f'SELECT COUNT(*) FROM {name}')[0][0]:,} {name}" for name in LARGE)


# What is read -----------------------------------------------------------------------------------------------------------


@dataclass
class Read:
    """What SQLite did for one figure: its own counters of steps, and of rows stepped over in scans."""

    name: str
    ms: float = 0.0
    steps: int = 0
    scanned: int = 0
    scans: set[str] = field(default_factory=set)


def _reads(week: Week) -> None:
    """Only the rows of a figure's own weeks are read: SQLite's counters, and the plan of every statement."""
    alone = [replace(area, metrics=(metric,)) for area in house().counted for metric in area.metrics]
    reads = [_read(area.metrics[0].name, lambda area=area: _count([area], week)) for area in alone]
    rows, quarter = _rows_of(week, 7), _rows_of(week, 90)
    whole = sum(fetch(f"SELECT COUNT(*) FROM {name}")[0][0] for name in LARGE[:2])
    steps, scanned = sum(read.steps for read in reads), sum(read.scanned for read in reads)
    print(
        f"\nWhat is read for {week}: ledger lines and receipts of the week {rows:,}, of 90 days {quarter:,}, in all {whole:,}"
    )
    print(
        f"  {steps:,} steps of SQLite's machine for all figures ({steps / rows:.1f} a row of the week), {scanned:,} rows stepped over in scans"
    )
    for read in sorted(reads, key=lambda read: -read.ms)[:8]:
        print(
            f"  {read.name:28}{read.ms:8.1f} ms{read.steps:12,} steps{read.scanned:10,} scanned  {'; '.join(sorted(read.scans))}"
        )
    slow = [read.name for read in reads if read.scans]
    print(f"  figures that scan a large table: {', '.join(slow) if slow else 'none'}: {'MISSED' if slow else 'ok'}")


def _read(name: str, work: Callable[[], Any]) -> Read:
    read, connection = Read(name), handle.connection()

    def note(event: dict) -> None:
        status = event["stmt_status"]
        read.ms += event["nanoseconds"] / 1e6
        read.steps += status["SQLITE_STMTSTATUS_VM_STEP"]
        read.scanned += status["SQLITE_STMTSTATUS_FULLSCAN_STEP"]

    connection.trace_v2(PROFILE, note)
    try:
        said = _statements(work)
    finally:
        connection.trace_v2(0, None)
    for sql, values in said:
        read.scans |= {
            step
            for step in _plan(sql, values)
            if step.startswith("SCAN") and any(_is(sql, step, table) for table in LARGE)
        }
    return read


def _plan(sql: str, values: Any) -> list[str]:
    return [row[3] for row in handle.connection().cursor().execute(f"EXPLAIN QUERY PLAN {sql}", values)]


def _is(sql: str, step: str, table: str) -> bool:
    """Whether the step reads this table, which the statement may call by another name."""
    called = step.split()[1]
    return called == table or f'"{table}" AS "{called}"' in sql


def _rows_of(week: Week, days: int) -> int:
    since = f"{week.ends - timedelta(days=days)}"
    return sum(
        fetch(f"SELECT COUNT(*) FROM {name} WHERE {when} >= ? AND {when} < ?", (since, f"{week.ends}"))[0][0]
        for name, when in (("points_entry", "occurred_at"), ("purchase", "purchased_at"))
    )


# Past weeks -------------------------------------------------------------------------------------------------------------


def _fill(path: Path, past: int) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        shutil.copy(path, Path(folder) / "ops.db")
        database.open(f"sqlite:///{folder}/ops.db")
        last, calls = last_whole(today()), Counter()
        weeks = [Week(last.monday - timedelta(days=7 * back)) for back in range(1, past + 1)]

        def tell(share: float, text: str | None = None) -> None:
            calls["times"] += 1
            print(f"\r  {share:3.0f}%  {text or ''}", end="", flush=True)

        with database.reading():
            started = time.perf_counter()
            said = closing.fill(weeks, who=system("bench"), tell=tell)
            seconds = time.perf_counter() - started
        database.close()
    each = seconds * 1000 / max(1, len(said))
    print(
        f"\r{len(said)} past weeks filled in: {seconds:.1f} s, {each:.0f} ms each; progress told {calls['times']} times"
    )
    print(f"  {machine()}")


if __name__ == "__main__":
    main(sys.argv[1:])
