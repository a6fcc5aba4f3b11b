"""Signing in and passwords: as slow and as silent for a wrong name as for a wrong password, and never a lock-out by others."""

import secrets
from dataclasses import dataclass

from ..kit.clock import lately, now
from ..kit.declare.access import Who, only_reads, system
from ..kit.pinyin import pinyin_of
from ..kit.server.database import reading, writing
from ..kit.text import Refused, Text
from ..kit.write.doing import in_one_change
from ..kit.write.handout import Handout
from ..kit.write.history import note
from ..kit.write.writes import Changes, changes
from . import passwords
from .access_tokens import NO_USER
from .people import User, administrator_id
from .second import OVER, WRONG_CODE, begin_half, count_half, end_half, half_of, takes
from .sessions import open_session, who_of_user
from .tables import Lasting, Session, end_sessions, hashed, named, normal
from .tries import good, lane_of_code, reserve, reset

WRONG = Text("登录名或密码不对", "The login or the password is wrong")
NOBODY_HERE = Text(
    "这里没有为你开账号，请找系统管理员", "There is no account for you here; ask an administrator for one"
)
WRONG_CURRENT = Text("当前密码不对", "The current password is wrong")
SAME = Text("新密码不能和当前密码一样", "The new password must differ from the current one")
OWN_PAGE = Text(
    "自己的密码请在“修改密码”页面改；请先取消勾选自己",
    "Change your own password on the password page; leave yourself out here",
)
NEW_PASSWORD = Text(
    "{name} 的一次性密码：{password}（只显示这一次，登录后须改掉）",
    "One-time password of {name}: {password} (shown only now; to be changed after signing in)",
)
IS_OFF = Text("{name}的账号已停用，先启用再发密码", "The account of {name} is off; switch it on first")
OF_A_PROGRAM = Text(
    "{name}是程序账号，不用密码登录；请在“访问令牌”里给它发令牌",
    "{name} is a program's account, which has no password; give it a token under “Access tokens”",
)
GIVEN = Text("已给 {n} 个账号发一次性密码", "One-time passwords for {n} accounts")
ONLY_NOW = Text(
    "密码只在这里显示这一次，关闭后无法再查看。请复制或打印后交给本人；对方登录后须改成自己的密码。",
    "The passwords are shown here only once. Copy or print them and hand them over; everyone sets an own password after signing in.",
)
SLIP = (Text("姓名", "Name"), Text("登录名", "Login"), Text("一次性密码", "One-time password"))
SLIP_STEPS = (
    Text("1. 在电脑或手机浏览器打开上面的网址", "1. Open the address above in a browser, on a computer or a phone"),
    Text("2. 输入登录名和一次性密码", "2. Type the login and the one-time password"),
    Text(
        "3. 按提示设自己的密码（至少 15 位），然后销毁本纸条",
        "3. Set your own password (15 characters or more), then destroy this slip",
    ),
)
FREED = Text("{name} 可以重新登录了", "{name} may sign in again")
SIGNED_OUT = Text(
    "{name} 已在所有设备上退出，访问令牌已停用", "{name} is signed out everywhere and the API tokens are revoked"
)
FIRST_ADMIN = Text("建立第一位系统管理员", "Set up the first administrator")
FIRST, FIRST_NAME = "admin", "系统管理员"
PASSWORD_SET = Text("设置密码", "Set a password")


@dataclass(frozen=True)
class Entry:
    """What a successful sign-in gives to the browser."""

    token: str
    device: str
    must_change: bool
    half: str | None = (
        None  # the code is still to come: then `token` is none of a session, this is of what waits for it
    )


