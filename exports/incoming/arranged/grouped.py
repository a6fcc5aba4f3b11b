"""What stands once over several rows: headings between them, a value only in the first of a group, 同上."""

import re
import unicodedata
from dataclasses import replace
from itertools import islice
from typing import Any

from exports.incoming.columns import FoundColumn
from exports.incoming.field_cells import repeats
from exports.incoming.row_kinds import BANNER
from exports.incoming.table import Table
from models.kit import fields
from models.kit.text import Text, join

from .ways import HEADING, Place, Way, widened, with_added

HEADING_ROW = Text("小标题", "a heading")
HEADINGS = Text(
    "把 {n} 行小标题（{names}）作为下面各行的{field}", "Take {n} headings ({names}) as {field} of the rows below them"
)
HEADINGS_ALONE = Text("{n} 行小标题（{names}）不是记录，不导入", "{n} headings ({names}) are no rows and stay out")
FILL = Text(
    "{fields}空着的格按上一行的填（每组只写了第一行）",
    "Empty cells of {fields} say what stands above (only the first row of a group has it)",
)
SAME_AS_ABOVE = {"同上", "〃", "″", "''", "””", "ditto", "do.", "-同上-", "上同", "“”"}
MOST_FILLED, MOST_FILLED_FREE = 0.7, 0.5
MOST_NAMES, LOOKED_AT, LONGEST_HEADING = 4, 400, 40
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]+|\d{1,2}|[(（][一二三四五六七八九十\d]+[)）])[、.．\s]\s*|^[◆■●▲★※]+\s*"
)
_COUNTED = re.compile(r"\s*[(（]\s*(?:共|合计|小计)?\s*\d+\s*\w{0,2}\s*[)）]$|\s*共\s*\d+\s*\w{1,2}$")


def headings(place: Place) -> Way | None:
    """Rows with nothing but a name, the first of them at the top of the table, each over rows that are full."""
    table = place.table
    names = _headings(table)
    if not names:
        return None
    values, now = [], None
    rows = table.sheet.rows
    width = max(table.width, max(len(row) for row in rows[: LOOKED_AT * 4]), *(c.index + 1 for c in table.columns))
    for number, _ in enumerate(rows, table.sheet.first_row):
        now = names.get(number, now)
        values.append(now if number > table.header and number not in names and number not in table.skipped else None)
    values[table.header - table.sheet.first_row] = HEADING.zh
    left = {**table.sheet.left, **dict.fromkeys(names, HEADING_ROW)}
    sheet = replace(table.sheet, rows=widened(rows, width, values), left=left)
    made, column = with_added(place, replace(table, sheet=sheet), HEADING.zh, width, "headings")
    said = "、".join(islice(dict.fromkeys(names.values()), MOST_NAMES)) + ("…" if len(names) > MOST_NAMES else "")
    if column.name is None:
        return Way("headings", HEADINGS_ALONE(n=len(names), names=said), made)
    label = place.matcher.items[column.name].label
    return Way("headings", HEADINGS(n=len(names), names=said, field=label), made)


def _headings(table: Table) -> dict[int, str]:
    """Row → what its heading says, without numbers before and counts behind it."""
    names: dict[int, str] = {}
    waiting: int | None = None
    full = lone = 0
    for number, row in _records(table):
        filled = [value for value in row if value is not None]
        if len(filled) == 1 and _is_heading(filled[0]):
            if waiting is not None:
                return {}  # two names in a row are rows that lack the rest
            names[number], waiting, lone = _cleaned(filled[0]), number, lone + 1
        elif len(filled) > 1 and not names:
            return {}  # a group begins at the top
        elif len(filled) > 1:
            waiting, full = None, full + 1
        elif filled:
            return {}
    if waiting is not None:
        return {}
    return names if len(names) > 1 and len(set(names.values())) > 1 and full >= len(names) else {}


