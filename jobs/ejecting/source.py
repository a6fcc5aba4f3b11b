"""The source of an area as it is with further fields: names are taken in, constants stand before the class, the sheet names them."""

import ast
from collections.abc import Callable
from pathlib import Path

from models.kit.text import Refused, Text

ROOT = Path(__file__).parent.parent.parent
WIDEST = 118
MARGIN = "\n                  "
NO_TUPLE = Text(
    "{path}：{cls} 的 {name} 不是列出来的元组，请先改成元组再写出",
    "{path}: {name} of {cls} is no tuple that is written out; make it one first",
)


class Source:
    """One module of ours, and what is to become of it. Everything else in it stays, letter for letter."""

    def __init__(self, path: Path):
        self.path = path
        self.before = path.read_text(encoding="utf-8")
        self._bytes = self.before.encode()
        self._tree = ast.parse(self.before)
        self._starts = [0]
        for line in self._bytes.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self._edits: list[tuple[int, int, str]] = []
        self._taken: set[tuple[str, str]] = set()
        parts = path.relative_to(ROOT).with_suffix("").parts
        self.module = ".".join(parts).removesuffix(".__init__")
        self._package = list(parts[:-1])

    def text(self) -> str:
        """The module with all edits; those at one place stand in the order in which they were made."""
        made, at = [], 0
        for start, end, said in sorted(self._edits, key=lambda edit: edit[0]):
            made += [self._bytes[at:start].decode(), said]
            at = end
        return "".join([*made, self._bytes[at:].decode()])

    def bound(self) -> set[str]:
        """The names that the module has at its top."""
        names = set()
        for node in self._tree.body:
            names |= {
                part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
            }
            names |= {node.name} if isinstance(node, ast.ClassDef | ast.FunctionDef) else set()
            names |= {alias.asname or alias.name for alias in getattr(node, "names", ())}
        return names

    def take(self, module: str, name: str) -> str:
        """Import a name, beside what is imported from there already; what it is called here."""
        imports = [node for node in self._tree.body if isinstance(node, ast.ImportFrom) and self._meant(node) == module]
        there = {alias.name: alias.asname or alias.name for node in imports for alias in node.names}
        if name in there or (module, name) in self._taken:
            return there.get(name, name)
        self._taken.add((module, name))
        if imports:
            self._put(self._end(imports[0].names[-1]), f", {name}")
            return name
        last = [node for node in self._tree.body if isinstance(node, ast.Import | ast.ImportFrom)][-1]
        self._put(self._starts[last.end_lineno], f"from {relative(module, self._package)} import {name}\n")
        return name

    def constant(self, cls: str, code: str) -> None:
        """A constant above a class, and what stands around that class."""
        node = self._class(cls)
        first = min([node, *node.decorator_list], key=lambda part: part.lineno)
        self._put(self._starts[first.lineno - 1], f"{code}\n\n\n")

    def line(self, cls: str, code: str, after: str | None) -> None:
        """A field, behind that one, or behind the last."""
        named = [(name, node) for node in self._class(cls).body if (name := self._named(node)) is not None]
        there, names = dict(named), [name for name, _ in named]
        last = names[names.index("sheet") - 1]
        node = there[after if after in there else last]
        self._put(self._starts[node.end_lineno], f"    {code}\n")

    def lists(self, cls: str, name: str, more: list[str], after: str | None = None) -> None:
        """Further names in a tuple of the sheet, behind that one, or before all; the tuple is made where there is none."""
        value = self._value(cls, name)
        said = [f'"{name}"' for name in more]
        if isinstance(value, ast.Tuple) and value.elts:
            if after is None:
                self._put(self._start(value.elts[0]), "".join(f"{text}, " for text in said))
                return
            place = next(
                (element for element in value.elts if getattr(element, "value", None) == after), value.elts[-1]
            )
            self._put(self._end(place), f",{self._break(place, said)}{_wrapped(said)}")
        elif value is None:
            last = (self._sheet(cls).keywords or self._sheet(cls).args)[-1]
            self._put(self._end(last), f",{self._break(last, said)}{name}=({_wrapped(said)},)")
        else:
            raise Refused(NO_TUPLE(name=name, cls=cls, path=self.path.relative_to(ROOT)))

    def call(self, cls: str, name: str) -> ast.Call | None:
        """The call that makes a field, where it is written out in the class."""
        node = next((node for node in self._class(cls).body if self._named(node) == name), None)
        return node.value if isinstance(getattr(node, "value", None), ast.Call) else None

    def say(self, call: ast.Call, name: str, code: str | Callable[[str], str], at: int | None = None) -> None:
        """An argument of a call becomes this, or what a function makes of its source; at: its place, where it has no name."""
        node = call.args[at] if at is not None else None
        node = node or next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
        if node is None:
            self._put(self._end((call.keywords or call.args)[-1]), f", {name}={code}")
        elif isinstance(code, str):
            self._replace(node, code)
        else:
            self._replace(node, code(self._bytes[self._start(node) : self._end(node)].decode()))

    def holds(self, cls: str, said: list[str]) -> None:
        """Further checks by formula in the sheet of a class."""
        sheet, more = self._sheet(cls), ", ".join(said)
        there = any(keyword.arg == "holds" for keyword in sheet.keywords)
        self.say(sheet, "holds", (lambda before: f"(*{before}, {more})") if there else f"({more},)")

    def area(self, name: str, said: list[str], after: str | None = None, first: bool = False) -> None:
        """Further members of a tuple of AREA: behind that name, before all, or at its end; the tuple is made where there is none."""
        call = next(node.value for node in self._tree.body if self._named(node) == "AREA")
        value = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
        more = ", ".join(said)
        if value is None:
            self._put(self._end((call.keywords or call.args)[-1]), f", {name}=({more},)")
        elif not (isinstance(value, ast.Tuple) and value.elts):
            self._put(self._start(value), "(*")
            self._put(self._end(value), f", {more})")
        elif first:
            self._put(self._start(value.elts[0]), f"{more}, ")
        else:
            named = {getattr(element, "id", None): element for element in value.elts}
            self._put(self._end(named.get(after, value.elts[-1])), f", {more}")

    def has_list(self, cls: str, name: str) -> bool:
        return self._value(cls, name) is not None

    def _value(self, cls: str, name: str) -> ast.expr | None:
        return next((keyword.value for keyword in self._sheet(cls).keywords if keyword.arg == name), None)

    def _sheet(self, cls: str) -> ast.Call:
        return next(node.value for node in self._class(cls).body if self._named(node) == "sheet")

    def stands_before(self, cls: str, other: str) -> bool:
        """Whether this module has a class, above that other one of its own."""
        lines = {node.name: node.lineno for node in self._tree.body if isinstance(node, ast.ClassDef)}
        return cls in lines and lines[cls] < lines[other]

    def _break(self, node: ast.expr, more: list[str]) -> str:
        """A line that the formatter leaves as it is may have no room."""
        line = self._bytes.splitlines()[node.end_lineno - 1].decode()
        return MARGIN if len(line) + sum(map(len, more)) > WIDEST else " "

    def _class(self, name: str) -> ast.ClassDef:
        return next(node for node in self._tree.body if isinstance(node, ast.ClassDef) and node.name == name)

    def _named(self, node: ast.stmt) -> str | None:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        return target.id if isinstance(target, ast.Name) else None

    def _end(self, node: ast.AST) -> int:
        return self._starts[node.end_lineno - 1] + node.end_col_offset

    def _start(self, node: ast.AST) -> int:
        return self._starts[node.lineno - 1] + node.col_offset

    def _put(self, place: int, said: str) -> None:
        self._edits.append((place, place, said))

    def _replace(self, node: ast.AST, said: str) -> None:
        self._edits.append((self._start(node), self._end(node), said))

    def _meant(self, node: ast.ImportFrom) -> str:
        base = self._package[: len(self._package) - node.level + 1] if node.level else []
        return ".".join([*base, *([node.module] if node.module else [])])


