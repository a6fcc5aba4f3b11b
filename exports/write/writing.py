"""Long lists as xlsx and csv: streamed row by row, text always stays text, nothing is ever a formula.

XlsxWriter needs 5-9 s for 100,000 rows and openpyxl longer; a list needs so little of the format that we write
its XML ourselves. Workbooks with charts and layout for meetings are openpyxl's business, not this file's.
"""

import math
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from exports.read.sheets import letters
from exports.write.package import MOST_ROWS, Styles, finish_workbook, sheet_foot, sheet_head, sheet_name
from exports.write.painting import FILLS, Paint, Painted
from models.kit.text import Text

MOST_TEXT = 32_767
MOST_BYTES = 1_900_000_000  # of one sheet's XML: beyond 2 GB a zip entry needs an extension that Excel distrusts
ROWS_AT_ONCE = 256
_DAY_ZERO = date(1899, 12, 30).toordinal()
_FIRST_DAY = date(1900, 3, 1)  # programs disagree on the serial numbers of earlier days
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SPECIAL = re.compile(r"[&<>\r]|_x[0-9A-Fa-f]{4}_")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

Target = str | Path | BinaryIO


@dataclass(frozen=True)
class Column:
    """A column of a list: its label as the reader should see it, and how its values are shown.

    `kind` is one of text, note, count, number, money, quantity, percent, day, moment.
    """

    label: str
    kind: str = "text"
    width: float | None = None
    number_format: str | None = None


def write_xlsx(target: Target, columns: list[Column], rows: Iterable[tuple], title=None, sheet="Sheet1") -> int:
    """Writes the list and answers how many rows it has."""
    count = 0
    with _opened(target) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for done in _fill(archive, columns, rows, title, sheet):
            count = done
    return count


@contextmanager
def _opened(target: Target) -> Iterator[BinaryIO]:
    """A path is opened and closed here, a stream is left to whoever opened it."""
    if isinstance(target, str | Path):
        with open(target, "wb") as out:
            yield out
    else:
        yield target


def xlsx_chunks(
    columns: list[Column], rows: Iterable[tuple], title=None, sheet="Sheet1", paint: Paint | None = None
) -> Iterator[bytes]:
    """The same file in pieces while the rows are still being read, for an HTTP answer. paint: what rows that are `Painted` go by."""
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for _ in _fill(archive, columns, rows, title, sheet, paint):
            yield from pipe.take()
    yield from pipe.take()


class Pipe:
    """A place for zipfile to write to that can't be rewound, emptied as it fills."""

    def __init__(self):
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> Iterator[bytes]:
        pieces, self.pieces = self.pieces, []
        if pieces:
            yield b"".join(pieces)


def _fill(
    archive: zipfile.ZipFile, columns: list[Column], rows: Iterable, title, sheet: str, paint: Paint | None = None
) -> Iterator[int]:
    """Writes sheet after sheet, as many as the rows need, and says now and then how many rows are written."""
    if not columns:
        raise ValueError("a list needs at least one column")
    styles = Styles(columns, tuple(FILLS.values()) if paint else ())
    makers = [maker(column.kind, letters(index), styles.of(index)) for index, column in enumerate(columns, 1)]
    toned = Toned(columns, styles) if paint else None
    rows, sheets, done, more = iter(rows), [], 0, True
    while more:
        name = sheet_name(sheet, len(sheets))
        with archive.open(f"xl/worksheets/sheet{len(sheets) + 1}.xml", "w") as part:
            head, first = sheet_head(columns, title, first=not sheets)
            part.write(head.encode())
            count = 0
            for written in fill_sheet(part, makers, rows, first, toned):
                count = written
                yield done + count
            last = first + count - 1
            shapes = paint.shapes(first, last) if paint else ""
            part.write(sheet_foot(columns, title, first - 1, last, shapes).encode())
        done += count
        sheets.append((name, last, len(columns)))
        ahead = list(islice(rows, 1))
        rows, more = chain(ahead, rows), bool(ahead)
    finish_workbook(archive, sheets, styles, first - 1)
    yield done


def fill_sheet(
    part: BinaryIO, makers: list[Callable], rows: Iterator, first: int, toned: "Toned | None" = None
) -> Iterator[int]:
    """Rows until they or the sheet come to an end; says now and then how many are written."""
    number, size, block = first, 0, []
    for row in rows:
        block.append(toned.row(number, row) if toned and row.tones else _row(number, makers, row))
        number += 1
        if not number % ROWS_AT_ONCE or number > MOST_ROWS:
            size += _flush(part, block)
            yield number - first
            if number > MOST_ROWS or size > MOST_BYTES:
                return
    _flush(part, block)
    yield number - first


