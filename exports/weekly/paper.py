"""A sheet that is filled from top to bottom and fits its paper: title, parts with a heading, tables, room for charts."""

import math
from collections.abc import Sequence
from copy import copy

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break

from exports.write.package import display_width
from exports.write.sheet_cells import legal

from . import words
from .dress import GRID, UNDER, filling, font, placing
from .styles import BAND, GREEN, GREY, HEAD, INK, LINK, MEASURE, SANS, Put, text

Spans = Sequence[tuple[int, int]]
PLAIN = Put()
INCH, MARGIN, LINE_HEIGHT = 72, 0.4, 15.5
PAPER_WIDE, PAPER_HIGH = 11.69, 8.27
PER_CHARACTER = 7 / 96  # inches of a column that is one character wide
SHORTER = 0.96  # other fonts run a little larger than ours


class Book(Workbook):
    """A workbook without sheets; widths are counted in digits of its ordinary font, which is as wide everywhere.

    looks: what a cell's look comes to in this workbook, as composing it anew for each cell takes longer than all the rest.
    """

    def __init__(self) -> None:
        super().__init__()
        self.looks: dict[tuple, StyleArray] = {}
        self.remove(self.active)
        plain = Font(name=MEASURE, size=10, family=SANS)
        self._fonts = IndexedList([plain])
        self._named_styles["Normal"].font = plain


