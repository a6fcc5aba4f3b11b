"""A job that raises or hangs, in Python, in SQL, in a process of its own or where nothing reaches it, holds up no other."""

import threading
import time
from collections.abc import Callable
from decimal import Decimal

import pytest

from jobs import clock as clocks
from jobs.clock import Clock, Job, run_due
from models.kit import changes, database, system
from models.kit.machine import UNWRITABLE
from models.members import PointsRule
from models.runs import log_of, spoken
from models.system import JobRun

WORDS = ("试", "Try")
FOR_EVER = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


def write_half(c) -> None:
    c.create(PointsRule, name=f"half {threading.get_ident()}", per_yuan=Decimal(1))


def raises(c, day):
    write_half(c)
    raise ValueError("no luck")


def spins(c, day):
    write_half(c)
    while True:
        try:
            time.sleep(0.005)
        except Exception:
            write_half(c)


def spins_in_sql(c, day):
    write_half(c)
    database.handle.execute_sql(FOR_EVER).fetchall()


def job(name: str, fn: Callable, **more) -> Job:
    return Job(name, fn, "00:01", WORDS, **{"limit": 0.3, **more})


def states() -> dict[str, str]:
    return dict(list(JobRun.select(JobRun.job, JobRun.state).tuples()))


def wait_for(wanted: dict[str, str], seconds: float = 8) -> None:
    ends = time.monotonic() + seconds
    while states() != wanted and time.monotonic() < ends:
        time.sleep(0.02)
    assert states() == wanted


@pytest.fixture
def ticking(db, monkeypatch):
    """A clock that runs these jobs; it is quick to look and to give up."""
    monkeypatch.setattr(clocks, "LOOK", 0.05)
    monkeypatch.setattr(clocks, "HEAD_START", 0.05)
    monkeypatch.setattr(clocks, "GRACE", 0.3)
    started: list[Clock] = []

    def start(*jobs: Job) -> Clock:
        started.append(Clock(lambda: jobs))
        started[-1].start()
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.mark.parametrize("bad", [raises, spins, spins_in_sql])
def test_a_job_that_raises_or_hangs_is_cut_off_marked_and_holds_up_no_other(ticking, bad):
    good = job("good", lambda c, day: "well", limit=60)
    ticking(job("bad", bad), good)
    wait_for({"bad": "failed", "good": "done"})
    assert PointsRule.select().count() == 0, "what it wrote is gone"
    with changes(who=system("somebody")) as c:
        c.create(PointsRule, name="others write", per_yuan=Decimal(1))


def test_a_job_that_hangs_where_nothing_reaches_it_is_left_behind_and_its_turn_taken_away(ticking):
    woken = threading.Event()

    def deaf(c, day):
        write_half(c)
        time.sleep(2.2)  # one call into C: no exception gets in
        woken.set()

    clock = ticking(job("deaf", deaf), job("good", lambda c, day: "well", limit=60))
    wait_for({"deaf": "failed", "good": "done"}, 5)
    assert not woken.is_set()
    clock.wake("deaf")
    time.sleep(0.1)
    assert (clock.lanes, JobRun.get(JobRun.job == "deaf").tries) == ({}, 1), "nor is it begun again beside itself"
    with changes(who=system("somebody")) as c:
        c.create(PointsRule, name="others write", per_yuan=Decimal(1))
    time.sleep(1.5)  # and when it wakes up at last, it changes nothing
    with changes(who=system("somebody")) as c:
        c.create(PointsRule, name="still", per_yuan=Decimal(1))
    assert sorted(name for (name,) in PointsRule.select(PointsRule.name).tuples()) == ["others write", "still"]
    assert states()["deaf"] == "failed"


def test_a_hang_before_the_transaction_lets_others_write_meanwhile(ticking):
    copy = Job("copy", lambda day: time.sleep(1.2), "00:01", WORDS, outside=True, limit=0.6)
    ticking(copy, job("good", lambda c, day: "well"))
    wait_for({"copy": "running", "good": "done"}, 1)
    wait_for({"copy": "failed", "good": "done"})
    run = JobRun.get(JobRun.job == "copy")
    assert (spoken(run.result, "zh"), spoken(run.result, "en")) == (
        "超过 0.6 秒没有完成，已中止", "Not finished within 0.6 s; cut off",
    )  # fmt: skip


def test_a_heavy_part_runs_beside_only_reads_and_tells_how_far_it_is(db, clock):
    found = []
    weekly = Job(
        "w",
        lambda c, week, told: found.append(told) or week,
        "06:00",
        WORDS,
        weekly=True,
        aside="tests.slow_jobs:count",
    )
    assert run_due([weekly]) == [("w", "2026-W47")]
    kept = {"period": "2026-W47", "today": "2026-11-23", "nice": 10, "write": UNWRITABLE.en}
    assert found == [kept]
    assert "数到一半" in [text for _, text in log_of(JobRun.get(), "zh")]


def test_a_heavy_part_that_hangs_is_killed_at_its_limit_and_one_that_is_stopped_ends_with_the_app(ticking):
    slow = Job("slow", print, "06:00", WORDS, weekly=True, aside="tests.slow_jobs:hang", limit=0.4)
    longer = Job("longer", print, "06:00", WORDS, weekly=True, aside="tests.slow_jobs:hang", limit=60)
    clock = ticking(slow, longer, job("good", lambda c, day: "well"))
    wait_for({"slow": "failed", "longer": "running", "good": "done"})
    began = time.monotonic()
    clock.close()
    assert time.monotonic() - began < 3
    assert not any(thread.name.startswith("job ") for thread in threading.enumerate() if thread.is_alive())


def test_the_clock_is_woken_for_a_job_and_never_gives_it_two_lanes(ticking):
    ran, gate = [], threading.Event()
    clock = ticking(Job("a", lambda day: ran.append(day) or gate.wait(3) or "ok", "00:01", WORDS, outside=True))
    wait_for({"a": "running"})
    for _ in range(5):
        clock.wake("a")
        time.sleep(0.05)
    gate.set()
    wait_for({"a": "done"})
    assert len(ran) == 1
    JobRun.update(state="asked").execute()
    clock.wake("a")
    wait_for({"a": "done"}, 2)
    assert len(ran) == 2
