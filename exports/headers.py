"""Where the table of a sheet begins, and which of its columns are the ones we want."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Any

from exports.sheets import Book, SheetRows, Unreadable, letters
from models.kit.incoming_cells import Spot
from models.kit.text import Text

SEARCHED_ROWS = 60  # titles, notices and logos above a header are seldom longer
TOTAL_ROW = Text("合计行", "a row of totals")
HEADER_AGAIN = Text("重复的表头", "the header again")
REMARK = Text("表下的说明", "a remark under the table")

_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff_]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>|《[^《》]*》|\{[^{}]*\}")
_UNIT = re.compile(r"[/:·|](元|万元|天|日|个|件|分|人|次|岁|年|月|%|kg|g|千克|公斤|克|小时|分钟|yyyy.*)$")
_SCALE = re.compile(r"[万亿千百]")  # a column in 万元 is not the column in 元
_STARS = re.compile(r"^[*※★#•·]+|[*※★:;。,、]+$")
_SERIAL = {"", "序号", "序", "行号", "no", "no.", "s/n", "sn", "项次"}  # "" is # and the like
_TOTAL = re.compile(r".{0,10}(合计|小计|总计|共计|总和|平均|均值|平均值|总数)[数额值]?(\(.*\))?[:：]?(\d[\d,.]*\D?)?")
_TOTAL_EN = re.compile(r"(sub|grand)?[\s-]*(total|sum|average|avg)s?[.:]?")
_NUMERIC = re.compile(r"[¥￥$]?\s*[-+]?[\d,]+(\.\d*)?\s*[%元]?|-|—")
_REMARK = re.compile(
    r"(制表|填表|编制|审核|复核|批准|审批|经办|主管|负责|打印|导出|统计|日期|备注|说明|注|数据来源|第\d+页|共\d+[页条行])"
    r"\S{0,4}\s*[:：/].*|(注|备注|说明)\d*[、.:：].*|第\s*\d+\s*页.*|共\s*\d+\s*[页条行].*|-*\s*(以下空白|完|end)\s*-*",
    re.IGNORECASE | re.DOTALL,
)
_NOTE_SHEET = re.compile(r"说明|须知|示例|样例|^目录$|^封面$|instruction|readme|example|^notes?$", re.IGNORECASE)


@dataclass(frozen=True)
class Wanted:
    """A column we can use: its field name, and what headers call it: Chinese, English, field name, then synonyms.

    spreads: for a column that a workbook may lay out sideways, which of its values a header stands for, or None, given
    what stands around the table; cells: the column that the cells below such a header go to; besides: what all the
    rows made of them are.
    """

    name: str
    labels: tuple[str, ...]
    spreads: Callable[[str, str], Any] | None = None
    cells: str = ""
    besides: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class FoundColumn:
    """A column of the file: its place from 0, the header as it stands there, and the wanted name it goes to, if any.

    spread: the value its header stands for, where each cell of the column is a row of its own (1月, 2月 …).
    """

    index: int
    label: str
    name: str | None = None
    serial: bool = False  # a mere row count, of no use to anybody
    spread: Any = None

    @property
    def letter(self) -> str:
        return letters(self.index + 1)


@dataclass(frozen=True)
class Table:
    """A table in a sheet. Row numbers are Excel's; `header` is the last row of the header, `top` its first."""

    sheet: SheetRows
    top: int
    header: int
    columns: tuple[FoundColumn, ...]
    wanted: tuple[Wanted, ...]

    @cached_property
    def mapping(self) -> dict[str, int]:
        """Wanted name → place of its column, from 0."""
        return {column.name: column.index for column in self.columns if column.name}

    @property
    def unmapped(self) -> list[FoundColumn]:
        return [column for column in self.columns if not (column.name or column.serial or column.spread is not None)]

    @cached_property
    def names(self) -> set[str]:
        """Every wanted name that a row brings a value for."""
        over = self.over
        return {*self.mapping, *((over.name, over.cells, *over.besides) if over else ())}

    @cached_property
    def spread(self) -> tuple[FoundColumn, ...]:
        """The columns whose cells are rows of their own."""
        return tuple(column for column in self.columns if column.spread is not None)

    @cached_property
    def over(self) -> Wanted | None:
        """What is laid out sideways here."""
        return next((want for want in self.wanted if want.spreads), None) if self.spread else None

    @property
    def missing(self) -> list[str]:
        return [want.name for want in self.wanted if want.name not in self.mapping]

    @property
    def rows(self) -> Iterator[tuple[int | Spot, dict[str, Any]]]:
        """Row number and raw values by wanted name; blank rows, totals, repeated headers and remarks left out."""
        mapping, skipped = self.mapping, self.skipped
        for number, row in self._below():
            if number not in skipped:
                width = len(row)
                values = {name: row[place] if place < width else None for name, place in mapping.items()}
                if self.spread:
                    yield from self._sideways(number, row, values)
                elif any(value is not None for value in values.values()):
                    yield number, values

    def _sideways(self, number: int, row: list[Any], values: dict[str, Any]) -> Iterator[tuple[Spot, dict[str, Any]]]:
        """A row for each filled cell under a spread header."""
        over = self.over
        for column in self.spread:
            cell = row[column.index] if column.index < len(row) else None
            if cell is not None:
                yield Spot(number, column.index), {**values, **over.besides, over.name: column.spread, over.cells: cell}

    @cached_property
    def skipped(self) -> dict[int, Text]:
        """Rows with content that are no records, and what they are."""
        header = {column.index: normal(column.label) for column in self.columns}
        kinds = ((number, self._kind(row, header)) for number, row in self._below())
        return {number: kind for number, kind in kinds if kind}

    def cell(self, row: int | Spot, name: str | None) -> str:
        """The address of a wanted value, such as J15; only the row where no column is to blame."""
        place = self.mapping.get(name)
        if place is None and isinstance(row, Spot) and name in (self.over.name, self.over.cells):
            place = row.column
        return str(row) if place is None else f"{letters(place + 1)}{row}"

    def remapped(self, mapping: dict[int, str | None]) -> "Table":
        """The same table with some columns mapped by a person; names that are not wanted are not taken."""
        known = {want.name for want in self.wanted}
        chosen = {place: name if name in known else None for place, name in mapping.items()}
        taken = {name for name in chosen.values() if name}
        sideways = next((want for want in self.wanted if want.spreads), None)
        upright = sideways is not None and bool({sideways.name, sideways.cells} & taken)
        columns = [
            replace(
                column,
                name=chosen.get(column.index, None if column.name in taken else column.name),
                spread=None if upright or column.index in chosen else column.spread,
            )
            for column in self.columns
        ]
        return Table(self.sheet, self.top, self.header, tuple(columns), self.wanted)

    def _below(self) -> Iterator[tuple[int, list[Any]]]:
        first = self.header + 1
        return enumerate(islice(self.sheet.rows, first - self.sheet.first_row, None), first)

    def _kind(self, row: list[Any], header: dict[int, str]) -> Text | None:
        start = next((value for value in row if value is not None), None)
        if not isinstance(start, str):
            return None
        if _is_total(row, start):
            return TOTAL_ROW
        if len(self.columns) > 2 and _is_remark(row, start):
            return REMARK
        first = next(iter(header.values()), "")
        return HEADER_AGAIN if first and normal(start) in header.values() and _repeats(row, header) else None


