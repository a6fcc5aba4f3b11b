"""Every five minutes: subscriptions whose moment has come are read as each receiver sees them, then sent in one transaction."""

import json
import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ...accounts.people import ADMINISTRATOR, Role, User
from ...accounts.rights import as_role, who_for
from ...kit import by_lines
from ...kit.ask.query import BadQuery
from ...kit.clock import from_local, now
from ...kit.declare.access import Who, may, system
from ...kit.declare.record import Record, Row
from ...kit.server.database import reading
from ...kit.server.standing import house
from ...kit.text import Refused, Text
from ...kit.write.notices import notify
from ...kit.write.outbox import queue
from ...kit.write.writes import Changes, Duplicate, changes
from ..automations.timing import due
from ..words import NO_TYPE
from . import turns
from .mine import PAGE
from .rows import LEFT, Subscription, refuse_unfit, when_of
from .said import MOST_IN_FILE, TOO_LONG, digest_of, message_of
from .viewed import readers, viewed

BY = by_lines.of(Text("订阅", "subscriptions"))
DONE = Text("发出 {n} 份", "{n} sent")
FAILED = Text("；{n} 个没能读出，稍后再试", "; {n} could not be read and are tried again")
STOPPED = Text("订阅“{record}·{view}”已停：{why}", "The subscription “{record}: {view}” has ended: {why}")
log = logging.getLogger("opsdesk.subscriptions")


@dataclass(frozen=True)
class Parcel:
    """What one receiver gets. user: 0 for a channel. text: None where there is nothing new to say. file: whether one goes along."""

    user: int
    text: Text | None
    digest: str | None
    file: bool = False


def send_due(day: date) -> Text:
    """What was missed while the server stood still is sent once, for the newest moment."""
    upto, count, failures = now(), 0, 0
    with reading():
        reached = turns.reached()
        waiting = Subscription.rows(Subscription.active == 1)
    for row in waiting:
        moments = list(due(when_of(row), reached.get(row.id, upto - timedelta(minutes=10)), upto))
        try:
            count += once(row, moments[-1]) if moments else 0
        except Exception:  # one that can't be read holds up none of the others
            log.exception("subscription %s failed", row.id)
            failures += 1
    said, more = DONE(n=count), FAILED(n=failures)
    return Text(said.zh + more.zh, said.en + more.en) if failures else said


def once(row: Row, moment: datetime) -> int:
    """Read outside, written in one transaction with the note that it is done: killed in between, all of it is done again."""
    record = house().records.get(row.record_type)
    with reading():
        try:
            parcels = _parcels(record, row) if record is not None else NO_TYPE(name=row.record_type)
        except (Refused, BadQuery) as why:
            parcels = why.text
    op = f"subscription {row.id} {moment:%Y-%m-%d %H:%M}"
    try:
        with changes(who=system(BY.zh), via="job", op=op, label=_label(record, row)) as c:
            if vars(Subscription.rows_by_id([row.id]).get(row.id, Row())) != vars(row):
                return 0  # it is another by now: the next turn asks anew
            turns.reach(row.id, from_local(moment))
            if isinstance(parcels, Text):
                _stop(c, record, row, parcels)
                return 0
            return sum(_hand_over(c, record, row, parcel, op) for parcel in parcels)
    except Duplicate:
        return 0


def _label(record: type[Record] | None, row: Row) -> Text:
    called = record.sheet.label if record is not None else Text(row.record_type, row.record_type)
    return Text(f"订阅：{called.zh}·{row.view_name}", f"Subscription: {called.en}: {row.view_name}")


def _parcels(record: type[Record], row: Row) -> list[Parcel]:
    """Raises Refused where nobody can have it any more, in words for whoever answers for it."""
    owner = who_for(row.owner) if row.owner is not None else None
    if owner is None:
        raise Refused(LEFT)
    refuse_unfit(record, row, owner)
    known = turns.readers_of(row.id)
    receivers = {id: who for id, who in _receivers(row).items() if id not in known or not known[id].gone}
    return [
        _parcel(record, row, id, who, known[id].digest if id in known else None)
        for id, who in receivers.items()
        if may(who, "see", record)
    ]


def _receivers(row: Row) -> dict[int, Who]:
    if row.whom == "channel":
        return {0: as_role(Role.row(row.role))}
    if row.whom == "me":
        wanted = [row.owner]
    else:
        people = User.select(User.id).where(User.role == row.role, User.active == 1, User.machine == 0)
        wanted = [id for (id,) in people.order_by(User.id).tuples()]
    return {id: who for id in wanted if (who := who_for(id)) is not None}


def _parcel(record: type[Record], row: Row, id: int, who: Who, before: str | None) -> Parcel:
    sides = {lang: viewed(record, row.view, reader, row.owner) for lang, reader in readers(who).items()}
    view = sides["zh"]
    count = view.query.count()
    digest = digest_of(view, count) if row.only_new else None
    if row.only_new and (digest == before or not count):
        return Parcel(id, None, digest)
    text = message_of(sides, count, as_text=row.form == "text")
    if row.form == "xlsx" and id == 0 and count > MOST_IN_FILE:
        more = TOO_LONG(most=f"{MOST_IN_FILE:,}")
        return Parcel(id, Text(f"{text.zh}\n{more.zh}", f"{text.en}\n{more.en}"), digest)
    return Parcel(id, text, digest, file=row.form == "xlsx")


# Handing over ----------------------------------------------------------------------------------------------------------


def _hand_over(c: Changes, record: type[Record], row: Row, parcel: Parcel, op: str) -> int:
    if parcel.text is None:
        turns.keep(row.id, parcel.user, digest=parcel.digest)
        return 0
    turns.keep(row.id, parcel.user, digest=parcel.digest, sent_at=now())
    if row.whom == "channel":
        asked = {"record": row.record_type, "view": row.view, "role": row.role, "name": row.view_name}
        file = json.dumps(asked, ensure_ascii=False) if parcel.file else None
        return queue(row.channel, [(op, parcel.text.zh)], file)
    page = f"{PAGE}/{row.id}"
    turns.outdated(page, parcel.user)
    notify(c, parcel.text, record=record, page=page, users=[parcel.user], private=True)
    return 1


def _stop(c: Changes, record: type[Record] | None, row: Row, why: Text) -> None:
    """It is switched off, and whoever answers for it hears why; where that is nobody, the administrators."""
    called = record.sheet.label if record is not None else Text(row.record_type, row.record_type)
    c.label = STOPPED(record=called, view=row.view_name or "", why=why)
    c.update(Subscription, row.id, active=False)
    there = row.owner is not None and who_for(row.owner) is not None
    whom: dict[str, Any] = {"users": [row.owner]} if there else {"roles": [ADMINISTRATOR]}
    notify(c, c.label, page=PAGE, **whom)
