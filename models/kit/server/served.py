"""PostgreSQL, for those who outgrow one machine: its lines, turns, calls between servers, and whole tables moved into it."""

import secrets
import select
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from typing import Any

import peewee
from playhouse.db_url import parse
from playhouse.pool import PooledDatabase, PooledPostgresqlDatabase

from .embedded import named
from .lean import bring_driver

LINKS = """SELECT (SELECT relname FROM pg_class WHERE pg_class.oid = conrelid), conname, pg_get_constraintdef(pg_constraint.oid) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"""
MOVING = "moving"  # a table that is there while a move into a PostgreSQL database isn't finished
CALLS = "opsdesk"
LETTERS = "ops_letters"  # our name on PostgreSQL for the rules by which É is the capital of é
RULES = (  # the first that a server has: as Python and with it SQLite says (ß is SS), else letter by letter
    "provider = builtin, locale = 'PG_UNICODE_FAST'",  # from 18 on
    "provider = icu, locale = 'und'",  # most packages of 15 and later
    "provider = builtin, locale = 'C.UTF-8'",  # from 17 on
    "provider = libc, locale = 'C.utf8'",
    "provider = libc, locale = 'C.UTF-8'",
    "provider = libc, locale = 'en_US.UTF-8'",
)
WRITER, MIGRATING, POSTING = 0x6F707301, 0x6F707302, 0x6F707303  # the numbers of our locks on PostgreSQL


class Served(PooledPostgresqlDatabase):
    """PostgreSQL; a transaction waits for its turn to write, among the threads of all servers, as on SQLite."""

    @classmethod
    def at(cls, url: str) -> "Served":
        bring_driver()
        parts = parse(url, unquote_password=True)
        options = {"max_connections": 60, "stale_timeout": 300, "timeout": 30, "autoconnect": False}
        return cls(parts.pop("database"), **parts, **options, prefer_psycopg3=True)

    def _is_closed(self, connection: Any) -> bool:
        """A server that was stopped or restarted says goodbye on every line: who waits there finds it at once."""
        if super()._is_closed(connection):
            return True
        line = select.poll()
        line.register(connection.fileno(), select.POLLIN)
        return bool(line.poll(0))

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """PostgreSQL has no text with a NUL in it, so nothing that is stored equals one; a person may ask for it all the same.

        Who asks without a connection of the own borrows one for this statement, whose answer is whole before it goes back.
        """
        if params and any(isinstance(param, str) and "\0" in param for param in params):
            params = [param.replace("\0", "\ufffd") if isinstance(param, str) else param for param in params]
        if not self.is_closed():
            return super().execute_sql(sql, params)
        self.connect()
        try:
            return super().execute_sql(sql, params)
        finally:
            self.close()

    @contextmanager
    def until(self, seconds: float, over: Callable[[], bool]) -> Iterator[None]:
        """As above, for each statement on its own."""
        self.execute_sql(f"SET statement_timeout = {max(1, round(seconds * 1000))}")
        try:
            yield
        finally:
            with suppress(peewee.DatabaseError):  # a line that broke is not given to anybody else
                self.execute_sql("SET statement_timeout = 0")

    def gave_up(self, error: BaseException) -> bool:
        return "statement timeout" in str(error)

    def begin(self, isolation_level: str | None = None):
        super().begin(isolation_level)
        self.cursor().execute("SET LOCAL statement_timeout = 0")
        self.cursor().execute("SELECT pg_advisory_xact_lock(%s)", (WRITER,))

    def call(self, words: str) -> None:
        """Something short to all servers on this database, who hear it by `calls`."""
        self.execute_sql("SELECT pg_notify(%s, %s)", (CALLS, words))

    def calls(self, over: Callable[[], bool]) -> Iterator[str]:
        """What is called from now on, and an empty word at the beginning and in each second without; by a line of its own."""
        with super(PooledDatabase, self)._connect() as line:
            line.autocommit = True
            line.execute(f"LISTEN {CALLS}")
            yield ""
            while not over():
                came = [notification.payload for notification in line.notifies(timeout=1, stop_after=1)]
                yield from came or ("",)

    def teach(self) -> None:
        """Formulas turn letters by rules of one name, whatever the server's version and language."""
        there = "SELECT 1 FROM pg_collation WHERE collname = %s AND collnamespace = current_schema()::regnamespace"
        if self.execute_sql(there, (LETTERS,)).fetchone():
            return
        for rules in RULES:
            with suppress(peewee.DatabaseError), self.atomic():
                self.execute_sql(f'CREATE COLLATION "{LETTERS}" ({rules})')
                return
        self.execute_sql(f'CREATE COLLATION "{LETTERS}" FROM "C"')

    # Whole tables, as above ---------------------------------------------------------------------------------------------

    def asked(self, sql: str) -> Iterator[tuple]:
        with self.atomic(), self.connection().cursor(name=f"rows_{secrets.token_hex(4)}") as cursor:
            cursor.itersize = 5000
            cursor.execute(sql)
            for row in cursor:
                yield tuple(map(_as_embedded, row))

    def pour(self, table: str, columns: list[str], rows: Iterable[tuple]) -> None:
        with self.atomic(), peewee.__exception_wrapper__, self._copy(table, columns) as into:
            for row in rows:
                into.write_row(row)

    def _copy(self, table: str, columns: list[str]) -> Any:
        return self.connection().cursor().copy(f'COPY "{table}" ({named(columns)}) FROM STDIN')

    def untie(self) -> None:
        """Their words are kept in the table that says that a move is under way, so that a broken one can put them back."""
        with self.atomic():
            for table, name, words in self.execute_sql(LINKS).fetchall():
                back = f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {words}'
                self.execute_sql(f"INSERT INTO {MOVING} (what, words) VALUES ('link', %s)", (back,))
                self.execute_sql(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')

    def tie(self) -> list[str]:
        wrong = []
        for (words,) in self.execute_sql(f"SELECT words FROM {MOVING} WHERE what = 'link'").fetchall():
            try:
                with self.atomic():
                    self.execute_sql(words)
                    self.execute_sql(f"DELETE FROM {MOVING} WHERE what = 'link' AND words = %s", (words,))
            except peewee.IntegrityError as error:
                wrong.append(str(error).splitlines()[0])
        return wrong

    def number_on(self, table: str) -> None:
        """Numbers are given out by a sequence, which knows nothing of rows that came with theirs."""
        if all(column.name != "id" for column in self.get_columns(table)):
            return
        ((kept,),) = self.execute_sql("SELECT pg_get_serial_sequence(%s, 'id')", (f'"{table}"',)).fetchall()
        if kept is not None:
            self.execute_sql(f"""SELECT setval('{kept}', coalesce((SELECT max(id) FROM "{table}"), 0) + 1, false)""")

    def vacate(self, table: str) -> None:
        self.execute_sql(f'TRUNCATE TABLE "{table}"')


def _as_embedded(value: Any) -> Any:
    """Days, moments and truths as SQLite keeps them, so that what is the same looks the same."""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else int(value) if isinstance(value, bool) else value
