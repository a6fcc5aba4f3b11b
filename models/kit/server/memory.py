"""Memory that was needed once is given back to the machine, where its C library can."""

import ctypes
import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_one = threading.Lock()
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


@contextmanager
def staying() -> Iterator[None]:
    """What is imported here stays for good: it is neither looked through while it comes, a third of its time, nor ever again.

    Where something is kept so already, as in a run of the tests, which import pages anew for each, the rest may go again.
    """
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
        gc.enable()
