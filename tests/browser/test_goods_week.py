"""A week of goods: the store's proposal on the phone, approval, picking, and the signature with what was missing."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from models.kit.clock import today
from tests.browser.conftest import PATIENCE_FOR_WORK, soon
from tests.browser.real import Real, add, change, sign_in
from tests.browser.test_quality_day import press

WAIT = PATIENCE_FOR_WORK
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    made = Real(tmp_path_factory.mktemp("goods"))
    yield made.start()
    made.stop()


@pytest.fixture(scope="module")
def order(app):
    """Chen's store keeps stock and sold two tins a day; a hundred lie in the warehouse. An order is begun."""
    ada = app.browser("ada")
    [store] = add(ada, "store", {"code": "S1", "name": "锦江一店"})
    user = app.value("SELECT id FROM user WHERE login = 'chen'")
    assert change(ada, "user", {"id": user, "set": {"store": store["id"]}})["state"] == "applied"
    [product] = add(ada, "product", {"sku": "P1", "name": "高钙奶粉", "shelf_life_days": 360, "cost": "50"})
    [main, _] = add(
        ada,
        "warehouse",
        {"code": "W1", "name": "成都总仓"},
        {"code": "S1", "name": "锦江一店", "store": store["id"]},
    )
    made = (today() - timedelta(days=20)).isoformat()
    line = {"kind": "purchase_in", "warehouse": main["id"], "product": product["id"], "qty": 100, "produced_on": made}
    add(ada, "stock_movement", {**line, "batch_no": "A1"})
    add(ada, "replenish_rule", {"product": product["id"], "pack": 6, "cover_days": 7})
    days = [(today() - timedelta(days=back)).isoformat() for back in range(1, 29)]
    add(ada, "product_day", *({"store": store["id"], "product": product["id"], "day": day, "qty": 2} for day in days))
    return add(app.browser("chen"), "goods_order", {"store": store["id"]})[0]["id"]


def test_a_week_of_goods_from_the_proposal_to_the_signature(app, order, open_page):
    page = f"/r/goods_order/{order}"
    chen = open_page(alone=True, locale="zh-CN", **PHONE)
    sign_in(chen, app.url, "chen", page)
    expect(chen.get_by_role("button", name="按销售生成建议", exact=True).first).to_be_visible(timeout=WAIT)
    assert chen.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], "nothing is wider than the phone"
    at_once(chen, "按销售生成建议")
    expect(chen.get_by_text("已生成 1 行建议").first).to_be_visible(timeout=WAIT)
    assert app.ask("SELECT proposed, qty FROM goods_order_line") == [(18000, 18000)]  # 9 days × 2, in boxes of six
    at_once(chen, "提交")
    stands(app, chen, order, "submitted", "待审批")

    gail = open_page(alone=True, locale="zh-CN")
    sign_in(gail, app.url, "gail", page)
    for name, state, label in (
        ("批准", "approved", "待拣货"),
        ("开始拣货", "picking", "拣货中"),
        ("拣货完成", "ready", "待发出"),
    ):
        press(gail, name)
        stands(app, gail, order, state, label)
    at_once(gail, "发出")
    stands(app, gail, order, "sent", "在途")

    # Two tins are missing: written on the batch, signed for on the phone, and a case for logistics.
    pick = app.value("SELECT id FROM goods_pick")
    written = change(app.browser("chen"), "goods_pick", {"id": pick, "set": {"received_qty": 16, "cause": "short"}})
    assert written["state"] == "applied", written
    chen.goto(f"{app.url}{page}")
    press(chen, "签收", 签收人="陈明")
    stands(app, chen, order, "received", "已签收")
    lying = "SELECT w.name, s.qty FROM stock s JOIN warehouse w ON w.id = s.warehouse_id WHERE s.qty > 0 ORDER BY w.id"
    assert app.ask(lying) == [("成都总仓", 82000), ("锦江一店", 16000), ("在途", 2000)]
    assert app.ask("SELECT qty, cause, state FROM goods_difference") == [(2000, "short", "open")]


def stands(app, page, order: int, state: str, label: str) -> None:
    """The order is in this state, and the page says so; hints and heads of columns have the same words before."""
    soon(lambda: app.value("SELECT state FROM goods_order WHERE id = ?", order) == state, page)
    expect(page.get_by_text(label).first).to_be_visible(timeout=WAIT)


def at_once(page, name: str) -> None:
    """A button that asks nothing, once the page listens."""
    page.wait_for_function("window.did_handshake")
    page.get_by_role("button", name=name, exact=True).first.click()
