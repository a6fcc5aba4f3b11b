"""What a record type is in one house: what its class says, and how the house has it shaped."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import peewee

from ..ask.marks import MARK, MarkField
from ..fields import Described, RunningField, is_stored_as_is
from ..text import Text
from .stored import Stored, stored_of

if TYPE_CHECKING:
    from .record import Record, Sheet


class Row(SimpleNamespace):
    """One row as rules read it: values by field name, links as ids."""


class AskedSheet:
    """The sheet of a type as the house that holds here has it, for a class that doesn't say; bare: where none has."""

    def __init__(self, bare: "Sheet"):
        self.bare = bare

    def __get__(self, row: Any, record: "type[Record]") -> "Sheet":
        return record.facts().sheet


def declared_sheet(record: "type[Record]") -> Any:
    """The sheet that the class itself says, whatever house holds; None where it says none."""
    said = next((vars(known)["sheet"] for known in record.__mro__ if "sheet" in vars(known)), None)
    return said.bare if isinstance(said, AskedSheet) else said


class Shape:
    """How a table's columns become a Row, worked out once: composing a select anew costs more than running it."""

    def __init__(self, fields: Iterable[peewee.Field]):
        fields = tuple(fields)
        self.names = tuple(item.name for item in fields)
        self._columns = tuple(item.column_name for item in fields)
        self._makers = [(at, item.python_value) for at, item in enumerate(fields) if not is_stored_as_is(item)]

    def columns(self, of: str = "") -> str:
        return ", ".join(f'{of}"{column}"' for column in self._columns)

    def rows(self, stored: list[tuple]) -> list[Row]:
        """Column by column, as most are stored as they are; rows of many columns are made by the 100,000."""
        columns = list(zip(*stored, strict=True))
        for at, make in self._makers if stored else ():
            columns[at] = tuple(map(make, columns[at]))
        rows = [Row() for _ in stored]
        for row, values in zip(rows, zip(*columns, strict=True), strict=True):
            vars(row).update(zip(self.names, values, strict=True))
        return rows


@dataclass(frozen=True)
class Shaped:
    """What a record type is beside what its class says: all its stored fields, bound to it; those of the grid and of the
    quick search, in order; by name the labels of columns that are out of sight, with their values, and what is reckoned
    beside what the class says, see `formula.fields`. sheet: how people meet it, where the class doesn't say. checks: what
    must hold of its rows, see `formula.checks`. automations: what its rows set off. freezes: when its cells are locked.
    """

    stored: tuple[peewee.Field, ...]
    grid: tuple[str, ...]
    search: tuple[str, ...]
    gone: dict[str, Text] = field(default_factory=dict)
    computed: dict[str, Any] = field(default_factory=dict)
    sheet: "Sheet | None" = None
    checks: tuple[Any, ...] = ()
    automations: tuple[Any, ...] = ()
    freezes: tuple[Any, ...] = ()


class Facts:
    """What a record type is in one house: what its class says, or how the house has it shaped. Classes never change."""

    def __init__(self, record: "type[Record]", shaped: Shaped | None = None):
        self.record, self.shaped = record, shaped
        self.sheet: Sheet = declared_sheet(record) if shaped is None or shaped.sheet is None else shaped.sheet
        stored = stored_of(record) if shaped is None else Stored(shaped.stored)
        self.stored, self.fields, self.links, self.pinyin = stored.all, stored.fields, stored.links, stored.pinyin
        self.public = stored.public
        self.gone: dict[str, Text] = {} if shaped is None else shaped.gone
        holds = () if self.sheet is None else self.sheet.holds
        declared = tuple(check.called(f"holds {at}") for at, check in enumerate(holds, 1))
        self.checks: tuple[Any, ...] = (*declared, *(() if shaped is None else shaped.checks))
        self.automations, self.freezes = ((), ()) if shaped is None else (shaped.automations, shaped.freezes)
        self.carried: dict[tuple[str, bool], Any] = {}  # see `wire.from_database`
        self.computed = record._reckoned() | ({} if shaped is None else shaped.computed)

    @property
    def conditions(self) -> tuple[Any, ...]:
        """Its checks, and what steps ask for beside them."""
        steps = () if self.sheet is None else self.sheet.steps
        return (*self.checks, *(check for step in steps for check in step.holds))

    @cached_property
    def usual(self) -> dict[str, Any]:
        """What people's new rows start with where they say nothing, beside the defaults that rules' rows have, too."""
        return {name: item.usual for name, item in self.fields.items() if item.usual is not None}

    @cached_property
    def happened(self) -> dict[str, Described]:
        """The moments of what has been done, which is not still to come."""
        return {name: item for name, item in self.fields.items() if getattr(item, "happened", False)}

    @cached_property
    def running(self) -> dict[str, RunningField]:
        """The columns whose numbers the house gives."""
        return {name: item for name, item in self.fields.items() if isinstance(item, RunningField)}

    @cached_property
    def arriving(self) -> dict[str, Described]:
        return {**self.readable, **self.brought, MARK: MarkField(self.record.key(), self.sheet.label)}

    @cached_property
    def brought(self) -> dict[str, Described]:
        """The columns of its lines that a workbook's rows may bring along."""
        return self.sheet.brings.columns(self.fields) if self.sheet.brings else {}

    @cached_property
    def readable(self) -> dict[str, Described]:
        """The fields, and what is reckoned from them, see `formula.fields`."""
        from ..formula.asking import results  # formulas stand on the records

        return {**self.fields, **results(self.record)} if self.computed else self.fields

    @cached_property
    def grid(self) -> tuple[str, ...]:
        """The columns that are seen at first, in order."""
        return self.shaped.grid if self.shaped else self.sheet.columns or (*self.fields, *self.computed)

    @cached_property
    def search(self) -> tuple[str, ...]:
        """The columns the quick search looks in."""
        return self.shaped.search if self.shaped else self.sheet.search

    @cached_property
    def columns(self) -> tuple[str, ...]:
        first = self.grid if self.sheet.columns else ()
        further = (*self.fields.items(), *self.computed.items())
        return (*first, *(name for name, item in further if not item.secret and name not in first))

    @cached_property
    def unique_sets(self) -> tuple[tuple[str, ...], ...]:
        singles = [(name,) for name, item in self.fields.items() if item.unique]
        return (*singles, *(tuple(names) for names, unique in self.record._meta.indexes if unique))

    def excludes(self, names: tuple[str, ...], value: tuple) -> bool:
        """Whether no other row may have this value of a unique set.

        Of several fields an empty one is a value like any other, as the store of a target of the whole company is, whatever
        a database thinks of NULL; but not where a rule has yet to fill it, nor where the sheet has `many_without` it.
        """
        if None not in value:
            return True
        return len(names) > 1 and not any(
            part is None and (name in self.sheet.many_without or self.fields[name].derived)
            for name, part in zip(names, value, strict=True)
        )

    @cached_property
    def shape(self) -> Shape:
        return Shape(self.stored)
