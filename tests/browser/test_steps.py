"""Beside typing: the list of steps takes back up to any of them, a column pasted into a filter asks for all its values, cells
are drawn larger and smaller."""

from playwright.sync_api import expect


def open_steps(at) -> None:
    at.button("改动列表（可退回到其中一步）").click()
    at.page.get_by_role("menu").wait_for()


def test_a_step_further_down_is_taken_back_with_those_after_it_and_done_again(sheet):
    at = sheet()
    at.show(142, "card_no")
    expect(at.cell(142, "card_no")).to_contain_text("HY")
    before = [at.stored(row, "note") for row in (140, 141, 142)]
    at.click(140, "note")
    at.paste("甲\r\n乙\r\n丙")
    expect(at.cell(142, "note")).to_have_text("丙")
    at.drained()
    at.put(141, "note", "丁")
    at.drained()
    at.page.reload()
    at.cell(0, "card_no").wait_for()
    at.show(141, "note")
    open_steps(at)
    at.page.get_by_role("menuitem", name="撤销：粘贴：3 行").first.click()
    expect(at.page.locator(".s-toast")).to_contain_text("已撤销 2 步")
    expect(at.cell(142, "note")).not_to_have_text("丙")
    assert [at.stored(row, "note") for row in (140, 141, 142)] == before
    open_steps(at)
    expect(at.page.get_by_role("menuitem", name="重做：")).to_have_count(2)
    at.page.get_by_role("menuitem", name="重做：粘贴：3 行").click()
    expect(at.cell(141, "note")).to_have_text("乙")
    assert at.stored(142, "note") == "丙"


def test_what_someone_built_on_stops_the_way_back_in_words(sheet, office):
    at = sheet()
    at.show(150, "card_no")
    expect(at.cell(150, "card_no")).to_contain_text("HY")  # a row that is still on its way takes no keys
    at.put(150, "note", "我写的")
    at.drained()
    id = at.id(150)
    change = {"id": id, "set": {"note": "别人写的"}, "seen": {}}
    office.person("bert").post("/member/changes", {"op": "built on steps", "changes": [change]})
    open_steps(at)
    at.page.get_by_role("menuitem", name="撤销：").first.click()
    expect(at.page.locator(".s-toast-bad")).to_contain_text("做完 0 步后停下")
    assert at.stored(150, "note") == "别人写的"


def test_a_column_pasted_into_a_filter_asks_for_all_and_names_what_is_not_there(sheet):
    at = sheet()
    cards = [at.text(row, "card_no") for row in (1, 3, 4)]
    at.sheet("(page) => page.view.openFilter('card_no')")
    box = at.page.locator(".s-filter:visible input").first
    box.wait_for()
    box.focus()
    at.page.evaluate("(text) => navigator.clipboard.writeText(text)", "\r\n".join([*cards, "没有这张"]))
    at.keys.press("Control+v")
    expect(at.page.locator(".s-filter-note")).to_contain_text("没有找到 1 个：没有这张")
    expect(at.page.locator(".s-count")).to_have_text("共 3 行")
    at.keys.press("Escape")
    expect(at.page.locator(".s-filter-chip")).to_contain_text("、".join(cards))


def test_cells_are_drawn_larger_and_smaller_and_stay_so_after_a_reload(sheet):
    at = sheet()
    at.click(3, "phone")
    usual = at.cell(3, "phone").bounding_box()
    at.keys.press("Control+-")
    at.keys.press("Control+-")
    expect(at.page.locator(".s-zoom")).to_have_text("75%")
    at.until(f"(page) => page.adapter.cellNode(3, 'phone').offsetHeight < {usual['height'] * 0.8}")
    at.keys.press("ArrowDown")
    at.is_at(4, "phone")
    at.page.reload()
    at.cell(3, "phone").wait_for()
    smaller = at.cell(3, "phone").bounding_box()
    assert smaller["height"] < usual["height"] * 0.8 and smaller["width"] < usual["width"] * 0.9
    at.click(3, "phone")
    at.keys.press("Control+0")
    expect(at.page.locator(".s-zoom")).to_have_text("100%")
    at.until(f"(page) => page.adapter.cellNode(3, 'phone').offsetHeight > {usual['height'] * 0.9}")
    at.until(f"(page) => Math.abs(page.adapter.cellNode(3, 'phone').offsetWidth - {usual['width']}) < 2")
