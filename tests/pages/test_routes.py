"""Every route of the real app, as main.py starts it: a stranger gets the sign-in page and nothing else, whatever is added."""

import re
from urllib.parse import quote

import pytest
from nicegui import app
from starlette.routing import Mount

from models.kit.server import database
from pages import guard
from pages.guard import seats
from pages.guard.headers import NICEGUI
from pages.guard.metering import Metered

PASSWORD = "bo paints small wooden boats"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@pytest.fixture
def served(tmp_path, monkeypatch):
    """A data folder of its own for the app that the `user` fixture starts."""
    monkeypatch.setattr("sys.argv", ["main.py"])
    monkeypatch.setenv("OPS_DATA", str(tmp_path))
    monkeypatch.setenv("OPS_ADMIN_PASSWORD", PASSWORD)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    database.close()
    yield
    database.close()


@pytest.fixture
async def visitor(served, user):
    user.http_client.headers.update({"Origin": "http://test", "Accept": "text/html"})
    app.state.guard.bucket.burst = 1_000_000  # nobody asks for every page at once; a fast machine does
    return user.http_client


def paths(routes, prefix: str = "") -> set[str]:
    """Every path of the route table, mounted apps and included routers too, with something in place of each parameter."""
    known = set()
    for route in routes:
        inner = getattr(route, "original_router", None)
        path = prefix + getattr(route, "path", "")
        if isinstance(route, Mount):
            known |= {path, f"{path}/x"}
        elif inner is not None:
            known |= paths(inner.routes, prefix + getattr(route, "prefix", ""))
        else:
            known.add(path)
    return {re.sub(r"\{[^}]*\}", "1", path) or "/" for path in known}


def is_open(method: str, path: str) -> bool:
    return seats.is_public({"method": method, "path": path})


async def test_a_stranger_reaches_no_route_but_the_public_ones(visitor):
    every = paths(app.routes) | {
        "/",
        "/nowhere",
        "/api/v1/nowhere",
        "/_nicegui/client/1/upload/1",
        "/_nicegui_ws/socket.io/",
    }
    assert any(path.startswith("/api/v1/") for path in every) and len(every) > 20
    for path in sorted(every):
        for method in METHODS:
            answer = await visitor.request(method, path)
            if is_open(method, path):
                assert answer.status_code not in (401, 403) or method == "POST", (method, path)
            else:
                assert answer.status_code in (303, 401, 403, 405), (method, path, answer.status_code)
                assert answer.status_code != 303 or answer.headers["location"].startswith("/login")


async def test_no_other_site_writes_through_any_route_whatever_it_shows_for_a_token(visitor):
    given = {"username": "admin", "password": PASSWORD}
    assert (await visitor.post("/auth/login", data=given)).status_code == 303
    foreign = {"Origin": "https://evil.example", "Authorization": "Basic x", "X-Requested-With": "opsdesk"}
    for path in sorted(paths(app.routes)):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = await visitor.request(method, path, headers=foreign)
            assert answer.status_code == 403 or is_open(method, path), (method, path, answer.status_code)
            assert answer.status_code == 403 or path.startswith(("/s/", "/f/", "/j/", "/q/")), (
                "signing in and the language ask where it came from"
            )


def test_the_public_routes_are_these():
    assert {path for _, path in seats.PUBLIC} == {
        "/login",
        "/auth/login",
        "/login/code",
        "/auth/code",
        "/auth/elsewhere",
        "/auth/elsewhere/back",
        "/auth/language",
        "/healthz",
        "/metrics",
        "/favicon.ico",
    }
    survey = "/s/" + "a-B_9" * 5
    assert is_open("GET", survey) and is_open("POST", survey) and not is_open("DELETE", survey)
    for path in (
        "/s/short",
        survey + "。",
        survey + "%",
        "/f/short",
        "/j/short",
        "/q/short",
    ):  # a link that isn't whole is told so
        assert is_open("GET", path) and not is_open("POST", path)
    assert not any(is_open("GET", path) for path in ("/s/", survey + "/x", survey + "/", "/s/" + "a" * 101, "/s/a\0"))
    quiz = "/q/" + "a-B_9" * 5
    assert is_open("GET", quiz) and is_open("POST", quiz) and not is_open("DELETE", quiz)
    form = "/f/" + "a-B_9" * 5
    for path in (form, form + "/files", form + "/files/off"):
        assert is_open("POST", path) and not is_open("DELETE", path)
    assert is_open("GET", form)
    assert not any(is_open("GET", path) for path in (form + "/files", form + "/", "/form/1", "/forms/store"))
    assert is_open("GET", f"{NICEGUI}/static/nicegui.js") and not is_open("POST", f"{NICEGUI}/static/nicegui.js")
    for path in (
        "/",
        "/loginx",
        "/login/",
        "/_nicegui/client/x/upload/1",
        "/_nicegui/auto/static/x",
        f"{NICEGUI}/dynamic_resources/x",
    ):
        assert not is_open("GET", path)


async def test_the_app_stands_behind_every_control(visitor):
    assert app.state.guard.controls == guard.CONTROLS
    assert (
        app.storage.secret is None and app.docs_url is None and app.openapi_url is None and app.config.markdown is False
    )
    stack, layers = app.middleware_stack or app.build_middleware_stack(), []
    while hasattr(stack, "app"):
        layers.append(type(stack))
        stack = stack.app
    declared = [control.layer for control in guard.CONTROLS if control.layer]
    assert layers[: len(declared) + 1] == [Metered, *declared]


async def test_somebody_who_signed_in_reaches_the_pages(visitor):
    answer = await visitor.post("/auth/login", data={"username": "admin", "password": PASSWORD, "next": "/t/member"})
    assert answer.status_code == 303 and answer.headers["location"] == quote("/t/member")
    for path in ("/", "/t/member"):
        assert (await visitor.get(path)).status_code == 200, path


@pytest.mark.parametrize(("lang", "said"), [("zh", "没有这个"), ("en", "There is no such")])
async def test_a_page_that_is_not_there_says_so_in_the_language_of_the_reader(visitor, lang, said):
    spoken = {"Accept-Language": lang}
    await visitor.post("/auth/login", data={"username": "admin", "password": PASSWORD}, headers=spoken)
    for path in ("/nowhere", "/t/nowhere", "/r/store/99"):
        answer = await visitor.get(path, headers=spoken)
        assert answer.status_code == 404 and said in answer.text and "Exception" not in answer.text
    assert (await visitor.get("/api/v1/nowhere/1", headers={"Accept": "application/json"})).json()["message"]
