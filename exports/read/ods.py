"""Reading OpenDocument spreadsheets: calamine has the values, and what it hides or would lay out without end is looked up beside it."""

import io
import zipfile
from typing import Any
from xml.parsers import expat

import python_calamine

from exports.read.sheets import DAMAGED, TOO_LONG, TOO_WIDE, Book, Limits, SheetRows, as_read, plain_rows
from models.kit.reading import Shown
from models.kit.text import Refused

TABLE, ROW = "table:table", "table:table-row"
CELLS = ("table:table-cell", "table:covered-table-cell")


def read_ods(data: bytes, limits: Limits) -> Book:
    """A spreadsheet whose zip directory has been checked already. Raises Refused."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        seen = _Seen(limits).through(archive.read("content.xml"))
    sheets = []
    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        for at, about in enumerate(book.sheets_metadata):
            sheet = book.get_sheet_by_index(at)
            left = [None] * (sheet.start or (0, 0))[1]
            rows = [left + row if left else row for row in plain_rows(about.name, sheet.iter_rows(), limits)]
            percents, merges = seen.get(about.name, ({}, []))
            for (row, column), text in percents.items():
                if (
                    row <= len(rows)
                    and column <= len(rows[row - 1])
                    and isinstance(rows[row - 1][column - 1], int | float)
                ):
                    rows[row - 1][column - 1] = Shown(rows[row - 1][column - 1], text, percent=True)
            hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
            sheets.append(SheetRows(about.name, rows, hidden=hidden, merges=merges))
    return Book("ods", as_read(sheets))


class _Seen:
    """How far each sheet reaches, which of its cells are shown in per cent, and which are merged."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self.sheets: dict[str, tuple[dict[tuple[int, int], str], list[tuple[int, int, int, int]]]] = {}
        self.name, self.row, self.column = "", 0, 0
        self.rows_alike, self.cells_alike, self.filled = 1, 1, False
        self.percent: list[str] | None = None

    def through(self, xml: bytes) -> dict[str, tuple[dict[tuple[int, int], str], list[tuple[int, int, int, int]]]]:
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _no_doctype
        try:
            parser.Parse(xml, True)
        except (expat.ExpatError, ValueError) as error:
            raise Refused(DAMAGED) from error
        return self.sheets

    def _start(self, tag: str, said: dict[str, str]) -> None:
        if tag == TABLE:
            self.name, self.row = said.get("table:name", ""), 0
            self.sheets[self.name] = ({}, [])
        elif tag == ROW:
            self.column, self.filled = 0, False
            self.rows_alike = int(said.get("table:number-rows-repeated", 1))
        elif tag in CELLS and self.sheets:
            self._cell(said)

    def _cell(self, said: dict[str, str]) -> None:
        alike = int(said.get("table:number-columns-repeated", 1))
        if "office:value-type" in said or "calcext:value-type" in said:
            self.filled = True
            if self.column + alike > self.limits.columns:
                raise Refused(TOO_WIDE(sheet=self.name, count=self.column + alike, most=self.limits.columns))
            if self.row + self.rows_alike > self.limits.rows:
                count, most = f"{self.row + self.rows_alike:,}", f"{self.limits.rows:,}"
                raise Refused(TOO_LONG(sheet=self.name, count=count, most=most))
        self.percent = [] if said.get("office:value-type") == "percentage" else None
        across = int(said.get("table:number-columns-spanned", 1))
        down = int(said.get("table:number-rows-spanned", 1))
        if across > 1 or down > 1:
            at = (self.row + 1, self.column + 1)
            self.sheets[self.name][1].append((*at, at[0] + down - 1, at[1] + across - 1))
        self.cells_alike = alike

    def _text(self, text: str) -> None:
        if self.percent is not None:
            self.percent.append(text)

    def _end(self, tag: str) -> None:
        if tag in CELLS and self.sheets:
            if self.percent is not None:
                places = ((row, column) for row in range(self.rows_alike) for column in range(self.cells_alike))
                for row, column in places:
                    place = (self.row + row + 1, self.column + column + 1)
                    self.sheets[self.name][0][place] = "".join(self.percent).strip()
            self.column += self.cells_alike
            self.percent = None
        elif tag == ROW:
            self.row += self.rows_alike


def _no_doctype(*_: Any) -> None:
    raise Refused(DAMAGED)