def sign_in(
    login: str, password: str, *, address: str = "", device: str | None = None, lang: str = "zh", agent: str = ""
) -> Entry:
    """Test name and password and open a fresh session. Raises Refused(WRONG) or TooOften, for known and unknown names alike."""
    with reading():
        user = User.select().where(User.login == normal(login)).first()
        lane = _lane(user, device)
        tried = reserve(named(login), lane, address)
    may_enter = user is not None and user.active and not user.machine
    right = passwords.fits(password, user.password_hash if may_enter else None)
    with writing():
        who = who_of_user(user) if user is not None else Who(None, "?")
        if not right:
            note(who, "sign_in_refused", address=address)
        else:
            good(tried)
            device = device if lane else secrets.token_urlsafe(32)
            if user.second_step:
                return Entry("", device, bool(user.must_change), begin_half(user.id))
            token = open_session(user.id, device=device, lang=lang, address=address, agent=agent)
            note(who, "signed_in", address=address)
    if not right:
        raise Refused(WRONG)
    return Entry(token, device, bool(user.must_change))


def finish(half: str, code: str, *, device: str = "", address: str = "", lang: str = "zh", agent: str = "") -> Entry:
    """The code behind a right password: opens the session. Raises Refused or TooOften, as a password would."""
    waiting = half_of(half)
    if waiting is None:
        raise Refused(OVER)
    with reading():
        user = User.get_or_none(User.id == waiting.user_id, User.active == 1)
    if user is None:
        raise Refused(OVER)
    tried = reserve(named(user.login), lane_of_code(user.id), address)
    with writing():
        right = takes(user.id, code) and end_half(waiting)
        if right:
            good(tried)
            token = open_session(user.id, device=device, lang=lang, address=address, agent=agent)
            note(who_of_user(user), "signed_in", address=address, second_step=True)
        else:
            count_half(waiting)
            note(who_of_user(user), "code_refused", address=address)
    if not right:
        raise Refused(WRONG_CODE, "code")
    return Entry(token, device, bool(user.must_change))


def enter(login: str, *, device: str | None, address: str = "", lang: str = "zh", agent: str = "") -> Entry:
    """Somebody of whom a provider that is believed says who it is. A second step that was set up here is asked for all the same.

    Raises Refused for a login that is nobody's here: accounts are made by administrators only.
    """
    with writing():
        user = User.get_or_none(User.login == normal(login), User.active == 1, User.machine == 0) if login else None
        if user is None:
            note(Who(None, "?"), "sign_in_refused", address=address, elsewhere=True)
        else:
            device = device if _lane(user, device) else secrets.token_urlsafe(32)
            if user.second_step:
                return Entry("", device, bool(user.must_change), begin_half(user.id))
            token = open_session(user.id, device=device, lang=lang, address=address, agent=agent)
            note(who_of_user(user), "signed_in", address=address, elsewhere=True)
    if user is None:
        raise Refused(NOBODY_HERE)
    return Entry(token, device, bool(user.must_change))


def knows_device(login: str, device: str | None) -> bool:
    """Whether this person signed in with this browser before."""
    with reading():
        return bool(_lane(User.select().where(User.login == normal(login)).first(), device))


def _lane(user: User | None, device: str | None) -> str:
    """'' for everybody; a browser this user signed in with before has a lane of its own, which others can't block."""
    if not device:
        return ""
    known = Session.select().where(
        Session.device_hash == hashed(device),
        Session.user_id == (user.id if user is not None else 0),
        lately(Session.made_at, Lasting.known_device),
    )
    return hashed(device) if known.exists() else ""


def change_password(
    who: Who, current: str, new: str, *, device: str | None = None, address: str = "", agent: str = ""
) -> str:
    """Set one's own password: every session ends, and this browser gets a fresh one. Returns its token."""
    if why := only_reads(who):
        raise Refused(why)
    with reading():
        user = User.get_by_id(who.user_id)
        tried = reserve(named(user.login), f"own {user.id}", address)
    if not passwords.fits(current, user.password_hash):
        raise Refused(WRONG_CURRENT, "current")
    passwords.check(new, user.login, user.name, user.name_py)
    if current == new:
        raise Refused(SAME, "new")
    stored = passwords.hash_of(new)
    with changes(who=system(user.name), via="account", label=PASSWORD_SET) as c:
        good(tried)
        c.update(User, user.id, password_hash=stored, password_at=now(), must_change=False)
        note(who, "password_changed", "user", user.id)
        return open_session(user.id, device=device, lang=who.lang, address=address, agent=agent)


