"""Counts and sums that are asked again and again: kept until one of the tables behind them changes."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import peewee

from ..declare.record import Record
from ..server.database import fetch, handle, opening
from ..server.standing import house

_MOST = 512
_kept: OrderedDict[tuple, Any] = OrderedDict()
_lock = threading.Lock()


def version_of(record: type[Record]) -> int:
    """A number that moves with every batch that touches this record type, in whichever process it was written."""
    return _tally("version", record)


def live_rows(record: type[Record]) -> int:
    """How many rows there are, without counting them."""
    return _tally("rows", record)


def _tally(name: str, record: type[Record]) -> int:
    return next((value for (value,) in fetch(f'SELECT "{name}" FROM "tally" WHERE "record" = ?', (record.key(),))), 0)


def cached(
    record: type[Record], what: str, query: peewee.ModelSelect, compute: Callable[[], Any], also: Any = ()
) -> Any:
    """The figure of this very query, computed anew once the record type, one it links to, or one of `also` has changed."""
    if handle.in_transaction():
        return compute()  # what isn't committed yet may never be, and has no version of its own
    sql, params = query.sql()
    keys = {record.key(), *(other.key() for other in also), *(item.rel_model.key() for item in record.links().values())}
    places = ", ".join("?" * len(keys))
    versions = tuple(
        sorted(fetch(f'SELECT "record", "version" FROM "tally" WHERE "record" IN ({places})', tuple(keys)))
    )
    key = (house().number, opening(), what, sql, tuple(map(repr, params)), versions)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    value = compute()
    with _lock:
        _kept[key] = value
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return value
