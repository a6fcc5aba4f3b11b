"""Long lists as csv that Excel opens in Chinese: numbers stay numbers, and no text is run as a formula or read as a number."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .blocks import Block, Written, by_rows
from .columns import Column, Target, opened
from .sheet_cells import as_text, legal

# A csv has no types: programs take text that begins so, also after blanks and quotation marks, for a formula.
# We put one ' before it, and `unguarded` takes one ' away where what follows would have needed it: every text comes
# back as it was, also one that began with ' itself.
_DANGEROUS = re.compile(r"[\s\u200b\ufeff\"'“”‘’`]*[=+\-@＝＋－＠﹢﹣﹦﹫]|[\"'“”‘’` ]*[\t\r\n]")
_QUOTED = re.compile(r'^ |[",;\t\r\n]')  # also what a reader might take for a separator or drop before a quote
EMPTY_LINE = '""'  # readers skip a line with nothing on it
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_MONTHS = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
# What a spreadsheet that opens a csv takes for a number, a date or a yes, and saves as something else: 000777 as 777,
# eighteen digits as 2.02E+17, 3-5 as the fifth of March, 5% as 5.00%, (5) as -5.
_CLOCK = r"\d{1,2}:\d{2}(:\d{2})?(\s?[ap]m?)?"
_DAY = r"(\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?|\d{1,4}[-/年]\d{1,2}([-/月]\d{1,2}日?|月)?|\d{1,2}月(\d{1,2}日)?)"
_AMOUNT = r"[¥￥$€£]\s*[\d,.]+|[\d,.]+\s*[%€£]|\([¥￥$€£]?[\d,.]+%?\)"
_LOSES = re.compile(
    rf"0\d+|\d{{12,}}|\d+\.\d*0|\d*\.\d{{9,}}|{_AMOUNT}|\d{{1,3}}(,\d{{3}})+(\.\d+)?|\d+(\.\d+)?e[+-]?\d+|true|false"
    rf"|{_DAY}(\s{_CLOCK})?|{_CLOCK}"
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
    """A csv in pieces."""
    return csv_of(columns, by_rows(rows))


def csv_of(columns: list[Column], blocks: Iterable[Block]) -> Iterator[bytes]:
    """The same of what comes in blocks."""
    yield ("\ufeff" + _line(_value(column.label) for column in columns)).encode()
    written = [Written(_making(column.read), "") for column in columns]
    for block in blocks:
        pieces = [each.of(values) for each, values in zip(written, block.columns, strict=True)]
        yield "".join(map(_line, zip(*pieces, strict=True))).encode()


def _making(read: Callable[[Any], Any] | None) -> Callable[[Any], str]:
    return _value if read is None else lambda value: _value(read(value))


def _line(pieces: Iterable[str]) -> str:
    return f"{','.join(pieces) or EMPTY_LINE}\r\n"


def _value(value: Any) -> str:
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
    with opened(target) as out:
        for chunk in csv_chunks(columns, rows):
            out.write(chunk)
