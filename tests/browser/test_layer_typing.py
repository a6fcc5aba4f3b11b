"""Chinese input and Excel's keys at the grid: every letter arrives, and Enter means what the person means."""

import json
import re

import pytest
from playwright.sync_api import expect

BOTH = pytest.mark.parametrize("model", ["real", "229"])


@BOTH
def test_chinese_typed_on_a_chosen_cell_replaces_it(sheet, model):
    at = sheet()
    at.click(0, "name")
    at.type_chinese("wo", "我", model)
    at.keys.press("Enter")
    assert at.active() == (1, "name")
    at.type_chinese("ni", "你", model)
    at.keys.press("Tab")
    assert at.active()[0] == 1
    at.keys.press("Shift+Tab")
    at.keys.press("ArrowDown")
    at.type_chinese("ta", "他", model)
    at.keys.press("ArrowDown")
    assert at.active() == (3, "name")
    assert [at.stored(row, "name") for row in range(3)] == ["我", "你", "他"]


@BOTH
def test_chinese_is_typed_in_an_open_cell_and_enter_in_a_composition_changes_nothing(sheet, model):
    at = sheet()
    at.cell(4, "name").dblclick()
    at.keys.press("Control+a")
    at.compose("wang", model)
    at.enter_in_composition()
    expect(at.page.locator(".s-edit")).to_be_visible()
    at.choose("王")
    at.type_chinese("wu", "五", model)
    at.keys.press("Enter")
    assert at.active() == (5, "name")
    at.compose("li", model)
    at.enter_in_composition()
    assert at.page.locator(".s-edit").count() == 1
    at.choose("李")
    at.keys.press("Enter")
    assert (at.stored(4, "name"), at.stored(5, "name")) == ("王五", "李")


@BOTH
def test_chinese_finds_a_link_and_a_choice_from_the_chosen_cell(sheet, model):
    at = sheet()
    at.click(6, "home_store")
    at.type_chinese("wuhou", "武侯", model)
    expect(at.page.locator(".s-option")).to_have_count(1)
    at.keys.press("Enter")
    expect(at.cell(6, "home_store")).to_have_text("武侯一店")
    at.click(6, "status")
    at.type_chinese("dongjie", "冻结", model)
    expect(at.page.locator(".s-option")).to_have_count(1)
    at.keys.press("Enter")
    assert (at.stored(6, "home_store_id"), at.stored(6, "status")) == (2, "frozen")


def test_a_name_typed_faster_than_its_list_comes_is_found_and_an_older_list_decides_nothing(sheet):
    at = sheet()
    at.click(12, "home_store")
    at.keys.type("武侯")
    expect(at.page.locator(".s-option")).to_have_text(["武侯一店S2"])
    let_go = at.hold("**/store/look*")
    at.keys.press("Control+a")
    at.keys.type("春熙")
    at.keys.press("Enter")
    assert at.active() == (13, "home_store")
    at.put(14, "home_store", "一店")
    assert at.unsaved() == 2
    let_go()
    assert [at.stored(row, "home_store_id") for row in (12, 14)] == [3, None]
    expect(at.cell(12, "home_store")).to_have_text("春熙路旗舰店")
    expect(at.cell(14, "home_store")).to_contain_class("s-refused")


@BOTH
def test_chinese_typed_in_a_filter_stays_in_the_filter(sheet, model):
    at = sheet()
    at.click(0, "name")
    header = at.page.locator('.ag-header-cell[col-id="name"]')
    header.hover()
    header.locator(".ag-header-cell-filter-button").click()
    at.page.locator(".s-filter:visible input[type=text]").last.focus()
    at.type_chinese("meiyou", "没有", model)
    expect(at.page.locator(".s-filter-chip")).to_contain_text("没有")
    assert at.page.locator(".s-edit").count() == 0
    at.keys.press("Escape")


