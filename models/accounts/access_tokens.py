"""Access tokens 访问令牌: which program may come in as whom, to which tables, for what and until when."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from types import MappingProxyType

from ..kit.clock import now, today
from ..kit.declare.access import Grant as Right
from ..kit.declare.access import Who, system
from ..kit.declare.record import Move, Record, Row, Sheet
from ..kit.declare.rules import EVERY_WAY, Then
from ..kit.fields import Choice, ChoiceField, DayField, FlagField, LineField, LinkField, MomentField, NameField
from ..kit.text import Refused, Text
from ..kit.write.doing import in_one_change
from ..kit.write.handout import Handout
from ..kit.write.writes import Changes, changes
from .people import ADMINISTRATOR, User, known_records
from .tables import ApiToken, hashed, normal

REACHES = (
    Choice("read", "只能查看", "Reading only", "info"),
    Choice("listed", "只限列出的表", "Listed tables only", "positive"),
    Choice("all", "账号的全部权限", "All that the account may", "warning"),
)
READING = frozenset(("see", "export"))  # what moves nothing
SCOPE_VERBS = ("add", "edit", "delete", "export", "import", "approve")
NO_USER = Text("没有名为“{login}”的在用用户", "There is no active user called “{login}”")
OWN_ONLY = Text(
    "只有系统管理员能为别人设访问令牌，请把“使用账号”选为自己",
    "Only an administrator sets up tokens for others; choose yourself as the account",
)
IS_OFF = Text("“{name}”没有在用，先勾选“在用”再发令牌", "“{name}” is off; tick it as active before giving its token")
IS_OVER = Text(
    "“{name}”已过期，先改“有效期至”再发令牌", "“{name}” has expired; change its last day before giving its token"
)
USER_OFF = Text("{user}的账号已停用，先启用再发令牌", "The account of {user} is off; switch it on first")
GIVEN = Text("已发 {n} 个访问令牌", "{n} access tokens given")
ONLY_NOW = Text(
    "令牌只在这里显示这一次，请马上填到程序里；同名的旧令牌立即失效。请求时放在 Authorization: Bearer 之后。",
    "The tokens are shown here only once: put them into the program now. The old one of the same name stops at once. "
    "They are sent as Authorization: Bearer …",
)
SLIP = (Text("名称", "Name"), Text("使用账号", "Account"), Text("访问令牌", "Access token"))
ISSUING = Text("在服务器上发访问令牌", "Give an access token on the server")


def keep_tokens(c: Changes, moves: list[Move]) -> None:
    """Only an administrator lets a program act for somebody else; what is deleted, handed on or switched off stops at once."""
    for move in moves:
        row = move.new
        if row is None or not row.active or (move.old is not None and move.changed("user")):
            end_keys([move.id])
        if row is not None and not _is_free(c.who, row.user):
            raise Refused(OWN_ONLY, "user", move.index)


class AccessToken(Record):
    """A program's way in: the rights of its account or, by `reach`, what is left of them."""

    name = LineField("名称", "Name", unique=True, max_length=60, width=160)
    user = LinkField(
        User,
        "使用账号",
        "Account",
        width=130,
        hint=Text("程序以这个账号的身份和权限读写", "The program reads and writes as this account"),
    )
    reach = ChoiceField("权限范围", "Reach", options=REACHES, default="read", width=130)
    until = DayField(
        "有效期至",
        "Valid until",
        null=True,
        hint=Text("含当天；不填则一直有效", "The last day; empty: no end"),
    )
    active = FlagField("在用", "Active", default=True)
    given_at = MomentField("发令牌时间", "Token given at", null=True, derived=True)
    note = LineField("用途", "Used for", null=True, max_length=200, width=220)

    sheet = Sheet(
        "访问令牌",
        "Access tokens",
        title="name",
        order=("name",),
        key=("name",),
        search=("name", "note"),
        columns=("name", "user", "reach", "until", "active", "given_at", "note"),
        consequences=(Then(keep_tokens, also=EVERY_WAY),),
        scopes={"own": "user.employee"},
    )