def _flush(part: BinaryIO, block: list[str]) -> int:
    written = part.write("".join(block).encode())
    block.clear()
    return written


def _row(number: int, makers: list[Callable], values: tuple) -> str:
    cells = [make(value, number) for make, value in zip(makers, values, strict=True) if value is not None]
    return f'<row r="{number}">{"".join(cells)}</row>'


class Toned:
    """The cells of rows that stand out; what is empty is filled, too."""

    def __init__(self, columns: list[Column], styles: Styles):
        tones = range(len(styles.fills) + 1)
        self.places = [[(letters(at), styles.of(at, tone)) for at in range(1, len(columns) + 1)] for tone in tones]
        self.makers = [
            [maker(column.kind, *place) for column, place in zip(columns, places, strict=True)]
            for places in self.places
        ]

    def row(self, number: int, row: Painted) -> str:
        cells = (
            self._cell(at, value, tone, number) for at, (value, tone) in enumerate(zip(row, row.tones, strict=True))
        )
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _cell(self, at: int, value: Any, tone: int, number: int) -> str:
        written = "" if value is None else self.makers[tone][at](value, number)
        if written or not tone:
            return written
        column, style = self.places[tone][at]
        return f'<c r="{column}{number}" s="{style}"/>'


def maker(kind: str, column: str, style: int) -> Callable[[Any, int], str]:
    """A function from a value and its row to the XML of the cell; text wherever the value is not what was declared."""
    head, tail = f'<c r="{column}', f'" s="{style}" t="inlineStr"><is><t>'
    loose = f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
    plain = f'" s="{style}"><v>'

    def text(value: Any, row: int) -> str:
        value = value if value.__class__ is str else as_text(value)
        if value.isalnum() and len(value) <= MOST_TEXT:  # most are, and need no second look
            return f"{head}{row}{tail}{value}</t></is></c>"
        value = legal(value)
        if not value:
            return ""
        edges = value[0].isspace() or value[-1].isspace()  # readers trim unless told not to
        return f"{head}{row}{loose if edges else tail}{escape(value)}</t></is></c>"

    def number(value: Any, row: int) -> str:
        safe = value.__class__ in _NUMBERS and -1e15 < value < 1e15  # Excel keeps 15 digits
        return f"{head}{row}{plain}{value}</v></c>" if safe else text(value, row)

    def day(value: Any, row: int) -> str:
        serial = _serial(value)
        return f"{head}{row}{plain}{serial}</v></c>" if serial else text(value, row)

    return {"text": text, "note": text, "day": day, "moment": day}.get(kind, number)


_NUMBERS = frozenset({int, float, Decimal})


