"""A new row with its lines: both or neither, as one batch."""

from collections.abc import Callable
from typing import Any

from .. import words
from ..ask.query import Query
from ..declare.access import Who
from ..declare.record import Record
from ..server.database import reading
from ..text import Refusals, Refused, Text
from .edits import REFUSING, Answer, Fault, Faulty, refusal, within
from .writes import Duplicate, changes, digest_of

LINE_SAYS = Text("明细第 {n} 行：{why}", "Line {n}: {why}")
MOST_LINES = 500


def add_whole(
    record: type[Record],
    values: dict[str, Any],
    lines: type[Record],
    rows: list[dict[str, Any]],
    *,
    who: Who,
    op: str | None,
) -> Answer:
    """`lines`: the type of the lines, whose parent the record is. Rights, parsing and rules are those of `edit`."""
    parent = lines.sheet.parent
    if not parent or lines.links()[parent].rel_model is not record or len(rows) > MOST_LINES:
        return refusal(Refused(words.BAD_REQUEST(what="lines")))
    digest = digest_of("whole", record.key(), values, lines.key(), rows, who.user_id)
    try:
        with changes(who=who, via="form", op=op, digest=digest) as door:
            (id,) = within(door, record, [{"id": None, "set": values}], who)
            lines_within(door, lines, [{"id": None, "set": {**row, parent: id}} for row in rows], who)
    except Duplicate as duplicate:
        return Answer("duplicate", duplicate.batch.id)
    except REFUSING as why:
        return refusal(why)
    return Answer("applied", door.batch_id, _row(record, who, id), changed=door.changed)


def _row(record: type[Record], who: Who, id: int) -> list[dict[str, Any]]:
    with reading():
        return Query(record, who).by_ids([id])


def lines_within(
    door: Any,
    lines: type[Record],
    wanted: list[dict[str, Any]],
    who: Who,
    said: Callable[[int | None, Text], Text] | None = None,
) -> None:
    """What a line refuses is told with its number, or as `said` has it: the fields of the form are the record's."""
    say = said or _said
    try:
        within(door, lines, wanted, who)
    except Faulty as faulty:
        raise Faulty([Fault(0, None, say(fault.index, fault.text)) for fault in faulty.faults]) from faulty
    except Refused as refused:
        raise Refused(say(refused.index, refused.text)) from refused
    except Refusals as several:
        raise Refusals([Refused(say(each.index, each.text)) for each in several.refusals]) from several


def _said(index: int | None, why: Text) -> Text:
    return why if index is None else LINE_SAYS(n=index + 1, why=why)
