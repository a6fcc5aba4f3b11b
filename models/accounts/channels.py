"""Channels 通知渠道: where notices and the daily digest go beside the app: group robots and e-mail."""

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    FlagField,
    LineField,
    LinkField,
    NoteField,
    Record,
    Refused,
    Row,
    Sheet,
    Text,
    in_one_change,
)
from ..kit.clock import now
from ..kit.write.outbox import queue
from .people import Role

CHANNEL_KINDS = (
    Choice("wecom", "企业微信机器人", "WeCom robot", "positive", ("企业微信",)),
    Choice("dingtalk", "钉钉机器人", "DingTalk robot", "info", ("钉钉",)),
    Choice("feishu", "飞书机器人", "Feishu robot", "info", ("飞书",)),
    Choice("email", "电子邮件", "E-mail", "grey", ("邮件",)),
    Choice("web", "其他系统（网址）", "Another system (web address)", "info", ("webhook",)),
)
CONTENTS = (
    Choice("urgent", "紧急通知", "Urgent notices"),
    Choice("all", "全部通知", "All notices"),
    Choice("digest", "每日摘要", "Daily digest"),
    Choice("none", "只发自动化", "Automations only"),
)
NO_WEB = Text("地址要以 http:// 或 https:// 开头", "The address must begin with http:// or https://")
NO_MAIL = Text("请填写电子邮件地址，多个用逗号分开", "Give e-mail addresses, separated by commas")
TRIAL = Text("运营台测试消息：收到即表示渠道可用", "OpsDesk test message: this channel works")
QUEUED = Text("已排队，一分钟内发出", "Queued; it goes out within a minute")
KEPT = Text("签名密钥已保存", "The signing secret is kept")


class Channel(Record):
    """One robot or one list of addresses, for the notices of one role."""

    name = LineField("渠道名称", "Channel", unique=True, max_length=60)
    kind = ChoiceField("类型", "Kind", options=CHANNEL_KINDS, default="wecom", width=130)
    address = NoteField(
        "地址",
        "Address",
        mask=True,
        width=260,
        hint=Text("机器人的 Webhook 地址，或电子邮件地址", "The robot's webhook address, or e-mail addresses"),
    )
    signing = LineField("签名密钥", "Signing secret", null=True, secret=True, max_length=200)
    role = LinkField(
        Role, "发送哪个角色的通知", "Notices of role", null=True, hint=Text("空为全部角色", "Empty: of all roles")
    )
    content = ChoiceField("发送内容", "Content", options=CONTENTS, default="urgent", width=110)
    active = FlagField("启用", "Active", default=True)
    after = CountField("已发送到", "Sent up to", default=0, derived=True)

    sheet = Sheet(
        "通知渠道",
        "Channels",
        columns=("name", "kind", "address", "role", "content", "active"),
        order=("name",),
        key=("name",),
        search=("name",),
        checks=(lambda c, moves: reachable([move.new for move in moves if move.new]),),
        verbs="see add edit delete",
    )


def reachable(channels: list[Row]) -> None:
    """An address must look like one before the first message is lost on it."""
    for channel in channels:
        address = (channel.address or "").strip()
        if channel.kind == "email" and not all("@" in part for part in address.split(",")):
            raise Refused(NO_MAIL, "address")
        if channel.kind != "email" and not address.startswith(("http://", "https://")):
            raise Refused(NO_WEB, "address")


@in_one_change
def set_channel_secret(c: Changes, channel: int, *, secret: str):
    """The robot's signing secret; it never leaves the server again."""
    c.update(Channel, channel, signing=secret)
    return KEPT


@in_one_change
def try_channel(c: Changes, channel: int):
    """Queue a test message."""
    c.fresh(Channel, channel)
    queue(channel, [(f"trial {now().isoformat()} {c.who.login}", TRIAL.say(c.who.lang))])
    return QUEUED
