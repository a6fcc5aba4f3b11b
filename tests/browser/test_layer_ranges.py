"""Ranges by mouse and keyboard, what the foot says of them, filling and emptying; each is one step back."""

from playwright.sync_api import expect


def notes(at, row, *texts):
    at.click(row, "note")
    at.paste("\r\n".join(texts))
    at.drained()


def test_a_range_is_drawn_over_the_frozen_edge_with_the_mouse_and_scrolls_on(sheet):
    at = sheet()
    at.drag((15, "card_no"), (17, "gender"))
    expect(at.shape("range")).to_have_count(2)
    expect(at.page.locator(".s-range-sums")).to_contain_text("选中 3 行 × 4 列")
    expect(at.page.locator(".s-range-sums")).to_contain_text("计数 9")
    start = at.cell(15, "name").bounding_box()
    at.page.mouse.move(start["x"] + 10, start["y"] + 10)
    at.page.mouse.down()
    at.page.mouse.move(start["x"] + 10, 895, steps=4)
    at.until("(page) => page.layer.selection.range().bottom > 50")
    at.page.mouse.up()
    assert at.sheet("(page) => page.layer.selection.range().top") == 15


def test_shift_extends_and_lines_columns_and_all_are_chosen_at_once(sheet):
    at = sheet()
    ranged = "(page) => { const r = page.layer.selection.range(); return [r.top, r.bottom, r.fields.length]; }"
    at.click(2, "name")
    at.click(4, "phone", modifiers=["Shift"])
    assert at.sheet(ranged) == [2, 4, 2]
    at.keys.press("Shift+ArrowDown")
    at.keys.press("Shift+ArrowRight")
    assert at.sheet(ranged) == [2, 5, 3]
    at.keys.press("ArrowDown")
    assert at.active() == (3, "name")
    at.page.locator('.ag-row[row-index="6"] [col-id="#"]').click()
    columns = at.sheet("(page) => page.adapter.fields().length")
    assert at.sheet(ranged) == [6, 6, columns]
    at.page.locator('.ag-header-cell[col-id="phone"] .ag-header-cell-label').click(modifiers=["Control"])
    rows = at.sheet("(page) => page.adapter.size().rows")
    assert at.sheet(ranged) == [0, rows - 1, 1]
    at.keys.press("Control+a")
    assert at.sheet(ranged) == [0, rows - 1, columns]
    at.keys.press("Control+Shift+Home")
    at.click(5, "card_no")
    at.keys.press("Control+Shift+End")
    assert at.sheet(ranged) == [5, rows - 1, columns]


def test_ctrl_and_a_click_begin_a_second_range_that_delete_empties_with_the_first(sheet):
    at = sheet()
    notes(at, 50, "一", "二", "三", "四")
    at.click(50, "note")
    at.click(51, "note", modifiers=["Shift"])
    at.click(53, "note", modifiers=["Control"])
    expect(at.page.locator(".s-range-sums")).to_contain_text("选中 2 个区域　计数 3")
    at.keys.press("Control+c")
    expect(at.page.locator(".s-toast")).to_contain_text("只能选一个区域")
    at.keys.press("Delete")
    at.drained()
    assert [at.stored(row, "note") for row in range(50, 54)] == [None, None, "三", None]
    at.keys.press("Control+z")
    expect(at.cell(53, "note")).to_have_text("四")
    assert [at.stored(row, "note") for row in (50, 51)] == ["一", "二"]


