"""The browser's way back closes what lies on top first; the page is left only when nothing does."""

import re

from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}
SIDEWAYS = {"width": 844, "height": 390}


def stands(page, address: str) -> None:
    """The page has spoken to the server, and knows of the way back."""
    page.goto(address)
    page.wait_for_function("window.opsBack === true")


def test_back_closes_a_dialog_and_a_menu_of_a_record_and_leaves_only_then(app, sit):
    anna = sit("anna", 19)
    page, id = anna.page, anna.id(3)
    page.set_viewport_size(PHONE)
    stands(page, f"{app.url}/todo")
    stands(page, f"{app.url}/r/member/{id}")
    here = re.compile(f"/r/member/{id}$")
    page.get_by_role("button", name="兑换礼品").first.click()
    dialog = page.locator(".o-dialog")
    expect(dialog).to_be_visible()
    page.wait_for_function("history.state?.ops === 1")
    page.wait_for_timeout(700)  # a double tap doesn't close it, and neither does its echo
    page.go_back()
    expect(dialog).to_have_count(0)
    expect(page).to_have_url(here)

    page.get_by_role("button", name="兑换礼品").first.click()
    dialog.locator("input:visible").first.fill("3")
    for _ in range(2):
        page.wait_for_function("history.state?.ops === 1")  # no hand is quicker than the entry that is laid anew
        page.go_back()
    page.wait_for_function("history.state?.ops === 1")
    expect(dialog).to_be_visible()
    expect(page).to_have_url(here)
    dialog.get_by_role("button", name="取消", exact=True).click()
    expect(dialog).to_have_count(0)

    page.locator(".o-top-button").first.click()
    expect(page.locator("body")).to_have_class(re.compile("o-side-open"))
    page.go_back()
    expect(page.locator("body")).not_to_have_class(re.compile("o-side-open"))
    expect(page).to_have_url(here)
    page.go_back()
    expect(page).to_have_url(re.compile("/todo$"))


def test_back_closes_the_grids_panel_menus_and_dialogs_and_keeps_what_is_typed(app, sit):
    anna = sit("anna", 19)
    page = anna.page
    here = page.url
    panel, dialog = page.locator(".o-panel"), page.locator("dialog.s-dialog")
    anna.cell(1, "name").click()
    anna.keys.press("Control+Enter")
    expect(panel).to_be_visible()
    page.wait_for_function("history.state?.ops === 1")
    page.go_back()
    expect(panel).to_be_hidden()
    assert page.url == here

    page.locator(".s-view:not(.s-kind, .s-bare-view)").click()
    page.get_by_role("menuitem", name="另存为视图…").click()
    expect(dialog).to_be_visible()
    page.wait_for_function("history.state?.ops === 1")
    page.go_back()
    expect(dialog).to_have_count(0)
    page.locator(".s-view:not(.s-kind, .s-bare-view)").click()
    page.get_by_role("menuitem", name="另存为视图…").click()
    dialog.get_by_label("视图名称").fill("半个名字")
    page.wait_for_function("history.state?.ops === 1")
    page.go_back()
    expect(dialog).to_contain_text("再按一次")
    expect(dialog.get_by_label("视图名称")).to_have_value("半个名字")
    page.wait_for_function("history.state?.ops === 1")
    page.go_back()
    expect(dialog).to_have_count(0)
    assert page.url == here


def test_with_the_phone_held_sideways_the_buttons_of_a_dialog_are_in_reach_however_long_it_is(app, sit):
    anna = sit("anna", 19)
    page, id = anna.page, anna.id(3)
    page.set_viewport_size(SIDEWAYS)
    stands(page, f"{app.url}/r/member/{id}")
    page.get_by_role("button", name="兑换礼品").first.click()
    expect(page.locator(".o-dialog .o-ahead")).to_contain_text("可用积分")
    for name in ("取消", "兑换礼品"):
        expect(page.locator(".o-dialog").get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
    stands(page, f"{app.url}/t/member")
    page.get_by_role("button", name="新增").first.click()
    expect(page.locator("dialog.s-dialog").get_by_role("button", name="保存")).to_be_in_viewport(ratio=1)
    expect(page.locator("dialog.s-dialog .s-field").first).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    page.locator('.ag-row[row-index="1"] .ag-cell[col-id="name"]').click()
    page.get_by_role("button", name="业务操作").click()
    page.get_by_role("menuitem", name="兑换礼品").click()
    expect(page.locator("dialog.s-dialog .s-ahead")).to_contain_text("可用积分")
    expect(page.locator("dialog.s-dialog").get_by_role("button", name="兑换礼品")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= SIDEWAYS["width"]
