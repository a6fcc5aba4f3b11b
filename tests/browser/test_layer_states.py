"""Cells that wait, were refused, differ, are locked or masked: told apart by shape, said in words, heard by screen readers."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.payloads import FORMULAS, MARKUP

TEXTS = (*MARKUP, *FORMULAS)


def voice(at):
    return at.page.locator('[data-voice="cell"]')


def sign(at, row, field):
    """The glyph in the corner of a cell: a state is never told by its colour alone."""
    return at.cell(row, field).evaluate("(cell) => getComputedStyle(cell, '::after').content")


@pytest.mark.parametrize("dark", [False, True])
def test_every_state_has_a_shape_of_its_own(sheet, dark):
    at = sheet()
    at.page.evaluate("(dark) => document.body.classList.toggle('body--dark', dark)", dark)
    at.show(70, "name")
    signs = {}
    for state in ("pending", "saved", "refused", "conflict", "failed"):
        at.sheet(
            "(page, [id, state]) => page.context.marks.set(id, 'name', { state, typed: 'x', message: 'y' })",
            [at.id(70), state],
        )
        signs[state] = sign(at, 70, "name")
    assert len(set(signs.values())) == 5
    assert "none" not in signs.values()
    at.sheet("(page, id) => page.context.marks.clear(id, 'name')", at.id(70))
    head = at.page.locator('.ag-header-cell[col-id="points"] .ag-header-cell-label')
    assert head.evaluate("(node) => getComputedStyle(node, '::after').maskImage") != "none"
    at.click(70, "points")
    expect(at.shape("active")).to_have_class(re.compile("s-on-locked"))
    expect(at.page.locator(".s-about")).to_contain_text("不可修改")


def test_a_masked_cell_is_hatched_and_says_so(sheet):
    at = sheet("dora")
    at.click(71, "phone")
    expect(at.cell(71, "phone")).to_have_class(re.compile("s-masked"))
    assert "gradient" in at.cell(71, "phone").evaluate("(cell) => getComputedStyle(cell).backgroundImage")
    expect(voice(at)).to_contain_text("已打码")
    at.keys.type("1")
    expect(at.page.locator(".s-say-locked")).to_be_visible()
    at.paste("13900001111")
    assert at.unsaved() == 0


def test_the_grid_tells_its_size_and_a_voice_reads_the_active_cell(sheet):
    at = sheet()
    grid = at.page.locator('[role="grid"], [role="treegrid"]').first
    rows = at.sheet("(page) => page.adapter.size().rows")
    assert int(grid.get_attribute("aria-rowcount")) >= rows
    assert int(grid.get_attribute("aria-colcount")) > 10
    at.click(72, "name")
    cell = at.cell(72, "name")
    assert int(cell.get_attribute("aria-colindex")) > 1
    assert int(at.page.locator('.ag-row[row-index="72"]').first.get_attribute("aria-rowindex")) == 74
    expect(voice(at)).to_have_text(re.compile("第 73 行，姓名：会员073"))
    pointed = at.page.locator(".s-sink textarea").get_attribute("aria-activedescendant")
    assert cell.get_attribute("id") == pointed
    at.click(72, "points")
    expect(voice(at)).to_contain_text("可用积分：0，不可修改")
    at.keys.press("Shift+ArrowDown")
    expect(voice(at)).to_contain_text("选中 2 行 1 列")


def test_hostile_text_in_every_text_column_shows_as_typed_and_nothing_runs(sheet):
    ran = []
    at = sheet(prepare=lambda page: page.expose_function("__x", lambda: ran.append(1)), width=2600)
    at.page.set_viewport_size({"width": 2600, "height": 2000})
    for field, most in (("note", None), ("name", 40)):
        at.click(100, field)
        at.paste("\n".join(f'"{text[:most].replace(chr(34), chr(34) * 2)}"' for text in TEXTS))
        at.drained()
    assert at.page.locator("dialog[open]").count() == 0
    at.show(100 + len(TEXTS), "note")
    for row, text in enumerate(TEXTS, start=100):
        expect(at.cell(row, "name").locator(".s-text")).to_have_text(text[:40])
        assert at.cell(row, "name").locator(".s-text").text_content() == text[:40]
        assert at.cell(row, "note").text_content() == text
    at.click(100, "note")
    at.keys.press("Control+Shift+ArrowDown")
    at.keys.press("Control+c")
    at.page.wait_for_timeout(300)
    assert at.page.locator(".ag-row :is(img, svg[onload], script, iframe, style)").count() == 0
    assert ran == []


def test_an_action_on_many_rows_goes_in_parts_and_trying_again_goes_on_with_the_rest(sheet):
    at = sheet()
    at.sheet(
        """(page) => {
      window.sent = [];
      page.context.transport.act = async (name, ids) => {
        window.sent.push([ids[0], ids.length]);
        const refused = window.sent.length === 3;
        return refused ? { state: "refused", errors: [{ message: "这批不行" }] } : { state: "applied", rows: [], changed: 0 };
      };
      const rows = Array.from({ length: 1200 }, (_, n) => ({ id: n + 1, name: "王" }));
      page.commands.act({ name: "x", label: "一起做", many: true, asks: [{ name: "why", kind: "line", label: "原因" }], when: {} }, rows);
    }"""
    )
    at.button("一起做").click()
    expect(at.page.locator(".s-problem")).to_have_text("前 1,000 行已完成，其余 200 行没有动：这批不行")
    at.button("一起做").click()
    expect(at.page.locator("dialog")).to_have_count(0)
    assert at.page.evaluate("window.sent") == [[1, 500], [501, 500], [1001, 200], [1001, 200]]
