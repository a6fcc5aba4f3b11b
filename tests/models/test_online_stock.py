"""Online orders take their goods from the warehouse their shop ships from, and what buyers send back lies there again."""

from collections.abc import Iterator
from importlib import import_module

import pytest

from exports.incoming.importing import run
from models import house
from models.ecommerce import AfterSale, OnlineOrder, OnlineOrderLine, OnlineShop, SkuMapping
from models.ecommerce.recalled import buyers
from models.kit import changes
from models.kit.clock import today
from models.kit.server import database
from models.kit.write.acting import act
from models.logistics import StockMovement, hold_batch
from models.quality import Recall
from tests.helpers.depot import Depot, lies, unsound
from tests.helpers.shop import SYSTEM, change, moment, put, take_back


class Sending(Depot):
    """A depot that a shop ships from."""

    shop: int


@pytest.fixture
def depot(clock, stores) -> Iterator[Sending]:
    """Five of an older batch and ten of a newer one, and a shop that ships from there."""
    made = Sending()
    made.brings(5, "A1", age=200)
    made.brings(10, "B1", age=30)
    made.shop = put(OnlineShop, name="旗舰店", warehouse=made.main, stock_from="2026-11-01")
    yield made
    assert unsound() == []


def ordered(depot, *lines, no="T1") -> int:
    id = put(OnlineOrder, order_no=no, shop=depot.shop, ordered_at=moment("2026-11-22 10:00"))
    for qty, *batch in lines:
        batch_no = batch[0] if batch else None
        put(OnlineOrderLine, order=id, product=depot.powder, qty=qty, price=100, batch_no=batch_no)
    return id


def shipped(id: int) -> str:
    answer = act(
        house().actions["online_order_ship"], who=SYSTEM, id=id, answers={"courier": "顺丰", "tracking_no": "1"}
    )
    return answer.errors[0].text.zh if answer.errors else answer.state


def test_what_is_sent_leaves_the_first_to_expire_and_an_undo_brings_it_back(depot):
    id = ordered(depot, (3,))
    assert shipped(id) == "applied"
    assert lies(depot.powder, depot.main) == {"A1": 2, "B1": 10}
    assert (OnlineOrder.row(id).booked, OnlineOrderLine.rows()[0].batch_no) == ("whole", "A1")
    line = StockMovement.rows(StockMovement.kind == "sale_out")[0]
    assert (line.reference, line.reason) == ("T1", "网店订单 T1 发货")
    assert take_back().state == "applied"
    assert lies(depot.powder, depot.main) == {"A1": 5, "B1": 10}
    assert stands(id) == ("to_ship", "apart", None)
    assert take_back().state == "applied", "and so does undoing the undo"
    assert lies(depot.powder, depot.main) == {"A1": 2, "B1": 10}
    assert stands(id) == ("shipped", "whole", "A1")
    assert take_back().state == "applied" and stands(id) == ("to_ship", "apart", None)
    assert shipped(id) == "applied" and lies(depot.powder, depot.main) == {"A1": 2, "B1": 10}
    assert [row["qty"] for row in buyers(depot.powder, ["A1"])] == [3], "sent twice, got once"


def stands(id: int) -> tuple:
    row = OnlineOrder.row(id)
    return row.state, row.booked, OnlineOrderLine.rows(OnlineOrderLine.order == id)[0].batch_no


def test_what_the_warehouse_lacks_is_not_sent(depot):
    assert "要出库 16，可出库的只有 15" in shipped(ordered(depot, (16,)))
    assert "批次 A1 在发货仓库只有 5，要发 6" in shipped(ordered(depot, (6, "A1"), no="T2"))
    with changes(who=SYSTEM) as c:
        hold_batch(c, depot.powder, "A1", "召回")
    assert shipped(ordered(depot, (2,), no="T3")) == "applied"
    assert lies(depot.powder, depot.main) == {"A1": 5, "B1": 8}


def exported(tmp_path, *lines: str) -> None:
    """A platform's export of orders that were sent."""
    path = tmp_path / "orders.csv"
    head = "订单号,网店,下单时间,订单状态,商家编码,商品名称,数量,商品单价,发货时间"
    path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    assert run(path, path.name, OnlineOrder, SYSTEM).wire("zh")["state"] == "applied"


