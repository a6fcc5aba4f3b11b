"""NiceGUI's socket, bound: a page obeys only the socket that shook hands for it, in the session that opened it.

Uses private names of NiceGUI 3.18.0; tests/pages/test_guard.py holds a contract test for each of them.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import nicegui.nicegui as ng
from nicegui import Client, background_tasks, core
from socketio.exceptions import ConnectionRefusedError as Refuse

from models.accounts import Seat
from models.kit.server.memory import give_back
from models.kit.server.standing import pinned

from .seats import page_seat, same_session, seat_of, to_do_first

log = logging.getLogger("opsdesk.guard")
TO_LOGIN = (
    'window.location.href = "/login?next=" + encodeURIComponent(window.location.pathname + window.location.search)'
)
STARTS_OVER = "Implicit handshake failed"  # the words on which NiceGUI's page loads itself again
GRACE = 0.4  # seconds a page has to leave by itself before it is taken away
NO_HANDSHAKE = 15.0
MANY = 40  # pages gone, after which their memory is given back; each held about a megabyte


@dataclass
class Bound:
    """A socket: whose it is, the page it shook hands for, and the order in which its events are handled."""

    seat: Seat
    since: float
    page: str | None = None
    over: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Sockets:
    """Stands before NiceGUI's socket handlers."""

    def __init__(self, guard: Any):
        self.guard = guard
        self.bound: dict[str, Bound] = {}

    async def connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        seat = seat_of(environ.get("asgi.scope", {}))
        if seat is None:
            raise Refuse("Sign in first")
        if (
            sum(bound.seat.who.user_id == seat.who.user_id for bound in self.bound.values())
            >= self.guard.limits.sockets_each
        ):
            raise Refuse("Too many sockets")
        query = parse_qs(environ.get("QUERY_STRING", ""))
        page = query["client_id"][0] if query.get("implicit_handshake") == ["true"] and "client_id" in query else None
        if page is not None and not self._owns(seat, page):
            raise Refuse(STARTS_OVER)
        self.bound[sid] = Bound(seat, asyncio.get_running_loop().time(), page)
        try:
            await ng._on_connect(sid, environ, auth)
        except Exception:
            self.bound.pop(sid, None)
            raise

    async def handshake(self, sid: str, data: Any) -> bool:
        bound, page = self.bound.get(sid), data.get("client_id") if isinstance(data, dict) else None
        if bound is None or not isinstance(page, str) or not self._owns(bound.seat, page):
            await self._forged(sid, "handshake")
            return False
        done = await ng._on_handshake(sid, data)
        if done:
            bound.page = page
        return done

    def disconnect(self, sid: str, reason: Any = None) -> None:
        self.bound.pop(sid, None)
        ng._on_disconnect(sid)

    def guarded(self, name: str, handler: Callable[[str, dict], Any]) -> Callable:
        """The handler behind two questions: is this the page's own socket, and is its session still good?"""

        async def handle(sid: str, message: Any = None) -> None:
            bound = self.bound.get(sid)
            if (
                bound is None
                or not isinstance(message, dict)
                or bound.page is None
                or message.get("client_id") != bound.page
            ):
                await self._forged(sid, name)
                return
            async with bound.turn:  # the look-up below must not let a later event overtake this one
                if await self._still_good(bound, name):
                    with pinned():
                        handler(sid, message)

        return handle

    def dropped(self, sid: str, message: Any = None) -> None:
        """A browser has nothing to write into our log (N22)."""

    async def _still_good(self, bound: Bound, name: str) -> bool:
        client = Client.instances.get(bound.page)
        seat = await self.guard.read(self.guard.sessions.seat_again, bound.seat.who.session_id)
        if seat is None or to_do_first(seat) is not None:
            await self._over(bound, client, name)
            return False
        if name == "event":
            self.guard.touch(seat)
        if client is not None and client._request is not None:
            client._request.scope["ops.seat"] = bound.seat = seat
        return True

    async def _over(self, bound: Bound, client: Client | None, name: str) -> None:
        """The first event after the end of a session is noted, and its page led to the sign-in page."""
        if bound.over:
            return
        bound.over = True
        if client is not None:
            background_tasks.create(send_away(client, self), name="send away")
        await self.guard.write(self.guard.sessions.note_refusal, bound.seat.who, "event_after_end", name)

    def _owns(self, seat: Seat, page: str) -> bool:
        client = Client.instances.get(page)
        theirs = page_seat(client) if client is not None else None
        return same_session(seat, theirs)

    async def _forged(self, sid: str, name: str) -> None:
        """A message for a page that is not this socket's: nothing of ours sends one. Noted, and the socket goes."""
        bound = self.bound.pop(sid, None)
        await core.sio.disconnect(sid)
        if bound is not None:
            log.warning("socket of user %s sent a foreign %s", bound.seat.who.user_id, name)
            await self.guard.write(self.guard.sessions.note_refusal, bound.seat.who, "forged_event", name)


