"""Signing in and out over HTTP, by a browser and by a program: fresh cookies, one neutral sentence, no way out of the house."""

import asyncio
import re

import httpx
import pytest

from models.accounts import TooOften
from models.accounts.tries import IN_A_MOMENT
from pages import knocking
from pages.knocking import Knocking
from pages.login import inside
from tests.helpers.attack import cookies_of, visited
from tests.helpers.small_app import PASSWORDS

JSON = {"Accept": "application/json"}
KITES = "chen flies paper kites in wind"
OUTSIDE = (
    "//evil.example",
    "///evil.example",
    "https://evil.example",
    "http:evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%09/evil",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "evil.example",
    "",
    " /t/member",
    "/\t/evil.example",
    "/\n/evil.example",
    "/x\r\nSet-Cookie: a=b",
    "//evil.example/%2f..",
    "/login?next=//evil.example",
    "/auth/logout",
    "//",
    "/\\/evil.example",
    "\x00//evil.example",
    "https:/evil.example",
    "/" + "a" * 3000,
)


target = visited()


@pytest.fixture
def visitor(target, request):
    """A browser that nobody signed in with yet, from an address of its own."""
    address = f"198.51.100.{abs(hash(request.node.name)) % 250}"
    with target.stranger(headers={"Origin": target.url, "Accept": "text/html", "X-Forwarded-For": address}) as client:
        yield client


def sign_in(client: httpx.Client, name: str = "bo", password: str | None = None, **more) -> httpx.Response:
    return client.post("/auth/login", data={"username": name, "password": password or PASSWORDS.get(name, "x"), **more})


def test_the_sign_in_page_is_plain_html_in_the_browsers_language_without_a_script(visitor):
    chinese, english = visitor.get("/login"), visitor.get("/login", headers={"Accept-Language": "en-GB,zh;q=0.5"})
    assert '<html lang="zh-CN">' in chinese.text and "登录名" in chinese.text
    assert '<html lang="en">' in english.text and "Sign in" in english.text
    for page in (chinese.text, english.text):
        assert "<script" not in page and "_nicegui" not in page and "http" not in page
        assert 'autocomplete="username"' in page and 'autocomplete="current-password"' in page


def test_a_browser_signs_in_and_goes_where_it_wanted(visitor):
    answer = sign_in(visitor, next="/all?a=1")
    assert answer.status_code == 303 and answer.headers["location"] == "/all?a=1"
    assert visitor.get("/").status_code == 200
    assert visitor.get("/login?next=/all").headers["location"] == "/all"


def test_a_program_signs_in_by_form_or_json_and_gets_json(target):
    for sent in (
        {"json": {"username": "bo", "password": PASSWORDS["bo"]}},
        {"data": {"username": "bo", "password": PASSWORDS["bo"]}},
    ):
        with target.stranger(headers=JSON) as client:
            answer = client.post("/auth/login", **sent)
            assert answer.status_code == 200 and answer.json()["ok"] is True
            assert client.get("/api/v1/thing").json() == {"who": "bo"}


def test_a_wrong_name_and_a_wrong_password_look_the_same(visitor):
    seen = set()
    for name in ("bo", "nobody"):
        page = sign_in(visitor, name, "wrong")
        data = visitor.post("/auth/login", json={"username": name, "password": "wrong"}, headers=JSON)
        assert page.status_code == data.status_code == 401 and "set-cookie" not in page.headers
        seen.add((page.text.replace(f'value="{name}"', ""), data.text))
        assert "wrong" not in page.text, "the password is not sent back"
    assert len(seen) == 1 and "登录名或密码不对" in seen.pop()[0]


def test_too_many_tries_are_told_so_known_name_or_not(target):
    for name, address in (("ghost", "203.0.113.30"), ("shut", "203.0.113.31")):
        with target.stranger(headers=JSON | {"X-Forwarded-For": address}) as client:
            got = [client.post("/auth/login", data={"username": name, "password": "x"}).status_code for _ in range(12)]
            assert got == [401] * 10 + [429] * 2


async def test_strangers_of_one_address_wait_their_seconds_in_line_and_those_elsewhere_do_not(monkeypatch):
    door, tried, slept = Knocking(longest=10, most=3), [], []
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await real(0)

    monkeypatch.setattr(knocking.asyncio, "sleep", sleep)

    def attempt(name: str):
        async def knock() -> str:
            tried.append(name)
            if tried.count(name) == 1:
                raise TooOften(IN_A_MOMENT(seconds=2), 2)
            return name

        return knock

    asked = [door.in_turn("here", attempt(name)) for name in ("a", "b", "c", "d")]
    *served, refused = await asyncio.gather(*asked, return_exceptions=True)
    assert served == ["a", "b", "c"] and isinstance(refused, TooOften) and refused.seconds == 10
    assert tried == ["a", "a", "b", "b", "c", "c"] and slept == [2, 2, 2] and not door.lines

    async def locked() -> None:
        raise TooOften(IN_A_MOMENT(seconds=0))

    async def endless() -> None:
        raise TooOften(IN_A_MOMENT(seconds=11), 11)

    for knock in (locked, endless):
        with pytest.raises(TooOften):
            await door.in_turn("here", knock)
    assert slept == [2, 2, 2], "what takes too long is told at once"


@pytest.mark.parametrize("elsewhere", OUTSIDE)
def test_no_address_leads_out_of_the_house(elsewhere):
    assert inside(elsewhere) in ("/", "/%09/evil"), "a path of our own is fine"


