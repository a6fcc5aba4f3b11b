"""What people see of a fault: a case number and an apology. What the log keeps: all of it, without personal data."""

import importlib
import logging
import re
import secrets
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from models.kit.server.machine import AWAY, DISK_FULL, LOCKED, explained
from models.kit.text import Refused, Text

from .plain import answer, takes_page, wants_page
from .seats import seat_of

log = logging.getLogger("opsdesk.faults")
nicegui_page = importlib.import_module("nicegui.page")
SORRY = Text(
    "出了点问题，没有完成。请把编号 {case} 告诉管理员", "Something went wrong. Tell the administrator case {case}"
)
TITLE = Text("很抱歉", "Sorry")
NOWHERE = Text("没有这个页面，或你没有权限", "There is no such page, or it isn't yours to see")
LOST = Text("没有找到", "Not found")
MALFORMED = Text("请求的格式不对", "The request is malformed")
NO_SUCH_WAY = Text("这个地址不支持这种请求", "This address doesn't take that kind of request")
REFUSED = Text("请求被拒绝（{status}）", "The request was refused ({status})")
SLOW = Text(
    "系统现在很忙，页面没有及时打开，请稍后重试", "The app is busy and the page wasn't ready in time; try again shortly"
)
OPENS_SOON = Text(
    "系统正忙，页面暂时打不开；{seconds} 秒后自动重试，不用刷新",
    "The app is busy and can't open this page just now; it tries again by itself in {seconds} s",
)
WAITING = Text("请稍候", "One moment")
PASSING, AGAIN = (LOCKED, AWAY), 5  # seconds; what is slow by itself would only make the server busier
SAID = {400: MALFORMED, 404: NOWHERE, 405: NO_SUCH_WAY, 422: MALFORMED}


LEFT = "ops.left"  # in the scope: whoever asked has gone
UNANSWERED = "No response returned."  # what Starlette makes of an answer that nobody was there to take


class Slow(Exception):
    """A page that was not there in time."""


