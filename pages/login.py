"""Signing in and out, passwords and language: plain HTML and HTTP, because only an HTTP answer can set a cookie."""

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from html import escape
from urllib.parse import urlsplit

from nicegui.app import App
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from models import accounts
from models.kit.clock import now
from models.kit.server.health import check
from models.kit.text import Refused, Text

from . import elsewhere, second_step
from .guard.crowd import address_of
from .guard.plain import APP_NAME, answer, language_of, page
from .guard.seats import cookie, seat_of
from .knocking import Knocking
from .plain_forms import alert, drop, fields, is_program, keep, sayer, secure, slowly, write

log = logging.getLogger("opsdesk.login")
SIGN_IN = Text("登录", "Sign in")
LOGIN = Text("登录名", "Login")
PASSWORD = Text("密码", "Password")
TAGLINE = Text("门店、会员、品质、物流，运营的事一处管", "Stores, members, quality, logistics: operations in one place")
FORGOTTEN = Text(
    "忘记密码？请找系统管理员发一次性密码",
    "Forgotten your password? Ask an administrator for a one-time password",
)
OTHER_LANGUAGE = Text("English", "中文")
SET_PASSWORD = Text("设置密码", "Set a password")
FIRST_TIME = Text(
    "这是一次性密码，请换成自己的密码：至少 15 个字符，几个不相干的词连起来就很好记",
    "You came in with a one-time password. Choose your own, of at least 15 characters; a few unrelated words do well",
)
ANY_TIME = Text("至少 15 个字符；其他设备会全部退出", "At least 15 characters; you will be signed out everywhere else")
CURRENT = Text("当前密码（或一次性密码）", "Current password")
NEW = Text("新密码", "New password")
AGAIN = Text("再输入一次", "Once more")
SAVE = Text("保存", "Save")
NOT_ALIKE = Text("两次输入的新密码不一样", "The two new passwords differ")
SIGN_OUT = Text("退出登录", "Sign out")
MALFORMED = Text("请求的格式不对", "The request is malformed")
YEAR = 365 * 24 * 3600


def mount(app: App) -> None:
    """Put the sign-in page, its answers and the health check in place."""
    for method, path, endpoint in (
        ("GET", "/login", login_page),
        ("POST", "/auth/login", log_in),
        ("POST", "/auth/logout", log_out),
        ("POST", "/auth/language", choose_language),
        ("GET", "/account/password", password_page),
        ("POST", "/auth/password", set_password),
        ("GET", "/auth/session", session_state),
        ("GET", "/healthz", health),
        *second_step.routes(come_in),
        ("GET", elsewhere.BEGIN, elsewhere.begin),
        ("GET", elsewhere.BACK, elsewhere.back),
    ):
        app.add_route(path, endpoint, methods=[method], include_in_schema=False)
    # Argon2 takes 64 MiB and a tenth of a second: two at a time, however many knock, and never on the event loop.
    app.state.sign_ins = ThreadPoolExecutor(2, "sign-in")
    app.state.knocking = Knocking()


