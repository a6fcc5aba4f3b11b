"""A store manager's morning on a phone: what the inspector found, put right with a photo, and closed by the inspector."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.real import Real, add, change, sign_in

WAIT = 15_000
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    made = Real(tmp_path_factory.mktemp("store"))
    yield made.start()
    made.stop()


@pytest.fixture(scope="module")
def found(app):
    """Chen manages 锦江一店, where an expired product stood on the shelf."""
    ada = app.browser("ada")
    [store] = add(ada, "store", {"code": "S1", "name": "锦江一店"})
    [chen] = add(ada, "employee", {"staff_no": "Y1", "name": "陈明", "position": "店长", "store": store["id"]})
    change(ada, "store", {"id": store["id"], "set": {"manager": chen["id"]}})
    user = app.one("SELECT id FROM user WHERE login = 'chen'")
    linked = change(ada, "user", {"id": user, "set": {"store": store["id"], "employee": chen["id"]}})
    assert linked["state"] == "applied", linked
    [made] = add(
        ada,
        "rectification",
        {"store": store["id"], "topic": "商品无过期", "problem": "两瓶过期", "severity": "serious"},
    )
    assert made["owner"]["text"] == "陈明"
    return made["id"]


def picture() -> bytes:
    """A photo as a phone takes one."""
    out = io.BytesIO()
    Image.new("RGB", (1200, 900), (90, 140, 70)).save(out, "JPEG")
    return out.getvalue()


def press(page, name: str, **answers: str) -> None:
    """A step by its button, with what its dialog asks."""
    page.get_by_role("button", name=name, exact=True).first.click()
    for label, text in answers.items():
        page.locator(".o-dialog").get_by_label(label, exact=True).fill(text)
    page.locator(".o-dialog .o-go").click()


def test_a_rectification_is_put_right_with_a_photo_on_a_phone_and_verified_by_another(app, found, open_page):
    chen = open_page(alone=True, locale="zh-CN", **PHONE)
    sign_in(chen, app.url, "chen", f"/r/rectification/{found}")
    expect(chen.get_by_text("待整改").first).to_be_visible(timeout=WAIT)
    assert chen.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], "nothing is wider than the phone"

    # Without a photo it doesn't count.
    press(chen, "完成整改", 整改措施="已下架并清点")
    expect(chen.locator(".o-dialog")).to_contain_text("请先上传附件", timeout=WAIT)
    # The camera is in the dialog, so nobody has to go and look for it.
    chen.locator(".o-dialog input[type=file]").set_input_files(
        {"name": "整改后.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    expect(chen.locator(".o-dialog")).to_contain_text("整改后.jpg", timeout=WAIT)
    chen.locator(".o-dialog .o-go").click()
    expect(chen.locator(".o-dialog")).to_be_hidden(timeout=WAIT)
    assert app.ask("SELECT state, measure, in_time FROM rectification") == [("done", "已下架并清点", 1)]
    verify = chen.get_by_role("button", name="验收通过", exact=True)
    expect(verify).to_have_attribute("title", "你的角色不能做这项操作，请找运营经理", timeout=WAIT)

    # Another person looks at the photo and closes it.
    gail = open_page(alone=True, locale="zh-CN")
    sign_in(gail, app.url, "gail", f"/r/rectification/{found}")
    expect(gail.locator(".o-file img")).to_be_visible(timeout=WAIT)
    press(gail, "验收通过")
    expect(gail.locator(".o-dialog")).to_be_hidden(timeout=WAIT)
    assert app.one("SELECT state FROM rectification") == "closed"
