"""What a formula is reckoned in: which record type, which database, whose question, and what time it is."""

from collections.abc import Callable, Container
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from ..clock import now, today
from ..declare.access import Who, system
from ..declare.record import Record
from .engines import Dialect

ROWS = "t1"
Sees = Callable[[type[Record]], Container[str]]


@dataclass(frozen=True)
class Calendar:
    """The working days of the house in their order, as far as they are known, and a name for them as they are."""

    key: str
    days: list[str]


@dataclass(frozen=True)
class Context:
    """scope: the condition that leaves those rows of a linked type, under this alias, which the person may see; "" for all.
    outer: the row that asks, where rows of another type are looked through for it: its columns are `[本行].[…]`.
    sees: the columns of a type there are for who is writing; to anybody else's mistakes the others would give themselves away.
    strict: nothing comes of what is empty, where it else counts as 0, no text or “no”, as in Excel.
    """

    record: type[Record]
    dialect: Dialect
    who: Who = field(default_factory=lambda: system("formula"))
    today: date = field(default_factory=today)
    now: datetime = field(default_factory=now)
    calendar: Callable[[], Calendar] | None = None
    scope: Callable[[type[Record], str], str] = lambda record, alias: ""
    anchors: Callable[[], dict[str, type[Record]]] = dict
    alias: str = ROWS
    outer: "Context | None" = None
    sees: Sees | None = None
    strict: bool = False

    @property
    def lang(self) -> str:
        return self.who.lang

    def at(self, record: type[Record], alias: str) -> "Context":
        """The same question, asked of rows of another type."""
        return replace(self, record=record, alias=alias)


@dataclass(frozen=True)
class Need:
    """A field that a formula reads, on the way to its result."""

    record: type[Record]
    field: Any

    @property
    def name(self) -> str:
        return f"{self.record.key()}.{self.field.name}"
