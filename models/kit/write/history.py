"""What was changed: batches and their changes, append-only, chained by hash; the counters the door keeps."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

import peewee

from ..clock import now
from ..fields import LineField, MomentField
from ..server.database import execute_many, fetch, handle

GENESIS = "0" * 64


def _encoder() -> Callable[[Any], str]:
    """The way from values to their text. JSONEncoder itself makes its quick part anew for each value, half of the time of a change."""
    whole = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
    make = getattr(json.encoder, "c_make_encoder", None)  # typeshed doesn't know it
    if make is None:  # a Python without it
        return whole.encode
    quick = make(None, whole.default, json.encoder.encode_basestring, None, ":", ",", False, False, True)
    return lambda value: "".join(quick(value, 0))


as_json = _encoder()


class Kept(peewee.Model):
    """A table of the house itself, not a record type: people read it through history, never edit it."""

    class Meta:
        database = handle
        legacy_table_names = False


class Batch(Kept):
    """One write as a person meant it: a cell, a paste, an import, an action, a job, an undo."""

    op = peewee.CharField(max_length=80, unique=True)
    at = MomentField("时间", "At", index=True)
    user_id = peewee.IntegerField(null=True, index=True)
    user_name = LineField("姓名", "Name")
    via = peewee.CharField(max_length=20)
    label_zh = peewee.TextField(null=True)
    label_en = peewee.TextField(null=True)
    record = peewee.CharField(max_length=60, null=True)
    undoes = peewee.ForeignKeyField("self", null=True, unique=True)
    digest = peewee.CharField(max_length=64, null=True)


class Change(Kept):
    """One row's change inside a batch; `before` and `after` hold the fields that differ, as JSON keeps them."""

    batch = peewee.ForeignKeyField(Batch, index=True, backref="changes")
    record = peewee.CharField(max_length=60)
    row_id = peewee.BigIntegerField()
    kind = peewee.CharField(max_length=1)  # i, u, d
    before = peewee.TextField(null=True)
    after = peewee.TextField(null=True)
    hash = peewee.CharField(max_length=64)

    class Meta:
        indexes = ((("record", "row_id"), False), (("record", "batch"), False))


class AuditHead(Kept):
    """The newest hash of the chain; on either database one transaction at a time may move it."""

    hash = peewee.CharField(max_length=64)


class Tally(Kept):
    """Per record type: the next id (never reused), how many rows live, and a version that moves with every batch."""

    record = peewee.CharField(max_length=60, primary_key=True)
    next_id = peewee.BigIntegerField(default=1)
    rows = peewee.BigIntegerField(default=0)
    version = peewee.BigIntegerField(default=0)


class Running(Kept):
    """How far a column of running numbers has counted in one of its periods: what was given once is never given again."""

    key = peewee.CharField(max_length=200, primary_key=True)
    next_count = peewee.BigIntegerField()


class Event(Kept):
    """What was done without changing a record: signing in, exports, reveals, refusals of rights."""

    at = MomentField("时间", "At", index=True)
    user_id = peewee.IntegerField(null=True)
    user_name = LineField("姓名", "Name", null=True)
    kind = peewee.CharField(max_length=30, index=True)
    record = peewee.CharField(max_length=60, null=True)
    row_id = peewee.BigIntegerField(null=True)
    detail = peewee.TextField(null=True)


HOUSE_TABLES = (Batch, Change, AuditHead, Tally, Running, Event)

# Written out below, because every edit passes here and composing them anew would take longer than running them.
NEW_BATCH = (
    'INSERT INTO "batch" ("op", "at", "user_id", "user_name", "via", "label_zh", "label_en", "undoes_id", "digest", "record") '
    'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING "id"'
)
TAKE_IDS = (
    'INSERT INTO "tally" ("record", "next_id", "rows", "version") VALUES (?, ?, 0, 0) '
    'ON CONFLICT ("record") DO UPDATE SET "next_id" = "tally"."next_id" + ? RETURNING "next_id"'
)
TAKE_COUNTS = (
    'INSERT INTO "running" ("key", "next_count") VALUES (?, ?) '
    'ON CONFLICT ("key") DO UPDATE SET "next_count" = "running"."next_count" + ? RETURNING "next_count"'
)
PASS_COUNT = (
    'INSERT INTO "running" ("key", "next_count") VALUES (?, ?) ON CONFLICT ("key") DO UPDATE SET "next_count" = '
    'CASE WHEN "running"."next_count" < excluded."next_count" THEN excluded."next_count" ELSE "running"."next_count" END'
)
COUNT_ROWS = (
    'INSERT INTO "tally" ("record", "next_id", "rows", "version") VALUES (?, 1, ?, 0) '
    'ON CONFLICT ("record") DO UPDATE SET "rows" = "tally"."rows" + ?'
)