def inside(target: str | None) -> str:
    """Where to go after signing in: a path of our own, else the start."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target or len(target) > 2000:
        return "/"
    if any(ord(character) < 33 or ord(character) == 127 for character in target):
        return "/"
    parts = urlsplit(target)
    return "/" if parts.scheme or parts.netloc or parts.path == "/login" or parts.path.startswith("/auth/") else target


# Signing in --------------------------------------------------------------------------------------------------------


async def login_page(request: Request) -> Response:
    """The form; somebody already signed in goes on."""
    target = inside(request.query_params.get("next"))
    if seat_of(request.scope) is not None:
        return RedirectResponse(target, 303)
    return _login_form(request, target)


async def log_in(request: Request) -> Response:
    """Test name and password; a browser gets a page or goes on, a program gets JSON."""
    given = await fields(request)
    if given is None:
        return answer(request, 400, MALFORMED)
    login, target = given.get("username", ""), inside(given.get("next"))
    try:
        entry = await _tried(request, login, given.get("password", "")[:1000])
    except Refused as refused:
        status = 429 if isinstance(refused, accounts.TooOften) else 401
        seconds = getattr(refused, "seconds", 0)
        program = is_program(request)
        response = (
            answer(request, status, refused.text)
            if program
            else _login_form(request, target, login, refused.text, status)
        )
        if seconds:
            response.headers["Retry-After"] = str(seconds)
        return response
    if entry.half is not None:
        return second_step.go_on(request, entry, target)
    return await come_in(request, entry, target)


async def come_in(request: Request, entry: accounts.Entry, target: str) -> Response:
    """The browser gets its cookies and goes on; whoever sat here before is out."""
    if (before := seat_of(request.scope)) is not None:
        await write(request, accounts.end_session, before.who.session_id, "replaced")
    if entry.must_change:
        target = "/account/password"
    response = JSONResponse({"ok": True, "next": target}) if is_program(request) else RedirectResponse(target, 303)
    keep(response, request, "ops_session", entry.token)
    keep(response, request, "ops_device", entry.device, YEAR // 2)
    return response


async def _tried(request: Request, login: str, password: str) -> accounts.Entry:
    """A browser that is known goes past the strangers of its address. Raises Refused."""
    address, device = address_of(request.scope), cookie(request, "ops_device")
    attempt = partial(
        slowly,
        request,
        accounts.sign_in,
        login,
        password,
        address=address,
        device=device,
        lang=language_of(request),
        agent=request.headers.get("user-agent", ""),
    )
    if device and await request.app.state.guard.read(accounts.knows_device, login, device):
        return await attempt()
    return await request.app.state.knocking.in_turn(address, attempt)


async def log_out(request: Request) -> Response:
    """End the session; its open pages follow within seconds."""
    seat = seat_of(request.scope)
    if seat is not None and seat.who.session_id is not None:
        await write(request, accounts.end_session, seat.who.session_id)
    response = JSONResponse({"ok": True}) if is_program(request) else RedirectResponse("/login", 303)
    drop(response, request, "ops_session")
    return response


def _login_form(
    request: Request, target: str, login: str = "", wrong: Text | None = None, status: int = 200
) -> Response:
    lang = language_of(request)
    say = sayer(lang)
    focus = ("", " autofocus") if login else (" autofocus", "")
    body = (
        f"<h1>{say(APP_NAME)}</h1><p>{say(TAGLINE)}</p>{alert(wrong, lang)}"
        f'<form method="post" action="/auth/login"><input type="hidden" name="next" value="{escape(target)}">'
        f'<label for="username">{say(LOGIN)}</label>'
        f'<input id="username" name="username" value="{escape(login[:200])}" autocomplete="username" autocapitalize="none"'
        f' spellcheck="false" required{focus[0]}>'
        f'<label for="password">{say(PASSWORD)}</label>'
        f'<input id="password" name="password" type="password" autocomplete="current-password" required{focus[1]}>'
        f'<button class="go">{say(SIGN_IN)}</button></form>{_away(lang, target)}'
        f'<p class="hint">{say(FORGOTTEN)}</p>{_language_form(lang, "/login?next=" + target)}'
    )
    return page(lang, SIGN_IN, body, status)


def _away(lang: str, target: str) -> str:
    there = elsewhere.button(lang, target)
    return "" if there is None else f'<p class="hint"><a href="{escape(there[0])}">{escape(there[1])}</a></p>'


async def session_state(request: Request) -> Response:
    """How long the session still holds without a sign of life; the page's script asks, so asking is none itself."""
    seat = seat_of(request.scope)
    left = (seat.ends_at - now()).total_seconds() if seat.ends_at else None
    return JSONResponse({"login": seat.who.login, "seconds_left": left and max(0, int(left))})


