"""A check is added in the head of the grid: completed while typed, its mistake marked, what breaks it told before it is kept."""

from playwright.sync_api import expect

from tests.browser.test_made_columns import chosen

SENTENCE = "第十二组的备注不能比名字还短"


def test_a_check_tells_what_breaks_it_and_is_kept_only_when_that_is_known(app, sit):
    anna = sit("anna", 12)
    chosen(anna, "phone", "加检查…")
    dialog = anna.page.locator("dialog.s-column-dialog")
    text = dialog.locator("textarea")
    text.click()
    anna.keys.type("=len")
    expect(anna.page.get_by_role("option").filter(has_text="LEN(")).to_be_visible()
    anna.keys.press("Enter")
    anna.keys.type("[bz")
    expect(anna.page.get_by_role("option").first).to_have_text("备注")
    anna.keys.press("Enter")
    expect(text).to_have_value("=LEN([备注]")
    text.fill("=LEM([备注])>2")
    expect(dialog.locator("mark")).to_have_text("LEM")
    dialog.locator(".s-formula-spot").click()
    anna.keys.type("LEN")
    expect(text).to_have_value("=LEN([备注])>2")
    bill = dialog.locator(".s-check-bill")
    expect(bill).to_contain_text("改到这些列时检查：备注")
    expect(bill).to_contain_text("都符合")
    text.fill('=[备注]<>"组12"')
    expect(bill).to_contain_text("现有 20 行不符合")
    expect(bill.get_by_role("link")).to_have_count(10)
    dialog.get_by_label("不符合时的提示").fill(SENTENCE)
    dialog.get_by_role("button", name="添加", exact=True).click()
    expect(dialog.locator(".s-problem")).to_contain_text("勾选“先留着”")
    dialog.get_by_label("先留着").check()
    dialog.get_by_role("button", name="添加", exact=True).click()
    expect(anna.page.locator(".s-toast")).to_contain_text("检查已保存")
    try:
        client, row = app.person("anna"), anna.id(1)
        assert client.set(row, note="组12，改过")["state"] == "applied"
        refused = client.set(row, note="组12")
        assert refused["state"] == "refused" and refused["errors"][0]["message"] == SENTENCE
        anna.page.goto(f"{app.url}/design/member")
        anna.page.get_by_role("button", name="修改这项检查").click()
        expect(dialog.locator("textarea")).to_have_value('=[备注]<>"组12"')
        text.fill("=LEN([备注])>1")
        dialog.get_by_role("button", name="保存", exact=True).click()
        expect(anna.page.get_by_role("cell", name="=LEN([备注])>1")).to_be_visible()
    finally:
        ids = [id for (id,) in app.ask("SELECT id FROM design_check WHERE zh = ?", SENTENCE)]
        app.person("anna").post("/design_check/changes", {"op": f"gone-{ids}", "changes": [], "delete": ids})
    assert client.set(row, note="组12")["state"] == "applied"
