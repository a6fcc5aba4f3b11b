"""The guard: every attack fails behind it, and the same attack succeeds where its control is left out."""

import asyncio
import inspect
import logging
import re
import sqlite3
import stat
import subprocess
import sys
import time
from urllib.parse import quote

import httpx
import nicegui.nicegui as ng
import pytest
from nicegui import Client, core
from nicegui import client as nicegui_client
from nicegui import version as nicegui_version

from pages import guard
from pages.guard import faults, headers
from pages.guard.crowd import Bucket
from tests.attack import HERE, Target, can_plug, cookies_of, open_page, plug, small_app
from tests.small_app import SECRET

HEADER = {"X-Requested-With": "opsdesk", "Accept": "application/json"}
PHONE = "13812345678"


@pytest.fixture(scope="module")
def target():
    with small_app() as one:
        yield one


@pytest.fixture(scope="module")
def bare():
    """Everything off but signing in and the origin check: what a careful NiceGUI app has by itself."""
    off = [control.name for control in guard.CONTROLS if control.name not in ("signed in", "same origin")]
    with small_app(without=",".join(off)) as one:
        yield one


@pytest.fixture(scope="module")
def open_door():
    with small_app(without="signed in,same origin,sockets,bodies") as one:
        yield one


@pytest.fixture(scope="module")
def any_origin():
    with small_app(without="same origin") as one:
        yield one


def events(target: Target) -> list[tuple]:
    with sqlite3.connect(target.folder / "small.db") as database:
        return database.execute("SELECT user_name, kind, detail FROM event ORDER BY id").fetchall()


def end_sessions(target: Target, name: str) -> None:
    """What an administrator's change of that user does, as seen by a running server."""
    with sqlite3.connect(target.folder / "small.db", timeout=10) as database:
        who = "(SELECT id FROM user WHERE login = ?)"
        database.execute(f"UPDATE session SET ended_at = '2026-01-01 00:00:00.000' WHERE user_id = {who}", (name,))


# Default deny (H1) ---------------------------------------------------------------------------------------------------

CLOSED = (
    "/",
    "/all",
    "/broken",
    "/ran",
    "/nowhere",
    "/docs",
    "/account/password",
    "/_nicegui/client/x/upload/1",
    "/_nicegui/auto/static/x/y",
)


def test_a_stranger_sees_the_sign_in_page_the_health_check_and_assets_only(target):
    with target.stranger() as client:
        for path in ("/login", "/healthz", "/favicon.ico", f"{headers.NICEGUI}/static/nicegui.js"):
            assert client.get(path).status_code == 200, path
        for path in CLOSED:
            assert client.get(path, headers={"Accept": "text/html"}).status_code == 303, path
            assert client.get(path).status_code == 401, path
        for path in ("/api/v1/thing", "/_nicegui_ws/socket.io/?EIO=4&transport=polling"):
            assert client.get(path, headers={"Accept": "text/html"}).status_code in (401, 303), path
        assert client.get(f"{headers.NICEGUI}/dynamic_resources/x").status_code == 401
        assert client.post("/auth/logout", headers={"Origin": target.url}).status_code == 401


def test_without_the_sign_in_control_a_stranger_sees_every_page(open_door):
    with open_door.stranger() as client:
        assert "hello nobody" in client.get("/").text
        assert client.get("/api/v1/thing").status_code == 200


def test_the_way_back_after_signing_in_is_kept(target):
    with target.stranger() as client:
        answer = client.get("/all?a=1&b=2", headers={"Accept": "text/html"})
        assert answer.headers["location"] == "/login?next=" + quote("/all?a=1&b=2", safe="/")


def test_the_health_check_tells_nothing_but_ok(target):
    assert target.stranger().get("/healthz").json() == {"ok": True}


def test_a_cookie_of_a_finished_or_invented_session_is_nobody(target):
    with target.browser("bo") as client:
        assert client.get("/api/v1/thing").json() == {"who": "bo"}
        end_sessions(target, "bo")
        assert client.get("/api/v1/thing").status_code == 401
    for value in ("x", "a" * 43, "é", "'; DROP TABLE session; --"):
        with target.stranger(headers={"Cookie": f"ops_session={quote(value)}"}) as client:
            assert client.get("/api/v1/thing").status_code == 401


# Sockets (N1, N2, N3, N7, N22) -----------------------------------------------------------------------------------------


