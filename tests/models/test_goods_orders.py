"""Orders of goods: what is proposed, worked out by hand, what a store may change of it, and who approves."""

from datetime import timedelta
from decimal import Decimal

import pytest

from models.kit import changes
from models.kit.ask.query import Query
from models.kit.clock import today
from models.logistics import StockMovement, hold_batch
from models.organization import Store
from models.replenishment import GoodsOrder, GoodsOrderLine, ProductDay, ReplenishRule, propose_lines
from models.replenishment.demand import season
from models.replenishment.proposing import propose_weekly
from models.stores.sales import StoreDay
from tests.helpers.counter import Counter, as_said, lines_of, step, write
from tests.helpers.depot import day, unsound
from tests.helpers.shop import SYSTEM, change, moment, put


@pytest.fixture
def counter(clock, stores) -> Counter:
    made = Counter(stores)
    yield made
    assert unsound() == []


def proposal(counter) -> dict:
    """The line that the button makes of the powder, as of the Monday."""
    id = counter.order()
    propose_lines(id, who=counter.manager)
    return vars(GoodsOrderLine.rows(GoodsOrderLine.order == id, GoodsOrderLine.product == counter.powder)[0])


def test_a_proposal_is_what_was_worked_out_by_hand(counter):
    """9 days (2 until it arrives, 7 of cover) from Monday to Tuesday week: 7 × 2 + 4 + 6 = 24; 5 lie there, 6 are coming: 13, in
    boxes of six 18. What runs out tomorrow, and what is held, doesn't count as lying there."""
    counter.sells()
    counter.opening(5)
    counter.opening(3, "S2", age=359)
    counter.opening(2, "S3")
    with changes(who=SYSTEM) as c:
        hold_batch(c, counter.powder, "S3", "待检")
    step(counter.order((counter.powder, 6)), "submit", counter.manager)
    counter.opening(4, "N1", age=340, warehouse=counter.shelf2)
    line = proposal(counter)
    wanted = {"sold": 80, "stock": 5, "coming": 6, "near_elsewhere": 4, "proposed": 18, "qty": 18, "boxes": 3}
    assert {name: line[name] for name in wanted} == wanted
    order = GoodsOrder.row(line["order"])
    assert (order.lines, order.qty, order.boxes, order.kg) == (1, 18, 3, Decimal("16.5"))


def test_the_season_of_a_year_ago_raises_it(counter):
    """A year ago the stores took 100 a day in the four weeks before and 150 after: 24 × 1.5 = 36, in boxes of six 36."""
    counter.sells()
    for back in range(-14, 29):
        on = today() - timedelta(days=364 + back)
        put(StoreDay, store=counter.other, day=on, sales=100 if back > 0 else 150, transactions=1)
    assert season(today(), 9) == Decimal("1.5")
    assert proposal(counter)["proposed"] == 36
    assert season(today() + timedelta(days=60), 9) == 1  # nobody knows


def test_a_minimum_is_proposed_without_sales_and_what_is_not_carried_is_not(counter):
    counter.sells()
    put(ReplenishRule, product=counter.cup, store=counter.store, minimum=10)
    id = counter.order()
    propose_lines(id, who=counter.manager)
    assert lines_of(id) == {counter.powder: 24, counter.cup: 10}
    put(ReplenishRule, product=counter.powder, store=counter.store, carried=False)
    id = counter.order()
    propose_lines(id, who=counter.manager)
    assert lines_of(id) == {counter.cup: 10}


def test_of_two_rules_the_narrower_says_and_is_silent_where_it_says_nothing(counter):
    counter.sells()
    put(ReplenishRule, product=counter.powder, store=counter.store, minimum=50)  # the pack is the product's
    assert proposal(counter)["proposed"] == 54
    assert "门店为空的商品（空为全部）“高钙奶粉”已存在" in as_said(
        write(counter.boss, ReplenishRule, None, product=counter.powder, pack=3)
    )


def test_a_new_store_is_reckoned_by_the_days_it_has(counter):
    """Seven days known, 2 each: 9 days ahead are 18."""
    for back in range(1, 8):
        put(ProductDay, store=counter.store, product=counter.powder, day=day(-back), qty=2)
    assert proposal(counter)["proposed"] == 18


def test_proposing_again_keeps_what_people_wrote(counter):
    counter.sells()
    id = counter.order()
    propose_lines(id, who=counter.manager)
    line = GoodsOrderLine.rows(GoodsOrderLine.order == id)[0]
    assert write(counter.manager, GoodsOrderLine, line.id, qty=18).state == "applied"
    propose_lines(id, who=counter.manager)
    assert lines_of(id) == {counter.powder: 18}


