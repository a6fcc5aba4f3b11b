"""Comments over HTTP: read them, say something, answer, settle it, take it back; who may be named with @."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, File, Request, Response, UploadFile

from exports import attachments
from models import house
from models.accounts.commenting import Said, offered, say, say_again
from models.kit import words
from models.kit.ask.links import visible_ids
from models.kit.ask.query import MOST_IDS, BadQuery
from models.kit.by_lines import spoken as called
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.server.database import reading
from models.kit.text import Refused, Text
from models.kit.write.comments import (
    Comment,
    comment_of,
    comments_of,
    look_at,
    mentions_of,
    open_comments,
    pictures_of,
    settled,
    taken_back,
)
from models.kit.write.files import put_on_comment
from models.kit.write.telling import Committed, tell
from models.kit.write.writes import Changes, Duplicate, changes, digest_of

from . import files
from .answers import Answering, Asking, NotThere
from .routes import PREFIX, Body, Known, answer

router = APIRouter(prefix=PREFIX, route_class=Answering)
COMMENT = Text("评论", "Comment")
LARGEST = 2**53


@router.get("/{record}/{id:int}/comments", summary="What was said on a row and its cells → {comments: [{id, text, …}]}")
def listed(who: Asking, id: int, record: type[Record] = Known) -> Response:
    with reading():
        there(who, record, id)
        return answer({"comments": read(who, record, id)})


@router.post(
    "/{record}/{id:int}/comments", summary="Say something: {text, field, parent, op} → {id, told, unknown, comments}"
)
def added(who: Asking, id: int, record: type[Record] = Known, asked: dict = Body) -> Response:
    known(asked, {"text", "field", "parent", "op"})
    field, parent = asked.get("field"), asked.get("parent")
    if not isinstance(field, str | None) or not isinstance(parent, int | None) or not -1 < (parent or 0) < LARGEST:
        raise BadQuery(words.BAD_REQUEST(what="field"))
    with reading():
        there(who, record, id, field)
    return done(who, record, id, asked, lambda c: say(c, record, id, asked.get("text"), field=field, parent=parent))


@router.get("/{record}/{id:int}/people", summary="Who may be named with @ there: {q, field} → {people: [{name, hint}]}")
def people(who: Asking, id: int, record: type[Record] = Known, q: str = "", field: str | None = None) -> Response:
    with reading():
        there(who, record, id, field)
        persons = offered(who, record, id, field, q[:40])
    return answer({"people": [{"name": person.name, "hint": person.hint} for person in persons]})


@router.post(
    "/{record}/commented", summary="How many comments wait on these rows: {ids} → {rows: {id: {column: count}}}"
)
def commented(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    known(asked, {"ids"})
    ids = asked.get("ids")
    if not isinstance(ids, list) or len(ids) > MOST_IDS or not all(type(id) is int and 0 < id < LARGEST for id in ids):
        raise BadQuery(words.BAD_REQUEST(what="ids"))
    with reading():
        return answer({"rows": {str(id): counts for id, counts in open_comments(record, ids, who).items()}})


@router.post("/comments/{comment_id:int}", summary="Change one: {text} one's own words, or {resolved: true | false}")
def changed(who: Asking, comment_id: int, asked: dict = Body) -> Response:
    known(asked, {"text", "resolved", "op"})
    comment, record = comment_at(who, comment_id)
    if "resolved" in asked:
        if not isinstance(asked["resolved"], bool):
            raise BadQuery(words.BAD_REQUEST(what="resolved"))
        return done(who, record, comment.row_id, asked, lambda c: settled(c, comment, asked["resolved"]))
    return done(who, record, comment.row_id, asked, lambda c: say_again(c, record, comment, asked.get("text")))


@router.delete("/comments/{comment_id:int}", summary="Take a comment back, with its pictures")
def removed(who: Asking, comment_id: int) -> Response:
    comment, record = comment_at(who, comment_id)
    return done(who, record, comment.row_id, {}, lambda c: taken_back(c, house().records, comment))


@router.post(
    "/comments/{comment_id:int}/files", summary="Put a picture on one's own comment: form field file → {comments}"
)
def pictured(who: Asking, request: Request, comment_id: int, file: Annotated[UploadFile, File()]) -> Response:
    comment, record = comment_at(who, comment_id)
    if comment.user_id != who.user_id:
        raise NotThere
    folder = files.folder_of(request)
    kept = attachments.begin(file.file.read(attachments.MOST_BYTES + 1), file.filename or "", folder, who.user_id)
    landed = False
    try:
        with changes(who=who, via="comment", label=COMMENT) as c:
            put_on_comment(c, record, comment.row_id, comment.field, comment.id, kept)
        landed = True
    finally:
        attachments.settle(folder, kept["stored"], landed)
    return answered(who, record, comment.row_id, {})


def done(
    who: Who, record: type[Record], id: int, asked: dict[str, Any], do: Callable[[Changes], Said | None]
) -> Response:
    """One change that is a comment; sent twice with the same `op` it lands once. Answers with all that stands there now."""
    op = asked.get("op")
    if not isinstance(op, str | None) or len(op or "") > 80:
        raise BadQuery(words.BAD_REQUEST(what="op"))
    more: dict[str, Any] = {}
    try:
        with changes(who=who, via="comment", op=op, label=COMMENT, digest=digest_of("comment", id, asked)) as c:
            landed = do(c)
        if isinstance(landed, Said):
            more = {"id": landed.comment.id, "told": landed.reached, "unknown": landed.unknown}
    except Duplicate:
        return answered(who, record, id, {"again": True})
    return answered(who, record, id, more)


def answered(who: Who, record: type[Record], id: int, more: dict[str, Any]) -> Response:
    tell(Committed(0, who, {record.key(): frozenset({id})}, frozenset("u")))  # open pages of the record show it
    with reading():
        return answer({**more, "comments": read(who, record, id)})


def read(who: Who, record: type[Record], id: int) -> list[dict[str, Any]]:
    """What was said there, as the page shows it; answers stand in the comment they belong to."""
    comments = comments_of(record, id, who)
    pictures = pictures_of(comments)
    fields, may_remove = record.facts().readable, may(who, "approve", record)
    shown = {
        comment.id: {
            "id": comment.id,
            "field": comment.field,
            "label": fields[comment.field].label.say(who.lang) if comment.field else None,
            **_worded(who, comment, may_remove),
            "files": [files.wire_of(file) for file in pictures.get(comment.id, ())],
            "replies": [],
        }
        for comment in comments
    }
    for comment in comments:
        if comment.parent in shown:
            shown[comment.parent]["replies"].append(shown[comment.id])
    return [shown[comment.id] for comment in comments if comment.parent is None]


def _worded(who: Who, comment: Comment, may_remove: bool) -> dict[str, Any]:
    mine = comment.user_id == who.user_id
    gone = comment.removed_at is not None
    return {
        "text": "" if gone else comment.text,
        "named": [] if gone else [kept["name"] for kept in mentions_of(comment)],
        "by": called(comment.user_name, who.lang),
        "at": Comment.at.keep(comment.at),
        "edited": comment.edited_at is not None and not gone,
        "gone": gone,
        "resolved": called(comment.resolved_by, who.lang) if comment.resolved_at is not None else None,
        "mine": mine and not gone,
        "removable": (mine or may_remove) and not gone,
    }


def there(who: Who, record: type[Record], id: int, field: str | None = None) -> None:
    """A row or a column that isn't there and one that isn't to be seen look the same. Raises NotThere."""
    if not 0 < id < LARGEST or not visible_ids(record, who, {id}):
        raise NotThere
    try:
        look_at(who, record, id, field)
    except Refused:
        raise NotThere from None


def comment_at(who: Who, comment_id: int) -> tuple[Comment, type[Record]]:
    try:
        with reading():
            comment = comment_of(who, house().records, comment_id if 0 < comment_id < 2**31 else 0)
    except Refused:
        raise NotThere from None
    return comment, house().records[comment.record]


def known(asked: dict[str, Any], names: set[str]) -> None:
    if unknown := set(asked) - names:
        raise BadQuery(words.BAD_REQUEST(what=str(sorted(unknown)[0])[:40]))
