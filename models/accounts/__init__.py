"""Accounts 账号: users, roles and rights as record types, and how people and programs come in."""

from ..kit.access import VERBS
from ..kit.access import Grant as Right
from ..kit.area import Action, Area
from ..kit.fields import LineField
from .channels import Channel, set_channel_secret, try_channel
from .people import ADMINISTRATOR, Grant, Role, User
from .rights import seed_roles, who_for
from .sessions import (
    Seat,
    alive,
    end_session,
    issue_token,
    note_refusal,
    revoke_token,
    seat_again,
    seat_of,
    seat_of_token,
    touch,
    who_by_session,
    who_by_token,
)
from .signing_in import (
    Entry,
    TooOften,
    allow_sign_in,
    change_password,
    first_admin,
    new_password,
    password_for,
    set_language,
    sign_in,
    sign_out,
)
from .tables import ACCOUNT_TABLES, ApiToken, Lasting, Session, SignInTry

AREA = Area(
    "accounts",
    "账号与权限",
    "Accounts and rights",
    icon="manage_accounts",
    records=(User, Role, Grant, Channel),
    actions=(
        Action(new_password, "发一次性密码", "Give a one-time password", on=User, icon="key", danger=True),
        Action(allow_sign_in, "解除登录锁定", "Allow signing in again", on=User, icon="lock_open"),
        Action(sign_out, "退出所有设备", "Sign out everywhere", on=User, icon="logout", danger=True),
        Action(try_channel, "发送测试消息", "Send a test message", on=Channel, icon="send"),
        Action(set_channel_secret, "设置签名密钥", "Set the signing secret", on=Channel, icon="key",
               asks={"secret": LineField("签名密钥", "Signing secret", max_length=200)}),
    ),
    grants=(Right(ADMINISTRATOR, "*", " ".join(VERBS)),),
)  # fmt: skip

__all__ = [
    "ACCOUNT_TABLES", "ADMINISTRATOR", "AREA", "ApiToken", "Channel", "Entry", "Grant", "Lasting", "Role", "Seat", "Session",
    "SignInTry", "TooOften", "User", "alive", "allow_sign_in", "change_password", "end_session", "first_admin",
    "issue_token", "new_password", "note_refusal", "password_for", "revoke_token", "seat_again", "seat_of", "seat_of_token",
    "seed_roles", "set_language", "sign_in", "sign_out", "touch", "who_by_session", "who_by_token", "who_for",
]  # fmt: skip