async def press(target: Target, pressed, **options) -> None:
    async with plug(target, **options) as sio:
        await sio.emit("event", pressed.event())
        await asyncio.sleep(0.3)


async def test_a_page_obeys_its_own_socket_in_the_order_of_its_events(target):
    with target.browser("ann") as ann:
        page = open_page(ann)
        async with plug(target, cookies=cookies_of(ann), page=page.client_id) as sio:
            await sio.emit("event", page.event())
            for number in range(20):
                await sio.emit("event", page.event("nicegui-input", "update:value", f"n{number}"))
            await asyncio.sleep(0.6)
        assert target.ran(ann)[-21:] == ["button of ann", *(f"typed n{number}" for number in range(20))]


async def test_a_colleagues_socket_cannot_press_a_button_of_an_open_page_and_is_noted(target):
    with target.browser("ann") as ann, target.browser("bo") as bo:
        page, own = open_page(ann), open_page(bo)
        before = target.ran(ann)
        async with plug(target, cookies=cookies_of(bo), page=own.client_id) as sio:
            await sio.emit("event", page.event())
            await asyncio.sleep(0.4)
            assert not sio.connected
        assert target.ran(ann) == before
        assert ("Bo", "forged_event", '{"what": "event"}') in events(target)


async def test_without_the_socket_control_a_colleagues_socket_presses_it(bare):
    with bare.browser("ann") as ann, bare.browser("bo") as bo:
        page, own = open_page(ann), open_page(bo)
        async with plug(bare, cookies=cookies_of(ann), page=page.client_id):
            await press(bare, page, cookies=cookies_of(bo), page=own.client_id)
        assert "button of ann" in bare.ran(ann)


async def test_a_stranger_and_a_foreign_site_get_no_socket_by_either_transport(target):
    with target.browser("ann") as ann:
        page, cookies = open_page(ann), cookies_of(ann)
        for transport in ("websocket", "polling"):
            assert not await can_plug(target, transport=transport)
            assert not await can_plug(target, page=page.client_id, transport=transport)
            assert not await can_plug(target, cookies=cookies, origin="http://evil.example", transport=transport)
            assert not await can_plug(target, cookies=cookies, origin="null", transport=transport)
            assert await can_plug(target, cookies=cookies, page=page.client_id, transport=transport) is (
                transport == "websocket"
            )
        assert not await can_plug(target, cookies=cookies, origin=None)


async def test_without_the_controls_a_stranger_from_a_foreign_site_runs_a_handler(open_door):
    with open_door.stranger() as client:
        page = open_page(client)
        async with plug(open_door, page=page.client_id):
            await press(open_door, page, origin="http://evil.example")
        assert "button of nobody" in open_door.ran(client)


async def test_without_the_origin_control_a_foreign_site_gets_a_socket(any_origin):
    with any_origin.browser("ann") as ann:
        assert await can_plug(any_origin, cookies=cookies_of(ann), origin="http://evil.example")


async def test_nobody_takes_a_fresh_page_before_its_own_browser(target):
    with target.browser("ann") as ann, target.browser("bo") as bo:
        page = open_page(ann)
        assert not await can_plug(target, cookies=cookies_of(bo), page=page.client_id)
        async with plug(target, cookies=cookies_of(bo)) as sio:
            await sio.emit("handshake", {"client_id": page.client_id, "tab_id": "t", "document_id": "d"})
            await asyncio.sleep(0.3)
            assert not sio.connected
        assert await can_plug(target, cookies=cookies_of(ann), page=page.client_id)


async def test_without_the_socket_control_a_stranger_takes_it(bare):
    with bare.browser("ann") as ann, bare.browser("bo") as bo:
        page = open_page(ann)
        assert await can_plug(bare, cookies=cookies_of(bo), page=page.client_id)
        assert not await can_plug(bare, cookies=cookies_of(ann), page=page.client_id)


async def test_an_ended_session_runs_nothing_and_its_page_is_sent_to_sign_in_within_five_seconds(target):
    with target.browser("bo") as bo, target.browser("ann") as ann:
        page = open_page(bo)
        async with plug(target, cookies=cookies_of(bo), page=page.client_id) as sio:
            end_sessions(target, "bo")
            ended = time.monotonic()
            await sio.emit("event", page.event())
            while sio.connected and time.monotonic() - ended < 6:
                await asyncio.sleep(0.05)
            assert time.monotonic() - ended < 5
            assert any("/login" in code for code in sio.told)
        assert "button of bo" not in target.ran(ann)


