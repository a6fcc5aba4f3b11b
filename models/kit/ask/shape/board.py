"""A board: one column of cards for each state, choice, person or yes and no, with how many stand in it."""

from typing import Any

import peewee

from ... import words
from ...text import Text
from ..query import MOST_OFFSET, BadQuery
from .laid import Laid, places

BOARD = Text("看板", "board")
KINDS = ("choice", "link", "flag")
FIRST, MOST_FIRST, MOST_COLUMNS = 20, 200, 40
ANY = object()


def board(query: Laid, by: Any, first: Any = FIRST, only: Any = ANY, offset: Any = 0) -> dict[str, Any]:
    """Columns in the order of the options, or the fullest first, each with its count and its first cards.

    only: the value of the one column that is wanted, as the wire carries it, from `offset` on. Of more columns than fit
    on a board the emptiest stay out; how many, and how many rows with them, is told.
    """
    item = query.axis(by, KINDS, BOARD)
    first, offset = _whole(first, 1, MOST_FIRST), _whole(offset, 0, MOST_OFFSET)
    counts = dict(query.grouped("board", [item], [peewee.fn.COUNT(query.record.id)], None, query.over(by)))
    keys = _ordered(query, item, counts)
    if only is not ANY:
        wanted = item.parse(only)
        keys = [key for key in keys if _same(item, key, wanted)]
    shown, out = keys[:MOST_COLUMNS], keys[MOST_COLUMNS:]
    labels = query.label(item, shown)
    return {
        "columns": [
            {
                "key": query.wire(item, key),
                "label": labels[key],
                "count": counts.get(key, 0),
                "rows": query.some(_standing(item, key), first, offset) if counts.get(key) else [],
            }
            for key in shown
        ],
        "total": sum(counts.values()),
        "out": {"columns": len(out), "rows": sum(counts[key] for key in out)},
    }


def _ordered(query: Laid, item: Any, counts: dict[Any, int]) -> list[Any]:
    """Every choice that is in use has its column, also an empty one: a card may be moved there. Of others, the fullest first."""
    field, used = query.fields[item.name], [key for key in counts if key is not None]
    usual = [0, 1] if item.kind == "flag" else [option.key for option in getattr(field, "offered", ())]
    place = places(field) or {key: at for at, key in enumerate(usual)}
    titles = query.label(item, used)
    keys = sorted(
        {*usual, *used}, key=lambda key: (place.get(key, len(place)), -counts.get(key, 0), titles.get(key, ""))
    )
    return [None, *keys] if None in counts else keys


def _standing(item: Any, key: Any) -> Any:
    return item.is_null() if key is None else item == key


def _same(item: Any, key: Any, wanted: Any) -> bool:
    return key == wanted or (item.kind == "flag" and key is not None and wanted is not None and bool(key) == wanted)


def _whole(value: Any, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadQuery(words.BAD_REQUEST(what=str(value)[:20]))
    return value
