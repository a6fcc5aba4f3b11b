"""Goods on their way: picked by earliest expiry, loaded, signed for batch by batch, differences settled; the ledger adds up throughout."""

import re
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from models import house
from models.kit import changes
from models.kit.ask.query import Query
from models.kit.clock import today, week_of
from models.kit.write.acting import act
from models.kit.write.notices import notices_for
from models.logistics import (
    Delivery,
    DeliveryStop,
    Driver,
    Stock,
    StockMovement,
    StopPlace,
    Vehicle,
    Warehouse,
    hold_batch,
)
from models.replenishment import GoodsDifference, GoodsOrder, GoodsOrderLine, GoodsPick
from models.replenishment.figures import METRICS
from tests.helpers.counter import Counter, as_said, step, write
from tests.helpers.depot import lies, unsound
from tests.helpers.shop import SYSTEM, moment, put, take_back


@pytest.fixture
def counter(clock, stores) -> Counter:
    made = Counter(stores)
    yield made
    assert unsound() == []
    assert unbalanced() == []


def unbalanced() -> list[str]:
    """What lies on the way is what was sent and neither signed for nor settled."""
    wanted: dict[tuple[int, str], Decimal] = {}
    for order in GoodsOrder.rows(GoodsOrder.state.in_(("ready", "sent"))):
        for pick in picks(order.id):
            key = (pick.product, pick.batch_no)
            wanted[key] = wanted.get(key, Decimal(0)) + pick.qty
    for case in GoodsDifference.rows(GoodsDifference.state == "open"):
        key = (case.product, case.batch_no)
        wanted[key] = wanted.get(key, Decimal(0)) + case.qty
    way = Warehouse.rows(Warehouse.on_way == 1)
    there = (
        {(lot.product, lot.batch_no): lot.qty for lot in Stock.rows(Stock.warehouse == way[0].id, Stock.qty > 0)}
        if way
        else {}
    )
    return [] if there == wanted else [f"{there} lies on the way, {wanted} was sent"]


def picks(order: int) -> list:
    return GoodsPick.rows(GoodsPick.order == order, order=GoodsPick.id)


def hold(counter, batch: str) -> None:
    with changes(who=SYSTEM) as c:
        hold_batch(c, counter.powder, batch, "召回")


def sent(counter, qty=12, **values) -> int:
    """An order of the powder that has left."""
    id = counter.approved((counter.powder, qty), **values)
    giver = {"transfer": counter.neighbour, "back": counter.manager}.get(values.get("kind"), counter.keeper)
    for name in ("start", "pick", "send"):
        answer = step(id, name, giver)
        assert answer.state == "applied", as_said(answer)
    return id


def test_the_first_batches_to_expire_are_picked_and_what_is_short_is_said(counter):
    counter.brings(4, "B1", age=200)
    counter.brings(50, "B0", age=357)  # three days left: not for a store
    id = counter.approved((counter.powder, 6), (counter.cup, 2))
    answer = step(id, "start", counter.keeper)
    assert answer.text.zh == "已列出 2 个批次，保温杯 缺 2"
    assert [(pick.batch_no, pick.qty) for pick in picks(id)] == [("B1", 4), ("A1", 2)]
    assert step(id, "pick", counter.keeper).state == "applied"
    assert lies(counter.powder, counter.main) == {"A1": 98, "B0": 50}
    assert (GoodsOrder.row(id).picked, GoodsOrder.row(id).qty) == (6, 8)


def test_another_batch_needs_a_reason(counter):
    counter.brings(20, "B1", age=200)
    id = counter.approved((counter.powder, 6))
    step(id, "start", counter.keeper)
    pick = picks(id)[0].id
    ends = dict(StockMovement.select(StockMovement.batch_no, StockMovement.expires_on).tuples())
    assert picks(id)[0].expires_on == ends["B1"] != ends["A1"]
    assert write(counter.keeper, GoodsPick, pick, batch_no="A1").state == "applied"
    assert picks(id)[0].expires_on == ends["A1"]  # what the picking list and the delivery sheet print
    assert "不是最先到期的" in as_said(step(id, "pick", counter.keeper))
    write(counter.keeper, GoodsPick, pick, batch_reason="B1 外箱受潮待换")
    assert step(id, "pick", counter.keeper).state == "applied"
    assert "不能再改" in as_said(write(counter.keeper, GoodsPick, pick, qty=3))


