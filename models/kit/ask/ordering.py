"""An order of several columns, blanks last whichever way, and what comes after a row in it."""

from typing import Any


def ordered(expression: Any, descending: bool, null: bool) -> Any:
    if not null:
        return expression.desc() if descending else expression.asc()
    return expression.desc(nulls="LAST") if descending else expression.asc(nulls="LAST")


def beyond(order: list[tuple[Any, bool, bool]], values: tuple) -> Any:
    (expression, descending, null), *rest = order
    value, *others = values
    later = beyond(rest, tuple(others)) if rest else None
    if value.value is None:
        return expression.is_null() & later
    further = expression < value if descending else expression > value
    if null:
        further = further | expression.is_null()
    if later is None:
        return further
    further = further | ((expression == value) & later)
    if null:
        return further
    # Said once more for all of them, as an index is gone into where it is said alone.
    return (expression <= value if descending else expression >= value) & further
