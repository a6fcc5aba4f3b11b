"""Whether the database is whole: looked at before the start, noticed whenever it is read, told by /healthz."""

import logging
import threading
from pathlib import Path

import apsw

from ..text import Refused, Text
from . import database
from .database import folder_of
from .machine import DAMAGED

log = logging.getLogger("opsdesk.health")
LOOK_SECONDS = 0.2  # before the start a large database is looked through as far as this goes, the rest while it serves
HEADER = b"SQLite format 3\x00"
NEWEST = 3
NOT_STARTED = Text(
    "数据库 {path} 已损坏或不是运营台的数据库，没有启动。请用 main.py restore 文件名 恢复备份；现有备份：{names}",
    "The database {path} is damaged or none of OpsDesk's, so nothing was started. Put a copy back with "
    "main.py restore FILE; there are: {names}",
)
NONE_THERE = Text("没有", "none")
GONE = Text("数据库文件 {path} 不见了", "The database file {path} is gone")


def refuse_damaged(path: Path) -> None:
    """Before the start: nothing is opened, changed or promised on a database that is broken. Raises Refused."""
    if not path.exists():
        return
    if not _begins_well(path) or database.is_damaged(path, LOOK_SECONDS):
        names = sorted(folder_of("backups").glob("ops-*.db"), key=lambda path: path.stat().st_mtime, reverse=True)
        known = "、".join(path.name for path in names[:NEWEST]) or NONE_THERE
        raise Refused(NOT_STARTED(path=path, names=known))


class Looking:
    """The whole look, while the server serves already: on a large file it takes many seconds. Damage makes the server unready."""

    def __init__(self, path: Path):
        self._path, self._over = path, threading.Event()
        self._thread = threading.Thread(target=self._look, name="looking", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        if self._thread.is_alive():  # a start that failed before has begun no look
            self._thread.join()

    def _look(self) -> None:
        try:
            damaged = database.is_damaged(self._path, given_up=self._over.is_set)
        except apsw.Error as error:  # busy or unreadable just now: whoever reads it next notices
            log.warning("the database was not looked through: %s", error)
            return
        if damaged:
            log.error("the database %s is damaged; put a copy back with main.py restore", self._path)
            database.note_damage()


def check() -> None:
    """Whether the database answers, is still the file that it was, and was whole wherever it was read. Raises Refused."""
    with database.reading():
        database.fetch("SELECT count(*) FROM schema_migration")
    if not database.is_embedded():
        return
    if database.seen_damaged():
        raise Refused(DAMAGED)
    path = Path(database.handle.obj.database)
    if not path.exists():
        raise Refused(GONE(path=path))
    try:
        _read_anew(path)
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise Refused(DAMAGED) from error


def _read_anew(path: Path) -> None:
    """Past what is remembered of the file, and by SQLite only.

    Closing a file that one opened by hand takes away every lock SQLite holds on it in this process: other processes
    would then write at the same time, or throw away the log under us.
    """
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        connection.set_busy_timeout(database.PRAGMAS["busy_timeout"])
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    finally:
        connection.close()


def _begins_well(path: Path) -> bool:
    """For before the database is opened, see `_read_anew`. An empty file is a database without anything in it."""
    with path.open("rb") as file:
        return file.read(len(HEADER)) in (HEADER, b"")