def test_what_is_signed_for_lies_in_the_store_at_its_value(counter):
    id = sent(counter)
    assert lies(counter.powder, counter.shelf) == {}
    assert as_said(step(id, "sign", counter.neighbour)) != "applied"
    assert step(id, "sign", counter.manager, signed_by="小店").state == "applied"
    assert lies(counter.powder, counter.shelf) == {"A1": 12}
    assert Stock.rows(Stock.warehouse == counter.shelf)[0].value == 600
    row = GoodsOrder.row(id)
    assert (row.state, row.received, row.signed_by) == ("received", 12, "小店")
    kinds = [line.kind for line in StockMovement.rows(StockMovement.reference == row.no, order=StockMovement.id)]
    assert kinds == ["store_out", "way_in", "way_out", "store_in"]


@pytest.mark.parametrize(("outcome", "main", "shelf"), [("returned", 90, 10), ("delivered", 88, 12), ("lost", 88, 10)])
def test_what_is_missing_stays_on_the_way_until_it_is_settled(counter, outcome, main, shelf):
    id = sent(counter)
    pick = picks(id)[0].id
    assert "实收不能多于发出的 12" in as_said(write(counter.manager, GoodsPick, pick, received_qty=13))
    write(counter.manager, GoodsPick, pick, received_qty=10)
    assert "请选差异原因" in as_said(step(id, "sign", counter.manager, signed_by="小店"))
    write(counter.manager, GoodsPick, pick, cause="damaged")
    assert "请先拍照" in as_said(step(id, "sign", counter.manager, signed_by="小店"))
    write(counter.manager, GoodsPick, pick, cause="short", note="少两罐")
    assert step(id, "sign", counter.manager, signed_by="小店").state == "applied"
    case = GoodsDifference.rows()[0]
    assert (case.qty, case.cause, case.store, case.state) == (2, "short", counter.store, "open")
    settle = house().actions["goods_difference_settle"]
    answers = {"outcome": outcome, "reason": "已核对"}
    assert act(settle, who=counter.manager, id=case.id, answers=answers).state == "refused"
    assert act(settle, who=counter.keeper, id=case.id, answers=answers).state == "applied"
    assert lies(counter.powder, counter.main) == {"A1": main}
    assert lies(counter.powder, counter.shelf) == {"A1": shelf}
    assert GoodsOrder.row(id).received == shelf, "what came after all is received, too"


def test_what_differs_is_typed_as_it_is_signed_for_and_all_of_it_is_kept_or_nothing(counter):
    id, other = sent(counter), sent(counter, 6)
    sign, pick = house().actions["goods_order_sign"], picks(id)[0].id

    def signing(who=counter.manager, op=None, row=pick, **values):
        lines = [{"id": row, "set": values}]
        return act(sign, who=who, id=id, answers={"signed_by": "小店"}, lines=lines, op=op)

    assert re.match(r"\S+ · A1：实收不能多于", as_said(signing(received_qty="13", cause="short"))), (
        "as the dialog calls it"
    )
    unseen = as_said(signing(received_qty="10", cause="damaged"))
    assert f"请先拍照：照片传到要货单 {GoodsOrder.row(id).no} 上" in unseen, "where the photo is looked for"
    assert (GoodsPick.row(pick).received_qty, GoodsOrder.row(id).state) == (None, "sent"), "nothing is half done"
    assert signing(received_qty="10", cause="short", row=picks(other)[0].id).state == "refused"
    assert signing(qty="1").state == "refused", "only what is asked for"
    assert signing(who=counter.neighbour, received_qty="10", cause="short").state == "refused"
    answer = signing(op="sign-1", received_qty="10", cause="short", note="少两罐")
    assert answer.state == "applied" and signing(
        op="sign-1", received_qty="10", cause="short", note="少两罐"
    ).state == ("duplicate")
    case = GoodsDifference.rows()[0]
    assert (case.qty, case.cause, case.note, GoodsOrder.row(id).received) == (2, "short", "少两罐", 10)
    assert take_back(answer.batch).state == "applied"
    assert (GoodsPick.row(pick).received_qty, GoodsOrder.row(id).state) == (None, "sent"), "one batch, one way back"


