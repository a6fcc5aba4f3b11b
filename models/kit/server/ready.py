"""A process beside us that has read in the program and waits for its order: the next long file begins at once.

There is one at most, and only for a while after heavy work, as it holds memory.
"""

import logging
import threading
from collections.abc import Callable
from typing import Any

log = logging.getLogger("opsdesk.beside")
LASTS = 600.0  # seconds that it waits


class Ready:
    """start: from the module whose work was done last, a process that is ready for more of it. end: what ends one."""

    def __init__(self, start: Callable[[str], Any], end: Callable[[Any], None]):
        self.start, self.end = start, end
        self.keeps = False  # a server does; commands and tests have their work done and are gone
        self._process: Any = None
        self._until: threading.Timer | None = None
        self._lock = threading.Lock()

    def take(self) -> Any:
        """The one that waits, for whoever has an order; None without one."""
        with self._lock:
            process, self._process = self._process, None
            if self._until is not None:
                self._until.cancel()
        if process is not None and process.poll() is not None:
            self.end(process)
            return None
        return process

    def prepare(self, module: str) -> None:
        """See to it that one waits from now on, where any is kept. What came before it is done: no fault of this is a fault of that."""
        if not self.keeps:
            return
        self.let_go()
        try:
            process = self.start(module)
        except OSError:  # no process or no memory is left
            log.exception("no process waits for the next work")
            return
        until = threading.Timer(LASTS, self.let_go)
        until.daemon = True
        with self._lock:
            self._process, self._until, former = process, until, self._process
        until.start()
        if former is not None:  # of two that ended at the same time
            self.end(former)

    def let_go(self) -> None:
        if (process := self.take()) is not None:
            self.end(process)