def bind_sockets(app: Any, guard: Any) -> None:
    """Put our handlers in place of NiceGUI's; every other site's pages are refused before they get here."""
    guard.sockets = sockets = Sockets(guard)
    sio = core.sio
    sio.eio.cors_allowed_origins = []  # no answer of the socket names another site; SameOrigin does the checking
    sio.on("connect", sockets.connect)
    sio.on("handshake", sockets.handshake)
    sio.on("disconnect", sockets.disconnect)
    sio.on("event", sockets.guarded("event", ng._on_event))
    sio.on("javascript_response", sockets.guarded("javascript_response", ng._on_javascript_response))
    sio.on("ack", sockets.guarded("ack", ng._on_ack))
    sio.on("log", sockets.dropped)


def close_dead_pages(app: Any, guard: Any) -> None:
    """Look every other second which open pages belong to sessions that are over, and take them away."""

    async def look() -> None:
        most = 0
        while True:
            await asyncio.sleep(guard.limits.look_every)
            try:
                await _close(guard)
                most = max(most, len(Client.instances))
                if most - len(Client.instances) >= MANY:
                    most = len(Client.instances)
                    await guard.write(give_back)
            except Exception:
                log.exception("could not look for ended sessions; events are still checked one by one")

    app.on_startup(lambda: background_tasks.create(look(), name="close dead pages"))


async def _close(guard: Any) -> None:
    pages = [(client, seat.who.session_id) for client in Client.instances.values() if (seat := page_seat(client))]
    sockets = getattr(guard, "sockets", None)
    waiting = dict(sockets.bound) if sockets else {}
    ids = {session for _, session in pages} | {bound.seat.who.session_id for bound in waiting.values()}
    if not ids:
        return
    alive = await guard.read(guard.sessions.alive, ids)
    await asyncio.gather(*(send_away(client, sockets) for client, session in pages if session not in alive))
    for sid, bound in waiting.items():
        late = bound.page is None and asyncio.get_running_loop().time() - bound.since > NO_HANDSHAKE
        if late or bound.seat.who.session_id not in alive:
            await core.sio.disconnect(sid)


async def send_away(client: Client, sockets: Sockets | None) -> None:
    """Tell the page to go to the sign-in page, then take it and its sockets away whether it went or not."""
    if client.is_deleted:
        return
    client.run_javascript(TO_LOGIN)
    await asyncio.sleep(GRACE)
    await take_away(client, sockets)


async def take_away(client: Client, sockets: Sockets | None) -> None:
    """The page goes, with what it holds and its sockets."""
    if not client.is_deleted and client.id in Client.instances:
        for task in client._delete_tasks.values():
            task.cancel()
        client.delete()
    for sid in [sid for sid, bound in (sockets.bound if sockets else {}).items() if bound.page == client.id]:
        await core.sio.disconnect(sid)
