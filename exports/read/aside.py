"""Reading a large file in a process of its own: time and memory are limited, it can be cancelled, and nobody waits for it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from exports.read.packing import unpacked
from exports.read.reading import read
from exports.read.sheets import Book
from models.kit.server.beside import Ended, whole
from models.kit.server.memory import give_back
from models.kit.server.turns import QUEUE
from models.kit.text import Refused, Text

LARGE = 512 * 1024
READER = "exports.read.packing:answer"
WHAT = Text("导入文件", "Import of a file")
MOST_WORK, MOST_MEMORY = 60, 1024**3  # of a processor, which others may keep busy
MOST_SECONDS = 600
TOO_HEAVY = Text(
    "文件太大或太复杂，超出读取限制（{seconds} 秒处理时间、1 GB 内存）。请拆成几个文件再导入",
    "The file is too large or too complex to be read with {seconds} s of work and 1 GB. Split it and import the parts",
)
TOO_BUSY = Text(
    "服务器正忙，{minutes} 分钟还没有读完这个文件，没有导入任何内容；请过一会儿再导入一次",
    "The server is busy: the file wasn't read to its end within {minutes} minutes and nothing was imported. Try again in a while",
)


@contextmanager
def turn(path: Path, person: Any, tell: Callable[[int], None] = lambda before: None) -> Iterator[None]:
    """A large file waits for its turn, whichever way it came; a small one doesn't. Raises Refused when too many wait.

    It lasts from the first byte to the last row written: reading takes a process, what was read the server's own memory.
    """
    if path.stat().st_size < LARGE:
        yield
        return
    with QUEUE.turn(person, tell, WHAT):
        try:
            yield
        finally:
            give_back()


def read_aside(
    path: Path,
    filename: str,
    tell: Callable[[float], None] = lambda share: None,
    seconds: float = MOST_SECONDS,
    encoding: str | None = None,
) -> Book:
    """`read`, but beside us when the file is large; `tell` is called while it lasts and may raise to end it."""
    if path.stat().st_size < LARGE:
        return read(path, filename, encoding=encoding)
    order = {"path": str(path.resolve()), "filename": filename, "encoding": encoding}
    start = time.monotonic()

    def waiting() -> bool:
        """It says nothing before it is done; `tell` is told by the clock."""
        tell(min(0.95, (time.monotonic() - start) / 6))
        return False

    try:
        answer, _ = whole(READER, order, stop=waiting, limit=seconds, work=MOST_WORK, memory=MOST_MEMORY, alone=True)
    except Ended as ended:
        if ended.cause in ("disk", "error"):
            raise
        slow = ended.cause == "limit"
        raise Refused(TOO_BUSY(minutes=round(seconds / 60)) if slow else TOO_HEAVY(seconds=MOST_WORK)) from ended
    return unpacked(answer)
