"""Notices 通知: what somebody must hear of, written in the transaction of what happened; pages and channels carry it on."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

import peewee

from ..ask.links import visible_ids
from ..clock import now
from ..declare.access import Who, may, scope
from ..declare.record import Record
from ..fields import MomentField
from ..text import Text
from .history import Kept

MOST_READ = 1000


class Notice(Kept):
    """One sentence for one role, employee, store or account, about a row or about nothing in particular."""

    at = MomentField("时间", "At", index=True)
    role = peewee.CharField(max_length=60, null=True, index=True)
    employee_id = peewee.IntegerField(null=True, index=True)
    store_id = peewee.IntegerField(null=True, index=True)
    user_id = peewee.IntegerField(null=True, index=True)
    text_zh = peewee.TextField()
    text_en = peewee.TextField()
    record = peewee.CharField(max_length=60, null=True)
    row_id = peewee.BigIntegerField(null=True)
    page = peewee.CharField(null=True, max_length=200)
    urgent = peewee.BooleanField(default=False)
    by = peewee.CharField(max_length=200)
    waits = peewee.CharField(max_length=60, null=True)  # the row's column on whose value the matter waits
    waits_in = peewee.CharField(max_length=60, null=True)  # that value: once another stands there, it is settled
    private = peewee.BooleanField(null=True)  # for whom it names and nobody else: no channel carries it on

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
    page: str | None = None,
    roles: Iterable[str] = (),
    employees: Iterable[int | None] = (),
    stores: Iterable[int | None] = (),
    users: Iterable[int] = (),
    urgent: bool = False,
    private: bool = False,
    waits: str | None = None,
) -> None:
    """Tell roles, employees, the people of stores and accounts something, in the transaction of the rule `c`.

    It leads to the row, to the type's table, or to a page of the app that those it is for may open: one about no rows, or,
    where something is to be filled in, its empty form (`form_of`), instead of which others get the table.
    An urgent one goes out to the channels at once, a private one to none: it holds what only whom it names may see.
    Whoever is told twice, by post and by name, reads it once. waits: the column of the row that says whether the matter still
    stands, as its state does of an approval: with another value than now there is nothing left to tell.
    """
    said = {
        "at": now(),
        "text_zh": text.zh,
        "text_en": text.en,
        "urgent": urgent,
        "by": c.who.name,
        "record": record and record.key(),
        "row_id": row,
        "page": page,
        "private": private or None,
        "waits": waits,
        "waits_in": record.fields()[waits].keep(getattr(record.row(row), waits)) if waits and record and row else None,
    }
    nobody: dict[str, Any] = {"role": None, "employee_id": None, "store_id": None, "user_id": None}
    whom = [nobody | {"role": role} for role in dict.fromkeys(roles)]
    whom += [nobody | {"employee_id": id} for id in dict.fromkeys(employees) if id is not None]
    whom += [nobody | {"store_id": id} for id in dict.fromkeys(stores) if id is not None]
    whom += [nobody | {"user_id": id} for id in dict.fromkeys(users)]
    if whom:
        Notice.insert_many([said | recipient for recipient in whom]).execute()


def notices_for(records: Mapping[str, type[Record]], who: Who, *, limit: int = 50) -> list[Notice]:
    """What this person has not read yet, the newest first and each once; what his role is told of a row only where he sees it."""
    once = {(notice.text_zh, notice.record, notice.row_id): notice for notice in reversed(_unread(records, who, limit))}
    return sorted(once.values(), key=lambda notice: -notice.id)


def _unread(records: Mapping[str, type[Record]], who: Who, limit: int) -> list[Notice]:
    mine = (Notice.role == who.role) | (Notice.user_id == who.user_id)
    if who.employee_id is not None:
        mine |= Notice.employee_id == who.employee_id
    if who.store_id is not None and any(grant.rows == "store" for grant in who.grants.values()):
        mine |= Notice.store_id == who.store_id
    read = NoticeRead.select(NoticeRead.notice).where(NoticeRead.user_id == who.user_id)
    notices = Notice.select().where(mine, Notice.id.not_in(read)).order_by(Notice.id.desc()).limit(MOST_READ)
    return list(islice((notice for notice in _standing(notices, records) if is_for(notice, records, who)), limit))


def _standing(notices: Iterable[Notice], records: Mapping[str, type[Record]]) -> list[Notice]:
    """Those whose matter isn't settled; what was taken back meanwhile waits again."""
    notices, rows = list(notices), {}
    for key in {notice.record for notice in notices if notice.waits and notice.record in records}:
        ids = {notice.row_id for notice in notices if notice.waits and notice.record == key}
        rows |= {(key, id): row for id, row in records[key].rows_by_id(ids).items()}

    def waits(notice: Notice) -> bool:
        row = rows.get((notice.record, notice.row_id))
        return row is not None and getattr(row, notice.waits, None) == notice.waits_in

    return [notice for notice in notices if notice.waits is None or waits(notice)]


def is_for(notice: Notice, records: Mapping[str, type[Record]], who: Who) -> bool:
    """Whether the person sees what the notice names; where he sees every row of the type, also what is gone by now."""
    if notice.record is None or who.all_rights:
        return True
    record = records.get(notice.record)
    if record is None or not may(who, "see", record):
        return False
    chosen = notice.role is None and notice.user_id is None  # by the rule that told this employee, or the one store
    if notice.row_id is None or chosen or scope(who, record) is None:
        return True
    return bool(visible_ids(record, who, {notice.row_id}))


def mark_read(records: Mapping[str, type[Record]], who: Who) -> None:
    """Everything this person was told so far is read; call it inside `writing()`."""
    rows = [{"notice": notice.id, "user_id": who.user_id, "at": now()} for notice in _unread(records, who, 500)]
    if rows and who.user_id is not None:
        NoticeRead.insert_many(rows).execute()