def _serial(value: Any) -> str | None:
    """The number Excel keeps for a day or a moment; an aware moment by the clock of its own zone."""
    if isinstance(value, datetime):
        if value.date() < _FIRST_DAY:
            return None
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        # Rounded up: some programs cut what is a hair below a minute to the one before.
        part = -(-seconds * 10**10 // 86400)
        return f"{value.toordinal() - _DAY_ZERO}.{part:010d}".rstrip("0").rstrip(".")
    if isinstance(value, date) and value >= _FIRST_DAY:
        return str(value.toordinal() - _DAY_ZERO)
    return None


def as_text(value: Any) -> str:
    """A value in words: what stands in a text column, in a csv, and where Excel has no number for it."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None, microsecond=0).isoformat(" ").removesuffix(":00").removesuffix(" 00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if math.isfinite(value) and value.is_integer() and abs(value) < 1e15 else repr(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def legal(text: str) -> str:
    """What a cell may hold: no control characters, no half characters, at most 32,767 of them."""
    return _ILLEGAL.sub("", text)[:MOST_TEXT]


def escape(text: str) -> str:
    """Legal text as it stands in the XML of a cell."""
    if not _SPECIAL.search(text):
        return text
    text = _LOOKS_ESCAPED.sub("_x005F_", text)  # Excel reads _x0041_ as A
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


# --- csv -----------------------------------------------------------------------------------------------------------

# A csv has no types: programs take text that begins so, also after blanks and quotation marks, for a formula.
# We put one ' before it, and `unguarded` takes one ' away where what follows would have needed it: every text comes
# back as it was, also one that began with ' itself.
_DANGEROUS = re.compile(r"[\s\u200b\ufeff\"'“”‘’`]*[=+\-@＝＋－＠﹢﹣﹦﹫]|[\"'“”‘’` ]*[\t\r\n]")
_QUOTED = re.compile(r'^ |[",;\t\r\n]')  # also what a reader might take for a separator or drop before a quote
EMPTY_LINE = '""'  # readers skip a line with nothing on it
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_MONTHS = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
# What a spreadsheet that opens a csv takes for a number, a date or a yes, and saves as something else: 000777 as 777,
# eighteen digits as 2.02E+17, 3-5 as the fifth of March.
_LOSES = re.compile(
    r"0\d+|\d{12,}|\d+\.\d*0|\d*\.\d{9,}|[¥￥$]\s*[\d,.]+|\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?e[+-]?\d+|true|false"
    r"|\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?|\d{1,4}[-/年]\d{1,2}([-/月]\d{1,2}日?|月)?|\d{1,2}月(\d{1,2}日)?|\d{1,2}:\d{2}(:\d{2})?"
    rf"|\d+ \d+/\d+|{_MONTHS}[-/ .]*\d{{1,4}}|\d{{1,2}}[-/ .]*{_MONTHS}([-/ .]*\d{{2,4}})?",
    re.IGNORECASE,
)


def guarded(text: str) -> str:
    return "'" + text if _DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given; and 6901 of ="6901", which is how shops' platforms keep long numbers as text."""
    if text.startswith("'") and _DANGEROUS.match(text, 1):
        return text[1:]
    wrapped = _TEXT_FORMULA.fullmatch(text) if text.startswith('="') else None
    return wrapped[1] if wrapped else text


def csv_chunks(columns: list[Column], rows: Iterable[tuple]) -> Iterator[bytes]:
    """A csv that Excel opens in Chinese, in pieces."""
    lines = ["\ufeff" + _csv_line([column.label for column in columns])]
    for row in rows:
        lines.append(_csv_line(row))
        if len(lines) >= 1000:
            yield "".join(lines).encode()
            lines.clear()
    yield "".join(lines).encode()


def _csv_line(values: Iterable[Any]) -> str:
    line = ",".join(map(_csv_value, values))
    return f"{line or EMPTY_LINE}\r\n"


def _csv_value(value: Any) -> str:
    """Numbers stay numbers, a minus sign included; text that could be run as a formula, or read as a number, is guarded."""
    if isinstance(value, str):
        if value.isalpha() and len(value) < 4:
            return value
        text = legal(value)
        text = f'="{text}"' if _LOSES.fullmatch(text) else guarded(text)
    else:
        text = as_text(value)
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def write_csv(target: Target, columns: list[Column], rows: Iterable[tuple]) -> None:
    with _opened(target) as out:
        for chunk in csv_chunks(columns, rows):
            out.write(chunk)


# --- what an import refused ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FaultyRow:
    """A refused row: its number in the file, its values, and per fault the cell, the value and the reason."""

    number: int
    values: tuple
    faults: tuple[tuple[str, Any, Text], ...]


FAULT_LABELS = (Text("原行号", "Row"), Text("单元格", "Cell"), Text("错误值", "Value"), Text("原因", "Reason"))
FAULTS = Text("错误行", "Faulty rows")


def write_faults(target: Target, labels: list[str], faulty: Iterable[FaultyRow], lang: str = "zh") -> int:
    """The refused rows with their reasons in front, to be put right and imported again."""
    kinds = ("number", "text", "text", "note")
    front = [Column(text.say(lang), kind) for text, kind in zip(FAULT_LABELS, kinds, strict=True)]
    columns = front + [Column(label) for label in labels]
    return write_xlsx(target, columns, (_faulty(row, len(labels), lang) for row in faulty), sheet=FAULTS.say(lang))


def _faulty(row: FaultyRow, width: int, lang: str) -> tuple:
    cells, values, reasons = zip(*row.faults, strict=True) if row.faults else ((), (), ())
    said = [reason.say(lang) for reason in reasons]
    own = (*row.values, *[None] * width)[:width]
    return (row.number, "、".join(cells), "、".join(map(as_text, values)), "\n".join(said), *own)
