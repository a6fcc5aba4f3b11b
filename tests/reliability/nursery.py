"""Children that are forked from one quiet process, so that a kill costs milliseconds; what they say comes through a pipe."""

import json
import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models import AREAS, accounts
from models.kit.pinyin import word_pinyin
from models.kit.server import database
from models.organization import Store
from tests.helpers.shop import Shop, put

DIED = 77


class Child:
    """A running child: `said()` are the lines it wrote before it ended or was killed."""

    def __init__(self, work: Callable[[Callable[[str], None]], Any]):
        self.lines, into = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            self._live(work, into)
        os.close(into)

    @staticmethod
    def _live(work: Callable, into: int) -> None:
        code = 1
        try:
            work(lambda line: os.write(into, f"{line}\n".encode()))
            code = 0
        except BaseException as error:
            os.write(2, f"child: {type(error).__name__}: {error}\n".encode())
        finally:
            os._exit(code)

    def kill_after(self, seconds: float) -> None:
        """After so long, and not before it had a third of it on a processor: others may be keeping the machine busy."""
        time.sleep(seconds)
        latest = time.monotonic() + 9 * seconds
        while self._worked() < seconds / 3 and time.monotonic() < latest:
            time.sleep(0.01)
        os.kill(self.pid, signal.SIGKILL)

    def _worked(self) -> float:
        """Seconds of processor time so far, also of those who worked beside it and ended."""
        stat = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, stat[11:15])) / os.sysconf("SC_CLK_TCK")

    def said(self) -> tuple[list[str], int]:
        """Everything it said, whole lines only, and how it ended."""
        with os.fdopen(self.lines, "rb") as pipe:
            text = pipe.read().decode()
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return text.split("\n")[:-1], status


def ask(work: Callable[[], Any]) -> Any:
    """What a child found out, as JSON; the parent itself never opens a database."""
    lines, status = Child(lambda say: say(json.dumps(work()))).said()
    if status:
        raise AssertionError(f"the child ended with {status}")
    return json.loads(lines[0])


def ready(path: Path) -> None:
    """Look at the schema and into the dictionary of pinyin once, here, so that children only connect; nothing stays open
    over a fork."""
    word_pinyin("列")
    database.open(f"sqlite:///{path}")
    database.close()


def opened(path: Path) -> None:
    if database.handle.obj is None or database.handle.obj.database != str(path):
        database.open(f"sqlite:///{path}")
    database.handle.connect(reuse_if_open=True)


def furnish(path: Path) -> None:
    """A small shop with enough points and gifts for a long day, in one file without a log beside it."""

    def work() -> None:
        opened(path)
        accounts.seed_roles(AREAS)
        shop = Shop({name: put(Store, code=name, name=name) for name in ("一店", "二店")})
        for member in (shop.wang, shop.li):
            shop.buys(member, 1_000_000)
        database.handle.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        database.close()

    ask(work)


def copied(source: Path, target: Path) -> Path:
    """A fresh copy of a closed database; whatever lay beside the old one is gone."""
    for name in (target.name, f"{target.name}-wal", f"{target.name}-shm"):
        (target.parent / name).unlink(missing_ok=True)
    shutil.copy(source, target)
    return target
