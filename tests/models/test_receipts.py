"""Receipts take the store's stock where they leave, refuse what is stopped, put back what comes back, and are compared with the day."""

from decimal import Decimal
from random import Random

import pytest

from exports.incoming.importing import run
from models import house
from models.ecommerce import OnlineOrder, OnlineShop, ShopDay
from models.kit import changes
from models.kit.ask.query import Query
from models.kit.server import database
from models.kit.week.rollup import WeekRevision
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.kit.write.notices import Notice
from models.logistics import StockMovement, Stocktake, StocktakeLine, hold_batch
from models.members import Member, Purchase
from models.replenishment import ProductDay
from models.stores import StoreDay
from models.tills import Receipt, ReceiptLine, SaleDay
from tests.helpers.counter import Counter, as_said, write
from tests.helpers.depot import lies, unsound
from tests.helpers.shop import SYSTEM, change, moment, put, take_back

HEAD = "小票号,门店,收银机号,交易时间,会员,商品,数量,单价,实收金额\n"
TWO = (
    "0001,锦江一店,1,2026-11-22 10:00,,P1,3,100,320\n"
    "0001,锦江一店,1,2026-11-22 10:00,,P2,1,20,320\n"
    "0002,锦江一店,1,2026-11-22 11:00,,P1,4,100,400\n"
)


@pytest.fixture
def counter(clock, stores) -> Counter:
    made = Counter(stores)
    counted = moment("2026-11-20 08:00")
    made.opening(5, "S1", age=200, occurred_at=counted)
    made.opening(6, "S2", age=100, occurred_at=counted)
    yield made
    assert unsound() == []


def brought(tmp_path, text: str, who=SYSTEM, head=HEAD, **options):
    path = tmp_path / "tills.csv"
    path.write_text(head + text, encoding="utf-8")
    return run(path, path.name, Receipt, who, None, options).wire("zh")


def rung(counter, *lines, at="2026-11-22 10:00", no="1", **values) -> int:
    """A receipt with these lines, as a till sends it: (product, quantity, batch)."""
    id = put(Receipt, **({"no": no, "store": counter.store, "sold_at": moment(at)} | values))
    for product, qty, *batch in lines:
        put(ReceiptLine, receipt=id, product=product, qty=qty, price=100, batch_no=batch[0] if batch else None)
    return id


def refused(receipt: int, product: int, qty, **more) -> str:
    line = {"receipt": receipt, "product": product, "qty": qty, "price": 100, **more}
    return as_said(edit(ReceiptLine, [{"id": None, "set": line}], who=SYSTEM))


def day_of(counter) -> object:
    return SaleDay.rows(SaleDay.store == counter.store)[0]


def hold(counter, batch: str) -> None:
    with changes(who=SYSTEM) as c:
        hold_batch(c, counter.powder, batch, "召回 RC1")


def test_a_file_of_receipts_takes_what_expires_first_and_the_same_file_twice_changes_nothing(counter, tmp_path):
    assert brought(tmp_path, TWO)["state"] == "applied"
    assert lies(counter.powder, counter.shelf) == {"S2": 4}
    lines = ReceiptLine.rows(order=ReceiptLine.id)
    assert [(line.qty, line.taken, line.batches, line.booked) for line in lines] == [
        (3, 3, "S1 × 3", "whole"),
        (1, 0, None, "apart"),
        (4, 4, "S1 × 2；S2 × 2", "whole"),
    ]
    assert [(row.goods, row.amount, row.gap) for row in Receipt.rows()] == [(320, 320, 0), (400, 400, 0)]
    booked = StockMovement.rows(StockMovement.kind == "shop_out")
    assert {row.reference for row in booked} == {row.doc for row in Receipt.rows()}
    assert {row.occurred_at for row in booked} == {moment("2026-11-22 10:00"), moment("2026-11-22 11:00")}
    assert brought(tmp_path, TWO)["state"] == "nothing"
    assert (Receipt.select().count(), lies(counter.powder, counter.shelf)) == (2, {"S2": 4})
    assert take_back().state == "applied"
    assert (Receipt.select().count(), ReceiptLine.select().count(), SaleDay.select().count()) == (0, 0, 0)
    assert lies(counter.powder, counter.shelf) == {"S1": 5, "S2": 6}