def test_what_a_colleague_wrote_of_a_batch_meanwhile_is_not_written_over_by_signing(counter):
    id = sent(counter)
    pick = picks(id)[0].id
    write(counter.manager, GoodsPick, pick, received_qty=11, cause="short")
    typed = {"id": pick, "set": {"received_qty": "10"}, "seen": {"received_qty": None}}
    sign = house().actions["goods_order_sign"]
    answer = act(sign, who=counter.manager, id=id, answers={"signed_by": "小店"}, lines=[typed])
    assert answer.state == "refused" and " · A1：" in as_said(answer)
    assert (GoodsPick.row(pick).received_qty, GoodsOrder.row(id).state) == (11, "sent")


def test_a_hold_stops_each_step_of_the_way(counter):
    id = counter.approved((counter.powder, 12))
    hold(counter, "A1")
    assert "一件也发不出" in as_said(step(id, "start", counter.keeper))
    counter.brings(30, "C1", age=20)
    assert step(id, "start", counter.keeper).state == "applied"
    hold(counter, "C1")
    assert "已停售" in as_said(step(id, "pick", counter.keeper))


def test_a_recall_stops_what_is_picked_and_what_is_on_the_road(counter):
    ready = counter.approved((counter.powder, 6))
    step(ready, "start", counter.keeper)
    assert step(ready, "pick", counter.keeper).state == "applied"
    road = sent(counter)
    hold(counter, "A1")
    assert "已停售" in as_said(step(ready, "send", counter.keeper))
    assert step(ready, "put_back", counter.keeper, reason="召回").state == "applied"
    assert "已停售，不能入店" in as_said(step(road, "sign", counter.manager, signed_by="小店"))
    pick = picks(road)[0].id
    write(counter.manager, GoodsPick, pick, received_qty=0, cause="held")
    assert step(road, "sign", counter.manager, signed_by="小店").state == "applied"
    case = GoodsDifference.rows()[0].id
    answers = {"outcome": "returned", "reason": "召回退仓"}
    assert (
        act(house().actions["goods_difference_settle"], who=counter.keeper, id=case, answers=answers).state == "applied"
    )
    assert lies(counter.powder, counter.main) == {"A1": 100}


def test_stores_give_to_one_another_and_back_to_the_warehouse(counter):
    counter.opening(10, "N1", age=320, warehouse=counter.shelf2)
    id = sent(counter, 6, kind="transfer", from_store=counter.other)
    assert step(id, "sign", counter.manager, signed_by="小店").state == "applied"
    assert (lies(counter.powder, counter.shelf2), lies(counter.powder, counter.shelf)) == ({"N1": 4}, {"N1": 6})
    hold(counter, "N1")
    id = sent(counter, 6, kind="back")
    assert step(id, "sign", counter.keeper, signed_by="库管").state == "applied"
    assert lies(counter.powder, counter.shelf) == {}
    assert lies(counter.powder, counter.main)["N1"] == 6


def test_what_is_picked_is_the_giver_s_to_write_and_what_arrived_the_receiver_s(counter):
    counter.opening(10, "N1", age=320, warehouse=counter.shelf2)
    id = counter.approved((counter.powder, 6), kind="transfer", from_store=counter.other)
    assert step(id, "start", counter.neighbour).state == "applied"
    assert as_said(write(counter.manager, GoodsPick, picks(id)[0].id, qty=1)) == "这批货在武侯一店，由它拣货、发出"
    assert write(counter.neighbour, GoodsPick, picks(id)[0].id, qty=5).state == "applied"
    for name in ("pick", "send"):
        assert step(id, name, counter.neighbour).state == "applied"
    arrived = {"received_qty": 4, "cause": "short"}
    said = as_said(write(counter.neighbour, GoodsPick, picks(id)[0].id, **arrived))
    assert said == "这批货发给锦江一店，由它签收"
    assert write(counter.manager, GoodsPick, picks(id)[0].id, **arrived).state == "applied"


