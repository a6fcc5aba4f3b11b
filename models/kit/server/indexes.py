"""Indexes built and dropped while people are at work.

SQLite lets others read meanwhile and holds up who writes; PostgreSQL holds up nobody, but leaves a broken one behind when it is cut off.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import peewee

from ..text import Refused
from .database import fetch, reading, writing
from .dialect import briefly, handle, is_embedded

BROKEN = """
    SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT i.indisvalid AND n.nspname = current_schema() AND starts_with(c.relname, %s)
"""

TRIGRAMS = """
    SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm'
"""
OFFERED = """
    SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm' AND has_database_privilege(current_database(), 'CREATE')
"""


def build_index(name: str, on: str) -> None:
    """on: the table and what is indexed of it, as SQL says it. Raises what the database says where it won't."""
    if is_embedded():
        with writing():
            handle.execute_sql(f'CREATE INDEX IF NOT EXISTS "{name}" ON {on}')
        return
    with reading(), _briefly():
        handle.execute_sql(f'CREATE INDEX CONCURRENTLY IF NOT EXISTS "{name}" ON {on}')


def drop_index(name: str) -> None:
    with writing():
        briefly()
        handle.execute_sql(f'DROP INDEX IF EXISTS "{name}"')


def broken_indexes(prefix: str) -> set[str]:
    """Those that were begun beside others and came to no end: they make writing slower and serve nobody."""
    return set() if is_embedded() else {name for (name,) in handle.execute_sql(BROKEN, (prefix,)).fetchall()}


def trigrams() -> str | None:
    """How an index of PostgreSQL takes a text by its trigrams; None where they aren't there and can't be put there."""
    if is_embedded():
        return None
    if not fetch(TRIGRAMS) and fetch(OFFERED):  # asked first: each try that fails is a line in the server's log
        with suppress(peewee.DatabaseError, Refused), writing():
            handle.execute_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public")
    return next((f'"{schema}".gin_trgm_ops' for (schema,) in fetch(TRIGRAMS)), None)


@contextmanager
def _briefly() -> Iterator[None]:
    """As `briefly`, for what can't be in a transaction."""
    handle.execute_sql("SET lock_timeout = '1s'")
    try:
        yield
    finally:
        with suppress(peewee.DatabaseError):  # a line that broke is not given to anybody else
            handle.execute_sql("SET lock_timeout = 0")
