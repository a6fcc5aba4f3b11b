"""The three kinds of rule a record type has, and when the door asks which: no rule knows how a change came in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ..clock import AHEAD, local, now
from ..text import Refusals, Refused, Text

STILL_TO_COME = Text(
    "{field} {moment} 还没到（现在是 {now}），请核对时间；录入的电脑、收银机或接口的时钟最多可快 {minutes} 分钟",
    "{field} {moment} is still to come (it is {now}): check it; the clock of a computer, a till or an interface may be "
    "{minutes} minutes fast at most",
)
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
        refuse_ahead(record, moves)
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


def refuse_ahead(record: Any, moves: list) -> None:
    """What has happened did so by now: a sale of the next hour would be missing from what is counted until then."""
    latest, ahead = now() + AHEAD, []
    for name, item in record.facts().happened.items():
        for move in moves:
            if move.new is not None and (getattr(move.new, name) or latest) > latest and move.changed(name):
                said = {"field": item.label, "moment": f"{local(getattr(move.new, name)):%Y-%m-%d %H:%M}"}
                said |= {"now": f"{local(now()):%Y-%m-%d %H:%M}", "minutes": AHEAD.seconds // 60}
                ahead.append(Refused(STILL_TO_COME(**said), name, move.index))
    if ahead:
        raise Refusals(ahead)


def _as_now(record: Any, moves: list) -> list:
    """The moves with what derives wrote into the same rows."""
    there = record.rows_by_id([move.id for move in moves if move.new is not None])
    return [replace(move, new=there.get(move.id)) for move in moves]