def set_language(who: Who, lang: str) -> None:
    """The person's choice, kept with the user."""
    if who.reads_only:
        return
    with changes(who=who, via="account") as c:
        c.update(User, who.user_id, lang=lang if lang == "en" else "zh")


def new_password(user: int, *, who: Who) -> Text:
    """One person's one-time password as a sentence, for a command line."""
    with changes(who=who, label=PASSWORD_SET) as c:
        name, _, password = one_time_passwords(c, [user]).rows[0]
    return NEW_PASSWORD(name=name, password=password)


@in_one_change
def one_time_passwords(c: Changes, users: list[int]) -> Handout:
    """Give people one-time passwords; each ends the person's sessions and the lock. Only the answer tells them."""
    if c.who.user_id in users:
        raise Refused(OWN_PAGE)
    secrets = {id: passwords.one_time() for id in users}
    people = {id: c.fresh(User, id) for id in users}
    if off := next((user for user in people.values() if not user.active), None):
        raise Refused(IS_OFF(name=off.name), "active")
    if machine := next((user for user in people.values() if user.machine), None):
        raise Refused(OF_A_PROGRAM(name=machine.name), "machine")
    at = now()
    c.alter(
        User,
        {
            id: {"password_hash": passwords.hash_of_one_time(secrets[id]), "password_at": at, "must_change": True}
            for id in users
        },
    )
    for id, user in people.items():
        reset(user.login, user.id)
        c.note("password_reset", "user", id)
    rows = tuple((user.name, user.login, secrets[id]) for id, user in people.items())
    return Handout(GIVEN(n=len(rows)), ONLY_NOW, SLIP, rows, SLIP_STEPS)


def password_for(login: str, *, who: Who) -> Text:
    """The same by login. Raises Refused for an unknown or disabled user."""
    with reading():
        user = User.select().where(User.login == normal(login), User.active == 1).first()
    if user is None:
        raise Refused(NO_USER(login=login[:40]))
    return new_password(user.id, who=who)


@in_one_change
def allow_sign_in(c: Changes, row_id: int) -> Text:
    """Lift the lock that a hundred wrong tries put on a user."""
    user = c.fresh(User, row_id)
    reset(user.login, user.id)
    c.note("sign_in_allowed", "user", row_id)
    return FREED(name=user.name)


@in_one_change
def sign_out(c: Changes, row_id: int) -> Text:
    """End all sessions and API tokens of a user."""
    user = c.fresh(User, row_id)
    end_sessions([row_id], "signed_out", tokens=True)
    c.note("signed_out", "user", row_id)
    return SIGNED_OUT(name=user.name)


def has_users() -> bool:
    with reading():
        return User.select().exists()


def check_first(password: str) -> None:
    """Raises Refused unless the first administrator could choose it on the page."""
    passwords.check(password, FIRST, FIRST_NAME, pinyin_of(FIRST_NAME))


def first_admin(password: str | None = None) -> str | None:
    """The administrator of an empty database, called `admin`. Without a password, returns a one-time one; None if there are users.

    Raises Refused for a given password that the page would refuse.
    """
    if has_users():
        return None
    secret = None if password else passwords.one_time()
    if password:
        check_first(password)
    with changes(who=system("系统"), via="setup", label=FIRST_ADMIN) as c:
        c.create(
            User,
            login=FIRST,
            name=FIRST_NAME,
            role=administrator_id(),
            must_change=secret is not None,
            password_hash=passwords.hash_of(password) if password else passwords.hash_of_one_time(secret),
            password_at=now(),
        )
    return secret
