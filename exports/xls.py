"""Reading xls, the workbooks of Excel 97 to 2003: an OLE container, taken apart by xlrd."""

import io
from typing import Any

import xlrd
from xlrd.compdoc import CompDoc

from exports.sheets import ERROR_CELL, TOO_LONG, TOO_WIDE, Book, Limits, SheetRows, Unreadable, plain_rows
from models.kit.text import Refused, Text

LOCKED = Text(
    "文件有密码。请先取消密码再导入",
    "The file is protected by a password. Remove the password and import again",
)
OLD = Text(
    "这是旧格式的表格，读不出来。请用 Excel 或 WPS 另存为 xlsx 再导入",
    "This workbook is in an old format that cannot be read. Save it as xlsx in Excel or WPS and import that",
)


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
    return Book("xls", [_xls_sheet(sheet, limits) for sheet in book.sheets()], date1904=book.datemode == 1)


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
    if sheet.ncols > limits.columns:
        raise Refused(TOO_WIDE(sheet=sheet.name, count=sheet.ncols, most=limits.columns))
    if sheet.nrows > limits.rows:
        raise Refused(TOO_LONG(sheet=sheet.name, count=sheet.nrows, most=limits.rows))
    mode = sheet.book.datemode
    rows = ([_xls_value(cell, mode) for cell in sheet.row(number)] for number in range(sheet.nrows))
    hidden = sum(1 for number, row in sheet.rowinfo_map.items() if row.hidden and number < sheet.nrows)
    return SheetRows(sheet.name, list(plain_rows(sheet.name, rows, limits)), hidden, sheet.visibility != 0)


def _xls_value(cell: xlrd.sheet.Cell, datemode: int) -> Any:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate.xldate_as_datetime(cell.value, datemode)
        except (ValueError, OverflowError):
            return cell.value
        if cell.value < 1:
            return moment.time()
        return moment if cell.value % 1 else moment.date()
    if cell.ctype == xlrd.XL_CELL_ERROR:
        shown = xlrd.error_text_from_code.get(cell.value, "#?")
        return Unreadable(ERROR_CELL(value=shown), shown)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return None if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) else cell.value
