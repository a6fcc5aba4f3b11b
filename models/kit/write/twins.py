"""Rows that would be twins: a value that occurs only once, and differs from a stored one only in how it is written."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..ask.lookup import alike, telling, written_so
from ..declare.access import Who
from ..declare.record import Record, Row
from ..text import Refused, Text
from .unseen import named

ALIKE = Text(
    "“{value}”与已有的“{kept}”只差大小写、全半角或空格；是同一条请直接用“{kept}”，确是另一条请换一个{field}",
    "“{value}” differs from “{kept}”, which is there already, only in case, width or blanks; use “{kept}” if it is the same, "
    "or choose another {field}",
)
ALIKE_IN_BATCH = Text(
    "本次内容里的“{value}”与“{kept}”只差大小写、全半角或空格，像是同一条",
    "“{value}” and “{kept}” of what you sent differ only in case, width or blanks and seem to be the same",
)


def twins(
    record: type[Record], rows: list[tuple[int, Mapping[str, Any], Row | None]], gone: set[int], who: Who
) -> list[Refused]:
    """What a person would write beside something he can see and that is the same but for case, width or blanks.

    rows: place in the request, what is set, and the row as it is now or None for a new one; gone: ids that leave with them.
    """
    refusals, excludes = [], record.facts().excludes
    for names in record.unique_sets():
        if not (texts := telling(record, names)):
            continue
        brought = [
            (index, given, old) for index, given, old in rows if any(_differs(name, given, old) for name in texts)
        ]
        moved = {old.id for _, _, old in brought if old is not None} | gone
        claims = [(index, _value(record, names, given, old)) for index, given, old in brought]
        refusals += held(
            record, names, [(index, value) for index, value in claims if excludes(names, value)], moved, who
        )
    return refusals


def _differs(name: str, given: Mapping[str, Any], old: Row | None) -> bool:
    return given.get(name) is not None and (old is None or getattr(old, name) != given[name])


def _value(record: type[Record], names: tuple[str, ...], given: Mapping[str, Any], old: Row | None) -> tuple:
    """What the row would have there; of a new one that doesn't say, what such rows begin with."""
    usual = (record.fields()[name].default for name in names)
    now = (
        [None if callable(default) else default for default in usual]
        if old is None
        else [getattr(old, name) for name in names]
    )
    return tuple(given.get(name, current) for name, current in zip(names, now, strict=True))


def held(
    record: type[Record],
    names: tuple[str, ...],
    claims: list[tuple[int, tuple]],
    moved: set[int],
    who: Who,
    again: Callable[[str, str, int], Text] = lambda value, kept, first: ALIKE_IN_BATCH(value=value, kept=kept),
) -> Iterator[Refused]:
    """Of claims (place, value), those that somebody in sight holds in other letters, or an earlier claim does.

    moved: rows that give up what they hold; again: what is said of two claims, given the place of the first.
    """
    place_of_text = names.index(telling(record, names)[-1])
    claims = [(place, value) for place, value in claims if value[place_of_text] is not None]
    so = {value: written_so(value) for _, value in claims}
    stored = alike(record, names, so) if so else {}
    ids = {id for holders in stored.values() for id, _ in holders} - moved
    known = named(who, record, names, ids) if ids else set()
    name, at, first = names[place_of_text], place_of_text, {}
    label = record.fields()[name].label
    for index, value in claims:
        kept = next((kept for id, kept in stored.get(value, ()) if id in known), None)
        before, said = first.setdefault(so[value], (index, value))
        if kept is not None:
            yield Refused(ALIKE(value=value[at], kept=kept[at], field=label), name, index)
        elif said != value:
            yield Refused(again(value[at], said[at], before), name, index)
