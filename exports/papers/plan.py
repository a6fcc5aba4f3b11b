"""What a template asks for: its marks `{{…}}` and named cells, which rows are repeated for what, and what nobody knows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Protocol

from exports.read.sheets import letters
from models.kit.text import Refused, Text

from .growth import Block, Growth
from .markup import child, children, text_in
from .package import Package
from .sheet import Line, Sheet, read_sheet

MARK = re.compile(r"[{｛]{2}\s*([^{}｛｝]+?)\s*[}｝]{2}")  # an input method for Chinese types the wide ones
_BRACED = re.compile(r"([{｛]*)\s*([^{}｛｝]+?)\s*([}｝]*)(?=[{｛]|$|(?<=[}｝]))")
MOST_ROWS = 5000  # of a template's sheet
_NAMED = re.compile(r"^('(?:[^']|'')+'|[^'!]+)!(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)$")
TOO_LONG = Text(
    "工作表“{sheet}”有 {rows} 行，模板最多 {most} 行；请删去下面的空行",
    "Sheet “{sheet}” has {rows} rows; a template has at most {most}. Delete the empty rows below",
)
TWO_IN_ROWS = Text(
    "工作表“{sheet}”第 {row} 行既要按“{first}”重复，又要按“{second}”重复；请分在不同的行",
    "Row {row} of sheet “{sheet}” would be repeated for “{first}” and for “{second}”; put them in rows of their own",
)
UPRIGHT = Text(
    "工作表“{sheet}”的合并单元格 {area} 和要重复的第 {row} 行交叉；请取消合并，或让它只在这几行之内",
    "In sheet “{sheet}” the merged cells {area} cross row {row}, which is repeated; unmerge them or keep them within those rows",
)


@dataclass(frozen=True)
class Place:
    """What a mark leads to. repeat: for the lines of what it is said, "" for once; path: the source's own business."""

    repeat: str
    path: tuple


ANY = "*"  # of whichever lines the row is repeated for


class Scheme(Protocol):
    """What may be asked of a source."""

    def find(self, mark: str, repeat: str = "") -> Place | None:
        """What a mark leads to; `repeat`: within rows that are repeated for that."""

    def repeated(self, name: str) -> str | None:
        """For what the rows of a range of this name are repeated."""

    def names(self) -> list[str]:
        """What may stand in marks, to tell the nearest of."""

    def label(self, repeat: str) -> str: ...


@dataclass(frozen=True)
class Unknown:
    """A mark that nobody knows, where it stands, and the nearest known one. written: as it stands there, where braces are missing."""

    sheet: str
    cell: str
    mark: str
    nearest: str | None
    written: str = ""


@dataclass
class Planned:
    """One sheet: which marks stand where, and which rows are repeated for what."""

    sheet: Sheet
    marks: dict[tuple[int, int], dict[str, Place]] = field(default_factory=dict)
    named: dict[tuple[int, int], Place] = field(default_factory=dict)
    repeats: list[tuple[int, int, str]] = field(default_factory=list)

    def repeat_of(self, row: int) -> str:
        return next((repeat for first, last, repeat in self.repeats if first <= row <= last), "")

    def growth(self, counts: dict[str, int]) -> Growth:
        """How it grows; what there is none of keeps one empty row, which formulas and frames stand on."""
        return Growth(tuple(Block(first, last, max(1, counts[repeat])) for first, last, repeat in self.repeats))

    def places(self) -> Iterator[Place]:
        for marks in self.marks.values():
            yield from marks.values()
        yield from self.named.values()


@dataclass
class Plan:
    package: Package
    sheets: list[Planned]
    unknown: list[Unknown]
    scheme: Scheme

    @property
    def repeats(self) -> set[str]:
        return {repeat for sheet in self.sheets for _, _, repeat in sheet.repeats}


def plan(package: Package, scheme: Scheme) -> Plan:
    """Raises Refused where rows can't be repeated as they are marked."""
    sheets = [Planned(sheet) for sheet in _sheets(package)]
    made = Plan(package, sheets, [], scheme)
    names = _names(package)
    for planned in sheets:
        if (rows := max(planned.sheet.lines, default=0)) > MOST_ROWS:
            raise Refused(TOO_LONG(sheet=planned.sheet.name, rows=rows, most=MOST_ROWS))
        _repeat_named(planned, names, scheme)
        _mark(planned, scheme, made.unknown)
        _repeat_marked(planned, scheme)
        _name(planned, names, scheme)
    return made


def _sheets(package: Package) -> Iterator[Sheet]:
    strings = package.relation(package.main, "sharedStrings")
    shared = children(package.tree(strings.target).documentElement, "si") if strings else []
    targets = {relation.id: relation for relation in package.relations(package.main)}
    for node in children(child(package.tree(package.main).documentElement, "sheets"), "sheet"):
        relation = targets[node.getAttribute("r:id")]
        if relation.type.endswith("/worksheet"):
            yield read_sheet(node.getAttribute("name"), relation.target, package.parts[relation.target], shared)