def test_a_store_changes_a_proposal_within_limits_in_whole_boxes(counter):
    """24 proposed, 30 %: 12 to 36."""
    counter.sells()
    id = counter.order()
    propose_lines(id, who=counter.manager)
    line = GoodsOrderLine.rows(GoodsOrderLine.order == id)[0].id
    assert as_said(write(counter.manager, GoodsOrderLine, line, qty=20)).startswith(
        "高钙奶粉 每箱 6，数量要是它的整数倍（如 24）"
    )
    beyond = as_said(write(counter.manager, GoodsOrderLine, line, qty=42))
    assert "门店可在 12–36 之间调整（±30%，按每箱 6 放宽到整箱）" in beyond, "24 ± 7.2, out to whole boxes"
    for qty in (12, 36):
        assert write(counter.manager, GoodsOrderLine, line, qty=qty).state == "applied"
    assert write(counter.boss, GoodsOrderLine, line, qty=60).state == "applied"
    added = {"order": id, "product": counter.cup, "qty": 3}
    assert "加货要写原因" in as_said(write(counter.manager, GoodsOrderLine, None, **added))
    assert write(counter.manager, GoodsOrderLine, None, **added, reason="社区活动").state == "applied"


def test_an_order_is_approved_by_another_and_stands_from_then_on(counter):
    id = counter.order()
    assert as_said(step(id, "submit", counter.manager)).endswith("还没有数量大于零的明细")
    put(GoodsOrderLine, order=id, product=counter.powder, qty=6)
    assert step(id, "submit", counter.boss).state == "applied"
    assert step(id, "approve", counter.boss).state == step(id, "approve", counter.manager).state == "refused"
    line = GoodsOrderLine.rows(GoodsOrderLine.order == id)[0].id
    assert "不能再改" in as_said(write(counter.manager, GoodsOrderLine, line, qty=12))
    assert write(counter.keeper, GoodsOrderLine, line, qty=12).state == "applied"  # who approves may
    assert step(id, "approve", counter.keeper).state == "applied"
    assert "不能再改" in as_said(write(counter.keeper, GoodsOrderLine, line, qty=18))
    assert "不能再改" in as_said(write(counter.keeper, GoodsOrder, id, store=counter.other))
    assert step(id, "cancel", counter.manager, reason="不要了").state == "applied"


def test_both_ends_keep_stock_and_a_transfer_names_who_gives(counter):
    bare = put(Store, code="S3", name="高新一店")
    assert "还没有开始管理库存" in refusal_of(counter, store=bare)
    for values in ({}, {"from_store": counter.store}):
        id = counter.order((counter.powder, 6), kind="transfer", **values)
        assert "要填调出门店" in as_said(step(id, "submit", counter.manager))
    assert "只有店间调拨" in as_said(write(counter.keeper, GoodsOrder, counter.order(), from_store=counter.other))
    assert "不是仓库" in refusal_of(counter, warehouse=counter.shelf)
    assert refusal_of(counter, kind="transfer", from_store=counter.other) == "applied"


def refusal_of(counter, **values) -> str:
    return as_said(write(counter.keeper, GoodsOrder, None, **({"store": counter.store} | values)))


def test_a_store_sees_its_own_orders_and_those_it_gives_for(counter):
    mine = counter.order((counter.powder, 6))
    theirs = counter.order((counter.powder, 6), store=counter.other)
    given = counter.order((counter.powder, 6), store=counter.other, kind="transfer", from_store=counter.store)
    assert {row["id"] for row in Query(GoodsOrder, counter.manager, {}, []).rows()} == {mine, given}
    assert step(theirs, "submit", counter.manager).state == "refused"
    assert write(counter.manager, ReplenishRule, None, minimum=1).state == "refused"


def test_each_week_the_stores_that_need_something_find_a_draft(counter):
    counter.sells()
    with changes(who=SYSTEM) as c:
        assert propose_weekly(c, day(1)).zh == "为 0 家门店生成要货建议"  # a Tuesday
        assert propose_weekly(c, day(0)).zh == "为 1 家门店生成要货建议"
        assert propose_weekly(c, day(0)).zh == "为 0 家门店生成要货建议"
    order = GoodsOrder.rows()[0]
    assert (order.store, order.state, order.wanted_on, order.qty) == (counter.store, "draft", day(2), 24)


def test_sales_come_from_the_stock_ledger_where_no_till_says_them(counter):
    counter.opening(30)
    with changes(who=SYSTEM) as c:
        for back in range(1, 8):
            c.create(
                StockMovement,
                kind="shop_out",
                product=counter.powder,
                warehouse=counter.shelf,
                qty=Decimal(-2),
                occurred_at=moment(f"{day(-back)} 10:00"),
            )
    line = proposal_of(counter, cover=30)
    assert (line["sold"], line["stock"], line["proposed"]) == (14, 16, 48)  # 32 days × 2 − 16


def proposal_of(counter, cover: int) -> dict:
    rule = ReplenishRule.rows(ReplenishRule.product == counter.powder)[0].id
    change(ReplenishRule, rule, cover_days=cover)
    return proposal(counter)
