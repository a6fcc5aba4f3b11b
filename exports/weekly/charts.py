"""Native Excel charts that read without colour: lines differ in dashes and markers, bars in their pattern."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.chart import BarChart, LineChart
from openpyxl.chart.data_source import AxDataSource, NumData, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.marker import Marker
from openpyxl.chart.reference import Reference
from openpyxl.chart.series import Series
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties
from openpyxl.worksheet.worksheet import Worksheet

from .styles import FONT, axis_format

POINT, PIXEL = 12_700, 9_525
# (colour, dash, marker, width): the first is what it is about, the others stand behind it.
LINES = (("14532D", "solid", "circle", 2.25), ("7A7A7A", "dash", "diamond", 1.5), ("B45309", "sysDot", None, 1.75))
BARS = (("1E5B3A", None), ("1E5B3A", "ltUpDiag"))


@dataclass(frozen=True)
class Cells:
    """A line of cells: what a series of a chart points at."""

    sheet: Worksheet
    row: int
    column: int
    count: int
    down: bool = False

    @property
    def reference(self) -> Reference:
        last_row = self.row + (self.count - 1 if self.down else 0)
        last_column = self.column + (0 if self.down else self.count - 1)
        return Reference(self.sheet, self.column, self.row, last_column, last_row)

    def values(self) -> list[Any]:
        ahead = range(self.count)
        return [
            self.sheet.cell(self.row + (at if self.down else 0), self.column + (0 if self.down else at)).value
            for at in ahead
        ]

    @property
    def alive(self) -> bool:
        """Whether there is a line to draw: four numbers, not all of them nothing."""
        numbers = [value for value in self.values() if isinstance(value, int | float)]
        return len(numbers) > 3 and any(numbers)


def lines(title: str, unit: str, labels: Cells, series: Sequence[tuple[str, Cells]]) -> LineChart:
    chart = LineChart()
    for (name, cells), look in zip(series, LINES, strict=False):
        chart.series.append(_line(name, cells, labels, look))
    _dress(chart, title, unit, [cells for _, cells in series])
    return chart


def bars(title: str, unit: str, labels: Cells, series: Sequence[tuple[str, Cells]]) -> BarChart:
    chart = BarChart()
    chart.type, chart.gapWidth, chart.overlap = "col", 45, 0
    for (name, cells), (colour, pattern) in zip(series, BARS, strict=False):
        bar = _series(name, cells, labels)
        bar.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=colour, w=POINT // 2))
        if pattern:
            bar.graphicalProperties.pattFill = PatternFillProperties(prst=pattern)
            bar.graphicalProperties.pattFill.fgClr, bar.graphicalProperties.pattFill.bgClr = (
                _colour(colour),
                _colour("FFFFFF"),
            )
        else:
            bar.graphicalProperties.solidFill = colour
        bar.invertIfNegative = False
        chart.series.append(bar)
    _dress(chart, title, unit, [cells for _, cells in series])
    return chart


def _line(name: str, cells: Cells, labels: Cells, look: tuple) -> Series:
    colour, dash, marker, width = look
    series = _series(name, cells, labels)
    series.graphicalProperties = GraphicalProperties(
        ln=LineProperties(solidFill=colour, prstDash=dash, w=int(width * POINT))
    )
    inside = colour if dash == "solid" else "FFFFFF"
    series.marker = Marker(symbol=marker or "none", size=6)
    if marker:
        series.marker.graphicalProperties = GraphicalProperties(solidFill=inside, ln=LineProperties(solidFill=colour))
    series.smooth = False
    return series


def _series(name: str, cells: Cells, labels: Cells) -> Series:
    """A series with the numbers it was made from, so that it is there before anything counts."""
    series = SeriesFactory(cells.reference, title=name)
    series.cat = _categories(labels)
    numbers = [NumVal(idx=at, v=value) for at, value in enumerate(cells.values()) if isinstance(value, int | float)]
    series.val.numRef.numCache = NumData(formatCode="General", ptCount=cells.count, pt=numbers)
    return series


def _categories(labels: Cells) -> Any:
    points = [StrVal(idx=at, v=str(value)) for at, value in enumerate(labels.values()) if value is not None]
    return AxDataSource(strRef=StrRef(f=str(labels.reference), strCache=StrData(ptCount=labels.count, pt=points)))


def _dress(chart: Any, title: str, unit: str, drawn: Sequence[Cells]) -> None:
    """Title, axes and legend in a small Chinese font; an axis that openpyxl would otherwise hide."""
    numbers = [abs(value) for cells in drawn for value in cells.values() if isinstance(value, int | float)]
    chart.title = title
    chart.title.tx.rich.p[0].r[0].rPr = _letters(1000, bold=True)
    chart.title.overlay = False
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = axis_format(unit, max(numbers, default=0))
    chart.y_axis.numFmt.sourceLinked = False
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="DDDDDD", w=POINT // 2))
    chart.x_axis.txPr = chart.y_axis.txPr = _rich(800)
    chart.x_axis.tickLblPos = "low"
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill="888888"))
    chart.y_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.display_blanks = "gap"
    chart.roundedCorners = False
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(solidFill="C9D3CC"))
    if len(chart.series) > 1:
        chart.legend.position, chart.legend.txPr = "b", _rich(800)
    else:
        chart.legend = None


def _letters(size: int, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(latin=Font(typeface=FONT), ea=Font(typeface=FONT), sz=size, b=bold, solidFill="1F2A24")


def _rich(size: int) -> RichText:
    look = ParagraphProperties(defRPr=_letters(size))
    return RichText(p=[Paragraph(pPr=look, endParaRPr=_letters(size))])


def _colour(code: str) -> Any:
    return ColorChoice(srgbClr=code)


def place(
    sheet: Worksheet, chart: Any, columns: tuple[int, int], rows: tuple[int, int], widths: Sequence[float]
) -> None:
    """From column to column and row to row (from 1, the last ones not covered), a little inside, with the cells it moves."""
    start = AnchorMarker(col=columns[0] - 1, row=rows[0] - 1, colOff=2 * POINT, rowOff=2 * POINT)
    last = int(widths[columns[1] - 2] * 7 * PIXEL) - 3 * POINT
    end = AnchorMarker(col=columns[1] - 2, row=rows[1] - 1, colOff=max(0, last))
    chart.anchor = TwoCellAnchor(editAs="oneCell", _from=start, to=end)
    sheet.add_chart(chart)


def thirds(widths: Sequence[float], parts: int = 3) -> list[tuple[int, int]]:
    """Columns of a sheet in so many groups about as wide as one another."""
    total, cuts, sofar = sum(widths), [1], 0.0
    for at, width in enumerate(widths, 1):
        sofar += width
        if len(cuts) < parts and sofar >= total * len(cuts) / parts - width / 2:
            cuts.append(at + 1)
    return list(zip(cuts, [*cuts[1:], len(widths) + 1], strict=True))
