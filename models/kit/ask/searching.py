"""How one searched word meets one column: by its kind, so that a scan looks only where the word can be."""

import re
from functools import singledispatch
from typing import Any

import peewee

from ..fields import (
    DayField,
    Described,
    LineField,
    LinkField,
    MomentField,
    MonthField,
    NoteField,
    PhoneField,
    PinyinField,
)
from ..pinyin import initials_typed
from ..server.dialect import clock_text, day_text


def escaped(item: Any, pattern: str, text: str) -> Any:
    """`item LIKE pattern`, with the wildcards of the text itself taken as letters."""
    literal = re.sub(r"([\\%_])", r"\\\1", text)
    value = peewee.Value(pattern.format(literal), converter=False)
    escape = peewee.NodeList((value, peewee.SQL("ESCAPE"), peewee.Value("\\", converter=False)))
    return peewee.Expression(item, peewee.OP.ILIKE, escape)


@singledispatch
def matches(item: Described, word: str) -> Any:
    """The condition that this column holds the word; None where it can't."""
    return None


@matches.register
def _(item: LineField, word: str) -> Any:
    return escaped(item, "%{}%", word)


@matches.register
def _(item: NoteField, word: str) -> Any:
    return escaped(item, "%{}%", word)


@matches.register
def _(item: PinyinField, word: str) -> Any:
    if not re.fullmatch(r"[A-Za-z0-9]+", word):
        return None
    whole, *short = spellings(item, word)
    heard = escaped(item, "%{}%", whole)
    return heard | escaped(item, "% {}%", *short) if short else heard


@matches.register
def _(item: PhoneField, word: str) -> Any:
    return escaped(item, "%{}%", word) if re.fullmatch(r"\d{3,}", word) else None


@matches.register
def _(item: LinkField, word: str) -> Any:
    target = item.rel_model
    hits = matches(target.fields()[target.sheet.title], word)
    return None if hits is None else item.in_(target.select(target.id).where(hits))


def called(item: Described, word: str) -> Any:
    """The condition that rows whose title this is are called by the word: of days and moments, too, as they are shown."""
    if isinstance(item, LinkField):
        target = item.rel_model
        hits = called(target.fields()[target.sheet.title], word)
        return None if hits is None else item.in_(target.select(target.id).where(hits))
    if isinstance(item, MomentField):
        return escaped(clock_text(item), "%{}%", word)
    if isinstance(item, DayField):
        return escaped(day_text(item), "%{}%", word)
    return escaped(item, "%{}%", word) if isinstance(item, MonthField) else matches(item, word)


@singledispatch
def spellings(item: Any, word: str) -> tuple[str, ...]:
    """The texts one of which stands in every row that fits, for an index that knows nothing of what a word means."""
    return (word,)


@spellings.register
def _(item: PinyinField, word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((word.lower(), initials_typed(word))))
