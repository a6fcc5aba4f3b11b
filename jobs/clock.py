"""The clock: `schedule` wakes a thread, the table of runs decides what is due; each day's job runs once, made up later if missed."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

import schedule

from models.kit import Changes, Text, changes, database, system
from models.kit.week import local, now, today
from models.kit.writes import Duplicate
from models.system import claim

log = logging.getLogger("opsdesk.jobs")
DAYS_BACK = 7


@dataclass(frozen=True)
class Job:
    """Something done each day at a time of the business's clock: `fn(changes, day) -> sentence for the log`."""

    name: str
    fn: Callable[[Changes, date], str]
    at: str
    words: tuple[str, str]

    @property
    def label(self) -> Text:
        return Text(*self.words)

    def due(self) -> list[date]:
        """The days whose moment has passed, oldest first, a week back at most."""
        last = today() if local(now()).time() >= time.fromisoformat(self.at) else today() - timedelta(days=1)
        return [last - timedelta(days=back) for back in range(DAYS_BACK - 1, -1, -1)]


def run_due(jobs: list[Job]) -> list[tuple[str, str]]:
    """Run whatever is due and was not done; a job that fails is logged, tried again at the next tick, and stops no other."""
    done = []
    for job in jobs:
        for day in job.due():
            try:
                if run_once(job, day):
                    done.append((job.name, day.isoformat()))
            except Exception:
                log.exception("job %s for %s failed", job.name, day)
                break
    return done


def run_once(job: Job, day: date) -> bool:
    """The claim and the result are one transaction: killed at any point, it is either done or not begun."""
    try:
        with changes(who=system(job.name), via="job", op=f"{job.name} {day}", label=job.label) as c:
            result = job.fn(c, day)
            claim(job.name, day.isoformat(), result)
    except Duplicate:
        return False
    log.info("job %s for %s: %s", job.name, day, result)
    return True


class Clock:
    """The thread that ticks once a minute until it is stopped."""

    def __init__(self, jobs: list[Job]):
        self.jobs, self.stop = jobs, threading.Event()
        self.wake = schedule.Scheduler()
        self.wake.every(1).minutes.do(self.tick)
        self.thread = threading.Thread(target=self.run, name="clock", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def close(self) -> None:
        self.stop.set()
        self.thread.join(10)

    def tick(self) -> None:
        with database.reading():
            run_due(self.jobs)

    def run(self) -> None:
        self.tick()
        while not self.stop.wait(min(30.0, max(0.2, self.wake.idle_seconds or 30.0))):
            try:
                self.wake.run_pending()
            except Exception:
                log.exception("the clock stumbled and goes on")
