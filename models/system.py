"""What the app remembers for itself: each person's own column layout, and which jobs ran for which period."""

import json
from datetime import timedelta
from typing import Any

import peewee

from .kit.clock import now
from .kit.fields import MomentField
from .kit.write.history import Kept
from .later import TodoLater
from .places import Place


class View(Kept):
    """One person's layout of one grid: which columns, how wide, in what order."""

    user_id = peewee.IntegerField()
    record = peewee.CharField(max_length=60)
    layout = peewee.TextField()

    class Meta:
        indexes = ((("user_id", "record"), True),)


class ImportMap(Kept):
    """How the columns of one sender's files were mapped last time: of a shop, a platform, a supplier."""

    record = peewee.CharField(max_length=60)
    name = peewee.CharField(max_length=120)
    mapping = peewee.TextField()

    class Meta:
        indexes = ((("record", "name"), True),)


class JobRun(Kept):
    """One job for one period, claimed in the same transaction as its result.

    state: asked, running, done or failed. started_at: when it began last. finished_at: when it ended; while it runs, when
    it was last heard of. runner: the process and turn that is at it. progress: 0 to 100 while it runs. by: who asked for
    this period in the first place; None for the clock. log: what was said on the way, a line each (see `models.runs`).
    """

    job = peewee.CharField(max_length=60)
    period = peewee.CharField(max_length=30)
    state = peewee.CharField(max_length=20)
    started_at = MomentField("开始", "Started")
    finished_at = MomentField("结束", "Finished", null=True)
    tries = peewee.IntegerField()
    result = peewee.TextField(null=True)
    runner = peewee.CharField(max_length=60, null=True)
    progress = peewee.IntegerField(null=True)
    by = peewee.CharField(max_length=200, null=True)
    log = peewee.TextField(null=True)

    class Meta:
        indexes = ((("job", "period"), True),)


class LastLook(Kept):
    """Up to which batch somebody has seen a list, under one of its views, and up to which at the visit before that."""

    user_id = peewee.IntegerField()
    record = peewee.CharField(max_length=60)
    view = peewee.CharField(max_length=60)
    before = peewee.BigIntegerField()
    upto = peewee.BigIntegerField()
    at = MomentField("时间", "At")

    class Meta:
        indexes = ((("user_id", "record", "view"), True),)


class AutomationTurn(Kept):
    """Up to which moment an automation that goes by the clock was run."""

    automation = peewee.IntegerField(primary_key=True)
    upto = MomentField("到", "Up to")


class BoardHome(Kept):
    """The board a person begins with, as that person chose."""

    user_id = peewee.IntegerField(primary_key=True)
    board = peewee.IntegerField()


class SubscriptionTurn(Kept):
    """Up to which moment a subscription was sent, or looked at and left."""

    subscription = peewee.IntegerField(primary_key=True)
    upto = MomentField("到", "Up to")


class SubscriptionReader(Kept):
    """What one receiver of a subscription had last (`digest` of its rows), and whether he wants no more of it.

    user_id: 0 for a channel.
    """

    subscription = peewee.IntegerField()
    user_id = peewee.IntegerField()
    gone = peewee.BooleanField(default=False)
    digest = peewee.CharField(max_length=64, null=True)
    sent_at = MomentField("送达时间", "Sent at", null=True)

    class Meta:
        indexes = ((("subscription", "user_id"), True),)


class ViewOrder(Kept):
    """A view that an automation sends, once it is read; gone when it was handed over."""

    key = peewee.CharField(max_length=80, unique=True)
    body = peewee.TextField()
    at = MomentField("时间", "At")
    tries = peewee.IntegerField(default=0)


class Analysis(Kept):
    """The newest outcome of an analysis that a job computes and a page only shows."""

    name = peewee.CharField(max_length=60, unique=True)
    made_at = MomentField("时间", "Made at")
    data = peewee.TextField()


