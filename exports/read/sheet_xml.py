"""What the XML of a sheet tells beside the values that calamine reads: how far it goes, what is hidden, merged, shown, missing."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from exports.read.sheets import ERROR_CELL, TOO_LONG, TOO_WIDE, Limits, Unreadable, column_number, letters
from models.kit.text import Refused, Text

NO_TEXT = Text(
    "文件损坏：工作表“{sheet}”的 {cell} 引用了不存在的文字。请用 Excel 或 WPS 打开后另存为 xlsx 再导入",
    "The file is damaged: {cell} of sheet “{sheet}” refers to a text that is not there. Save it as a new xlsx",
)
TOO_LARGE = Text(
    "工作表“{sheet}”有 {rows} 行 × {columns} 列，最多 {most} 格。请删除多余的行列，或拆成几个文件再导入",
    "Sheet “{sheet}” has {rows} rows × {columns} columns, {most} cells at most. Delete unused ones or split the file",
)
ROW_TWICE = Text(
    "文件损坏：工作表“{sheet}”里第 {row} 行出现了两次，说不清以哪一次为准。请用 Excel 或 WPS 打开核对后另存为 xlsx 再导入",
    "The file is damaged: row {row} of sheet “{sheet}” is there twice. Open it, check that row, and save it as a new xlsx",
)
NOT_CALCULATED = Text(
    "公式没有保存计算结果。请用 Excel 打开并保存一次，或粘贴为数值",
    "The formula was saved without its result. Open and save the file once in Excel, or paste the cell as a value",
)


@dataclass
class Seen:
    """What the XML of a sheet says beside the values; places are (row, column) from 1."""

    hidden_rows: int = 0
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    faults: dict[tuple[int, int], Unreadable] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    remarks: dict[tuple[int, int], str] = field(default_factory=dict)
    problem: Text | None = None


# An address is an attribute r of its own (xmlns:r is none); they are looked for more widely than calamine does, so none is missed.
_R = rb"r(?<![\w:.-]r)\s*=\s*[\"']"
_PLACE = re.compile(_R + rb"\s*([A-Za-z]*)(\d*)")
_ROWS = re.compile(_R + rb"\s*[A-Za-z]*(\d+)")
_ADDRESS = re.compile(_R + rb"\s*([A-Za-z]+)(\d+)\s*[\"']")
_EMPTY_REST = re.compile(rb"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*(?:/>|>\s*</)")
_PREFIXED = re.compile(rb":(?:c|row|col|f|v|is|t|si|mergeCell)[\s/>]")
_STR, _VALUE = re.compile(rb"\bt\s*=\s*[\"']str[\"']"), re.compile(rb"<(?:[\w.-]+:)?v\b")
STEP = 1 << 22  # bytes whose addresses are held at a time


class _Tags:
    """The tags of a sheet, with a namespace prefix (x:c) or without: without one they are found several times as fast."""

    def __init__(self, prefix: bytes):
        p, formula = prefix, rb"<%(p)sf\b[^<>]*(?:/>|>([^<]*)</%(p)sf\s*>)\s*"

        def made(pattern: bytes) -> re.Pattern[bytes]:
            return re.compile(pattern.replace(b"%(f)s", formula).replace(b"%(p)s", p))

        self.cell_or_row = made(rb"<%(p)s(c|row)\b([^<>]*)")
        self.cell = made(rb"<%(p)sc[\s/>]")
        self.row = made(rb"<%(p)srow[\s/>]")
        self.numbered_row = made(rb"<%(p)srow\s(?:[^<>]*\s)?r\s*=\s*[\"'](\d+)[\"']")
        self.hidden = made(rb"<%(p)srow\s[^<>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^<>]*(?<!/)>")
        self.hidden_column = made(rb"<%(p)scol\s([^<>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^<>]*)>")
        self.formula = made(rb"<%(p)sc\b([^<>]*)>\s*%(f)s(?:<%(p)sv\s*/>|<%(p)sv\s*>\s*</%(p)sv\s*>)?\s*</%(p)sc\s*>")
        self.error = made(rb"<%(p)sc\b([^<>]*\bt\s*=\s*[\"']e[\"'][^<>]*)>\s*(?:%(f)s)?<%(p)sv\s*>([^<]*)<")
        self.merge = made(
            rb"<%(p)smergeCell\s[^<>]*\bref\s*=\s*[\"']"
            rb"\$?([A-Za-z]{1,3})\$?([0-9]{1,7}):\$?([A-Za-z]{1,3})\$?([0-9]{1,7})[\"']"
        )
        self.odd_merge = made(rb"<%(p)smergeCell\s+ref=\"(?![$A-Z]+[$0-9]+:[$A-Z]+[$0-9]+\")[^\"<>]*\"\s*/>")
        self.shared = made(rb"<%(p)ssi[\s/>]")
        self.shared_cell = made(rb"<%(p)sc\b([^<>]*\bt\s*=\s*[\"']s[\"'][^<>]*)>\s*<%(p)sv\s*>\s*(\d+)")
        self._styled = rb"<" + prefix + rb"c\b([^<>]*\ss\s*=\s*[\"'](%b)[\"'][^<>]*)>"

    def styled(self, styles: Iterable[int]) -> re.Pattern[bytes]:
        """Cells of one of these styles."""
        return re.compile(self._styled % b"|".join(str(style).encode() for style in styles))


_ANY, _BARE = _Tags(rb"(?:[\w.-]+:)?"), _Tags(b"")


def _tags(xml: bytes) -> _Tags:
    """Which of them this sheet needs; where it can't be told, those that find all."""
    return _ANY if _PREFIXED.search(xml) else _BARE


