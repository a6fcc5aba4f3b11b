"""What the grid's own dialogs ask and say of columns; programs use /design_column and /design_choice like any other type."""

from typing import Any

from fastapi import APIRouter, Response

from models import house
from models.design import DesignCheck, DesignColumn, may_design
from models.design.bills import bill, turn
from models.design.checks import bill as bill_of_check
from models.design.declaring import of_field, save_field, used
from models.design.saving import of_type, save
from models.design.trying import terms, tried
from models.design.turning import under_way
from models.kit import words
from models.kit.ask.query import BadQuery
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.formula.asking import why_nothing
from models.kit.server.patience import in_time

from ..grid import described_for
from ..parts.columns import sheet_of
from .answers import Answering, Asking, NotThere
from .routes import PREFIX, Body, Known, answer, op_id

router = APIRouter(prefix=PREFIX, route_class=Answering)


@router.post(
    "/formula",
    summary="What a formula would be: {record, formula, ids | limit} → {kind, needs, values, rows, errors: [{field, at, end, message}]}",
)
def formula(who: Asking, asked: dict = Body) -> Response:
    record_type = house().records.get(asked.get("record")) if isinstance(asked.get("record"), str) else None
    if record_type is None or not may(who, "see", record_type):
        raise NotThere
    with in_time():
        return answer(tried(record_type, asked, who))


@router.get("/{record}/terms", summary="What a formula over a type may name", include_in_schema=False)
def named(who: Asking, record: type[Record] = Known) -> Response:
    return answer(terms(record, who))


@router.get("/{record}/why", summary="Why a reckoned cell is empty: ?id=&field= → {why}")
def why(who: Asking, id: int, field: str, record: type[Record] = Known) -> Response:
    with in_time():
        said = why_nothing(who, record, field, id)
        return answer({"why": said and said.say(who.lang)})


@router.get("/{record}/sheet", summary="An open grid's description, as it is now", include_in_schema=False)
def sheet(who: Asking, record: type[Record] = Known) -> Response:
    return answer(sheet_of(described_for(who, record.key()), who.lang))


@router.get("/{record}/design", summary="The columns made for a type, with their options", include_in_schema=False)
def design(who: Asking, record: type[Record] = Known) -> Response:
    _allowed(who, record, "see")
    with in_time():
        return answer(of_type(record, who))


@router.post("/{record}/design", summary="Make or change a column with its options", include_in_schema=False)
def designed(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    _allowed(who, record, "edit" if asked.get("id") else "add")
    wanted = _wanted(asked, "id", "set", "seen", "choices")
    return answer(save(record, wanted, who=who, op=op_id(asked.get("op"))).wire(who.lang))


@router.get("/{record}/design/{name}", summary="The settings of a declared column", include_in_schema=False)
def declared(who: Asking, name: str, record: type[Record] = Known) -> Response:
    _allowed(who, record, "see")
    with in_time():
        return _there(of_field(record, name, who))


@router.post("/{record}/design/{name}", summary="Set a declared column", include_in_schema=False)
def set_declared(who: Asking, name: str, record: type[Record] = Known, asked: dict = Body) -> Response:
    _allowed(who, record, "edit")
    wanted = _wanted(asked, "set", "seen", "choices")
    with in_time():
        _there(of_field(record, name, who))
    return answer(save_field(record, name, wanted, who=who, op=op_id(asked.get("op"))).wire(who.lang))


@router.post("/{record}/design/{name}/turn", summary="Turn a column into another kind", include_in_schema=False)
def turned(who: Asking, name: str, record: type[Record] = Known, asked: dict = Body) -> Response:
    """Without `agreed`, what it would cost; with the number of values that can't be read, as that told it, it is done."""
    _allowed(who, record, "edit")
    wanted, agreed = _wanted(asked, "set", "choices"), asked.get("agreed")
    if agreed is None:
        with in_time():
            return answer(bill(record, name, wanted, who))
    if not isinstance(agreed, int) or isinstance(agreed, bool):
        raise BadQuery(words.BAD_REQUEST(what="agreed"))
    return answer(turn(record, name, wanted, agreed, who=who, op=op_id(asked.get("op"))).wire(who.lang))


@router.get(
    "/{record}/design/{name}/turn", summary="How far a column's turn is: {share} or {}", include_in_schema=False
)
def turning(who: Asking, name: str, record: type[Record] = Known) -> Response:
    _allowed(who, record, "see")
    made = under_way(record, name)
    return answer({} if made is None else {"share": made.share})


@router.post("/{record}/design/{name}/turn/stop", summary="Break a column's turn off", include_in_schema=False)
def broken_off(who: Asking, name: str, record: type[Record] = Known) -> Response:
    _allowed(who, record, "edit")
    made = under_way(record, name)
    if made is not None:
        made.cancel()
    return answer({"ok": made is not None})


@router.post("/{record}/checks/bill", summary="How many rows a check would find broken", include_in_schema=False)
def checked(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    if not (may(who, "add", DesignCheck) and may_design(who, record)):
        raise NotThere
    text = asked.get("formula")
    if not isinstance(text, str):
        raise BadQuery(words.BAD_REQUEST(what="formula"))
    with in_time():
        return answer(bill_of_check(record, text, who))


@router.get("/{record}/uses/{name}", summary="Where a column is used", include_in_schema=False)
def where_used(who: Asking, name: str, record: type[Record] = Known) -> Response:
    _allowed(who, record, "see")
    with in_time():
        return _there(used(record, name, who))


def _there(facts: dict[str, Any] | None) -> Response:
    if facts is None:
        raise NotThere
    return answer(facts)


def _wanted(asked: dict[str, Any], *names: str) -> dict[str, Any]:
    """What a dialog sent, as far as it is of the shape it must have."""
    if not all(
        isinstance(asked.get(name, kind()), kind) for name, kind in (("set", dict), ("seen", dict), ("choices", list))
    ):
        raise BadQuery(words.BAD_REQUEST(what="set, seen, choices"))
    if not all(
        isinstance(choice, dict) and all(isinstance(choice.get(name, {}), dict) for name in ("set", "seen"))
        for choice in asked.get("choices", [])
    ):
        raise BadQuery(words.BAD_REQUEST(what="choices"))
    return {name: asked[name] for name in names if name in asked}


def _allowed(who: Who, record: type[Record], verb: str) -> None:
    if not (may(who, verb, DesignColumn) and may_design(who, record)):
        raise NotThere
