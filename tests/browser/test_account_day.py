"""A working day of a key-account seller in a real browser: the owner works on the account, a colleague meets it nowhere."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import patient
from tests.browser.real import Real, add, change, sign_in

NAME = "市第四人民医院"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    made = Real(tmp_path_factory.mktemp("accounts")).start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def account(app) -> int:
    """Ann and Bo sell from today on; the hospital is Ann's."""
    ada = app.browser("ada")
    gu, luo = add(ada, "employee", {"staff_no": "Y1", "name": "顾海"}, {"staff_no": "Y2", "name": "罗英"})
    users = dict(app.ask("SELECT login, id FROM user"))
    seller = app.value("SELECT id FROM role WHERE code = 'key_account_seller'")
    for login, person in (("ann", gu), ("bo", luo)):
        done = change(ada, "user", {"id": users[login], "set": {"role": seller, "employee": person["id"]}})
        assert done["state"] == "applied", done
    (made,) = add(ada, "key_account", {"name": NAME, "owner": gu["id"], "contact": "王主任", "phone": "13800000011"})
    return made["id"]


def test_the_owner_works_on_the_account_and_a_colleague_meets_it_nowhere(app, account, chromium):
    here, there = patient(chromium.new_context()), patient(chromium.new_context())
    mine, theirs = here.new_page(), there.new_page()
    try:
        sign_in(mine, app.url, "ann", "/t/key_account")
        expect(mine.get_by_text(NAME).first).to_be_visible()
        ann, bo = app.browser("ann"), app.browser("bo")
        (visit,) = add(ann, "visit", {"account": account, "purpose": "签约", "content": "谈妥价格", "result": "下周签"})
        assert visit["state"] == "done"
        mine.goto(f"{app.url}/r/key_account/{account}")
        expect(mine.get_by_text(NAME).first).to_be_visible()
        sign_in(theirs, app.url, "bo", "/t/key_account")
        for path in ("/", "/t/key_account", "/t/visit", "/t/group_order", "/todo", f"/r/key_account/{account}"):
            theirs.goto(app.url + path)
            theirs.wait_for_timeout(300)
            assert NAME not in theirs.content(), path
        for path in (f"key_account/{account}", f"key_account/{account}/history", f"visit/{visit['id']}"):
            assert bo.get(f"/api/v1/{path}").status_code == 404, path
        for path in ("key_account/look?q=第四", "key_account/export.csv", "visit/export.csv"):
            assert NAME not in bo.get(f"/api/v1/{path}").text, path
        exported = ann.get("/api/v1/key_account/export.csv").text
        assert NAME in exported
        assert "13800000011" not in exported
        assert ("export", "key_account") in app.ask("SELECT kind, record FROM event WHERE kind = 'export'")
    finally:
        here.close()
        there.close()
