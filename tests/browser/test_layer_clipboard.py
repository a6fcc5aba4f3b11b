"""Copy, cut and paste between the grid and Excel, read and written through the real clipboard."""

import os
import time

from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_FOR_WORK, soon

ROWS = int(os.environ.get("OPS_PASTE_ROWS", "1000"))


def faults(at):
    return at.page.locator("dialog.s-faults")


def test_a_range_is_copied_as_people_see_it_and_quoted_as_excel_does(sheet):
    at = sheet()
    at.click(50, "note")
    at.paste('"一\n""二"""\t')
    expect(at.page.get_by_role("dialog")).to_be_visible()
    at.button("粘贴").click()
    at.drained()
    at.click(50, "joined_on")
    at.keys.press("Shift+ArrowRight")
    at.keys.press("Control+c")
    assert at.clipboard().split("\t") == ["2026-01-02", "0"]
    expect(at.shape("copied")).to_be_visible()
    at.click(50, "note")
    at.keys.press("Control+c")
    assert at.clipboard().replace("\r\n", "\n") == '"一\n""二"""'
    html = at.page.evaluate(
        "navigator.clipboard.read().then(([item]) => item.getType('text/html')).then((blob) => blob.text())"
    )
    assert "<td" in html
    html = at.sheet(
        """(page) => {
            const { selection, rows, clipboard } = page.layer;
            page.adapter.activate(50, "card_no");
            selection.extend(50, "points", { show: false });
            const told = {};
            clipboard.keep(selection.range(), rows.ready(selection.range()), false, { setData: (kind, text) => (told[kind] = text) });
            return told["text/html"];
        }"""
    )
    cells = [cell.split(">", 1) for cell in html.split("mso-number-format:")[1:]]
    styles = {text.split("<")[0]: style.strip('"') for style, text in cells}
    assert (styles["2026-01-02"], styles["0"]) == (r"'yyyy\-mm\-dd'", "General"), (
        "days are days and numbers are numbers there"
    )
    assert styles["HY00051"] == r"'\@'", "and codes keep their zeros"
    assert at.stored(50, "note") == '一\n"二"'


def test_people_paste_what_they_have_and_the_server_understands_it(sheet):
    at = sheet()
    at.click(52, "home_store")
    at.paste("S2\t2026年3月1日\r\n春熙路旗舰店\t２０２６/3/2\r\n")
    expect(at.cell(53, "joined_on")).to_have_text("2026-03-02")
    at.drained()
    assert [at.stored(row, "home_store_id") for row in (52, 53)] == [2, 3]
    assert at.stored(52, "joined_on") == "2026-03-01"
    at.keys.press("Control+z")
    expect(at.cell(52, "joined_on")).to_have_text("2026-01-02")
    at.page.goto(at.app.url + "/t/store?sort=code")
    at.cell(2, "code").wait_for()
    at.sheet("(page) => page.commands.show('monthly_rent', true)")
    at.click(0, "monthly_rent")
    at.paste("¥1,234.50\r\n１２３４")
    expect(at.cell(0, "monthly_rent")).to_have_text("¥1,234.50")
    expect(at.cell(1, "monthly_rent")).to_have_text("¥1,234.00")
    at.drained()
    at.click(0, "monthly_rent")
    at.keys.press("Shift+ArrowDown")
    at.keys.press("Control+c")
    assert at.clipboard().split() == ["1234.50", "1234.00"]


def test_one_value_fills_a_range_and_cut_moves_in_one_step(sheet):
    at = sheet()
    at.click(55, "note")
    at.keys.press("Shift+ArrowDown")
    at.keys.press("Shift+ArrowDown")
    at.paste("同一句")
    expect(at.cell(57, "note")).to_have_text("同一句")
    at.drained()
    at.click(55, "note")
    at.keys.press("Control+x")
    at.click(59, "note")
    there = at.text(59, "note")
    at.keys.press("Control+v")
    expect(at.cell(59, "note")).to_have_text("同一句")
    expect(at.cell(55, "note")).to_have_text("")
    at.drained()
    at.keys.press("Control+z")
    expect(at.cell(55, "note")).to_have_text("同一句")
    expect(at.cell(59, "note")).to_have_text(there)


