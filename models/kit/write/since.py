"""What rows held at an earlier point of the history: nothing has to be kept beside it to know what somebody saw then."""

import json
from collections.abc import Container, Iterable, Iterator
from typing import Any

from ..declare.record import Record
from ..server.database import fetch

Point = tuple[int, str]  # the newest change, and its hash: a database put back from a copy has another there
AT_ONCE = 20_000


def point() -> Point:
    """Where the history stands. Taken before rows are read, it is never later than they are."""
    newest = fetch('SELECT "id", "hash" FROM "change" ORDER BY "id" DESC LIMIT 1')
    return (newest[0][0], newest[0][1]) if newest else (0, "")


def is_known(at: Point) -> bool:
    """Whether the history ever stood there."""
    if not at[0]:
        return at[1] == ""
    return fetch('SELECT "hash" FROM "change" WHERE "id" = ?', (at[0],)) == [(at[1],)]


def before(
    record: type[Record], at: Point, names: Iterable[str], ids: Container[int] | None = None
) -> dict[int, dict[str, Any]]:
    """By row that has moved since, what those of the fields that moved held then, as history keeps values."""
    names, held = tuple(names), {}
    for id, kind, old, new in _moves(record.key(), at[0]):
        if ids is not None and id not in ids:
            continue
        first = id not in held
        row = held.setdefault(id, {})
        for name, value in _gives(kind, old, new, names, first).items():
            row.setdefault(name, value)
    return held


def _gives(kind: str, old: str | None, new: str | None, names: tuple[str, ...], first: bool) -> dict[str, Any]:
    """What a move tells of the time before it. A row that only came after the point was read as it came."""
    if kind == "i" and not first:
        return {}
    values = json.loads((new if kind == "i" else old) or "{}")
    return {name: values.get(name) for name in names if kind != "u" or name in values}


def _moves(key: str, after: int) -> Iterator[tuple]:
    sql = (
        'SELECT "id", "row_id", "kind", "before", "after" FROM "change" WHERE "id" > ? AND "record" = ? '
        f'ORDER BY "id" LIMIT {AT_ONCE}'
    )
    while part := fetch(sql, (after, key)):
        for _, *move in part:
            yield tuple(move)
        after = part[-1][0]
