"""Papers over HTTP: a template filled for rows, for a list or for a week, as far as whoever asks may see; noted before it leaves."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from exports.papers import making
from exports.papers.package import sheets_in
from exports.weeks.reader import sight
from exports.write.book import XLSX, stamp
from models import house
from models.design.papers import LIST, ROW, DesignPaper, papers_for, stored_book, titled
from models.kit import words
from models.kit.ask.query import BadQuery
from models.kit.ask.query import Query as Question
from models.kit.declare.access import Who, why_not
from models.kit.declare.record import Row
from models.kit.server.database import writing
from models.kit.server.patience import in_time
from models.kit.week.rollup import newest, week_named
from models.kit.write.history import note

from . import downloads
from .answers import Answering, Asking, NotThere, query_of
from .files import folder_of
from .routes import PREFIX

router = APIRouter(prefix=PREFIX, route_class=Answering)
ZIP = "application/zip"


@router.get(
    "/papers/{id:int}/file",
    summary="A template filled: ?ids=1,2 for rows (&zip=1 for a file each), ?query= as of /rows for a list, ?week=2026-W47",
)
def paper_file(
    request: Request,
    who: Asking,
    id: int,
    ids: str = "",
    query: str = "{}",
    view: str = "",
    week: str = "",
    packed: Annotated[bool, Query(alias="zip")] = False,
) -> Response:
    with in_time():
        paper = known_paper(id, who)
        order = {"kind": paper.kind, "record": paper.record_type}
        if paper.kind == ROW:
            order |= {"ids": _ids(paper, ids, who)}
        elif paper.kind == LIST:
            order |= {"asked": _asked(paper, query, who), "view": view[:60]}
        else:
            order |= {"week": _week(week, who)}
        stored = stored_book(paper)
        path = folder_of(request) / stored.stored if stored else None
    if path is None or not path.is_file() or who.user_id is None:
        raise NotThere
    order["zip"] = len(order.get("ids", ())) > 1 and (packed or sheets_in(path) > 1)
    return _sent(request, who, paper, {**order, "name": stored.name, "path": str(path.resolve())})


def known_paper(id: int, who: Who) -> Row:
    """A template that this person may have filled. Raises NotThere."""
    paper = DesignPaper.rows_by_id([id]).get(id) if 0 < id < 2**53 else None
    record = house().records.get(paper.record_type) if paper and paper.record_type else None
    if paper is None or (paper.record_type and (record is None or why_not(who, "see", record))):
        raise NotThere
    if record is not None and (why := why_not(who, "export", record)):
        raise NotThere(why)
    if paper.id not in {known.id for known in papers_for(record, who)}:
        raise NotThere
    return paper


def _ids(paper: Row, text: str, who: Who) -> list[int]:
    wanted = text.split(",")
    if not all(part.isdecimal() and len(part) < 16 for part in wanted):
        raise BadQuery(words.BAD_REQUEST(what="ids"))
    return making.rows_asked(house().records[paper.record_type], [int(part) for part in wanted], who)


def _asked(paper: Row, text: str, who: Who) -> dict[str, Any]:
    asked = query_of(text)
    asked = {name: asked.get(name) for name in ("filter", "sort", "search")}
    Question(house().records[paper.record_type], who, *asked.values())  # asked here, it is refused in words
    return asked


def _week(text: str, who: Who) -> str:
    try:
        week = week_named(text)
    except ValueError:
        raise NotThere from None
    if sight(who).nothing or newest(week) is None:
        raise NotThere
    return str(week)


def _sent(request: Request, who: Who, paper: Row, order: dict[str, Any]) -> Response:
    count = len(order.get("ids", ()))
    packed = bool(order["zip"])

    def making_it(over: Callable[[], bool]) -> Iterator[bytes]:
        return making.pieces(who, titled(paper), order, over)

    def noting() -> None:
        logged = {name: order[name] for name in ("ids", "asked", "week") if name in order}
        with writing():  # the log comes before the file leaves
            note(who, "export", paper.record_type or "paper", paper=paper.name, rows=count or None, **logged)

    name = quote(f"{who.say(titled(paper))}_{stamp()}.{'zip' if packed else 'xlsx'}")
    headers = {
        "Content-Disposition": f"attachment; filename=\"paper.{'zip' if packed else 'xlsx'}\"; filename*=UTF-8''{name}",
        "Content-Encoding": "identity",  # a workbook is compressed already
        "Cache-Control": "no-store",
    }
    return downloads.sent(request, who, making_it, ZIP if packed else XLSX, headers, noting)
