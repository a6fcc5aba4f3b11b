"""What is sent to us has a length and a cap; what goes to an open page or socket comes from its own session (N1, N4)."""

import re
from typing import Any

from nicegui import Client, core
from starlette.requests import HTTPConnection

from models.kit.text import Text

from .plain import answer
from .seats import BRINGING, SOCKET, page_seat, same_session, seat_of

NO_LENGTH = Text("请求没有说明长度，已拒绝", "The request doesn't say how long it is and was refused")
TOO_LARGE = Text("内容太大，最多 {most}", "Too large; at most {most}")
NOT_YOURS = Text("没有这个页面", "There is no such page")
PAGE = re.compile(r"/_nicegui/client/([^/]+)/")
MB = 1024 * 1024
FORM = 64 * 1024  # a sign-in form, and the wrapping of an uploaded file
ANSWER = MB  # a survey or a form: each Chinese character is nine bytes on its way, and there may be many questions


class Bodies:
    """Refuses by the headers alone, before the first byte of a body is read."""

    def __init__(self, app: Any, guard: Any):
        self.app, self.limits = app, guard.limits

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "http" and (refusal := self._refusal(HTTPConnection(scope))) is not None:
            status, text = refusal
            await answer(HTTPConnection(scope), status, text)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _refusal(self, connection: HTTPConnection) -> tuple[int, Text] | None:
        headers, path = connection.headers, connection.scope["path"]
        if (page := PAGE.match(path)) is not None and not self._own_page(connection.scope, page[1]):
            return 403, NOT_YOURS
        if path.startswith(SOCKET) and not self._own_socket(connection):
            return 403, NOT_YOURS
        if "transfer-encoding" in headers:
            return 411, NO_LENGTH
        length = headers.get("content-length", "0")
        most = self._most(path)
        if not length.isascii() or not length.isdigit():
            return 411, NO_LENGTH
        if int(length[:20]) > most:
            return 413, TOO_LARGE(most=f"{most // MB} MB" if most >= MB else f"{most // 1024} KB")
        if page is not None and connection.scope["method"] == "POST" and "content-length" not in headers:
            return 411, NO_LENGTH
        return None

    def _most(self, path: str) -> int:
        if path.startswith(("/auth/", "/j/")):
            return FORM
        answer = path.startswith(("/s/", "/f/", "/q/")) and BRINGING.fullmatch(path) is None
        return ANSWER if answer else self.limits.body + FORM

    def _own_page(self, scope: Any, client_id: str) -> bool:
        client, mine = Client.instances.get(client_id), seat_of(scope)
        theirs = page_seat(client) if client is not None else None
        return same_session(mine, theirs)

    def _own_socket(self, connection: HTTPConnection) -> bool:
        """Long polling names its socket in the address: the name alone must not be enough to speak for it."""
        named = connection.query_params.get("sid")
        if named is None:
            return True
        made_by = core.sio.environ.get(named, {}).get("asgi.scope", {})
        return same_session(seat_of(connection.scope), seat_of(made_by))
