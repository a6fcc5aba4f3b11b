"""From a workbook or csv to rows for a record type: which sheet, which column is which field, what its cells hold."""

import re
from calendar import month_abbr, month_name
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from exports.headers import FoundColumn, Table, Wanted, best_sheet, find_table, likely_header, table_at
from exports.sheets import Book, SheetRows, Unreadable, column_number
from models.kit import fields
from models.kit.access import Who, visible
from models.kit.incoming import Unusable
from models.kit.incoming_cells import Spot
from models.kit.marks import MARK
from models.kit.record import Record
from models.kit.text import Refused, Text
from models.kit.week import today

ZH_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
MONTH_NAMES = {f"{name}月": at for at, name in enumerate(ZH_MONTHS, 1)}
MONTH_NAMES |= {name.lower(): at for names in (month_name, month_abbr) for at, name in enumerate(names) if name}
MONTH_HEADER = re.compile(
    r"(?:(?P<year>20\d\d)\s*[-/.年]\s*)?(?:(?P<number>\d{1,2})(?:月|(?<=[-/.]\d\d))|(?P<name>"
    + "|".join(sorted(MONTH_NAMES, key=len, reverse=True))
    + r"))份?(?:销售)?(?:指标|目标|计划|任务)?"
)
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
NO_TABLE = Text(
    "文件里找不到{record}的表头。请确认选对了文件，或下载模板填写",
    "No header row of {record} was found. Check that this is the right file, or fill in the template",
)
NO_SHEET = Text("文件里没有工作表“{sheet}”，有：{sheets}", "There is no sheet “{sheet}” in the file, only {sheets}")
NO_COLUMN = Text("文件里没有“{column}”这一列", "There is no column “{column}” in the file")
NO_FIELD = Text("{record}没有“{field}”这一列", "{record} have no column “{field}”")
TWICE = Text("“{field}”对应了不止一列，请只留一列", "“{field}” is mapped to more than one column; keep one")


def wanted(record: type[Record], who: Who, book: Book) -> list[Wanted]:
    """Every column this person sees, computed ones too: a file that was exported brings them along."""
    shown = visible(who, record)
    return [
        Wanted(name, (item.label.zh, item.label.en, name, *item.aka), **_sideways(record, item, book))
        for name, item in record.arriving().items()
        if name in shown or name in record.sheet.brings or name == MARK
    ]


def _sideways(record: type[Record], item: fields.Described, book: Book) -> dict[str, Any]:
    """How a field is read from headers, where the record type says that workbooks lay it out sideways."""
    spread = record.sheet.spread
    if spread is None or spread.over != item.name:
        return {}
    return {
        "spreads": lambda header, around: header_value(item, header, f"{around} {book.name}"),
        "cells": spread.value,
        "besides": spread.fixed,
    }


@singledispatch
def header_value(item: fields.Described, header: str, around: str) -> Any:
    """Which value of a field a header stands for, given what stands around the table; None when it is none."""
    return None


@header_value.register(fields.ChoiceField)
def _(item, header: str, around: str) -> Any:
    try:
        return item.parse(header)
    except Refused:
        return None


@header_value.register(fields.MonthField)
def _(item, header: str, around: str) -> Any:
    """1月, 十一月, Nov or 2026年1月; a month without a year is of the year that the sheet, its title or the file names."""
    match = MONTH_HEADER.fullmatch(header.strip().lower())
    if match is None:
        return None
    number = int(match["number"]) if match["number"] else MONTH_NAMES[match["name"]]
    year = match["year"] or next(iter(YEAR.findall(around)), None) or today().year
    return f"{year}-{number:02d}" if 1 <= number <= 12 else None


@dataclass
class Chosen:
    """One table of a book, as it will be read for a record type; `headed` says whether a header was recognised."""

    record: type[Record]
    book: Book
    table: Table
    headed: bool = True
    names: list[str] = field(default_factory=list)
    fixed: dict[str, Any] = field(default_factory=dict)  # the same for all rows, where the table lacks the column

    @property
    def mapping(self) -> dict[int, str]:
        """Place of the column, from 0 → field name."""
        return {column.index: column.name for column in self.table.columns if column.name}

    def label(self, name: str) -> str:
        """The header of a field's column as it stands in the file; empty when the file hasn't got it."""
        return next((column.label for column in self.table.columns if column.name == name), "")

    def cell(self, row: int | Spot, name: str | None) -> str:
        """The address of a value, such as J15; only the row where no column is to blame."""
        return self.table.cell(row, name)

    def values(self, row: int | Spot) -> list[Any]:
        """A row as it stands in the file, column by column."""
        line = self.table.sheet.rows[int(row) - self.table.sheet.first_row]
        return [line[column.index] if column.index < len(line) else None for column in self.table.columns]

    def rows(self) -> Iterator[tuple[int | Spot, dict[str, Any]]]:
        """The rows for `Incoming`: number and raw values by field name."""
        taking = {name: takes_formula(item) for name, item in self.record.arriving().items()}
        unique = {name for names in (self.record.sheet.key, *self.record.unique_sets()) for name in names}
        free = {name for name, takes in taking.items() if takes and name not in unique}
        for number, values in self.table.rows:
            for name, value in values.items():
                if value.__class__ is Unreadable:
                    values[name] = _usable(value, name in free)
            yield number, {**self.fixed, **values}


def choose(record: type[Record], who: Who, book: Book, sheet: str | None = None) -> Chosen:
    """The sheet that fits best, or the one asked for. Raises Refused where no header can be made out."""
    asked = wanted(record, who, book)
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
        raise Refused(TWICE(field=chosen.record.arriving()[double].label))
    return Chosen(chosen.record, chosen.book, table, chosen.headed, fixed=chosen.fixed)


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
    asked = wanted(record, who, book)
    return [(sheet, find_table(sheet, asked) is not None) for sheet in book.sheets if any(sheet.rows)]
