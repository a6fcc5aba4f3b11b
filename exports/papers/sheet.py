"""One sheet of a template: its rows as cells that can be written elsewhere, and all that stands around them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from xml.dom.minidom import Document, Element

from exports.read.sheets import letters

from .growth import Formulas, Growth, Standing
from .markup import as_text, as_value, as_xml, child, children, every, local_name, parsed, put_text, text_in, written

ROWS = "sheetData"
_GROWS = frozenset(
    {"mergeCell", "hyperlink", "autoFilter", "sortState", "sortCondition", "ignoredError", "protectedRange"}
)
_FORMULA = frozenset({"formula", "formula1", "formula2", "f"})
_STRINGS = ("s", "str", "inlineStr")


@dataclass(frozen=True)
class Cell:
    """A cell of the template; `inner` is what stands in it as XML, `text` what people read where it is text."""

    column: int
    style: str | None = None
    kind: str | None = None
    inner: str = ""
    formula: str | None = None
    array: str | None = None  # the cells of an array formula
    text: str | None = None

    def xml(self, row: int, formula: str | None, array: str | None) -> str:
        place = f'<c r="{letters(self.column)}{row}"' + (f' s="{self.style}"' if self.style else "")
        if formula is not None:
            kind = f' t="array" ref="{array}"' if array else ""
            return f"{place}><f{kind}>{as_text(formula)}</f></c>"  # without its value: whoever opens it reckons
        if not self.inner:
            return place + "/>"
        return place + (f' t="{self.kind}"' if self.kind else "") + f">{self.inner}</c>"


@dataclass(frozen=True)
class Line:
    """A row of the template; `attributes` without its number."""

    number: int
    attributes: dict[str, str]
    cells: tuple[Cell, ...]

    def head(self, number: int, filled: bool) -> str:
        """Rows whose height nobody set are as high as what comes to stand in them."""
        kept = self.attributes.items()
        if filled and self.attributes.get("customHeight") not in ("1", "true"):
            kept = [(name, value) for name, value in kept if name != "ht"]
        return f'<row r="{number}"' + "".join(f' {name}="{as_value(value)}"' for name, value in kept) + ">"


@dataclass
class Sheet:
    """A sheet as it was read; it is never changed, only written anew."""

    name: str
    part: str
    tree: Document
    lines: dict[int, Line] = field(default_factory=dict)

    @property
    def merges(self) -> list[str]:
        return [
            node.getAttribute("ref") for node in every(self.tree.documentElement) if local_name(node) == "mergeCell"
        ]

    def cell(self, row: int, column: int) -> Cell | None:
        line = self.lines.get(row)
        return next((cell for cell in line.cells if cell.column == column), None) if line else None


Fill = Callable[[Line, int], Line]  # a row and which copy of it → what stands there


def read_sheet(name: str, part: str, data: bytes, shared: list[Element]) -> Sheet:
    """shared: the texts that cells name by number."""
    sheet = Sheet(name, part, parsed(data))
    from openpyxl.utils import column_index_from_string

    rows = child(sheet.tree.documentElement, ROWS)
    number, spread = 0, {}
    for node in children(rows, "row") if rows is not None else []:
        number = int(node.getAttribute("r") or number + 1)
        attributes = {key: value for key, value in node.attributes.items() if key not in ("r", "spans")}
        cells, column = [], 0
        for at in children(node, "c"):
            place = at.getAttribute("r").rstrip("0123456789")
            column = column_index_from_string(place) if place else column + 1
            cells.append(_cell(at, column, number, shared, spread))
        sheet.lines[number] = Line(number, attributes, tuple(cells))
    if rows is not None:
        for node in list(rows.childNodes):
            rows.removeChild(node)
    return sheet


def _cell(node: Element, column: int, row: int, shared: list[Element], spread: dict) -> Cell:
    style, kind = node.getAttribute("s") or None, node.getAttribute("t") or None
    cell = Cell(column, style, kind)
    formula = child(node, "f")
    if formula is not None:
        return _reckoned(cell, formula, row, spread)
    value, inline = child(node, "v"), child(node, "is")
    if kind == "s" and value is not None and text_in(value).strip().isdigit():
        text = shared[int(text_in(value))]
        return replace(cell, inner=as_xml(value), text=_read(text))
    if inline is not None:
        return replace(cell, inner=as_xml(inline), text=_read(inline))
    if value is None:
        return cell
    return replace(cell, inner=as_xml(value), text=text_in(value) if kind in _STRINGS else None)


def _reckoned(cell: Cell, node: Element, row: int, spread: dict) -> Cell:
    """A formula; one that is written once for many cells is written out for each."""
    from openpyxl.formula.translate import Translator

    text, kind, group = text_in(node), node.getAttribute("t"), node.getAttribute("si")
    here = f"{letters(cell.column)}{row}"
    if kind == "shared":
        if text:
            spread[group] = (text, here)
        else:
            source, origin = spread.get(group, ("", here))
            text = Translator("=" + source, origin).translate_formula(here)[1:]
    array = node.getAttribute("ref") if kind == "array" else None
    return replace(cell, kind=None, formula=text, array=array or None)


def _read(node: Element) -> str:
    """The text of a string item, its runs one after the other, without what stands above Chinese signs to read them."""
    parts = []
    for part in children(node):
        if local_name(part) == "t":
            parts.append(text_in(part))
        elif local_name(part) == "r":
            parts += [text_in(run) for run in children(part, "t")]
    return "".join(parts)


def written_sheet(sheet: Sheet, growth: Growth, formulas: Formulas, fill: Fill, filled: set[int]) -> bytes:
    """The sheet with its rows where they come to stand; `filled`: the rows of the template that hold marks."""
    tree = sheet.tree.cloneNode(True)
    around(tree.documentElement, growth, formulas, sheet.name)
    for node in children(tree.documentElement, "dimension"):
        tree.documentElement.removeChild(node)
    pieces = "".join(_rows(sheet, growth, formulas, fill, filled))

    def instead(node: Element) -> str | None:
        return f"<{node.tagName}>{pieces}</{node.tagName}>" if local_name(node) == ROWS else None

    return written(tree, instead)


def _rows(sheet: Sheet, growth: Growth, formulas: Formulas, fill: Fill, filled: set[int]) -> Iterable[str]:
    row, numbers = 0, sorted(sheet.lines)
    done: set[int] = set()
    for row in numbers:
        block = growth.block_of(row)
        if block is None:
            yield _row(sheet, sheet.lines[row], 0, growth, formulas, fill, row in filled)
        elif block.first not in done:
            done.add(block.first)
            within = [number for number in numbers if block.first <= number <= block.last]
            for copy in range(block.times):
                for number in within:
                    yield _row(sheet, sheet.lines[number], copy, growth, formulas, fill, number in filled)


def _row(sheet: Sheet, line: Line, copy: int, growth: Growth, formulas: Formulas, fill: Fill, filled: bool) -> str:
    number = growth.moved(line.number, copy)
    cells = []
    for cell in fill(line, copy).cells:
        formula = array = None
        if cell.formula is not None:
            at = Standing(sheet.name, cell.column, line.number, copy)
            formula = formulas.moved(cell.formula, at)
            array = formulas.moved(cell.array, at) if cell.array else None
        cells.append(cell.xml(number, formula, array))
    return line.head(number, filled) + "".join(cells) + "</row>"


def around(root: Element, growth: Growth, formulas: Formulas, name: str) -> None:
    """Whatever beside the cells names rows: merged cells, formats, validations, links, breaks, what is selected."""
    for node in list(every(root)):
        what = local_name(node)
        if what == "mergeCells":
            _merged(node, growth)
        elif what == "brk":
            _broken(node, growth)
        elif what == "sqref":
            put_text(node, growth.areas(text_in(node)))
        elif what in _FORMULA and text_in(node):
            put_text(node, formulas.moved(text_in(node), Standing(name)))
        for attribute in ("sqref", "activeCell", "topLeftCell"):
            if node.hasAttribute(attribute) and what != "mergeCell":
                node.setAttribute(attribute, growth.areas(node.getAttribute(attribute)))
        if what in _GROWS and what != "mergeCell" and node.hasAttribute("ref"):
            node.setAttribute("ref", growth.areas(node.getAttribute("ref")).split(" ")[0])


def _merged(node: Element, growth: Growth) -> None:
    for merge in children(node, "mergeCell"):
        first, *others = growth.area(merge.getAttribute("ref"), each=True)
        if ":" not in first:
            continue
        merge.setAttribute("ref", first)
        for other in others:
            more = merge.cloneNode(True)
            more.setAttribute("ref", other)
            node.insertBefore(more, merge.nextSibling)
    node.setAttribute("count", str(len(children(node, "mergeCell"))))


def _broken(node: Element, growth: Growth) -> None:
    """A page break stands below a row."""
    if local_name(node.parentNode) == "rowBreaks" and node.getAttribute("id").isdigit():
        node.setAttribute("id", str(growth.end(int(node.getAttribute("id")))))
