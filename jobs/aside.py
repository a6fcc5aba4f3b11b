"""The heavy, reading part of a job in a process of its own: it tells how far it is, can be cut off, and dies with its parent."""

import importlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryFile
from typing import Any

from models.kit import Refused, Text, database
from models.kit.week import Clock, now
from models.runs import as_text

ROOT = Path(__file__).parent.parent
TURN = 0.1
TOO_LONG = Text("超过 {limit} 秒没有完成，已中止", "Not finished within {limit} s; cut off")
REAL = Clock.source


class TooLong(Refused):
    """A run was cut off at its limit."""

    def __init__(self, limit: float):
        super().__init__(TOO_LONG(limit=f"{limit:g}"))


class Broken(Exception):
    """The process ended without an answer; its own words are the reason."""


def run_aside(
    target: str, period: str, tell: Callable[..., None], limit: float, stop: Callable[[], bool] = lambda: False
) -> Any:
    """What `module:function` found for a period. Raises TooLong at the limit, Broken when it fails or `stop` says so."""
    order = {"database": database.address(), "target": target, "period": period, "path": sys.path, "at": _standing()}
    ends = time.monotonic() + limit
    with TemporaryFile() as words, _child(words) as child:
        try:
            child.stdin.write(json.dumps(order).encode() + b"\n")
            child.stdin.flush()  # and left open: when this process dies, the child reads the end and goes too
            answer = _hear(child, tell, ends, limit, stop)
        finally:
            child.kill()
            child.wait()
        if answer is None:
            words.seek(0)
            last = words.read().decode("utf-8", "replace").strip().split("\n")[-1]
            raise Broken(last[-500:] or f"the process ended with {child.returncode}")
    return answer[0]


def _child(words: Any) -> subprocess.Popen:
    command = [sys.executable, "-m", "jobs.aside"]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=words)


def _hear(child: subprocess.Popen, tell: Callable, ends: float, limit: float, stop: Callable[[], bool]) -> list | None:
    """Pass on what the child tells until its answer, which comes in a list; None when it ends without."""
    lines: Queue[bytes | None] = Queue()
    threading.Thread(target=_listen, args=(child.stdout, lines), daemon=True).start()
    while True:
        if time.monotonic() > ends:
            raise TooLong(limit)
        if stop():
            raise Broken("the app was stopped")
        try:
            line = lines.get(timeout=TURN)
        except Empty:
            continue
        if line is None:
            return None
        told = json.loads(line)
        if "found" in told:
            return [told["found"]]
        tell(told["share"], Text(*told["text"]) if told["text"] else None)


def _listen(stream: Any, lines: Queue) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)


def _standing() -> str | None:
    """The moment at which a test or a replay has stopped the clock; None for the real one."""
    return None if Clock.source is REAL else now().isoformat()


# The child --------------------------------------------------------------------------------------------------------------


def main() -> None:
    """One order on stdin; progress and at last the answer on stdout, a line of JSON each."""
    if hasattr(os, "nice"):
        os.nice(10)
    out, sys.stdout = sys.stdout, sys.stderr  # what a function prints is no answer
    order = json.loads(sys.stdin.readline())
    threading.Thread(target=_die_with_parent, daemon=True).start()
    sys.path[:] = order["path"]
    if order["at"]:
        moment = datetime.fromisoformat(order["at"] + "+00:00")
        Clock.source = staticmethod(lambda: moment)
    database.open(order["database"])
    module, _, name = order["target"].partition(":")

    def say(line: dict[str, Any]) -> None:
        out.write(json.dumps(line, ensure_ascii=True) + "\n")
        out.flush()

    def tell(share: float | None, text: Text | str | None = None) -> None:
        said = as_text(text) if text else None
        say({"share": share, "text": [said.zh, said.en] if said else None})

    with database.reading():
        _only_read()
        say({"found": getattr(importlib.import_module(module), name)(order["period"], tell)})


def _die_with_parent() -> None:
    while os.read(0, 1):
        pass
    os._exit(3)


def _only_read() -> None:
    """A mistake in a heavy part must not become a write beside the door."""
    if database.is_embedded():
        database.handle.execute_sql("PRAGMA query_only = 1")
    else:
        database.handle.execute_sql("SET default_transaction_read_only = on")


if __name__ == "__main__":
    main()
