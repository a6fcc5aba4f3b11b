"""Reading csv and its kin: text whose cells are told apart by a sign."""

import csv
import io
import re
from collections import Counter

from exports.read.encodings import decoded
from exports.read.sheets import TEXT_TOO_LONG, TOO_LONG, TOO_WIDE, UNKNOWN, Book, Limits, SheetRows
from exports.write.csv_lists import unguarded
from models.kit.text import Refused, Text

UNTIDY_CSV = Text(
    "第 {row} 行附近的引号不成对或内容过长，读不下去。请另存为 xlsx 再导入",
    "Near row {row} a quotation mark is not closed or a cell is too long. Save the file as xlsx and import that",
)

DELIMITERS, RARE = (
    (",", "\t", ";"),
    ("|", "，", "、", "；"),
)  # the rare ones also stand in texts: only where they cut every line alike and no other does

_BINARY = re.compile(r"[\0-\x08\x0e-\x1a]")


def read_delimited(data: bytes, name: str, limits: Limits, asked: str | None = None) -> Book:
    """A csv or another text table, in the encoding asked for or found. Raises Refused."""
    text, encoding = decoded(data, asked)
    if _BINARY.search(text[:4096]):
        raise Refused(UNKNOWN)
    delimiter = _delimiter(text)
    if re.match(r"sep=.\r?\n", text):  # a line for Excel, not a row of the table
        delimiter, text = text[4], text.partition("\n")[2]
    rows = []
    # a blank between separator and quote, as people type it, is not part of the text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    try:
        for row in reader:
            rows.append([unguarded(value) or None for value in row])
            _check_csv_row(name, len(rows), rows[-1], limits)
    except csv.Error as error:
        raise Refused(UNTIDY_CSV(row=len(rows) + 1)) from error
    return Book("csv", [SheetRows(name, rows)], encoding=encoding, delimiter=delimiter)


def _check_csv_row(name: str, number: int, row: list[str | None], limits: Limits) -> None:
    if len(row) > limits.columns and any(row[limits.columns :]):
        raise Refused(TOO_WIDE(sheet=name, count=f"{len(row):,}", most=limits.columns))
    if number > limits.rows:
        raise Refused(TOO_LONG(sheet=name, count=f"{number:,}", most=f"{limits.rows:,}"))
    if any(value and len(value) > limits.text for value in row):
        raise Refused(TEXT_TOO_LONG(sheet=name, row=number, most=f"{limits.text:,}"))


def _delimiter(text: str) -> str:
    """The sign that cuts most of the first lines into the same number of parts."""
    sample = text[:65536].splitlines(keepends=True)[:50]
    lines = sum(map(bool, map(str.strip, sample)))
    best = max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))
    if lines and _evenness(sample, best)[0] == lines:
        return best
    rare = max(RARE, key=lambda delimiter: _evenness(sample, delimiter))
    return rare if lines and _evenness(sample, rare)[0] == lines else best


def _evenness(lines: list[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = Counter(
            len(row) for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=True) if len(row) > 1
        )
    except csv.Error:
        return 0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return count, width
