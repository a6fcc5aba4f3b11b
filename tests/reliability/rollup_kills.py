"""Kill the process around the weekly roll-up, again and again: `python -m tests.reliability.rollup_kills --times 100`.

A small company has weeks to close, over the turn of a year of 53 weeks. Lives close them oldest first and are killed before,
during and after; in some, a second process was started by mistake, and some count in a child as the app does. Whatever is
there afterwards must be what one undisturbed life leaves: each period exactly once, nothing lost, nothing doubled.
"""

import argparse
import hashlib
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from exports.weeks import closing
from jobs import all_jobs, running
from jobs.clock import run_due, run_once
from jobs.due import due
from models import AREAS, house
from models.accounts import seed_roles
from models.kit import Job
from models.kit.clock import Week, set_source
from models.kit.declare.house import House
from models.kit.server import database
from models.kit.server.standing import pinned
from models.kit.week.rollup import WeekFigure, WeekRevision
from models.kit.write.history import Batch
from models.organization import Store
from models.system import Analysis, JobRun
from models.weekly import Attention
from tests.helpers.shop import Shop, broken, put, source_at
from tests.reliability.nursery import Child, ask, copied, opened, ready

FIRST = "2026-12-14 10:00"  # since when the job is known
LATEST = "2026-12-31 10:00"
# After which word a life is killed, and for how long it may go on at most; the first comes before it knows what is due.
MOMENTS = {"alive": 0.05, "begin": 0.05, "counting": 0.25, "writing": 0.06, "written": 0.01, "done": 0.03}
WEEKLY = next(job for job in all_jobs() if job.name == "weekly")


class Few:
    """How many weeks are due and of how many areas the figures are counted; less for somebody in a hurry."""

    areas: int | None = None
    weeks = 7


def weeks() -> list[str]:
    """The week that is closed at the start, and those that are due."""
    return [str(Week(date(2026, 12, 7) + timedelta(weeks=at))) for at in range(Few.weeks + 1)]


def last() -> str:
    return f"{date(2026, 12, 14) + timedelta(weeks=Few.weeks)} 10:00"


def silent(word: str) -> None:
    """Nobody listens."""


def furnish(path: Path) -> None:
    """Two stores and some weeks of purchases; one week is closed already."""

    def work() -> None:
        opened(path)
        set_source(source_at(LATEST))  # what is bought has been bought by then
        seed_roles(AREAS)
        shop = Shop({name: put(Store, code=name, name=name) for name in ("一店", "二店")})
        dice = random.Random(5)
        for _ in range(60):
            day = f"2026-{dice.choice((11, 12))}-{dice.randint(1, 28):02d} 10:00"
            shop.buys(dice.choice((shop.wang, shop.li)), dice.randint(20, 900), purchased_at=day)
        set_source(source_at(FIRST))
        count_here(silent)
        run_due([WEEKLY])
        database.handle.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        database.close()

    ask(work)


def telling(job: Job, say) -> Job:
    """The job as it is, saying when it writes."""

    def fn(c, week, counted):
        say(f"writing {week}")
        result = job.work(c, week, counted)
        say(f"written {week}")
        return result

    return replace(job, fn=fn)


def fewer() -> House:
    """The house with the figures of the first areas only."""
    counted = house().counted[: Few.areas]
    return House([area if area in counted else replace(area, metrics=()) for area in house().areas])


def count_here(say) -> None:
    """Count in this process rather than in a child of it: the same path, in a tenth of the time."""

    def count(task: str, week: str, tell, **rest):
        say(f"counting {week}")
        with pinned(fewer()):
            return closing.count(week)

    running.beside = count


def live(path: Path, say, *, child: bool = False) -> None:
    """One life of the app: whatever is due is closed, oldest first; what it says is done has been committed."""
    say("alive")
    opened(path)
    set_source(source_at(last()))
    job = telling(WEEKLY, say)
    if not child:
        count_here(say)
    for week in due(job):
        say(f"begin {week}")
        if run_once(job, week):
            say(f"done {week}")
        elif not JobRun.select().where(JobRun.job == "weekly", JobRun.period == week, JobRun.state == "done").exists():
            break  # another process is at it


def stand() -> dict[str, str]:
    """Each closed week as one number: its revisions, figures, what stands out, its report."""
    rows: dict[str, list] = {}
    for week, revision, reason in WeekRevision.select(
        WeekRevision.week, WeekRevision.revision, WeekRevision.reason
    ).tuples():
        rows.setdefault(week, []).append(["revision", revision, reason])
    joined = WeekFigure.select(
        WeekRevision.week,
        WeekFigure.metric,
        WeekFigure.store_id,
        WeekFigure.value,
        WeekFigure.top,
        WeekFigure.bottom,
        WeekFigure.target,
    ).join(WeekRevision)
    for week, *figure in joined.tuples():
        rows.setdefault(week, []).append(["figure", *figure])
    for attention in Attention.rows():
        rows.setdefault(attention.week, []).append(
            [
                "attention",
                attention.metric,
                attention.store,
                attention.kind,
                attention.value,
                attention.aim,
                attention.state,
            ]
        )
    for name, data in Analysis.select(Analysis.name, Analysis.data).tuples():
        if name.startswith("week "):
            rows.setdefault(name.removeprefix("week "), []).append(["report", json.loads(data)["revision"]])
    return {
        week: hashlib.sha256("\n".join(sorted(map(json.dumps, lines))).encode()).hexdigest()[:16]
        for week, lines in rows.items()
    }


