"""Two rows that are the same in life become one: what points to the one points to the other, and what that lacks it takes over."""

from collections.abc import Callable
from typing import Any

from ..declare.record import Record, Row, links_to
from ..fields import NoteField
from ..text import Refused, Text
from .comments import Comment
from .files import Attachment
from .writes import Changes

SAME = Text("不能与自己合并", "A row can't be merged with itself")
STAYS = Text("还有 {count} 条台账、附件或评论留在原处", "{count} ledger lines, files or comments stay where they are")


def fold(c: Changes, record: type[Record], gone: int, kept: int, rest: Callable[[Row], dict[str, Any]]) -> int:
    """`gone` becomes part of `kept` and is deleted; an undo of the change brings all of it back.

    Ledger lines, files and comments stay where they were written, and their row with them, as `rest` then says of it.
    Returns how many these are. Raises Refused, also where two rows would then be the same to a unique index.
    """
    if gone == kept:
        raise Refused(SAME, "into")
    old, new = c.fresh(record, gone), c.fresh(record, kept)
    c.alter(record, {kept: _lacking(record, old, new)})
    with c.settled():  # what moves was judged and counted when it was written
        for link in links_to(record):
            if issubclass(link.model, Record) and not link.model.sheet.ledger:
                rows = link.model.select(link.model.id).where(link == gone).tuples()
                c.alter(link.model, {id: {link.name: kept} for (id,) in rows})
    if left := _left(record, gone):
        c.alter(record, {gone: rest(new)})
    else:
        c.remove(record, [gone])
    return left


def _lacking(record: type[Record], old: Row, new: Row) -> dict[str, Any]:
    """What the one knows and the other doesn't, of what people write; notes are put together."""
    once = {name for names in record.unique_sets() for name in names}
    sets: dict[str, Any] = {}
    for name, item in record.fields().items():
        mine, theirs = getattr(old, name, None), getattr(new, name, None)
        if item.locked or name in once or mine in (None, "", [], ()):
            continue
        if theirs in (None, "", [], ()):
            sets[name] = mine
        elif isinstance(item, NoteField) and mine not in theirs:
            sets[name] = f"{theirs}\n{mine}"
    return sets


def _left(record: type[Record], id: int) -> int:
    lines = (
        link.model.select().where(link == id).count()
        for link in links_to(record)
        if issubclass(link.model, Record) and link.model.sheet.ledger and not link.outlives
    )
    hung = (
        kept.select().where(kept.record == record.key(), kept.row_id == id, kept.removed_at.is_null()).count()
        for kept in (Attachment, Comment)
    )
    return sum(lines) + sum(hung)
