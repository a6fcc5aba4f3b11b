"""The file of a recall for the authority 召回报告: what it is about, where the goods are, what the stores answered, who was reached."""

from collections import Counter
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from models.kit import Record, Text
from models.kit.ask.naming import Naming
from models.kit.ask.query import Query
from models.kit.declare.access import Who, may, visible
from models.quality import Recall, RecallBalance, RecallCall, RecallNotice

from .write.book import columns
from .write.cells import cell_value, shown_as_is

TITLE = Text("食品召回报告", "Food recall report")
SUMS, REACHED, PEOPLE = (
    Text("合计", "Total"),
    Text("联系情况", "Who was reached"),
    Text("人次", "Purchases"),
)
BALANCED = Text(
    "收到 − 转出 − 已售 + 顾客退回 − 销毁 − 在库 = 去向不明",
    "Received - passed on - sold + recovered - destroyed - in stock = missing",
)
HEAD = PatternFill("solid", fgColor="E3EEE6")
PARTS = (
    (RecallBalance, ("name", "received", "passed_on", "sold", "recovered", "destroyed", "lying", "missing")),
    (RecallNotice, ("store", "sent_at", "read_at", "done_at", "qty", "recovered", "state", "note")),
)
ABOUT = (
    *("no", "level", "product", "batches", "cause", "known_at", "start_by", "started_at", "owner"),
    *("qty_held", "qty_sold", "qty_recovered", "qty_destroyed", "witness", "authority_on", "authority_no", "closed_on"),
    *("state", "note"),
)
FORMATS = {"moment": "yyyy-mm-dd hh:mm", "day": "yyyy-mm-dd", "quantity": "#,##0.###"}


def write(id: int, who: Who) -> bytes:
    """As far as this person may see it; people are counted, not named."""
    book = Workbook()
    _about(book.active, id, who)
    for record, names in PARTS:
        if may(who, "see", record):
            _part(book.create_sheet(record.sheet.label.say(who.lang)), record, id, names, who)
    if may(who, "see", RecallCall):
        _reached(book.create_sheet(REACHED.say(who.lang)), id, who)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _asked(record: type[Record], field: str, id: int, who: Who, names: tuple[str, ...]) -> tuple[list, list[tuple]]:
    seen = visible(who, record)
    wanted = [name for name in names if name in seen]
    query = Query(record, who, {field: {"in": [id]}})
    plain = [query.shown[name] == "masked" or shown_as_is(query.fields[name]) for name in wanted]
    makers = [None if same else query.fields[name] for name, same in zip(wanted, plain, strict=True)]
    rows = [row for chunk in query.stream(tuple(wanted), Naming()) for row in chunk]
    return columns(query, wanted, who.lang), [
        tuple(
            value if item is None or value is None else cell_value(item, value, who.lang)
            for item, value in zip(makers, row, strict=True)
        )
        for row in rows
    ]


def _about(sheet: Worksheet, id: int, who: Who) -> None:
    sheet.title = TITLE.say(who.lang)[:31]
    sheet["A1"] = TITLE.say(who.lang)
    sheet["A1"].font = Font(bold=True, size=16)
    heads, values = _asked(Recall, "id", id, who, ABOUT)
    shown, booked = visible(who, Recall), _booked(id, who)
    names = [name for name in ABOUT if name in shown]
    for at, (name, head, said) in enumerate(zip(names, heads, values[0], strict=True), 3):
        value = booked.get(name) if said is None else said  # until somebody says how many, what is booked is
        sheet.cell(at, 1, head.label).font = Font(bold=True)
        cell = sheet.cell(at, 2, value)
        cell.number_format = FORMATS.get(head.kind, "General")
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 64
    sheet.page_setup.paperSize, sheet.sheet_properties.pageSetUpPr.fitToPage = 9, True


def _booked(id: int, who: Who) -> dict[str, Any]:
    """What the balance comes to now, by the column of the recall that reports it, as far as this person sees it."""
    query = Query(RecallBalance, who, {"recall": {"in": [id]}}) if may(who, "see", RecallBalance) else None
    sums = query.sums() if query and query.count() else {}
    names = ("sold", "recovered", "destroyed")
    return {f"qty_{name}": Decimal(sums[name]) for name in names if sums.get(name) is not None}


def _part(sheet: Worksheet, record: type[Record], id: int, names: tuple[str, ...], who: Who) -> None:
    heads, values = _asked(record, "recall", id, who, names)
    _table(sheet, [head.label for head in heads], values)
    for at, head in enumerate(heads, 1):
        for row in range(2, len(values) + 3):
            sheet.cell(row, at).number_format = FORMATS.get(head.kind, "General")
    if record is RecallBalance and values:
        last = len(values) + 1
        sheet.cell(last + 1, 1, SUMS.say(who.lang)).font = Font(bold=True)
        for at in range(2, len(heads) + 1):
            letter = get_column_letter(at)
            sheet.cell(last + 1, at, f"=SUM({letter}2:{letter}{last})").font = Font(bold=True)
        sheet.cell(last + 3, 1, BALANCED.say(who.lang))


def _reached(sheet: Worksheet, id: int, who: Who) -> None:
    """How many of each kind stand where: names and numbers stay in the house."""
    _, values = _asked(RecallCall, "recall", id, who, ("kind", "state"))
    kind, state = (RecallCall.fields()[name].label.say(who.lang) for name in ("kind", "state"))
    counts = Counter(values)
    _table(
        sheet, [kind, state, PEOPLE.say(who.lang)], [(*key, count) for key, count in sorted(counts.items(), key=str)]
    )


def _table(sheet: Worksheet, heads: list[str], values: list[tuple]) -> None:
    sheet.append(heads)
    for row in values:
        sheet.append(row)
    for at, head in enumerate(heads, 1):
        cell = sheet.cell(1, at)
        cell.font, cell.fill = Font(bold=True), HEAD
        widest = max([len(str(row[at - 1] or "")) for row in values] + [len(head)], default=8)
        sheet.column_dimensions[get_column_letter(at)].width = min(40, widest * 2 + 2)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
