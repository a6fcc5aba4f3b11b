"""A store manager's day: a rectification on the phone, the day's figures in the blank line; and what the administrator hides from others."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_FOR_WORK
from tests.browser.real import Real, add, change, dumped, sign_in
from tests.browser.test_quality_day import opened

WAIT = PATIENCE_FOR_WORK
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    made = Real(tmp_path_factory.mktemp("store"))
    yield made.start()
    made.stop()


@pytest.fixture(scope="module")
def rectification(app):
    """Chen manages 锦江一店, where an expired product stood on the shelf."""
    ada = app.browser("ada")
    [store] = add(ada, "store", {"code": "S1", "name": "锦江一店"})
    [chen] = add(ada, "employee", {"staff_no": "Y1", "name": "陈明", "position": "店长", "store": store["id"]})
    change(ada, "store", {"id": store["id"], "set": {"manager": chen["id"]}})
    user = app.value("SELECT id FROM user WHERE login = 'chen'")
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
    dialog = opened(page, name)
    for label, text in answers.items():
        dialog.get_by_label(label, exact=True).fill(text)
    dialog.locator(".o-go").click()


def test_a_rectification_is_put_right_with_a_photo_on_a_phone_and_verified_by_another(app, rectification, open_page):
    chen = open_page(alone=True, locale="zh-CN", **PHONE)
    sign_in(chen, app.url, "chen", f"/r/rectification/{rectification}")
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
    sign_in(gail, app.url, "gail", f"/r/rectification/{rectification}")
    expect(gail.locator(".o-file img")).to_be_visible(timeout=WAIT)
    press(gail, "验收通过")
    expect(gail.locator(".o-dialog")).to_be_hidden(timeout=WAIT)
    assert app.value("SELECT state FROM rectification") == "closed"


def test_a_day_is_typed_into_the_blank_line_which_knows_store_and_day(app, rectification, open_page):
    chen = open_page(alone=True, locale="zh-CN", width=1440, height=900)
    sign_in(chen, app.url, "chen", "/t/store_day")
    cell = lambda name: chen.locator(f'.ag-row[row-index="0"] [col-id="{name}"]')  # noqa: E731
    expect(cell("store")).to_have_text("锦江一店", timeout=WAIT)
    expect(cell("store")).to_contain_class("s-ghost")
    expect(cell("day")).to_contain_class("s-ghost")
    day = cell("day").text_content()
    cell("sales").click()
    chen.keyboard.type("1234.5")
    chen.keyboard.press("Tab")
    chen.keyboard.type("7")
    chen.keyboard.press("Enter")
    expect(chen.locator(".s-toast")).to_contain_text("已新增", timeout=WAIT)
    stored = "SELECT store.name, store_day.day, sales, transactions FROM store_day JOIN store ON store.id = store_day.store_id"
    assert app.ask(stored) == [("锦江一店", day, 123450, 7)]


def test_a_phones_new_row_fills_the_screen_and_begins_with_store_and_day(app, rectification, open_page):
    chen = open_page(alone=True, locale="zh-CN", **PHONE)
    sign_in(chen, app.url, "chen", "/t/store_day")
    chen.locator(".s-primary").first.click()
    form = chen.locator("dialog.s-dialog")
    expect(form.locator('[data-field="store"] input')).to_have_value("锦江一店", timeout=WAIT)
    assert form.locator('[data-field="day"] input').input_value() != ""
    box = form.bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, PHONE["width"], PHONE["height"])


def test_hidden_columns_are_chosen_by_pinyin_from_those_of_the_rows_own_table(app, open_page):
    ada = open_page(alone=True, locale="zh-CN", width=1440, height=900)
    viewer = app.value("SELECT id FROM role WHERE code = 'viewer'")
    asked = dumped({"role": {"in": [viewer]}, "record_type": {"in": ["member"]}})
    sign_in(ada, app.url, "ada", f"/t/grant?filter={asked}")
    cell = lambda name: ada.locator(f'.ag-row[row-index="0"] [col-id="{name}"]')  # noqa: E731
    expect(cell("record_type")).to_have_text("会员", timeout=WAIT)
    cell("hidden").click()
    for word in ("sjh", "生日"):
        ada.keyboard.type(word)
        ada.keyboard.press("Enter")  # faster than the list comes
        expect(ada.locator(".s-edit .s-chip").last).to_have_text({"sjh": "手机号"}.get(word, word))
    ada.keyboard.press("Enter")
    expect(cell("hidden").locator(".s-chip")).to_have_text(["手机号", "生日"])
    kept = "SELECT hidden FROM \"grant\" WHERE role_id = ? AND record_type = 'member'"
    expect(cell("hidden")).not_to_contain_class("s-pending", timeout=WAIT)
    assert app.value(kept, viewer) == '["member.phone", "member.birthday"]'