def test_enter_stays_in_the_range_ctrl_enter_fills_it_and_the_handle_pressed_twice_goes_as_far_as_the_column_beside(
    sheet,
):
    at = sheet()
    at.click(83, "note")
    at.keys.press("Shift+ArrowDown")
    at.keys.press("Delete")
    at.drained()
    at.click(80, "tags")
    at.click(82, "note", modifiers=["Shift"])
    path = []
    for key in ("Enter", "Enter", "Enter", "Shift+Enter", "Tab", "Tab"):
        at.keys.press(key)
        path.append(at.active())
    last = [(82, "note"), (80, "tags")]
    assert path == [(81, "tags"), (82, "tags"), (80, "note"), (82, "tags"), *last]
    at.keys.type("一家")
    at.keys.press("Enter")
    assert at.active() == (81, "tags")
    at.keys.type("两家")
    at.keys.press("Control+Enter")
    expect(at.cell(82, "note")).to_have_text("两家")
    assert [at.stored(row, "note") for row in (80, 81, 82)] == ["两家"] * 3
    assert at.sheet("(page) => page.layer.selection.range().rows") == 3
    at.click(81, "tags")
    at.click(82, "tags", modifiers=["Shift"])
    at.keys.press("Delete")
    expect(at.cell(82, "tags")).to_have_text("")
    at.drained()
    at.click(80, "tags")
    at.page.locator(".s-handle:visible").dblclick()
    expect(at.page.locator(".s-toast")).to_contain_text("已向下填充 2 行")
    expect(at.cell(82, "tags")).to_have_text("两家")
    assert at.stored(83, "tags") is None


def test_ctrl_a_pressed_twice_ticks_what_the_filter_leaves_and_esc_takes_it_back(sheet):
    at = sheet()
    at.click(3, "name")
    at.keys.press("Control+a")
    expect(at.page.locator(".s-range-sums")).to_contain_text("选中")
    rows = at.sheet("(page) => page.adapter.size().rows")
    at.keys.press("Control+a")
    expect(at.page.locator(".s-selected")).to_have_text(f"已选 {rows:,} 行")
    at.keys.press("Escape")
    expect(at.page.locator(".s-selected")).to_be_empty()
    assert at.sheet("(page) => page.layer.selection.isOne()")


def test_after_esc_in_a_columns_filter_the_next_key_is_for_the_cell(sheet):
    at = sheet()
    at.click(2, "name")
    header = at.page.locator('.ag-header-cell[col-id="name"]')
    header.hover()
    header.locator(".ag-header-cell-filter-button").click()
    at.page.locator(".s-filter:visible input").first.wait_for()
    at.keys.press("Escape")
    expect(at.page.locator(".s-filter")).to_have_count(0)
    at.until("(page) => document.activeElement === page.layer.sink.input")
    at.keys.press("ArrowDown")
    assert at.active() == (3, "name")


def test_the_foot_counts_adds_and_averages(sheet):
    at = sheet()
    at.page.goto(at.app.url + "/t/member_tier?sort=rank")
    at.cell(2, "rank").wait_for()
    at.drag((0, "rank"), (2, "rank"))
    expect(at.page.locator(".s-range-sums")).to_have_text(
        "选中 3 行 × 1 列　计数 3　求和 6　平均 2.00　最小 1　最大 3　不同值 3"
    )


def test_delete_empties_a_range_and_undo_and_redo_go_through_the_server(sheet):
    at = sheet()
    notes(at, 30, "一", "二", "三")
    at.click(30, "note")
    at.keys.press("Shift+ArrowDown")
    at.keys.press("Shift+ArrowDown")
    at.keys.press("Delete")
    expect(at.cell(32, "note")).to_have_text("")
    assert [at.stored(row, "note") for row in (30, 31, 32)] == [None] * 3
    at.keys.press("Control+z")
    expect(at.cell(32, "note")).to_have_text("三")
    at.keys.press("Control+y")
    expect(at.cell(31, "note")).to_have_text("")
    at.keys.press("Control+z")
    expect(at.cell(30, "note")).to_have_text("一")