# Passwords ---------------------------------------------------------------------------------------------------------


async def password_page(request: Request) -> Response:
    return _password_form(request)


async def set_password(request: Request) -> Response:
    """Set one's own password; this browser stays signed in by a fresh session, all others end."""
    seat, given = seat_of(request.scope), await fields(request)
    if given is None:
        return answer(request, 400, MALFORMED)
    try:
        if given.get("again", given.get("new", "")) != given.get("new", ""):
            raise Refused(NOT_ALIKE, "again")
        token = await slowly(
            request,
            accounts.change_password,
            seat.who,
            given.get("current", "")[:1000],
            given.get("new", "")[:1000],
            device=cookie(request, "ops_device"),
            address=address_of(request.scope),
            agent=request.headers.get("user-agent", ""),
        )
    except Refused as refused:
        status = 429 if isinstance(refused, accounts.TooOften) else 400
        if is_program(request):
            return answer(request, status, refused.text)
        return _password_form(request, refused.text, status)
    response = JSONResponse({"ok": True}) if is_program(request) else RedirectResponse("/", 303)
    keep(response, request, "ops_session", token)
    return response


def _password_form(request: Request, wrong: Text | None = None, status: int = 200) -> Response:
    seat = seat_of(request.scope)
    lang = seat.who.lang
    say = sayer(lang)
    inputs = "".join(
        f'<label for="{name}">{say(label)}</label><input id="{name}" name="{name}" type="password" autocomplete="{kind}" required>'
        for name, label, kind in (
            ("current", CURRENT, "current-password"),
            ("new", NEW, "new-password"),
            ("again", AGAIN, "new-password"),
        )
    )
    body = (
        f"<h1>{say(SET_PASSWORD)}</h1><p>{say(FIRST_TIME if seat.must_change else ANY_TIME)}</p>{alert(wrong, lang)}"
        f'<form method="post" action="/auth/password">'
        f'<input type="hidden" name="username" value="{escape(seat.who.login)}" autocomplete="username">{inputs}'
        f'<button class="go">{say(SAVE)}</button></form>'
        f'<footer><form method="post" action="/auth/logout"><button class="link">{say(SIGN_OUT)}</button></form></footer>'
    )
    return page(lang, SET_PASSWORD, body, status)


# Language and health -----------------------------------------------------------------------------------------------


async def choose_language(request: Request) -> Response:
    """Keep the choice in the browser and, for somebody signed in, with the user."""
    given = await fields(request) or {}
    lang = "en" if given.get("lang") == "en" else "zh"
    seat = seat_of(request.scope)
    if seat is not None and not seat.must_change:
        await write(request, accounts.set_language, seat.who, lang)
    response = JSONResponse({"ok": True}) if is_program(request) else RedirectResponse(_back(given.get("next")), 303)
    response.set_cookie("ops_lang", lang, max_age=YEAR, httponly=True, samesite="lax", secure=secure(request))
    return response


def _back(target: str | None) -> str:
    """Back to the page the choice was made on; the sign-in page is allowed here."""
    if target and target.startswith("/login?next="):
        return f"/login?next={inside(target.removeprefix('/login?next='))}"
    return inside(target)


def _language_form(lang: str, target: str) -> str:
    other = "zh" if lang == "en" else "en"
    return (
        f'<footer><span></span><form method="post" action="/auth/language"><input type="hidden" name="lang" value="{other}">'
        f'<input type="hidden" name="next" value="{escape(target)}">'
        f'<button class="link">{escape(OTHER_LANGUAGE.say(lang))}</button></form></footer>'
    )


async def health(request: Request) -> Response:
    """Whether the server and its database answer and are whole; nothing else."""
    try:
        await request.app.state.guard.read(check)
    except Exception as error:
        log.error("the database does not answer or is damaged: %s", error)
        return JSONResponse({"ok": False}, 503)
    return JSONResponse({"ok": True})
