"""Attachments 附件: what the database knows of a file that hangs on a record; the bytes lie in the data folder."""

from datetime import datetime
from typing import Any

import peewee

from ..ask.links import visible_ids
from ..clock import now
from ..declare.access import Who, may, only_reads, visible, why_not
from ..declare.record import NOT_FOUND, Record
from ..fields import FilesField, LineField, MomentField
from ..formula.asking import seen
from ..text import Refused, Text
from .history import Kept, note
from .writes import Changes

MOST_EACH, MOST_ON_COMMENT, MOST_BYTES = 60, 9, 2 * 1024**3
MOST_OF_STRANGERS = 20 * 1024**3  # all that came in by public forms
TOO_MANY = Text("一条记录最多挂 {most} 个附件", "A record holds at most {most} files")
TOO_MANY_ON_COMMENT = Text("一条评论最多放 {most} 张图片", "A comment holds at most {most} pictures")
TOO_MUCH = Text(
    "你上传的附件已满 {most} GB，请先清理旧附件", "Your files fill {most} GB already; remove old ones first"
)
NO_PICTURE = Text("“{label}”只收图片，“{name}”不是", "“{label}” takes pictures only; “{name}” is none")
NOT_YOURS = Text("只有上传的人或能审批的人才能移除附件", "Only who uploaded it, or who approves, may remove a file")

EVIDENCE = Text(
    "这条记录“{state}”，照片和文件是验收的凭据：可以再加，只有能审批的人才能移除",
    "This row is “{state}”, and its files are what it was judged by: more may be added, only who approves may remove any",
)


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
    field = peewee.CharField(max_length=60, null=True)  # the column it stands in; None: it hangs on the row as a whole
    comment_id = peewee.IntegerField(
        null=True, index=True
    )  # the comment that it was put on; `field`: what that is about

    class Meta:
        indexes = ((("record", "row_id"), False),)


def files_of(record: type[Record], id: int) -> list[Attachment]:
    """The files that hang on a row, the oldest first."""
    mine = (Attachment.record == record.key()) & (Attachment.row_id == id) & Attachment.removed_at.is_null()
    whole = Attachment.field.is_null() & Attachment.comment_id.is_null()
    return list(Attachment.select().where(mine, whole).order_by(Attachment.id))


def has_file(record: type[Record], id: int) -> bool:
    return bool(files_of(record, id))


def attach(who: Who, record: type[Record], id: int, file: dict[str, Any]) -> Attachment:
    """Note a stored file (name, kind, size, stored, digest) on a row that this person may edit; call it inside `writing()`."""
    _may_touch(who, record, id)
    if len(files_of(record, id)) >= MOST_EACH:
        raise Refused(TOO_MANY(most=MOST_EACH))
    _room(who, file)
    return _made(who, record, id, file)


