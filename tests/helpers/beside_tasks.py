"""Work that the tests of `beside` have done in processes of their own: well behaved, hanging, flooding, greedy, broken."""

import ctypes
import itertools
import os
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any


def twice(argument: Any, tell: Any) -> Any:
    tell(0.5, "half")
    print("this is no answer")
    return argument * 2


def pieces(argument: bytes, tell: Any) -> Iterator[bytes]:
    """Larger than any pipe, and one piece larger than what is handed over at once."""
    yield argument
    yield bytes(3_000_000)
    return {"kept": len(argument)}


def large(argument: int, tell: Any) -> str:
    return "字" * argument


def surroundings(argument: Any, tell: Any) -> list[str]:
    return sorted(os.environ)


def deaf(argument: Any, tell: Any) -> None:
    """Ignores every signal that may be ignored, and says where it is."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    tell(0, str(os.getpid()))
    time.sleep(60)


def locked(argument: Any, tell: Any) -> None:
    """Inside a library that lets no thread of this process run."""
    tell(0, str(os.getpid()))
    sum(itertools.repeat(0))


def flood(argument: Any, tell: Any) -> None:
    while True:
        sys.stderr.write("words " * 20_000)


def flood_of_progress(argument: Any, tell: Any) -> None:
    for share in itertools.count():
        tell(share % 100)


def greedy(argument: Any, tell: Any) -> None:
    kept = []
    while True:
        kept.append(bytearray(10_000_000))


def busy(argument: Any, tell: Any) -> None:
    while True:
        pass


def asleep(argument: float, tell: Any) -> str:
    time.sleep(argument)
    return "awake"


def shot(argument: int, tell: Any) -> None:
    os.kill(os.getpid(), argument)


def crashed(argument: Any, tell: Any) -> None:
    ctypes.string_at(0)


def broken(argument: Any, tell: Any) -> None:
    raise ValueError("thirteen")


def full(argument: Any, tell: Any) -> None:
    """Meets a disk without room."""
    with open("/dev/full", "wb", buffering=0) as disk:
        disk.write(b"x")


def left(argument: int, tell: Any) -> None:
    sys.stderr.write("last words")
    sys.stderr.flush()
    os._exit(argument)


def mute(argument: Any, tell: Any) -> None:
    """Closes what it could answer by, and goes on."""
    os.closerange(1, 20)
    time.sleep(60)


def garbage(argument: Any, tell: Any) -> None:
    for number in range(3, 20):
        try:
            os.write(number, b"x" * 100)
        except OSError:
            continue
    time.sleep(60)


def number(argument: Any, tell: Any) -> list[Any]:
    """Which process this is, and what it was asked."""
    return [os.getpid(), argument]
