"""From a workbook or csv to rows for a record type: which sheet, which column is which field, what its cells hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from exports.headers import FoundColumn, Table, Wanted, best_sheet, find_table, likely_header, table_at
from exports.sheets import Book, SheetRows, Unreadable, column_number
from models.kit import fields
from models.kit.access import Who, visible
from models.kit.incoming import Unusable
from models.kit.record import Record
from models.kit.text import Refused, Text

NO_TABLE = Text(
    "文件里找不到{record}的表头。请确认选对了文件，或下载模板填写",
    "No header row of {record} was found. Check that this is the right file, or fill in the template",
)
NO_SHEET = Text("文件里没有工作表“{sheet}”，有：{sheets}", "There is no sheet “{sheet}” in the file, only {sheets}")
NO_COLUMN = Text("文件里没有“{column}”这一列", "There is no column “{column}” in the file")
NO_FIELD = Text("{record}没有“{field}”这一列", "{record} have no column “{field}”")
TWICE = Text("“{field}”对应了不止一列，请只留一列", "“{field}” is mapped to more than one column; keep one")


def wanted(record: type[Record], who: Who) -> list[Wanted]:
    """Every column this person sees, computed ones too: a file that was exported brings them along."""
    shown = visible(who, record)
    return [
        Wanted(name, (item.label.zh, item.label.en, name, *item.aka))
        for name, item in record.fields().items()
        if name in shown
    ]


@dataclass
class Chosen:
    """One table of a book, as it will be read for a record type; `headed` says whether a header was recognised."""

    record: type[Record]
    book: Book
    table: Table
    headed: bool = True
    names: list[str] = field(default_factory=list)

    @property
    def mapping(self) -> dict[int, str]:
        """Place of the column, from 0 → field name."""
        return {column.index: column.name for column in self.table.columns if column.name}

    def label(self, name: str) -> str:
        """The header of a field's column as it stands in the file; empty when the file hasn't got it."""
        return next((column.label for column in self.table.columns if column.name == name), "")

    def cell(self, row: int, name: str | None) -> str:
        """The address of a value, such as J15; only the row where no column is to blame."""
        return self.table.cell(row, name) if name in self.table.mapping else str(row)

    def values(self, row: int) -> list[Any]:
        """A row as it stands in the file, column by column."""
        line = self.table.sheet.rows[row - self.table.sheet.first_row]
        return [line[column.index] if column.index < len(line) else None for column in self.table.columns]

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """The rows for `Incoming`: number and raw values by field name."""
        taking = {name: takes_formula(item) for name, item in self.record.fields().items()}
        unique = {name for names in (self.record.sheet.key, *self.record.unique_sets()) for name in names}
        free = {name for name, takes in taking.items() if takes and name not in unique}
        for number, values in self.table.rows:
            for name, value in values.items():
                if value.__class__ is Unreadable:
                    values[name] = _usable(value, name in free)
            yield number, values


def choose(record: type[Record], who: Who, book: Book, sheet: str | None = None) -> Chosen:
    """The sheet that fits best, or the one asked for. Raises Refused where no header can be made out."""
    asked = wanted(record, who)
    if sheet:
        rows = book.sheet(sheet)
        if rows is None:
            raise Refused(NO_SHEET(sheet=sheet[:60], sheets="、".join(one.name for one in book.sheets)))
        table = find_table(rows, asked)
        if table is None and (header := likely_header(rows)) is not None:
            return Chosen(record, book, table_at(rows, header, asked), headed=False)
    else:
        table = best_sheet(book, asked)
    if table is None:
        raise Refused(NO_TABLE(record=record.sheet.label))
    return Chosen(record, book, table)


def remap(chosen: Chosen, mapping: dict[str, str | None]) -> Chosen:
    """The same table with some columns mapped by a person: header or column letter → field name, or None to leave it.

    Raises Refused for columns and fields that aren't there, and for a field that two columns claim.
    """
    known, places = {want.name for want in chosen.table.wanted}, {}
    for column, name in mapping.items():
        if name is not None and name not in known:
            raise Refused(NO_FIELD(record=chosen.record.sheet.label, field=str(name)[:60]))
        places[_place(chosen.table.columns, column)] = name
    table = chosen.table.remapped(places)
    names = [column.name for column in table.columns if column.name]
    if double := next((name for name in names if names.count(name) > 1), None):
        raise Refused(TWICE(field=chosen.record.fields()[double].label))
    return Chosen(chosen.record, chosen.book, table, chosen.headed)


def _place(columns: tuple[FoundColumn, ...], called: str) -> int:
    for column in columns:
        if called == column.label:
            return column.index
    if called.isascii() and called.isalpha() and len(called) <= 3:
        place = column_number(called) - 1
        if any(column.index == place for column in columns):
            return place
    raise Refused(NO_COLUMN(column=called[:60]))


@singledispatch
def takes_formula(item: fields.Described) -> bool:
    """Whether text that merely looks like a formula, such as =1+1, is a value of this type: only free text is."""
    return False


@takes_formula.register(fields.LineField)
@takes_formula.register(fields.NoteField)
def _(item) -> bool:
    return True


@takes_formula.register(fields.PhoneField)
@takes_formula.register(fields.IdNumberField)
@takes_formula.register(fields.PinyinField)
def _(item) -> bool:
    return False


def _usable(value: Unreadable, free: bool) -> str | Unusable:
    """A remark of =1+1 was meant as text; an uncalculated sum in a number's place is no value."""
    return value.shown if free and value.shown.startswith("=") else Unusable(value.shown, value.reason)


def sheets(book: Book, record: type[Record], who: Who) -> list[tuple[SheetRows, bool]]:
    """The sheets to choose from, and whether a header of this record type was found in each."""
    asked = wanted(record, who)
    return [(sheet, find_table(sheet, asked) is not None) for sheet in book.sheets if any(sheet.rows)]