def wrong(path: Path, acked: list[str], right: dict[str, str]) -> list[str]:
    """What is lost, doubled, half done or out of order."""
    opened(path)
    faults, there = [], stand()
    done = {
        period
        for (period,) in JobRun.select(JobRun.period).where(JobRun.job == "weekly", JobRun.state == "done").tuples()
    }
    faults += [f"lost: {week}" for week in acked if week not in done]
    faults += [
        f"{week} is {'' if week in done else 'not '}done, but its results say otherwise"
        for week in weeks()
        if (week in done) != (week in there)
    ]
    faults += [f"{week} is not what an undisturbed life leaves" for week in there if there[week] != right[week]]
    if sorted(done) != weeks()[: len(done)]:
        faults.append(f"out of order: {sorted(done)}")
    doubled = Counter(
        (metric, store, rev)
        for metric, store, rev in WeekFigure.select(
            WeekFigure.metric, WeekFigure.store_id, WeekFigure.revision
        ).tuples()
    )
    faults += [f"doubled: {key}" for key, count in doubled.items() if count > 1]
    batches = Counter(
        op.split(" #")[0] for (op,) in Batch.select(Batch.op).where(Batch.op.startswith("weekly ")).tuples()
    )
    faults += [f"{op}: {count} batches" for op, count in batches.items() if count > 1]
    if len(batches) != len(done):
        faults.append(f"{len(batches)} batches for {len(done)} weeks")
    return faults + broken()


def undisturbed(path: Path) -> dict[str, str]:
    def work() -> dict[str, str]:
        live(path, silent)
        return stand()

    return ask(work)


class Life(Child):
    """A life that ends after a word of its own."""

    def kill_at(self, word: str, dice: random.Random) -> list[str]:
        """Read until it says so (the first or the second time), wait a random while, kill. Returns all it said."""
        text, turns, ends = "", dice.choice((1, 1, 2)), time.monotonic() + 60
        while time.monotonic() < ends and sum(line.startswith(word) for line in text.split("\n")[:-1]) < turns:
            if select.select([self.lines], [], [], 0.2)[0]:
                more = os.read(self.lines, 65536).decode()
                if not more:
                    break
                text += more
        time.sleep(dice.uniform(0, MOMENTS[word]))
        os.kill(self.pid, signal.SIGKILL)
        rest, _ = self.said()
        return (text + "".join(f"{line}\n" for line in rest)).split("\n")[:-1]


def kill_once(path: Path, dice: random.Random, child: bool) -> tuple[str, list[str]]:
    """One kill, half the time with a second process beside it that was started by mistake. Returns words and acknowledged weeks."""
    word = dice.choice(list(MOMENTS))
    lives = [Life(lambda say: live(path, say, child=child)) for _ in range(dice.choice((1, 2)))]
    said = [line for life in lives for line in life.kill_at(word, dice)]
    kind = f"{word}, {len(lives)} process{'es' if len(lives) > 1 else ''}"
    return kind, [line.removeprefix("done ") for line in said if line.startswith("done ")]


def run(times: int, seed: int, children: int) -> dict:
    """The figures of so many kills; every `children`-th life counts in a child as the app does (0: none)."""
    dice, began, kinds, faults, cycles, killed, taken = random.Random(seed), time.monotonic(), Counter(), [], 0, 0, 0
    with tempfile.TemporaryDirectory(prefix="rollup-") as folder:
        start, path = Path(folder) / "start.db", Path(folder) / "ops.db"
        furnish(start)
        ready(start)
        right = undisturbed(copied(start, Path(folder) / "right.db"))
        assert sorted(right) == weeks(), sorted(right)
        while killed < times and not faults:
            cycles, left = cycles + 1, weeks()
            copied(start, path)
            while left and killed < times and not faults:
                kind, acked = kill_once(path, dice, bool(children) and killed % children == children - 1)
                kinds[kind] += 1
                killed += 1
                print(f"{killed} {kind}", file=sys.stderr)
                faults = ask(lambda acked=acked: wrong(path, acked, right))
                left = ask(lambda: unfinished(path))
            taken += ask(lambda: tries(path))
            if not faults:  # and what is left is made up by a life that nobody kills
                ask(lambda: live(path, silent))
                faults = ask(lambda: wrong(path, weeks(), right))
    return {
        "kills": killed,
        "wrong": faults,
        "cycles": cycles,
        "weeks": cycles * len(weeks()),
        "begun_anew": taken,
        "kinds": dict(sorted(kinds.items())),
        "seed": seed,
        "seconds": round(time.monotonic() - began, 1),
    }


def unfinished(path: Path) -> list[str]:
    opened(path)
    done = {
        period
        for (period,) in JobRun.select(JobRun.period).where(JobRun.job == "weekly", JobRun.state == "done").tuples()
    }
    return [week for week in weeks() if week not in done]


def tries(path: Path) -> int:
    """How many marks were taken over from the dead."""
    opened(path)
    return sum(count - 1 for (count,) in JobRun.select(JobRun.tries).where(JobRun.job == "weekly").tuples())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--children", type=int, default=5, help="every how many lives the counting is in a child")
    parser.add_argument("--areas", type=int, help="count only the first areas, to be quick")
    parser.add_argument("--weeks", type=int, default=7, help="how many are due before it begins anew")
    asked = parser.parse_args()
    Few.areas, Few.weeks = asked.areas, asked.weeks
    figures = run(asked.times, asked.seed, asked.children if asked.areas is None else 0)  # a child counts all areas
    print(json.dumps(figures, ensure_ascii=False))
    raise SystemExit(1 if figures["wrong"] else 0)


if __name__ == "__main__":
    main()
