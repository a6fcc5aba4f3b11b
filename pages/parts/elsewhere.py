"""Several servers on one PostgreSQL: where people are, and that something was written, is called from one to the others.

On SQLite there is one server, and nothing here does anything. What is called is a courtesy: what gets lost is seen two
seconds later in the versions, or with the next step of whoever moves on.
"""

import json
import logging
import queue
import secrets
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nicegui import core

from models.kit.server.database import handle, is_embedded

if TYPE_CHECKING:
    from .live import Live

log = logging.getLogger("opsdesk.elsewhere")
ALIVE = 10.0  # seconds between two signs of life of a server
SILENT = 35.0  # after which those on it are taken for gone
AGAIN = 2.0
Call = dict[str, Any]


class Elsewhere:
    """What we call to the other servers and hear of them; two threads of its own, so that no page waits for either."""

    def __init__(self, live: "Live"):
        self.live, self.name = live, secrets.token_hex(8)
        self.calls: queue.SimpleQueue[Call] = queue.SimpleQueue()
        self.servers: dict[str, float] = {}
        self.over = threading.Event()
        self.threads: list[threading.Thread] = []

    def start(self) -> None:
        """On a database of one server this is all."""
        if is_embedded():
            return
        self.threads = [
            threading.Thread(target=work, name="elsewhere", daemon=True) for work in (self._send, self._hear)
        ]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Say goodbye: who is here is no longer anywhere."""
        self.call({"over": True})
        self.over.set()
        for thread in self.threads:
            thread.join(AGAIN)

    def call(self, words: Call) -> None:
        """To all other servers, in order; from any thread, and nobody waits for it."""
        if self.threads:
            self.calls.put(words)

    # In threads of their own ------------------------------------------------------------------------------------------

    def _send(self) -> None:
        while not self.over.is_set() or not self.calls.empty():
            try:
                words = self.calls.get(timeout=0 if self.over.is_set() else ALIVE)
            except queue.Empty:
                words = {"alive": True}
            self._called(words)

    def _called(self, words: Call) -> None:
        try:
            handle.obj.call(json.dumps({**words, "server": self.name}))
        except Exception as error:
            log.warning("the other servers could not be told: %s", error)
            self.over.wait(AGAIN)

    def _hear(self) -> None:
        while not self.over.is_set():
            try:
                began = False
                for words in handle.obj.calls(self.over.is_set):
                    self._on_loop(self.heard, words)
                    if not began:  # who was called before we listened doesn't know of us, nor we of them
                        self._on_loop(self._introduce)
                        self.call({"who": True})
                    began = True
            except Exception as error:
                log.warning("the other servers can't be heard: %s", error)
                self.over.wait(AGAIN)

    @staticmethod
    def _on_loop(step: Callable[..., None], *given: Any) -> None:
        if core.loop is not None and not core.loop.is_closed():
            core.loop.call_soon_threadsafe(step, *given)

    # On the event loop ------------------------------------------------------------------------------------------------

    def heard(self, words: str) -> None:
        """A call of another server; empty each second without one. Our own come back to us, too."""
        call: Call = json.loads(words) if words else {}
        server, moment = call.get("server"), time.monotonic()
        if server and server != self.name:
            self.servers[server] = moment
            self._take(server, call)
        for silent in [server for server, last in self.servers.items() if moment - last > SILENT]:
            self._lost(silent)

    def _take(self, server: str, call: Call) -> None:
        if "here" in call:
            seen = self.live.seen(call["here"] | {"server": server})
            self.live.show(seen)
        if "gone" in call:
            self.live.leave(call["gone"])
        if "who" in call:
            self._introduce()
        if "wrote" in call:
            self.live.bell.set()
        if "over" in call:
            self._lost(server)

    def _introduce(self) -> None:
        """Who is here by us, for a server that knows nothing of it."""
        self.call({"alive": True})
        for seen in self.live.ours():
            self.call({"here": seen})

    def _lost(self, server: str) -> None:
        self.servers.pop(server, None)
        for tab in self.live.on_server(server):
            self.live.leave(tab)
