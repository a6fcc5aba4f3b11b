"""A job that raises or hangs, wherever it does, is ended with its process, changes nothing and holds up no other."""

import os
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from jobs import clock as clocks
from jobs import lanes
from jobs.clock import Clock, Job, run_due
from models import runs
from models.kit import Text, changes, system
from models.kit.server import database
from models.kit.server.beside import Beside
from models.kit.server.machine import UNWRITABLE
from models.kit.server.turns import Turns
from models.members import PointsRule
from models.runs import log_of, spoken
from models.system import JobRun
from tests.helpers.slow_jobs import WORDS


def states() -> dict[str, str]:
    return dict(list(JobRun.select(JobRun.job, JobRun.state).tuples()))


def result(job: str) -> tuple[str, str]:
    run = JobRun.get(JobRun.job == job)
    return spoken(run.result, "zh"), spoken(run.result, "en")


def wait_for(wanted: dict[str, str], seconds: float = 60) -> None:
    until(lambda: states() == wanted, seconds)


def until(so: Callable[[], bool], seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not so() and time.monotonic() < ends:
        time.sleep(0.02)
    assert so()


@pytest.fixture
def ticking(db, monkeypatch):
    """A clock that runs the jobs of a function in `tests.helpers.slow_jobs`; it is quick to look, and to let nobody wait."""
    monkeypatch.setattr(clocks, "LOOK", 0.05)
    monkeypatch.setattr(clocks, "HEAD_START", 0.5)
    started: list[Clock] = []

    def start(name: str) -> Clock:
        started.append(Clock(f"tests.helpers.slow_jobs:{name}"))
        started[-1].start()
        return started[-1]

    yield start
    for clock in started:
        clock.close()


def test_a_job_that_raises_or_hangs_is_ended_and_marked_changes_nothing_and_the_next_ones_run(ticking):
    ticking("bad_and_good")
    wait_for({"raises": "failed", "deaf": "failed", "good": "done"})
    assert result("raises")[0] == "ValueError: no luck"
    assert result("deaf") == ("超过 0.3 秒没有完成，已中止", "Not finished within 0.3 s; cut off")
    assert PointsRule.select().count() == 0, "what they wrote is gone"
    with changes(who=system("somebody")) as c:
        c.create(PointsRule, name="others write", per_yuan=Decimal(1))


def test_nobody_waits_for_a_slow_job_a_heavy_part_has_its_limit_and_what_is_under_way_ends_with_the_app(ticking):
    clock = ticking("slow_and_good")
    wait_for({"slow": "running", "good": "done", "heavy": "failed"})
    assert result("heavy")[0] == "超过 0.4 秒没有完成，已中止"
    began = time.monotonic()
    clock.close()
    assert time.monotonic() - began < 30, "the slow one takes a minute"
    assert all(lane.over and lane.work.process.returncode for lane in clock.lanes)
    assert (states()["slow"], result("slow")[1]) == ("failed", "The app was stopped before it ended")


def test_a_heavy_part_runs_beside_only_reads_and_tells_how_far_it_is(db, clock):
    heard = []
    weekly = Job(
        "w",
        lambda c, week, counted: heard.append(counted) or week,
        "06:00",
        WORDS,
        weekly=True,
        aside="tests.helpers.slow_jobs:count",
    )
    assert run_due([weekly]) == [("w", "2026-W47")]
    kept = {"period": "2026-W47", "today": "2026-11-23", "nice": min(19, os.nice(0) + 10), "write": UNWRITABLE.en}
    assert heard == [kept]
    assert "数到一半" in [text for _, text in log_of(JobRun.get(), "zh")]


def test_the_clock_is_woken_for_a_job_and_never_gives_it_two_lanes(ticking):
    folder = Path(database.handle.obj.database).parent
    clock = ticking("gated")
    wait_for({"gated": "running"})
    for _ in range(5):
        clock.wake("gated")
    assert [lane.names for lane in clock.lanes] == [["gated"]]
    (folder / "gate").touch()
    wait_for({"gated": "done"})
    JobRun.update(state="asked").execute()
    clock.wake("gated")
    wait_for({"gated": "done"})
    assert (folder / "ran").read_text() == "ran\n" * 2


def test_a_heavy_job_waits_in_the_line_of_all_heavy_work_and_leaves_it_without_having_failed(ticking, monkeypatch):
    line = Turns(at_once=1, waiting=0, seconds=1, each=1)
    monkeypatch.setattr(lanes, "QUEUE", line)
    with line.turn("somebody"):
        clock = ticking("heavy_only")
        until(lambda: clock.waiting() == {"heavy": 1})
        assert not clock.leave("nothing") and clock.leave("heavy")
        until(lambda: not clock.lanes)
        assert (clock.waiting(), states(), clock.leave("heavy"), len(line.line)) == ({}, {}, False, 1)
        clock.tick()
        assert clock.lanes == [], "for an hour it isn't due by itself"
        clock.wake("heavy")
        until(lambda: clock.waiting() == {"heavy": 1})
    wait_for({"heavy": "failed"})


def test_what_was_asked_for_and_taken_back_is_what_it_was_before(db):
    with database.writing():
        for period, state in (("1", "done"), ("2", "failed"), ("3", None)):
            if state:
                runs.begin("count", period, "x", lost=lambda run: False)
                end = runs.finish if state == "done" else runs.fail
                end("count", period, "x", Text("好", "Well") if state == "done" else ValueError("no"), 1)
            runs.ask_again("count", period, "Ann")
        assert runs.unfinished("count", begun=True) == ["1", "2", "3"]
        runs.take_back("count", "Bo")
    after = list(JobRun.select(JobRun.period, JobRun.state).order_by(JobRun.period).tuples())
    assert after == [("1", "done"), ("2", "failed")]
    assert "Bo 取消了排队" in [text for _, text in log_of(JobRun.get(JobRun.period == "1"), "zh")]


def test_whoever_holds_the_turn_to_write_starts_nobody_who_would_wait_for_it(db):
    with database.writing(), pytest.raises(RuntimeError, match="turn to write"):
        Beside("tests.helpers.slow_jobs:write", "x", writes=True)