def test_what_a_platform_says_was_sent_is_taken_then_or_when_it_came(depot, tmp_path):
    put(SkuMapping, shop=depot.shop, code="TM1", product=depot.powder, title="奶粉")
    sent = "旗舰店,2026-11-22 09:00,已发货,TM1,奶粉,{},100,2026-11-22 20:00"
    exported(tmp_path, "T8," + sent.format(4), "T9," + sent.format(12))
    assert {row.order_no: row.booked for row in OnlineOrder.rows()} == {"T8": "whole", "T9": "lacking"}
    assert lies(depot.powder, depot.main) == {"A1": 1, "B1": 10}
    late = OnlineOrder.rows(OnlineOrder.order_no == "T9")[0].id
    take = house().actions["take_order"]
    assert act(take, who=SYSTEM, id=late).state == "refused"
    depot.brings(1, "C1")
    assert act(take, who=SYSTEM, id=late).state == "applied"
    assert (OnlineOrder.row(late).booked, lies(depot.powder, depot.main)) == ("whole", {})
    assert take_back().state == "applied"
    assert (stands(late)[:2], lies(depot.powder, depot.main)) == (("shipped", "lacking"), {"A1": 1, "B1": 10, "C1": 1})


def test_what_is_reversed_in_the_ledger_waits_to_be_taken_again(depot):
    id = ordered(depot, (3,), (2, "B1"))
    shipped(id)
    assert lies(depot.powder, depot.main) == {"A1": 2, "B1": 8}
    line = StockMovement.rows(StockMovement.batch_no == "B1", StockMovement.kind == "sale_out")[0]
    reverse = house().actions["reverse_movement"]
    assert act(reverse, who=SYSTEM, id=line.id, answers={"reason": "发错"}).state == "applied"
    assert stands(id)[1] == "lacking"
    assert act(house().actions["take_order"], who=SYSTEM, id=id).state == "applied"
    assert (stands(id)[1], lies(depot.powder, depot.main)) == ("whole", {"A1": 2, "B1": 8}), "only what was missing"


def test_an_article_that_is_mapped_after_it_was_sent_is_taken_then(depot, tmp_path):
    put(SkuMapping, shop=depot.shop, code="TM1", product=depot.powder, title="奶粉")
    sent = "T5,旗舰店,2026-11-22 09:00,已发货,{},{},{},100,2026-11-22 20:00"
    exported(tmp_path, sent.format("TM1", "奶粉", 1), sent.format("TM2", "两罐装", 2))
    id = OnlineOrder.rows()[0].id
    assert (stands(id)[1], lies(depot.powder, depot.main)) == ("whole", {"A1": 4, "B1": 10})
    put(SkuMapping, shop=depot.shop, code="TM2", product=depot.powder, qty=2, title="两罐装")
    assert (stands(id)[1], lies(depot.powder, depot.main)) == ("whole", {"B1": 10})


def test_what_was_sent_before_the_shop_kept_its_stock_here_takes_none(depot, tmp_path):
    put(SkuMapping, shop=depot.shop, code="TM1", product=depot.powder, title="奶粉")
    exported(tmp_path, "T7,旗舰店,2026-10-20 09:00,交易成功,TM1,奶粉,4,100,2026-10-21 20:00")
    assert (OnlineOrder.rows()[0].booked, lies(depot.powder, depot.main)) == ("apart", {"A1": 5, "B1": 10})
    bare = put(OnlineShop, name="二店", warehouse=depot.main)
    assert OnlineShop.row(bare).stock_from == today()


def test_a_batch_that_is_recalled_is_sent_to_nobody(depot):
    id = ordered(depot, (3, "A1"))
    put(Recall, product=depot.powder, batches="A1", level="two", cause="铅超标")
    assert "停售" in shipped(id)
    assert stands(id)[:2] == ("to_ship", "apart") and lies(depot.powder, depot.main)["A1"] == 5


def test_what_is_given_back_before_it_was_sent_takes_nothing(depot):
    id = ordered(depot, (3,))
    case = put(AfterSale, order=id, amount=0, reason="regret")
    assert stands(id)[:2] == ("after_sale", "apart") and lies(depot.powder, depot.main) == {"A1": 5, "B1": 10}
    assert act(house().actions["after_sale_close"], who=SYSTEM, id=case, answers={"blame": "buyer"}).state == "applied"
    assert stands(id)[:2] == ("done", "apart") and lies(depot.powder, depot.main) == {"A1": 5, "B1": 10}


