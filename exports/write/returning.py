"""A view as a workbook that comes back: each row says which it is, what isn't to be changed is protected, and a stamp says of what it is."""

import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from exports.read.sheets import LIMITS, letters
from models.kit.ask.marks import MARK
from models.kit.ask.query import Query
from models.kit.clock import local, now
from models.kit.declare.access import Who, why_not
from models.kit.incoming.stamp import CLOSED, OPEN, Stamp, mode_of, takes_new
from models.kit.text import Refused, Text
from models.kit.write.since import point

from . import book
from .blocks import Block, Blocks
from .choices import choices
from .columns import Column
from .package import MAIN, OWN_FILLS, XML, Styles, cell_style, finish_workbook, sheet_foot, sheet_head, sheet_name
from .package import label as cell_of
from .writing import Pipe, cells_of, fill_sheet

SHEET = "_opsdesk"  # nobody is shown it
TITLE = "opsdesk returning file"
PIECE = 30_000  # characters of the stamp in a cell, which holds 32,767
SPARE = 2000  # rows below the list that offer the same choices
MOST_CELLS = 3_000_000  # of more the XML could be larger than what is read
GREY = "EDEDED"
TOO_LONG = Text(
    "“导出修改”最多 {most} 行，现在是 {count} 行；请先筛选，或少选几列",
    "A file to edit and bring back has {most} rows at most; these are {count}: filter first, or take fewer columns",
)
GUARDED = (
    '<sheetProtection sheet="1" objects="1" scenarios="1" formatCells="0" formatColumns="0" formatRows="0" '
    'insertColumns="0" insertRows="0" deleteColumns="0" deleteRows="0" sort="0" autoFilter="0" pivotTables="0"/>'
)


# What holds a file back, as the menu that offers it is told: rows, cells with the column of IDs, and room for new rows.
BOUNDS = {"rows": LIMITS.rows, "cells": MOST_CELLS, "spare": SPARE}


