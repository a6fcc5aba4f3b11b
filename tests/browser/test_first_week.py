"""The first week, from an empty folder: the administrator, the operations manager, and a store manager on a phone."""

import io
import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_FOR_WORK, ROOT, patient, soon, stop
from tests.exports.test_samples import sample
from tests.helpers.ports import free_port

WAIT = PATIENCE_FOR_WORK
PHONE = {"width": 390, "height": 844}
PASSWORDS = {
    "admin": "nine blue teapots by the window",
    "gail": "four slow ferries over the river",
    "chen": "six ripe pears in a green bowl",
}
BOOKS = (
    ("门店清单.xlsx", "store", "已新增 24 行"),
    ("会员等级.xlsx", "member_tier", "已新增 4 行"),
    ("员工花名册.xlsx", "employee", "已新增 40 行"),
    ("供应商与商品.xlsx", "supplier", "已新增 3 行"),
    ("供应商与商品.xlsx", "product", "已新增 6 行"),
    ("会员台账.xlsx", "member", "2,878 行"),
    ("积分礼品.xlsx", "gift", "已新增 12 行"),
)


class Server:
    """main.py as README starts it, on an empty folder; what it says on its terminal."""

    def __init__(self, folder: Path):
        self.folder, self.port, self.terminal = folder, free_port(), folder / "terminal.txt"
        plain = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI", "OPS_"))
        }
        command = [sys.executable, "main.py", "--data", str(folder / "data"), "--port", str(self.port)]
        with self.terminal.open("w") as out:
            self.process = subprocess.Popen(command, cwd=ROOT, env=plain, stdout=out, stderr=subprocess.STDOUT)
        self.url = f"http://127.0.0.1:{self.port}"

    def once(self) -> str:
        """The one-time password of the first administrator, once the server says that it is ready."""
        text = soon(
            lambda: (said := self.terminal.read_text()) if "已就绪" in self.terminal.read_text() else "", seconds=180
        )
        assert self.url in text, "the terminal says where to go"
        return re.search(r"admin\s+(\S+)", text).group(1)

    def ask(self, sql: str, *given: Any) -> list[tuple]:
        with closing(apsw.Connection(str(self.folder / "data" / "ops.db"), flags=apsw.SQLITE_OPEN_READONLY)) as line:
            line.set_busy_timeout(5000)
            return list(line.execute(sql, given))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    started = Server(tmp_path_factory.mktemp("first"))
    yield started
    stop(started.process)


def enter(page, server: Server, login: str, once: str) -> None:
    """The first sign-in: the one-time password, then one's own, then the start page."""
    page.set_default_timeout(WAIT)
    page.goto(server.url)
    page.fill("#username", login)
    page.fill("#password", once)
    page.press("#password", "Enter")
    page.wait_for_url(f"{server.url}/account/password*")
    page.fill("#current", once)
    page.fill("#new", PASSWORDS[login])
    page.fill("#again", PASSWORDS[login])
    page.press("#again", "Enter")
    page.wait_for_url(f"{server.url}/")


def bring(page, server: Server, file: Any, record: str, done: str) -> None:
    """One workbook by the import page; what links name and isn't there is made, what is faulty stays out."""
    page.goto(f"{server.url}/import/{record}")
    page.set_input_files("input[type=file]", file)
    go = page.locator(".i-bar .o-go")
    go.wait_for()
    make = page.get_by_role("button", name="自动新建", exact=True)
    if make.count():
        make.click()
        expect(make).to_be_hidden()
    leave_out = page.get_by_text(re.compile("跳过有误的"))
    if leave_out.count():
        leave_out.click()
    expect(go).to_be_enabled()
    go.click()
    expect(page.locator(".i-done")).to_contain_text(done)


def accounts() -> dict[str, Any]:
    """The list of accounts as headquarters keeps it."""
    book, out = Workbook(), io.BytesIO()
    for row in (
        ("登录名", "姓名", "角色", "所属门店"),
        ("gail", "李经理", "运营经理", None),
        ("chen", "陈店长", "店长", "锦江社区一店"),
    ):
        book.active.append(row)
    book.save(out)
    return {"name": "账号.xlsx", "mimeType": "application/octet-stream", "buffer": out.getvalue()}


def hand_out_passwords(page, server: Server) -> dict[str, str]:
    """Accounts that nobody can enter are offered passwords, all at once; they stay on the screen until closed."""
    page.goto(f"{server.url}/t/user")
    page.locator(".s-offer .s-primary").click()
    page.locator("dialog .s-danger").click()
    shown = page.locator(".s-hand")
    expect(shown).to_contain_text("gail")
    page.keyboard.press("Escape")
    expect(shown).to_be_visible()
    rows = [row.locator("td").all_inner_texts() for row in shown.locator("tbody tr").all()]
    return {login: password for _, login, password, _ in rows}


@pytest.fixture(scope="module")
def passwords(server, chromium) -> dict[str, str]:
    """The administrator's Monday: own password, the workbooks in their order, the accounts."""
    context = patient(chromium.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}))
    page = context.new_page()
    enter(page, server, "admin", server.once())
    expect(page.get_by_text(re.compile("快速上手：还差"))).to_be_visible()
    for name, record, done in BOOKS:
        bring(page, server, sample(name), record, done)
    bring(page, server, accounts(), "user", "已新增 2 行")
    handed = hand_out_passwords(page, server)
    context.close()
    return handed


def test_the_administrator_brings_the_workbooks_in_and_everybody_gets_a_password(server, passwords):
    assert passwords.keys() == {"gail", "chen"}
    assert server.ask("SELECT count(*) FROM member") == [(2878,)]
    [(store,)] = server.ask("SELECT store_id FROM user WHERE login = 'chen'")
    assert server.ask("SELECT name FROM store WHERE id = ?", store) == [("锦江社区一店",)]


def test_the_operations_manager_comes_in_with_the_slip_and_finds_the_work(server, passwords, open_page):
    page = open_page(alone=True, locale="zh-CN")
    enter(page, server, "gail", passwords["gail"])
    expect(page.locator("h1")).to_contain_text("李经理")
    page.goto(f"{server.url}/t/member")
    expect(page.locator(".s-count")).to_have_text("共 2,878 行", timeout=WAIT)


def test_the_store_manager_comes_in_on_a_phone_and_begins_a_self_check_without_a_refusal(server, passwords, open_page):
    page = open_page(alone=True, locale="zh-CN", **PHONE)
    enter(page, server, "chen", passwords["chen"])
    expect(page.get_by_text(re.compile("快速上手：还差"))).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.goto(f"{server.url}/r/store_visit/new")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(re.compile(r"/r/store_visit/\d+"))
    [(store, kind)] = server.ask(
        "SELECT store.name, store_visit.kind FROM store_visit JOIN store ON store.id = store_id"
    )
    assert (store, kind) == ("锦江社区一店", "self")
