"""Monday morning: from the report's cover to the rows behind a red figure, a late correction there, and revision 2 that names it."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from models import house
from models.kit import Text, changes, system
from models.kit.clock import today
from models.kit.server import database
from models.kit.week.rollup import close, counted, last_whole
from models.organization import Store
from models.stores import StoreDay
from models.weekly import FigureTarget, aims
from tests.browser.conftest import PATIENCE_FOR_WORK
from tests.browser.real import Real, sign_in

WAIT = PATIENCE_FOR_WORK
WEEK = last_whole(today())
# The bar stands as long as two stores are counted: whoever looks now and then may miss it.
LOOKS_FOR_THE_BAR = """() => {
  const look = () => document.querySelector(".w-progress")?.checkVisibility() && (sessionStorage.bar = "seen");
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
}"""


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    made = Real(tmp_path_factory.mktemp("monday"))
    seed(made.data)
    yield made.start()
    made.stop()


def seed(data: Path) -> None:
    """Two stores that sold 100 and 250 of the 1,000 they should have; the week is closed."""
    database.close()
    database.open(f"sqlite:///{data}/ops.db")
    boss = system("系统")
    with database.reading(), changes(who=boss, label=Text("关账", "Closing")) as c:
        first, other = c.add(Store, [{"code": "S1", "name": "锦江一店"}, {"code": "S2", "name": "武侯一店"}])
        c.create(FigureTarget, metric="store_sales", starts_on=WEEK.monday, value=Decimal(1000))
        sold = (
            (first, WEEK.monday, 100),
            (other, WEEK.sunday, 250),
            (first, WEEK.monday - timedelta(days=1), 900),
            (other, WEEK.sunday + timedelta(days=1), 40),
        )
        rows = [
            {"store": store.id, "day": day, "sales": Decimal(sales), "transactions": 5} for store, day, sales in sold
        ]
        c.add(StoreDay, rows)
        close(c, house().counted, WEEK, counted(house().counted, WEEK, aims=aims(WEEK)))
    database.close()


def test_a_red_figure_leads_to_its_rows_and_their_correction_to_a_second_revision(app, open_page):
    page = open_page(alone=True, locale="zh-CN")
    sign_in(page, app.url, "gail", "/weekly")
    card = page.locator(".w-card", has_text="门店销售额").first
    expect(card).to_contain_text("■ 预警", timeout=WAIT)
    expect(card).to_contain_text("目标 ¥1,000")

    # Exactly the rows behind it: not the day before the week, nor the day after.
    card.get_by_role("link", name="¥350.00").click()
    expect(page.locator(".s-count")).to_have_text("共 2 行", timeout=WAIT)
    sales = page.locator('.ag-center-cols-container [col-id="sales"]:not(.s-blank)')
    expect(sales).to_have_text(["¥250.00", "¥100.00"])

    sales.nth(1).click()
    page.keyboard.type("180")
    page.keyboard.press("Enter")
    expect(sales.nth(1)).to_have_text("¥180.00")
    row = app.value("SELECT id FROM store_day WHERE day = ?", WEEK.monday.isoformat())
    page.wait_for_function("() => !document.querySelector('.ag-cell.s-pending')")

    page.goto(f"{app.url}/weekly/{WEEK}")
    page.evaluate(LOOKS_FOR_THE_BAR)
    page.get_by_role("button", name="重新统计").click()
    page.locator(".o-dialog").get_by_role("button", name="补录数据").click()
    page.locator(".o-dialog .o-go").click()
    expect(page.locator(".w-made")).to_contain_text("第 2 版", timeout=WAIT)
    assert page.evaluate("sessionStorage.bar") == "seen", "how far it is was shown meanwhile"
    expect(card).to_contain_text("¥430.00", timeout=WAIT)
    expect(page.locator(".w-progress")).to_be_hidden()

    page.locator(".w-tab", has_text="版本与更正").click()
    newest = page.locator("section.o-card", has_text="第 2 版")
    for text in ("原因：补录数据", "gail", "¥350.00", "¥430.00", "+¥80.00"):
        expect(newest).to_contain_text(text, timeout=WAIT, ignore_case=True)
    expect(newest.locator(f'a[href="/r/store_day/{row}"]').first).to_be_visible()
    assert app.value("SELECT count(*) FROM week_revision WHERE revision = 1") == 1, "the first closing stays"
