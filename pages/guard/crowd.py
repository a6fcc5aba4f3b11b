"""How many pages one address, one person and everybody together may have made (N21)."""

import time
from ipaddress import IPv6Address, ip_address
from typing import Any

from nicegui import Client
from starlette.requests import HTTPConnection

from models.kit.text import Text

from .headers import ASSETS
from .plain import answer
from .seats import page_seat, seat_of
from .sockets import take_away

TOO_FAST = Text("打开页面太频繁，请稍等几秒再试", "Too many pages in a short time; wait a few seconds")
TOO_MANY = Text("你打开的页面太多，请先关掉一些", "You have too many pages open; close some of them first")
FULL = Text("现在使用的人太多，请稍后再试", "Too many people are using the app right now; try again shortly")
NOT_PAGES = (*ASSETS, "/api/", "/_nicegui", "/healthz", "/metrics", "/favicon.ico")


class Bucket:
    """A token bucket per address or person: so many at once, then so many a second."""

    KEPT = 10_000

    def __init__(self, burst: float, rate: float):
        self.burst, self.rate = burst, rate
        self._left: dict[Any, tuple[float, float]] = {}

    def take(self, address: Any) -> bool:
        now = time.monotonic()
        left, since = self._left.get(address, (self.burst, now))
        left = min(self.burst, left + (now - since) * self.rate)
        if len(self._left) > self.KEPT:
            full = self.burst / self.rate
            self._left = {key: kept for key, kept in self._left.items() if now - kept[1] < full}
        self._left[address] = (left - 1, now) if left >= 1 else (left, now)
        return left >= 1


def address_of(scope: Any) -> str:
    """The sender's address; of an IPv6 one the network, because one household has all of it."""
    host = (scope.get("client") or ("-",))[0]
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return f"{IPv6Address(int(address) >> 64 << 64)}/64" if address.version == 6 else host


def asks_for_page(scope: Any) -> bool:
    return scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and not scope["path"].startswith(NOT_PAGES)


class Pace:
    """Page requests by token bucket per address."""

    def __init__(self, app: Any, guard: Any):
        self.app, self.guard = app, guard

    async def __call__(self, scope, receive, send) -> None:
        if asks_for_page(scope) and not self.guard.bucket.take(address_of(scope)):
            response = answer(HTTPConnection(scope), 429, TOO_FAST)
            response.headers["Retry-After"] = "5"
            await response(scope, receive, send)
            return
        await self.app(scope, receive, send)


class Crowd:
    """A page lives in the server's memory: there is a most for each person, on however many devices, and for all together.

    Over it, pages that nobody looks at make room: one's own, or when all seats are taken those of whoever has most.
    """

    def __init__(self, app: Any, guard: Any):
        self.app, self.guard, self.limits = app, guard, guard.limits
        self.bucket = Bucket(self.limits.pages_at_once, self.limits.pages_per_second / 2)

    async def __call__(self, scope, receive, send) -> None:
        if asks_for_page(scope) and (seat := seat_of(scope)) is not None:
            person = seat.who.user_id
            text = await self._room(person) if self.bucket.take(person) else TOO_FAST
            if text is not None:
                response = answer(HTTPConnection(scope), 503 if text is FULL else 429, text)
                response.headers["Retry-After"] = "30"
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)

    async def _room(self, person: int | None) -> Text | None:
        """Why there is no seat for one more page of this person; None when there is, or one was given up for it."""
        pages = living()
        mine = pages.get(person, [])
        if len(mine) >= self.limits.live_pages_each:
            return None if await self._give_up(mine) else TOO_MANY
        if sum(map(len, pages.values())) < self.limits.live_pages:
            return None
        most = max(pages.values(), key=len)
        if len(most) <= len(mine) + 1:
            return FULL
        return None if await self._give_up(most, also_seen=True) else FULL

    async def _give_up(self, pages: list[Client], also_seen: bool = False) -> bool:
        """Take the oldest page that nobody looks at away, if there is one. One that comes back loads itself again."""
        before = time.time() - self.limits.fresh_seconds
        idle = [client for client in pages if client.created < before and not client.has_socket_connection]
        oldest = min(idle or pages * also_seen, key=lambda client: client.created, default=None)
        if oldest is not None:
            await take_away(oldest, getattr(self.guard, "sockets", None))
        return oldest is not None


def living() -> dict[int | None, list[Client]]:
    """The pages there are, by whose they are."""
    by_user: dict[int | None, list[Client]] = {}
    for client in Client.instances.values():
        if (seat := page_seat(client)) is not None:
            by_user.setdefault(seat.who.user_id, []).append(client)
    return by_user
