"""The clock: whatever was missed is made up, each day once, oldest first; a failing job stops no other."""

import threading
import time
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from jobs import all_jobs, backup
from jobs.clock import Clock, Job, run_due, run_once
from models.kit.server import database
from models.members import Member, PointsEntry, PointsRule, adjust_points
from models.system import JobRun
from tests.helpers.shop import SYSTEM, points, put

WORDS = ("试", "Try")

NIGHTLY = [job for job in all_jobs() if job.catch_up and not job.aside and not job.outside]


class Diary:
    """Jobs that write down for which days they ran."""

    def __init__(self):
        self.days: list[tuple[str, date]] = []

    def job(self, name: str, at: str = "01:00", **more) -> Job:
        return Job(name, lambda c, day: self.days.append((name, day)) or "ok", at, WORDS, **more)

    def ran(self, name: str) -> list[str]:
        return [str(day) for who, day in self.days if who == name]


@pytest.fixture
def diary(db, clock) -> Diary:
    return Diary()


def test_the_first_time_a_job_runs_for_the_latest_day_only_and_then_no_more(diary):
    jobs = [diary.job("early"), diary.job("late", at="23:00")]
    assert run_due(jobs) == [("early", "2026-11-23"), ("late", "2026-11-22")]
    assert run_due(jobs) == []


def test_an_hour_off_is_made_up(diary, clock):
    clock("2026-11-24 00:30")
    run_due([diary.job("a", at="01:00")])
    clock("2026-11-24 02:00")
    run_due([diary.job("a", at="01:00")])
    assert diary.ran("a") == ["2026-11-23", "2026-11-24"]


@pytest.mark.parametrize("days", [8, 400])
def test_days_off_are_made_up_oldest_first_each_once(diary, clock, days):
    run_due([diary.job("a")])
    later = date(2026, 11, 23) + timedelta(days=days)
    clock(f"{later} 10:00")
    run_due([diary.job("a")])
    assert diary.ran("a") == [str(date(2026, 11, 23) + timedelta(days=at)) for at in range(days + 1)]


def test_a_clock_that_is_set_back_runs_nothing_twice(diary, clock):
    run_due([diary.job("a")])
    for at in ("2026-11-23 09:00", "2025-10-19 10:00", "2026-11-23 11:00"):
        clock(at)
        run_due([diary.job("a")])
    assert diary.ran("a") == ["2026-11-23"]


def test_a_job_of_every_quarter_runs_once_in_each_slot_and_makes_up_for_none(diary, clock):
    job = diary.job("q", at="00:05", every=15)
    ran, moments = [], "23 09:04,23 09:05,23 09:19,23 09:20,23 11:00,23 10:00,24 00:04,24 00:05,26 00:01"
    for at in moments.split(","):
        clock(f"2026-11-{at}")
        ran += [period for _, period in run_due([job])]
    assert ran == [
        "2026-11-23 08:50",
        "2026-11-23 09:05",
        "2026-11-23 09:20",
        "2026-11-23 10:50",
        "2026-11-23 23:50",
        "2026-11-24 00:05",
        "2026-11-25 23:50",
    ]
    assert diary.ran("q")[-1] == "2026-11-25", "it is told the day of the slot"


def test_a_slot_that_failed_is_tried_again_until_the_next_one(diary, clock):
    broken = [True]

    def fail(c, day):
        if broken:
            raise ValueError("no luck")
        return "well"

    job = Job("q", fail, "00:00", WORDS, every=60)
    clock("2026-11-23 10:10")
    assert run_due([job]) == []
    broken.clear()
    assert run_due([job]) == [("q", "2026-11-23 10:00")]
    assert (JobRun.get(JobRun.job == "q").tries, run_due([job])) == (2, [])


def test_the_day_is_the_business_s_whatever_the_server_s_zone(diary, clock, monkeypatch):
    for zone in ("UTC", "America/New_York", "Asia/Shanghai"):
        monkeypatch.setenv("TZ", zone)
        clock("2027-01-01 01:00")  # still 31 December in UTC
        run_due([diary.job("a")])
    assert diary.ran("a") == ["2027-01-01"]


