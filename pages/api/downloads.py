"""Downloads that must be made first, perhaps after standing in line: whoever waits is sent round to ask again every half minute.

What stands between a server and a browser gives up on an answer that doesn't begin within a minute; a browser that is sent round
(20 times at most, as long as the line lets anybody wait) goes on by itself. Nothing has been answered until the first bytes are
there, so a refusal is still a sentence and not half a file.
"""

import asyncio
import secrets
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from models.kit.declare.access import Who

HOLD, RETURN = 30.0, 20.0  # seconds a request is held, and in which who was sent round must have come back
TICKET = "ticket"
THREADS = ThreadPoolExecutor(16, "downloads")
Making = Callable[
    [Callable[[], bool]], Iterator[bytes]
]  # given whether nobody wants it any more, the pieces: a generator


class Coming:
    """A file on its way to one person who asked one question, until it is fetched or nobody has asked for it for a while."""

    on_the_way: dict[str, "Coming"] = {}  # by the ticket that only who asked for it has

    def __init__(self, ticket: str, person: Any, question: str, making: Making):
        self.ticket, self.person, self.question = ticket, person, question
        self.first, self.fault = b"", None
        self.begun, self.settled, self.lock = threading.Event(), threading.Event(), threading.Lock()
        self.ended = False
        self.until = time.monotonic() + HOLD + RETURN
        self.pieces = making(self.over)
        self.on_the_way[ticket] = self
        threading.Thread(target=self._begin, name="download", daemon=True).start()

    def over(self) -> bool:
        """Whether nobody wants it any more."""
        return self.ended or (not self.settled.is_set() and time.monotonic() > self.until)

    def is_there(self) -> bool:
        """Wait for it a while; once it has begun it is the caller's, who ends it. Raises what its maker raised."""
        self.until = time.monotonic() + HOLD + RETURN
        if not self.begun.wait(HOLD):
            self.until = time.monotonic() + RETURN
            return False
        self.settled.set()
        if self.fault is not None:
            raise self.fault
        return True

    def end(self) -> None:
        self.ended = True
        self.settled.set()
        with suppress(ValueError):  # at work in its thread it notices by itself, and ends there
            self.pieces.close()  # type: ignore[attr-defined]  # a generator

    def _begin(self) -> None:
        """Wait for its turn and the first bytes, then for whoever comes to fetch them."""
        try:
            self.first = next(self.pieces, b"")
        except BaseException as error:
            self.fault = error
        self.begun.set()
        while not self.settled.wait(max(0.0, self.until - time.monotonic())) and not self.over():
            pass
        self.on_the_way.pop(self.ticket, None)
        if self.over():
            self.end()


def sent(
    request: Request, who: Who, making: Making, media_type: str, headers: dict[str, str], noting: Callable[[], None]
) -> Response:
    """The file once its first bytes are there, before that the way round to here. Raises what its maker raised.

    noting: called when it is about to leave. Whoever comes back after the server was started again begins anew.
    """
    asked = request.url.remove_query_params(TICKET)
    question = f"{asked.path}?{asked.query}"
    coming = Coming.on_the_way.get(request.query_params.get(TICKET, ""))
    if coming is None or (coming.person, coming.question) != (who.user_id, question):
        coming = Coming(secrets.token_urlsafe(16), who.user_id, question, making)
    if not coming.is_there():
        again = request.url.include_query_params(**{TICKET: coming.ticket}).query
        return RedirectResponse(f"?{again}", 307, {"Cache-Control": "no-store"})
    try:
        noting()
    except BaseException:
        coming.end()
        raise
    return Sending(coming, media_type, headers)


class Sending(StreamingResponse):
    """The pieces as they come; whatever becomes of the answer, its maker ends with it."""

    def __init__(self, coming: Coming, media_type: str, headers: dict[str, str]):
        super().__init__(self._pieces(coming), media_type=media_type, headers=headers)
        self.coming = coming

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.coming.end()

    @staticmethod
    async def _pieces(coming: Coming) -> AsyncIterator[bytes]:
        loop, piece = asyncio.get_running_loop(), coming.first
        while piece:
            yield piece
            piece = await loop.run_in_executor(THREADS, next, coming.pieces, b"")
