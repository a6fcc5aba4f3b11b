"""Counts and sums that are asked again and again: kept until one of the tables behind them changes."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import peewee

from ..declare.record import Record
from ..server.database import fetch, handle, opening
from ..server.standing import house
from .touched import columns_in, looks_at_its_own, touched_at, types_in

_MOST = 512
_kept: OrderedDict[tuple, Any] = OrderedDict()
_lock = threading.Lock()
_turns: dict[tuple, list[Any]] = {}  # by what is being computed: a lock, and how many are at it or wait for it


def version_of(record: type[Record]) -> int:
    """A number that moves with every batch that touches this record type, in whichever process it was written."""
    return _tally("version", record)


def live_rows(record: type[Record]) -> int:
    """How many rows there are, without counting them."""
    return _tally("rows", record)


def _tally(name: str, record: type[Record]) -> int:
    return next((value for (value,) in fetch(f'SELECT "{name}" FROM "tally" WHERE "record" = ?', (record.key(),))), 0)


def versions_of(keys: set[str]) -> tuple[tuple[str, int], ...]:
    """The versions of several types, by their keys."""
    if not keys:
        return ()
    places = ", ".join("?" * len(keys))
    return tuple(sorted(fetch(f'SELECT "record", "version" FROM "tally" WHERE "record" IN ({places})', tuple(keys))))


@contextmanager
def in_turn(key: tuple) -> Iterator[None]:
    """Who asks for the same at the same moment waits for the first, instead of taking the processor away from him."""
    with _lock:
        turn = _turns.setdefault(key, [threading.Lock(), 0])
        turn[1] += 1
    try:
        with turn[0]:
            yield
    finally:
        with _lock:
            turn[1] -= 1
            if not turn[1]:
                del _turns[key]


def cached(
    record: type[Record], what: str, query: peewee.ModelSelect, compute: Callable[[], Any], also: Any = ()
) -> Any:
    """The figure of this very query, computed anew once a column of it, a type that one links to, or one of `also` has changed."""
    if handle.in_transaction():
        return compute()  # what isn't committed yet may never be, and has no version of its own
    sql, params = query.sql()
    key = (house().number, opening(), what, sql, tuple(map(repr, params)), *standing(record, sql, also))
    value = _remembered(key)
    if value is not None:
        return value[0]
    with in_turn(key):
        value = _remembered(key)
        return value[0] if value is not None else _remember(key, compute())


def standing(record: type[Record], sql: str, also: Any = ()) -> tuple:
    """What stays the same as long as the answer to a statement does: when its own columns last changed, and the other types' versions."""
    keys = {record.key(), *(other.key() for other in also), *(item.rel_model.key() for item in record.links().values())}
    keys |= types_in(sql)
    own = None
    if record not in also and looks_at_its_own(record, sql) and not record.facts().computed:
        own = touched_at(record, columns_in(sql))
        keys.discard(record.key())
    return own, versions_of(keys)


def _remembered(key: tuple) -> list[Any] | None:
    with _lock:
        if key not in _kept:
            return None
        _kept.move_to_end(key)
        return [_kept[key]]


def _remember(key: tuple, value: Any) -> Any:
    with _lock:
        _kept[key] = value
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return value
