"""Comments 评论: what people say to each other about a row or one of its cells; beside the data, so that an undo leaves it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import peewee

from .. import words
from ..ask.links import visible_ids
from ..clock import now
from ..declare.access import Who, may, why_not
from ..declare.record import NOT_FOUND, Record
from ..fields import LineField, MomentField, NoteField
from ..formula.asking import seen
from ..text import Refused, Text
from .files import Attachment, take_from_comment
from .history import Kept
from .writes import Changes

MOST_EACH, LONGEST = 500, 2000
EMPTY = Text("请先写点什么", "Write something first")
TOO_LONG = Text(
    "评论最多 {most} 字，现在有 {length} 字", "A comment holds at most {most} characters; this one has {length}"
)
TOO_MANY = Text("一条记录最多 {most} 条评论", "A record holds at most {most} comments")
NOT_YOURS = Text("只有写评论的人能改这条评论", "Only who wrote a comment may change it")
NOT_YOURS_TO_REMOVE = Text(
    "只有写评论的人或能审批{record}的人才能删除评论", "Only who wrote a comment, or approves {record}, may delete it"
)


class Comment(Kept):
    """One saying on a row, or on the cell of one of its columns; `parent`: the comment that it answers, one level deep."""

    record = peewee.CharField(max_length=60)
    row_id = peewee.BigIntegerField()
    field = peewee.CharField(max_length=60, null=True)
    parent = peewee.IntegerField(null=True, index=True)
    text = NoteField("评论", "Comment")
    mentions = peewee.TextField(null=True)  # JSON [{"name": as it stands in the text, "user": 7 or "role": "manager"}]
    at = MomentField("时间", "At")
    user_id = peewee.IntegerField(null=True)
    user_name = LineField("姓名", "By")
    edited_at = MomentField("改于", "Edited at", null=True)
    resolved_at = MomentField("解决于", "Resolved at", null=True)
    resolved_by = LineField("解决人", "Resolved by", null=True)
    removed_at = MomentField("删除于", "Removed at", null=True)

    class Meta:
        indexes = ((("record", "row_id"), False),)


def comments_of(record: type[Record], id: int, who: Who) -> list[Comment]:
    """What was said on a row that this person sees, as far as he sees the columns it is about, the oldest first.

    One that was taken back is among them, without its words, while somebody's answer to it stands.
    """
    shown = seen(who, record)
    comments = list(Comment.select().where(_on(record, {id})).order_by(Comment.id))
    answered = {comment.parent for comment in comments if comment.removed_at is None}
    return [
        comment
        for comment in comments
        if (comment.field is None or shown.get(comment.field) == "full")
        and (comment.removed_at is None or comment.id in answered)
    ]


def open_comments(record: type[Record], ids: Iterable[int], who: Who) -> dict[int, dict[str, int]]:
    """For rows that this person sees, how many comments wait there: {row: {column, or "" for the row: how many}}."""
    shown, counted = seen(who, record), {}
    visible = sorted(visible_ids(record, who, set(ids)))
    for start in range(0, len(visible), 500):
        mine = _on(record, visible[start : start + 500]) & Comment.removed_at.is_null() & Comment.parent.is_null()
        waiting = Comment.select(Comment.row_id, Comment.field, peewee.fn.COUNT(Comment.id))
        waiting = waiting.where(mine, Comment.resolved_at.is_null()).group_by(Comment.row_id, Comment.field)
        for row, field, count in waiting.tuples():
            if field is None or shown.get(field) == "full":
                counted.setdefault(row, {})[field or ""] = count
    return counted


def waiting_talks(record: type[Record], ids: Iterable[int], shown: Mapping[str, str]) -> dict[int, list[Comment]]:
    """For rows that are seen, what waits there to be resolved with its answers, talk after talk, the oldest first.

    shown: how each column is seen; a talk about a cell that isn't seen in full stays out.
    """
    there = _on(record, ids) & Comment.removed_at.is_null()
    talks: dict[int, list[Comment]] = {}
    for comment in Comment.select().where(there & Comment.resolved_at.is_null()).order_by(Comment.id):
        if comment.field is None or shown.get(comment.field) == "full":
            talks.setdefault(comment.parent or comment.id, []).append(comment)
    rows: dict[int, list[Comment]] = {}
    for talk in talks.values():
        if talk[0].parent is None:  # else it is about one that is resolved or was taken back
            rows.setdefault(talk[0].row_id, []).extend(talk)
    return rows


def comment_of(who: Who, records: dict[str, type[Record]], comment_id: int) -> Comment:
    """A comment by its id, for whoever sees the row and the column it is about. Raises Refused otherwise."""
    comment = Comment.get_or_none(Comment.id == comment_id, Comment.removed_at.is_null())
    record = records.get(comment.record) if comment else None
    if record is None:
        raise Refused(NOT_FOUND)
    look_at(who, record, comment.row_id, comment.field)
    return comment


def look_at(who: Who, record: type[Record], id: int, field: str | None = None) -> None:
    """Raises Refused unless this person sees the row, and the column in full."""
    if why := why_not(who, "see", record):
        raise Refused(why)
    if not visible_ids(record, who, {id}) or (field is not None and seen(who, record).get(field) != "full"):
        raise Refused(NOT_FOUND)


def said(c: Changes, record: type[Record], id: int, text: Any, *, field: str | None, parent: int | None) -> Comment:
    """Put a comment on a row or a cell, or an answer under one. Raises Refused."""
    look_at(c.who, record, id, field)
    if parent is not None:
        above = Comment.get_or_none(Comment.id == parent, Comment.parent.is_null(), _on(record, {id}))
        if above is None:
            raise Refused(NOT_FOUND)
        look_at(c.who, record, id, above.field)
        field = above.field
        if above.resolved_at is not None:  # a settled talk is folded: nobody would read what is said in it
            settled(c, above, False)
    if Comment.select().where(_on(record, {id}), Comment.removed_at.is_null()).count() >= MOST_EACH:
        raise Refused(TOO_MANY(most=MOST_EACH))
    by = {"user_id": c.who.user_id, "user_name": c.who.name}
    made = Comment.create(record=record.key(), row_id=id, field=field, parent=parent, text=worded(text), at=now(), **by)
    c.note("comment", record.key(), id, comment=made.id)
    return made


def reworded(c: Changes, comment: Comment, text: Any) -> None:
    """Other words for one's own comment; what it was stays in the log. Raises Refused."""
    if comment.user_id != c.who.user_id:
        raise Refused(NOT_YOURS)
    text = worded(text)
    c.note("comment_edited", comment.record, comment.row_id, comment=comment.id, was=comment.text)
    Comment.update(text=text, edited_at=now()).where(Comment.id == comment.id).execute()


