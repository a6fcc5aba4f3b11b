"""A page with work that isn't kept yet: the browser asks before it is left, whichever way."""

import json
from collections.abc import Callable
from typing import Any

from nicegui import ui

# A page may hold several such works: it is left without a word once none of them is unsaved.
WARN = """(() => {
  const unsaved = (window.opsUnsavedWork ??= new Set());
  unsaved.%s(%s);
  window.onbeforeunload = unsaved.size ? (event) => event.preventDefault() : null;
})()"""


def warn(unsaved: bool, what: str = "") -> None:
    """Whether there is something to lose on this page now. what: of which of its works that is said."""
    ui.run_javascript(WARN % ("add" if unsaved else "delete", json.dumps(what)))


class Unkept:
    """Watches what a page would send: whoever leaves it otherwise than it was found, or kept last, is asked."""

    def __init__(self, written: Callable[[], Any], what: str = ""):
        self.written, self.what = written, what
        self.kept, self.unsaved = written(), False

    def look(self) -> None:
        """Called whenever something may have changed, whichever way it came in."""
        unsaved = self.written() != self.kept
        if unsaved != self.unsaved:
            self.unsaved = unsaved
            warn(unsaved, self.what)

    def done(self) -> None:
        """It is kept as it stands: nothing is asked any more."""
        self.kept = self.written()
        self.look()
