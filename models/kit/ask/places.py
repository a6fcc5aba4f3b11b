"""Where rows stand far down a list: to whoever goes there, the next rows are counted off from there, not from the top.

A row keeps its place until one of the columns that the list goes by is changed, or rows come or go; then it is counted anew.
"""

import threading
from bisect import bisect_right, insort
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..server.database import handle, opening
from ..server.standing import house
from .figures import standing
from .filters import BadQuery

if TYPE_CHECKING:
    from .query import Query

DEEP = 2_000  # rows that are counted off as quickly as it is looked up where one stands
MOST_LISTS, MOST_PLACES = 256, 512

_lists: OrderedDict[tuple, "Places"] = OrderedDict()
_lock = threading.Lock()


@dataclass
class Places:
    """What is known of one list. state: of what it goes by, when it was so; rows: ids by their place; at: the places in order."""

    state: Any
    rows: dict[int, int] = field(default_factory=dict)
    at: list[int] = field(default_factory=list)

    def before(self, place: int) -> int | None:
        """The last known place up to this one."""
        count = bisect_right(self.at, place)
        return self.at[count - 1] if count else None

    def learn(self, place: int, id: int) -> None:
        if place not in self.rows and len(self.at) < MOST_PLACES:
            insort(self.at, place)
            self.rows[place] = id


def ids_from(query: "Query", offset: int, limit: int, counted_off: Callable[[int, int], list[int]]) -> list[int]:
    """The ids of a block far down, by way of the nearest row above it that is known. counted_off: them by the usual way."""
    if handle.in_transaction():  # what isn't committed yet may never be
        return counted_off(offset, limit)
    sql, params = query.selected([query.record.id], None).sql()
    key = (house().number, opening(), sql, tuple(map(repr, params)))
    also = query.over(*query.asked_for())
    state = standing(query.record, sql, also)
    near = _near(key, state, offset)
    try:
        ids = counted_off(offset, limit) if near is None else query.ids_after(near[1], offset - near[0] - 1, limit)
    except BadQuery:  # the row above is gone, or out of the list, since it was looked up
        return counted_off(offset, limit)
    if standing(query.record, sql, also) == state:
        _learn(key, state, {offset + at: ids[at] for at in {0, len(ids) - 1} if ids})
    elif near is not None:
        return counted_off(offset, limit)  # rows moved on the way
    return ids


def _near(key: tuple, state: Any, offset: int) -> tuple[int, int] | None:
    """The place and the id of a row above that is nearer than the top."""
    with _lock:
        places = _lists.get(key)
        place = places.before(offset - 1) if places is not None and places.state == state else None
        if places is None or place is None or offset - place > place:
            return None
        _lists.move_to_end(key)
        return place, places.rows[place]


def _learn(key: tuple, state: Any, rows: dict[int, int]) -> None:
    with _lock:
        if key not in _lists or _lists[key].state != state:
            _lists[key] = Places(state)
        for place, id in rows.items():
            _lists[key].learn(place, id)
        while len(_lists) > MOST_LISTS:
            _lists.popitem(last=False)
