"""Reading xls, the workbooks of Excel 97 to 2003: an OLE container, taken apart by xlrd."""

import io
import re
from math import isfinite
from typing import Any

import xlrd
import xlrd.biffh
import xlrd.book
from xlrd.compdoc import CompDoc

from exports.read.formats import CURRENCIES, shown, tells
from exports.read.sheets import (
    ERROR_CELL,
    TOO_LONG,
    TOO_WIDE,
    Book,
    Limits,
    SheetRows,
    Unreadable,
    as_read,
    plain,
    plain_rows,
)
from models.kit.text import Refused, Text

LOCKED = Text(
    "文件有密码。请先取消密码再导入",
    "The file is protected by a password. Remove the password and import again",
)
OLD = Text(
    "这是旧格式的表格，读不出来。请用 Excel 或 WPS 另存为 xlsx 再导入",
    "This workbook is in an old format that cannot be read. Save it as xlsx in Excel or WPS and import that",
)

_HALF = re.compile("[\ud800-\udfff]")


def _with_halves(data: bytes, encoding: str) -> str:
    """A long list of texts is cut wherever its record is full, also within an emoji: xlrd takes each half, `_whole` joins them."""
    return data.decode(encoding, "surrogatepass" if encoding == "utf_16_le" else "strict")


def _whole(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if _HALF.search(text) else text


xlrd.book.unicode = xlrd.biffh.unicode = _with_halves


def read_xls(data: bytes, limits: Limits) -> Book:
    """An old workbook, by xlrd. Raises Refused."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused(LOCKED)
    try:
        _check_chains(CompDoc(data, logfile=io.StringIO()))
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except (Refused, KeyboardInterrupt, SystemExit):
        raise
    except Exception as error:
        raise Refused(LOCKED if "encrypt" in str(error).lower() else OLD) from error
    return Book("xls", as_read([_xls_sheet(sheet, limits) for sheet in book.sheets()]), date1904=book.datemode == 1)


def _check_chains(container: CompDoc) -> None:
    """A chain of small sectors that bites its own tail would keep xlrd going for ever."""
    table = container.SSAT
    for entry in container.dirlist:
        sector, steps = entry.first_SID, 0
        while 0 <= sector < len(table):
            sector, steps = table[sector], steps + 1
            if steps > len(table):
                raise Refused(OLD)


def _xls_sheet(sheet: xlrd.sheet.Sheet, limits: Limits) -> SheetRows:
    about = {"hidden": sheet.visibility != 0}
    try:
        rows = _xls_rows(sheet, limits)
    except Refused as refused:
        return SheetRows(_whole(sheet.name), [], **about, problem=refused.text)
    hidden = sum(1 for number, row in sheet.rowinfo_map.items() if row.hidden and number < sheet.nrows)
    width = max(map(len, rows), default=0)
    columns = sum(1 for number, column in sheet.colinfo_map.items() if column.hidden and number < width)
    merges = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    return SheetRows(_whole(sheet.name), rows, hidden, **about, merges=merges, hidden_columns=columns)


def _xls_rows(sheet: xlrd.sheet.Sheet, limits: Limits) -> list[list[Any]]:
    """Blank cells that only carry a style are no content: they make neither a row nor a column."""
    blank = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
    last = [0] * sheet.nrows
    for number in range(sheet.nrows):
        types = sheet.row_types(number)
        last[number] = next((at for at in range(len(types), 0, -1) if types[at - 1] not in blank), 0)
    if (count := max(last, default=0)) > limits.columns:
        raise Refused(TOO_WIDE(sheet=sheet.name, count=count, most=limits.columns))
    rows = max((number for number, filled in enumerate(last, 1) if filled), default=0)
    if rows > limits.rows:
        raise Refused(TOO_LONG(sheet=sheet.name, count=f"{rows:,}", most=f"{limits.rows:,}"))
    formats = _formats(sheet.book)
    values = (
        [_xls_value(cell, sheet.book.datemode, formats) for cell in sheet.row_slice(number, 0, last[number])]
        for number in range(rows)
    )
    return list(plain_rows(sheet.name, values, limits))


def _formats(book: xlrd.Book) -> dict[int, str]:
    """The number formats that say more than a bare number, by the style that uses them."""
    keys = {at: style.format_key for at, style in enumerate(book.xf_list) if style.format_key not in CURRENCIES}
    codes = {at: book.format_map.get(key) for at, key in keys.items()}
    texts = {at: code.format_str for at, code in codes.items() if code is not None}
    # of a format that is known by its number alone there is no text: days of East Asia, as Java programs write them
    return {at: text for at, text in texts.items() if text is not None and tells(text)}


def _xls_value(cell: xlrd.sheet.Cell, datemode: int, formats: dict[int, str]) -> Any:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate.xldate_as_datetime(cell.value, datemode)
        except (ValueError, OverflowError):
            return cell.value
        if cell.value < 1:
            return moment.time()
        return moment if cell.value % 1 else moment.date()
    if cell.ctype == xlrd.XL_CELL_ERROR:
        text = xlrd.error_text_from_code.get(cell.value, "#?")
        return Unreadable(ERROR_CELL(value=text), text)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_NUMBER and cell.xf_index in formats and isfinite(cell.value):
        return shown(formats[cell.xf_index], plain(cell.value))
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return _whole(cell.value)
    return None if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) else cell.value
