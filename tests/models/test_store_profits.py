"""A store's month: what is left of its sales, what share the rent takes, and from where it pays; worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from models.department import Expense, RentSchedule
from models.kit.ask.query import Query
from models.organization import Product
from models.replenishment import ProductDay
from models.stores import StoreDay
from models.tills import StoreProfit
from models.tills.profits import profit_of, renew_profits
from tests.conftest import person
from tests.helpers.shop import delete, night, put
from tests.helpers.steps import take

NIGHT = date(2026, 11, 23)


@pytest.fixture
def shop(clock, stores) -> tuple[int, int]:
    """Monday 23 November 2026; in October the first store sold 100,000."""
    first, second = stores.values()
    for day in ("2026-10-01", "2026-10-31"):
        put(StoreDay, store=first, day=day, sales=50_000, transactions=10)
    put(StoreDay, store=first, day="2026-11-01", sales=7, transactions=1)
    return first, second


def spend(store: int, category: str, amount: int, on: str = "2026-10-15", **more) -> int:
    return put(Expense, store=store, category=category, amount=amount, spent_on=on, **more)


def of(store: int, month: str = "2026-10"):
    return StoreProfit.rows(StoreProfit.store == store, StoreProfit.month == month)[0]


def test_what_is_left_the_share_of_the_rent_and_break_even(shop):
    """Half of 100,000 is margin; 15,000 rent, 20,000 people, 2,000 promotion, 3,000 the rest leave 10,000 and break even at 80,000."""
    first, _ = shop
    for category, amount in (
        ("rent", 15_000),
        ("labour", 20_000),
        ("promotion", 2_000),
        ("utilities", 1_000),
        ("gifts", 2_000),
    ):
        spend(first, category, amount)
    spend(first, "labour", 999, on="2026-11-01")
    assert night(renew_profits, NIGHT).zh == "核算 2026-10、2026-11 的门店损益 2 条"
    row = of(first)
    assert (row.sales, row.basis, row.margin, row.goods, row.gross) == (100_000, "assumed", 50, 50_000, 50_000)
    assert (row.rent, row.labour, row.promotion, row.other) == (15_000, 20_000, 2_000, 3_000)
    assert (row.profit, row.profit_rate, row.rent_ratio) == (10_000, 10, 15)
    assert (row.break_even, row.above) == (80_000, 20_000)
    assert of(first, "2026-11").labour == 999


def test_the_goods_cost_speaks_where_most_of_the_sales_are_known(shop):
    """60,000 of it by product, whose goods cost 36,000: a margin of 40 per cent for all."""
    first, _ = shop
    tea = put(Product, sku="P1", name="茶", list_price=100, cost=60)
    put(ProductDay, store=first, product=tea, day="2026-10-02", qty=600, amount=60_000)
    put(
        ProductDay,
        store=first,
        product=put(Product, sku="P2", name="无价", list_price=1),
        day="2026-10-02",
        qty=1,
        amount=9,
    )
    night(renew_profits, NIGHT)
    row = of(first)
    assert (row.basis, row.margin, row.goods, row.left) == ("goods", 40, 60_000, 40_000)


def test_less_than_half_by_product_says_nothing(shop):
    first, _ = shop
    tea = put(Product, sku="P1", name="茶", list_price=100, cost=60)
    put(ProductDay, store=first, product=tea, day="2026-10-02", qty=499, amount=49_999)
    night(renew_profits, NIGHT)
    assert of(first).basis == "assumed"


def test_the_rent_is_as_agreed_until_it_is_entered_and_what_was_rejected_is_none(shop):
    first, _ = shop
    put(RentSchedule, store=first, landlord="房东", starts_on="2025-01-01", ends_on="2026-10-31", monthly=12_000)
    rejected = spend(first, "rent", 99_000, payee="别人")
    take("expense_reject", rejected, reason="填错")
    night(renew_profits, NIGHT)
    assert of(first).rent == 12_000
    spend(first, "rent", 13_000)
    assert of(first).rent == 12_000
    assert take("count_profit", of(first).id) == "已核算 1 条"
    assert of(first).rent == 13_000


def test_without_a_margin_nothing_breaks_even_and_without_sales_there_are_no_shares():
    costs = dict.fromkeys(("rent", "labour", "promotion", "other"), Decimal(10))
    row = profit_of(Decimal(100), Decimal(0), costs)
    assert (row["break_even"], row["above"], row["profit"]) == (None, None, -40)
    row = profit_of(Decimal(0), Decimal(30), costs)
    assert (row["rent_ratio"], row["profit_rate"], row["break_even"]) == (None, None, Decimal("133.34"))


def test_stores_don_t_see_it_and_the_night_makes_one_row_a_month(shop):
    first, _ = shop
    night(renew_profits, NIGHT)
    night(renew_profits, NIGHT)
    assert StoreProfit.select().count() == 2
    assert Query(StoreProfit, person("店管", "store_management", 95)).count() == 2
    assert Query(StoreProfit, person("小店", "store_manager", 96, store_id=first)).count() == 0


def test_a_rent_that_is_agreed_anew_within_a_month_counts_by_days(shop):
    first, _ = shop
    terms = {"store": first, "landlord": "物业"}
    put(RentSchedule, **terms, starts_on="2024-10-16", ends_on="2026-10-15", monthly=3_100)
    put(RentSchedule, **terms, starts_on="2026-10-16", ends_on="2028-10-15", monthly=6_200)
    night(renew_profits, NIGHT)
    assert (of(first).rent, of(first, "2026-11").rent) == (1_500 + 3_200, 6_200)


def test_sales_that_are_taken_back_leave_the_month_too(shop):
    first, _ = shop
    night(renew_profits, NIGHT)
    for row in StoreDay.rows(StoreDay.day < date(2026, 11, 1)):
        delete(StoreDay, row.id)
    night(renew_profits, NIGHT)
    assert (of(first).sales, of(first, "2026-11").sales) == (0, 7)


def test_a_month_without_its_rent_or_its_labour_has_no_profit_and_says_what_is_missing(shop):
    first, _ = shop
    completeness = lambda: StoreProfit.missing.show(of(first).missing, "zh")  # noqa: E731
    night(renew_profits, NIGHT)
    assert completeness() == "未完整：缺租金、人工"
    unknown = [getattr(of(first), name) for name in ("profit", "profit_rate", "rent_ratio", "break_even", "above")]
    assert unknown == [None] * 5 and of(first).left == 50_000
    boss = person("老板", "operations_manager", 90)
    assert Query(StoreProfit, boss, {"month": {"eq": "2026-10"}}).sums()["profit"] in (None, "0.00", "0"), (
        "nothing to add up"
    )
    spend(first, "rent", 15_000)
    night(renew_profits, NIGHT)
    assert completeness() == "未完整：缺人工" and (of(first).rent_ratio, of(first).profit, of(first).break_even) == (
        15,
        None,
        None,
    )
    spend(first, "labour", 20_000)
    night(renew_profits, NIGHT)
    assert completeness() == "完整" and (of(first).profit, of(first).break_even) == (15_000, 70_000)


def test_a_store_that_really_pays_no_rent_is_whole_with_an_expense_of_nothing(shop):
    first, _ = shop
    spend(first, "rent", 0)
    spend(first, "labour", 20_000)
    night(renew_profits, NIGHT)
    assert (of(first).missing, of(first).profit, of(first).rent_ratio) == ("whole", 30_000, 0)
