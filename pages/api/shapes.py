"""What boards, calendars, timelines, cards and pivots are drawn from: one question each, within the reader's rights."""

from typing import Any

from fastapi import APIRouter, Response

from exports.write import pivoted
from exports.write.book import XLSX
from models.kit import words
from models.kit.ask.query import BadQuery
from models.kit.ask.shape import days, gallery
from models.kit.ask.shape.board import ANY, FIRST, board
from models.kit.ask.shape.laid import Laid
from models.kit.ask.shape.pivot import Pivot
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.server.database import writing
from models.kit.server.patience import in_time
from models.kit.write.history import note

from .answers import Answering, Asking, query_of
from .routes import PREFIX, Body, Known, allowed, answer
from .sending import as_file

router = APIRouter(prefix=PREFIX, route_class=Answering)
ASKED = {"filter", "sort", "search"}


def laid(record: type[Record], who: Who, asked: dict[str, Any], own: str) -> Laid:
    """The question behind a shape; `own`: what this shape is told beside it."""
    if unknown := set(asked) - ASKED - set(own.split()):
        raise BadQuery(words.BAD_REQUEST(what=str(sorted(unknown)[0])[:40]))
    return Laid(record, who, asked.get("filter"), asked.get("sort"), asked.get("search"))


def boarded(record: type[Record], who: Who, asked: dict[str, Any]) -> dict[str, Any]:
    """The board, with the first picture of each card where it is asked for."""
    query = laid(record, who, asked, "by first only offset picture")
    drawn = board(query, asked.get("by"), asked.get("first", FIRST), asked.get("only", ANY), asked.get("offset", 0))
    if asked.get("picture"):
        ids = [row["id"] for column in drawn["columns"] for row in column["rows"]]
        drawn["pictures"] = gallery.pictures_of(query, ids)
    return drawn


def dated(record: type[Record], who: Who, asked: dict[str, Any]) -> dict[str, Any]:
    query = laid(record, who, asked, "starts ends first last each")
    each = asked.get("each", 6)
    if not isinstance(each, int) or not 1 <= each <= 500:
        raise BadQuery(words.BAD_REQUEST(what="each"))
    return days.calendar(query, asked.get("starts"), asked.get("ends"), asked.get("first"), asked.get("last"), each)


def lined(record: type[Record], who: Who, asked: dict[str, Any]) -> dict[str, Any]:
    query = laid(record, who, asked, "starts ends group first last")
    return days.timeline(query, *(asked.get(name) for name in ("starts", "ends", "group", "first", "last")))


def pictured(record: type[Record], who: Who, asked: dict[str, Any]) -> dict[str, Any]:
    return gallery.gallery(laid(record, who, asked, "offset limit"), asked.get("offset", 0), asked.get("limit", 40))


def pivoting(record: type[Record], who: Who, asked: dict[str, Any]) -> dict[str, Any]:
    return Pivot(laid(record, who, asked, "rows columns measure"), *_sides(asked)).answer()


def _sides(asked: dict[str, Any]) -> tuple[Any, Any, Any]:
    return asked.get("rows"), asked.get("columns"), asked.get("measure")


@router.post(
    "/{record}/board",
    summary="Cards by a choice, a link or yes and no: {by, first, only, offset} → {columns: [{key, label, count, rows}]}",
)
def as_board(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    with in_time():
        return answer(boarded(record, who, asked))


@router.post("/{record}/calendar", summary="Rows by day: {starts, ends, first, last, each} → {days, rows, spans}")
def as_calendar(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    with in_time():
        return answer(dated(record, who, asked))


@router.post("/{record}/timeline", summary="Rows as bars: {starts, ends, group, first, last} → {rows, spans}")
def as_timeline(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    with in_time():
        return answer(lined(record, who, asked))


@router.post(
    "/{record}/cards", summary="Rows with the first picture of each: {offset, limit} → {rows, pictures, total}"
)
def as_cards(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    with in_time():
        return answer(pictured(record, who, asked))


@router.post(
    "/{record}/pivot",
    summary="Groups by groups: {rows: [{field, grain}], columns, measure: {fn, field}} → {rows, columns, cells, total}",
)
def as_pivot(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    with in_time():
        return answer(pivoting(record, who, asked))


@router.get("/{record}/pivot.xlsx", summary="The pivot as a workbook; query is the JSON of /pivot")
def pivot_xlsx(who: Asking, record: type[Record] = Known, query: str = "{}") -> Response:
    allowed(who, "export", record)
    asked = query_of(query)
    with in_time():
        made = Pivot(laid(record, who, asked, "rows columns measure chart"), *_sides(asked))
        book = pivoted.book_of(made, who, asked.get("chart"))
    with writing():  # the log comes before the file leaves
        note(
            who,
            "export",
            record.key(),
            pivot=[*(axis.name for axis in (*made.rows, *made.columns))],
            filter=asked.get("filter"),
            search=asked.get("search"),
        )
    return Response(book, media_type=XLSX, headers=as_file(record, who, "xlsx"))
