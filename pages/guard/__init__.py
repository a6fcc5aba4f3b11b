"""What stands before every page, route and socket; each hole of NiceGUI 3.18 has its control in one visible list."""

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from nicegui import Client
from nicegui.app import App

from models import accounts
from models.accounts import Seat
from models.kit.declare.access import Who

from .bodies import Bodies
from .crowd import Bucket, Crowd, Pace
from .faults import Faults, be_patient, hide_text, quiet_logs
from .halves import timed
from .headers import Headers, NoPrefix, stamp_template
from .origin import SameOrigin
from .seats import SignedIn, seat_of
from .shares import Shares
from .sockets import bind_sockets, close_dead_pages

log = logging.getLogger("opsdesk.guard")


@dataclass(frozen=True)
class Limits:
    """How much of what a person may ask for; the defaults fit some fifty people on a small server."""

    body: int = 20 * 1024 * 1024
    pages_at_once: int = 120
    pages_per_second: float = 10
    live_pages: int = 600
    live_pages_each: int = 60  # of one person, on however many devices; so the rest
    fresh_seconds: float = 15.0  # so long a page may be on its way to its browser
    sockets_each: int = 80
    requests_each: int = 10  # under way at once, uploads and downloads among them; a browser has six
    waiting_each: int = 100
    look_every: float = 2.0
    head_seconds: float = 15.0  # from the first byte, or from connecting, to the end of the headers
    body_grace: float = 30.0  # then a body comes at least so many bytes a second on the average
    body_pace: float = 500.0
    unread_seconds: float = 120.0  # so long an answer waits for somebody who fetches nothing of it
    page_seconds: float = 30.0  # what stands between us and a browser usually gives up after 60


@dataclass(frozen=True)
class Control:
    """One control: an ASGI layer around the app, or a hook put into NiceGUI once, and the rows of findings it closes."""

    name: str
    closes: str
    layer: Callable[[Any, "Guard"], Any] | None = None
    hook: Callable[[App, "Guard"], None] | None = None


# Outermost layer first.
CONTROLS = (
    Control("headers", "N18 N19", layer=Headers),
    Control("faults", "N11", layer=Faults, hook=hide_text),
    Control("patience", "N21", hook=be_patient),
    Control("no prefix", "N20", layer=NoPrefix),
    Control("pace", "N21", layer=Pace),
    Control("signed in", "N2 N3 N4 N8 H1", layer=SignedIn),
    Control("same origin", "N2 S5", layer=SameOrigin),
    Control("bodies", "N4", layer=Bodies),
    Control("shares", "N21 H4", layer=Shares),
    Control("crowd", "N21", layer=Crowd),
    Control("template", "N18", hook=stamp_template),
    Control("sockets", "N1 N2 N3 N7 N22", hook=bind_sockets),
    Control("closing", "N7 S1", hook=close_dead_pages),
    Control("logs", "N11 N22 S6", hook=quiet_logs),
)


@dataclass
class Guard:
    """What the controls share: who can be asked about sessions, the limits, and threads of their own.

    Reading has its own threads, so that asking who is there never waits behind somebody's long import.
    """

    limits: Limits
    sessions: Any
    controls: tuple[Control, ...]
    readers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(3, "guard"))
    writer: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "guard-writer"))
    bucket: Bucket = field(init=False)
    touching: set[int] = field(default_factory=set)

    def __post_init__(self):
        self.bucket = Bucket(self.limits.pages_at_once, self.limits.pages_per_second)

    async def read(self, ask: Callable, *given: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.readers, ask, *given)

    async def who_sits(self, look: Callable, token: str) -> Any:
        """Asked at every request: where nothing is waited for, the way to a thread and back would take longer than the question."""
        quickly = getattr(self.sessions, "asks_quickly", None)
        return look(token) if quickly is not None and quickly() else await self.read(look, token)

    async def write(self, tell: Callable, *given: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.writer, tell, *given)

    def touch(self, seat: Seat) -> None:
        """Note that somebody is there, once however many requests say so, and without waiting for it."""
        id = seat.who.session_id
        if seat.touch_due and id is not None and id not in self.touching:
            self.touching.add(id)
            self.writer.submit(self._touch, id)

    def _touch(self, id: int) -> None:
        try:
            self.sessions.touch(id)
        except Exception:
            log.exception("could not note that session %d is in use", id)
        finally:
            self.touching.discard(id)


def install(
    app: App,
    limits: Limits | None = None,
    *,
    sessions: Any = accounts,
    controls: Sequence[Control] = CONTROLS,
    inside: Callable[[Any], Any] = lambda stack: stack,
    outside: Callable[[Any], Any] = lambda stack: stack,
) -> Guard:
    """Put every control in place; to be called once, before any page or route is made.

    `controls` is there for the tests that show what happens without one of them; `inside` may put something between
    the guard and the app, `outside` something that hears of what the guard turns away, too.
    """
    os.umask(0o077)  # nothing this process writes is for other users of the machine (N9)
    guard = Guard(limits or Limits(), sessions, tuple(controls))
    for control in guard.controls:
        if control.hook is not None:
            control.hook(app, guard)
    layers = [control.layer for control in reversed(guard.controls) if control.layer is not None]

    def build() -> Any:
        # Around NiceGUI's own middleware too: what is refused never reaches it, and its 500 answers get headers as well.
        stack = inside(type(app).build_middleware_stack(app))
        for layer in layers:
            stack = layer(stack, guard)
        return outside(stack)

    app.build_middleware_stack = build
    app.middleware_stack = None
    app.state.guard = guard
    return guard


def run_options(proxies: str = "127.0.0.1", limits: Limits | None = None) -> dict[str, Any]:
    """What `ui.run` must be told so that its good defaults stay as they are (N9, N10, N23).

    No storage secret: NiceGUI's own session cookie and its files of user data are not used at all.
    """
    return {
        "storage_secret": None,
        "fastapi_docs": False,
        "markdown": False,
        "endpoint_documentation": "none",
        "on_air": None,
        "reload": False,
        "show": False,
        "show_welcome_message": False,
        "server_header": False,
        "access_log": False,  # it would hold the ids of live pages
        "http": timed(limits or Limits()),
        "proxy_headers": True,
        "forwarded_allow_ips": proxies,  # only who is named here is believed about whom a request comes from
    }


def who(asking: Any) -> Who:
    """Who is behind a request or an open page, as of the last time they were looked up. Raises LookupError for nobody."""
    connection = asking.request if isinstance(asking, Client) else asking
    seat = seat_of(connection.scope)
    if seat is None:
        raise LookupError("nobody is signed in here")
    return seat.who


__all__ = ["CONTROLS", "Control", "Guard", "Limits", "Seat", "install", "run_options", "who"]
