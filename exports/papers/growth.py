"""Where rows of a sheet come to stand once some of them are repeated, and what becomes of whatever names them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

ADDING_UP = frozenset(
    [
        "SUM",
        "AVERAGE",
        "COUNT",
        "COUNTA",
        "MAX",
        "MIN",
        "PRODUCT",
        "SUBTOTAL",
        "AGGREGATE",
        "SUMPRODUCT",
        "STDEV",
        "MEDIAN",
    ]
)
_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")
_ROW = re.compile(r"(\$?)([0-9]{1,7})")
_SHEET = re.compile(r"^('(?:[^']|'')+'|[^'!:\[\]]+)!(.+)$")


@dataclass(frozen=True)
class Block:
    """Rows that stand `times` times, one after the other."""

    first: int
    last: int
    times: int

    @property
    def height(self) -> int:
        return self.last - self.first + 1

    @property
    def more(self) -> int:
        return (self.times - 1) * self.height


@dataclass(frozen=True)
class Growth:
    """The blocks of one sheet, from above, none over another."""

    blocks: tuple[Block, ...] = ()

    @cached_property
    def more(self) -> int:
        return sum(block.more for block in self.blocks)

    def block_of(self, row: int) -> Block | None:
        return next((block for block in self.blocks if block.first <= row <= block.last), None)

    def moved(self, row: int, copy: int = 0) -> int:
        """Where a row stands; of one that is repeated, its copy."""
        block = self.block_of(row)
        above = sum(other.more for other in self.blocks if other.last < row)
        return row + above + (copy * block.height if block else 0)

    def end(self, row: int) -> int:
        """Where the last copy of a row stands."""
        block = self.block_of(row)
        return self.moved(row, block.times - 1 if block else 0)

    def spans(self, first: int, last: int, each: bool = False) -> list[tuple[int, int]]:
        """What becomes of a stretch of rows: one that grows, or of a part of a repeated block one for each copy.

        each: also of a whole block.
        """
        block = self.block_of(first)
        whole = block is not None and (first, last) == (block.first, block.last)
        if block is None or block is not self.block_of(last) or (whole and not each):
            return [(self.moved(first), self.end(last))]
        return [(self.moved(first, copy), self.moved(last, copy)) for copy in range(block.times)]

    def areas(self, references: str) -> str:
        """`A5:C5 E1` as conditional formats, validations and merged cells name their places."""
        return " ".join(part for reference in references.split() for part in self.area(reference))

    def area(self, reference: str, each: bool = False) -> list[str]:
        ends = [_CELL.fullmatch(part) for part in reference.split(":")]
        if not all(ends):
            return [reference]
        first, last = ends[0], ends[-1]
        made = []
        for top, bottom in self.spans(int(first[4]), int(last[4]), each):
            start, end = f"{first[1]}{first[2]}{first[3]}{top}", f"{last[1]}{last[2]}{last[3]}{bottom}"
            made.append(start if start == end and len(ends) == 1 else f"{start}:{end}")
        return made


@dataclass(frozen=True)
class Standing:
    """Where a formula stands: on which sheet, in which column and row of the template, in which copy of its row."""

    sheet: str
    column: int = 0
    row: int = 0
    copy: int = 0


class Formulas:
    """Formulas of a workbook whose sheets grow, and some of whose sheets are called otherwise in the end."""

    def __init__(self, growths: Mapping[str, Growth], names: Mapping[str, str] | None = None):
        self.growths = {name.casefold(): growth for name, growth in growths.items()}
        self.names = {old.casefold(): new for old, new in (names or {}).items()}

    def moved(self, formula: str, at: Standing, drawn: bool = False) -> str:
        """The formula, without its `=`, as it reads where it comes to stand; drawn: a chart is of all lines."""
        from openpyxl.formula.tokenizer import Token, Tokenizer

        try:
            tokens = Tokenizer("=" + formula).items
        except Exception:  # the tokenizer's own faults are of many kinds: what it can't read stays as it is
            return formula
        functions: list[str] = []
        parts = []
        for token in tokens:
            if token.type == Token.FUNC:
                if token.subtype == Token.OPEN:
                    functions.append(token.value.rstrip("(").upper())
                elif functions:
                    functions.pop()
            adds = drawn or bool(functions) and functions[-1] in ADDING_UP
            is_place = token.type == Token.OPERAND and token.subtype == Token.RANGE
            parts.append(self._reference(token.value, at, adds) if is_place else token.value)
        return "".join(parts)

    def _reference(self, text: str, at: Standing, adds: bool) -> str:
        named = _SHEET.match(text)
        if named is None:
            return self._place(text, self.growths.get(at.sheet.casefold(), Growth()), at, adds)
        sheet, place = named[1].strip("'").replace("''", "'"), named[2]
        growth = self.growths.get(sheet.casefold(), Growth())
        inside = at if sheet.casefold() == at.sheet.casefold() else Standing(at.sheet)
        moved = self._place(place, growth, inside, adds)
        return f"{self._called(sheet, named[1])}!{moved}"

    def _called(self, sheet: str, written: str) -> str:
        other = self.names.get(sheet.casefold())
        return written if other is None else quoted(other)

    def _place(self, text: str, growth: Growth, at: Standing, adds: bool) -> str:
        ends = text.split(":")
        cells = [_CELL.fullmatch(end) for end in ends]
        if all(cells) and len(cells) <= 2:
            first, last = cells[0], cells[-1]
            top, bottom = self._rows(first, last, growth, at, adds, len(cells) == 2)
            start, end = f"{first[1]}{first[2]}{first[3]}{top}", f"{last[1]}{last[2]}{last[3]}{bottom}"
            return start if start == end and len(cells) == 1 else f"{start}:{end}"
        rows = [_ROW.fullmatch(end) for end in ends]
        if len(ends) == 2 and all(rows):
            return f"{rows[0][1]}{growth.moved(int(rows[0][2]))}:{rows[1][1]}{growth.end(int(rows[1][2]))}"
        return text

    def _rows(self, first, last, growth: Growth, at: Standing, adds: bool, is_range: bool) -> tuple[int, int]:
        top, bottom = int(first[4]), int(last[4])
        own = growth.block_of(at.row) if at.row else None
        if own is not None and self._reads_above(own, first, last, at):
            return (growth.moved(own.first, at.copy) - 1,) * 2
        along = [own is not None and growth.block_of(int(end[4])) is own and not end[3] for end in (first, last)]
        block = growth.block_of(top)
        grows = is_range or (adds and block is not None and block.height == 1 and block is not own)
        start = growth.moved(top, at.copy if along[0] else 0)
        if along[1]:
            return start, growth.moved(bottom, at.copy)
        return start, growth.end(bottom) if grows else growth.moved(bottom)

    @staticmethod
    def _reads_above(own: Block, first, last, at: Standing) -> bool:
        """A running total reads its own column in the row above it, whichever copy it is."""
        from openpyxl.utils import column_index_from_string

        above = own.height == 1 and at.copy and {int(first[4]), int(last[4])} == {own.first - 1}
        return bool(above) and not first[3] and not last[3] and column_index_from_string(last[2].upper()) == at.column


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"
