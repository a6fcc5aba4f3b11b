"""Who is behind a cookie or a token right now; asked again at every request and every socket event."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

import peewee

from ..kit.clock import AHEAD, now, today
from ..kit.declare.access import Who
from ..kit.server.database import handle, is_embedded, reading, writing
from ..kit.server.standing import renew_by
from ..kit.write.history import note
from .access_tokens import narrowed
from .looking import as_another, nobody
from .people import Role, User
from .remembered import remembered, with_versions
from .rights import WHO_COLUMNS, who_of
from .tables import ApiToken, Lasting, Session, hashed

USER_COLUMNS = tuple(column._alias if isinstance(column, peewee.Alias) else column.name for column in WHO_COLUMNS)
SEAT_COLUMNS = ("session_id", "made_at", "seen_at", "lang", "looks_as", *USER_COLUMNS)
TOUCH = timedelta(seconds=60)  # last use is written at most this often


@dataclass(frozen=True)
class Seat:
    """A signed-in place: who sits there, until when, and what the guard must do about it."""

    who: Who
    ends_at: datetime | None = None
    must_change: bool = False
    must_prove: bool = False  # the role asks for a second step, and there is none yet
    touch_due: bool = False


def seat_of(token: str) -> Seat | None:
    """The living session of a cookie, or None."""
    return _seat(Session.token_hash, hashed(token))


def asks_quickly() -> bool:
    """Whether who sits where is known without waiting: a file is read beside whoever writes, a server has to be asked over the net."""
    return is_embedded()


def seat_again(session_id: int) -> Seat | None:
    """The same session, read anew."""
    return _seat(Session.id, session_id)


def who_by_session(token: str, moment: datetime | None = None) -> Who | None:
    seat = _seat(Session.token_hash, hashed(token), moment)
    return seat.who if seat else None


def seat_of_token(token: str) -> Seat | None:
    """The user of an API token, with the rights he has today."""
    with reading():
        answers = handle.execute_sql(_token_sql(is_embedded()), [hashed(token), 1]).fetchall()
        if not answers:
            return None
        ((*values, rights, design),) = answers  # all of them: a statement that isn't at its end goes on seeing what was
        renew_by(design)
        return remembered(("token", today(), *values, rights), partial(_seat_by_token, values))


def _seat_by_token(values: list[Any]) -> Seat | None:
    row = dict(zip((*USER_COLUMNS, "access_id"), values, strict=True))
    who = who_of(row) if row["access_id"] is None else narrowed(who_of(row), row["access_id"])
    return None if who is None else Seat(who, must_change=bool(row["must_change"]))


def who_by_token(token: str) -> Who | None:
    seat = seat_of_token(token)
    return seat.who if seat else None


def alive(session_ids: Iterable[int]) -> set[int]:
    """Which of these sessions still hold."""
    ids, living = list(session_ids), set()
    with reading():
        for start in range(0, len(ids), 500):
            query = Session.select(Session.id).join(User, on=(Session.user_id == User.id))
            living |= {id for (id,) in query.where(Session.id.in_(ids[start : start + 500]), *_holds(now())).tuples()}
    return living


def touch(session_id: int) -> None:
    """The person is there: the idle time begins anew."""
    with writing():
        Session.update(seen_at=now()).where(Session.id == session_id).execute()


def open_session(user_id: int, *, device: str | None, lang: str, address: str = "", agent: str = "") -> str:
    """A fresh session; call inside `writing()`. Returns the token for the cookie, which is stored nowhere.

    One too many ends the one that hasn't been used for the longest time.
    """
    token, moment = secrets.token_urlsafe(32), now()
    others = Session.select(Session.id).where(Session.user_id == user_id, Session.ended_at.is_null())
    older = others.order_by(Session.seen_at.desc(), Session.id.desc()).limit(10_000).offset(Lasting.at_once - 1)
    Session.update(ended_at=moment, why="too_many").where(Session.id.in_(older)).execute()
    Session.insert(
        token_hash=hashed(token),
        user_id=user_id,
        device_hash=device and hashed(device),
        lang=lang,
        made_at=moment,
        seen_at=moment,
        address=address[:60],
        agent=agent[:200],
    ).execute()
    return token


def end_session(session_id: int, why: str = "logout") -> None:
    with writing():
        Session.update(ended_at=now(), why=why).where(Session.id == session_id, Session.ended_at.is_null()).execute()


def note_refusal(who: Who, kind: str, what: str) -> None:
    """An attempt that nothing of ours makes, for the audit log."""
    with writing():
        note(who, kind, what=what)


def who_of_user(user: User) -> Who:
    """Who an event is about, without any rights."""
    return Who(user.id, user.name, user.login)


def _seat(by: peewee.Field, value: Any, moment: datetime | None = None) -> Seat | None:
    moment = moment or now()
    since = [
        by.db_value(value),
        *(
            Session.made_at.db_value(end)
            for last in (Lasting.longest, Lasting.idle)
            for end in (moment - last, moment + AHEAD)
        ),
        1,
    ]
    with reading():
        answers = handle.execute_sql(_sql(by, is_embedded()), since).fetchall()
        if not answers:
            return None
        ((*values, rights, design),) = answers
        renew_by(design)
        if values[SEAT_COLUMNS.index("looks_as")] is None:
            seat, seen = remembered(
                ("session", Lasting.longest, Lasting.idle, *values, rights), partial(_seated, values)
            )
        else:
            seat, seen = _seated(values)  # another's row counts as well
    return replace(seat, touch_due=True) if moment - seen > TOUCH else seat


def _seated(values: list[Any]) -> tuple[Seat, datetime]:
    """The seat of a session's row, and when it was last used."""
    row = dict(zip(SEAT_COLUMNS, values, strict=True))
    who = who_of(row, session_id=row["session_id"], lang=row["lang"], stands_in=row["looks_as"] is None)
    if row["looks_as"] is not None:
        who = as_another(who, row["looks_as"]) or nobody(who)
    made, seen = (Session.made_at.python_value(row[name]) for name in ("made_at", "seen_at"))
    ends = min(made + Lasting.longest, seen + Lasting.idle)
    lacks_step = bool(row["asks_code"] and not row["second_step"] and not row["machine"])
    return Seat(who, ends, bool(row["must_change"]), lacks_step), seen


@cache
def _token_sql(embedded: bool) -> str:
    query = ApiToken.select(*WHO_COLUMNS, ApiToken.access_id)
    query = query.join(User, on=(ApiToken.user_id == User.id)).join(Role, on=(User.role == Role.id))
    query = query.where(ApiToken.token_hash == "", ApiToken.ended_at.is_null(), User.active == 1)
    return with_versions(query.sql()[0])


@cache
def _sql(by: peewee.Field, embedded: bool) -> str:
    """The look-up as text, made once: it runs at every request, and building it costs more than running it."""
    own = (Session.id.alias("session_id"), Session.made_at, Session.seen_at, Session.lang, Session.looks_as)
    query = Session.select(*own, *WHO_COLUMNS)
    query = query.join(User, on=(Session.user_id == User.id)).join(Role, on=(User.role == Role.id))
    return with_versions(query.where(by == by.python_value("1"), *_holds(now())).sql()[0])


def _holds(moment: datetime) -> tuple[Any, ...]:
    """What a session that holds is like; one of a time to come would hold for longer than it may."""
    return (
        Session.ended_at.is_null(),
        Session.made_at > moment - Lasting.longest,
        Session.made_at <= moment + AHEAD,
        Session.seen_at > moment - Lasting.idle,
        Session.seen_at <= moment + AHEAD,
        User.active == 1,
    )
