"""What is still used isn't deleted: the rows that link to it are counted, and named to who may know of them."""

from typing import Any

from .. import words
from ..declare.access import Who, scope, visible
from ..declare.record import Record, links_to
from ..text import Refused, Text

CHUNK = 500


def refuse_used(who: Who, record: type[Record], ids: list[int]) -> None:
    """Raises Refused where rows of another type, or others of its own, still link to one of these."""
    for link in links_to(record):
        other = link.model
        if not issubclass(other, Record) or link.outlives:
            continue
        for start in range(0, len(ids), CHUNK):
            using = other.select(other.id).where(link.in_(ids[start : start + CHUNK]))
            if other is record:  # what goes along stands in nobody's way
                using = using.where(other.id.not_in(ids))
            if count := using.count():
                raise Refused(_still_used(who, other, link.name, using, count))


def _still_used(who: Who, other: type[Record], name: str, using: Any, count: int) -> Text:
    """How many rows stand in the way is told to those who see every one of them."""
    condition = scope(who, other)
    seen = who.all_rights or visible(who, other).get(name) == "full"
    if seen and (condition is None or using.where(condition).count() == count):
        return words.STILL_USED(count=count, record=other.sheet.label)
    return words.STILL_USED_UNSEEN
