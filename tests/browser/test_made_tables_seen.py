"""Tables are made by clicks alone: from nothing, as another one is, and from a workbook; each is open at once and all of it can be undone."""

import io
import re

import openpyxl
import pytest
from playwright.sync_api import expect


@pytest.fixture
def page(app, seats):
    opened = seats(app, "anna").new_page()
    opened.set_viewport_size({"width": 1440, "height": 900})
    faults = []
    opened.on("pageerror", lambda error: faults.append(f"{error}"))
    opened.on("console", lambda said: said.type == "error" and faults.append(said.text))
    yield opened
    opened.close()
    assert faults == []


def heads(page) -> list[str]:
    page.locator(".ag-header-cell-text").first.wait_for()
    return page.locator(".ag-header-cell-text").all_inner_texts()


def new_table(page, app) -> None:
    page.goto(app.url)
    page.locator(".o-nav", has_text="新建表").click()  # not the place that one was at lately
    page.get_by_role("heading", name="新建表").wait_for()


def workbook() -> dict:
    made = openpyxl.Workbook()
    made.active.title = "货架台账"
    rows = [["货架编号", "货架名称", "到货日期", "状态"]]
    rows += [[f"{at:02}", f"货架{at}", f"2026-03-{at:02}", ("在用", "停用")[at % 2]] for at in range(1, 12)]
    rows += [["12", "货架12", "记不清", "在用"]]
    for row in rows:
        made.active.append(row)
    checks = made.create_sheet("货架检查")
    for row in [["检查单号", "货架编号", "结果"], *([f"J{at}", f"{at:02}", "好"] for at in range(1, 5))]:
        checks.append(row)
    out = io.BytesIO()
    made.save(out)
    return {"name": "货架.xlsx", "mimeType": "application/octet-stream", "buffer": out.getvalue()}


def test_a_table_from_nothing_is_open_at_once_with_a_column_to_add_in_reach(app, page):
    new_table(page, app)
    page.get_by_label("中文名称").first.fill("巡检设备")
    page.get_by_label("第一列叫什么").fill("设备名称")
    page.get_by_role("button", name="建表", exact=True).click()
    page.wait_for_url(re.compile("/t/xunjianshebei"))
    assert heads(page) == ["#", "设备名称"]
    page.get_by_role("button", name="新增列").last.click()
    dialog = page.locator("dialog.s-column-dialog")
    dialog.get_by_label("中文名称").fill("产地")
    dialog.get_by_role("button", name="添加", exact=True).click()
    page.locator(".ag-header-cell").filter(has_text="产地").wait_for()
    page.locator(".s-states").get_by_role("button", name="新增", exact=True).click()
    page.get_by_role("dialog").get_by_label("设备名称").fill("冷柜")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^(保存|添加)$")).click()
    page.locator(".ag-cell").filter(has_text="冷柜").wait_for()


def test_a_table_as_another_one_has_its_columns(app, page):
    new_table(page, app)
    page.get_by_label("中文名称").first.fill("备用供应商")
    page.get_by_label("照着哪张表").first.click()
    page.keyboard.type("供应商")
    page.get_by_role("option", name="供应商", exact=True).click()
    expect(page.get_by_label("第一列叫什么")).to_be_hidden()
    page.get_by_role("button", name="建表", exact=True).click()
    page.wait_for_url(re.compile("/t/beiyong"))
    assert {"供应商编码", "供应商名称"} <= set(heads(page))


def test_sheets_of_a_workbook_are_corrected_become_tables_and_are_undone_as_one(app, page):
    new_table(page, app)
    with page.expect_file_chooser() as picking:
        page.locator(".i-drop-face").click()
    picking.value.set_files(workbook())
    odd = page.locator("tr").filter(has_text="第 13 行“记不清”")
    expect(odd).to_contain_text("91%")
    expect(odd.get_by_role("checkbox", name="不合的另放一列")).to_be_checked()
    page.get_by_label("类型 状态").click()
    page.get_by_role("option", name="单行文字", exact=True).click()
    page.get_by_role("button", name="建 2 张表").click()
    page.get_by_text("已建好").wait_for()
    made = {zh: id for id, zh in app.ask("SELECT id, zh FROM design_type WHERE state = 'active' AND zh LIKE '货架%'")}
    assert [app.ask(f"SELECT COUNT(*) FROM t_{made[zh]}") for zh in ("货架台账", "货架检查")] == [[(12,)], [(4,)]]
    expect(page.get_by_role("link", name="货架检查")).to_have_attribute("href", re.compile("^/t/huojiajiancha$"))
    page.get_by_role("button", name="全部撤销").click()
    page.get_by_text("已全部撤销").wait_for()
    page.locator(".i-drop-face").wait_for()
    assert app.ask("SELECT DISTINCT state FROM design_type WHERE zh LIKE '货架%'") == [("removed",)]
