"""New rows: a message pasted on the blank line opens one with its parts filled in, and half of one becomes a draft."""

from playwright.sync_api import expect

from tests.browser.test_blank_row import taken_back, to_blank


def test_a_message_on_the_blank_line_is_taken_apart_and_kept_once_it_was_gone_over(sheet):
    at = sheet()
    row = to_blank(at)
    at.paste("姓名：贺小梅，13700001234，地址：锦江区一环路东五段8号，春熙路旗舰店办卡")
    dialog = at.page.get_by_role("dialog")
    expect(dialog.locator(".s-apart-said")).to_contain_text("栏，请核对后再保存")
    expect(dialog.locator('[data-field="name"] input')).to_have_value("贺小梅")
    expect(dialog.locator('[data-field="phone"] input')).to_have_value("13700001234")
    expect(dialog.locator('[data-field="home_store"] input')).to_have_value("春熙路旗舰店")
    expect(dialog.locator('[data-field="phone"] .s-from')).to_have_text("取自“13700001234”")
    dialog.locator('[data-field="card_no"] input').fill("HX00001")
    dialog.locator('[data-field="name"] input').fill("贺晓梅")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_have_count(0)
    wanted = "SELECT name, phone, address FROM member WHERE card_no = 'HX00001'"
    assert at.app.ask(wanted) == [("贺晓梅", "13700001234", "锦江区一环路东五段8号")]
    taken_back(at, row, 1)


def test_cells_on_the_blank_line_stay_cells(sheet):
    at = sheet()
    row = to_blank(at)
    at.paste("HX00002\t贺二")
    expect(at.page.locator(".s-toast")).to_contain_text("已新增")
    assert at.page.get_by_role("dialog").count() == 0
    taken_back(at, row, 1)


def test_half_of_a_new_row_becomes_a_draft_that_outlives_a_reload_and_is_gone_on_with(sheet):
    at = sheet()
    row = to_blank(at)
    at.keys.type("HX00003")
    at.keys.press("ArrowUp")
    draft = at.page.locator(".s-draft-chip")
    expect(draft).to_contain_text("HX00003还要填：姓名")
    at.page.reload()
    at.ready()
    expect(at.page.locator(".s-shelf")).to_contain_text("草稿 1")
    expect(at.page.locator(".s-draft")).to_have_count(0)  # the cell was shut: its text stands in the draft alone
    draft.locator(".s-draft-open").click()
    expect(at.page.locator(".s-shelf")).to_be_hidden()
    expect(at.cell(row, "card_no")).to_contain_text("HX00003")  # far below the first rows after a reload
    at.is_at(row, "name")
    at.keys.type("草稿一")
    at.keys.press("Enter")
    expect(at.page.locator(".s-toast")).to_contain_text("已新增")
    taken_back(at, row, 1)
    to_blank(at)
    at.keys.type("HX00004")
    at.keys.press("ArrowUp")
    at.page.get_by_role("button", name="扔掉草稿").click()
    expect(draft).to_have_count(0)
