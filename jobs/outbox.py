"""Notices go out to robots and mailboxes: queued once, delivered at least once, tried again with growing pauses."""

import base64
import hashlib
import hmac
import json
import logging
import os
import smtplib
import time
from contextlib import suppress
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote, urlsplit

from exports.write.book import XLSX
from models import house
from models.accounts import Role, User
from models.accounts.channels import Channel
from models.accounts.rights import granted
from models.design.subscriptions.orders import send_ordered
from models.kit import Row, Text, Who, changes, system
from models.kit.ask.piles import piles
from models.kit.server import database
from models.kit.server.dialect import only_one
from models.kit.server.served import POSTING
from models.kit.write.notices import Notice, is_for
from models.kit.write.outbox import Outgoing, delivered, failed, queue, waiting

from . import parcels
from .clock import Clock
from .outside import post

log = logging.getLogger("opsdesk.outbox")
TIMEOUT = 8.0
SMTP = "OPS_SMTP"
DIGESTS = Text("发出待办摘要 {n} 份", "{n} digests")


def run() -> str:
    """One turn, every minute: what is new is queued in one transaction, then whatever waits is sent. One server at a time."""
    with only_one(POSTING) as ours:
        return _turn() if ours else "another server is at it"


def _turn() -> str:
    with database.reading():
        channels = Channel.rows(Channel.active == 1)
    if channels:
        with changes(who=system("系统·通知"), via="job") as c:
            for channel in channels:
                _queue_new(c, channel)
    send_ordered()
    sent = [_send(message) for message in _waiting()]
    return f"{sum(sent)} of {len(sent)} sent"


def digest(c: Any, day: Any) -> Text:
    """Each morning: for every channel that wants it, how much of what waits for its role."""
    count = 0
    for channel in Channel.rows(Channel.active == 1, Channel.content == "digest"):
        count += queue(channel.id, [(f"digest {day}", digest_text(_reader(channel), day))])
    return DIGESTS(n=count)


def digest_text(who: Who, day: Any) -> str:
    """What waits for approval and what is to be done, kind by kind, the late ones named; then how much others are late with."""
    waiting = piles(house().areas, who)
    lines = [f"{day} 待办 {waiting.waiting} 项"]
    for head, kinds in (("待审批", waiting.approve), ("待处理", waiting.mine)):
        lines += [f"【{head}】{sum(kind.total for kind in kinds)} 项"] if kinds else []
        for kind in kinds:
            late = [item.title for item in kind.items if item.late]
            tail = f"，逾期 {len(late)}：{'、'.join(late[:3])}" if late else ""
            lines.append(f"· {kind.due.zh} {kind.total} 项{tail}")
    if waiting.team:
        named = "、".join(f"{kind.due.zh} {kind.total}" for kind in waiting.team)
        lines.append(f"【下属逾期】{waiting.total('team')} 项：{named}")
    return "\n".join(lines)


def _queue_new(c: Any, channel: Row) -> None:
    """Notices since the last ones queued; a channel for urgent ones leaves the others out."""
    if channel.content in ("digest", "none"):
        return
    new = Notice.select().where(Notice.id > channel.after, Notice.private.is_null()).order_by(Notice.id).limit(200)
    if channel.role is not None:
        own = User.select(User.id).where(User.role == channel.role)
        new = new.where((Notice.role == Role.row(channel.role).code) | Notice.user_id.in_(own))
    notices = list(new)
    reader = _reader(channel)  # a role's robot speaks to many: it names what every one of them sees
    wanted = [
        notice
        for notice in notices
        if (notice.urgent or channel.content == "all") and is_for(notice, house().records, reader)
    ]
    queue(channel.id, [(_key(notice), ("【紧急】" if notice.urgent else "") + notice.text_zh) for notice in wanted])
    if notices:
        c.update(Channel, channel.id, after=notices[-1].id)


def _key(notice: Notice) -> str:
    """The same sentence to several roles at the same moment is one message."""
    digest = hashlib.sha256(f"{notice.at} {notice.text_zh} {notice.record} {notice.row_id}".encode()).hexdigest()
    return f"notice {digest[:32]}"


def _reader(channel: Row) -> Who:
    """Whose to-do list the digest tells: the role's; without a role, everybody's."""
    if channel.role is None:
        return system("digest")
    role = Role.row(channel.role)
    return Who(None, role.name, role=role.code, grants=granted.of(role.id, role.code))


