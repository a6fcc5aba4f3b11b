"""One workbook with a sheet for each of many rows, made of a template of one sheet."""

import posixpath
from collections.abc import Iterator, Sequence

from exports.weekly.names import Names

from .beside import carry, settle
from .filling import Source, drawn
from .growth import Formulas, Standing
from .markup import child, children, put_text, text_in
from .package import OFFICE, TYPES, Package, relations_of
from .plan import Plan, Planned
from .sheet import Sheet
from .styling import Formats

MOST_SHEETS = 200
_SHARED = ("image", "theme", "styles", "sharedStrings")
_ONLY_FIRST = (b' tabSelected="1"', b' tabSelected="true"')


def together(plan: Plan, sources: Sequence[tuple[str, Source]]) -> Iterator[int | bytes]:
    """How many sheets are written, after each, and at last the workbook. sources: what each sheet is called, and its values."""
    book = Together(plan)
    for done, (name, source) in enumerate(sources, 1):
        book.add(name, source)
        yield done
    yield book.written()


class Together:
    """The workbook that grows sheet by sheet; the first one takes the template's own place."""

    def __init__(self, plan: Plan):
        (self.planned,) = plan.sheets
        self.first, self.package = plan.package, plan.package.copied()
        self.formats, self.names = Formats(self.package), Names()
        self.made: list[Formulas] = []
        for part in ("docProps/app.xml",):  # it lists the sheets, and whoever saves the workbook writes it anew
            if part in self.package.parts:
                self.package.take_out(part)

    def add(self, title: str, source: Source) -> None:
        counts = {repeat: source.count(repeat) for _, _, repeat in self.planned.repeats}
        growth, sheet = self.planned.growth(counts), self.planned.sheet
        formulas = Formulas({sheet.name: growth}, {sheet.name: self.names.take(title)})
        part = self._copied(sheet.part, len(self.made)) if self.made else sheet.part
        drawn_sheet = drawn(self.planned, growth, formulas, self.formats, source)
        for mark in _ONLY_FIRST if self.made else ():
            drawn_sheet = drawn_sheet.replace(mark, b"", 1)
        self.package.put(part, drawn_sheet)
        carry(self.package, Sheet(sheet.name, part, sheet.tree), growth, formulas)
        self.made.append(formulas)
        if len(self.made) > 1:
            self._list(part, len(self.made))

    def written(self) -> bytes:
        root = self.package.tree(self.package.main).documentElement
        names = child(root, "definedNames")
        own = [node for node in children(names, "definedName") if node.hasAttribute("localSheetId")] if names else []
        copies = [(node, text_in(node)) for node in own]
        settle(self.package, self.made[0])
        sheets = children(child(root, "sheets"), "sheet")
        for at, formulas in enumerate(self.made):
            sheets[at].setAttribute("name", formulas.names[self.planned.sheet.name.casefold()])
            for node, text in copies if at else ():
                made = node.cloneNode(True)
                made.setAttribute("localSheetId", str(at))
                put_text(made, formulas.moved(text, Standing("")))
                names.appendChild(made)
        return self.package.written()

    def _copied(self, part: str, number: int) -> str:
        """A part and all it leads to under names of their own; what is never changed is used by all."""
        folder, file = posixpath.split(part)
        stem, dot, ending = file.rpartition(".")
        name = f"{folder}/{stem}_{number + 1}{dot}{ending}"
        self.package.put(name, self.first.parts[part])
        self._typed(part, name)
        if name.startswith("xl/tables/"):
            self._called(name, number)
        place = relations_of(part)
        if place in self.first.parts:
            self.package.put(relations_of(name), self.first.parts[place])
            for relation, node in zip(self.first.relations(part), self._nodes(name), strict=True):
                if relation.outside or relation.target not in self.first.parts:
                    continue
                shared = relation.type.rpartition("/")[2] in _SHARED
                node.setAttribute(
                    "Target", "/" + (relation.target if shared else self._copied(relation.target, number))
                )
        return name

    def _nodes(self, name: str) -> list:
        return children(self.package.tree(relations_of(name)).documentElement, "Relationship")

    def _typed(self, part: str, name: str) -> None:
        root = self.package.tree(TYPES).documentElement
        for node in children(root, "Override"):
            if node.getAttribute("PartName") == "/" + part:
                made = node.cloneNode(True)
                made.setAttribute("PartName", "/" + name)
                root.appendChild(made)
                return

    def _called(self, name: str, number: int) -> None:
        """Tables have numbers and names that are theirs alone in a workbook."""
        root = self.package.tree(name).documentElement
        root.setAttribute("id", str(int(root.getAttribute("id") or 1) + 1000 * number))
        for attribute in ("name", "displayName"):
            if root.hasAttribute(attribute):
                root.setAttribute(attribute, f"{root.getAttribute(attribute)}_{number + 1}")

    def _list(self, part: str, number: int) -> None:
        """A further sheet in the list of sheets."""
        root = self.package.tree(self.package.main).documentElement
        holder = child(root, "sheets")
        relations = self.package.tree(relations_of(self.package.main)).documentElement
        made = relations.ownerDocument.createElement(relations.tagName.replace("Relationships", "Relationship"))
        target = "/" + part
        for attribute, value in (("Id", f"rIdPaper{number}"), ("Type", f"{OFFICE}/worksheet"), ("Target", target)):
            made.setAttribute(attribute, value)
        relations.appendChild(made)
        known = children(holder, "sheet")
        sheet = known[0].cloneNode(True)
        sheet.setAttribute("sheetId", str(max(int(node.getAttribute("sheetId")) for node in known) + 1))
        sheet.setAttribute("r:id", f"rIdPaper{number}")
        holder.appendChild(sheet)


def alone(plan: Plan) -> Planned | None:
    """The one sheet of a template; None where it has more, which can't stand side by side."""
    return plan.sheets[0] if len(plan.sheets) == 1 and not _others(plan.package) else None


def _others(package: Package) -> bool:
    return len(children(child(package.tree(package.main).documentElement, "sheets"), "sheet")) > 1
