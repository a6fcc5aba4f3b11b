"""The clock: `schedule` wakes a thread, the table of runs decides what is due; each period's job runs once, days are made up."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import schedule

from models.kit import Text, changes, database, system
from models.kit.week import local, now
from models.kit.writes import Duplicate
from models.system import claim, failed, last_done

log = logging.getLogger("opsdesk.jobs")


@dataclass(frozen=True)
class Job:
    """Something done each day at a time of the business's clock, or every so many minutes: `fn(changes, day) -> sentence`.

    outside: it writes nothing to the database and takes its time, so it runs before its claim and without a
    transaction, as `fn(day)`; it must do no harm when it is run twice. catch_up: missed days are made up, oldest first.
    every: minutes from one slot to the next, the first of each day at `at`; slots are never made up.
    """

    name: str
    fn: Callable[..., str]
    at: str
    words: tuple[str, str]
    outside: bool = False
    catch_up: bool = True
    every: int | None = None

    @property
    def label(self) -> Text:
        return Text(*self.words)

    def due(self) -> list[str]:
        """The periods whose moment has passed since the last one done, oldest first; the first time only the latest."""
        done, slots = last_done(self.name), self.every is not None
        last = self.latest()
        if done is None or slots or not self.catch_up:
            period = f"{last:%Y-%m-%d %H:%M}" if slots else f"{last:%Y-%m-%d}"
            return [period] if done is None or period > done else []
        first = date.fromisoformat(done) + timedelta(days=1)
        return [str(first + timedelta(days=at)) for at in range((last.date() - first).days + 1)]

    def latest(self) -> datetime:
        """The newest moment that has passed, by the business's clock."""
        moment = local(now()).replace(tzinfo=None)
        first = datetime.combine(moment, time.fromisoformat(self.at))
        if first > moment:
            first -= timedelta(days=1)
            moment = datetime.combine(first, time.max)
        if self.every is None:
            return first
        step = timedelta(minutes=self.every)
        return first + (moment - first) // step * step


def run_due(jobs: list[Job]) -> list[tuple[str, str]]:
    """Run whatever is due; a job that fails is marked, tried again at the next tick, and stops no other."""
    done = []
    for job in jobs:
        period = None
        try:
            for period in job.due():
                if run_once(job, period):
                    done.append((job.name, period))
        except Exception as error:
            log.exception("job %s for %s failed", job.name, period)
            _mark(job, period, error)
    return done


def run_once(job: Job, period: str) -> bool:
    """The claim and the result are one transaction: killed at any point, it is either done or not begun."""
    day = date.fromisoformat(period[:10])
    outcome = job.fn(day) if job.outside else None
    try:
        with changes(who=system(f"系统·{job.words[0]}"), via="job", op=f"{job.name} {period}", label=job.label) as c:
            result = outcome if job.outside else job.fn(c, day)
            claim(job.name, period, result)
    except Duplicate:
        return False
    log.info("job %s for %s: %s", job.name, period, result)
    return True


def _mark(job: Job, period: str | None, error: Exception) -> None:
    try:
        with database.writing():
            failed(job.name, str(period), f"{type(error).__name__}: {error}"[:500])
    except Exception:
        log.exception("the failure of job %s could not be noted", job.name)


class Clock:
    """The thread that ticks once a minute until it is stopped."""

    name = "clock"

    def __init__(self, jobs: list[Job]):
        self.jobs, self.stop = jobs, threading.Event()
        self.wake = schedule.Scheduler()
        self.wake.every(1).minutes.do(self.tick)
        self.thread = threading.Thread(target=self.run, name=self.name, daemon=True)

    def start(self) -> None:
        self.thread.start()

    def close(self) -> None:
        self.stop.set()
        self.thread.join(10)

    def tick(self) -> None:
        with database.reading():
            run_due(self.jobs)

    def run(self) -> None:
        self._turn(self.tick)
        while not self.stop.wait(min(30.0, max(0.2, self.wake.idle_seconds or 30.0))):
            self._turn(self.wake.run_pending)

    @staticmethod
    def _turn(step: Callable[[], None]) -> None:
        try:
            step()
        except Exception:
            log.exception("the clock stumbled and goes on")
