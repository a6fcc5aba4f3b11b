"""The stock ledger: batches, earliest expiry first, holds, the near-expiry ladder, transfers and corrections."""

from decimal import Decimal

import pytest

from models import house, logistics
from models.kit import Refused, changes
from models.kit.ask.query import Query
from models.kit.declare.describe import describe_record
from models.kit.declare.states import moves_of
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.kit.write.leaving import leaves
from models.logistics import (
    BatchHold,
    NearExpiryRule,
    Stock,
    StockMovement,
    hold_batch,
    issue_goods,
    propose_batches,
    receive_goods,
    release_batch,
    reverse_movement,
    scrap_stock,
    transfer_stock,
)
from models.logistics.nightly import age_stock
from models.organization import ProductCategory
from tests.conftest import person
from tests.helpers.depot import Depot, batch, day, lies, unsound
from tests.helpers.shop import SYSTEM, change, delete, night, put, refusal, said, seen, take_back


@pytest.fixture
def depot(clock, stores) -> Depot:
    """An empty depot; whatever a test does there must leave the ledger sound."""
    made = Depot()
    made.store = stores["锦江一店"]
    yield made
    assert unsound() == []


def held(product: int, batch_no: str, reason: str = "检验不合格") -> int:
    with changes(who=SYSTEM) as c:
        return hold_batch(c, product, batch_no, reason).id


def out(depot, qty, kind="store_out", **more) -> str:
    """Goods out to the first store, or the sentence with which that is refused."""
    answer = edit(StockMovement, [depot.line(kind, qty, store=depot.store, **more)], who=SYSTEM)
    return "" if answer.state == "applied" else said(answer)


def test_what_comes_in_lies_there_by_batch_with_its_expiry_and_value(depot):
    depot.brings(10, "A1", unit_cost=30)
    depot.brings(5, "A2", age=100)
    assert lies(depot.powder, depot.main) == {"A1": 10, "A2": 5}
    row = batch(depot.powder, "A1")
    assert (row.expires_on, row.stage, seen(Stock, row.id, "days_left")) == (day(350), "fresh", [350])
    assert batch(depot.powder, "A2").value + row.value == 10 * 30 + 5 * 50


def test_people_write_how_many_and_the_kind_says_which_way(depot):
    depot.brings(10)
    assert out(depot, 4, batch_no="A1") == out(depot, -3, batch_no="A1") == ""
    assert lies(depot.powder) == {"A1": 3}
    assert "入库数量要为正" in said(edit(StockMovement, [depot.line("purchase_in", -1, batch_no="A1")], who=SYSTEM))
    assert "不能为零" in out(depot, 0)


def test_no_batch_goes_below_zero_and_nothing_of_the_document_lands(depot):
    depot.brings(10)
    lines = [depot.line("sale_out", qty, batch_no="A1") for qty in (6, 5)]
    answer = edit(StockMovement, lines, who=SYSTEM)
    assert said(answer) == "成都总仓的 高钙奶粉 批次 A1 库存不足，还差 1"
    assert lies(depot.powder) == {"A1": 10}


def test_goods_that_expire_need_a_date_and_a_batch_or_the_day_they_were_made(depot):
    assert "要填批号或生产日期" in said(edit(StockMovement, [depot.line("purchase_in", 1)], who=SYSTEM))
    assert "有保质期" in said(edit(StockMovement, [depot.line("purchase_in", 1, batch_no="A9")], who=SYSTEM))
    put(StockMovement, **depot.line("purchase_in", 1, produced_on="2026-10-01")["set"])
    assert lies(depot.powder) == {"20261001": 1}


def test_a_batch_has_one_expiry_wherever_it_lies(depot):
    depot.brings(1, "A1", age=10)
    answer = edit(
        StockMovement,
        [depot.line("purchase_in", 1, batch_no="A1", produced_on=str(day(-11)), warehouse=depot.branch)],
        who=SYSTEM,
    )
    assert "到期日已登记为" in said(answer)
    depot.brings(1, "A1", age=10, warehouse=depot.branch)
    assert lies(depot.powder) == {"A1": 2}


