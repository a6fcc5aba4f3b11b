"""A person builds an automation in its page, tries it, switches it on, and sees in the grid what it does."""

from playwright.sync_api import expect

from tests.browser.conftest import soon


def chosen(page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_an_automation_is_built_tried_switched_on_and_does_what_it_says(app, sit):
    anna = sit("anna", 18)
    id = anna.id(0)
    page = anna.page
    page.goto(f"{app.url}/automations")
    page.wait_for_function("() => window.did_handshake")
    page.get_by_label("名称", exact=True).fill("十八组改名")
    page.get_by_label("表", exact=True).fill("会员")
    page.get_by_role("option", name="会员", exact=True).click()
    page.get_by_role("button", name="新建自动化").click()
    page.wait_for_url("**/automations/*")
    page.wait_for_function("() => window.did_handshake")
    chosen(page, "何时", "某些列改变时")
    page.get_by_label("哪些列（不选是任何一列）").click()
    page.get_by_role("option", name="姓名", exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="去掉").click()
    chosen(page, "再做一件事", "设置本行的列")
    chosen(page, "再设一列", "备注")
    page.get_by_label("内容", exact=True).fill("组18 改过名")
    page.get_by_role("button", name="试一试").click()
    expect(page.get_by_text("没有一行会触发").or_(page.get_by_text("最近七天会触发"))).to_be_visible()
    page.get_by_role("button", name="启用", exact=True).click()
    expect(page.get_by_role("button", name="停用")).to_be_visible()
    app.person("anna").set(id, name="王改名")
    soon(lambda: app.cell(id, "note") == "组18 改过名")
    page.get_by_role("button", name="停用").click()
    expect(page.get_by_role("button", name="启用", exact=True)).to_be_visible()
