"""A list as a sheet, written row by row and cell by cell: what the quicker writing by column is held against."""

from collections.abc import Iterable, Sequence
from typing import Any

from exports.read.sheets import letters
from exports.write.columns import Column
from exports.write.sheet_cells import MOST_TEXT, _serial, as_text, escape, legal


def rows_of(columns: Sequence[Column], rows: Iterable[Sequence[Any]], first: int, styles: Sequence[int]) -> bytes:
    return "".join(_row(number, columns, row, styles) for number, row in enumerate(rows, first)).encode()


def _row(number: int, columns: Sequence[Column], row: Sequence[Any], styles: Sequence[int]) -> str:
    cells = (
        _cell(column.kind, f"{letters(at)}{number}", style, value)
        for at, (column, style, value) in enumerate(zip(columns, styles, row, strict=True), 1)
        if value is not None
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(kind: str, place: str, style: int, value: Any) -> str:
    shown = None
    if kind in ("day", "moment"):
        shown = _serial(value)
    elif kind not in ("text", "note") and type(value).__name__ in ("int", "float", "Decimal") and -1e15 < value < 1e15:
        shown = str(value)
    return _text(place, style, as_text(value)) if shown is None else f'<c r="{place}" s="{style}"><v>{shown}</v></c>'


def _text(place: str, style: int, text: str) -> str:
    text = legal(text)[:MOST_TEXT]
    if not text:
        return ""
    space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{space}>{escape(text)}</t></is></c>'
