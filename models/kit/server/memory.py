"""Memory that was needed once is given back to the machine, where its C library can."""

import ctypes
import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_one, _counting = threading.Lock(), threading.Lock()
try:
    _trim = ctypes.CDLL(None).malloc_trim
except (AttributeError, OSError, TypeError):
    _trim = None


def give_back() -> None:
    """After something large, and not more often: it looks through everything there is. One at a time; the second needn't."""
    if not _one.acquire(blocking=False):
        return
    try:
        gc.collect()
        if _trim is not None:
            _trim(0)
    finally:
        _one.release()


_growing = 0
_kept = False


@contextmanager
def growing() -> Iterator[None]:
    """For work that makes millions of values and keeps them to its end: to look through them while they become more, again and
    again, would take a quarter of its time. Several may be at it; what was to be thrown away meanwhile is, after the last.
    """
    global _growing
    with _counting:
        _growing += 1
        gc.disable()
    try:
        yield
    finally:
        with _counting:
            _growing -= 1
            if not _growing:
                gc.enable()


def keep() -> None:
    """All that is there stays for good and is never looked through again; to ask Python whether something does takes longer."""
    global _kept
    gc.freeze()
    _kept = True


@contextmanager
def staying() -> Iterator[None]:
    """What is imported here stays for good: it is neither looked through while it comes, a third of its time, nor ever again.

    Where something is kept so already, as in a run of the tests, which import pages anew for each, the rest may go again.
    """
    gc.disable()
    try:
        yield
    finally:
        if not _kept:
            keep()
        gc.enable()
