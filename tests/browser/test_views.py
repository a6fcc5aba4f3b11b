"""Views: the grid as somebody arranged it, by its name and by its address, for oneself and for everybody."""

import re

from playwright.sync_api import expect


def entry(desk, name: str) -> None:
    desk.page.locator(".s-view:not(.s-kind, .s-bare-view)").click()
    desk.page.get_by_role("menuitem", name=name).click()


def save_as(desk, name: str, shared: bool = False) -> None:
    entry(desk, "另存为视图…")
    dialog = desk.page.locator("dialog")
    dialog.get_by_label("视图名称").fill(name)
    if shared:
        dialog.get_by_label("共享给能看到这张表的人").check()
    dialog.get_by_role("button", name="保存", exact=True).click()
    expect(desk.page.locator(".s-view-name")).to_have_text(name)


def hide(desk, field: str) -> None:
    desk.page.locator(f'.ag-header-cell[col-id="{field}"]').click(button="right")
    desk.page.get_by_role("menuitem", name="隐藏", exact=False).click()
    head(desk, field).wait_for(state="detached")


def head(desk, field: str):
    return desk.page.locator(f'.ag-header-cell[col-id="{field}"]')


def test_a_shared_view_is_the_same_grid_for_everybody_and_who_arranges_it_for_himself_changes_it_for_nobody(app, sit):
    anna = sit("anna", 9)
    hide(anna, "gender")
    save_as(anna, "第九组", shared=True)
    key = re.search(r"view=(\d+)", anna.page.url).group(1)
    dora = sit("dora", query=f"&view={key}")
    dora.page.goto(f"{app.url}/t/member?view={key}")
    dora.ready()
    expect(dora.page.locator(".s-view-name")).to_have_text("第九组")
    expect(dora.page.locator(".s-count")).to_have_text(app.count(9))
    assert head(dora, "gender").count() == 0
    hide(dora, "joined_on")
    expect(dora.page.locator(".s-view-changed")).to_be_visible()
    dora.page.locator(".s-view:not(.s-kind, .s-bare-view)").click()
    assert dora.page.get_by_role("menuitem", name="保存对视图的改动").count() == 0, (
        "whoever may not design keeps it as it is"
    )
    dora.page.get_by_role("menuitem", name="还原为保存时的样子").click()
    head(dora, "joined_on").wait_for()
    expect(dora.page.locator(".s-view-changed")).to_be_hidden()
    entry(dora, "默认视图")
    head(dora, "gender").wait_for()
    expect(dora.page.locator(".s-count")).to_have_text(app.count())
    assert "view=" not in dora.page.url

    entry(anna, "重命名视图…")
    anna.page.locator("dialog").get_by_label("视图名称").fill("第 9 组")
    anna.page.locator("dialog").get_by_role("button", name="保存", exact=True).click()
    expect(anna.page.locator(".s-view-name")).to_have_text("第 9 组")
    find = "getElement(Number(document.querySelector('.s-sheet').id.slice(1))).page.views"
    dora.page.wait_for_function(f"{find}.all().some(({{ name }}) => name === '第 9 组')")
    dora.page.locator(".s-view:not(.s-kind, .s-bare-view)").click()
    dora.page.get_by_role("menuitem", name="第 9 组").wait_for()
    dora.keys.press("Escape")
    entry(anna, "删除视图…")
    anna.page.locator("dialog").get_by_role("button", name="删除视图", exact=True).click()
    expect(anna.page.locator(".s-view-name")).to_have_text("默认视图")
    dora.page.goto(f"{app.url}/t/member?view={key}")
    dora.ready()
    expect(dora.page.locator(".s-toast")).to_contain_text("已删除或不对你开放")


def test_a_view_of_ones_own_is_there_after_a_reload_and_for_nobody_else(app, sit):
    dora = sit("dora", 10)
    dora.page.locator('.ag-header-cell[col-id="joined_on"]').click(button="right")
    dora.page.get_by_role("menuitem", name="筛选", exact=False).click()
    dora.page.get_by_role("button", name="未来 30 天").click()
    expect(dora.page.locator(".s-filter-chip").filter(has_text="入会日期")).to_contain_text("未来 30 天")
    expect(dora.page.locator(".s-count")).to_have_text("共 0 行")
    assert "days%2B30" in dora.page.url
    dora.page.get_by_role("button", name="未来 30 天").click()
    expect(dora.page.locator(".s-count")).to_have_text(app.count(10))
    dora.keys.press("Escape")
    save_as(dora, "我的十组")
    dora.page.reload()
    dora.ready()
    expect(dora.page.locator(".s-view-name")).to_have_text("我的十组")
    expect(dora.page.locator(".s-count")).to_have_text(app.count(10))
    entry(dora, "默认视图")
    hide(dora, "birthday")
    entry(dora, "我的十组")
    head(dora, "birthday").wait_for()
    dora.sheet("(page) => page.arrangement.settled()")  # else it is kept after the last line here
    anna = sit("anna", 10)
    anna.page.locator(".s-view:not(.s-kind, .s-bare-view)").click()
    assert anna.page.get_by_role("menuitem", name="我的十组").count() == 0
    dora.app.person("dora").put("/member/view", {})


def test_another_language_keeps_the_view_that_was_just_saved_and_a_swipe_leaves_no_page(app, sit):
    anna = sit("anna", 11)
    save_as(anna, "第十一组", shared=True)
    anna.page.get_by_role("button", name="English", exact=True).click()
    expect(anna.page.get_by_role("button", name="中文", exact=True)).to_be_visible()
    anna.ready()
    expect(anna.page.locator(".s-view-name")).to_have_text("第十一组")
    assert anna.page.evaluate("getComputedStyle(document.documentElement).overscrollBehaviorX") == "none"
    anna.page.get_by_role("button", name="中文", exact=True).click()
    expect(anna.page.locator(".s-view-name")).to_have_text("第十一组")
    expect(anna.page.get_by_role("button", name="English", exact=True)).to_be_visible()
    entry(anna, "删除视图…")
    anna.page.locator("dialog").get_by_role("button", name="删除视图", exact=True).click()
    expect(anna.page.locator(".s-view-name")).to_have_text("默认视图")