SYSTEM_TABLES = (
    View,
    ImportMap,
    JobRun,
    Analysis,
    AutomationTurn,
    BoardHome,
    SubscriptionTurn,
    SubscriptionReader,
    LastLook,
    ViewOrder,
    TodoLater,
    Place,
)


def keep_analysis(name: str, data: Any, made_at: Any) -> None:
    """Replace an analysis by its newest outcome, in the transaction of the job that made it."""
    Analysis.delete().where(Analysis.name == name).execute()
    Analysis.insert(name=name, made_at=made_at, data=json.dumps(data, ensure_ascii=False)).execute()


def analysis(name: str) -> Any:
    """The newest outcome of an analysis; None before the first."""
    row = Analysis.get_or_none(Analysis.name == name)
    return row and json.loads(row.data)


def analysed_at(name: str) -> Any:
    """When an analysis was last made; None before the first."""
    return Analysis.select(Analysis.made_at).where(Analysis.name == name).scalar()


def view_of(user_id: int | None) -> dict[str, Any]:
    """The layouts of one person by record type."""
    query = View.select(View.record, View.layout).where(View.user_id == user_id)
    return {record: json.loads(layout) for record, layout in query.tuples()}


def layouts(record: str, name: str) -> dict[int, dict[str, Any]]:
    """The layouts of one record type that may speak of a column, by person."""
    query = View.select(View.user_id, View.layout).where(View.record == record, View.layout.contains(name))
    return {user_id: json.loads(layout) for user_id, layout in query.tuples()}


def keep_view(user_id: int, record: str, layout: dict[str, Any]) -> None:
    """Remember a layout; call it inside `writing()`."""
    text = json.dumps(layout, ensure_ascii=False)
    there = (View.user_id == user_id) & (View.record == record)
    if not View.update(layout=text).where(there).execute():
        View.insert(user_id=user_id, record=record, layout=text).execute()


ONE_VISIT = timedelta(minutes=30)  # who comes back sooner is still looking


def looked_at(user_id: int, record: str, view: str, newest: int, *, keep: bool = True) -> int:
    """This person looks at a list now: answers with the batch up to which he had seen it when he last did.

    keep: it counts as a look; call it inside `writing()` then.
    """
    moment, mine = now(), (LastLook.user_id == user_id) & (LastLook.record == record) & (LastLook.view == view)
    row = LastLook.get_or_none(mine)
    if row is None:
        if keep:
            LastLook.insert(user_id=user_id, record=record, view=view, before=newest, upto=newest, at=moment).execute()
        return newest
    same_visit = moment - row.at < ONE_VISIT
    before = row.before if same_visit else row.upto
    if keep:
        LastLook.update(before=before, upto=newest, at=moment).where(LastLook.id == row.id).execute()
    return before


def import_map(record: str, name: str) -> dict[str, str | None]:
    """Header → field as kept for this sender; empty for an unknown one."""
    row = ImportMap.get_or_none(ImportMap.record == record, ImportMap.name == name)
    return json.loads(row.mapping) if row else {}


def import_maps(record: str, name: str) -> dict[str, dict[str, str | None]]:
    """The mappings kept for a record type that may speak of a column, by what they are of."""
    query = ImportMap.select(ImportMap.name, ImportMap.mapping)
    query = query.where(ImportMap.record == record, ImportMap.mapping.contains(name)).order_by(ImportMap.name)
    return {called: json.loads(mapping) for called, mapping in query.tuples()}


def keep_import_map(record: str, name: str, mapping: dict[str, str | None]) -> None:
    """Remember a mapping; call it inside `writing()`."""
    text, there = json.dumps(mapping, ensure_ascii=False), (ImportMap.record == record) & (ImportMap.name == name)
    if not ImportMap.update(mapping=text).where(there).execute():
        ImportMap.insert(record=record, name=name[:120], mapping=text).execute()


def backup_state() -> dict[str, Any] | None:
    """The newest copy of the database: name, bytes, made_at (UTC), seconds, ok, why [zh, en], copies, total; None before the first."""
    return analysis("backup")
