"""A column and a roll-up are added, and its index built, while others edit through the real server.

    python -m tests.bench columns --data DIR [--editors 20] [--seconds 6] [--pause 0.25] [--cold]

Beside it the bare statements on the same file, and the same edits without any of it. By day SQLite indexes small tables only, as
nobody else can write meanwhile; the large one's index is then built alone, as at night. The design of the data changes, so take a
copy; what was added is removed again at the end.
"""

import argparse
import json
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

from models import designed
from models.design import DesignColumn
from models.design.quicker import index_at_night, index_soon
from models.kit.clock import today
from models.kit.server import database
from models.kit.server.standing import stand

from .edits import Editor
from .meanwhile import _all as edited
from .measure import Table, part, timed
from .serving import Client, opsdesk, token

TARGET = 100
COLUMN = {"record_type": "member", "zh": "爱好", "en": "Hobby", "kind": "line"}
ROLLUP = {
    "record_type": "member",
    "zh": "消费得分",
    "en": "Earned",
    "kind": "rollup",
    "target": "points_entry",
    "through": "member",
    "figure": "sum",
    "picks": "[points]",
    "condition": '[kind]="earn"',
}
BARE = 'CREATE INDEX bench_floor ON points_entry ("member_id", "kind", "points")'


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench columns", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--editors", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--pause", type=float, default=0.25, help="seconds each editor waits between two edits")
    parser.add_argument(
        "--cold", action="store_true", help="the column is the first name that anybody gives after the start"
    )
    asked = parser.parse_args(arguments)
    with opsdesk(asked.data) as server:
        # Not before: the server's start writes by Python's own SQLite, and two libraries at one file in one process ruin it.
        database.open(f"sqlite:///{asked.data / 'ops.db'}")
        bearer = token(asked.data)
        editors = [Editor(Client(server.port, bearer), 1_000 + 2_000 * at) for at in range(asked.editors)]
        edited(editors, 1, asked.pause)  # warms everything up
        if not asked.cold:
            Client(server.port, bearer).get(
                "/api/v1/finding"
            )  # as the first person's search box: it opens what reads names
        table = Table(f"columns are added beside {asked.editors} people who edit", "bare")
        designer, made = Client(server.port, bearer), []
        steps: list[tuple[str, Callable[[], Any], Callable[[], Any] | None, float]] = [
            ("a column is added", lambda: made.append(_added(designer, COLUMN)), _bare_column, 2_000),
            ("a roll-up is added", lambda: made.append(_added(designer, ROLLUP)), None, 10_000),
            ("its index, if that is done by day", _soon, None, 10_000),
            ("a shared view goes by it: it is kept", lambda: _kept(designer), None, 300_000),
        ]
        alone = edited(editors, asked.seconds, asked.pause)
        for what, do, bare, most in steps:
            floor = None if bare is None else timed(bare)
            took, waits = _meanwhile(do, lambda: edited(editors, asked.seconds, asked.pause))
            table.row(what, took, floor, f"≤ {most / 1000:g} s", took <= most)
            p95 = part(waits, 0.95)
            table.row("  p95 of the edits, floor: alone", p95, part(alone, 0.95), f"≤ {TARGET} ms", p95 <= TARGET)
            table.row("  the longest", max(waits), max(alone))
        for editor in editors:
            editor.check()
        floor = timed(_bare_index)
        took = timed(_at_night)
        table.row("its index, if that was left for the night", took, floor, "≤ 10 s", took <= 10_000)
        for id in made:
            designer.json("/api/v1/actions/design_column_remove", {"op": uuid.uuid4().hex, "id": id})
        _at_night()
        database.close()


def _added(client: Client, values: dict[str, Any]) -> int:
    asked = {"op": uuid.uuid4().hex, "changes": [{"id": None, "set": values}]}
    answer = client.json("/api/v1/design_column/changes", asked)
    if answer["state"] != "applied":
        raise SystemExit(str(answer))
    return answer["rows"][0]["id"]


def _soon() -> None:
    with database.reading():
        stand(designed())
        print(index_soon(today()).en)


def _kept(client: Client) -> None:
    """What the next round of the job does once somebody shares a view that is sorted by the roll-up."""
    with database.reading():
        stand(designed())
        name = next(row.name for row in DesignColumn.rows() if row.zh == ROLLUP["zh"] and row.state == "active")
    body = json.dumps({"columns": [], "sort": [f"-{name}"], "filter": {}})
    view = {"record_type": "member", "name": f"按{ROLLUP['zh']} {uuid.uuid4().hex[:6]}", "body": body}
    client.json("/api/v1/design_view/changes", {"op": uuid.uuid4().hex, "changes": [{"id": None, "set": view}]})
    _soon()


def _at_night() -> None:
    with database.reading():
        stand(designed())
        index_at_night(today())


def _bare_column() -> None:
    _and_back("ALTER TABLE member ADD COLUMN bench_floor TEXT", "ALTER TABLE member DROP COLUMN bench_floor")


def _bare_index() -> None:
    _and_back(BARE, "DROP INDEX bench_floor")


def _and_back(sql: str, back: str) -> None:
    """Measured as it would be kept: the way back is taken in the same moment, so that nothing of it stays."""
    with database.writing():
        database.handle.execute_sql(sql)
        database.handle.execute_sql(back)


def _meanwhile(do: Callable[[], Any], others: Callable[[], list[float]]) -> tuple[float, list[float]]:
    """How long it took, half a second after the others began, and how long each of their edits did; they go on until it is done."""
    waits: list[float] = []
    over = Event()

    def go_on() -> None:
        waits.extend(others())
        while not over.is_set():
            waits.extend(others())

    beside = Thread(target=go_on)
    beside.start()
    time.sleep(0.5)
    took = timed(do)
    over.set()
    beside.join()
    return took, waits


if __name__ == "__main__":
    main(sys.argv[1:])