def test_a_store_asks_another_for_goods_by_its_name_and_each_does_its_own_part(counter):
    counter.opening(10, "N1", age=320, warehouse=counter.shelf2)
    made = write(counter.manager, GoodsOrder, None, from_store="武侯一店")
    assert made.state == "applied", as_said(made)
    id = made.rows[0]["id"]
    assert (GoodsOrder.row(id).kind, GoodsOrder.row(id).store) == ("transfer", counter.store)
    assert write(counter.manager, GoodsOrderLine, None, order=id, product=counter.powder, qty=4).state == "applied"
    assert step(id, "submit", counter.manager).state == "applied"
    assert step(id, "approve", counter.boss).state == "applied"
    heard = [notice.text_zh for notice in notices_for(house().records, counter.neighbour)]
    assert f"锦江一店 的店间调拨 {GoodsOrder.row(id).no} 已批准，请拣 1 个品种发给它" in heard
    assert as_said(step(id, "start", counter.manager)) == "这批货在武侯一店，由它拣货、发出"
    for name in ("start", "pick", "send"):
        answer = step(id, name, counter.neighbour)
        assert answer.state == "applied", as_said(answer)
    colleague = replace(counter.neighbour, user_id=79, name="邻店店员")
    assert as_said(step(id, "sign", colleague, signed_by="店员")) == "这批货发给锦江一店，由它签收"
    assert step(id, "sign", counter.manager, signed_by="小店").state == "applied"
    for who in (counter.manager, counter.neighbour):
        assert [row["id"] for row in Query(GoodsOrder, who).rows()] == [id]


def test_a_store_offers_goods_to_another_and_orders_nothing_for_it(counter):
    assert write(counter.manager, GoodsOrder, None, store=counter.other, from_store=counter.store).state == "applied"
    assert write(counter.manager, GoodsOrder, None, store=counter.other).state == "refused"
    (row,) = Query(GoodsOrder, counter.manager).rows()
    assert write(counter.manager, GoodsOrder, row["id"], from_store=None, kind="replenish").state == "refused"


def test_a_store_signs_for_nothing_it_sent_back_itself(counter):
    counter.opening(6)
    id = sent(counter, 6, kind="back")
    colleague = replace(counter.manager, user_id=79, name="店员")
    assert as_said(step(id, "sign", colleague, signed_by="店员")) == "退仓的货由成都总仓签收"


def test_a_store_returns_no_more_than_lies_there_and_is_told_as_it_submits(counter):
    counter.opening(4)
    id = counter.order((counter.powder, 500), (counter.cup, 1), kind="back")
    said = as_said(step(id, "submit", counter.manager))
    assert "高钙奶粉 要退 500，锦江一店 现有可退的只有 4" in said and "要退 1，锦江一店 现有可退的只有 0" in said
    assert GoodsOrder.row(id).state == "draft"
    hold(counter, "S1")  # what is held may go back all the same
    assert step(counter.order((counter.powder, 4), kind="back"), "submit", counter.manager).state == "applied"
    asked = counter.order((counter.powder, 500), kind="transfer", from_store=counter.other)
    assert step(asked, "submit", counter.manager).state == "applied", "the other's stock isn't told"


def test_logistics_picks_the_warehouses_goods_and_nobody_signs_for_what_he_sent(counter):
    id = counter.approved((counter.powder, 6))
    assert "由物流仓储拣货" in as_said(step(id, "start", counter.manager))
    for name in ("start", "pick", "send"):
        assert step(id, name, counter.keeper).state == "applied"
    assert step(id, "sign", counter.keeper, signed_by="库管").state == "refused"


def test_each_step_can_be_undone_with_what_it_booked(counter):
    id = counter.approved((counter.powder, 12))
    taken = [step(id, name, counter.keeper).batch for name in ("start", "pick", "send")]
    taken.append(step(id, "sign", counter.manager, signed_by="小店").batch)
    for batch, state in zip(reversed(taken), ("sent", "ready", "picking", "approved"), strict=True):
        assert take_back(batch).state == "applied"
        assert GoodsOrder.row(id).state == state
        assert unbalanced() == []
    assert lies(counter.powder, counter.main) == {"A1": 100}


