"""What changed since somebody last looked at a list: the rows that others moved, as far as this person sees what moved in them."""

import json

from peewee import JOIN

from ..declare.access import Who
from ..declare.record import Record
from ..formula.asking import seen
from ..server.dialect import unwalked
from ..write.history import Batch, Change
from .links import visible_ids

MOST_ROWS, MOST_READ = 2_000, 20_000


def newest_batch() -> int:
    """The number of what was written last."""
    return Batch.select(Batch.id).order_by(Batch.id.desc()).limit(1).scalar() or 0


def changed_since(record: type[Record], who: Who, batch: int) -> list[int]:
    """The rows that others added or changed after this batch, the newest first.

    A change of which the person sees no column is none: that there was one tells of what is kept from him.
    """
    # Of a lot the changes of this type are looked up instead of all that came later.
    later = Change.select(Change.id).where(Change.batch > batch).limit(MOST_READ + 1).count()
    kind_of, number = (
        (unwalked(Change.record), unwalked(Change.id)) if later <= MOST_READ else (Change.record, Change.id)
    )
    asked = Change.select(Change.row_id, Change.kind, Change.before, Change.after)
    asked = asked.join(Batch, JOIN.INNER).where(kind_of == record.key(), Change.batch > batch)
    asked = asked.where((Batch.user_id != who.user_id) | Batch.user_id.is_null())
    shown, rows = set(seen(who, record)), {}
    for id, kind, *kept in asked.order_by(number.desc()).limit(MOST_READ).tuples().iterator():
        if id not in rows and kind != "d" and (kind == "i" or shown & _names(kept)):
            rows[id] = None
            if len(rows) == MOST_ROWS:
                break
    visible = visible_ids(record, who, set(rows))
    return [id for id in rows if id in visible]


def _names(kept: list[str | None]) -> set[str]:
    return {name for text in kept if text for name in json.loads(text)}