_MIN, _MAX = (re.compile(rb"\b" + name + rb"\s*=\s*[\"'](\d{1,5})[\"']") for name in (b"min", b"max"))


def look_through(sheet: str, xml: bytes, telling: dict[int, str], limits: Limits) -> Seen:
    """What a sheet's XML says beside the values; `telling`: style → number format. Raises Refused past the limits."""
    tags = _tags(xml)
    _check_extent(sheet, xml, tags, limits)
    _check_rows(sheet, xml, tags)
    places, seen = _Places(xml, tags), Seen()
    if b"hidden" in xml:
        seen.hidden_rows = len(tags.hidden.findall(xml))
        seen.hidden_columns = [
            (int(ends[0]), int(ends[1])) for ends in map(_ends, tags.hidden_column.findall(xml)) if ends
        ]
    seen.merges = [
        (int(top), column_number(left.decode()), int(bottom), column_number(right.decode()))
        for left, top, right, bottom in (tags.merge.findall(xml) if b"mergeCell" in xml else ())
    ]
    if b"<f" in xml or b":f" in xml:
        for match in tags.formula.finditer(xml):
            if not (_STR.search(match[1]) and _VALUE.search(match[0])):  # a calculated empty text is a result
                shown = "=" + html.unescape((match[2] or b"").decode("utf-8", "replace"))
                seen.faults[places.of(match)] = Unreadable(NOT_CALCULATED, shown)
    if b'"e"' in xml or b"'e'" in xml:
        for match in tags.error.finditer(xml):
            shown = html.unescape(match[3].decode("utf-8", "replace"))
            seen.faults[places.of(match)] = Unreadable(ERROR_CELL(value=shown), shown)
    if telling:
        for match in tags.styled(telling).finditer(xml):
            seen.formats[places.of(match)] = telling[int(match[2])]
    return seen


def _ends(attributes: bytes) -> tuple[bytes, bytes] | None:
    least, most = _MIN.search(attributes), _MAX.search(attributes)
    return (least[1], most[1]) if least and most else None


def without_odd_merges(xml: bytes) -> bytes:
    """The sheet without merged ranges such as A:A, which calamine dies of; the same bytes where it has none."""
    if b"mergeCell" not in xml:
        return xml
    odd = _tags(xml).odd_merge
    return odd.sub(b"", xml) if odd.search(xml) else xml


