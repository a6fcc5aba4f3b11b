"""Where a jump by content ends, over HTTP."""

from fastapi import APIRouter, Response

from models.kit import words
from models.kit.ask.edge import edge_of
from models.kit.ask.query import BadQuery, Query
from models.kit.declare.record import Record
from models.kit.server.patience import in_time

from .answers import Answering, Asking
from .routes import PREFIX, Body, Known, answer

router = APIRouter(prefix=PREFIX, route_class=Answering)


@router.post(
    "/{record}/edge",
    summary="Where a jump by content ends in a column: {field, row, back, filter, sort, search} → {row}",
)
def edge(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    if unknown := set(asked) - {"field", "row", "back", "filter", "sort", "search"}:
        raise BadQuery(words.BAD_REQUEST(what=str(sorted(unknown)[0])[:40]))
    with in_time():
        query = Query(record, who, asked.get("filter"), asked.get("sort"), asked.get("search"))
        return answer({"row": edge_of(query, asked.get("field"), asked.get("row", 0), asked.get("back") is True)})