def _is_total(row: list[Any], start: str) -> bool:
    """合计 and nothing but numbers behind it; a shop that is called so would have a code, a name, a place as well."""
    label = unicodedata.normalize("NFKC", _INVISIBLE.sub("", start))
    if not (_TOTAL.fullmatch(label) or _TOTAL_EN.fullmatch(label.lower())):
        return False
    rest = [value for value in row if value is not None and value is not start]
    words = [value for value in rest if isinstance(value, str) and not _NUMERIC.fullmatch(value.strip())]
    return len(words) <= 1 and (len(rest) <= len(row) / 2 or not words)


def _is_remark(row: list[Any], start: str) -> bool:
    """制表人：… at the foot of a table: nothing in the row but such remarks."""
    if not _REMARK.fullmatch(start.strip()):
        return False
    return all(value is None or (isinstance(value, str) and _REMARK.fullmatch(value.strip())) for value in row)


def _repeats(row: list[Any], header: dict[int, str]) -> bool:
    filled = {index: normal(value) for index, value in enumerate(row) if isinstance(value, str)}
    same = sum(1 for index, label in filled.items() if header.get(index) == label)
    return same >= 2 and same >= 0.8 * len(filled)


def normal(label: Any) -> str:
    """A label without what people vary: width, case, blanks, underscores, brackets' shape, asterisks."""
    if not isinstance(label, str):
        return "" if label is None or isinstance(label, Unreadable) else str(label)
    return _STARS.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFKC", label))).casefold()


def bare(label: Any) -> str:
    """`normal` without brackets and units: 年消费门槛(元) → 年消费门槛; units that change the amount stay."""
    text = normal(label)
    short = _STARS.sub("", _UNIT.sub("", _BRACKETS.sub("", text)))
    return text if not short or _SCALE.search(text.removeprefix(short)) else short


def find_table(sheet: SheetRows, wanted: list[Wanted]) -> Table | None:
    """The table whose header names most of the wanted columns, or None where no row looks like its header."""
    lookup, best = _Lookup(wanted), {1: (0, None), 2: (0, None)}
    head = sheet.rows[: SEARCHED_ROWS + 1]
    for place, row in enumerate(head[:SEARCHED_ROWS]):
        for labels, depth in _headers(row, head[place + 1] if place + 1 < len(head) else []):
            columns = lookup.columns(labels, _around(sheet, place))
            found = sum(1 for column in columns if column.name or column.spread is not None)
            if found > best[depth][0]:
                top = sheet.first_row + place
                best[depth] = found, Table(sheet, top, top + depth - 1, tuple(columns), tuple(wanted))
    # a second header row must earn its place, else a title or the first row of data might be taken for one
    found, table = best[2] if best[2][0] > best[1][0] else best[1]
    least = 1 if table and min(len(wanted), len(table.columns)) == 1 else 2
    return table if found >= least else None


