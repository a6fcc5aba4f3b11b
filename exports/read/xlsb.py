"""Reading xlsb, Excel's binary workbooks: calamine has the values; how far a sheet reaches and what its formats show is looked up beside it."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import python_calamine
from defusedxml import ElementTree

from exports.read.formats import shown, tells
from exports.read.sheets import (
    DAMAGED,
    ERROR_CELL,
    TOO_LONG,
    TOO_WIDE,
    Book,
    Limits,
    SheetRows,
    Unreadable,
    as_read,
    plain_rows,
)
from models.kit.text import Refused

ROW, FORMAT, STYLE, BOOK, SHEET, MERGE, STYLES, STYLES_END = 0, 44, 47, 153, 156, 176, 617, 618
CELLS, NUMBERS, ERRORS = range(1, 12), (2, 5, 9), (3, 11)
PERCENT = {9: "0%", 10: "0.00%"}
WRONG = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass
class _Seen:
    """What a sheet's part says besides values: its size, cells whose format tells more, cells in error, merged ranges."""

    rows: int = 0
    columns: int = 0
    styled: dict[tuple[int, int], str] = field(default_factory=dict)
    wrong: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


def read_xlsb(data: bytes, limits: Limits) -> Book:
    """A binary workbook whose zip directory has been checked already. Raises Refused."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name.lower(): name for name in archive.namelist()}
        formats = _formats(archive.read(parts["xl/styles.bin"])) if "xl/styles.bin" in parts else {}
        book = list(_records(archive.read(parts["xl/workbook.bin"])))
        links = _targets(archive.read(parts["xl/_rels/workbook.bin.rels"]))
        seen = {}
        for said in (record for kind, record in book if kind == SHEET):
            link, end = _text(said, 8)
            part = parts.get(links.get(link, "").lower())
            seen[_text(said, end)[0]] = _look(archive.read(part), formats) if part else _Seen()
    sheets = []
    with python_calamine.load_workbook(io.BytesIO(data)) as workbook:
        for at, about in enumerate(workbook.sheets_metadata):
            hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
            try:
                own = seen.get(about.name, _Seen())
                rows = _rows(workbook, at, about.name, own, limits)
                sheets.append(SheetRows(about.name, rows, hidden=hidden, merges=own.merges))
            except Refused as refused:
                sheets.append(SheetRows(about.name, [], hidden=hidden, problem=refused.text))
    date1904 = any(kind == BOOK and record[0] & 1 for kind, record in book)
    return Book("xlsb", as_read(sheets), date1904=date1904)


def _rows(workbook: Any, at: int, name: str, seen: _Seen, limits: Limits) -> list[list[Any]]:
    if seen.columns > limits.columns:
        raise Refused(TOO_WIDE(sheet=name, count=seen.columns, most=limits.columns))
    if seen.rows > limits.rows:
        raise Refused(TOO_LONG(sheet=name, count=f"{seen.rows:,}", most=f"{limits.rows:,}"))
    sheet = workbook.get_sheet_by_index(at)
    left = [None] * (sheet.start or (0, 0))[1]
    rows = [left + row if left else row for row in plain_rows(name, sheet.iter_rows(), limits)]
    for (row, column), code in seen.styled.items():
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        if value.__class__ in (int, float):
            rows[row][column] = shown(code, value)
    for (row, column), text in seen.wrong.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = Unreadable(ERROR_CELL(value=text), text)
    return rows


def _look(data: bytes, formats: dict[int, str]) -> _Seen:
    seen, row = _Seen(), 0
    for kind, record in _records(data):
        if kind == ROW:
            row = _number(record, 0)
        elif kind in CELLS:
            column = _number(record, 0)
            if kind > 1:  # a blank cell that only carries a style is no content
                seen.rows, seen.columns = max(seen.rows, row + 1), max(seen.columns, column + 1)
            if kind in NUMBERS and (code := formats.get(_number(record, 4, 3))) is not None:
                seen.styled[row, column] = code
            elif kind in ERRORS:
                seen.wrong[row, column] = WRONG.get(record[8], "#?")
        elif kind == MERGE:
            top, bottom, left, right = (_number(record, at) + 1 for at in (0, 4, 8, 12))
            seen.merges.append((top, left, bottom, right))
    return seen


def _formats(data: bytes) -> dict[int, str]:
    """The number formats that say more than a bare number, by the style that uses them."""
    codes, used, inside = dict(PERCENT), [], False
    for kind, record in _records(data):
        if kind == FORMAT:
            codes[_number(record, 0, 2)] = _text(record, 2)[0]
        elif kind in (STYLES, STYLES_END):
            inside = kind == STYLES
        elif kind == STYLE and inside:
            used.append(_number(record, 2, 2))
    return {at: codes[number] for at, number in enumerate(used) if number in codes and tells(codes[number])}


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each record's kind and what it holds: kind and length are numbers of seven bits a byte."""
    at = 0
    while at < len(data):
        kind, at = _short(data, at, 2)
        length, at = _short(data, at, 4)
        if at + length > len(data):
            raise Refused(DAMAGED)
        yield kind, data[at : at + length]
        at += length


def _short(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends; the last byte of all has no mark that more follows."""
    number = 0
    for step in range(most):
        if at + step >= len(data):
            raise Refused(DAMAGED)
        byte = data[at + step]
        number |= (byte & 0x7F) << (7 * step)
        if byte < 0x80:
            break
    return number, at + step + 1


def _number(record: bytes, at: int, size: int = 4) -> int:
    return int.from_bytes(record[at : at + size], "little")


def _text(record: bytes, at: int) -> tuple[str, int]:
    end = at + 4 + 2 * _number(record, at)
    return record[at + 4 : end].decode("utf-16-le", "replace"), end


def _targets(rels: bytes) -> dict[str, str]:
    """What the links of the workbook point to, within the archive."""
    links = {link.get("Id", ""): link.get("Target", "") for link in ElementTree.fromstring(rels)}
    return {id: target[1:] if target.startswith("/") else f"xl/{target}" for id, target in links.items()}
