"""What a new row starts with, to be seen before it is saved: the defaults of its fields, and whose it can only be."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from ..declare.access import Who, home, may, reach
from ..declare.record import Record
from ..fields import Described, LinkField
from ..text import Refused
from .links import look
from .query import BadQuery, Query

LONGEST = 400


def blank(record: type[Record], who: Who) -> dict[str, Any]:
    """Wire values by field, of the fields this person may give a new row; what has none is left out."""
    row: dict[str, Any] = {}
    only = {name: next(iter(ids)) for name, ids in (reach(who, record) or {}).items() if len(ids) == 1}
    own = {**only, **home(who, record)}
    begun = {
        name: value
        for opening in (record.sheet.suggests, record.sheet.begins)
        if opening
        for name, value in opening(who).items()
    }
    for name, item in record.fields().items():
        if not may(who, "add", record, name):
            continue
        value = item.default() if callable(item.default) else item.default
        value = value if item.usual is None else item.usual
        value = begun.get(name) or (value if value is not None else own.get(name))
        if value is not None:
            row[name] = item.keep(value)
    for name, item in record.links().items():
        if name in row:
            there = Query(item.rel_model, who).row(row[name]) if may(who, "see", item.rel_model) else None
            row[name] = there and {"id": there["id"], "text": _title(item.rel_model, there, who)}
    return {name: value for name, value in row.items() if value is not None}


def form_of(record: type[Record], **values: Any) -> str:
    """The address of an empty form with these values filled in already; what is there already opens instead."""
    fields = record.fields()
    return f"/r/{record.key()}/new?" + urlencode({name: fields[name].keep(value) for name, value in values.items()})


def is_form_of(address: str) -> str | None:
    """Of which record type an address of ours is the empty form."""
    start, _, rest = address.partition("/r/")
    name, slash, new = rest.partition("/new")
    return name if not start and slash and new[:1] in ("", "?") else None


def given(record: type[Record], asked: Mapping[str, str], who: Who) -> tuple[dict[str, Any], list[str]]:
    """What an address fills a form with, as wire values, and what in it names nothing this person may enter."""
    row: dict[str, Any] = {}
    for name, text in asked.items():
        value = _given(record, name, text[:LONGEST], who)
        if value is not None:
            row[name] = value
    return row, [name for name in asked if name not in row]


def _given(record: type[Record], name: str, text: str, who: Who) -> Any:
    item = record.fields().get(name)
    if item is None or not may(who, "add", record, name):
        return None
    if isinstance(item, LinkField):
        known = text.isdecimal() and len(text) < 16 and may(who, "see", item.rel_model)
        there = Query(item.rel_model, who).row(int(text)) if known else None
        return there and {"id": there["id"], "text": _title(item.rel_model, there, who)}
    try:
        value = item.enter(text)
    except Refused:
        return None
    return None if value is None else item.keep(value)


def there_already(record: type[Record], asked: Mapping[str, str], row: Mapping[str, Any], who: Who) -> int | None:
    """The row in sight that has the very key an address fills a form with: it is opened, not entered twice."""
    key = record.sheet.key
    if not key or not all(name in asked and name in row for name in key) or not may(who, "see", record):
        return None
    held = {name: row[name]["id"] if isinstance(row[name], dict) else row[name] for name in key}
    try:
        rows = Query(record, who, {name: {"eq": value} for name, value in held.items()}).rows(0, 1)
    except BadQuery:
        return None
    return rows[0]["id"] if rows else None


def answer(item: Described, who: Who) -> Any:
    """The wire value a question of an action starts with: its default, and where a store is asked for the own one."""
    if isinstance(item, LinkField) and item.rel_model.sheet.scopes.get("store") == "id" and who.store_id is not None:
        return next(iter(look(item.rel_model, who, "", ids=[who.store_id])), None)
    return None if item.default is None or callable(item.default) else item.keep(item.default)


def _title(record: type[Record], row: dict[str, Any], who: Who) -> str:
    value, item = row.get(record.sheet.title), record.fields()[record.sheet.title]
    return value["text"] if isinstance(value, dict) else item.show(item.parse(value), who.lang)
