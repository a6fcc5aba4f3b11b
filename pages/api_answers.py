"""How the API answers: who asks, what was sent, and one sentence in the person's language for whatever is wrong."""

from collections.abc import Callable
from typing import Annotated, Any

import orjson
from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from models.kit import words
from models.kit.access import Who
from models.kit.query import BadQuery
from models.kit.text import Refusals, Refused, Text, join

from . import guard

NOT_THERE = Text("没有这个内容，或你没有权限", "There is no such thing, or it isn't yours to see")


class NotThere(Exception):
    """Missing and forbidden look the same, unless the person sees the type and only lacks the verb."""

    def __init__(self, text: Text = NOT_THERE):
        super().__init__(text.en)
        self.text = text


def asking(request: Request) -> Who:
    return guard.who(request)


Asking = Annotated[Who, Depends(asking)]


async def body(request: Request) -> dict[str, Any]:
    """The JSON object of a request. Raises BadQuery for anything else."""
    try:
        sent = orjson.loads(await request.body() or b"{}")
    except ValueError:
        raise BadQuery(words.BAD_REQUEST(what="JSON")) from None
    if not isinstance(sent, dict):
        raise BadQuery(words.BAD_REQUEST(what="JSON"))
    return sent


class Answering(APIRoute):
    """A route whose failures are sentences: 400 for a wrong question, 404 for what isn't there, 409 for a refusal."""

    def get_route_handler(self) -> Callable:
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except BadQuery as wrong:
                return told(request, 400, wrong.text)
            except RequestValidationError as wrong:
                place = str(wrong.errors()[0]["loc"][-1])[:40]
                return told(request, 400, words.BAD_REQUEST(what=place))
            except NotThere as missing:
                return told(request, 404, missing.text)
            except Refused as refused:
                return told(request, 409, refused.text)
            except Refusals as refusals:
                return told(request, 409, join([refused.text for refused in refusals.found[:5]]))

        return answered


def told(request: Request, status: int, text: Text) -> Response:
    return Response(orjson.dumps({"message": guard.who(request).say(text)}), status, media_type="application/json")
