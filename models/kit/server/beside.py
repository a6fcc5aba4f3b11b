"""Work beside the server: a process of its own with an order, progress, an answer, a limit, a ceiling and a known end.

Nothing else starts a process. It dies with its parent, however that ends, and whatever ends it early is told: `Ended`.
"""

import json
import logging
import os
import secrets
import selectors
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..clock import now, real_now, time_source
from ..text import Refused, Text
from . import database, standing
from .machine import DISK_FULL
from .ready import Ready

log = logging.getLogger("opsdesk.beside")
ROOT = Path(__file__).parent.parent.parent.parent
CHILD = Path(__file__).with_name("beside_child.py")
LOOK = 0.1  # seconds between two looks at the limit and at whether anybody still wants it
BLOCK, WORDS_KEPT = 1 << 16, 8000
MOST = 1 << 30  # bytes of one message: more is no answer but a fault
HEAD = struct.Struct(">cQ")
PLAIN = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "LANG")  # all that work which is `alone` hears of our surroundings

TOO_LONG = Text("超过 {limit} 秒没有完成，已中止", "Not finished within {limit} s; cut off")
TOO_MUCH = Text("占用的内存超过上限，已中止", "It needed more memory than it may take; cut off")
CANCELLED = Text("已取消，没有做完", "Cancelled before it ended")
KILLED = Text(
    "后台进程被系统终止（信号 {signal}），没有保存任何内容，请再试一次",
    "The process beside the server was ended from outside (signal {signal}); nothing was saved. Try again",
)
BROKEN = Text(
    "后台计算出错，没有保存任何内容。请再试一次；还不行请把编号 {case} 告诉管理员",
    "The computation failed and nothing was saved. Try again, or tell an administrator the case number {case}",
)


class Ended(Refused):
    """It gave no answer. cause: "limit", "work", "memory", "disk", "cancelled", "signal" or "error" (case: its number in the log)."""

    def __init__(self, text: Text, cause: str, number: int | None = None, case: str | None = None):
        super().__init__(text)
        self.cause, self.number, self.case = cause, number, case


def too_long(limit: float) -> Ended:
    return Ended(TOO_LONG(limit=f"{limit:g}"), "limit")


