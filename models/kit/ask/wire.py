"""From the driver's raw values to what JSON carries, a column at a time, without the detour through Python where there is none to make."""

from collections.abc import Callable, Sequence
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from .. import fields
from ..declare.facts import Facts
from ..fields import DayField, Described, FlagField, LinkField, MomentField, MoneyField
from .titles import titles_of

if TYPE_CHECKING:
    from .query import Query

Column = Sequence[Any]
Making = Callable[[Column], Column] | None
WRITTEN = {str, type(None)}


def as_rows(query: "Query", fetched: list[tuple]) -> list[dict[str, Any]]:
    """What a select over the columns that a person sees has brought, as JSON carries it, masked for this person."""
    columns = as_columns(query, fetched)
    names = tuple(columns)
    return [dict(zip(names, row, strict=False)) for row in zip(*columns.values(), strict=True)]


def as_columns(query: "Query", fetched: list[tuple]) -> dict[str, Column]:
    """The same by column: each name is there once, and nothing is made of rows that are only sent on."""
    if not fetched:
        return dict.fromkeys(("id", *query.shown), ())
    ids, *columns = zip(*fetched, strict=True)
    facts = query.record.facts()
    wired = (_on_the_wire(query, facts, name, column) for name, column in zip(query.shown, columns, strict=True))
    return {"id": ids, **dict(zip(query.shown, wired, strict=True))}


def _on_the_wire(query: "Query", facts: Facts, name: str, column: Column) -> Column:
    """One column of the block: what is empty stays so, links bring their titles."""
    item, masked = query.fields[name], query.shown[name] == "masked"
    if isinstance(item, LinkField) and not masked:
        titles = titles_of(item.rel_model, {id for id in column if id is not None}, query.who)
        linked: dict[Any, Any] = {id: {"id": id, "text": title} for id, title in titles.items()} | {None: None}
        return [linked[id] for id in column]
    if item.ours and not masked and query.who.lang != "zh":
        return [None if stored is None else item.show(stored, query.who.lang) for stored in column]
    make = from_database(facts, name, masked)
    return column if make is None else make(column)


def from_database(facts: Facts, name: str, masked: bool) -> Making:
    """A function from a column of stored values to the wire, what is empty stays so; None where they are the same."""
    if (name, masked) not in facts.carried:
        facts.carried[name, masked] = _making(facts.readable[name], masked)
    return facts.carried[name, masked]


def _making(item: Described, masked: bool) -> Making:
    return each(lambda stored: item.masked(item.python_value(stored))) if masked else carried(item)


def each(make: Callable[[Any], Any]) -> Callable[[Column], Column]:
    """A column whose values are made one by one; the same text is made once, as most are there many times."""

    def made(column: Column) -> Column:
        if not WRITTEN.issuperset(map(type, column)):
            return [None if stored is None else make(stored) for stored in column]
        known = {stored: None if stored is None else make(stored) for stored in set(column)}
        return [known[stored] for stored in column]

    return made


@singledispatch
def carried(item: Described) -> Making:
    """How a field's stored values are carried: by way of Python, unless its kind knows a shorter one."""
    return None if _kept_as_is(item) else each(lambda stored: item.keep(item.python_value(stored)))


@carried.register
def _(item: DayField) -> Making:
    return lambda column: (
        column
        if WRITTEN.issuperset(map(type, column))
        else [stored if stored is None or isinstance(stored, str) else item.keep(stored) for stored in column]
    )


@carried.register
def _(item: MomentField) -> Making:
    return lambda column: [
        None if stored is None else f"{stored[:10]}T{stored[11:]}Z" if isinstance(stored, str) else item.keep(stored)
        for stored in column
    ]


@carried.register
def _(item: MoneyField) -> Making:
    return lambda column: [
        None if cents is None else f"{cents // 100}.{cents % 100:02d}" if cents >= 0 else _below(cents)
        for cents in column
    ]


def _below(cents: int) -> str:
    return f"-{-cents // 100}.{-cents % 100:02d}"


@carried.register
def _(item: FlagField) -> Making:
    return lambda column: [None if stored is None else bool(stored) for stored in column]


def _kept_as_is(item: Described) -> bool:
    own = [cls for cls in type(item).__mro__ if cls.__module__.startswith(fields.__name__) and cls is not Described]
    return not any("keep" in vars(cls) or "python_value" in vars(cls) for cls in own)
