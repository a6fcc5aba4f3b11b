"""Papers: a person uploads the company's own workbook, is told what isn't understood, and has it filled from a row and from a grid."""

import io
import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_FOR_WORK
from tests.browser.real import Real, add, sign_in
from tests.helpers.templates import as_bytes, order_form

WAIT = PATIENCE_FOR_WORK
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    made = Real(tmp_path_factory.mktemp("papers"))
    yield made.start()
    made.stop()


@pytest.fixture(scope="module")
def plans(app) -> list[int]:
    """Two opening templates with their lines."""
    ada = app.browser("ada")
    made = add(ada, "opening_template", {"name": "标准店筹备"}, {"name": "小店筹备"})
    for at, task in enumerate(("选址签约", "装修", "办证照")):
        for row in made if at < 2 else made[:1]:
            add(ada, "opening_template_line", {"template": row["id"], "task": task, "days_before": 30 - at})
    return [row["id"] for row in made]


def uploaded(page, mark: str) -> None:
    book = order_form("模板任务")
    sheet = book["送货单"]
    sheet["A1"], sheet["B2"], sheet["B4"] = f"{{{{{mark}}}}}送货单", "{{今天}}", "{{模板任务.任务}}"
    sheet["C4"], sheet["D4"] = "{{模板任务.提前工作日}}", 2
    sheet["A7"] = "编制：{{打印人}}"
    file = {"name": "筹备表.xlsx", "mimeType": XLSX, "buffer": as_bytes(book)}
    page.locator("input[type=file]").set_input_files(file)


def fetched(download) -> list:
    with open(download.path(), "rb") as file:
        return [[row[0].value for row in sheet.iter_rows()] for sheet in load_workbook(io.BytesIO(file.read()))]


def test_a_template_is_uploaded_and_printed_from_a_row_and_from_ticked_rows(app, plans, open_page):
    ada = open_page(alone=True, locale="zh-CN", accept_downloads=True)
    sign_in(ada, app.url, "ada", "/papers?record=opening_template")
    ada.wait_for_function("window.did_handshake")
    ada.get_by_label("模板名称", exact=True).fill("筹备表")
    uploaded(ada, "名称号")
    expect(ada.get_by_text("认不出的内容")).to_be_visible(timeout=WAIT)
    assert app.value("SELECT COUNT(*) FROM design_paper") == 0
    uploaded(ada, "name")
    ada.wait_for_url(re.compile(r"/papers/\d+$"), timeout=WAIT)
    expect(ada.get_by_text("第 4 行按“模板任务”重复")).to_be_visible(timeout=WAIT)

    ada.goto(f"{app.url}/r/opening_template/{plans[0]}")
    ada.wait_for_function("window.did_handshake")
    ada.get_by_role("button", name="打印").click(timeout=WAIT)
    with ada.expect_download(timeout=WAIT * 2) as download:
        ada.get_by_role("link", name="筹备表").click(timeout=WAIT)
    [column] = fetched(download.value)
    assert column[0] == "标准店筹备送货单" and column[3:6] == [1, 2, 3] and column[6] == "合计"

    ada.goto(f"{app.url}/t/opening_template")
    ada.wait_for_function("window.did_handshake")
    for row in (0, 1):
        ada.locator(f'.ag-row[row-index="{row}"] .s-tick').click(timeout=WAIT)
    ada.get_by_role("button", name="导出").click()
    with ada.expect_download(timeout=WAIT * 2) as download:
        ada.get_by_text("筹备表（2 份，一份一个工作表）").click(timeout=WAIT)
    assert [sheet[0] for sheet in fetched(download.value)] == ["标准店筹备送货单", "小店筹备送货单"]
