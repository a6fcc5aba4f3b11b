"""A right click on a cell offers what can be done there, and each entry does what its key does."""

from playwright.sync_api import expect

from tests.browser.conftest import soon


def pick(page, cell, name: str) -> None:
    cell.click(button="right")
    page.get_by_role("menuitem", name=name).click()


def test_a_right_click_filters_by_the_value_copies_with_headers_and_says_why_a_cell_is_locked(app, sit):
    anna = sit("anna", 14)
    page = anna.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    name = anna.text(1, "name")
    pick(page, anna.cell(1, "name"), "连表头复制")
    read = "() => navigator.clipboard.readText()"  # in which something of an earlier test may still be
    soon(lambda: page.evaluate(read).splitlines()[:2] == ["姓名", name], page)
    pick(page, anna.cell(1, "points"), "为什么不能改")
    expect(page.locator(".s-say-locked")).to_be_visible()
    page.keyboard.press("Escape")
    pick(page, anna.cell(1, "name"), "只看这个值")
    expect(page.locator(".s-count")).to_have_text("共 1 行")
    pick(page, anna.cell(0, "name"), "不看这个值")
    expect(page.locator(".s-count")).to_have_text("共 19 行")


def test_the_menu_opens_by_key_too_and_gives_the_focus_back(app, sit):
    anna = sit("anna", 14)
    page = anna.page
    anna.cell(0, "name").click()
    page.keyboard.press("Shift+F10")
    expect(page.get_by_role("menu")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+F10")
    page.get_by_role("menuitem", name="复制这一行").click()
    expect(page.locator("dialog input").first).to_be_visible()
    assert page.get_by_role("dialog").get_by_label("姓名").input_value() == anna.text(1, "name")


def test_the_keys_stand_on_a_page_of_their_own_and_leave_the_cell_as_it_was(app, sit):
    anna = sit("anna", 14)
    page = anna.page
    anna.cell(2, "name").click()
    page.keyboard.press("F1")
    expect(page.get_by_role("dialog", name="键盘").get_by_text("查找和替换")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+/")
    page.get_by_role("dialog", name="键盘").get_by_role("button", name="关闭").click()
    page.keyboard.press("ArrowDown")
    assert anna.sheet("(page) => page.adapter.active().row") == 3
