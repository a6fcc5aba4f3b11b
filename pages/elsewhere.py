"""Signing in elsewhere: at a provider of OpenID Connect that the server was told of (OPS_OIDC), or with WeCom, DingTalk or Feishu.

Who was named there says which account it is.

The account must be there already, under the login that the provider's claim names: nobody is let in for having an account there.
What comes back is believed only with the state and the verifier that this very browser was sent away with, signed by the
provider's keys, for us, now, and with the nonce that was asked for.
"""

import logging
import secrets
from typing import Any
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from models import accounts
from models.kit.server import surroundings
from models.kit.server.surroundings import Provider
from models.kit.text import Refused, Text

from .guard.crowd import address_of
from .guard.plain import answer, language_of
from .guard.seats import cookie
from .plain_forms import drop, keep, slowly

log = logging.getLogger("opsdesk.elsewhere")
BEGIN, BACK, COOKIE, HOLDS = "/auth/elsewhere", "/auth/elsewhere/back", "ops_away", 600
TITLE, SIGN_IN_WITH = Text("登录", "Sign in"), Text("用{name}登录", "Sign in with {name}")
PLATFORMS = {
    "wecom": Text("企业微信", "WeCom"),
    "dingtalk": Text("钉钉", "DingTalk"),
    "feishu": Text("飞书", "Feishu"),
}
BROKE_OFF = Text(
    "登录没有完成，请再试一次；还不行请用密码登录或找系统管理员",
    "Signing in did not come to its end; try once more, or use your password, or ask an administrator",
)
UNREACHED = Text(
    "现在连不上{name}，请稍后再试，或用密码登录",
    "{name} can't be reached just now; try again later, or use your password",
)


def provider() -> Provider | None:
    """Who says it, if anybody was named."""
    return surroundings.read().provider


def button(lang: str, target: str) -> tuple[str, str] | None:
    """Address and words for the page of signing in; None where nobody was named."""
    named = provider()
    if named is None:
        return None
    return f"{BEGIN}?next={quote(target, safe='/')}", SIGN_IN_WITH(name=called(named)).say(lang)


def called(named: Provider) -> Text:
    return Text(named.name, named.name) if named.name else PLATFORMS[named.issuer]


async def begin(request: Request) -> Response:
    """Away to the provider, with what must come back kept in this browser."""
    named = provider()
    if named is None:
        return answer(request, 404, BROKE_OFF, title=TITLE)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    from . import provider as asked  # heavy, and nothing to those who name none

    try:
        there = await asked.address(named, state, nonce, verifier)
    except (asked.UNREACHED, ValueError, KeyError) as error:
        return _unreached(request, named, error)
    response = RedirectResponse(there, 303)
    target = quote(request.query_params.get("next", "/")[:500], safe="")
    keep(response, request, COOKIE, ".".join((state, nonce, verifier, target)), HOLDS)
    return response


async def back(request: Request) -> Response:
    """Back from there: who it is, and in."""
    named, sent = provider(), (cookie(request, COOKIE) or "").split(".", 3)
    if named is None or len(sent) != 4:
        return answer(request, 400, BROKE_OFF, title=TITLE)
    from . import provider as asked

    if not asked.same(request.query_params.get("state", ""), sent[0]):
        return answer(request, 400, BROKE_OFF, title=TITLE)
    try:
        claims = await asked.claims_of(named, _code(request), sent[1], sent[2])
    except asked.UNREACHED as error:
        return _unreached(request, named, error)
    except asked.NOT_BELIEVED as error:
        log.warning("%s did not say who it is: %s", named.issuer, error)
        return answer(request, 400, BROKE_OFF, title=TITLE)
    response = await _come_in(request, _login(claims, named), unquote(sent[3]))
    drop(response, request, COOKIE)
    return response


def _code(request: Request) -> str:
    """DingTalk has a name of its own for it."""
    return request.query_params.get("code") or request.query_params.get("authCode", "")


async def _come_in(request: Request, name: str, target: str) -> Response:
    """As behind a right password: with a session, or on to the code."""
    from . import login, second_step  # which themselves show the button

    try:
        entry = await slowly(
            request,
            accounts.enter,
            name,
            device=cookie(request, "ops_device"),
            address=address_of(request.scope),
            lang=language_of(request),
            agent=request.headers.get("user-agent", ""),
        )
    except Refused as refused:
        return answer(request, 403, refused.text, title=TITLE)
    target = login.inside(target)
    return second_step.go_on(request, entry, target) if entry.half else await login.come_in(request, entry, target)


def _login(claims: dict[str, Any], named: Provider) -> str:
    """An address that nobody proved to be theirs is no name."""
    if named.claim == "email" and claims.get("email_verified") is not True:
        return ""
    value = claims.get(named.claim)
    return value if isinstance(value, str) else ""


def _unreached(request: Request, named: Provider, error: Exception) -> Response:
    log.warning("%s can't be reached: %s", named.issuer, error)
    return answer(request, 503, UNREACHED(name=called(named)), title=TITLE)
