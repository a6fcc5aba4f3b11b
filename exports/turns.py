"""Turns at heavy work: so many at once, a short line behind them, and nobody stands in it for everybody else."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from models.kit.text import Refused, Text

BUSY = Text("现在排队处理的文件太多，请稍后再试", "Too many files are waiting to be worked on; try again in a moment")
YOURS = Text(
    "您已有 {most} 个文件在处理，请等它们完成后再传",
    "{most} of your files are being worked on; wait until they are done",
)
LOOK = 0.2


class Turns:
    """at_once: how many work. waiting: how many more may wait for their turn, each at most so many seconds.

    each: how many of both may be one person's.
    """

    def __init__(self, at_once: int, waiting: int, seconds: float, each: int):
        self.at_once, self.waiting, self.seconds, self.each = at_once, waiting, seconds, each
        self.line: list[object] = []
        self.people: Counter[Any] = Counter()
        self.change = threading.Condition()

    @contextmanager
    def one(self, person: Any, tell: Callable[[int], None] = lambda before: None) -> Iterator[None]:
        """One turn; `tell` hears now and then how many must be done before, and may raise to give up. Raises Refused."""
        mine = object()
        with self.change:
            if self.people[person] >= self.each:
                raise Refused(YOURS(most=self.each))
            if len(self.line) >= self.at_once + self.waiting:
                raise Refused(BUSY)
            self.people[person] += 1
            self.line.append(mine)
        try:
            self._wait(mine, tell)
            yield
        finally:
            with self.change:
                self.line.remove(mine)
                self.people[person] -= 1
                self.people += Counter()  # who has none left is forgotten
                self.change.notify_all()

    def _wait(self, mine: object, tell: Callable[[int], None]) -> None:
        ends = time.monotonic() + self.seconds
        while True:
            with self.change:
                before = self.line.index(mine) - self.at_once + 1
                if before > 0:
                    self.change.wait(LOOK)
                    before = self.line.index(mine) - self.at_once + 1
            if before <= 0:
                return
            if time.monotonic() > ends:
                raise Refused(BUSY)
            tell(before)
