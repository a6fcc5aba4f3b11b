"""Knocking at robots outside: at the very address that was looked at, and for so long and so much of an answer at most."""

import json
import os
import socket
import ssl
import time
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from models.kit.server.settings import INNER

PATIENCE, MOST = 8.0, 64 * 1024  # seconds for all of it, however it drips; bytes of an answer
TOO_SLOW = f"没有在 {PATIENCE:.0f} 秒内答完 / took over {PATIENCE:.0f} s"
TOO_MUCH = f"回复超过 {MOST // 1024} KB / answered over {MOST // 1024} KB"
# Within these an IPv4 address stands behind the last bits, and a network may lead there.
TRANSLATED, LOCALLY, COMPATIBLE = IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("::/96")


def post(address: str, body: dict[str, Any]) -> dict[str, Any]:
    """What the robot answers. Raises ValueError or an error of the line, with words that the channel's row then shows."""
    address = address.strip()
    if _by_proxy(address):
        refuse_inner(address)
        reply = httpx.post(address, json=body, timeout=PATIENCE, follow_redirects=False)
        status, said = reply.status_code, reply.content
    else:
        try:
            status, said = _directly(address, json.dumps(body, ensure_ascii=False).encode())
        except httpcore.TimeoutException:
            raise ValueError(TOO_SLOW) from None
    if not 200 <= status < 300:
        raise ValueError(f"HTTP {status}")
    answer = json.loads(said)
    return answer if isinstance(answer, dict) else {}


def refuse_inner(address: str) -> None:
    """A robot stands outside: nobody makes the server knock at doors of its own network, unless OPS_INNER_HOOKS is 1.

    Raises ValueError.
    """
    if os.environ.get(INNER) != "1":
        parts = urlsplit(address.strip())
        outer(parts.hostname or "localhost", parts.port or 443)


def outer(host: str, port: int) -> list[str]:
    """Where a name leads, all of it outside, or wherever where that is allowed. Raises ValueError."""
    places = [str(place[0]) for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if os.environ.get(INNER) != "1" and any(_is_inner(ip_address(place.split("%")[0])) for place in places):
        raise ValueError(f"{host} 是内网地址；确实要发到内网，请设置 {INNER}=1 / is an inner address; set {INNER}=1")
    return list(dict.fromkeys(places))


def _is_inner(place: IPv4Address | IPv6Address) -> bool:
    if not place.is_global or place.is_multicast:
        return True
    if isinstance(place, IPv4Address):
        return False
    if place.is_site_local or place in LOCALLY or place in COMPATIBLE:
        return True
    behind = [place.ipv4_mapped, place.sixtofour, *(place.teredo or ())]
    if place in TRANSLATED:
        behind.append(IPv4Address(int(place) & 0xFFFFFFFF))
    return any(_is_inner(other) for other in behind if other is not None)


def _by_proxy(address: str) -> bool:
    """Whether the machine goes out through a proxy, which looks names up itself."""
    parts, proxies = urlsplit(address), getproxies()
    return (parts.scheme in proxies or "all" in proxies) and not proxy_bypass(parts.hostname or "")


def _directly(address: str, body: bytes) -> tuple[int, bytes]:
    url = httpx.URL(address)
    headers = {"Host": url.netloc.decode(), "Content-Type": "application/json", "Accept-Encoding": "identity"}
    headers |= {"Content-Length": str(len(body)), "User-Agent": "OpsDesk"}
    door = Door(time.monotonic() + PATIENCE)
    with (
        httpcore.ConnectionPool(ssl_context=httpx.create_ssl_context(), network_backend=door) as pool,
        pool.stream("POST", str(url), headers=headers, content=body) as answer,
    ):
        said = b""
        for piece in answer.iter_stream():
            said += piece
            if len(said) > MOST:
                raise ValueError(TOO_MUCH)
        return answer.status, said


class Door(httpcore.NetworkBackend):
    """Goes where a name leads at this moment and nowhere else: between looking and knocking it can't come to lead elsewhere."""

    def __init__(self, ends: float):
        self.ends, self.line = ends, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        why: Exception = ValueError(TOO_SLOW)
        for place in outer(host, port):
            try:
                line = self.line.connect_tcp(place, port, _left(self.ends), local_address, socket_options)
                return Line(line, self.ends)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                why = error
        raise why


class Line(httpcore.NetworkStream):
    """A line on which everything together takes so long at most."""

    def __init__(self, line: httpcore.NetworkStream, ends: float):
        self.line, self.ends = line, ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.line.read(max_bytes, _left(self.ends))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.line.write(buffer, _left(self.ends))

    def close(self) -> None:
        self.line.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return Line(self.line.start_tls(ssl_context, server_hostname, _left(self.ends)), self.ends)

    def get_extra_info(self, info: str) -> Any:
        return self.line.get_extra_info(info)


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise ValueError(TOO_SLOW)
    return left