@BOTH
@pytest.mark.parametrize("closed", ["Escape", "cancel"])
def test_what_is_typed_arrives_after_a_dialog_in_which_something_was_typed(sheet, model, closed):
    at = sheet()
    at.click(0, "name")
    at.keys.type("早")
    at.keys.press("Enter")
    at.page.locator('.ag-header-cell[col-id="name"]').click(button="right")
    at.page.get_by_role("menuitem", name="编辑列…").click()
    dialog = at.page.locator("dialog.s-column-dialog")
    dialog.get_by_label("中文名称").click()
    at.keys.type("x")
    if closed == "cancel":
        dialog.get_by_role("button", name="取消").click()
    while closed == "Escape" and dialog.count():
        at.keys.press("Escape")
    expect(dialog).to_have_count(0)
    at.type_chinese("wan", "晚", model)  # on the cell that was active before, which nobody clicks
    at.keys.press("Enter")
    at.click(2, "name")
    at.type_chinese("an", "安", model)
    at.keys.press("Enter")
    assert [at.stored(row, "name") for row in range(3)] == ["早", "晚", "安"]


@BOTH
def test_typing_on_a_locked_cell_writes_nothing_and_says_why(sheet, model):
    at = sheet()
    at.click(7, "points")
    at.type_chinese("wo", "我", model)
    expect(at.page.locator(".s-say-locked")).to_be_visible()
    at.keys.press("Enter")
    assert at.page.locator(".s-edit").count() == 0
    assert at.unsaved() == 0
    at.click(7, "name")
    at.type_chinese("wo", "我", model)
    at.keys.press("Enter")
    assert at.stored(7, "name") == "我"


def test_the_candidates_stand_at_the_cell_and_typing_brings_it_back_into_sight(sheet):
    at = sheet()
    at.click(8, "name")
    sink, cell = (at.page.locator(".s-sink textarea").bounding_box(), at.cell(8, "name").bounding_box())
    assert abs(sink["x"] - cell["x"]) < 2
    assert abs(sink["y"] - cell["y"]) < 2
    at.page.mouse.move(700, 500)
    at.page.mouse.wheel(0, 6000)
    at.cell(8, "name").wait_for(state="detached")
    at.type_chinese("wo", "远", "real")
    at.keys.press("Enter")
    expect(at.cell(8, "name").locator(".s-text")).to_have_text("远")
    assert at.stored(8, "name") == "远"


def million(page):
    """The same grid over a million rows that the test makes up."""
    asked = []

    def rows(route):
        body = json.loads(route.request.post_data)
        start, limit = body["offset"], min(body["limit"], 1_000_000 - body["offset"])
        made = [
            {"id": n + 1, "card_no": f"M{n + 1:07}", "name": f"第{n + 1}", "points": 1}
            for n in range(start, start + limit)
        ]
        route.fulfill(json={"rows": made, "total": 1_000_000, "sums": {}})

    def changes(route):
        body = json.loads(route.request.post_data)
        asked.extend(body["changes"])
        made = [
            {"id": change["id"], "card_no": f"M{change['id']:07}", "points": 1, **change["set"]}
            for change in body["changes"]
        ]
        route.fulfill(json={"state": "applied", "batch": None, "rows": made, "errors": []})

    def totals(route):
        """What is counted anew behind a change, a moment later; the server's own would make four hundred of the million."""
        route.fulfill(json={"total": 1_000_000, "sums": {}, "waits": []})

    page.route("**/api/v1/member/rows", rows)
    page.route("**/api/v1/member/totals", totals)
    page.route("**/api/v1/member/changes", changes)
    page.asked = asked


def test_chinese_is_typed_at_row_899995_of_a_million(sheet):
    at = sheet(prepare=million)
    at.click(0, "name")
    at.keys.press("Control+End")
    assert at.active()[0] == 999_999
    at.cell(999_999, "card_no").wait_for()
    at.sheet("(page) => page.adapter.show(899994)")
    at.click(899_994, "name")
    expect(at.shape("active")).to_be_visible()
    box, cell = at.shape("active").bounding_box(), at.cell(899_994, "name").bounding_box()
    assert abs(box["y"] - cell["y"]) < 2
    at.type_chinese("wo", "我", "real")
    at.keys.press("Enter")
    at.drained()
    assert at.page.asked[-1]["id"] == 899_995
    assert at.page.asked[-1]["set"] == {"name": "我"}
    at.page.mouse.wheel(0, -90_000)
    at.cell(899_994, "name").wait_for(state="detached")
    at.type_chinese("ni", "你", "real")
    at.keys.press("Enter")
    at.drained()
    assert at.page.asked[-1]["id"] == 899_996
    assert at.page.asked[-1]["set"] == {"name": "你"}


