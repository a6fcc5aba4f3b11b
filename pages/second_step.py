"""The second step of signing in, as pages: asking for the code, setting it up with a picture for the phone, and taking it off."""

from collections.abc import Awaitable, Callable
from html import escape
from typing import Any
from urllib.parse import quote

import segno
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from models import accounts
from models.accounts import second
from models.kit.declare.access import only_reads
from models.kit.text import Refused, Text

from .guard.crowd import address_of
from .guard.plain import APP_NAME, answer, language_of, page
from .guard.seats import FIRST_STEP, cookie, seat_of
from .plain_forms import alert, drop, fields, is_program, keep, sayer, slowly

SIGN_IN, ASK_PATH, SEND_PATH, CHANGE_PATH = "/login", "/login/code", "/auth/code", "/auth/second-step"
HALF, DEVICE, HOLDS = "ops_half", "ops_device", 300
YEAR = 365 * 24 * 3600
TITLE = Text("动态验证码", "Second step")
CODE = Text("手机上的 6 位验证码", "The 6 digits on the phone")
OR_RECOVERY = Text(
    "手机不在身边：输入一个恢复码，每个只能用一次。都没有请找系统管理员重置",
    "Without the phone: type a recovery code, each is good once. With neither, ask an administrator",
)
GO_ON, BACK = Text("继续", "Go on"), Text("重新登录", "Start again")
MUST = Text(
    "你的角色登录时须用动态验证码。设置好以后才能继续",
    "Your role signs in with a second step. Set it up to go on",
)
WHAT = Text(
    "登录时除了密码，再输入手机上每 30 秒一换的 6 位数字；密码被别人知道了也进不来",
    "Signing in asks for six digits from the phone, new every 30 seconds; a password alone then opens nothing",
)
SCAN = Text(
    "1. 手机上打开验证器（Microsoft Authenticator、Google Authenticator、腾讯身份验证器等），扫这个码",
    "1. Open an authenticator on the phone (Microsoft, Google or any other) and scan this",
)
BY_HAND, THEN = (
    Text("扫不了就手工输入密钥", "Or type this key"),
    Text("2. 输入手机上显示的数字", "2. Type the digits it shows"),
)
TURN_ON = Text("启用", "Switch it on")
IS_ON = Text("已启用。还有 {left} 个恢复码没用过", "It is on. {left} recovery codes are left")
NEW_CODES, TURN_OFF = Text("换一批恢复码", "New recovery codes"), Text("关闭动态验证码", "Switch it off")
CODES = Text("恢复码", "Recovery codes")
KEEP_THEM = Text(
    "手机丢了时，用其中一个代替验证码登录，每个只能用一次。只在这里显示这一次，请打印或抄下来，和手机分开放",
    "Without the phone one of these signs you in, each once. They are shown only now: print them or write them down, and keep "
    "them away from the phone",
)
HOME = Text("进入运营台", "Go on to the desk")
PICTURE = Text("给验证器扫的二维码", "QR code for the authenticator")

ComeIn = Callable[[Request, accounts.Entry, str], Awaitable[Response]]


def routes(come_in: ComeIn) -> list[tuple[str, str, Callable[..., Any]]]:
    """come_in: how a browser whose code was right gets its session."""

    async def send(request: Request) -> Response:
        return await _take_code(request, come_in)

    return [
        ("GET", ASK_PATH, ask),
        ("POST", SEND_PATH, send),
        ("GET", FIRST_STEP, own_page),
        ("POST", CHANGE_PATH, change),
    ]


# Behind the password --------------------------------------------------------------------------------------------------


