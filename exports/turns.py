"""Turns at heavy work: so many at once, a short line behind them, and nobody stands in it for everybody else."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from models.kit.text import Refused, Text

BUSY = Text("现在排队处理的文件太多，请稍后再试", "Too many files are waiting to be worked on; try again in a moment")
YOURS = Text(
    "您已有 {most} 个文件在处理，请等它们完成后再试",
    "{most} of your files are being worked on; wait until they are done",
)
LOOK = 0.2


@dataclass(eq=False)
class Place:
    """Somebody's place in the line, or at work."""

    person: Any
    working: bool = False


class Turns:
    """at_once: how many work. waiting: how many more may wait for their turn, each at most so many seconds.

    each: how many of both may be one person's. working: how many of one person's are worked on at once. Who has fewer
    at work goes first, then who came first.
    """

    def __init__(self, at_once: int, waiting: int, seconds: float, each: int, working: int | None = None):
        self.at_once, self.waiting, self.seconds, self.each = at_once, waiting, seconds, each
        self.working = working or at_once
        self.line: list[Place] = []
        self.change = threading.Condition()

    @contextmanager
    def one(self, person: Any, tell: Callable[[int], None] = lambda before: None) -> Iterator[None]:
        """One turn; `tell` hears now and then how many must be done before, and may raise to give up. Raises Refused."""
        mine = Place(person)
        with self.change:
            if sum(one.person == person for one in self.line) >= self.each:
                raise Refused(YOURS(most=self.each))
            if len(self.line) >= self.at_once + self.waiting:
                raise Refused(BUSY)
            self.line.append(mine)
        try:
            self._wait(mine, tell)
            yield
        finally:
            with self.change:
                self.line.remove(mine)
                self.change.notify_all()

    def _wait(self, mine: Place, tell: Callable[[int], None]) -> None:
        ends = time.monotonic() + self.seconds
        while True:
            with self.change:
                if self._before(mine) > 0:
                    self.change.wait(LOOK)
                before = self._before(mine)
                mine.working = before == 0
            if mine.working:
                return
            if time.monotonic() > ends:
                raise Refused(BUSY)
            tell(before)

    def _before(self, mine: Place) -> int:
        """How many must be done before this one may begin."""
        busy = Counter(one.person for one in self.line if one.working)
        waiting = sorted((one for one in self.line if not one.working), key=lambda one: busy[one.person])
        ahead = waiting.index(mine) + 1 - (self.at_once - busy.total())
        return max(ahead, busy[mine.person] - self.working + 1, 0)