class AccessScope(Record):
    """One table that a token reaches, and what it may do there beside seeing it."""

    token = LinkField(AccessToken, "访问令牌", "Access token", aka=("令牌",))
    record_type = NameField("表", "Record type", known=known_records, max_length=60, width=150)
    can_add = FlagField("新增", "Add", default=False)
    can_edit = FlagField("修改", "Edit", default=False)
    can_delete = FlagField("删除", "Delete", default=False)
    can_export = FlagField("导出", "Export", default=False)
    can_import = FlagField("导入", "Import", default=False)
    can_approve = FlagField("审批", "Approve", default=False)

    sheet = Sheet(
        "令牌可用的表",
        "Tables of a token",
        title="record_type",
        order=("token", "record_type"),
        parent="token",
        key=("token", "record_type"),
        columns=("token", "record_type", *(f"can_{verb}" for verb in SCOPE_VERBS)),
        scopes={"own": "token.user.employee"},
    )

    class Meta:
        indexes = ((("token", "record_type"), True),)


def _is_free(who: Who, user: int) -> bool:
    return who.all_rights or who.role == ADMINISTRATOR or user == who.user_id


@in_one_change
def give_tokens(c: Changes, tokens: list[int]) -> Handout:
    """A fresh secret for each; the one before stops. Only the answer tells them."""
    slips = []
    for id in tokens:
        row = c.fresh(AccessToken, id)
        user = c.fresh(User, row.user)
        _refuse_useless(c.who, row, user)
        slips.append((row.name, user.login, _new_key(c, row)))
    return Handout(GIVEN(n=len(slips)), ONLY_NOW, SLIP, tuple(slips))


def _refuse_useless(who: Who, row: Row, user: Row) -> None:
    if not _is_free(who, user.id):
        raise Refused(OWN_ONLY, "user")
    if not row.active:
        raise Refused(IS_OFF(name=row.name), "active")
    if row.until is not None and row.until < today():
        raise Refused(IS_OVER(name=row.name), "until")
    if not user.active:
        raise Refused(USER_OFF(user=user.name), "user")


def _new_key(c: Changes, row: Row) -> str:
    key = f"ops_{secrets.token_urlsafe(32)}"
    end_keys([row.id])
    values = {"token_hash": hashed(key), "user_id": row.user, "label": row.name, "made_at": now()}
    ApiToken.insert(**values, access_id=row.id).execute()
    c.update(AccessToken, row.id, given_at=now())
    c.note("token_issued", "access_token", row.id, label=row.name)
    return key


def end_keys(tokens: Iterable[int]) -> None:
    """The secrets of these tokens stop, in the transaction of the change that asks for it."""
    living = (ApiToken.access_id.in_(list(tokens)), ApiToken.ended_at.is_null())
    ApiToken.update(ended_at=now()).where(*living).execute()


def issue_token(login: str, label: str = "") -> str:
    """A token with all rights of this user, for who may run things on the server; shown once.

    Raises Refused for an unknown or disabled user.
    """
    with changes(who=system("系统·命令行"), label=ISSUING) as c:
        user = User.select().where(User.login == normal(login), User.active == 1).first()
        if user is None:
            raise Refused(NO_USER(login=login[:40]))
        name = " ".join(filter(None, (user.login, label)))[:50]
        names = (name if n == 1 else f"{name} {n}" for n in count(1))
        free = next(each for each in names if not AccessToken.select().where(AccessToken.name == each).exists())
        return _new_key(c, c.create(AccessToken, name=free, user=user.id, reach="all"))


def narrowed(who: Who, access_id: int) -> Who | None:
    """The same person with the rights that this token leaves; None where it has run out or is off."""
    row = AccessToken.get_or_none(AccessToken.id == access_id)
    if row is None or not row.active or (row.until is not None and row.until < today()):
        return None
    if row.reach == "all":
        return who
    if row.reach == "read":
        verbs = dict.fromkeys(who.grants, frozenset(("see",)))
    else:
        verbs = {scope.record_type: _verbs(scope) for scope in AccessScope.select().where(AccessScope.token == row.id)}
    grants: dict[str, Right] = {
        key: replace(grant, verbs=grant.verbs & verbs[key]) for key, grant in who.grants.items() if key in verbs
    }
    writes = any(allowed - READING for allowed in verbs.values())
    return replace(who, grants=MappingProxyType(grants), reads_only=not writes, by_token=True)


def _verbs(scope: AccessScope) -> frozenset[str]:
    return frozenset(("see", *(verb for verb in SCOPE_VERBS if getattr(scope, f"can_{verb}"))))
