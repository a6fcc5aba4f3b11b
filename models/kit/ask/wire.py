"""From the driver's raw value to what JSON carries, without the detour through Python where there is none to make."""

from collections.abc import Callable
from functools import singledispatch
from typing import Any

from .. import fields
from ..declare.record import Record
from ..fields import DayField, Described, FlagField, MomentField, MoneyField

Making = Callable[[Any], Any] | None


def from_database(record: type[Record], name: str, masked: bool) -> Making:
    """A function from the stored value (never an empty one) to the wire; None where they are the same."""
    facts = record.facts()
    if (name, masked) not in facts.carried:
        facts.carried[name, masked] = _making(facts.readable[name], masked)
    return facts.carried[name, masked]


def _making(item: Described, masked: bool) -> Making:
    return (lambda stored: item.masked(item.python_value(stored))) if masked else carried(item)


@singledispatch
def carried(item: Described) -> Making:
    """How a field's stored values are carried: by way of Python, unless its kind knows a shorter one."""
    return None if _kept_as_is(item) else lambda stored: item.keep(item.python_value(stored))


@carried.register
def _(item: DayField) -> Making:
    return lambda stored: stored if isinstance(stored, str) else item.keep(stored)


@carried.register
def _(item: MomentField) -> Making:
    return lambda stored: f"{stored[:10]}T{stored[11:]}Z" if isinstance(stored, str) else item.keep(stored)


@carried.register
def _(item: MoneyField) -> Making:
    return lambda cents: f"{cents // 100}.{cents % 100:02d}" if cents >= 0 else f"-{-cents // 100}.{-cents % 100:02d}"


@carried.register
def _(item: FlagField) -> Making:
    return bool


def _kept_as_is(item: Described) -> bool:
    own = [cls for cls in type(item).__mro__ if cls.__module__.startswith(fields.__name__) and cls is not Described]
    return not any("keep" in vars(cls) or "python_value" in vars(cls) for cls in own)
