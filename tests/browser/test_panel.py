"""Beside the grid: the record of the active row, what people say of it, and who last changed a cell."""

import re

from playwright.sync_api import expect

BESIDE, TALKED = ".o-panel", re.compile("s-talked")


def test_the_panel_follows_the_active_row_takes_changes_and_holds_what_is_half_typed(app, sit):
    anna = sit("anna", 17)
    panel = anna.page.locator(BESIDE)
    expect(panel).to_be_hidden()
    anna.cell(1, "name").click()
    anna.keys.press("Control+Enter")
    expect(panel.locator("h2").first).to_contain_text(anna.text(1, "name"))
    anna.keys.press("ArrowDown")
    expect(panel.locator("h2").first).to_contain_text(anna.text(2, "name"))
    id = anna.id(2)

    name = panel.get_by_label("姓名", exact=False).first
    name.fill("侧栏改名")
    anna.cell(3, "name").click()
    expect(anna.page.get_by_text("先保存或放弃").first).to_be_visible()
    expect(name).to_have_value("侧栏改名")
    panel.get_by_role("button", name="保存", exact=True).click()
    expect(anna.cell(2, "name")).to_contain_text("侧栏改名")
    assert app.cell(id, "name") == "侧栏改名"

    anna.cell(2, "name").click()
    panel.get_by_role("button", name="历史", exact=True).click()
    expect(panel.locator(".o-past")).to_contain_text("侧栏改名")
    anna.keys.press("Escape")
    expect(panel).to_be_hidden()
    anna.put(2, "name", "又改一次")
    anna.drained()
    assert app.cell(id, "name") == "又改一次"

    anna.cell(2, "name").hover()
    expect(anna.page.locator(".s-lately")).to_contain_text("侧栏改名 → 又改一次")


def test_what_is_said_of_a_cell_marks_it_and_reaches_who_is_named(app, sit):
    anna, bert = sit("anna", 18), sit("bert", 18)
    anna.cell(1, "phone").click()
    anna.keys.press("Control+Enter")
    panel = anna.page.locator(BESIDE)
    panel.get_by_role("button", name="评论", exact=True).click()
    expect(panel.get_by_label("关于")).to_have_value("")
    anna.cell(1, "phone").click()
    anna.keys.press("Shift+F2")
    expect(panel.get_by_label("关于")).to_have_value("phone")
    expect(panel.get_by_role("textbox", name="写评论", exact=False)).to_be_focused()
    anna.keys.type("这个号打不通 @cxb")
    anna.page.get_by_role("option", name="陈小波", exact=False).first.click()
    anna.keys.type("请换一个")
    anna.keys.press("Control+Enter")
    expect(anna.page.locator(".s-toast")).to_contain_text("已通知：陈小波")
    expect(panel.locator(".s-comment-text")).to_contain_text("这个号打不通 @陈小波 请换一个")
    expect(anna.cell(1, "phone")).to_have_class(TALKED)
    expect(bert.cell(1, "phone")).to_have_class(TALKED)

    bert.page.goto(f"{app.url}/todo")
    expect(bert.page.get_by_text("这个号打不通 @陈小波 请换一个").first).to_be_visible()
    bert.page.goto(f"{app.url}/r/member/{anna.id(1)}/form")
    talk = bert.page.locator(".s-talk")
    talk.get_by_role("button", name="回复", exact=True).click()
    bert.keys.type("好的，今天换")
    bert.keys.press("Control+Enter")
    expect(panel.locator(".s-reply")).to_contain_text("好的，今天换")
    talk.get_by_role("button", name="标为已解决", exact=True).click()
    expect(panel.locator(".s-talk-settled")).to_contain_text("已解决")
    expect(anna.cell(1, "phone")).not_to_have_class(TALKED)