def _bounds(area: str) -> tuple[int, int, int, int]:
    """First column, first row, last column, last row."""
    from openpyxl.utils.cell import range_boundaries  # comes with the first template: the server does without it

    return range_boundaries(area)


def _names(package: Package) -> list[tuple[str, str, tuple[int, int, int, int]]]:
    """The names of cells and ranges: name, sheet, (first column, first row, last column, last row)."""
    holder = child(package.tree(package.main).documentElement, "definedNames")
    named_cells = []
    for node in children(holder, "definedName") if holder is not None else []:
        match = _NAMED.match(text_in(node).strip())
        if match and not node.getAttribute("name").startswith("_xlnm"):
            sheet = match[1].strip("'").replace("''", "'")
            named_cells.append((node.getAttribute("name"), sheet, _bounds(match[2].replace("$", ""))))
    return named_cells


def _repeat_named(planned: Planned, names: list, scheme: Scheme) -> None:
    for name, sheet, (_, first, _, last) in names:
        repeat = scheme.repeated(name) if sheet == planned.sheet.name else None
        if repeat is not None:
            _repeat(planned, first, last, repeat, scheme)


def _mark(planned: Planned, scheme: Scheme, unknown: list[Unknown]) -> None:
    known = scheme.names()
    for row, line in planned.sheet.lines.items():
        for cell in line.cells:
            marks, where = {}, f"{letters(cell.column)}{row}"
            for written, mark in _half_braced(cell.text or ""):
                if scheme.find(mark, planned.repeat_of(row)) is not None:
                    unknown.append(Unknown(planned.sheet.name, where, mark, mark, written))
            for mark in MARK.findall(cell.text or ""):
                place = scheme.find(mark, planned.repeat_of(row))
                if place is None:
                    near = get_close_matches(mark, known, 1, 0.4)
                    unknown.append(Unknown(planned.sheet.name, where, mark, near[0] if near else None))
                else:
                    marks[mark] = place
            if marks:
                planned.marks[row, cell.column] = marks


def _half_braced(text: str) -> Iterator[tuple[str, str]]:
    """What stands between braces of which some are missing, as it is written and without them."""
    for match in _BRACED.finditer(MARK.sub("", text)):
        if match[1] or match[3]:
            yield match[0].strip(), match[2]


def _repeat_marked(planned: Planned, scheme: Scheme) -> None:
    """Rows with marks of lines are repeated; what stands one below the other for the same is repeated together."""
    rows: dict[int, str] = {}
    for (row, _), marks in sorted(planned.marks.items()):
        for place in marks.values():
            if place.repeat not in ("", ANY):
                other = rows.setdefault(row, place.repeat)
                within = planned.repeat_of(row)
                if place.repeat not in (other, within) or (within and other != within):
                    first, second = scheme.label(within or other), scheme.label(place.repeat)
                    raise Refused(TWO_IN_ROWS(sheet=planned.sheet.name, row=row, first=first, second=second))
    begun: list[list] = []
    for row, repeat in sorted(rows.items()):
        if planned.repeat_of(row):
            continue
        if begun and begun[-1][1] == row - 1 and begun[-1][2] == repeat:
            begun[-1][1] = row
        else:
            begun.append([row, row, repeat])
    for first, last, repeat in begun:
        _repeat(planned, first, last, repeat, scheme)
    planned.repeats.sort()
    _number(planned)


def _number(planned: Planned) -> None:
    """A number belongs to whatever lines its row is repeated for; elsewhere it is 1."""
    for (row, _), marks in planned.marks.items():
        for mark, place in marks.items():
            if place.repeat == ANY:
                marks[mark] = Place(planned.repeat_of(row), place.path)


def _repeat(planned: Planned, first: int, last: int, repeat: str, scheme: Scheme) -> None:
    """With the merged cells that begin in these rows; ones that begin above and end amid them can't be repeated."""
    name = planned.sheet.name
    for area in planned.sheet.merges:
        _, top, _, bottom = _bounds(area)
        if first <= top <= last < bottom:
            last = bottom
    for area in planned.sheet.merges:
        _, top, _, bottom = _bounds(area)
        if top < first <= bottom < last:
            raise Refused(UPRIGHT(sheet=name, area=area, row=first))
    for other_first, other_last, other in planned.repeats:
        if first <= other_last and other_first <= last:
            labels = {"first": scheme.label(other), "second": scheme.label(repeat)}
            raise Refused(TWO_IN_ROWS(sheet=name, row=max(first, other_first), **labels))
    planned.repeats.append((first, last, repeat))


def _name(planned: Planned, names: list, scheme: Scheme) -> None:
    """Named cells are filled whose name the source knows; other names are the workbook's own."""
    for name, sheet, (column, row, last_column, last_row) in names:
        single = (column, row) == (last_column, last_row) or any(
            _bounds(area) == (column, row, last_column, last_row) for area in planned.sheet.merges
        )
        if sheet != planned.sheet.name or not single or scheme.repeated(name) is not None:
            continue
        place = scheme.find(name, planned.repeat_of(row))
        if place is not None and place.repeat in ("", planned.repeat_of(row)):
            planned.named[row, column] = place
            planned.sheet.lines.setdefault(row, Line(row, {}, ()))
