"""The faults of a check, counted once: the page is drawn again at every turn of a page, and there may be 200,000 of them."""

from collections import defaultdict
from functools import cached_property
from typing import Any

from models.kit.declare.record import Record
from models.kit.incoming.incoming import Fault, Incoming

from .repairs import groups, suggested

MOST_GROUPS = 8
ALL = ""  # in place of a column


class Counted:
    """`faults`: all of them, in the order of the file. By column: they, their rows, what is alike, what is proposed instead."""

    def __init__(self, record: type[Record], incoming: Incoming, faults: list[Fault], lacking: list[str]):
        self.record, self.incoming, self.faults = record, incoming, faults
        by_column: dict[str | None, list[Fault]] = defaultdict(list)
        for fault in faults:
            by_column[fault.field].append(fault)
        self._lacking = set(lacking)
        self._by_column: dict[str | None, list[Fault]] = {ALL: faults, **by_column}
        self.columns = {name: len(of) for name, of in sorted(by_column.items(), key=lambda pair: -len(pair[1]))}
        self._known: dict[tuple[str, str | None], Any] = {}

    def of(self, column: str | None) -> list[Fault]:
        return self._by_column.get(column, [])

    def rows(self, column: str | None = ALL) -> set[Any]:
        return self._once("rows", column, lambda faults: {fault.row for fault in faults})

    def suggested(self, column: str | None) -> dict[tuple[Any, str], str]:
        return self._once("suggested", column, suggested)

    def alike(self, column: str | None) -> list[list[Fault]]:
        """What is wrong in the same way in several rows, the most frequent first; a whole column is filled elsewhere."""
        return self._once(
            "alike",
            column,
            lambda faults: groups(self.record, [f for f in faults if f.field not in self._lacking])[:MOST_GROUPS],
        )

    def values(self, column: str) -> set[str]:
        """The different texts in faulty cells of a column."""
        return self._once("values", column, lambda faults: {f.value.strip() for f in faults if f.value})

    @cached_property
    def lines(self) -> dict[Any, Any]:
        """The lines of the file by their row."""
        return {line.row: line for line in self.incoming.lines}

    def _once(self, what: str, column: str | None, work: Any) -> Any:
        if (what, column) not in self._known:
            self._known[what, column] = work(self.of(column))
        return self._known[what, column]
