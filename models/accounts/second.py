"""The second step of signing in 动态验证码: a code from the phone (TOTP, RFC 6238) behind the password, or a recovery code.

Whose role demands it sets it up before anything else; whoever else wants it may. A code is good once, and wrong ones count as wrong
passwords do. What it rests on lies in tables of the app's own, never in a grid, an export or the history.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, timedelta

import peewee
import pyotp

from ..kit import Changes, Refused, Text, changes, in_one_change, system
from ..kit.clock import AHEAD, now
from ..kit.declare.access import Who, only_reads
from ..kit.fields import MomentField
from ..kit.server.database import reading, writing
from ..kit.write.history import Kept, note
from .people import Role, User
from .tables import end_sessions, hashed, named, normal
from .tries import good, lane_of_code, reserve

ISSUER = "OpsDesk"
STEP, WINDOW = 30, 1  # seconds a code stands for, and how many before and after are taken: clocks of phones differ
HALF_LASTS, HALF_TRIES = timedelta(minutes=5), 5
CODES, CODE_LETTERS, ALPHABET = 10, 10, "abcdefghjkmnpqrstuvwxyz23456789"
WRONG_CODE = Text(
    "验证码不对，请用手机上现在显示的 6 位数字", "That code is not right; use the 6 digits the phone shows now"
)
OVER = Text("登录已超时，请重新输入密码", "This sign-in took too long; type the password again")
DEMANDED = Text("你的角色必须使用动态验证码，不能关闭", "Your role must use a second step; it can't be switched off")
IS_ON = Text("动态验证码已经启用", "The second step is on already")
IS_OFF = Text("还没有启用动态验证码", "There is no second step yet")
HAS_NONE = Text("{name}没有启用动态验证码", "{name} has no second step")
TURN_ON, TURN_OFF = (
    Text("启用动态验证码", "Switch the second step on"),
    Text("关闭动态验证码", "Switch the second step off"),
)
RESET = Text(
    "{name} 的动态验证码已重置，登录后可以重新设置",
    "The second step of {name} was taken away; it can be set up anew after signing in",
)


class SecondStep(Kept):
    """What one person's codes are made from. proved_at: since when it counts. last_step: the last one used, so that none is good twice."""

    user_id = peewee.BigIntegerField(unique=True)
    secret = peewee.CharField(max_length=64)
    made_at = MomentField("建立时间", "Made at")
    proved_at = MomentField("启用时间", "In use since", null=True)
    last_step = peewee.BigIntegerField(default=0)


class RecoveryCode(Kept):
    """One way in without the phone, good once; only its hash is kept."""

    user_id = peewee.BigIntegerField(index=True)
    code_hash = peewee.CharField(max_length=64)
    used_at = MomentField("使用时间", "Used at", null=True)


class HalfSignIn(Kept):
    """Somebody whose password was right and whose code is still to come; opens nothing by itself."""

    token_hash = peewee.CharField(max_length=64, unique=True)
    user_id = peewee.BigIntegerField(index=True)
    made_at = MomentField("时间", "At")
    tries = peewee.IntegerField(default=0)


SECOND_TABLES = (SecondStep, RecoveryCode, HalfSignIn)


@dataclass(frozen=True)
class Pending:
    """What a person types or photographs into the phone."""

    secret: str
    address: str


# Setting it up ------------------------------------------------------------------------------------------------------------


def state_of(who: Who) -> tuple[bool, bool, int]:
    """Whether this person has it, whether the role demands it, and how many recovery codes are left."""
    with reading():
        user = User.get_by_id(who.user_id)
        demanded = bool(Role.get_by_id(user.role_id).asks_code)
        left = RecoveryCode.select().where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_null()).count()
    return bool(user.second_step), demanded, left


def pending(who: Who) -> Pending:
    """The secret that waits for its first code; the same until then, whoever reloads the page."""
    if why := only_reads(who):
        raise Refused(why)
    with writing():
        user, row = User.get_by_id(who.user_id), SecondStep.get_or_none(SecondStep.user_id == who.user_id)
        if row is not None and row.proved_at is not None:
            raise Refused(IS_ON)
        if row is None:
            row = SecondStep.create(user_id=user.id, secret=pyotp.random_base32(), made_at=now())
    address = pyotp.TOTP(row.secret).provisioning_uri(name=user.login, issuer_name=ISSUER)
    return Pending(row.secret, address)


def prove(who: Who, code: str) -> list[str]:
    """The phone shows the right code: from now on it is asked for. Returns the recovery codes, told this once.

    Every other session ends, for it was opened without one. Raises Refused.
    """
    if why := only_reads(who):
        raise Refused(why)
    with reading():
        row = SecondStep.get_or_none(SecondStep.user_id == who.user_id)
    if row is None or row.proved_at is not None:
        raise Refused(IS_ON if row is not None else IS_OFF)
    with changes(who=system(who.name), via="account", label=TURN_ON) as c:
        if not _takes(row, code):
            raise Refused(WRONG_CODE, "code")
        SecondStep.update(proved_at=now()).where(SecondStep.id == row.id).execute()
        c.update(User, who.user_id, second_step=True)
        note(who, "second_step_on", "user", who.user_id)
        end_sessions([who.user_id], "second_step", but=who.session_id)
        return _fresh_codes(who.user_id)


