"""Assistants 助手: the door at /mcp for programs that speak the Model Context Protocol; shut until an administrator opens it."""

import asyncio
from typing import Any

from starlette.requests import HTTPConnection

from models.accounts import ASSISTANTS
from models.kit.declare.params import setting
from models.kit.server.database import reading
from models.kit.text import Text

from ..guard.plain import answer
from ..guard.seats import ASSISTANTS_PATH, seat_of

IS_SHUT = Text(
    "助手连接没有打开：系统管理员可在“业务参数”里把“assistants”设为 1",
    "Assistants may not connect yet: an administrator sets “assistants” to 1 under Business parameters",
)
BY_TOKEN = Text(
    "助手要凭访问令牌连接：Authorization: Bearer …，令牌在“访问令牌”里发",
    "Assistants show an access token: Authorization: Bearer …, given under “Access tokens”",
)
BY_POST = Text("助手只用 POST 调用 /mcp", "Assistants call /mcp by POST only")


class Assistants:
    """What answers at /mcp. The SDK is loaded with the first call, so that who never opens the door doesn't pay for it."""

    def __init__(self) -> None:
        self._serving: Any = None
        self._starting = asyncio.Lock()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        connection = HTTPConnection(scope)
        if seat_of(scope, by_token=True) is None:
            await answer(connection, 401, BY_TOKEN, as_page=False)(scope, receive, send)
        elif not await asyncio.to_thread(_is_open):
            await answer(connection, 404, IS_SHUT, as_page=False)(scope, receive, send)
        elif (
            scope["method"] != "POST"
        ):  # there is nothing to listen to: a stream that says nothing would hold its person's turn
            refusal = answer(connection, 405, BY_POST, as_page=False)
            refusal.headers["Allow"] = "POST"
            await refusal(scope, receive, send)
        else:
            await (await self._served())(scope, receive, send)

    async def _served(self) -> Any:
        async with self._starting:
            if self._serving is None:
                from .server import Serving  # see above

                self._serving = await Serving.begin()
        return self._serving


def _is_open() -> bool:
    with reading():
        return bool(setting(ASSISTANTS))


__all__ = ["ASSISTANTS_PATH", "Assistants"]
