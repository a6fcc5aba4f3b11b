"""What the design says of a declared field, laid over it: a copy, for classes and their fields never change."""

import logging
from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any

import peewee

from ..kit.declare.record import Record, Row
from ..kit.fields import Choice, ChoiceField, Described, LineField, LinkField, NoteField
from ..kit.text import Refused, Text

log = logging.getLogger("opsdesk.design")
BOUNDS = ("least", "most")


def overlaid(record: type[Record], rows: Mapping[str, tuple[Row, list[Choice]]]) -> list[peewee.Field]:
    """The declared fields of a type in their order, those of which the design says something as it says; rows: by field name."""
    return [laid_over(item, *rows[item.name]) if item.name in rows else item for item in record._meta.sorted_fields]


def laid_over(item: Described, row: Row, options: Iterable[Choice] = ()) -> Described:
    """This field with what the row says of it; what doesn't fit what is declared by now is left out."""
    try:
        return _laid_over(item, row, options)
    except Refused as why:
        log.error("what the design says of %s.%s doesn't fit: %s", row.record_type, row.field, why)
        return item


def _laid_over(item: Described, row: Row, options: Iterable[Choice]) -> Described:
    laid = copy(item)
    if row.zh or row.en:
        laid.label = Text(row.zh or item.label.zh, row.en or item.label.en)
        laid.aka = (*item.aka, item.label.zh, item.label.en)  # files that call it as it was called still come in
    if row.hint_zh or row.hint_en:
        laid.hint = Text(row.hint_zh or row.hint_en, row.hint_en or row.hint_zh)
    laid.aside = bool(row.aside)
    laid.asked = item.asked or bool(row.required)
    _tighten(laid, row)
    if isinstance(item, ChoiceField) and item.open:
        laid.further(options)
    if row.usual is not None and takes_usual(item):
        usual = laid.parse(row.usual)
        retired = isinstance(laid, ChoiceField) and usual not in [option.key for option in laid.offered]
        laid.usual = None if retired else usual
    return laid


def _tighten(laid: Any, row: Row) -> None:
    """Never wider than declared."""
    if takes_bounds(laid):
        for name, narrower in (("least", max), ("most", min)):
            said, own = getattr(row, name), getattr(laid, name)
            if said is not None:
                setattr(laid, name, as_own(laid, said if own is None else narrower(said, own)))
    if row.longest is not None and takes_length(laid):
        name = "longest" if isinstance(laid, NoteField) else "max_length"
        setattr(laid, name, min(row.longest, getattr(laid, name)))


def as_own(item: Described, bound: Any) -> Any:
    """A bound in the numbers the field keeps."""
    return int(bound) if item.kind in ("count", "rating", "progress") else bound


def is_peoples(item: Described) -> bool:
    """Whether people fill it in, rather than rules."""
    return not (item.locked or item.derived or item.secret)


def takes_usual(item: Described) -> bool:
    return is_peoples(item) and not (isinstance(item, LinkField) or item.unique or item.auto)


def takes_bounds(item: Described) -> bool:
    return is_peoples(item) and all(hasattr(item, name) for name in BOUNDS)


def takes_length(item: Described) -> bool:
    return is_peoples(item) and isinstance(item, LineField | NoteField)
