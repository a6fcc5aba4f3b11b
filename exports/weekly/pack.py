"""All lists of a period in one workbook: every type this person may export that has a day, each on a sheet of its own."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from exports.write import book
from exports.write.blocks import Block, Blocks, by_rows, up_to
from exports.write.columns import Column
from exports.write.package import Styles, finish_workbook, sheet_foot, sheet_head
from exports.write.writing import Pipe, cells_of, fill_sheet
from models import house
from models.kit import Text
from models.kit.ask.query import Query
from models.kit.clock import start_of
from models.kit.declare.access import Who, carried, may
from models.kit.declare.record import Record
from models.kit.fields import DayField, MomentField

from .names import Names

MOST = 50_000  # rows of a sheet: more is what the export of that list is for
LISTED = Text("目录", "Contents")
HEADS = (Text("板块", "Area"), Text("表", "Table"), Text("按", "By"), Text("行数", "Rows"), Text("说明", "Remark"))
CUT = Text("只有前 {most} 行，全部请在表格里导出", "Only the first {most}; export the list itself for all")


@dataclass(frozen=True)
class Part:
    """One list of the pack: which rows, by which day."""

    area: str
    record: type[Record]
    day: DayField | MomentField
    query: Query
    rows: int


@dataclass(frozen=True)
class List:
    """What goes on one sheet."""

    name: str
    columns: list[Column]
    blocks: Iterator[Block]


def parts(who: Who, since: date, until: date) -> Iterator[Part]:
    """Every list in menu order that has rows in the period; types without a day belong to no period and are left out."""
    for area in house().areas:
        for record in area.records:
            day = day_of(who, record)
            if day is None:
                continue
            query = Query(record, who, {day.name: _within(day, since, until)}).taken_away()
            if rows := query.count():
                yield Part(area.label.say(who.lang), record, day, query, rows)


def exportable(who: Who) -> bool:
    """Whether there is any list that this person may take away."""
    return any(day_of(who, record) for area in house().areas for record in area.records)


def day_of(who: Who, record: type[Record]) -> DayField | MomentField | None:
    """The day the type is ordered by, else its first one; if this person may see it and export the type."""
    if not may(who, "see", record) or not may(who, "export", record):
        return None
    shown, fields = carried(who, record), record.fields()
    ordered = [name.lstrip("-") for name in record.sheet.order]
    days = (fields[name] for name in [*ordered, *fields] if isinstance(fields.get(name), DayField | MomentField))
    return next((item for item in days if shown.get(item.name) == "full"), None)


def _within(day: DayField | MomentField, since: date, until: date) -> dict[str, str]:
    if isinstance(day, MomentField):
        after = start_of(until + timedelta(days=1))
        return {"ge": f"{start_of(since).isoformat()}Z", "lt": f"{after.isoformat()}Z"}
    return {"ge": since.isoformat(), "le": until.isoformat()}


def pack(who: Who, since: date, until: date) -> Iterator[bytes]:
    """The workbook in pieces, list after list, while the rows are still being read."""
    lists = _lists(who, list(parts(who, since, until)))
    styles, names, pipe = Styles([column for table in lists for column in table.columns]), Names(), Pipe()
    offset, sheets = 0, []
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number, table in enumerate(lists):
            cells = cells_of(table.columns, styles, offset)
            with archive.open(f"xl/worksheets/sheet{number + 1}.xml", "w") as sheet:
                head, first = sheet_head(table.columns, None, first=number == 0)
                sheet.write(head.encode())
                last = first - 1
                for written in fill_sheet(sheet, cells, Blocks(table.blocks), first):
                    last = first + written - 1
                    yield from pipe.take()
                sheet.write(sheet_foot(table.columns, None, first - 1, last).encode())
            sheets.append((names.take(table.name), last, len(table.columns)))
            offset += len(table.columns)
        finish_workbook(archive, sheets, styles, 1)
    yield from pipe.take()


def _lists(who: Who, parts: list[Part]) -> list[List]:
    """What the sheets hold: the contents, then each list up to its most rows."""
    heads = [Column(head.say(who.lang), "count" if at == 3 else "text") for at, head in enumerate(HEADS)]
    lists = [List(LISTED.say(who.lang), heads, by_rows(_listed(who, parts)))]
    for part in parts:
        shown = [name for name in part.record.columns() if name in part.query.shown]
        rows = up_to(book.blocks(part.query, shown), MOST)
        lists.append(List(part.record.sheet.label.say(who.lang), book.columns(part.query, shown, who.lang), rows))
    return lists


def _listed(who: Who, parts: list[Part]) -> Iterator[tuple]:
    """What is in the pack, by which day it was chosen, and where not all of it is there."""
    for part in parts:
        cut = CUT(most=f"{MOST:,}").say(who.lang) if part.rows > MOST else ""
        yield part.area, part.record.sheet.label.say(who.lang), part.day.label.say(who.lang), part.rows, cut
