"""Committed changes, told to every open page that shows those records: only which rows moved, each page asks for what it may see."""

import asyncio
import logging
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from nicegui import app, background_tasks, core, run
from nicegui.element import Element

from models.kit.access import Who
from models.kit.database import reading
from models.kit.history import Tally
from models.kit.writes import Committed, Slot

log = logging.getLogger("opsdesk.live")
MOST_IDS = 300
LOOK_EVERY = 2.0
GAP = 0.1
Message = dict[str, Any]
Listener = Callable[[Message], None]


@dataclass
class Seen:
    """An open grid: whose it is and, once it said so, the cell that is active there."""

    tab: str
    record: str
    user: int | None
    name: str
    id: int | None = None
    field: str | None = None
    here: bool = False

    def wire(self) -> Message:
        return {name: value for name, value in asdict(self).items() if name not in ("record", "here")}


class Live:
    """Who looks at which record type; one per running app. Used on the event loop only, but for `tell`."""

    def __init__(self):
        self.listeners: dict[str, set[Listener]] = defaultdict(set)
        self.tabs: dict[str, Seen] = {}
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
                    "user": committed.who.user_id,
                },
            )

    def say(self, record: str, message: Message) -> None:
        for listener in list(self.listeners[record]):
            try:
                listener(message)
            except Exception:
                log.exception("a page could not be told")

    # Who else is here: one entry for each open grid, gone with it ------------------------------------------------------

    def enter(self, record: str, user: int | None, name: str) -> str:
        """A grid was opened. Returns the name by which its page speaks of itself."""
        tab = secrets.token_hex(12)
        self.tabs[tab] = Seen(tab, record, user, name)
        return tab

    def place(self, tab: str, record: str, who: Who, id: int | None, field: str | None) -> list[Message]:
        """The active cell of an own page, told to the others. Returns where they are."""
        seen = self.tabs.get(tab)
        if seen is None or seen.record != record or seen.user != who.user_id:
            return []
        seen.id, seen.field, seen.here = id, field, True
        self.say(record, {"here": seen.wire()})
        return [other.wire() for other in self.tabs.values() if other.record == record and other.here]

    def away(self, tab: str) -> None:
        """The page's line is cut; it speaks again when it is back."""
        seen = self.tabs.get(tab)
        if seen is not None and seen.here:
            seen.here = False
            self.say(seen.record, {"here": {"tab": tab, "gone": True}})

    def leave(self, tab: str) -> None:
        self.away(tab)
        self.tabs.pop(tab, None)

    # Commits of other processes ----------------------------------------------------------------------------------------

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
                self.say(record, {"ids": [], "all": True, "batch": None, "by": None, "user": None})
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


def running() -> Live | None:
    return getattr(app.state, "live", None)


@contextmanager
def hearing(record: str) -> Iterator[list[Message]]:
    """What is told of changes to this record type meanwhile."""
    heard: list[Message] = []
    app_live = running()
    unlisten = app_live.listen(record, heard.append) if app_live else lambda: None
    try:
        yield heard
    finally:
        unlisten()


class Gathered:
    """Hands on the first word at once and then one for all that came within the tenth of a second after it.

    A job that commits a thousand times must not send a thousand messages to each of fifty open pages.
    """

    def __init__(self, user: int | None, send: Listener):
        self.user, self.send = user, send
        self.waiting: list[Message] = []
        self.timer: asyncio.TimerHandle | None = None

    def __call__(self, message: Message) -> None:
        self.waiting.append(message)
        if self.timer is None:
            self.flush()

    def flush(self) -> None:
        """Sends what waits, if anything does, and starts the next tenth of a second."""
        self.timer = None
        if not self.waiting:
            return
        some, self.waiting = self.waiting, []
        ids = {id for one in some for id in one["ids"]}
        self.send(
            {
                "ids": sorted(ids) if len(ids) <= MOST_IDS else [],
                "all": len(ids) > MOST_IDS or any(one["all"] for one in some),
                "batches": [one["batch"] for one in some if len(some) <= MOST_IDS],
                "mine": any(one["user"] is not None and one["user"] == self.user for one in some),
            }
        )
        self.timer = asyncio.get_running_loop().call_later(GAP, self.flush)

    def stop(self) -> None:
        if self.timer is not None:
            self.timer.cancel()


class Ear(Element):
    """Hears of one record type for as long as the place it was made in lives."""

    def __init__(self, record: str, id: int | None, callback: Callable[[], Any]):
        super().__init__("div")
        self.visible = False
        self._row, self._callback = id, callback
        self._gathered = Gathered(None, self._heard)
        live = running()
        self._unlisten = live.listen(record, self._told) if live else lambda: None

    def _told(self, message: Message) -> None:
        if "ids" in message:
            self._gathered(message)

    def _heard(self, message: Message) -> None:
        if self._row is None or message["all"] or self._row in message["ids"]:
            background_tasks.create(self._call(), name="live record page")

    async def _call(self) -> None:
        if self.is_deleted:
            return
        with self.parent_slot:
            done = self._callback()
            if asyncio.iscoroutine(done):
                await done

    def _handle_delete(self) -> None:
        self._unlisten()
        self._gathered.stop()
        super()._handle_delete()


def listen_here(record: str, id: int | None, callback: Callable[[], Any]) -> Ear:
    """Calls `callback` (sync or async, in the place where this is called) when the row may have changed.

    `id=None` hears of every row of the type. The ear goes with its container and with the page.
    """
    return Ear(record, id, callback)
