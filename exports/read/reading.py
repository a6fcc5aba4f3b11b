"""Any file a person hands us as rows of plain values, or one sentence saying why not and what to do."""

import hashlib
import io
import re
import zipfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path, PurePath

from exports.read.delimited import read_delimited
from exports.read.markup import is_markup, read_markup
from exports.read.ods import read_ods
from exports.read.sheets import DAMAGED, LIMITS, MB, UNKNOWN, Book, Limits
from exports.read.xls import LOCKED, read_xls
from exports.read.xlsb import read_xlsb
from exports.read.xlsx import is_idle, read_xlsx
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
WEB = Text(
    "这是网页归档（mht），不是真正的 Excel 文件。请用 Excel 或 WPS 打开后另存为 xlsx 再导入",
    "This is a web archive (mht), not a true Excel file. Open it in Excel or WPS, save it as xlsx and import that",
)
NOT_A_BOOK = Text(
    "这不是 xlsx 工作簿。请用 Excel 或 WPS 另存为 xlsx 再导入",
    "This is not an xlsx workbook. Save it as xlsx in Excel or WPS and import that",
)
OTHER_KIND = Text(
    "这是{kind}，这里读不了。请用能打开它的软件另存为 xlsx 再导入",
    "This is {kind}, which can't be read here. Save it as xlsx in the program that opens it and import that",
)
# A part that tells another program's archive: its name begins so.
KINDS = {
    "xl/workbook.bin": Text("二进制工作簿（xlsb）", "a binary workbook (xlsb)"),
    "word/": Text(" Word 文档", "a Word document"),
    "ppt/": Text("演示文稿", "a presentation"),
    "index/document.iwa": Text(" Numbers 表格", "a Numbers spreadsheet"),
    "content.xml": Text(" OpenDocument 文件（ods 以外）", "an OpenDocument file other than ods"),
}
MACROS = Text("文件里的宏没有导入，也不会运行", "The macros in the file were not imported and will not run")
LINKS = Text(
    "指向其他文件的链接没有打开，用的是保存的值",
    "Links to other files were not followed; the saved values are used",
)
HIDDEN_ROWS = Text(
    "工作表“{sheet}”有 {count} 行是隐藏的，也会导入",
    "{count} rows of sheet “{sheet}” are hidden, and imported all the same",
)
HIDDEN_COLUMNS = Text(
    "工作表“{sheet}”有 {count} 列是隐藏的，也会导入",
    "{count} columns of sheet “{sheet}” are hidden, and imported all the same",
)
NOT_READ = Text("工作表“{sheet}”没有读：{why}", "Sheet “{sheet}” was not read: {why}")
HIDDEN_SHEET = Text("工作表“{sheet}”是隐藏的", "Sheet “{sheet}” is hidden")

