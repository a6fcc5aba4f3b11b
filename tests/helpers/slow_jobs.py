"""Jobs, and heavy parts of jobs, that the tests of the clock run in processes of their own: named here, for a process finds them by name."""

import itertools
import os
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from models.kit import Job, Text, changes, system
from models.kit.clock import today
from models.kit.server import database
from models.members import PointsRule

WORDS = ("试", "Try")


def job(name: str, fn: Any, **more: Any) -> Job:
    return Job(name, fn, "00:01", WORDS, **more)


def well(c: Any, day: Any) -> str:
    return "well"


def raises(c: Any, day: Any) -> None:
    _write_half(c)
    raise ValueError("no luck")


def deaf(c: Any, day: Any) -> None:
    """Hangs amid its transaction in one call into C that lets no other thread run."""
    _write_half(c)
    sum(itertools.repeat(0))


def sleeps(day: Any) -> None:
    time.sleep(60)


def once_more(c: Any, day: Any) -> Text:
    """Says how often it ran."""
    c.create(PointsRule, name=f"run {PointsRule.select().count() + 1}", per_yuan=Decimal(1))
    return Text("数了 {n} 次", "{n} counts")(n=PointsRule.select().count())


def waits(day: Any) -> str:
    """Until somebody opens the gate, which is a file beside the database; leaves a line for each time."""
    beside = Path(database.handle.obj.database).parent
    with (beside / "ran").open("a") as lines:
        lines.write("ran\n")
    while not (beside / "gate").exists():
        time.sleep(0.02)
    return "through"


def bad_and_good() -> tuple[Job, ...]:
    return job("raises", raises), job("deaf", deaf, limit=0.3), job("good", well)


def slow_and_good() -> tuple[Job, ...]:
    heavy = Job("heavy", well, "06:00", WORDS, weekly=True, aside="tests.helpers.slow_jobs:hang", limit=0.4)
    return job("slow", sleeps, outside=True), job("good", well), heavy


def heavy_only() -> tuple[Job, ...]:
    return (slow_and_good()[-1],)


def gated() -> tuple[Job, ...]:
    return (job("gated", waits, outside=True),)


def counting() -> tuple[Job, ...]:
    return (Job("count", once_more, "00:01", ("数一数", "Count")),)


def _write_half(c: Any) -> None:
    c.create(PointsRule, name=f"half {os.getpid()}", per_yuan=Decimal(1))


# Heavy parts -------------------------------------------------------------------------------------------------------------


def count(period: str, tell: Any) -> dict:
    """Well behaved."""
    tell(40, Text("数到一半", "Half counted"))
    tell(90)
    return {"period": period, "today": str(today()), "nice": os.nice(0), "write": write(period)}


def hang(period: str, tell: Any) -> None:
    tell(10)
    time.sleep(60)


def write(name: str) -> str:
    """What becomes of a write beside the door."""
    try:
        with changes(who=system("aside")) as c:
            c.create(PointsRule, name=name, per_yuan=1)
    except Exception as error:
        return str(error)
    return "written"
