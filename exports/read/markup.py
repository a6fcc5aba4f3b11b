"""Tables that web systems save as .xls: pages with a <table>, and Excel's XML of 2003, as rows of plain values."""

import re
from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

from exports.read.encodings import decoded
from exports.read.sheets import DAMAGED, TEXT_TOO_LONG, TOO_LONG, TOO_WIDE, Book, Limits, SheetRows, plain_rows
from models.kit.reading import Shown
from models.kit.text import Refused, Text

NO_TABLE = Text(
    "网页里没有表格，读不出来。请用 Excel 或 WPS 打开后另存为 xlsx 再导入",
    "There is no table in the web page. Open it in Excel or WPS, save it as xlsx and import that",
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]+)|encoding\s*=\s*[\"']([A-Za-z0-9_-]+)", re.IGNORECASE)
_NAMES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "big5": "big5",
}
_NAMES |= dict.fromkeys(("gb_2312-80", "x-gbk", "cp936", "ms936", "windows-936"), "gb18030") | {"big5-hkscs": "big5"}
_DECLARED = re.compile(r"\ufeff?\s*<\?xml[^>]*\?>")
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
MOST_DEEP = 3  # tables in one another


def is_markup(data: bytes) -> bool:
    """Whether a file begins as a page or as XML does, in whatever encoding."""
    return _plain(data[:2048]).lstrip(b" \t\r\n").startswith(b"<")


def read_markup(data: bytes, name: str, limits: Limits, asked: str | None = None) -> Book:
    """A web page or an XML workbook, in the encoding asked for, the one it names, or the one found. Raises Refused."""
    head = _plain(data[:8192])[:4096]
    match = _CHARSET.search(head)
    named = _NAMES.get((match[1] or match[2]).decode("ascii").lower()) if match else None
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and b"<html" not in head.lower():
        if not asked and named in (None, "utf-8") and b"\0" not in data[:4096]:
            return _read_xml(data, limits)
        text, encoding = _text(data, named, asked)
        return _read_xml(_DECLARED.sub("", text, count=1).encode(), limits, encoding)
    text, encoding = _text(data, named, asked)
    page = _Page(name, limits)
    page.feed(text)
    page.close()
    sheets = [table.sheet(at) for at, table in enumerate(page.tables) if table.filled]
    if not sheets:
        raise Refused(NO_TABLE)
    return Book("html", sheets, encoding=encoding)


def _plain(data: bytes) -> bytes:
    """The plain signs at the beginning, without a mark and without the zeros that stand between them in UTF-16."""
    return data.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")


def _text(data: bytes, named: str | None, asked: str | None) -> tuple[str, str]:
    """As a person says; else as the file says of itself where its bytes allow that; else as they tell."""
    if asked or named is None or b"\0" in data[:4096]:
        return decoded(data, asked)
    try:
        return decoded(data, named)
    except Refused:
        return decoded(data)


