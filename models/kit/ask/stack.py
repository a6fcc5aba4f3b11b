"""What a person did in a list, to be taken back or done again up to any step: each under its name, the newest first."""

from typing import Any

from peewee import fn

from ..declare.access import Who
from ..declare.record import Record
from ..server.dialect import unwalked
from ..text import Text
from ..write.history import Batch, Change
from .gist import gists
from .past import label_of

MOST, SMALL = 40, 3
NO_STEPS = ("account", "setup", "comment")
SEVERAL = Text("{what}：{n} 行", "{what}: {n} rows")


def steps_of(record: type[Record], records: dict[str, type[Record]], who: Who) -> dict[str, list[dict[str, Any]]]:
    """{undo, redo: [{id, at, name}]}: what was taken back can be done again until something new is done."""
    mine = (Batch.user_id == who.user_id) & (Batch.record == record.key()) & Batch.via.not_in(NO_STEPS)
    newest = list(Batch.select().where(mine).order_by(Batch.id.desc()).limit(MOST)) if who.user_id else []
    ids = [batch.id for batch in newest]
    undone = {id for (id,) in Batch.select(Batch.undoes).where(Batch.undoes.in_(ids)).tuples()}
    counts = _rows(record, ids)
    standing = [batch for batch in newest if batch.id not in undone and counts.get(batch.id)]
    fresh = max((batch.id for batch in newest if batch.undoes_id is None), default=0)
    roots = {batch.id: _root(batch) for batch in standing}
    about = gists([{"id": id} for id in ids if counts.get(id, 0) <= SMALL], records, who)

    def step(batch: Batch) -> dict[str, Any]:
        root, n = roots[batch.id][0], counts[batch.id]
        what = label_of(root, who)
        several = SEVERAL(what=what, n=f"{n:,}").say(who.lang)
        name = about.get(root.id) or about.get(batch.id) if n == 1 and not root.label_zh else None
        return {"id": batch.id, "at": Batch.at.keep(batch.at), "name": name or (several if n > 1 else what)}

    return {
        "undo": [step(batch) for batch in standing if roots[batch.id][1] % 2 == 0],
        "redo": [step(batch) for batch in standing if roots[batch.id][1] % 2 and batch.id > fresh],
    }


def _root(batch: Batch) -> tuple[Batch, int]:
    """What went to and fro, and how often."""
    times = 0
    while batch.undoes_id is not None:
        times, batch = times + 1, Batch.get_by_id(batch.undoes_id)
    return batch, times


def _rows(record: type[Record], ids: list[int]) -> dict[int, int]:
    query = Change.select(Change.batch, fn.COUNT(Change.row_id.distinct()))
    query = query.where(Change.batch.in_(ids), unwalked(Change.record) == record.key()).group_by(Change.batch)
    return dict(query.tuples())
