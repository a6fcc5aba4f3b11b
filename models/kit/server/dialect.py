"""What the two databases do and say differently: whose turn it is, and the words for days and moments.

How each is opened, and whole tables are moved, stands in `embedded` and `served`. SQLite keeps days and moments as text,
PostgreSQL as types of its own. On either one transaction writes at a time, so that what a rule read is still so when it
writes; people who only read are held up by nobody.
"""

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import apsw
import peewee

from .embedded import Embedded
from .served import MIGRATING

handle = peewee.DatabaseProxy()
GLIMPSE = 2_000  # steps of SQLite between two looks at the clock, a fraction of a millisecond
HELD_SHORT = """SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE a.atttypid = 'varchar'::regtype AND a.atttypmod > 0 AND NOT a.attisdropped
    AND c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"""


def is_embedded() -> bool:
    return isinstance(handle.obj, Embedded)


def unwalked(column: Any) -> Any:
    """By this column's index the embedded database looks nothing up: it doesn't count values, and may take the longer way."""
    return peewee.NodeList((peewee.SQL("+"), column), glue="") if is_embedded() else column


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


@contextmanager
def one_look() -> Iterator[None]:
    """All that this thread reads in here is of one moment, whatever others write meanwhile. For outside of a change."""
    opened = handle.connect(reuse_if_open=True)  # to PostgreSQL each statement would else go by a line of its own
    try:
        handle.execute_sql("BEGIN" if is_embedded() else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        except BaseException:
            handle.execute_sql("ROLLBACK")
            raise
        handle.execute_sql("COMMIT")  # what else this thread is still reading goes on
    finally:
        if opened and not is_embedded():
            handle.close()


@contextmanager
def cut_short(seconds: float) -> Iterator[list[bool]]:
    """A statement that SQLite gives up after so much time of the processor; then something stands in the list. PostgreSQL
    comes to its end."""
    over: list[bool] = []
    if not is_embedded():
        yield over
        return
    connection, mine, ends = handle.connection(), object(), time.thread_time() + seconds

    def is_over() -> bool:
        if time.thread_time() > ends:
            over.append(True)
        return bool(over)

    connection.set_progress_handler(is_over, GLIMPSE, id=mine)
    try:
        yield over
    except (peewee.DatabaseError, apsw.Error) as error:
        if not over or not handle.obj.gave_up(error):
            raise
    finally:
        connection.set_progress_handler(None, id=mine)


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
