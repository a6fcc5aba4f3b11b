"""The import page in a real browser: a workbook is chosen, a cell put right with the keyboard, the rest skipped, on a phone too."""

import io
import re

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from tests.helpers.returned_files import line_of, put, worked_on


@pytest.fixture
def page(app, seats):
    opened = seats(app, "anna").new_page()
    faults = []
    opened.on("pageerror", lambda error: faults.append(f"{error}"))
    opened.on("console", lambda said: said.type == "error" and faults.append(said.text))
    yield opened
    opened.close()
    assert faults == []


def workbook(prefix: str) -> dict:
    made = Workbook()
    rows = (["供应商名录"], ["供应商编码", "供应商名称", "联系电话", "备注栏"])
    for row in (
        *rows,
        [f"{prefix}1", f"{prefix}甲", "138123", "x"],
        [f"{prefix}2", f"{prefix}乙", "028-83570614"],
        [f"{prefix}3"],
    ):
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return {"name": f"{prefix}.xlsx", "mimeType": "application/octet-stream", "buffer": out.getvalue()}


def choose(page, app, file: dict) -> None:
    page.goto(f"{app.url}/import/supplier")
    with page.expect_file_chooser() as picking:
        page.locator(".i-drop-face").click()
    picking.value.set_files(file)
    page.locator(".i-bar").wait_for()


def test_a_cell_is_put_right_with_the_keyboard_and_the_faulty_rest_skipped(app, page):
    choose(page, app, workbook("K"))
    expect(page.locator(".i-tabs")).to_have_text(re.compile(r"有误\s*2\s*新增\s*1\s*更新\s*0\s*无变化\s*0"))
    phone = page.locator(".i-value input").first
    phone.fill("13812345678")
    phone.press("Enter")
    page.get_by_text("已改 1 处").wait_for()
    expect(page.locator(".i-bar .o-go")).to_be_disabled()
    with page.expect_download() as coming:
        page.get_by_text("下载有误的行").click()
    rows = list(load_workbook(io.BytesIO(coming.value.path().read_bytes())).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [5]
    page.get_by_text("跳过有误的 1 行").click()
    page.locator(".i-bar .o-go").click()
    page.get_by_text("已新增 2 行").wait_for()
    suppliers = app.ask("SELECT code, phone FROM supplier WHERE code LIKE 'K%' ORDER BY code")
    assert suppliers == [("K1", "13812345678"), ("K2", "02883570614")]
    page.get_by_text("撤销这次导入").click()
    page.locator(".o-dialog .o-go").click()
    page.get_by_text("这次导入已撤销").wait_for()
    assert app.ask("SELECT COUNT(*) FROM supplier WHERE code LIKE 'K%'") == [(0,)]


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_is_wider_than_the_screen(app, page, width):
    page.set_viewport_size({"width": width, "height": 844})
    choose(page, app, workbook("W"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".i-tabs .i-new").click()
    page.locator(".i-scroll").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_list_is_exported_to_be_edited_and_its_differences_are_written(app, page):
    choose(page, app, workbook("R"))
    page.get_by_text("跳过有误的 2 行").click()
    page.locator(".i-bar .o-go").click()
    page.get_by_text("已新增 1 行").wait_for()
    page.goto(f"{app.url}/t/supplier")
    page.wait_for_function("window.did_handshake")
    page.get_by_role("button", name="导出", exact=True).click()
    with page.expect_download() as coming:
        page.get_by_text("导出修改（改完再导入，逐格对比）").click()
    data = worked_on(
        coming.value.path().read_bytes(),
        lambda sheet: put(sheet, line_of(sheet, "供应商编码", "R2"), 电话="02883570615"),
    )
    page.set_viewport_size({"width": 390, "height": 844})
    choose(page, app, {"name": "改过.xlsx", "mimeType": "application/octet-stream", "buffer": data})
    expect(page.locator(".i-difference")).to_contain_text("02883570615")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".i-bar .o-go").click()
    page.get_by_text("已修改 1 行").wait_for()
    assert app.ask("SELECT phone FROM supplier WHERE code = 'R2'") == [("02883570615",)]