@pytest.mark.parametrize(("goods_to", "left"), [("stock", {"A1": 5, "B1": 10}), ("scrap", {"A1": 2, "B1": 10})])
def test_what_comes_back_lies_there_again_or_is_scrapped(depot, goods_to, left):
    id = ordered(depot, (3,))
    shipped(id)
    case = put(AfterSale, order=id, amount=0, reason="regret", kind="return")
    for name, answers in (("await_goods", {}), ("inspect", {"inspection": "外箱完好", "goods_to": goods_to})):
        answer = act(house().actions[f"after_sale_{name}"], who=SYSTEM, id=case, answers=answers)
        assert answer.state == "applied", answer.errors
    assert lies(depot.powder, depot.main) == left


def test_two_shops_with_the_same_number_have_goods_and_buyers_of_their_own(depot):
    first = ordered(depot, (3,), no="9001")
    other = put(OnlineShop, name="专营店", warehouse=depot.main, stock_from="2026-11-01")
    second = put(OnlineOrder, order_no="9001", shop=other, ordered_at=moment("2026-11-22 10:00"))
    put(OnlineOrderLine, order=second, product=depot.powder, qty=4, price=100)
    for id in (first, second):
        assert shipped(id) == "applied"
    assert (stands(first)[1], stands(second)[1]) == ("whole", "whole")
    assert lies(depot.powder, depot.main) == {"B1": 8}
    left = [(row.reference, row.batch_no, row.qty) for row in StockMovement.rows(StockMovement.kind == "sale_out")]
    assert sorted(left) == [("9001", "A1", -3), (f"9001@{other}", "A1", -2), (f"9001@{other}", "B1", -2)]
    assert sorted((row["source"], row["qty"]) for row in buyers(depot.powder, ["A1", "B1"])) == [
        ("9001", 2),
        ("9001", 2),
        ("9001", 3),
    ]
    assert take_back().state == "applied"
    assert (stands(first)[:2], stands(second)[:2]) == (("shipped", "whole"), ("to_ship", "apart"))


def twins(depot, no: str) -> list[int]:
    """Two shops' orders of this number, for which the ledger has one name, as before it told them apart."""
    other = OnlineShop.rows(OnlineShop.name == "专营店") or [
        OnlineShop.row(put(OnlineShop, name="专营店", warehouse=depot.main, stock_from="2026-11-01"))
    ]
    first = ordered(depot, (1,), no=no)
    second = put(OnlineOrder, order_no=no, shop=other[0].id, ordered_at=moment("2026-11-22 10:00"))
    put(OnlineOrderLine, order=second, product=depot.powder, qty=1, price=100)
    with changes(who=SYSTEM) as c:
        c.derive(OnlineOrder, {second: {"stock_ref": None}})
    return [first, second]


def test_an_order_of_before_that_was_closed_after_it_was_sent_keeps_its_goods(depot):
    waiting, closed = twins(depot, "7005")
    assert shipped(closed) == "applied"
    with changes(who=SYSTEM) as c:
        c.derive(OnlineOrder, {closed: {"state": "closed"}})
    step = import_module("models.migrations.0129_two_shops")
    with database.writing():
        step.up(None, database.handle)
    names = [OnlineOrder.row(id).stock_ref for id in (waiting, closed)]
    assert names == [f"7005@{OnlineOrder.row(waiting).shop}", None]


def test_orders_of_before_get_names_of_their_own_where_it_is_clear_whose_the_goods_are(depot):
    idle, late, both = (twins(depot, no) for no in ("7001", "7002", "7003"))
    for id in (late[1], *both):
        assert shipped(id) == "applied"
    assert sum(lies(depot.powder, depot.main).values()) == 13, "the second of 7003 took what the first had taken"
    step = import_module("models.migrations.0129_two_shops")
    with database.writing():
        step.up(None, database.handle)
    shop = OnlineOrder.row(idle[1]).shop
    names = [[OnlineOrder.row(id).stock_ref for id in pair] for pair in (idle, late, both)]
    assert names == [[None, f"7001@{shop}"], [f"7002@{depot.shop}", None], [None, None]]
    assert [stands(id)[1] for id in late] == ["apart", "whole"] and shipped(late[0]) == "applied"
    assert sum(lies(depot.powder, depot.main).values()) == 12
    change(OnlineOrder, both[1], order_no="7003专营店")
    assert [stands(id)[1] for id in both] == ["whole", "lacking"]
    assert act(house().actions["take_order"], who=SYSTEM, id=both[1], answers={}).state == "applied"
    assert sum(lies(depot.powder, depot.main).values()) == 11 and stands(both[1])[1] == "whole"
    change(OnlineOrder, both[1], order_no="7003b")
    assert stands(both[1])[1] == "whole", "a slip in a number moves no goods where nobody shares it"
