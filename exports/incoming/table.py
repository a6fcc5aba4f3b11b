"""A table found in a sheet: its columns, its rows, and which of its rows are no records."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from operator import itemgetter
from typing import Any

from exports.incoming.columns import FoundColumn, Merged, Wanted
from exports.incoming.labels import normal
from exports.incoming.row_kinds import BANNER, help_of, kind_of
from exports.read.sheets import SheetRows, letters
from models.kit.incoming.cells import Spot
from models.kit.text import Text

ROWS_OF_HELP = 4  # under a header: how it is to be filled in, and a sample
NONE = frozenset((None,))
OTHER_TABLE = Text("下面另一张表的内容", "part of another table below")


@dataclass(frozen=True)
class Table:
    """A table in a sheet. Row numbers are Excel's; `header` is the last row of the header, `top` its first."""

    sheet: SheetRows
    top: int
    header: int
    columns: tuple[FoundColumn, ...]
    wanted: tuple[Wanted, ...]

    @cached_property
    def mapping(self) -> dict[str, int]:
        """Wanted name → place of its column, from 0."""
        return {column.name: column.index for column in self.columns if column.name}

    @property
    def unmapped(self) -> list[FoundColumn]:
        return [column for column in self.columns if not (column.name or column.serial or column.spread is not None)]

    @cached_property
    def names(self) -> set[str]:
        """Every wanted name that a row brings a value for."""
        over = self.over
        return {*self.mapping, *((over.name, *self._under, *over.besides) if over else ())}

    @cached_property
    def _under(self) -> set[str]:
        """The fields that the cells below spread headers go to."""
        return {column.under or self.over.cells for column in self.spread}

    @cached_property
    def spread(self) -> tuple[FoundColumn, ...]:
        """The columns whose cells are rows of their own."""
        return tuple(column for column in self.columns if column.spread is not None)

    @cached_property
    def over(self) -> Wanted | None:
        """What is laid out sideways here."""
        return next((want for want in self.wanted if want.spreads), None) if self.spread else None

    @property
    def missing(self) -> list[str]:
        return [want.name for want in self.wanted if want.name not in self.mapping]

    @property
    def rows(self) -> Iterator[tuple[int | Spot, dict[str, Any]]]:
        """Row number and raw values by wanted name; blank rows, totals, repeated headers and remarks left out."""
        mapping, skipped = self.mapping, self.skipped
        names, places = tuple(mapping), tuple(mapping.values())
        width, taken = max(places, default=0) + 1, itemgetter(*places) if len(places) > 1 else None
        for number, row in self._below():
            if number not in skipped:
                if taken is not None and len(row) >= width:
                    values = dict(zip(names, taken(row), strict=True))
                else:
                    values = {name: row[place] if place < len(row) else None for name, place in mapping.items()}
                filled = not NONE.issuperset(values.values())  # by the row's own cells
                if self._merges:
                    values = {name: self._merged(number, place, values[name]) for name, place in mapping.items()}
                if self.spread:
                    yield from self._sideways(number, row, values)
                elif filled:
                    yield number, values

    def _sideways(self, number: int, row: list[Any], values: dict[str, Any]) -> Iterator[tuple[Spot, dict[str, Any]]]:
        """A row for each filled cell under a spread header."""
        over = self.over
        for column, beside in self._by_header:
            cells = {each.under or over.cells: self._cell(number, row, each.index) for each in beside}
            if any(cell is not None for cell in cells.values()):
                yield Spot(number, column.index), {**values, **over.besides, over.name: column.spread, **cells}

    def _cell(self, number: int, row: list[Any], place: int) -> Any:
        cell = row[place] if place < len(row) else None
        return self._merged(number, place, cell) if self._merges else cell

    @cached_property
    def _by_header(self) -> list[tuple[FoundColumn, list[FoundColumn]]]:
        """For each value that headers stand for its first column, and all of them."""
        by_value: dict[Any, list[FoundColumn]] = {}
        for column in self.spread:
            by_value.setdefault(column.spread, []).append(column)
        return [(columns[0], columns) for columns in by_value.values()]

    @cached_property
    def _merges(self) -> list[tuple[int, int, int, int]]:
        """The merged ranges among the rows of the table, from the top."""
        wide = (
            merge
            for merge in self.sheet.merges
            if merge[0] > self.header and (merge[0] < merge[2] or merge[1] < merge[3])
        )
        return sorted(wide)

    @cached_property
    def _merged_by_column(self) -> dict[int, tuple[list[int], list[tuple[int, int, int, int]]]]:
        """For each column in use the ranges that cover it, in order, with their first rows."""
        used = {*self.mapping.values(), *(column.index for column in self.spread)}
        by_column = {place: [merge for merge in self._merges if merge[1] <= place + 1 <= merge[3]] for place in used}
        return {place: ([merge[0] for merge in ranges], ranges) for place, ranges in by_column.items() if ranges}

    def _merged(self, number: int, place: int, own: Any) -> Any:
        tops, ranges = self._merged_by_column.get(place, ((), ()))
        at = bisect_right(tops, number) - 1
        if at < 0 or ranges[at][2] < number:
            return own
        top, left, bottom, right = ranges[at]
        row = self._row(top)
        value = row[left - 1] if left <= len(row) else None
        return None if value is None else Merged(value, f"{letters(left)}{top}:{letters(right)}{bottom}")

    def _row(self, number: int) -> list[Any]:
        at = number - self.sheet.first_row
        return self.sheet.rows[at] if 0 <= at < len(self.sheet.rows) else []

    @cached_property
    def width(self) -> int:
        """How many cells the widest row of the header has."""
        return max((len(self._row(number)) for number in range(self.top, self.header + 1)), default=0)

    @cached_property
    def end(self) -> int | None:
        """The row at which another table begins below this one: it has a header of its own."""
        numbered: set[int] = set()  # columns that hold numbers and codes above
        for number, row in self._all_below():
            if self._under_a_gap(number) and self._is_other_header(row, numbered) and _lone(self._row(number + 1)):
                blank = next((at for at in range(number - 1, self.header, -1) if _lone(self._row(at)) == 0), number - 1)
                between = all(_lone(self._row(at)) <= 1 for at in range(blank, number))
                return blank + 1 if between else number
            for place, value in enumerate(row if number < self.header + 200 else ()):
                if value is not None and place not in numbered and not _is_wordy(value):
                    numbered.add(place)
        return None

    def _under_a_gap(self, number: int) -> bool:
        return number > self.header + 1 and _lone(self._row(number - 1)) <= 1

    def _is_other_header(self, row: list[Any], numbered: set[int]) -> bool:
        """Words alone under a gap, where the rows above have numbers and codes in the very same columns."""
        filled = [value for value in row if value is not None]
        if len(filled) < 2 or not all(map(_is_wordy, filled)):
            return False
        labels = {normal(column.label) for column in self.columns}
        same = sum(normal(value) in labels for value in filled)
        if same >= 0.8 * len(filled):  # the header again
            return False
        first = next(place for place, value in enumerate(row) if value is not None)
        return first in numbered and len(filled) == len(set(filled))

    @cached_property
    def _further(self) -> dict[int, Text]:
        """Rows below those that may help to fill it in, and that are no records: whichever columns are taken, they are the same."""
        header = {column.index: normal(column.label) for column in self.columns}
        kinds = ((number, kind_of(row, header)) for number, row in islice(self._below(), ROWS_OF_HELP, None))
        return {number: kind for number, kind in kinds if kind}

    @cached_property
    def skipped(self) -> dict[int, Text]:
        """Rows with content that are no records, and what they are."""
        header = {column.index: normal(column.label) for column in self.columns}
        banners = {merge[0] for merge in self._merges if merge[3] - merge[1] >= max(1, len(self.columns) // 2)}
        helping = ((number, self._kind(row, header)) for number, row in islice(self._below(), ROWS_OF_HELP))
        skipped = {number: kind for number, kind in helping if kind} | self._further
        if banners:
            skipped |= {number: BANNER for number, row in self._below() if number in banners and _lone(row) == 1}
            skipped = dict(sorted(skipped.items()))
        skipped |= self.sheet.left
        if self.end is not None:
            skipped |= {number: OTHER_TABLE for number, row in self._all_below() if number >= self.end and _lone(row)}
        return skipped

    def cell(self, row: int | Spot, name: str | None) -> str:
        """The address of a wanted value, such as J15; only the row where no column is to blame."""
        place = self.mapping.get(name)
        if place is None and isinstance(row, Spot) and name in (self.over.name, *self._under):
            beside = next(beside for column, beside in self._by_header if column.index == row.column)
            place = next((each.index for each in beside if (each.under or self.over.cells) == name), row.column)
        sheet, number, shift = self.sheet.place(int(row))
        added = any(column.index == place and column.added for column in self.columns)
        cell = str(number) if place is None or added or place + shift < 0 else f"{letters(place + 1 + shift)}{number}"
        return f"{sheet}!{cell}" if sheet else cell

    def remapped(self, mapping: dict[int, str | None]) -> "Table":
        """The same table with some columns mapped by a person; names that are not wanted are not taken."""
        known = {want.name for want in self.wanted}
        chosen = {place: name if name in known else None for place, name in mapping.items()}
        taken = {name for name in chosen.values() if name}
        sideways = next((want for want in self.wanted if want.spreads), None)
        upright = sideways is not None and bool({sideways.name, sideways.cells} & taken)
        columns = [
            replace(
                column,
                name=chosen.get(column.index, None if column.name in taken else column.name),
                chosen=column.chosen or column.index in chosen,
                guess=None if column.index in chosen or column.name in taken else column.guess,
                spread=None if upright or column.index in chosen else column.spread,
            )
            for column in self.columns
        ]
        made = Table(self.sheet, self.top, self.header, tuple(columns), self.wanted)
        vars(made).update({name: vars(self)[name] for name in ("_further", "end") if name in vars(self)})
        return made

    def extra(self, number: int) -> list[Any]:
        """What stands in a row beyond the last column of the header."""
        return [value for value in self._row(number)[self.width :] if value is not None]

    def _below(self) -> Iterator[tuple[int, list[Any]]]:
        end = self.end
        return ((number, row) for number, row in self._all_below() if end is None or number < end)

    def _all_below(self) -> Iterator[tuple[int, list[Any]]]:
        first = self.header + 1
        return enumerate(islice(self.sheet.rows, first - self.sheet.first_row, None), first)

    def _kind(self, row: list[Any], header: dict[int, str]) -> Text | None:
        return kind_of(row, header) or help_of(row, [self._labels(column) for column in self.columns])

    def _labels(self, column: FoundColumn) -> tuple[int, set[str]]:
        """A column's place, and whatever it could be called."""
        want = next((want for want in self.wanted if want.name == column.name), None)
        return column.index, {normal(column.label), *(normal(label) for label in (want.labels if want else ()))}


def _lone(row: list[Any]) -> int:
    """How many cells of a row are filled."""
    return len(row) - row.count(None)


def _is_wordy(value: Any) -> bool:
    """Whether a cell could be a header: a short text without a digit."""
    return isinstance(value, str) and len(value) <= 20 and not any(sign.isdigit() or sign in ":：" for sign in value)
