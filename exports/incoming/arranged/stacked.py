"""Several tables under the same header as one: on sheets of their own, or side by side on one sheet."""

import re
from dataclasses import dataclass, replace
from typing import Any

from exports.incoming.columns import FoundColumn
from exports.incoming.field_cells import YEAR
from exports.incoming.headers import SEARCHED_ROWS
from exports.incoming.labels import normal
from exports.incoming.table import Table
from exports.read.sheets import Part, SheetRows
from models.kit import fields
from models.kit.text import Text

from .named import day_named, in_words, is_month, named, parted_by_month, without_common
from .ways import MONTH_OF_SHEET, NAME_OF_SHEET, Place, Way, widened, with_added

SHEETS = Text(
    "把 {n} 个工作表（{names}）当作一次导入，表名作为{field}",
    "Take {n} sheets ({names}) as one import, the name of each as {field}",
)
SHEETS_ALONE = Text("把 {n} 个工作表（{names}）当作一次导入", "Take {n} sheets ({names}) as one import")
SHEETS_OF_MONTHS = Text(
    "把 {n} 个工作表（{names}）当作一次导入，表名是{field}的月份",
    "Take {n} sheets ({names}) as one import, the name of each says the month of {field}",
)
SHEETS_OF_BOTH = Text(
    "把 {n} 个工作表（{names}）当作一次导入，表名里是{field}和{month}",
    "Take {n} sheets ({names}) as one import, the name of each says {field} and {month}",
)
MONTH_OF = Text("{field}的月份", "the month of {field}")
BLOCKS = Text("把并排的 {n} 个表头相同的表当作一个表", "Take the {n} tables side by side under the same header as one")
AND_MORE = Text("{names} 等", "{names} …")
MOST_NAMES, ALIKE, LIKE_A_DAY = 4, 0.8, 0.3
SUMMARY = re.compile(r"汇总|合计|总计|总表|全年|年度|模板|total|summary|template|overall", re.IGNORECASE)


def sheets_alike(place: Place) -> Way | None:
    """Further sheets with the header of this one; a sheet of sums would count all of them twice."""
    table, book = place.table, place.book
    others = [
        (sheet, *lies)
        for sheet in book.sheets
        if sheet is not table.sheet and not sheet.hidden and not sheet.problem and not SUMMARY.search(sheet.name)
        if (lies := _same_header(sheet, table)) is not None
    ]
    if not others or SUMMARY.search(table.sheet.name) or table.sheet.parts:
        return None
    own = [(table.sheet, table.header, {column.index: column.index for column in table.columns})]
    order = {sheet.name: at for at, sheet in enumerate(book.sheets)}
    stack = sorted([*own, *others], key=lambda part: order[part[0].name])
    return _stacked(place, stack)


def _same_header(sheet: SheetRows, table: Table) -> tuple[int, dict[int, int]] | None:
    """The last row of a header that says the same, and where its columns stand: here → there."""
    depth = table.header - table.top + 1
    wanted = _heads(table.sheet, table.top, depth)
    wanted = {head: place for head, place in wanted.items() if any(column.index == place for column in table.columns)}
    needed = {column.index for column in table.columns if column.name}
    for top in range(sheet.first_row, min(sheet.first_row + SEARCHED_ROWS, sheet.first_row + len(sheet.rows))):
        heads = _heads(sheet, top, depth)
        both = {place: heads[head] for head, place in wanted.items() if head in heads}
        if len(both) >= max(2, ALIKE * len(wanted)) and len(needed & set(both)) >= ALIKE * len(needed):
            return top + depth - 1, both
    return None


def _heads(sheet: SheetRows, top: int, depth: int) -> dict[tuple[str, ...], int]:
    """What stands over each column, row by row; of several that say the same the first."""
    rows = [
        sheet.rows[at] for at in range(top - sheet.first_row, top - sheet.first_row + depth) if at < len(sheet.rows)
    ]
    heads: dict[tuple[str, ...], int] = {}
    for at in range(max((len(row) for row in rows), default=0)):
        head = tuple(normal(row[at] if at < len(row) else None) for row in rows)
        if any(head):
            heads.setdefault(head, at)
    return heads