def test_the_batch_that_expires_first_goes_first_when_none_is_named(depot):
    depot.brings(10, "NEW", age=10)
    depot.brings(4, "OLD", age=100)
    assert out(depot, 4) == ""
    assert lies(depot.powder) == {"NEW": 10}


def test_what_may_go_out_of_a_warehouse_stands_in_sight_with_what_is_left(depot):
    depot.brings(10, "NEW", age=10)
    depot.brings(4, "OLD", age=100)
    asked = {"product": depot.powder, "qty": "6"}
    goods, scrap = house().actions["issue_goods"], house().actions["scrap_stock"]
    assert [part.text.zh for part in leaves(goods, SYSTEM, depot.main, asked)] == ["可用数量 14 → 8"]
    [short] = leaves(goods, SYSTEM, depot.main, asked | {"qty": 15})
    assert (short.text.zh, short.short) == ("可用数量 14，还差 1", True)
    [old] = Stock.rows(Stock.batch_no == "OLD")
    assert [part.text.zh for part in leaves(scrap, SYSTEM, old.id, {"qty": 1})] == ["OLD 数量 4 → 3"]
    assert out(depot, 4) == ""  # a batch that is used up has a number like any other
    assert [part.text.zh for part in leaves(scrap, SYSTEM, old.id, {})] == ["OLD 数量 0"]
    assert leaves(scrap, SYSTEM, old.id, {"qty": 1})[0].text.zh == "OLD 数量 0，还差 1"


def test_a_line_that_one_batch_can_t_fill_says_how_to_split_it_and_the_button_splits_it(depot):
    depot.brings(10, "NEW", age=10)
    depot.brings(4, "OLD", age=100)
    assert out(depot, 6) == "高钙奶粉 最先到期的批次 OLD 只有 4，请分行出库：OLD × 4，NEW × 2"
    assert propose_batches(depot.powder, depot.main, Decimal(6)) == [("OLD", 4), ("NEW", 2)]
    answer = issue_goods(depot.main, product=depot.powder, qty=Decimal(6), store=depot.store, who=SYSTEM)
    assert answer.zh.startswith("已出库 高钙奶粉：OLD × 4，NEW × 2，单号 CK20261123")
    assert lies(depot.powder) == {"NEW": 8}
    first, second = StockMovement.rows(StockMovement.kind == "store_out")
    assert (first.no, first.line, second.no, second.line) == (first.no, 1, first.no, 2)


def test_more_than_there_is_is_refused_with_how_much_is_missing(depot):
    depot.brings(10)
    assert (
        refusal(issue_goods, depot.main, product=depot.powder, qty=Decimal(12), store=depot.store)
        == "高钙奶粉 可出库的库存不足，还差 2"
    )
    assert refusal(issue_goods, depot.main, product=depot.powder, qty=Decimal(1)) == "配送出库要填门店"


def test_a_held_batch_neither_goes_out_nor_is_proposed_until_it_is_released(depot):
    depot.brings(10, "OLD", age=100)
    depot.brings(10, "NEW", age=10)
    held(depot.powder, "OLD")
    assert (batch(depot.powder, "OLD").held, batch(depot.powder, "OLD").available) == (True, 0)
    assert out(depot, 1, batch_no="OLD") == "高钙奶粉 批次 OLD 已停售（检验不合格），不能出库或销售"
    assert "已停售" in out(depot, 1, kind="sale_out", batch_no="OLD")
    assert propose_batches(depot.powder, depot.main, Decimal(1)) == [("NEW", 1)]
    with changes(who=SYSTEM) as c:
        release_batch(c, depot.powder, "OLD")
    assert out(depot, 1, batch_no="OLD") == ""
    assert batch(depot.powder, "OLD").available == 9