def _room(who: Who, file: dict[str, Any]) -> None:
    mine = Attachment.select(peewee.fn.SUM(Attachment.size)).where(Attachment.user_id == who.user_id).scalar() or 0
    most = MOST_BYTES if who.user_id is not None else MOST_OF_STRANGERS
    if mine + file["size"] > most:
        raise Refused(TOO_MUCH(most=most // 1024**3))


def _made(who: Who, record: type[Record], id: int, file: dict[str, Any], **where: Any) -> Attachment:
    note(who, "attach", record.key(), id, name=file["name"], digest=file["digest"])
    by = {"user_id": who.user_id, "user_name": who.name}
    return Attachment.create(record=record.key(), row_id=id, at=now(), **where, **by, **file)


def put_on_comment(
    c: Changes, record: type[Record], id: int, field: str | None, comment_id: int, file: dict[str, Any]
) -> Attachment:
    """Put a stored file on a comment on a row, or on the cell of one of its columns. Raises Refused."""
    if Attachment.select().where(Attachment.comment_id == comment_id).count() >= MOST_ON_COMMENT:
        raise Refused(TOO_MANY_ON_COMMENT(most=MOST_ON_COMMENT))
    _room(c.who, file)
    return _made(c.who, record, id, file, field=field, comment_id=comment_id)


def take_from_comment(comment_id: int) -> None:
    """The files of a comment that is deleted; their bytes stay until they are tidied away."""
    mine = (Attachment.comment_id == comment_id) & Attachment.removed_at.is_null()
    Attachment.update(removed_at=now()).where(mine).execute()


def attach_to(c: Changes, record: type[Record], id: int, name: str, file: dict[str, Any]) -> list[dict[str, Any]]:
    """Put a stored file into a column of files of a row, in the change that is open; returns what the column holds then."""
    item = _column(c.who, record, id, name)
    if item.pictures and not file["kind"].startswith("image/"):
        raise Refused(NO_PICTURE(label=item.label, name=file["name"]), name)
    held = getattr(c.fresh(record, id), name) or []
    if len(held) >= MOST_EACH:
        raise Refused(TOO_MANY(most=MOST_EACH))
    _room(c.who, file)
    made = _made(c.who, record, id, file, field=name)
    entry = {"id": made.id, "name": made.name, "picture": made.kind.startswith("image/")}
    c.update(record, id, **{name: [*held, entry]})
    return [*held, entry]


def take_off(c: Changes, file: Attachment, records: dict[str, type[Record]]) -> list[dict[str, Any]]:
    """Take a file out of its column; undo puts it back. Returns what the column holds then."""
    record = records[file.record]
    _column(c.who, record, file.row_id, file.field)
    if file.user_id != c.who.user_id and not may(c.who, "edit", record):  # who may only add puts files there
        raise Refused(why_not(c.who, "edit", record))
    left = [entry for entry in getattr(c.fresh(record, file.row_id), file.field) or [] if entry["id"] != file.id]
    c.note("detach", file.record, file.row_id, name=file.name, digest=file.digest)
    Attachment.update(removed_at=now()).where(Attachment.id == file.id).execute()
    c.update(record, file.row_id, **{file.field: left or None})
    return left


def _column(who: Who, record: type[Record], id: int, name: str) -> FilesField:
    item = record.fields().get(name)
    if not isinstance(item, FilesField) or visible(who, record).get(name) != "full":
        raise Refused(NOT_FOUND)
    _may_touch(who, record, id)
    return item


def is_held(file: Attachment, records: dict[str, type[Record]]) -> bool:
    """Whether it is where it was put: on its row, or in the column it was put into, also when an undo put it back there."""
    if file.field is None or file.comment_id is not None:
        return file.removed_at is None
    record = records.get(file.record)
    item = record.fields().get(file.field) if record is not None else None
    row = record.rows_by_id([file.row_id]).get(file.row_id) if item is not None else None
    return row is not None and any(entry["id"] == file.id for entry in getattr(row, file.field) or ())


def detach(who: Who, records: dict[str, type[Record]], file_id: int) -> None:
    """Take a file off its record; the bytes stay until they are tidied away. Call it inside `writing()`."""
    if why := only_reads(who):
        raise Refused(why)
    file = attachment(who, records, file_id)
    record = records[file.record]
    if file.comment_id is None:
        _may_touch(who, record, file.row_id)
    if file.user_id != who.user_id and not may(who, "approve", record):
        raise Refused(NOT_YOURS)
    if file.comment_id is None and not may(who, "approve", record) and (state := _settled(record, file.row_id)):
        raise Refused(EVIDENCE(state=state))
    note(who, "detach", file.record, file.row_id, name=file.name, digest=file.digest)
    Attachment.update(removed_at=now()).where(Attachment.id == file.id).execute()


def _settled(record: type[Record], id: int) -> Text | None:
    """The state of a row that no step leads on from, where a step demanded files: what hangs there is what was judged by."""
    steps = record.sheet.steps
    row = record.rows_by_id([id]).get(id) if any(step.attachment or step.photos for step in steps) else None
    state = None if row is None else getattr(row, record.sheet.state)
    if state is None or any(state in step.froms for step in steps):
        return None
    item = record.fields()[record.sheet.state]
    return Text(item.show(state, "zh"), item.show(state, "en"))


def attachment(who: Who, records: dict[str, type[Record]], file_id: int) -> Attachment:
    """A file by its id, for whoever sees the row it hangs on. Raises Refused otherwise."""
    file = Attachment.get_or_none(Attachment.id == file_id)
    record = records.get(file.record) if file else None
    if record is None or not may(who, "see", record) or not visible_ids(record, who, {file.row_id}):
        raise Refused(NOT_FOUND)
    if not is_held(file, records) or (file.field is not None and seen(who, record).get(file.field) != "full"):
        raise Refused(NOT_FOUND)
    return file


def removed_before(moment: datetime, records: dict[str, type[Record]]) -> list[Attachment]:
    """Files taken off before that moment, whose bytes may go.

    An undo may have put one back into its column; whether one did isn't seen while the row, column or table is away.
    """
    return [
        file
        for file in Attachment.select().where(Attachment.removed_at < moment)
        if file.field is None or file.comment_id is not None or not (_is_away(file, records) or is_held(file, records))
    ]


def _is_away(file: Attachment, records: dict[str, type[Record]]) -> bool:
    """Whether its table, column or row is out of sight just now and may come back with what it held."""
    record = records.get(file.record)
    return record is None or file.field not in record.fields() or not record.rows_by_id([file.row_id])


def _may_touch(who: Who, record: type[Record], id: int) -> None:
    if why := only_reads(who) or why_not(who, "see", record):
        raise Refused(why)
    if not (may(who, "edit", record) or may(who, "add", record)):
        raise Refused(why_not(who, "edit", record))
    if not visible_ids(record, who, {id}):
        raise Refused(NOT_FOUND)
