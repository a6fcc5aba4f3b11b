"""The figures of the week online, on three shops (one of no store) with every value worked out by hand."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from models.ecommerce import AfterSale, Listing, OnlineOrder, OnlineOrderLine, OnlineShop, ShopDay, ShopViolation
from models.kit.clock import Week
from models.organization import Product, Store
from tests.figures.world import LAST, area, behind, opened, read_whole, rows, standing_at

FIGURES = {metric.name: metric for metric in area("ecommerce").metrics}

EXPECTED = {
    "online_visitors": 2500,
    "online_conversion": Decimal("3.20"),  # 80 buyers of 2,500 visitors
    "online_cart_rate": Decimal("12.60"),  # 252 of 2,000; one day has none
    "online_orders": 80,
    "online_sales": Decimal("14000.00"),
    "online_average": Decimal("175.00"),  # 14,000 by 80 buyers
    "online_refund_rate": Decimal("7.14"),  # 1,000 of 14,000
    "online_ad_cost": Decimal("1800.00"),
    "online_ad_return": Decimal("7.78"),  # 14,000 over 1,800
    "online_new_buyers": Decimal("25.00"),  # 20 of 80
    "online_repeat_rate": Decimal("33.33"),  # 甲 and 丙 of 甲 乙 丙 丁 戊 and one unnamed
    "online_late": 3,
    "online_in_time": Decimal("75.00"),  # three of four
    "online_hours": Decimal("31.5"),  # 24 + 84 + 12 + 6 over 4
    "online_after_sales": 4,
    "online_after_sale_rate": Decimal("5.00"),  # 4 of 80 orders
    "online_quality_after_sales": Decimal("50.00"),
    "online_after_sales_late": 2,
    "online_unmapped": 3,
    "online_below_floor": 2,
    "online_stock_outs": 2,
    "online_violations": Decimal("2.500"),
    "online_score": Decimal("4.7"),  # 4.8, 4.6 and 4.7; one day has none
    "online_rank": Decimal("19.0"),  # 12, 15 and 30
}
PER_STORE = {
    "online_visitors": (1600, 400),
    "online_conversion": (Decimal("3.50"), Decimal("2.00")),
    "online_cart_rate": (Decimal("13.25"), Decimal("10.00")),
    "online_orders": (60, 9),
    "online_sales": (11200, 1600),
    "online_average": (200, 200),
    "online_refund_rate": (Decimal("3.57"), Decimal("12.50")),
    "online_ad_cost": (1500, 300),
    "online_ad_return": (Decimal("7.47"), Decimal("5.33")),
    "online_new_buyers": (Decimal("28.57"), Decimal("50.00")),
    "online_repeat_rate": (Decimal("50.00"), Decimal("33.33")),
    "online_late": (1, 2),
    "online_in_time": (Decimal("66.67"), None),
    "online_hours": (Decimal("40.0"), None),
    "online_after_sales": (2, 1),
    "online_after_sale_rate": (Decimal("3.33"), Decimal("11.11")),
    "online_quality_after_sales": (50, 0),
    "online_after_sales_late": (1, 1),
    "online_unmapped": (1, 1),
    "online_below_floor": (1, None),
    "online_stock_outs": (1, None),
    "online_violations": (2, Decimal("0.5")),
    "online_score": (Decimal("4.8"), Decimal("4.6")),
    "online_rank": (Decimal("13.5"), None),
}
UNOWNED = {  # the shop that is of no store
    "online_visitors": 500,
    "online_conversion": Decimal("3.20"),
    "online_orders": 11,
    "online_sales": 1200,
    "online_average": 75,
    "online_refund_rate": Decimal("33.33"),
    "online_ad_cost": 0,
    "online_new_buyers": 0,
    "online_repeat_rate": 0,
    "online_in_time": 100,
    "online_hours": 6,
    "online_after_sales": 1,
    "online_after_sale_rate": Decimal("9.09"),
    "online_quality_after_sales": 100,
    "online_unmapped": 1,
    "online_below_floor": 1,
    "online_stock_outs": 1,
    "online_score": Decimal("4.7"),
    "online_rank": 30,
}
DAYS = ("day", [date(2026, 11, 16), date(2026, 11, 18), date(2026, 11, 20), date(2026, 11, 22)])
SENT = ("order_no", ["A1", "A2", "A3", "A6"])
BEHIND = {
    **dict.fromkeys(("online_visitors", "online_orders", "online_sales", "online_ad_cost", "online_conversion"), DAYS),
    "online_cart_rate": ("day", [date(2026, 11, 16), date(2026, 11, 18), date(2026, 11, 22)]),
    "online_average": DAYS,
    "online_refund_rate": DAYS,
    "online_ad_return": DAYS,
    "online_new_buyers": DAYS,
    "online_repeat_rate": ("order_no", ["A1", "A10", "A11", "A2", "A3", "A4", "A5", "A6"]),
    "online_late": ("order_no", ["A2", "A4", "A5"]),
    "online_in_time": ("order_no", ["A1", "A3", "A6"]),
    "online_hours": SENT,
    "online_after_sales": ("no", ["R1", "R2", "R3", "R4"]),
    "online_after_sale_rate": ("no", ["R1", "R2", "R3", "R4"]),
    "online_quality_after_sales": ("no", ["R1", "R4"]),
    "online_after_sales_late": ("no", ["R2", "R3"]),
    "online_unmapped": ("title", ["明细1", "明细5", "明细6"]),
    "online_below_floor": ("title", ["L1", "L5"]),
    "online_stock_outs": ("title", ["L2", "L5"]),
    "online_violations": ("title", ["V1", "V2"]),
    "online_score": ("day", [date(2026, 11, 16), date(2026, 11, 18), date(2026, 11, 20)]),
    "online_rank": ("day", [date(2026, 11, 16), date(2026, 11, 20), date(2026, 11, 22)]),
}


@pytest.fixture(scope="module")
def world(fresh, tmp_path_factory):
    with opened(fresh, tmp_path_factory.mktemp("ecommerce")):
        first, second = rows(Store, "code name kind", ("S1", "天猫店", "online"), ("S2", "京东店", "online"))
        tmall, jd, douyin = rows(
            OnlineShop,
            "name platform store",
            ("天猫旗舰店", "tmall", first),
            ("京东自营", "jd", second),
            ("抖音小店", "douyin", None),
        )
        fill_days(tmall, jd, douyin)
        orders = fill_orders(tmall, jd, douyin)
        fill_the_rest(orders, tmall, jd, douyin)
        yield SimpleNamespace(stores=(first, second), shops=(tmall, jd, douyin))


def fill_days(tmall, jd, douyin):
    rows(
        ShopDay,
        "shop day visitors carts orders buyers new_buyers sales refunds ad_cost service_score rank",
        (tmall, "2026-11-15", 9000, 900, 90, 90, 90, 9000, 90, 90, "1", 99),
        (tmall, "2026-11-16", 1000, 152, 42, 40, 10, 8000, 400, 1000, "4.8", 12),
        (tmall, "2026-11-22", 600, 60, 18, 16, 6, 3200, 0, 500, None, 15),
        (tmall, "2026-11-23", 9000, 900, 90, 90, 90, 9000, 90, 90, "1", 99),
        (jd, "2026-11-18", 400, 40, 9, 8, 4, 1600, 200, 300, "4.6", None),
        (douyin, "2026-11-20", 500, 0, 11, 16, 0, 1200, 400, 0, "4.7", 30),
    )


def fill_orders(tmall, jd, douyin) -> dict[str, int]:
    lines = (
        ("A1", tmall, "甲", "2026-11-15 10:00", "2026-11-15 12:00", "2026-11-16 12:00", "shipped"),
        ("A2", tmall, "甲", "2026-11-17 08:00", "2026-11-17 08:00", "2026-11-20 20:00", "shipped"),
        ("A3", tmall, "乙", "2026-11-18 09:00", None, "2026-11-18 21:00", "shipped"),
        ("A4", jd, "丙", "2026-11-19 10:00", "2026-11-19 10:00", None, "to_ship"),
        ("A5", jd, "丙", "2026-11-20 10:00", "2026-11-20 10:00", "2026-11-23 09:00", "shipped"),
        ("A6", douyin, None, "2026-11-21 10:00", "2026-11-21 10:00", "2026-11-21 16:00", "shipped"),
        ("A7", tmall, "甲", "2026-11-20 10:00", None, None, "unpaid"),
        ("A8", tmall, "甲", "2026-11-20 10:00", "2026-11-20 10:00", None, "closed"),
        ("A9", jd, "丁", "2026-08-20 10:00", "2026-08-20 10:00", "2026-08-21 10:00", "done"),
        ("A10", jd, "丁", "2026-08-25 00:00", "2026-08-25 00:00", "2026-08-26 10:00", "done"),
        ("A11", jd, "戊", "2026-11-22 23:30", "2026-11-22 23:30", None, "to_ship"),
    )
    ids = rows(
        OnlineOrder, "order_no shop buyer ordered_at paid_at shipped_at state amount", *((*line, 500) for line in lines)
    )
    return {line[0]: id for line, id in zip(lines, ids, strict=True)}


def fill_the_rest(orders, tmall, jd, douyin):
    rows(
        AfterSale,
        "no order reason opened_at closed_at state amount",
        ("R1", orders["A1"], "quality", "2026-11-17 10:00", "2026-11-18 10:00", "closed", 10),
        ("R2", orders["A2"], "wrong", "2026-11-18 10:00", None, "open", 10),
        ("R3", orders["A10"], "regret", "2026-11-19 12:00", "2026-11-22 20:00", "closed", 10),
        ("R4", orders["A6"], "quality", "2026-11-21 09:00", None, "open", 10),
        ("R5", orders["A9"], "quality", "2026-11-15 09:00", "2026-11-16 09:00", "closed", 10),
    )
    powder, cup = rows(Product, "sku name member_price", ("P1", "奶粉", 100), ("P2", "保温杯", 60))
    rows(
        OnlineOrderLine,
        "order title product price",
        (orders["A1"], "明细1", None, 0),
        (orders["A4"], "明细4", powder, 0),
        (orders["A5"], "明细5", None, 0),
        (orders["A6"], "明细6", None, 0),
    )
    rows(
        Listing,
        "shop product title price approved_price state stock",
        (tmall, powder, "L1", 80, 80, "online", 5),
        (tmall, cup, "L2", 200, None, "online", 0),
        (jd, powder, "L3", 120, None, "online", None),
        (jd, cup, "L4", 50, None, "draft", 0),
        (douyin, powder, "L5", 90, 90, "online", 0),
    )
    rows(
        ShopViolation,
        "shop title happened_on points state",
        (tmall, "V1", "2026-11-16", 2, "open"),
        (jd, "V2", "2026-11-22", "0.5", "upheld"),
        (tmall, "V3", "2026-11-18", 6, "revoked"),
        (tmall, "V4", "2026-11-23", 12, "open"),
    )


def test_every_figure_has_its_value_written_out():
    assert EXPECTED.keys() == PER_STORE.keys() == BEHIND.keys() == FIGURES.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_figure_of_the_week_comes_to_what_was_worked_out_by_hand(world, name):
    assert FIGURES[name].value(LAST) == EXPECTED[name]


@pytest.mark.parametrize("name", PER_STORE)
def test_each_store_has_its_own_part_of_the_figure(world, name):
    wanted = zip(world.stores, PER_STORE[name], strict=True)
    assert FIGURES[name].per_store(LAST) == {store: value for store, value in wanted if value is not None}


@pytest.mark.parametrize("name", PER_STORE)
def test_each_shop_has_its_own_part_of_the_figure_also_one_that_is_of_no_store(world, name):
    record, counted = FIGURES[name].apart
    wanted = zip(world.shops, (*PER_STORE[name], UNOWNED.get(name)), strict=True)
    assert record is OnlineShop
    assert counted.per_store(LAST) == {shop: value for shop, value in wanted if value is not None}


@pytest.mark.parametrize("name", BEHIND)
def test_the_rows_behind_a_figure_are_those_that_were_counted(world, name):
    column, wanted = BEHIND[name]
    assert behind(FIGURES[name], LAST, column) == wanted


def test_a_closed_week_comes_to_the_same_half_a_year_later(world):
    with standing_at("2027-05-20 10:00"):
        assert {name: FIGURES[name].value(LAST) for name in EXPECTED} == EXPECTED


def test_a_week_without_rows_has_no_shares_and_no_means(world):
    empty = Week(date(2025, 3, 3))
    values = {name: metric.value(empty) for name, metric in FIGURES.items() if not metric.is_standing}
    assert {name for name, value in values.items() if value is not None and value != 0} == set()
    assert values["online_score"] is values["online_hours"] is values["online_repeat_rate"] is None


@pytest.mark.embedded
def test_a_closed_week_is_read_by_its_days_but_for_when_orders_were_shipped(world):
    dated = [metric for metric in FIGURES.values() if not metric.is_standing]
    whole = read_whole(dated, LAST)
    assert whole.keys() <= {"online_shop", "online_order"}
    assert whole.get("online_order", set()) <= {"online_hours", "online_in_time"}, "shipped_at has no index"
