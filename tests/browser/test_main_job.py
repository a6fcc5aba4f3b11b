"""The main job as a person does it: workbooks in, a member found by initials, a gift, its undo, and the list back in Excel."""

import json
import re
from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import expect
from pypinyin import Style, lazy_pinyin

from tests.browser.conftest import PATIENCE_FOR_WORK
from tests.browser.real import Real, sign_in
from tests.exports.test_samples import sample

WAIT = PATIENCE_FOR_WORK


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The app on an empty folder, into which the command has brought what members and gifts refer to."""
    made = Real(tmp_path_factory.mktemp("job"))
    said = [
        made.bring(sample(f"{file}.xlsx"), record, "--create-links")
        for file, record in (
            ("门店清单", "store"),
            ("会员等级", "member_tier"),
            ("员工花名册", "employee"),
            ("积分礼品", "gift"),
        )
    ]
    assert all("有误 0" in line for line in said), said
    yield made.start()
    made.stop()


@pytest.fixture(scope="module")
def truth():
    return json.loads(sample("truth.json").read_text())["会员台账.xlsx"]


def initials(name: str) -> str:
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))


def bring_members(page, truth) -> None:
    """The import page: what would happen is said first, faulty rows with their reasons, then the good ones go in."""
    page.get_by_role("link", name="导入", exact=True).click()
    page.set_input_files("input[type=file]", sample("会员台账.xlsx"))
    faulty, new = page.locator(".i-tabs .i-faulty"), page.locator(".i-tabs .i-new")
    expect(faulty).to_contain_text(str(truth["faulty"]), timeout=WAIT)
    expect(new).to_contain_text(f"{truth['good']:,}")
    row = page.locator(".i-faults")
    for text in ("J15", "可用积分", "“八百”不是数字"):
        expect(row).to_contain_text(text)
    go = page.locator(".i-bar .o-go")
    expect(go).to_be_disabled()
    page.get_by_text(f"跳过有误的 {truth['faulty']} 行，其余先导入").click()
    expect(go).to_be_enabled()
    go.click()
    expect(page.locator(".i-done")).to_contain_text(f"新增 {truth['good']:,} 行", timeout=WAIT)
    page.locator(".i-done").get_by_role("link", name="查看会员").click()


def test_a_person_imports_finds_redeems_takes_it_back_and_exports(app, open_page, truth):
    page = open_page(alone=True, locale="zh-CN", accept_downloads=True)
    sign_in(page, app.url, "ann", "/t/member")
    bring_members(page, truth)
    count = page.locator(".s-count")
    expect(count).to_have_text(f"共 {truth['good']:,} 行", timeout=WAIT)

    # Found by the first letters of the name, and her own page opened.
    gift, price, stock = app.ask("SELECT name, price, stock FROM gift WHERE status = 'on' ORDER BY price LIMIT 1")[0]
    id, name, points = app.ask(
        "SELECT id, name, points FROM member WHERE points >= ? AND length(name) = 3 LIMIT 1", price
    )[0]
    page.locator(".s-search input").fill(initials(name))
    expect(count).not_to_have_text(f"共 {truth['good']:,} 行")
    cell = page.locator('.ag-row [col-id="name"]').get_by_text(name, exact=True)
    expect(cell.first).to_be_visible()
    page.goto(f"{app.url}/r/member/{id}")
    expect(page.locator("h1")).to_have_text(name)
    figure = page.locator(".o-figure").first.locator(".o-value")
    expect(figure).to_have_text(f"{points:,}")

    # A gift for points: points and stock move together.
    page.get_by_role("button", name="兑换礼品").click()
    dialog = page.locator(".o-dialog")
    picker = dialog.locator("input").first
    picker.click()
    picker.press_sequentially("".join(lazy_pinyin(gift))[:4])
    offered = page.locator(".o-pick .q-item")
    expect(offered).to_have_count(1)  # all are offered until what was typed has been looked for
    offered.get_by_text(gift, exact=True).click()
    dialog.locator(".o-go").click()
    expect(dialog).to_be_hidden()
    expect(figure).to_have_text(f"{points - price:,}")
    assert moved(app, id, gift) == (points - price, stock - 1)

    # And back again, from the list of what one did.
    page.goto(f"{app.url}/history")
    page.locator("tr", has_text="兑换礼品").get_by_role("button", name="撤销").click()
    page.locator(".o-dialog .o-go").click()
    expect(page.locator("tr", has_text="兑换礼品").get_by_text("已撤销")).to_be_visible()
    assert moved(app, id, gift) == (points, stock)

    export_and_read_back(page, app)


def moved(app: Real, id: int, gift: str) -> tuple[int, int]:
    return (
        app.value("SELECT points FROM member WHERE id = ?", id),
        app.value("SELECT stock FROM gift WHERE name = ?", gift),
    )


def export_and_read_back(page, app: Real) -> None:
    page.goto(f"{app.url}/t/member")
    expect(page.locator(".s-count")).to_have_text(re.compile("共 2,878 行"), timeout=WAIT)
    page.get_by_role("button", name="导出", exact=True).click()
    with page.expect_download() as coming:
        page.get_by_role("menuitem").filter(has_text=re.compile("xlsx|Excel", re.I)).first.click()
    assert re.fullmatch(r"会员_\d{8}_\d{4}\.xlsx", coming.value.suggested_filename)
    sheet = openpyxl.load_workbook(BytesIO(coming.value.path().read_bytes())).active
    heads, *rows = sheet.iter_rows(values_only=True)
    assert {"会员卡号", "姓名", "手机号", "会员等级", "可用积分", "备注"} <= set(heads)
    assert len(rows) == app.value("SELECT count(*) FROM member") == 2878
    at = {head: place for place, head in enumerate(heads)}
    marked = next(row for row in rows if row[at["备注"]] == "=1+1")
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"], "a text became a formula"
    for text in ("会员卡号", "姓名", "手机号", "会员等级"):
        assert isinstance(marked[at[text]], str), f"{text} is no longer text"
    assert sum(row[at["可用积分"]] for row in rows) == app.value("SELECT sum(points) FROM member")
    assert {row[at["会员卡号"]] for row in rows} == {card for (card,) in app.ask("SELECT card_no FROM member")}
