"""The shape of a filter: conditions by column, and groups of filters of which all or any must hold, in one another.

{"status": {"in": ["active"]}, "or": [{"points": {"ge": 500}}, {"tier": {"eq": 3}, "birthday": {"span": "month"}}]}
Nobody's column can be called `and` or `or`: those are words of the language that columns are declared in.
"""

from collections.abc import Callable, Iterator
from typing import Any

from .. import words
from ..text import Text

ALL, ANY = GROUPS = ("and", "or")
MOST_VALUES, MOST_FILTERS, MOST_CONDITIONS, DEEPEST = 2000, 40, 100, 5

TOO_DEEP = Text(
    "筛选条件最多嵌套 {most} 层，请把里面的条件组并到外层",
    "Groups of conditions go {most} deep at most; merge the inner ones",
)
TOO_MANY = Text("筛选条件最多 {most} 个，请减少一些", "A filter has {most} conditions at most; take some away")
NOT_A_GROUP = Text(
    "筛选里的 {group} 后面应是一组条件：[{{…}}, {{…}}]",
    "In a filter {group} is followed by a list of conditions: [{{…}}, {{…}}]",
)


class BadQuery(Exception):
    """The question itself is wrong: an unknown name, operator or size. Carries the sentence for the caller."""

    def __init__(self, text: Text):
        super().__init__(text.en)
        self.text = text


def mapping(value: Any) -> dict:
    """What must be an object of a bearable size; nothing is an empty one. Raises BadQuery."""
    if value is None:
        return {}
    if not isinstance(value, dict) or len(value) > MOST_FILTERS:
        raise BadQuery(words.BAD_REQUEST(what="filter"))
    return value


def sound(filter: Any) -> dict:
    """A filter whose shape is right, whatever its names and values mean. Raises BadQuery."""
    checked = mapping(filter)
    conditions = list(_conditions(checked, 0))
    if len(conditions) > MOST_CONDITIONS:
        raise BadQuery(TOO_MANY(most=MOST_CONDITIONS))
    if sum(len(value) for _, _, value in conditions if isinstance(value, list)) > MOST_VALUES:
        raise BadQuery(words.BAD_REQUEST(what="in: [...]"))
    return checked


def columns_of(filter: Any) -> set[str]:
    """The columns that a filter asks about, in whichever of its groups."""
    return {name for name, _, _ in _conditions(mapping(filter), 0)}


def _conditions(filter: dict, depth: int) -> Iterator[tuple[Any, Any, Any]]:
    if depth > DEEPEST:
        raise BadQuery(TOO_DEEP(most=DEEPEST))
    for name, asked in filter.items():
        if name not in GROUPS:
            yield from ((name, op, value) for op, value in mapping(asked).items())
            continue
        if not isinstance(asked, list):
            raise BadQuery(NOT_A_GROUP(group=name))
        if len(asked) > MOST_FILTERS:
            raise BadQuery(TOO_MANY(most=MOST_FILTERS))
        for part in asked:
            yield from _conditions(mapping(part), depth + 1)


def named(filter: Any) -> set[str]:
    """The columns that a filter names at any depth: its own, and those of the same row that they are held against."""
    names: set[str] = set()
    for name, asked in filter.items() if isinstance(filter, dict) else ():
        if name in GROUPS and isinstance(asked, list):
            names |= {inner for part in asked for inner in named(part)}
        elif isinstance(name, str) and name not in GROUPS:
            names |= {name, *(_beside(asked) if isinstance(asked, dict) else ())}
    return names


def _beside(asked: dict[str, Any]) -> set[str]:
    """{"gt": "=refunded"} names refunded."""
    return {value[1:] for value in asked.values() if isinstance(value, str) and value.startswith("=")}


def kept(filter: dict[str, Any], sees: Callable[[set[str]], bool]) -> dict[str, Any]:
    """A sound filter without the conditions whose columns this person doesn't see.

    What is left out counts as met: of a group where any condition is enough nothing stays then, or the rows told would
    be others than the group means.
    """
    remaining = {}
    for name, asked in filter.items():
        if name not in GROUPS:
            if sees({name, *_beside(asked)}):
                remaining[name] = asked
            continue
        parts = [kept(part, sees) for part in asked]
        whole = [part for part in parts if part]
        if whole and (name == ALL or len(whole) == len(parts)):
            remaining[name] = whole
    return remaining
