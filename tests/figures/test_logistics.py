"""The figures of logistics on a small depot: eight products in two warehouses, trips, counts, checks; worked out by hand."""

from decimal import Decimal

import pytest

from models.logistics import (
    BatchHold,
    ClimateReading,
    Delivery,
    DeliveryStop,
    LogisticsCost,
    StockMovement,
    Stocktake,
    Warehouse,
    WarehouseCheck,
)
from models.organization import Product, Store
from tests.figures.world import LAST, area, behind, opened, read_whole, rows, standing_at
from tests.helpers.depot import unsound

FIGURES = {metric.name: metric for metric in area("logistics").metrics}

EXPECTED = {
    "stock_in_qty": Decimal("35.000"),  # 30 bought, 5 returned; one bought by mistake and reversed
    "stock_in_value": Decimal("400.00"),
    "stock_out_qty": Decimal("25.000"),  # 12 to a store, 10 sold, 3 given away
    "stock_out_value": Decimal("350.00"),
    "stock_value": Decimal("1960.00"),  # 93 × 10, 44 × 20, 6 × 25
    "stock_turns": Decimal("4.99"),  # 570 out × 365 / 28 over the mean of 1,020 and 1,960
    "stock_out_rate": Decimal("25.00"),  # P5 of P1, P2, P5 and P8
    "delivery_on_time": Decimal("66.67"),
    "delivery_in_full": Decimal("33.33"),
    "delivery_short_rate": Decimal("4.00"),  # one box of 25
    "delivery_trips": 3,
    "delivery_cost_per_order": Decimal("30.00"),  # 300 over 10
    "delivery_cost_per_km": Decimal("5.00"),  # 200 over 40
    "delivery_cost_per_box": Decimal("10.00"),  # 300 over 30
    "stock_expiring_value": Decimal("150.00"),  # 4 near their end and 2 past it, at 25
    "stock_loss_value": Decimal("40.00"),
    "stocktake_difference_rate": Decimal("1.50"),  # 60 of 4,000
    "stocktake_lines_off": Decimal("7.50"),  # 3 of 40
    "warehouse_checks_failed": 2,
    "climate_alarms": 2,
    "batches_held": 2,
    "logistics_costs": Decimal("840.00"),  # 3,600 × 7 / 30
}
PER_STORE = {
    "stock_out_qty": (12, 10),
    "stock_out_value": (120, 200),
    "delivery_on_time": (Decimal("100.00"), Decimal("0.00")),
    "delivery_in_full": (Decimal("50.00"), Decimal("0.00")),
    "delivery_short_rate": (Decimal("7.14"), Decimal("0.00")),
}
IN, OUT = ["M4", "M5", "M10", "M11"], ["M6", "M7", "M8"]
EVER = ["M1", "M2", "M3", *IN, *OUT, "M9", "M12", "M12", "M13", "T1", "T1", "Q1", "Q2", "Q3", "Q4", "Q5", "Q6"]
BEHIND = {
    "stock_in_qty": ("no", IN),
    "stock_in_value": ("no", IN),
    "stock_out_qty": ("no", OUT),
    "stock_out_value": ("no", OUT),
    "stock_value": ("no", EVER),
    "stock_turns": ("no", [*OUT, "M3", "Q2"]),
    "stock_out_rate": ("sku", ["P5"]),
    "delivery_on_time": ("seq", [1, 3]),
    "delivery_in_full": ("seq", [1]),
    "delivery_short_rate": ("seq", [1, 2, 3, 4]),
    "delivery_trips": ("no", ["D1", "D2", "D3"]),
    "delivery_cost_per_order": ("no", ["D1", "D2"]),
    "delivery_cost_per_km": ("no", ["D1"]),
    "delivery_cost_per_box": ("no", ["D1", "D2"]),
    "stock_expiring_value": ("batch_no", ["N1", "N2"]),
    "stock_loss_value": ("no", ["M13", "M9"]),
    "stocktake_difference_rate": ("no", ["K1", "K2"]),
    "stocktake_lines_off": ("no", ["K1", "K2"]),
    "warehouse_checks_failed": ("no", ["C2", "C3"]),
    "climate_alarms": ("temperature", [26, 30]),
    "batches_held": ("reason", ["H1", "H3"]),
    "logistics_costs": ("amount", [600, 3000]),
}


