"""Sheets of one workbook under the same heads, 1月 … 12月 or one per store, as one table with the sheet's name as a column."""

from itertools import chain, count
from typing import Any

from models.design.tables.from_workbook import ColumnPlan, TablePlan
from models.kit.text import Text

from .arranged.named import is_month, without_common
from .arranged.stacked import MOST_NAMES, SUMMARY
from .field_cells import MONTH_HEADER, MONTH_NAMES, YEAR
from .labels import normal

SHEET_COLUMN, MONTH_COLUMN = Text("工作表", "Sheet"), Text("月份", "Month")  # become names of data
JOINED = Text(
    "{n} 个工作表（{names}）表头相同，合成一张表，表名放在“{column}”一列；要各成一张表，点“分成 {n} 张表”",
    "{n} sheets ({names}) have the same heads: they become one table with the sheet's name in “{column}”; press “Split into {n} "
    "tables” for one table each",
)
MORE = Text("{names} 等", "{names} and more")


class RowOf(int):
    """The place of a row among those of all its sheets, shown as where it stands in the file."""

    sheet: str
    number: int

    def __new__(cls, at: int, sheet: str, number: int) -> "RowOf":
        row = super().__new__(cls, at)
        row.sheet, row.number = sheet, number
        return row

    def __str__(self) -> str:
        return f"{self.sheet}!{self.number}"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


def joined(plans: list[TablePlan], book_name: str, lang: str) -> list[TablePlan]:
    """The plans, those of sheets under the same heads as one; a sheet of sums, which would count all twice, stays by itself."""
    alike: dict[tuple, list[TablePlan]] = {}
    for plan in plans:
        if not plan.leave and not SUMMARY.search(plan.sheet):
            alike.setdefault(tuple((column.at, normal(column.zh)) for column in plan.columns), []).append(plan)
    several = {id(group[0]): group for group in alike.values() if len(group) > 1}
    within = {id(plan) for group in several.values() for plan in group[1:]}
    return [
        _joined(several[id(plan)], book_name, lang) if id(plan) in several else plan
        for plan in plans
        if id(plan) not in within
    ]


def _joined(parts: list[TablePlan], book_name: str, lang: str) -> TablePlan:
    names = [part.sheet for part in parts]
    said, label = _called(names, book_name)
    first = parts[0]
    columns = [ColumnPlan(c.at, c.zh, leave=c.leave) for c in first.columns]
    at = max([column.at for column in columns] + [len(row) - 1 for part in parts for _, row in part.rows]) + 1
    taken, head = {column.zh.casefold() for column in columns}, label.say(lang)
    head = next(name for name in chain((head,), (f"{head}{n}" for n in count(2))) if name.casefold() not in taken)
    rows: list[tuple[int, list[Any]]] = []
    for part, value in zip(parts, said, strict=True):
        rows += [
            (RowOf(len(rows) + place, part.sheet, number), [*row, *[None] * (at - len(row)), value])
            for place, (number, row) in enumerate(part.rows)
        ]
    plan = TablePlan(
        names[0], (book_name or names[0])[:36], [*columns, ColumnPlan(at, head)], rows, first.title, parts=parts
    )
    shown = "、".join(names[:MOST_NAMES])
    shown = MORE(names=shown) if len(names) > MOST_NAMES else Text(shown, shown)
    plan.notes = [JOINED(n=len(names), names=shown, column=head), *(note for part in parts for note in part.notes)]
    return plan


def _called(names: list[str], around: str) -> tuple[list[str], Text]:
    """What each sheet's name says, and what that is called; months get the one year that the names or the file say."""
    short = [name or whole for name, whole in zip(without_common(names), names, strict=True)]
    short = short if len(set(short)) == len(names) else names
    for ways in (names, short):
        if all(is_month(name) for name in ways):
            years = set(YEAR.findall(" ".join([around, *names])))
            return [_month(name, years) for name in ways], MONTH_COLUMN
    return names, SHEET_COLUMN


def _month(name: str, years: set[str]) -> str:
    match = MONTH_HEADER.fullmatch(name.strip().lower())
    year = match["year"] or (min(years) if len(years) == 1 else "")
    number = int(match["number"]) if match["number"] else MONTH_NAMES[match["name"]]
    return f"{year}-{number:02d}" if year else name
