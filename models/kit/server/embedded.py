"""SQLite, the database that comes with the app: how a file is opened, and who writes."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, time
from decimal import Decimal
from typing import Any

import apsw
import peewee
from playhouse.apsw_ext import APSWDatabase

OLDEST_SQLITE = (3, 51, 3)  # before it, the WAL-reset bug can corrupt a file with two connections
PRAGMAS: dict[str, Any] = {
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
GLANCE = 1_000_000  # steps of SQLite between two looks at the clock, some hundredths of a second
TURN = 90  # seconds that one waits for its turn to write while another process does


def _bound(cursor: Any, number: int, value: Any) -> str:
    """peewee's own tables (the migrations) bind dates as they are; apsw wants text. Whatever else it doesn't know is a mistake:
    written down as Python would print it, it would be found by nobody."""
    if isinstance(value, date | time | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is nothing that SQLite keeps")


class Embedded(APSWDatabase):
    """SQLite through apsw; a transaction that will write says so at once (BEGIN IMMEDIATE)."""

    def _connect(self):
        from ..formula.embedded import teach  # formulas stand on the records, and these on this

        connection = super()._connect()
        connection.convert_binding = _bound
        teach(connection)
        for name, value in PROMISED.items():
            if (current := connection.pragma(name)) != value:
                raise RuntimeError(f"SQLite's {name} is {current}, not {value}: what is saved would not be safe")
        return connection

    def begin(self, lock_type: str | None = None):
        """A job in a process of its own may write for as long as its limit lets it: whoever else writes waits for it."""
        connection = self.connection()
        connection.set_busy_timeout(TURN * 1000)
        try:
            return super().begin(lock_type or "IMMEDIATE")
        finally:
            connection.set_busy_timeout(PRAGMAS["busy_timeout"])

    @contextmanager
    def until(self, seconds: float, over: Callable[[], bool]) -> Iterator[None]:
        """What this thread reads in here is given up once it is over; what it writes comes to its end, with the answer to that."""
        connection, mine = self.connection(), object()
        before = connection.total_changes()

        def given_up() -> bool:
            return over() and not connection.in_transaction and connection.total_changes() == before

        connection.set_progress_handler(given_up, GLANCE, id=mine)
        try:
            yield
        finally:
            connection.set_progress_handler(None, id=mine)

    @contextmanager
    def watched(self, over: Callable[[], bool]) -> Iterator[None]:
        """What this thread asks and writes in here is broken off once it is over; a write that is takes its whole transaction along."""
        connection, mine = self.connection(), object()
        connection.set_progress_handler(over, GLANCE, id=mine)
        try:
            yield
        finally:
            connection.set_progress_handler(None, id=mine)

    def gave_up(self, error: BaseException) -> bool:
        """Also where it came to more: a savepoint that was gone with its transaction can't be gone back to."""
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, apsw.InterruptError):
            cause = cause.__cause__ or cause.__context__
        return cause is not None

    def teach(self) -> None:
        """What formulas need, each connection learns as it is made."""

    def call(self, words: str) -> None:
        """To all servers on this database: there is one."""

    # Whole tables, for a move from one database to another --------------------------------------------------------------

    def asked(self, sql: str) -> Iterator[tuple]:
        """The rows of a statement as they come, however many."""
        return self.connection().execute(sql)

    def pour(self, table: str, columns: list[str], rows: Iterable[tuple]) -> None:
        """Put rows, as `asked` gives them, into a table that is empty."""
        with self.atomic(), peewee.__exception_wrapper__:
            sql = f'INSERT INTO "{table}" ({named(columns)}) VALUES ({", ".join("?" * len(columns))})'
            self.connection().executemany(sql, rows)

    def untie(self) -> None:
        """Links between tables aren't looked at until `tie`."""
        self.execute_sql("PRAGMA foreign_keys = 0")

    def tie(self) -> list[str]:
        """Links hold again. Returns those that lead nowhere."""
        self.execute_sql("PRAGMA foreign_keys = 1")
        return [str(row) for row in self.asked("PRAGMA foreign_key_check")][:5]

    def number_on(self, table: str) -> None:
        """The next row of its own making gets a number nobody has: SQLite looks for itself."""

    def vacate(self, table: str) -> None:
        self.execute_sql(f'DELETE FROM "{table}"')


def named(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
