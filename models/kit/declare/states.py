"""States as declared machines: which follows which, and the book of every move; how people take a step is in `stepping`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import peewee

from ..clock import now
from ..fields import Described, LineField, MomentField
from ..text import Refused, Text
from ..write.history import Kept
from .record import Move, Record
from .rules import UNCHECKED

NO_STEP = Text("{record}不能从“{before}”直接变为“{after}”", "{record}: “{after}” can't follow “{before}”")


class StateMove(Kept):
    """One move of one record from state to state; `before` is None where it began."""

    record = peewee.CharField(max_length=60)
    row_id = peewee.BigIntegerField()
    before = peewee.CharField(max_length=30, null=True)
    after = peewee.CharField(max_length=30)
    at = MomentField("时间", "At")
    user_id = peewee.IntegerField(null=True)
    user_name = LineField("姓名", "By")
    step = peewee.CharField(max_length=60, null=True)
    reason = peewee.TextField(null=True)

    class Meta:
        indexes = ((("record", "row_id"), False),)


@dataclass(frozen=True)
class Lines:
    """The rows below the one a step is taken on which its dialog asks about, too.

    record: gives their type, which may be declared after the step. shows: the columns by which people know them; asks: those
    that are asked for; usual: the column that stands for the first of these where nothing is typed.
    """

    record: Callable[[], type[Record]]
    shows: tuple[str, ...]
    asks: tuple[str, ...]
    usual: str


@dataclass(frozen=True)
class Step:
    """One way from state to state, as people take it.

    sources: the states it leads from, keys separated by spaces. asks: questions; an answer named like a field of the
    record is stored there with the move. needs: fields that must be filled by then. attachment: a file must hang on the
    record. photos: its rule may ask for one, depending on the row.
    unlike: who may not do it: links to employees on the row, `creator` (who added the row), `mover` (who made
    the last move). then: `(c, row, answers)` called once the state is written, in the same transaction; may refuse and
    may return the sentence to say. holds: what must hold of the row as the step leaves it, each a formula with the sentence
    people read where it doesn't, see `formula.checks`. auto: no button, only rules and jobs take it. lines: see `Lines`.
    """

    name: str
    zh: str
    en: str
    sources: str
    to: str
    verb: str = "edit"
    asks: dict[str, Described] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    reason: bool = False
    attachment: bool = False
    photos: bool = False
    unlike: tuple[str, ...] = ()
    then: Callable | None = None
    holds: tuple[Any, ...] = ()
    auto: bool = False
    icon: str = "arrow_forward"
    danger: bool = False
    hint: Text | None = None
    lines: Lines | None = None

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)

    @property
    def froms(self) -> tuple[str, ...]:
        return tuple(self.sources.split())


def keep_states(c: Any, record: type[Record], moves: list[Move]) -> None:
    """The door's own rule: a state follows only where a step leads, and every move is kept with who, when and why."""
    name = record.sheet.state
    book = []
    for move in moves:
        before, after = (getattr(row, name) if row else None for row in (move.old, move.new))
        if after is None or before == after:
            continue
        if before is not None and c.way not in UNCHECKED and not _leads(record, before, after):
            raise Refused(no_step(record, before, after), name, move.index)
        step = c.step or (None if c.way in UNCHECKED else _auto(record, before, after))
        book.append(
            {
                "record": record.key(),
                "row_id": move.id,
                "before": before,
                "after": after,
                "at": now(),
                "step": step,
                "user_id": c.who.user_id,
                "user_name": c.who.name,
                "reason": c.reason,
            }
        )
    for start in range(0, len(book), 100):
        StateMove.insert_many(book[start : start + 100]).execute()


def moves_of(record: type[Record], id: int) -> list[StateMove]:
    """How a row came to its state, the newest first."""
    mine = (StateMove.record == record.key()) & (StateMove.row_id == id)
    return list(StateMove.select().where(mine).order_by(StateMove.id.desc()))


def state_label(record: type[Record], key: str | None) -> Text:
    item = record.fields()[record.sheet.state]
    return Text(item.show(key, "zh"), item.show(key, "en"))


def _leads(record: type[Record], before: str, after: str) -> bool:
    return any(step.to == after and before in step.froms for step in record.sheet.steps) or is_further(
        record, before, after
    )


def _auto(record: type[Record], before: str | None, after: str) -> str | None:
    """The step that rules take from here to there, by its declaration."""
    return next(
        (step.name for step in record.sheet.steps if step.auto and before in step.froms and step.to == after), None
    )


def is_further(record: type[Record], before: str, after: str) -> bool:
    """Whether another system may say so: it comes later among the states of a record whose state is told."""
    keys = [option.key for option in record.fields()[record.sheet.state].options] if record.sheet.reported else []
    return before in keys and keys.index(before) < keys.index(after)


def no_step(record: type[Record], before: str, after: str) -> Text:
    return NO_STEP(record=record.sheet.label, before=state_label(record, before), after=state_label(record, after))
