"""Looking as somebody else: an administrator sees the app as that person does, changes nothing, and it is logged."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from ..kit.declare.access import Grant, Real, Who
from ..kit.server.database import reading, writing
from ..kit.text import Refused, Text
from ..kit.write.history import Event, note
from .people import ADMINISTRATOR, Role, User
from .rights import WHO_COLUMNS, who_of
from .tables import Session

MOST_LOGGED = 50
NOT_YOU = Text("只有系统管理员能以别人的身份查看", "Only an administrator looks as somebody else")
NOT_TWICE = Text("正在以{name}的身份查看，请先结束", "You are looking as {name}; end that first")
NOT_THAT = Text(
    "不能以{name}的身份查看：系统管理员、程序账号、停用的账号和看得比你多的人除外",
    "You can't look as {name}: not as an administrator, a program, an account that is off, or somebody who sees more than you",
)
NOBODY = Text("没有这个账号", "There is no such account")


@dataclass(frozen=True)
class Looked:
    """Who looked as whom, when."""

    at: str
    by: str
    whom: str


def may_look(who: Who) -> bool:
    return who.role == ADMINISTRATOR and who.session_id is not None and who.behind is None


def look(who: Who, user_id: int) -> None:
    """From now on this session sees what that person sees. Raises Refused."""
    if who.behind is not None:
        raise Refused(NOT_TWICE(name=who.name))
    if not may_look(who):
        raise Refused(NOT_YOU)
    with reading():
        user = User.get_or_none(User.id == user_id)
    if user is None:
        raise Refused(NOBODY)
    if as_another(who, user_id) is None:
        raise Refused(NOT_THAT(name=user.name))
    with writing():
        Session.update(looks_as=user_id).where(Session.id == who.session_id).execute()
        note(who, "look_as", "user", user_id, whom=user.name)


def end(who: Who) -> None:
    """The session is its person's own again."""
    if who.behind is None:
        return
    with writing():
        Session.update(looks_as=None).where(Session.id == who.session_id).execute()
        note(who, "look_as_ended", "user", who.user_id)


def as_another(real: Who, user_id: int) -> Who | None:
    """Who this person looks as, with that person's rights of now; None where it may not be (any more)."""
    if real.role != ADMINISTRATOR:
        return None
    query = User.select(*WHO_COLUMNS, User.machine).join(Role, on=(User.role == Role.id))
    row = query.where(User.id == user_id, User.active == 1).dicts().first()
    if row is None or row["machine"] or row["role"] == ADMINISTRATOR or user_id == real.user_id:
        return None
    # A one-time password that waits to be changed says nothing of what the person may.
    other = who_of({**row, "must_change": False, "user_lang": real.lang}, session_id=real.session_id, lang=real.lang)
    if not _sees_no_more(other.grants, real.grants):
        return None
    return replace(other, reads_only=True, behind=Real(real.user_id, real.name, real.login))


def nobody(real: Who) -> Who:
    """Whom there is no looking as any more: the page says so until the person ends it."""
    return replace(real, grants=MappingProxyType({}), reads_only=True, behind=Real(real.user_id, real.name, real.login))


def _sees_no_more(theirs: Mapping[str, Grant], mine: Mapping[str, Grant]) -> bool:
    """Nobody gets to see by it what his own role doesn't show him."""
    return all(_within(grant, mine.get(name)) for name, grant in theirs.items() if "see" in grant.verbs)


def _within(their: Grant, my: Grant | None) -> bool:
    return (
        my is not None
        and "see" in my.verbs
        and my.rows == "all"
        and my.hidden <= their.hidden
        and my.masked <= their.masked | their.hidden
    )


def people(who: Who, search: str = "") -> list[dict[str, Any]]:
    """Whom this person may look as, by name, login or pinyin."""
    if not may_look(who):
        return []
    text = search.strip().casefold()[:40]
    query = User.select(User.id, User.name, User.login, User.name_py, Role.name.alias("role_name"), Role.name_en)
    query = query.join(Role, on=(User.role == Role.id)).where(User.active == 1, User.machine == 0)
    rows = query.where(Role.code != ADMINISTRATOR).order_by(User.name, User.id).dicts()
    named = [row for row in rows if text in f"{row['name']} {row['login']} {row['name_py'] or ''}".casefold()]
    return [{**row, "role": Text(row["role_name"], row["name_en"] or row["role_name"])} for row in named]


def looked(who: Who) -> list[Looked]:
    """The newest lines of the log."""
    if not may_look(who):
        return []
    lines = Event.select().where(Event.kind == "look_as").order_by(Event.id.desc()).limit(MOST_LOGGED)
    names = dict(User.select(User.id, User.name).tuples())
    return [
        Looked(Event.at.keep(line.at), line.user_name or "", names.get(line.row_id, f"#{line.row_id}"))
        for line in lines
    ]


__all__ = ["Looked", "as_another", "end", "look", "looked", "may_look", "people"]