def test_a_held_batch_stays_where_it_is_but_may_be_scrapped_or_sent_back(depot):
    depot.brings(10)
    held(depot.powder, "A1")
    stock = batch(depot.powder, "A1").id
    assert "已停售" in refusal(transfer_stock, stock, to=depot.branch, qty=Decimal(1))
    scrap_stock(stock, qty=Decimal(2), reason="召回销毁", who=SYSTEM)
    assert out(depot, 3, kind="supplier_return", batch_no="A1") == ""
    assert lies(depot.powder) == {"A1": 5}


def test_goods_that_come_in_of_a_held_batch_are_held(depot):
    held(depot.powder, "A1")
    depot.brings(10, "A1")
    assert batch(depot.powder, "A1").available == 0


def test_holding_a_held_batch_changes_nothing_and_releasing_one_that_isn_t_is_refused(depot):
    assert held(depot.powder, "A1") == held(depot.powder, "A1", "又一次")
    assert BatchHold.select().count() == 1
    with changes(who=SYSTEM) as c, pytest.raises(Refused) as refused:
        release_batch(c, depot.cup, "A1")
    assert refused.value.text.zh == "保温杯 批次 A1 没有停售"


def test_a_batch_is_free_when_the_last_of_its_holds_is_released(depot):
    depot.brings(5)
    first = held(depot.powder, "A1")
    put(BatchHold, product=depot.powder, batch_no="A1", reason="顾客投诉")
    act(house().actions["batch_hold_release"], who=SYSTEM, id=first, answers={"reason": "复检合格"})
    assert batch(depot.powder, "A1").available == 0
    with changes(who=SYSTEM) as c:
        release_batch(c, depot.powder, "A1")
    assert batch(depot.powder, "A1").available == 5


def test_a_hold_stays_with_its_batch(depot):
    hold = held(depot.powder, "A1")
    assert "停售后不能改商品和批号" in said(change(BatchHold, hold, batch_no="A2"))


def test_releasing_needs_the_right_to_approve_and_a_reason_and_is_kept(depot):
    depot.brings(5)
    hold = held(depot.powder, "A1")
    keeper = person("Qi", "store_manager", 200)
    release = house().actions["batch_hold_release"]
    assert act(release, who=keeper, id=hold, answers={"reason": "复检合格"}).state == "refused"
    boss = person("Guo", "quality", 201)
    assert act(release, who=boss, id=hold, answers={}).state == "refused"
    assert act(release, who=boss, id=hold, answers={"reason": "复检合格"}).state == "applied"
    row = BatchHold.row(hold)
    assert (row.state, row.released_on, moves_of(BatchHold, hold)[0].reason) == ("released", day(0), "复检合格")
    assert row.reason == "检验不合格", "why it was stopped is not what was said when it was freed"
    assert batch(depot.powder, "A1").available == 5
    assert act(release, who=boss, id=hold, answers={"reason": "再次"}).state == "refused"


def test_undoing_a_hold_frees_the_batch(depot):
    depot.brings(5)
    held(depot.powder, "A1")
    assert take_back().state == "applied"
    assert batch(depot.powder, "A1").available == 5


def test_expired_goods_reach_no_customer_but_can_be_scrapped(depot):
    depot.brings(10, "DEAD", age=361, kind="opening")
    assert (batch(depot.powder, "DEAD").stage, batch(depot.powder, "DEAD").available) == ("expired", 0)
    assert "已于" in out(depot, 1, batch_no="DEAD") and "还差 1" in out(depot, 1)
    assert out(depot, 10, kind="scrap") == ""
    assert lies(depot.powder) == {}


@pytest.mark.parametrize(
    ("age", "stage"),
    [(0, "fresh"), (239, "fresh"), (240, "third"), (339, "third"), (340, "near"), (360, "near"), (361, "expired")],
)
def test_the_ladder_of_a_product_that_keeps_360_days(depot, age, stage):
    depot.brings(1, age=age, kind="opening")
    assert batch(depot.powder, "A1").stage == stage


