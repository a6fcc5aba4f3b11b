"""What a part of a page does when what it shows may have changed."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

from nicegui import background_tasks
from nicegui.element import Element

from .. import guard
from .gathered import Gathered
from .live import Message, running


class Ear(Element):
    """Hears of record types for as long as the place it was made in lives."""

    def __init__(self, records: Iterable[str], id: int | None, callback: Callable[[], Any]):
        super().__init__("div")
        self.visible = False
        self._row, self._callback = id, callback
        self._gathered = Gathered(None, self._heard)
        live = running()
        client = self.client
        self._unlisten = [live.listen(each, self._told, lambda: guard.who(client)) for each in records] if live else []

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
        for unlisten in self._unlisten:
            unlisten()
        self._gathered.stop()
        super()._handle_delete()


def listen_here(record: str, id: int | None, callback: Callable[[], Any]) -> Ear:
    """Calls `callback` (sync or async, in the place where this is called) when the row may have changed.

    `id=None` hears of every row of the type. The ear goes with its container and with the page.
    """
    return Ear((record,), id, callback)


def listen_to(records: Iterable[str], callback: Callable[[], Any]) -> Ear:
    """The same of any row of several types."""
    return Ear(records, None, callback)
