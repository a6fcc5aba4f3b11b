"""Running a rule with a button: the same checks and the same answer from the grid, a page, the API or a command."""

from typing import Any

from .. import words
from ..ask.links import naming, resolve_fields, visible_ids
from ..ask.query import Query
from ..ask.titles import titles_of
from ..declare.access import Who, on_behalf, why_not
from ..declare.area import Action
from ..declare.leads import instead, only_while
from ..declare.record import NOT_FOUND, Record
from ..fields import Described, LinkField
from ..server.database import reading
from ..server.standing import house
from ..text import Refusals, Refused, Text
from .doing import with_reason
from .edits import REFUSING, Answer, Fault, refusal
from .handout import Handout
from .history import Batch, Change
from .stepping import name_of
from .whole import lines_within
from .writes import Changes, Duplicate, changes, digest_of

NOT_NOW = Text(
    "{field}为“{state}”时不能{action}{instead}", "While {field} is “{state}”, “{action}” can't be done{instead}"
)
NEEDS_ROW = Text("请先选择一行", "Choose a row first")
ONE_ROW = Text("“{action}”一次只能对一行做", "“{action}” takes one row at a time")
TOO_MANY = Text("一次最多 {most} 行，现在选了 {n} 行", "At most {most} rows at once; {n} are chosen")
ROW_SAYS = Text("{row}：{why}", "{row}: {why}")
MOST_ROWS = 500


def act(
    action: Action,
    *,
    who: Who,
    id: int | None = None,
    ids: list[int] | None = None,
    answers: dict[str, Any] | None = None,
    op: str | None = None,
    reason: str | None = None,
    lines: list[dict[str, Any]] | None = None,
) -> Answer:
    """Run an action on one row (or on several, or on none) with what the person answered; at most once per op id.

    lines: what was typed on the rows below it that its `lines` ask about, as `edit` takes it; written before it, or nothing is.
    reason: why what is locked is corrected by it, for an action that asks for none itself.
    """
    answers = answers if isinstance(answers, dict) else {}
    wanted = ids if isinstance(ids, list) else [id]
    who = for_whom(action, who, wanted)
    typed = {**answers, "": lines} if lines else answers
    digest = digest_of(action.name, wanted if isinstance(ids, list) else id, typed, who.user_id)
    try:
        with changes(who=who, op=op, label=action.label, digest=digest) as door, door.because(reason):
            values = _asked(action, who, wanted, answers)
            door.tried.given = tuple(value for value in values.values() if isinstance(value, str))
            door.label = with_reason(action.label, values)
            if lines:
                _write_lines(door, action, who, wanted[0], lines)
            said = action.fn(door, *_on(action, wanted), **values)
    except Duplicate as duplicate:
        return Answer("duplicate", duplicate.batch.id, _rows_of(action.on, who, duplicate.batch), text=action.label)
    except REFUSING as why:
        return refusal(why)
    rows = []
    if action.on is not None:
        with reading():
            rows = Query(action.on, who).by_ids(wanted)
    given = said if isinstance(said, Handout) else None
    text = said if isinstance(said, Text) else given.title if given else action.label
    return Answer("applied", door.batch_id, rows, text=text, changed=door.changed, handout=given)


def act_on_each(
    action: Action, *, who: Who, ids: list[int], answers: dict[str, Any] | None = None, op: str | None = None
) -> Answer:
    """An action on several rows one by one in one batch, each with the same answers: all of them, or none and the row that says why."""
    try:
        if not ids or len(ids) > MOST_ROWS:
            raise Refused(TOO_MANY(most=MOST_ROWS, n=len(ids)) if ids else NEEDS_ROW)
        digest = digest_of(action.name, ids, answers, who.user_id)
        with changes(who=who, op=op, label=action.label, digest=digest) as door:
            if set(ids) - visible_ids(action.on, who, set(ids)):
                raise Refused(NOT_FOUND)
            for id in dict.fromkeys(ids):
                try:
                    with door.as_another(for_whom(action, who, [id])):
                        acted(door, action, door.who, id, answers or {})
                except Refused as why:
                    raise Refused(_row_says(action, who, id, why.text), why.field) from why
    except Duplicate as duplicate:
        return Answer("duplicate", duplicate.batch.id, [], text=action.label)
    except REFUSING as why:
        return refusal(why)
    return Answer("applied", door.batch_id, [], text=action.label, changed=door.changed)


def _row_says(action: Action, who: Who, id: int, why: Text) -> Text:
    """The row is called as this person may read it."""
    return ROW_SAYS(row=titles_of(action.on, {id}, who)[id], why=why)


def for_whom(action: Action, who: Who, ids: list[Any]) -> Who:
    """Who does it, and for whom: the work is that of those whom the to-do list names as its owners."""
    if not who.absent or action.on is None or not all(isinstance(id, int) for id in ids):
        return who
    names = {due.owner for area in house().areas for due in area.dues if due.record is action.on and due.owner}
    rows = action.on.rows_by_id([id for id in ids if not isinstance(id, bool)]).values()
    return on_behalf(who, action.verb, action.on, {getattr(row, name, None) for row in rows for name in names} - {None})


def _write_lines(door: Changes, action: Action, who: Who, id: int, lines: list[dict[str, Any]]) -> None:
    """What is typed in the dialog on the rows below: these alone, of what it asks for, by the rights and rules of an edit."""
    record, asks = action.lines.record(), set(action.lines.asks)
    mine = {row.id for row in record.rows(record.links()[record.sheet.parent] == id)}
    if any(line.get("id") not in mine or set(line.get("set", ())) - asks for line in lines):
        raise Refused(words.BAD_REQUEST(what="lines"))

    def said(index: int | None, why: Text) -> Text:
        """Only what differs was sent, so a number would count what nobody sees: the row is called as the dialog calls it."""
        return why if index is None else ROW_SAYS(row=_called(action, who, lines[index]["id"]), why=why)

    lines_within(door, record, lines, who, said)


