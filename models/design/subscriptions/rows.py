"""Subscriptions 订阅 as rows: which view, to whom, when and how; what one may be, on whichever way it comes."""

from typing import Any

from ...accounts.channels import Channel
from ...accounts.people import ADMINISTRATOR, Role, User
from ...accounts.rights import as_role, who_for
from ...kit.ask.query import BadQuery
from ...kit.declare.access import Who, may, scope
from ...kit.declare.record import Move, Record, Row, Sheet
from ...kit.declare.rules import EVERY_WAY, Then
from ...kit.fields import Choice, ChoiceField, CountField, FlagField, LineField, LinkField, NameField
from ...kit.server.standing import house
from ...kit.text import Refused, Text
from ...kit.write.writes import Changes
from ..allowed import targets
from ..automations.timing import AT, USUAL
from ..words import NO_TYPE
from . import turns
from .viewed import NO_EXPORT, viewed

MOST_OWN, MOST_SENT = 30, 200
WHOM = (
    Choice("me", "本人", "Oneself", "grey"),
    Choice("role", "角色的每个人", "Everybody of a role", "info"),
    Choice("channel", "群机器人或邮箱", "A robot or mailbox", "positive"),
)
OFTEN = (Choice("day", "每天", "Daily"), Choice("week", "每周", "Weekly"))
AS = (Choice("text", "文字", "Text"), Choice("xlsx", "Excel 文件", "Excel file"))
TAKES_FILES = ("email",)
BAD_TIME = Text("时间写成 08:00 的样子，星期几是 1 到 7", "A time is written like 08:00, a day of the week is 1 to 7")
TOO_MANY = Text(
    "已有 {most} 个订阅，不能再加；请先停掉不用的",
    "There are {most} subscriptions, which is the most; end one first",
)
NO_ROLE = Text("请选择角色", "Choose a role")
NO_CHANNEL = Text("请选择渠道", "Choose a channel")
NO_OWNER = Text("订阅须有订阅人", "A subscription belongs to somebody")
NOT_YOUR_ROLE = Text(
    "只有系统管理员能让渠道收到别的角色看得到的内容；请选自己的角色",
    "Only an administrator lets a channel have what another role sees; choose your own",
)
ITS_ROLE = Text(
    "渠道“{channel}”是发给“{role}”的，请按这个角色的权限发",
    "The channel “{channel}” is for “{role}”: send it what that role sees",
)
SEES_PART = Text(
    "“{role}”只看得到一部分{record}，群里没有人能代表全体；请换一个角色，或发给角色的每个人",
    "“{role}” sees only a part of {record}, and a channel speaks to many: choose another role, or send it to everybody of the role",
)
NO_FILES = Text(
    "渠道“{channel}”收不了文件；请改成发文字，或换一个电子邮件渠道",
    "The channel “{channel}” takes no files: have it sent as text, or choose an e-mail channel",
)
CHANNEL_OFF = Text("渠道“{channel}”已停用", "The channel “{channel}” is switched off")
LEFT = Text("订阅人已停用", "Whose subscription it is has left")


class Subscription(Record):
    """One view, sent to somebody by the clock."""

    record_type = NameField("表", "Record type", known=targets, max_length=60, width=130)
    view = LineField(
        "视图编号",
        "View no.",
        null=True,
        max_length=60,
        width=90,
        hint=Text("共享视图的编号；空为整张表", "The number of a shared view; empty: the whole table"),
    )
    view_name = LineField("视图", "View", null=True, max_length=60, width=180, derived=True)
    whom = ChoiceField("发给", "To", options=WHOM, default="me", width=130)
    role = LinkField(
        Role,
        "角色",
        "Role",
        null=True,
        hint=Text("发给这个角色的人；发给渠道时按它的权限取行", "Its people; for a channel, what it sees is sent"),
    )
    channel = LinkField(Channel, "渠道", "Channel", null=True)
    often = ChoiceField("多久一次", "How often", options=OFTEN, default="day", width=90)
    weekday = CountField("星期几", "Weekday", null=True, least=1, most=7, width=80)
    at = LineField("几点", "At", default=USUAL, max_length=5, width=80)
    form = ChoiceField("形式", "As", options=AS, default="text", width=100)
    only_new = FlagField(
        "没有新内容不发",
        "Only when new",
        default=True,
        hint=Text("和上次一样、或没有一行，就不发", "Nothing is sent when it is as last time, or empty"),
    )
    active = FlagField("启用", "On", default=True)
    owner = LinkField(User, "订阅人", "Subscribed by", null=True, locked=True, outlives=True)

    sheet = Sheet(
        "订阅",
        "Subscriptions",
        title="view_name",
        order=("record_type", "view_name", "id"),
        search=("view_name",),
        columns=(
            *("record_type", "view_name", "whom", "role", "channel", "often", "weekday", "at"),
            *("form", "only_new", "active", "owner"),
        ),
        scopes={"own": "owner.employee"},
        verbs="see add edit delete export",
        consequences=(Then(lambda c, moves: keep_subscriptions(c, moves), also=EVERY_WAY),),
    )


