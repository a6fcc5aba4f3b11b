"""Telling of rows: each receiver reads of them what he sees himself, and rows out of his sight are no news to him."""

from dataclasses import replace
from typing import Any

from ...accounts.channels import Channel
from ...accounts.people import Role, User
from ...accounts.rights import as_role, who_for
from ...kit.ask.query import Query
from ...kit.ask.titles import titles_of
from ...kit.declare.access import Who, may, scope
from ...kit.declare.record import Record
from ...kit.text import Text
from ...kit.write.notices import notify
from ...kit.write.outbox import queue
from .acting_as import over_all
from .saying import listed, said


def tell(doing: Any, at: int, deed: dict[str, Any]) -> int:
    """How many sentences went out, notices and messages together."""
    text = Text(deed["text"], deed.get("text_en") or deed["text"])
    if doing.automation.when.get("list"):
        return _as_list(doing, at, deed, text)
    count = 0
    for role in Role.rows(Role.code.in_(deed.get("roles", []))) if deed.get("roles") else ():
        count += _told(doing, deed, text, over_all(as_role(role), doing.record), {"roles": [role.code]})
    for id, ids in _people(doing, deed).items():
        if (who := who_for(id)) is not None:
            count += _told(doing, deed, text, who, {"users": [id]}, ids)
    return count + _to_channels(doing, at, deed, text)


def _told(
    doing: Any, deed: dict[str, Any], text: Text, who: Who, whom: dict[str, Any], ids: list[int] | None = None
) -> int:
    if not may(who, "see", doing.record):
        return 0
    sentences = said(text, doing.record, doing.ids if ids is None else ids, _readers(who))
    for id, sentence in sentences.items():
        notify(doing.c, sentence, record=doing.record, row=id, urgent=bool(deed.get("urgent")), **whom)
    return len(sentences)


def _people(doing: Any, deed: dict[str, Any]) -> dict[int, list[int]]:
    """By account, the rows it hears of: the accounts that are named, and those of the people who stand in columns."""
    rows: dict[int, list[int]] = {}
    if deed.get("users"):
        named = User.select(User.id).where(User.login.in_(deed["users"]), User.active == 1)
        rows = {id: list(doing.ids) for (id,) in named.tuples()}
    for name in deed.get("people", []):
        item = doing.record.fields()[name]
        employees = dict(doing.record.select(doing.record.id, item).where(doing.record.id.in_(doing.ids)).tuples())
        wanted = {id for id in employees.values() if id is not None}
        users = dict(User.select(User.id, User.employee).where(User.employee.in_(wanted), User.active == 1).tuples())
        for user, employee in users.items():
            mine = [id for id, theirs in employees.items() if theirs == employee]
            rows[user] = list(dict.fromkeys([*rows.get(user, []), *mine]))
    return rows


def _to_channels(doing: Any, at: int, deed: dict[str, Any], text: Text) -> int:
    count = 0
    for channel in (
        Channel.rows(Channel.name.in_(deed["channels"]), Channel.active == 1) if deed.get("channels") else ()
    ):
        who = _reader(channel, doing.who)
        if (
            may(who, "see", doing.record) and scope(who, doing.record) is None
        ):  # it speaks to many: what all of them see
            sentences = said(text, doing.record, doing.ids, _readers(who))
            count += queue(channel.id, [(doing.key(at, id), sentence.zh) for id, sentence in sentences.items()])
    return count


def _reader(channel: Any, actor: Who) -> Who:
    """Who reads a channel: the role that it is for; one that is for all reads what the automation's role does."""
    return actor if channel.role is None else as_role(Role.row(channel.role))


def _as_list(doing: Any, at: int, deed: dict[str, Any], text: Text) -> int:
    """One sentence over all rows, for each person over those that he sees; for people of a column, over those that name them."""
    count = 0
    accounts = User.select(User.id).where(User.active == 1).join(Role)
    of_roles = accounts.where(Role.code.in_(deed.get("roles", []))).tuples()
    hearing = {**_people(doing, deed), **{id: list(doing.ids) for (id,) in of_roles}}
    for id, ids in hearing.items():
        who = who_for(id)
        if who is not None and (sentence := _list(doing.record, ids, text, who)) is not None:
            notify(doing.c, sentence, record=doing.record, users=[id], urgent=bool(deed.get("urgent")))
            count += 1
    for channel in (
        Channel.rows(Channel.name.in_(deed["channels"]), Channel.active == 1) if deed.get("channels") else ()
    ):
        who = _reader(channel, doing.who)
        if scope(who, doing.record) is None and (sentence := _list(doing.record, doing.ids, text, who)) is not None:
            count += queue(channel.id, [(doing.key(at, "list"), sentence.zh)])
    return count


def _list(record: type[Record], ids: list[int], text: Text, who: Who) -> Text | None:
    if not may(who, "see", record) or not (mine := Query(record, who).among(ids)):
        return None
    titles = titles_of(record, set(mine), who)
    return listed(text, [titles[id] for id in mine])


def _readers(who: Who) -> dict[str, Who]:
    return {lang: replace(who, lang=lang) for lang in ("zh", "en")}
