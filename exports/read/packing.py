"""A book as bytes, from the process that reads a file to the one that asked for it."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson

from exports.read.reading import read
from exports.read.sheets import Book, SheetRows, Unreadable
from models.kit.reading import Shown
from models.kit.server.memory import growing
from models.kit.text import Text

OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


def answer(order: dict[str, Any], tell: Any) -> Iterator[bytes]:
    """For `beside`: the book as JSON, or why there is none."""
    with growing():
        book = read(Path(order["path"]), order["filename"], encoding=order["encoding"])
    yield orjson.dumps(_packed(book), default=_tagged, option=OPTIONS)


def _packed(book: Book) -> dict[str, Any]:
    sheets = [
        [
            sheet.name,
            sheet.rows,
            sheet.hidden_rows,
            sheet.hidden,
            sheet.first_row,
            sheet.merges,
            sheet.hidden_columns,
            sheet.problem and [sheet.problem.zh, sheet.problem.en],
            [[*place, said] for place, said in sheet.remarks.items()],
        ]
        for sheet in book.sheets
    ]
    about = [
        book.kind,
        [[note.zh, note.en] for note in book.notes],
        book.encoding,
        book.delimiter,
        book.date1904,
        book.digest,
        book.name,
    ]
    return {"sheets": sheets, "about": about}


def _tagged(value: Any) -> dict[str, Any]:
    """What JSON has no word for."""
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, Unreadable):
        return {"u": [value.reason.zh, value.reason.en, value.shown]}
    if isinstance(value, Shown):
        return {"s": [value.value, value.text, value.percent, value.times, value.unit]}
    raise TypeError(f"{type(value)} in a sheet")


def _plain(value: dict[str, Any]) -> Any:
    if "d" in value:
        return date.fromisoformat(value["d"])
    if "t" in value:
        return datetime.fromisoformat(value["t"])
    if "s" in value:
        return Shown(*value["s"])
    zh, en, shown = value["u"]
    return Unreadable(Text(zh, en), shown)


def _row(row: list[Any]) -> list[Any]:
    return [_plain(value) if value.__class__ is dict else value for value in row]


def unpacked(answer: bytes) -> Book:
    """The book again."""
    packed, sheets = orjson.loads(answer), []
    for name, rows, *rest, merges, hidden, problem, remarks in packed["sheets"]:
        lines = [_row(row) if dict in map(type, row) else row for row in rows]
        ranges = [tuple(merge) for merge in merges]
        said = {(row, column): text for row, column, text in remarks}
        sheets.append(SheetRows(name, lines, *rest, ranges, hidden, Text(*problem) if problem else None, said))
    kind, notes, *rest = packed["about"]
    return Book(kind, sheets, [Text(*note) for note in notes], *rest)