async def test_a_page_that_sends_nothing_is_sent_away_too(target):
    with target.browser("bo") as bo:
        page = open_page(bo)
        async with plug(target, cookies=cookies_of(bo), page=page.client_id) as sio:
            end_sessions(target, "bo")
            ended = time.monotonic()
            while sio.connected and time.monotonic() - ended < 6:
                await asyncio.sleep(0.05)
            assert time.monotonic() - ended < 5 and any("/login" in code for code in sio.told)


async def test_without_the_controls_a_page_of_an_ended_session_goes_on(bare):
    with bare.browser("bo") as bo, bare.browser("ann") as ann:
        page = open_page(bo)
        async with plug(bare, cookies=cookies_of(bo), page=page.client_id) as sio:
            end_sessions(bare, "bo")
            await asyncio.sleep(1)
            await sio.emit("event", page.event())
            await asyncio.sleep(0.3)
            assert sio.connected
        assert "button of bo" in bare.ran(ann)


FORGED = "harmless\n2026-01-01 INFO forged line"


async def write_log(target: Target) -> None:
    with target.browser("ann") as ann:
        page = open_page(ann)
        async with plug(target, cookies=cookies_of(ann), page=page.client_id) as sio:
            await sio.emit("log", {"client_id": page.client_id, "level": "error", "message": FORGED})
            await asyncio.sleep(0.3)


async def test_a_browser_cannot_write_into_the_log(target):
    await write_log(target)
    assert "forged line" not in target.log.read_text()


async def test_without_the_controls_it_writes_whole_lines(bare):
    await write_log(bare)
    assert "\n2026-01-01 INFO forged line" in bare.log.read_text()


async def test_nobody_speaks_for_a_colleagues_polling_socket(target):
    with target.browser("ann") as ann, target.browser("bo") as bo:
        opened = ann.get("/_nicegui_ws/socket.io/?EIO=4&transport=polling").text
        sid = re.search(r'"sid":"([^"]+)"', opened)[1]
        address = f"/_nicegui_ws/socket.io/?EIO=4&transport=polling&sid={sid}"
        assert bo.post(address, content="40").status_code == 403
        assert bo.get(address).status_code == 403
        assert ann.post(address, content="40").status_code == 200


async def test_garbage_on_the_socket_does_not_hurt_the_server(target):
    with target.browser("ann") as ann:
        for garbage in (
            None,
            1,
            "x",
            [],
            {},
            {"client_id": 5},
            {"client_id": {"$ne": 1}},
            {"client_id": "x", "id": -1},
        ):
            for name in ("event", "ack", "javascript_response", "handshake", "log", "nothing"):
                async with plug(target, cookies=cookies_of(ann)) as sio:
                    await sio.emit(name, garbage)
        assert ann.get("/").status_code == 200


# Uploads and bodies (N4) ----------------------------------------------------------------------------------------------


def upload(client: httpx.Client, page, content: bytes, **options) -> int:
    id = next(id for id, element in page.elements.items() if element.get("tag") == "nicegui-upload")
    address = f"/_nicegui/client/{page.client_id}/upload/{id}"
    return client.post(address, files={"file": ("a.txt", content)}, **options).status_code


def test_an_upload_needs_the_session_of_its_page_a_length_and_a_size_below_the_cap(target):
    with target.browser("ann") as ann, target.browser("bo") as bo, target.stranger() as stranger:
        page = open_page(ann)
        assert upload(ann, page, b"fine") == 200
        assert upload(bo, page, b"foreign") == 403
        assert upload(stranger, page, b"nobody", headers={"Origin": target.url}) == 401
        assert upload(ann, page, b"x" * 400_000) == 413
        address = f"/_nicegui/client/{page.client_id}/upload/6"
        assert ann.post(address, content=iter([b"no", b"length"])).status_code == 411
        assert ann.post("/_nicegui/client/no-such-page/upload/1", files={"file": b"x"}).status_code == 403


def test_without_the_control_anybody_signed_in_uploads_anything_to_any_page(bare):
    with bare.browser("ann") as ann, bare.browser("bo") as bo:
        page = open_page(ann)
        assert upload(bo, page, b"x" * 2_000_000) == 200
        assert "upload" in bare.ran(ann)


def test_bodies_of_the_api_are_capped_and_need_a_length(target):
    with target.browser("ann") as ann:
        assert ann.post("/api/v1/thing", headers=HEADER, content=b"x" * 300_000).status_code == 413
        assert ann.post("/api/v1/thing", headers=HEADER, content=iter([b"a"])).status_code == 411
        assert ann.post("/auth/login", data={"username": "x" * 70_000}).status_code == 413


