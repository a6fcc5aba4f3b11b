"""What belongs to a sheet and lies in parts of its own: pictures, charts, notes, tables, and the names of the workbook."""

import re

from .growth import Formulas, Growth, Standing
from .markup import child, children, every, local_name, put_text, text_in
from .package import Package
from .sheet import Sheet

_NOTE_ROW = re.compile(rb"(<x:Row>\s*)(\d+)(\s*</x:Row>)")
_NOTE_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_CACHES = ("numCache", "strCache")


def carry(package: Package, sheet: Sheet, growth: Growth, formulas: Formulas) -> None:
    """What hangs on a sheet goes along with its rows."""
    for relation in package.relations(sheet.part):
        kind = relation.type.rpartition("/")[2]
        if relation.outside or relation.target not in package.parts:
            continue
        if kind == "drawing":
            _drawn(package, relation.target, growth, formulas)
        elif kind == "vmlDrawing":
            package.put(relation.target, _shapes(package.parts[relation.target], growth))
        elif kind in ("comments", "threadedComment", "table"):
            _referring(package, relation.target, growth)


def _drawn(package: Package, part: str, growth: Growth, formulas: Formulas) -> None:
    if growth.more:
        for node in every(package.tree(part).documentElement):
            if local_name(node) == "row" and local_name(node.parentNode) in ("from", "to"):
                put_text(node, str(growth.moved(int(text_in(node)) + 1) - 1))
    for relation in package.relations(part):
        if relation.type.endswith("/chart") and relation.target in package.parts:
            for node in list(every(package.tree(relation.target).documentElement)):
                if local_name(node) == "f":
                    put_text(node, formulas.moved(text_in(node), Standing(""), drawn=True))
                elif local_name(node) in _CACHES:  # what it was drawn from before
                    node.parentNode.removeChild(node)


def _shapes(part: bytes, growth: Growth) -> bytes:
    """The boxes of notes, in an old language that need not be XML."""

    def row(match: re.Match) -> bytes:
        return match[1] + str(growth.moved(int(match[2]) + 1) - 1).encode() + match[3]

    def anchor(match: re.Match) -> bytes:
        numbers = match[2].decode("ascii", "replace").split(",")
        if len(numbers) == 8:
            for at in (2, 6):
                numbers[at] = f" {growth.moved(int(numbers[at]) + 1) - 1}"
        return match[1] + ",".join(numbers).encode() + match[3]

    return _NOTE_ANCHOR.sub(anchor, _NOTE_ROW.sub(row, part))


def _referring(package: Package, part: str, growth: Growth) -> None:
    if growth.more:
        for node in every(package.tree(part).documentElement):
            if node.hasAttribute("ref"):
                node.setAttribute("ref", growth.areas(node.getAttribute("ref")).split(" ")[0])


def settle(package: Package, formulas: Formulas) -> None:
    """The names of the workbook, and that whoever opens it reckons anew."""
    root = package.tree(package.main).documentElement
    names = child(root, "definedNames")
    for node in children(names, "definedName") if names is not None else []:
        put_text(node, formulas.moved(text_in(node), Standing("")))
    chain = package.relation(package.main, "calcChain")
    if chain is not None:
        package.take_out(chain.target)
    reckoning = child(root, "calcPr")
    if reckoning is None:
        reckoning = root.ownerDocument.createElement(root.tagName.replace("workbook", "calcPr"))
        after = [child(root, name) for name in ("definedNames", "externalReferences", "functionGroups", "sheets")]
        place = next(node for node in after if node is not None)
        root.insertBefore(reckoning, place.nextSibling)
    reckoning.setAttribute("fullCalcOnLoad", "1")