def test_a_store_sees_the_batches_and_cases_of_its_own(counter):
    id = sent(counter)
    write(counter.manager, GoodsPick, picks(id)[0].id, received_qty=11, cause="short")
    step(id, "sign", counter.manager, signed_by="小店")
    for record in (GoodsPick, GoodsDifference):
        assert len(Query(record, counter.manager, {}, []).rows()) == 1
        assert Query(record, counter.neighbour, {}, []).rows() == []


def test_the_week_tells_how_much_of_the_orders_came_and_how_long_the_stock_lasts(counter):
    """Ordered 12 and 6, of which 10 and 6 came: 16 of 18; 16 lie there, and 80 sold in 28 days: 5.6 days."""
    counter.sells()
    for qty, came in ((12, 10), (6, 6)):
        id = sent(counter, qty)
        write(counter.manager, GoodsPick, picks(id)[0].id, received_qty=came, cause="short")
        assert step(id, "sign", counter.manager, signed_by="小店").state == "applied"
    values = {metric.name: metric.value(week_of(today())) for metric in METRICS}
    wanted = {"goods_fill_rate": Decimal("88.89"), "goods_differences": 1, "goods_days_of_cover": Decimal("5.6")}
    assert values == wanted
    assert METRICS[0].per_store(week_of(today())) == {counter.store: Decimal("88.89")}


# With a delivery --------------------------------------------------------------------------------------------------------


def ride(counter, boxes=100, **more) -> int:
    truck = put(Vehicle, plate=f"川A{boxes:05d}", boxes=boxes, **more)
    driver = put(Driver, name="赵师傅", licence_no=f"L{boxes}")
    return put(Delivery, delivered_on="2026-11-23", warehouse=counter.main, vehicle=truck, driver=driver)


def test_orders_make_the_stop_leave_with_the_delivery_and_sign_it(counter):
    task = ride(counter)
    put(DeliveryStop, delivery=task, seq=1, store=counter.store)
    ids = [counter.approved((counter.powder, qty)) for qty in (12, 6)]
    for id in ids:
        step(id, "start", counter.keeper)
        step(id, "pick", counter.keeper)
    answer = act(house().actions["load_orders"], who=counter.keeper, id=task, answers={})
    assert answer.text.zh == "已装入 2 张要货单，3 箱 16.5 kg"
    stop = DeliveryStop.rows()[0]
    assert (stop.orders, stop.boxes, Delivery.row(task).boxes) == (2, 3, 3)
    for name in ("load", "leave"):
        assert act(house().actions[f"delivery_{name}"], who=counter.keeper, id=task, answers={}).state == "applied"
    assert {GoodsOrder.row(id).state for id in ids} == {"sent"}
    for id in ids:
        assert DeliveryStop.row(stop.id).state == "waiting"
        assert step(id, "sign", counter.manager, signed_by="小店").state == "applied"
    assert (DeliveryStop.row(stop.id).state, DeliveryStop.row(stop.id).boxes_signed) == ("signed", 3)


def test_orders_get_on_no_delivery_that_comes_after_a_stores_hours(counter):
    place = put(StopPlace, name="小店后门", store=counter.store, closes="11")
    task = ride(counter)
    put(DeliveryStop, delivery=task, seq=1, store=counter.store, place=place, planned_at=moment("2026-11-23 11:20"))
    id = counter.approved((counter.powder, 12))
    step(id, "start", counter.keeper)
    step(id, "pick", counter.keeper)
    answer = act(house().actions["load_orders"], who=counter.keeper, id=task, answers={})
    assert as_said(answer) == "11:20 才到小店后门，那里 11:00 以后不收货：请提早出发或把它往前排"
    assert GoodsOrder.row(id).delivery is None