def test_ctrl_d_and_ctrl_r_copy_the_first_line_on(sheet):
    at = sheet()
    at.put(33, "home_store", "锦江")
    at.drained()
    at.click(33, "home_store")
    at.click(35, "home_store", modifiers=["Shift"])
    at.keys.press("Control+d")
    expect(at.cell(35, "home_store")).to_have_text("锦江一店")
    assert [at.stored(row, "home_store_id") for row in (33, 34, 35)] == [1, 1, 1]
    at.put(36, "tags", "老客户")
    at.drained()
    at.click(36, "tags")
    at.keys.press("Shift+ArrowRight")
    at.keys.press("Control+r")
    expect(at.cell(36, "note")).to_have_text("老客户")


def test_what_is_filled_and_copied_is_what_one_sees_though_it_is_still_on_its_way(sheet):
    at = sheet()
    let_go = at.hold("**/changes")
    at.put(70, "home_store", "武侯")
    at.put(70, "tags", "在路上")
    at.click(70, "home_store")
    at.click(71, "tags", modifiers=["Shift"])
    at.keys.press("Control+d")
    at.click(70, "tags")
    at.keys.press("Control+c")
    assert at.clipboard() == "在路上"
    let_go()
    at.drained()
    expect(at.cell(71, "home_store")).to_have_text("武侯一店")
    assert [at.stored(row, "home_store_id") for row in (70, 71)] == [2, 2]
    assert "在路上" in at.stored(71, "tags")


def test_the_handle_carries_series_on_and_one_undo_takes_them_back(sheet):
    at = sheet()
    at.click(10, "joined_on")
    at.paste("2026-01-30\r\n2026-01-31")
    expect(at.cell(11, "joined_on")).to_have_text("2026-01-31")
    at.drained()
    at.pull_handle((14, "joined_on"))
    expect(at.cell(14, "joined_on")).to_have_text("2026-02-03")
    at.drained()
    at.keys.press("Control+z")
    expect(at.cell(14, "joined_on")).to_have_text("2026-01-02")
    at.put(12, "name", "客户08")
    at.drained()
    at.click(12, "name")
    at.pull_handle((15, "name"))
    expect(at.cell(15, "name").locator(".s-text")).to_have_text("客户11")
    at.drained()
    at.page.goto(at.app.url + "/t/member_tier?sort=rank")
    at.cell(2, "threshold").wait_for()
    at.click(0, "threshold")
    at.paste("0.10\r\n0.20")
    expect(at.cell(1, "threshold")).to_have_text("¥0.20")
    at.drained()
    at.pull_handle((2, "threshold"))
    expect(at.cell(2, "threshold")).to_have_text("¥0.30")


def test_columns_that_are_locked_are_left_as_they_are_and_named(sheet):
    at = sheet()
    notes(at, 40, "甲")
    at.click(40, "points")
    at.keys.press("Shift+End")
    at.keys.press("Delete")
    expect(at.page.locator(".s-toast")).to_contain_text("已跳过：可用积分")
    expect(at.page.locator(".s-faults")).to_contain_text("不能为空")


def test_a_whole_column_is_emptied_after_a_question_that_counts_its_cells(sheet):
    at = sheet()
    at.sheet("(page) => page.adapter.activate(0, 'note')")
    before = at.app.ask("SELECT count(*) FROM member WHERE note IS NOT NULL")[0][0]
    assert before > 200
    at.page.locator('.ag-header-cell[col-id="note"]').click(modifiers=["Control"])
    at.keys.press("Delete")
    dialog = at.page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"涉及 {before} 行，共 {before} 格有内容")
    dialog.get_by_role("button", name="取消").click()
    expect(dialog).to_be_hidden()
    at.keys.press("Delete")
    at.button(f"清空 {before} 格").click()
    expect(at.page.locator(".s-toast")).to_have_text(f"已清空 {before} 格，可撤销")
    assert at.app.ask("SELECT count(*) FROM member WHERE note IS NOT NULL") == [(0,)]
    at.keys.press("Control+z")
    expect(at.page.locator(".s-toast").last).to_have_text("已撤销")
    assert at.app.ask("SELECT count(*) FROM member WHERE note IS NOT NULL") == [(before,)]