def test_the_form_and_the_answer_ignore_where_a_link_wanted_to_send_us(visitor):
    for elsewhere in ("//evil.example", "/\\evil.example", "https://evil.example"):
        assert "evil" not in visitor.get("/login", params={"next": elsewhere}).text
        assert sign_in(visitor, next=elsewhere).headers["location"] == "/"


def test_what_was_typed_comes_back_as_text_only(visitor):
    evil = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
    page = sign_in(visitor, evil, "x").text
    assert "<img" not in page and "<script" not in page and "&lt;img src=x" in page


def test_a_malformed_request_is_answered_not_crashed(visitor):
    for sent in (
        {"content": b"{", "headers": {"Content-Type": "application/json"}},
        {"content": b"[" * 50_000, "headers": {"Content-Type": "application/json"}},
        {"content": b"\xff\xfe", "headers": {"Content-Type": "application/json"}},
        {"json": [1]},
        {"json": {"username": 1, "password": {"$ne": 1}}},
        {"content": b'{"username": "\\ud800", "password": "\\ud800"}', "headers": {"Content-Type": "application/json"}},
        {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
        {"files": {"username": ("a", b"x")}},
        {"data": {"username": "a\0b", "password": "a\0b"}},
        {"data": {f"f{n}": "x" for n in range(100)}},
        {},
    ):
        assert visitor.post("/auth/login", **sent).status_code in (400, 401), sent


def test_the_cookie_is_fresh_at_every_sign_in_and_out_of_reach_of_scripts(visitor, target):
    visitor.cookies.set("ops_session", "a" * 43, domain="127.0.0.1")
    first = sign_in(visitor)
    cookie = next(value for value in first.headers.get_list("set-cookie") if value.startswith("ops_session="))
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie and "Secure" not in cookie
    assert "Max-Age" not in cookie and "Domain" not in cookie
    token = re.match(r"ops_session=([^;]+)", cookie)[1]
    assert token != "a" * 43 and len(token) == 43
    again = sign_in(visitor)
    assert token not in str(again.headers)
    assert target.stranger(cookies={"ops_session": token}).get("/api/v1/thing").status_code == 401, "the old one ended"


def test_signing_out_ends_the_session_for_whoever_copied_the_cookie(visitor, target):
    sign_in(visitor)
    copied = {"Cookie": cookies_of(visitor)}
    assert target.stranger(headers=copied).get("/api/v1/thing").status_code == 200
    answer = visitor.post("/auth/logout")
    assert answer.status_code == 303 and answer.headers["location"] == "/login"
    assert target.stranger(headers=copied).get("/api/v1/thing").status_code == 401
    assert visitor.get("/").status_code == 303


def test_a_one_time_password_leads_to_the_password_page_and_nowhere_else(target):
    with target.stranger(headers={"Origin": target.url, "Accept": "text/html"}) as client:
        assert sign_in(client, "new").headers["location"] == "/account/password"
        old = {"Cookie": cookies_of(client)}
        for path in ("/", "/all", "/ran"):
            assert client.get(path).headers["location"] == "/account/password"
        assert client.get("/api/v1/thing").status_code == 403
        page = client.get("/account/password")
        assert page.status_code == 200 and "一次性密码" in page.text and "<script" not in page.text
        for new, again, reason in (
            ("short", "short", "至少 15 个字符"),
            (KITES, KITES + "x", "不一样"),
            ("passwordpassword",) * 2 + ("太容易猜",),
        ):
            answer = client.post("/auth/password", data={"current": PASSWORDS["new"], "new": new, "again": again})
            assert answer.status_code == 400 and reason in answer.text
        wrong = client.post("/auth/password", data={"current": "x", "new": KITES, "again": KITES}, headers=JSON)
        assert wrong.status_code == 400 and "当前密码不对" in wrong.json()["message"]
        answer = client.post("/auth/password", data={"current": PASSWORDS["new"], "new": KITES, "again": KITES})
        assert answer.status_code == 303 and answer.headers["location"] == "/"
        assert client.get("/").status_code == 200
        assert target.stranger(headers=old).get("/api/v1/thing").status_code == 401
        assert sign_in(client, "new").status_code == 401 and sign_in(client, "new", KITES).status_code == 303


def test_a_page_can_ask_how_long_the_session_holds_without_prolonging_it(visitor):
    assert visitor.get("/auth/session", headers=JSON).status_code == 401
    sign_in(visitor)
    state = visitor.get("/auth/session", headers=JSON | {"X-Background": "1"}).json()
    assert state["login"] == "bo" and 3500 < state["seconds_left"] <= 3600


def test_the_language_is_kept_in_the_browser_and_with_the_user(visitor):
    answer = visitor.post("/auth/language", data={"lang": "en", "next": "/login?next=/all"})
    assert answer.headers["location"] == "/login?next=/all" and "Sign in" in visitor.get("/login").text
    sign_in(visitor)
    assert visitor.post("/auth/language", data={"lang": "en", "next": "/all"}).headers["location"] == "/all"
    assert "Set a password" in visitor.get("/account/password").text
    visitor.post("/auth/language", data={"lang": "zh"})
    assert "设置密码" in visitor.get("/account/password").text
    foreign = visitor.post("/auth/language", data={"lang": "en"}, headers={"Origin": "http://evil.example"})
    assert foreign.status_code == 403
