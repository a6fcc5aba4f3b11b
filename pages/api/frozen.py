"""Which cells are locked by freeze rules, over HTTP: asked behind the rows, for those that somebody sees."""

from typing import Any

from fastapi import APIRouter, Response

from models.kit import words
from models.kit.ask.links import visible_ids
from models.kit.ask.query import MOST_ROWS, BadQuery
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.formula.asking import seen
from models.kit.server.patience import in_time
from models.kit.text import Text
from models.kit.write.freezing import locked_in, locks, may_correct, who_may

from .answers import Answering, Asking
from .routes import PREFIX, Body, Known, answer

router = APIRouter(prefix=PREFIX, route_class=Answering)
LARGEST = 2**53
WHY = Text("已锁定（{rule}）：只有{who}可以更正", "Locked ({rule}): only {who} may correct it")
MINE = Text("已锁定（{rule}）：你可以更正，要说明原因", "Locked ({rule}): you may correct it, giving a reason")


@router.post(
    "/{record}/frozen",
    summary="Which cells of these rows are locked: {ids} → {rules: [{why, mine, columns}], rows: {id: [rule, …]}}",
)
def frozen(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    ids = asked.get("ids")
    sound = isinstance(ids, list) and len(ids) <= MOST_ROWS
    if set(asked) - {"ids"} or not sound or not all(type(id) is int and 0 < id < LARGEST for id in ids):
        raise BadQuery(words.BAD_REQUEST(what="ids"))
    with in_time():
        return answer(locked_cells(record, visible_ids(record, who, set(ids)), who))


def locked_cells(record: type[Record], ids: set[int], who: Who) -> dict[str, Any]:
    """By row the rules that are met there, by their places in the list; a rule tells the columns this person sees."""
    met = {id: rules for id, rules in locked_in(record, ids).items() if rules}
    rules = list(dict.fromkeys(rule for those in met.values() for rule in those))
    shown = seen(who, record)
    return {
        "rules": [
            {
                "why": _why(record, rule, who).say(who.lang),
                "mine": may_correct(who, record, rule),
                "columns": [name for name in shown if locks(rule, record, name)],
            }
            for rule in rules
        ],
        "rows": {str(id): [rules.index(rule) for rule in those] for id, those in met.items()},
    }


def _why(record: type[Record], rule: Any, who: Who) -> Text:
    return (MINE if may_correct(who, record, rule) else WHY)(rule=rule.label, who=who_may(record, rule))
