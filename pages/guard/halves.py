"""Requests that never become whole are cut off, and so are answers that nobody fetches; a slow phone is only slow."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

TOO_LATE = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


def timed(limits: Any) -> type[HttpToolsProtocol]:
    """uvicorn's protocol with these limits."""
    return type("Timed", (Timed,), {"limits": limits})


class Timed(HttpToolsProtocol):
    """Uses the callbacks of uvicorn 0.54; tests/pages/test_halves.py holds what must come of them."""

    limits: Any = None
    head: asyncio.TimerHandle | None = None
    body: asyncio.TimerHandle | None = None
    unread: asyncio.TimerHandle | None = None
    since, came = 0.0, 0

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.head = self.loop.call_later(self.limits.head_seconds, self._too_late)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self.head is None:
            self.head = self.loop.call_later(self.limits.head_seconds, self._too_late)

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self.head = _off(self.head)
        self.since, self.came = self.loop.time(), 0
        self._watch()

    def on_body(self, body: bytes) -> None:
        super().on_body(body)
        self.came += len(body)

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self.body = _off(self.body)

    def handle_websocket_upgrade(self) -> None:
        self._all_off()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        self._all_off()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self.unread = self.loop.call_later(self.limits.unread_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self.unread = _off(self.unread)

    def _watch(self) -> None:
        self.body = self.loop.call_later(self.limits.look_every, self._look)

    def _look(self) -> None:
        """A body has its grace, then comes at least so fast; while we don't read it, that isn't its fault."""
        if self.flow.read_paused:
            self.since += self.limits.look_every
        due = (self.loop.time() - self.since - self.limits.body_grace) * self.limits.body_pace
        if self.came < due:
            self.transport.close()
        else:
            self._watch()

    def _too_late(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(TOO_LATE)
            self.transport.close()

    def _all_off(self) -> None:
        self.head, self.body, self.unread = _off(self.head), _off(self.body), _off(self.unread)


def _off(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
