"""Attachments 附件: what the database knows of a file that hangs on a record; the bytes lie in the data folder."""

from datetime import datetime
from typing import Any

import peewee

from ..ask.links import visible_ids
from ..clock import now
from ..declare.access import Who, may, why_not
from ..declare.record import NOT_FOUND, Record
from ..fields import LineField, MomentField
from ..text import Refused, Text
from .history import Kept, note

MOST_EACH, MOST_BYTES = 60, 2 * 1024**3
TOO_MANY = Text("一条记录最多挂 {most} 个附件", "A record holds at most {most} files")
TOO_MUCH = Text(
    "你上传的附件已满 {most} GB，请先清理旧附件", "Your files fill {most} GB already; remove old ones first"
)
NOT_YOURS = Text("只有上传的人或能审批的人才能移除附件", "Only who uploaded it, or who approves, may remove a file")


class Attachment(Kept):
    """One picture or PDF on one record. `stored` is the random name of its file, `digest` the SHA-256 of what lies there."""

    record = peewee.CharField(max_length=60)
    row_id = peewee.BigIntegerField()
    name = LineField("文件名", "File name", max_length=200)
    kind = peewee.CharField(max_length=40)
    size = peewee.BigIntegerField()
    stored = peewee.CharField(max_length=40, unique=True)
    digest = peewee.CharField(max_length=64)
    at = MomentField("时间", "At")
    user_id = peewee.IntegerField(null=True)
    user_name = LineField("姓名", "By")
    removed_at = MomentField("移除时间", "Removed at", null=True)

    class Meta:
        indexes = ((("record", "row_id"), False),)


def files_of(record: type[Record], id: int) -> list[Attachment]:
    """The files that hang on a row, the oldest first."""
    mine = (Attachment.record == record.key()) & (Attachment.row_id == id) & Attachment.removed_at.is_null()
    return list(Attachment.select().where(mine).order_by(Attachment.id))


def has_file(record: type[Record], id: int) -> bool:
    return bool(files_of(record, id))


def attach(who: Who, record: type[Record], id: int, file: dict[str, Any]) -> Attachment:
    """Note a stored file (name, kind, size, stored, digest) on a row that this person may edit; call it inside `writing()`."""
    _may_touch(who, record, id)
    if len(files_of(record, id)) >= MOST_EACH:
        raise Refused(TOO_MANY(most=MOST_EACH))
    mine = Attachment.select(peewee.fn.SUM(Attachment.size)).where(Attachment.user_id == who.user_id).scalar() or 0
    if mine + file["size"] > MOST_BYTES:
        raise Refused(TOO_MUCH(most=MOST_BYTES // 1024**3))
    note(who, "attach", record.key(), id, name=file["name"], digest=file["digest"])
    return Attachment.create(record=record.key(), row_id=id, at=now(), user_id=who.user_id, user_name=who.name, **file)


def detach(who: Who, records: dict[str, type[Record]], file_id: int) -> None:
    """Take a file off its record; the bytes stay until they are tidied away. Call it inside `writing()`."""
    file = attachment(who, records, file_id)
    record = records[file.record]
    _may_touch(who, record, file.row_id)
    if file.user_id != who.user_id and not may(who, "approve", record):
        raise Refused(NOT_YOURS)
    note(who, "detach", file.record, file.row_id, name=file.name, digest=file.digest)
    Attachment.update(removed_at=now()).where(Attachment.id == file.id).execute()


def attachment(who: Who, records: dict[str, type[Record]], file_id: int) -> Attachment:
    """A file by its id, for whoever sees the row it hangs on. Raises Refused otherwise."""
    file = Attachment.get_or_none((Attachment.id == file_id) & Attachment.removed_at.is_null())
    record = records.get(file.record) if file else None
    if record is None or not may(who, "see", record) or not visible_ids(record, who, {file.row_id}):
        raise Refused(NOT_FOUND)
    return file


def removed_before(moment: datetime) -> list[Attachment]:
    """Files taken off their records before that moment, whose bytes may go."""
    return list(Attachment.select().where(Attachment.removed_at < moment))


def _may_touch(who: Who, record: type[Record], id: int) -> None:
    if why := why_not(who, "see", record):
        raise Refused(why)
    if not (may(who, "edit", record) or may(who, "add", record)):
        raise Refused(why_not(who, "edit", record))
    if not visible_ids(record, who, {id}):
        raise Refused(NOT_FOUND)
