"""Committed changes, told to every open page that shows those records: only which rows moved, each page asks for what it may see."""

import asyncio
import logging
import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from nicegui import app, background_tasks, core, run
from peewee import fn

from models import house
from models.kit.ask.heard import done_since, heard, hears_all, limits, moved
from models.kit.ask.links import visible_ids
from models.kit.declare.access import Who, visible
from models.kit.formula.asking import reckoned_over
from models.kit.server.database import reading
from models.kit.server.standing import pinned
from models.kit.write.history import Batch, Tally
from models.kit.write.telling import Committed, listen

from .elsewhere import Elsewhere

log = logging.getLogger("opsdesk.live")
MOST_IDS = 300
LOOK_EVERY = 2.0
GAP = 0.1
NOBODY = {"batch": None, "by": None, "user": None}
Message = dict[str, Any]
Listener = Callable[[Message], None]
Asks = Callable[[], Who]


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
    server: str = ""  # which other server it is open on

    def wire(self) -> Message:
        return {name: value for name, value in asdict(self).items() if name not in ("record", "here", "server")}


class Live:
    """Who looks at which record type; one per running app. Used on the event loop only, but for `tell`.

    Who may not see all of a record type hears of the rows in sight alone, as if there were no others.
    """

    def __init__(self):
        self.listeners: dict[str, dict[Listener, Asks | None]] = defaultdict(dict)
        self.shown: dict[Listener, dict[str, Message]] = defaultdict(dict)
        self.tabs: dict[str, Seen] = {}
        self.known: dict[str, int] = {}
        self.announced: dict[str, int] = defaultdict(int)
        self.newest = 0
        self.own: set[int] = set()
        self.elsewhere = Elsewhere(self)
        self.bell = asyncio.Event()

    def listen(self, record: str, listener: Listener, asks: Asks | None = None) -> Callable[[], None]:
        """Hear of this record type until the function returned is called.

        asks: who listens, looked up anew for each word; without it the server itself does, and hears all.
        """
        self.listeners[record][listener] = asks

        def unlisten() -> None:
            self.listeners[record].pop(listener, None)
            self.shown.pop(listener, None)

        return unlisten

    def tell(self, committed: Committed) -> None:
        """Called by the door after a commit, in whichever thread wrote."""
        self.elsewhere.call({"wrote": True})
        if core.loop is not None and not core.loop.is_closed():
            core.loop.call_soon_threadsafe(self.spread, committed)

    def spread(self, committed: Committed) -> None:
        self.own.add(committed.batch)
        for record, ids in committed.touched.items():
            self.announced[record] += 1
            from_whom = {"batch": committed.batch, "by": committed.who.name, "user": committed.who.user_id}
            came = bool(committed.kinds & {"i", "d"})
            whole, limited = self._sorted(record)
            for listener in whole:
                _hand(listener, _message(ids, came, from_whom))
            if limited:
                work = self._share(record, limited, from_whom, lambda ids=ids: ids, lambda: committed.done)
                background_tasks.create(work, name="live, of what is in sight")
            self._out_of_date(record)

    def _out_of_date(self, record: str) -> None:
        """Pages on which something is reckoned from this record type read anew, where nothing of it is out of the person's sight."""
        built = house()
        for other in built.of(reckoned_over).get(record, ()):
            for listener, asks in list(self.listeners[other.key()].items()):
                who = _asked(asks) if asks else None
                if asks is None or (who and hears_all(who, built.records[record])):
                    _hand(listener, {"ids": [], "all": True, **NOBODY})

    def _sorted(self, record: str) -> tuple[list[Listener], dict[tuple, tuple[Who, list[Listener]]]]:
        """Who hears all of a record type; and the others, those with the same limits together."""
        whole, limited, known = [], {}, house().records.get(record)
        for listener, asks in list(self.listeners[record].items()):
            who = _asked(asks) if asks else None
            if asks is None or (who and known and hears_all(who, known)):
                whole.append(listener)
            elif who and known:
                limited.setdefault(limits(who, known), (who, []))[1].append(listener)
        return whole, limited

    async def _share(self, record: str, limited: dict, from_whom: Message, ids: Callable, done: Callable) -> None:
        """Tell those with limits what they may hear; asked once for all who have the same."""
        people = [who for who, _ in limited.values()]
        heard = await run.io_bound(_each_hears, record, people, ids, done)
        for (_, listeners), (seen, came) in zip(limited.values(), heard or (), strict=False):
            for listener in listeners if seen else ():
                if listener in self.listeners[record]:
                    _hand(listener, _message(seen, came, from_whom))

    # Who else is here: one entry for each open grid, gone with it ------------------------------------------------------

    def enter(self, record: str, user: int | None, name: str) -> str:
        """A grid was opened. Returns the name by which its page speaks of itself."""
        tab = secrets.token_hex(12)
        self.tabs[tab] = Seen(tab, record, user, name)
        return tab

    def place(self, tab: str, record: str, who: Who, id: int | None, field: str | None) -> list[Message]:
        """The active cell of an own page, told to the others. Returns where they are, in sight or not: see `in_sight`."""
        seen = self.tabs.get(tab)
        if seen is None or seen.server or seen.record != record or seen.user != who.user_id:
            return []
        seen.id, seen.field, seen.here = id, field, True
        self.elsewhere.call({"here": asdict(seen)})
        self.show(seen)
        return [other.wire() for other in self.tabs.values() if other.record == record and other.here]

    def show(self, seen: Seen) -> None:
        """Tell those who look at the same list where somebody is, on this server or another."""
        whole, limited = self._sorted(seen.record)
        for listener in whole:
            self._show(listener, seen.wire())
        if limited:
            background_tasks.create(self._show_each(seen, limited), name="presence, of what is in sight")

    async def _show_each(self, seen: Seen, limited: dict) -> None:
        place = seen.wire()
        for who, listeners in limited.values():
            places = await run.io_bound(in_sight, seen.record, who, [place])
            if not places or place != seen.wire() or not seen.here:
                return  # moved on or left meanwhile, which is told by itself
            for listener in listeners:
                if listener in self.listeners[seen.record] and self.shown[listener].get(seen.tab) != places[0]:
                    self._show(listener, places[0])

    def _show(self, listener: Listener, place: Message) -> None:
        self.shown[listener][place["tab"]] = place
        _hand(listener, {"here": place})

    def away(self, tab: str) -> None:
        """The page's line is cut; it speaks again when it is back."""
        seen = self.tabs.get(tab)
        if seen is not None and seen.here:
            seen.here = False
            if not seen.server:
                self.elsewhere.call({"gone": tab})
            for listener in list(self.listeners[seen.record]):
                self.shown[listener].pop(tab, None)
                _hand(listener, {"here": {"tab": tab, "gone": True}})

    def leave(self, tab: str) -> None:
        self.away(tab)
        self.tabs.pop(tab, None)

    def seen(self, message: Message) -> Seen:
        """Somebody on another server, as that one tells it."""
        seen = self.tabs[message["tab"]] = Seen(**message)
        return seen

    def ours(self) -> list[Message]:
        """Who is here by this server, as the others are told."""
        return [asdict(seen) for seen in self.tabs.values() if seen.here and not seen.server]

    def on_server(self, server: str) -> list[str]:
        return [tab for tab, seen in self.tabs.items() if seen.server == server]

    # Commits of other processes ----------------------------------------------------------------------------------------

    async def watch(self) -> None:
        """Another process (an import from the command line) writes too: its commits show in the versions alone.

        Another server rings when it wrote, so that its people's work shows here as quickly as our own.
        """
        while not core.app.is_stopping:
            try:
                if look := await run.io_bound(versions):
                    self.compare(*look)
            except Exception:
                log.exception("the versions could not be read")
            with suppress(TimeoutError):
                await asyncio.wait_for(self.bell.wait(), LOOK_EVERY)
            self.bell.clear()
            await asyncio.sleep(GAP)

    def compare(self, versions: dict[str, int], newest: int) -> None:
        """Tell of what others wrote: versions by record type, and the newest batch, as they are now."""
        since, own = self.newest, frozenset(self.own)
        for record, version in versions.items():
            if record in self.known and version > self.known[record] + self.announced[record]:
                self._elsewhere(record, since, own)
            self.announced[record] = 0
        self.known, self.newest = versions, newest
        self.own = {batch for batch in own if batch > newest}

    def _elsewhere(self, record: str, since: int, own: frozenset[int]) -> None:
        whole, limited = self._sorted(record)
        for listener in whole:
            _hand(listener, {"ids": [], "all": True, **NOBODY})
        self._out_of_date(record)
        if limited:
            done = cache(lambda: done_since(record, since, own))
            work = self._share(record, limited, NOBODY, lambda: {id for _, id, *_ in done()}, done)
            background_tasks.create(work, name="live, from elsewhere")


