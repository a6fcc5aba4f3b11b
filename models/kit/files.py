"""Attachments 附件: what the database knows of a file that hangs on a record; the bytes lie in the data folder by their hash."""

import peewee

from .fields import LineField, MomentField
from .history import Kept
from .record import Record


class Attachment(Kept):
    """One picture or PDF on one record. `digest` (SHA-256) names the stored file; equal files are stored once."""

    record = peewee.CharField(max_length=60)
    row_id = peewee.BigIntegerField()
    name = LineField("文件名", "File name", max_length=200)
    kind = peewee.CharField(max_length=40)
    size = peewee.BigIntegerField()
    digest = peewee.CharField(max_length=64, index=True)
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
