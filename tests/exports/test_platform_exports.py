"""The platforms' own exports load as they are: orders with their articles, amounts, states and times, and shops' days."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from exports.incoming.importing import run
from models.ecommerce import OnlineOrder, OnlineOrderLine, OnlineShop, ShopDay
from models.kit.clock import local
from models.organization import Product
from tests.helpers.platform_exports import DAYS, JD, ORDERS, PDD, TAOBAO
from tests.helpers.shop import SYSTEM, put

SHOPS = {
    "天猫旗舰店": "tmall",
    "京东自营店": "jd",
    "拼多多旗舰店": "pdd",
    "抖音旗舰店": "douyin",
    "有赞商城": "youzan",
    "美团闪购店": "meituan",
    "饿了么店": "eleme",
}


@pytest.fixture
def shops(clock, db) -> dict[str, int]:
    clock("2026-11-26 10:00")  # all of the exports are from before
    put(Product, sku="P1", name="乳清蛋白粉", list_price=298)
    put(Product, sku="P2", name="黑芝麻丸", list_price=40)
    return {name: put(OnlineShop, name=name) for name in SHOPS}


def loaded(export, folder, record=OnlineOrder):
    path = export.save(folder)
    done = run(path, path.name, record, SYSTEM)
    assert done.report.faults == [] and done.outcome.state == "applied"
    return done


def orders() -> dict[str, tuple]:
    return {row.order_no: (row.state, row.amount, row.freight) for row in OnlineOrder.rows()}


def lines(no: str) -> list[tuple]:
    order = OnlineOrder.get(OnlineOrder.order_no == no).id
    products = {row.id: row.sku for row in Product.rows()}
    return [
        (products.get(row.product), row.qty, row.price) for row in OnlineOrderLine.rows(OnlineOrderLine.order == order)
    ]


def test_a_shop_s_name_says_its_platform(shops):
    assert {row.name: row.platform for row in OnlineShop.rows()} == SHOPS


def test_taobao_in_gbk_with_ids_as_formulas(shops, tmp_path):
    loaded(TAOBAO, tmp_path)
    assert orders() == {
        "5118609024991031607": ("to_ship", 268, 0),
        "5118609024991031608": ("shipped", 128, 8),
        "5118609024991031609": ("done", 99, 0),
        "5118609024991031610": ("unpaid", 0, 0),
        "5118609024991031611": ("closed", 0, 0),
    }
    row = OnlineOrder.get(OnlineOrder.order_no == "5118609024991031608")
    assert (row.shop_id, row.courier, row.buyer) == (shops["天猫旗舰店"], "圆通速递", "t**1")
    assert f"{local(row.ordered_at):%F %T} {local(row.paid_at):%T}" == "2026-11-20 11:00:00 11:00:09"
    late = OnlineOrder.get(OnlineOrder.order_no == "5118609024991031609")
    assert local(late.ordered_at).date() == date(2026, 11, 19)


def test_the_new_report_of_tmall_brings_its_article(shops, tmp_path):
    loaded(ORDERS["订单报表_天猫旗舰店.xlsx"], tmp_path)
    assert orders() == {"5118609024991031701": ("done", 298, 0)}
    assert lines("5118609024991031701") == [(None, 2, 149)]


def test_jd_in_gbk_one_row_an_article(shops, tmp_path):
    loaded(JD, tmp_path)
    assert orders() == {
        "284350067121": ("to_ship", Decimal("932.45"), 6),
        "284350067122": ("done", Decimal("932.45"), 6),
        "284350067123": ("closed", Decimal("932.45"), 6),
    }
    assert lines("284350067121") == [("P1", 2, 298), ("P2", 10, 40)]


def test_pinduoduo_in_utf8_with_tabs(shops, tmp_path):
    loaded(PDD, tmp_path)
    states = ["to_ship", "shipped", "received", "closed", "closed", "closed"]
    assert [row.state for row in OnlineOrder.rows(order=OnlineOrder.order_no)] == states
    row = OnlineOrder.get(OnlineOrder.order_no == "261120-123456789012347")
    assert (row.amount, row.discount, row.tracking_no) == (Decimal("71.80"), 5, "78912345678901")
    assert f"{local(row.shipped_at):%F %H} {local(row.received_at):%F %H}" == "2026-11-20 18 2026-11-21 10"
    assert lines(row.order_no) == [("P2", 2, Decimal("35.90"))]


def test_douyin_where_every_article_says_what_was_paid_for_it(shops, tmp_path):
    loaded(ORDERS["抖店订单_抖音旗舰店.csv"], tmp_path)
    assert orders() == {
        "6920000000000000001": ("to_ship", Decimal("357.80"), 0),
        "6920000000000000003": ("done", Decimal("29.90"), 0),
        "6920000000000000004": ("closed", Decimal("29.90"), 0),
    }
    assert lines("6920000000000000001") == [("P1", 1, 298), ("P2", 2, Decimal("39.90"))]


def test_youzan_and_meituan(shops, tmp_path):
    loaded(ORDERS["有赞订单_有赞商城.xlsx"], tmp_path)
    loaded(ORDERS["美团订单_美团闪购店.xlsx"], tmp_path)
    assert orders() == {
        "E20261120093012345678901": ("done", Decimal("125.70"), 6),
        "3700125566778899001": ("done", Decimal("44.90"), 5),
        "3700125566778899002": ("closed", Decimal("44.90"), 5),
    }


@pytest.mark.parametrize("name", ORDERS)
def test_the_same_file_again_changes_nothing(shops, tmp_path, name):
    loaded(ORDERS[name], tmp_path)
    before = (orders(), OnlineOrderLine.select().count())
    again = run(tmp_path / name, name, OnlineOrder, SYSTEM)
    assert (again.outcome.state, orders(), OnlineOrderLine.select().count()) == ("nothing", *before)


@pytest.mark.parametrize("word", ["等待分拣", "(锁定)等待出库", "已揽件待揽收", "卖家部分发货"])
def test_a_state_nobody_knows_is_asked_for_and_never_guessed(shops, tmp_path, word):
    rows = tuple((*row[:11], word, *row[12:]) for row in TAOBAO.rows)
    path = replace(TAOBAO, rows=rows).save(tmp_path)
    done = run(path, path.name, OnlineOrder, SYSTEM)
    assert {fault.field for fault in done.report.faults} == {"state"} and not orders()
    assert word in done.report.faults[0].text.zh


@pytest.mark.parametrize("name", DAYS)
def test_a_shop_s_day_comes_in_with_its_figures(shops, tmp_path, name):
    loaded(DAYS[name], tmp_path, ShopDay)
    (row,) = ShopDay.rows()
    assert (row.shop, row.day) == (shops[name.rsplit(".")[0].split("_")[1]], date(2026, 11, 19))
    assert (row.visitors, row.buyers, row.orders, row.sales, row.refunds) == (4969, 91, 97, Decimal("7574.53"), 310)
    assert row.conversion == Decimal("1.83")


def test_the_next_day_s_file_moves_the_orders_on(shops, tmp_path):
    loaded(PDD, tmp_path)
    shipped = tuple((*row[:2], "已发货，待签收", *row[3:]) if row[2] == "待发货" else row for row in PDD.rows)
    path = replace(PDD, rows=shipped).save(tmp_path)
    assert run(path, path.name, OnlineOrder, SYSTEM).report.faults == []
    assert orders()["261120-123456789012345"] == ("shipped", Decimal("71.80"), 0)
    assert OnlineOrderLine.select().count() == len(PDD.rows)
