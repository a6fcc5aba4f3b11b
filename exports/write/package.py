"""The parts of an xlsx file around the rows of a list: head and foot of a sheet, styles, table of contents."""

import re
import unicodedata
import zipfile
from collections.abc import Sequence
from typing import Protocol
from xml.sax.saxutils import escape, quoteattr

from exports.read.sheets import letters

MOST_ROWS = 1_048_576
FONT = "微软雅黑"  # on every Chinese Windows, and known to WPS
FORMATS = {
    "text": "@",
    "note": "@",
    "count": "#,##0",
    "number": "General",
    "money": "#,##0.00",
    "quantity": "#,##0.000",
    "percent": "0.0%",
    "day": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}
WIDTHS = {"text": 16, "note": 32, "count": 10, "number": 12, "money": 14, "quantity": 12, "percent": 9, "day": 12}
_BUILT_IN = {"General": 0, "#,##0": 3, "#,##0.00": 4, "@": 49}
_FIRST_OWN_FORMAT = 164
OWN_FILLS = 3  # behind the two that every workbook has and that of the heads
_TITLE, _HEADER, _FIRST_COLUMN = 1, 2, 3  # places in cellXfs; 0 is the plain cell
WRAP = ' wrapText="1"'
_ILLEGAL = re.compile(r"[\x00-\x1f\ufffe\uffff\ud800-\udfff]")

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class ListColumn(Protocol):
    label: str
    kind: str
    width: float | None
    number_format: str | None


class Styles:
    """The number formats of a list's columns and the cell styles that use them, plain and with each of the fills."""

    def __init__(self, columns: Sequence[ListColumn], fills: Sequence[str] = ()):
        self.fills = fills
        self.formats = [column.number_format or FORMATS[column.kind] for column in columns]
        self.wraps = [column.kind == "note" for column in columns]
        self.own = sorted(set(self.formats) - _BUILT_IN.keys())

    def of(self, column: int, fill: int = 0) -> int:
        """The style of the nth column, from 1, with the nth fill, or none."""
        return _FIRST_COLUMN + fill * len(self.formats) + column - 1

    def xml(self) -> str:
        ids = _BUILT_IN | {code: number for number, code in enumerate(self.own, _FIRST_OWN_FORMAT)}
        own = "".join(f'<numFmt numFmtId="{ids[code]}" formatCode={quoteattr(code)}/>' for code in self.own)
        styles = self.cells(ids)
        cells = "".join(styles)
        fills = "".join(_solid(colour) for colour in ("E3EFE6", *self.fills))
        name = f'<name val="{FONT}"/><family val="2"/><charset val="134"/>'
        return (
            f'{XML}<styleSheet xmlns="{MAIN}">'
            + (f'<numFmts count="{len(self.own)}">{own}</numFmts>' if own else "")
            + f'<fonts count="3"><font><sz val="10"/>{name}</font><font><b/><sz val="14"/>{name}</font>'
            f'<font><b/><sz val="10"/>{name}</font></fonts>'
            f'<fills count="{OWN_FILLS + len(self.fills)}"><fill><patternFill patternType="none"/></fill>'
            f'<fill><patternFill patternType="gray125"/></fill>{fills}</fills>'
            '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
            '<border><left/><right/><top/><bottom style="thin"><color rgb="FF7F9F88"/></bottom><diagonal/></border>'
            '</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{_FIRST_COLUMN + len(styles)}">'
            '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
            '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>'
            '<xf numFmtId="49" fontId="2" fillId="2" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" '
            'applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
            f'{cells}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
            "</styleSheet>"
        )

    def cells(self, ids: dict[str, int]) -> list[str]:
        """The styles of all cells, in the order in which `of` counts them."""
        return [
            cell_style(ids[code], wrap, fill)
            for fill in (0, *range(OWN_FILLS, OWN_FILLS + len(self.fills)))
            for code, wrap in zip(self.formats, self.wraps, strict=True)
        ]


def _solid(colour: str) -> str:
    return f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/><bgColor indexed="64"/></patternFill></fill>'


def cell_style(number_format: int, wrap: bool, fill: int, locked: bool = True) -> str:
    """locked: against typing once its sheet is protected; every cell is unless it says otherwise."""
    filled = ' applyFill="1"' if fill else ""
    open_head, open_tail = ("", "") if locked else (' applyProtection="1"', '<protection locked="0"/>')
    return (
        f'<xf numFmtId="{number_format}" fontId="0" fillId="{fill}" borderId="0" xfId="0" applyNumberFormat="1"{filled}{open_head} '
        f'applyAlignment="1"><alignment vertical="top"{WRAP if wrap else ""}/>{open_tail}</xf>'
    )