def test_the_amount_of_each_row_is_the_line_s_and_comes_out_to_the_cent(counter, tmp_path):
    head = "小票号,门店,交易时间,类型,商品,数量,单价,金额\n"
    text = (
        "0001,锦江一店,2026-11-22 10:00,,P1,2,39.9,70\n"
        "0001,锦江一店,2026-11-22 10:00,,P2,3,,100\n"
        "0002,锦江一店,2026-11-22 11:00,退货,P2,-1,30,-25\n"
    )
    assert brought(tmp_path, text, head=head)["state"] == "applied"
    lines = ReceiptLine.rows(order=ReceiptLine.id)
    said = [(line.price, line.discount, line.amount) for line in lines]
    assert said == [
        tuple(map(Decimal, row)) for row in (("39.9", "9.8", "70"), ("33.34", "0.02", "100"), ("30", "5", "-25"))
    ]
    assert [(row.amount, row.gap) for row in Receipt.rows(order=Receipt.id)] == [(170, 0), (-25, 0)]
    heads = "0003,锦江一店,2026-11-22 12:00,88\n"
    assert brought(tmp_path, heads, head="小票号,门店,交易时间,合计金额\n")["state"] == "applied"


def test_a_stopped_batch_is_refused_and_one_sold_before_the_stop_is_not(counter, tmp_path, clock):
    clock("2026-11-23 12:00")
    hold(counter, "S1")
    clock("2026-11-23 15:00")
    before = rung(counter, (counter.powder, 2), at="2026-11-23 11:00")
    assert ReceiptLine.rows(ReceiptLine.receipt == before)[0].batches == "S1 × 2"
    after = rung(counter, (counter.powder, 1), at="2026-11-23 13:00", no="2")
    assert ReceiptLine.rows(ReceiptLine.receipt == after)[0].batches == "S2 × 1"
    assert "批次 S1 已停售（召回 RC1）" in refused(after, counter.powder, 1, batch_no="ｓ1")
    hold(counter, "S2")
    later = rung(counter, at="2026-11-23 15:00", no="3")
    assert "剩下的 8 都已停售（批次 S1、S2）" in refused(later, counter.powder, 1)
    answer = brought(tmp_path, "0009,锦江一店,1,2026-11-23 15:00,,P1,1,100,100\n")
    assert answer["state"] == "refused" and [fault["row"] for fault in answer["faulty"]] == [2]
    assert not Receipt.rows(Receipt.no == "0009")


def test_what_is_not_in_the_book_is_sold_all_the_same_and_taken_when_it_came(counter):
    id = rung(counter, (counter.powder, 13))
    line = ReceiptLine.rows(ReceiptLine.receipt == id)[0]
    assert (line.taken, line.booked) == (11, "lacking")
    take = house().actions["take_missing"]
    assert "没有可扣的" in as_said(act(take, who=counter.boss, id=line.id))
    counter.opening(5, "S3")
    assert act(take, who=counter.boss, id=line.id).text.zh == "已补扣 2，还差 0"
    line = ReceiptLine.row(line.id)
    assert (line.taken, line.booked, line.batches) == (13, "whole", "S1 × 5；S2 × 6；S3 × 2")
    assert lies(counter.powder, counter.shelf) == {"S3": 3}


def test_what_was_sold_before_the_stock_was_counted_is_not_in_it(counter):
    id = rung(counter, (counter.powder, 2), at="2026-11-19 18:00")
    assert ReceiptLine.rows(ReceiptLine.receipt == id)[0].booked == "apart"
    assert lies(counter.powder, counter.shelf) == {"S1": 5, "S2": 6}


def counting(counter, real: int, batch: str = "S1") -> int:
    """A count of the shelf has begun: of the batch there are so many, of the others what the book says."""
    id = put(Stocktake, warehouse=counter.shelf)
    moved(id, "start")
    for line in StocktakeLine.rows(StocktakeLine.stocktake == id):
        qty = real if line.batch_no == batch else line.book_qty
        change(StocktakeLine, line.id, counted_qty=qty, recounted=True, cause="unbooked")
    return id


def moved(stocktake: int, *steps: str) -> None:
    for name in steps:
        answer = act(house().actions[f"stocktake_{name}"], who=SYSTEM, id=stocktake, answers={})
        assert answer.state == "applied", as_said(answer)


def test_what_was_sold_before_a_count_and_comes_later_is_not_taken_a_second_time(counter, clock):
    count = counting(counter, 3)  # two of S1 were sold, and the till hasn't sent it yet
    first = rung(counter, (counter.powder, 1), no="1", at="2026-11-22 10:00")
    moved(count, "submit", "post")
    second = rung(counter, (counter.powder, 1), no="2", at="2026-11-23 09:59")
    assert {line.booked for line in ReceiptLine.rows(ReceiptLine.receipt.in_([first, second]))} == {"apart"}
    assert lies(counter.powder, counter.shelf) == {"S1": 3, "S2": 6}
    clock("2026-11-23 12:00")
    rung(counter, (counter.powder, 1), no="3", at="2026-11-23 11:00")
    assert lies(counter.powder, counter.shelf) == {"S1": 2, "S2": 6}