def relative(module: str, package: list[str]) -> str:
    """A module of ours as another one, of that package, calls it."""
    parts = module.split(".")
    if parts[0] != package[0]:
        return module
    same = 0
    while same < min(len(parts), len(package)) and parts[same] == package[same]:
        same += 1
    return "." * (len(package) - same + 1) + ".".join(parts[same:])


def _wrapped(said: list[str]) -> str:
    lines = [""]
    for part in said:
        if len(lines[-1]) + len(part) > WIDEST - len(MARGIN):
            lines.append("")
        lines[-1] += f", {part}" if lines[-1] else part
    return f",{MARGIN}".join(lines)


def reaches(start: str, goal: str) -> bool:
    """Whether loading a module loads another one, by what they import at their top."""
    seen, wanted = set(), [start]
    while wanted:
        module = wanted.pop()
        if module in seen or (path := _file(module)) is None:
            continue
        seen.add(module)
        if module == goal:
            return True
        source = Source(path)
        for node in source._tree.body:
            if isinstance(node, ast.ImportFrom):
                meant = source._meant(node)
                wanted += [meant, *(f"{meant}.{alias.name}" for alias in node.names)]
        parts = module.split(".")
        wanted += [".".join(parts[:n]) for n in range(2, len(parts))]
    return False


def _file(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split("."))
    paths = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in paths if module.startswith("models.") and file.is_file()), None)
