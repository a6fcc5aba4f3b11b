"""What hands in a grid ask beside its rows, over HTTP: where a jump ends, what pasted values mean, what can be taken back."""

from fastapi import APIRouter, Response

from models import house
from models.kit import words
from models.kit.ask.apart import take_apart
from models.kit.ask.edge import edge_of
from models.kit.ask.meant import meant
from models.kit.ask.query import BadQuery, Query
from models.kit.ask.stack import steps_of
from models.kit.declare.access import may
from models.kit.declare.record import Record
from models.kit.server.patience import in_time
from models.kit.write.whole import add_whole

from .answers import Answering, Asking
from .routes import PREFIX, Body, Known, allowed, answer, op_id

router = APIRouter(prefix=PREFIX, route_class=Answering)


@router.post(
    "/{record}/edge",
    summary="Where a jump by content ends in a column: {field, row, back, filter, sort, search} → {row}",
)
def edge(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    _only(asked, {"field", "row", "back", "filter", "sort", "search"})
    with in_time():
        query = Query(record, who, asked.get("filter"), asked.get("sort"), asked.get("search"))
        return answer({"row": edge_of(query, asked.get("field"), asked.get("row", 0), asked.get("back") is True)})


@router.post(
    "/{record}/meant",
    summary="Which values of a column these texts mean, and which are in no row: {field, texts, filter} → {values, missing}",
)
def values_meant(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    _only(asked, {"field", "texts", "filter"})
    with in_time():
        return answer(meant(Query(record, who, asked.get("filter")), asked.get("field"), asked.get("texts")))


@router.get("/{record}/steps", summary="What I did in this list and may take back, and do again → {undo, redo}")
def steps(who: Asking, record: type[Record] = Known) -> Response:
    with in_time():
        return answer(steps_of(record, house().records, who))


@router.post(
    "/{record}/apart",
    summary="A message taken apart into the fields of a new row, for correction: {text, fields, lines} → {values, taken, rest, lines}",
)
def apart(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    _only(asked, {"text", "fields", "lines"})
    allowed(who, "add", record)
    lines = asked.get("lines") is True
    with in_time():
        return answer(take_apart(record, asked.get("text"), who, asked.get("fields"), lines=lines))


@router.post(
    "/{record}/with-lines",
    summary="A new row and its lines, both or neither: {op, set, lines: {record, rows: [{...}]}} → as changes answer",
)
def with_lines(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    _only(asked, {"op", "set", "lines"})
    allowed(who, "add", record)
    values, lines = asked.get("set"), asked.get("lines")
    if not isinstance(values, dict) or not isinstance(lines, dict) or not isinstance(lines.get("rows"), list):
        raise BadQuery(words.BAD_REQUEST(what="lines"))
    kind, rows = house().records.get(str(lines.get("record"))), lines["rows"]
    if kind is None or not may(who, "see", kind) or not all(isinstance(row, dict) for row in rows):
        raise BadQuery(words.BAD_REQUEST(what="lines"))
    return answer(add_whole(record, values, kind, rows, who=who, op=op_id(asked.get("op"))).wire(who.lang))


def _only(asked: dict, known: set[str]) -> None:
    if unknown := set(asked) - known:
        raise BadQuery(words.BAD_REQUEST(what=str(sorted(unknown)[0])[:40]))
