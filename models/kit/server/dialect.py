"""What the two databases do and say differently: how they are opened, who writes, and the words for days and moments.

SQLite keeps days and moments as text, PostgreSQL as types of its own. On either one transaction writes at a time, so that what
a rule read is still so when it writes; people who only read are held up by nobody.
"""

import secrets
import select
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from typing import Any

import apsw
import peewee
from playhouse.apsw_ext import APSWDatabase
from playhouse.db_url import parse
from playhouse.pool import PooledDatabase, PooledPostgresqlDatabase

handle = peewee.DatabaseProxy()
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
HELD_SHORT = """SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE a.atttypid = 'varchar'::regtype AND a.atttypmod > 0 AND NOT a.attisdropped
    AND c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"""
LINKS = """SELECT (SELECT relname FROM pg_class WHERE pg_class.oid = conrelid), conname, pg_get_constraintdef(pg_constraint.oid) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"""
MOVING = "moving"  # a table that is there while a move into a PostgreSQL database isn't finished
GLANCE = 1_000_000  # steps of SQLite between two looks at the clock, some hundredths of a second
TURN = 90  # seconds that one waits for its turn to write while another process does
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


class Embedded(APSWDatabase):
    """SQLite through apsw; a transaction that will write says so at once (BEGIN IMMEDIATE)."""

    def _connect(self):
        from ..formula.embedded import teach  # formulas stand on the records, and these on this

        connection = super()._connect()
        # peewee's own tables (the migrations) bind dates as they are; apsw wants text.
        connection.convert_binding = lambda cursor, number, value: str(value)
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

    def gave_up(self, error: BaseException) -> bool:
        return any(isinstance(cause, apsw.InterruptError) for cause in (error, error.__cause__, error.__context__))

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


class Served(PooledPostgresqlDatabase):
    """PostgreSQL; a transaction waits for its turn to write, among the threads of all servers, as on SQLite."""

    @classmethod
    def at(cls, url: str) -> "Served":
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


def named(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def is_embedded() -> bool:
    return isinstance(handle.obj, Embedded)


def day_text(column: Any, hours: int = 0) -> Any:
    """The day of a day or of a moment so many hours on, as text on either database, to be cut short and grouped by."""
    if is_embedded():
        return peewee.fn.DATE(column, f"{hours:+d} hours") if hours else column
    day = peewee.NodeList((column, peewee.SQL(f"+ INTERVAL '{hours} hours'"))) if hours else column
    return peewee.fn.CAST(peewee.NodeList((day, peewee.SQL("AS text"))))


def placed(sql: str) -> str:
    """A statement written out once with `?` for its values, as this driver takes it."""
    return sql if is_embedded() else sql.replace("?", "%s")


def bare(sql: str) -> str:
    """A statement with nothing to fill in, as this driver takes it: to PostgreSQL's a % announces a value."""
    return sql if is_embedded() else sql.replace("%", "%%")


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


@contextmanager
def only_one(what: int) -> Iterator[bool]:
    """Whether this is ours to do now; while another server is at it, it isn't. Who dies lets go."""
    if is_embedded():
        yield True
        return
    opened = handle.connect(reuse_if_open=True)
    try:
        ((ours,),) = handle.execute_sql("SELECT pg_try_advisory_lock(%s)", (what,)).fetchall()
        try:
            yield ours
        finally:
            if ours:
                handle.execute_sql("SELECT pg_advisory_unlock(%s)", (what,))
    finally:
        if opened:
            handle.close()


def loosen() -> None:
    """Texts are as long as they are, as on SQLite: what people write is held to its length at the door, in words."""
    if is_embedded():
        return
    wide: dict[str, list[str]] = defaultdict(list)
    for table, column in handle.execute_sql(HELD_SHORT).fetchall():
        wide[table].append(f'ALTER COLUMN "{column}" TYPE varchar')
    for table, columns in wide.items():
        handle.execute_sql(f'ALTER TABLE "{table}" {", ".join(columns)}')


def briefly() -> None:
    """A change of a table waits a second at most for who reads it: behind it every new reader would wait, too."""
    if not is_embedded():
        handle.execute_sql("SET LOCAL lock_timeout = '1s'")


def end_with_us() -> None:
    """PostgreSQL looks now and then whether we still live: amid a long statement it would notice only at its end."""
    if not is_embedded():
        with suppress(peewee.DatabaseError):  # older than 14, or on a system where it can't look
            handle.execute_sql("SET client_connection_check_interval = 1000")


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


def day_here(moment: Any) -> peewee.Function:
    """The day that a moment falls on in the zone of the business."""
    if is_embedded():
        return peewee.fn.DATE(moment, peewee.SQL("'+8 hours'")).coerce(False)
    return peewee.fn.DATE(peewee.NodeList((moment, peewee.SQL("+ interval '8 hours'")))).coerce(False)


def clock_text(moment: Any) -> peewee.Function:
    """A moment as people see it, day and minute in the zone of the business, as text."""
    if is_embedded():
        return peewee.fn.STRFTIME("%Y-%m-%d %H:%M", moment, "+8 hours")
    return peewee.fn.TO_CHAR(peewee.NodeList((moment, peewee.SQL("+ interval '8 hours'"))), "YYYY-MM-DD HH24:MI")


def period_of(day: Any, grain: str) -> Any:
    """The first day, as text, of the `day`, `week`, `month`, `quarter` or `year` that a day lies in."""
    if is_embedded():
        month = peewee.fn.STRFTIME(peewee.SQL("'%m'"), day)
        back = peewee.NodeList((peewee.SQL("'-' || (("), month, peewee.SQL("- 1) % 3) || ' months'")))
        steps = {
            "day": (),
            "week": (peewee.SQL("'-6 days'"), peewee.SQL("'weekday 1'")),
            "month": (peewee.SQL("'start of month'"),),
            "quarter": (peewee.SQL("'start of month'"), back),
            "year": (peewee.SQL("'start of year'"),),
        }
        return peewee.fn.DATE(day, *steps[grain]).coerce(False)
    first = peewee.fn.DATE_TRUNC(peewee.SQL(f"'{grain}'"), day)
    return peewee.fn.TO_CHAR(first, peewee.SQL("'YYYY-MM-DD'")).coerce(False)
