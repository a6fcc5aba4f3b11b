"""Reading xlsx: calamine is fast, and what it hides from us or dies of is looked up in the XML beside it."""

import html
import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

import python_calamine
from defusedxml import ElementTree

from exports.sheets import (
    DAMAGED,
    ERROR_CELL,
    TOO_LONG,
    TOO_WIDE,
    Book,
    Limits,
    SheetRows,
    Unreadable,
    column_number,
    letters,
    plain_rows,
)
from models.kit.text import Refused, Text

NO_TEXT = Text(
    "文件损坏：工作表“{sheet}”的 {cell} 引用了不存在的文字。请用 Excel 或 WPS 打开后另存为 xlsx 再导入",
    "The file is damaged: {cell} of sheet “{sheet}” refers to a text that is not there. Save it as a new xlsx",
)
UNSAFE = Text(
    "文件里有不安全的 XML 声明，已拒绝。请用 Excel 或 WPS 另存为新的 xlsx 再导入",
    "The file holds an unsafe XML declaration and was rejected. Save it as a new xlsx in Excel or WPS and import that",
)
TOO_LARGE = Text(
    "工作表“{sheet}”有 {rows} 行 × {columns} 列，最多 {most} 格。请删除多余的行列，或拆成几个文件再导入",
    "Sheet “{sheet}” has {rows} rows × {columns} columns, {most} cells at most. Delete unused ones or split the file",
)
NOT_CALCULATED = Text(
    "公式没有保存计算结果。请用 Excel 打开并保存一次，或粘贴为数值",
    "The formula was saved without its result. Open and save the file once in Excel, or paste the cell as a value",
)


@dataclass
class _Seen:
    """What the XML of a sheet says beside the values."""

    hidden_rows: int = 0
    faults: dict[tuple[int, int], Unreadable] = field(default_factory=dict)


def read_xlsx(data: bytes, limits: Limits) -> Book:
    """An xlsx or xlsm whose zip directory has been checked already."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts, date1904 = _sheet_parts(archive)
        owners, seen = {part: name for name, part in parts}, {}
        for name in archive.namelist():
            content = archive.read(name)
            _check_xml(name, content)
            if b"sheetData" in content:
                seen[name] = _look_through(owners.get(name, name), content, limits)
        known = {name for name in archive.namelist() if name.startswith("xl/")}
        if not known.issuperset(owners):
            raise Refused(DAMAGED)
        try:
            sheets = _values(data, [seen.get(part, _Seen()) for _, part in parts], limits)
        except python_calamine.CalamineError as error:
            raise Refused(_missing_text(archive, parts) or DAMAGED) from error
    return Book("xlsx", sheets, date1904=date1904)


def _missing_text(archive: zipfile.ZipFile, parts: list[tuple[str, str]]) -> Text | None:
    """The cell that refers to a shared text which is not there; readers only say that there is one."""
    shared = "xl/sharedStrings.xml"
    count = len(_SHARED.findall(archive.read(shared))) if shared in archive.namelist() else 0
    for name, part in parts:
        xml = archive.read(part)
        for match in _SHARED_CELL.finditer(xml):
            if int(match[2][:9]) >= count:
                row, column = _position(xml, match)
                return NO_TEXT(sheet=name, cell=f"{letters(column)}{row}")
    return None


def _values(data: bytes, seen: list[_Seen], limits: Limits) -> list[SheetRows]:
    sheets = []
    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        if len(book.sheets_metadata) != len(seen):
            raise Refused(DAMAGED)
        for index, (about, facts) in enumerate(zip(book.sheets_metadata, seen, strict=True)):
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(index)
            left = [None] * (sheet.start or (0, 0))[1]  # blank rows at the top are given, blank columns are not
            rows = [left + row if left else row for row in plain_rows(about.name, sheet.iter_rows(), limits)]
            for (row, column), fault in facts.faults.items():
                _place(rows, row - 1, column - 1, fault)
            hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
            sheets.append(SheetRows(about.name, rows, facts.hidden_rows, hidden))
    return sheets


def _place(rows: list[list[Any]], row: int, column: int, value: Any) -> None:
    """Cells that calamine takes for empty may lie outside what it returned."""
    rows.extend([] for _ in range(row + 1 - len(rows)))
    rows[row].extend([None] * (column + 1 - len(rows[row])))
    rows[row][column] = value


def _sheet_parts(archive: zipfile.ZipFile) -> tuple[list[tuple[str, str]], bool]:
    """Each sheet with the part of the archive that holds it, and whether days are counted from 1904."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True)
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
    except (KeyError, ElementTree.ParseError) as error:
        raise Refused(DAMAGED) from error
    except ValueError as error:  # every refusal of defusedxml
        raise Refused(UNSAFE) from error
    targets = {link.get("Id"): link.get("Target", "").replace("\\", "/") for link in links}
    parts, date1904 = [], False
    for node in book.iter():
        tag = node.tag.rpartition("}")[2]
        if tag == "workbookPr":
            date1904 = node.get("date1904") in ("1", "true")
        elif tag == "sheet":
            link = next((value for key, value in node.items() if key.endswith("}id")), None)
            path = posixpath.normpath(posixpath.join("/xl", targets.get(link, "")))
            parts.append((node.get("name", ""), path.lstrip("/")))
    return parts, date1904


def _check_xml(name: str, content: bytes) -> None:
    """Well formed, in UTF-8, and without the declarations that entity attacks need; readers differ on all three."""
    if not name.lower().endswith((".xml", ".rels")):
        return
    if not name.startswith("xl/"):
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise Refused(UNSAFE)
        return
    if b"\0" in content[:4]:
        raise Refused(DAMAGED)
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _refuse_encoding
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Refused(DAMAGED) from error


