"""What happened to a row, and what batches there were, as this person may see it today."""

import json
from datetime import timedelta
from itertools import islice
from typing import Any

from peewee import fn

from .. import by_lines, words
from ..declare.access import Who, may, scope, visible
from ..declare.record import Record
from ..fields import MASK, Described, LinkField
from ..text import Refused, Text
from ..write.history import Batch, Change, Event
from .titles import titles_of

VIA = {
    "grid": Text("表格", "Grid"),
    "paste": Text("粘贴", "Paste"),
    "fill": Text("填充", "Fill"),
    "form": Text("表单", "Form"),
    "import": Text("导入", "Import"),
    "api": Text("接口", "API"),
    "assistant": Text("AI 助手", "Assistant"),
    "job": Text("后台任务", "Job"),
    "action": Text("操作", "Action"),
    "undo": Text("撤销", "Undo"),
    "restore": Text("恢复", "Restore"),
    "setup": Text("初始化", "Set-up"),
    "demo": Text("演示数据", "Demo"),
    "account": Text("账号", "Account"),
    "comment": Text("评论", "Comment"),
}
LONGEST_SEALING = timedelta(minutes=30)  # between the note of an import and its batch, written last
KINDS = {"i": "add", "u": "edit", "d": "delete"}


def history(record: type[Record], id: int, who: Who, limit: int = 200) -> list[dict[str, Any]]:
    """The changes of one row, newest first: who, when, through what, and each visible cell from → to as wire values.

    One of which the person sees nothing is left out: that there was one tells of the columns that are kept from him.
    """
    query = Change.select(Change, Batch).join(Batch).where(Change.record == record.key(), Change.row_id == id)
    with_cells = ((change, _cells(record, change, who)) for change in query.order_by(Change.id.desc()).iterator())
    shown = list(
        islice(((change, cells) for change, cells in with_cells if cells or KINDS[change.kind] != "edit"), limit)
    )
    changes = [change for change, _ in shown]
    undone = {b for (b,) in Batch.select(Batch.undoes).where(Batch.undoes.in_([c.batch_id for c in changes])).tuples()}
    return [
        {
            "batch": change.batch_id,
            "at": Batch.at.keep(change.batch.at),
            "who": by_lines.spoken(change.batch.user_name, who.lang),
            "via": change.batch.via,
            "label": label_of(change.batch, who),
            "kind": KINDS[change.kind],
            "undone": change.batch_id in undone,
            "cells": cells,
        }
        for change, cells in shown
    ]


def label_of(batch: Batch, who: Who) -> str:
    """What a batch is called; of those that take back, what it was that went, however often it went to and fro."""
    times, root = 0, batch
    while root.undoes_id is not None:
        times, root = times + 1, Batch.get_by_id(root.undoes_id)
    if times:
        return (words.UNDO_OF if times % 2 else words.REDO_OF)(what=label_of(root, who)).say(who.lang)
    text = batch.label_en if who.lang == "en" else batch.label_zh
    return text or VIA.get(batch.via, Text(batch.via, batch.via)).say(who.lang)


def _cells(record: type[Record], change: Change, who: Who) -> list[dict[str, Any]]:
    before, after = (json.loads(text) if text else {} for text in (change.before, change.after))
    shown, fields = visible(who, record), record.fields()
    names = [name for name in fields if name in shown and (name in before or name in after)]
    return [
        {
            "field": name,
            "label": fields[name].label.say(who.lang),
            "from": value_as_shown(fields[name], before.get(name), shown[name], who),
            "to": value_as_shown(fields[name], after.get(name), shown[name], who),
        }
        for name in names
    ]


def value_as_shown(item: Described, kept: Any, mode: str, who: Who) -> str:
    """A kept value as text for this person; the mask of today holds for the past too."""
    if kept is None:
        return ""
    try:
        value = item.parse(kept)
    except Refused:  # what was right then may be out of bounds or off the list today
        return MASK if mode == "masked" else str(kept)
    if mode == "masked":
        return str(item.masked(value))
    if isinstance(item, LinkField):
        return titles_of(item.rel_model, {value}, who)[value]
    return item.show(value, who.lang)


