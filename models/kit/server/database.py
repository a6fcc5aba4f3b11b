"""The database handle: apsw's own SQLite or PostgreSQL by URL, one writer at a time, migrations after a copy."""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw
import peewee
from playhouse.migrations import Runner

from ..text import Refused, Text
from .dialect import alone, handle, is_embedded, loosen, placed
from .embedded import OLDEST_SQLITE, PRAGMAS, Embedded
from .locks import InTurn
from .machine import DAMAGED, DISK_FULL, explained
from .served import MOVING, Served

log = logging.getLogger("opsdesk.database")
MIGRATIONS = Path(__file__).parent.parent.parent / "migrations"
NEWER = Text(
    "数据库由更新版本的程序建立，请升级程序",
    "The database was made by a newer version of the program; upgrade the program",
)
OUTRUN = Text(
    "程序已经更新，要重新启动服务器以后才能继续；没有保存任何内容",
    "The program was updated: start the server again to go on; nothing was saved",
)
HALF_MOVED = Text(
    "数据搬到这里时中断了，还不完整；请在原来的地方再运行一次 main.py move，指向这个数据库",
    "A move into this database broke off and it isn't whole; run main.py move to it once more from where the data is",
)
COPY_FULL = Text(
    "磁盘空间不够，没有备份；以前的备份都还在",
    "There is no room on the disk for a copy; the older copies are all still there",
)
COPY_DAMAGED = Text(
    "备份损坏，已放弃；以前的备份都还在", "The copy is damaged and was dropped; the older copies are all still there"
)
COPY_SLOW = Text("备份超过 {seconds} 秒，已放弃", "The copy took more than {seconds} s and was dropped")
STEP = 1000  # pages copied at a time: some milliseconds, so that nobody waits for a copy
LOOKED_AT = 10_000  # steps of SQLite between two looks whether a check shall go on
_writer = InTurn()
_folders: dict[str, Path] = {}
_openings, _damaged = 0, False
_anew: list[Callable[[], None]] = []


def set_folders(folders: Mapping[str, Path]) -> None:
    """Where backups, attachments and uploads lie, by name: `main` says it from the settings."""
    global _folders
    _folders = dict(folders)


def folders() -> dict[str, Path]:
    return dict(_folders)


def folder_of(name: str) -> Path:
    """Beside the database, where nobody said another."""
    return _folders.get(name) or Path(handle.obj.database).parent / name


def untold(said: str) -> str:
    """What is said without where on this machine things lie: a file is named from the data folder or the program on."""
    roots = {MIGRATIONS.parent.parent, *(folder_of(name).parent.absolute() for name in (*_folders, "exports"))}
    for root in sorted(map(str, roots), key=len, reverse=True):
        said = said.replace(f"{root}/", "")
    return said


def opening() -> int:
    """Which opening this is: what was remembered of one database means nothing in the next."""
    return _openings


def on_opening(do: Callable[[], None]) -> None:
    """What has to be done whenever a database is opened; `standing` forgets there what the one before designed."""
    _anew.append(do)


def seen_damaged() -> bool:
    """Whether the database was found damaged while it was read."""
    return _damaged


def note_damage(damaged: bool = True) -> None:
    """Damage that was seen stays seen until a database is opened."""
    global _damaged
    _damaged = _damaged or damaged


def begin_anew() -> None:
    """What the process remembers of a database is of another one."""
    global _openings, _damaged
    _openings, _damaged = _openings + 1, False
    for do in _anew:
        do()


def forget() -> None:
    """What the process remembers may be of changes that were taken back with their whole transaction."""
    global _openings
    _openings += 1


def open(url: str) -> None:
    """Make the handle ready: `sqlite:///path` (apsw) or `postgresql://…`; applies pending migrations.

    Raises SystemExit-worthy Refused when the file was made by a newer program.
    """
    point_at(url)
    with reading():
        migrate()


def enter(url: str) -> None:
    """The database of a running server, for work beside it. Raises Refused where the program on disk is newer than the server.

    Tables change at a start only: under a server that runs, its next statement would meet columns it doesn't know.
    """
    point_at(url)
    with reading():
        if not all(step.applied for step in Runner(handle.obj, str(MIGRATIONS)).status()):
            raise Refused(OUTRUN)


def point_at(url: str) -> None:
    """The handle stands for this database, which is left as it is: for what must not wait for an upgrade, as a copy."""
    if url.startswith("sqlite:///"):
        if Embedded.server_version < OLDEST_SQLITE:
            raise RuntimeError(f"SQLite {Embedded.server_version} is older than {OLDEST_SQLITE}")
        handle.initialize(Embedded(url.removeprefix("sqlite:///"), pragmas=PRAGMAS, autoconnect=False))
    else:
        handle.initialize(Served.at(url))
    handle.obj.address = url
    begin_anew()


def address() -> str:
    """The URL the database was opened with, for a child process that is to open it too."""
    return handle.obj.address


def fold() -> None:
    """Fold the log into the database file at the end of the process, so that it is one whole file."""
    if is_embedded():
        with reading():
            handle.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        close()


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
    except (peewee.DatabaseError, apsw.Error) as error:
        note_damage(explained(error) is DAMAGED)
        raise
    finally:
        if opened and not is_embedded():
            handle.close()