@pytest.mark.parametrize(
    ("life", "line"),
    [
        (730, 45),
        (365, 45),
        (364, 20),
        (180, 20),
        (179, 15),
        (90, 15),
        (89, 10),
        (30, 10),
        (29, 5),
        (16, 5),
        (15, 2),
        (0, 2),
    ],
)
def test_the_custom_of_the_trade_without_rules_of_our_own(life, line):
    assert logistics.stock.line_of(None, life, []) == line


def test_a_rung_of_our_own_overrides_the_custom_and_a_category_s_rung_the_common_one(depot):
    milk = put(ProductCategory, name="乳制品")
    change(logistics.stock.Product, depot.powder, category=milk)
    depot.brings(1, age=290)
    assert batch(depot.powder, "A1").stage == "third"
    common = put(NearExpiryRule, shelf_life_from=300, days_before=70)
    assert batch(depot.powder, "A1").stage == "near"
    own = put(NearExpiryRule, category=milk, shelf_life_from=180, days_before=60)
    assert batch(depot.powder, "A1").stage == "third"
    delete(NearExpiryRule, own)
    assert batch(depot.powder, "A1").stage == "near"
    delete(NearExpiryRule, common)
    assert batch(depot.powder, "A1").stage == "third"


def test_every_night_the_batches_grow_older(depot, clock):
    depot.brings(1, age=339)
    clock("2026-11-24 01:00")
    assert night(age_stock, day(0)).en == "1 batch came to another stage"
    assert batch(depot.powder, "A1").stage == "near"


def test_the_days_left_are_those_of_today_also_before_the_night_work(depot, clock):
    depot.brings(1, "A1", age=339)
    depot.brings(1, "A2", age=100)
    clock("2026-11-24 00:01")
    assert seen(Stock, batch(depot.powder, "A1").id, "days_left") == [20]
    near = Query(Stock, SYSTEM, {"days_left": {"le": 20}}, ["days_left"]).rows()
    assert [row["batch_no"] for row in near] == ["A1"]


def test_goods_go_out_at_the_moving_average_and_the_last_takes_what_value_is_left(depot):
    depot.brings(3, "A1", unit_cost=10)
    depot.brings(3, "A2", unit_cost=Decimal("10.01"))
    assert out(depot, 2, batch_no="A1") == ""
    line = StockMovement.rows(order=StockMovement.id.desc())[0]
    assert (line.unit_cost, line.amount) == (Decimal("10.00"), Decimal("-20.01"))
    assert out(depot, 1, batch_no="A1") == out(depot, 3, batch_no="A2") == ""
    assert sum(row.amount for row in StockMovement.rows()) == 0


def test_without_a_price_goods_come_in_at_the_product_s_cost(depot):
    receive_goods(depot.main, product=depot.cup, qty=Decimal(2), batch_no="C1", who=SYSTEM)
    assert batch(depot.cup, "C1").value == 40


def test_a_transfer_is_a_pair_that_carries_batch_expiry_and_value(depot):
    depot.brings(10, unit_cost=30)
    answer = transfer_stock(batch(depot.powder, "A1").id, to=depot.branch, qty=Decimal(4), who=SYSTEM)
    assert answer.zh.startswith("已调拨 高钙奶粉 批次 A1 4 到武侯分仓")
    assert (lies(depot.powder, depot.main), lies(depot.powder, depot.branch)) == ({"A1": 6}, {"A1": 4})
    there = Stock.rows(Stock.warehouse == depot.branch)[0]
    assert (there.value, there.expires_on) == (120, day(350))


def test_a_transfer_that_only_leaves_or_arrives_in_part_is_refused(depot):
    depot.brings(10)
    leaves = depot.line("transfer_out", 4, no="DB1", batch_no="A1")
    assert "调拨要有出有入" in said(edit(StockMovement, [leaves], who=SYSTEM))
    arrives = depot.line("transfer_in", 3, no="DB1", batch_no="A1", warehouse=depot.branch)
    assert "相差 -1" in said(edit(StockMovement, [leaves, arrives], who=SYSTEM))
    arrives["set"]["qty"] = 4
    assert edit(StockMovement, [leaves, arrives], who=SYSTEM).state == "applied"


