"""Rows that somebody has looked at and said of that they are not the same: no search for doubles brings them up again."""

import json
from itertools import combinations
from typing import Any

from ..declare.access import Who, why_not
from ..declare.record import Record
from ..server.database import writing
from ..text import Refused, Text
from ..write.history import Event, note
from .query import Query

APART, AGAIN = "not doubles", "doubles again"
MOST_IDS = 20
NOT_SEEN = Text("这几行有的已不在了，请重新查找", "Some of these rows are no longer there; look again")


def kept_apart(record: type[Record]) -> set[tuple[int, int]]:
    """The pairs that are not the same, the smaller id first; what was said last counts."""
    said = Event.select(Event.kind, Event.detail).where(Event.kind.in_((APART, AGAIN)), Event.record == record.key())
    pairs: set[tuple[int, int]] = set()
    for kind, detail in said.order_by(Event.id).tuples():
        these = set(combinations(sorted(json.loads(detail)["ids"]), 2))
        pairs = pairs | these if kind == APART else pairs - these
    return pairs


def keep_apart(record: type[Record], who: Who, ids: Any, *, again: bool = False) -> None:
    """Say of rows that they are not the same, or with `again` that they may be; who may edit them may say so. Raises Refused."""
    if why := why_not(who, "edit", record):
        raise Refused(why)
    ids = sorted(set(ids))
    if not 2 <= len(ids) <= MOST_IDS or Query(record, who, {"id": {"in": ids}}).count() != len(ids):
        raise Refused(NOT_SEEN)
    with writing():
        note(who, AGAIN if again else APART, record.key(), ids=ids)
