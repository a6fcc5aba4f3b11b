"""Forms in plain HTML, their cookies, and the threads in which they are answered: what the pages of signing in share."""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from html import escape
from typing import Any

from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from models.kit.text import Text

from .guard.plain import wants_page
from .guard.seats import cookie_name


async def fields(request: Request) -> dict[str, str] | None:
    """The text fields of a form or of a JSON object; None when it is neither."""
    try:
        if request.headers.get("content-type", "").startswith("application/json"):
            body = await request.json()
            return _texts(body.items()) if isinstance(body, dict) else None
        async with request.form(max_files=0, max_fields=20, max_part_size=64 * 1024) as form:
            return _texts(form.items())
    except (ValueError, RecursionError, HTTPException, MultiPartException):
        return None


def _texts(items: Iterable[tuple[str, Any]]) -> dict[str, str]:
    texts = {name: value for name, value in items if isinstance(value, str)}
    "".join(texts.values()).encode()  # half a character, as JSON can spell one, is a ValueError here
    return texts


def is_program(request: HTTPConnection) -> bool:
    """JSON for those who ask for it or send it; pages for browsers and plain command lines."""
    return not wants_page(request) and (
        "application/json" in request.headers.get("accept", "")
        or request.headers.get("content-type", "").startswith("application/json")
    )


async def slowly(request: Request, work: Callable, *given: Any, **named: Any) -> Any:
    """In the few threads in which passwords are tested."""
    return await asyncio.get_running_loop().run_in_executor(request.app.state.sign_ins, partial(work, *given, **named))


async def write(request: Request, tell: Callable, *given: Any) -> Any:
    """In the thread that notes sessions."""
    return await request.app.state.guard.write(tell, *given)


def secure(connection: HTTPConnection) -> bool:
    """Whether the browser speaks https, to us or to the proxy that is believed."""
    return connection.scope["scheme"] == "https"


def keep(response: Response, request: Request, name: str, value: str, max_age: int | None = None) -> None:
    """A cookie that no script reads."""
    # Without max_age the browser forgets it when it closes; how long it holds at most is the server's business.
    response.set_cookie(
        cookie_name(request.scope, name), value, max_age=max_age, httponly=True, samesite="lax", secure=secure(request)
    )


def drop(response: Response, request: Request, name: str) -> None:
    """The cookie is forgotten."""
    response.delete_cookie(cookie_name(request.scope, name), httponly=True, samesite="lax", secure=secure(request))


def sayer(lang: str) -> Callable[[Text], str]:
    """Says a text in this language, safe inside HTML."""
    return lambda text: escape(text.say(lang))


def alert(wrong: Text | None, lang: str) -> str:
    """What was wrong with the form, above it."""
    return f'<div class="bad" role="alert">{escape(wrong.say(lang))}</div>' if wrong else ""
