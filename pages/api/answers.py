"""How the API answers: who asks, what was sent, and one sentence in the person's language for whatever is wrong."""

from collections.abc import Callable
from inspect import Parameter, iscoroutinefunction, signature
from typing import Annotated, Any

import orjson
from fastapi import Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect

from models.kit import words
from models.kit.ask.query import BadQuery
from models.kit.declare.access import Who
from models.kit.text import Refusals, Refused, Text, join

from .. import guard

PERSON = "x-ops-person"
LONGEST_REASON = 500
SOMEBODY_ELSE = Text("现在登录的是另一个人，请刷新页面", "Somebody else is signed in now; reload the page")
NOT_THERE = Text("没有这个内容，或你没有权限", "There is no such thing, or it isn't yours to see")


class NotThere(Exception):
    """Missing and forbidden look the same, unless the person sees the type and only lacks the verb."""

    def __init__(self, text: Text = NOT_THERE):
        super().__init__(text.en)
        self.text = text


class NotYou(Exception):
    """The page was opened by one person and the cookie is another's: nobody writes in somebody else's name."""


async def asking(request: Request) -> Who:  # async, as a plain function would be sent to a thread and back
    """Who asks. Raises NotYou when an open page says it belongs to somebody else."""
    who = guard.who(request)
    if request.headers.get(PERSON, str(who.user_id)) != str(who.user_id):
        raise NotYou
    return who


Asking = Annotated[Who, Depends(asking)]


async def body(request: Request) -> dict[str, Any]:
    """The JSON object of a request. Raises BadQuery for anything else."""
    try:
        sent = orjson.loads(await request.body() or b"{}")
    except (ValueError, ClientDisconnect):  # who left halfway hears nothing of it, and the log needs no case number
        raise BadQuery(words.BAD_REQUEST(what="JSON")) from None
    if not isinstance(sent, dict):
        raise BadQuery(words.BAD_REQUEST(what="JSON"))
    return sent


def query_of(text: str) -> dict[str, Any]:
    """What an address asks as JSON under `query`, where a browser fetches a file. Raises BadQuery for anything but an object."""
    try:
        asked = orjson.loads(text)
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise BadQuery(words.BAD_REQUEST(what="query"))
    return asked


def reason_of(asked: dict[str, Any]) -> str | None:
    """Why what is locked is corrected."""
    reason = asked.get("reason")
    if not isinstance(reason, str | None) or len(reason or "") > LONGEST_REASON:
        raise BadQuery(words.BAD_REQUEST(what="reason"))
    return reason


def at_once(endpoint: Callable) -> Callable | None:
    """How a route is answered that asks for nothing but who asks, what of and the body, which most do; None for any other.

    The framework would look through its declarations at every request, which takes as long as reading a block of rows.
    """
    given, answers = signature(endpoint).parameters, signature(endpoint).return_annotation
    types = [given[name].default.dependency for name in ("record", "asked") if name in given and _depends(given[name])]
    if set(given) != {"who", "record", "asked"} or len(types) != 2 or types[1] is not body or answers is not Response:
        return None
    record_of, within_loop = types[0], iscoroutinefunction(endpoint)

    async def handle(request: Request) -> Response:
        who = await asking(request)
        record = await record_of(request.path_params["record"], who)
        asked = await body(request)
        if within_loop:
            return await endpoint(who=who, record=record, asked=asked)
        return await run_in_threadpool(endpoint, who=who, record=record, asked=asked)

    return handle


def _depends(parameter: Parameter) -> bool:
    return getattr(parameter.default, "dependency", None) is not None


class Answering(APIRoute):
    """A route whose failures are sentences: 400 for a wrong question, 404 for what isn't there, 409 for a refusal."""

    def get_route_handler(self) -> Callable:
        handle = at_once(self.endpoint) or super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except BadQuery as wrong:
                return message(request, 400, wrong.text)
            except RecursionError:  # lists in lists in lists
                return message(request, 400, words.BAD_REQUEST(what="JSON"))
            except RequestValidationError as wrong:
                place = str(wrong.errors()[0]["loc"][-1])[:40]
                return message(request, 400, words.BAD_REQUEST(what=place))
            except NotYou:
                return message(request, 401, SOMEBODY_ELSE, another=True)
            except NotThere as missing:
                return message(request, 404, missing.text)
            except Refused as refused:
                return message(request, 409, refused.text)
            except Refusals as several:
                return message(request, 409, join([refused.text for refused in several.refusals[:5]]))

        return answered


def message(request: Request, status: int, text: Text, **more: Any) -> Response:
    sentence = {"message": guard.who(request).say(text), **more}
    return Response(orjson.dumps(sentence), status, media_type="application/json")
