"""Many rows by one thought over HTTP."""

from typing import Any

from fastapi import APIRouter, Response

from models.kit import words
from models.kit.ask.query import BadQuery
from models.kit.declare.record import Record
from models.kit.write.bulk import Chosen, bulk

from .answers import Answering, Asking, reason_of
from .routes import PREFIX, Body, Known, answer, op_id

router = APIRouter(prefix=PREFIX, route_class=Answering)
KNOWN = {"op", "ids", "filter", "search", "do", "trial", "leave_out", "reason"}
MOST_DOINGS = 20


@router.post(
    "/{record}/bulk",
    summary="Change many rows: {op, ids | filter, search, do: [{fields, how, value}], leave_out, trial} → {state, changing, samples, refused}",
)
def changed(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    if unknown := set(asked) - KNOWN:
        raise BadQuery(words.BAD_REQUEST(what=str(sorted(unknown)[0])[:40]))
    wanted, trial = asked.get("do"), asked.get("trial", False) is True
    if not isinstance(wanted, list) or not 0 < len(wanted) <= MOST_DOINGS:
        raise BadQuery(words.BAD_REQUEST(what="do"))
    done = bulk(
        record,
        _chosen(asked),
        wanted,
        who=who,
        op=None if trial else op_id(asked.get("op")),
        trial=trial,
        leave_out=asked.get("leave_out", False) is True,
        reason=reason_of(asked),
    )
    return answer(done.wire(who.lang))


def _chosen(asked: dict[str, Any]) -> Chosen:
    ids, search = asked.get("ids"), asked.get("search")
    if ids is None and "filter" not in asked:  # all rows are never meant by leaving something out
        raise BadQuery(words.BAD_REQUEST(what="ids, filter"))
    if ids is not None and not (isinstance(ids, list) and all(type(id) is int and 0 < id < 2**53 for id in ids)):
        raise BadQuery(words.BAD_REQUEST(what="ids"))
    if search is not None and not isinstance(search, str):
        raise BadQuery(words.BAD_REQUEST(what="search"))
    return Chosen(ids, asked.get("filter"), search)
