"""One cell edited, from the request to the acknowledged commit, beside the bare update and its log line over HTTP.

    python -m tests.bench.edits --data DIR [--each 40]

Changes the database it is given; what was written is read back at the end.
"""

import argparse
import statistics
import sys
import uuid
from pathlib import Path

from .measure import ROUNDS, machine, part, timed
from .serving import Client, bare, opsdesk, token

BARE = (
    "UPDATE member SET note = ? WHERE id = ?",
    "INSERT INTO event (at, kind, detail) VALUES ('2026-01-01 00:00:00', 'bench', ?)",
)


def change(id: int, note: str, seen: str | None) -> dict:
    return {
        "op": uuid.uuid4().hex,
        "via": "grid",
        "changes": [{"id": id, "set": {"note": note}, "seen": {"note": seen}}],
    }


class Editor:
    """Somebody who goes down the list and writes a note on each row."""

    def __init__(self, client: Client, first: int):
        self.client, self.id, self.wrote, self.seen = client, first, {}, {}

    def edit(self) -> None:
        """Make the next request ready, with the value that stood in the block the person looks at."""
        self.id += 1
        if self.id not in self.seen:
            asked = {"filter": {"id": {"in": list(range(self.id, self.id + 500))}}, "limit": 500}
            self.seen = {row["id"]: row["note"] for row in self.client.json("/api/v1/member/rows", asked)["rows"]}
        self.note = uuid.uuid4().hex
        self.request = change(self.id, self.note, self.seen[self.id])

    def send(self) -> None:
        answer = self.client.json("/api/v1/member/changes", self.request)
        if answer["state"] != "applied":
            raise RuntimeError(f"edit of {self.id}: {answer}")
        self.wrote[self.id] = self.note

    def check(self) -> None:
        """Read back every row written: none may be lost."""
        ids = sorted(self.wrote)
        for start in range(0, len(ids), 500):
            asked = {"filter": {"id": {"in": ids[start : start + 500]}}, "limit": 500}
            for row in self.client.json("/api/v1/member/rows", asked)["rows"]:
                if row["note"] != self.wrote[row["id"]]:
                    raise RuntimeError(f"lost: {row['id']} holds {row['note']!r}")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.edits", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--each", type=int, default=40)
    asked = parser.parse_args(arguments)
    with opsdesk(asked.data) as server, bare(asked.data) as floor:
        editor, plain = Editor(Client(server.port, token(asked.data)), 1000), Client(floor.port)
        ours, least = [], []
        for round in range(ROUNDS + 1):
            rounds = [_ours(editor) for _ in range(asked.each)]
            floors = [_bare(plain, at) for at in range(asked.each)]
            if round:  # the first one warms both up
                ours, least = ours + rounds, least + floors
        editor.check()
    print(f"\nOne cell edit over HTTP, {len(ours)} edits, {ROUNDS} rounds alternating, in ms\n{machine()}")
    for name, values in (("OpsDesk", ours), ("bare server", least)):
        print(
            f"  {name:12} median {statistics.median(values):6.2f}  p95 {part(values, 0.95):6.2f}  p99 {part(values, 0.99):6.2f}"
        )
    print(
        f"  ratio of medians {statistics.median(ours) / statistics.median(least):.1f}; target p95 <= 30 ms: "
        f"{'ok' if part(ours, 0.95) <= 30 else 'MISSED'}; all {len(editor.wrote)} read back"
    )


def _ours(editor: Editor) -> float:
    editor.edit()
    return timed(editor.send)


def _bare(plain: Client, at: int) -> float:
    both = [(BARE[0], (uuid.uuid4().hex, 5000 + at)), (BARE[1], (f"{at}",))]
    return timed(lambda: plain.post("/ask", {"all": both}))


if __name__ == "__main__":
    main(sys.argv[1:])