def renew_codes(who: Who, code: str) -> list[str]:
    """Ten new recovery codes in the place of those before, for who shows a code. Raises Refused."""
    tried = _counted(who)
    with writing():
        _prove_again(who, code)
        good(tried)
        note(who, "recovery_codes", "user", who.user_id)
        return _fresh_codes(who.user_id)


def switch_off(who: Who, code: str) -> None:
    """One's own, with a code, where the role doesn't demand it. Raises Refused."""
    _, demanded, _ = state_of(who)
    if demanded:
        raise Refused(DEMANDED)
    tried = _counted(who)
    with changes(who=system(who.name), via="account", label=TURN_OFF) as c:
        _prove_again(who, code)
        good(tried)
        _take_away(c, who.user_id)
        note(who, "second_step_off", "user", who.user_id)


def with_second_step(login: str) -> int | None:
    """The account of this login, if it has one."""
    with reading():
        return User.select(User.id).where(User.login == normal(login), User.second_step == 1).scalar()


@in_one_change
def reset_second_step(c: Changes, row_id: int) -> Text:
    """For who lost phone and codes: by an administrator who knows that it is really this person."""
    user = c.fresh(User, row_id)
    if not user.second_step:
        raise Refused(HAS_NONE(name=user.name))
    _take_away(c, row_id)
    end_sessions([row_id], "second_step", tokens=False)
    c.note("second_step_reset", "user", row_id)
    return RESET(name=user.name)


def _counted(who: Who) -> int:
    """A try is counted before it is made, as at the door. Raises TooOften, and Refused for somebody who only looks."""
    if why := only_reads(who):
        raise Refused(why)
    return reserve(named(who.login), lane_of_code(who.user_id), "")


def _prove_again(who: Who, code: str) -> None:
    if not takes(who.user_id, code):
        raise Refused(WRONG_CODE, "code")


def _hash_of(user_id: int, code: str) -> str:
    bare = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashed(f"{user_id}:{bare}")


def _take_away(c: Changes, user_id: int) -> None:
    SecondStep.delete().where(SecondStep.user_id == user_id).execute()
    RecoveryCode.delete().where(RecoveryCode.user_id == user_id).execute()
    HalfSignIn.delete().where(HalfSignIn.user_id == user_id).execute()
    c.update(User, user_id, second_step=False)


def _fresh_codes(user_id: int) -> list[str]:
    RecoveryCode.delete().where(RecoveryCode.user_id == user_id).execute()
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS)) for _ in range(CODES)]
    RecoveryCode.insert_many([{"user_id": user_id, "code_hash": _hash_of(user_id, code)} for code in codes]).execute()
    return [f"{code[:5]}-{code[5:]}" for code in codes]


# Asking for it ------------------------------------------------------------------------------------------------------------


def begin_half(user_id: int) -> str:
    """The password was right; call it inside `writing()`. Returns the token for the cookie."""
    token = secrets.token_urlsafe(32)
    HalfSignIn.delete().where(HalfSignIn.user_id == user_id, HalfSignIn.made_at < now() - HALF_LASTS).execute()
    HalfSignIn.insert(token_hash=hashed(token), user_id=user_id, made_at=now()).execute()
    return token


def half_of(token: str) -> HalfSignIn | None:
    """Who stands there with half a sign-in, while it holds."""
    with reading():
        return HalfSignIn.get_or_none(
            HalfSignIn.token_hash == hashed(token),
            HalfSignIn.made_at > now() - HALF_LASTS,
            HalfSignIn.made_at <= now() + AHEAD,
            HalfSignIn.tries < HALF_TRIES,
        )


def end_half(waiting: HalfSignIn) -> bool:
    """It leads to one session; of two at once the second finds it gone."""
    return HalfSignIn.delete().where(HalfSignIn.id == waiting.id).execute() == 1


def count_half(waiting: HalfSignIn) -> None:
    """A wrong code: after some the password is asked for anew."""
    HalfSignIn.update(tries=HalfSignIn.tries + 1).where(HalfSignIn.id == waiting.id).execute()


def takes(user_id: int, code: str) -> bool:
    """Whether a code from the phone, or one of recovery, is right, which uses it up. Inside `writing()`."""
    row = SecondStep.get_or_none(SecondStep.user_id == user_id, SecondStep.proved_at.is_null(False))
    if row is not None and _takes(row, code):
        return True
    mine = (RecoveryCode.user_id == user_id) & RecoveryCode.used_at.is_null()
    right = mine & (RecoveryCode.code_hash == _hash_of(user_id, code))
    return RecoveryCode.update(used_at=now()).where(right).execute() == 1


def _takes(row: SecondStep, code: str) -> bool:
    """Marks the step as used in the same statement that asks whether it was: of two at once one comes in."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
        return False
    made, current = pyotp.TOTP(row.secret), int(now().replace(tzinfo=UTC).timestamp()) // STEP
    for step in range(current - WINDOW, current + WINDOW + 1):
        if hmac.compare_digest(made.generate_otp(step), digits):
            fresh = (SecondStep.id == row.id) & (SecondStep.last_step < step)
            return SecondStep.update(last_step=step).where(fresh).execute() == 1
    return False
