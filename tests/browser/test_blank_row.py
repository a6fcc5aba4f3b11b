"""The blank line below the last row: what is typed or pasted there is new, and nobody's row is overwritten."""

import re

from playwright.sync_api import expect


def to_blank(at) -> int:
    """Down from the last row, as one goes on in Excel."""
    counted = at.page.locator(".s-count")
    expect(counted).to_have_text(re.compile(r"共 \d+ 行"))  # rows come first, and how many there are after them
    last = int(re.search(r"\d+", counted.inner_text())[0]) - 1
    at.click(0, "card_no")
    at.keys.press("Control+ArrowDown")
    expect(at.cell(last, "card_no")).to_contain_text("HY")
    at.keys.press("ArrowDown")
    assert at.active() == (last + 1, "card_no")
    at.until(f"(page) => page.adapter.idAt({last + 1}) === 0")  # it may come in a block of its own, after the others
    return last + 1


def names(at, prefix: str) -> list[str]:
    return [
        name for (name,) in at.app.ask("SELECT name FROM member WHERE card_no LIKE ? ORDER BY card_no", prefix + "%")
    ]


def taken_back(at, rows: int, new: int) -> None:
    """The new rows are counted first: a count that still says what was before would be taken for the undo."""
    expect(at.page.locator(".s-count")).to_have_text(f"共 {rows + new} 行")
    at.keys.press("Control+z")
    expect(at.page.locator(".s-count")).to_have_text(f"共 {rows} 行")


def test_a_row_is_typed_below_the_last_one_and_saved_when_it_is_complete(sheet):
    at = sheet()
    row = to_blank(at)
    at.keys.type("KA0001")
    at.keys.press("Enter")
    expect(at.page.locator(".s-toast")).to_contain_text("还要填：姓名")
    assert at.active() == (row, "name") and names(at, "KA") == []
    at.page.reload()
    at.ready()
    assert to_blank(at) == row
    expect(at.cell(row, "card_no")).to_contain_text("KA0001")
    at.keys.press("Tab")
    at.keys.type("空行一")
    at.keys.press("Enter")
    expect(at.page.locator(".s-toast")).to_contain_text("已新增")
    assert names(at, "KA") == ["空行一"]
    taken_back(at, row, 1)
    assert names(at, "KA") == []


def test_what_is_typed_there_before_the_line_was_read_goes_where_it_would_have_gone(sheet):
    at = sheet()
    held = []
    late = lambda route: held.append(route) if '"offset":400' in route.request.post_data else route.continue_()  # noqa: E731
    at.page.route("**/member/rows", late)
    expect(at.page.locator(".s-count")).to_have_text("共 400 行")
    at.click(0, "card_no")
    at.keys.press("Control+ArrowDown")
    expect(at.cell(399, "card_no")).to_contain_text("HY00400")
    at.keys.press("ArrowDown")
    for text, key in (("KF0001", "Tab"), ("早到一", "Enter"), ("KF0002", "ArrowUp")):
        at.keys.type(text)
        at.keys.press(key)
    assert len(held) == 1 and names(at, "KF") == []
    held[0].continue_()
    at.page.unroute("**/member/rows")
    expect(at.page.locator(".s-draft-chip")).to_contain_text("KF0002还要填：姓名")
    expect(at.page.locator(".s-count")).to_have_text("共 401 行")
    assert names(at, "KF") == ["早到一"]
    at.page.get_by_role("button", name="扔掉草稿").click()
    taken_back(at, 400, 1)


def test_a_refused_new_row_stays_with_its_reason_until_it_is_mended(sheet):
    at = sheet()
    row = to_blank(at)
    at.keys.type("HY00001")
    at.keys.press("Tab")
    at.keys.type("空行二")
    at.keys.press("ArrowUp")
    expect(at.cell(row, "card_no")).to_contain_class("s-refused")
    at.sheet("(page, row) => page.adapter.activate(row, 'card_no')", row)
    expect(at.page.locator(".s-say-refused")).to_contain_text("已存在")
    at.keys.type("KB0001")
    at.keys.press("Enter")
    expect(at.page.locator(".s-toast")).to_contain_text("已新增")
    assert names(at, "KB") == ["空行二"]
    taken_back(at, row, 1)


def test_rows_pasted_there_are_all_new_and_the_words_count_them(sheet):
    at = sheet()
    row = to_blank(at)
    last = at.text(row - 1, "card_no")
    at.paste("KC0001\t新一\r\nKC0002\t新二\r\n")
    expect(at.page.locator(".s-toast")).to_have_text("已粘贴，新增了 2 行")
    assert names(at, "KC") == ["新一", "新二"] and at.sheet("(page) => page.layer.selection.range().top") >= row
    assert at.app.ask("SELECT count(*) FROM member WHERE card_no = ?", last) == [(1,)]
    taken_back(at, row, 2)
    at.click(90, "note")
    at.paste("改一\r\n改二")
    expect(at.page.locator(".s-toast")).to_have_text("已粘贴，改了 2 行")
    at.click(90, "note")
    at.paste("改一\r\n改二")
    expect(at.page.locator(".s-toast")).to_have_text("粘贴的内容和表里一样，没有改动")


def test_a_grid_without_a_hit_takes_a_paste(sheet):
    at = sheet()
    at.page.get_by_role("searchbox").fill("没有这样的会员")
    expect(at.page.locator(".s-message")).to_contain_text("没有符合条件的行")
    at.cell(0, "card_no").click()
    at.paste("KD0001\t没有一\r\nKD0002\t没有二")
    sentence = "已粘贴，新增了 2 行；其中 2 行不符合现在的搜索或筛选，没有列出"
    expect(at.page.locator(".s-toast")).to_have_text(sentence)
    assert names(at, "KD") == ["没有一", "没有二"]
    at.keys.press("Control+z")
    expect(at.page.locator(".s-toast")).to_have_text("已撤销")
    assert names(at, "KD") == []


def test_the_blank_line_is_in_no_range_and_a_reader_has_none(sheet):
    at = sheet()
    row = to_blank(at)
    at.keys.press("Control+a")
    expect(at.page.locator(".s-range-sums")).to_contain_text(f"选中 {row} 行")
    reader = sheet("dora")
    reader.click(0, "card_no")
    reader.keys.press("Control+ArrowDown")
    reader.keys.press("ArrowDown")
    assert reader.active() == (row - 1, "card_no")
