"""How far a jump goes: over what is filled to its end, over what is empty to the next filled cell, as Ctrl and an arrow do."""

from collections.abc import Iterator
from typing import Any

from .. import words
from .conditions import condition, operators_of
from .filters import BadQuery
from .query import MOST_OFFSET, Query, whole


def edge_of(query: Query, name: Any, row: Any, back: bool = False) -> int:
    """The place in the order of the question where a jump from the row at this place ends in this column."""
    expression, row = query.column(name), whole(row, 0, MOST_OFFSET)
    item = query.fields[name]
    if "empty" not in operators_of(item):
        raise BadQuery(words.NO_OPERATOR(field=item.label, op="empty"))
    empty = query.selected([condition(expression, "empty", True, query.who)], None).tuples()
    if back:
        return _back(bool(hit) for (hit,) in empty.limit(row + 1).iterator())
    return row + _on(bool(hit) for (hit,) in empty.offset(row).iterator())


def _on(empties: Iterator[bool]) -> int:
    """Steps from the first of these cells."""
    start, place, jumping = next(empties, True), 0, None
    for place, empty in enumerate(empties, 1):
        jumping = (not start and not empty) if jumping is None else jumping
        if jumping and empty:
            return place - 1
        if not jumping and not empty:
            return place
    return place


def _back(empties: Iterator[bool]) -> int:
    """The place where a jump from the last of these cells ends that goes towards the first."""
    flags = list(empties)
    return len(flags) - 1 - _on(reversed(flags))