@contextmanager
def writing() -> Iterator[None]:
    """One transaction, one writer at a time, also among the processes beside us; a full disk or a locked file is told in plain words."""
    with reading(), _writer if is_embedded() else threading.Lock():
        try:
            with handle.atomic():
                yield
        except (peewee.OperationalError, peewee.InternalError, apsw.Error) as error:
            text = explained(error)
            if text is None:
                raise
            raise Refused(text) from error


def only_read() -> None:
    """From here on this thread's connection can't write: a mistake in a heavy part must not become a write beside the door."""
    if is_embedded():
        handle.execute_sql("PRAGMA query_only = 1")
    else:
        handle.execute_sql("SET default_transaction_read_only = on")


def fetch(sql: str, values: Any = ()) -> list[tuple]:
    """All rows of a statement written out once, for the paths that every edit takes; `?` stands for a value."""
    return handle.execute_sql(placed(sql), values).fetchall()


def execute_many(sql: str, rows: list[tuple]) -> None:
    """One prepared statement over many rows, the fast way of either driver; `?` stands for a value."""
    if not rows:
        return
    with peewee.__exception_wrapper__:  # the drivers' own exceptions become peewee's, as everywhere else
        handle.cursor().executemany(placed(sql), rows)


def migrate() -> None:
    """Bring the open database's tables up to this program's. Raises Refused for one that a newer program made, or that isn't whole."""
    with alone():  # of two servers that start at once on one PostgreSQL, one migrates and the other finds it done
        if not is_embedded() and handle.table_exists(MOVING):
            raise Refused(HALF_MOVED)
        _migrate_alone()
        loosen()
        handle.obj.teach()


def _migrate_alone() -> None:
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
    """A copy of the embedded file beside it and among the backups, so that an upgrade can be gone back on."""
    if is_embedded():
        beside, kept = (
            Path(f"{handle.obj.database}.before-{name}"),
            folder_of("backups") / f"ops-before-migration-{name}.db",
        )
        back_up(beside)
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept.unlink(missing_ok=True)
        with suppress(OSError):  # another disk, or one without links: the copy beside the file is there
            kept.hardlink_to(beside)


def back_up(
    target: Path,
    check: str = "integrity_check",
    also: Callable[[Path], None] = lambda part: None,
    most_seconds: float | None = None,
) -> None:
    """A consistent copy of the embedded database while others write, by SQLite's own backup; checked, then put in place.

    `also` sees the whole and checked copy before it has its name. Raises Refused; whatever was at `target` then stays.
    """
    part = part_of(target)
    try:
        _copy(part, check, most_seconds)
        part.chmod(0o600)
        also(part)
        part.replace(target)
        to_disk(target.parent)
    except (apsw.Error, OSError, Damaged) as error:
        text = (
            COPY_DAMAGED
            if isinstance(error, Damaged)
            else {DISK_FULL: COPY_FULL, DAMAGED: COPY_DAMAGED}.get(explained(error))
        )
        if text is COPY_DAMAGED:  # as often as not it is the original
            note_damage(is_damaged(Path(handle.obj.database)))
        if text is None:
            raise
        raise Refused(text) from error
    finally:
        part.unlink(missing_ok=True)


class Damaged(Exception):
    """A copy that did not pass its check."""


def is_damaged(path: Path, most_seconds: float = 3600, given_up: Callable[[], bool] = lambda: False) -> bool:
    """By SQLite's own check of a file, as far as the time goes and nobody gives up."""
    ends, connection = time.monotonic() + most_seconds, apsw.Connection(str(path))
    try:
        connection.set_busy_timeout(PRAGMAS["busy_timeout"])
        connection.set_progress_handler(lambda: time.monotonic() > ends or given_up(), LOOKED_AT)
        return connection.pragma("quick_check", 1) != "ok"
    except (apsw.CorruptError, apsw.NotADBError):
        return True
    except apsw.InterruptError:
        return False
    finally:
        connection.close()


def part_of(target: Path) -> Path:
    """Where something is written before it has its name: neither two processes nor two threads meet in one file."""
    part = target.with_name(f"{target.name}.{os.getpid()}-{threading.get_ident()}.part")
    part.unlink(missing_ok=True)
    return part


def _copy(part: Path, check: str, most_seconds: float | None) -> None:
    began = time.monotonic()
    source = apsw.Connection(handle.obj.database, flags=apsw.SQLITE_OPEN_READONLY)
    copy = apsw.Connection(str(part))
    try:
        source.set_busy_timeout(PRAGMAS["busy_timeout"])
        # One snapshot for the whole copy: otherwise every commit of a writer would make it begin anew.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        with copy.backup("main", source, "main") as work:
            while not work.done:
                if most_seconds is not None and time.monotonic() - began > most_seconds:
                    raise Refused(COPY_SLOW(seconds=round(most_seconds)))
                work.step(STEP)
        if copy.pragma(check) != "ok":
            raise Damaged
    finally:
        copy.close()
        source.close()


def to_disk(path: Path) -> None:
    """A file's bytes, or the names in a folder, are on the disk itself."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