class Beside:
    """One piece of work, "module:function" or "/file.py:function", called as `function(argument, tell)` in a process.

    argument: JSON or bytes. What the function returns (JSON) is the answer; a generator's pieces of bytes come one by one
    out of `pieces`, and what it returns at last is the answer. tell(share, text): hears how far it is; may raise to end it.
    stop: asked now and then whether to give up. limit: seconds it may take; those in which nobody takes a piece don't
    count. work: seconds of a processor it may take, however long it waits for one. memory: bytes it may take for its data.
    alone: it knows nothing of the server's settings, database or secrets; else the database is open and the house built.
    areas: alone, and yet it needs the record types, as a server of its own does.
    writes: it may change the database, which others only read.
    """

    def __init__(
        self,
        task: str,
        argument: Any = None,
        tell: Callable[..., None] = lambda share, text: None,
        *,
        stop: Callable[[], bool] = lambda: False,
        limit: float = 3600,
        work: int | None = None,
        memory: int | None = None,
        alone: bool = False,
        areas: bool = False,
        writes: bool = False,
    ):
        self.task, self.argument, self.tell, self.stop, self.limit = task, argument, tell, stop, limit
        self.alone, self.answer, self.answered, self.cancelled = alone, None, False, False
        # Whoever writes is as quick as the server, and who is alone knows nothing of it: neither can take over one that waits.
        self.needs_its_own = alone or writes or task.rpartition(":")[0].endswith(".py")
        self.process: subprocess.Popen | None = None
        self.order = {
            "task": task,
            "work": work,
            "memory": memory,
            "path": sys.path,
            "world": None if alone else _world(writes),
        }
        self.order["areas"] = areas or not alone
        self.lock = threading.Lock()

    def pieces(self) -> Iterator[bytes]:
        """Its bytes as they come; afterwards there is `answer`. Raises Ended, or the Refused that was raised over there."""
        process, ends = self._start(), time.monotonic() + self.limit
        messages = Messages(process)
        try:
            for kind, body in messages:
                if kind == b"d":
                    given = time.monotonic()
                    yield body
                    ends += time.monotonic() - given
                elif kind is not None and self._heard(kind, json.loads(body), messages):
                    return
                if time.monotonic() > ends:
                    raise too_long(self.limit)
                if self.cancelled or self.stop():
                    raise Ended(CANCELLED, "cancelled")
            raise self._unanswered(messages)
        finally:
            _end(process)
            messages.close()
            if self.answered and not self.needs_its_own:
                READY.prepare(self.task.rpartition(":")[0])

    def cancel(self) -> None:
        """From any thread: nobody waits for it any more. What runs is killed, what has not begun never does."""
        with self.lock:
            self.cancelled = True
            if self.process is not None:
                _end(self.process)

    def _start(self) -> subprocess.Popen:
        raw = isinstance(self.argument, bytes)
        body = self.argument if raw else json.dumps(self.argument).encode()
        order = json.dumps(self.order | {"raw": raw, "length": len(body)}).encode() + b"\n"
        around = {name: os.environ[name] for name in PLAIN if name in os.environ} if self.alone else None
        with self.lock:
            if self.cancelled:
                raise Ended(CANCELLED, "cancelled")
            waiting = None if self.needs_its_own else READY.take()
            self.process = waiting or _child(around)
        with suppress(BrokenPipeError):  # it ended before it had read all: the end is told like any other
            for part in (order, body):
                view = memoryview(part)
                while view:
                    view = view[self.process.stdin.write(view) :]
        return self.process  # its stdin stays open: that is how it notices when we are gone

    def _heard(self, kind: bytes, said: Any, messages: "Messages") -> bool:
        """Whether that was the answer."""
        if kind == b"p":
            self.tell(said["share"], said["text"] and Text(*said["text"]))
        elif kind == b"r":
            raise Refused(Text(*said))
        elif kind == b"m":
            raise Ended(TOO_MUCH, "memory")
        elif kind == b"f":
            raise Ended(DISK_FULL, "disk")
        elif kind == b"e":
            raise self._error(said)
        else:
            self.answer, self.answered = said, True
        return kind == b"a"

    def _unanswered(self, messages: "Messages") -> Ended:
        """Why it ended without a last word."""
        code = messages.code()
        if self.cancelled:
            return Ended(CANCELLED, "cancelled")
        if -code == signal.SIGXCPU and self.order["work"]:
            return Ended(TOO_LONG(limit=self.order["work"]), "work")
        if code < 0:
            log.error("%s was ended by signal %s\n%s", self.task, -code, messages.words)
            return Ended(KILLED(signal=signal.Signals(-code).name), "signal", -code)
        return self._error(f"ended with {code}\n{messages.words}")

    def _error(self, trace: str) -> Ended:
        case = secrets.token_hex(4).upper()
        log.error("case %s: %s failed beside the server\n%s", case, self.task, trace)
        return Ended(BROKEN(case=case), "error", case=case)


def beside(task: str, argument: Any = None, tell: Callable[..., None] = lambda share, text: None, **more: Any) -> Any:
    """What `task` answers beside us; see `Beside`. Raises Ended, or the Refused that was raised over there."""
    return whole(task, argument, tell, **more)[1]


def whole(task: str, argument: Any = None, tell: Callable[..., None] = lambda share, text: None, **more: Any) -> tuple:
    """All its bytes, and its answer."""
    work = Beside(task, argument, tell, **more)
    return b"".join(work.pieces()), work.answer


