"""What somebody put off: a thing to do that he will see again on a later day; it is his own list, the thing itself stays as it is."""

from datetime import date, timedelta

import peewee

from .kit.ask.links import visible_ids
from .kit.clock import today
from .kit.declare.access import Who
from .kit.declare.record import NOT_FOUND, Record
from .kit.fields import DayField
from .kit.server.database import writing
from .kit.text import Refused, Text
from .kit.write.history import Kept

LONGEST = timedelta(days=31)
TOO_LONG = Text("最多推迟 {days} 天", "It can be put off by {days} days at most")
NOT_KEPT = Text("这个账号不能保存", "This account keeps nothing")


class TodoLater(Kept):
    """A thing to do that an account doesn't want to see before a day."""

    user_id = peewee.IntegerField()
    record = peewee.CharField(max_length=60)
    row_id = peewee.BigIntegerField()
    until = DayField("到", "Until")

    class Meta:
        indexes = ((("user_id", "record", "row_id"), True),)


def later_of(user_id: int | None) -> dict[str, set[int]]:
    """By record type what this account put off and the day hasn't come of."""
    mine = (TodoLater.user_id == user_id) & (TodoLater.until > today())
    later: dict[str, set[int]] = {}
    for record, id in TodoLater.select(TodoLater.record, TodoLater.row_id).where(mine).tuples():
        later.setdefault(record, set()).add(id)
    return later


def put_off(who: Who, record: type[Record], id: int, until: date) -> None:
    """Out of sight until that day; a day that is here takes it back. Raises Refused."""
    if who.user_id is None or who.reads_only:
        raise Refused(NOT_KEPT)
    if until > today() + LONGEST:
        raise Refused(TOO_LONG(days=LONGEST.days))
    if not visible_ids(record, who, {id}):
        raise Refused(NOT_FOUND)
    with writing():
        same = (TodoLater.user_id == who.user_id) & (TodoLater.record == record.key()) & (TodoLater.row_id == id)
        TodoLater.delete().where(same | ((TodoLater.user_id == who.user_id) & (TodoLater.until <= today()))).execute()
        if until > today():
            TodoLater.insert(user_id=who.user_id, record=record.key(), row_id=id, until=until).execute()
