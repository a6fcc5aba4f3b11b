"""The stored fields of a record type, as they are asked for."""

from collections.abc import Iterable

import peewee

from ..fields import Described, LinkField, PinyinField


class Stored:
    """All of them, and those that are more than a column: described ones, links, readings, what goes out."""

    def __init__(self, fields: Iterable[peewee.Field]):
        self.all = tuple(fields)
        self.fields: dict[str, Described] = {item.name: item for item in self.all if isinstance(item, Described)}
        self.links = {name: item for name, item in self.fields.items() if isinstance(item, LinkField)}
        self.pinyin = {item.of: name for name, item in self.fields.items() if isinstance(item, PinyinField)}
        self.public = tuple(name for name, item in self.fields.items() if item.public)


_as_declared: dict[type[peewee.Model], tuple[list[peewee.Field], Stored]] = {}


def stored_of(record: type[peewee.Model]) -> Stored:
    """Those that the class itself says: worked out once, as each design builds several houses, and nearly all types are in all alike."""
    fields = record._meta.sorted_fields  # another list as soon as a field comes to it
    kept = _as_declared.get(record)
    if kept is None or kept[0] is not fields:
        kept = _as_declared[record] = fields, Stored(fields)
    return kept[1]
