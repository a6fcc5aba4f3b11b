"""What packages import in case somebody wants it: a driver for PostgreSQL where SQLite is used, a client of web sockets that
nobody is. Thirty megabytes and a good part of the start, so it comes when it is needed, or never.

This stands before everything that imports peewee.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def without(*names: str) -> Iterator[None]:
    """As if these weren't installed, for packages that do without; what is there already stays."""
    unwanted = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(unwanted))
    try:
        yield
    finally:
        for name in unwanted:
            sys.modules.pop(name, None)


with without("psycopg"):
    import peewee
    import playhouse.migrations  # noqa: F401 (which takes along what peewee has for PostgreSQL)


def bring_driver() -> None:
    """What peewee would have imported for PostgreSQL, in the places where it looks for it."""
    if peewee.psycopg is not None:
        return
    import psycopg
    from psycopg.pq import TransactionStatus
    from psycopg.types import json

    adapter: Any = peewee.Psycopg3Adapter
    peewee.TransactionStatus, peewee.Json_pg3, peewee.Jsonb_pg3 = TransactionStatus, json.Json, json.Jsonb
    adapter.txn_idle, adapter.txn_inerror = TransactionStatus.IDLE, TransactionStatus.INERROR
    adapter.txn_unknown = TransactionStatus.UNKNOWN
    peewee.psycopg = psycopg
