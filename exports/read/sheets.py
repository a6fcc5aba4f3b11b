"""What every reader hands back: a book of sheets of rows of plain values, and how much of it there may be."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from models.kit.text import Refused, Text

MB = 1024 * 1024
DAMAGED = Text(
    "文件损坏，读不出来。请用 Excel 或 WPS 打开后另存为 xlsx 再导入",
    "The file is damaged and cannot be read. Open it in Excel or WPS, save it as xlsx and import that",
)
TOO_WIDE = Text(
    "工作表“{sheet}”用到了第 {count} 列，最多 {most} 列。请删除多余的列再导入",
    "Sheet “{sheet}” uses column {count}, {most} columns at most. Delete the extra columns and import again",
)
TOO_LONG = Text(
    "工作表“{sheet}”用到了第 {count} 行，最多 {most} 行。请删除多余的行，或拆成几个文件再导入",
    "Sheet “{sheet}” uses row {count}, {most} rows at most. Delete extra rows, or split the file and import the parts",
)
TEXT_TOO_LONG = Text(
    "工作表“{sheet}”第 {row} 行有一格超过 {most} 个字符，请缩短后再导入",
    "Sheet “{sheet}”, row {row}: a cell has more than {most} characters; shorten it and import again",
)
UNKNOWN = Text(
    "不认识这种文件。可以导入 xlsx、xls 和 csv，请另存为其中一种",
    "This kind of file is not known. xlsx, xls and csv can be imported; save it as one of them",
)
ERROR_CELL = Text("单元格是错误值 {value}，请改正", "The cell holds the error {value}; correct it")
NO_NUMBER = Text("单元格里的数字无效，请重新录入", "The number in this cell is not valid; enter it again")


@dataclass(frozen=True)
class Limits:
    """How much one imported file may hold; past any of these it is refused, never cut short silently."""

    file: int = 20 * MB
    unpacked: int = 200 * MB
    ratio: int = 100
    entries: int = 200  # parts that are read
    idle: int = 10_000  # pictures, drawings, charts: parts that are not
    rows: int = 200_000
    columns: int = 200
    text: int = 32_767
    cells: int = 5_000_000  # rows × columns of one sheet: readers lay it out whole, 64 bytes a cell


LIMITS = Limits()


@dataclass(frozen=True)
class Unreadable:
    """Stands where a cell has no value to import: an error such as #N/A, or a formula nobody calculated."""

    reason: Text
    shown: str

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True)
class Part:
    """Rows from `first` on come from this sheet, from `row` on there, and lie so many columns further to the right."""

    first: int
    sheet: str
    row: int
    shift: int = 0


@dataclass
class SheetRows:
    """One sheet as it lies in the file: `rows[0]` is row `first_row` of Excel, leading blanks are kept.

    merges: (top, left, bottom, right) of each merged range, from 1; its value stands in the first cell only.
    problem: why the sheet was not read; it has no rows then.
    """

    name: str
    rows: list[list[Any]]
    hidden_rows: int = 0
    hidden: bool = False
    first_row: int = 1
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_columns: int = 0
    problem: Text | None = None
    # Comments by place, and (0, 0): printed on its pages.
    remarks: dict[tuple[int, int], str] = field(default_factory=dict)
    # Where rows come from that lie otherwise in the file, from the top; and rows that are none, with what they are.
    parts: list[Part] = field(default_factory=list)
    left: dict[int, Text] = field(default_factory=dict)

    def place(self, number: int) -> tuple[str, int, int]:
        """Where a row lies in the file: its sheet where it is another one, its number there, how far to the right."""
        at = bisect_right(self.parts, number, key=lambda part: part.first) - 1
        if at < 0:
            return "", number, 0
        part = self.parts[at]
        return ("" if part.sheet == self.name else part.sheet), number - part.first + part.row, part.shift

    def called(self, number: int) -> str:
        """A row as people find it in the file: 12, or 2月!12."""
        sheet, row, _ = self.place(number)
        return f"{sheet}!{row}" if sheet else str(row)


@dataclass
class Book:
    """A file taken apart; `notes` are remarks a person should see, `digest` tells the same bytes again."""

    kind: str
    sheets: list[SheetRows]
    notes: list[Text] = field(default_factory=list)
    encoding: str | None = None
    delimiter: str | None = None
    date1904: bool = False
    digest: str = ""
    name: str = ""  # of the file, without its ending

    def sheet(self, name: str) -> SheetRows | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def as_read(sheets: list[SheetRows]) -> list[SheetRows]:
    """The sheets of a book; one that can't be read stands in nobody's way unless no other has anything. Raises Refused."""
    problem = next((sheet.problem for sheet in sheets if sheet.problem), None)
    if problem and not any(any(map(any, sheet.rows)) for sheet in sheets):
        raise Refused(problem)
    return sheets


def letters(column: int) -> str:
    """1 → A, 27 → AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number


def plain(value: Any) -> Any:
    """A reader's value as one of ours: str, int, float, bool, date, datetime, None or Unreadable."""
    kind = value.__class__
    if kind is float:
        if value.is_integer() and -1e15 < value < 1e15:
            return int(value)
        return value if math.isfinite(value) else Unreadable(NO_NUMBER, repr(value))
    if kind is str:
        return value or None
    if kind is time:
        return value.isoformat("seconds" if value.second else "minutes")
    if kind is timedelta:
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")
    return value


def plain_rows(sheet: str, rows: Iterable[list], limits: Limits, first: int = 1) -> Iterator[list[Any]]:
    """Rows of plain values; a text longer than a cell may hold refuses the file with its row."""
    most = limits.text

    def other(value: Any, number: int) -> Any:
        if value.__class__ is str and value:
            raise Refused(TEXT_TOO_LONG(sheet=sheet, row=number, most=f"{most:,}"))
        return plain(value)

    for number, row in enumerate(rows, first):
        if {*map(type, row)} == {str} and max(map(len, row)) <= most:  # as in most files
            yield [v or None for v in row]
            continue
        yield [v if v.__class__ is str and 0 < len(v) <= most else None if v == "" else other(v, number) for v in row]
