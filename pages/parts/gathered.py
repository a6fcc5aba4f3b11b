"""Words of changes on their way to a page: one at once, then one for all that came shortly after."""

import asyncio

from .live import GAP, MOST_IDS, Listener, Message


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
        ids = {id for message in some for id in message["ids"]}
        self.send(
            {
                "ids": sorted(ids) if len(ids) <= MOST_IDS else [],
                "all": len(ids) > MOST_IDS or any(message["all"] for message in some),
                "batches": [self._own(message) for message in some if len(some) <= MOST_IDS],
                "mine": any(message["user"] is not None and message["user"] == self.user for message in some),
            }
        )
        self.timer = asyncio.get_running_loop().call_later(GAP, self.flush)

    def _own(self, message: Message) -> int | None:
        """The numbers of others' batches tell how many there were between."""
        return message["batch"] if message["user"] is not None and message["user"] == self.user else None

    def stop(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