def test_one_bad_cell_stops_the_batch_and_every_bad_cell_is_named(sheet):
    at = sheet()
    at.click(60, "home_store")
    at.paste("S1\t2026-05-05\r\n没有这家店\t昨天的昨天\r\nS2\t2026-05-05")
    expect(faults(at)).to_contain_text("有 2 处不对")
    expect(faults(at).locator("tbody tr")).to_have_count(2)
    expect(faults(at)).to_contain_text("没有这家店")
    expect(faults(at)).to_contain_text("入会日期")
    at.button("知道了").click()
    assert at.stored(60, "joined_on") == "2026-01-02"
    expect(at.cell(61, "home_store")).to_contain_class("s-refused")
    at.click(61, "joined_on")
    expect(at.page.locator(".s-say-refused")).to_contain_text("昨天的昨天")
    assert at.page.evaluate("document.activeElement.closest('.s-sink') !== null")


def test_bad_cells_are_mended_where_they_are_told_or_left_out_and_the_rest_is_one_batch(sheet):
    at = sheet()
    at.click(66, "home_store")
    at.paste("S1\t2026-05-05\r\n没有这家店\t昨天的昨天\r\nS2\t2026-05-06")
    expect(faults(at).locator("tbody input")).to_have_count(2)
    faults(at).locator("tbody input").first.fill("S3")
    at.button("已改好，重新保存").click()
    expect(faults(at).locator("tbody tr")).to_have_count(1)
    assert at.stored(66, "joined_on") == "2026-01-02"
    at.button("跳过这 1 处，保存其余的").click()
    expect(faults(at)).to_have_count(0)
    expect(at.page.locator(".s-toast")).to_contain_text("跳过了 1 处")
    assert [at.stored(row, "joined_on") for row in (66, 67, 68)] == ["2026-05-05", "2026-01-02", "2026-05-06"]
    assert [at.stored(row, "home_store_id") for row in (66, 67, 68)] == [1, 3, 2]
    at.keys.press("Control+z")
    expect(at.cell(68, "joined_on")).to_have_text("2026-01-02")
    assert at.stored(66, "joined_on") == "2026-01-02"


def test_locked_columns_in_a_block_are_told_before_and_can_be_left_out(sheet):
    at = sheet()
    at.click(64, "joined_on")
    at.paste("2026-06-06\t99999")
    dialog = at.page.get_by_role("dialog")
    expect(dialog).to_contain_text("可用积分")
    at.button("粘贴").click()
    expect(at.cell(64, "joined_on")).to_have_text("2026-06-06")
    assert at.stored(64, "points") == 0


def test_more_rows_than_there_are_become_new_ones(sheet):
    at = sheet()
    last = at.sheet("(page) => page.adapter.size().rows") - 1
    at.click(0, "card_no")
    at.keys.press("Control+ArrowDown")
    expect(at.cell(last, "card_no")).to_contain_text("HY")
    keep = at.text(last, "card_no")
    at.paste(f"{keep}\t张一\r\nHZ00001\t张二\r\nHZ00002\t张三")
    expect(at.page.locator(".s-toast")).to_contain_text("新增了 2 行")
    assert at.app.ask("SELECT name FROM member WHERE card_no LIKE 'HZ%' ORDER BY card_no") == [("张二",), ("张三",)]
    # Else the count from before would be taken for the undo's.
    expect(at.page.locator(".s-count")).to_have_text(f"共 {last + 3} 行")
    at.keys.press("Control+z")
    expect(at.page.locator(".s-count")).to_have_text(f"共 {last + 1} 行")