def test_a_void_count_has_seen_nothing(counter):
    count = counting(counter, 3)
    assert act(house().actions["stocktake_cancel"], who=SYSTEM, id=count, answers={"reason": "重来"}).state == "applied"
    rung(counter, (counter.powder, 1), at="2026-11-22 10:00")
    assert lies(counter.powder, counter.shelf) == {"S1": 4, "S2": 6}


def test_a_count_settles_what_was_sold_before_it_and_was_not_in_the_book(counter):
    line = ReceiptLine.rows(ReceiptLine.receipt == rung(counter, (counter.powder, 13)))[0].id
    assert ReceiptLine.row(line).booked == "lacking"
    count = put(Stocktake, warehouse=counter.shelf)
    unknown = {"product": counter.powder, "batch_no": "S3", "produced_on": "2026-10-01", "counted_qty": 4}
    put(StocktakeLine, stocktake=count, cause="unbooked", recounted=True, **unknown)
    moved(count, "start", "submit", "post")
    assert (ReceiptLine.row(line).booked, lies(counter.powder, counter.shelf)) == ("apart", {"S3": 4})


def test_a_count_that_is_void_or_taken_back_leaves_missing_what_was(counter):
    line = ReceiptLine.rows(ReceiptLine.receipt == rung(counter, (counter.powder, 13)))[0].id
    count = put(Stocktake, warehouse=counter.shelf)
    put(StocktakeLine, stocktake=count, product=counter.powder, batch_no="S3", produced_on="2026-10-01", counted_qty=0)
    moved(count, "start")
    assert ReceiptLine.row(line).booked == "apart"
    assert take_back().state == "applied"
    assert ReceiptLine.row(line).booked == "lacking"
    moved(count, "start")
    assert act(house().actions["stocktake_cancel"], who=SYSTEM, id=count, answers={"reason": "重来"}).state == "applied"
    assert ReceiptLine.row(line).booked == "lacking"


def test_a_count_begins_however_many_receipts_the_store_has_had(counter, monkeypatch):
    """A database takes some ten thousands of values in one statement; a store's receipts of a year are more."""
    counter.opening(100, "C1", product=counter.cup, occurred_at=moment("2026-11-20 08:00"))
    for at in range(30):
        rung(counter, (counter.cup, 1), no=str(at))
    ask, most = database.handle.obj.execute_sql, [0]

    def counted(sql, params=None, *more):
        most.append(len(params or ()))
        return ask(sql, params, *more)

    monkeypatch.setattr(database.handle.obj, "execute_sql", counted)
    moved(put(Stocktake, warehouse=counter.shelf), "start")
    assert max(most) < 30


@pytest.mark.parametrize("seed", range(4))
def test_sales_counts_and_late_receipts_in_any_order_end_at_what_lies_there(counter, clock, seed):
    """The truth is sold hour by hour; each receipt comes at once or hours later, and what is counted is the truth then."""
    counter.opening(20, "C1", product=counter.cup, occurred_at=moment("2026-11-20 08:00"))
    chance, real, late, count = Random(seed), 20, [], None
    for hour in range(8, 22):
        clock(f"2026-11-23 {hour:02}:00")
        if chance.random() < 0.8:
            real -= 1
            late.append((f"{seed}-{hour}", f"2026-11-23 {hour:02}:00"))
        while late and chance.random() < 0.4:
            no, sold = late.pop(chance.randrange(len(late)))
            rung(counter, (counter.cup, 1), no=no, at=sold)
        if count is not None and chance.random() < 0.5:
            moved(count, "submit", "post")
            count = None
        clock(f"2026-11-23 {hour:02}:30")
        if count is None and chance.random() < 0.4:
            count = counting(counter, real, "C1")
    for no, sold in late:
        rung(counter, (counter.cup, 1), no=no, at=sold)
    if count is not None:
        moved(count, "submit", "post")
    assert lies(counter.cup, counter.shelf) == {"C1": real}


def test_a_refund_puts_back_the_batches_it_was_sold_from_and_no_more(counter):
    rung(counter, (counter.powder, 7))
    assert lies(counter.powder, counter.shelf) == {"S2": 4}
    back = rung(counter, (counter.powder, 6), at="2026-11-22 18:00", no="2", kind="refund", of_no="1")
    row = Receipt.row(back)
    assert (row.amount, Receipt.row(row.of).no) == (-600, "1")
    assert lies(counter.powder, counter.shelf) == {"S1": 5, "S2": 5}
    more = rung(counter, at="2026-11-22 19:00", no="3", kind="refund", of_no="1")
    assert "退货 2，多于原小票 1 卖出后还没退的 1" in refused(more, counter.powder, 2)
    day = day_of(counter)
    assert (day.sales, day.units, day.tickets) == (100, 1, 1)


