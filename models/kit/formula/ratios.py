"""What a formula divides: its total is the sum of what stands above over the sum of what stands below, not a sum of quotients."""

from collections.abc import Callable
from typing import Any

from .context import Context
from .grammar import parse
from .nodes import Call, Column, Mistake, Node, Nothing, Number, Operation, String, all_of

Pair = tuple[Node, Node]
PLACES = 6  # decimals in which both are added up, as whole numbers
AROUND = frozenset({"ROUND", "ROUNDUP", "ROUNDDOWN", "IFERROR"})  # say the quotient itself, in their first place
MOST_LEVELS = 12


def ratio_of(text: str, context: Context, levels: int = 0) -> Pair | None:
    """What a formula divides by what, where it is a quotient of columns, rounded or guarded or moved by a constant; else None."""
    try:
        return _ratio(parse(text), context, levels)
    except Mistake:
        return None


def _ratio(node: Node, context: Context, levels: int) -> Pair | None:
    if isinstance(node, Operation):
        return _of_operation(node, context, levels)
    if isinstance(node, Call) and node.args:
        if node.name in AROUND:
            return _ratio(node.args[0], context, levels)
        if node.name == "IF":
            branches = [part for part in node.args[1:] if not isinstance(part, Number | Nothing | String)]
            return _ratio(branches[0], context, levels) if len(branches) == 1 else None
    if isinstance(node, Column) and len(node.path) == 1 and levels < MOST_LEVELS:
        return _of_column(node, context, levels)
    return None


def _of_operation(node: Operation, context: Context, levels: int) -> Pair | None:
    if len(node.args) != 2:
        return None
    left, right = node.args
    if node.sign == "/" and _counts(left) and _counts(right):
        return left, right
    move = MOVED.get(node.sign)
    if move is not None and isinstance(right, Number):
        pair = _ratio(left, context, levels)
        return pair and move(node, pair, right)
    if node.sign in ("*", "+") and isinstance(left, Number):
        pair = _ratio(right, context, levels)
        return pair and MOVED[node.sign](node, pair, left)
    if node.sign == "-" and isinstance(left, Number):
        pair = _ratio(right, context, levels)
        return pair and (_joined(node, "-", _joined(node, "*", left, pair[1]), pair[0]), pair[1])
    return None


def _counts(node: Node) -> bool:
    return any(isinstance(part, Column) for part in all_of(node))


def _of_column(node: Column, context: Context, levels: int) -> Pair | None:
    """Another formula of the same rows, by its name."""
    from .naming import find

    declared: Any = find(context.record, node.path[0], context.sees)
    formula = getattr(declared, "formula", None)
    return ratio_of(formula, context, levels + 1) if isinstance(formula, str) else None


def _joined(node: Node, sign: str, left: Node, right: Node) -> Operation:
    return Operation(node.at, node.end, sign, (left, right))


# A quotient times, over, plus or minus a constant is a quotient again.
MOVED: dict[str, Callable[[Node, Pair, Number], Pair]] = {
    "*": lambda node, pair, by: (_joined(node, "*", pair[0], by), pair[1]),
    "/": lambda node, pair, by: (pair[0], _joined(node, "*", pair[1], by)),
    "+": lambda node, pair, by: (_joined(node, "+", pair[0], _joined(node, "*", pair[1], by)), pair[1]),
    "-": lambda node, pair, by: (_joined(node, "-", pair[0], _joined(node, "*", pair[1], by)), pair[1]),
}
