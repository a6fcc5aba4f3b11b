"""People at their day's work at once: most read, some edit, a few paste 500 rows and export, a week is recounted meanwhile.

python -m tests.bench people --data DIR [--people 20] [--seconds 30] [--recount]

What each waits for is told apart, beside the health check that a monitor asks; at the end what the server holds of memory,
and a minute after all have gone. Every edit is read back. All come in by one account, of which the guard answers ten requests
at once and lets three files be made: what they wait for is more than sixty accounts would.
"""

import argparse
import asyncio
import json
import random
import sys
import time
import uuid
from collections import defaultdict
from pathlib import Path
from urllib.parse import quote

from models.kit.clock import today
from models.kit.server import database
from models.kit.server.beside import beside
from models.kit.week.rollup import last_whole

from .editors import Editor
from .measure import machine, part
from .serving import Line, Server, opsdesk, token

ROWS, PASTED = "/api/v1/member/rows", 500
GOALS = {
    20: {"read": (25, 60), "edit": (None, 100)},
    60: {"read": (100, None), "edit": (150, None), "export": (8_000, None), "health": (None, 100)},
}  # p95 and p99 in ms
SEARCHED = ("王小", "欣妍", "wxm", "13959", "赵", "959500")


class Day:
    """What was waited for, by what it was, in ms; and what went wrong."""

    def __init__(self, port: int, bearer: str, seconds: float, seed: int):
        self.port, self.bearer, self.dice = port, bearer, random.Random(seed)
        self.begins, self.ends = time.monotonic(), time.monotonic() + seconds
        self.times: dict[str, list[float]] = defaultdict(list)
        self.faults: list[str] = []
        self.editors: list[Editor] = []

    def line(self) -> Line:
        return Line(self.port, self.bearer)

    async def living(self, what: str, work, pause: tuple[float, float]) -> None:
        """Somebody who does the same again and again, with pauses to think."""
        await asyncio.sleep(self.dice.uniform(0, pause[1]))
        while time.monotonic() < self.ends:
            began = time.perf_counter()
            try:
                took = await work()
            except (RuntimeError, OSError) as error:
                self.faults.append(f"{what}: {error}"[:200])
                return
            self.times[what].append(took if isinstance(took, float) else (time.perf_counter() - began) * 1000)
            await asyncio.sleep(self.dice.uniform(*pause))

    def reader(self):
        line = self.line()

        async def read() -> None:
            asked = self.dice.choice(
                (
                    {"limit": 100},
                    {"offset": self.dice.randrange(900) * 100, "limit": 100},
                    {"search": self.dice.choice(SEARCHED), "limit": 100},
                    {"filter": {"home_store": {"in": [self.dice.randrange(1, 24)]}}, "limit": 100},
                )
            )
            await line.json(ROWS, asked)

        return read

    def editor(self, at: int):
        editor = Editor(self.line(), 10_000 + 2_000 * at)
        self.editors.append(editor)
        return editor.edit

    def paster(self, at: int):
        line, first = self.line(), 200_000 + 50_000 * at

        async def paste() -> None:
            nonlocal first
            first += PASTED
            note = uuid.uuid4().hex
            changes = [{"id": id, "set": {"note": note}} for id in range(first, first + PASTED)]
            answer = await line.json(
                "/api/v1/member/changes", {"op": uuid.uuid4().hex, "via": "paste", "changes": changes}
            )
            if answer["state"] != "applied":
                raise RuntimeError(str(answer)[:200])

        return paste

    def exporter(self):
        line = self.line()

        async def export() -> None:
            query = json.dumps({"filter": {"home_store": {"in": [self.dice.randrange(1, 24)]}}})  # some 40,000 rows
            body = await line.ask("GET", f"/api/v1/member/export.csv?query={quote(query)}")
            if len(body) < 10_000:
                raise RuntimeError("the file is empty")

        return export

    def monitor(self):
        line = Line(self.port)

        async def look() -> None:
            await line.ask("GET", "/healthz")

        return look


async def work(day: Day, people: int, recount: bool) -> None:
    """A third of them edit, one in fifteen pastes and as many export; the others read."""
    few = max(1, people // 15)
    edit = people // 3 - few
    tasks = [day.living("read", day.reader(), (0.25, 0.75)) for _ in range(people - edit - 2 * few)]
    tasks += [day.living("edit", day.editor(at), (0.25, 0.75)) for at in range(edit)]
    tasks += [day.living("paste", day.paster(at), (1, 3)) for at in range(few)]
    tasks += [day.living("export", day.exporter(), (2, 6)) for _ in range(few)]
    tasks += [day.living("health", day.monitor(), (0.2, 0.2))]
    if recount:
        tasks += [day.living("recount", lambda: asyncio.to_thread(_recount), (1, 3))]
    await asyncio.gather(*tasks)
    for editor in day.editors:
        await editor.check()


def _recount() -> None:
    beside("exports.weeks.closing:count", str(last_whole(today())), lambda *_: None)


def report(day: Day, people: int) -> None:
    goals = GOALS[max(least for least in GOALS if least <= max(people, 20))]
    for what, times in sorted(day.times.items()):
        p50, p95, p99 = (part(times, share) for share in (0.5, 0.95, 0.99))
        goal = goals.get(what, (None, None))
        met = all(most is None or share <= most for most, share in zip(goal, (p95, p99), strict=True))
        verdict = f"  target p95, p99 {goal}: {'ok' if met else 'MISSED'}" if any(goal) else ""
        print(
            f"  {what:8}{len(times):6,}  p50 {p50:8.1f}  p95 {p95:8.1f}  p99 {p99:8.1f}  max {max(times):8.1f}{verdict}"
        )
    for fault in day.faults[:5]:
        print(f"  fault: {fault}")


async def quiet(server: Server, seconds: float) -> float:
    await asyncio.sleep(seconds)
    return server.memory()


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench people", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--recount", action="store_true", help="count the last week again and again in a process beside"
    )
    parser.add_argument("--after", type=float, default=60, help="seconds to wait for memory to be given back")
    asked = parser.parse_args(arguments)
    with opsdesk(asked.data) as server:
        if asked.recount:  # not before: see `meanwhile`
            database.open(f"sqlite:///{asked.data / 'ops.db'}")
        bearer, idle = token(asked.data), server.memory()
        asyncio.run(work(Day(server.port, bearer, 3, asked.seed), asked.people, False))  # warms everything up
        day = Day(server.port, bearer, asked.seconds, asked.seed)
        asyncio.run(work(day, asked.people, asked.recount))
        worked, load = server.memory(), machine()
        after = asyncio.run(quiet(server, asked.after))
    print(f"\n{asked.people} people for {asked.seconds:g} s, every edit read back, in ms\n{load}")
    report(day, asked.people)
    print(f"  memory idle {idle:.0f} MB, at work {worked:.0f}, {asked.after:.0f} s after {after:.0f}")


if __name__ == "__main__":
    main(sys.argv[1:])
