"""The guard: every attack fails behind it, and the same attack succeeds where its control is left out."""

import re
import stat
import subprocess
import sys
import time
from urllib.parse import quote

import httpx
import pytest
from nicegui import client as nicegui_client

from pages import guard
from pages.guard import headers
from pages.guard.crowd import Bucket
from tests.helpers.attack import HERE, LEFT_OUT, Target, cookies_of, open_page, running, visited

HEADER = {"X-Requested-With": "opsdesk", "Accept": "application/json"}


target = visited()
bare = visited("bare")
open_door = visited("open door")
any_origin = visited("any origin")


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
        target.end_sessions("bo")
        assert client.get("/api/v1/thing").status_code == 401
    for value in ("x", "a" * 43, "é", "'; DROP TABLE session; --"):
        with target.stranger(headers={"Cookie": f"ops_session={quote(value)}"}) as client:
            assert client.get("/api/v1/thing").status_code == 401


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
        answer = ann.post("/auth/login", data={"username": "x" * 70_000})
        assert answer.status_code == 413 and "64 KB" in answer.text


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


@pytest.mark.parametrize(
    "shown", ["Basic x", "Basic YW5uOng=", "Bearer", "bearer", "Digest x", "Token x", "x", "Negotiate", "BearerX y"]
)
def test_no_header_but_a_known_token_stands_in_for_the_origin(target, shown):
    with target.browser("ann") as ann:
        before = target.ran(ann)
        for lie in FOREIGN:
            foreign = {"Cookie": cookies_of(ann), "Authorization": shown, **HEADER, **lie}
            assert target.stranger(headers=foreign).post("/api/v1/thing").status_code in (401, 403), (shown, lie)
        assert target.ran(ann) == before


def test_without_the_control_another_site_writes(any_origin):
    with any_origin.browser("ann") as ann:
        foreign = {"Cookie": cookies_of(ann), "Origin": "http://evil.example", "Content-Type": "text/plain"}
        assert any_origin.stranger().post("/api/v1/thing", headers=foreign).status_code == 200


def test_a_bearer_token_needs_no_origin_but_must_be_known_and_works_on_the_api_only(target):
    issue = "from models import accounts; from models.kit.server import database; "
    issue += f"database.open('sqlite:///{target.folder}/small.db'); print(accounts.issue_token('bo', 'test'))"
    token = subprocess.run(
        [sys.executable, "-c", issue], cwd=HERE.parents[1], capture_output=True, text=True, check=True
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
        assert flood(target, "203.0.113.7", client, "/login", 300).count(429) >= 20
        assert flood(target, "203.0.113.8", client, "/login", 1) == [200]


def test_one_person_keeps_so_many_pages_alive_on_however_many_devices_and_others_go_on(target):
    with target.browser("spare") as first, target.browser("spare") as second, target.browser("spare") as third:
        answers = [flood(target, "203.0.113.9", own, "/", 10) for own in (first, second, third)]
        assert answers[2][-5:] == [429] * 5 and sum(answers, []).count(200) <= 25
        assert "请先关掉一些" in third.get("/", headers={"X-Forwarded-For": "203.0.113.9"}).text
    with target.browser("bo") as bo:
        assert flood(target, "203.0.113.9", bo, "/", 3) == [200] * 3


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


# NiceGUI's own sessions (N8, N9, N10), its defaults (N23) -------------------------------------------------------------

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


def test_every_control_says_what_it_closes_and_is_left_out_in_some_run():
    left_out = {name for names in LEFT_OUT.values() for name in names.split(",")}
    assert left_out == {control.name for control in guard.CONTROLS}
    assert all(control.closes and (control.layer or control.hook) for control in guard.CONTROLS)
