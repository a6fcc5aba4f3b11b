"""Nobody's requests keep those of others waiting: so many of one person are under way at once, his others wait for these."""

import asyncio
from collections import Counter
from typing import Any

from starlette.requests import HTTPConnection

from models.kit.server.patience import Asking
from models.kit.text import Text

from .plain import answer
from .seats import SOCKET, seat_of

API = "/api/"
TOO_MANY = Text(
    "你同时发出的请求太多，请等前面的完成后再试", "Too many of your requests are under way; wait until some are done"
)


class Heard:
    """How a request is heard that waited for its turn: first what came meanwhile, then the rest.

    Once all of it has come, it is listened for the browser going away, until the answer begins: what is read for it is
    given up then. What the app itself listens for is handed on.
    """

    def __init__(self, receive: Any):
        self.receive = receive
        self.came: list[Any] = []
        self.going: asyncio.Future | None = None
        self.asking: Asking | None = None

    async def __call__(self) -> Any:
        if self.came:
            return self.came.pop()
        going, self.going = self.going, None
        message = await (self.receive() if going is None else going)
        if message["type"] == "http.request" and not message.get("more_body"):
            self._listen()
        return message

    async def watch(self, method: str) -> None:
        """From here on, in this task and its threads, it is known whether the browser is still there."""
        self.asking = Asking()
        Asking.here.set(self.asking)
        if self.going is not None:
            self.going.add_done_callback(self._left)
        elif method in ("GET", "HEAD"):  # whose routes ask for no body
            self.came = [await self()]

    def answering(self, send: Any) -> Any:
        """`send`, after whose first word nothing is given up: what comes after an answer looks like going away."""

        async def sending(message: Any) -> None:
            self.asking = None
            await send(message)

        return sending

    def _listen(self) -> None:
        if self.asking is not None and self.going is None:
            self.going = asyncio.ensure_future(self.receive())
            self.going.add_done_callback(self._left)

    def _left(self, going: asyncio.Future) -> None:
        if self.asking is not None and not going.cancelled() and going.exception() is None:
            self.asking.gone = going.result()["type"] == "http.disconnect"

    async def taken(self, turn: asyncio.Semaphore, method: str) -> bool:
        """Waits for a turn; says whether the browser is still there. What brings a body is read by whoever waits for it."""
        if not turn.locked() or method not in ("GET", "HEAD"):
            return await turn.acquire()
        self.came = [await self.receive()]
        self.going, taking = asyncio.ensure_future(self.receive()), asyncio.ensure_future(turn.acquire())
        try:
            await asyncio.wait((taking, self.going), return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            _give_back(turn, taking)
            raise
        if self.going.done() and self.going.result()["type"] == "http.disconnect":
            _give_back(turn, taking)
            return False
        return await taking

    def close(self) -> None:
        if self.going is not None:
            self.going.cancel()


def _give_back(turn: asyncio.Semaphore, taking: asyncio.Future) -> None:
    if not taking.cancel() and not taking.cancelled():
        turn.release()


class Shares:
    """Threads, readers and processes are few. Whatever is sent to us or fetched slowly counts until it is through."""

    def __init__(self, app: Any, guard: Any):
        self.app, self.limits = app, guard.limits
        self.asked: Counter[int | None] = Counter()
        self.turns: dict[int | None, asyncio.Semaphore] = {}

    async def __call__(self, scope, receive, send) -> None:
        seat = seat_of(scope) if scope["type"] == "http" else None
        if seat is None or scope["path"].startswith(
            SOCKET
        ):  # a socket that polls waits by design, and has a cap of its own
            await self.app(scope, receive, send)
        elif self.asked[seat.who.user_id] >= self.limits.requests_each + self.limits.waiting_each:
            response = answer(HTTPConnection(scope), 429, TOO_MANY)
            response.headers["Retry-After"] = "5"
            await response(scope, receive, send)
        else:
            await self._in_turn(seat.who.user_id, scope, receive, send)

    async def _in_turn(self, person: int | None, scope, receive, send) -> None:
        turn = self.turns.setdefault(person, asyncio.Semaphore(self.limits.requests_each))
        self.asked[person] += 1
        heard = Heard(receive)
        try:
            if await heard.taken(turn, scope["method"]):
                try:
                    if scope["path"].startswith(API):  # pages go on after their answer, and end by themselves
                        await heard.watch(scope["method"])
                        send = heard.answering(send)
                    await self.app(scope, heard, send)
                finally:
                    turn.release()
        finally:
            heard.close()
            self.asked[person] -= 1
            if not self.asked[person]:
                del self.asked[person], self.turns[person]
