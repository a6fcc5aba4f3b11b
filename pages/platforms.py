"""Signing in with WeCom, DingTalk or Feishu: their ways in are of their own making, so what each says of a person is read its own way.

The answer comes from the platform itself over TLS, for a code that it gave to the browser which we sent there; that it is this
browser's is held by the state (`elsewhere`). Each is OPS_OIDC=wecom, dingtalk or feishu.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx2

from models.kit.server.surroundings import Provider

PATIENCE = 10  # seconds
Claims = dict[str, Any]


@dataclass(frozen=True)
class Platform:
    """door: where a browser is sent. asks: what it brings there, of (named, back). says: what is said of whom the code is for."""

    door: str
    asks: Callable[[Provider, str], dict[str, str]]
    says: Callable[["Asking", Provider, str, str], Awaitable[Claims]]


class Asking:
    """Asks a platform. Its errors are told without the address, in which secrets may stand."""

    def __init__(self) -> None:
        self.client = httpx2.AsyncClient(timeout=PATIENCE)

    async def __aenter__(self) -> "Asking":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.aclose()

    async def __call__(self, method: str, address: str, **given: Any) -> Claims:
        """What it answers, a mapping. Raises httpx2.HTTPError where it can't be reached, ValueError for a refusal in words."""
        try:
            answer = await self.client.request(method, address, **given)
        except httpx2.HTTPError as error:
            raise httpx2.HTTPError(type(error).__name__) from None
        if answer.status_code >= 500:
            raise httpx2.HTTPError(f"it answered {answer.status_code}")
        said = answer.json()
        if not isinstance(said, dict):
            raise ValueError(f"{answer.status_code}, and no mapping")
        number = said.get("errcode", said.get("code", 0))
        if answer.status_code >= 400 or number not in (0, "0"):
            why = said.get("errmsg") or said.get("message") or said.get("msg") or said.get("error_description")
            raise ValueError(f"{answer.status_code}, {number}: {str(why)[:200]}")
        return said


def _wecom_asks(named: Provider, back: str) -> dict[str, str]:
    return {"login_type": "CorpApp", "appid": named.client, "agentid": named.agent, "redirect_uri": back}


async def _wecom_says(asking: Asking, named: Provider, code: str, back: str) -> Claims:
    """Somebody from outside the company has no userid there."""
    inside = {"corpid": named.client, "corpsecret": named.secret}
    token = (await asking("GET", f"{WECOM}/cgi-bin/gettoken", params=inside))["access_token"]
    said = await asking("GET", f"{WECOM}/cgi-bin/auth/getuserinfo", params={"access_token": token, "code": code})
    return {"userid": said.get("userid") or said.get("UserId")}


def _dingtalk_asks(named: Provider, back: str) -> dict[str, str]:
    asked = {"client_id": named.client, "response_type": "code", "scope": "openid", "prompt": "consent"}
    return asked | {"redirect_uri": back}


async def _dingtalk_says(asking: Asking, named: Provider, code: str, back: str) -> Claims:
    given = {"clientId": named.client, "clientSecret": named.secret, "code": code, "grantType": "authorization_code"}
    token = (await asking("POST", f"{DINGTALK}/v1.0/oauth2/userAccessToken", json=given))["accessToken"]
    heads = {"x-acs-dingtalk-access-token": token}
    return _of_china(await asking("GET", f"{DINGTALK}/v1.0/contact/users/me", headers=heads))


def _feishu_asks(named: Provider, back: str) -> dict[str, str]:
    return {"client_id": named.client, "response_type": "code", "redirect_uri": back}


async def _feishu_says(asking: Asking, named: Provider, code: str, back: str) -> Claims:
    given = {"grant_type": "authorization_code", "client_id": named.client, "client_secret": named.secret}
    given |= {"code": code, "redirect_uri": back}
    token = (await asking("POST", f"{FEISHU}/open-apis/authen/v2/oauth/token", json=given))["access_token"]
    heads = {"Authorization": f"Bearer {token}"}
    said = await asking("GET", f"{FEISHU}/open-apis/authen/v1/user_info", headers=heads)
    return _of_china(said["data"])


def _of_china(said: Claims) -> Claims:
    """Numbers as people here write them, and only theirs: 151 1234 5678 is somebody else's in Germany. DingTalk tells the country
    beside the number. An address that nobody proved is no name.
    """
    if not isinstance(said, dict):
        raise ValueError("it says nothing of the person")
    mobile = str(said.get("mobile") or "").removeprefix("+86")
    country = str(said.get("stateCode") or "86").removeprefix("+")
    if mobile and country != "86":
        mobile = f"+{country}{mobile}"
    return {name: value for name, value in said.items() if name != "email"} | {"mobile": mobile or None}


WECOM, DINGTALK, FEISHU = "https://qyapi.weixin.qq.com", "https://api.dingtalk.com", "https://open.feishu.cn"
PLATFORMS = {
    "wecom": Platform("https://login.work.weixin.qq.com/wwlogin/sso/login", _wecom_asks, _wecom_says),
    "dingtalk": Platform("https://login.dingtalk.com/oauth2/auth", _dingtalk_asks, _dingtalk_says),
    "feishu": Platform("https://accounts.feishu.cn/open-apis/authen/v1/authorize", _feishu_asks, _feishu_says),
}


def address(named: Provider, state: str, back: str) -> str:
    platform = PLATFORMS[named.issuer]
    return f"{platform.door}?{urlencode(platform.asks(named, back) | {'state': state})}"


async def claims_of(named: Provider, code: str, back: str) -> Claims:
    """What the platform says of the person. Raises httpx2.HTTPError, or ValueError, KeyError and TypeError for what isn't believed."""
    if not code:
        raise ValueError("no code came back")
    async with Asking() as asking:
        return await PLATFORMS[named.issuer].says(asking, named, code, back)
