"""The clock: `schedule` wakes a thread, the table of runs decides what is due; every job runs in a lane of its own."""

import ctypes
import logging
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

import schedule

from models.kit import database
from models.kit.beside import too_long
from models.kit.job import Job

from .due import due
from .running import Run, run_due, run_job, run_once

__all__ = ["Clock", "Job", "run_due", "run_once"]
log = logging.getLogger("opsdesk.jobs")
HEAD_START = 0.2  # so long the next job waits for the one before: quick ones stay in order, slow ones hold up nobody
LOOK, IDLE, GRACE = 0.2, 30.0, 3.0
PAUSES = (50, 110, 290, 890)  # seconds before a job that failed is tried again


class Cut(BaseException):
    """Raised in the thread of a job that hangs; no `except Exception` of a job may swallow it."""


class Lane:
    """One job at its due periods, in a thread of its own with a connection of its own."""

    def __init__(self, job: Job, ended: Callable[[], None]):
        self.job, self.ended, self.run = job, ended, Run()
        self.failed = False
        self.cut_at: float | None = None
        self.thread = threading.Thread(target=self._work, name=f"job {job.name}", daemon=True)
        self.thread.start()

    def _work(self) -> None:
        try:
            with database.reading():
                self.run.connection = database.handle.connection()
                self.failed = not run_job(self.job, self.run)
        except BaseException:
            self.failed = True
            log.exception("job %s ended badly", self.job.name)
        finally:
            with suppress(Exception):
                database.close()
            self.ended()

    def watch(self) -> bool:
        """Whether the lane is over; cuts it off at its limit and leaves it behind when even that doesn't end it."""
        if not self.thread.is_alive():
            if self.run.cut:  # noted here: in its own thread the cut could have struck while that was being written
                self.run.note_failure(too_long(self.run.limit))
            return True
        waited = self.run.waited()
        if waited is None or waited <= self.run.limit + (0.5 if self.job.aside else 0):
            self.cut_at = None
        elif self.cut_at is None:
            self.cut_at = time.monotonic()
            self._cut()
        elif time.monotonic() > self.cut_at + GRACE:
            self._leave()
            return True
        return False

    def _cut(self) -> None:
        """Interrupt the statement, raise in the thread: its transaction rolls back on the way out."""
        log.error("job %s passed its limit of %s s and is cut off", self.job.name, self.run.limit)
        self.run.cut = True
        interrupt(self.run.connection)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.thread.ident), ctypes.py_object(Cut))

    def _leave(self) -> None:
        """It hangs where nothing reaches it: take from it what others need, note the failure, and let it be."""
        log.error("job %s doesn't end and is left behind", self.job.name)
        self.failed = True
        database.free_from(self.thread.ident, self.run.connection)
        self.run.note_failure(too_long(self.run.limit))


def interrupt(connection: object) -> None:
    """End the statement that runs on another thread's connection: apsw and psycopg have different words for it."""
    stop = getattr(connection, "interrupt", None) or getattr(connection, "cancel", None)
    if stop is not None:
        with suppress(Exception):
            stop()


class Clock:
    """The thread that ticks once a minute, or when it is woken, until it is stopped."""

    name = "clock"

    def __init__(self, jobs: Callable[[], Iterable[Job]] = tuple):
        """jobs: says at each tick which there are."""
        self._jobs, self.stop, self.bell = jobs, threading.Event(), threading.Event()
        self.asked = False
        self.lanes: dict[str, Lane] = {}
        self.left: dict[str, threading.Thread] = {}
        self.pauses: dict[str, tuple[int, float]] = {}
        self.scheduler = schedule.Scheduler()
        self.scheduler.every(1).minutes.do(self.tick)
        self.thread = threading.Thread(target=self.run, name=self.name, daemon=True)

    @property
    def jobs(self) -> list[Job]:
        return list(self._jobs())

    def start(self) -> None:
        self.thread.start()

    def close(self) -> None:
        """Stop; what runs gets a moment to end, else its mark is taken over at the next start."""
        self.stop.set()
        self.bell.set()
        for lane in list(self.lanes.values()):
            lane.run.stopped = True
        ends = time.monotonic() + 8
        if self.thread.is_alive():
            self.thread.join(8)
        for lane in list(self.lanes.values()):
            lane.thread.join(max(0.0, ends - time.monotonic()))

    def wake(self, name: str | None = None) -> None:
        """Look at once for what is due; the job that is named isn't made to wait after a failure."""
        if name is not None:
            self.pauses.pop(name, None)
        self.asked = True
        self.bell.set()

    def tick(self) -> None:
        """Give each job that is due a lane, never two to the same one."""
        with database.reading():
            for job in self.jobs:
                hanging = job.name in self.left and self.left[job.name].is_alive()
                if job.name in self.lanes or hanging or time.monotonic() < self.pauses.get(job.name, (0, 0.0))[1]:
                    continue
                try:
                    periods = due(job)
                except Exception:
                    log.exception("what is due of job %s is unknown", job.name)
                    continue
                if periods and not self.stop.is_set():
                    self.lanes[job.name] = lane = Lane(job, self.bell.set)
                    lane.thread.join(HEAD_START)

    def run(self) -> None:
        self._turn(self.tick)
        while not self.stop.is_set():
            self.bell.wait(LOOK if self.lanes else min(IDLE, max(0.2, self.scheduler.idle_seconds or IDLE)))
            self.bell.clear()
            self._turn(self.watch)
            if self.asked and not self.stop.is_set():
                self.asked = False
                self._turn(self.tick)
            if not self.stop.is_set():
                self._turn(self.scheduler.run_pending)
        database.close()

    def watch(self) -> None:
        """See to the lanes: which are over, which hang."""
        for name, lane in list(self.lanes.items()):
            if lane.watch():
                del self.lanes[name]
                self.left[name] = lane.thread  # still alive, it was left behind: nobody is given its job until it ends
                self._pause(name, lane.failed)

    def _pause(self, name: str, failed: bool) -> None:
        if not failed:
            self.pauses.pop(name, None)
            return
        times = self.pauses.get(name, (0, 0.0))[0]
        self.pauses[name] = (times + 1, time.monotonic() + PAUSES[min(times, len(PAUSES) - 1)])

    @staticmethod
    def _turn(step: Callable[[], None]) -> None:
        try:
            step()
        except Exception:
            log.exception("the clock stumbled and goes on")