CLEANERS = (
    (re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)"), r"\1****\2"),  # mobile numbers
    (re.compile(r"(?<!\d)(\d{3})\d{11}(\d{3}[\dXx])(?!\d)"), r"\1***********\2"),  # identity numbers
    (re.compile(r"\b(?:19\d\d|200\d|201[0-5])[-/.](\d\d?[-/.]\d\d?)\b"), r"****-\1"),  # birthdays
    # database addresses; of bounded length, for a text that is all beginnings of them would take minutes otherwise
    (re.compile(r"(\b\w+://[^:/\s@]{1,300}):[^@\s]{1,300}@"), r"\1:***@"),
    (re.compile(r"(?i)(bearer\s+|ops_session=|ops_device=|password['\"]?\s*[=:]\s*['\"]?)[^\s;,&'\"]+"), r"\1***"),
    (re.compile(r"\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), r"\1-…"),  # ids of live pages
)


_drawn: Callable[[Request, int, Text, Text], Response] | None = None


def set_drawn(draw: Callable[[Request, int, Text, Text], Response]) -> None:
    """How a refused page is drawn for somebody who is signed in: (request, status, title, text) → answer."""
    global _drawn
    _drawn = draw


class Faults:
    """The last resort around everything: whatever escaped becomes a neutral answer with a case number."""

    def __init__(self, app: Any, guard: Any):
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        started = False

        async def heard() -> Any:
            message = await receive()
            if message["type"] == "http.disconnect":
                scope[LEFT] = True
            return message

        async def watched(message) -> None:
            nonlocal started
            started = started or message["type"] in ("http.response.start", "websocket.accept")
            await send(message)

        try:
            await self.app(scope, heard, watched)
        except Exception as error:
            if scope["type"] == "lifespan":
                raise
            response = apologise(HTTPConnection(scope), error)
            if not started and scope["type"] == "http":
                await response(scope, receive, send)


def hide_text(app: Any, guard: Any = None) -> None:
    """In place of the error pages of NiceGUI, FastAPI and Starlette, which show the text of the exception in one language.

    To be called for every app there is: one that is mounted has handlers of its own.
    """
    app.add_exception_handler(Exception, apologise)
    app.add_exception_handler(404, refuse)
    for kind in (HTTPException, RequestValidationError):
        app.add_exception_handler(kind, refuse)


def be_patient(app: Any, guard: Any) -> None:
    """NiceGUI gives a page three seconds and then tells of its own settings; a busy server's pages may take longer."""
    nicegui_page.page.__init__.__kwdefaults__["response_timeout"] = guard.limits.page_seconds
    nicegui_page.error_content = _too_slow


def _too_slow(status: int, message: str = "") -> None:
    raise Slow(message)


async def refuse(request: Request, error: Exception) -> Response:
    """What was asked for isn't there, or not in this way: a sentence in the shape of all others.

    Whoever is signed in reads it within the app, with the menu to go on by; not in a thread, for pages are built in the loop.
    """
    status = 400 if isinstance(error, RequestValidationError) else error.status_code
    if status >= 500 or explained(error) is not None:
        return apologise(request, error)
    told_so = getattr(error, "detail", None)
    text = told_so if isinstance(told_so, Text) else SAID.get(status) or REFUSED(status=status)
    title = LOST if status == 404 else TITLE
    if _drawn is not None and wants_page(request) and seat_of(request.scope) is not None:
        response = _drawn(request, status, title, text)
    else:
        response = answer(request, status, text, title=title)
    response.headers.update(getattr(error, "headers", None) or {})
    return response


def apologise(request: Request | HTTPConnection, error: Exception) -> Response:
    """Log the fault once under a case number, and answer with the number alone, or with what a person can do about it."""
    if isinstance(error, Refused) and explained(error) is None:
        return answer(request, 409, error.text, title=TITLE)
    if request.scope.get(LEFT) and isinstance(error, RuntimeError) and str(error) == UNANSWERED:
        return Response(status_code=499)  # nobody's fault, and nobody reads it
    case = case_of(request, error)
    text, as_page = SLOW if isinstance(error, Slow) else explained(error), takes_page(request)
    if text is None:
        return answer(request, 500, SORRY(case=case), title=TITLE, as_page=as_page, case=case)
    if text is DISK_FULL or text not in PASSING:
        return answer(request, 507 if text is DISK_FULL else 503, text, title=TITLE, as_page=as_page, case=case)
    if as_page and request.scope.get("method") in ("GET", "HEAD"):  # nobody wanted to save anything
        return answer(request, 503, OPENS_SOON(seconds=AGAIN), title=WAITING, as_page=True, again=AGAIN)
    return answer(request, 503, text, title=TITLE, as_page=as_page, again=AGAIN, case=case)


def case_of(request: HTTPConnection, error: Exception) -> str:
    """The number under which the log keeps this fault; a request has one fault, however often it is told."""
    case = request.scope.get("ops.case")
    if case is None:
        case = request.scope["ops.case"] = secrets.token_hex(4).upper()
        log.error("case %s: %s %s", case, request.scope.get("method", "-"), request.scope["path"], exc_info=error)
    return case


def scrub(text: str) -> str:
    """The text without phone numbers, identity numbers, birthdays, passwords, tokens and addresses with a password."""
    for pattern, instead in CLEANERS:
        text = pattern.sub(instead, text)
    return text


def one_line(text: str) -> str:
    """A message can't pretend to be two (N22)."""
    return scrub(text).replace("\r", "\\r").replace("\n", "\\n")


def quiet_logs(app: Any = None, guard: Any = None) -> None:
    """From here on every log record of the process is scrubbed as it is made, whoever writes it and wherever to."""
    logging.setLogRecordFactory(_scrubbed)


def _scrubbed(*args: Any, **options: Any) -> logging.LogRecord:
    record = logging.LogRecord(*args, **options)
    record.msg = one_line(str(record.msg))
    if isinstance(record.args, Mapping):
        record.args = {key: _clean(value) for key, value in record.args.items()}
    elif record.args:
        record.args = tuple(_clean(value) for value in record.args)
    if record.exc_info and record.exc_info[0] is not None:
        # Formatters print this instead of formatting the exception themselves.
        record.exc_text = scrub("".join(traceback.format_exception(*record.exc_info)).rstrip())
    return record


def _clean(value: Any) -> Any:
    return value if isinstance(value, int | float | bool) or value is None else one_line(str(value))