def test_a_delivery_takes_no_more_than_its_vehicle_and_leaves_with_what_is_picked(counter):
    task = ride(counter, boxes=2)
    id = counter.approved((counter.powder, 18))
    assert write(counter.keeper, GoodsOrder, id, delivery=task).state == "applied"
    assert DeliveryStop.rows()[0].boxes == 3  # a stop of its own
    leave = house().actions["delivery_leave"]
    act(house().actions["delivery_load"], who=counter.keeper, id=task, answers={})
    assert "还没拣完，不能出车" in as_said(act(leave, who=counter.keeper, id=task, answers={}))
    step(id, "start", counter.keeper)
    step(id, "pick", counter.keeper)
    assert "最多装 2 箱，这趟共 3 箱" in as_said(act(leave, who=counter.keeper, id=task, answers={}))
    cancel = house().actions["delivery_cancel"]
    assert act(cancel, who=counter.keeper, id=task, answers={"reason": "换车"}).state == "applied"
    assert GoodsOrder.row(id).delivery is None


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_the_ledger_adds_up(counter, seed):
    """Random orders, differences, holds, steps back and undoing: the stock is the sum of its movements, and nothing gets lost."""
    dice = Random(seed)
    counter.brings(40, "B1", age=200)
    counter.opening(10, "N1", age=320, warehouse=counter.shelf2)
    counter.opening(8, "S1")
    for _ in range(6):
        kind = dice.choice(("replenish", "replenish", "transfer", "back"))
        more = {"from_store": counter.other} if kind == "transfer" else {}
        lying = sum(lies(counter.powder, counter.shelf).values())
        wanted = min(dice.choice((6, 12, 18)), lying) if kind == "back" else dice.choice((6, 12, 18))
        if not wanted:
            continue
        id = counter.approved((counter.powder, wanted), kind=kind, **more)
        giver = {"transfer": counter.neighbour, "back": counter.manager}.get(kind, counter.keeper)
        for name in ("start", "pick", dice.choice(("send", "send", "put_back"))):
            step(id, name, giver, reason="改期") if name == "put_back" else step(id, name, giver)
        if dice.random() < 0.3 and GoodsOrder.row(id).state != "approved":
            take_back()
        for pick in picks(id) if GoodsOrder.row(id).state == "sent" else ():
            came = dice.randrange(int(pick.qty) + 1)
            write(SYSTEM, GoodsPick, pick.id, received_qty=came, cause="short")
        step(id, "sign", counter.keeper if kind == "back" else counter.manager, signed_by="签收")
        for case in GoodsDifference.rows(GoodsDifference.state == "open"):
            if dice.random() < 0.6:
                answers = {"outcome": dice.choice(("returned", "delivered", "lost")), "reason": "核对"}
                act(house().actions["goods_difference_settle"], who=counter.keeper, id=case.id, answers=answers)
        assert (unsound(), unbalanced()) == ([], [])
    total = sum((line.qty for line in StockMovement.rows(StockMovement.product == counter.powder)), Decimal(0))
    lost = sum((line.qty for line in StockMovement.rows(StockMovement.kind == "loss")), Decimal(0))
    assert total == 158 + lost


def test_a_batch_that_goes_with_a_reason_only_is_told_as_it_is_chosen(counter):
    id = counter.approved((counter.powder, 12))
    assert step(id, "start", counter.keeper).state == "applied"
    counter.brings(20, "N1", age=340)  # of 360 days
    pick = picks(id)[0].id
    message = as_said(write(counter.keeper, GoodsPick, pick, batch_no="N1"))
    assert "N1 已临期" in message and "选批原因" in message
    assert write(counter.keeper, GoodsPick, pick, batch_no="N1", batch_reason="门店促销").state == "applied"


def test_what_is_listed_and_goes_with_a_reason_only_is_told_as_picking_begins(counter):
    counter.brings(20, "N1", age=340)
    started = step(counter.approved((counter.powder, 12)), "start", counter.keeper)
    assert started.state == "applied" and "N1 已临期，只剩 20 天" in started.text.zh


def test_a_request_that_was_decided_is_nobody_s_news_any_more_and_is_again_when_that_is_taken_back(counter):
    id = counter.order((counter.powder, 6))

    def waiting() -> list[str]:
        return [notice.text_zh for notice in notices_for(house().records, counter.keeper) if "待审批" in notice.text_zh]

    step(id, "submit", counter.manager)
    assert len(waiting()) == 1
    step(id, "approve", counter.boss)
    assert waiting() == []
    take_back()
    assert len(waiting()) == 1
