"""Invitations 邀请: a link by which somebody without a password chooses one, good once and for some days."""

import secrets
from datetime import timedelta

import peewee

from ..kit.clock import local, now
from ..kit.declare.access import system
from ..kit.fields import MomentField
from ..kit.server import surroundings
from ..kit.server.database import reading
from ..kit.text import Refused, Text
from ..kit.write.doing import in_one_change
from ..kit.write.handout import Handout
from ..kit.write.history import Kept, note
from ..kit.write.writes import Changes, changes
from . import passwords
from .people import User
from .sessions import open_session, who_of_user
from .signing_in import IS_OFF, OF_A_PROGRAM, PASSWORD_SET
from .tables import hashed

DOOR, USUAL_DAYS, MOST_DAYS = "/j/", 7, 30
HAS_ONE = Text(
    "{name}已经有自己的密码；忘记了请用“发一次性密码”",
    "{name} has a password already; for a forgotten one give a one-time password",
)
INVITED = Text("给 {n} 个账号的邀请链接", "Invitations for {n} accounts")
ONLY_NOW = Text(
    "链接只在这里显示这一次，{until}前有效，每个只能用一次。请分别发给本人，谁打开都能设密码；再发一次，原来的就作废。",
    "The links are shown here only once, hold until {until} and work once each. Send each to its person, for whoever opens it may "
    "set the password; inviting again ends the one before.",
)
SLIP = (Text("姓名", "Name"), Text("登录名", "Login"), Text("邀请链接", "Link"))
STEPS = (
    Text("1. 在电脑或手机浏览器打开链接", "1. Open the link in a browser, on a computer or a phone"),
    Text("2. 设自己的密码（至少 15 位），马上就能用", "2. Set your own password (15 characters or more) and go on"),
)
LAPSED = Text(
    "这个邀请链接已经用过、过期或作废，请找系统管理员再发一个",
    "This invitation was used, has run out or was withdrawn; ask an administrator for another",
)


class Invitation(Kept):
    """One link; only the hash of its secret is kept."""

    token_hash = peewee.CharField(max_length=64, unique=True)
    user_id = peewee.BigIntegerField(index=True)
    made_at = MomentField("时间", "Made at")
    until = MomentField("有效到", "Until")
    used_at = MomentField("使用时间", "Used at", null=True)


@in_one_change
def invite(c: Changes, users: list[int], days: int | None = None) -> Handout:
    """A link for each, in the place of any before. Raises Refused for who can't come in by one. Only the answer tells them."""
    people = {id: c.fresh(User, id) for id in users}
    for user in people.values():
        if not user.active:
            raise Refused(IS_OFF(name=user.name), "active")
        if user.machine:
            raise Refused(OF_A_PROGRAM(name=user.name), "machine")
        if user.entry == "own":
            raise Refused(HAS_ONE(name=user.name), "entry")
    until = now() + timedelta(days=days or USUAL_DAYS)
    withdraw(users)
    given = {id: secrets.token_urlsafe(24) for id in users}
    rows = [
        {"token_hash": hashed(token), "user_id": id, "made_at": now(), "until": until} for id, token in given.items()
    ]
    Invitation.insert_many(rows).execute()
    for id in users:
        c.note("invited", "user", id)
    slips = tuple((user.name, user.login, f"{_address()}{DOOR}{given[id]}") for id, user in people.items())
    return Handout(INVITED(n=len(slips)), ONLY_NOW(until=f"{local(until):%Y-%m-%d %H:%M}"), SLIP, slips, STEPS)


def _address() -> str:
    """As the server was told; where it was not, the browser that shows the links knows its own."""
    return surroundings.read().url


def withdraw(users: list[int]) -> None:
    """Links that these people haven't used open nothing any more; inside the change that asks for it."""
    Invitation.delete().where(Invitation.user_id.in_(users), Invitation.used_at.is_null()).execute()


def invited(token: str) -> User:
    """Whom a link is for, as long as it holds. Raises Refused."""
    with reading():
        row = _holding(token)
        user = None if row is None else User.get_or_none(User.id == row.user_id, User.active == 1, User.machine == 0)
    # A one-time password given since then is another way in: of two the older ends.
    if user is None or user.entry == "own" or (user.password_at is not None and user.password_at > row.made_at):
        raise Refused(LAPSED)
    return user


def _holding(token: str) -> Invitation | None:
    mine = (Invitation.token_hash == hashed(token)) & Invitation.used_at.is_null()
    return Invitation.get_or_none(mine, Invitation.until > now(), Invitation.made_at <= now())


def join(token: str, new: str, *, device: str, lang: str = "zh", address: str = "", agent: str = "") -> str:
    """The person's own password, and a session for this browser. Returns its token. Raises Refused, and the link still holds then."""
    user = invited(token)
    passwords.check(new, user.login, user.name, user.name_py)
    stored = passwords.hash_of(new)
    with changes(who=system(user.name), via="account", label=PASSWORD_SET) as c:
        row = _holding(token)
        mine = Invitation.id == (row.id if row is not None else 0)
        if Invitation.update(used_at=now()).where(mine, Invitation.used_at.is_null()).execute() != 1:
            raise Refused(LAPSED)
        c.update(User, user.id, password_hash=stored, password_at=now(), must_change=False)
        note(who_of_user(user), "joined", "user", user.id, address=address)
        return open_session(user.id, device=device, lang=lang, address=address, agent=agent)