# Other sites (S5) -----------------------------------------------------------------------------------------------------

FOREIGN = (
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Content-Type": "text/plain"},
    {},
)


def test_no_other_site_can_make_a_signed_in_browser_write(target):
    with target.browser("ann") as ann:
        cookies = {"Cookie": cookies_of(ann)}
        before = target.ran(ann)
        for lie in FOREIGN:
            with target.stranger(headers=cookies) as client:
                assert client.post("/api/v1/thing", headers=HEADER | lie).status_code == 403, lie
                assert client.post("/api/v1/thing", headers=lie).status_code == 403, lie
                assert client.post("/auth/logout", headers=lie).status_code == 403, lie
                assert client.post("/auth/password", headers=lie).status_code == 403, lie
        assert ann.post("/api/v1/thing").status_code == 403, "the custom header is missing"
        assert target.ran(ann) == before
        assert ann.post("/api/v1/thing", headers=HEADER).status_code == 200
        own = {"Sec-Fetch-Site": "same-origin", "X-Requested-With": "opsdesk"} | cookies
        assert target.stranger().post("/api/v1/thing", headers=own).status_code == 200


def test_without_the_control_another_site_writes(any_origin):
    with any_origin.browser("ann") as ann:
        foreign = {"Cookie": cookies_of(ann), "Origin": "http://evil.example", "Content-Type": "text/plain"}
        assert any_origin.stranger().post("/api/v1/thing", headers=foreign).status_code == 200


def test_a_bearer_token_needs_no_origin_but_must_be_known_and_works_on_the_api_only(target):
    issue = "from models import accounts; from models.kit import database; "
    issue += f"database.open('sqlite:///{target.folder}/small.db'); print(accounts.issue_token('bo', 'test'))"
    token = subprocess.run(
        [sys.executable, "-c", issue], cwd=HERE.parent, capture_output=True, text=True, check=True
    ).stdout.strip()
    with target.stranger(headers={"Authorization": f"Bearer {token}"}) as client:
        assert client.get("/api/v1/thing").json() == {"who": "bo"}
        assert client.post("/api/v1/thing").status_code == 200
        assert client.get("/", headers={"Accept": "text/html"}).status_code == 303
        assert client.post("/auth/logout").status_code == 401
    with target.stranger(headers={"Authorization": f"Bearer {token}x"}) as client:
        assert client.get("/api/v1/thing").status_code == 401
    with target.browser("ann") as ann:
        assert ann.get("/api/v1/thing", headers={"Authorization": "Bearer x"}).status_code == 401


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


# Headers (N18, N19, H2) and the prefix (N20) ------------------------------------------------------------------------------


def answers(target: Target, *, broken: bool = True):
    with target.stranger() as client:
        for path in ("/login", "/healthz", "/favicon.ico", "/", "/nowhere", f"{headers.NICEGUI}/static/nicegui.js"):
            yield client.get(path)
        yield client.post("/auth/login", data={"username": "x", "password": "y"})
    with target.browser("ann") as ann:
        for path in ("/", "/nowhere", "/away", "/picture", "/api/v1/thing", "/_nicegui_ws/socket.io/"):
            yield ann.get(path)
        if broken:
            yield ann.get("/broken")
            yield ann.get("/api/v1/broken")
        yield ann.delete("/")
        yield ann.post("/api/v1/thing", headers=HEADER, content=b"x" * 300_000)


def test_every_answer_carries_the_security_headers_and_none_invites_other_sites(target):
    for answer in answers(target):
        got, where = answer.headers, f"{answer.request.method} {answer.url} {answer.status_code}"
        policy = got["content-security-policy"]
        assert re.search(r"script-src 'self' 'nonce-[\w-]{20,}' 'unsafe-eval';", policy), where
        assert "frame-ancestors 'none'" in policy and "object-src 'none'" in policy and "base-uri 'none'" in policy, (
            where
        )
        assert got["x-content-type-options"] == "nosniff" and got["referrer-policy"] == "same-origin", where
        assert got["cross-origin-opener-policy"] == "same-origin" and got["x-frame-options"] == "DENY", where
        assert not any(name.startswith("access-control-") for name in got), where
        assert "strict-transport-security" not in got and "server" not in got, where
        data = headers.NICEGUI not in str(answer.url) and "favicon" not in str(answer.url)
        assert ("no-store" in got.get("cache-control", "")) is data, where


