"""Which steps lead from one state to another, and in whose hands they are: what a refusal says to do instead."""

from collections.abc import Collection
from itertools import groupby
from typing import Any

from ..fields import Described
from ..text import Text, join
from .access import VERB_WORDS, Who
from .record import Record
from .states import Step

FIRST = Text("；请先做{steps}", "; first {steps}")
ONLY_WHILE = Text("；只有{field}为{states}时才能做", "; it is for when {field} is {states}")
THERE_ALREADY = Text("；已经做过，不用再做", "; it has been done already")
STEP = Text("“{step}”", "“{step}”")
OTHERS = Text("{steps}（由能{verb}{record}的人做）", "{steps} (by those who may {verb} {record})")
QUOTED = Text("“{state}”", "“{state}”")


def instead(record: type[Record], before: str | None, froms: Collection[str], to: str | None, who: Who) -> Text:
    """What to do about a row whose state is `before`, for something that is done in `froms` and ends in `to`."""
    if to is not None and before == to:
        return THERE_ALREADY
    way = _way(record, before, froms)
    if len(way) == 1 or (way and not _is_past(record, before, to)):
        return FIRST(steps=_said(record, way, who))
    if not froms:
        return Text("", "")
    return only_while(record.fields()[record.sheet.state], froms)


def only_while(item: Described, keys: Collection[Any]) -> Text:
    """With which values of a column it can be done, where no step leads to one of them."""
    names = [QUOTED(state=Text(item.show(key, "zh"), item.show(key, "en"))) for key in keys]
    return ONLY_WHILE(field=item.label, states=join(names, "、", ", "))


def _way(record: type[Record], before: str | None, wanted: Collection[str]) -> list[Step]:
    """The shortest row of people's steps into one of these states: one step, or several that all lead further on.

    To take something back and go round once more is nobody's remedy.
    """
    order = [option.key for option in record.fields()[record.sheet.state].options]
    ways: list[tuple[str | None, list[Step]]] = [(before, [])]
    seen = {before}
    for state, way in ways:
        for step in record.sheet.steps:
            if step.auto or state not in step.froms or step.to in seen:
                continue
            if step.to in wanted and (not way or order.index(step.to) > order.index(state)):
                return [*way, step]
            if state in order and order.index(step.to) > order.index(state):
                seen.add(step.to)
                ways.append((step.to, [*way, step]))
    return []


def _is_past(record: type[Record], before: str | None, to: str | None) -> bool:
    """Whether the row has gone beyond what it would be led to."""
    order = [option.key for option in record.fields()[record.sheet.state].options]
    return before in order and to in order and order.index(to) < order.index(before)


def _said(record: type[Record], steps: list[Step], who: Who) -> Text:
    """The steps by name; those that are not this person's with whose they are."""
    grant = who.grants.get(record.key())
    parts = []
    for verb, group in groupby(steps, key=lambda step: step.verb):
        names = join([STEP(step=step.label) for step in group], "、", ", ")
        mine = who.all_rights or (grant is not None and verb in grant.verbs)
        parts.append(names if mine else OTHERS(steps=names, verb=VERB_WORDS[verb], record=record.sheet.label))
    return join(parts, "、", ", ")
