"""Stock of the stores: what goes out to them lies there, what leaves them has left, and each sees its own."""

from decimal import Decimal

import pytest

from models.kit import Refused, changes
from models.kit.ask.query import Query
from models.kit.clock import today, week_of
from models.kit.write.edits import edit
from models.logistics import Stock, StockMovement, Stocktake, Warehouse, hold_batch, keep_stock_here, place_of, week
from models.logistics.moving import reverse_movement, take_all_out
from models.organization import Store
from tests.conftest import person
from tests.helpers.depot import Depot, day, lies, unsound
from tests.helpers.shop import SYSTEM, change, put, refusal, said, take_back


@pytest.fixture
def depot(clock, stores) -> Depot:
    """A depot with ten tins, and a store that keeps stock; whatever a test does there must leave the ledger sound."""
    made = Depot()
    made.store = stores["锦江一店"]
    keep_stock_here([made.store], who=SYSTEM)
    made.shelf = place_of([made.store])[made.store].id
    made.brings(10, "A1", unit_cost=30)
    yield made
    assert unsound() == []


def book(depot, kind: str, qty, place: int | None = None, **more):
    line = depot.line(kind, qty, warehouse=place or depot.main, batch_no="A1", **more)
    return edit(StockMovement, [line], who=SYSTEM)


def lines(kind: str) -> list:
    return StockMovement.rows(StockMovement.kind == kind)


def test_a_store_that_keeps_stock_has_a_place_called_like_it(depot, stores):
    place = Warehouse.row(depot.shelf)
    assert (place.name, place.code, place.kind, place.store) == ("锦江一店", "S1", "store", depot.store)
    change(Store, depot.store, name="锦江旗舰店")
    assert Warehouse.row(depot.shelf).name == "锦江旗舰店"
    assert "都已在管理库存" in refusal(keep_stock_here, [depot.store])
    online = put(Store, code="S9", name="天猫店", kind="online")
    assert "是网店" in refusal(keep_stock_here, [online, stores["武侯一店"]])
    assert list(place_of(stores.values())) == [depot.store]


def test_what_goes_out_to_the_store_lies_there_at_the_same_value(depot):
    assert book(depot, "store_out", 4, store=depot.store).state == "applied"
    assert lies(depot.powder, depot.main) == {"A1": 6}
    assert lies(depot.powder, depot.shelf) == {"A1": 4}
    row = Stock.rows(Stock.warehouse == depot.shelf)[0]
    assert (row.value, row.expires_on, row.available) == (120, day(350), 4)
    assert [(line.store, line.warehouse) for line in lines("store_in")] == [(depot.store, depot.shelf)]


def test_a_store_without_stock_of_its_own_is_sent_goods_as_ever(depot, stores):
    assert book(depot, "store_out", 4, store=stores["武侯一店"]).state == "applied"
    assert lines("store_in") == []


def test_what_the_store_returns_has_left_it_and_is_not_more_than_it_had(depot):
    book(depot, "store_out", 4, store=depot.store)
    assert said(book(depot, "store_return", 5, store=depot.store)) == "锦江一店的 高钙奶粉 批次 A1 库存不足，还差 1"
    assert book(depot, "store_return", 3, store=depot.store).state == "applied"
    assert (lies(depot.powder, depot.main), lies(depot.powder, depot.shelf)) == ({"A1": 9}, {"A1": 1})


def test_both_sides_are_reversed_together_from_either_and_undone_together(depot):
    for side in ("store_out", "store_in"):
        book(depot, "store_out", 4, store=depot.store)
        reverse_movement(lines(side)[-1].id, reason="录错", who=SYSTEM)
        assert (lies(depot.powder, depot.main), lies(depot.powder, depot.shelf)) == ({"A1": 10}, {})
    book(depot, "store_out", 4, store=depot.store)
    take_back()
    assert (lies(depot.powder, depot.main), lies(depot.powder, depot.shelf)) == ({"A1": 10}, {})


def test_goods_the_store_has_sold_are_not_taken_back_by_a_reversal(depot):
    book(depot, "store_out", 4, store=depot.store)
    book(depot, "shop_out", 1, depot.shelf)
    assert "库存不足" in refusal(reverse_movement, lines("store_out")[0].id, reason="录错")
    assert lies(depot.powder, depot.shelf) == {"A1": 3}


def test_what_lies_there_at_first_is_imported_and_what_is_sold_takes_the_first_batch(depot):
    for batch, age in (("B2", 200), ("B1", 20)):
        depot.brings(5, batch, age=age, kind="opening", warehouse=depot.shelf)
    line = depot.line("shop_out", 2, warehouse=depot.shelf)
    assert edit(StockMovement, [line], who=SYSTEM).state == "applied"
    assert lies(depot.powder, depot.shelf) == {"B1": 5, "B2": 3}
    assert lines("shop_out")[0].store == depot.store


@pytest.mark.parametrize(
    ("kind", "at_store"), [("store_out", True), ("shop_out", False), ("store_in", False), ("way_in", False)]
)
def test_each_place_has_its_own_kinds_of_movement(depot, kind, at_store):
    book(depot, "store_out", 4, store=depot.store)
    assert "不能记在" in said(book(depot, kind, 1, depot.shelf if at_store else depot.main, store=depot.store))


def test_a_held_batch_is_neither_sent_nor_sold_in_the_store_but_goes_back(depot):
    book(depot, "store_out", 4, store=depot.store)
    with changes(who=SYSTEM) as c:
        hold_batch(c, depot.powder, "A1", "召回")
    assert Stock.rows(Stock.warehouse == depot.shelf)[0].available == 0
    assert "已停售" in said(book(depot, "store_out", 1, store=depot.store))
    assert "已停售" in said(book(depot, "shop_out", 1, depot.shelf))
    assert book(depot, "store_return", 4, store=depot.store).state == "applied"


def test_orders_of_others_and_the_figures_of_warehouses_leave_the_stores_alone(depot):
    book(depot, "store_out", 4, store=depot.store)
    with changes(who=SYSTEM) as c:
        taken = take_all_out(c, {depot.powder: Decimal(6)}, "sale_out")
    assert {line.warehouse for line in taken} == {depot.main}
    with changes(who=SYSTEM) as c, pytest.raises(Refused, match="0 can go out"):
        take_all_out(c, {depot.powder: Decimal(1)}, "sale_out")
    assert week.stock_value.value(week_of(today())) == 0
    assert week.stock_out_rate.value(week_of(today())) == 100


def test_a_store_manager_sees_and_counts_the_own_stock_only(depot, stores):
    keep_stock_here([stores["武侯一店"]], who=SYSTEM)
    book(depot, "store_out", 4, store=depot.store)
    mine, other = (person("店长", "store_manager", 70, store_id=stores[name]) for name in ("锦江一店", "武侯一店"))
    assert [row["qty"] for row in Query(Stock, mine, {}, []).rows()] == ["4"]
    assert Query(Stock, other, {}, []).rows() == []
    assert edit(Stocktake, [{"id": None, "set": {"warehouse": depot.shelf}}], who=mine).state == "applied"
    assert edit(Stocktake, [{"id": None, "set": {"warehouse": depot.shelf}}], who=other).state == "refused"
