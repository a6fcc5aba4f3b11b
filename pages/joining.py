"""Coming in by an invitation: one plain page on which somebody chooses a password and is there."""

import secrets
from html import escape

from nicegui.app import App
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from models import accounts
from models.accounts import inviting
from models.accounts.people import User
from models.kit.text import Refused, Text

from .guard.crowd import address_of
from .guard.plain import APP_NAME, answer, language_of, page
from .guard.seats import seat_of
from .plain_forms import alert, fields, keep, sayer, slowly, write

YEAR = 365 * 24 * 3600
WELCOME = Text("{name}，欢迎", "Welcome, {name}")
CHOOSE = Text(
    "你的登录名是 {login}。设一个自己的密码就能开始：至少 15 个字符，几个不相干的词连起来就很好记",
    "Your login is {login}. Choose a password of your own to begin: at least 15 characters; a few unrelated words do well",
)
NEW, AGAIN, START = Text("新密码", "New password"), Text("再输入一次", "Once more"), Text("开始使用", "Begin")
NOT_ALIKE = Text("两次输入的新密码不一样", "The two new passwords differ")


def mount(app: App) -> None:
    app.add_route(f"{inviting.DOOR}{{token}}", welcome, methods=["GET"], include_in_schema=False)
    app.add_route(f"{inviting.DOOR}{{token}}", take, methods=["POST"], include_in_schema=False)


async def welcome(request: Request) -> Response:
    """Looking at it uses nothing up: programs that show previews of links open them, too."""
    try:
        user = await request.app.state.guard.read(inviting.invited, request.path_params["token"])
    except Refused as refused:
        return answer(request, 404, refused.text, as_page=True)
    return _form(request, user)


async def take(request: Request) -> Response:
    """The password that was chosen; whoever sat at this browser before is out."""
    token, given = request.path_params["token"], await fields(request) or {}
    try:
        user = await request.app.state.guard.read(inviting.invited, token)
    except Refused as refused:
        return answer(request, 404, refused.text, as_page=True)
    device = secrets.token_urlsafe(32)
    try:
        if given.get("new", "") != given.get("again", ""):
            raise Refused(NOT_ALIKE, "again")
        opened = await slowly(
            request,
            inviting.join,
            token,
            given.get("new", "")[:1000],
            device=device,
            lang=language_of(request),
            address=address_of(request.scope),
            agent=request.headers.get("user-agent", ""),
        )
    except Refused as refused:
        return _form(request, user, refused.text, 400)
    if (before := seat_of(request.scope)) is not None:
        await write(request, accounts.end_session, before.who.session_id, "replaced")
    response = RedirectResponse("/", 303)
    keep(response, request, "ops_session", opened)
    keep(response, request, "ops_device", device, YEAR // 2)
    return response


def _form(request: Request, user: User, wrong: Text | None = None, status: int = 200) -> Response:
    lang = language_of(request)
    say = sayer(lang)
    inputs = "".join(
        f'<label for="{name}">{say(label)}</label><input id="{name}" name="{name}" type="password"'
        ' autocomplete="new-password" required>'
        for name, label in (("new", NEW), ("again", AGAIN))
    )
    body = (
        f"<h1>{say(WELCOME(name=user.name))}</h1><p>{say(CHOOSE(login=user.login))}</p>{alert(wrong, lang)}"
        f'<form method="post" action="{escape(request.url.path)}">'
        f'<input type="hidden" name="username" value="{escape(user.login)}" autocomplete="username">{inputs}'
        f'<button class="go">{say(START)}</button></form>'
    )
    return page(lang, APP_NAME, body, status)