def _asked(asks: Asks) -> Who | None:
    try:
        return asks()
    except LookupError:
        return None  # signed out meanwhile


def _hand(listener: Listener, message: Message) -> None:
    try:
        listener(message)
    except Exception:
        log.exception("a page could not be told")


def _message(ids: Collection[int], came: bool, from_whom: Message) -> Message:
    many = len(ids) > MOST_IDS
    return {"ids": [] if many else sorted(ids), "all": many or came, **from_whom}


def _each_hears(record: str, people: list[Who], ids: Callable, done: Callable) -> list[tuple[set[int], bool]]:
    with pinned() as held, reading():
        if record not in held.records:  # it went while we were sent
            return [(set(), False) for _ in people]
        touched, moves = ids(), moved(record, done())
        return [heard(who, held.records[record], touched, moves) for who in people]


def in_sight(record: str, who: Who, places: list[Message]) -> list[Message]:
    """Where others are, as this person may know it: of a cell out of sight, that they are here at all."""
    with pinned() as held, reading():
        if record not in held.records:
            return [place | {"id": None, "field": None} for place in places]
        seen = visible_ids(held.records[record], who, {place["id"] for place in places if place["id"]})
        shown = visible(who, held.records[record])
    return [
        place if place["id"] in seen and place["field"] in shown else place | {"id": None, "field": None}
        for place in places
    ]


def versions() -> tuple[dict[str, int], int]:
    """The versions by record type, and the newest batch."""
    with reading():
        newest = Batch.select(fn.MAX(Batch.id)).scalar() or 0
        return dict(Tally.select(Tally.record, Tally.version).tuples()), newest


def mount() -> None:
    """Put the live update into the door's one slot; called once per start."""
    live = app.state.live = Live()
    listen(live.tell)
    app.on_startup(lambda: background_tasks.create(live.watch(), name="live"))
    app.on_startup(live.elsewhere.start)
    app.on_shutdown(live.elsewhere.stop)


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
