"""From the driver's raw value to what JSON carries, without the detour through Python where there is none to make."""

from collections.abc import Callable
from functools import cache
from typing import Any

from . import fields
from .record import Record


@cache
def from_database(record: type[Record], name: str, masked: bool) -> Callable[[Any], Any] | None:
    """A function from the stored value to the wire; None where they are the same."""
    item = record.fields()[name]
    if masked:
        return lambda raw: item.masked(item.python_value(raw))
    if _kept_as_is(item):
        return None
    return lambda raw: item.keep(item.python_value(raw))


def _kept_as_is(item: fields.Described) -> bool:
    own = [cls for cls in type(item).__mro__ if cls.__module__ == fields.__name__ and cls is not fields.Described]
    return not any("keep" in vars(cls) or "python_value" in vars(cls) for cls in own)