def _called(action: Action, who: Who, id: int) -> str:
    row = Query(action.lines.record(), who).row(id) or {}
    values = [row.get(name) for name in action.lines.shows]
    texts = [str(value["text"] if isinstance(value, dict) else value) for value in values if value is not None]
    return " · ".join(texts) or f"#{id}"


def acted(door: Changes, action: Action, who: Who, id: int, answers: dict[str, Any]) -> None:
    """`act` on one row in a change that is open already: the same rights, questions and rules. Raises Refused or Refusals."""
    action.fn(door, *_on(action, [id]), **_asked(action, who, [id], answers))


def _asked(action: Action, who: Who, ids: list[Any], answers: dict[str, Any]) -> dict[str, Any]:
    _allowed(action, who, ids)
    return _parsed(action, who, answers)


def _on(action: Action, ids: list[int]) -> tuple:
    if action.on is None:
        return ()
    return (list(dict.fromkeys(ids)),) if action.many else (ids[0],)


def why_not_act(action: Action, who: Who) -> Text | None:
    """None when this person may use the action at all, else the reason."""
    if action.on is None:
        return None if who.all_rights else words.NOT_FOR_ROLE
    return (
        why_not(who, "see", action.on)
        or (None if _kept_by_rules(action) else why_not(who, action.verb, action.on))
        or _lacks(action, who)
    )


def _kept_by_rules(action: Action) -> bool:
    """An edit by a rule is what locked records are for: the sheet's own verbs don't bind it."""
    return action.verb not in action.on.sheet.allowed


def _lacks(action: Action, who: Who) -> Text | None:
    grant = who.grants.get(action.on.key())
    if who.all_rights or (grant and action.verb in grant.verbs):
        return None
    return words.NOT_FOR_ROLE


def _allowed(action: Action, who: Who, ids: list[Any]) -> None:
    if why := why_not_act(action, who):
        raise Refused(why)
    if action.on is None:
        return
    if not ids or not all(isinstance(id, int) and not isinstance(id, bool) and 0 < id < 2**53 for id in ids):
        raise Refused(NEEDS_ROW)
    if len(ids) > (MOST_ROWS if action.many else 1):
        raise Refused(TOO_MANY(most=MOST_ROWS, n=len(ids)) if action.many else ONE_ROW(action=action.label))
    if set(ids) - visible_ids(action.on, who, set(ids)):
        raise Refused(NOT_FOUND)
    for name, values in action.when.items():
        item = action.on.fields()[name]
        for id, row in action.on.rows_by_id(ids).items():
            if (now := getattr(row, name)) not in values:
                why = _not_now(action, item, now, who)
                raise Refused(why if len(ids) == 1 else _row_says(action, who, id, why), name)


def _not_now(action: Action, item: Described, now: Any, who: Who) -> Text:
    """Why the row's value stands in the way, and which steps lead to one that doesn't."""
    state, record, remedy = Text(item.show(now, "zh"), item.show(now, "en")), action.on, None
    if item.name == record.sheet.state:
        steps = (step for step in record.sheet.steps if name_of(record, step) == action.name)
        remedy = instead(record, now, action.when[item.name], next((step.to for step in steps), None), who)
    return NOT_NOW(
        field=item.label, state=state, action=action.label, instead=remedy or only_while(item, action.when[item.name])
    )


def _parsed(action: Action, who: Who, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers as Python values; links may be names, codes or pinyin, and must be rows the person may see."""
    if unknown := set(answers) - set(action.asks):
        raise Refused(words.NO_SUCH_FIELD(field=str(sorted(map(str, unknown))[0])[:40]))
    refusals: list[Refused] = []
    values: dict[str, Any] = {}
    for name, item in action.asks.items():
        raw = answers.get(name)
        try:
            text = isinstance(item, LinkField) and isinstance(raw, str)
            values[name] = raw if text else item.enter(raw)
        except Refused as refused:
            refusals.append(Refused(refused.text, name))
            values[name] = None
    resolve_fields(action.asks, who, [(0, values)], lambda _, name, text: refusals.append(Refused(text, name)))
    for name, item in action.asks.items():
        if values[name] is None and item.default is not None:
            values[name] = item.default() if callable(item.default) else item.default
        if values[name] is None and not item.null and not any(refusal.field == name for refusal in refusals):
            refusals.append(Refused(words.REQUIRED(field=item.label), name))
        if (
            isinstance(item, LinkField)
            and values[name] is not None
            and not visible_ids(item.rel_model, naming(item, who), {values[name]})
        ):
            refusals.append(Refused(words.NO_LINK(record=item.rel_model.sheet.label, value=values[name]), name))
    if refusals:
        raise Refusals(refusals)
    return values


def _rows_of(record: type[Record] | None, who: Who, batch: Batch) -> list[dict[str, Any]]:
    if record is None:
        return []
    with reading():
        query = Change.select(Change.row_id).where(Change.batch == batch.id, Change.record == record.key())
        return Query(record, who).by_ids(list(dict.fromkeys(id for (id,) in query.limit(500).tuples())))


__all__ = ["Fault", "act", "act_on_each", "acted", "for_whom", "why_not_act"]
