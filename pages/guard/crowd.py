"""How many pages one address, one session and everybody together may have made (N21)."""

import time
from collections import Counter
from ipaddress import IPv6Address, ip_address
from typing import Any

from nicegui import Client
from starlette.requests import HTTPConnection

from models.kit.text import Text

from .headers import ASSETS
from .plain import answer
from .seats import page_seat, seat_of

TOO_FAST = Text("打开页面太频繁，请稍等几秒再试", "Too many pages in a short time; wait a few seconds")
TOO_MANY = Text("你打开的页面太多，请先关掉一些", "You have too many pages open; close some of them first")
FULL = Text("现在使用的人太多，请稍后再试", "Too many people are using the app right now; try again shortly")
NOT_PAGES = (*ASSETS, "/api/", "/_nicegui", "/healthz", "/favicon.ico")


class Bucket:
    """A token bucket per address: so many at once, then so many a second."""

    KEPT = 10_000

    def __init__(self, burst: float, rate: float):
        self.burst, self.rate = burst, rate
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, address: str) -> bool:
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
        found = ip_address(host)
    except ValueError:
        return host
    return f"{IPv6Address(int(found) >> 64 << 64)}/64" if found.version == 6 else host


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
    """A page lives in the server's memory: there is a most for each session and for all together."""

    def __init__(self, app: Any, guard: Any):
        self.app, self.limits = app, guard.limits

    async def __call__(self, scope, receive, send) -> None:
        if asks_for_page(scope) and (seat := seat_of(scope)) is not None:
            living = Counter(mine.who.session_id for mine in map(page_seat, Client.instances.values()) if mine)
            text = FULL if living.total() >= self.limits.live_pages else TOO_MANY
            if text is FULL or living[seat.who.session_id] >= self.limits.live_pages_each:
                response = answer(HTTPConnection(scope), 503 if text is FULL else 429, text)
                response.headers["Retry-After"] = "30"
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)
