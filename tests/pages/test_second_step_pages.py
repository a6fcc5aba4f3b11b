"""The second step as a browser meets it: set up by a picture, asked for behind the password, demanded by a role, readable in both languages."""

import re
from datetime import UTC

import pyotp
import pytest
from nicegui.testing import User as Visitor

from models.accounts import Role, User
from models.accounts.second import SecondStep
from models.kit import system
from models.kit.clock import now
from models.kit.server.database import reading
from models.kit.write.history import Event
from models.kit.write.writes import changes
from tests.helpers import desk

pytestmark = pytest.mark.nicegui_main_file("main.py")
folder = pytest.fixture(desk.folder)
PAGE = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}


def shown(steps: int = 0) -> str:
    with reading():
        secret = SecondStep.get().secret
    return pyotp.TOTP(secret).generate_otp(int(now().replace(tzinfo=UTC).timestamp()) // 30 + steps)


async def post(user: Visitor, path: str, **given: str):
    return await user.http_client.post(path, data=given, headers=PAGE)


async def test_it_is_set_up_asked_for_and_stood_in_for(folder, user: Visitor):
    await user.http_client.get("/healthz")
    await desk.sign_in(user)
    page = (await user.http_client.get("/account/second-step", headers=PAGE)).text
    assert "data:image/svg+xml" in page and "验证器" in page and "<script" not in page
    wrong = await post(user, "/auth/second-step", do="on", code="000000")
    assert wrong.status_code == 400 and "验证码不对" in wrong.text
    done = await post(user, "/auth/second-step", do="on", code=shown())
    codes = re.findall(r"<li><code>([a-z0-9]{5}-[a-z0-9]{5})</code>", done.text)
    assert len(codes) == 10 and "只在这里显示这一次" in done.text
    assert "还有 10 个恢复码" in (await user.http_client.get("/account/second-step", headers=PAGE)).text
    await post(user, "/auth/logout")
    first = await post(user, "/auth/login", username="admin", password=desk.PASSWORD, next="/todo")
    assert first.status_code == 303 and first.headers["location"] == "/login/code?next=/todo"
    assert (await user.http_client.get("/todo", headers=PAGE)).headers["location"].startswith("/login")
    assert "恢复码" in (await user.http_client.get("/login/code", headers=PAGE)).text
    refused = await post(user, "/auth/code", code="123456", next="/todo")
    assert refused.status_code == 401 and "验证码不对" in refused.text
    entered = await post(user, "/auth/code", code=codes[0], next="//evil.example")
    assert entered.status_code == 303 and entered.headers["location"] == "/"
    assert (await user.http_client.get("/todo", headers=PAGE)).status_code == 200
    with reading():
        assert {"code_refused", "second_step_on"} <= {event.kind for event in Event.select()}


async def test_a_demanding_role_leads_everything_to_it_and_programs_hear_why(folder, user: Visitor):
    await user.http_client.get("/healthz")
    await desk.sign_in(user)
    with reading():
        role = Role.get_by_id(User.get(User.login == "admin").role_id)
    with changes(who=system("tests")) as c:
        c.update(Role, role.id, asks_code=True)
    for path in ("/", "/t/store", "/account/password"):
        answer = await user.http_client.get(path, headers=PAGE)
        assert (answer.status_code, answer.headers.get("location")) == (303, "/account/second-step"), path
    answer = await user.http_client.get("/api/v1/store/rows")
    assert answer.status_code == 403 and "动态验证码" in answer.json()["message"]
    page = (await user.http_client.get("/account/second-step", headers=PAGE)).text
    assert "须用动态验证码" in page and "进入运营台" not in page
    await post(user, "/auth/second-step", do="on", code=shown())
    assert (await user.http_client.get("/t/store", headers=PAGE)).status_code == 200
    kept = await post(user, "/auth/second-step", do="off", code=shown(1))
    assert kept.status_code == 400 and "不能关闭" in kept.text


async def test_without_a_right_password_there_is_no_code_to_ask_for(folder, user: Visitor):
    await user.http_client.get("/healthz")
    assert (await user.http_client.get("/login/code", headers=PAGE)).headers["location"] == "/login"
    answer = await user.http_client.post("/auth/code", data={"code": "123456"}, headers=PAGE)
    assert answer.status_code == 401 and "重新输入密码" in answer.text