def _refuse_doctype(*_: Any) -> None:
    raise Refused(UNSAFE)


def _refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding and encoding.lower() not in ("utf-8", "us-ascii", "ascii"):
        raise Refused(DAMAGED)


# Tags may carry a namespace prefix (x:c); addresses are looked for more widely than calamine does, so none is missed.
_P = rb"(?:[\w.-]+:)?"
_COLUMNS = re.compile(rb"r\s*=\s*[\"']\s*([A-Za-z]+)")
_ROWS = re.compile(rb"r\s*=\s*[\"']\s*[A-Za-z]*(\d+)")
_ADDRESS = re.compile(rb"\br\s*=\s*[\"']\s*([A-Za-z]+)(\d+)\s*[\"']")
_CELL_TAG = re.compile(rb"<" + _P + rb"c[\s/>]")
_ROW_TAG = re.compile(rb"<" + _P + rb"row[\s/>]")
_EMPTY_REST = re.compile(rb"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*(?:/>|>\s*</)")
_HIDDEN = re.compile(rb"<" + _P + rb"row\s[^<>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^<>]*(?<!/)>")
_F = rb"<" + _P + rb"f\b[^<>]*(?:/>|>([^<]*)</" + _P + rb"f\s*>)\s*"
_V = rb"<" + _P + rb"v"
_FORMULA = re.compile(
    rb"<" + _P + rb"c\b([^<>]*)>\s*" + _F + rb"(?:" + _V + rb"\s*/>|" + _V + rb"\s*>\s*</" + _P + rb"v\s*>)?\s*</"
    + _P + rb"c\s*>"
)  # fmt: skip
_ERROR = re.compile(
    rb"<" + _P + rb"c\b([^<>]*\bt\s*=\s*[\"']e[\"'][^<>]*)>\s*(?:" + _F + rb")?" + _V + rb"\s*>([^<]*)<"
)
_SHARED = re.compile(rb"<" + _P + rb"si[\s/>]")
_SHARED_CELL = re.compile(rb"<" + _P + rb"c\b([^<>]*\bt\s*=\s*[\"']s[\"'][^<>]*)>\s*" + _V + rb"\s*>\s*(\d+)")


def _look_through(sheet: str, xml: bytes, limits: Limits) -> _Seen:
    _check_extent(sheet, xml, limits)
    seen = _Seen(hidden_rows=len(_HIDDEN.findall(xml)) if b"hidden" in xml else 0)
    if b"<f" in xml or b":f" in xml:
        for match in _FORMULA.finditer(xml):
            if not re.search(rb"\bt\s*=\s*[\"']str[\"']", match[1]):  # a calculated empty text is a result
                shown = "=" + html.unescape((match[2] or b"").decode("utf-8", "replace"))
                seen.faults[_position(xml, match)] = Unreadable(NOT_CALCULATED, shown)
    if b'"e"' in xml or b"'e'" in xml:
        for match in _ERROR.finditer(xml):
            shown = html.unescape(match[3].decode("utf-8", "replace"))
            seen.faults[_position(xml, match)] = Unreadable(ERROR_CELL(value=shown), shown)
    return seen


def _position(xml: bytes, match: re.Match) -> tuple[int, int]:
    """Row and column of a matched cell; where it has no address, by counting as the format says."""
    address = _ADDRESS.search(match[1])
    if address:
        return int(address[2]), column_number(address[1].decode())
    start = max(xml.rfind(b"<row", 0, match.start()), xml.rfind(b":row", 0, match.start()), 0)
    row = _ROWS.search(xml, start, xml.find(b">", start))
    number = int(row[1]) if row else len(_ROW_TAG.findall(xml, 0, match.start()))
    return number, len(_CELL_TAG.findall(xml, start, match.start())) + 1


def _check_extent(sheet: str, xml: bytes, limits: Limits) -> None:
    """Calamine lays out first to last cell as one block and ends the process when that does not fit: look first."""
    named = _COLUMNS.findall(xml)
    rows = max(map(int, set(_ROWS.findall(xml))), default=0)
    columns = max((column_number(name.decode()) for name in set(named)), default=0)
    if len(named) < len(_CELL_TAG.findall(xml)):  # cells without an address follow the one before
        columns += max(len(_CELL_TAG.findall(row)) for row in _ROW_TAG.split(xml))
        rows = max(rows, len(_ROW_TAG.findall(xml)))
    elif rows > limits.rows or columns > limits.columns or rows * columns > limits.cells:
        rows, columns = _used(xml)
    if columns > limits.columns:
        raise Refused(TOO_WIDE(sheet=sheet, count=f"{columns:,}", most=limits.columns))
    if rows > limits.rows:
        raise Refused(TOO_LONG(sheet=sheet, count=f"{rows:,}", most=f"{limits.rows:,}"))
    if rows * columns > limits.cells:
        area = {"rows": f"{rows:,}", "columns": columns, "most": f"{limits.cells:,}"}
        raise Refused(TOO_LARGE(sheet=sheet, **area))


def _used(xml: bytes) -> tuple[int, int]:
    """Last row and column with content: cells that only carry a style do not count."""
    rows = columns = 0
    for match in _ADDRESS.finditer(xml):
        row, column = int(match[2]), column_number(match[1].decode())
        if (row > rows or column > columns) and not _EMPTY_REST.match(xml, match.end()):
            rows, columns = max(rows, row), max(columns, column)
    return rows, columns
