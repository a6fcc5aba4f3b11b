"""From a workbook or csv to rows for a record type: which sheet, which column is which field, what its cells hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from exports.incoming.arranged.ways import Proposal
from exports.incoming.columns import FoundColumn, Merged, Wanted
from exports.incoming.field_cells import Days, dated_by, header_value, is_short, repeats, scale_of, takes_formula
from exports.incoming.headers import Table
from exports.incoming.labels import Unit, units_around
from exports.incoming.linked_labels import as_called
from exports.incoming.row_kinds import REMARK
from exports.read.sheet_remarks import PAGE
from exports.read.sheets import Book, SheetRows, Unreadable, column_number
from models.kit import fields
from models.kit.ask.marks import MARK
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.formula.asking import seen
from models.kit.incoming.cells import ROW, Spot
from models.kit.incoming.incoming import Unusable
from models.kit.measures import is_plain, worth_in
from models.kit.reading import Shown
from models.kit.text import Refused, Text
from models.kit.units import unit_over

TOO_MANY = Text(
    "这一行比表头多 {more} 格（{shown}），多半是某一格里的逗号没有加引号；请改正后重新导入",
    "This row has {more} cells more than the header ({shown}): most likely a comma in a cell without quotation marks",
)
MERGED_NUMBER = Text(
    "{range} 是合并单元格，说不清{field}是每行都有还是几行合计；请取消合并，逐行填写",
    "{range} is merged: whether {field} is meant for each row or for all of them can't be told; unmerge and fill in each row",
)
UNIT_UNCLEAR = Text(
    "说不清金额的单位（{unit}）；请在这一列的表头写明，如“金额（元）”或“金额（万元）”",
    "The unit of the amounts ({unit}) is not clear; write it in the header of the column, such as 金额（元） or 金额（万元）",
)
HEAD_UNIT = Text(
    "文件里这一列的单位是“{written}”，这里按{unit}计，不能直接换算；请换算成{unit}，并改正表头",
    "The file's column is in {written}, and it counts in {unit} here; convert it into {unit} and correct the header",
)
SCALED = Text("{field}按{unit}计，已乘以 {times}", "{field} is in {unit}; its numbers were multiplied by {times}")
ANOTHER = Text(
    "第 {row} 行起是另一张表，没有导入；要导入请放到单独的工作表里",
    "From row {row} on there is another table, which was not imported; put it on a sheet of its own",
)
ALIKE = Text(
    "只导入工作表“{sheet}”；表头相同的还有“{others}”，请分别导入",
    "Only sheet “{sheet}” is imported; “{others}” have the same header, import them one by one",
)
BESIDES = Text(
    "工作表“{others}”里也像有{record}，表头不同，没有导入；要导入请在上面换一张工作表",
    "“{others}” seem to hold {record} as well, under another header; they are not imported: choose the sheet to import it",
)
NOW_A_DAY = Text(
    "这格在文件里是日期，多半是编号、规格之类被表格软件改成了日期；请把该列设为文本后重新录入",
    "The cell is a date in the file: most likely a spreadsheet made it of a code or a size. Format the column as text and enter it again",
)
PLAIN = frozenset((str, type(None)))
NO_COLUMN = Text("文件里没有“{column}”这一列", "There is no column “{column}” in the file")
NO_FIELD = Text("{record}没有“{field}”这一列", "{record} have no column “{field}”")
TWICE = Text("“{field}”对应了不止一列，请只留一列", "“{field}” is mapped to more than one column; keep one")


def wanted(record: type[Record], who: Who, book: Book) -> list[Wanted]:
    """Every column this person sees, computed ones too: a file that was exported brings them along."""
    shown = seen(who, record)
    return [
        Wanted(
            name,
            (item.label.zh, item.label.en, name, *item.aka),
            scale=scale_of(item),
            also=(*item.also, *as_called(record, item)),
            owner=record.sheet.label.zh,
            **_sideways(record, item, book),
        )
        for name, item in record.arriving().items()
        if name in shown or name in record.facts().brought or name == MARK
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


@dataclass
class Chosen:
    """One table of a book, as it will be read for a record type; `headed` says whether a header was recognised."""

    record: type[Record]
    book: Book
    table: Table
    headed: bool = True
    names: list[str] = field(default_factory=list)
    fixed: dict[str, Any] = field(default_factory=dict)  # the same for all rows, where the table lacks the column
    others: list[SheetRows] = field(default_factory=list)  # further sheets with the very same header
    besides: list[SheetRows] = field(default_factory=list)  # further sheets of such rows under another header
    proposals: tuple[Proposal, ...] = ()  # ways to read it that a person should agree to

    @property
    def pending(self) -> list[Proposal]:
        """What nobody has answered yet."""
        return [proposal for proposal in self.proposals if not proposal.answered]

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
        line = [str(value) if value.__class__ is Shown else value for value in line]
        return [line[column.index] if column.index < len(line) else None for column in self.table.columns]

    @cached_property
    def around(self) -> list[str]:
        """What is said about the table: its sheet's and its file's name, the titles above, the remarks below."""
        sheet, top = self.table.sheet, self.table.top - self.table.sheet.first_row
        skipped = [sheet.rows[at - sheet.first_row] for at, kind in self.table.skipped.items() if kind is REMARK]
        texts = [value for row in [*sheet.rows[:top], *skipped] for value in row if isinstance(value, str)]
        page = [sheet.remarks[PAGE]] if PAGE in sheet.remarks else []
        return [sheet.name, self.book.name, *page, *texts[:40]]

    def _commented(self, column: FoundColumn) -> Unit | None:
        """The unit that a comment on the header of a column names."""
        rows = range(self.table.top, self.table.header + 1)
        texts = [said for row in rows if (said := self.table.sheet.remarks.get((row, column.index + 1)))]
        return next((unit for unit in units_around(texts) if unit.times != 1), None)

    @cached_property
    def units(self) -> dict[str, Unit]:
        """What one stands for in the columns whose numbers a unit multiplies; times 0 where that can't be told."""
        said = [unit for unit in units_around(self.around) if unit.money or unit.times > 1]
        over = self.table.over
        places = {name: column for column in self.table.columns if (name := column.name)}
        places |= {over.cells: self.table.spread[0]} if over else {}
        units = {}
        for want in self.table.wanted:
            if want.scale and want.name in places:
                place = places[want.name]
                unit = place.unit or self._commented(place) or _unit_for(want.scale, said)
                if unit and unit.times != 1 and (want.scale == "money" or not unit.money):
                    units[want.name] = unit
            if want.name in places and want.name not in units and (unit := self._other_unit(want.name, places)):
                units[want.name] = unit
        return units

    def _other_unit(self, name: str, places: dict[str, FoundColumn]) -> Unit | None:
        """Grams over a column that counts in kilograms here: the header says one unit, and ours another."""
        own, over = self.record.arriving()[name].unit, unit_over(places[name].label)
        worth = worth_in(own, over)
        return None if worth is None else Unit(over.said.zh, worth, own=own.said)

    @property
    def notes(self) -> list[Text]:
        """What a person should know of how this table is read."""
        arriving, notes = self.record.arriving(), []
        for name, unit in self.units.items():
            if unit.times and unit.times != 1:
                notes.append(SCALED(field=arriving[name].label, unit=unit.name, times=f"{unit.times:,}"))
        if self.table.end is not None:
            notes.append(ANOTHER(row=self.table.end))
        alike = [sheet for sheet in self.others if sheet is not self.table.sheet]
        if alike:
            notes.append(ALIKE(sheet=self.table.sheet.name, others="、".join(sheet.name for sheet in alike)))
        if self.besides:
            notes.append(
                BESIDES(record=self.record.sheet.label, others="、".join(sheet.name for sheet in self.besides))
            )
        return notes

    def rows(self) -> Iterator[tuple[int | Spot, dict[str, Any]]]:
        """The rows for `Incoming`: number and raw values by field name."""
        items = self.record.arriving()
        taking = {name: takes_formula(item) for name, item in items.items()}
        unique = {name for names in (self.record.sheet.key, *self.record.unique_sets()) for name in names}
        free = {name for name, takes in taking.items() if takes and name not in unique}
        around = " ".join(self.around)
        by_kind = {name: looked for name, item in items.items() if (looked := dated_by(item)) is not None}
        days = {name: Days(items[name], looked, self.book, around) for name, looked in by_kind.items()}
        dated = [name for name in days if name in self.table.names]
        for number, values in self.table.rows:
            plain = PLAIN.issuperset(map(type, values.values()))  # as are most rows of most files
            for name in dated if plain else values:
                value = values.get(name)
                if value is None or (value.__class__ is str and name not in days):
                    continue
                if value.__class__ is Merged:
                    value = values[name] = self._unmerged(items[name], number, value)
                if value.__class__ is Unreadable:
                    values[name] = _usable(value, name in free)
                elif isinstance(value, date) and taking[name] and (name in unique or is_short(items[name])):
                    values[name] = Unusable(str(value), NOW_A_DAY)
                elif name in days and value is not None:
                    values[name] = days[name].of(value)
            if self.book.kind == "csv" and (extra := self.table.extra(int(number))):
                shown = ",".join(map(str, extra))
                values[ROW] = Unusable(shown, TOO_MANY(more=len(extra), shown=shown[:40]))
            yield number, {**self.fixed, **values} if self.fixed else values

    def _unmerged(self, item: fields.Described, number: int | Spot, value: Merged) -> Any:
        if repeats(item):
            return value.value
        of_record = self.record.sheet.brings and item.name not in self.record.facts().brought
        if of_record:  # stands over the lines of one document: once is what it means
            return value.value if value.range.startswith(self.cell(number, item.name) + ":") else None
        return Unusable(str(value.value), MERGED_NUMBER(range=value.range, field=item.label))

    def scaled(self, rows: Iterable[tuple[int | Spot, dict[str, Any]]]) -> Iterator[tuple[int | Spot, dict[str, Any]]]:
        """The rows, corrected by hand or not, with numbers worth what the unit over their column says."""
        return self._by_unit(rows, self.units) if self.units else iter(rows)

    @staticmethod
    def _by_unit(
        rows: Iterable[tuple[int | Spot, dict[str, Any]]], units: dict[str, Unit]
    ) -> Iterator[tuple[int | Spot, dict[str, Any]]]:
        for number, values in rows:
            for name, unit in units.items():
                value = values.get(name)
                if value is None or value == "" or value.__class__ is Unusable:
                    continue
                if unit.own and (value.__class__ is str and not is_plain(value)):
                    continue  # says its unit itself
                if unit.own and not unit.times:
                    values[name] = Unusable(str(value), HEAD_UNIT(written=unit.name, unit=unit.own))
                elif not unit.times or (value.__class__ is Shown and value.times not in (1, unit.times)):
                    values[name] = Unusable(str(value), UNIT_UNCLEAR(unit=unit.name))
                elif value.__class__ is Shown:
                    values[name] = replace(value, times=unit.times, unit=unit.name)
                else:
                    values[name] = Shown(value, str(value), times=unit.times, unit=unit.name)
            yield number, values


def _unit_for(scale: str, said: list[Unit]) -> Unit | None:
    """The unit that titles give to such columns; two that differ are as good as none said clearly."""
    fitting = [unit for unit in said if unit.money == (scale == "money") or (scale == "money" and not said[0].money)]
    if len({unit.times for unit in fitting}) > 1:
        return Unit("、".join(unit.name for unit in fitting), 0, money=scale == "money")
    return fitting[0] if fitting else None


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
    return replace(chosen, table=table)


def _place(columns: tuple[FoundColumn, ...], called: str) -> int:
    for column in columns:
        if called == column.label:
            return column.index
    if called.isascii() and called.isalpha() and len(called) <= 3:
        place = column_number(called) - 1
        if any(column.index == place for column in columns):
            return place
    raise Refused(NO_COLUMN(column=called[:60]))


def _usable(value: Unreadable, free: bool) -> str | Unusable:
    """A remark of =1+1 was meant as text; an uncalculated sum in a number's place is no value."""
    return value.shown if free and value.shown.startswith("=") else Unusable(value.shown, value.reason)
