"""The mark of a run: whatever breaks off is begun anew, whoever lost the mark saves nothing, and a person may ask again."""

import os
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest

from jobs import runner
from jobs.clock import Clock, Job, run_due, run_once
from models.kit import Refused
from models.kit.server import database
from models.kit.write.history import Batch
from models.members import PointsRule
from models.runs import ask_again, log_of, prune_runs, spoken
from models.system import JobRun

WORDS = ("试", "Try")


def dead_process() -> str:
    """The token of a process that is no more."""
    code = "from jobs import runner; print(runner.token())"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="module")
def gone() -> str:
    return dead_process()


def saves(name: str = "a", **more) -> Job:
    """Each run leaves one row."""

    def work(c, day):
        c.create(PointsRule, name=f"{name} {day} {PointsRule.select().count()}", per_yuan=Decimal(1))
        return f"{day} saved"

    return Job(name, work, "01:00", WORDS, **more)


def marked(runner_token: str, at: str = "2026-11-23 01:59:58", period: str = "2026-11-23") -> None:
    with database.writing():
        JobRun.insert(job="a", period=period, state="running", started_at=at, tries=1, runner=runner_token).execute()


def the_run(job: str = "a") -> JobRun:
    return JobRun.get(JobRun.job == job)


def test_a_run_is_marked_before_it_begins_and_done_in_the_transaction_of_its_result(db, clock):
    seen = []

    def work(c, day):
        seen.append((the_run().state, the_run().runner.split("/")[2], str(the_run().started_at)))
        return "ok"

    run_due([Job("a", work, "01:00", WORDS)])
    assert seen == [("running", str(os.getpid()), "2026-11-23 02:00:00")]
    assert (the_run().state, the_run().tries, the_run().result, the_run().progress) == ("done", 1, "ok", 100)
    begun, done = (text for _, text in log_of(the_run(), "zh"))
    assert begun == "开始" and re.fullmatch(r"完成：ok（用时 \d+\.\d 秒）", done)


def test_what_a_dead_process_left_is_begun_anew(db, clock, gone):
    marked(gone)
    assert run_due([saves()]) == [("a", "2026-11-23")]
    assert (the_run().state, the_run().tries, PointsRule.select().count()) == ("done", 2, 1)
    assert "接手" in log_of(the_run(), "zh")[0][1]


def test_what_a_living_process_is_at_is_left_to_it_until_it_is_older_than_its_limit(db, clock):
    marked(runner.token())
    assert run_due([saves()]) == []
    clock("2026-11-23 10:03")
    assert run_due([saves(limit=300)]) == []
    assert run_due([saves(limit=60)]) == [("a", "2026-11-23")]


def test_a_clock_set_back_doesn_t_keep_a_mark_for_ever(db, clock):
    marked(runner.token(), at="2027-12-28 01:00:00")
    assert run_due([saves()]) == [("a", "2026-11-23")]


@pytest.mark.parametrize(
    ("token", "dead"),
    [
        ("", True),
        ("elsewhere/1234/1/5/1", False),
        ("{host}/anotherstart/{pid}/{begun}/1", True),
        ("{own}", False),
        ("{host}/{start}/{pid}/1/1", True),
        ("nonsense", False),
    ],
)
def test_a_process_is_known_by_machine_start_number_and_its_own_beginning(token, dead):
    host, start, pid, begun, _ = runner.token().split("/")
    text = token.format(host=host, start=start, pid=pid, begun=begun, own=runner.token())
    assert runner.is_dead(text) is dead


def test_whoever_lost_the_mark_saves_nothing(db, clock):
    def overtaken(c, day):
        c.create(PointsRule, name="mine", per_yuan=Decimal(1))
        JobRun.update(runner="another", tries=JobRun.tries + 1).where(JobRun.job == "a").execute()
        return "too late"

    assert run_once(Job("a", overtaken, "01:00", WORDS), "2026-11-23") is False
    assert PointsRule.select().count() == 0


