"""A template filled: each mark with what a source says, rows repeated, and everything else moved along with them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol

from exports.write.sheet_cells import MOST_TEXT

from .beside import carry, settle
from .growth import Formulas, Growth
from .markup import as_text
from .plan import MARK, Place, Plan, Planned
from .sheet import Cell, Line, written_sheet
from .styling import Formats

_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))
_DAY_ZERO = datetime(1899, 12, 30)


@dataclass(frozen=True)
class Said:
    """What stands in a cell: a value with its kind, and how people read it amid other text."""

    value: Any = None
    kind: str = "text"
    text: str = ""
    format: str | None = None
    percent: bool = False  # 12.5 stands for 12.5 %


class Source(Protocol):
    def once(self, path: tuple) -> Said: ...

    def lines(self, repeat: str, path: tuple) -> Sequence[Said]:
        """One for each line, in order."""

    def count(self, repeat: str) -> int: ...


def filled(plan: Plan, source: Source) -> bytes:
    """The workbook. Nothing of the plan changes, so it serves for the next row, too."""
    package = plan.package.copied()
    counts = {repeat: source.count(repeat) for repeat in plan.repeats}
    growths = {planned.sheet.name: planned.growth(counts) for planned in plan.sheets}
    formulas, formats = Formulas(growths), Formats(package)
    for planned in plan.sheets:
        package.put(planned.sheet.part, drawn(planned, growths[planned.sheet.name], formulas, formats, source))
        carry(package, planned.sheet, growths[planned.sheet.name], formulas)
    settle(package, formulas)
    return package.written()


def drawn(planned: Planned, growth: Growth, formulas: Formulas, formats: Formats, source: Source) -> bytes:
    """One sheet, with what the source says in it."""
    writer = Writer(planned, formats, source)
    rows = {row for row, _ in (*planned.marks, *planned.named)}
    return written_sheet(planned.sheet, growth, formulas, writer.line, rows)


class Writer:
    """Puts values into the rows of one sheet."""

    def __init__(self, planned: Planned, formats: Formats, source: Source):
        self.planned, self.formats, self.source = planned, formats, source
        self.known: dict[Place, Sequence[Said]] = {}

    def line(self, line: Line, copy: int) -> Line:
        places = {column for row, column in (*self.planned.marks, *self.planned.named) if row == line.number}
        if not places:
            return line
        there = {cell.column: cell for cell in line.cells}
        for column in places:
            there[column] = self._cell(line.number, there.get(column) or Cell(column), copy)
        return replace(line, cells=tuple(there[column] for column in sorted(there)))

    def _cell(self, row: int, cell: Cell, copy: int) -> Cell:
        named = self.planned.named.get((row, cell.column))
        marks = self.planned.marks.get((row, cell.column))
        if marks is None:
            return self._valued(cell, self._said(named, copy)) if named is not None else cell
        alone = MARK.fullmatch((cell.text or "").strip())
        if alone:
            return self._valued(cell, self._said(marks[alone[1]], copy))
        text = MARK.sub(
            lambda match: self._said(marks[match[1]], copy).text if match[1] in marks else match[0], cell.text or ""
        )
        return _texted(cell, text)

    def _said(self, place: Place, copy: int) -> Said:
        if not place.repeat:
            if place not in self.known:
                self.known[place] = [self.source.once(place.path)]
            return self.known[place][0]
        if place not in self.known:
            self.known[place] = self.source.lines(place.repeat, place.path)
        lines = self.known[place]
        return lines[copy] if copy < len(lines) else Said()

    def _valued(self, cell: Cell, said: Said) -> Cell:
        code = self.formats.code(cell.style)
        value = said.value / 100 if said.percent and "%" in code and said.value is not None else said.value
        number = None if code == "@" else serial(value)
        if number is None:
            return _texted(cell, said.text)
        style = self.formats.of(cell.style, said.kind, said.format)
        return Cell(cell.column, style, None, f"<v>{number}</v>")


def _texted(cell: Cell, text: str) -> Cell:
    """Text stays text: what begins with `=` is no formula."""
    text = text.translate(_ILLEGAL)[:MOST_TEXT]
    if not text:
        return Cell(cell.column, cell.style)
    return Cell(cell.column, cell.style, "inlineStr", f'<is><t xml:space="preserve">{as_text(text)}</t></is>')


def serial(value: Any) -> str | None:
    """A number or moment as cells keep it; None for what is text."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, datetime):
        return repr(round((value.replace(tzinfo=None) - _DAY_ZERO).total_seconds() / 86400, 9))
    if isinstance(value, date):
        return str((datetime.combine(value, time()) - _DAY_ZERO).days)
    if isinstance(value, int | Decimal):
        return str(value)
    return repr(value) if isinstance(value, float) and value == value and abs(value) != float("inf") else None
