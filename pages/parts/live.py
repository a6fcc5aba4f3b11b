"""Committed changes, told to every open page that shows those records: only which rows moved, each page asks for what it may see."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from nicegui import app, background_tasks, core, run

from models.kit.database import reading
from models.kit.history import Tally
from models.kit.writes import Committed, Slot

log = logging.getLogger("opsdesk.live")
MOST_IDS = 300
LOOK_EVERY = 2.0
Listener = Callable[[dict[str, Any]], None]


class Live:
    """Who looks at which record type; one per running app."""

    def __init__(self):
        self.listeners: dict[str, set[Listener]] = defaultdict(set)
        self.known: dict[str, int] = {}
        self.told: dict[str, int] = defaultdict(int)

    def listen(self, record: str, listener: Listener) -> Callable[[], None]:
        """Hear of this record type until the function returned is called."""
        self.listeners[record].add(listener)
        return lambda: self.listeners[record].discard(listener)

    def tell(self, committed: Committed) -> None:
        """Called by the door after a commit, in whichever thread wrote."""
        if core.loop is not None and not core.loop.is_closed():
            core.loop.call_soon_threadsafe(self.spread, committed)

    def spread(self, committed: Committed) -> None:
        for record, ids in committed.touched.items():
            self.told[record] += 1
            many = len(ids) > MOST_IDS
            self.say(
                record,
                {
                    "ids": [] if many else sorted(ids),
                    "all": many or bool(committed.kinds & {"i", "d"}),
                    "batch": committed.batch,
                    "by": committed.who.name,
                },
            )

    def say(self, record: str, message: dict[str, Any]) -> None:
        for listener in list(self.listeners[record]):
            try:
                listener(message)
            except Exception:
                log.exception("a page could not be told")

    async def watch(self) -> None:
        """Another process (an import from the command line) writes too: its commits show in the versions alone."""
        while not core.app.is_stopping:
            try:
                self.compare(await run.io_bound(versions) or self.known)
            except Exception:
                log.exception("the versions could not be read")
            await asyncio.sleep(LOOK_EVERY)

    def compare(self, found: dict[str, int]) -> None:
        for record, version in found.items():
            if record in self.known and version > self.known[record] + self.told[record]:
                self.say(record, {"ids": [], "all": True, "batch": None, "by": None})
            self.told[record] = 0
        self.known = found


def versions() -> dict[str, int]:
    with reading():
        return dict(Tally.select(Tally.record, Tally.version).tuples())


def mount() -> None:
    """Put the live update into the door's one slot; called once per start."""
    live = app.state.live = Live()
    Slot.tell = staticmethod(live.tell)
    app.on_startup(lambda: background_tasks.create(live.watch(), name="live"))


def listen(record: str, listener: Listener) -> Callable[[], None]:
    return app.state.live.listen(record, listener)
