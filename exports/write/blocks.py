"""Rows on their way into a list, column by column: what is alike is written once, and rows are put together of what is written."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, AnyStr, Generic

ROWS_AT_ONCE = 256
MOST_KEPT = 20_000  # values of a column of which is remembered what is written of them
ALIKE = frozenset({str, int, bool, date})  # kinds whose equal values are written alike; 1.0 and 1.00 are not
NOTHING = type(None)


@dataclass(frozen=True)
class Block:
    """A few hundred rows of a list, by column; tones: by row, where its cells' tones stand, if any rule colours them."""

    columns: Sequence[Sequence[Any]]
    tones: Sequence[Sequence[int] | None] = ()

    def __len__(self) -> int:
        return len(self.columns[0])

    def parted(self, at: int) -> tuple["Block", "Block | None"]:
        """The first rows, and the others if there are any."""
        if len(self) <= at:
            return self, None
        head = Block([column[:at] for column in self.columns], self.tones[:at])
        return head, Block([column[at:] for column in self.columns], self.tones[at:])


class Blocks:
    """Blocks one after the other, cut where a sheet ends."""

    def __init__(self, blocks: Iterable[Block]):
        self._blocks = (block for block in blocks if len(block))
        self._ahead: Block | None = None

    def take(self, most: int) -> Block | None:
        """The next rows, no more than so many; None after the last."""
        if not self.more():
            return None
        block, self._ahead = self._ahead.parted(most)
        return block

    def more(self) -> bool:
        if self._ahead is None:
            self._ahead = next(self._blocks, None)
        return self._ahead is not None


def by_rows(rows: Iterable[tuple]) -> Iterator[Block]:
    """The blocks of rows that are there one by one."""
    rows = iter(rows)
    while chunk := list(islice(rows, ROWS_AT_ONCE)):
        yield Block(list(zip(*chunk, strict=True)))


def up_to(blocks: Iterable[Block], most: int) -> Iterator[Block]:
    """The first rows of them."""
    source = Blocks(blocks)
    while most > 0 and (block := source.take(most)) is not None:
        most -= len(block)
        yield block


class Written(Generic[AnyStr]):
    """What is written of the values of one column: `make` of each, nothing of None."""

    swift = False  # whether `many` is quicker than to remember

    def __init__(self, make: Callable[[Any], AnyStr], nothing: AnyStr):
        self.make, self.nothing = make, nothing
        self.kind: type | None = None
        self.known: dict[Any, AnyStr] = {}

    def of(self, column: Sequence[Any]) -> list[AnyStr]:
        """One piece for each value."""
        kinds = set(map(type, column))
        empty = NOTHING in kinds
        kinds.discard(NOTHING)
        if not kinds:
            return [self.nothing] * len(column)
        kind = kinds.pop()
        if kinds or kind not in ALIKE:
            return [self.nothing if value is None else self.make(value) for value in column]
        if kind is not self.kind or len(self.known) > MOST_KEPT:
            self.kind, self.known = kind, {None: self.nothing}
        new = set(column) - self.known.keys()
        if self.swift and 2 * len(new) > len(column):  # most are met once
            return self._apart(column, empty)
        for value in new:
            self.known[value] = self.make(value)
        return list(map(self.known.__getitem__, column))

    def _apart(self, column: Sequence[Any], empty: bool) -> list[AnyStr]:
        if not empty:
            return self.many(column)
        pieces = iter(self.many([value for value in column if value is not None]))
        return [self.nothing if value is None else next(pieces) for value in column]

    def many(self, values: Sequence[Any]) -> list[AnyStr]:
        """The same of values of one kind, at least one, most of which are met once."""
        return list(map(self.make, values))
