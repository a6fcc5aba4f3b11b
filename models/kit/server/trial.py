"""A company to try things on, beside the real one: a server of its own in a folder of its own, thrown away without a trace."""

import shutil
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..clock import now
from ..text import Refused, Text
from .beside import Beside, Ended
from .settings import Settings

TASK, FOLDER = "main:serve_trial", "trial"
HOURS, NEAR = 8, 20
NO_PORT = Text("没有空闲的端口，示例公司开不起来", "No port is free for it")
NOT_BEGUN = Text("示例公司开不起来：{why}", "It can't be begun: {why}")


@dataclass(frozen=True)
class State:
    """kind: none, making, ready or failed. since: when it was begun. said: why it failed."""

    kind: str
    port: int = 0
    password: str = ""
    since: Any = None
    said: Text | None = None


NONE = State("none")


class Trial:
    """The one trial beside this server. inside: this server is one itself, and has none; neither has who only runs a command."""

    def __init__(self, folder: Path | None, host: str, port: int, inside: bool = False):
        self.folder, self.host, self.port, self.inside = folder, host, port, inside
        self._lock, self._state = threading.Lock(), NONE
        self._work: Beside | None = None

    @property
    def offered(self) -> bool:
        return self.folder is not None and not self.inside

    @property
    def state(self) -> State:
        return self._state

    def begin(self, password: str, size: str = "small") -> None:
        """Nothing where there is one already. password: of all its users. size: as --demo has it; "": with nothing in it.

        Raises Refused.
        """
        with self._lock:
            if self._work is not None or not self.offered:
                return
            port = free_port(self.host, self.port + 1)
            self._sweep()
            asked = {"data": str(self.folder), "host": self.host, "port": port, "password": password, "size": size}
            made = State("making", port, password, now())
            work = Beside(TASK, asked, lambda *_: self._opened(made), limit=HOURS * 3600, alone=True, areas=True)
            self._work, self._state = work, made
        threading.Thread(target=self._wait, args=(work,), daemon=True, name="trial").start()

    def end(self) -> None:
        """It is stopped, and nothing of it is left."""
        with self._lock:
            work, self._work, self._state = self._work, None, NONE
            if work is not None:
                work.cancel()
            self._sweep()

    def _opened(self, made: State) -> None:
        """It says so itself; whoever has thrown it away meanwhile isn't told of it any more."""
        with self._lock:
            if self._state is made:
                self._state = replace(made, kind="ready")

    def _wait(self, work: Beside) -> None:
        said: Text | None = None
        try:
            for _ in work.pieces():
                pass
        except Refused as why:
            said = why.text if not (isinstance(why, Ended) and why.cause == "limit") else None
        except OSError as why:  # no process can be begun
            said = NOT_BEGUN(why=str(why))
        with self._lock:
            if self._work is work:  # it ended by itself
                self._work, self._state = None, NONE if said is None else State("failed", said=said)
                self._sweep()

    def _sweep(self) -> None:
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def free_port(host: str, first: int) -> int:
    """The next one that nobody listens on, so that whoever minds the firewall knows where to look. Raises Refused."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in (*range(first, min(first + NEAR, 65536)), 0):
        with socket.socket(family, socket.SOCK_STREAM) as trying, suppress(OSError):
            trying.bind((host, port))
            return trying.getsockname()[1]
    raise Refused(NO_PORT)


_standing = Trial(None, "127.0.0.1", 0)  # until somebody serves


def stand(chosen: Settings) -> Trial:
    """The trial beside the server with these settings; what an earlier one left behind goes."""
    global _standing
    _standing = Trial(chosen.data / FOLDER, chosen.host, chosen.port, chosen.around.trial)
    _standing.end()
    return _standing


def standing() -> Trial:
    return _standing
