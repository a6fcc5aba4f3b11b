"""What is made of all that an open change wrote so far, as the house it leads to: made once, until the change writes more."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from ..named import named
from ..server.standing import house

T = TypeVar("T")
_here = threading.local()


class Made:
    """By what makes it: after how many writes it was made, and what it is. A write that was taken back counts as another."""

    def __init__(self):
        self.writes, self._kept = 0, dict[Callable, tuple[int, Any]]()

    def of(self, make: Callable[[], T]) -> T:
        at, made = self._kept.get(make, (-1, None))
        if at != self.writes:
            at = self.writes
            self._kept[make] = at, made = at, make()
        return made

    def house(self) -> Any:
        """The house that all of it leads to; None where the one that holds has no recipe."""
        recipe = house().recipe
        return None if recipe is None else self.of(named(recipe))


@contextmanager
def making(made: Made) -> Iterator[None]:
    """Within it, in this thread, the change that is open is the one with this."""
    _here.made = made
    try:
        yield
    finally:
        _here.made = None


def as_written(make: Callable[[], T]) -> T:
    """What `make` makes of all that is written so far, in the change that is open here or outside of any."""
    made: Made | None = getattr(_here, "made", None)
    return make() if made is None else made.of(make)
