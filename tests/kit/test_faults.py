"""Faults behind the guard: people see a case number, the log keeps the rest without personal data."""

import logging
import re
import time

import apsw
import httpx
import pytest
from starlette.applications import Starlette
from starlette.datastructures import State
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.routing import Mount

from models.accounts import Seat
from models.kit import Who
from pages.api import answers as api_answers
from pages.guard import faults
from pages.short_way import ROUTERS, ShortWay
from tests.helpers.attack import visited
from tests.helpers.small_app import SECRET

PHONE = "13812345678"


target = visited()
bare = visited("bare")


# Faults (N11) and the log (S6) ------------------------------------------------------------------------------------------


def test_a_fault_shows_a_case_number_and_the_log_has_the_rest_without_the_phone(target):
    with target.browser("ann") as ann:
        page = ann.get("/broken")
        data = ann.get("/api/v1/broken", headers={"Accept": "application/json"})
    assert page.status_code == data.status_code == 500
    for text in (page.text, data.text):
        assert PHONE not in text and "ValueError" not in text and "Traceback" not in text
    log = target.log.read_text()
    for case in (re.search(r"[0-9A-F]{8}", page.text)[0], data.json()["case"]):
        assert f"case {case}" in log
    assert "138****5678" in log and PHONE not in log and "raise ValueError(SECRET)" in log


def test_without_the_controls_the_page_and_the_log_show_it(bare):
    with bare.browser("ann") as ann:
        assert SECRET in ann.get("/broken").text
    assert PHONE in bare.log.read_text()


def test_a_hundred_faults_tell_nothing_and_each_has_its_own_case(target):
    with target.browser("ann") as ann:
        cases = {ann.get("/api/v1/broken", headers={"Accept": "application/json"}).json()["case"] for _ in range(100)}
    assert len(cases) == 100


class Passing(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        return await call_next(request)


async def nothing(scope, receive, send) -> None:
    await receive()


@pytest.mark.parametrize(("sent", "cases"), [("http.disconnect", 0), ("http.request", 1)])
async def test_a_browser_that_leaves_before_its_answer_is_no_case(caplog, sent, cases):
    app = Starlette(routes=[Mount("/", nothing)], middleware=[Middleware(Passing)])
    faults.hide_text(app)
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b"", "root_path": ""}

    async def receive() -> dict:
        return {"type": sent, "body": b"", "more_body": False}

    async def send(message: dict) -> None:
        pass

    await faults.Faults(app, None)(scope, receive, send)
    assert [record.getMessage()[:4] for record in caplog.records] == ["case"] * cases


def test_a_page_that_is_not_there_in_time_says_so_in_the_readers_language(target):
    with target.browser("ann") as ann:
        answer = ann.get("/slow", headers={"Accept-Language": "en"})
    assert answer.status_code == 503 and "the page wasn&#x27;t ready in time" in answer.text
    assert "response_timeout" not in answer.text and "Response for" not in answer.text


def test_a_full_disk_is_told_wherever_it_is_met(target):
    with target.browser("ann") as ann:
        answer = ann.get("/full")
    assert answer.status_code == 507 and "磁盘已满" in answer.text and "No space" not in answer.text


# The API's short way --------------------------------------------------------------------------------------------------------

ROUTES = sorted(
    (method, re.sub(r"\{[^}]*\}", "1", route.path))
    for router in ROUTERS
    for route in router.routes
    for method in route.methods
)


async def asked_of(method: str, path: str, **options) -> httpx.Response:
    """The short way alone, behind the guard's last resort, with Ann sitting before it."""
    way = faults.Faults(ShortWay(None, State()), None)

    async def seated(scope, receive, send):
        scope["ops.seat"] = Seat(Who(1, "Ann", login="ann", lang="en"))
        await way(scope, receive, send)

    transport = httpx.ASGITransport(seated, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.request(method, path, **options)


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize(
    ("fault", "status", "says"),
    [
        (ValueError(SECRET), 500, "Tell the administrator case"),
        (apsw.FullError("database or disk is full"), 507, "disk is full"),
    ],
    ids=["bug", "full disk"],
)
async def test_a_fault_in_any_route_of_the_api_is_a_sentence_with_its_case(
    monkeypatch, caplog, method, path, fault, status, says
):
    def broken(request):
        raise fault

    monkeypatch.setattr(api_answers.guard, "who", broken)
    answer = await asked_of(method, path, headers={"Accept-Language": "en"})
    assert answer.status_code == status
    assert set(answer.json()) == {"message", "case"} and says in answer.json()["message"]
    assert f"case {answer.json()['case']}" in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/a/b/c/d", 404),
        ("PATCH", "/api/v1/member/rows", 405),
        ("PUT", "/api/v1/records", 405),
        ("POST", "/api/v1/files/1", 405),
        ("DELETE", "/api/v1/", 404),
    ],
)
async def test_what_the_api_does_not_know_is_a_sentence_in_the_same_shape(method, path, status):
    answer = await asked_of(method, path)
    assert answer.status_code == status and set(answer.json()) == {"message"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"phone {PHONE}.", "phone 138****5678."),
        ("no phone 138123456789", "no phone 138123456789"),
        ("id 510104199003071234", "id 510***********1234"),
        ("born 1990-03-07", "born ****-03-07"),
        ("today 2026-03-07", "today 2026-03-07"),
        ("postgresql://ops:geheim@db/x", "postgresql://ops:***@db/x"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer ***"),
        ("Cookie: ops_session=abc; x=1", "Cookie: ops_session=***; x=1"),
        ("{'password': 'tea at noon'}", "{'password': '*** at noon'}"),
        ("client 0a1b2c3d-0000-4000-8000-000000000000", "client 0a1b2c3d-…"),
    ],
)
def test_what_the_log_keeps_of_a_secret(text, kept):
    assert faults.scrub(text) == kept


@pytest.mark.parametrize("piece", ["x", "1", "a://b:", "://", "password=", "1999-", "bearer "])
def test_a_long_text_is_scrubbed_in_no_time(piece):
    began = time.process_time()
    faults.scrub(piece * 20_000)
    assert time.process_time() - began < 2


def test_log_records_are_scrubbed_as_they_are_made_and_stay_on_one_line(caplog):
    before = logging.getLogRecordFactory()
    faults.quiet_logs()
    try:
        log = logging.getLogger("some.library")
        log.warning("call %s %d %s", f"{PHONE}\nforged", 3, None)
        log.warning("named %(who)s", {"who": PHONE})
        try:
            raise ValueError(SECRET)
        except ValueError:
            log.exception(SECRET)
        assert PHONE not in caplog.text and "138****5678\\nforged 3 None" in caplog.text
        assert "Traceback" in caplog.text
    finally:
        logging.setLogRecordFactory(before)