def best_sheet(book: Book, wanted: list[Wanted]) -> Table | None:
    """The table of the book that fits best; sheets of notes and hidden sheets only where nothing else fits."""
    tables = [table for table in (find_table(sheet, wanted) for sheet in book.sheets) if table]
    return max(tables, key=_rank, default=None)


def _around(sheet: SheetRows, place: int) -> str:
    """What stands about a table: the name of its sheet and the titles above its header."""
    titles = (value for row in sheet.rows[:place] for value in row if isinstance(value, str))
    return " ".join([sheet.name, *islice(titles, 20)])


def _rank(table: Table) -> tuple[int, bool, bool, float]:
    fit = len(table.mapping) + len(table.spread)
    noted = bool(_NOTE_SHEET.search(table.sheet.name))
    return (0 if noted else fit, not table.sheet.hidden, not noted, fit / (fit + len(table.unmapped)))


def table_at(sheet: SheetRows, header: int, wanted: list[Wanted]) -> Table:
    """The table below a header row that a person pointed out, whatever its labels are."""
    place = header - sheet.first_row
    row = sheet.rows[place] if 0 <= place < len(sheet.rows) else []
    columns = _Lookup(wanted).columns([[value] for value in row], _around(sheet, place))
    return Table(sheet, header, header, tuple(columns), tuple(wanted))


def likely_header(sheet: SheetRows) -> int | None:
    """Where nothing is known by name: the first row filled with texts as widely as the rows under it."""
    head = sheet.rows[:SEARCHED_ROWS]
    widest = max((sum(value is not None for value in row) for row in head), default=0)
    for number, row in enumerate(head, sheet.first_row):
        texts = sum(isinstance(value, str) for value in row)
        if texts and texts >= 0.6 * widest:
            return number
    return None


def _headers(row: list[Any], below: list[Any]) -> Iterator[tuple[list[list[Any]], int]]:
    """The ways to read a header here: this row alone, or as groups over the row below; labels to try per column."""
    if sum(isinstance(value, str) for value in row) == 0:
        return
    yield [[value] for value in row], 1
    if sum(isinstance(value, str) for value in below) < 2:
        return
    double, group = [], None
    for index in range(max(len(row), len(below))):
        upper = row[index] if index < len(row) else None
        lower = below[index] if index < len(below) else None
        group = upper if upper is not None else group  # a merged group has its label in its first cell only
        if lower is None:
            double.append([upper])
        else:
            double.append([lower, f"{group or ''}{lower}", f"{lower}{group or ''}"])
    yield double, 2


class _Lookup:
    """Wanted names by label: exact ones before synonyms, whole labels before labels without their units."""

    def __init__(self, wanted: list[Wanted]):
        self.over = next((want for want in wanted if want.spreads), None)
        self.steps: list[tuple[Any, dict[str, str]]] = []
        for form in (normal, bare):
            for part in (slice(0, 3), slice(3, None)):
                names: dict[str, set[str]] = defaultdict(set)
                for want in wanted:
                    for label in want.labels[part]:
                        names[form(label)].add(want.name)
                # a label that two columns could claim is for a person to decide
                self.steps.append((form, {key: min(ours) for key, ours in names.items() if key and len(ours) == 1}))

    def columns(self, labels: list[list[Any]], around: str) -> list[FoundColumn]:
        """A column for each place that has a label; no name is given twice."""
        names: dict[int, str] = {}
        for form, known in self.steps:
            for index, choices in enumerate(labels):
                if index not in names:
                    name = next((known[form(c)] for c in choices if isinstance(c, str) and form(c) in known), None)
                    if name and name not in names.values():
                        names[index] = name
        found, spread = [], self._spread(labels, names, around)
        for index, choices in enumerate(labels):
            label = choices[1] if len(choices) > 1 and index not in names else choices[0]
            if label is not None:
                text = str(label).strip()
                serial = index not in names and normal(label) in _SERIAL
                found.append(FoundColumn(index, text, names.get(index), serial, spread.get(index)))
        return found

    def _spread(self, labels: list[list[Any]], names: dict[int, str], around: str) -> dict[int, Any]:
        """The columns whose headers are values of a field; one alone is no sign of it, nor where the field has a column."""
        if self.over is None or {self.over.name, self.over.cells} & set(names.values()):
            return {}
        values: dict[int, Any] = {}
        for index, choices in enumerate(labels):
            read = (self.over.spreads(str(one), around) for one in choices if one is not None and index not in names)
            value = next((value for value in read if value is not None), None)
            if value is not None and value not in values.values():
                values[index] = value
        return values if len(values) > 1 else {}