def test_two_processes_that_begin_at_the_same_time_do_it_once(db, clock):
    other = []

    def meanwhile(c, day):
        other.append(run_once(saves(), "2026-11-23"))
        return "ok"

    copy = Job("a", lambda day: meanwhile(None, day), "01:00", WORDS, outside=True)
    assert run_once(copy, "2026-11-23")
    assert (other, PointsRule.select().count()) == ([False], 0)


def test_a_done_period_is_run_once_more_when_asked_and_says_who_asked(db, clock):
    job = saves()
    run_due([job])
    with database.writing():
        ask_again("a", "2026-11-23", "王经理")
    assert run_due([job]) == [("a", "2026-11-23")]
    assert run_due([job]) == []
    assert (the_run().tries, PointsRule.select().count(), Batch.select().where(Batch.via == "job").count()) == (2, 2, 2)
    assert any("王经理" in text for _, text in log_of(the_run(), "zh"))


def test_nobody_starts_a_second_run_beside_a_running_one(db, clock):
    marked(runner.token(), at="2026-11-23 02:00:00")
    with pytest.raises(Refused, match="running"), database.writing():
        ask_again("a", "2026-11-23", "王经理")


def test_a_slot_that_broke_off_is_not_made_up(db, clock, gone):
    marked(gone, period="2026-11-23 08:00")
    assert run_due([saves(every=60)]) == [("a", "2026-11-23 10:00")]


def test_the_reason_is_kept_in_both_languages_and_every_try_in_the_log(db, clock):
    from models.kit import Text

    def refuse(c, day):
        raise Refused(Text("还没有数据", "There is nothing yet"))

    run_due([Job("a", refuse, "01:00", WORDS)] * 2)
    assert (spoken(the_run().result, "zh"), spoken(the_run().result, "en")) == ("还没有数据", "There is nothing yet")
    assert [text for _, text in log_of(the_run(), "en")][1:3] == ["Failed: There is nothing yet", "Begun, try 2"]


def test_what_a_job_says_never_tells_where_on_the_machine_things_lie(db, clock, monkeypatch, tmp_path):
    database.set_folders({"backups": tmp_path / "backups"})

    def fail(c, day):
        raise OSError(28, "No space left on device", str(tmp_path / "exports" / "周报.xlsx"))

    run_due([Job("a", fail, "01:00", WORDS)])
    texts = [spoken(the_run().result, "zh"), *(text for _, text in log_of(the_run(), "en"))]
    assert str(tmp_path) not in "".join(texts) and "'exports/周报.xlsx'" in texts[0]


def test_a_duration_is_by_the_steady_clock_whatever_the_wall_clock_does(db, clock):
    def work(c, day):
        clock("2027-11-23 10:00")
        return "ok"

    run_due([Job("a", work, "01:00", WORDS)])
    assert the_run().finished_at == the_run().started_at


def test_old_runs_are_forgotten_slots_sooner_and_the_newest_done_one_never(db, clock):
    rows = [
        ("a", "2025-10-01", 1),
        ("a", "2026-10-01", 1),
        ("q", "2026-10-01 10:00", 1),
        ("q", "2026-11-22 10:00", 1),
        ("old", "2024-01-01", 1),
    ]
    with database.writing():
        for job, period, tries in rows:
            JobRun.insert(
                job=job, period=period, state="done", started_at=period[:10] + " 00:00:00", tries=tries
            ).execute()
        assert prune_runs(date(2026, 11, 23)) == 2
    left = sorted(period for (period,) in JobRun.select(JobRun.period).tuples())
    assert left == ["2024-01-01", "2026-10-01", "2026-11-22 10:00"]


def test_the_clock_waits_longer_after_each_failure_unless_somebody_asks(db):
    clock = Clock()
    for _ in range(9):
        clock._pause("a", failed=True)
    assert clock.pauses["a"][0] == 9
    clock.wake("a")
    assert "a" not in clock.pauses
