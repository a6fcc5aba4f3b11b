"""Where somebody was, and what he starred: addresses within the app, each person's own; what they are called is asked anew each time."""

from datetime import timedelta

import peewee

from .kit.clock import now
from .kit.declare.access import Who
from .kit.fields import MomentField
from .kit.server.database import writing
from .kit.text import Refused, Text
from .kit.write.history import Kept

LONGEST, MOST_RECENT, MOST_STARRED = 300, 30, 60
AGAIN = timedelta(minutes=5)  # a page that is opened again within it is no news
TOO_MANY = Text(
    "最多收藏 {most} 个，请先在搜索框里取消几个",
    "{most} favourites are the most; take some back in the search box first",
)
NOT_KEPT = Text("这个账号不能保存", "This account keeps nothing")


class Place(Kept):
    """An address that an account opened or starred."""

    user_id = peewee.IntegerField()
    path = peewee.CharField(max_length=LONGEST)
    seen_at = MomentField("打开时间", "Opened at", null=True)
    starred_at = MomentField("收藏时间", "Starred at", null=True)

    class Meta:
        indexes = ((("user_id", "path"), True),)


def places_of(user_id: int | None) -> tuple[list[str], list[str]]:
    """What this account starred, in the order it did, and where it was, the latest first."""
    if user_id is None:
        return [], []
    asked = Place.select(Place.id, Place.path, Place.seen_at, Place.starred_at).where(Place.user_id == user_id)
    rows = list(asked.tuples())
    starred = sorted((at, id, path) for id, path, _, at in rows if at is not None)
    opened = sorted(((at, id, path) for id, path, at, _ in rows if at is not None), reverse=True)
    return [path for *_, path in starred], [path for *_, path in opened]


def is_starred(user_id: int | None, path: str) -> bool:
    mine = (Place.user_id == user_id) & (Place.path == path) & Place.starred_at.is_null(False)
    return user_id is not None and Place.select(Place.id).where(mine).exists()


def opened(who: Who, path: str) -> None:
    """He is at this address; whoever only looks, or looks as somebody else, leaves no trace."""
    if who.user_id is None or who.reads_only or len(path) > LONGEST:
        return
    mine, moment = Place.user_id == who.user_id, now()
    latest = Place.select(Place.path, Place.seen_at).where(mine & Place.seen_at.is_null(False))
    last = latest.order_by(Place.seen_at.desc(), Place.id.desc()).tuples().first()
    if last and last[0] == path and moment - last[1] < AGAIN:
        return
    with writing():
        if not Place.update(seen_at=moment).where(mine & (Place.path == path)).execute():
            Place.insert(user_id=who.user_id, path=path, seen_at=moment).execute()
        seen = Place.select(Place.id).where(mine & Place.seen_at.is_null(False))
        seen = seen.order_by(Place.seen_at.desc(), Place.id.desc())
        old = [id for (id,) in seen.offset(MOST_RECENT).limit(500).tuples()]
        Place.delete().where(Place.id.in_(old) & Place.starred_at.is_null()).execute()


def star(who: Who, path: str, on: bool) -> None:
    """Keep this address among one's favourites, or no more. Raises Refused."""
    if who.user_id is None or who.reads_only:
        raise Refused(NOT_KEPT)
    mine = Place.user_id == who.user_id
    with writing():
        starred = Place.starred_at.is_null(False)
        if on and Place.select().where(mine & starred & (Place.path != path)).count() >= MOST_STARRED:
            raise Refused(TOO_MANY(most=MOST_STARRED))
        same, moment = mine & (Place.path == path), now() if on else None
        if not Place.update(starred_at=moment).where(same).execute() and on:
            Place.insert(user_id=who.user_id, path=path, starred_at=moment).execute()
        Place.delete().where(same & Place.seen_at.is_null() & Place.starred_at.is_null()).execute()
