"""Heavy reading in a process of its own: it tells how far it is, hands over JSON, can be cut off, and dies with its parent."""

import importlib
import json
import logging
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

from models.kit import database, standing
from models.kit.text import Refused, Text
from models.kit.week import Clock, now

log = logging.getLogger("opsdesk.jobs")
ROOT = Path(__file__).parent.parent
TURN = 0.1
BROKEN = Text(
    "后台计算中断，没有保存任何内容，请再试一次（{why}）",
    "The computation broke off; nothing was saved. Try again ({why})",
)
STOPPED = Text("程序停止，计算中断", "The app was stopped before it ended")
TOO_LONG = Text("超过 {limit} 秒没有完成，已中止", "Not finished within {limit} s; cut off")
REAL = Clock.source


class TooLong(Refused):
    """It was cut off at its limit."""

    def __init__(self, limit: float):
        super().__init__(TOO_LONG(limit=f"{limit:g}"))


def aside(
    task: str,
    argument: Any,
    tell: Callable[..., None],
    *,
    limit: float = 3600,
    stop: Callable[[], bool] = lambda: False,
) -> Any:
    """What `module:function(argument, tell)` answers beside us. Raises Refused when it refuses, fails, is stopped or takes too long."""
    order = {
        "task": task,
        "argument": argument,
        "database": database.address(),
        "path": sys.path,
        "at": _standing(),
    } | {"house": standing.order()}
    ends = time.monotonic() + limit
    with TemporaryFile() as words, _process(words) as child:
        try:
            child.stdin.write(json.dumps(order).encode() + b"\n")
            child.stdin.flush()  # and left open: when this process dies, the child reads the end and goes too
            for told in _lines(child):
                if time.monotonic() > ends:
                    raise TooLong(limit)
                if stop():
                    raise Refused(STOPPED)
                if "answer" in told:
                    return told["answer"]
                if "refused" in told:
                    raise Refused(Text(*told["refused"]))
                if told:
                    tell(told["share"], told["text"] and Text(*told["text"]))
        finally:
            child.kill()
            child.wait()
        words.seek(0)
        said = words.read().decode("utf-8", "replace").strip()
        log.error("%s ended with %s\n%s", task, child.returncode, said[-4000:])
        raise Refused(BROKEN(why=said.split("\n")[-1][-500:] or child.returncode))


def _process(words: Any) -> subprocess.Popen:
    command = [sys.executable, "-m", "exports.child"]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=words)


def _lines(child: subprocess.Popen) -> Any:
    """What the child tells, line by line, with nothing ten times a second while it is silent."""
    lines: Queue[bytes | None] = Queue()
    threading.Thread(target=_listen, args=(child.stdout, lines), daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=TURN)
        except Empty:
            yield {}
            continue
        if line is None:
            return
        yield json.loads(line)


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
    out, sys.stdout = sys.stdout, sys.stderr  # what a task prints is no answer
    order = json.loads(sys.stdin.readline())
    threading.Thread(target=_die_with_parent, daemon=True).start()
    sys.path[:] = order["path"]
    if order["at"]:
        moment = datetime.fromisoformat(order["at"] + "+00:00")
        Clock.source = staticmethod(lambda: moment)

    def say(line: dict[str, Any]) -> None:
        out.write(json.dumps(line, default=str) + "\n")
        out.flush()

    def tell(share: float, text: Text | str | None = None) -> None:
        said = text if isinstance(text, Text) or not text else Text(text, text)
        say({"share": round(share, 1), "text": [said.zh, said.en] if said else None})

    module, _, name = order["task"].partition(":")
    database.open(order["database"])
    with database.reading():
        standing.build(order["house"])
        _only_read()
        try:
            say({"answer": getattr(importlib.import_module(module), name)(order["argument"], tell)})
        except Refused as refused:
            say({"refused": [refused.text.zh, refused.text.en]})


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
