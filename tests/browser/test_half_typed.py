"""A half-filled form outlives a reload and a session that ended, and leaves nothing to the next person at the machine."""

from playwright.sync_api import expect

SIGN_OUT = """() => {
  const form = Object.assign(document.createElement("form"), { action: "/auth/logout" });
  document.body.append(form);
  form.dispatchEvent(new Event("submit", { bubbles: true }));
}"""


# How many values of the one form this tab keeps.
KEPT = """(count) => Object.entries(sessionStorage).some(
  ([key, text]) => key.startsWith("opsdesk.form.") && Object.keys(JSON.parse(text)).length === count)"""


def opened(page, address: str) -> None:
    """Nobody types before the page has spoken to the server, as a test could."""
    page.goto(address)
    page.wait_for_function("window.opsUnsaved === true")


def test_what_is_half_typed_in_a_form_is_offered_after_a_reload_and_kept_from_others(app, sit, seats):
    anna = sit("anna", 16)
    id = anna.id(4)
    page = anna.page
    page.on("dialog", lambda dialog: dialog.accept())  # the browser's own question whether to leave
    opened(page, f"{app.url}/r/member/{id}/form")
    page.get_by_role("heading", name="附件").wait_for()
    name, note = page.get_by_label("姓名", exact=True).first, page.get_by_label("备注", exact=True).first
    name.fill("还没保存的名字")
    note.fill("说到一半")
    page.get_by_label("性别", exact=True).first.click()
    page.get_by_role("option", name="女", exact=True).click()
    expect(page.get_by_text("有 3 项未保存")).to_be_visible()
    page.wait_for_function(KEPT, arg=3)  # what is chosen is told to the tab a moment after it was counted
    page.reload()
    offered = page.locator(".o-unsaved")
    expect(offered).to_contain_text("上次在这里填的 3 项没有保存")
    expect(name).not_to_have_value("还没保存的名字")
    offered.get_by_role("button", name="恢复").click()
    expect(name).to_have_value("还没保存的名字")
    expect(note).to_have_value("说到一半")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存").first).to_be_visible()
    assert (app.cell(id, "name"), app.cell(id, "note"), app.cell(id, "gender")) == (
        "还没保存的名字",
        "说到一半",
        "female",
    )
    app.person("anna").set(id, note="组16")

    opened(page, f"{app.url}/r/member/new")
    card = page.get_by_label("会员卡号", exact=True).first
    card.fill("NEW-1")
    expect(page.get_by_text("有 1 项未保存")).to_be_visible()
    page.reload()
    expect(offered).to_contain_text("卡号")
    offered.get_by_role("button", name="不要了").click()
    opened(page, page.url)
    card.fill("NEW-2")
    left = "Object.keys(sessionStorage).filter((key) => key.startsWith('opsdesk.form.')).length"
    page.wait_for_function(f"{left} === 1")
    page.evaluate(SIGN_OUT)
    assert page.evaluate(left) == 0


def test_one_escape_does_not_throw_away_what_is_typed_in_a_dialog(app, sit):
    anna = sit("anna", 16)
    anna.page.get_by_role("button", name="筛选", exact=True).click()
    anna.page.locator("dialog[open]").wait_for()
    anna.keys.press("Escape")
    expect(anna.page.locator("dialog[open]")).to_have_count(0)  # nothing was typed
    anna.page.locator(".s-view:not(.s-kind, .s-bare-view)").click()
    anna.page.get_by_role("menuitem", name="另存为视图…").click()
    dialog = anna.page.locator("dialog[open]")
    dialog.get_by_label("视图名称").fill("想了半天的名字")
    anna.keys.press("Escape")
    expect(dialog).to_contain_text("再按一次 Esc")
    expect(dialog.get_by_label("视图名称")).to_have_value("想了半天的名字")
    anna.keys.press("Escape")
    expect(anna.page.locator("dialog[open]")).to_have_count(0)
