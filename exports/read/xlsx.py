"""Reading xlsx: calamine is fast, and what it hides from us or dies of is looked up in the XML beside it."""

import io
import posixpath
import re
import zipfile
from typing import Any
from xml.parsers import expat

import python_calamine
from defusedxml import ElementTree

from exports.read.formats import BUILT_IN, CURRENCIES, shown, shown_text, tells
from exports.read.repacking import regular, replaced
from exports.read.sheet_remarks import PAGE, comments, comments_part, page_text
from exports.read.sheet_xml import Seen, look_through, missing_text, shared_texts, without_odd_merges
from exports.read.sheets import DAMAGED, Book, Limits, SheetRows, as_read, plain_rows
from models.kit.text import Refused, Text

UNSAFE = Text(
    "文件里有不安全的 XML 声明，已拒绝。请用 Excel 或 WPS 另存为新的 xlsx 再导入",
    "The file holds an unsafe XML declaration and was rejected. Save it as a new xlsx in Excel or WPS and import that",
)
NOT_THERE = Text(
    "工作表“{sheet}”在文件里找不到。请用 Excel 或 WPS 打开后另存为 xlsx 再导入",
    "Sheet “{sheet}” is missing in the file. Open it in Excel or WPS, save it as xlsx and import that",
)
_IDLE = re.compile(
    r"(xl/(media|drawings|charts|chartsheets|diagrams|embeddings|activex|ctrlprops|printersettings|persons|"
    r"richdata|threadedcomments|cellimages\.xml|comments\d*\.xml|_rels/cellimages)|docprops/|customxml/)"
)


def is_idle(name: str) -> bool:
    """Whether a part of the archive is one that no reader opens: pictures, drawings, charts, printers' settings."""
    return _IDLE.match(name.replace("\\", "/").lower()) is not None


def read_xlsx(data: bytes, limits: Limits) -> Book:
    """An xlsx or xlsm whose zip directory has been checked already."""
    data = regular(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts, date1904 = _sheet_parts(archive)
        owners, seen, odd = {part: name for name, part in parts}, {}, {}
        telling = _telling(archive)
        for name in archive.namelist():
            if is_idle(name) and name not in owners:
                continue
            content = archive.read(name)
            _check_xml(name, content)
            if name in owners and b"sheetData" in content:
                seen[name] = _looked(owners[name], content, telling, limits)
                seen[name].remarks = _remarks(archive, name, content)
                if (mended := without_odd_merges(content)) is not content:
                    odd[name] = mended
        for name, part in parts:
            if part not in archive.NameToInfo:
                seen[part] = Seen(problem=NOT_THERE(sheet=name))
        try:
            sheets = _values(
                replaced(data, odd) if odd else data, [seen.get(part, Seen()) for _, part in parts], limits
            )
        except python_calamine.CalamineError as error:
            raise Refused(_missing_text(archive, parts) or DAMAGED) from error
    return Book("xlsx", as_read(sheets), date1904=date1904)


def _looked(sheet: str, xml: bytes, telling: dict[int, str], limits: Limits) -> Seen:
    try:
        return look_through(sheet, xml, telling, limits)
    except Refused as refused:
        return Seen(problem=refused.text)


def _remarks(archive: zipfile.ZipFile, part: str, xml: bytes) -> dict[tuple[int, int], str]:
    """Comments by their place, and what the printed pages say at PAGE."""
    remarks = {PAGE: said} if (said := page_text(xml)) else {}
    if (path := comments_part(archive, part)) is not None:
        content = archive.read(path)
        _check_xml(path, content)
        remarks |= comments(content)
    return remarks


def _missing_text(archive: zipfile.ZipFile, parts: list[tuple[str, str]]) -> Text | None:
    shared = "xl/sharedStrings.xml"
    count = shared_texts(archive.read(shared)) if shared in archive.NameToInfo else 0
    there = ((name, part) for name, part in parts if part in archive.NameToInfo)
    return next((said for name, part in there if (said := missing_text(name, archive.read(part), count))), None)


def _values(data: bytes, seen: list[Seen], limits: Limits) -> list[SheetRows]:
    sheets = []
    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        if len(book.sheets_metadata) != len(seen):
            raise Refused(DAMAGED)
        for index, (about, facts) in enumerate(zip(book.sheets_metadata, seen, strict=True)):
            if about.typ == python_calamine.SheetTypeEnum.WorkSheet:
                hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
                sheets.append(_sheet(book, index, about.name, facts, hidden, limits))
    return sheets


def _sheet(book: Any, index: int, name: str, facts: Seen, hidden: bool, limits: Limits) -> SheetRows:
    if facts.problem:
        return SheetRows(name, [], hidden=hidden, problem=facts.problem)
    sheet = book.get_sheet_by_index(index)
    left = [None] * (sheet.start or (0, 0))[1]  # blank rows at the top are given, blank columns are not
    try:
        rows = [left + row if left else row for row in plain_rows(name, sheet.iter_rows(), limits)]
    except Refused as refused:
        return SheetRows(name, [], hidden=hidden, problem=refused.text)
    for (row, column), code in facts.formats.items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            value = rows[row - 1][column - 1]
            if value.__class__ is int or value.__class__ is float:
                rows[row - 1][column - 1] = shown(code, value)
            elif value.__class__ is str:
                rows[row - 1][column - 1] = shown_text(code, value)
    for (row, column), fault in facts.faults.items():
        _place(rows, row - 1, column - 1, fault)
    width = max(map(len, rows), default=0)
    columns = sum(max(0, min(last, width) - first + 1) for first, last in facts.hidden_columns)
    extra = {"merges": facts.merges, "hidden_columns": columns, "remarks": facts.remarks}
    return SheetRows(name, rows, facts.hidden_rows, hidden, **extra)


def _place(rows: list[list[Any]], row: int, column: int, value: Any) -> None:
    """Cells that calamine takes for empty may lie outside what it returned."""
    rows.extend([] for _ in range(row + 1 - len(rows)))
    rows[row].extend([None] * (column + 1 - len(rows[row])))
    rows[row][column] = value


def _telling(archive: zipfile.ZipFile) -> dict[int, str]:
    """The styles whose cells show more than a bare number, with their formats."""
    if "xl/styles.xml" not in archive.NameToInfo:
        return {}
    try:
        root = ElementTree.fromstring(archive.read("xl/styles.xml"), forbid_dtd=True)
    except (ElementTree.ParseError, ValueError):
        return {}  # told below, where every part is checked
    codes, styles = dict(BUILT_IN), {"cellStyleXfs": [], "cellXfs": []}
    for node in root.iter():
        tag = node.tag.rpartition("}")[2]
        if tag == "numFmt" and (node.get("numFmtId") or "").isdecimal():
            codes[int(node.get("numFmtId"))] = node.get("formatCode", "")
        elif tag in styles:
            styles[tag] = list(node)
    named = [style.get("numFmtId") for style in styles["cellStyleXfs"]]
    telling = {}
    for at, style in enumerate(styles["cellXfs"]):
        parent = style.get("xfId") or ""
        number = style.get("numFmtId") or (
            named[int(parent)] if parent.isdecimal() and int(parent) < len(named) else None
        )
        code = codes.get(int(number)) if number and number.isdecimal() and int(number) not in CURRENCIES else None
        if code and tells(code):
            telling[at] = code
    return telling


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
