"""Writes come from our own pages only: no other site can make a signed-in browser act (N2, S5)."""

from typing import Any
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from models.kit.text import Text

from .plain import answer
from .seats import SOCKET, is_for_programs, seat_of

FOREIGN = Text(
    "这个请求不是从本系统的页面发出的，已拒绝", "This request didn't come from one of our pages and was refused"
)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# A person who is signing in has nothing yet that another site could abuse; programs may sign in without an Origin.
# So has whoever answers a survey or a form or takes an invitation up, and the browsers inside chat programs say little.
MAY_BE_SILENT = frozenset({"/auth/login", "/auth/language"})
OUTSIDE = ("/s/", "/f/", "/j/", "/q/")


class SameOrigin:
    """Checks Origin and Sec-Fetch-Site of everything that may change something, and of every socket."""

    def __init__(self, app: Any, guard: Any):
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        if self._allowed(connection):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 4403})
        else:
            await answer(connection, 403, FOREIGN)(scope, receive, send)

    def _allowed(self, connection: HTTPConnection) -> bool:
        scope, path = connection.scope, connection.scope["path"]
        said = says_own(connection)
        if scope["type"] == "websocket":
            return said is True
        if path.startswith(SOCKET) and said is False:
            return False
        if scope["method"] in SAFE or by_bearer(connection):
            return True
        if path.startswith("/api/"):
            return said is True and connection.headers.get("x-requested-with") == "opsdesk"
        return said is True or (said is None and (path in MAY_BE_SILENT or path.startswith(OUTSIDE)))


def by_bearer(connection: HTTPConnection) -> bool:
    """Who came in by a token that we know: no browser sends one on its own, as it does a cookie or a password it keeps."""
    return is_for_programs(connection.scope["path"]) and seat_of(connection.scope, by_token=True) is not None


def says_own(connection: HTTPConnection) -> bool | None:
    """True: the browser says it is our own page. False: it says it is not. None: it says nothing."""
    origin, site = connection.headers.get("origin"), connection.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    if origin is not None:
        return _host(urlsplit(origin).netloc) == _host(connection.headers.get("host", "")) != ""
    return True if site is not None else None


def _host(netloc: str) -> str:
    return netloc.lower().removesuffix(":80").removesuffix(":443")