def display_width(text: str) -> int:
    """How many half-width characters a text is wide; Chinese ones count twice."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def column_width(column: ListColumn) -> float:
    """Wide enough for the label with its filter arrow and for what such a column usually holds."""
    label = display_width(column.label) * 1.15 + 4
    return column.width or min(max(label, WIDTHS.get(column.kind, 17), 8), 60)


def sheet_name(name: str, number: int) -> str:
    """A name that Excel allows: 31 characters, none of its own signs; the second sheet of a long list is `name (2)`."""
    clean = re.sub(r"[\[\]:*?/\\]", " ", _ILLEGAL.sub("", name)).strip().strip("'").strip()
    if not clean or clean.lower() == "history":
        clean = "Sheet1"
    ending = f" ({number + 1})" if number else ""
    while len((clean + ending).encode("utf-16-le")) > 62:
        clean = clean[:-1]
    return clean + ending


def sheet_head(
    columns: Sequence[ListColumn], title: str | None, first: bool, above: str = "", more: Sequence[str] = ()
) -> tuple[str, int]:
    """Everything up to the first row of the list, and that row's number.

    above: the row over the header as it is written, where it isn't a title; more: what else each column says of itself.
    """
    header = 2 if title or above else 1
    cols = "".join(
        f'<col min="{n}" max="{n}" width="{column_width(column):.2f}" customWidth="1"{said}/>'
        for n, (column, said) in enumerate(zip(columns, more or [""] * len(columns), strict=True), 1)
    )
    labels = "".join(label(letters(n), header, _HEADER, column.label) for n, column in enumerate(columns, 1))
    top = f'<row r="1" ht="26" customHeight="1">{label("A", 1, _TITLE, title)}</row>' if title else above
    return (
        f'{XML}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        f'<sheetView{" tabSelected=" + quoteattr("1") if first else ""} workbookViewId="0"><pane ySplit="{header}" '
        f'topLeftCell="A{header + 1}" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" '
        f'activeCell="A{header + 1}" sqref="A{header + 1}"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="16.5"/><cols>{cols}</cols><sheetData>{top}'
        f'<row r="{header}" ht="22" customHeight="1">{labels}</row>'
    ), header + 1


def label(column: str, row: int, style: int, text: str) -> str:
    """A cell of text, as it is written."""
    return (
        f'<c r="{column}{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(_ILLEGAL.sub('', text))}</t></is></c>"
    )


def sheet_foot(
    columns: Sequence[ListColumn],
    title: str | None,
    header: int,
    last: int,
    shapes: str = "",
    guarded: str = "",
    foot: str = "",
) -> str:
    """guarded: what the sheet says of its protection. foot: what it says last, as where the boxes of its notes are."""
    end = letters(len(columns))
    merged = f'<mergeCells count="1"><mergeCell ref="A1:{end}1"/></mergeCells>' if title and len(columns) > 1 else ""
    texts = f'<ignoredErrors><ignoredError sqref="A{header}:{end}{last}" numberStoredAsText="1"/></ignoredErrors>'
    return (
        f'</sheetData>{guarded}<autoFilter ref="A{header}:{end}{last}"/>{merged}{shapes}'
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>{texts}{foot}</worksheet>'
    )


def finish_workbook(
    archive: zipfile.ZipFile,
    sheets: list[tuple[str, int, int]],
    styles: Styles,
    header: int,
    unseen: Sequence[str] = (),
    types: str = "",
):
    """The parts that name the others; `sheets` are names with their last rows and how many columns they have.

    unseen: names of further sheets, written behind these, that spreadsheet programs don't offer to show.
    types: of what kinds further parts are.
    """
    numbers = range(1, len(sheets) + len(unseen) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPES}.worksheet+xml"/>' for n in numbers
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>{overrides}{types}'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId{len(numbers) + 1}" Type="{LINKS}/styles" Target="styles.xml"/></Relationships>',
        "xl/workbook.xml": _workbook(sheets, header, unseen),
    }
    for name, content in parts.items():
        archive.writestr(name, XML + content)
    archive.writestr("xl/styles.xml", styles.xml())


def _workbook(sheets: list[tuple[str, int, int]], header: int, unseen: Sequence[str]) -> str:
    hidden = ' state="veryHidden"'
    there = [(name, "") for name, *_ in sheets] + [(name, hidden) for name in unseen]
    tabs = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}"{state} r:id="rId{n}"/>'
        for n, (name, state) in enumerate(there, 1)
    )
    names = "".join(_defined_names(n, name, last, width, header) for n, (name, last, width) in enumerate(sheets))
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><bookViews><workbookView activeTab="0"/></bookViews>'
        f"<sheets>{tabs}</sheets><definedNames>{names}</definedNames></workbook>"
    )


def _defined_names(sheet: int, name: str, last: int, width: int, header: int) -> str:
    """Where the filter lies, as Excel itself notes it, and the rows to repeat on every printed page."""
    quoted = escape("'" + name.replace("'", "''") + "'")
    return (
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{sheet}" hidden="1">'
        f"{quoted}!$A${header}:${letters(width)}${last}</definedName>"
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{sheet}">{quoted}!$1:${header}</definedName>'
    )
