"""Default deny: whoever is not signed in sees the sign-in page and nothing else."""

import re
from typing import Any
from urllib.parse import quote

from nicegui import Client
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse

from models.accounts import Seat
from models.kit.text import Text

from .headers import ASSETS
from .plain import answer, wants_page

PUBLIC = frozenset(
    {
        ("GET", "/login"),
        ("POST", "/auth/login"),
        ("GET", "/login/code"),
        ("POST", "/auth/code"),
        ("GET", "/auth/elsewhere"),
        ("GET", "/auth/elsewhere/back"),
        ("POST", "/auth/language"),
        ("GET", "/healthz"),
        ("GET", "/metrics"),
        ("GET", "/favicon.ico"),
    }
)
# A survey, a quiz or a public form is answered, and an invitation taken up, without signing in, by whoever holds its link: a token
# nobody guesses, and only that.
ANSWERING = re.compile(r"/[sfjq]/[A-Za-z0-9_-]{20,64}")
# A link that lost an end on its way, or got a full stop at it, is told so; whoever holds it has no account to sign in with.
LOOKING = re.compile(r"/[sfjq]/[^/\x00-\x1f]{1,100}")
BRINGING = re.compile(r"/f/[A-Za-z0-9_-]{20,64}/files(/off)?")  # pictures that go with such an answer
# Public, yet it matters who is there: the form sends them on, a new sign-in ends the old, the language is kept.
EITHER = frozenset({"/login", "/auth/login", "/login/code", "/auth/code", "/auth/language", "/auth/elsewhere/back"})
# Where somebody is let who must do something first, and to which page all else leads them.
FIRST_PASSWORD, FIRST_STEP = "/account/password", "/account/second-step"
WHILE = {
    FIRST_PASSWORD: frozenset({FIRST_PASSWORD, "/auth/password", "/auth/logout"}),
    FIRST_STEP: frozenset({FIRST_STEP, "/auth/second-step", "/auth/logout"}),
}
SOCKET = "/_nicegui_ws/"
ASSISTANTS_PATH = "/mcp"
_apart = ""
SIGN_IN = Text("请先登录", "Sign in first")
BAD_TOKEN = Text("访问令牌无效或已停用", "This token is unknown or was revoked")
FIRST = {
    FIRST_PASSWORD: Text("请先设置自己的密码", "Set a password of your own first"),
    FIRST_STEP: Text("请先设置动态验证码", "Set up the second step first"),
}


def seat_of(scope: Any, *, by_token: bool = False) -> Seat | None:
    """Who sits behind this request or socket; put there by SignedIn only. by_token: only who showed a good token."""
    return None if by_token and not scope.get("ops.by_token") else scope.get("ops.seat")


def to_do_first(seat: Seat) -> str | None:
    """The page on which this person must do something before anything else is open."""
    return FIRST_PASSWORD if seat.must_change else FIRST_STEP if seat.must_prove else None


def page_seat(client: Client) -> Seat | None:
    """Who opened this page."""
    request = client._request
    return None if request is None else seat_of(request.scope)


def same_session(seat: Seat | None, other: Seat | None) -> bool:
    return seat is not None and other is not None and seat.who.session_id == other.who.session_id is not None


def cookie_name(scope: Any, name: str = "ops_session") -> str:
    """Behind TLS the browser itself sees to it that nobody but this host sets the cookie."""
    name = _apart + name
    return f"__Host-{name}" if scope["scheme"] in ("https", "wss") else name


def keep_cookies_apart(by: str) -> None:
    """Browsers send cookies to every port of a host: of two servers there, one gives its own another name."""
    global _apart
    _apart = by


def cookie(connection: HTTPConnection, name: str = "ops_session") -> str | None:
    return connection.cookies.get(cookie_name(connection.scope, name))


def is_public(scope: Any) -> bool:
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    if (method, scope["path"]) in PUBLIC or (method == "GET" and scope["path"].startswith(ASSETS)):
        return True
    if method == "POST" and BRINGING.fullmatch(scope["path"]):
        return True
    if method == "GET" and LOOKING.fullmatch(scope["path"]):
        return True
    return method == "POST" and ANSWERING.fullmatch(scope["path"]) is not None


def is_for_programs(path: str) -> bool:
    """Where a bearer token is looked at."""
    return path.startswith("/api/") or path == ASSISTANTS_PATH


class SignedIn:
    """Finds who is asking, by cookie or, on the API, by bearer token; lets nobody else past the public doors."""

    def __init__(self, app: Any, guard: Any):
        self.app, self.guard = app, guard

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        public = scope["type"] == "http" and is_public(scope)
        if public and scope["path"] not in EITHER:
            await self.app(scope, receive, send)
            return
        seat = await self._find(connection)
        scope["ops.seat"] = seat
        if seat is None and not public:
            await self._turn_away(connection, receive, send)
        elif (
            seat is not None
            and not public
            and (first := to_do_first(seat)) is not None
            and scope["path"] not in WHILE[first]
        ):
            await self._to_first(first, connection, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _find(self, connection: HTTPConnection) -> Seat | None:
        scope, sessions = connection.scope, self.guard.sessions
        bearer = connection.headers.get("authorization", "")
        look, token = sessions.seat_of, cookie(connection)
        if scope["type"] == "http" and is_for_programs(scope["path"]) and bearer[:7].lower() == "bearer ":
            look, token = sessions.seat_of_token, bearer[7:].strip()
        if not token:
            return None
        seat = await self.guard.who_sits(look, token)
        scope["ops.by_token"] = look == sessions.seat_of_token and seat is not None
        if seat is not None and "x-background" not in connection.headers:
            self.guard.touch(seat)
        return seat

    async def _turn_away(self, connection: HTTPConnection, receive, send) -> None:
        scope = connection.scope
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 4401})
        elif scope["method"] in ("GET", "HEAD") and wants_page(connection):
            await RedirectResponse(login_address(scope), 303)(scope, receive, send)
        else:
            text = BAD_TOKEN if "authorization" in connection.headers else SIGN_IN
            await answer(connection, 401, text)(scope, receive, send)

    async def _to_first(self, first: str, connection: HTTPConnection, receive, send) -> None:
        scope = connection.scope
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 4403})
        elif scope["method"] in ("GET", "HEAD") and wants_page(connection):
            await RedirectResponse(first, 303)(scope, receive, send)
        else:
            await answer(connection, 403, FIRST[first])(scope, receive, send)


def login_address(scope: Any) -> str:
    """The sign-in page, which leads back to where the person wanted to go."""
    wanted = quote(scope["path"], safe="/")
    if query := scope.get("query_string", b"").decode("latin-1"):
        wanted += f"?{query}"
    return "/login" if wanted == "/" else f"/login?next={quote(wanted, safe='/')}"
