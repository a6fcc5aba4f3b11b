"""A paste of 2,000 rows x 8 cells over HTTP: checked, kept in history, undoable; beside a bare executemany of the same.

python -m tests.bench.paste --data DIR [--rows 2000]
"""

import argparse
import sys
import uuid
from pathlib import Path

import apsw

from .measure import Table, side_by_side, timed
from .serving import Client, opsdesk, token

NAMES = ("name", "gender", "birthday", "address", "channel", "note", "tags", "opening_spend")
UPDATE = f"UPDATE member SET {', '.join(f'{name} = ?' for name in NAMES)} WHERE id = ?"
SURNAMES = "王李张刘陈杨赵黄周吴"


def cells(at: int) -> dict[str, str]:
    """Eight cells as text, as a paste from Excel brings them."""
    word = uuid.uuid4().hex[:6]
    return {
        "name": f"{SURNAMES[at % 10]}小{SURNAMES[at // 10 % 10]}",
        "gender": "女",
        "birthday": f"19{60 + at % 40}/3/{1 + at % 28}",
        "address": f"成都市锦江区{word}号",
        "channel": "门店",
        "note": word,
        "tags": "老客户、素食",
        "opening_spend": f"¥{at:,}.50",
    }


def stored(at: int) -> tuple:
    """The same eight as the table keeps them, nothing left to read or check."""
    given = cells(at)
    day = f"19{60 + at % 40}-03-{1 + at % 28:02d}"
    return (given["name"], "female", day, given["address"], "store", given["note"], '["老客户", "素食"]', at * 100 + 50)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.paste", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=2000)
    asked = parser.parse_args(arguments)
    with opsdesk(asked.data) as server:
        client = Client(server.port, token(asked.data))
        plain = apsw.Connection(str(asked.data / "ops.db"))
        plain.pragma("synchronous", 2)
        plain.set_busy_timeout(5000)
        state: dict = {}

        def product() -> None:
            changes = [{"id": id, "set": cells(id), "seen": {}} for id in range(1, asked.rows + 1)]
            state["answer"] = client.json(
                "/api/v1/member/changes", {"op": uuid.uuid4().hex, "via": "paste", "changes": changes}
            )
            state["sent"] = changes

        def floor() -> None:
            with plain:
                plain.executemany(UPDATE, [(*stored(id), id + 50_000) for id in range(1, asked.rows + 1)])

        ours, least = side_by_side(product, floor, times=1)
        _check(client, state)
        undone = timed(
            lambda: state.update(
                undo=client.json(f"/api/v1/batches/{state['answer']['batch']}/undo", {"op": uuid.uuid4().hex})
            )
        )
        if state["undo"]["state"] != "applied":
            raise RuntimeError(f"undo: {state['undo']}")
    table = Table(f"A paste of {asked.rows:,} rows x {len(NAMES)} cells over HTTP", "executemany")
    table.row("paste", ours, least, "<= 600 ms", ours <= 600)
    table.row("its undo (once)", undone)


def _check(client: Client, state: dict) -> None:
    if state["answer"]["state"] != "applied":
        raise RuntimeError(f"paste: {state['answer']['state']} {state['answer']['errors'][:2]}")
    wanted = {change["id"]: change["set"]["note"] for change in state["sent"]}
    for start in range(0, len(wanted), 500):
        rows = client.json(
            "/api/v1/member/rows", {"filter": {"id": {"in": list(wanted)[start : start + 500]}}, "limit": 500}
        )["rows"]
        if any(row["note"] != wanted[row["id"]] for row in rows):
            raise RuntimeError("a pasted cell reads back differently")


if __name__ == "__main__":
    main(sys.argv[1:])
