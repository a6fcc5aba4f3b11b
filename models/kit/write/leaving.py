"""What an action would leave of what it spends, in sight before it is done: 积分 1,200 → 700, 库存数量 12 → 11."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..ask.links import visible_ids
from ..ask.query import Query
from ..declare.access import Who, visible
from ..declare.area import Action
from ..declare.record import Record
from ..fields import LinkField
from ..text import Refused, Text
from .acting import why_not_act

GOES = Text("{label} {now} → {after}", "{label} {now} → {after}")
STANDS = Text("{label} {now}", "{label} {now}")
SHORT = Text("{label} {now}，还差 {short}", "{label} {now}, {short} short")


@dataclass(frozen=True)
class Takes:
    """That a number of a row moves by so much, less than nothing where it is spent; `row` is its id, or a filter of rows whose
    sum is meant."""

    record: type[Record]
    row: int | dict[str, Any]
    name: str
    by: int | Decimal


@dataclass(frozen=True)
class Left:
    """One of them in words; `short` where there is less than it takes."""

    text: Text
    short: bool

    def wire(self, lang: str) -> dict[str, Any]:
        return {"text": self.text.say(lang), "short": self.short}


def leaves(action: Action, who: Who, id: Any, answers: Any) -> list[Left]:
    """Of what this person sees of it, with what is answered so far; nothing where it isn't known yet, or not for him."""
    on, given = action.on, answers if isinstance(answers, dict) else {}
    if action.leaves is None or on is None or why_not_act(action, who) is not None:
        return []
    if not isinstance(id, int) or isinstance(id, bool) or not visible_ids(on, who, {id}):
        return []
    takes = action.leaves(id, **{name: _answered(item, who, given.get(name)) for name, item in action.asks.items()})
    return [left for take in takes if (left := _left(take, who)) is not None]


def _answered(item: Any, who: Who, raw: Any) -> Any:
    """The answer as a value; None while it is none."""
    try:
        value = item.enter(raw)
    except Refused:
        return None
    if value is not None and isinstance(item, LinkField):
        return value if visible_ids(item.rel_model, who, {value}) else None
    return value


def _left(take: Takes, who: Who) -> Left | None:
    if visible(who, take.record).get(take.name) != "full":
        return None
    item, asked = take.record.fields()[take.name], Query(take.record, who)
    row = asked.row(take.row) if isinstance(take.row, int) else Query(take.record, who, take.row).sums()
    if row is None:
        return None
    now = item.parse(row.get(take.name) or 0)  # nothing at all is a number of the same kind
    after = now + take.by
    label = item.label if not isinstance(take.row, int) else _called(take, row, item.label)
    said = {"label": label, "now": item.show(now)}
    if not take.by:
        return Left(STANDS(**said), short=False)
    if after < 0:
        return Left(SHORT(**said, short=item.show(-after)), short=True)
    return Left(GOES(**said, after=item.show(after)), short=False)


def _called(take: Takes, row: dict[str, Any], label: Text) -> Text:
    """With the name of what it is, as far as that is text: the label alone may be said of two things."""
    title = row.get(take.record.sheet.title)
    return Text(f"{title} {label.zh}", f"{title} {label.en}") if isinstance(title, str) and title else label
