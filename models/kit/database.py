"""The database handle: apsw's own SQLite or PostgreSQL by URL, one writer at a time, migrations after a copy."""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw
import peewee
from playhouse.apsw_ext import APSWDatabase
from playhouse.db_url import connect
from playhouse.migrations import Runner

from .text import Refused, Text

log = logging.getLogger("opsdesk.database")
handle = peewee.DatabaseProxy()
MIGRATIONS = Path(__file__).parent.parent / "migrations"
OLDEST_SQLITE = (3, 51, 3)  # before it, the WAL-reset bug can corrupt a file with two connections
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,  # else REPLACE would delete a ledger's line without its trigger being asked
    "busy_timeout": 5000,
    "cache_size": -4000,  # each thread has its own; the system keeps the file's pages for all of them
    "temp_store": 2,
    "journal_size_limit": 67108864,
}
PROMISED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}  # read back on every connection
DISK_FULL = Text(
    "磁盘已满，没有保存；请清理磁盘后重试", "The disk is full, nothing was saved; free some space and try again"
)
LOCKED = Text("数据库正忙，没有保存，请稍后重试", "The database is busy, nothing was saved; try again in a moment")
NEWER = Text(
    "数据库由更新版本的程序建立，请升级程序",
    "The database was made by a newer version of the program; upgrade the program",
)
_writer = threading.RLock()


class Opened:
    """Counts the openings: what was remembered of one database means nothing in the next."""

    number = 0


class Embedded(APSWDatabase):
    """SQLite through apsw; a transaction that will write says so at once (BEGIN IMMEDIATE)."""

    def _connect(self):
        connection = super()._connect()
        # peewee's own tables (the migrations) bind dates as they are; apsw wants text.
        connection.convert_binding = lambda cursor, number, value: str(value)
        for name, value in PROMISED.items():
            if (found := connection.pragma(name)) != value:
                raise RuntimeError(f"SQLite's {name} is {found}, not {value}: what is saved would not be safe")
        return connection

    def begin(self, lock_type: str | None = None):
        return super().begin(lock_type or "IMMEDIATE")


def open(url: str) -> None:
    """Make the handle ready: `sqlite:///path` (apsw) or `postgresql://…`; applies pending migrations.

    Raises SystemExit-worthy Refused when the file was made by a newer program.
    """
    if url.startswith("sqlite:///"):
        if Embedded.server_version < OLDEST_SQLITE:
            raise RuntimeError(f"SQLite {Embedded.server_version} is older than {OLDEST_SQLITE}")
        handle.initialize(Embedded(url.removeprefix("sqlite:///"), pragmas=PRAGMAS, autoconnect=False))
    else:
        address = url.replace("postgresql://", "postgresql+pool://", 1)
        options = {"max_connections": 60, "stale_timeout": 300, "prefer_psycopg3": True, "autoconnect": False}
        handle.initialize(connect(address, unquote_password=True, **options))
    handle.obj.address = url
    Opened.number += 1
    with reading():
        _migrate()


def address() -> str:
    """The URL the database was opened with, for a child process that is to open it too."""
    return handle.obj.address


def is_embedded() -> bool:
    return isinstance(handle.obj, Embedded)


def close() -> None:
    """Close this thread's connection (tests, end of the process)."""
    if handle.obj is not None and not handle.is_closed():
        handle.close()


@contextmanager
def reading() -> Iterator[None]:
    """A connection for this thread. SQLite keeps it open for the thread's next turn; PostgreSQL gives it back to the pool."""
    opened = handle.connect(reuse_if_open=True)
    try:
        yield
    finally:
        if opened and not is_embedded():
            handle.close()


@contextmanager
def writing() -> Iterator[None]:
    """One transaction, one writer at a time in this process; a full disk or a locked file is told in plain words."""
    with reading(), _writer if is_embedded() else threading.Lock():
        try:
            with handle.atomic():
                yield
        except (peewee.OperationalError, apsw.Error) as error:
            told = _told(error)
            if told is None:
                raise
            raise Refused(told) from error


def _told(error: BaseException | None) -> Text | None:
    """The sentence for a fault of the machine, wherever in the chain peewee hid it."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, apsw.FullError) or "disk is full" in str(error) or "No space left" in str(error):
            return DISK_FULL
        if isinstance(error, apsw.BusyError | apsw.LockedError) or "database is locked" in str(error):
            return LOCKED
        error = error.__cause__ or error.__context__
    return None


def fetch(sql: str, values: Any = ()) -> list[tuple]:
    """All rows of a statement written out once, for the paths that every edit takes; `?` stands for a value."""
    return handle.execute_sql(sql if is_embedded() else sql.replace("?", "%s"), values).fetchall()


def execute_many(sql: str, rows: list[tuple]) -> None:
    """One prepared statement over many rows, the fast way of either driver; `?` stands for a value."""
    if not rows:
        return
    with peewee.__exception_wrapper__:  # the drivers' own exceptions become peewee's, as everywhere else
        handle.cursor().executemany(sql if is_embedded() else sql.replace("?", "%s"), rows)


def _migrate() -> None:
    runner = Runner(handle.obj, str(MIGRATIONS))
    status = runner.status()
    if any(step.path is None for step in status):
        raise Refused(NEWER)
    pending = [step.name for step in status if not step.applied]
    if pending and len(pending) < len(status):
        _copy_before(pending[0])
    if pending:
        runner.up()
        log.info("migrated: %s", ", ".join(pending))


def _copy_before(name: str) -> None:
    """A copy of the embedded file beside it, so that an upgrade can be gone back on."""
    if is_embedded():
        back_up(Path(f"{handle.obj.database}.before-{name}"))


def back_up(target: Path) -> None:
    """A consistent copy of the embedded database while others write, by SQLite's own backup; then checked."""
    part = target.with_name(f"{target.name}.{os.getpid()}.part")  # two processes by mistake don't meet in one file
    part.unlink(missing_ok=True)
    source = apsw.Connection(handle.obj.database, flags=apsw.SQLITE_OPEN_READONLY)
    copy = apsw.Connection(str(part))
    try:
        # One snapshot for the whole copy: otherwise every commit of a writer would make it begin anew.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        with copy.backup("main", source, "main") as work:
            while not work.done:
                work.step(2000)
        if copy.pragma("integrity_check") != "ok":
            raise Refused(Text("备份损坏，已放弃", "The copy is damaged and was dropped"))
        copy.close()
        part.replace(target)
    finally:
        copy.close()
        source.close()
        part.unlink(missing_ok=True)
