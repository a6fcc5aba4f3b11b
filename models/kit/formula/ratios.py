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
            return _of_if(node, context, levels)
    if isinstance(node, Column) and len(node.path) == 1 and levels < MOST_LEVELS:
        return _of_column(node, context, levels)
    return None


def _of_if(node: Call, context: Context, levels: int) -> Pair | None:
    """Rows that the condition leaves out count neither above nor below, unless it only keeps from dividing by nothing."""
    test, *branches = node.args
    quotients = [at for at, branch in enumerate(branches) if not isinstance(branch, Number | Nothing | String)]
    if len(quotients) != 1:
        return None
    pair = _ratio(branches[quotients[0]], context, levels)
    if pair is None or _guards(test, pair[1]):
        return pair
    left_out = (Nothing(node.at, node.end),) * quotients[0]
    above, below = (Call(node.at, node.end, "IF", (test, *left_out, side)) for side in pair)
    return above, below


def _guards(test: Node, below: Node) -> bool:
    """Whether a condition only holds what stands below against nothing."""
    below_it = [part for part in all_of(below) if isinstance(part, Column)]
    for part in all_of(test):
        if isinstance(part, Column) and part not in below_it:
            return False
        if isinstance(part, Number | String) and part.text.strip("0."):
            return False
    return True


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
