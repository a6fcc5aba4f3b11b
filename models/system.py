"""What the app remembers for itself: each person's own column layout, and which jobs ran for which period."""

import json
from typing import Any

import peewee

from .kit.fields import MomentField
from .kit.history import Kept
from .kit.week import now


class View(Kept):
    """One person's layout of one grid: which columns, how wide, in what order."""

    user_id = peewee.IntegerField()
    record = peewee.CharField(max_length=60)
    layout = peewee.TextField()

    class Meta:
        indexes = ((("user_id", "record"), True),)


class JobRun(Kept):
    """One job for one period, claimed in the same transaction as its result."""

    job = peewee.CharField(max_length=60)
    period = peewee.CharField(max_length=30)
    state = peewee.CharField(max_length=20)
    started_at = MomentField("开始", "Started")
    finished_at = MomentField("结束", "Finished", null=True)
    tries = peewee.IntegerField()
    result = peewee.TextField(null=True)

    class Meta:
        indexes = ((("job", "period"), True),)


SYSTEM_TABLES = (View, JobRun)


def view_of(user_id: int | None) -> dict[str, Any]:
    """The layouts of one person by record type."""
    query = View.select(View.record, View.layout).where(View.user_id == user_id)
    return {record: json.loads(layout) for record, layout in query.tuples()}


def keep_view(user_id: int, record: str, layout: dict[str, Any]) -> None:
    """Remember a layout; call it inside `writing()`."""
    text = json.dumps(layout, ensure_ascii=False)
    there = (View.user_id == user_id) & (View.record == record)
    if not View.update(layout=text).where(there).execute():
        View.insert(user_id=user_id, record=record, layout=text).execute()


def claim(job: str, period: str, result: str) -> None:
    """Note a job's period as done, in the transaction that wrote its result; a second claim breaks that transaction."""
    JobRun.insert(
        job=job, period=period, state="done", started_at=now(), finished_at=now(), tries=1, result=result
    ).execute()
