"""A column is made in the head of the grid; a colleague's open grid follows at once and loses nothing that is half typed."""

import json
import re
import time

from playwright.sync_api import expect


def chosen(desk, field: str, entry: str) -> None:
    """An entry of a column's own menu, by a right click on its head."""
    desk.page.locator(f'.ag-header-cell[col-id="{field}"]').click(button="right")
    desk.page.get_by_role("menuitem", name=entry).click()


def head(desk, label: str):
    return desk.page.locator(".ag-header-cell").filter(has_text=label)


def test_a_column_is_made_changed_and_removed_beside_a_colleague_who_types(app, sit):
    anna, bert = sit("anna", 8), sit("bert", 8)
    bert.cell(1, "name").click()
    bert.keys.type("半截")
    anna.page.locator('.ag-header-cell[col-id="phone"]').hover()
    anna.page.locator(".s-head-menu").click()
    anna.page.get_by_role("menuitem", name="在右侧插入列…").click()
    dialog = anna.page.locator("dialog.s-column-dialog")
    dialog.get_by_label("中文名称").fill("意向")
    dialog.locator('[data-field="kind"] input').fill("选项")
    anna.page.locator(".s-option").filter(has_text=re.compile("^选项$")).wait_for()
    anna.keys.press("Enter")
    dialog.get_by_label("选项名称").nth(0).fill("高")
    dialog.get_by_label("选项名称").nth(1).fill("低")
    dialog.get_by_role("button", name="添加", exact=True).click()
    head(anna, "意向").wait_for()
    head(bert, "意向").wait_for()
    name = head(anna, "意向").get_attribute("col-id")
    shown = anna.page.locator(".ag-header-cell").evaluate_all(
        "(heads) => heads.map((one) => one.getAttribute('col-id'))"
    )
    assert shown.index(name) == shown.index("phone") + 1
    assert bert.page.evaluate("document.activeElement.value") == "半截"
    bert.keys.type("名")
    bert.keys.press("Enter")
    bert.drained()
    expect(bert.cell(1, "name")).to_contain_text("半截名")
    anna.put(0, name, "高")
    expect(bert.cell(0, name)).to_have_text("高")

    chosen(anna, name, "编辑列…")
    dialog.get_by_label("中文名称").fill("购买意向")
    dialog.get_by_label("选项名称").nth(1).fill("一般")
    dialog.get_by_role("button", name="保存", exact=True).click()
    head(bert, "购买意向").wait_for()
    options = (
        "SELECT o.zh FROM design_choice o JOIN design_column c ON c.id = o.column_id WHERE c.name = ? ORDER BY o.turn"
    )
    assert [row[0] for row in app.ask(options, name)] == ["高", "一般"]

    chosen(anna, name, "编辑列…")
    dialog.locator('[data-field="kind"] input').fill("单行文字")
    anna.page.locator(".s-option").filter(has_text=re.compile("^单行文字$")).wait_for()
    anna.keys.press("Enter")
    dialog.get_by_label("中文名称").fill("意向说明")
    dialog.get_by_role("button", name="保存", exact=True).click()
    bill = anna.page.locator("dialog.s-turn-dialog")
    expect(bill).to_contain_text("1 个值都能读成单行文字")
    bill.get_by_role("button", name="换成单行文字").click()
    expect(bert.cell(0, name).locator(".s-pill")).to_have_count(0)
    expect(bert.cell(0, name)).to_have_text("高")
    head(bert, "意向说明").wait_for()  # what was changed beside the kind isn't lost
    anna.page.get_by_role("button", name="撤销").first.click()
    head(bert, "购买意向").wait_for()
    anna.page.get_by_role("button", name="撤销").first.click()
    expect(bert.cell(0, name).locator(".s-pill")).to_have_text("高")

    bert.cell(2, name).click()
    bert.keys.type("低")
    chosen(anna, name, "删除列")
    anna.page.locator("dialog").get_by_role("button", name="删除列", exact=True).click()
    head(bert, "购买意向").wait_for(state="detached")
    expect(bert.page.locator(".s-toast")).to_contain_text("“低”已复制")
    anna.page.get_by_role("button", name="撤销").first.click()
    expect(bert.cell(0, name)).to_have_text("高")
    chosen(anna, name, "删除列")
    anna.page.locator("dialog").get_by_role("button", name="删除列", exact=True).click()
    head(anna, "购买意向").wait_for(state="detached")


def wishes(app) -> tuple[str, int]:
    """A column of choices, and a shared view that is grouped and filtered by it."""
    anna = app.person("anna")
    options = [{"id": None, "set": {"zh": zh}} for zh in ("高", "低")]
    sets = {"zh": "回访意向", "kind": "choice", "after": "phone"}
    asked = {"op": f"wish-{time.monotonic_ns()}", "id": None, "set": sets, "seen": {}, "choices": options}
    name = anna.post("/member/design", asked)["rows"][0]["name"]
    body = {"columns": [], "sort": ["card_no"], "filter": {name: {"empty": True}}, "group": [name]}
    row = {"record_type": "member", "name": f"按{name}", "body": json.dumps(body)}
    changes = [{"id": None, "set": row}]
    answer = anna.post("/design_view/changes", {"op": f"view-{name}", "changes": changes})
    return name, answer["rows"][0]["id"]


def test_who_has_a_view_open_sees_what_goes_by_a_removed_column_go_with_a_word_and_come_back_with_it(app, sit):
    name, view = wishes(app)
    anna, bert = sit("anna", 8), sit("bert", 8)
    bert.page.goto(f"{app.url}/t/member?view={view}")
    groups = bert.page.locator(".s-group-row-line")
    groups.first.wait_for()
    head(anna, "回访意向").wait_for()

    chosen(anna, name, "删除列")
    dialog = anna.page.locator("dialog")
    expect(dialog).to_contain_text("用到它的地方")
    expect(dialog).to_contain_text(f"共享视图“按{name}”")
    dialog.get_by_role("button", name="删除列", exact=True).click()
    toast = bert.page.locator(".s-toast").filter(has_text="“回访意向”列已不在")
    expect(toast).to_contain_text("筛选、分组")
    expect(groups).to_have_count(0)
    expect(bert.page.locator(".s-grouping, .s-filter-chip")).to_have_count(0)
    expect(bert.cell(2, "card_no")).to_have_text(re.compile(r"\w"))
    expect(bert.page.locator(".s-banner:visible, .s-state:visible")).to_have_count(0)
    expect(bert.page.locator(".s-view-changed")).to_be_hidden()

    anna.page.get_by_role("button", name="撤销").first.click()
    expect(bert.page.locator(".s-toast").filter(has_text="“回访意向”列回来了")).to_be_visible()
    groups.first.wait_for()
    expect(bert.page.locator(".s-grouping")).to_contain_text("回访意向")
    expect(bert.page.locator(".s-view-changed")).to_be_hidden()
    assert f"view={view}" in bert.page.url and "filter=" not in bert.page.url and "group=" not in bert.page.url
    chosen(anna, name, "删除列")
    anna.page.locator("dialog").get_by_role("button", name="删除列", exact=True).click()
    head(anna, "回访意向").wait_for(state="detached")