def test_rows_far_from_sight_are_copied_and_pasted_whole(sheet):
    at = sheet()
    at.click(0, "name")
    at.sheet("(page) => page.layer.selection.extend(389, 'name', { show: false })")
    at.until("(page) => page.layer.rows.ready(page.layer.selection.range())")
    at.keys.press("Control+c")
    soon(lambda: at.clipboard().split("\r\n")[389:], at.page)
    asked = "SELECT name, note FROM member ORDER BY card_no LIMIT 390"
    names = [
        name for name, _ in at.app.ask(asked)
    ]  # some may be called what only quotation marks bring through a clipboard
    at.click(0, "note")
    at.keys.press("Control+v")
    expect(at.cell(0, "note")).to_have_text(names[0])
    at.drained()
    assert [note for _, note in at.app.ask(asked)] == names
    at.keys.press("Control+z")
    expect(at.cell(0, "note")).not_to_have_text(names[0])


def lines(names: list[str], rows: int, first: str) -> str:
    """So many lines of so many columns as Excel gives them; the first is that of a member who is there already."""
    values = {
        "name": "王小明",
        "phone": "",
        "gender": "女",
        "birthday": "1980-01-02",
        "tier": "银卡会员",
        "home_store": "S1",
        "joined_on": "2026年3月1日",
        "status": "正常",
        "channel": "门店",
        "tags": "老客户、补钙",
        "address": "成都市锦江区东大街一二一号",
        "interests": "睡眠",
        "consent": "是",
        "opening_spend": "¥1,234.50",
        "note": "对花粉过敏，推荐产品前请先询问；每周三上午方便接电话" * 2,
    }
    rest = "\t".join(values.get(name, "") for name in names[1:])
    return "\r\n".join(f"{card}\t{rest}" for card in (first, *(f"W{n:05}" for n in range(1, rows))))


def test_a_large_block_of_twenty_columns_is_previewed_pasted_with_progress_and_taken_back_as_one(sheet):
    """W4: OPS_PASTE_ROWS=10000 python -m pytest tests/browser/test_layer_clipboard.py -k twenty -s"""
    at = sheet()
    start = at.sheet("(page) => page.adapter.size().rows")
    for name in ("address", "interests", "consent", "opening_spend"):
        at.sheet("(page, name) => page.commands.show(name, true)", name)
    names = at.sheet("(page) => page.adapter.fields()")
    assert len(names) == 20 and names[0] == "card_no"
    at.click(0, "card_no")
    at.keys.press("Control+ArrowDown")
    expect(at.cell(start - 1, "card_no")).to_contain_text("HY")
    at.paste(lines(names, ROWS, at.text(start - 1, "card_no")))
    dialog = at.page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"粘贴 {ROWS:,} 行")
    expect(dialog).to_contain_text(f"新增 {ROWS - 1:,} 行")
    dialog.evaluate(
        "(node) => new MutationObserver(() => (window.progressed ||= node.querySelector('progress')?.checkVisibility()))"
        ".observe(node, {childList: true, subtree: true, attributes: true})"
    )
    started = time.monotonic()
    at.button("粘贴").click()
    expect(dialog).to_have_count(0, timeout=PATIENCE_FOR_WORK)
    took = time.monotonic() - started
    print(f"{ROWS} x {len(names)} cells pasted in {took:.1f} s")
    assert at.page.evaluate("window.progressed")
    assert faults(at).count() == 0
    assert at.app.ask("SELECT count(*) FROM member WHERE card_no LIKE 'W%'") == [(ROWS - 1,)]
    expect(at.page.locator(".s-count")).to_have_text(f"共 {start + ROWS - 1:,} 行", timeout=PATIENCE_FOR_WORK)
    at.keys.press("Control+z")
    soon(
        lambda: at.app.ask("SELECT count(*) FROM member WHERE card_no LIKE 'W%'") == [(0,)],
        at.page,
        PATIENCE_FOR_WORK / 1000,
    )
    expect(at.page.locator(".s-count")).to_have_text(f"共 {start} 行", timeout=PATIENCE_FOR_WORK)
