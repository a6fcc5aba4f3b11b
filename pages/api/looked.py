"""What changed since somebody last looked at a list, over HTTP."""

from fastapi import APIRouter, Response

from models.kit import words
from models.kit.ask.lately import changed_since, newest_batch
from models.kit.ask.query import BadQuery
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.server.database import writing
from models.kit.server.patience import in_time
from models.system import looked_at

from .answers import Answering, Asking
from .routes import PREFIX, Body, Known, answer

router = APIRouter(prefix=PREFIX, route_class=Answering)
LARGEST, MOST_NAME = 2**53, 60


@router.post(
    "/{record}/looked",
    summary="I look at this list under this view: {view} → {since: the batch I had seen it up to, ids: what others changed since}",
)
def looked(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    view = asked.get("view", "")
    if set(asked) - {"view"} or not isinstance(view, str) or len(view) > MOST_NAME:
        raise BadQuery(words.BAD_REQUEST(what="view"))
    since = _since(record, who, view)
    with in_time():
        return answer({"since": since, "ids": changed_since(record, who, since)})


def _since(record: type[Record], who: Who, view: str) -> int:
    with in_time():
        newest = newest_batch()
        if who.user_id is None:
            return newest
        if who.reads_only:  # a program only reads, and who looks as somebody leaves no trace of his
            return looked_at(who.user_id, record.key(), view, newest, keep=False)
    with writing():
        return looked_at(who.user_id, record.key(), view, newest)


@router.post(
    "/{record}/changed",
    summary="Which rows others added or changed after a batch: {since} → {ids}, the newest first, 2,000 at most",
)
def changed(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    since = asked.get("since")
    if set(asked) - {"since"} or type(since) is not int or not 0 <= since < LARGEST:
        raise BadQuery(words.BAD_REQUEST(what="since"))
    with in_time():
        return answer({"ids": changed_since(record, who, since)})
