"""The HTTP API under /api/v1: the grid's data plane and the public one; nothing here decides, the kit does."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from exports.write import book, worker
from exports.write.painting import paint_of
from exports.write.returning import allowed as may_return
from exports.write.template import template
from models import house
from models.kit import words
from models.kit.ask.blank import blank as start_of
from models.kit.ask.blank import given
from models.kit.ask.groups import Groups
from models.kit.ask.links import look
from models.kit.ask.past import batches, history
from models.kit.ask.query import MOST_IDS, BadQuery, Query
from models.kit.ask.reveal import reveal
from models.kit.ask.values import values_of
from models.kit.declare.access import Who, may, why_not
from models.kit.declare.describe import describe
from models.kit.declare.record import Record
from models.kit.declare.starters import begin_with, starter_of
from models.kit.fields import LinkField
from models.kit.server import turns
from models.kit.server.database import writing
from models.kit.server.patience import in_time
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.kit.write.history import note
from models.kit.write.leaving import leaves
from models.kit.write.together import edit_along, goes_along
from models.kit.write.undo import restore, undo
from models.system import keep_view, view_of

from . import downloads
from .answers import Answering, Asking, NotThere, asking, body, query_of, reason_of
from .blocks import KNOWN, block, totalled
from .sending import TO_EDIT, as_file, held

PREFIX = "/api/v1"
DESCRIPTION = f"{PREFIX}/openapi.json"
router = APIRouter(prefix=PREFIX, route_class=Answering)
MOST_AT_ONCE, LONGEST_VIEW = 20_000, 200_000
VIAS = frozenset({"grid", "paste", "fill", "form", "api"})


async def record_of(record: str, who: Asking) -> type[Record]:
    """The record type of the URL; one that isn't there and one that may not be seen look the same."""
    record_type = house().records.get(record)
    if record_type is None or not may(who, "see", record_type):
        raise NotThere
    return record_type


def allowed(who: Who, verb: str, record: type[Record]) -> None:
    if why := why_not(who, verb, record):
        raise NotThere(why)


Known = Depends(record_of)
Body = Depends(body)


def answer(value: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(value), status, media_type="application/json")


@router.get("/records", summary="Record types, fields and labels in both languages, and what I may do")
def records(who: Asking) -> Response:
    with in_time():
        return answer(describe(house().areas, who, view_of(who.user_id)))