def _stacked(place: Place, stack: list[tuple[SheetRows, int, dict[int, int]]]) -> Way:
    table = place.table
    top = table.sheet.rows[: table.header + 1 - table.sheet.first_row]
    width = max(
        [table.width, *(column.index + 1 for column in table.columns)]
        + [len(row) for sheet, _, _ in stack for row in sheet.rows[:400]]
    )
    rows: list[list[Any]] = list(top)
    of: list[str | None] = [None] * len(top)  # which sheet each row stands on
    parts, left, merges = [], {}, [m for m in table.sheet.merges if m[0] <= table.header]
    means = _Meaning(place, [sheet.name for sheet, _, _ in stack])
    for sheet, header, lies in stack:
        first = table.sheet.first_row + len(rows)
        body = sheet.rows[header + 1 - sheet.first_row :]
        kept = body if sheet is table.sheet else [_laid(row, lies) for row in body]
        apart = replace(
            table,
            sheet=replace(sheet, rows=[*sheet.rows[: header + 1 - sheet.first_row], *kept]),
            top=header,
            header=header,
        )
        left |= {number - header - 1 + first: why for number, why in apart.skipped.items()}
        kept = kept if apart.end is None else _without(kept, apart.end - header - 1)
        parts.append(Part(first, sheet.name, header + 1))
        by = first - header - 1
        merges += [(m[0] + by, m[1], m[2] + by, m[3]) for m in sheet.merges if m[0] > header and lies == _own(lies)]
        rows += kept
        of += [sheet.name if any(value is not None for value in row) else None for row in kept]
    rows = means.dated(rows, of)
    for at, added in enumerate(means.added):
        cells = [None if name is None else added.said[name] for name in of]
        cells[len(top) - 1] = added.label.zh
        rows = widened(rows, width + at, cells)
    columns = tuple(means.day if means.day and means.day.index == c.index else c for c in table.columns)
    sheet = replace(table.sheet, rows=rows, parts=parts, left=left, merges=merges)
    made = replace(table, sheet=sheet, columns=columns)
    for at, added in enumerate(means.added):
        made, column = with_added(place, made, added.label.zh, width + at, added.kind, added.name)
        added.name = column.name
    names = "、".join(sheet.name for sheet, _, _ in stack[:MOST_NAMES])
    shown = Text(names, names) if len(stack) <= MOST_NAMES else AND_MORE(names=names)
    return Way("sheets", means.sentence(n=len(stack), names=shown), made)


def _without(rows: list[list[Any]], end: int) -> list[list[Any]]:
    """What is another table below is blank here: rows keep their places."""
    return [*rows[:end], *([] for _ in rows[end:])]


def _own(lies: dict[int, int]) -> dict[int, int]:
    return {here: here for here in lies}


def _laid(row: list[Any], lies: dict[int, int]) -> list[Any]:
    """A row of another sheet with its cells in the order of this one's columns."""
    if all(here == there for here, there in lies.items()):
        return row
    made = [None] * (max(lies) + 1)
    for here, there in lies.items():
        made[here] = row[there] if there < len(row) else None
    return made


@dataclass
class _Added:
    """A column of ours beside the table: what the name of each sheet says, and of which field where that is known."""

    kind: str
    label: Text
    said: dict[str, Any]
    name: str | None = None


class _Meaning:
    """What the names of sheets are: values of a field that the table lacks, the months of its days, or one beside the other."""

    def __init__(self, place: Place, names: list[str]):
        self.place, self.names = place, names
        self.items = place.matcher.items
        self.around = " ".join(sorted(set(YEAR.findall(place.around))))  # its month is said by each sheet
        self.day: FoundColumn | None = None
        self.months: dict[str, str] = {}
        self.free = [want.name for want in place.matcher.wanted if want.name not in place.table.names]
        short = without_common(names)
        parted = [parted_by_month(name) for name in names]
        self.added: list[_Added] = []
        alone = next(
            (said for said in (names, short, [f"{name}月" for name in short]) if all(map(is_month, said))), None
        )
        if all(month and rest for month, rest in parted) and self._both(parted):
            return
        if alone and (column := _bare_days(place, place.table)) is not None:
            self.day, self.months = column, dict(zip(names, alone, strict=True))
            return
        self.added = [self._alone(names, short)]

    def _both(self, parted: list[tuple[str, str]]) -> bool:
        """锦江店10月, 武侯店11月: the month is that of the days where they are bare, else a field of its own, or says nothing more."""
        months, rests = [month for month, _ in parted], [rest for _, rest in parted]
        name, values = self._field(rests, alone=False)
        if name is None:
            return False
        self.added = [_Added("sheets", NAME_OF_SHEET, dict(zip(self.names, values, strict=True)), name)]
        if (column := _bare_days(self.place, self.place.table)) is not None:
            self.day, self.months = column, dict(zip(self.names, months, strict=True))
            return True
        self.free.remove(name)
        field, said = self._field(months, alone=False)
        if field is not None:
            self.added.append(_Added("sheet_months", MONTH_OF_SHEET, dict(zip(self.names, said, strict=True)), field))
        return True

    def _alone(self, names: list[str], short: list[str]) -> _Added:
        for said in (names, short):
            name, values = self._field(said, alone=True)
            if name is not None:
                return _Added("sheets", NAME_OF_SHEET, dict(zip(names, values, strict=True)))
        return _Added("sheets", NAME_OF_SHEET, dict(zip(names, names, strict=True)))

    def _field(self, said: list[str], *, alone: bool) -> tuple[str | None, list[Any]]:
        """The field all of whose values these are; alone: each sheet says another one."""
        matcher = self.place.matcher
        for name in sorted(self.free, key=_likely(self.place)):
            values = named(self.items[name], said, matcher.who, self.place.around)
            if all(value is not None for value in values) and (not alone or len(set(values)) == len(values)):
                return name, values
        return None, []

    def dated(self, rows: list[list[Any]], of: list[str | None]) -> list[list[Any]]:
        """Days that say only their number are those of the month that the sheet is called by."""
        if self.day is None:
            return rows
        rows, at = [list(row) for row in rows], self.day.index
        for row, name in zip(rows, of, strict=True):
            if name is not None and len(row) > at and row[at] is not None:
                row[at] = day_named(row[at], f"{self.around} {in_words(self.months[name])}") or row[at]
        return rows

    def sentence(self, **about: Any) -> Text:
        labels = [self.items[added.name].label for added in self.added if added.name is not None]
        day = self.items[self.day.name].label if self.day is not None and self.day.name is not None else None
        if day is not None:
            month = MONTH_OF(field=day)
            return (
                SHEETS_OF_BOTH(field=labels[0], month=month, **about)
                if labels
                else SHEETS_OF_MONTHS(field=day, **about)
            )
        if len(labels) > 1:
            return SHEETS_OF_BOTH(field=labels[0], month=labels[1], **about)
        return SHEETS(field=labels[0], **about) if labels else SHEETS_ALONE(**about)


