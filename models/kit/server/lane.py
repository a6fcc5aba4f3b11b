"""Small writes that wait at the same time are saved together: one transaction, a savepoint each, one commit to the disk.

On SQLite, whose one writer would else wait for the disk once for each. Whoever hands something in is answered after the commit
that holds it. What is refused or fails in company is taken back alone; where the transaction itself is lost, or somebody
takes too long, each begins anew by itself; where the commit fails all of them are refused, and nothing is there.
"""

import asyncio
import os
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import Context, copy_context
from functools import partial
from typing import Any

from ..text import Refused, Text
from .database import forget, handle, reading, writing

MOST = 64  # in one group
TOGETHER = 0.02  # seconds after which a group takes nobody else along: those in it wait for all of it
PATIENCE = 2.0  # seconds of one of them; then he goes by himself, after the others
LONGEST = 60.0  # seconds by himself
TOO_LONG = Text(
    "这次修改算了 {seconds} 秒还没有算完，已停止，没有保存；请一次少改几行，或请管理员检查这张表的规则和公式列",
    "This change was still being worked out after {seconds} s, so it was stopped and nothing was saved; change fewer rows at a "
    "time, or have an administrator look at the rules and formula columns of this list",
)
Work = Callable[[], Callable[[], Any]]  # writes; what it returns gives the answer, once all is saved


_here = threading.local()


class Later:
    """What is to be done once a write is saved, in the order in which it was asked for.

    ends: whoever writes next must find it done, so nobody else is taken into the transaction.
    """

    def __init__(self):
        self.dos: list[Callable[[], None]] = []
        self.ends = False


def once_saved(do: Callable[[], None], ends: bool = False) -> None:
    """Called behind a transaction: `do` is done now or, where others are written in the same one, when it is saved for all."""
    later: Later | None = getattr(_here, "later", None)
    if later is None:
        do()
    else:
        later.dos.append(do)
        later.ends = later.ends or ends


class Lost(Exception):
    """The database took the whole transaction back, as it does when the disk is full or a write is broken off."""


class Piece:
    """What somebody handed in, and where the answer goes. whose: what is one person's stays in its order."""

    def __init__(self, work: Work, whose: Any = None, loop: asyncio.AbstractEventLoop | None = None):
        self.work, self.whose, self.loop = work, whose, loop
        self.context: Context = copy_context()
        self.future: Any = Future() if loop is None else loop.create_future()
        self.later = Later()
        self.then: Callable[[], Any] | None = None
        self.result: Any = None
        self.error: BaseException | None = None
        self.answered = False

    def write(self) -> None:
        """The part that stands in the transaction of all."""
        _here.later = self.later
        try:
            self.then = self.context.run(self.work)
        except BaseException as error:
            self.error = error
        finally:
            _here.later = None

    def finish(self) -> None:
        """The part after the commit."""
        if self.error is None and self.then is not None:
            try:
                for do in self.later.dos:
                    self.context.run(do)
                self.result = self.context.run(self.then)
            except BaseException as error:
                self.error = error

    def begin_anew(self) -> None:
        self.later, self.then, self.error = Later(), None, None

    def give(self) -> None:
        """The answer to who waits for it, in the thread where he waits."""
        if not self.future.cancelled():
            if self.error is not None:
                self.future.set_exception(self.error)
            else:
                self.future.set_result(self.result)


