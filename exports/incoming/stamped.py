"""A workbook that was exported to be edited and comes back: its stamp, where its columns stand now, and its rows."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from exports.incoming.field_cells import Days, dated_by, is_short, takes_formula
from exports.incoming.incoming_book import NOW_A_DAY, Chosen
from exports.incoming.row_kinds import kind_of
from exports.incoming.table import FoundColumn, Table
from exports.read.sheets import Book, SheetRows, Unreadable, letters
from exports.write.returning import TITLE
from models.kit import words
from models.kit.ask.marks import LABEL, MARK, key_of
from models.kit.declare.record import Record
from models.kit.incoming.cells import Spot, Unusable
from models.kit.incoming.stamp import ALTERED, Stamp, unpacked
from models.kit.text import Refused, Text

MARKER = re.compile(r"ops:[0-9a-f]{8}:([a-z0-9_]+)")
HEADER_WITHIN = 30  # rows from the top in which the header is looked for
OF_ANOTHER_TYPE = Text(
    "这份文件是从{record}导出的，请到{record}那里导入", "This file was exported from {record}; bring it back there"
)
NO_LIST = Text(
    "文件里找不到导出的那张表（表头都改了，或表已删除）；请重新导出，在新的文件里修改",
    "The list that was exported isn't in the file (its header was rewritten, or the sheet deleted); export it anew",
)
TWICE = Text(
    "“{field}”在文件里有两列（{columns}），不知道以哪一列为准；请删掉复制出来的那一列",
    "“{field}” is in the file twice ({columns}), and which is meant can't be told; delete the copied column",
)
TWO_SHEETS = Text(
    "文件里有两张这样的表（{sheets}），不知道以哪一张为准；请只留一张",
    "The file has the list twice ({sheets}), and which is meant can't be told; keep one of them",
)
LOST = Text(
    "这是“导出修改”的文件，但标记不见了（另存为 csv，或只复制了一张表）：没法和导出时对比，按普通文件导入，别人同时改过的会被覆盖",
    "This file was exported for editing, but its stamp is gone (saved as csv, or a sheet copied alone): it is imported as any file, "
    "and what others changed meanwhile would be overwritten",
)


def stamp_of(book: Book) -> Stamp | None:
    """What the book says of itself; None where it isn't one of these. Raises Refused where that was altered."""
    for sheet in book.sheets:
        first = [row[0] if row else None for row in sheet.rows[:3]]
        if first[:1] == [TITLE]:
            try:
                pieces = [str(row[0]) for row in sheet.rows[3 : 3 + int(first[2])]]
                return unpacked("".join(pieces), str(first[1]))
            except (ValueError, IndexError, KeyError, TypeError) as error:
                raise Refused(ALTERED) from error
    return None


def lost(book: Book) -> bool:
    """Whether it was one of these once; the row that only its stamp understands is taken out of it."""
    marked = False
    for sheet in book.sheets:
        for row in sheet.rows[:HEADER_WITHIN]:
            if any(_is_marker(value) for value in row):
                row[:] = [None if _is_marker(value) else value for value in row]
                marked = True
    return marked


def _is_marker(value: Any) -> bool:
    return isinstance(value, str) and MARKER.fullmatch(value) is not None


