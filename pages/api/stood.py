"""A list as it stood at a moment of the past, over HTTP."""

from typing import Any

from fastapi import APIRouter, Request, Response

from exports.stood import as_it_stood
from models.kit import words
from models.kit.ask.query import BadQuery, whole
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.server.patience import in_time
from models.kit.text import Refused
from models.kit.write.history import Batch

from .answers import Answering, Asking
from .routes import PREFIX, Body, Known, answer

router = APIRouter(prefix=PREFIX, route_class=Answering)
MOST_ROWS, MOST_OFFSET = 500, 100_000
KNOWN = {"at", "filter", "sort", "search", "columns", "differs", "offset", "limit"}


@router.post(
    "/{record}/stood",
    summary="As it stood: {at, filter, sort, search, columns, differs, offset, limit} → {counts, names, rows: {id, state, then, now}}",
)
def stood(request: Request, who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    if unknown := set(asked) - KNOWN:
        raise BadQuery(words.BAD_REQUEST(what=str(sorted(unknown)[0])[:40]))
    try:
        moment = Batch.at.parse(asked.get("at"))
    except Refused as refused:
        raise BadQuery(refused.text) from None
    if moment is None:
        raise BadQuery(words.BAD_REQUEST(what="at"))
    return answer(looked_back(who, record, moment, asked))


def looked_back(who: Who, record: type[Record], moment: Any, asked: dict[str, Any]) -> dict[str, Any]:
    """The same for a page. Raises BadQuery, Refused."""
    question = {
        "filter": asked.get("filter"),
        "sort": asked.get("sort"),
        "search": asked.get("search") or "",
        "differs": asked.get("differs", False) is True,
        "offset": whole(asked.get("offset", 0), 0, MOST_OFFSET),
        "limit": whole(asked.get("limit", 100), 1, MOST_ROWS),
    }
    with in_time():
        return as_it_stood(who, record, moment, question, asked.get("columns"))
