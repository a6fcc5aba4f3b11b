"""A lane: jobs that are due, one after the other in a process of their own, so that one that hangs can be ended with it."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from models import runs
from models.kit import Refused, Text
from models.kit.named import named
from models.kit.server import database
from models.kit.server.beside import Beside, Ended, too_long
from models.kit.server.turns import JOBS, QUEUE

from . import runner
from .running import Run, run_job

log = logging.getLogger("opsdesk.jobs")
STOPPED = Text("程序停止，计算中断", "The app was stopped before it ended")
AT_WORK, DONE, FAILED = "at work", "done", "failed"
START = 300.0  # seconds in which a process must have come to its first job


class Lane:
    """Jobs by name, done in their order beside the server. Whatever ends the process early is the end of the one it was at.

    source: "module:function", which says over there, too, which jobs there are. head_start: seconds after which a job is
    so slow that the next ones don't wait for it: `late` gives them up for another lane, and the process ends after it.
    heavy: what it is, in words, when it must wait for its turn like people's heavy work; before: how many are first.
    """

    def __init__(
        self,
        source: str,
        names: Sequence[str],
        head_start: float,
        ended: Callable[[], None],
        heavy: Text | None = None,
    ):
        self.names, self.head_start, self.ended, self.heavy = list(names), head_start, ended, heavy
        self.begun: dict[str, float] = {}
        self.settled: set[str] = set()
        self.failed: set[str] = set()
        self.at, self.limit, self.ends = "", 0.0, None
        self.stopped, self.left, self.before = False, False, 0
        order = {"jobs": source, "names": self.names, "head_start": head_start}
        self.work = Beside("jobs.lanes:work", order, self._hear, stop=self._is_over, limit=float("inf"), writes=True)
        self.thread = threading.Thread(target=self._run, name=f"jobs {self.names[0]}", daemon=True)
        self.thread.start()

    @property
    def over(self) -> bool:
        return not self.thread.is_alive()

    def is_at(self, name: str) -> bool:
        """Whether this job is still to be done here, or being done."""
        return name in self.names and name not in self.settled

    def late(self) -> list[str]:
        """The jobs that wait behind a slow one: from now on they are somebody else's."""
        if not self.at or time.monotonic() < self.begun[self.at] + self.head_start:
            return []
        return self.give_up()

    def give_up(self) -> list[str]:
        """What it has not begun, for another lane."""
        rest = [name for name in self.names if name not in self.begun]
        self.names = [name for name in self.names if name in self.begun]
        return rest

    def seconds(self, name: str) -> float:
        now = time.monotonic()
        return now - self.begun.get(name, now)

    def close(self) -> None:
        """What is being written is taken back; its period begins anew at the next start."""
        self.stopped = True

    def leave(self) -> bool:
        """Out of the line again, as long as it waits there. Returns whether it did."""
        self.left = self.before > 0
        return self.left

    def _hear(self, seconds: float | None, said: Text) -> None:
        name, state = said.zh, said.en
        if state != AT_WORK:
            self.settled.add(name)
            if state == FAILED:
                self.failed.add(name)
            return
        self.at, self.limit = name, seconds or self.limit
        self.begun.setdefault(name, time.monotonic())
        self.ends = None if seconds is None else time.monotonic() + seconds

    def _is_over(self) -> bool:
        return self.stopped or (self.ends is not None and time.monotonic() > self.ends)

    def _run(self) -> None:
        try:
            with self._turn():
                self.ends = time.monotonic() + START
                list(self.work.pieces())
            database.note_damage(self.work.answer["damaged"])
        except Exception as error:
            self._broke_off(error)
        finally:
            database.close()
            self.ended()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if self.heavy is None:
            yield
            return
        with QUEUE.turn(JOBS, self._wait, self.heavy, patient=True):
            self.before, self.left = 0, False
            yield

    def _wait(self, before: int) -> None:
        self.before = before
        if self.stopped or self.left:
            self.before = 0
            raise Refused(STOPPED)

    def _broke_off(self, error: Exception) -> None:
        """The process is gone, and with it its transaction: what it was at gets its red mark."""
        if self.left:
            self.give_up()  # nothing was begun, so nothing failed
            return
        if self.stopped:
            error = Refused(STOPPED)
        elif isinstance(error, Ended) and error.cause == "cancelled":
            log.error("job %s passed its limit of %s s and was ended", self.at, self.limit)
            error = too_long(self.limit)
        else:
            log.error("the process of the jobs broke off at %s", self.at or self.names, exc_info=error)
        self.failed |= {self.at} if self.at else set(self.give_up())
        if self.work.process is None:
            return
        try:
            with database.reading():
                for run in runs.left_by(runner.process(self.work.process.pid)):
                    runs.fail(run.job, run.period, run.runner, error, self.seconds(run.job))
        except Exception:
            log.exception("the failure of job %s could not be noted", self.at)


def work(order: dict[str, Any], tell: Callable[..., None]) -> dict[str, Any]:
    """For `beside`: the jobs named, one after the other; says which it is at, and how long what comes next may take."""
    jobs = {job.name: job for job in named(order["jobs"])()}
    for name in order["names"]:
        began = time.monotonic()
        tell(None, Text(name, AT_WORK))
        well = run_job(jobs[name], Run(lambda seconds, name=name: tell(seconds, Text(name, AT_WORK))))
        tell(None, Text(name, DONE if well else FAILED))
        if time.monotonic() > began + order["head_start"]:
            break  # the others have been given to somebody else
    return {"damaged": database.seen_damaged()}