@pytest.fixture(scope="module")
def depot(fresh, tmp_path_factory):
    with opened(fresh, tmp_path_factory.mktemp("logistics")):
        stores = rows(Store, "code name", ("S1", "锦江一店"), ("S2", "武侯一店"))
        houses = rows(Warehouse, "code name warmest", ("W1", "成都总仓", 25), ("W2", "武侯分仓", None))
        ids = rows(
            Product,
            "sku name shelf_life_days status",
            ("P1", "奶粉", 360, "on"),
            ("P2", "保温杯", None, "on"),
            ("P3", "从未进货", None, "on"),
            ("P4", "已停售", None, "off"),
            ("P5", "卖完了", None, "on"),
            ("P6", "今天才来又卖完", None, "on"),
            ("P7", "今天才来", None, "on"),
            ("P8", "鲜奶", 30, "on"),
        )
        product = {f"P{at}": id for at, id in enumerate(ids, 1)}
        fill_ledger(product, *houses, *stores)
        fill_holds(product)
        fill_trips(*stores)
        fill_houses(*houses)
        yield stores


def fill_ledger(of, main, branch, first, second):
    named = "no kind product warehouse batch_no produced_on qty unit_cost store occurred_at"
    rows(
        StockMovement,
        named,
        ("M1", "opening", of["P1"], main, "A", "2026-09-01", 100, 10, None, "2026-10-01 10:00"),
        ("Q3", "purchase_in", of["P5"], main, "E", None, 2, 10, None, "2026-10-10 10:00"),
        ("Q1", "purchase_in", of["P4"], main, "D", None, 4, 5, None, "2026-10-15 10:00"),
        ("Q4", "sale_out", of["P5"], main, "E", None, -2, None, None, "2026-10-20 10:00"),
        ("Q5", "opening", of["P8"], main, "N1", "2026-10-01", 2, 25, None, "2026-10-27 10:00"),
        ("Q2", "sale_out", of["P4"], main, "D", None, -4, None, None, "2026-11-01 10:00"),
        ("Q6", "opening", of["P8"], main, "N2", "2026-10-26", 4, 25, None, "2026-11-01 10:00"),
        ("M2", "purchase_in", of["P2"], main, "B", None, 50, 20, None, "2026-11-02 10:00"),
        ("M3", "sale_out", of["P1"], main, "A", None, -20, None, first, "2026-11-05 10:00"),
        ("M4", "purchase_in", of["P1"], main, "A", None, 30, 10, None, "2026-11-16 00:00"),
        ("M5", "store_return", of["P2"], main, "B", None, 5, 20, first, "2026-11-17 10:00"),
        ("M6", "store_out", of["P1"], main, "A", None, -12, None, first, "2026-11-18 10:00"),
        ("M7", "sale_out", of["P2"], main, "B", None, -10, None, second, "2026-11-19 10:00"),
        ("M8", "gift_out", of["P1"], main, "A", None, -3, None, None, "2026-11-20 10:00"),
        ("M13", "loss", of["P2"], main, "B", None, -1, None, None, "2026-11-20 11:00"),
        ("M10", "purchase_in", of["P2"], main, "B", None, 1, 20, None, "2026-11-20 12:00"),
        ("M9", "scrap", of["P1"], main, "A", None, -2, None, None, "2026-11-21 10:00"),
        ("T1", "transfer_out", of["P2"], main, "B", None, -5, None, None, "2026-11-22 10:00"),
        ("T1", "transfer_in", of["P2"], branch, "B", None, 5, None, None, "2026-11-22 10:00"),
    )
    wrong = StockMovement.rows(StockMovement.no == "M10")[0].id
    rows(
        StockMovement,
        f"{named} amount reverses",
        ("M11", "purchase_in", of["P2"], main, "B", None, -1, 20, None, "2026-11-21 12:00", -20, wrong),
        ("M12", "gain", of["P1"], main, "A", None, 1, 10, None, "2026-11-10 09:00", 10, None),
        ("M12", "loss", of["P1"], main, "A", None, -1, 10, None, "2026-11-10 09:30", -10, None),
    )
    rows(
        StockMovement,
        named,
        ("L1", "sale_out", of["P2"], main, "B", None, -39, None, second, "2026-11-23 08:00"),
        ("L2", "sale_out", of["P2"], branch, "B", None, -5, None, second, "2026-11-23 08:00"),
        ("L3", "purchase_in", of["P6"], main, "F", None, 3, 7, None, "2026-11-23 00:00"),
        ("L4", "sale_out", of["P6"], main, "F", None, -3, None, first, "2026-11-23 08:00"),
        ("L5", "purchase_in", of["P7"], main, "G", None, 3, 7, None, "2026-11-23 08:00"),
    )


def fill_holds(of):
    rows(
        BatchHold,
        "product batch_no reason held_on released_on state",
        (of["P1"], "A", "H1", "2026-11-10", None, "held"),
        (of["P2"], "B", "H2", "2026-11-12", "2026-11-18", "released"),
        (of["P8"], "N2", "H3", "2026-11-15", "2026-11-23", "released"),
        (of["P5"], "E", "H4", "2026-11-23", None, "held"),
    )


