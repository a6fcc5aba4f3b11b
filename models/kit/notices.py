"""Notices 通知: what somebody must hear of, written in the transaction of what happened; pages and channels carry it on."""

from collections.abc import Iterable
from typing import Any

import peewee

from .access import Who
from .fields import MomentField
from .history import Kept
from .record import Record
from .text import Text
from .week import now


class Notice(Kept):
    """One sentence for one role or one employee, about a row or about nothing in particular."""

    at = MomentField("时间", "At", index=True)
    role = peewee.CharField(max_length=60, null=True, index=True)
    employee_id = peewee.IntegerField(null=True, index=True)
    store_id = peewee.IntegerField(null=True, index=True)
    text_zh = peewee.TextField()
    text_en = peewee.TextField()
    record = peewee.CharField(max_length=60, null=True)
    row_id = peewee.BigIntegerField(null=True)
    urgent = peewee.BooleanField(default=False)
    by = peewee.CharField(max_length=200)

    @property
    def text(self) -> Text:
        return Text(self.text_zh, self.text_en)


class NoticeRead(Kept):
    """Who has read which notice, and when."""

    notice = peewee.ForeignKeyField(Notice, backref="readings")
    user_id = peewee.IntegerField()
    at = MomentField("时间", "At")

    class Meta:
        indexes = ((("notice", "user_id"), True),)


def notify(
    c: Any,
    text: Text,
    *,
    record: type[Record] | None = None,
    row: int | None = None,
    roles: Iterable[str] = (),
    employees: Iterable[int | None] = (),
    stores: Iterable[int | None] = (),
    urgent: bool = False,
) -> None:
    """Tell roles, employees and the people of stores something, in the transaction of the rule `c`.

    An urgent one goes out to the channels at once. Whoever is told twice, by post and by name, reads it once.
    """
    said = {"at": now(), "text_zh": text.zh, "text_en": text.en, "urgent": urgent, "by": c.who.name,
            "record": record and record.key(), "row_id": row}  # fmt: skip
    nobody = {"role": None, "employee_id": None, "store_id": None}
    whom = [nobody | {"role": role} for role in dict.fromkeys(roles)]
    whom += [nobody | {"employee_id": one} for one in dict.fromkeys(employees) if one is not None]
    whom += [nobody | {"store_id": one} for one in dict.fromkeys(stores) if one is not None]
    if whom:
        Notice.insert_many([said | one for one in whom]).execute()


def notices_for(who: Who, *, limit: int = 50) -> list[Notice]:
    """What this person has not read yet, the newest first and each once; only what is about a type he may see."""
    once = {(one.text_zh, one.record, one.row_id): one for one in reversed(_unread(who, limit))}
    return sorted(once.values(), key=lambda one: -one.id)


def _unread(who: Who, limit: int) -> list[Notice]:
    mine = Notice.role == who.role
    if who.employee_id is not None:
        mine |= Notice.employee_id == who.employee_id
    if who.store_id is not None and any(grant.rows == "store" for grant in who.grants.values()):
        mine |= Notice.store_id == who.store_id
    read = NoticeRead.select(NoticeRead.notice).where(NoticeRead.user_id == who.user_id)
    found = Notice.select().where(mine, Notice.id.not_in(read)).order_by(Notice.id.desc()).limit(limit)
    return [one for one in found if one.record is None or who.all_rights or one.record in who.grants]


def mark_read(who: Who) -> None:
    """Everything this person was told so far is read; call it inside `writing()`."""
    rows = [{"notice": one.id, "user_id": who.user_id, "at": now()} for one in _unread(who, 500)]
    if rows and who.user_id is not None:
        NoticeRead.insert_many(rows).execute()