class Messages:
    """What a child says, one (kind, body) after the other, and (None, b"") while it is silent.

    What it prints is not its answer: the end of it is kept in `words`, however much there is.
    """

    def __init__(self, process: subprocess.Popen):
        self.process, self.printed, self.buffer = process, bytearray(), bytearray()
        self.selector = selectors.DefaultSelector()
        for stream in (process.stdout, process.stderr):
            os.set_blocking(stream.fileno(), False)
            self.selector.register(stream, selectors.EVENT_READ)

    def __iter__(self) -> Iterator[tuple[bytes | None, bytes]]:
        out, looked = self.process.stdout, time.monotonic()
        while True:
            for key, _ in self.selector.select(LOOK):
                self._read(key.fileobj)
            yield from self._whole()
            if out not in self.selector.get_map():
                return
            if time.monotonic() > looked + LOOK:
                looked = time.monotonic()
                yield None, b""

    def _read(self, stream: Any) -> None:
        block = os.read(stream.fileno(), BLOCK)
        if not block:
            self.selector.unregister(stream)
        elif stream is self.process.stdout:
            self.buffer += block
        else:
            self.printed += block
            del self.printed[:-WORDS_KEPT]

    def _whole(self) -> Iterator[tuple[bytes, bytes]]:
        while len(self.buffer) >= HEAD.size:
            kind, length = HEAD.unpack_from(self.buffer)
            if length > MOST or kind not in b"adefmpr":
                raise ValueError(f"a message {kind!r} of {length} bytes from beside")
            if len(self.buffer) < HEAD.size + length:
                return
            body = bytes(self.buffer[HEAD.size : HEAD.size + length])
            del self.buffer[: HEAD.size + length]
            yield kind, body

    def code(self) -> int:
        """How it ended, a signal below nought; one that has shut its mouth and yet goes on is killed."""
        try:
            return self.process.wait(1)
        except subprocess.TimeoutExpired:
            _end(self.process)
            return self.process.returncode

    @property
    def words(self) -> str:
        with suppress(OSError, ValueError):
            while block := os.read(self.process.stderr.fileno(), BLOCK):
                self.printed += block
                del self.printed[:-WORDS_KEPT]
        return self.printed.decode("utf-8", "replace").strip()

    def close(self) -> None:
        self.selector.close()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            with suppress(OSError):
                stream.close()


def formatted(text: str, words: list[str]) -> str | None:
    """A text as a program that isn't ours writes it, from its input to its output; None where it can't."""
    done = subprocess.run(words, input=text, capture_output=True, text=True)
    return None if done.returncode else done.stdout


def tool(words: list[str], around: dict[str, str]) -> tuple[int, str]:
    """Run a program that isn't ours to its end, with so much more in its surroundings. Returns its exit code and last words."""
    done = subprocess.run(words, capture_output=True, text=True, env=os.environ | around)
    return done.returncode, done.stderr.strip()


def _child(around: dict[str, str] | None, *ready: str) -> subprocess.Popen:
    """ready: what it is told before there is an order."""
    pipe: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-I", str(CHILD), *ready]
    # A session of its own: what is typed at the server's terminal doesn't reach it, and all it starts ends with it.
    return subprocess.Popen(command, cwd=ROOT, env=around, bufsize=0, start_new_session=True, **pipe)


def _getting_ready(module: str) -> subprocess.Popen:
    return _child(None, json.dumps({"path": sys.path, "modules": ["models", module]}))


def _dismiss(process: subprocess.Popen) -> None:
    _end(process)
    for stream in (process.stdin, process.stdout, process.stderr):
        stream.close()


READY = Ready(_getting_ready, _dismiss)


def _end(process: subprocess.Popen) -> None:
    """Killed with all it started, and gone. No signal is asked that it could ignore."""
    if process.poll() is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()


def _world(writes: bool) -> dict[str, Any]:
    """How the child finds the same database, the same house, and the moment at which a test has stopped the clock."""
    if writes and database.handle.in_transaction():
        raise RuntimeError("whoever holds the turn to write can't wait for somebody else who needs it")
    at = None if time_source() is real_now else now().isoformat()
    folders = {name: str(path) for name, path in database.folders().items()}
    return {"database": database.address(), "folders": folders, "house": standing.order(), "at": at, "writes": writes}
