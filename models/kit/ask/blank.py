"""What a new row starts with, to be seen before it is saved: the defaults of its fields, and whose it can only be."""

from typing import Any

from ..declare.access import Who, home, may, reach
from ..declare.record import Record
from ..fields import Described, LinkField
from .links import look
from .query import Query


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


def answer(item: Described, who: Who) -> Any:
    """The wire value a question of an action starts with: its default, and where a store is asked for the own one."""
    if isinstance(item, LinkField) and item.rel_model.sheet.scopes.get("store") == "id" and who.store_id is not None:
        return next(iter(look(item.rel_model, who, "", ids=[who.store_id])), None)
    return None if item.default is None or callable(item.default) else item.keep(item.default)


def _title(record: type[Record], row: dict[str, Any], who: Who) -> str:
    value, item = row.get(record.sheet.title), record.fields()[record.sheet.title]
    return value["text"] if isinstance(value, dict) else item.show(item.parse(value), who.lang)