def test_transferring_too_much_or_to_the_same_place_is_refused(depot):
    depot.brings(10)
    stock = batch(depot.powder, "A1").id
    assert refusal(transfer_stock, stock, to=depot.branch, qty=Decimal(11)) == "高钙奶粉 可出库的库存不足，还差 1"
    assert refusal(transfer_stock, stock, to=depot.main, qty=Decimal(1)) == "调入仓库不能是原仓库"


def test_the_ledger_is_never_edited_or_deleted_by_anyone(depot):
    line = depot.brings(10)
    assert "不能直接修改" in said(change(StockMovement, line, qty=9))
    assert "不能直接删除" in said(delete(StockMovement, line))


def test_a_line_is_corrected_by_a_red_one_and_only_once(depot):
    line = depot.brings(10)
    assert reverse_movement(line, reason="数量登记错误", who=SYSTEM).zh.startswith("已冲正 1 行")
    assert lies(depot.powder) == {}
    red = StockMovement.rows(order=StockMovement.id.desc())[0]
    assert (red.kind, red.qty, red.reverses, red.reason) == ("purchase_in", -10, line, "数量登记错误")
    assert refusal(reverse_movement, line, reason="再来") == "这一行已经冲正过"
    assert "冲正行不能再冲正" in refusal(reverse_movement, red.id, reason="再来")


def test_what_is_gone_already_can_t_be_reversed(depot):
    line = depot.brings(10)
    out(depot, 4, batch_no="A1")
    assert "还差 4" in refusal(reverse_movement, line, reason="错")


def test_reversing_one_side_of_a_transfer_reverses_both(depot):
    depot.brings(10)
    transfer_stock(batch(depot.powder, "A1").id, to=depot.branch, qty=Decimal(4), who=SYSTEM)
    arrived = StockMovement.rows(StockMovement.kind == "transfer_in")[0]
    assert reverse_movement(arrived.id, reason="错调", who=SYSTEM).zh.startswith("已冲正 2 行")
    assert (lies(depot.powder, depot.main), lies(depot.powder, depot.branch)) == ({"A1": 10}, {})


def test_undo_of_a_movement_is_a_red_line_and_undoing_that_puts_it_back(depot):
    depot.brings(10)
    assert take_back().state == "applied"
    assert lies(depot.powder) == {}
    assert take_back().state == "applied"
    assert lies(depot.powder) == {"A1": 10}
    assert StockMovement.select().count() == 3


def test_only_who_may_approve_reverses_and_a_store_manager_sees_no_costs(depot, chen):
    line = depot.brings(10)
    issue_goods(depot.main, product=depot.powder, qty=Decimal(2), store=depot.store, who=SYSTEM)
    assert act(house().actions["reverse_movement"], who=chen, id=line, answers={"reason": "x"}).state == "refused"
    rows = Query(StockMovement, chen).rows()
    assert [row["qty"] for row in rows] == ["-2"] and "amount" not in rows[0] and "unit_cost" not in rows[0]


def test_movements_of_the_past_may_take_goods_that_were_good_then(depot):
    depot.brings(10, "A1", age=365, kind="opening")
    then = f"{day(-30)}T02:00:00Z"
    assert out(depot, 1, batch_no="A1", occurred_at=then) == ""


def test_the_stock_opens_without_what_is_used_up_and_the_rest_is_a_chip_away(depot):
    depot.brings(10, "FULL")
    depot.brings(3, "GONE", age=20)
    assert out(depot, 3, batch_no="GONE") == ""
    described = describe_record(Stock, (), SYSTEM)
    assert described["opens"] == {"qty": {"gt": 0}}
    assert [row["batch_no"] for row in Query(Stock, SYSTEM, described["opens"]).rows(0, 9)] == ["FULL"]
    assert Query(Stock, SYSTEM).count() == 2