def test_29_february_and_the_turn_of_the_year_are_days_like_others(diary, clock):
    clock("2027-12-30 10:00")
    run_due([diary.job("a")])
    clock("2028-03-01 10:00")
    run_due([diary.job("a")])
    ran = diary.ran("a")
    assert len(ran) == len(set(ran)) == 63
    assert {"2027-12-31", "2028-01-01", "2028-02-29"} <= set(ran)


def test_a_failing_job_is_marked_tried_again_and_stops_no_other(diary):
    broken = [True]

    def fail(c, day):
        c.create(PointsRule, name="half", per_yuan=Decimal(1))
        if broken:
            raise ValueError("no luck")
        return "well at last"

    jobs = [Job("bad", fail, "01:00", WORDS), diary.job("good")]
    assert run_due(jobs) == [("good", "2026-11-23")]
    assert run_due(jobs) == []
    marked = JobRun.get(JobRun.job == "bad")
    assert (marked.state, marked.tries, marked.result) == ("failed", 2, "ValueError: no luck")
    assert PointsRule.select().count() == 0, "what it wrote before it failed is gone"
    broken.clear()
    assert run_due(jobs) == [("bad", "2026-11-23")]
    marked = JobRun.get(JobRun.job == "bad")
    assert (marked.state, marked.tries, marked.result) == ("done", 3, "well at last")


def test_after_a_failure_the_missed_days_wait_in_their_order(diary, clock):
    run_due([diary.job("a")])
    clock("2026-11-26 10:00")

    def on_the_25th(c, day):
        if day == date(2026, 11, 25):
            raise ValueError("not today")
        return diary.job("a").fn(c, day)

    run_due([Job("a", on_the_25th, "01:00", WORDS)])
    assert diary.ran("a") == ["2026-11-23", "2026-11-24"]
    run_due([diary.job("a")])
    assert diary.ran("a") == ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"]


def test_two_clocks_at_once_do_each_day_once(shop, clock):
    clock("2027-02-20 10:00")
    run_due(NIGHTLY)
    put(PointsRule, name="生日礼", kind="birthday", fixed=66)
    clock("2027-03-05 10:00")
    ran: list[list] = [[], []]

    def tick(into: list) -> None:
        with database.reading():
            into += run_due(NIGHTLY)
        database.close()

    threads = [threading.Thread(target=tick, args=(into,)) for into in ran]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ran[0]) + len(ran[1]) == len(NIGHTLY) * 13
    assert not set(ran[0]) & set(ran[1])
    assert points(shop.wang) == 66


def test_the_nightly_rules_make_up_for_a_month_without_power(shop, clock):
    adjust_points(shop.wang, points=40, reason="补分", who=SYSTEM)
    shop.buys(shop.li, 300)
    clock("2027-11-20 09:00")
    run_due(NIGHTLY)
    assert (points(shop.wang), points(shop.li)) == (40, 300)
    clock("2027-12-20 09:00")
    run_due(NIGHTLY)
    assert [entry.kind for entry in PointsEntry.rows()] == ["adjust", "earn", "expire", "expire"]
    member = Member.row(shop.li)
    assert (member.points, member.spend_12m, member.status) == (0, Decimal(0), "dormant")


def test_a_job_outside_the_transaction_is_not_made_up_and_holds_no_writer_back(diary, clock):
    held = []

    def long_work(day: date) -> str:
        held.append((str(day), database.handle.in_transaction()))
        return "done"

    job = Job("copy", long_work, "01:00", WORDS, outside=True, catch_up=False)
    run_due([job])
    clock("2026-12-01 10:00")
    run_due([job])
    assert held == [("2026-11-23", False), ("2026-12-01", False)]


def test_the_clock_s_thread_ticks_at_once_survives_a_stumble_and_stops_when_told(diary, monkeypatch):
    ticked = threading.Event()
    running = Clock()

    def stumble() -> None:
        ticked.set()
        raise RuntimeError("stumbled")

    monkeypatch.setattr(running, "tick", stumble)
    running.start()
    assert ticked.wait(60)
    assert running.thread.is_alive()
    running.close()
    assert not running.thread.is_alive()


