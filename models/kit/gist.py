"""What a batch was about in a few words, for those that carry no label of their own: which row, which fields."""

import json
from typing import Any

from peewee import fn

from .access import Who, visible
from .history import Change
from .query import Query
from .record import Record
from .text import Text

FEW = 3
AND_MORE = Text("{what} 等", "{what} and more")


def gists(batches: list[dict[str, Any]], records: dict[str, type[Record]], who: Who) -> dict[int, str]:
    """By batch: the title of its first row and the fields that changed, as far as this person may see them today."""
    first = (
        Change.select(fn.MIN(Change.id)).where(Change.batch.in_([one["id"] for one in batches])).group_by(Change.batch)
    )
    found: dict[int, str] = {}
    by_record: dict[str, list[Change]] = {}
    for change in Change.select().where(Change.id.in_(first)):
        by_record.setdefault(change.record, []).append(change)
    for key, changes in by_record.items():
        if key in records and visible(who, records[key]):
            found |= _told(records[key], changes, who)
    return found


def _told(record: type[Record], changes: list[Change], who: Who) -> dict[int, str]:
    title, fields = record.sheet.title, record.fields()
    shown = visible(who, record)
    rows = {row["id"]: row for row in Query(record, who).by_ids({change.row_id for change in changes})}
    found = {}
    for change in changes:
        row = rows.get(change.row_id)
        if row is None or shown.get(title) != "full":
            continue
        value = (
            row[title]["text"]
            if isinstance(row[title], dict)
            else fields[title].show(fields[title].parse(row[title]), who.lang)
        )
        moved = json.loads(change.after) if change.kind == "u" and change.after else {}
        names = [name for name in moved if name in shown and not fields[name].derived]
        words = "、".join(fields[name].label.say(who.lang) for name in names[:FEW])
        text = f"{value} · {words}" if words else str(value)
        found[change.batch_id] = AND_MORE(what=text).say(who.lang) if len(names) > FEW else text
    return found
