"""Accounts 账号: users, roles and rights as record types, and how people and programs come in."""

from ..kit.declare.access import VERBS
from ..kit.declare.access import Grant as Right
from ..kit.declare.area import Action, Area
from ..kit.declare.beginning import Start
from ..kit.declare.params import Param
from ..kit.fields import CountField, LineField
from ..kit.text import Text
from .absences import Absence
from .access_tokens import AccessScope, AccessToken, give_tokens, issue_token
from .channels import Channel, set_channel_secret, try_channel
from .import_words import LONGEST_WORD, ImportWord, keep_words, words_of
from .inviting import MOST_DAYS, USUAL_DAYS, Invitation, invite
from .looking import end as end_look
from .looking import look, looked, may_look
from .looking import people as lookable
from .people import ADMINISTRATOR, Grant, Role, User, stores_without_reader
from .rights import seed_roles, who_for
from .second import SECOND_TABLES, reset_second_step, with_second_step
from .sessions import (
    Seat,
    alive,
    asks_quickly,
    end_session,
    note_refusal,
    seat_again,
    seat_of,
    seat_of_token,
    touch,
    who_by_session,
    who_by_token,
)
from .signing_in import (
    Entry,
    allow_sign_in,
    change_password,
    check_first,
    enter,
    finish,
    first_admin,
    has_users,
    knows_device,
    new_password,
    one_time_passwords,
    password_for,
    set_language,
    sign_in,
    sign_out,
)
from .tables import OWN_TABLES, ApiToken, Lasting, Session, SignInTry
from .tries import TooOften

ACCOUNT_TABLES = (*OWN_TABLES, *SECOND_TABLES, Invitation)

# Off until an administrator turns it on; every call then shows a token besides.
ASSISTANTS = Param(
    "assistants",
    "允许 AI 助手按 MCP 连接 /mcp（1 允许，0 不允许）",
    "Assistants may connect by MCP at /mcp (1 yes, 0 no)",
    0,
)

AREA = Area(
    "accounts",
    "账号与权限",
    "Accounts and rights",
    icon="manage_accounts",
    records=(User, Role, Grant, AccessToken, AccessScope, Channel, ImportWord),
    params=(ASSISTANTS,),
    actions=(
        Action(
            one_time_passwords,
            "发一次性密码",
            "Give one-time passwords",
            on=User,
            icon="key",
            danger=True,
            many=True,
            hint=Text(
                "旧密码立即失效，已登录的设备会退出。新的一次性密码只显示一次，可复制或打印成纸条；对方登录后须改成自己的密码。",
                "The old password stops working at once and every device is signed out. The new one-time password is shown "
                "once, to be copied or printed; it must be changed after signing in.",
            ),
            offer=Text(
                "{n} 个账号还没有密码，没人能用它登录",
                "{n} accounts have no password yet; nobody can sign in with them",
            ),
            offered={"entry": {"eq": "none"}, "active": {"eq": True}, "machine": {"eq": False}},
        ),
        Action(
            invite,
            "发邀请链接",
            "Invite by link",
            on=User,
            icon="forward_to_inbox",
            many=True,
            asks={"days": CountField("有效天数", "Days it holds", least=1, most=MOST_DAYS, default=USUAL_DAYS)},
            hint=Text(
                "给还没有自己密码的人：打开链接，设好密码就能用。链接只显示这一次，可复制或打印；过期、用过或重发后作废。",
                "For who has no own password yet: they open the link, set one and go on. The links are shown once, to be copied or "
                "printed; each ends when it is used, runs out or is sent anew.",
            ),
        ),
        Action(
            allow_sign_in,
            "解除登录锁定",
            "Allow signing in again",
            on=User,
            icon="lock_open",
            hint=Text(
                "密码连续输错被锁住的人，解除后可以马上再试；密码不变。",
                "Whoever was locked out by wrong passwords may try again at once; the password stays.",
            ),
        ),
        Action(
            sign_out,
            "退出所有设备",
            "Sign out everywhere",
            on=User,
            icon="logout",
            danger=True,
            hint=Text(
                "所有电脑和手机立即退出，接口令牌同时停用；密码不变，可以重新登录。",
                "Every computer and phone is signed out at once and API tokens stop; the password stays.",
            ),
        ),
        Action(
            reset_second_step,
            "重置动态验证码",
            "Take the second step away",
            on=User,
            icon="phonelink_erase",
            danger=True,
            hint=Text(
                "给丢了手机和恢复码的人：先确认是本人。他会在所有设备上退出，之后只用密码登录；角色要求的，登录后马上重新设置。",
                "For who lost phone and recovery codes: make sure it is this person. They are signed out everywhere and sign in with "
                "the password alone; where the role asks for it they set it up anew at once.",
            ),
        ),
        Action(
            give_tokens,
            "发令牌",
            "Give the token",
            on=AccessToken,
            icon="vpn_key",
            danger=True,
            many=True,
            hint=Text(
                "生成新的令牌，只显示这一次；原来的令牌立即失效。",
                "Makes a new token, shown only now; the one before stops working at once.",
            ),
            offer=Text("{n} 个还没有发令牌，程序用不了", "{n} have no token yet, so that no program can use them"),
            offered={"given_at": {"empty": True}, "active": {"eq": True}},
        ),
        Action(
            try_channel,
            "发送测试消息",
            "Send a test message",
            on=Channel,
            icon="send",
            hint=Text("会往这个群或邮箱发一条测试消息。", "A test message goes to this group or mailbox."),
        ),
        Action(
            set_channel_secret,
            "设置签名密钥",
            "Set the signing secret",
            on=Channel,
            icon="key",
            asks={"secret": LineField("签名密钥", "Signing secret", max_length=200)},
        ),
    ),
    faces=("pages.look_as",),
    pages=(("/look-as", Text("以别人的身份查看", "Look as somebody")),),
    starts=(
        Start(
            User,
            10,
            Text("一人一个账号；店长填所属门店", "One for each person; a store manager's with the store"),
            least=2,
        ),
        Start(
            Channel, 17, Text("企业微信、钉钉、飞书群机器人或邮箱", "Robots of WeCom, DingTalk or Feishu, or e-mail")
        ),
    ),
    grants=(Right(ADMINISTRATOR, "*", " ".join(VERBS)),),
)

__all__ = [
    "asks_quickly",
    "LONGEST_WORD",
    "ACCOUNT_TABLES",
    "ADMINISTRATOR",
    "AREA",
    "ASSISTANTS",
    "Absence",
    "AccessScope",
    "AccessToken",
    "ApiToken",
    "Channel",
    "Entry",
    "Grant",
    "ImportWord",
    "Lasting",
    "Role",
    "Seat",
    "Session",
    "SignInTry",
    "TooOften",
    "User",
    "alive",
    "allow_sign_in",
    "change_password",
    "check_first",
    "end_look",
    "end_session",
    "enter",
    "finish",
    "first_admin",
    "has_users",
    "issue_token",
    "keep_words",
    "knows_device",
    "look",
    "lookable",
    "looked",
    "may_look",
    "new_password",
    "note_refusal",
    "one_time_passwords",
    "password_for",
    "reset_second_step",
    "seat_again",
    "seat_of",
    "seat_of_token",
    "seed_roles",
    "set_language",
    "sign_in",
    "sign_out",
    "stores_without_reader",
    "touch",
    "words_of",
    "who_by_session",
    "who_by_token",
    "who_for",
    "with_second_step",
]
