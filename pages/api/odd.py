"""What is odd about the rows of a list over HTTP: likely doubles, and values far from the usual."""

from typing import Any

from fastapi import APIRouter, Response

from exports.odd_rows import looked
from models import house
from models.kit import words
from models.kit.ask.doubles import Double, joining
from models.kit.ask.odd import Odd
from models.kit.ask.query import BadQuery
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.write.acting import act_on_each

from .answers import Answering, Asking, NotThere
from .routes import PREFIX, Body, Known, answer, op_id

router = APIRouter(prefix=PREFIX, route_class=Answering)


@router.post(
    "/{record}/odd",
    summary="Likely doubles and unusual values among the rows: {filter, search} → {doubles: [{ids, why}], apart, values, rows, notes}",
)
def oddities(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    if unknown := set(asked) - {"filter", "search"}:
        raise BadQuery(words.BAD_REQUEST(what=str(sorted(unknown)[0])[:40]))
    return answer(_wired(looked(record, who, asked.get("filter"), asked.get("search") or ""), record, who))


@router.post(
    "/{record}/join",
    summary="Make rows one, where the type has such a button: {op, ids, into} → as changes answer, one batch for all of them",
)
def joined(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    action = joining(house().actions.values(), record)
    if action is None:
        raise NotThere
    ids, into = asked.get("ids"), asked.get("into")
    if not isinstance(ids, list) or not ids or not all(type(id) is int and 0 < id < 2**53 for id in [*ids, into]):
        raise BadQuery(words.BAD_REQUEST(what="ids"))
    done = act_on_each(action, who=who, ids=ids, answers={action.joins: into}, op=op_id(asked.get("op")))
    return answer(done.wire(who.lang))


def _group(group: Double, who: Who) -> dict[str, Any]:
    return {"ids": list(group.ids), "why": [why.say(who.lang) for why in group.why]}


def _wired(seen: Odd, record: type[Record], who: Who) -> dict[str, Any]:
    items = record.fields()
    return {
        "doubles": [_group(group, who) for group in seen.doubles],
        "apart": [_group(group, who) for group in seen.apart],
        "values": [
            {
                "id": outlier.id,
                "field": outlier.name,
                "label": items[outlier.name].label.say(who.lang),
                "value": items[outlier.name].keep(outlier.value),
                "why": why.say(who.lang),
            }
            for outlier, why in seen.values
        ],
        "rows": {str(id): row for id, row in seen.rows.items()},
        "notes": [note.say(who.lang) for note in seen.notes],
    }
