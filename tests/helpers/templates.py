"""Workbooks as companies make them, with marks in them; and a source that says what it was given."""

import io
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName

from exports.papers.filling import Said, filled
from exports.papers.package import opened
from exports.papers.plan import ANY, Place, Plan, plan

BOX = Border(*[Side(style="thin")] * 4)


@dataclass
class Made:
    """Knows single marks by their values, and for each kind of lines a list of them."""

    single: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def find(self, mark: str, repeat: str = "") -> Place | None:
        name, dot, rest = mark.partition(".")
        if mark == "序号":
            return Place(repeat or ANY, ("#",))
        if mark in self.single:
            return Place("", (mark,))
        return Place(name, (rest,)) if dot and name in self.lists else None

    def repeated(self, name: str) -> str | None:
        return name if name in self.lists else None

    def names(self) -> list[str]:
        return [*self.single, *(f"{name}.品名" for name in self.lists)]

    def label(self, repeat: str) -> str:
        return repeat

    def once(self, path: tuple) -> Said:
        return said(self.single.get(path[0]))

    def count(self, repeat: str) -> int:
        return len(self.lists[repeat])

    def lines(self, repeat: str, path: tuple) -> list[Said]:
        lines = self.lists[repeat]
        return [said(at if path == ("#",) else line.get(path[0])) for at, line in enumerate(lines, 1)]


def said(value: Any) -> Said:
    return (
        value if isinstance(value, Said) else Said(value, "number" if value is not None else "text", str(value or ""))
    )


def as_bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def planned(book: Workbook | bytes, source: Made) -> Plan:
    data = book if isinstance(book, bytes) else as_bytes(book)
    return plan(opened(data, "单据.xlsx"), source)


def fill(book: Workbook | bytes, source: Made) -> Workbook:
    """The workbook filled, and read again."""
    return load_workbook(io.BytesIO(filled(planned(book, source), source)))


def order_form(record: str = "明细") -> Workbook:
    """送货单: a head over all columns, one line, sums, shares, signatures, a rule that colours, a printed area."""
    book = Workbook()
    sheet = book.active
    sheet.title = "送货单"
    sheet.merge_cells("A1:E1")
    sheet["A1"] = "{{门店}}送货单"
    sheet["A1"].font = Font(name="微软雅黑", size=18, bold=True)
    sheet["A2"], sheet["B2"] = "日期", "{{日期}}"
    for column, text in zip("ABCDE", ("序号", "品名", "数量", "单价", "金额"), strict=True):
        sheet[f"{column}3"] = text
        sheet[f"{column}3"].fill = PatternFill("solid", fgColor="E3EFE6")
        sheet[f"{column}4"].border = BOX
    sheet["A4"], sheet["B4"] = "{{序号}}", f"{{{{{record}.品名}}}}"
    sheet["C4"], sheet["D4"] = f"{{{{{record}.数量}}}}", f"{{{{{record}.单价}}}}"
    sheet["E4"], sheet["F4"], sheet["G4"] = "=C4*D4", "=E4/SUM(E$4:E$4)", "=N(G3)+E4"
    sheet["A5"], sheet["C5"], sheet["E5"] = "合计", "=SUM(C4)", "=SUM(E4:E4)"
    sheet.merge_cells("A6:E6")
    sheet["A6"] = "签收：__________"
    sheet.row_dimensions[6].height = 40
    sheet.print_area, sheet.print_title_rows = "A1:G6", "1:3"
    book.defined_names["收货人"] = DefinedName("收货人", attr_text="'送货单'!$B$8")
    return book
