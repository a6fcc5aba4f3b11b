"""Records on one sheet and their lines on another: orders and items, walks through a store and what was checked, as one import."""

from dataclasses import replace
from typing import Any

from exports.incoming.columns import FoundColumn
from exports.incoming.headers import find_table, likely_header, table_at
from exports.incoming.table import Table
from exports.read.sheets import Part, SheetRows
from models.kit.text import Text

from .ways import Place, Way, widened

LINES = Text(
    "把工作表“{sheet}”的 {n} 行当作{record}的明细一起导入，按{key}对应",
    "Take the {n} rows of sheet “{sheet}” as the lines of the {record}, by {key}",
)


def lines_apart(place: Place) -> Way | None:
    """The sheet that has the key of these records and columns of their lines, where the records' own sheet has none of these."""
    table, record = place.table, place.matcher.record
    brought = set(record.facts().brought)
    keys = [name for name in record.sheet.key if name in table.names]
    if not brought or not keys or table.spread or table.sheet.parts or brought & table.names:
        return None
    for sheet in place.book.sheets:
        if sheet is table.sheet or sheet.hidden or sheet.problem:
            continue
        lines = _table_of(sheet, place)
        if lines is not None and keys[-1] in lines.names and brought & lines.names:
            made, count = _under(table, lines, keys, brought)
            key = place.matcher.items[keys[-1]].label
            return Way("lines", LINES(sheet=sheet.name, n=count, record=record.sheet.label, key=key), made)
    return None


def _table_of(sheet: SheetRows, place: Place) -> Table | None:
    table = find_table(sheet, place.matcher.wanted_all)
    if table is None and (header := likely_header(sheet)) is not None:
        table = table_at(sheet, header, place.matcher.wanted_all)
    return None if table is None else place.matcher.guessed(table)


def _under(table: Table, lines: Table, keys: list[str], brought: set[str]) -> tuple[Table, int]:
    """The lines as further rows: their keys below those of the records, what they bring in columns beside."""
    width = max([table.width, *(column.index + 1 for column in table.columns)])
    end = table.end
    height = len(table.sheet.rows) if end is None else end - table.sheet.first_row
    rows = widened(table.sheet.rows[:height], width, [None] * height)
    own = {column.name: column.index for column in table.columns}
    left, taken = dict(table.skipped), [column for column in lines.columns if column.name in brought]
    first = table.sheet.first_row + height
    for number, row in lines._below():
        laid: list[Any] = [*[None] * width, *row]
        for column in lines.columns:
            if column.name in keys and column.index < len(row):
                laid[own[column.name]] = row[column.index]
        if number in lines.skipped:
            left[first + number - lines.header - 1] = lines.skipped[number]
        rows.append(laid)
    for column in taken:
        rows[table.header - table.sheet.first_row] = _labelled(
            rows[table.header - table.sheet.first_row], width, column
        )
    parts = [Part(table.sheet.first_row, table.sheet.name, table.sheet.first_row)]
    parts.append(Part(first, lines.sheet.name, lines.header + 1, -width))
    sheet = replace(table.sheet, rows=rows, parts=parts, left=left)
    beside = tuple(replace(column, index=width + column.index) for column in taken)
    count = len(rows) - height - sum(number >= first for number in left)
    return replace(table, sheet=sheet, columns=(*table.columns, *beside)), count


def _labelled(row: list[Any], width: int, column: FoundColumn) -> list[Any]:
    at = width + column.index
    row = [*row, *[None] * (at + 1 - len(row))]
    row[at] = column.label
    return row
