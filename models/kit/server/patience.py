"""How long a person's question may take: one that would reckon for minutes holds a thread and a processor that all others need."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import apsw
import peewee

from ..text import Refused, Text
from .database import reading
from .dialect import handle

SECONDS = 30.0  # a browser waits no longer
TOO_LONG = Text(
    "查了 {seconds} 秒还没有结果，已停止；请先筛选到较少的行，或不按这一列筛选和排序",
    "Nothing was found in {seconds} s, so it was stopped; filter down to fewer rows first, or don't filter or sort by this column",
)


NOBODY_WAITS = Text("已不再等待，没有继续查", "Nobody waits for it any more, so it was stopped")


_here = threading.local()


class Asking:
    """Somebody who waits for an answer; gone: nobody does any more."""

    gone = False
    here: ContextVar["Asking | None"] = ContextVar("asking", default=None)  # handed on to the threads that work for him

    @classmethod
    def is_gone(cls) -> bool:
        asking = cls.here.get()
        return asking is not None and asking.gone


_leaving = False


def set_leaving(leaving: bool) -> None:
    """The app is being stopped: nobody waits for an answer any more; or one begins in the same process."""
    global _leaving
    _leaving = leaving


@contextmanager
def in_time(most: float = SECONDS) -> Iterator[None]:
    """`reading`, for what a person asks: given up after so long, when he is gone, and when the app stops; what is written
    meanwhile is not. On PostgreSQL it comes to the end of its statement first, or of its time.

    Raises Refused.
    """
    if getattr(_here, "asked", False):  # what a question asks on its way has what is left of its time
        yield
        return
    _here.asked, ends = True, time.monotonic() + most
    try:
        with _given_up(most, ends):
            yield
    finally:
        _here.asked = False


@contextmanager
def _given_up(most: float, ends: float) -> Iterator[None]:
    asking = Asking.here.get() or Asking()
    with reading(), handle.obj.until(most, lambda: _leaving or asking.gone or time.monotonic() > ends):
        try:
            if asking.gone:  # while it waited for a thread
                raise Refused(NOBODY_WAITS)
            yield
        except (peewee.DatabaseError, apsw.Error) as error:
            if not handle.obj.gave_up(error):
                raise
            raise Refused(TOO_LONG(seconds=round(most))) from error
