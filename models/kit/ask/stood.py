"""A list as it stood at a moment of the past, beside how it stands now.

For a process of its own, as it lays a veil over the tables. Nobody learns more than today's rights let him: what was in
sight then and is out of sight now isn't here, nor counted.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from peewee import fn

from .. import words
from ..declare.access import Who, leads_over, scope, was_within
from ..declare.record import Record
from ..fields import LinkField
from ..formula.asking import leading
from ..text import Refused
from ..write.history import Batch, Change
from .links import visible_ids
from .query import MOST_IDS, Query
from .veil import Was, veiled

DEEP = 2  # links of links have names, too
SAME, CHANGED, GONE, LEFT, NEW = "same", "changed", "gone", "left", "new"


@dataclass
class Stood:
    """What is answered. counts: of then, now, and by state; rows: {id, state, then, now}, the texts of a row in the order
    of the columns, `now` None where nothing is there any more, `then` None where nothing was yet.
    """

    counts: dict[str, int]
    begins: str | None = None  # where nothing was there then: the moment of the type's first change
    rows: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """A question of the grid. differs: only rows that aren't now as they were then."""

    filter: Any = None
    sort: Any = None
    search: Any = ""
    differs: bool = False
    offset: int = 0
    limit: int = 100

    def of(self, record: type[Record], who: Who) -> Query:
        return Query(record, who, self.filter, self.sort, self.search)


def texts(record: type[Record], who: Who, ids: list[int], names: list[str]) -> dict[int, list[str]]:
    """What is shown of these rows, column by column, as this person reads it."""
    if not ids:
        return {}
    query, shown = Query(record, who, {"id": {"in": ids}}), {}
    plain = [query.shown[name] == "masked" or isinstance(query.fields[name], LinkField) for name in names]
    for chunk in query.stream((*names, "id")):
        for *values, id in chunk:
            shown[id] = [
                "" if value is None else str(value) if as_is else query.fields[name].show(value, who.lang)
                for name, as_is, value in zip(names, plain, values, strict=True)
            ]
    return shown


Reading = Callable[[type[Record], Who, list[int], list[str]], Mapping[int, list[Any]]]


def stood(
    record: type[Record], who: Who, moment: datetime, asked: Asked, names: list[str], read: Reading = texts
) -> dict[str, Any]:
    """The list at this moment (naive UTC): {counts, rows}, see `Stood`. Raises Refused where it is too long or too far back.

    read: what is told of rows, of then and of now, column by column.
    """
    around = _around(record, who)
    with veiled(around, moment) as moved:
        then = _ids(asked.of(record, who))
    now = _ids(asked.of(record, who))
    states = _states(record, who, then, now, moved.get(record, {}), names)
    listed = [id for id in [*then, *now] if id in states]
    listed = [id for id in dict.fromkeys(listed) if not asked.differs or states[id] != SAME]
    if not asked.differs:
        listed = [id for id in listed if states[id] != NEW]
    page = listed[asked.offset : asked.offset + asked.limit]
    with veiled(around, moment):
        past = read(record, who, [id for id in page if states[id] != NEW], names)
    present = read(record, who, [id for id in page if states[id] != GONE], names)
    rows = [{"id": id, "state": states[id], "then": past.get(id), "now": present.get(id)} for id in page]
    counts = {
        state: sum(1 for other in states.values() if other == state) for state in (SAME, CHANGED, GONE, LEFT, NEW)
    }
    counts |= {"then": len(states) - counts[NEW], "now": len(now), "listed": len(listed)}
    return asdict(Stood(counts, None if counts["then"] else _begins(record, who), rows))


def _begins(record: type[Record], who: Who) -> str | None:
    """When the history of a type begins, for who sees all of its rows."""
    if scope(who, record) is not None:
        return None
    first = Change.select(fn.MIN(Change.id)).where(Change.record == record.key()).scalar()
    batch = None if first is None else Batch.select(Batch.at).join(Change).where(Change.id == first).scalar()
    return None if batch is None else Batch.at.keep(batch)


def _around(record: type[Record], who: Who) -> set[type[Record]]:
    """The type and all types that say what its rows are called, whose they are, and what is reckoned of them."""
    around, edge = {record} | leads_over(who, record), {record}
    for name in record.facts().computed:
        around |= leading(who, record, name)
    for _ in range(DEEP):
        edge = {item.rel_model for other in edge for item in other.links().values()} - around
        around |= edge
    return around


def _ids(query: Query) -> list[int]:
    ids = query.ids()
    if len(ids) >= MOST_IDS:
        raise Refused(words.TOO_MANY_STOOD(most=MOST_IDS))
    return ids


def _states(
    record: type[Record], who: Who, then: list[int], now: list[int], was: Was, names: list[str]
) -> dict[int, str]:
    """By row what became of it; without those that are out of sight today."""
    fits, seen = set(now), set(now) | visible_ids(record, who, set(then))
    there = set(record.rows_by_id([id for id in then if id not in seen], ())) if len(seen) < len(then) else set()
    states: dict[int, str] = {}
    differing = _differing(record, [id for id in then if id in seen and id in was], was, names)
    for id in then:
        if id in seen:
            states[id] = LEFT if id not in fits else CHANGED if id in differing else SAME
        elif id not in there and _was_in_sight(record, who, id):
            states[id] = GONE
    old = set(then)
    return states | {id: NEW for id in now if id not in old}


def _was_in_sight(record: type[Record], who: Who, id: int) -> bool:
    """Whether a row that is gone was in this person's sight to its end."""
    last = Change.select(Change.before).where(Change.record == record.key(), Change.row_id == id, Change.kind == "d")
    before = last.order_by(Change.id.desc()).scalar()
    return was_within(who, record, id, json.loads(before or "{}"))


def _differing(record: type[Record], ids: list[int], was: Was, names: list[str]) -> set[int]:
    """The rows of which a column that is shown was something else."""
    fields, present = record.fields(), record.rows_by_id(ids)
    looked = [name for name in names if name in fields]
    return {
        id
        for id, row in present.items()
        if any(name in was[id] and was[id][name] != fields[name].keep(getattr(row, name)) for name in looked)
    }
