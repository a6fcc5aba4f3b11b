"""Views that automations send: ordered in the change that set them off, read and handed over once it is saved."""

import json
import logging
from dataclasses import dataclass
from typing import Any

from ...accounts.channels import Channel
from ...accounts.people import ADMINISTRATOR, Role, User
from ...accounts.rights import as_role, who_for
from ...kit import by_lines
from ...kit.ask.query import BadQuery
from ...kit.clock import now
from ...kit.declare.access import Who, may, scope, system
from ...kit.declare.record import Record
from ...kit.server.database import reading
from ...kit.server.standing import house
from ...kit.text import Refused, Text
from ...kit.write.notices import notify
from ...kit.write.outbox import queue
from ...kit.write.writes import Changes, Duplicate, changes
from ...system import ViewOrder
from ..views import DesignView
from .rows import NO_FILES, SEES_PART, TAKES_FILES
from .said import MOST_IN_FILE, TOO_LONG, message_of
from .viewed import GONE, NO_EXPORT, Viewed, readers, viewed

MOST_AT_ONCE, MOST_TRIES = 50, 5
BY = by_lines.of(Text("自动化", "automations"))
FAILED = Text("自动化“{label}”要发的视图没有发出：{why}", "The automation “{label}” could not send its view: {why}")
UNREAD = Text("读不出来", "it could not be read")
log = logging.getLogger("opsdesk.subscriptions")


@dataclass(frozen=True)
class Parcel:
    """What one receiver gets. to: an account or, with the role by which it reads, a channel. file: whether one goes along."""

    to: int
    role: int | None
    text: Text
    file: bool = False


def order(key: str, body: dict[str, Any]) -> int:
    """Once for each key; call it inside a transaction. body: record, view (its name), form, roles, users, channels, role, label, owner."""
    if ViewOrder.select().where(ViewOrder.key == key).exists():
        return 0
    ViewOrder.insert(key=key, body=json.dumps(body, ensure_ascii=False), at=now(), tries=0).execute()
    return 1


def view_named(record: type[Record], name: str) -> str:
    """The key of a shared view. Raises Refused."""
    row = DesignView.get_or_none(DesignView.record_type == record.key(), DesignView.name == name)
    if row is None:
        raise Refused(GONE(record=record.sheet.label, view=name), "body")
    return str(row.id)


def refuse_unfit(record: type[Record], body: dict[str, Any], actor: Who) -> None:
    """Raises Refused, or BadQuery, for what can't be sent so: as an automation of this role sees it now."""
    viewed(record, view_named(record, body["view"]), actor)
    as_file = body.get("form") == "xlsx"
    for role in Role.rows(Role.code.in_(body.get("roles") or [])):
        if as_file and not may(as_role(role), "export", record):
            raise Refused(NO_EXPORT(who=role.name, record=record.sheet.label), "body")
    for channel in Channel.rows(Channel.name.in_(body.get("channels") or [])):
        if as_file and channel.kind not in TAKES_FILES:
            raise Refused(NO_FILES(channel=channel.name), "body")
        reader = _reader(channel, actor)
        if not may(reader, "see", record) or scope(reader, record) is not None:
            raise Refused(SEES_PART(role=Text(reader.name, reader.name), record=record.sheet.label), "body")


def _reader(channel: Any, actor: Who) -> Who:
    """A channel that is for a role is told what that sees; one for all, what the automation's role does."""
    return actor if channel.role is None else as_role(Role.row(channel.role))


def send_ordered() -> int:
    """What waits, the oldest first; one that fails again and again is given up, and its owner hears of it."""
    with reading():
        waiting = list(ViewOrder.select().order_by(ViewOrder.id).limit(MOST_AT_ONCE))
    return sum(_sent(row) for row in waiting)


def _sent(row: ViewOrder) -> int:
    body = json.loads(row.body)
    record = house().records.get(body["record"])
    parcels: list[Parcel] | Text
    try:
        with reading():
            parcels = _parcels(record, body) if record is not None else GONE(record=body["record"], view=body["view"])
    except (Refused, BadQuery) as why:
        parcels = why.text
    except Exception:  # tried again, and the others go on
        log.exception("order %s failed", row.id)
        if row.tries + 1 < MOST_TRIES:
            with changes(who=system(BY.zh), via="job"):
                ViewOrder.update(tries=ViewOrder.tries + 1).where(ViewOrder.id == row.id).execute()
            return 0
        parcels = UNREAD
    try:
        with changes(who=system(BY.zh), via="job", op=f"view order {row.id}") as c:
            if not ViewOrder.delete().where(ViewOrder.id == row.id).execute():
                return 0
            if isinstance(parcels, Text):
                return _tell_owner(c, body, parcels)
            for parcel in parcels:
                _hand_over(c, record, body, row.key, parcel)
    except Duplicate:
        return 0
    return len(parcels)


def _parcels(record: type[Record], body: dict[str, Any]) -> list[Parcel]:
    key, as_file = view_named(record, body["view"]), body.get("form") == "xlsx"
    accounts = User.select(User.id).join(Role).where(User.active == 1, User.machine == 0)
    wanted = accounts.where((Role.code.in_(body.get("roles") or [])) | (User.login.in_(body.get("users") or [])))
    people = [(id, who_for(id)) for (id,) in wanted.order_by(User.id).tuples()]
    parcels = [
        Parcel(id, None, _text(record, key, who, as_file)[0])
        for id, who in people
        if who is not None and may(who, "see", record)
    ]
    for channel in Channel.rows(Channel.name.in_(body.get("channels") or []), Channel.active == 1):
        role = Role.row(channel.role) if channel.role is not None else Role.get(Role.code == body["role"])
        reader = as_role(role)
        if may(reader, "see", record) and scope(reader, record) is None:
            text, fits = _text(record, key, reader, as_file)
            parcels.append(Parcel(channel.id, role.id, text, as_file and fits))
    return parcels


def _text(record: type[Record], key: str, who: Who, as_file: bool) -> tuple[Text, bool]:
    """What is said, and whether the rows go into a file."""
    sides: dict[str, Viewed] = {lang: viewed(record, key, reader) for lang, reader in readers(who).items()}
    count = sides["zh"].query.count()
    text, fits = message_of(sides, count, as_text=not as_file), count <= MOST_IN_FILE
    if as_file and not fits:
        more = TOO_LONG(most=f"{MOST_IN_FILE:,}")
        text = Text(f"{text.zh}\n{more.zh}", f"{text.en}\n{more.en}")
    return text, fits


def _hand_over(c: Changes, record: type[Record], body: dict[str, Any], key: str, parcel: Parcel) -> None:
    view = view_named(record, body["view"])
    if parcel.role is None:
        page = f"/t/{record.key()}?view={view}"
        notify(c, parcel.text, record=record, page=page, users=[parcel.to], private=True)
        return
    asked = {"record": record.key(), "view": view, "role": parcel.role, "name": body["view"]}
    queue(parcel.to, [(key, parcel.text.zh)], json.dumps(asked, ensure_ascii=False) if parcel.file else None)


def _tell_owner(c: Changes, body: dict[str, Any], why: Text) -> int:
    label = Text(*body["label"])
    owners = [id for (id,) in User.select(User.id).where(User.login == body["owner"], User.active == 1).tuples()]
    whom: dict[str, Any] = {"users": owners} if owners else {"roles": [ADMINISTRATOR]}
    notify(c, FAILED(label=label, why=why), page="/automations", **whom)
    return 0


__all__ = ["order", "refuse_unfit", "send_ordered", "view_named"]