class Paper:
    """One sheet; `widths` in characters, the title in the first row and what belongs under it in the second."""

    def __init__(self, book: Book, name: str, lang: str, widths: Sequence[float], title: str, sub: str, **more: str):
        self.sheet, self.lang, self.widths = book.create_sheet(name), lang, list(widths)
        self.row, self.used, self.heading = 3, 0.0, ""
        wide = PAPER_WIDE - 2 * MARGIN
        self.scale = min(1.0, wide / (sum(widths) * PER_CHARACTER))
        self.room = (PAPER_HIGH - 1.1) * INCH / self.scale * SHORTER - 54
        self.freeze, back = more.get("freeze", "A3"), more.get("back")
        self._head(title, sub, back, words.TO_RANKING if more.get("up") else words.BACK)

    def _head(self, title: str, sub: str, back: str | None, label) -> None:
        last = len(self.widths)
        split = self._split(26) if back else last
        self.put(1, (1, last), Put(title, size=16, bold=True, colour=GREEN), inset=False)
        self.put(2, (1, split), Put(sub, size=9, colour=GREY), inset=False)
        if back:
            self.put(
                2, (split + 1, last), Put(f"← {label.say(self.lang)}", align="right", size=9, colour=LINK, sheet=back)
            )
        self.sheet.row_dimensions[1].height, self.sheet.row_dimensions[2].height = 30, 24

    def _split(self, wide: float) -> int:
        """The last column but those that are together so wide."""
        split, sofar = len(self.widths), 0.0
        while split > 1 and sofar < wide:
            sofar += self.widths[split - 1]
            split -= 1
        return split

    # Cells --------------------------------------------------------------------------------------------------------------

    def put(self, row: int, span: tuple[int, int], what: Put, framed: bool = False, inset: bool = True) -> None:
        """A value into a cell, over as many columns as the span has; text stays text whatever it begins with."""
        first, last = span
        cell = self.sheet.cell(row, first)
        if isinstance(what.value, str):
            cell.value = legal(what.value) or None
            cell.data_type = "s" if cell.value else "n"
        else:
            cell.value = what.value
        self._dress(cell, what, framed, inset)
        if what.sheet:
            place = "'" + what.sheet.replace("'", "''") + "'!A1"
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place, display=cell.value)
        if framed:
            for column in range(first + 1, last + 1):
                self._dress(self.sheet.cell(row, column), PLAIN, framed, inset)
        if last > first:
            self.sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)

    def _dress(self, cell: Cell, what: Put, framed: bool, inset: bool) -> None:
        """The look of a cell, composed once for all that look the same."""
        wraps, linked = isinstance(what.value, str), what.sheet is not None
        key = (what.form, what.align, what.colour, what.fill, what.bold, what.size, wraps, linked, framed, inset)
        looks = self.sheet.parent.looks
        if key not in looks:
            cell.number_format = what.form
            cell.font = font(what.size, LINK if linked else what.colour, what.bold, linked)
            cell.alignment = placing(what.align, inset, wraps)
            if what.fill:
                cell.fill = filling(what.fill)
            if framed:
                cell.border = GRID
            looks[key] = copy(cell._style)
        cell._style = copy(looks[key])

    # Parts --------------------------------------------------------------------------------------------------------------

    def part(self, heading: str, room: float = 90) -> None:
        """A heading, on a new page when there isn't room for it and a little more."""
        if self.used and self.used + 40 + room > self.room:
            self.turn()
        if self.used:
            self.step(12)
        self.put(self.row, (1, len(self.widths)), Put(heading, size=12, bold=True, colour=GREEN), inset=False)
        for column in range(1, len(self.widths) + 1):
            self.sheet.cell(self.row, column).border = UNDER
        self.heading = heading
        self.step(24)

    def line(self, what: Put, height: float = 20) -> None:
        lines = self.lines(what, (1, len(self.widths)))
        self.put(self.row, (1, len(self.widths)), what, inset=what.sheet is not None)
        self.step(max(height, lines * LINE_HEIGHT + 4))

    def table(self, spans: Spans, heads: Sequence[str], rows: Sequence[Sequence[Put]], least: float = 20) -> range:
        """A framed table; what doesn't fit goes on on the next page under the same heads. Answers the rows up to there."""
        start = self.heads(spans, heads)
        end = None
        for at, row in enumerate(rows):
            lines = max(self.lines(put, span) for put, span in zip(row, spans, strict=True))
            height = least if lines == 1 else max(least, lines * LINE_HEIGHT + 5)
            if self.used + height > self.room:
                end = end or self.row
                self.turn()
                self.heads(spans, heads)
            for put, span in zip(row, spans, strict=True):
                self.widen(put, span)
                look = put if put.fill or at % 2 == 0 else Put(**{**vars(put), "fill": BAND})
                self.put(self.row, span, look, framed=True)
            self.step(height)
        return range(start, end or self.row)

    def heads(self, spans: Spans, heads: Sequence[str]) -> int:
        lines = 1
        for head, span in zip(heads, spans, strict=True):
            what = Put(head, bold=True, align="center", fill=HEAD, colour=INK)
            self.put(self.row, span, what, framed=True)
            lines = max(lines, self.lines(what, span))
        self.step(lines * LINE_HEIGHT + 8)
        return self.row

    def space(self, points: float, each: float = 20) -> tuple[int, int]:
        """Rows left free for charts: the first and the row after the last."""
        if self.used and self.used + points > self.room:
            self.turn()
        first = self.row
        for _ in range(math.ceil(points / each)):
            self.step(each)
        return first, self.row

    def step(self, height: float) -> None:
        self.sheet.row_dimensions[self.row].height = min(409, round(height, 1))
        self.row += 1
        self.used += height

    def turn(self) -> None:
        """A new page begins with the row that comes next."""
        if self.used:
            self.sheet.row_breaks.append(Break(id=self.row - 1))
        self.used = 0.0

    # Sizes --------------------------------------------------------------------------------------------------------------

    def lines(self, what: Put, span: tuple[int, int]) -> int:
        if not isinstance(what.value, str):
            return 1
        wide = max(2.0, sum(self.widths[span[0] - 1 : span[1]]) - (1.5 if what.align == "center" else 3))
        size = what.size / 10 * (1.06 if what.bold else 1)
        return sum(max(1, math.ceil(_wide(part) * size / wide)) for part in what.value.splitlines() or [""])

    def widen(self, what: Put, span: tuple[int, int]) -> None:
        """A number must stand in one line, or Excel writes ##### for it."""
        first, last = span
        if first == last and not isinstance(what.value, str):
            self.widths[first - 1] = max(self.widths[first - 1], min(30.0, what.width + 3))

    def finish(self, title: str, *, one_page: bool = False, repeat: str = "1:2") -> None:
        """Widths, panes, and how it prints: A4 across, as wide as the paper, the title on every page."""
        sheet, last = self.sheet, get_column_letter(len(self.widths))
        for at, width in enumerate(self.widths, 1):
            sheet.column_dimensions[get_column_letter(at)].width = width
        sheet.freeze_panes = self.freeze
        sheet.print_title_rows = repeat
        sheet.print_area = f"A1:{last}{max(3, self.row - 1)}"
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        setup, margins = sheet.page_setup, sheet.page_margins
        setup.orientation, setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        setup.fitToWidth, setup.fitToHeight = 1, int(one_page)
        margins.left = margins.right = MARGIN
        margins.top, margins.bottom, margins.header, margins.footer = 0.45, 0.65, 0.2, 0.3
        sheet.print_options.horizontalCentered = True
        sheet.oddFooter.left.text, sheet.oddFooter.right.text = title.replace("&", "&&"), words.PAGE.say(self.lang)
        sheet.oddFooter.center.text = "&A"
        sheet.sheet_view.showGridLines = False
        sheet.sheet_view.zoomScale = 90


def _wide(text: str) -> float:
    """How wide a text is at ten points, in digits of the font that columns are measured in."""
    both = display_width(text)
    chinese = both - len(text)
    return chinese * 1.92 + (len(text) - chinese) * 1.1


def cells(*values: object) -> list[Put]:
    """Plain texts as cells."""
    return [value if isinstance(value, Put) else text(value) for value in values]
