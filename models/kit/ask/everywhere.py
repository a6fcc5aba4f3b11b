"""Rows of any type by what somebody typed: the very number first, then what the quick search of the type finds."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..declare.access import Who, may, scope
from ..declare.record import Record
from ..fields import Described, LineField, LinkField
from ..formula.asking import seen
from .conditions import is_told
from .figures import live_rows
from .links import names_of
from .lookup import LONGEST_WALK
from .query import BadQuery, Query

MOST, MOST_HINTS, LONGEST = 5, 2, 60
# A single letter or digit is in nearly every row, while one Chinese character may be a whole name.
TELLING = re.compile(r"[^\x00-\x7f]|[^\s].*[^\s]", re.DOTALL)


@dataclass(frozen=True)
class Hit:
    """One row: what it is called, and what tells it from others of the name. exact: its very number was typed."""

    id: int
    title: str
    hint: str
    exact: bool = False


def is_telling(text: str) -> bool:
    """Whether it says enough to look rows up by."""
    return bool(TELLING.search(text.strip()))


def is_searched(record: type[Record], who: Who) -> bool:
    """Whether this person can look up rows of this type by words."""
    return may(who, "see", record) and (bool(_searched(record, who)) or bool(_numbers(record, who)))


def hits(record: type[Record], who: Who, text: str, most: int = MOST) -> list[Hit]:
    """The rows of one type that are called so, as far as this person sees them, and by columns shown in full alone.

    The newest first: so the table is left as soon as there are enough of them.
    """
    exact = _exact(record, who, text)[:most]
    ids = list(exact)
    if len(ids) < most and _searched(record, who):
        ids += [*_called_so(record, who, text, most), *Query(record, who, sort=["-id"], search=text).ids(0, most)]
    return named(record, who, list(dict.fromkeys(ids))[:most], exact) if ids else []


def named(record: type[Record], who: Who, ids: list[int], exact: Iterable[int] = ()) -> list[Hit]:
    """What these rows are called, in this order; those out of sight are left out."""
    shown, fields, sheet = seen(who, record), record.facts().readable, record.sheet
    readings = set(record.pinyin().values())
    links = [name for name in _searched(record, who) if isinstance(fields[name], LinkField)]  # by whom it was met
    telling = dict.fromkeys((*sheet.says, *names_of(record, who), *sheet.key, *links))
    hints = [name for name in telling if name not in readings and name != sheet.title and shown.get(name) == "full"]
    names = [*([sheet.title] if sheet.title in shown else []), *hints]
    query = Query(record, who, {"id": {"in": ids}})
    rows = {id: values for chunk in query.stream(("id", *names)) for id, *values in chunk}
    known = set(exact)
    return [
        Hit(id, *_called(id, [*zip(names, rows[id], strict=True)], fields, sheet.title, who.lang), id in known)
        for id in ids
        if id in rows
    ]


def _called(
    id: int, values: list[tuple[str, Any]], fields: dict[str, Described], title: str, lang: str
) -> tuple[str, str]:
    texts = {name: _text(fields[name], value, lang) for name, value in values if value is not None}
    called = texts.pop(title, "") or f"#{id}"
    return called, " · ".join([text for text in dict.fromkeys(texts.values()) if text and text != called][:MOST_HINTS])


def _text(item: Described, value: Any, lang: str) -> str:
    """What is masked, and the name of what is linked, come as text already."""
    text = " ".join((value if isinstance(value, str) and item.kind == "link" else _shown(item, value, lang)).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _shown(item: Described, value: Any, lang: str) -> str:
    try:
        return item.show(value, lang)
    except (TypeError, ValueError, AttributeError):  # a masked value of another kind than the column's
        return str(value)


def _searched(record: type[Record], who: Who) -> list[str]:
    """The columns of the quick search that this person sees in full."""
    shown, fields = seen(who, record), record.facts().readable
    return [name for name in record.facts().search if shown.get(name) == "full" and is_told(fields[name], who)]


def _numbers(record: type[Record], who: Who) -> list[str]:
    """The names that only one row can have, each with an index of its own."""
    unique = {names[0] for names in record.unique_sets() if len(names) == 1}
    return [name for name in names_of(record, who) if name in unique]


def _called_so(record: type[Record], who: Who, text: str, most: int) -> list[int]:
    """Whose whole name it is, where that can be told without a long walk."""
    title = record.sheet.title
    short = isinstance(record.fields()[title], LineField) and live_rows(record) <= LONGEST_WALK
    if not short or seen(who, record).get(title) != "full":
        return []
    try:
        return Query(record, who, {title: {"eq": text}}, ["-id"]).ids(0, most)
    except BadQuery:  # no name of this type reads so: it would be too long for one
        return []


def _exact(record: type[Record], who: Who, text: str) -> list[int]:
    condition, ids = scope(who, record), []
    spellings = list(dict.fromkeys((text, text.upper(), text.lower())))
    for name in _numbers(record, who):
        query = record.select(record.id).where(record.fields()[name].in_(spellings))
        query = query if condition is None else query.where(condition)
        ids += [id for (id,) in query.order_by(record.id).limit(MOST).tuples()]
    return list(dict.fromkeys(ids))
