"""A pivot as a workbook: heads in bold, totals, numbers as numbers, and the chart of it where the view has one."""

from decimal import Decimal
from io import BytesIO
from typing import Any

from exports.read.sheets import letters
from models.kit.ask.shape.pivot import Pivot
from models.kit.declare.access import Who
from models.kit.text import Text

from .package import FONT, FORMATS, display_width

TOTAL = Text("合计", "Total")
LEFT_OUT = Text(
    "另有 {rows} 行、{columns} 列没有列出，合计里包含它们",
    "{rows} more rows and {columns} more columns aren't listed; the totals hold them",
)
FUNCTIONS = {
    "count": Text("行数", "Rows"),
    "sum": Text("{field}合计", "Sum of {field}"),
    "mean": Text("{field}平均", "Mean of {field}"),
    "least": Text("最小{field}", "Least {field}"),
    "most": Text("最大{field}", "Most {field}"),
    "distinct": Text("{field}去重数", "Distinct {field}"),
}
HEAD = "E3EFE6"
MOST_SERIES = 12
WIDEST = 40


def measure_name(made: Pivot, lang: str) -> str:
    return FUNCTIONS[made.fn](field=made.query.fields[made.of.name].label if made.of is not None else "").say(lang)


def book_of(made: Pivot, who: Who, chart: Any = None) -> bytes:
    """The pivot's workbook, in the reader's language."""
    from openpyxl import Workbook

    answer, book = made.answer(), Workbook()
    sheet = book.active
    sheet.title = "透视" if who.lang != "en" else "Pivot"
    heads, body = _table(made, answer, who)
    for line in [*heads, *body]:
        sheet.append([None] * len(line))
        for at, value in enumerate(line, 1):
            _put(sheet.cell(sheet.max_row, at), value, answer["kind"])
    wide = max(1, len(made.rows))
    _dress(sheet, len(heads), len(heads) + len(body), wide)
    if answer["out"]["rows"] or answer["out"]["columns"]:
        _put(sheet.cell(sheet.max_row + 2, 1), who.say(LEFT_OUT(**answer["out"])), "text")
    if chart in ("bar", "stack", "line") and answer["rows"]:
        _draw(
            sheet,
            chart,
            wide,
            len(heads),
            len(answer["rows"]),
            max(1, len(answer["columns"])),
            measure_name(made, who.lang),
        )
    filed = BytesIO()
    book.save(filed)
    return filed.getvalue()


def _table(made: Pivot, answer: dict[str, Any], who: Who) -> tuple[list[list[Any]], list[list[Any]]]:
    """The lines of the heads, one for each axis of the columns, and those below them with the totals."""
    fields, total, name = made.query.fields, who.say(TOTAL), measure_name(made, who.lang)
    corner = [fields[axis.name].label.say(who.lang) for axis in made.rows] or [""]
    columns = answer["columns"]
    heads = [
        [*([""] * len(corner)), *(column["label"][at] for column in columns), total] for at in range(len(made.columns))
    ]
    if heads:
        heads[-1][: len(corner)] = corner
    else:
        heads = [[*corner, name]]
    body = []
    for at, row in enumerate(answer["rows"]):
        cells = [_number(value, answer["kind"]) for value in answer["cells"][at]] if columns else []
        body.append([*row["label"], *cells, _number(row["total"], answer["kind"])])
    totals = [_number(column["total"], answer["kind"]) for column in columns]
    body.append([total, *([""] * (len(corner) - 1)), *totals, _number(answer["total"], answer["kind"])])
    return heads, body


def _number(value: Any, kind: str) -> Any:
    return Decimal(value) if isinstance(value, str) and kind in FORMATS and kind not in ("day", "moment") else value


def _put(cell: Any, value: Any, kind: str) -> None:
    """Text stays text, whatever it begins with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    elif value is not None:
        cell.value = value
        cell.number_format = FORMATS.get(kind, "General")
        cell.alignment = Alignment(horizontal="right")
    cell.font = Font(name=FONT, size=10)


def _dress(sheet: Any, heads: int, last: int, wide: int) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for row in sheet.iter_rows(min_row=1, max_row=last):
        for cell in row:
            if cell.row <= heads or cell.row == last or cell.column == sheet.max_column:
                cell.font = Font(name=FONT, size=10, bold=True)
            if cell.row <= heads:
                cell.fill = PatternFill("solid", fgColor=HEAD)
                cell.alignment = Alignment(horizontal="left" if cell.column <= wide else "right")
    for at, column in enumerate(sheet.iter_cols(min_row=1, max_row=last), 1):
        longest = max((display_width(str(cell.value)) for cell in column if cell.value is not None), default=0)
        sheet.column_dimensions[letters(at)].width = min(WIDEST, max(9, longest * 1.2 + 2))
    sheet.freeze_panes = sheet.cell(heads + 1, wide + 1)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _draw(sheet: Any, kind: str, wide: int, heads: int, rows: int, columns: int, title: str) -> None:
    from openpyxl.chart import BarChart, LineChart, Reference

    drawn = LineChart() if kind == "line" else BarChart()
    if kind == "stack":
        drawn.grouping, drawn.overlap = "stacked", 100
    last = wide + min(columns, MOST_SERIES)
    drawn.add_data(
        Reference(sheet, min_col=wide + 1, max_col=last, min_row=heads, max_row=heads + rows), titles_from_data=True
    )
    drawn.set_categories(Reference(sheet, min_col=wide, min_row=heads + 1, max_row=heads + rows))
    drawn.title, drawn.width, drawn.height = title, 24, 11
    drawn.x_axis.delete = drawn.y_axis.delete = False
    sheet.add_chart(drawn, f"A{heads + rows + 4}")
