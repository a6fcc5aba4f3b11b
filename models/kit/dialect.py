"""What the two databases do and say differently: how they are opened, who writes, and the words for days and moments.

SQLite keeps days and moments as text, PostgreSQL as types of its own. On either one transaction writes at a time, so that what
a rule read is still so when it writes; people who only read are held up by nobody.
"""

import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import peewee
from playhouse.apsw_ext import APSWDatabase
from playhouse.db_url import parse
from playhouse.pool import PooledPostgresqlDatabase

handle = peewee.DatabaseProxy()
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
WRITER, MIGRATING = 0x6F707301, 0x6F707302  # the numbers of our locks on PostgreSQL


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


class Served(PooledPostgresqlDatabase):
    """PostgreSQL; a transaction waits for its turn to write, among the threads of all servers, as on SQLite."""

    @classmethod
    def at(cls, url: str) -> "Served":
        told = parse(url, unquote_password=True)
        options = {"max_connections": 60, "stale_timeout": 300, "timeout": 30, "autoconnect": False}
        return cls(told.pop("database"), **told, **options, prefer_psycopg3=True)

    def _is_closed(self, connection: Any) -> bool:
        """A server that was stopped or restarted says goodbye on every line: who waits there finds it at once."""
        if super()._is_closed(connection):
            return True
        line = select.poll()
        line.register(connection.fileno(), select.POLLIN)
        return bool(line.poll(0))

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """PostgreSQL has no text with a NUL in it, so nothing that is stored equals one; a person may ask for it all the same."""
        if params and any(isinstance(one, str) and "\0" in one for one in params):
            params = [one.replace("\0", "\ufffd") if isinstance(one, str) else one for one in params]
        return super().execute_sql(sql, params)

    def begin(self, isolation_level: str | None = None):
        super().begin(isolation_level)
        self.cursor().execute("SELECT pg_advisory_xact_lock(%s)", (WRITER,))


def is_embedded() -> bool:
    return isinstance(handle.obj, Embedded)


def placed(sql: str) -> str:
    """A statement written out once with `?` for its values, as this driver takes it."""
    return sql if is_embedded() else sql.replace("?", "%s")


@contextmanager
def alone() -> Iterator[None]:
    """What only one server may do at a time, though not in one transaction. An embedded database has one server anyway."""
    if is_embedded():
        yield
        return
    handle.execute_sql("SELECT pg_advisory_lock(%s)", (MIGRATING,))
    try:
        yield
    finally:
        handle.execute_sql("SELECT pg_advisory_unlock(%s)", (MIGRATING,))


def end(connection: Any) -> None:
    """End what another thread's connection is doing on PostgreSQL, with its transaction and its turn to write."""
    handle.execute_sql("SELECT pg_terminate_backend(%s)", (connection.info.backend_pid,))


def tuples(width: int, count: int) -> str:
    """Places for so many values of several columns each, behind IN; PostgreSQL takes the columns' types only from a plain list."""
    places = f"({', '.join('?' * width)})"
    listed = ", ".join([places] * count)
    return f"(VALUES {listed})" if is_embedded() else f"({listed})"


def how_many(condition: Any) -> peewee.Function:
    """The number of rows for which this holds; PostgreSQL adds no truths up."""
    return peewee.fn.SUM(peewee.Case(None, [(condition, 1)], 0))


def month_of(day: Any) -> peewee.Function:
    """A day's month as `2026-11`."""
    return (peewee.fn.SUBSTR(day, 1, 7) if is_embedded() else peewee.fn.TO_CHAR(day, peewee.SQL("'YYYY-MM'"))).coerce(
        False
    )


def month_and_day(day: Any) -> peewee.Function:
    """A day without its year as `11-28`."""
    return (peewee.fn.SUBSTR(day, 6) if is_embedded() else peewee.fn.TO_CHAR(day, peewee.SQL("'MM-DD'"))).coerce(False)


def seconds_of(moment: Any) -> peewee.Function:
    """A moment as whole seconds, for the time between two."""
    return peewee.fn.strftime("%s", moment) if is_embedded() else peewee.fn.DATE_PART("epoch", moment)
