"""What happened to a row, and what batches there were, as this person may see it today."""

import json
from typing import Any

from peewee import fn

from . import words
from .access import Who, may, scope, visible
from .fields import MASK, Described, LinkField
from .history import Batch, Change
from .record import Record
from .text import Refused, Text
from .titles import titles_of

VIA = {
    "grid": Text("表格", "Grid"), "paste": Text("粘贴", "Paste"), "fill": Text("填充", "Fill"), "form": Text("表单", "Form"),
    "import": Text("导入", "Import"), "api": Text("接口", "API"), "job": Text("后台任务", "Job"), "action": Text("操作", "Action"),
    "undo": Text("撤销", "Undo"), "restore": Text("恢复", "Restore"), "setup": Text("初始化", "Set-up"), "demo": Text("演示数据", "Demo"),
    "account": Text("账号", "Account"),
}  # fmt: skip
KINDS = {"i": "add", "u": "edit", "d": "delete"}


def history(record: type[Record], id: int, who: Who, limit: int = 200) -> list[dict[str, Any]]:
    """The changes of one row, newest first: who, when, through what, and each visible cell from → to as wire values."""
    query = Change.select(Change, Batch).join(Batch)
    changes = list(
        query.where(Change.record == record.key(), Change.row_id == id).order_by(Change.id.desc()).limit(limit)
    )
    undone = {b for (b,) in Batch.select(Batch.undoes).where(Batch.undoes.in_([c.batch_id for c in changes])).tuples()}
    return [
        {
            "batch": change.batch_id,
            "at": Batch.at.keep(change.batch.at),
            "who": change.batch.user_name,
            "via": change.batch.via,
            "label": _label(change.batch, who),
            "kind": KINDS[change.kind],
            "undone": change.batch_id in undone,
            "cells": _cells(record, change, who),
        }
        for change in changes
    ]


def _label(batch: Batch, who: Who) -> str:
    """What a batch is called; of those that take back, what it was that went, however often it went to and fro."""
    times, root = 0, batch
    while root.undoes_id is not None:
        times, root = times + 1, Batch.get_by_id(root.undoes_id)
    if times:
        return (words.UNDO_OF if times % 2 else words.REDO_OF)(what=_label(root, who)).say(who.lang)
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
            "from": _told(fields[name], before.get(name), shown[name], who),
            "to": _told(fields[name], after.get(name), shown[name], who),
        }
        for name in names
    ]


def _told(item: Described, kept: Any, mode: str, who: Who) -> str:
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
    found = list(query)
    ids = [batch.id for batch in found]
    undone = {b for (b,) in Batch.select(Batch.undoes).where(Batch.undoes.in_(ids)).tuples()}
    counts = _counts(ids, records, who)
    limited = {key for key, record in records.items() if not who.all_rights and scope(who, record) is not None}
    found = [one for one in found if one.user_id == who.user_id or counts.get(one.id) or one.record not in limited]
    return [
        {
            "id": batch.id,
            "at": Batch.at.keep(batch.at),
            "who": batch.user_name,
            "via": batch.via,
            "label": _label(batch, who),
            "record": batch.record,
            "rows": counts.get(batch.id, 0),
            "undone": batch.id in undone,
            "undoes": batch.undoes_id,
        }
        for batch in found
    ]


def _counts(ids: list[int], records: dict[str, type[Record]], who: Who) -> dict[int, int]:
    """How many rows each batch changed, of those that this person sees; a deleted row counts for who made the batch."""
    query = Change.select(Change.batch, Change.record, fn.COUNT(Change.id)).where(Change.batch.in_(ids))
    found: dict[int, int] = {}
    for batch, key, count in query.group_by(Change.batch, Change.record).tuples():
        record = records.get(key)
        if record is not None and not who.all_rights and scope(who, record) is not None:
            count = _seen(batch, record, who)
        found[batch] = found.get(batch, 0) + count
    return found


def _seen(batch: int, record: type[Record], who: Who) -> int:
    """The rows in sight today; what was deleted has no place any more and counts for whoever made the batch."""
    touched = (Change.batch == batch) & (Change.record == record.key())
    counted = Change.row_id.in_(record.select(record.id).where(scope(who, record)))
    if Batch.get_by_id(batch).user_id == who.user_id:
        counted |= Change.kind == "d"
    return Change.select().where(touched, counted).count()
