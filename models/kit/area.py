"""How an area closes: its records, what can be done with them, its figures, and who may do it."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .access import Grant
from .fields import Described
from .record import Record
from .text import Text


@dataclass(frozen=True)
class Action:
    """A rule with a button: `fn(row_id, **asks, who=...)` or, without `on`, `fn(**asks, who=...)`.

    asks: what the dialog asks, as fields. when: what a row must hold for it, {"state": ("requested",)}. verb: the right
    it needs on `on` beside seeing the row. danger: asks for a confirmation in red. The rule returns the sentence that
    tells the person what happened (or None).
    """

    fn: Callable
    zh: str
    en: str
    on: type[Record] | None = None
    asks: dict[str, Described] = field(default_factory=dict)
    when: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    verb: str = "edit"
    icon: str = "bolt"
    danger: bool = False
    hint: Text | None = None

    @property
    def name(self) -> str:
        return self.fn.__name__

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)


@dataclass(frozen=True)
class Metric:
    """A figure of the week: `fn(week) -> number`, in both languages, with what it counts in words."""

    fn: Callable
    zh: str
    en: str
    unit: str = "count"
    words: Text | None = None
    better: str = "higher"

    @property
    def name(self) -> str:
        return self.fn.__name__


@dataclass(frozen=True)
class Area:
    """One responsibility of the department. `grants` says what each role may do with its records.

    pages: paths and names of pages written by hand for this area, for the menu.
    """

    name: str
    zh: str
    en: str
    records: tuple[type[Record], ...]
    actions: tuple[Action, ...] = ()
    metrics: tuple[Metric, ...] = ()
    grants: tuple[Grant, ...] = ()
    icon: str = "table_view"
    pages: tuple[tuple[str, Text], ...] = ()

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)


def records_of(areas: list[Area]) -> dict[str, type[Record]]:
    """Every record type by its name in URLs, in menu order."""
    return {record.key(): record for area in areas for record in area.records}


def actions_of(areas: list[Area]) -> dict[str, Action]:
    return {action.name: action for area in areas for action in area.actions}


def takes(fn: Callable) -> dict[str, Any]:
    """The names of what a rule asks for, to hold an Action's `asks` against."""
    return dict(inspect.signature(fn).parameters)