def _likely(place: Place):
    """Required and keys first."""
    record = place.matcher.record
    return lambda name: (
        name not in record.sheet.key,
        not place.matcher.items[name].required,
        place.matcher.items[name].locked,
    )


def _bare_days(place: Place, table: Table) -> FoundColumn | None:
    """A column of days that says only 1 … 31; where such numbers hid that it is one, its header says so."""
    first, items = table.header + 1 - table.sheet.first_row, place.matcher.items
    free = {name for name, item in items.items() if isinstance(item, fields.DayField) and name not in table.names}
    for column in sorted(table.columns, key=lambda column: column.name is None):
        words = place.matcher.words(column.label) if column.name is None and not column.serial else {}
        near = max(((words[name][0], name) for name in free & words.keys()), default=(0.0, None))
        name = column.name or (near[1] if near[0] >= LIKE_A_DAY else None)
        if name is not None and isinstance(items.get(name), fields.DayField):
            rows = enumerate(table.sheet.rows[first : first + 60], table.header + 1)
            cells = [row[column.index] for at, row in rows if column.index < len(row) and at not in table.skipped]
            cells = [cell for cell in cells if cell is not None]
            if cells and all(re.fullmatch(r"\d{1,2}[日号]?", str(cell)) for cell in cells):
                return replace(column, name=name)
    return None


def blocks(place: Place) -> Way | None:
    """The same header again further to the right: 姓名 电话 | 姓名 电话."""
    table = place.table
    if table.spread or table.sheet.parts or table.top != table.header:
        return None
    heads = [(column.index, normal(column.label)) for column in table.columns]
    first = next((column for column in table.columns if column.name), None)
    if first is None:
        return None
    starts = [at for at, head in heads if head == normal(first.label)]
    if len(starts) < 2 or len({after - before for before, after in zip(starts, starts[1:], strict=False)}) != 1:
        return None
    by, begin = starts[1] - starts[0], min(at for at, _ in heads)
    begin = max(begin, starts[0] - by + 1)
    block = {at: head for at, head in heads if begin <= at < begin + by}
    known = dict(heads)
    again = [known.get(at + by * n) == head for n in range(1, len(starts)) for at, head in block.items()]
    if len(block) < 2 or not all(again) or len(heads) != len(block) * len(starts):
        return None
    return Way("blocks", BLOCKS(n=len(starts)), _under_each_other(table, block, begin, by, len(starts)))


def _under_each_other(table: Table, block: dict[int, str], begin: int, by: int, count: int) -> Table:
    sheet, height = table.sheet, table.header + 1 - table.sheet.first_row
    body, rows = sheet.rows[height:], [row[: begin + by] for row in sheet.rows[:height]]
    skipped, left, parts = set(table.skipped), {}, []
    for n in range(count):
        first = sheet.first_row + len(rows)
        parts.append(Part(first, sheet.name, table.header + 1, by * n))
        left |= {number - table.header - 1 + first: table.skipped[number] for number in skipped}
        rows += [[*[None] * begin, *row[begin + by * n : begin + by * (n + 1)]] for row in body]
    columns = tuple(column for column in table.columns if column.index in block)
    return replace(table, sheet=replace(sheet, rows=rows, parts=parts, left=left, merges=[]), columns=columns)
