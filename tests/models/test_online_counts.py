"""What a count of the warehouse has seen leave is not taken from it again for an online order that comes or is taken later."""

from collections.abc import Callable, Iterator

import pytest

from exports.incoming.importing import run
from models import house
from models.ecommerce import OnlineOrder, OnlineShop, SkuMapping
from models.kit.write.acting import act
from models.logistics import StockMovement, Stocktake, StocktakeLine
from tests.helpers.depot import Depot, lies, unsound
from tests.helpers.shop import SYSTEM, moment, put, take_back
from tests.helpers.shop import change as edited


class Sending(Depot):
    """A depot that a shop ships from."""

    shop: int


@pytest.fixture
def depot(clock, stores) -> Iterator[Sending]:
    """Ten of one batch, since days before it is counted."""
    made = Sending()
    made.brings(10, "A1", age=30, occurred_at=moment("2026-11-20 08:00"))
    made.shop = put(OnlineShop, name="旗舰店", warehouse=made.main, stock_from="2026-11-01")
    yield made
    assert unsound() == []


@pytest.fixture
def sent(depot, tmp_path) -> Callable[..., int]:
    """An import of an order of which its platform says that it left then: so many tins, so many cups."""
    for code, product in (("TM1", depot.powder), ("TM2", depot.cup)):
        put(SkuMapping, shop=depot.shop, code=code, product=product, title=code)

    def come(*units: int, no: str = "T1", at: str = "2026-11-22 20:00") -> int:
        path = tmp_path / "orders.csv"
        head = "订单号,网店,下单时间,订单状态,商家编码,商品名称,数量,商品单价,发货时间"
        rows = [f"{no},旗舰店,2026-11-21 09:00,已发货,TM{code},名,{qty},100,{at}" for code, qty in enumerate(units, 1)]
        path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
        assert run(path, path.name, OnlineOrder, SYSTEM).wire("zh")["state"] == "applied"
        return OnlineOrder.rows(OnlineOrder.order_no == no)[0].id

    return come


def done(name: str, id: int, **answers: str) -> str:
    return act(house().actions[name], who=SYSTEM, id=id, answers=answers).state


def counted(depot, real: int) -> int:
    """A count that has begun and found so many."""
    id = put(Stocktake, warehouse=depot.main)
    assert done("stocktake_start", id) == "applied"
    for line in StocktakeLine.rows(StocktakeLine.stocktake == id):
        edited(StocktakeLine, line.id, counted_qty=real, recounted=True, cause="unbooked")
    return id


def booked(id: int) -> str:
    return OnlineOrder.row(id).booked


def test_what_left_before_a_count_and_comes_later_is_not_taken_a_second_time(depot, sent, clock):
    count = counted(depot, 7)
    first = sent(2, no="T1")
    assert done("stocktake_submit", count) == done("stocktake_post", count) == "applied"
    second = sent(1, no="T2")
    assert (booked(first), booked(second), lies(depot.powder)) == ("apart", "apart", {"A1": 7})
    clock("2026-11-23 12:00")
    assert booked(sent(1, no="T3", at="2026-11-23 11:00")) == "whole"
    assert lies(depot.powder) == {"A1": 6}


def test_of_an_order_that_left_before_a_count_only_products_that_were_not_counted_are_taken(depot, sent):
    counted(depot, 10)
    depot.brings(5, "C1", product=depot.cup)
    id = sent(2, 2)
    assert (booked(id), lies(depot.powder), lies(depot.cup)) == ("whole", {"A1": 10}, {"C1": 3})


def test_a_count_settles_what_left_before_it_and_was_not_taken_and_a_void_one_does_not(depot, sent):
    id = sent(12)
    assert booked(id) == "lacking"
    count = put(Stocktake, warehouse=depot.main)
    assert done("stocktake_start", count) == "applied" and booked(id) == "apart"
    assert take_back().state == "applied" and booked(id) == "lacking"
    assert done("stocktake_start", count) == "applied" and booked(id) == "apart"
    assert done("stocktake_cancel", count, reason="重来") == "applied" and booked(id) == "lacking"


def test_what_comes_while_a_count_that_turns_out_void_goes_on_waits_to_be_taken(depot, sent):
    count = counted(depot, 8)
    id = sent(2)
    assert (booked(id), lies(depot.powder)) == ("apart", {"A1": 10})
    assert done("stocktake_cancel", count, reason="重来") == "applied" and booked(id) == "lacking"
    assert done("take_order", id) == "applied"
    assert (booked(id), lies(depot.powder)) == ("whole", {"A1": 8})


def test_what_was_taken_before_a_count_and_is_reversed_after_it_waits_to_be_taken_again(depot, sent):
    id = sent(3)
    counted(depot, 7)
    assert (booked(id), lies(depot.powder)) == ("whole", {"A1": 7})
    line = StockMovement.rows(StockMovement.kind == "sale_out")[0]
    assert done("reverse_movement", line.id, reason="发错") == "applied" and booked(id) == "lacking"
    assert done("take_order", id) == "applied"
    assert (booked(id), lies(depot.powder)) == ("whole", {"A1": 7})
