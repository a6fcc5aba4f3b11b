"""The trash of a type over HTTP: what was deleted, and the way back for many rows at once."""

from fastapi import APIRouter, Response

from models.kit import words
from models.kit.ask.query import BadQuery
from models.kit.ask.trash import trash
from models.kit.declare.record import Record
from models.kit.server.patience import in_time
from models.kit.write.undo import restore

from .answers import Answering, Asking
from .routes import PREFIX, Body, Known, allowed, answer, op_id

router = APIRouter(prefix=PREFIX, route_class=Answering)


@router.get("/{record}/trash", summary="What was deleted and may be put back: ?search=&before= → {rows, next}")
def thrown_away(who: Asking, record: type[Record] = Known, search: str = "", before: int | None = None) -> Response:
    allowed(who, "add", record)
    if before is not None and not 0 < before < 2**53:
        raise BadQuery(words.BAD_REQUEST(what="before"))
    with in_time():
        page = trash(record, who, search=search, before=before)
    return answer({"rows": page.rows, "next": page.next})


@router.post("/{record}/restore", summary="Put deleted rows back as one batch: {op, ids: […]} → as changes answer")
def restored(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    ids = asked.get("ids")
    if not isinstance(ids, list) or not ids or not all(type(id) is int and 0 < id < 2**53 for id in ids):
        raise BadQuery(words.BAD_REQUEST(what="ids"))
    return answer(restore(record, ids, who=who, op=op_id(asked.get("op"))).wire(who.lang))
