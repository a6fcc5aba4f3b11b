"""Turns at heavy work: so many at once, a line behind them that people see, and nobody stands in it for everybody else."""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ..text import Refused, Text

BUSY = Text("现在排队处理的文件太多，请稍后再试", "Too many files are waiting to be worked on; try again in a moment")
YOURS = Text(
    "您已有 {most} 个文件在处理，请等它们完成后再试",
    "{most} of your files are being worked on; wait until they are done",
)
WAITS = Text("正在排队，前面还有 {n} 项……", "Waiting; {n} before yours …")
GIVEN_UP = Text("已取消排队", "Taken out of the line")
LOOK = 0.2
JOBS = "jobs"  # as whom the jobs stand in the line
_numbers, _turns = itertools.count(1), itertools.count(1)


@dataclass(eq=False)
class Place:
    """Somebody's place in the line, or at work; what: in words, for whoever waits."""

    person: Any
    what: Text | None = None
    working: bool = False
    given_up: bool = False

    def __post_init__(self):
        self.number = next(_numbers)


class Turns:
    """at_once: how many work. waiting: how many more may wait for their turn, each at most so many seconds.

    each: how many of both may be one person's. working: how many of one person's are worked on at once; as a rule one
    place is left to the others. It goes round by person: everybody's first before anybody's second, then who was served longest
    ago, then who came first.
    """

    def __init__(self, at_once: int, waiting: int, seconds: float, each: int, working: int | None = None):
        self.at_once, self.waiting, self.seconds, self.each = at_once, waiting, seconds, each
        self.working = working
        self.line: list[Place] = []
        # By person: when one of theirs last began, as long as more of theirs is here.
        self.served: Counter[Any] = Counter()
        self.change = threading.Condition()

    @contextmanager
    def turn(
        self,
        person: Any,
        tell: Callable[[int], None] = lambda before: None,
        what: Text | None = None,
        *,
        patient: bool = False,
    ) -> Iterator[None]:
        """One turn; `tell` hears now and then how many must be done before, and may raise to give up. Raises Refused.

        patient: nobody sits before it, so it waits however long the line is.
        """
        mine = Place(person, what)
        with self.change:
            if not patient and sum(place.person == person for place in self.line) >= self.each:
                raise Refused(YOURS(most=self.each))
            if not patient and len(self.line) >= self.at_once + self.waiting:
                raise Refused(BUSY)
            self.line.append(mine)
        try:
            self._wait(mine, tell, float("inf") if patient else self.seconds)
            yield
        finally:
            with self.change:
                self.line.remove(mine)
                if all(place.person != person for place in self.line):
                    del self.served[person]
                self.change.notify_all()

    def of(self, person: Any) -> list[tuple[Place, int]]:
        """What of this person's waits, and how many must be done before each."""
        with self.change:
            return [(place, self._before(place)) for place in self.line if place.person == person and not place.working]

    def give_up(self, person: Any, number: int) -> bool:
        """One of this person's that waits leaves the line. Returns whether there was one of that number."""
        with self.change:
            for place in self.line:
                if (place.person, place.number, place.working) == (person, number, False):
                    place.given_up = True
                    self.change.notify_all()
                    return True
        return False

    def _wait(self, mine: Place, tell: Callable[[int], None], seconds: float) -> None:
        ends = time.monotonic() + seconds
        while True:
            with self.change:
                if self._before(mine) > 0 and not mine.given_up:
                    self.change.wait(LOOK)
                before = self._before(mine)
                mine.working = before == 0 and not mine.given_up
                if mine.working:
                    self.served[mine.person] = next(_turns)
                    return
            if mine.given_up:
                raise Refused(GIVEN_UP)
            if time.monotonic() > ends:
                raise Refused(BUSY)
            tell(before)

    def _before(self, mine: Place) -> int:
        """How many must be done before this one may begin."""
        busy = Counter(place.person for place in self.line if place.working)
        turn, rounds = Counter(busy), {}
        for place in self.line:
            if not place.working:
                rounds[place] = turn[place.person]
                turn[place.person] += 1
        waiting = sorted(rounds, key=lambda place: (rounds[place], self.served[place.person]))
        ahead = waiting.index(mine) + 1 - (self.at_once - busy.total())
        own = rounds[mine] - (self.working or max(1, self.at_once - 1)) + 1
        return max(ahead, own, 0)


# All heavy work of this server, of whatever kind, by people and by jobs; `main` sets how much of it is done at once.
QUEUE = Turns(at_once=2, waiting=12, seconds=600, each=3)
