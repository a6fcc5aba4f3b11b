"""What a filter says of one column: the operators, each by the kind of column it is asked of."""

from collections.abc import Callable
from functools import partial, reduce
from operator import ge, gt, le, lt, or_
from typing import Any

from .. import words
from ..clock import today
from ..declare.access import Who, scope, visible
from ..fields import Described, LinkField
from ..formula.asking import anchors
from ..reading import narrow
from ..text import Refused
from .filters import MOST_VALUES, BadQuery
from .searching import called, escaped
from .spans import span_of
from .titles import told_all

LONGEST_TEXT = 100


def operators_of(item: Described) -> tuple[str, ...]:
    """The operators that a column knows."""
    by_words = "contains" in item.ops or isinstance(item, LinkField)
    more = (*(("contains", "lacks") if by_words else ()), *(("mine",) if _whose(item) else ()))
    return tuple(dict.fromkeys((*item.ops, *more)))


def text_of(value: Any, what: str = "search") -> str:
    """A short text as people write it. Raises BadQuery."""
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise BadQuery(words.BAD_REQUEST(what=what))
    return narrow(value)


def condition(item: Any, op: str, value: Any, who: Who) -> Any:
    """The condition itself. Raises Refused for a value that the column can't have, BadQuery for one of no use."""
    if op in PERSONAL:
        return PERSONAL[op](item, value, who)
    return OPERATORS[op](item, value)


def is_told(item: Described, who: Who) -> bool:
    """Whether the person may know by what this column is sorted and searched: a link's by the names it points to."""
    return not isinstance(item, LinkField) or told_all(item, who)


def _contains(item: Any, value: Any, who: Who) -> Any:
    text = text_of(value)
    if isinstance(item, LinkField):
        target = item.rel_model
        if target.sheet.discreet and not told_all(item, who):
            return _nothing(item)
        shown = visible(who, target)
        names = dict.fromkeys((target.sheet.title, *target.facts().search)) if shown else (target.sheet.title,)
        searched = [target.fields()[name] for name in names if not shown or shown.get(name) == "full"]
        searched = [field for field in searched if is_told(field, who)]
        limit = scope(who, target) if shown else None
        conditions = [
            part
            if limit is None or field.name == target.sheet.title
            else part & limit  # of a row out of sight the name alone
            for field, part in ((field, called(field, text)) for field in searched)
            if part is not None
        ]
        return item.in_(target.select(target.id).where(reduce(or_, conditions))) if conditions else _nothing(item)
    return any_of([escaped(item, "%{}%", key) for key in item.spoken(text)]) or _nothing(item)


def _lacks(item: Any, value: Any, who: Who) -> Any:
    return ~_contains(item, value, who) | item.is_null()


def _whose(item: Any) -> str | None:
    """How a person's own row of what this column links to is called: store, region or own; None where nobody has one."""
    target = item.rel_model if isinstance(item, LinkField) else None
    return next((name for name, anchor in anchors().items() if anchor is target), None)


def _mine(item: Any, value: Any, who: Who) -> Any:
    """The person himself, or his own store or region; of who has none nothing is his."""
    mine = {"store": who.store_id, "region": who.region_id, "own": who.employee_id}[_whose(item)]
    if value is False:
        return (item != mine) | item.is_null()
    return item == mine if mine is not None else _nothing(item)


def _nothing(item: Any) -> Any:
    return item.is_null() & item.is_null(False)


def any_of(conditions: list[Any]) -> Any:
    """Their OR, None of none, halved again and again: a chain of a thousand is too deep for the database."""
    if len(conditions) < 2:
        return conditions[0] if conditions else None
    middle = len(conditions) // 2
    return any_of(conditions[:middle]) | any_of(conditions[middle:])


def _many(item: Described, value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > MOST_VALUES:
        raise BadQuery(words.BAD_FILTER(field=item.label, why=words.BAD_REQUEST(what="in: [...]")))
    return [item.enter(part) for part in value]


def _one_of(item: Described, value: Any) -> Any:
    values = _many(item, value)
    condition = item.in_([value for value in values if value is not None])
    return condition | item.is_null() if None in values else condition


def _none_of(item: Described, value: Any) -> Any:
    values = _many(item, value)
    others = item.not_in([value for value in values if value is not None])
    return others & item.is_null(False) if None in values else others | item.is_null()


def _compared(than: Callable, item: Described, value: Any) -> Any:
    parsed = item.enter(value)
    if parsed is None:
        raise Refused(words.BAD_REQUEST(what="null"))
    return than(item, parsed)


def _spanned(item: Described, value: Any) -> Any:
    span = span_of(value, today())
    if item.kind == "moment":
        return (item >= span.starts) & (item < span.ends)
    return item.between(span.first, span.last)


BESIDE = {"lt": lt, "le": le, "gt": gt, "ge": ge}
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "eq": lambda item, value: item.is_null() if (parsed := item.enter(value)) is None else item == parsed,
    "ne": lambda item, value: (
        item.is_null(False) if (parsed := item.enter(value)) is None else (item != parsed) | item.is_null()
    ),
    **{name: partial(_compared, than) for name, than in BESIDE.items()},
    "in": _one_of,
    "not_in": _none_of,
    "starts": lambda item, value: escaped(item, "{}%", text_of(value)),
    "empty": lambda item, value: item.is_null(value is not False),
    "span": _spanned,
}
# What depends on who asks: rows out of his sight are found by their name alone, and "mine" is another's for everybody.
PERSONAL: dict[str, Callable[[Any, Any, Who], Any]] = {"contains": _contains, "lacks": _lacks, "mine": _mine}
