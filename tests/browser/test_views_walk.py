"""One walk through all that a view holds: a tree of conditions, counted values, groups, colours, heights, frozen columns, the lock, the address."""

import json
import re
from urllib.parse import quote
from uuid import uuid4

from playwright.sync_api import expect

from tests.browser.test_views import entry, head, save_as

GROUP = 15  # twenty members whose note says so; eight of them are women, by this test
# A wheel's way is gone little by little, and the heads that come into sight are drawn behind it.
AT_REST = """() => new Promise((done) => {
  const seen = document.querySelector(".ag-center-cols-viewport");
  let last = NaN, frames = 0;
  const look = () => {
    frames = seen.scrollLeft === last ? frames + 1 : 0;
    last = seen.scrollLeft;
    if (frames > 5) done(); else requestAnimationFrame(look);
  };
  look();
})"""


def scrolled(desk, field: str):
    """The head of a column, brought into sight as by hand: only those near what is seen are there at all."""
    there = head(desk, field)
    desk.page.locator(".ag-center-cols-viewport").hover(position={"x": 60, "y": 60})
    for way in (1, -1):
        for _ in range(12):
            box = there.bounding_box() if there.count() else None
            if box is not None and 330 < box["x"] + box["width"] / 2 < 1425:
                return there
            desk.page.mouse.wheel(way * 250, 0)
            desk.page.evaluate(AT_REST)
    raise AssertionError(f"{field} is nowhere to be seen")


def condition(part, at: int, column: str, text: str) -> None:
    row = part.locator(":scope > .s-tree-rows > .s-tree-row").nth(at)
    row.get_by_label("列", exact=True).select_option(label=column)
    row.locator(".s-tree-value input").fill(text)


def test_conditions_groups_colours_heights_and_the_lock_are_kept_in_a_view_and_its_address(app, sit):
    app.person("anna").put("/member/view", {})  # whatever columns another test left her with
    anna = sit("anna")
    page = anna.page
    ids = [id for (id,) in app.ask("SELECT id FROM member WHERE note = ? ORDER BY id LIMIT 8", f"组{GROUP}")]
    women = len(ids)
    marked = [{"id": id, "set": {"gender": "female"}} for id in ids]
    app.person("anna").post("/member/changes", {"op": f"walk-{uuid4().hex}", "changes": marked})
    names = [name for (name,) in app.ask("SELECT name FROM member WHERE note = ? ORDER BY id LIMIT 2", f"组{GROUP}")]

    # All of: the note, and any of two names.
    page.get_by_role("button", name="筛选", exact=True).locator("visible=true").click()
    tree = page.locator("dialog.s-filter-dialog .s-tree").first
    condition(tree, 0, "备注", f"组{GROUP}")
    tree.get_by_role("button", name="添加条件组").first.click()
    inner = tree.locator(".s-tree")
    expect(inner.get_by_label("这些条件之间的关系")).to_have_value("any")
    condition(inner, 0, "姓名", names[0])
    inner.get_by_role("button", name="添加条件", exact=True).click()
    condition(inner, 1, "姓名", names[1])
    page.locator("dialog.s-filter-dialog .s-primary").click()
    expect(page.locator(".s-count")).to_have_text("共 2 行")
    page.reload()
    expect(page.locator(".s-count")).to_have_text("共 2 行")

    # Counted values of a column: found by pinyin as one types, and all but those.
    anna.address = f"{app.url}/t/member?sort=card_no&filter={quote(json.dumps({'note': {'eq': f'组{GROUP}'}}))}"
    anna.load()
    scrolled(anna, "gender").click(button="right")
    page.get_by_role("menuitem", name="筛选…").click()
    panel = page.locator(".s-filter")
    value = panel.locator(".s-row").filter(has_text="女")
    expect(value.locator(".s-times")).to_have_text(str(women))
    value.get_by_role("checkbox").check()
    expect(page.locator(".s-count")).to_have_text(f"共 {women} 行")
    panel.get_by_role("button", name="除所选外").click()
    expect(page.locator(".s-count")).to_have_text(f"共 {20 - women} 行")
    panel.get_by_role("button", name="只看所选").click()
    expect(page.locator(".s-count")).to_have_text(f"共 {women} 行")
    anna.keys.press("Escape")

    # A group with its count, folded and opened again.
    scrolled(anna, "gender").click(button="right")
    page.get_by_role("menuitem", name="按此列分组").click()
    line = page.locator(".s-group-row-line .s-group-line")
    expect(line).to_contain_text(f"共 {women} 行")
    page.get_by_role("button", name="全部折叠").click()
    expect(page.locator(".ag-center-cols-container .ag-row")).to_have_count(2)  # the group and the blank line
    page.get_by_role("button", name="全部展开").click()
    page.locator('.ag-row[row-index="2"]').first.wait_for()

    # Two lines a row, and those of one name in colour.
    page.locator(".s-view:not(.s-kind, .s-bare-view)").click()
    page.get_by_role("menuitem", name="颜色和行高…").click()
    look = page.locator("dialog.s-filter-dialog")
    look.get_by_label("行高").select_option(label="两行字")
    look.get_by_role("button", name="添加规则", exact=True).click()
    rule = look.locator(".s-look-rule")
    rule.get_by_label("列", exact=True).select_option(label="姓名")
    rule.locator(".s-tree-value input").fill(names[0])
    rule.get_by_label("颜色").select_option(label="红色")
    look.locator(".s-primary").click()
    expect(page.locator(".s-tall")).not_to_have_count(0)
    scrolled(anna, "phone").click(button="right")
    page.get_by_role("menuitem", name="冻结在左侧").click()
    page.locator('.ag-pinned-left-header [col-id="phone"]').wait_for()

    # Kept, shared and locked: a colleague sees the same by its address and can't change it.
    save_as(anna, "第十五组", shared=True)
    entry(anna, "锁定视图")
    expect(page.locator(".s-toast")).to_contain_text("已锁定")
    key = re.search(r"view=(\d+)", page.url).group(1)
    dora = sit("dora", query=f"&view={key}")
    dora.page.goto(f"{app.url}/t/member?view={key}")
    expect(dora.page.locator(".s-view-name")).to_have_text("第十五组")
    expect(dora.page.locator(".s-group-row-line .s-group-line")).to_contain_text(f"共 {women} 行")
    dora.page.locator('.ag-pinned-left-header [col-id="phone"]').wait_for()
    dora.page.locator(".s-view:not(.s-kind, .s-bare-view)").click()
    dora.page.get_by_role("menuitem", name="第十五组").wait_for()
    for name in ("解除锁定", "保存对视图的改动", "删除视图…"):
        assert dora.page.get_by_role("menuitem", name=name).count() == 0, "only who may design changes it"
    dora.keys.press("Escape")
    entry(anna, "解除锁定")
    entry(anna, "删除视图…")
    page.locator("dialog").get_by_role("button", name="删除视图", exact=True).click()
    expect(page.locator(".s-view-name")).to_have_text("默认视图")
    for login in ("anna", "dora"):
        app.person(login).put("/member/view", {})