def go_on(request: Request, entry: accounts.Entry, target: str) -> Response:
    """The password was right: on to the code, with a cookie that is good for nothing else."""
    there = ASK_PATH if target == "/" else f"{ASK_PATH}?next={quote(target, safe='/')}"
    response = JSONResponse({"ok": False, "next": there}) if is_program(request) else RedirectResponse(there, 303)
    keep(response, request, HALF, entry.half or "", HOLDS)
    keep(response, request, DEVICE, entry.device, HOLDS if cookie(request, DEVICE) is None else YEAR // 2)
    return response


async def ask(request: Request) -> Response:
    """The form for the code; without a right password before it there is nothing to ask."""
    if seat_of(request.scope) is not None or not cookie(request, HALF):
        return RedirectResponse("/" if seat_of(request.scope) is not None else SIGN_IN, 303)
    return _code_form(request, _inside(request.query_params.get("next")))


async def _take_code(request: Request, come_in: ComeIn) -> Response:
    given = await fields(request) or {}
    target = _inside(given.get("next"))
    try:
        entry = await slowly(
            request,
            accounts.finish,
            cookie(request, HALF) or "",
            given.get("code", "")[:40],
            device=cookie(request, DEVICE) or "",
            address=address_of(request.scope),
            lang=language_of(request),
            agent=request.headers.get("user-agent", ""),
        )
    except Refused as refused:
        status = 429 if isinstance(refused, accounts.TooOften) else 401
        if is_program(request):
            return answer(request, status, refused.text)
        return _code_form(request, target, refused.text, status)
    response = await come_in(request, entry, target)
    drop(response, request, HALF)
    return response


def _code_form(request: Request, target: str, wrong: Text | None = None, status: int = 200) -> Response:
    lang = language_of(request)
    say = sayer(lang)
    body = (
        f"<h1>{say(APP_NAME)}</h1><p>{say(TITLE)}</p>{alert(wrong, lang)}"
        f'<form method="post" action="{SEND_PATH}"><input type="hidden" name="next" value="{escape(target)}">'
        f"{_code_input(say, CODE)}"
        f'<button class="go">{say(GO_ON)}</button></form><p class="hint">{say(OR_RECOVERY)}</p>'
        f'<footer><a href="{SIGN_IN}">{say(BACK)}</a></footer>'
    )
    return page(lang, TITLE, body, status)


def _code_input(say: Callable[[Text], str], label: Text, number: str = "") -> str:
    return (
        f'<label for="code{number}">{say(label)}</label><input id="code{number}" name="code" autocomplete="one-time-code"'
        ' autocapitalize="none" spellcheck="false" maxlength="40" required autofocus>'
    )


def _inside(target: str | None) -> str:
    from .login import inside  # which itself takes these routes in

    return inside(target)


# One's own ------------------------------------------------------------------------------------------------------------


async def own_page(request: Request) -> Response:
    """How it stands with oneself: set it up, or look after it."""
    return await _own(request)


async def change(request: Request) -> Response:
    """Switch it on with the first code, take new recovery codes, or switch it off."""
    seat, given = seat_of(request.scope), await fields(request) or {}
    does = {"on": second.prove, "codes": second.renew_codes, "off": second.switch_off}.get(given.get("do", ""))
    if does is None:
        return RedirectResponse(FIRST_STEP, 303)
    try:
        codes = await slowly(request, does, seat.who, given.get("code", "")[:40])
    except Refused as refused:
        return await _own(request, refused.text, 429 if isinstance(refused, accounts.TooOften) else 400)
    return RedirectResponse(FIRST_STEP, 303) if codes is None else _show_codes(request, codes)


async def _own(request: Request, wrong: Text | None = None, status: int = 200) -> Response:
    who = seat_of(request.scope).who
    if why := only_reads(who):
        return answer(request, 403, why)
    read = request.app.state.guard.read
    has, demanded, left = await read(second.state_of, who)
    say = sayer(who.lang)
    body = f"<h1>{say(TITLE)}</h1>{alert(wrong, who.lang)}"
    if has:
        body += f"<p>{say(IS_ON(left=left))}</p>{_form(say, 'codes', NEW_CODES, CODE, '1')}"
        body += "" if demanded else _form(say, "off", TURN_OFF, CODE, "2")
    else:
        made = await request.app.state.guard.write(second.pending, who)
        body += f"<p>{say(MUST if demanded else WHAT)}</p>{_picture(say, made)}{_form(say, 'on', TURN_ON, THEN)}"
    return page(who.lang, TITLE, body + _ways_out(say, demanded and not has), status)


def _picture(say: Callable[[Text], str], made: second.Pending) -> str:
    drawn = segno.make(made.address, error="m", micro=False).svg_data_uri(scale=4, border=3, light="#fff")
    spaced = " ".join(made.secret[at : at + 4] for at in range(0, len(made.secret), 4))
    return (
        f'<p>{say(SCAN)}</p><p style="text-align:center"><img src="{escape(drawn)}" alt="{say(PICTURE)}" width="210"></p>'
        f"<p>{say(BY_HAND)}<br><code>{escape(spaced)}</code></p>"
    )


def _form(say: Callable[[Text], str], does: str, button: Text, label: Text, number: str = "") -> str:
    return (
        f'<form method="post" action="{CHANGE_PATH}"><input type="hidden" name="do" value="{does}">'
        f'{_code_input(say, label, number)}<button class="go">{say(button)}</button></form>'
    )


def _ways_out(say: Callable[[Text], str], only_out: bool) -> str:
    home = "" if only_out else f'<a href="/">{say(HOME)}</a>'
    out = Text("退出登录", "Sign out")
    return f'<footer>{home}<form method="post" action="/auth/logout"><button class="link">{say(out)}</button></form></footer>'


def _show_codes(request: Request, codes: list[str]) -> Response:
    lang = seat_of(request.scope).who.lang
    say = sayer(lang)
    listed = "".join(f"<li><code>{escape(code)}</code></li>" for code in codes)
    body = f'<h1>{say(CODES)}</h1><p>{say(KEEP_THEM)}</p><ol>{listed}</ol><footer><a href="/">{say(HOME)}</a></footer>'
    return page(lang, CODES, body)
