"""Once a change is written: which automations it set off, and theirs in turn; all in the change, none in anybody's way."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import peewee

from ...kit.ask.filters import BadQuery, named
from ...kit.declare.access import Who, system
from ...kit.declare.house import House
from ...kit.declare.record import Record, Row
from ...kit.declare.rules import FRESH
from ...kit.formula.asking import formula_of
from ...kit.server.standing import house
from ...kit.text import Refusals, Refused, Text, join
from ...kit.write.edits import Faulty
from ...kit.write.writes import Changes
from . import switching
from .acting_as import actor
from .body import BY_ROW, Automation
from .deeds import Doing, do_all
from .rows_met import met, was_met
from .runs import failing, note

SYSTEM = system("automations")
log = logging.getLogger("opsdesk.automations")
DEEPEST, MOST_FAILURES, MOST_FOLLOWING = 5, 20, 2000
FOLLOWED = "followed"  # what an automation wrote, and what that set off, was looked at
NOTHING: dict[str, Any] = {}
Chain = tuple[Automation, ...]
CIRCLE = Text("在绕圈，到此为止：{way}", "Goes in a circle, stopped here: {way}")
TOO_DEEP = Text(
    "一个带动一个，最多 {most} 层，到此为止：{way}", "One sets off another, {most} deep at most, stopped here: {way}"
)
TOO_MANY = Text(
    "一次修改里互相触发已到 {most} 次，其余的没有执行：{way}；请检查这几个自动化",
    "Within one change automations set off each other {most} times; the rest wasn't run: {way}. Check these automations",
)
BUG = Text("程序出错：{kind}", "An error of the program: {kind}")


@dataclass
class Moved:
    """What became of one row: what it was (None for a new one), and which of its columns were written."""

    id: int
    added: bool = False
    gone: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    imported: bool = True


@dataclass
class Walk:
    """How often automations set off others in one change: a dozen that all add rows would do so many thousand times."""

    count: int = 0


def set_off(c: Changes) -> None:
    """What the change did to rows is looked at once, as it came out in the end: what came and went within it is nothing."""
    if any(record.facts().automations for record in {record for record, *_ in c.done}):
        follow(c, 0, len(c.done), (), Walk())


def follow(c: Changes, begin: int, end: int, chain: Chain, walk: Walk) -> None:
    by_record: dict[type[Record], dict[int, Moved]] = {}
    for (record, id, kind, before, _), way in zip(c.done[begin:end], c.ways[begin:end], strict=True):
        if way in (FRESH, "import") and record.facts().automations:
            moved = by_record.setdefault(record, {}).setdefault(id, Moved(id, added=kind == "i"))
            moved.gone = kind == "d"
            moved.imported = moved.imported and way == "import"
            if kind == "u":
                moved.before = {**before, **moved.before}
    for record, moves in by_record.items():
        for automation, ids in list(_fired(c, record, list(moves.values()))):
            walk.count += bool(chain)
            if not chain or walk.count <= MOST_FOLLOWING:  # what the change itself sets off is run whatever others do
                run(c, automation, record, ids, chain, walk)
            elif walk.count == MOST_FOLLOWING + 1:
                why = TOO_MANY(most=MOST_FOLLOWING, way=_way(*chain, automation))
                note(c, automation, ids, "stopped", why, 0)


def _fired(c: Changes, record: type[Record], moves: list[Moved]) -> Iterator[tuple[Automation, list[int]]]:
    """The automations that these moves set off, with the rows; their conditions are asked together."""
    wanted: list[tuple[Automation, list[Moved], Who]] = []
    actors: dict[str, Who] = {}
    for automation, kind, names, imports in watched(record):
        mine = [move for move in moves if concerns(kind, names, imports, move)]
        if not mine:
            continue
        if automation.role not in actors and (who := _actor(c, automation, mine)) is not None:
            actors[automation.role] = who
        if automation.role in actors:
            wanted.append((automation, mine, actors[automation.role]))
    if not wanted:
        return
    ids = sorted({move.id for _, mine, _ in wanted for move in mine})
    try:
        fitting = met(record, [(_now(automation), who) for automation, _, who in wanted], ids)
    except BadQuery:
        fitting = [_alone(c, record, *part) for part in wanted]
    before = _before(record, wanted, fitting)
    for (automation, mine, _), fits in zip(wanted, fitting, strict=True):
        if not fits and automation.kind != "leaves":
            continue
        was = before.get(automation.id, set())
        there = was - fits if automation.kind == "leaves" else fits - was
        rows = [move.id for move in mine if move.id in there]
        if rows:
            yield automation, rows


def _actor(c: Changes, automation: Automation, mine: list[Moved]) -> Who | None:
    try:
        return actor(automation)
    except Refused as why:
        note(c, automation, [move.id for move in mine], "failed", why.text, 0)
        return None


def _alone(c: Changes, record: type[Record], automation: Automation, mine: list[Moved], who: Who) -> set[int]:
    """By itself, where one among them asks by what its role no longer sees: that one has failed."""
    ids = [move.id for move in mine]
    try:
        return met(record, [(_now(automation), who)], ids)[0]
    except BadQuery as why:
        _failed(c, automation, ids, why.text, 0)
        return set()


def _now(automation: Automation) -> dict[str, Any]:
    """What a row must meet now; one that leaves, what it must no longer meet."""
    return _condition(automation) if automation.kind == "leaves" else automation.filter


def _condition(automation: Automation) -> dict[str, Any]:
    return automation.when.get("filter") or NOTHING


def concerns(kind: str, names: frozenset[str] | None, imports: bool, move: Moved) -> bool:
    """Whether a move may set one off; names: the columns that it reacts to, None for all."""
    if move.gone or (move.imported and not imports):
        return False
    if move.added:
        return kind in ("added", "meets")
    return kind != "added" and (names is None or not names.isdisjoint(move.before))


Watched = tuple[Automation, str, frozenset[str] | None, bool]


def watched(record: type[Record]) -> list[Watched]:
    """The automations of a type that its rows set off, with what `concerns` asks of each; worked out once in a house."""
    known = house().of(_watched)
    if record not in known:
        mine = [automation for automation in record.facts().automations if automation.kind in BY_ROW]
        known[record] = [(each, each.kind, reacting(record, each), each.imports) for each in mine]
    return known[record]


def _watched(built: House) -> dict[type[Record], list[Watched]]:
    return {}


def reacting(record: type[Record], automation: Automation) -> frozenset[str] | None:
    """The kept columns by which a row may come to meet the condition, or that it waits for; None for any."""
    if automation.kind == "changed":
        return frozenset(automation.when.get("fields") or ()) or None
    names = named(_condition(automation))
    for name in names & record.facts().computed.keys():
        names = names | {need.field.name for need in formula_of(SYSTEM, record, name).needs if need.record is record}
    return frozenset(names)


def _before(record: type[Record], wanted: list, fitting: list[set[int]]) -> dict[int, set[int]]:
    """By automation that asks what a row was, those of its rows that met its condition before."""
    asked: list[tuple[int, tuple[dict[str, Any], Who]]] = []
    rows: dict[int, Moved] = {}
    for (automation, mine, who), fits in zip(wanted, fitting, strict=True):
        leaves = automation.kind == "leaves"
        if leaves or (fits and automation.kind == "meets"):
            asked.append((automation.id, (_condition(automation), who)))
            rows |= {move.id: move for move in mine if not move.added and (move.id in fits) != leaves}
    if not rows:
        return {}
    olds = [_as_was(record, row, rows[id]) for id, row in record.rows_by_id(rows).items()]
    try:
        there = was_met(record, [pair for _, pair in asked], olds)
    except BadQuery:  # told already, where it was asked what they are
        return {}
    return {id: ids for (id, _), ids in zip(asked, there, strict=True)}


def _as_was(record: type[Record], row: Row, move: Moved) -> Row:
    fields = record.fields()
    was = {n: None if value is None else fields[n].parse(value) for n, value in move.before.items() if n in fields}
    return Row(**{**vars(row), **was})


# Running ---------------------------------------------------------------------------------------------------------------


def run(
    c: Changes,
    automation: Automation,
    record: type[Record],
    ids: list[int],
    chain: Chain = (),
    walk: Walk | None = None,
) -> int:
    """Does it, in a savepoint of its own: for all rows together, and where that fails for those that can. Returns for how many it did.

    What it did is one batch to those that follow, also where a row among many was bad.
    """
    walk = Walk() if walk is None else walk
    if stop := _stop(automation, chain):
        if chain[-1].id != automation.id:  # that it moves its own row is what it is for
            note(c, automation, ids, "stopped", stop, 0)
        return 0
    begin = len(c.done)
    if count := _together(c, automation, record, ids):
        follow(c, begin, len(c.done), (*chain, automation), walk)
        c.ways[begin:] = [FOLLOWED] * (len(c.done) - begin)
    return count


def _together(c: Changes, automation: Automation, record: type[Record], ids: list[int]) -> int:
    """For how many of these rows it was done, in as large parts as can be; noted in the log."""
    began, begin = time.monotonic(), len(c.done)
    why = _try(c, automation, record, ids)
    if isinstance(why, list):
        seconds, wrote = time.monotonic() - began, c.done[begin:]
        note(c, automation, _lines(automation, ids), "done", join(why, "；", "; "), seconds, wrote)
        return len(ids)
    if len(ids) > 1 and not automation.when.get("list"):
        middle = len(ids) // 2  # by halves a bad row among thousands is met in some twenty tries
        return sum(_together(c, automation, record, part) for part in (ids[:middle], ids[middle:]))
    _failed(c, automation, ids, why, time.monotonic() - began)
    return 0


def _stop(automation: Automation, chain: Chain) -> Text | None:
    """Why it isn't set off once more by what others did."""
    if any(other.id == automation.id for other in chain):
        return CIRCLE(way=_way(*chain, automation))
    return TOO_DEEP(most=DEEPEST, way=_way(*chain, automation)) if len(chain) >= DEEPEST else None


def _lines(automation: Automation, ids: list[int]) -> list[int | None]:
    """What runs once for a whole list has one line in the log."""
    return [None] if automation.when.get("list") else list(ids)


def _failed(c: Changes, automation: Automation, ids: list[int], why: Text, seconds: float) -> None:
    note(c, automation, ids, "failed", why, seconds)
    if failing(automation.id, MOST_FAILURES):
        c.afterwards.append(lambda: switching.off(automation, why))


def _try(c: Changes, automation: Automation, record: type[Record], ids: list[int]) -> list[Text] | Text:
    """What was done, or why nothing was."""
    try:
        with c.whole():
            return do_all(Doing(c, automation, record, ids, actor(automation)))
    except Faulty as faulty:
        return faulty.faults[0].text
    except (Refused, Refusals) as why:
        return why.refusals[0].text if isinstance(why, Refusals) else why.text
    except BadQuery as why:
        return why.text
    except peewee.OperationalError:  # the line is dead or the disk is full: that is nobody's automation
        raise
    except Exception as bug:
        log.exception("automation %s failed", automation.id)
        return BUG(kind=type(bug).__name__)


def _way(*chain: Automation) -> Text:
    return join([automation.label for automation in chain], " → ", " → ")
