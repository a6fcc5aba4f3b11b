"""Starting and stopping: the door is held before anything is promised, what is ready is said, and the end is quiet."""

import errno
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import ifaddr
from nicegui import app, helpers
from nicegui.server import Server
from starlette.middleware.gzip import GZipMiddleware

from models.kit.server import certificate
from models.kit.server.locks import SERVER, Held, held
from models.kit.server.settings import VERSION, Settings
from models.kit.server.surroundings import Surroundings
from models.kit.text import Refused, Text

BACKLOG = 2048
TURN = 0.001  # seconds
TIGHT = 4  # of nine
TAKEN = Text(
    "数据文件夹 {data} 正由另一个运营台使用；请先停止它，或用 --data 指定别的文件夹",
    "Another OpsDesk is running on the data folder {data}; stop it first, or name another folder with --data",
)
BUSY = Text(
    "端口 {port} 已被别的程序占用（可能运营台已经在运行）；请停止它，或用 --port 换一个端口",
    "Port {port} is used by another program (OpsDesk may be running already); stop it, or choose another with --port",
)
NOT_ALLOWED = Text(
    "没有权限使用端口 {port}；请用 --port 换一个 1024 以上的端口",
    "Port {port} may not be used by this user; choose one above 1024 with --port",
)
NOT_HERE = Text(
    "本机没有地址 {host}；请用 --host 指定本机的地址，0.0.0.0 表示全部",
    "This machine has no address {host}; name one of its own with --host, 0.0.0.0 for all",
)
CANT_LISTEN = Text("不能在 {host} 的端口 {port} 上监听：{why}", "Can't listen on {host}, port {port}: {why}")
WHY = {errno.EADDRINUSE: BUSY, errno.EACCES: NOT_ALLOWED, errno.EADDRNOTAVAIL: NOT_HERE}
READY = Text("运营台 {version} 已就绪", "OpsDesk {version} is ready")
ADDRESS, DATA = Text("地址", "address"), Text("数据", "data")
STOP = Text("停止：按 Ctrl+C，或结束进程 {pid}", "To stop it: Ctrl+C, or end process {pid}")


class Stopped(SystemExit):
    """Somebody asked the program to stop; nothing is wrong with it."""


_serving = False


def set_serving(serving: bool) -> None:
    """From now on the server sees to signals itself."""
    global _serving
    _serving = serving


def heed_signals() -> None:
    """What a signal means: before and after serving the end of the program, in between the server sees to it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _come)


def _come(number: int, frame: FrameType | None) -> None:
    if not _serving:
        raise Stopped(0)


@contextmanager
def door(settings: Settings) -> Iterator[list[socket.socket] | None]:
    """The data folder and the port are ours, or Refused: nothing has been made or promised by then. None in simulations."""
    if helpers.is_user_simulation():
        yield None
        return
    heed_signals()
    # What people send and what is made of it lies nowhere else, and is cleared at the start; children too go by this.
    if settings.around.cert is not None:
        certificate.refuse_bad(settings.around.cert, settings.around.key)
    os.environ["TMPDIR"] = tempfile.tempdir = str(settings.folders["uploads"])
    try:
        with held(settings.data / SERVER):
            yield listen(settings.host, settings.port)
    except Held:
        raise Refused(TAKEN(data=settings.data)) from None


def listen(host: str, port: int) -> list[socket.socket]:
    """Sockets on every address of that name. Raises Refused."""
    made: list[socket.socket] = []
    try:
        resolved = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _, address in dict.fromkeys(resolved):
            made.append(listening := socket.socket(family, kind, protocol))
            if sys.platform != "win32":
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            listening.bind(address)
            listening.listen(BACKLOG)
    except (OSError, UnicodeError) as error:
        for listening in made:
            listening.close()
        known = NOT_HERE if isinstance(error, socket.gaierror) else WHY.get(getattr(error, "errno", None), CANT_LISTEN)
        raise Refused(known(host=host, port=port, why=getattr(error, "strerror", error))) from error
    return made


@contextmanager
def quick_turns() -> Iterator[None]:
    """Threads that reckon hand on to the one that answers after a millisecond, not five: each request waits for several such turns."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def run(sockets: list[socket.socket] | None, serve: Callable[[], None]) -> None:
    """Serve on these sockets until somebody stops it."""
    with quick_turns():
        _run(sockets, serve)


def _run(sockets: list[socket.socket] | None, serve: Callable[[], None]) -> None:
    if sockets is None:
        serve()
        return
    of_itself = Server.run
    Server.run = lambda server, _=None: of_itself(server, sockets=sockets)
    set_serving(True)
    try:
        serve()
    except KeyboardInterrupt:
        pass
    finally:
        Server.run = of_itself


def packed(pages: Any) -> GZipMiddleware:
    """Pages packed at a quarter of the time that the tightest way takes, a thirteenth larger: a page is packed for whoever opens it."""
    return GZipMiddleware(pages, minimum_size=500, compresslevel=TIGHT)


def encrypted(around: Surroundings) -> dict[str, Any]:
    """What the server is told so that it speaks https with the given certificate."""
    if around.cert is None:
        return {}

    return {
        "ssl_certfile": str(around.cert),
        "ssl_keyfile": str(around.key),
        "ssl_context_factory": lambda config, usual: certificate.kept_new(usual, around.cert, around.key),
    }


def logged(around: Surroundings) -> dict[str, Any]:
    """With a log of our own the server says there what it has to say."""
    return {} if around.log is None else {"log_config": None}


def announce(settings: Settings, say: Callable[[str], None], pid: int) -> None:
    """Once it can be used: under which addresses, on which data, and how it is stopped."""

    def ready() -> None:
        say(" / ".join(READY(version=VERSION).say(lang) for lang in ("zh", "en")))
        scheme = "http" if settings.around.cert is None else "https"
        there = [settings.around.url] if settings.around.url else addresses(settings.host, settings.port, scheme)
        for address in there:
            say(f"  {ADDRESS.zh} / {ADDRESS.en}: {address}")
        say(f"  {DATA.zh} / {DATA.en}: {settings.data}")
        say(" / ".join(STOP(pid=pid).say(lang) for lang in ("zh", "en")))

    app.on_startup(ready)


def addresses(host: str, port: int, scheme: str = "http") -> list[str]:
    """What to type into a browser; for all addresses of the machine each of them."""
    hosts = [host]
    if host in ("0.0.0.0", "::"):
        there = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4]
        hosts = ["127.0.0.1", *sorted({host for host in there if not host.startswith(("127.", "169.254."))})]
    return [f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}" for host in hosts]
