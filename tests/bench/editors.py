"""Twenty editors at once, each on rows of their own, as fast as they can, beside the bare update; every edit is read back.

python -m tests.bench.editors --data DIR [--editors 20] [--seconds 6]
"""

import argparse
import asyncio
import statistics
import sys
import time
import uuid
from pathlib import Path

from .edits import BARE, change
from .measure import machine, part
from .serving import Line, bare, opsdesk, token

ROUNDS = 3


class Editor:
    """Somebody who goes down the list and writes a note on each row; `bare` where there is but the bare server."""

    def __init__(self, line: Line, first: int, bare: bool = False):
        self.line, self.id, self.bare = line, first, bare
        self.wrote: dict[int, str] = {}
        self.seen: dict[int, str | None] = {}

    async def edit(self) -> float:
        """One edit, with the value that stood in the block the person looks at. Returns its milliseconds."""
        self.id, note = self.id + 1, uuid.uuid4().hex
        if self.bare:
            path, wanted = "/ask", {"all": [(BARE[0], (note, self.id)), (BARE[1], (note,))]}
        else:
            if self.id not in self.seen:
                self.seen = await self.notes(range(self.id, self.id + 500))
            path, wanted = "/api/v1/member/changes", change(self.id, note, self.seen[self.id])
        began = time.perf_counter()
        answer = await self.line.json(path, wanted)
        took = (time.perf_counter() - began) * 1000
        if not self.bare:
            if answer["state"] != "applied":
                raise RuntimeError(f"edit of {self.id}: {answer}")
            self.wrote[self.id] = note
        return took

    async def notes(self, ids) -> dict[int, str | None]:
        asked = {"filter": {"id": {"in": list(ids)}}, "limit": 500}
        return {row["id"]: row["note"] for row in (await self.line.json("/api/v1/member/rows", asked))["rows"]}

    async def check(self) -> None:
        """Read back every row written: none may be lost."""
        ids = sorted(self.wrote)
        for start in range(0, len(ids), 500):
            for id, note in (await self.notes(ids[start : start + 500])).items():
                if note != self.wrote[id]:
                    raise RuntimeError(f"lost: {id} holds {note!r}")


async def together(editors: list[Editor], seconds: float, pause: float) -> tuple[list[float], list[str]]:
    """All of them for so long: how long each edit took, and what went wrong."""
    times: list[float] = []
    faults: list[str] = []

    async def work(editor: Editor, end: float) -> None:
        try:
            while time.monotonic() < end:
                times.append(await editor.edit())
                await asyncio.sleep(pause)
        except (RuntimeError, OSError) as error:
            faults.append(str(error)[:200])

    for editor in editors:
        await editor.edit()
    await asyncio.gather(*(work(editor, time.monotonic() + seconds) for editor in editors))
    return times, faults


async def measure(asked: argparse.Namespace, server, floor, bearer: str) -> tuple[list, list, list]:
    ours: list[float] = []
    least: list[float] = []
    faults: list[str] = []
    editors = [Editor(Line(server.port, bearer), 10_000 + 4_000 * at) for at in range(asked.editors)]
    plain = [Editor(Line(floor.port), 500_000 + 2_000 * at, bare=True) for at in range(asked.editors)]
    for _ in range(ROUNDS):
        for people, times in ((editors, ours), (plain, least)):
            more, wrong = await together(people, asked.seconds / ROUNDS, asked.pause)
            times += more
            faults += wrong
    for editor in editors:
        await editor.check()
    return ours, least, faults


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.editors", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--editors", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--pause", type=float, default=0.0, help="seconds each editor waits between two edits")
    asked = parser.parse_args(arguments)
    with opsdesk(asked.data) as server, bare(asked.data) as floor:
        ours, least, faults = asyncio.run(measure(asked, server, floor, token(asked.data)))
        memory = server.memory()
    print(
        f"\n{asked.editors} editors at once for {asked.seconds:g} s in {ROUNDS} turns with the bare server, "
        f"pause {asked.pause:g} s, in ms\n{machine()}"
    )
    for name, times in (("OpsDesk", ours), ("bare server", least)):
        print(
            f"  {name:12} {len(times) / asked.seconds:7,.0f} a second  median {statistics.median(times):6.2f}  "
            f"p95 {part(times, 0.95):6.2f}  p99 {part(times, 0.99):6.2f}  max {max(times):6.2f}"
        )
    met = not faults and (asked.pause or len(ours) / asked.seconds >= 1200) and part(ours, 0.99) <= 30
    print(
        f"  {len(ours):,} edits, {len(faults)} faults, none lost (all read back), {memory:.0f} MB; "
        f"target 1,200 a second, p99 <= 30 ms: {'ok' if met else 'MISSED'}"
    )
    for fault in faults[:5]:
        print(f"  fault: {fault}")


if __name__ == "__main__":
    main(sys.argv[1:])
