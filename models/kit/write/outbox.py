"""What goes out to other systems waits here until it is delivered: sent at least once, tried again, never twice queued."""

from collections.abc import Iterable
from datetime import timedelta

import peewee

from ..clock import now
from ..fields import MomentField
from .history import Kept

MOST_TRIES, LONGEST_WAIT = 10, timedelta(hours=6)


class Outgoing(Kept):
    """One message for one channel; `key` says what it is about, so that the same thing is queued once."""

    channel_id = peewee.IntegerField()
    key = peewee.CharField(max_length=80)
    text = peewee.TextField()
    queued_at = MomentField("排队时间", "Queued at")
    next_at = MomentField("下次发送", "Next try at", index=True)
    tries = peewee.IntegerField(default=0)
    sent_at = MomentField("送达时间", "Sent at", null=True)
    error = peewee.TextField(null=True)
    file = peewee.TextField(null=True)  # JSON: which file goes with it; it is made when it is sent

    class Meta:
        indexes = ((("channel_id", "key"), True),)


def queue(channel_id: int, messages: Iterable[tuple[str, str]], file: str | None = None) -> int:
    """Add messages (key, text) that are not queued yet; call it inside `writing()`. Returns how many are new."""
    wanted = dict(messages)
    mine = (Outgoing.channel_id == channel_id) & Outgoing.key.in_(list(wanted))
    there = {key for (key,) in Outgoing.select(Outgoing.key).where(mine).tuples()}
    rows = [
        {
            "channel_id": channel_id,
            "key": key,
            "text": text,
            "queued_at": now(),
            "next_at": now(),
            "tries": 0,
            "file": file,
        }
        for key, text in wanted.items()
        if key not in there
    ]
    if rows:
        Outgoing.insert_many(rows).execute()
    return len(rows)


def waiting(limit: int = 20) -> list[Outgoing]:
    """What is due to be sent, the oldest first."""
    due = (Outgoing.sent_at.is_null()) & (Outgoing.next_at <= now()) & (Outgoing.tries < MOST_TRIES)
    return list(Outgoing.select().where(due).order_by(Outgoing.id).limit(limit))


def delivered(id: int) -> None:
    Outgoing.update(sent_at=now(), error=None, tries=Outgoing.tries + 1).where(Outgoing.id == id).execute()


def failed(message: Outgoing, why: str) -> None:
    """Try again later: after one minute, two, four, up to six hours; after ten tries it stays as it is, for people to see."""
    wait = min(timedelta(minutes=2**message.tries), LONGEST_WAIT)
    later = {"tries": message.tries + 1, "next_at": now() + wait, "error": why[:500]}
    Outgoing.update(**later).where(Outgoing.id == message.id).execute()