def is_seen(op: str) -> bool:
    return bool(fetch('SELECT 1 FROM "batch" WHERE "op" = ?', (op,)))


def new_batch(op: str, at: datetime, who: Any, via: str, *rest: Any) -> int:
    """One more batch; `rest` is both labels, the batch it undoes, the digest and the first record type. Returns its id."""
    return fetch(NEW_BATCH, (op, Batch.at.db_value(at), who.user_id, who.name, via, *rest))[0][0]


def take_ids(key: str, count: int) -> list[int]:
    """The next ids of a record type, never given out before."""
    after = fetch(TAKE_IDS, (key, 1 + count, count))[0][0]
    return list(range(after - count, after))


def take_counts(key: str, count: int) -> range:
    """The next counts of a period, never given out before."""
    after = fetch(TAKE_COUNTS, (key, 1 + count, count))[0][0]
    return range(after - count, after)


def pass_counts(last: dict[str, int]) -> None:
    """These were used by others, by key; counting goes on behind them."""
    execute_many(PASS_COUNT, [(key, count + 1) for key, count in last.items()])


def count_rows(key: str, more: int) -> None:
    execute_many(COUNT_ROWS, [(key, more, more)])


def new_versions(keys: Iterable[str]) -> None:
    """What was counted or read of these record types before is out of date."""
    execute_many('UPDATE "tally" SET "version" = "version" + 1 WHERE "record" = ?', [(key,) for key in keys])


def chain_head() -> tuple[int | None, str]:
    """The newest hash and its row's id."""
    return next(iter(fetch('SELECT "id", "hash" FROM "audit_head"')), (None, GENESIS))


def move_head(id: int | None, hash: str) -> None:
    if id is None:
        AuditHead.insert(hash=hash).execute()
    else:
        execute_many('UPDATE "audit_head" SET "hash" = ? WHERE "id" = ?', [(hash, id)])


def note(who: Any, kind: str, record: str | None = None, row_id: int | None = None, **detail: Any) -> None:
    """Write one event; call it inside `writing()`. Who looks as somebody else does it under the own name."""
    behind = getattr(who, "behind", None)
    if behind is not None:
        who, detail = behind, {**detail, "looking_as": who.name}
    text = json.dumps(detail, ensure_ascii=False, default=str) if detail else None
    Event.insert(
        at=now(), user_id=who.user_id, user_name=who.name, kind=kind, record=record, row_id=row_id, detail=text
    ).execute()


def who_changed(record: Any, id: int, name: str) -> str:
    """Who last set this field of this row."""
    query = Change.select(Change.after, Batch.user_name).join(Batch)
    recent = query.where(Change.record == record.key(), Change.row_id == id).order_by(Change.id.desc()).limit(50)
    for after, user in recent.tuples():
        if after and name in json.loads(after):
            return user
    return "?"


def batch_hash(previous: str, batch: int, at: datetime, *rest: Any) -> str:
    """Where the hashes of a batch begin: who wrote it, when and how is as hard to change as what was written."""
    return _hashed(previous, [batch, Batch.at.keep(at), *rest])


def link_hash(previous: str, batch: int, record: str, row_id: int, kind: str, before: str, after: str) -> str:
    """The hash of one change: SHA-256 of the hash before it and the change itself."""
    return _hashed(previous, [batch, record, row_id, kind, before, after])


def _hashed(previous: str, parts: list[Any]) -> str:
    return hashlib.sha256(f"{previous}{as_json(parts)}".encode("utf-8", "surrogatepass")).hexdigest()


def chain(previous: str, changes: list[tuple]) -> Iterator[tuple]:
    """The changes (batch, record, row id, kind, before, after) with their hashes, one after the other."""
    for change in changes:
        previous = link_hash(previous, *change)
        yield (*change, previous)


CHAINED = """
    SELECT c."id", c."hash", b."at", b."user_id", b."user_name", b."via", b."undoes_id",
           c."batch_id", c."record", c."row_id", c."kind", c."before", c."after"
    FROM "change" c LEFT JOIN "batch" b ON b."id" = c."batch_id" ORDER BY c."id"
"""


def verify(ask: Callable[[str], Any] | None = None) -> int | None:
    """The id of the first change that doesn't fit the chain (0 when the head itself doesn't), or None when all fit.

    ask: runs a statement on another database than the open one.
    """
    ask = ask or handle.execute_sql
    previous, last = GENESIS, None
    for id, linked, at, user_id, name, via, undoes, *change in ask(CHAINED):
        if change[0] != last:
            last = change[0]
            previous = batch_hash(previous, last, Batch.at.python_value(at), user_id, name, via, undoes)
        previous = link_hash(previous, *change)
        if previous != linked:
            return id
    (head,) = next(iter(ask('SELECT "hash" FROM "audit_head"')), (GENESIS,))
    return None if head == previous else 0
