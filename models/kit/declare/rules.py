"""The three kinds of rule a record type has, and when the door asks which: no rule knows how a change came in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

FRESH, SETTLED = "fresh", "settled"
WAYS = {name: name for name in ("import", "undo", "restore")}  # by where a change came from; everything else is fresh
EVERY_WAY = "import undo restore settled"  # for what guards the house itself: no way in leads around it
UNCHECKED = frozenset({"undo", "restore", SETTLED})  # what comes back, or was settled elsewhere, is not judged anew
Rule = Callable[[Any, list], None]  # (open change, moves)


@dataclass(frozen=True)
class Then:
    """A consequence that holds for further ways in: `also` names them (import, undo, restore), separated by blanks."""

    rule: Rule
    also: str = ""

    @property
    def ways(self) -> frozenset[str]:
        return frozenset({FRESH, *self.also.split()})


@dataclass(frozen=True)
class Rules:
    """What is asked of the rows of a record type, in this order, after they were written or deleted.

    checks: may refuse; not asked where something settled comes back, in undo and restore. derives: write the values
    that follow from others; always; what they write sets nothing else off. consequences: what else happens after a fresh
    move, rows made, notices, holds; as `Then(rule, also="import")` in an import too.
    """

    checks: tuple[Rule, ...] = ()
    derives: tuple[Rule, ...] = ()
    consequences: tuple[Rule | Then, ...] = ()

    def __add__(self, other: "Rules") -> "Rules":
        if not (other.checks or other.derives or other.consequences):
            return self  # most types have no rules but their own
        mine, theirs = vars(self), vars(other)
        return Rules(**{name: (*mine[name], *theirs[name]) for name in mine})

    def after(self, way: str) -> list[Rule]:
        """The consequences of a change that came this way."""
        laid = [
            consequence if isinstance(consequence, Then) else Then(consequence) for consequence in self.consequences
        ]
        return [consequence.rule for consequence in laid if way in consequence.ways]


def ask(c: Any, record: Any, moves: list, rules: Rules) -> None:
    """Let the rules have their say about what the door just did to these rows."""
    if c.way not in UNCHECKED:
        for check in rules.checks:
            check(c, moves)
    wrote = len(c.done)
    with c.quietly():
        for derive in rules.derives:
            derive(c, moves)
    if any(changed is record for changed, *_ in c.done[wrote:]):
        moves = _as_now(record, moves)
    for consequence in rules.after(c.way):
        consequence(c, moves)


def _as_now(record: Any, moves: list) -> list:
    """The moves with what derives wrote into the same rows."""
    there = record.rows_by_id([move.id for move in moves if move.new is not None])
    return [replace(move, new=there.get(move.id)) for move in moves]