def _records(table: Table):
    """The rows of a table that are records or headings, blanks left out."""
    first, end = table.header + 1, table.end
    rows = enumerate(islice(table.sheet.rows, first - table.sheet.first_row, None), first)
    for number, row in rows:
        if end is not None and number >= end:
            return
        if table.skipped.get(number) in (None, BANNER) and row.count(None) < len(row):
            yield number, row


def _is_heading(value: Any) -> bool:
    if not isinstance(value, str) or len(value.strip()) > LONGEST_HEADING:
        return False
    return re.search(r"[A-Za-z一-鿿]", value) is not None and not re.fullmatch(r"[A-Za-z]{0,4}\d+", value.strip())


def _cleaned(value: str) -> str:
    text = unicodedata.normalize("NFKC", value).strip()
    return _COUNTED.sub("", _NUMBERED.sub("", text)).strip(" :：-—【】[]") or text


def fill(place: Place) -> Way | None:
    """Columns that say their value only where it changes."""
    table = place.table
    columns = [c for c in table.columns if c.name and (item := place.matcher.items.get(c.name)) and _may_repeat(item)]
    sparse = [column for column in columns if _begins_groups(place, column)]
    ditto = [c for c in table.columns if c.name and c not in sparse and _says_same(table, c.index)]
    if not sparse and not ditto:
        return None
    rows, last = list(table.sheet.rows), dict.fromkeys((c.index for c in [*sparse, *ditto]), None)
    empty = {column.index for column in sparse}
    for number, row in _records(table):
        if number in table.skipped:
            continue
        at, made = number - table.sheet.first_row, list(row)
        for index in last:
            value = made[index] if index < len(made) else None
            if (value is None and index in empty) or _is_same(value):
                made += [None] * (index + 1 - len(made))
                made[index] = last[index]
            elif value is not None:
                last[index] = value
        rows[at] = made
    labels = join([place.matcher.items[c.name].label for c in [*sparse, *ditto]], "、", ", ")
    return Way("fill", FILL(fields=labels), replace(table, sheet=replace(table.sheet, rows=rows)))


def _may_repeat(item: fields.Described) -> bool:
    """What groups are made by: links, choices, days; a remark may be empty in most rows."""
    kinds = (fields.LinkField, fields.ChoiceField, fields.DayField, fields.MonthField)
    return isinstance(item, kinds) and repeats(item)


def _top_cells(table: Table, index: int) -> list[Any]:
    end = table.sheet.parts[1].first if len(table.sheet.parts) > 1 else None  # each sheet has groups of its own
    rows = islice(((n, row) for n, row in _records(table) if n not in table.skipped), LOOKED_AT)
    return [
        row[index] if index < len(row) else None
        for number, row in rows
        if sum(value is not None for value in row) > 1 and (end is None or number < end)
    ]


def _begins_groups(place: Place, column: FoundColumn) -> bool:
    """A value in the first row, then gaps, and no value twice; of what may be empty, or is a day, a few gaps say nothing."""
    table, index, item = place.table, column.index, place.matcher.items[column.name]
    needed = item.required or column.name in place.matcher.record.sheet.key
    if isinstance(item, fields.DayField) and not needed:
        return False
    if any(
        merge[0] > table.header and merge[1] <= index + 1 <= merge[3] and merge[2] > merge[0]
        for merge in table.sheet.merges
    ):
        return False
    cells = _top_cells(table, index)
    filled = [cell for cell in cells if cell is not None]
    if (
        len(cells) < 4
        or cells[0] is None
        or len(filled) < 2
        or len(filled) > (MOST_FILLED if needed else MOST_FILLED_FREE) * len(cells)
    ):
        return False
    return len(set(map(str, filled))) == len(filled)


def _is_same(value: Any) -> bool:
    return isinstance(value, str) and value.strip().casefold() in SAME_AS_ABOVE


def _says_same(table: Table, index: int) -> bool:
    return any(_is_same(cell) for cell in _top_cells(table, index))
