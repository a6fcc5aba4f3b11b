"""The app's own tables behind signing in; no record types, nobody edits them, and they hold hashes only."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta

import peewee

from ..kit.clock import now
from ..kit.fields import MomentField
from ..kit.write.history import Kept


class Lasting:
    """How long a session lasts without use and at most, and how many one person may have at once.

    `main` may set `idle` from the settings.
    """

    at_once = 20
    idle = timedelta(minutes=60)
    longest = timedelta(hours=12)
    known_device = timedelta(days=180)


class Session(Kept):
    """One browser that signed in. The token is only in its cookie; `device_hash` knows the browser again next time."""

    token_hash = peewee.CharField(max_length=64, unique=True)
    user_id = peewee.BigIntegerField(index=True)
    device_hash = peewee.CharField(max_length=64, null=True, index=True)
    lang = peewee.CharField(max_length=2, default="zh")
    made_at = MomentField("登录时间", "Signed in at")
    seen_at = MomentField("最近使用", "Last used at")
    ended_at = MomentField("结束时间", "Ended at", null=True)
    why = peewee.CharField(max_length=20, null=True)
    address = peewee.CharField(max_length=60, default="")
    agent = peewee.CharField(max_length=200, default="")
    looks_as = peewee.BigIntegerField(null=True)  # the user whose view an administrator has taken here, see `looking`


class ApiToken(Kept):
    """The secret of an access token (`access_id`; older ones have none): the rights of its user at each call, or what that leaves."""

    token_hash = peewee.CharField(max_length=64, unique=True)
    user_id = peewee.BigIntegerField(index=True)
    label = peewee.CharField(max_length=80)
    access_id = peewee.IntegerField(null=True, index=True)
    made_at = MomentField("建立时间", "Made at")
    used_at = MomentField("最近使用", "Last used at", null=True)
    ended_at = MomentField("停用时间", "Ended at", null=True)


class SignInTry(Kept):
    """One test of a password. `lane` keeps those of a known device apart from everybody else's ('')."""

    name_hash = peewee.CharField(max_length=64)
    lane = peewee.CharField(max_length=64, default="")
    address = peewee.CharField(max_length=60, index=True)
    at = MomentField("时间", "At")
    outcome = peewee.CharField(max_length=5)  # bad, good, reset

    class Meta:
        indexes = ((("name_hash", "lane", "id"), False),)


OWN_TABLES = (Session, ApiToken, SignInTry)


def hashed(text: str) -> str:
    """What is stored of a token: it has 256 random bits, so a plain hash can't be turned back."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def named(login: str) -> str:
    """What is stored of a typed name: people sometimes type their password there."""
    return hashed(f"name:{normal(login)}")


def normal(login: str) -> str:
    return " ".join(login.split()).casefold()[:200]


def end_sessions(user_ids: Iterable[int], why: str, *, tokens: bool = False, but: int | None = None) -> None:
    """End these users' sessions, in the transaction of the change that asks for it; `but` one that stays."""
    ids, moment = list(user_ids), now()
    if not ids:
        return
    Session.update(ended_at=moment, why=why).where(
        Session.user_id.in_(ids), Session.ended_at.is_null(), Session.id != (but or 0)
    ).execute()
    if tokens:
        ApiToken.update(ended_at=moment).where(ApiToken.user_id.in_(ids), ApiToken.ended_at.is_null()).execute()
