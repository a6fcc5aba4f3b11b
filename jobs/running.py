"""Running a job for a period: marked first, then the result and the end of the mark in one transaction; all or nothing."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from models import runs
from models.kit import Text, changes, system
from models.kit.declare.job import Job
from models.kit.server import database
from models.kit.server.beside import beside
from models.kit.server.standing import pinned, renew
from models.kit.write.writes import Duplicate
from models.system import JobRun

from . import runner
from .due import due

log = logging.getLogger("opsdesk.jobs")
BEFORE = Text("此前已完成", "Done before")
EVERY = 1.0  # seconds between two notes of how far a run is
LAST_WORD = 1.0  # seconds in which a run whose heavy part was ended at its limit can still say so itself
WRITE = 60.0  # seconds that what was found beside may take to be written


@dataclass
class Run:
    """What is run since when, and who is told of it.

    started: when the run began, for how long it took. allow: hears how many seconds what comes next may take; None while
    it waits for its turn to write.
    """

    allow: Callable[[float | None], None] = lambda seconds: None
    job: str = ""
    period: str = ""
    token: str = ""
    started: float = 0.0
    noted: float = 0.0

    def seconds(self) -> float:
        return time.monotonic() - self.started

    def note_failure(self, error: BaseException) -> None:
        """The red mark, unless the run was done after all or somebody has taken it over."""
        try:
            if self.token:
                runs.fail(self.job, self.period, self.token, error, self.seconds())
        except Exception:
            log.exception("the failure of job %s could not be noted", self.job)

    def tell(self, share: float | None, text: Text | str | None = None) -> None:
        """How far the part in the other process is; words at once, mere progress once a second."""
        moment = time.monotonic()
        if not text and moment < self.noted + EVERY:
            return
        self.noted = moment
        try:
            with database.writing():
                runs.hear(self.job, self.period, self.token, share, text)
        except runs.Taken:
            raise
        except Exception:
            log.exception("the progress of job %s could not be noted", self.job)


def run_due(jobs: list[Job]) -> list[tuple[str, str]]:
    """Run whatever is due, one after the other; a job that fails is marked, tried again next time, and stops no other."""
    done: list[tuple[str, str]] = []
    for job in jobs:
        run_job(job, Run(), done)
    return done


def run_job(job: Job, run: Run, done: list[tuple[str, str]] | None = None) -> bool:
    """Its due periods, oldest first, up to the first that fails or that somebody else is at. Returns whether none failed."""
    period = None
    try:
        for period in due(job):
            renew()
            with pinned():
                outcome = _once(job, period, run)
            if outcome == "busy":
                break
            if outcome == "mine" and done is not None:
                done.append((job.name, period))
    except Exception:
        log.exception("job %s for %s failed", job.name, period)
        return False
    return True


def run_once(job: Job, period: str, *, by: str | None = None) -> bool:
    """Run a job for one period here and now. Returns False when it was done before or somebody is at it; by: who asks."""
    return _once(job, period, Run(), by) == "mine"


def _once(job: Job, period: str, run: Run, by: str | None = None) -> str:
    run.job, run.period, run.token, run.started = job.name, period, runner.token(), time.monotonic()
    try:
        tries = runs.begin(job.name, period, run.token, lost=lambda mark: _is_lost(mark, job), by=by)
        if isinstance(tries, str):
            run.token = ""
            return tries
        run.allow(job.limit + (LAST_WORD if job.aside else 0))
        try:
            return _result(job, period, run, tries)
        except Exception as error:
            run.note_failure(error)
            raise
    finally:
        run.allow(None)


def _is_lost(mark: JobRun, job: Job) -> bool:
    return runner.is_lost(mark, job.limit)


def _result(job: Job, period: str, run: Run, tries: int) -> str:
    """The work, and in the transaction of what it writes the end of exactly our mark."""
    given, aside, outcome = job.given(period), (), None
    if job.aside:
        aside = (beside(job.aside, period, run.tell, limit=job.limit),)
    elif job.outside:
        outcome = job.work(given)
    run.allow(None)
    op = f"{job.name} {period}" + (f" #{tries}" if tries > 1 else "")
    try:
        with changes(who=system(job.by_line.zh), via="job", op=op, label=job.label) as c:
            # Nobody holds up the writers for as long as a heavy part was allowed to take.
            run.allow(min(job.limit, WRITE) if job.aside else job.limit)
            result = outcome if job.outside else job.work(c, given, *aside)
            runs.finish(job.name, period, run.token, result, run.seconds())
    except runs.Taken:
        log.warning("job %s for %s was taken over; what was done here is not saved", job.name, period)
        return "busy"
    except Duplicate:  # its result is there, only the mark was lost
        with database.writing():
            runs.finish(job.name, period, run.token, BEFORE, run.seconds())
        return "done"
    log.info("job %s for %s: %s", job.name, period, runs.as_text(result).en)
    return "mine"
