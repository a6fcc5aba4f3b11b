"""The protocol's own side: the official SDK speaks, our tools answer in a thread, out of the house as it is at the call."""

import asyncio
from typing import Any

import orjson
from mcp import types
from mcp.server import Server, ServerRequestContext
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from models.accounts import Seat
from models.kit.ask.query import BadQuery
from models.kit.declare.access import Who
from models.kit.server.standing import pinned
from models.kit.text import Refusals, Refused, join

from ..api.answers import NotThere
from ..guard.faults import SORRY, case_of
from ..guard.seats import seat_of
from .tools import INSTRUCTIONS, TOOLS, Tool, Wrong

LONGEST = 2 * 1024 * 1024  # bytes of a request, some 20,000 cells


class Serving:
    """The SDK's manager with the task that keeps it alive. Stateless: each request shows its token and stands by itself."""

    def __init__(self, manager: StreamableHTTPSessionManager):
        self.manager = manager
        self._begun, self._over = asyncio.Event(), asyncio.Event()
        self._task = asyncio.create_task(self._live())

    @classmethod
    async def begin(cls) -> "Serving":
        server = Server("OpsDesk", instructions=INSTRUCTIONS, on_list_tools=listed, on_call_tool=called)
        manager = StreamableHTTPSessionManager(
            server, stateless=True, json_response=True, max_request_body_size=LONGEST
        )
        serving = cls(manager)
        await serving._begun.wait()
        return serving

    async def _live(self) -> None:
        async with self.manager.run():
            self._begun.set()
            await self._over.wait()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.manager.handle_request(scope, receive, send)


async def listed(ctx: ServerRequestContext[Any], params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
    tools = [
        types.Tool(
            name=tool.name,
            description=tool.description,
            input_schema=tool.schema,
            annotations=types.ToolAnnotations(read_only_hint=tool.reads, destructive_hint=tool.destroys),
        )
        for tool in TOOLS.values()
    ]
    return types.ListToolsResult(tools=tools)


async def called(ctx: ServerRequestContext[Any], params: types.CallToolRequestParams) -> types.CallToolResult:
    """One tool's answer as JSON; what is wrong is a sentence that the assistant can act on, never a broken call."""
    seat: Seat | None = seat_of(ctx.request.scope, by_token=True) if ctx.request is not None else None
    if seat is None:
        return _said("Sign in with an access token", wrong=True)
    tool = TOOLS.get(params.name)
    if tool is None:
        return _said(f"There is no tool {params.name[:60]}; there are {', '.join(TOOLS)}", wrong=True)
    try:
        return await asyncio.to_thread(_answer, tool, seat.who, params.arguments or {})
    except Exception as error:  # the SDK would tell the assistant its words
        return _said(seat.who.say(SORRY(case=case_of(ctx.request, error))), wrong=True)


def _answer(tool: Tool, who: Who, given: dict[str, Any]) -> types.CallToolResult:
    try:
        with pinned():
            return _said(orjson.dumps(tool.run(who, tool.fitting(given))).decode())
    except (BadQuery, NotThere, Refused) as why:
        return _said(who.say(why.text), wrong=True)
    except Refusals as several:
        return _said(who.say(join([refused.text for refused in several.refusals[:5]])), wrong=True)
    except (Wrong, RecursionError) as wrong:  # lists in lists in lists
        return _said(str(wrong), wrong=True)


def _said(text: str, *, wrong: bool = False) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=wrong)