def settled(c: Changes, comment: Comment, done: bool) -> None:
    """What it asks for is done, or is open again. Raises Refused for an answer."""
    if comment.parent is not None:
        raise Refused(NOT_FOUND)
    sets = {"resolved_at": now(), "resolved_by": c.who.name} if done else {"resolved_at": None, "resolved_by": None}
    c.note("comment_resolved" if done else "comment_reopened", comment.record, comment.row_id, comment=comment.id)
    Comment.update(**sets).where(Comment.id == comment.id).execute()


def taken_back(c: Changes, records: dict[str, type[Record]], comment: Comment) -> None:
    """Delete a comment and its pictures: one's own, or anybody's with the right to approve. Raises Refused."""
    record = records[comment.record]
    if comment.user_id != c.who.user_id and not may(c.who, "approve", record):
        raise Refused(NOT_YOURS_TO_REMOVE(record=record.sheet.label))
    c.note("comment_deleted", comment.record, comment.row_id, comment=comment.id, was=comment.text)
    Comment.update(removed_at=now()).where(Comment.id == comment.id).execute()
    take_from_comment(comment.id)


def pictures_of(comments: list[Comment]) -> dict[int, list[Attachment]]:
    """The files that were put on these comments, the oldest first."""
    ids = [comment.id for comment in comments]
    files: dict[int, list[Attachment]] = {}
    if ids:
        mine = Attachment.comment_id.in_(ids) & Attachment.removed_at.is_null()
        for file in Attachment.select().where(mine).order_by(Attachment.id):
            files.setdefault(file.comment_id, []).append(file)
    return files


def mentions_of(comment: Comment) -> list[dict[str, Any]]:
    return json.loads(comment.mentions) if comment.mentions else []


def worded(text: Any) -> str:
    """The words as they are kept. Raises Refused."""
    if not isinstance(text, str):
        raise Refused(words.BAD_REQUEST(what="text"))
    read = Comment.text.read(text)
    if not read:
        raise Refused(EMPTY, "text")
    if len(read) > LONGEST:
        raise Refused(TOO_LONG(most=LONGEST, length=len(read)), "text")
    return read


def _on(record: type[Record], ids: Iterable[int]) -> Any:
    return (Comment.record == record.key()) & Comment.row_id.in_(list(ids))
