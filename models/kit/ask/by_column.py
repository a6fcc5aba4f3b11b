"""What a question finds, column by column and as the database keeps it: whoever writes long files makes each value once."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from ..fields import LinkField
from ..fields.described import is_stored_as_is
from ..server.database import handle
from .query import Query
from .titles import titles_of

ROWS_AT_ONCE = 1000

__all__ = ["reader", "stored"]


def stored(
    query: Query, names: Sequence[str], called: Callable[..., dict[int, str]] = titles_of
) -> Iterator[list[Sequence[Any]]]:
    """All rows that fit, in order, in blocks of columns ("id" too); `reader` says what their values mean.

    called: (record, ids, who) → what links are told as.
    """
    rows = iter(handle.execute_sql(*query.selecting(names).sql()))
    while chunk := list(islice(rows, ROWS_AT_ONCE)):
        _, *columns = zip(*chunk, strict=True)
        yield [_called(query, name, column, called) for name, column in zip(names, columns, strict=True)]


def reader(query: Query, name: str) -> Callable[[Any], Any] | None:
    """From what `stored` gives, never None, to what this person may read of it; None where they are the same."""
    if name == "id":
        return None
    item = query.fields[name]
    if query.shown[name] == "masked":
        return lambda stored: item.masked(item.python_value(stored))
    reckoned = name in query.record.facts().computed
    return None if isinstance(item, LinkField) or (is_stored_as_is(item) and not reckoned) else item.python_value


def _called(query: Query, name: str, column: Sequence[Any], called: Callable[..., dict[int, str]]) -> Sequence[Any]:
    """Links by what they are called, unless they are masked."""
    item = query.fields.get(name)
    if not isinstance(item, LinkField) or query.shown[name] == "masked":
        return column
    titles = called(item.rel_model, {id for id in column if id is not None}, query.who)
    return [None if id is None else titles[id] for id in column]