def most_rows(columns: int) -> int:
    return min(BOUNDS["rows"], BOUNDS["cells"] // (columns + 1)) - BOUNDS["spare"]


def allowed(query: Query, names: list[str], who: Who, count: int) -> None:
    """Raises Refused for who may not bring it back, and for more than could be read then."""
    for verb in ("export", "import", "edit"):
        if why := why_not(who, verb, query.record):
            raise Refused(why)
    if count > (most := most_rows(len(names))):
        raise Refused(TOO_LONG(most=f"{most:,}", count=f"{count:,}"))


def as_returning(query: Query, names: list[str], who: Who, **_: Any) -> Iterator[bytes]:
    """The file in pieces, as `as_xlsx` gives it; without comments and colours, which say nothing on the way back."""
    query = query.taken_away()
    fields, record = query.fields, query.record
    columns = {
        name: (fields[name].label.say(who.lang), mode_of(record, name, query.shown[name], who)) for name in names
    }
    at = local(now()).isoformat(" ", "minutes")[:16]
    stamp = Stamp(
        record.key(), columns, point(), at, who.name, who.lang, asked={"filter": query.filter, "search": query.search}
    )
    label = sheet_name(record.sheet.label.say(who.lang), 0)
    yield from _Made(query, names, who, stamp, label).chunks()


class _Made:
    """One such file on its way out."""

    def __init__(self, query: Query, names: list[str], who: Who, stamp: Stamp, label: str):
        self.query, self.names, self.who, self.stamp, self.label = query, names, who, stamp, label
        self.columns = [*book.columns(query, names, who.lang), book.mark_column(query, who.lang)]
        self.closed = [stamp.columns[name][1] != OPEN for name in names]
        fresh = [takes_new(query.record, name, who) for name in names]
        self.styles = _Styles(self.columns, [*self.closed, False], [*fresh, True])
        self.lists = self._lists()
        self.ids: set[int] = set()

    def chunks(self) -> Iterator[bytes]:
        pipe = Pipe()
        with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for _ in self._list(archive):
                yield from pipe.take()
            with archive.open("xl/worksheets/sheet2.xml", "w") as part:
                part.write(self._stamped().encode())
            finish_workbook(archive, [(self.label, self.last, len(self.columns))], self.styles, 2, [SHEET])
        yield from pipe.take()

    def _list(self, archive: zipfile.ZipFile) -> Iterator[int]:
        places = (*self.names, MARK)
        markers = (cell_of(letters(n), 1, 0, self.stamp.marker(name)) for n, name in enumerate(places, 1))
        above = f'<row r="1" hidden="1">{"".join(markers)}</row>'
        more = [f' style="{self.styles.below(n)}"' for n in range(1, len(places) + 1)]
        more[-1] += ' hidden="1"'
        self.last = 2
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            head, first = sheet_head(self.columns, None, True, above, more)
            part.write(head.encode())
            for count in fill_sheet(part, cells_of(self.columns, self.styles), Blocks(self._blocks()), first):
                self.last = first + count - 1
                yield count
            guarded = GUARDED if any(self.closed) else ""
            part.write(sheet_foot(self.columns, None, 2, self.last, self._offers(), guarded).encode())

    def _blocks(self) -> Iterator[Block]:
        for block in book.blocks(self.query, self.names, marked=True):
            self.ids.update(block.columns[-1])
            yield block

    def _lists(self) -> dict[int, list[str]]:
        """What can be chosen from, by place; nothing where the cell takes anything, or can't be changed."""
        fields = self.query.fields
        offered = {
            place: choices(fields[name], self.who.lang)
            for place, name in enumerate(self.names, 1)
            if self.stamp.columns[name][1] != CLOSED
        }
        return {place: options for place, options in offered.items() if options}

    def _offers(self) -> str:
        """The lists as the foot of the sheet says them."""
        rules = []
        for at, (place, options) in enumerate(self.lists.items(), 2):
            where = f"'{SHEET}'!${letters(at)}$1:${letters(at)}${len(options)}"
            cells = f"{letters(place)}3:{letters(place)}{self.last + SPARE}"
            rules.append(
                f'<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="{cells}">'
                f"<formula1>{where}</formula1></dataValidation>"
            )
        return f'<dataValidations count="{len(rules)}">{"".join(rules)}</dataValidations>' if rules else ""

    def _stamped(self) -> str:
        """The sheet that nobody is shown: the stamp in its first column, the lists in those behind."""
        text, signed = Stamp(**{**vars(self.stamp), "ids": frozenset(self.ids)}).packed()
        pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
        columns = [[TITLE, signed, str(len(pieces)), *pieces], *self.lists.values()]
        rows = "".join(_row(number, columns) for number in range(1, max(map(len, columns)) + 1))
        return f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def _row(number: int, columns: Iterable[list[str]]) -> str:
    cells = (
        cell_of(letters(at), number, 0, column[number - 1])
        for at, column in enumerate(columns, 1)
        if number <= len(column)
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


class _Styles(Styles):
    """Cells that take typing under protection and those that don't, in rows that are there and in those below them."""

    def __init__(self, columns: list[Column], closed: list[bool], fresh: list[bool]):
        super().__init__(columns, (GREY,))
        self.closed, self.fresh = closed, fresh

    def below(self, column: int) -> int:
        return self.of(column, 1)

    def cells(self, ids: dict[str, int]) -> list[str]:
        kinds = list(zip(self.formats, self.wraps, self.closed, self.fresh, strict=True))
        there = [cell_style(ids[code], wrap, OWN_FILLS * closed, closed) for code, wrap, closed, _ in kinds]
        return there + [cell_style(ids[code], wrap, 0, not fresh) for code, wrap, _, fresh in kinds]


__all__ = ["SHEET", "TITLE", "allowed", "as_returning"]