def test_without_the_control_there_are_none(bare):
    for answer in answers(bare, broken=False):
        assert "content-security-policy" not in answer.headers and "x-content-type-options" not in answer.headers
    with bare.browser("ann") as ann:
        assert ann.get("/picture").headers["access-control-allow-origin"] == "*"


def test_behind_tls_the_browser_is_told_to_stay_there_and_the_cookie_is_bound_to_the_host(target):
    with target.stranger(headers={"X-Forwarded-Proto": "https", "Origin": target.url}) as client:
        answer = client.post("/auth/login", data={"username": "bo", "password": "bo paints small wooden boats"})
    assert "max-age" in answer.headers["strict-transport-security"]
    cookie = next(value for value in answer.headers.get_list("set-cookie") if "ops_session" in value)
    assert (
        cookie.startswith("__Host-ops_session=")
        and "Secure" in cookie
        and "Path=/" in cookie
        and "Domain" not in cookie
    )


def test_only_niceguis_own_scripts_carry_the_nonce_which_is_fresh_for_every_page(target):
    with target.browser("ann") as ann:
        first, second = ann.get("/"), ann.get("/")
    nonces = [re.search(r"'nonce-([\w-]+)'", page.headers["content-security-policy"])[1] for page in (first, second)]
    assert nonces[0] != nonces[1]
    for page, nonce in zip((first, second), nonces, strict=True):
        scripts = re.findall(r"<script([^>]*)>", page.text)
        assert len(scripts) >= 8 and all(f'nonce="{nonce}"' in script for script in scripts)


def test_what_a_person_wrote_into_the_page_is_not_stamped():
    environment = nicegui_client.templates.env
    loader = environment.loader
    try:
        headers.stamp_template(None, None)
        source = environment.loader.get_source(environment, "index.html")[0]
        assert source.count("<script") == source.count("<script nonce=") >= 8
        assert "head_html | safe" in source and "body_html | safe" in source
    finally:
        environment.loader = loader
        environment.cache.clear()


def test_no_header_of_a_visitor_changes_where_redirects_and_scripts_lead(target):
    with target.browser("ann") as ann:
        evil = {"X-Forwarded-Prefix": "//evil.example"}
        assert ann.get("/away", headers=evil).headers["location"] == "/"
        assert "evil.example" not in ann.get("/", headers=evil).text


def test_without_the_control_it_does(bare):
    with bare.browser("ann") as ann:
        assert (
            ann.get("/away", headers={"X-Forwarded-Prefix": "//evil.example"}).headers["location"] == "//evil.example/"
        )


# Floods (N21) -----------------------------------------------------------------------------------------------------------


def flood(target: Target, address: str, client: httpx.Client, path: str, times: int) -> list[int]:
    return [client.get(path, headers={"X-Forwarded-For": address}).status_code for _ in range(times)]


def test_one_address_asks_for_so_many_pages_and_others_go_on(target):
    with target.stranger() as client:
        assert flood(target, "203.0.113.7", client, "/login", 80).count(429) >= 5
        assert flood(target, "203.0.113.8", client, "/login", 1) == [200]


def test_one_session_keeps_so_many_pages_alive(target):
    with target.browser("ann") as ann:
        assert flood(target, "203.0.113.9", ann, "/", 30)[-5:] == [429] * 5


def test_without_the_controls_there_is_no_end_to_it(bare):
    with bare.browser("ann") as ann:
        assert set(flood(bare, "203.0.113.9", ann, "/", 80)) == {200}
        assert ann.get("/clients").json()["pages"] >= 80


