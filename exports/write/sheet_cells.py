"""The cells of a list as the XML of a sheet: text always stays text, nothing is ever a formula."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from exports.read.sheets import letters
from exports.write.package import Styles

from .blocks import Block, Written

MOST_TEXT = 32_767
ROW = b"\0"  # stands in a cell for the number of its row: no cell holds it otherwise
_DAY_ZERO = date(1899, 12, 30).toordinal()
_FIRST_DAY = date(1900, 3, 1)  # programs disagree on the serial numbers of earlier days
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SPECIAL = re.compile(r"[&<>\r]|_x[0-9A-Fa-f]{4}_")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_BETWEEN, _CUT = (
    "<",
    "\x01",
)  # between values that are looked at together, and between their cells: neither stands in one
_APART = ("&", ">", "_x", "<<", " <", "< ")  # what a text among others would have to be looked at for by itself


def maker(kind: str, column: str, style: int) -> Callable[[Any], bytes]:
    """A function from a value to the XML of its cell, with ROW in it; text wherever the value is not what was declared."""
    head, tail = f'<c r="{column}\0', f'" s="{style}" t="inlineStr"><is><t>'
    loose = f'{head}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
    plain, tail = f'{head}" s="{style}"><v>', head + tail

    def text(value: Any) -> bytes:
        value = value if value.__class__ is str else as_text(value)
        if value.isalnum() and len(value) <= MOST_TEXT:  # most are, and need no second look
            return f"{tail}{value}</t></is></c>".encode()
        value = legal(value)
        if not value:
            return b""
        edges = value[0].isspace() or value[-1].isspace()  # readers trim unless told not to
        return f"{loose if edges else tail}{escape(value)}</t></is></c>".encode()

    def number(value: Any) -> bytes:
        safe = value.__class__ in _NUMBERS and -1e15 < value < 1e15  # Excel keeps 15 digits
        return f"{plain}{value}</v></c>".encode() if safe else text(value)

    def day(value: Any) -> bytes:
        serial = _serial(value)
        return f"{plain}{serial}</v></c>".encode() if serial else text(value)

    return {"text": text, "note": text, "day": day, "moment": day}.get(kind, number)


class Cells(Written[bytes]):
    """The cells of a column. read: from what the rows bring to what its cell shows."""

    def __init__(self, kind: str, column: str, style: int, read: Callable[[Any], Any] | None = None):
        self.column, self.style, self.read = column, style, read
        self.swift = kind in ("text", "note")
        make = maker(kind, column, style)
        super().__init__(make if read is None else lambda value: _of_read(make, read(value)), b"")

    def many(self, values: Sequence[Any]) -> list[bytes]:
        """Where nothing in any of them needs a second look, they are written as one."""
        texts = values if self.read is None else list(map(self.read, values))
        joined = _BETWEEN.join(texts) if set(map(type, texts)) == {str} else ""
        if not _are_plain(joined, len(texts)):
            return super().many(values)
        head, tail = f'<c r="{self.column}\0" s="{self.style}" t="inlineStr"><is><t>', "</t></is></c>"
        return f"{head}{joined.replace(_BETWEEN, f'{tail}{_CUT}{head}')}{tail}".encode().split(_CUT.encode())

    @property
    def blank(self) -> bytes:
        """A cell that is empty, and yet filled."""
        return f'<c r="{self.column}\0" s="{self.style}"/>'.encode()


def _of_read(make: Callable[[Any], bytes], value: Any) -> bytes:
    return b"" if value is None else make(value)


def _are_plain(joined: str, count: int) -> bool:
    """Whether each of the texts goes into its cell as it is: none empty, with a blank at an end, or with a sign XML wants otherwise."""
    return (
        joined.isprintable()
        and len(joined) <= MOST_TEXT
        and joined.count(_BETWEEN) == count - 1
        and joined[:1] not in ("", " ", _BETWEEN)
        and joined[-1] not in (" ", _BETWEEN)
        and not any(sign in joined for sign in _APART)
    )


def xml_rows(cells: Iterable[Sequence[bytes]], first: int) -> bytes:
    """The rows of a block from the cells of its columns."""
    return b"".join(
        [
            b'<row r="%d">%b</row>' % (number, b"".join(row).replace(ROW, b"%d" % number))
            for number, row in enumerate(zip(*cells, strict=True), first)
        ]
    )


class Toned:
    """The cells of rows that stand out; what is empty is filled, too."""

    def __init__(self, columns: Sequence[Any], styles: Styles):
        self.of_tone = [
            [Cells(c.kind, letters(at), styles.of(at, tone), c.read) for at, c in enumerate(columns, 1)]
            for tone in range(len(styles.fills) + 1)
        ]

    def paint(self, cells: list[list[bytes]], block: Block) -> None:
        """Put them in the place of those that have no tone."""
        for row, tones in enumerate(block.tones):
            for at, tone in enumerate(tones or ()):
                if tone:
                    cells[at][row] = self._cell(self.of_tone[tone][at], block.columns[at][row])

    @staticmethod
    def _cell(cells: Cells, value: Any) -> bytes:
        return (b"" if value is None else cells.make(value)) or cells.blank


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
