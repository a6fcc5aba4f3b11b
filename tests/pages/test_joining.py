"""An invitation as a browser meets it: a plain page, a password, and one is there."""

import pytest
from nicegui.testing import User as Visitor

from models.accounts import inviting
from models.accounts.people import Role, User
from models.kit import system
from models.kit.server.database import reading
from models.kit.write.writes import changes
from tests.helpers import desk

pytestmark = pytest.mark.nicegui_main_file("main.py")
folder = pytest.fixture(desk.folder)
PAGE = {"Accept": "text/html"}


async def test_whoever_is_invited_chooses_a_password_and_begins(folder, user: Visitor):
    await user.http_client.get("/healthz")
    with reading():
        role = Role.get(Role.code == "viewer").id
    with changes(who=system("tests")) as c:
        eve = c.create(User, login="eve", name="夏娃<b>", role=role).id
    path = inviting.invite([eve], who=system("tests")).rows[0][-1]
    for _ in range(2):
        page = await user.http_client.get(path, headers=PAGE)
        assert page.status_code == 200 and "夏娃&lt;b&gt;，欢迎" in page.text and "<script" not in page.text
    given = {"new": "eve walks seven dogs daily", "again": "eve walks seven dogs"}
    answer = await user.http_client.post(path, data=given, headers=PAGE)
    assert answer.status_code == 400 and "不一样" in answer.text
    answer = await user.http_client.post(path, data={**given, "again": given["new"]}, headers=PAGE)
    assert answer.status_code == 303 and answer.headers["location"] == "/"
    assert (await user.http_client.get("/auth/session")).json()["login"] == "eve"
    gone = await user.http_client.get(path, headers=PAGE | {"Accept-Language": "en"})
    assert gone.status_code == 404 and "ask an administrator for another" in gone.text
    assert (await user.http_client.get("/j/" + "a" * 32, headers=PAGE)).status_code == 404