SEVERAL = Text(
    "压缩包里有 {count} 个表格（{names}），请解压后逐个导入",
    "The archive holds {count} tables ({names}); unpack it and import them one by one",
)
UNPACKED = Text("已从压缩包里取出“{name}”", "“{name}” was taken out of the archive")
PACKED = {".xlsx", ".xlsm", ".xlsb", ".xls", ".csv", ".ods", ".et"}

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FOREIGN = (b"%PDF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"SQLite f", b"{\\rtf")
SMALL = 32 * MB  # unpacked, a file of this size is harmless however well it was compressed


def read(
    path: str | Path | bytes, filename: str | None = None, limits: Limits = LIMITS, encoding: str | None = None
) -> Book:
    """The file's sheets, whatever its name says it is; raises Refused with the reason and the remedy.

    encoding: one of `exports.read.encodings.ENCODINGS` for the text of a csv; without it the book tells which was found.
    """
    data = path if isinstance(path, bytes) else _bytes(Path(path), limits)
    if len(data) > limits.file:
        raise Refused(TOO_BIG(size=-(-len(data) // MB), most=limits.file // MB))
    if _is_empty(data):
        raise Refused(EMPTY)
    name = PurePath(filename or ("" if isinstance(path, bytes) else path)).stem
    try:
        book = _open(data, name or "csv", limits, encoding)
    except (Refused, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # readers of broken files fail in every way, Rust panics are no Exception
        raise Refused(DAMAGED) from error
    book.digest, book.name = hashlib.sha256(data).hexdigest(), name
    for sheet in book.sheets:
        if sheet.hidden:
            book.notes.append(HIDDEN_SHEET(sheet=sheet.name))
        if sheet.problem:
            book.notes.append(NOT_READ(sheet=sheet.name, why=sheet.problem))
        if sheet.hidden_columns:
            book.notes.append(HIDDEN_COLUMNS(sheet=sheet.name, count=sheet.hidden_columns))
        if sheet.hidden_rows:
            book.notes.append(HIDDEN_ROWS(sheet=sheet.name, count=sheet.hidden_rows))
    return book


def _is_empty(data: bytes) -> bool:
    """Whether nothing is in it, or nothing but the mark that says how text is written and blank lines."""
    for mark, encoding in ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return not data[len(mark) :][:4096].decode(encoding, "replace").strip()
    return not data.strip()


def _bytes(path: Path, limits: Limits) -> bytes:
    size = path.stat().st_size
    if size > limits.file:
        raise Refused(TOO_BIG(size=-(-size // MB), most=limits.file // MB))
    return path.read_bytes()


def _open(data: bytes, name: str, limits: Limits, encoding: str | None) -> Book:
    """The first bytes decide; a file's name is only somebody's opinion."""
    if data.startswith(b"PK"):
        return _open_zip(data, name, limits, encoding)
    if data.startswith(OLE):
        return read_xls(data, limits)
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"mime-version:"):
        raise Refused(WEB)
    if is_markup(data):
        return read_markup(data, name, limits, encoding)
    if data.startswith(FOREIGN):
        raise Refused(UNKNOWN)
    return read_delimited(data, name, limits, encoding)


# --- xlsx: a zip archive -------------------------------------------------------------------------------------------


def _open_zip(data: bytes, name: str, limits: Limits, encoding: str | None) -> Book:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise Refused(DAMAGED) from error
    names = _check_directory(entries, len(data), limits)
    if not any(name.endswith(".xml") and "/worksheets/" in f"/{name}" or name == "xl/workbook.xml" for name in names):
        if "content.xml" in names and any(part.startswith("meta-inf/") for part in names):
            return read_ods(data, limits)
        if "xl/workbook.bin" in names and "xl/_rels/workbook.bin.rels" in names:
            return read_xlsb(data, limits)
        if packed := [entry for entry in entries if _is_table(entry)]:
            return _open_packed(data, packed, name, limits, encoding)
        kind = next((kind for part, kind in KINDS.items() if any(name.startswith(part) for name in names)), None)
        raise Refused(NOT_A_BOOK if kind is None else OTHER_KIND(kind=kind))
    book = read_xlsx(data, limits)
    if any(name.endswith("vbaproject.bin") for name in names):
        book.notes.append(MACROS)
    if any(name.startswith("xl/externallinks/") for name in names):
        book.notes.append(LINKS)
    return book


def _is_table(entry: zipfile.ZipInfo) -> bool:
    """Whether a part of an archive is a file that could be imported, and not what a system put beside it."""
    name = PurePath(entry.filename.replace("\\", "/"))
    return name.suffix.lower() in PACKED and not name.name.startswith((".", "~")) and "__MACOSX" not in name.parts


def _open_packed(data: bytes, packed: list[zipfile.ZipInfo], name: str, limits: Limits, encoding: str | None) -> Book:
    """The one file of an archive; of several nobody can say which is meant."""
    if len(packed) > 1:
        raise Refused(
            SEVERAL(count=len(packed), names="、".join(PurePath(entry.filename).name for entry in packed[:5]))
        )
    if packed[0].file_size > limits.file:
        raise Refused(TOO_BIG(size=-(-packed[0].file_size // MB), most=limits.file // MB))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        inner = archive.read(packed[0])
    if inner.startswith(b"PK") and packed[0].filename.lower().endswith(".zip") or not inner.strip():
        raise Refused(EMPTY if not inner.strip() else NOT_A_BOOK)
    book = _open(inner, name, limits, encoding)
    book.notes.append(UNPACKED(name=PurePath(packed[0].filename).name))
    return book


def _check_directory(entries: list[zipfile.ZipInfo], packed: int, limits: Limits) -> set[str]:
    """Everything the archive's own directory gives away, before a byte of it is unpacked."""
    read = sum(not is_idle(entry.filename) for entry in entries)
    if read > limits.entries or len(entries) > limits.idle:
        raise Refused(CROWDED(count=read, most=limits.entries))
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked:
        raise Refused(BOMB(size=-(-unpacked // MB), most=limits.unpacked // MB))
    if unpacked > SMALL and unpacked > packed * limits.ratio:
        raise Refused(SQUEEZED(most=limits.ratio))
    names = {entry.filename.replace("\\", "/").lower() for entry in entries}
    if len(names) < len(entries) or any(map(_is_crooked, entries)):
        raise Refused(CROOKED)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(LOCKED)
    return names


def _is_crooked(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename
    outside = name.startswith(("/", "\\")) or ":" in name or "\0" in name or ".." in re.split(r"[/\\]", name)
    return outside or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
