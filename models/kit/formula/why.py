"""Why one row has no result: found by asking the database for the parts of the formula, for that row alone."""

from collections.abc import Callable
from typing import Any

from ..text import Text
from . import words
from .compiler import Compiler
from .context import Context
from .formula import understand
from .functions import FUNCTIONS
from .grammar import parse
from .naming import follow
from .nodes import Call, Column, Node, Operation, all_of

AT_ONCE = 100


def why_empty(text: str, context: Context, id: int, fetch: Callable[[str], list[tuple]]) -> Text | None:
    """The reason in words, told of the innermost part that has none; None where there is a result."""
    tree = parse(text)
    known = _Known(context, id, fetch, all_of(tree))
    if known.lacks(tree):
        return known.reason(tree)
    result = understand(text, context)
    return words.TOO_BIG if known.ask([f"CASE WHEN {result.sql} IS NULL THEN 1 ELSE 0 END"])[0] else None


class _Known:
    """What every part of the formula is for one row."""

    def __init__(self, context: Context, id: int, fetch: Callable[[str], list[tuple]], nodes: list[Node]):
        self.context, self.id, self.fetch, compiler = context, id, fetch, Compiler(context)
        d, self._found = context.dialect, {}
        sqls = []
        for node in nodes:
            value = compiler.node(node, solid=not isinstance(node, Column))
            holds = d.number_of_truth(value.sql) if value.kind == "flag" else d.number(0)
            sqls.append((_key(node), f"CASE WHEN {value.sql} IS NULL THEN 1 ELSE 0 END", holds))
        for start in range(0, len(sqls), AT_ONCE):
            part = sqls[start : start + AT_ONCE]
            row = self.ask([sql for _, *both in part for sql in both])
            for at, (key, _, _) in enumerate(part):
                self._found[key] = bool(row[2 * at]), bool(row[2 * at + 1])

    def ask(self, sqls: list[str]) -> tuple:
        table, alias = self.context.record._meta.table_name, self.context.alias
        where = f'"{alias}"."id" = {self.id:d}'
        return self.fetch(f'SELECT {", ".join(sqls)} FROM "{table}" AS "{alias}" WHERE {where}')[0]

    def lacks(self, node: Node) -> bool:
        return self._found.get(_key(node), (False, False))[0]

    def holds(self, node: Node) -> bool:
        return self._found.get(_key(node), (False, False))[1]

    def reason(self, node: Node) -> Text:
        """Down to the first part that is the cause itself."""
        while True:
            below = next(
                (part for part in self._asked(node) if self.lacks(part) and not self._stands_in(node, part)), None
            )
            if below is None:
                return self._said(node)
            node = below

    def _asked(self, node: Node) -> tuple[Node, ...]:
        """The parts that had a say in this row."""
        if isinstance(node, Call) and node.name == "IF":
            test, *results = node.args
            return (test,) if self.lacks(test) else tuple(results[0 if self.holds(test) else 1 :][:1])
        if isinstance(node, Call) and node.name == "IFS":
            for test, result in zip(node.args[::2], node.args[1::2], strict=False):
                if self.lacks(test):
                    return (test,)
                if self.holds(test):
                    return (result,)
            return ()
        return node.parts

    def _stands_in(self, node: Node, part: Node) -> bool:
        """An empty column is a reason only where nothing stands in for it, as 0 does for a number."""
        if not isinstance(part, Column) or node.at == part.at and node.end == part.end:
            return False
        if isinstance(node, Call) and node.name in ("IF", "IFS", "SWITCH", "COALESCE"):
            return False
        item = follow(self.context.record, part.path)[-1][1]
        return item.kind not in ("day", "moment")

    def _said(self, node: Node) -> Text:
        if isinstance(node, Column):
            return words.EMPTY_CELL(name=follow(self.context.record, node.path)[-1][1].label)
        if isinstance(node, Operation):
            return words.BY_ZERO if node.sign == "/" else words.TOO_BIG
        fails: Any = FUNCTIONS[node.name].fails if isinstance(node, Call) else None
        return (fails or words.NO_RESULT)(name=node.name if isinstance(node, Call) else "")


def _key(node: Node) -> tuple[int, int, type]:
    return node.at, node.end, type(node)
