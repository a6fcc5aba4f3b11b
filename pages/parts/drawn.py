"""What a page draws anew when news comes: only where it differs, so that nothing goes from under somebody's hands."""

from collections.abc import Callable
from typing import Any

from nicegui.element import Element


class Drawn:
    """The places of one page, and from what each was drawn the last time."""

    def __init__(self) -> None:
        self._stands: dict[int, Any] = {}
        self._asked = self._newest = 0

    def asks(self) -> int:
        """The turn of who begins to read; `is_late` tells whether what was read is still to be drawn."""
        self._asked += 1
        return self._asked

    def is_late(self, turn: int) -> bool:
        """Whether what was asked for later is drawn already: an answer that was overtaken brings nothing old back."""
        if turn < self._newest:
            return True
        self._newest = turn
        return False

    def draw(self, place: Element, shown: Any, work: Callable[[], Any]) -> None:
        """`shown` is all that `work` draws from: where it is as it was, what stands there stays.

        A button that is drawn anew just as it is pressed isn't heard, nor is a file that was being chosen.
        """
        if place.id in self._stands and self._stands[place.id] == shown:
            return
        place.clear()
        with place:
            work()
        self._stands[place.id] = shown
