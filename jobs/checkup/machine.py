"""What is around the database: the data folder, what the server is told, the disk, the clock."""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from models.kit import Text
from models.kit.clock import ZONE, local, now
from models.kit.server import certificate, copies
from models.kit.server.database import folder_of
from models.kit.server.locks import SERVER, is_served
from models.kit.server.settings import Settings
from models.kit.text import size_of

from .data import moment_of
from .finding import Finding, good, mind, wrong
from .opened import Opened

LOCAL = ("127.0.0.1", "localhost", "::1")
AHEAD, SOON = timedelta(minutes=5), timedelta(days=14)
ROOMY = 1024**3  # with less than this free, or less than two copies need, somebody should look at the disk
NO_FOLDER = Text("没有文件夹 {path}", "there is no folder {path}")
UNWRITABLE = Text("不能写入 {path}", "{path} can't be written to")
OPEN_TO_OTHERS = Text(
    "这台机器的其他用户能读 {names}；请收回权限（chmod 700 / 600）",
    "other users of this machine can read {names}; take their rights away (chmod 700 / 600)",
)
RUNNING = Text("{path}，运营台正在上面运行", "{path}; the app is running on it")
STOPPED = Text("{path}，运营台没有运行", "{path}; the app isn't running")
SHORT_SECRET = Text("{path} 太短，请删除后重新启动", "{path} is too short; delete it and start again")
PLAIN = Text(
    "在 {host} 上不加密监听，密码会明文经过网络；请设 OPS_CERT 与 OPS_KEY，或放在 HTTPS 反向代理后面、只监听 127.0.0.1",
    "it listens on {host} without encryption, so passwords cross the network in the open; set OPS_CERT and OPS_KEY, "
    "or put it behind a proxy with HTTPS and listen on 127.0.0.1 only",
)
LAPSED = Text("证书 {path} 已于 {day} 到期", "the certificate {path} ran out on {day}")
LAPSING = Text("证书 {path} 到 {day} 为止，请准备新的", "the certificate {path} runs out on {day}; bring a new one")
LASTS = Text("证书 {path} 有效到 {day}", "the certificate {path} is good until {day}")
NO_MAIL = Text("没有设 OPS_SMTP，不发电子邮件", "OPS_SMTP isn't set, so no e-mail is sent")
TOLD = Text(
    "监听 {host}:{port}，相信 {proxies} 的反向代理", "listens on {host}:{port}, believes the proxies at {proxies}"
)
FREE = Text("{path} 所在磁盘剩余 {free}", "{free} are free where {path} lies")
SCARCE = Text("{path} 所在磁盘只剩 {free}，请清理", "only {free} are free where {path} lies; make room")
FULL = Text(
    "{path} 所在磁盘只剩 {free}，备份已经放不下", "only {free} are free where {path} lies: no copy fits any more"
)
FAST = Text(
    "现在是 {now}，但最近一次修改记在 {last}：时钟慢了，或以前快了",
    "it is {now} here, yet the last change is of {last}: the clock is slow, or was fast",
)
RIGHT = Text("{now}（{zone}）", "{now} ({zone})")


def folder(chosen: Settings) -> Iterator[Finding]:
    """There, ours alone, and whether the app is at work on it."""
    if not chosen.data.is_dir():
        yield wrong(NO_FOLDER(path=chosen.data))
        return
    for path in (chosen.data, *chosen.folders.values()):
        if path.is_dir() and not os.access(path, os.W_OK):
            yield wrong(UNWRITABLE(path=path))
    private = [chosen.data, chosen.data / "secret", *([chosen.file] if chosen.file else [])]
    readable = [path.name for path in private if path.exists() and _others_read(path)]
    if readable:
        yield mind(OPEN_TO_OTHERS(names=", ".join(readable)))
    yield good((RUNNING if is_served(chosen.data / SERVER) else STOPPED)(path=chosen.data))


def _others_read(path: Path) -> bool:
    return os.name != "nt" and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def settings_hold(chosen: Settings) -> Iterator[Finding]:
    """What it was told as the command reads it: run it with the environment that the server has."""
    secret = chosen.data / "secret"
    if secret.exists() and len(secret.read_text().strip()) < 32:
        yield wrong(SHORT_SECRET(path=secret))
    if chosen.around.cert is not None:
        yield _certificate(certificate.refuse_bad(chosen.around.cert, chosen.around.key), chosen.around.cert)
    elif chosen.host not in LOCAL:
        yield mind(PLAIN(host=chosen.host))
    yield good(TOLD(host=chosen.host, port=chosen.port, proxies=chosen.proxies))
    if not os.environ.get("OPS_SMTP"):
        yield good(NO_MAIL)


def _certificate(until: datetime, path: Path) -> Finding:
    day = f"{local(until):%Y-%m-%d}"
    if until < now():
        return wrong(LAPSED(path=path, day=day))
    return mind(LAPSING(path=path, day=day)) if until - now() < SOON else good(LASTS(path=path, day=day))


def disk(chosen: Settings) -> Iterator[Finding]:
    """Whether there is room for the next copy and the people's work."""
    size = chosen.file.stat().st_size if chosen.file is not None and chosen.file.exists() else 0
    places = [path for path in (chosen.data, folder_of("backups")) if path.is_dir()]
    devices = {path.stat().st_dev: path for path in reversed(places)}
    for path in devices.values():
        free = shutil.disk_usage(path).free
        kind, text = (good, FREE) if free > max(ROOMY, 2 * size) else (mind, SCARCE)
        if free < size + copies.ROOM:
            kind, text = wrong, FULL
        yield kind(text(path=path, free=size_of(free)))


def clock(chosen: Settings, opened: Opened) -> Iterator[Finding]:
    """What was written can't be of the future."""
    last = moment_of(opened.value('SELECT max("at") FROM "batch"'))
    here = local(now())
    if last is not None and last - now() > AHEAD:
        yield wrong(FAST(now=f"{here:%Y-%m-%d %H:%M}", last=f"{local(last):%Y-%m-%d %H:%M}"))
        return
    yield good(RIGHT(now=f"{here:%Y-%m-%d %H:%M}", zone=ZONE))
