"""What anybody may do who sees the rows: subscribe to a view, and end it again. To others sends who may add subscriptions."""

from dataclasses import dataclass
from typing import Any

from ...accounts.channels import Channel
from ...accounts.people import Role, User
from ...kit.declare.access import READS_ONLY, Who, may, why_not
from ...kit.declare.record import Row
from ...kit.server.database import writing
from ...kit.server.standing import house
from ...kit.text import Refused, Text
from ...kit.write.writes import changes
from ..views import DesignView
from . import turns
from .rows import WHOM, Subscription
from .viewed import WHOLE, viewed

TAKEN = Text("订阅", "Subscribed")
ON, OFF, GONE = (
    Text("重新订阅", "Subscribed again"),
    Text("退订", "Subscription ended"),
    Text("删除订阅", "Subscription deleted"),
)
CALLED = Text("{table} · {view}", "{table} · {view}")
NOT_THERE = Text("这个订阅已删除，或不是发给你的", "That subscription was deleted, or isn't for you")
PAGE = "/subscriptions"
SETTINGS = ("record_type", "view", "whom", "role", "channel", "often", "weekday", "at", "form", "only_new")


@dataclass(frozen=True)
class Mine:
    """One that this person gets or answers for.

    meant: whether it goes to him; on: whether it does now; answers: whether it is his to end for everybody.
    """

    row: Row
    name: Text
    to: Text
    meant: bool
    on: bool
    answers: bool
    sent_at: Any


def mine(who: Who) -> list[Mine]:
    """Those that this person made, and those sent to everybody of the role he has."""
    own = Subscription.rows(Subscription.owner == who.user_id)
    role = Role.get_or_none(Role.code == who.role)
    others = [] if role is None else Subscription.rows(Subscription.whom == "role", Subscription.role == role.id)
    rows = {row.id: row for row in (*own, *others) if row.owner == who.user_id or row.active}
    return [_mine(row, who) for row in rows.values()]


def _mine(row: Row, who: Who) -> Mine:
    readers = turns.readers_of(row.id)
    had = readers.get(0 if row.whom == "channel" else who.user_id or -1)
    on = bool(row.active) and not (had and had.gone)
    answers, meant = row.owner == who.user_id, is_meant(who, row)
    return Mine(row, _called(row), _receiver(row), meant, on, answers, had and had.sent_at)


def of(who: Who, id: int) -> Mine:
    """Raises Refused for one that is none of this person's."""
    known = next((known for known in mine(who) if known.row.id == id), None)
    if known is None and may(who, "see", Subscription) and Subscription.rows_by_id([id]):
        known = _mine(Subscription.row(id), who)
    if known is None:
        raise Refused(NOT_THERE)
    return known


def subscription_of(page: str | None) -> int | None:
    """Which subscription a notice brought, by the page it leads to."""
    known = (page or "").removeprefix(f"{PAGE}/")
    return int(known) if known != page and known.isdecimal() else None


def subscribe(who: Who, given: dict[str, Any]) -> int:
    """Raises Refused, Refusals or BadQuery in words."""
    values = {name: given[name] for name in SETTINGS if given.get(name) not in (None, "")}
    record = house().records.get(values.get("record_type", ""))
    if who.user_id is None or record is None or not may(who, "see", record):
        raise Refused(NOT_THERE)
    if values.get("whom", "me") != "me" and (why := why_not(who, "add", Subscription)):
        raise Refused(why)
    viewed(record, values.get("view"), who, who.user_id)
    with changes(who=who, via="form", label=TAKEN) as c:
        return c.create(Subscription, **{**values, "owner": who.user_id}).id


def take(who: Who, id: int, on: bool) -> None:
    """From now on it comes to this person, or does no more; one of his own is switched on or off."""
    known = of(who, id)
    if who.reads_only:
        raise Refused(READS_ONLY)
    if not known.meant or who.user_id is None:
        raise Refused(NOT_THERE)
    if known.row.whom == "me":
        _switch(who, id, on)
    with writing():
        if known.row.whom == "role":
            turns.keep(id, who.user_id, gone=not on)
        if not on:
            turns.outdated(f"{PAGE}/{id}", who.user_id)


def switch(who: Who, id: int, on: bool) -> None:
    """For everybody who gets it: by who answers for it, and by who may change subscriptions."""
    _answerable(who, id, "edit")
    _switch(who, id, on)


def remove(who: Who, id: int) -> None:
    _answerable(who, id, "delete")
    with changes(who=who, via="form", label=GONE) as c:
        c.remove(Subscription, [id])


def _answerable(who: Who, id: int, verb: str) -> None:
    if not of(who, id).answers and (why := why_not(who, verb, Subscription)):
        raise Refused(why)


def _switch(who: Who, id: int, on: bool) -> None:
    with changes(who=who, via="form", label=ON if on else OFF) as c:
        c.update(Subscription, id, active=on)


def is_meant(who: Who, row: Row) -> bool:
    """Whether it goes to this person, as long as he wants it."""
    if row.whom == "me":
        return row.owner == who.user_id
    return row.whom == "role" and User.select().where(User.id == who.user_id, User.role == row.role).exists()


def _receiver(row: Row) -> Text:
    """Whom it goes to, in words."""
    if row.whom == "me":
        return WHOM[0].label
    if row.whom == "channel":
        name = Channel.row(row.channel).name if row.channel is not None else ""
        return Text(name, name)
    return Text(*role_names().get(row.role, ("", "")))


def _called(row: Row) -> Text:
    """Its table and view; one that is gone as it was called."""
    record = house().records.get(row.record_type)
    table = record.sheet.label if record is not None else Text(row.record_type, row.record_type)
    view = Text(row.view_name or "", row.view_name or "")
    if not row.view:
        view = WHOLE
    elif row.view.isdecimal() and (there := DesignView.get_or_none(DesignView.id == int(row.view))):
        view = Text(there.name, there.name_en or there.name)
    return CALLED(table=table, view=view)


def role_names() -> dict[int, tuple[str, str]]:
    """By id, what roles are called in Chinese and English."""
    return {row.id: (row.name, row.name_en or row.name) for row in Role.rows()}
