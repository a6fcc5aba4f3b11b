"""What was deleted of a type and may be brought back by this person: who did it, when, and what it was."""

import json
from dataclasses import dataclass
from typing import Any

from peewee import fn

from .. import by_lines
from ..declare.access import Who, may, visible, was_within
from ..declare.record import Record
from ..write.history import Batch, Change
from .past import label_of, value_as_shown

LOOKED_AT = 2_000  # deleted rows, of which some may be out of sight or not what is looked for
BESIDE = 3  # values beside the title


@dataclass(frozen=True)
class Page:
    """Deleted rows, newest first; `next` is where the following ones begin, None behind the last."""

    rows: list[dict[str, Any]]
    next: int | None


def has_trash(record: type[Record], who: Who) -> bool:
    """Whether rows of this type can be deleted and this person may put them back."""
    return may(who, "add", record) and "delete" in record.sheet.allowed and not record.sheet.ledger


def trash(record: type[Record], who: Who, *, search: str = "", before: int | None = None, limit: int = 50) -> Page:
    """{id, title, beside, at, who, batch, label} of what is gone now; one deleted twice stands here once.

    before: where to go on, as `Page.next` said. search: part of what is shown of a row, so that nothing else is learned.
    """
    if not has_trash(record, who):
        return Page([], None)
    rows: list[dict[str, Any]] = []
    last = None
    for change in _gone(record, before):
        last = change.id
        values = json.loads(change.before or "{}")
        if was_within(who, record, change.row_id, values):
            row = _row(record, change, values, who)
            if search.casefold() in " ".join((row["title"], *row["beside"])).casefold():
                rows.append(row)
        if len(rows) > limit:
            return Page(rows[:limit], rows[limit - 1]["change"])
    return Page(rows, last if last is not None and _gone(record, last, 1) else None)


def title_of_gone(record: type[Record], id: int, who: Who) -> str:
    """What a deleted row is called in the trash, to those who find it there; to everybody else its number."""
    deleted = (Change.record == record.key()) & (Change.row_id == id) & (Change.kind == "d")
    last = Change.select(Change, Batch).join(Batch).where(deleted).order_by(Change.id.desc()).first()
    values = json.loads(last.before or "{}") if last and has_trash(record, who) else None
    if values is None or not was_within(who, record, id, values):
        return f"#{id}"
    return _row(record, last, values, who)["title"]


def _gone(record: type[Record], before: int | None, most: int = LOOKED_AT) -> list[Change]:
    """The last deletion of each row that isn't there any more."""
    later = Change.alias()
    again = later.select().where(later.record == record.key(), later.row_id == Change.row_id, later.id > Change.id)
    there = record.select(record.id).where(record.id == Change.row_id)
    deletions = (Change.record == record.key()) & (Change.kind == "d")
    if before is not None:
        deletions &= Change.id < before
    query = Change.select(Change, Batch).join(Batch).where(deletions, ~fn.EXISTS(again), ~fn.EXISTS(there))
    return list(query.order_by(Change.id.desc()).limit(most))


def _row(record: type[Record], change: Change, values: dict[str, Any], who: Who) -> dict[str, Any]:
    title, *beside = _shown(record, values, who)
    return {
        "id": change.row_id,
        "title": title or f"#{change.row_id}",
        "beside": [text for text in beside if text][:BESIDE],
        "at": Batch.at.keep(change.batch.at),
        "who": by_lines.spoken(change.batch.user_name, who.lang),
        "label": label_of(change.batch, who),
        "batch": change.batch_id,
        "change": change.id,
    }


def _shown(record: type[Record], values: dict[str, Any], who: Who) -> list[str]:
    """The title first, then the columns of the grid, masked as the person sees them."""
    fields, shown = record.fields(), visible(who, record)
    names = [record.sheet.title, *(name for name in record.columns() if name != record.sheet.title)]
    return [
        value_as_shown(fields[name], values.get(name), shown[name], who) if name in fields and name in shown else ""
        for name in names
    ]
