"""A usual set of rows for a table that is still empty: declared by its area, written in one go, taken back in one."""

from dataclasses import dataclass, field
from typing import Any

from ..server.standing import house
from ..text import Refused, Text
from ..write.edits import REFUSING, Answer, refusal, within
from ..write.writes import Duplicate, changes, digest_of
from .access import Who, may, scope, why_not
from .record import Record

BEGIN = Text("用一套常用的{record}开始", "Start with a usual set: {record}")
BEGUN = Text(
    "已录入 {n} 条常用的{record}，可以逐条修改，也可以整批撤销",
    "{n} usual rows are entered ({record}): change what differs, or undo them all at once",
)
NOT_EMPTY = Text(
    "{record}里已经有内容，不能再整套录入；要补充请新增或导入",
    "{record}: there are rows already, so the usual set isn't entered; add or import what is missing",
)


@dataclass(frozen=True)
class Starter:
    """What a table usually begins with.

    rows: values by field name, as a person would type them; a link is the name of its row. parts: (record, rows) of what
    belongs to it, written after it in this order. Who may add to all of these tables, for the whole company, is offered it
    while all are empty.
    """

    record: type[Record]
    rows: tuple[dict[str, Any], ...]
    parts: tuple[tuple[type[Record], tuple[dict[str, Any], ...]], ...] = field(default=())

    @property
    def tables(self) -> tuple[tuple[type[Record], tuple[dict[str, Any], ...]], ...]:
        return ((self.record, self.rows), *self.parts)

    @property
    def label(self) -> Text:
        return BEGIN(record=self.record.sheet.label)

    def open_to(self, who: Who) -> bool:
        """Whether this person may write all of it; who sees some of the rows only can't know whether it is empty."""
        return all(
            scope(who, record) is None
            and may(who, "see", record)
            and not why_not(who, "add", record)
            and not any(why_not(who, "add", record, name) for name in {name for row in rows for name in row})
            for record, rows in self.tables
        )


def starter_of(who: Who, record: type[Record]) -> Starter | None:
    """The set this person may begin a table with, whether or not it is empty."""
    starter = house().starters.get(record)
    return starter if starter is not None and starter.open_to(who) else None


def begin_with(starter: Starter, *, who: Who, op: str | None = None) -> Answer:
    """Write the whole set into its tables, in one batch; refused where one of them holds a row already, seen or not."""
    digest = digest_of("starter", starter.record.key(), who.user_id)
    said = {"record": starter.record.sheet.label, "n": len(starter.rows)}
    try:
        with changes(who=who, op=op, label=starter.label, digest=digest) as c:
            for record, _ in starter.tables:
                if record.select().exists():
                    raise Refused(NOT_EMPTY(record=record.sheet.label))
            for record, rows in starter.tables:
                within(c, record, [{"set": row} for row in rows], who)
    except Duplicate as duplicate:
        return Answer("duplicate", duplicate.batch.id, text=BEGUN(**said))
    except REFUSING as why:
        return refusal(why)
    return Answer("applied", c.batch_id, text=BEGUN(**said), changed=c.changed)
