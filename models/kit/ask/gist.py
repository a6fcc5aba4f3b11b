"""What a batch was about in a few words, for those that carry no label of their own: which row, which fields."""

import json
from typing import Any

from peewee import fn

from ..declare.access import Who, reach, visible
from ..declare.record import Record
from ..fields import LinkField
from ..text import Refused, Text
from ..write.history import Change
from .query import Query
from .titles import titles_of

FEW = 3
WHAT = {"i": Text("新增 {row}", "Added {row}"), "d": Text("删除 {row}", "Deleted {row}")}
AND_MORE = Text("{what} 等", "{what} and more")


def gists(batches: list[dict[str, Any]], records: dict[str, type[Record]], who: Who) -> dict[int, str]:
    """By batch: the title of its first row and the fields that changed, as far as this person may see them today."""
    first = (
        Change.select(fn.MIN(Change.id))
        .where(Change.batch.in_([batch["id"] for batch in batches]))
        .group_by(Change.batch)
    )
    texts: dict[int, str] = {}
    by_record: dict[str, list[Change]] = {}
    for change in Change.select().where(Change.id.in_(first)):
        by_record.setdefault(change.record, []).append(change)
    for key, changes in by_record.items():
        if key in records and visible(who, records[key]):
            texts |= _told(records[key], changes, who)
    return texts


def _told(record: type[Record], changes: list[Change], who: Who) -> dict[int, str]:
    title, fields = record.sheet.title, record.fields()
    shown = visible(who, record)
    rows = {row["id"]: row for row in Query(record, who).by_ids({change.row_id for change in changes})}
    texts = {}
    for change in changes:
        if shown.get(title) != "full":
            continue
        value = _called(record, rows.get(change.row_id), change, who)
        if value is None:
            continue
        if change.kind in WHAT:
            texts[change.batch_id] = WHAT[change.kind](row=value).say(who.lang)
            continue
        moved = json.loads(change.after) if change.after else {}
        names = [name for name in moved if name in shown and not fields[name].derived]
        words = "、".join(fields[name].label.say(who.lang) for name in names[:FEW])
        text = f"{value} · {words}" if words else str(value)
        texts[change.batch_id] = AND_MORE(what=text).say(who.lang) if len(names) > FEW else text
    return texts


def _called(record: type[Record], row: dict[str, Any] | None, change: Change, who: Who) -> str | None:
    """What the row is called now, or was as it went; None where it is nobody's to see."""
    title = record.sheet.title
    item = record.fields()[title]
    if row is not None and row[title] is not None:
        return row[title]["text"] if isinstance(row[title], dict) else item.show(item.parse(row[title]), who.lang)
    if row is not None or change.kind != "d" or not _was_seen(record, change, who):
        return None
    kept = json.loads(change.before or "{}").get(title)
    if kept is None:
        return None
    try:
        value = item.parse(kept)
    except Refused:  # what was right then may be out of bounds today
        return str(kept)
    return titles_of(item.rel_model, {value}, who)[value] if isinstance(item, LinkField) else item.show(value, who.lang)


def _was_seen(record: type[Record], change: Change, who: Who) -> bool:
    """Whether a row that is gone lay in the person's rows: by the links it had."""
    within = reach(who, record)
    if within is None:
        return True
    before = json.loads(change.before or "{}")
    return any(before.get(name) in ids for name, ids in within.items())
