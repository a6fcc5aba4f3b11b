"""Whatever a person enters stays or is spoken of: behind the caret, over a limit, after a fault of the page's own."""

import re

import pytest
from playwright.sync_api import expect

LONG = "王" * 200


@pytest.mark.parametrize("way", ["F2", "double click"])
def test_an_opened_cell_is_gone_on_with_and_not_wiped(sheet, way):
    at = sheet()
    at.put(80, "note", "已落实")
    at.click(80, "note")
    at.keys.press("F2") if way == "F2" else at.cell(80, "note").dblclick()
    at.keys.type("，补充")
    at.keys.press("Enter")
    expect(at.cell(80, "note")).to_have_text("已落实，补充")
    assert at.stored(80, "note") == "已落实，补充"


def test_text_over_the_limit_is_refused_with_both_lengths_and_stays_to_be_shortened(sheet):
    at = sheet()
    for way in ("typed", "pasted"):
        at.click(81, "name")
        at.keys.press("F2")
        at.keys.press("Control+a")
        at.keys.insert_text(LONG) if way == "typed" else at.paste(LONG)
        at.keys.press("Enter")
        said = at.page.locator(".s-say-refused")
        expect(said).to_contain_text("现有 200 个")
        expect(at.cell(81, "name")).to_have_class(re.compile("s-refused"))
        at.button("继续修改").click()
        expect(at.page.locator(".s-edit textarea")).to_have_value(LONG)
        at.keys.press("Escape")
        at.page.locator(".s-say-refused").get_by_role("button", name="放弃").click()
    at.button("新增").click()
    form = at.page.get_by_role("dialog")
    form.locator('[data-field="name"] input').fill(LONG)
    form.locator('[data-field="card_no"] input').fill("LONG1")
    at.button("保存").click()
    expect(form.locator('[data-field="name"] .s-field-problem')).to_contain_text("现有 200 个")
    expect(form.locator('[data-field="name"] input')).to_have_value(LONG)


def test_no_control_of_the_sheet_stops_at_a_length(sheet):
    at = sheet()
    at.button("新增").click()
    at.page.locator("dialog [data-field]").nth(10).wait_for()
    assert at.page.locator("dialog [maxlength]").count() == 0


@pytest.mark.parametrize("fails", ["changed", "answered", "a mark", "a look-up"])
def test_a_fault_in_the_page_itself_never_stops_what_waits_to_be_saved(sheet, fails):
    at = sheet()
    at.page.evaluate(
        "() => { window.reported = []; window.reportError = (error) => window.reported.push(error.message); }"
    )
    at.sheet(
        """(page, fails) => {
            const boom = () => { throw new Error("boom"); };
            if (fails === "a mark") page.context.marks.onChange(boom);
            else if (fails === "a look-up") {
                const build = () => ({ changes: [{ id: page.adapter.idAt(0), set: { note: "组01" } }] });
                page.context.transport.send(build, "grid", async () => boom());
            }
            else page.context.transport.calls[fails] = boom;
        }""",
        fails,
    )
    at.put(83, "note", f"因为{fails}")
    at.put(84, "note", f"之后{fails}")
    at.drained()
    assert at.stored(84, "note") == f"之后{fails}"
    assert "boom" in at.page.evaluate("window.reported")


def test_ctrl_z_takes_back_the_last_change_that_changed_something(sheet):
    at = sheet()
    at.click(86, "note")
    before = at.text(86, "note")
    at.put(86, "note", "要撤销的")
    at.drained()
    same = "(page, id) => page.layer.batch.send([{ row: 86, id, set: { note: '要撤销的' }, seen: {}, texts: {} }], 'paste')"
    assert at.sheet(same, at.id(86))
    at.keys.press("Control+z")
    expect(at.cell(86, "note")).to_have_text(before)
    expect(at.page.locator(".s-toast")).to_have_text("已撤销")


def test_after_a_reload_the_last_change_is_taken_back_before_any_cell_is_chosen(sheet):
    at = sheet()
    at.put(1, "note", "重新载入之后撤销")
    at.drained()
    at.page.reload()
    at.ready()
    expect(at.page.locator(".s-toolbar").get_by_role("button", name="撤销")).to_be_enabled()
    at.keys.press("Control+z")
    expect(at.page.locator(".s-toast")).to_have_text("已撤销")
    assert at.stored(1, "note") != "重新载入之后撤销"