@router.post(
    "/{record}/rows",
    summary="A block of rows: {offset, limit, sort, filter, search, after, group, folds, colours} → {rows, total, sums}; "
    "totals: later doesn't wait for what would have to be counted first, and says counting: true; as: columns answers "
    "{columns: {name: [value of each row]}} in place of rows",
)
def rows(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    if unknown := set(asked) - KNOWN:
        raise BadQuery(words.BAD_REQUEST(what=str(sorted(unknown)[0])[:40]))
    with in_time():
        return answer(block(record, who, asked))


@router.post("/{record}/totals", summary="How many rows fit, and their sums: {filter, search, sort} → {total, sums}")
def totals(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    if unknown := set(asked) - {"filter", "search", "sort"}:
        raise BadQuery(words.BAD_REQUEST(what=str(sorted(unknown)[0])[:40]))
    with in_time():
        return answer(totalled(record, who, asked))


@router.post(
    "/{record}/ids",
    summary="Ids alone, in order: {filter, sort, search, offset, limit}; those among `of` where it is given → {ids}",
)
def ids(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    if unknown := set(asked) - {"offset", "limit", "sort", "filter", "search", "of", "group", "folds"}:
        raise BadQuery(words.BAD_REQUEST(what=str(sorted(unknown)[0])[:40]))
    with in_time():
        return answer({"ids": identities(record, who, asked)})


@router.post(
    "/{record}/values",
    summary="Which values a column has among the rows that fit, and how often: {field, q, filter, search} → {values, more, partly}",
)
def values(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    if unknown := set(asked) - {"field", "q", "filter", "search"}:
        raise BadQuery(words.BAD_REQUEST(what=str(sorted(unknown)[0])[:40]))
    with in_time():
        return answer(counted(record, who, asked))


def counted(record: type[Record], who: Who, asked: dict[str, Any]) -> dict[str, Any]:
    """The values of a column with their counts, within what this person may see."""
    query = Query(record, who, asked.get("filter"), None, asked.get("search"))
    return values_of(query, asked.get("field"), asked.get("q", ""))


def identities(record: type[Record], who: Who, asked: dict[str, Any]) -> list[int]:
    """Which rows fit, within what this person may see."""
    query = Query(record, who, asked.get("filter"), asked.get("sort"), asked.get("search"))
    if "of" in asked:
        return query.among(asked["of"])
    if asked.get("group"):
        return Groups(query, asked["group"], asked.get("folds")).ids(
            asked.get("offset", 0), asked.get("limit", MOST_IDS)
        )
    return query.ids(asked.get("offset", 0), asked.get("limit", MOST_IDS))


@router.post(
    "/{record}/changes",
    summary="Add, change and delete rows: {op, changes: [{id, set, seen}], delete, reason}; trial: true keeps nothing → {state, rows, errors}",
)
async def change(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    changes, delete, op = asked.get("changes", []), asked.get("delete", []), asked.get("op")
    if (
        not isinstance(changes, list)
        or not isinstance(delete, list)
        or set(asked) - {"op", "via", "changes", "delete", "trial", "reason"}
    ):
        raise BadQuery(words.BAD_REQUEST(what="changes, delete"))
    via = asked.get("via", "api")
    if not isinstance(via, str) or via not in VIAS:
        raise BadQuery(words.BAD_REQUEST(what="via"))
    trial = asked.get("trial", False) is True
    reason = reason_of(asked)
    if not trial and goes_along(record, changes, delete):
        done = await edit_along(record, changes, delete, who, op_id(op), via=via, reason=reason)
    else:  # what takes its time has a thread of its own
        more: dict[str, Any] = {"delete": delete, "via": via, "trial": trial, "reason": reason}
        done = await run_in_threadpool(edit, record, changes, who=who, op=None if trial else op_id(op), **more)
    return answer(done.wire(who.lang))


def op_id(op: Any) -> str:
    """An op id is the client's own; without one a retry can't be told from a second wish, so it is asked for."""
    if not isinstance(op, str) or not 1 <= len(op) <= 80 or not op.isprintable():
        raise BadQuery(words.BAD_REQUEST(what="op"))
    return op


@router.get("/{record}/look", summary="What a link picker offers for a name, code or pinyin; or the names of ids")
def link_choices(
    who: Asking, record: type[Record] = Known, q: str = "", ids: str | None = None, asked: str = ""
) -> Response:
    wanted = [int(id) for id in ids.split(",")[:500] if id.isdecimal() and len(id) < 16] if ids is not None else None
    with in_time():
        return answer(
            {"rows": look(record, who, q[:100], 500 if wanted else 20, wanted, _question(record, asked, who))}
        )


def _question(record: type[Record], asked: str, who: Who) -> LinkField | None:
    """`redeem.gift`, what an action asks, or `goods_order.from_store`, a column that the person fills in."""
    of, _, name = asked.partition(".")
    if of in house().actions:
        item = house().actions[of].asks.get(name)
    else:
        table = house().records.get(of)
        item = table and table.links().get(name)
        fills_in = item is not None and (may(who, "add", table, name) or may(who, "edit", table, name))
        item = item if fills_in else None
    return item if item is not None and item.linked is record else None


@router.put("/{record}/view", summary="Keep my column layout of a grid")
def keep(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    try:
        length = len(orjson.dumps(asked))
    except orjson.JSONEncodeError:  # nested deeper than any layout is
        length = LONGEST_VIEW + 1
    if who.behind is not None:
        return answer({"ok": True})  # what is moved while looking as somebody is nobody's arrangement
    if length > LONGEST_VIEW or who.user_id is None or who.reads_only:
        raise BadQuery(words.BAD_REQUEST(what="view"))
    with writing():
        keep_view(who.user_id, record.key(), asked)
    return answer({"ok": True})


@router.get("/queue", summary="My heavy work that waits for its turn: {queue: [{number, what, before}]}")
def queue(who: Asking) -> Response:
    waiting = turns.QUEUE.of(who.user_id) if who.user_id is not None else []
    places = [
        {
            "number": place.number,
            "what": place.what and place.what.say(who.lang),
            "before": before,
            "said": turns.WAITS(n=before).say(who.lang),
        }
        for place, before in waiting
    ]
    return answer({"queue": places})


@router.delete("/queue/{number:int}", summary="Take my work that waits out of the line again")
def unqueue(who: Asking, number: int) -> Response:
    if who.user_id is None or not turns.QUEUE.give_up(who.user_id, number):
        raise NotThere
    return answer({"ok": True})


@router.get(
    "/{record}/export.xlsx",
    summary="The current view as a workbook; query is the JSON of /rows, with comments: true also what people say, with "
    "returning: true to be edited and brought back to /import, which compares",
)
def export_xlsx(request: Request, who: Asking, record: type[Record] = Known, query: str = "{}") -> Response:
    return _exported(request, who, record, query, "xlsx", book.XLSX)


@router.get("/{record}/export.csv", summary="The current view as CSV that Excel opens in Chinese")
def export_csv(request: Request, who: Asking, record: type[Record] = Known, query: str = "{}") -> Response:
    return _exported(request, who, record, query, "csv", book.CSV)


@router.get("/{record}/template.xlsx", summary="An empty workbook to fill in and import")
def blank(who: Asking, record: type[Record] = Known) -> Response:
    allowed(who, "import", record)
    return Response(template(record, who), media_type=book.XLSX, headers=as_file(record, who, "xlsx"))


def _exported(request: Request, who: Who, record: type[Record], text: str, ending: str, kind: str) -> Response:
    allowed(who, "export", record)
    asked = query_of(text)
    returning = ending == "xlsx" and asked.get("returning") is True
    with in_time():
        query = Query(record, who, asked.get("filter"), asked.get("sort"), asked.get("search"))
        names = book.columns_of(record, query.shown, asked.get("columns"))
        colours = asked.get("colours")
        paint_of(query, names, colours)
        total = query.count()
        if returning:
            may_return(query, names, who, total)

    def noting() -> None:
        asked_for = {"filter": asked.get("filter"), "search": asked.get("search")}
        with writing():  # the log comes before the file leaves
            note(who, "export", record.key(), rows=total, columns=names, **asked_for)

    def making(over: Callable[[], bool]) -> Iterator[bytes]:
        return worker.in_turn(who, record.key(), asked, names, made, over)

    made = worker.RETURNING if returning else ending
    headers = as_file(record, who, ending, TO_EDIT.say(who.lang) if returning else "")
    # A list of a few pages is there before a process could start; a long one must not slow the others down.
    if total > MOST_AT_ONCE and who.user_id is not None:
        return downloads.sent(request, who, making, kind, headers, noting)
    noting()
    return StreamingResponse(
        held(worker.MAKERS[made](query, names, who, talks=asked.get("comments") is True, colours=colours)),
        media_type=kind,
        headers=headers,
    )


@router.get("/batches", summary="My newest batches, or everybody's that I may undo (mine=false)")
def listed(who: Asking, mine: bool = True) -> Response:
    with in_time():
        return answer({"batches": batches(house().records, who, mine=mine)})


@router.post("/batches/{id}/undo", summary="Take a batch back as a new batch")
def undo_batch(who: Asking, id: int, asked: dict = Body) -> Response:
    return answer(undo(_id(id), house().records, who=who, op=op_id(asked.get("op"))).wire(who.lang))


@router.post(
    "/actions/{name}",
    summary="Run an action: {op, id, asks: {…}} → {state, message, rows, batch}; ids: [...] where it takes several rows",
)
def run_action(who: Asking, name: str, asked: dict = Body) -> Response:
    action = house().actions.get(name)
    if action is None or (action.on is not None and not may(who, "see", action.on)):
        raise NotThere
    op, rows = op_id(asked.get("op")), {"id": asked.get("id"), "ids": asked.get("ids")}
    done = act(action, who=who, **rows, answers=asked.get("asks"), op=op, reason=reason_of(asked))
    return answer(done.wire(who.lang))


@router.post(
    "/actions/{name}/leaves",
    summary="What an action would leave of points and stock: {id, asks: {…}} → {left: [{text, short}]}",
)
def left_by(who: Asking, name: str, asked: dict = Body) -> Response:
    action = house().actions.get(name)
    if action is None or action.on is None or not may(who, "see", action.on):
        raise NotThere
    with in_time():
        left = leaves(action, who, asked.get("id"), asked.get("asks"))
        return answer({"left": [part.wire(who.lang) for part in left]})


@router.get(
    "/{record}/new",
    summary="What a new row of mine starts with: today, the own store, the usual choices; values that the address names "
    "(?store=3&kind=own) stand before these",
)
def started(request: Request, who: Asking, record: type[Record] = Known) -> Response:
    allowed(who, "add", record)
    with in_time():
        return answer({"row": start_of(record, who) | given(record, request.query_params, who)[0]})


@router.post("/{record}/starter", summary="Begin an empty table with the usual rows: {op} → {state, message, batch}")
def begun(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    starter = starter_of(who, record)
    if starter is None:
        raise NotThere
    return answer(begin_with(starter, who=who, op=op_id(asked.get("op"))).wire(who.lang))


@router.get("/{record}/{id}", summary="One row")
def single_row(who: Asking, id: int, record: type[Record] = Known) -> Response:
    with in_time():
        row = Query(record, who).row(_id(id))
    if row is None:
        raise NotThere
    return answer(row)


@router.get("/{record}/{id}/history", summary="Who changed this row, when, from what to what")
def row_history(who: Asking, id: int, record: type[Record] = Known) -> Response:
    with in_time():
        if Query(record, who).row(_id(id)) is None:
            raise NotThere
        return answer({"changes": history(record, id, who)})


@router.post("/{record}/{id}/reveal", summary="One masked value of one row, with a reason that is logged")
def revealed(who: Asking, id: int, record: type[Record] = Known, asked: dict = Body) -> Response:
    return answer({"value": reveal(record, _id(id), asked.get("field"), asked.get("reason"), who)})


@router.post("/{record}/{id}/restore", summary="Put a deleted row back")
def restored(who: Asking, id: int, record: type[Record] = Known, asked: dict = Body) -> Response:
    return answer(restore(record, _id(id), who=who, op=op_id(asked.get("op"))).wire(who.lang))


def _id(id: int) -> int:
    if not 0 < id < 2**53:
        raise NotThere
    return id


__all__ = ["PREFIX", "asking", "block", "router"]