def batches(records: dict[str, type[Record]], who: Who, *, mine: bool = True, limit: int = 100) -> list[dict[str, Any]]:
    """The newest batches: one's own, or everybody's on record types whose changes this person may undo."""
    query = Batch.select().order_by(Batch.id.desc()).limit(limit)
    if mine or not who.all_rights:
        open_to = [key for key, record in records.items() if not mine and may(who, "undo", record)]
        own = Batch.user_id == who.user_id
        query = query.where(own | Batch.record.in_(open_to) if open_to else own)
    latest = list(query)
    ids = [batch.id for batch in latest]
    undone = {b for (b,) in Batch.select(Batch.undoes).where(Batch.undoes.in_(ids)).tuples()}
    counts, brought = _counts(ids, records, who), imported(latest)
    limited = {key for key, record in records.items() if not who.all_rights and scope(who, record) is not None}
    latest = [
        batch for batch in latest if batch.user_id == who.user_id or counts.get(batch.id) or batch.record not in limited
    ]
    own = {batch.id: counts.get(batch.id, {}) for batch in latest}
    return [
        {
            "id": batch.id,
            "at": Batch.at.keep(batch.at),
            "who": by_lines.spoken(batch.user_name, who.lang),
            "via": batch.via,
            "label": label_of(batch, who),
            "record": brought.get(batch.id, batch.record),
            "rows": sum(own[batch.id].values()),
            "own": own[batch.id].get(brought[batch.id], 0) if batch.id in brought else None,
            "undone": batch.id in undone,
            "undoes": batch.undoes_id,
        }
        for batch in latest
    ]


def imported(batches: list[Batch]) -> dict[int, str]:
    """By batch, what was imported with it: the rest of its rows came of that, as look-ups and ledger entries do."""
    ops = {batch.op: batch.id for batch in batches if batch.via == "import"}
    if not ops:
        return {}
    since = min(batch.at for batch in batches) - LONGEST_SEALING
    events = Event.select(Event.record, Event.detail).where(Event.kind == "import", Event.at >= since)
    noted = ((json.loads(event.detail or "{}").get("op"), event.record) for event in events)
    return {ops[op]: record for op, record in noted if op in ops}


def rows_of(batch_id: int) -> tuple[int | None, dict[str, int]]:
    """Of a batch that is to be taken back: how many rows were imported with it, if it is an import; and by record type,
    how many others changed.
    """
    query = Change.select(Change.record, fn.COUNT(Change.row_id.distinct())).where(Change.batch == batch_id)
    counts = dict(query.group_by(Change.record).tuples())
    key = imported(list(Batch.select().where(Batch.id == batch_id))).get(batch_id)
    return (None if key is None else counts.pop(key, 0)), counts


def _counts(ids: list[int], records: dict[str, type[Record]], who: Who) -> dict[int, dict[str, int]]:
    """How many rows of each type a batch changed, of those that this person sees; a deleted one counts for who made it."""
    query = Change.select(Change.batch, Change.record, fn.COUNT(Change.row_id.distinct())).where(Change.batch.in_(ids))
    counts: dict[int, dict[str, int]] = {}
    for batch, key, count in query.group_by(Change.batch, Change.record).tuples():
        record = records.get(key)
        if record is not None and not who.all_rights and scope(who, record) is not None:
            count = _seen(batch, record, who)
        if count:
            counts.setdefault(batch, {})[key] = count
    return counts


def _seen(batch: int, record: type[Record], who: Who) -> int:
    """The rows in sight today; what was deleted has no place any more and counts for whoever made the batch."""
    touched = (Change.batch == batch) & (Change.record == record.key())
    counted = Change.row_id.in_(record.select(record.id).where(scope(who, record)))
    if Batch.get_by_id(batch).user_id == who.user_id:
        counted |= Change.kind == "d"
    return Change.select(Change.row_id).where(touched, counted).distinct().count()
