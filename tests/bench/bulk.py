"""100,000 rows changed by one thought over HTTP: checked, kept in history, undoable; beside one bare UPDATE of the same rows.

python -m tests.bench.bulk --data DIR [--rows 100000] [--rounds 7]
"""

import argparse
import sys
import uuid
from pathlib import Path

import apsw

from .measure import ROUNDS, Table, side_by_side
from .serving import Client, opsdesk, token

DOINGS = {
    "set a text": {"fields": ["note"], "how": "set"},
    "replace text in two columns": {"fields": ["note", "address"], "how": "replace"},
}


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.bulk", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args(arguments)
    table = Table(f"{asked.rows:,} rows changed in bulk over HTTP", "UPDATE", asked.rounds)
    with opsdesk(asked.data) as server:
        client = Client(server.port, token(asked.data))
        plain = apsw.Connection(str(asked.data / "ops.db"))
        plain.pragma("synchronous", 2)
        plain.set_busy_timeout(60_000)
        there = ""  # what stands in the note, for the next to find
        for label, doing in DOINGS.items():

            def product(doing: dict = doing) -> None:
                nonlocal there
                find, there = there, uuid.uuid4().hex[:6]
                do = [{**doing, "value": there, **({"find": find} if doing["how"] == "replace" else {})}]
                body = {"op": uuid.uuid4().hex, "ids": list(range(1, asked.rows + 1)), "do": do, "leave_out": True}
                answer = client.json("/api/v1/member/bulk", body)
                if answer["state"] != "applied" or answer["refused"] or answer["changing"] != asked.rows:
                    raise RuntimeError(f"bulk: {answer['state']} {answer['errors'][:2]} {answer['refused'][:2]}")

            def floor() -> None:
                with plain:
                    plain.execute("UPDATE member SET address = ? WHERE id <= ?", (uuid.uuid4().hex, asked.rows))

            ours, least = side_by_side(product, floor, 1, asked.rounds)
            table.row(label, ours, least, "<= 5 s", ours <= 5000)


if __name__ == "__main__":
    main(sys.argv[1:])
