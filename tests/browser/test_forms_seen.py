"""Forms: built by clicks beside the phone that shows them, filled in by a stranger's phone with two photos."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_FOR_WORK
from tests.browser.real import Real, add, sign_in

WAIT = PATIENCE_FOR_WORK
PHONE = {"width": 390, "height": 844}
TITLE = "门店报修"
REFUSED = "the server responded with a status of 400 (Bad Request)"
OFFLINE = "net::ERR_INTERNET_DISCONNECTED"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    made = Real(tmp_path_factory.mktemp("forms"))
    yield made.start()
    made.stop()


@pytest.fixture(scope="module")
def table(app):
    """报修, with a number, a kind, a day and photos."""
    ada = app.browser("ada")
    add(ada, "design_type", {"zh": "报修", "en": "Repairs", "name": "repair", "area": "stores", "first": "坏了什么"})
    [kind] = add(
        ada, "design_column", {"record_type": "repair", "zh": "类别", "en": "Kind", "kind": "choice", "name": "sort_of"}
    )
    add(
        ada,
        "design_choice",
        *({"column": kind["id"], "zh": zh, "en": en} for zh, en in (("设备", "Machine"), ("水电", "Water"))),
    )
    for zh, en, kind, name, more in (
        ("报修单号", "No.", "running", "no", {"pattern": "WX{0000}"}),
        ("停用自", "Stopped", "day", "stopped_on", {}),
        ("照片", "Photos", "picture", "photos", {}),
    ):
        add(ada, "design_column", {"record_type": "repair", "zh": zh, "en": en, "kind": kind, "name": name, **more})
    return "repair"


def photo(name: str) -> dict:
    """As a phone takes one."""
    out = io.BytesIO()
    Image.new("RGB", (1200, 900), (90, 140, 70)).save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def choose(page, mark: str, text: str) -> None:
    page.get_by_label(mark).last.click()
    page.get_by_role("option", name=text, exact=True).click()


def begun(app, table, open_page):
    """A new form, from the menu of views."""
    ada = open_page(alone=True, locale="zh-CN")
    sign_in(ada, app.url, "ada", f"/t/{table}")
    ada.get_by_title("视图", exact=True).click(timeout=WAIT)
    ada.get_by_text("表单…").click()
    ada.wait_for_url(re.compile("/forms/repair$"))
    ada.wait_for_function("window.did_handshake")
    ada.get_by_label("表单名称").fill(TITLE)
    ada.get_by_role("button", name="新建表单").click()
    ada.wait_for_url(re.compile(r"/forms/repair/\d+$"))
    ada.wait_for_function("window.did_handshake")
    return ada


def test_a_form_is_built_by_hand_beside_its_phone_and_filled_in_with_two_photos(app, table, open_page):
    ada = begun(app, table, open_page)
    seen = ada.frame_locator("iframe")
    expect(seen.get_by_role("heading", name=TITLE)).to_be_visible(timeout=WAIT)
    for label in ("类别", "停用自", "照片"):
        if ada.locator(".f-name", has_text=label).count() == 0:
            choose(ada, "加一个问题", label)
            expect(ada.locator(".f-name", has_text=label)).to_be_visible(timeout=WAIT)
    ada.get_by_role("button", name="设置“停用自”").click()
    choose(ada, "只在这样时出现", "类别")
    choose(ada, "内容", "设备")
    while ada.locator(".f-name").first.inner_text() != "类别":
        before = ada.locator(".f-name").all_inner_texts()
        ada.get_by_role("button", name="上移“类别”").click()
        expect(ada.locator(".f-name").nth(before.index("类别") - 1)).to_have_text("类别", timeout=WAIT)
    expect(seen.locator("legend").first).to_have_text("类别", timeout=WAIT)
    expect(seen.get_by_text("停用自")).to_be_hidden(timeout=WAIT)
    seen.get_by_text("设备").click()
    expect(seen.get_by_text("停用自")).to_be_visible(timeout=WAIT)
    ada.get_by_role("checkbox", name="开放", exact=True).click()
    ada.get_by_role("checkbox", name=re.compile("^公开")).click()
    ada.wait_for_function("window.onbeforeunload !== null")  # whoever leaves now is asked
    ada.get_by_role("button", name="保存", exact=True).click()
    expect(ada.get_by_text("表单已保存")).to_be_visible(timeout=WAIT)
    ada.wait_for_function("window.onbeforeunload === null")
    expect(ada.locator("code.o-address")).to_contain_text("/f/", timeout=WAIT)
    address = ada.locator("code.o-address").inner_text()

    phone = open_page(alone=True, locale="zh-CN", has_touch=True, **PHONE)
    phone.forgiven += [f"Failed to load resource: {why}" for why in (REFUSED, OFFLINE)]
    phone.goto(address)
    expect(phone.get_by_role("heading", name=TITLE)).to_be_visible(timeout=WAIT)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.get_by_text("设备").click()
    phone.locator("input[type=file]").set_input_files([photo("全貌.jpg"), photo("近处.jpg")])
    expect(phone.locator("li[data-key]")).to_have_count(2, timeout=WAIT)
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_text("坏了什么不能为空")).to_be_visible(timeout=WAIT)
    expect(phone.locator("li[data-key]")).to_have_count(2)
    phone.locator("input[type=text], input:not([type])").first.fill("冷柜不制冷")
    phone.reload()  # as phones do that went to the camera meanwhile
    expect(phone.get_by_text("没有提交的内容还在")).to_be_visible(timeout=WAIT)
    expect(phone.locator("li[data-key]")).to_have_count(2)
    expect(phone.get_by_text("停用自")).to_be_visible()
    expect(phone.locator("input[type=text], input:not([type])").first).to_have_value("冷柜不制冷")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_text("没有发出去")).to_be_visible(timeout=WAIT)
    phone.context.set_offline(False)
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_text("WX0001")).to_be_visible(timeout=WAIT)
    [(photos,)] = app.ask("SELECT COUNT(*) FROM attachment WHERE record = 'repair' AND field = 'photos'")
    assert photos == 2