# Delivering -------------------------------------------------------------------------------------------------------------


def _waiting() -> list[Outgoing]:
    with database.reading():
        return waiting()


def _send(message: Outgoing) -> bool:
    """Sent first, noted afterwards: killed in between, it is sent again rather than lost."""
    with database.reading():
        channel = next(iter(Channel.rows(Channel.id == message.channel_id)), None)
    try:
        if channel is None or not channel.active:
            raise ValueError("the channel is gone or switched off")
        SENDERS[channel.kind](channel, message.text, *_files(message))
    except Exception as error:  # whatever the other side does, the next message and the next minute go on
        log.warning("message %s was not delivered: %s", message.id, type(error).__name__)
        with database.writing():
            failed(message, f"{type(error).__name__}: {error}")
        return False
    with database.writing():
        delivered(message.id)
    return True


def _files(message: Outgoing) -> list[tuple[str, bytes]]:
    """What goes along, made now, with the rights that hold now. Raises Refused or BadQuery."""
    if message.file is None:
        return []
    with database.reading():
        return [parcels.made(json.loads(message.file))]


def wecom(channel: Row, text: str) -> None:
    _post(channel.address, {"msgtype": "markdown", "markdown": {"content": _bare(text)}}, "errcode")


def dingtalk(channel: Row, text: str) -> None:
    address = channel.address
    if channel.signing:
        at = str(round(time.time() * 1000))
        sign = quote(_signed(channel.signing.encode(), f"{at}\n{channel.signing}".encode()), safe="")
        address += f"{'&' if urlsplit(address).query else '?'}timestamp={at}&sign={sign}"
    title = _bare(text).splitlines()[0][:40]
    _post(
        address,
        {"msgtype": "markdown", "markdown": {"title": title, "text": _bare(text).replace("\n", "\n\n")}},
        "errcode",
    )


def feishu(channel: Row, text: str) -> None:
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": _bare(text)}}
    if channel.signing:
        at = str(int(time.time()))
        body |= {"timestamp": at, "sign": _signed(f"{at}\n{channel.signing}".encode(), b"")}
    _post(channel.address, body, "code")


def email(channel: Row, text: str, *files: tuple[str, bytes]) -> None:
    """By the server named in OPS_SMTP: smtp://user:password@host:587/sender@example.com (smtps:// for TLS at once)."""
    server = urlsplit(os.environ.get(SMTP, ""))
    if not server.hostname:
        raise ValueError(f"{SMTP} is not set")
    letter = EmailMessage()
    letter["Subject"] = "运营台：" + text.splitlines()[0][:60]
    letter["From"] = server.path.strip("/") or server.username or "opsdesk@localhost"
    letter["To"] = ", ".join(part.strip() for part in channel.address.split(","))
    letter.set_content(text)
    for name, data in files:
        letter.add_attachment(data, *XLSX.split("/"), filename=name)
    kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    with kind(server.hostname, server.port or 25, timeout=TIMEOUT) as post:
        if server.username:
            if server.scheme == "smtp":
                post.starttls()
            post.login(server.username, server.password or "")
        post.send_message(letter)


def web(channel: Row, text: str) -> None:
    """For another system, signed with the channel's secret over time and text; that it took it is enough, whatever it answers."""
    at = str(int(time.time()))
    body = {"at": at, "text": text}
    if channel.signing:
        body["signature"] = hmac.new(channel.signing.encode(), f"{at}.{text}".encode(), hashlib.sha256).hexdigest()
    with suppress(json.JSONDecodeError):
        post(channel.address, body)


SENDERS = {"wecom": wecom, "dingtalk": dingtalk, "feishu": feishu, "email": email, "web": web}


def _post(address: str, body: dict[str, Any], code: str) -> None:
    """Robots answer 200 even when they refuse: what counts is the code in the answer."""
    reply = post(address, body)
    if reply.get(code, 0) != 0:
        raise ValueError(str(reply)[:300])


def _bare(text: str) -> str:
    """What people wrote is told as they wrote it: in a group no link has another name, and nobody is called by `<at …>`."""
    return text.replace("<", "＜").replace("](", "] (")


def _signed(key: bytes, message: bytes) -> str:
    return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()


class Post(Clock):
    """A clock of its own: a robot that doesn't answer holds up no job."""

    name = "post"

    def tick(self) -> None:
        run()