def test_nothing_is_of_a_day_to_come_or_of_an_online_shop(counter):
    values = {"no": "1", "store": counter.store, "sold_at": moment("2026-11-24 09:00")}
    assert "交易时间 2026-11-24 09:00 还没到" in as_said(write(SYSTEM, Receipt, None, **values))
    change_kind = change(house().records["store"], counter.other, kind="online")
    assert change_kind.state == "applied"
    values |= {"store": counter.other, "sold_at": moment("2026-11-22 09:00")}
    assert "请登记网店订单" in as_said(write(SYSTEM, Receipt, None, **values))


def test_the_reports_of_the_day_are_held_against_its_receipts_and_neither_is_changed(counter):
    member = put(Member, card_no="M1", name="张一", home_store=counter.store)
    rung(counter, (counter.powder, 2), member=member)
    rung(counter, (counter.powder, 1), no="2")
    day = day_of(counter)
    assert (day.sales, day.member_sales, day.tickets, day.state, day.unmatched) == (300, 200, 2, "open", 1)
    bought = put(
        Purchase,
        receipt_no="1",
        store=counter.store,
        member=member,
        amount=200,
        purchased_at=moment("2026-11-22 10:00"),
    )
    assert (day_of(counter).state, day_of(counter).unmatched) == ("waiting", 0)
    report = put(StoreDay, store=counter.store, day="2026-11-22", sales=280, transactions=2, member_sales=200)
    put(ProductDay, store=counter.store, product=counter.powder, day="2026-11-22", qty=3)
    day = day_of(counter)
    assert (day.reported, day.sales_gap, day.tickets_gap, day.members_gap, day.units_gap) == (280, 20, 0, 0, 0)
    assert (day.state, StoreDay.row(report).sales) == ("open", 280)
    explain = house().actions["sale_day_explain"]
    answers = {"cause": "typed", "reason": "日报少填一张"}
    assert act(explain, who=counter.manager, id=day.id, answers=answers).state == "applied"
    assert day_of(counter).state == "explained"
    change(Purchase, bought, amount=190)
    assert (day_of(counter).state, day_of(counter).unmatched) == ("open", 1)
    change(Purchase, bought, amount=200)
    change(StoreDay, report, sales=300)
    assert (day_of(counter).state, day_of(counter).sales_gap) == ("same", 0)


def test_what_comes_after_its_week_was_closed_is_told(counter):
    closed = {"week": "2026-W47", "revision": 1, "made_at": moment("2026-11-23 08:00"), "by": "系统"}
    WeekRevision.insert(**closed).execute()
    rung(counter, (counter.powder, 1))
    assert Receipt.rows()[0].late and day_of(counter).late == 1
    said = [row.text_zh for row in Notice.select() if row.record == "receipt"]
    assert said and "锦江一店 2026-11-22 的小票 1 张在周报关账后才收到" in said[0]


def test_a_store_enters_and_sees_its_own_receipts(counter, tmp_path):
    rung(counter, (counter.powder, 1))
    neighbour = {record: Query(record, counter.neighbour).count() for record in (Receipt, ReceiptLine, SaleDay)}
    assert set(neighbour.values()) == {0}
    assert Query(SaleDay, counter.manager).count() == 1
    assert brought(tmp_path, TWO, who=counter.neighbour)["state"] == "refused"
    assert write(counter.manager, Receipt, None, no="7", store=counter.store).state == "applied"


def test_online_orders_are_held_against_the_day_of_their_shop(counter):
    shop = put(OnlineShop, name="旗舰店")
    order = {"shop": shop, "ordered_at": moment("2026-11-22 23:30"), "amount": 88}
    put(OnlineOrder, order_no="T1", **order)
    with changes(who=SYSTEM) as c:
        c.create(OnlineOrder, order_no="T2", state="unpaid", **order)
    assert [(day.shop, day.sales, day.state) for day in SaleDay.rows()] == [(shop, 88, "waiting")]
    report = put(ShopDay, shop=shop, day="2026-11-22", orders=2, sales=176)
    assert [(day.sales_gap, day.tickets_gap, day.state) for day in SaleDay.rows()] == [(-88, -1, "open")]
    change(ShopDay, report, orders=1, sales=88)
    assert [day.state for day in SaleDay.rows()] == ["same"]