def test_the_bucket_fills_again_and_forgets_old_addresses(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    bucket = Bucket(2, 1)
    assert [bucket.take("a") for _ in range(3)] == [True, True, False]
    now[0] += 1
    assert [bucket.take("a") for _ in range(2)] == [True, False]
    monkeypatch.setattr(Bucket, "KEPT", 10)
    for number in range(20):
        now[0] += 1
        bucket.take(str(number))
    assert len(bucket._left) <= 12


# NiceGUI's own sessions (N8, N9, N10), its defaults (N23), the grid door (N16) --------------------------------------------

NAIVE = """
from nicegui import app, ui
@ui.page('/')
def home():
    ui.label('hello ' + app.storage.user.get('name', 'nobody'))
@app.get('/healthz')
def up(): return {}
@app.get('/enter')
def enter(name: str): app.storage.user['name'] = name
ui.run(port=PORT, host='127.0.0.1', show=False, reload=False, storage_secret='secret', show_welcome_message=False)
"""


def test_nicegui_issues_no_session_cookie_and_writes_no_file_of_user_data(target):
    with target.browser("ann") as ann:
        ann.get("/")
        assert {cookie.name for cookie in ann.cookies.jar} == {"ops_session", "ops_device"}
    assert not (target.folder / ".nicegui").exists()


def test_files_of_the_process_are_for_its_owner_only(target):
    assert stat.S_IMODE((target.folder / "small.db").stat().st_mode) & 0o077 == 0


def test_niceguis_own_session_is_kept_in_a_readable_file_and_forged_by_who_guesses_the_secret(tmp_path):
    import base64
    import json

    from itsdangerous import TimestampSigner

    from tests.attack import running

    source = tmp_path / "naive.py"
    source.write_text(NAIVE)
    with running(source, tmp_path) as naive, naive.stranger() as victim:
        victim.get("/enter?name=victim")
        victim.get("/")
        files = list((tmp_path / ".nicegui").glob("storage-user-*.json"))
        assert "victim" in files[0].read_text()
        session = base64.b64encode(json.dumps({"id": files[0].stem.removeprefix("storage-user-")}).encode())
        forged = TimestampSigner("secret").sign(session).decode()
        assert "hello victim" in naive.stranger(headers={"Cookie": f"session={forged}"}).get("/").text


def test_niceguis_good_defaults_are_still_there(target):
    with target.browser("ann") as ann:
        for path in ("/docs", "/redoc", "/openapi.json"):
            assert ann.get(path).status_code == 404
        answer = ann.get("/", headers={"Accept": "text/markdown, text/html"})
        assert answer.headers["content-type"].startswith("text/html")
        for path in ("/static/../../../../etc/passwd", "/static/%2e%2e/%2e%2e/main.py", "/esm/x/..%2f..%2fx"):
            assert ann.get(headers.NICEGUI + path).status_code == 404


def test_a_row_key_that_would_run_as_javascript_never_reaches_a_grid():
    rows = [{"name": ":not a key", "tags": [{"a": 1}]}]
    assert guard.plain_rows(rows) is rows
    for bad in ({":a": "x"}, {"a": {":b": "x"}}, {"a": [{":c": "x"}]}, {1: "x"}):
        with pytest.raises(ValueError, match="never goes to a grid"):
            guard.plain_rows([bad])


# The private names we rely on (H5) -----------------------------------------------------------------------------------------


def test_the_private_names_of_nicegui_are_as_we_use_them():
    assert nicegui_version.__version__ == "3.18.0", "run the attacks of this file, then change this line"
    for name in ("_on_event", "_on_ack", "_on_javascript_response", "_on_log"):
        assert list(inspect.signature(getattr(ng, name)).parameters)[1] == "msg" and not inspect.iscoroutinefunction(
            getattr(ng, name)
        )
    assert inspect.iscoroutinefunction(ng._on_connect) and len(inspect.signature(ng._on_connect).parameters) == 3
    assert (
        inspect.iscoroutinefunction(ng._on_handshake) and inspect.signature(ng._on_handshake).return_annotation is bool
    )
    assert list(inspect.signature(ng._on_disconnect).parameters) == ["sid"]
    source = inspect.getsource(Client)
    for name in (
        "self._request = request",
        "self._delete_tasks: dict[str, asyncio.Task] = {}",
        "del Client.instances[self.id]",
    ):
        assert name in source
    assert "Implicit handshake failed" in inspect.getsource(ng._on_connect)
    assert hasattr(core.sio, "environ") and hasattr(core.sio.eio, "cors_allowed_origins")
    assert set(core.sio.handlers["/"]) == {
        "connect",
        "handshake",
        "disconnect",
        "event",
        "javascript_response",
        "ack",
        "log",
    }


def test_every_control_says_what_it_closes_and_has_a_run_without_it():
    """The names left out in the fixtures above, together, are all there are."""
    left_out = {"signed in", "same origin", "sockets", "bodies"}
    left_out |= {control.name for control in guard.CONTROLS if control.name not in ("signed in", "same origin")}
    assert left_out == {control.name for control in guard.CONTROLS}
    assert all(control.closes and (control.layer or control.hook) for control in guard.CONTROLS)