def keep_subscriptions(c: Changes, moves: list[Move]) -> None:
    """What one may be while it is on: somebody's, of a view that is there, to receivers who may see it."""
    for move in moves:
        row = move.new
        if row is None:
            continue
        if move.old is None and row.owner is None and c.who.user_id is not None:
            row = _of(c, move)
        if row.active:
            try:
                _keep(c, row, move)
            except Refused as why:
                raise Refused(why.text, why.field, move.index) from None
        turns.begin(move)


def _of(c: Changes, move: Move) -> Row:
    c.derive(Subscription, {move.id: {"owner": c.who.user_id}})
    return Row(**{**vars(move.new), "owner": c.who.user_id})


def _keep(c: Changes, row: Row, move: Move) -> None:
    record = house().records.get(row.record_type)
    if record is None:
        raise Refused(NO_TYPE(name=row.record_type), "record_type")
    if not AT.fullmatch(row.at or ""):
        raise Refused(BAD_TIME, "at")
    owner = who_for(row.owner) if row.owner is not None else None
    if owner is None:
        raise Refused(NO_OWNER if row.owner is None else LEFT, "owner")
    if move.old is None:
        _room(row)
    try:
        label = refuse_unfit(record, row, owner)
    except BadQuery as why:
        raise Refused(why.text, "view") from None
    c.derive(Subscription, {row.id: {"view_name": label.zh}})


def _room(row: Row) -> None:
    mine = (Subscription.owner == row.owner) if row.whom == "me" else (Subscription.whom != "me")
    most = MOST_OWN if row.whom == "me" else MOST_SENT
    if Subscription.select().where(mine, Subscription.active == 1).count() > most:
        raise Refused(TOO_MANY(most=most))


def refuse_unfit(record: type[Record], row: Row, owner: Who) -> Text:
    """What the view is called. Raises Refused, or BadQuery, where this can't be sent so, now."""
    mine = viewed(record, row.view, owner, row.owner, row.view_name or "")
    if row.whom == "me":
        _may_take(record, row, owner)
        return mine.label
    if row.role is None and row.whom == "role":
        raise Refused(NO_ROLE, "role")
    role = _role(row, owner) if row.whom == "channel" else Role.row(row.role)
    reader = as_role(role)
    label = viewed(record, row.view, reader, None, row.view_name or "").label
    if row.whom == "channel":
        _speaks_to_many(record, row, reader)
    else:
        _may_take(record, row, reader)
    return label


def _may_take(record: type[Record], row: Row, reader: Who) -> None:
    if row.form == "xlsx" and not may(reader, "export", record):
        raise Refused(NO_EXPORT(who=reader.name, record=record.sheet.label), "form")


def _role(row: Row, owner: Who) -> Row:
    """As whom a channel is written to: its own role, else the one that was chosen."""
    if row.channel is None:
        raise Refused(NO_CHANNEL, "channel")
    channel = Channel.row(row.channel)
    if not channel.active:
        raise Refused(CHANNEL_OFF(channel=channel.name), "channel")
    if row.role is None:
        raise Refused(NO_ROLE, "role")
    role = Role.row(row.role)
    if channel.role not in (None, role.id):
        raise Refused(ITS_ROLE(channel=channel.name, role=_called(Role.row(channel.role))), "role")
    if channel.role is None and role.code != owner.role and owner.role != ADMINISTRATOR:
        raise Refused(NOT_YOUR_ROLE, "role")
    if row.form == "xlsx" and channel.kind not in TAKES_FILES:
        raise Refused(NO_FILES(channel=channel.name), "form")
    return role


def _speaks_to_many(record: type[Record], row: Row, reader: Who) -> None:
    if scope(reader, record) is not None:
        raise Refused(SEES_PART(role=_called(Role.row(row.role)), record=record.sheet.label), "role")
    _may_take(record, row, reader)


def _called(role: Row) -> Text:
    return Text(role.name, role.name_en or role.name)


def when_of(row: Any) -> dict[str, Any]:
    """Its moments, as automations say theirs."""
    when = {"kind": "time", "every": row.often, "at": row.at}
    return {**when, "weekday": row.weekday or 1} if row.often == "week" else when
