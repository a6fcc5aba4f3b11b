"""Where the table of a sheet begins, and which of its columns are the ones we want."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice, product
from typing import Any

from exports.incoming.columns import FoundColumn, Wanted
from exports.incoming.labels import bare, loose, normal, unit_of, unscaled
from exports.incoming.table import Table
from exports.read.sheets import Book, SheetRows

LONGEST_LABEL = 40
MOST_WAYS = 12  # to read the rows at the top as a header
_VALUE = re.compile(r"\d{4}|\d[-/.:]\d|^[\d.,%]+$")  # what seldom stands in a header and often below it
DEEPEST = 3  # rows that a header may have
SEARCHED_ROWS = 60  # titles, notices and logos above a header are seldom longer
_SERIAL = {"", "序号", "序", "行号", "no", "no.", "s/n", "sn", "项次"}  # "" is # and the like
_NOTE_SHEET = re.compile(r"说明|须知|示例|样例|^目录$|^封面$|instruction|readme|example|^notes?$", re.IGNORECASE)


def find_table(sheet: SheetRows, wanted: list[Wanted]) -> Table | None:
    """The table whose header names most of the wanted columns, or None where no row looks like its header."""
    lookup = _Lookup(wanted)
    best: dict[int, tuple[int, Table | None]] = {1: (0, None), 2: (0, None), 3: (0, None)}
    head = sheet.rows[: SEARCHED_ROWS + DEEPEST]
    for place in range(len(head[:SEARCHED_ROWS])):
        for labels, depth in _headers(head[place : place + DEEPEST]):
            columns = lookup.columns(labels, _around(sheet, place))
            known = sum(1 for column in columns if column.name or column.spread is not None)
            if known > best[depth][0]:
                top = sheet.first_row + place
                best[depth] = known, Table(sheet, top, top + depth - 1, tuple(columns), tuple(wanted))
    # a further header row must earn its place, else a title or the first row of data might be taken for one
    known, table = max((best[depth] for depth in (1, 2, 3)), key=lambda way: way[0])
    least = 1 if table and min(len(wanted), len(table.columns)) == 1 else 2
    return _with_units_row(table) if table and known >= least else None


def _with_units_row(table: Table) -> Table:
    """A row of nothing but units under the header (元, 件, %) belongs to it."""
    place = table.header + 1 - table.sheet.first_row
    row = table.sheet.rows[place] if place < len(table.sheet.rows) else []
    filled = {at: value for at, value in enumerate(row) if value is not None}
    units = {at: unit_of(value) for at, value in filled.items() if isinstance(value, str)}
    if not any(units.values()) or not all(units.get(at) or value == "%" for at, value in filled.items()):
        return table
    columns = tuple(replace(column, unit=units.get(column.index) or column.unit) for column in table.columns)
    return replace(table, header=table.header + 1, columns=columns)


def best_sheet(book: Book, wanted: list[Wanted]) -> Table | None:
    """The table of the book that fits best; a hidden sheet only where no other fits, then one of notes."""
    tables = [table for table in (find_table(sheet, wanted) for sheet in book.sheets) if table]
    return max(tables, key=_rank, default=None)


def _around(sheet: SheetRows, place: int) -> str:
    """What stands about a table: the name of its sheet and the titles above its header."""
    titles = (value for row in sheet.rows[:place] for value in row if isinstance(value, str))
    return " ".join([sheet.name, *islice(titles, 20)])


def is_of_notes(sheet: str) -> bool:
    """Whether a sheet is called one of instructions or samples."""
    return _NOTE_SHEET.search(sheet) is not None


def _rank(table: Table) -> tuple[bool, int, bool, float]:
    fit = len(table.mapping) + len(table.spread)
    noted = is_of_notes(table.sheet.name)
    return (not table.sheet.hidden, 0 if noted else fit, not noted, fit / (fit + len(table.unmapped)))


def table_at(sheet: SheetRows, header: int, wanted: list[Wanted]) -> Table:
    """The table below a header row that a person pointed out, whatever its labels are."""
    place = header - sheet.first_row
    row = sheet.rows[place] if 0 <= place < len(sheet.rows) else []
    columns = _Lookup(wanted).columns([[value] for value in row], _around(sheet, place))
    return Table(sheet, header, header, tuple(columns), tuple(wanted))


def header_rows(sheet: SheetRows) -> Iterator[tuple[int, list[list[Any]], int]]:
    """The rows at the top that could be a header by how they look, each way to read them: place, labels, depth."""
    head = sheet.rows[: SEARCHED_ROWS + DEEPEST]
    ways = 0
    for place, row in enumerate(head[:SEARCHED_ROWS]):
        if ways < MOST_WAYS and _looks_like_labels(row):
            for labels, depth in _headers(head[place : place + DEEPEST]):
                if all(map(_looks_like_labels, head[place + 1 : place + depth])):
                    ways += 1
                    yield place, labels, depth


def _looks_like_labels(row: list[Any]) -> bool:
    """Short texts and nothing else; a year or a month may stand among them."""
    filled = [value for value in row if value is not None]
    texts = [value for value in filled if isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_LABEL]
    if not texts or len(texts) < 0.8 * len(filled) or len(set(texts)) < 0.7 * len(texts):
        return False
    return sum(_VALUE.search(text) is not None for text in texts) <= 0.2 * len(texts)


def table_under(sheet: SheetRows, place: int, labels: list[list[Any]], depth: int, wanted: list[Wanted]) -> Table:
    """The table under a header that stands at a place from 0, read as it was."""
    columns = _Lookup(wanted).columns(labels, _around(sheet, place))
    top = sheet.first_row + place
    return _with_units_row(Table(sheet, top, top + depth - 1, tuple(columns), tuple(wanted)))


def likely_header(sheet: SheetRows) -> int | None:
    """Where nothing is known by name: the first row filled with texts as widely as the rows under it."""
    head = sheet.rows[:SEARCHED_ROWS]
    widest = max((sum(value is not None for value in row) for row in head), default=0)
    for number, row in enumerate(head, sheet.first_row):
        texts = sum(isinstance(value, str) for value in row)
        if texts and texts >= 0.6 * widest:
            return number
    return None


def _headers(rows: list[list[Any]]) -> Iterator[tuple[list[list[Any]], int]]:
    """The ways to read a header here: its first row alone, or as groups over one or two rows below; labels per column."""
    if _texts(rows[0]) == 0:
        return
    yield [[value] for value in rows[0]], 1
    for depth in range(2, len(rows) + 1):
        if _texts(rows[depth - 1]) < 2:
            return
        width, groups, labels = max(map(len, rows[:depth])), [None] * depth, []
        for index in range(width):
            said = [row[index] if index < len(row) else None for row in rows[:depth]]
            for level, value in enumerate(said):  # a merged group has its label in its first cell only
                if value is not None:
                    groups[level:] = [value, *[None] * (depth - 1 - level)]
            labels.append(_labels_of(said, groups))
        yield labels, depth


def _texts(row: list[Any]) -> int:
    return sum(isinstance(value, str) for value in row)


def _labels_of(said: list[Any], groups: list[Any]) -> list[Any]:
    """What a column may be called: its lowest label, and that with the groups over it, nearest first."""
    level = max((at for at, value in enumerate(said) if value is not None), default=0)
    lowest, over = said[level], [group for group in groups[:level] if group is not None]
    if level == 0:
        return [lowest]
    near = over[-1] if over else ""
    names = [lowest, f"{near}{lowest}", f"{lowest}{near}"]
    return names if len(over) < 2 else [*names, f"{over[0]}{near}{lowest}", f"{over[0]}{lowest}"]


class _Lookup:
    """Wanted names by label: exact ones before synonyms, whole labels before labels without units, then other wordings."""

    def __init__(self, wanted: list[Wanted]):
        self.over = next((want for want in wanted if want.spreads), None)
        self.scales = {want.name for want in wanted if want.scale}
        self.steps: list[tuple[Any, dict[str, str]]] = []
        self.loose = partial(loose, owner=next((want.owner for want in wanted), ""))
        parts = [lambda want: want.labels[:3], lambda want: want.labels[3:]]
        for form, part in [
            *product((normal, bare), parts),
            (normal, lambda want: want.also),
            (bare, lambda want: want.also),
            (self.loose, lambda want: want.labels),
        ]:
            names: dict[str, set[str]] = defaultdict(set)
            for want in wanted:
                for label in part(want):
                    names[form(label)].add(want.name)
            # a label that two columns could claim is for a person to decide
            self.steps.append((form, {key: min(ours) for key, ours in names.items() if key and len(ours) == 1}))

    def columns(self, labels: list[list[Any]], around: str) -> list[FoundColumn]:
        """A column for each place that has a label; no name is given twice."""
        names: dict[int, str] = {}
        for form, known in self.steps:
            for index, choices in enumerate(labels):
                if index not in names:
                    name = next((known[form(c)] for c in choices if isinstance(c, str) and form(c) in known), None)
                    if name and name not in names.values():
                        names[index] = name
        self._scaled(labels, names)
        columns, spread = [], self._spread(labels, names, around)
        for index, choices in enumerate(labels):
            label = choices[1] if len(choices) > 1 and index not in names else choices[0]
            if label is not None:
                text = str(label).strip()
                serial = index not in names and normal(label) in _SERIAL
                # of the group over it, too
                unit = next((unit for choice in choices if (unit := unscaled(choice)[1])), None)
                columns.append(FoundColumn(index, text, names.get(index), serial, spread.get(index), unit))
        return columns

    def _scaled(self, labels: list[list[Any]], names: dict[int, str]) -> None:
        """Columns in 万元 and the like are those of the same name in 元, where numbers are multiplied."""
        known = {label: name for form, labels in reversed(self.steps) if form is bare for label, name in labels.items()}
        otherwise = self.steps[-1][1]
        for index, choices in enumerate(labels):
            for choice in choices if index not in names else ():
                label, unit = unscaled(choice)
                name = known.get(label) or otherwise.get(self.loose(label))
                if unit and name in self.scales and name not in names.values():
                    names[index] = name
                    break

    def _spread(self, labels: list[list[Any]], names: dict[int, str], around: str) -> dict[int, Any]:
        """The columns whose headers are values of a field; one alone is no sign of it, nor where the field has a column."""
        if self.over is None or {self.over.name, self.over.cells} & set(names.values()):
            return {}
        values: dict[int, Any] = {}
        for index, choices in enumerate(labels):
            read = (
                self.over.spreads(str(choice), around)
                for choice in choices
                if choice is not None and index not in names
            )
            value = next((value for value in read if value is not None), None)
            if value is not None and value not in values.values():
                values[index] = value
        return values if len(values) > 1 else {}


__all__ = ["Table", "bare", "best_sheet", "find_table", "likely_header", "normal", "table_at"]