class ReturnedTable(Table):
    """The list with its columns where the file has them now; a row with an ID is a row, whatever stands in it."""

    end = None  # type: ignore[assignment]  # nothing below it is another table

    @cached_property
    def skipped(self) -> dict[int, Text]:
        """Lines without an ID that are no rows: totals, remarks, the header again."""
        header = {column.index: column.label for column in self.columns}
        place = self.mapping.get(MARK)
        kinds = {
            number: kind_of(row, header)
            for number, row in self._all_below()
            if place is None or place >= len(row) or row[place] in (None, "")
        }
        return {number: kind for number, kind in kinds.items() if kind}

    @property
    def rows(self) -> Iterator[tuple[int | Spot, dict[str, Any]]]:
        """A formula without its result is no value, not even in a column of text."""
        for number, values in super().rows:
            yield number, {name: _usable(value) for name, value in values.items()}

    def lines(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """The same of a sheet without merged cells: what is filled alone."""
        mapping, skipped = list(self.mapping.items()), self.skipped
        for number, row in self._all_below():
            if number in skipped:
                continue
            width = len(row)
            filled = ((name, row[place]) for name, place in mapping if place < width)
            values = {name: _usable(value) for name, value in filled if value is not None}
            if values:
                yield number, values


def _usable(value: Any) -> Any:
    return Unusable(value.shown, value.reason) if value.__class__ is Unreadable else value


class ReturnedChosen(Chosen):
    """Its rows as `Chosen` reads them, column by column knowing beforehand what there is to look at: there may be millions of cells."""

    def rows(self) -> Iterator[tuple[int | Spot, dict[str, Any]]]:
        if self.table.sheet.merges:
            yield from super().rows()
            return
        items, around = self.record.arriving(), " ".join(self.around)
        by_kind = {name: looked for name in self.table.mapping if (looked := dated_by(items[name])) is not None}
        days = {name: Days(items[name], looked, self.book, around) for name, looked in by_kind.items()}
        texts = {name for name in self.table.mapping if takes_formula(items[name]) and is_short(items[name])}
        for number, values in self.table.lines():
            for name, value in values.items():
                if name in days:
                    values[name] = days[name].of(value)
                elif value.__class__ is not str and isinstance(value, date) and name in texts:
                    values[name] = Unusable(str(value), NOW_A_DAY)
            yield number, values


def chosen_of(book: Book, stamp: Stamp, record: type[Record], records: dict[str, type[Record]]) -> Chosen:
    """The list that came back. Raises Refused where it can't be told from the file."""
    if stamp.record != record.key():
        other = records.get(stamp.record)
        raise Refused(OF_ANOTHER_TYPE(record=other.sheet.label) if other else words.BAD_REQUEST(what="stamp"))
    placed = [
        (sheet, *there) for sheet in book.sheets if not sheet.hidden and (there := _by_markers(sheet, stamp))
    ] or [(sheet, *there) for sheet in book.sheets if (there := _by_header(sheet, stamp))]
    if not placed:
        raise Refused(NO_LIST)
    if len(placed) > 1:
        raise Refused(TWO_SHEETS(sheets="、".join(sheet.name for sheet, *_ in placed)))
    sheet, header, places = placed[0]
    table = ReturnedTable(sheet, header, header, _columns(sheet, header, places, record), ())
    return ReturnedChosen(record, replace(book, notes=[]), table)


def extra_columns(chosen: Chosen, stamp: Stamp) -> list[str]:
    """What stands over columns that were not exported."""
    labels = {label for label, _ in stamp.columns.values()} | {LABEL.zh, LABEL.en}
    return [column.label for column in chosen.table.columns if column.name is None and column.label not in labels]


def _by_markers(sheet: SheetRows, stamp: Stamp) -> tuple[int, dict[int, str]] | None:
    """The header's row and which field stands where, by the row that nobody sees."""
    known = {stamp.marker(name): name for name in (*stamp.columns, MARK)}
    for at, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        places = {place: known[value] for place, value in enumerate(row) if isinstance(value, str) and value in known}
        if places:
            return sheet.first_row + at + 1, places
    return None


def _by_header(sheet: SheetRows, stamp: Stamp) -> tuple[int, dict[int, str]] | None:
    """The same by what the header says, where that row was deleted; the IDs tell themselves."""
    labels = {label: name for name, (label, _) in stamp.columns.items()} | {LABEL.zh: MARK, LABEL.en: MARK}
    for at, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        places = {place: labels[value] for place, value in enumerate(row) if isinstance(value, str) and value in labels}
        if MARK in places.values() and len(places) > len(stamp.columns) / 2 and _has_ids(sheet, at, places, stamp):
            return sheet.first_row + at, places
    return None


def _has_ids(sheet: SheetRows, header: int, places: dict[int, str], stamp: Stamp) -> bool:
    place = next(place for place, name in places.items() if name == MARK)
    below = (row[place] for row in sheet.rows[header + 1 :] if place < len(row) and row[place])
    first = next(below, None)
    return first is None or key_of(str(first)) == stamp.record


def _columns(sheet: SheetRows, header: int, places: dict[int, str], record: type[Record]) -> tuple[FoundColumn, ...]:
    at = header - sheet.first_row
    row = sheet.rows[at] if 0 <= at < len(sheet.rows) else []
    by_name: dict[str, list[int]] = {}
    for place, name in places.items():
        by_name.setdefault(name, []).append(place)
    for name, twice in by_name.items():
        if len(twice) > 1:
            label = LABEL if name == MARK else record.facts().readable[name].label
            raise Refused(TWICE(field=label, columns="、".join(letters(place + 1) for place in twice)))
    filled = {place for place, value in enumerate(row) if value is not None} | places.keys()
    names = {place: name for place, name in places.items() if name in record.arriving()}  # what is reckoned isn't read
    return tuple(
        FoundColumn(place, str(row[place]) if place < len(row) and row[place] is not None else "", names.get(place))
        for place in sorted(filled)
    )
