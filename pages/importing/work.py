"""Long work beside the page: in threads of its own, with a figure of how far it is and a way to end it."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from models.kit.incoming.incoming import Stopped
from models.kit.server.database import reading
from models.kit.server.standing import house, pinned


class Work:
    """One person's long work at a time: how far it is, and whether it is to end."""

    def __init__(self, threads: ThreadPoolExecutor):
        self.threads = threads
        self.share, self.before = 0.0, 0
        self._end = threading.Event()

    def tell(self, share: float, before: int = 0) -> None:
        """Called by the work itself, from its thread; before: how many others' files are worked on first."""
        self.share, self.before = share, before
        if self._end.is_set():
            raise Stopped

    def end(self) -> None:
        self._end.set()

    @property
    def ending(self) -> bool:
        return self._end.is_set()

    async def run(self, work: Callable[..., Any], *given: Any) -> Any:
        """Raises Stopped when it was ended, and whatever the work raises."""
        self.share = 0.0
        self._end.clear()
        return await asyncio.get_running_loop().run_in_executor(
            self.threads, self._with_connection, house(), work, given
        )

    @staticmethod
    def _with_connection(held: Any, work: Callable[..., Any], given: tuple[Any, ...]) -> Any:
        with pinned(held), reading():
            return work(*given)