def missing_text(sheet: str, xml: bytes, count: int) -> Text | None:
    """The cell that refers to a shared text which is not there; readers only say that there is one."""
    tags = _tags(xml)
    for match in tags.shared_cell.finditer(xml):
        if int(match[2][:9]) >= count:
            row, column = _Places(xml, tags).of(match)
            return NO_TEXT(sheet=sheet, cell=f"{letters(column)}{row}")
    return None


def shared_texts(xml: bytes) -> int:
    """How many shared texts a part holds."""
    return len(_ANY.shared.findall(xml))


class _Places:
    """Where the cells of a sheet stand; without addresses they are counted, as the format says, once for all."""

    def __init__(self, xml: bytes, tags: _Tags):
        self.xml, self.tags = xml, tags
        self._counted: dict[int, tuple[int, int]] | None = None

    def of(self, match: re.Match) -> tuple[int, int]:
        """Row and column of a matched cell, whose attributes are the first group."""
        address = _ADDRESS.search(match[1])
        if address:
            return int(address[2]), column_number(address[1].decode())
        if self._counted is None:
            self._counted = dict(self._count())
        return self._counted[match.start()]

    def _count(self) -> Iterator[tuple[int, tuple[int, int]]]:
        row = column = 0
        for tag in self.tags.cell_or_row.finditer(self.xml):
            if tag[1] == b"row":
                number = _ROWS.search(tag[2])
                row, column = int(number[1]) if number else row + 1, 0
            else:
                address = _ADDRESS.search(tag[2])
                row, column = (int(address[2]), column_number(address[1].decode())) if address else (row, column + 1)
                yield tag.start(), (row, column)


def _check_extent(sheet: str, xml: bytes, tags: _Tags, limits: Limits) -> None:
    """Calamine lays out first to last cell as one block and ends the process when that does not fit: look first."""
    named, names, numbers = _named(xml)
    rows = max(map(int, numbers), default=0)
    columns = max((column_number(name.decode()) for name in names), default=0)
    if named < len(tags.cell.findall(xml)):  # cells without an address follow the one before
        columns += max(len(tags.cell.findall(row)) for row in tags.row.split(xml))
        rows = max(rows, len(tags.row.findall(xml)))
    elif rows > limits.rows or columns > limits.columns or rows * columns > limits.cells:
        rows, columns = _used(xml)
    if columns > limits.columns:
        raise Refused(TOO_WIDE(sheet=sheet, count=f"{columns:,}", most=limits.columns))
    if rows > limits.rows:
        raise Refused(TOO_LONG(sheet=sheet, count=f"{rows:,}", most=f"{limits.rows:,}"))
    if rows * columns > limits.cells:
        area = {"rows": f"{rows:,}", "columns": columns, "most": f"{limits.cells:,}"}
        raise Refused(TOO_LARGE(sheet=sheet, **area))


def _named(xml: bytes) -> tuple[int, set[bytes], set[bytes]]:
    """How many addresses name a column, which columns they name, and which rows."""
    named, names, numbers, start = 0, set[bytes](), set[bytes](), 0
    while start < len(xml):
        cut = xml.find(b"<", start + STEP)
        end = cut if cut > 0 else len(xml)
        places = _PLACE.findall(xml, start, end)
        columns = [name for name, _ in places]
        named += len(columns) - columns.count(b"")
        names.update(columns)
        numbers.update({number for _, number in places})
        start = end
    return named, names - {b""}, numbers - {b""}


def _check_rows(sheet: str, xml: bytes, tags: _Tags) -> None:
    """Of a row that is there twice each reader keeps another half, or the last."""
    numbers = tags.numbered_row.findall(xml)
    if len(set(numbers)) < len(numbers):
        again = next(number for number, count in Counter(numbers).items() if count > 1)
        raise Refused(ROW_TWICE(sheet=sheet, row=int(again)))


def _used(xml: bytes) -> tuple[int, int]:
    """Last row and column with content: cells that only carry a style do not count."""
    rows = columns = 0
    for match in _ADDRESS.finditer(xml):
        row, column = int(match[2]), column_number(match[1].decode())
        if (row > rows or column > columns) and not _EMPTY_REST.match(xml, match.end()):
            rows, columns = max(rows, row), max(columns, column)
    return rows, columns