class Lane:
    """The line of small writes and the thread that serves it, in the order in which they were handed in."""

    def __init__(self):
        self.line: deque[Piece] = deque()
        self.lock = threading.Lock()
        self.serving = False
        self.thread = ThreadPoolExecutor(1, "lane")
        self.groups = self.pieces = 0

    def hand_in(self, work: Work, whose: Any = None) -> Any:
        """Waits for its turn; returns the answer, or raises what the work raised."""
        piece = Piece(work, whose)
        self._join(piece)
        return piece.future.result()

    async def handed_in(self, work: Work, whose: Any = None) -> Any:
        """The same on an event loop. Who stops waiting has handed it in nevertheless."""
        piece = Piece(work, whose, asyncio.get_running_loop())
        self._join(piece)
        return await piece.future

    def _join(self, piece: Piece) -> None:
        with self.lock:
            self.line.append(piece)
            begins, self.serving = not self.serving, True
        if begins:
            try:
                self.thread.submit(self._serve)
            except (
                RuntimeError
            ):  # no thread is left, or all ends: refused now, and no reason for the next to wait for ever
                with self.lock:
                    self.serving = False
                    self.line.remove(piece)
                raise

    def _next(self) -> Piece | None:
        with self.lock:
            return self.line.popleft() if self.line else None

    def _serve(self) -> None:
        while True:
            with self.lock:
                if not self.line:
                    self.serving = False
                    return
            group: list[Piece] = []
            try:
                self._together(group)
            except BaseException as error:
                for piece in group:
                    piece.error = piece.error or error
            _give(group)

    # One group ----------------------------------------------------------------------------------------------------------

    def _together(self, group: list[Piece]) -> None:
        apart: list[Piece] = []
        try:
            self._write(group, apart)
        except Lost:
            forget()
            apart = [piece for piece in group if piece not in apart] + apart
        except BaseException as error:
            forget()
            group += (
                iter(self._next, None) if not group else ()
            )  # whose turn it never was wait no longer than the first
            for piece in group:
                piece.begin_anew()
                piece.error = error
        self.groups, self.pieces = self.groups + 1, self.pieces + len(group)
        for piece in group:
            if piece not in apart:
                piece.finish()
        _give([piece for piece in group if piece not in apart])  # they don't wait for who takes long
        for piece in apart:
            _by_himself(piece)
            _give([piece])

    def _write(self, group: list[Piece], apart: list[Piece]) -> None:
        """Those in line, in one transaction; `apart` are those who took too long to stay in it."""
        with writing():
            connection, ends, watch = handle.connection(), time.monotonic() + TOGETHER, Watch()
            with handle.obj.watched(watch.is_over):
                while len(group) < MOST and time.monotonic() < ends and (piece := self._next()):
                    group.append(piece)
                    if piece.whose is not None and any(piece.whose == other.whose for other in apart):
                        apart.append(piece)
                        continue
                    watch.begin(PATIENCE)
                    piece.write()
                    watch.end()
                    if not connection.in_transaction:
                        raise Lost
                    if watch.broke_off(piece.error):
                        apart.append(piece)
                    if piece.later.ends:
                        break


class Watch:
    """How long somebody has left; broke: whether he was broken off."""

    def __init__(self):
        self.ends, self.broke = float("inf"), False

    def begin(self, seconds: float) -> None:
        self.ends, self.broke = time.monotonic() + seconds, False

    def end(self) -> None:
        self.ends = float("inf")

    def broke_off(self, error: BaseException | None) -> bool:
        return error is not None and self.broke and handle.obj.gave_up(error)

    def is_over(self) -> bool:
        self.broke = self.broke or time.monotonic() > self.ends
        return time.monotonic() > self.ends


def _by_himself(piece: Piece) -> None:
    """In a transaction of his own, with the time that is right for nobody waiting on him in vain."""
    piece.begin_anew()
    watch = Watch()
    try:
        with reading(), handle.obj.watched(watch.is_over):
            watch.begin(LONGEST)
            piece.write()
    except BaseException as error:
        piece.error = error
    if watch.broke_off(piece.error):
        piece.error = Refused(TOO_LONG(seconds=round(LONGEST)))
    piece.finish()  # what is saved by now is told as saved, however long its answer takes


def _give(group: list[Piece]) -> None:
    """The answers; who waits on an event loop is woken once for all of them."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Piece]] = defaultdict(list)
    for piece in group:
        if piece.answered:
            continue
        piece.answered = True
        if piece.loop is None:
            piece.give()
        else:
            by_loop[piece.loop].append(piece)
    for loop, pieces in by_loop.items():
        with suppress(RuntimeError):  # it was closed meanwhile: nobody waits
            loop.call_soon_threadsafe(_give_here, pieces)


def _give_here(pieces: list[Piece]) -> None:
    for piece in pieces:
        piece.give()


LANE = Lane()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=partial(Lane.__init__, LANE))  # a child has none of its parent's threads
