"""How far each subscription has come, and what each of its receivers had last."""

from datetime import datetime
from typing import Any

from ...kit.clock import now
from ...kit.declare.record import Move
from ...kit.write.notices import Notice, NoticeRead
from ...system import SubscriptionReader, SubscriptionTurn

CLOCK = ("often", "weekday", "at")


def begin(move: Move) -> None:
    """From the moment it is switched on, or goes by another clock: nothing before is made up for."""
    if move.new.active and (move.old is None or move.changed("active", *CLOCK)):
        reach(move.id, now())


def reach(id: int, moment: datetime) -> None:
    if not SubscriptionTurn.update(upto=moment).where(SubscriptionTurn.subscription == id).execute():
        SubscriptionTurn.insert(subscription=id, upto=moment).execute()


def reached() -> dict[int, datetime]:
    return dict(SubscriptionTurn.select(SubscriptionTurn.subscription, SubscriptionTurn.upto).tuples())


def readers_of(id: int) -> dict[int, Any]:
    """By account, 0 for a channel: what it had last, and whether it wants no more."""
    return {row.user_id: row for row in SubscriptionReader.select().where(SubscriptionReader.subscription == id)}


def keep(id: int, user: int, **values: Any) -> None:
    """Note it for one receiver; call it inside a transaction."""
    mine = (SubscriptionReader.subscription == id) & (SubscriptionReader.user_id == user)
    if not SubscriptionReader.update(**values).where(mine).execute():
        SubscriptionReader.insert(subscription=id, user_id=user, **{"gone": False, **values}).execute()


def outdated(page: str, user: int) -> None:
    """What nobody read of the times before isn't news any more; call it inside a transaction."""
    read = NoticeRead.select(NoticeRead.notice).where(NoticeRead.user_id == user)
    old = Notice.select(Notice.id).where(Notice.page == page, Notice.user_id == user, Notice.id.not_in(read))
    rows = [{"notice": id, "user_id": user, "at": now()} for (id,) in old.tuples()]
    if rows:
        NoticeRead.insert_many(rows).execute()