def weekly(diary: Diary, name: str = "w", **more) -> Job:
    return Job(name, lambda c, week: diary.days.append((name, week)) or "ok", "06:00", WORDS, weekly=True, **more)


def test_a_week_is_due_on_monday_at_its_hour_for_the_week_that_ended(diary, clock):
    job = weekly(diary)
    clock("2026-11-23 05:59")
    assert run_due([job]) == [("w", "2026-W46")], "the first time only the latest"
    clock("2026-11-23 06:00")
    assert run_due([job]) == [("w", "2026-W47")]
    for later in ("2026-11-23 07:00", "2026-11-23 05:00", "2026-11-29 23:59", "2025-10-19 10:00"):
        clock(later)
        assert run_due([job]) == []


def test_missed_weeks_are_made_up_oldest_first_over_the_turn_of_a_year_of_53_weeks(diary, clock):
    clock("2026-12-21 06:00")
    run_due([weekly(diary)])
    clock("2027-01-19 09:00")
    run_due([weekly(diary)])
    assert diary.ran("w") == ["2026-W51", "2026-W52", "2026-W53", "2027-W01", "2027-W02"]


def test_four_hundred_days_ahead_and_back_again_no_week_is_doubled_or_left_out(diary, clock):
    job = weekly(diary)
    for moment in ("2026-11-23 06:30", "2027-12-28 06:30", "2026-11-24 06:30", "2028-03-06 06:00", "2027-01-30 00:00"):
        clock(moment)
        run_due([job])
    ran = diary.ran("w")
    assert ran == sorted(set(ran))
    assert (ran[0], ran[-1], len(ran)) == ("2026-W47", "2028-W09", 68)


@pytest.mark.parametrize("shape", [{"every": 15}, {"catch_up": False}])
def test_a_job_done_while_the_clock_stood_a_year_ahead_is_due_again_when_it_is_right(diary, clock, shape):
    job = diary.job("a", **shape)
    clock("2027-11-23 10:00")
    assert run_due([job])
    clock("2026-11-23 10:00")
    assert run_due([job]) and run_due([job]) == []
    clock("2026-11-24 10:00")
    assert run_due([job]) and run_due([job]) == []


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
def test_the_server_s_zone_and_its_summer_time_move_no_week(diary, clock, monkeypatch, zone):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        for hour in range(0, 24 * 14, 3):  # New York leaves summer time on 1 November 2026
            clock(str(datetime(2026, 10, 26) + timedelta(hours=hour)))
            run_due([weekly(diary), diary.job("d", at="02:30")])
    finally:
        monkeypatch.undo()
        time.tzset()
    assert diary.ran("w") == ["2026-W42", "2026-W43", "2026-W44"]
    assert diary.ran("d") == [str(date(2026, 10, 25) + timedelta(days=at)) for at in range(15)]


def test_the_hour_may_be_a_business_parameter(diary, clock):
    hours = ["06:00"]
    job = Job("w", lambda c, week: "ok", lambda: hours[0], WORDS, weekly=True)
    clock("2026-11-23 06:00")
    assert (job.newest(), job.schedule.zh, str(job.next())) == ("2026-W47", "每周一 06:00", "2026-11-29 22:00:00")
    hours[0] = "08:00"
    assert (job.newest(), job.schedule.en) == ("2026-W46", "Mondays at 08:00")


def test_a_week_that_somebody_ran_by_hand_makes_nobody_fill_in_what_lies_between(diary, clock):
    job = weekly(diary)
    run_due([job])
    assert run_once(job, "2025-W03", by="王经理")
    clock("2026-11-30 07:00")
    assert run_due([job]) == [("w", "2026-W48")]


def test_a_gap_is_made_up_however_it_came_about(diary, clock):
    job = diary.job("a")
    run_due([job])
    clock("2026-11-26 10:00")
    run_once(job, "2026-11-26")
    assert run_due([job]) == [("a", "2026-11-24"), ("a", "2026-11-25")]


def test_the_backup_is_the_first_of_the_night(db):
    nightly = [job.starts for job in all_jobs() if job.every is None and not job.weekly]
    assert (all_jobs()[0].fn, all_jobs()[0].outside, min(nightly)) == (backup.copy, True, all_jobs()[0].starts)