def test_the_keys_lead_where_they_lead_in_excel(sheet):
    at = sheet()
    at.click(2, "name")
    paths = {
        "ArrowRight": (2, "phone"),
        "ArrowLeft": (2, "name"),
        "ArrowDown": (3, "name"),
        "ArrowUp": (2, "name"),
        "Tab": (2, "phone"),
        "Shift+Tab": (2, "name"),
        "Enter": (3, "name"),
        "Shift+Enter": (2, "name"),
        "End": (2, "note"),
        "Home": (2, "card_no"),
        "Control+ArrowRight": (2, "phone"),
        "Control+ArrowLeft": (2, "card_no"),
        "Control+Home": (0, "card_no"),
    }
    for key, place in paths.items():
        at.keys.press(key)
        assert at.active() == place, key
    at.keys.press("PageDown")
    page = at.active()[0]
    assert page > 10
    at.keys.press("PageUp")
    at.keys.press("Control+ArrowDown")
    last = at.active()[0]
    at.keys.press("Control+End")
    assert at.active() == (last, "note")
    at.keys.press("Home")
    at.keys.press("Control+ArrowUp")
    assert at.active() == (0, "card_no")
    at.click(3, "name")
    at.keys.press("Tab")
    at.keys.press("Tab")
    at.keys.press("Enter")
    assert at.active() == (4, "name"), "after Tabs, Enter goes back to where they began"


def test_typing_replaces_f2_corrects_and_escape_gives_up(sheet):
    at = sheet()
    before = at.text(9, "name")
    at.click(9, "name")
    at.keys.type("abc")
    at.keys.press("Escape")
    assert at.text(9, "name") == before
    at.keys.press("F2")
    at.keys.press("End")
    at.keys.type("丁")
    at.keys.press("ArrowLeft")
    at.keys.type("丙")
    at.keys.press("Enter")
    assert at.stored(9, "name") == f"{before}丙丁"
    at.click(9, "note")
    at.keys.type("一")
    at.keys.press("Alt+Enter")
    at.keys.type("二")
    at.keys.press("Enter")
    assert at.stored(9, "note") == "一\n二"
    at.click(9, "joined_on")
    at.keys.press("Control+;")
    at.keys.press("Enter")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", at.stored(9, "joined_on"))
    at.keys.press("Control+z")
    expect(at.cell(9, "joined_on")).to_have_text("2026-01-02")


def test_quick_edits_of_one_cell_end_with_the_last(sheet):
    at = sheet()
    at.click(10, "note")
    for n in range(12):
        at.keys.type(f"{n}")
        at.keys.press("Enter")
        at.keys.press("ArrowUp")
    assert at.stored(10, "note") == "11"


def test_a_search_box_keeps_its_own_undo(sheet):
    at = sheet()
    at.put(11, "note", "留下")
    at.drained()
    at.page.get_by_role("searchbox").fill("")
    at.keys.type("甲")
    at.keys.press("Control+z")
    assert at.app.cell(at.app.ids(12)[11], "note") == "留下"


def test_escape_and_tab_leave_the_grid_and_the_way_back_leads_to_the_active_cell(sheet):
    at = sheet()
    at.click(3, "phone")
    at.keys.press("Escape")
    at.keys.press("Tab")
    assert at.page.evaluate("document.activeElement.closest('.s-body')") is None
    at.page.get_by_role("searchbox").focus()
    at.page.locator(".s-sink textarea").focus()
    at.keys.press("ArrowDown")
    assert at.active() == (4, "phone")
