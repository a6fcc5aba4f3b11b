"""One masked value of one row, shown to one person for a reason that stays in the log."""

from datetime import timedelta
from typing import Any

from .. import words
from ..clock import lately
from ..declare.access import Who, only_reads, visible, why_not
from ..declare.record import NOT_FOUND, Record
from ..fields import TOO_LONG
from ..server.database import reading, writing
from ..text import Refused, Text
from ..write.history import Event, note
from .links import visible_ids

MOST_AN_HOUR, LONGEST = 50, 200
NO_REASON = Text("请写明查看的原因", "Say why you need to see it")
TOO_MANY = Text(
    "一小时内最多查看 {most} 条打码内容，请稍后再试", "At most {most} masked values an hour; try again later"
)


def reveal(record: type[Record], id: int, field: Any, reason: Any, who: Who) -> Any:
    """The full value as the wire carries it. Raises Refused without the right, without a reason, or too often."""
    if why := only_reads(who) or why_not(who, "reveal", record):
        raise Refused(why)
    if not isinstance(field, str) or field not in visible(who, record):
        raise Refused(words.NO_SUCH_FIELD(field=str(field)[:40]))
    if not isinstance(reason, str) or not reason.strip():
        raise Refused(NO_REASON, "reason")
    if len(reason.strip()) > LONGEST:
        raise Refused(TOO_LONG(most=LONGEST, length=len(reason.strip())), "reason")
    with reading():
        if not visible_ids(record, who, {id}):
            raise Refused(NOT_FOUND)
        value = getattr(record.row(id), field)
    with writing():
        _count(who, record, id, field, reason.strip())
    return record.fields()[field].keep(value)


def hand_on(who: Who, record: type[Record], id: int, names: tuple[str, ...], reason: str) -> None:
    """An action writes these values to where the person may read them: what is masked for or hidden from him is revealed by
    that, noted so and counted. Call it inside `changes()`; raises Refused when it is too often.
    """
    shown, row = visible(who, record), record.row(id)
    for name in names:
        if shown.get(name) != "full" and getattr(row, name) is not None:
            _count(who, record, id, name, reason)


def _count(who: Who, record: type[Record], id: int, field: str, reason: str) -> None:
    recent = (Event.kind == "reveal") & (Event.user_id == who.user_id) & lately(Event.at, timedelta(hours=1))
    if Event.select().where(recent).count() >= MOST_AN_HOUR:
        raise Refused(TOO_MANY(most=MOST_AN_HOUR))
    note(who, "reveal", record.key(), id, field=field, reason=reason)
