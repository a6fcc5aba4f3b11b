"""One at a time, across threads and processes: a lock on a file, which the system itself lets go when its holder dies."""

import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has the same under another name
    fcntl = None  # type: ignore[assignment]  # there is no other way to say that it is not there
    import msvcrt

LOOK = 0.05
SERVER = "server.lock"  # in the data folder: whose it is while an app runs on it


class InTurn:
    """A lock among threads that goes to them in the order in which they asked, so that nobody busy keeps it from all others.

    Its holder may take it again.
    """

    def __init__(self):
        self._lock, self._line = threading.Lock(), deque[tuple[int, threading.Lock]]()
        self._holder, self._depth = 0, 0

    def __enter__(self) -> None:
        mine = threading.get_ident()
        if self._holder != mine:
            with self._lock:
                gate = None if not self._holder else threading.Lock()
                if gate is None:
                    self._holder = mine
                else:
                    gate.acquire()
                    self._line.append((mine, gate))
            if gate is not None:
                self._wait(mine, gate)
        self._depth += 1

    def _wait(self, mine: int, gate: threading.Lock) -> None:
        try:
            gate.acquire()
        except BaseException:  # a person's Ctrl+C
            with self._lock:
                waiting = (mine, gate) in self._line
                if waiting:
                    self._line.remove((mine, gate))
                else:
                    self._hand_on()
            raise

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if not self._depth:
            with self._lock:
                self._hand_on()

    def _hand_on(self) -> None:
        self._holder = 0
        if self._line:
            self._holder, gate = self._line.popleft()
            gate.release()


class Held(Exception):
    """Somebody else has it."""


@contextmanager
def held(path: Path, seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock of this name; waits so long for it. Raises Held. The file stays, for its name is what is agreed on;
    it may be a folder that is there anyway.
    """
    number = lock(path, seconds)
    try:
        yield
    finally:
        os.close(number)


def lock(path: Path, seconds: float = 0.0) -> int:
    """The same for as long as the process lives, or until the returned number is closed."""
    ends = time.monotonic() + seconds
    number = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR | os.O_CREAT, 0o600)
    while True:
        try:
            _take(number)
            return number
        except OSError:
            if time.monotonic() >= ends:
                os.close(number)
                raise Held(str(path)) from None
            time.sleep(LOOK)


def is_served(path: Path) -> bool:
    """Whether an app runs on the folder of this `SERVER` file."""
    if not path.exists():
        return False
    try:
        with held(path):
            return False
    except Held:
        return True


def _take(number: int) -> None:
    if fcntl is not None:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    else:
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # only Windows has it


def lock_bytes(number: int, start: int, length: int) -> None:
    """Lock a part of a file as SQLite itself does; raises OSError when somebody has it open."""
    if fcntl is not None:
        fcntl.lockf(number, fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)
    else:
        os.lseek(number, start, os.SEEK_SET)
        msvcrt.locking(number, msvcrt.LK_NBLCK, length)  # type: ignore[attr-defined]  # only Windows has it
