"""A list as it stood at a moment of the past, over HTTP."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from exports.stood import as_it_stood, in_workbook, refuse_future
from exports.write import book
from models.kit import words
from models.kit.ask.query import BadQuery, whole
from models.kit.ask.stood import Asked
from models.kit.clock import local
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.server.database import writing
from models.kit.server.patience import in_time
from models.kit.text import Refused
from models.kit.write.history import Batch, note

from . import downloads
from .answers import Answering, Asking, query_of
from .routes import PREFIX, Body, Known, allowed, answer
from .sending import as_file

router = APIRouter(prefix=PREFIX, route_class=Answering)
MOST_ROWS, MOST_OFFSET = 500, 100_000
KNOWN = {"at", "filter", "sort", "search", "columns", "differs", "offset", "limit"}


@router.post(
    "/{record}/stood",
    summary="As it stood: {at, filter, sort, search, columns, differs, offset, limit} → {counts, names, rows: {id, state, then, now}}",
)
def stood(request: Request, who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    return answer(looked_back(who, record, _moment(asked), asked))


@router.get(
    "/{record}/stood.xlsx",
    summary="The same, all of it, as a workbook; query is the JSON of /stood. What is different now stands at the end of a line",
)
def stood_xlsx(request: Request, who: Asking, record: type[Record] = Known, query: str = "{}") -> Response:
    allowed(who, "export", record)
    asked = query_of(query)
    moment, question = _moment(asked), _question(asked)
    refuse_future(moment)
    with in_time():
        here = Asked(**question).of(record, who)
        names = book.columns_of(record, here.shown, asked.get("columns"))

    def making(over: Callable[[], bool]) -> Iterator[bytes]:
        return in_workbook(who, record, moment, question, names, over)

    def noting() -> None:
        with writing():  # the log comes before the file leaves
            note(who, "export", record.key(), at=Batch.at.keep(moment), columns=names, filter=question["filter"])

    headers = as_file(record, who, "xlsx", f"_{local(moment):%Y%m%d_%H%M}")
    return downloads.sent(request, who, making, book.XLSX, headers, noting)


def _moment(asked: dict[str, Any]) -> datetime:
    if unknown := set(asked) - KNOWN:
        raise BadQuery(words.BAD_REQUEST(what=str(sorted(unknown)[0])[:40]))
    try:
        moment = Batch.at.parse(asked.get("at"))
    except Refused as refused:
        raise BadQuery(refused.text) from None
    if moment is None:
        raise BadQuery(words.BAD_REQUEST(what="at"))
    return moment


def _question(asked: dict[str, Any]) -> dict[str, Any]:
    return {
        "filter": asked.get("filter"),
        "sort": asked.get("sort"),
        "search": asked.get("search") or "",
        "differs": asked.get("differs", False) is True,
    }


def looked_back(who: Who, record: type[Record], moment: Any, asked: dict[str, Any]) -> dict[str, Any]:
    """The same for a page. Raises BadQuery, Refused."""
    question = {
        **_question(asked),
        "offset": whole(asked.get("offset", 0), 0, MOST_OFFSET),
        "limit": whole(asked.get("limit", 100), 1, MOST_ROWS),
    }
    with in_time():
        return as_it_stood(who, record, moment, question, asked.get("columns"))