def fill_trips(here, there):
    first, *_, running = rows(
        Delivery,
        "no delivered_on state orders boxes km cost",
        ("D1", "2026-11-17", "done", 0, 0, 40, 200),
        ("D2", "2026-11-22", "done", 5, 5, None, 100),
        ("D3", "2026-11-18", "done", 3, 3, 10, None),
        ("D4", "2026-11-19", "cancelled", 1, 1, 1, 999),
        ("D5", "2026-11-15", "done", 9, 9, 9, 999),
        ("D6", "2026-11-23", "out", 0, 0, None, None),
    )
    rows(
        DeliveryStop,
        "delivery seq store orders boxes planned_at arrived_at state boxes_signed",
        (first, 1, here, 2, 10, "2026-11-17 10:00", "2026-11-17 10:10", "signed", 10),
        (first, 2, there, 1, 6, "2026-11-17 11:00", "2026-11-17 11:30", "signed", 6),
        (first, 3, here, 1, 4, "2026-11-17 12:00", "2026-11-17 12:00", "part", 3),
        (first, 4, there, 1, 5, None, "2026-11-17 13:00", "signed", 5),
        (running, 5, here, 1, 5, "2026-11-23 08:00", "2026-11-23 08:00", "signed", 1),
    )


def fill_houses(main, branch):
    rows(
        Stocktake,
        "no warehouse state posted_on lines_counted lines_off book_value gap_value",
        ("K1", main, "posted", "2026-11-17", 10, 2, 1000, 25),
        ("K2", branch, "posted", "2026-11-20", 30, 1, 3000, 35),
        ("K3", main, "posted", "2026-11-10", 5, 5, 5, 5),
        ("K4", main, "draft", None, 0, 0, 0, 0),
    )
    rows(
        WarehouseCheck,
        "no warehouse checked_on kind score problem state",
        ("C1", main, "2026-11-16", "5s", 95, None, "passed"),
        ("C2", main, "2026-11-18", "fire", 60, "灭火器过期", "open"),
        ("C3", branch, "2026-11-20", "safety", 90, "通道", "closed"),
        ("C4", main, "2026-11-23", "5s", 50, "杂物", "open"),
    )
    rows(
        ClimateReading,
        "warehouse measured_at temperature",
        (main, "2026-11-16 08:00", 30),
        (main, "2026-11-17 08:00", 20),
        (main, "2026-11-22 23:59", 26),
        (main, "2026-11-23 00:00", 40),
        (branch, "2026-11-18 08:00", 50),
    )
    rows(
        LogisticsCost,
        "month category warehouse amount",
        ("2026-11", "rent", main, 3000),
        ("2026-11", "labour", branch, 600),
        ("2026-10", "rent", main, 3100),
    )


def test_every_figure_has_its_value_written_out(depot):
    assert EXPECTED.keys() == BEHIND.keys() == FIGURES.keys()
    assert unsound() == []


@pytest.mark.parametrize("name", EXPECTED)
def test_a_figure_of_the_week_comes_to_what_was_worked_out_by_hand(depot, name):
    assert FIGURES[name].value(LAST) == EXPECTED[name]


def test_what_goes_to_stores_is_had_for_each_of_them_and_what_lies_in_warehouses_is_not(depot):
    parts = {name: metric.per_store(LAST) for name, metric in FIGURES.items()}
    wanted = {name: dict(zip(depot, values, strict=True)) for name, values in PER_STORE.items()}
    assert {name: by_store for name, by_store in parts.items() if by_store} == wanted


@pytest.mark.parametrize("name", BEHIND)
def test_the_rows_behind_a_figure_are_those_that_were_counted(depot, name):
    column, wanted = BEHIND[name]
    assert behind(FIGURES[name], LAST, column) == sorted(wanted)


def test_a_closed_week_comes_to_the_same_half_a_year_later(depot):
    closed = {name: value for name, value in EXPECTED.items() if not FIGURES[name].is_standing}
    assert EXPECTED.keys() - closed.keys() == {"stock_expiring_value"}
    with standing_at("2027-05-20 10:00"):
        assert {name: FIGURES[name].value(LAST) for name in closed} == closed


@pytest.mark.embedded
def test_a_closed_week_is_read_by_its_days_but_for_tables_of_few_rows(depot):
    dated = [metric for metric in FIGURES.values() if not metric.is_standing]
    assert read_whole(dated, LAST).keys() <= {"stock", "product", "batch_hold", "warehouse"}
