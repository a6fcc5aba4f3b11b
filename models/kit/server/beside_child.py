"""The child's side of `beside`: reads its order from stdin, does it, and says on stdout what becomes of it.

Nothing of the app is imported before the order asks for it, so that work which needs none of it is there at once.
"""

import errno
import fcntl
import gc
import importlib
import json
import os
import resource
import runpy
import select
import struct
import sys
import threading
import traceback
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

HEAD = struct.Struct(">cQ")
LEAST, PIECE = 1 << 16, 1 << 20
GONE = 3
ROOT = Path(__file__).parent.parent.parent.parent


def main() -> None:
    """One order; progress, pieces of bytes and at last the answer, each with its kind and length before it."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a task prints is no answer
    early = sys.argv[1:]
    if early:
        _get_ready(json.loads(early[0]))
    order, argument = _order()
    _die_with_parent()
    if not early and not (order["world"] or {}).get(
        "writes"
    ):  # who writes is waited for, and so is as quick as the server
        os.nice(10)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if order["memory"]:  # its data, not its addresses: libraries reserve many times of those, and take none of it
        resource.setrlimit(resource.RLIMIT_DATA, (order["memory"], order["memory"]))
    if order["work"]:
        resource.setrlimit(resource.RLIMIT_CPU, (order["work"], order["work"] + 1))
    sys.path[:] = order["path"]
    if not order["areas"]:
        _leave_areas_out()

    def say(kind: bytes, body: bytes) -> None:
        out.write(HEAD.pack(kind, len(body)))
        out.write(body)
        out.flush()

    say(*_last_word(order, argument, say))


def _leave_areas_out() -> None:
    """Work that knows nothing of the database needs no record types: `models` gathers all areas, a second before each small task."""
    for name in ("models", "models.kit"):
        package = types.ModuleType(name)
        package.__path__ = [str(ROOT / name.replace(".", "/"))]
        sys.modules[name] = package


def _get_ready(ahead: dict[str, list[str]]) -> None:
    """Before there is an order: what the next one will most likely need."""
    os.nice(10)
    sys.path[:] = ahead["path"]
    gc.disable()  # as below
    for module in ahead["modules"]:
        importlib.import_module(module)
    gc.freeze()
    gc.enable()


def _order() -> tuple[dict[str, Any], Any]:
    with os.fdopen(os.dup(0), "rb") as given:
        line = given.readline()
        if not line:  # nobody has an order any more
            os._exit(GONE)
        order = json.loads(line)
        body = given.read(order["length"])
    return order, body if order["raw"] else json.loads(body)


def _die_with_parent() -> None:
    """The parent keeps our stdin open as long as it lives; its end kills us even inside a library that lets no thread run."""
    if hasattr(fcntl, "F_SETOWN") and hasattr(os, "O_ASYNC"):
        fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)  # SIGIO, which nobody here handles
    if select.select([0], [], [], 0)[0]:
        os._exit(GONE)
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    while os.read(0, 1):
        pass
    os._exit(GONE)


def _last_word(order: dict[str, Any], argument: Any, say: Callable[[bytes, bytes], None]) -> tuple[bytes, bytes]:
    def tell(share: float | None, text: Any = None) -> None:
        words = [text.zh, text.en] if hasattr(text, "zh") else text and [text, text]
        say(b"p", _json({"share": None if share is None else round(share, 3), "text": words or None}))

    try:
        with _world(order["world"]) if order["world"] else nullcontext():
            answer = _function(order["task"])(argument, tell)
            if hasattr(answer, "__next__"):
                answer = _pieces(answer, say)
            return b"a", _json(answer)
    except MemoryError:
        pass  # said outside, where what filled the memory has been let go
    except Exception as error:
        text = getattr(sys.modules.get("models.kit.text"), "Refused", None)
        if text is not None and isinstance(error, text):
            return b"r", _json([error.text.zh, error.text.en])
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            return b"f", b"null"
        return b"e", _json(traceback.format_exc()[-20_000:])
    return b"m", b"null"


def _pieces(answer: Iterator[bytes], say: Callable[[bytes, bytes], None]) -> Any:
    """Small ones together, large ones cut up."""
    kept = bytearray()
    while True:
        try:
            kept += next(answer)
        except StopIteration as end:
            if kept:
                say(b"d", bytes(kept))
            return end.value
        if len(kept) >= LEAST:
            for start in range(0, len(kept), PIECE):
                say(b"d", bytes(kept[start : start + PIECE]))
            kept.clear()


def _function(task: str) -> Callable[[Any, Any], Any]:
    module, _, name = task.rpartition(":")
    if module.endswith(".py"):
        return runpy.run_path(module)[name]
    return getattr(importlib.import_module(module), name)


@contextmanager
def _world(world: dict[str, Any]) -> Iterator[None]:
    """The database open, the house built, the clock where the server's stands."""
    gc.disable()  # what comes stays: it need not be looked through, a fifth of the time it takes
    importlib.import_module("models")
    gc.freeze()
    gc.enable()
    from models.kit.clock import set_source
    from models.kit.server import database, dialect, standing

    if world["at"]:
        moment = datetime.fromisoformat(world["at"] + "+00:00")
        set_source(lambda: moment)
    database.set_folders({name: Path(path) for name, path in world["folders"].items()})
    database.enter(world["database"])
    with database.reading():
        standing.build(world["house"])
        if world["writes"]:
            dialect.end_with_us()
        else:
            database.only_read()
        yield


def _json(value: Any) -> bytes:
    return json.dumps(value, default=str).encode()


if __name__ == "__main__":
    main()
