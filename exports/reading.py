"""Any file a person hands us as rows of plain values, or one sentence saying why not and what to do."""

import csv
import hashlib
import io
import re
import zipfile
from collections import Counter
from pathlib import Path, PurePath
from typing import Any

import xlrd
from xlrd.compdoc import CompDoc

from exports.sheets import (
    DAMAGED,
    ERROR_CELL,
    LIMITS,
    MB,
    TEXT_TOO_LONG,
    TOO_LONG,
    TOO_WIDE,
    Book,
    Limits,
    SheetRows,
    Unreadable,
    plain_rows,
)
from exports.writing import unguarded
from exports.xlsx import read_xlsx
from models.kit.text import Refused, Text

EMPTY = Text("文件是空的，请选择有内容的文件", "The file is empty; choose one with content")
TOO_BIG = Text(
    "文件有 {size} MB，最多 {most} MB。请拆成几个文件再导入",
    "The file has {size} MB, {most} MB at most. Split it and import the parts",
)
BOMB = Text(
    "文件解压后太大（{size} MB，最多 {most} MB），已拒绝。请拆成几个文件再导入",
    "The file unpacks to {size} MB, {most} MB at most, and was rejected. Split it and import the parts",
)
SQUEEZED = Text(
    "文件的压缩比异常（超过 {most} 倍），已拒绝。请用 Excel 或 WPS 另存为新的 xlsx 再导入",
    "The file is compressed more than {most} times and was rejected. Save it as a new xlsx in Excel or WPS",
)
CROWDED = Text(
    "文件里有 {count} 个部件，最多 {most} 个。请只保留要导入的工作表，另存为新的 xlsx 再导入",
    "The file has {count} parts, {most} at most. Keep only the sheets to import and save them as a new xlsx",
)
CROOKED = Text(
    "文件的内部结构异常，已拒绝。请用 Excel 或 WPS 另存为新的 xlsx 再导入",
    "The inside of the file is irregular and was rejected. Save it as a new xlsx in Excel or WPS and import that",
)
LOCKED = Text(
    "文件有密码。请先取消密码再导入",
    "The file is protected by a password. Remove the password and import again",
)
OLD = Text(
    "这是旧格式的表格，读不出来。请用 Excel 或 WPS 另存为 xlsx 再导入",
    "This workbook is in an old format that cannot be read. Save it as xlsx in Excel or WPS and import that",
)
WEB = Text(
    "这是网页或 XML 格式的表格，不是真正的 Excel 文件。请用 Excel 或 WPS 打开后另存为 xlsx 再导入",
    "This is a web page or XML table, not a true Excel file. Open it in Excel or WPS, save it as xlsx and import that",
)
NOT_A_BOOK = Text(
    "这不是 xlsx 工作簿。请用 Excel 或 WPS 另存为 xlsx 再导入",
    "This is not an xlsx workbook. Save it as xlsx in Excel or WPS and import that",
)
UNKNOWN = Text(
    "不认识这种文件。可以导入 xlsx、xls 和 csv，请另存为其中一种",
    "This kind of file is not known. xlsx, xls and csv can be imported; save it as one of them",
)
NO_ENCODING = Text(
    "看不懂文件的文字编码。请另存为 xlsx，或另存为“CSV UTF-8”再导入",
    "The encoding of the text cannot be told. Save the file as xlsx or as “CSV UTF-8” and import that",
)
UNTIDY_CSV = Text(
    "第 {row} 行附近的引号不成对或内容过长，读不下去。请另存为 xlsx 再导入",
    "Near row {row} a quotation mark is not closed or a cell is too long. Save the file as xlsx and import that",
)
MACROS = Text("文件里的宏没有导入，也不会运行", "The macros in the file were not imported and will not run")
LINKS = Text(
    "指向其他文件的链接没有打开，用的是保存的值",
    "Links to other files were not followed; the saved values are used",
)
HIDDEN_ROWS = Text(
    "工作表“{sheet}”有 {count} 行是隐藏的，也会导入",
    "{count} rows of sheet “{sheet}” are hidden; they are imported too",
)
HIDDEN_SHEET = Text("工作表“{sheet}”是隐藏的", "Sheet “{sheet}” is hidden")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FOREIGN = (b"%PDF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"SQLite f", b"{\\rtf")
SMALL = 32 * MB  # unpacked, a file of this size is harmless however well it was compressed
DELIMITERS = (",", "\t", ";")


def read(path: str | Path | bytes, filename: str | None = None, limits: Limits = LIMITS) -> Book:
    """The file's sheets, whatever its name says it is; raises Refused with the reason and the remedy."""
    data = path if isinstance(path, bytes) else _bytes(Path(path), limits)
    if len(data) > limits.file:
        raise Refused(TOO_BIG(size=-(-len(data) // MB), most=limits.file // MB))
    if not data.strip():
        raise Refused(EMPTY)
    name = PurePath(filename or ("" if isinstance(path, bytes) else path)).stem
    try:
        book = _open(data, name or "csv", limits)
    except (Refused, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # readers of broken files fail in every way, Rust panics are no Exception
        raise Refused(DAMAGED) from error
    book.digest, book.name = hashlib.sha256(data).hexdigest(), name
    for sheet in book.sheets:
        if sheet.hidden:
            book.notes.append(HIDDEN_SHEET(sheet=sheet.name))
        if sheet.hidden_rows:
            book.notes.append(HIDDEN_ROWS(sheet=sheet.name, count=sheet.hidden_rows))
    return book


def _bytes(path: Path, limits: Limits) -> bytes:
    size = path.stat().st_size
    if size > limits.file:
        raise Refused(TOO_BIG(size=-(-size // MB), most=limits.file // MB))
    return path.read_bytes()


def _open(data: bytes, name: str, limits: Limits) -> Book:
    """The first bytes decide; a file's name is only somebody's opinion."""
    if data.startswith(b"PK"):
        return _open_zip(data, limits)
    if data.startswith(OLE):
        return _open_ole(data, limits)
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<", b"mime-version:")):
        raise Refused(WEB)
    if data.startswith(FOREIGN):
        raise Refused(UNKNOWN)
    return _open_csv(data, name, limits)


# --- xlsx: a zip archive -------------------------------------------------------------------------------------------


def _open_zip(data: bytes, limits: Limits) -> Book:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise Refused(DAMAGED) from error
    names = _check_directory(entries, len(data), limits)
    if "xl/workbook.xml" not in names:
        raise Refused(NOT_A_BOOK)
    book = read_xlsx(data, limits)
    if any(name.endswith("vbaproject.bin") for name in names):
        book.notes.append(MACROS)
    if any(name.startswith("xl/externallinks/") for name in names):
        book.notes.append(LINKS)
    return book


def _check_directory(entries: list[zipfile.ZipInfo], packed: int, limits: Limits) -> set[str]:
    """Everything the archive's own directory gives away, before a byte of it is unpacked."""
    if len(entries) > limits.entries:
        raise Refused(CROWDED(count=len(entries), most=limits.entries))
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked:
        raise Refused(BOMB(size=-(-unpacked // MB), most=limits.unpacked // MB))
    if unpacked > SMALL and unpacked > packed * limits.ratio:
        raise Refused(SQUEEZED(most=limits.ratio))
    names = {entry.filename.lower() for entry in entries}
    if len(names) < len(entries) or any(map(_is_crooked, entries)):
        raise Refused(CROOKED)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(LOCKED)
    return names


def _is_crooked(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename
    outside = name.startswith(("/", "\\")) or ":" in name or "\0" in name or ".." in re.split(r"[/\\]", name)
    return outside or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


# --- xls: an OLE container -----------------------------------------------------------------------------------------


def _open_ole(data: bytes, limits: Limits) -> Book:
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


# --- csv: text -----------------------------------------------------------------------------------------------------


def _open_csv(data: bytes, name: str, limits: Limits) -> Book:
    text, encoding = _decode(data)
    if "\0" in text:
        raise Refused(UNKNOWN)
    delimiter = _delimiter(text)
    if re.match(r"sep=.\r?\n", text):  # a line for Excel, not a row of the table
        delimiter, text = text[4], text.partition("\n")[2]
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append([unguarded(value) or None for value in row])
            _check_csv_row(name, len(rows), rows[-1], limits)
    except csv.Error as error:
        raise Refused(UNTIDY_CSV(row=len(rows) + 1)) from error
    return Book("csv", [SheetRows(name, rows)], encoding=encoding, delimiter=delimiter)


def _check_csv_row(name: str, number: int, row: list[str | None], limits: Limits) -> None:
    if len(row) > limits.columns and any(row[limits.columns :]):
        raise Refused(TOO_WIDE(sheet=name, count=f"{len(row):,}", most=limits.columns))
    if number > limits.rows:
        raise Refused(TOO_LONG(sheet=name, count=f"{number:,}", most=f"{limits.rows:,}"))
    if any(value and len(value) > limits.text for value in row):
        raise Refused(TEXT_TOO_LONG(sheet=name, row=number, most=f"{limits.text:,}"))


def _decode(data: bytes) -> tuple[str, str]:
    """A mark at the start is believed; then strict UTF-8; then GB18030, which Chinese Excel and platforms write."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        tries = ("utf-16",)
    elif data.startswith(b"\xef\xbb\xbf"):
        tries = ("utf-8-sig",)
    else:
        tries = ("utf-8", "gb18030")
    for encoding in tries:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise Refused(NO_ENCODING)


def _delimiter(text: str) -> str:
    """The sign that cuts most of the first lines into the same number of parts."""
    sample = text[:65536].splitlines(keepends=True)[:50]
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(lines: list[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
    except csv.Error:
        return 0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return count, width
