"""Of what was committed, what one person hears of: the rows he sees or saw a moment ago, by the columns he sees."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..declare.access import Who, reach, scope, visible
from ..declare.record import Record
from ..server.dialect import unwalked
from ..write.history import Change
from .links import visible_ids

Done = tuple[str, int, str, Mapping[str, Any] | None, Mapping[str, Any] | None]  # record, id, kind, before, after


@dataclass
class Moved:
    """What became of one row in a commit: how it moved (i, u, d), and what stood in the columns that changed."""

    kinds: set[str] = field(default_factory=set)
    before: dict[str, Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


def moved(record: str, done: Iterable[Done]) -> dict[int, Moved]:
    """The rows of one record type among what was done, each with what it was before the first of its moves."""
    moves: dict[int, Moved] = {}
    for key, id, kind, before, after in done:
        if key == record:
            move = moves.setdefault(id, Moved())
            move.kinds.add(kind)
            move.before = {**(before or {}), **move.before}
            move.names |= (before or {}).keys() | (after or {}).keys()
    return moves


def hears_all(who: Who, record: type[Record]) -> bool:
    """Whether nothing of this record type is out of the person's sight."""
    if who.all_rights:
        return True
    open_ones = {name for name, item in record.fields().items() if not item.secret}
    return scope(who, record) is None and visible(who, record).keys() >= open_ones


def limits(who: Who, record: type[Record]) -> tuple:
    """Equal for those who hear the same."""
    return who.grants.get(record.key()), who.store_id, who.region_id, who.employee_id


def heard(who: Who, record: type[Record], ids: Collection[int], moves: Mapping[int, Moved]) -> tuple[set[int], bool]:
    """Which of the touched rows this person hears of, and whether rows came into or went out of his sight."""
    shown = visible(who, record).keys()
    if not shown:
        return set(), False
    wanted = {id for id in ids if id not in moves or moves[id].kinds & {"i", "d"} or moves[id].names & shown}
    there = visible_ids(record, who, wanted)
    within = reach(who, record)
    gone = {id for id in wanted - there if id in moves and "i" not in moves[id].kinds and _was(within, moves[id])}
    heads = set(within or ())
    came = any(moves[id].kinds & {"i", "d"} or moves[id].names & heads for id in there if id in moves)
    return there | gone, bool(gone) or came


def _was(within: dict[str, set[int]] | None, move: Moved) -> bool:
    """Whether a row that isn't in sight was so: what it is now tells of the columns that didn't change."""
    return within is None or any(move.before.get(name) in ids for name, ids in within.items())


def done_since(record: str, batch: int, but: Collection[int] = ()) -> list[Done]:
    """What later batches did to this record type, as the history keeps it; `but` leaves some of them out."""
    rows = Change.select(Change.batch, Change.row_id, Change.kind, Change.before, Change.after).where(
        Change.batch > batch, unwalked(Change.record) == record
    )
    return [
        (record, id, kind, json.loads(before or "null"), json.loads(after or "null"))
        for number, id, kind, before, after in rows.order_by(unwalked(Change.id)).tuples()
        if number not in but
    ]
