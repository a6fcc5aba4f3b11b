"""The clock: `schedule` wakes a thread, the table of runs decides what is due; every job runs in a process beside the server."""

import logging
import threading
import time
from collections.abc import Callable, Iterable

import schedule

from models.kit.declare.job import Job
from models.kit.named import named
from models.kit.server import database
from models.kit.text import Text

from .due import due
from .lanes import Lane
from .running import run_due, run_once

__all__ = ["Clock", "Job", "run_due", "run_once"]
log = logging.getLogger("opsdesk.jobs")
HEAD_START = 3.0  # so long the next job waits for the one before: quick ones share a process, slow ones hold up nobody
LOOK, IDLE = 0.2, 30.0
LEFT = 3600.0  # seconds in which a job that somebody took out of the line isn't due again by itself
PAUSES = (50, 110, 290, 890)  # seconds before a job that failed is tried again


class Clock:
    """The thread that ticks once a minute, or when it is woken, until it is stopped."""

    name = "clock"

    def __init__(self, source: str = "builtins:tuple"):
        """source: "module:function", asked at each tick which jobs there are; the processes beside us ask it, too."""
        self.source, self.stop, self.bell = source, threading.Event(), threading.Event()
        self.asked = False
        self.wanted: set[str] = set()
        self.lanes: list[Lane] = []
        self.pauses: dict[str, tuple[int, float]] = {}
        self.scheduler = schedule.Scheduler()
        self.scheduler.every(1).minutes.do(self.tick)
        self.thread = threading.Thread(target=self.run, name=self.name, daemon=True)

    @property
    def jobs(self) -> list[Job]:
        jobs: Iterable[Job] = named(self.source)()
        return list(jobs)

    def start(self) -> None:
        self.thread.start()

    def close(self) -> None:
        """Stop; what runs is taken back and begins anew at the next start."""
        self.stop.set()
        self.bell.set()
        ends = time.monotonic() + 8
        for lane in list(self.lanes):
            lane.close()
        if self.thread.is_alive():
            self.thread.join(8)
        for lane in list(self.lanes):
            lane.close()
            lane.thread.join(max(0.0, ends - time.monotonic()))

    def wake(self, name: str | None = None) -> None:
        """Look at once for what is due; the job that is named isn't made to wait after a failure."""
        if name is not None:
            self.pauses.pop(name, None)
            self.wanted.add(name)
        self.asked = True
        self.bell.set()

    def tick(self) -> None:
        """Give whatever is due a lane, never two to the same job; each heavy one has its own."""
        self.wanted.difference_update([name for name in self.wanted if not self._is_under_way(name)])
        with database.reading():
            ready = [job for job in self.jobs if self._is_ready(job)]
        self._begin([job.name for job in ready if not job.aside])
        for job in ready:
            if job.aside:
                self._begin([job.name], job.label)

    def _is_under_way(self, name: str) -> bool:
        return any(lane.is_at(name) for lane in self.lanes)

    def _is_ready(self, job: Job) -> bool:
        if self._is_under_way(job.name) or time.monotonic() < self.pauses.get(job.name, (0, 0.0))[1]:
            return False
        try:
            return bool(due(job))
        except Exception:
            log.exception("what is due of job %s is unknown", job.name)
            return False

    def waiting(self) -> dict[str, int]:
        """The jobs that wait for their turn at heavy work, and how many are before each."""
        return {name: lane.before for lane in list(self.lanes) if lane.before for name in lane.names}

    def leave(self, name: str) -> bool:
        """A job that waits for its turn leaves the line, for an hour unless somebody asks for it. Returns whether it waited."""
        left = True in [lane.leave() for lane in list(self.lanes) if lane.is_at(name)]
        if left:
            self.wanted.discard(name)
            self.pauses[name] = (0, time.monotonic() + LEFT)
        return left

    def _begin(self, names: list[str], heavy: Text | None = None) -> None:
        if names and not self.stop.is_set():
            self.lanes.append(Lane(self.source, names, HEAD_START, self.bell.set, heavy))

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
        """See to the lanes: which are over, and what waits behind a slow job or behind one that ended its process."""
        for lane in list(self.lanes):
            over = lane.over
            rest = lane.give_up() if over else lane.late()
            self.asked = self.asked or any(name in lane.settled for name in self.wanted)
            if over:
                self.lanes.remove(lane)
                for name in lane.names:
                    self._pause(name, name in lane.failed)
            self._begin(rest)

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