class _Table:
    """Rows of cells as they are read; a cell over several rows or columns stands in the first, and its range is kept."""

    def __init__(self, name: str, limits: Limits):
        self.name, self.limits = name, limits
        self.rows: list[list[Any]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.taken: set[tuple[int, int]] = set()  # places from 0 that a cell above or before reaches over

    @property
    def filled(self) -> bool:
        return any(value is not None for row in self.rows for value in row)

    def begin(self) -> None:
        self.rows.append([])
        if len(self.rows) > self.limits.rows:
            raise Refused(TOO_LONG(sheet=self.name, count=f"{len(self.rows):,}", most=f"{self.limits.rows:,}"))

    def add(self, text: str, across: int, down: int) -> None:
        if not self.rows:
            self.begin()
        row, number = self.rows[-1], len(self.rows) - 1
        while (number, len(row)) in self.taken:
            row.append(None)
        place = len(row)
        if place + across > self.limits.columns:
            raise Refused(TOO_WIDE(sheet=self.name, count=place + across, most=self.limits.columns))
        if len(text) > self.limits.text:
            raise Refused(TEXT_TOO_LONG(sheet=self.name, row=number + 1, most=f"{self.limits.text:,}"))
        row.extend([text or None, *[None] * (across - 1)])
        if across > 1 or down > 1:
            if len(self.taken) > self.limits.cells // 10:
                raise Refused(DAMAGED)
            self.merges.append((number + 1, place + 1, number + down, place + across))
            self.taken |= {
                (below, at) for below in range(number + 1, number + down) for at in range(place, place + across)
            }

    def sheet(self, at: int) -> SheetRows:
        return SheetRows(self.name if at == 0 else f"{self.name} {at + 1}", self.rows, merges=self.merges)


class _Page(HTMLParser):
    """The tables of a page, in their order; what stands outside of them is left aside."""

    def __init__(self, name: str, limits: Limits):
        super().__init__(convert_charrefs=True)
        self.name, self.limits = name, limits
        self.tables: list[_Table] = []
        self.open: list[_Table] = []
        self.cell: list[str] | None = None
        self.span = (1, 1)
        self.silent = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self.open.append(_Table(self.name, self.limits))
            self.tables.append(self.open[-1])
            if len(self.open) > MOST_DEEP:
                raise Refused(NO_TABLE)
        elif tag in ("script", "style"):
            self.silent += 1
        elif self.open and tag == "tr":
            self._end_cell()
            self.open[-1].begin()
        elif self.open and tag in ("td", "th"):
            self._end_cell()
            said = dict(attributes)
            self.cell, self.span = [], (_number(said.get("colspan")), _number(said.get("rowspan")))
        elif self.cell is not None and tag in ("br", "p", "div") and self.cell:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self.open:
            self._end_cell()
            self.open.pop()
        elif tag in ("script", "style"):
            self.silent = max(0, self.silent - 1)

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.silent:
            self.cell.append(data)

    def _end_cell(self) -> None:
        if self.cell is not None and self.open:
            lines = [" ".join(line.split()) for line in "".join(self.cell).split("\n")]
            self.open[-1].add("\n".join(line for line in lines if line), *self.span)
        self.cell = None


def _number(text: str | None) -> int:
    return min(int(text), 1000) if text and text.isdecimal() and int(text) > 0 else 1


# Excel's XML of 2003 ----------------------------------------------------------------------------------------------------


def _read_xml(data: bytes, limits: Limits, encoding: str | None = None) -> Book:
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except (ElementTree.ParseError, ValueError) as error:
        raise Refused(DAMAGED) from error
    percents = {
        style.get(f"{_SS}ID")
        for style in root.iter(f"{_SS}Style")
        if any("%" in _code(node) or _code(node) == "Percent" for node in style.iter(f"{_SS}NumberFormat"))
    }
    sheets = [_xml_sheet(node, percents, limits) for node in root.iter(f"{_SS}Worksheet")]
    if not sheets:
        raise Refused(DAMAGED)
    return Book("xml", sheets, encoding=encoding)


def _code(node: Element) -> str:
    return node.get(f"{_SS}Format", "")


def _xml_sheet(node: Element, percents: set[str | None], limits: Limits) -> SheetRows:
    name = node.get(f"{_SS}Name", "")
    rows: list[list[Any]] = []
    merges: list[tuple[int, int, int, int]] = []
    for line in node.iter(f"{_SS}Row"):
        number = int(line.get(f"{_SS}Index") or len(rows) + 1)
        if number > limits.rows:
            raise Refused(TOO_LONG(sheet=name, count=f"{number:,}", most=f"{limits.rows:,}"))
        rows.extend([] for _ in range(number - len(rows)))
        _xml_row(SheetRows(name, rows, merges=merges), line, number, percents, limits)
    return SheetRows(name, list(plain_rows(name, rows, limits)), merges=merges)


def _xml_row(sheet: SheetRows, line: Element, number: int, percents: set[str | None], limits: Limits) -> None:
    at, row = 0, sheet.rows[number - 1]
    for cell in line.iter(f"{_SS}Cell"):
        at = int(cell.get(f"{_SS}Index") or at + 1)
        across, down = int(cell.get(f"{_SS}MergeAcross") or 0), int(cell.get(f"{_SS}MergeDown") or 0)
        if at + across > limits.columns:
            raise Refused(TOO_WIDE(sheet=sheet.name, count=at + across, most=limits.columns))
        row.extend([None] * (at - len(row)))
        value = _xml_value(cell.find(f"{_SS}Data"))
        shared = cell.get(f"{_SS}StyleID") in percents and isinstance(value, int | float)
        row[at - 1] = Shown(value, f"{value * 100:g}%", percent=True) if shared else value
        if across or down:
            sheet.merges.append((number, at, number + down, at + across))
        at += across


def _xml_value(data: Element | None) -> Any:
    text = "" if data is None else "".join(data.itertext())
    kind = None if data is None else data.get(f"{_SS}Type")
    if not text.strip():
        return None
    if kind == "Number":
        value = float(text)
        return int(value) if value.is_integer() and abs(value) < 10**15 else value
    if kind == "Boolean":
        return text.strip() == "1"
    if kind == "DateTime":
        moment = datetime.fromisoformat(text.strip().removesuffix("Z").split(".")[0])
        return moment if moment.time() != datetime.min.time() else moment.date()
    return text
