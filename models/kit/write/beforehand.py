"""What acting on several rows at once comes to, in sight before it is done: how many, their sums, the oldest, and which would be refused."""

from dataclasses import dataclass

from ..ask.query import Query
from ..ask.titles import titles_of
from ..ask.totals import Totals
from ..declare.access import Who
from ..declare.area import Action
from ..server.database import reading
from ..text import Text, join
from .acting import MOST_ROWS, acted, for_whom
from .edits import REFUSING, refusal
from .writes import changes


@dataclass(frozen=True)
class Beforehand:
    """sums: label and amount of each column that is summed, of what can be done. oldest: what was entered first. refused: title and reason by id."""

    count: int
    sums: tuple[Text, ...]
    oldest: str
    refused: dict[int, tuple[str, Text]]


class _TakenBack(Exception):
    """Ends an attempt, so that nothing of it is saved."""


SUM = Text("{label} {sum}", "{label} {sum}")


def beforehand(action: Action, who: Who, ids: list[int]) -> Beforehand:
    """Of the rows this person sees; each is tried by itself, by all rules there are, and taken back."""
    with reading():
        query = Query(action.on, who)
        mine = sorted(query.among(list(dict.fromkeys(ids))[:MOST_ROWS]))
        titles = titles_of(action.on, set(mine), who)
    refused = {id: (titles[id], why) for id in mine if (why := would_refuse(action, who, id)) is not None}
    with reading():
        sums = _sums(query, [id for id in mine if id not in refused])
    return Beforehand(len(mine), sums, titles[mine[0]] if mine else "", refused)


def would_refuse(action: Action, who: Who, id: int) -> Text | None:
    """Why it can't be done on this row as things stand; None where it can. Nothing is written, nobody is told."""
    why: Text | None = None
    try:
        with changes(who=who, label=action.label) as door:
            try:
                with door.as_another(for_whom(action, who, [id])):
                    acted(door, action, door.who, id, {})
            except REFUSING as refusing:
                why = join([fault.text for fault in refusal(refusing).errors])
            raise _TakenBack
    except _TakenBack:
        return why
    except REFUSING as refusing:
        return join([fault.text for fault in refusal(refusing).errors])


def _sums(query: Query, ids: list[int]) -> tuple[Text, ...]:
    items = [item for item, _ in query.measures()]
    totals = query.as_sums(Totals(query, True).of_rows(ids)[1:]) if items else {}
    known = [(item, item.parse(totals[item.name])) for item in items if totals.get(item.name) is not None]
    return tuple(SUM(label=item.label, sum=item.show(total)) for item, total in known if total)
