"""A recall reaches everybody who got the batch, and its balance adds up place by place, as it was worked out by hand."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from exports.recall_file import write as file_of
from models import house
from models.ecommerce import OnlineOrder, OnlineOrderLine, OnlineShop
from models.key_accounts import GroupOrder, GroupOrderLine, KeyAccount
from models.kit import changes
from models.kit.ask.query import Query
from models.kit.write.acting import act
from models.logistics import StockMovement, Warehouse
from models.members import Member
from models.organization import Employee, Product, Store
from models.quality import Recall, RecallBalance, RecallCall, RecallNotice
from models.tills import Receipt, ReceiptLine
from tests.conftest import person
from tests.helpers.counter import Counter
from tests.helpers.depot import unsound
from tests.helpers.shop import SYSTEM, change, moment, put

NAMES = ("received", "passed_on", "sold", "recovered", "destroyed", "lying", "missing")


@pytest.fixture
def counter(clock, stores) -> Counter:
    """100 of A1 came in; 30 went to the first store, which keeps stock, 20 to a third, which doesn't, 10 to a customer."""
    made = Counter(stores)
    made.third = put(Store, code="S9", name="青羊一店", kind="own", status="open")
    made.send(30, made.store)
    made.send(20, made.third)
    made.seller = put(Employee, staff_no="K1", name="大客专员", department="key_accounts")
    account = put(KeyAccount, code="K1", name="十里养老院", owner=made.seller)
    order = put(GroupOrder, account=account, owner=made.seller)
    put(GroupOrderLine, order=order, product=made.powder, qty=10, price=90)
    with changes(who=SYSTEM) as c:
        c.update(GroupOrder, order, state="confirmed")
    answer = act(house().actions["group_order_deliver"], who=SYSTEM, id=order, answers={})
    assert answer.state == "applied", answer.errors
    made.member = put(Member, card_no="M1", name="张一", home_store=made.store)
    made.sells_at(made.store, "1", 5, member=made.member)
    made.sells_at(made.store, "2", 3)
    made.sells_at(made.third, "3", 4, "A1", member=made.member)
    shop = put(OnlineShop, name="旗舰店")
    sent = put(OnlineOrder, order_no="T1", shop=shop, buyer="小王", ordered_at=moment("2026-11-20 10:00"))
    put(OnlineOrderLine, order=sent, product=made.powder, batch_no="A1", qty=2, price=100)
    with changes(who=SYSTEM) as c:
        c.update(OnlineOrder, sent, state="shipped", shipped_at=moment("2026-11-21 10:00"))
    yield made
    assert unsound() == []


def _send(self, qty, store):
    values = {"kind": "store_out", "qty": -qty, "warehouse": self.main, "product": self.powder, "store": store}
    put(StockMovement, batch_no="A1", occurred_at=moment("2026-11-20 08:00"), **values)


def _sells_at(self, store, no, qty, batch=None, at="2026-11-22 10:00", **values):
    id = put(Receipt, no=no, store=store, sold_at=moment(at), **values)
    put(ReceiptLine, receipt=id, product=self.powder, qty=qty, price=100, batch_no=batch)
    return id


Counter.send, Counter.sells_at = _send, _sells_at


def recalled(counter) -> int:
    return put(Recall, product=counter.powder, batches=["A1"], cause="铅超标", level="one")


def balances() -> dict[str, tuple]:
    return {row.name: tuple(int(getattr(row, name)) for name in NAMES) for row in RecallBalance.rows()}


def took(name: str, id: int, who=SYSTEM, **answers) -> None:
    answer = act(house().actions[name], who=who, id=id, answers=answers)
    assert answer.state == "applied", [fault.text.zh for fault in answer.errors]


def test_everybody_who_got_the_batch_is_on_the_list_at_once(counter):
    id = recalled(counter)
    calls = [(row.kind, row.source, int(row.qty), row.store) for row in RecallCall.rows(order=RecallCall.id)]
    order = GroupOrder.rows()[0].no
    assert calls == [
        ("member", "1", 5, counter.store),
        ("member", "3", 4, counter.third),
        ("account", order, 10, None),
        ("buyer", "T1", 2, None),
    ]
    assert RecallCall.rows(RecallCall.kind == "account")[0].owner == counter.seller
    counter.sells_at(counter.store, "4", 1, member=counter.member, at="2026-11-22 09:00")
    assert RecallCall.select().count() == 5, "a receipt from before the stop that came in late"
    took("renew_recall", id)
    assert RecallCall.select().count() == 5


def test_who_got_the_batch_while_it_was_written_otherwise_is_reached_too_and_counted(counter, monkeypatch):
    order = GroupOrder.rows()[0].no
    with monkeypatch.context() as patch:  # as it came in before one batch was written one way
        patch.setattr("models.logistics.stock.spell", lambda rows, records: None)
        counter.brings(6, "a 1", age=30)
        out = {"product": counter.powder, "warehouse": counter.main, "batch_no": "a 1", "batch_reason": "客户指定"}
        put(StockMovement, kind="sale_out", qty=-2, reference=order, **out)
        counter.sells_at(counter.third, "5", 2, "ａ1", member=counter.member)
        change(OnlineOrderLine, OnlineOrderLine.rows()[0].id, batch_no="ａ1")
    id = recalled(counter)
    assert Recall.row(id).batches == ["A1"] and Recall.row(id).qty_held == 106 - 20 - 10 - 2 - 8
    calls = sorted((row.kind, row.source, int(row.qty)) for row in RecallCall.rows())
    assert calls == [
        ("account", order, 2),
        ("account", order, 10),
        ("buyer", "T1", 2),
        ("member", "1", 5),
        ("member", "3", 4),
        ("member", "5", 2),
    ]
    assert balances()["青羊一店"][:3] == (20, 0, 6)


def test_the_balance_of_each_place_is_what_was_worked_out_by_hand(counter, clock):
    id = recalled(counter)
    assert balances() == {
        "成都总仓": (100, 50, 10, 0, 0, 40, 0),
        "锦江一店": (30, 0, 8, 0, 0, 22, 0),
        "青羊一店": (20, 0, 4, 0, 0, 0, 16),  # keeps no stock: what it has nobody knows before it answers
        "网店": (0, 0, 2, 0, 0, 0, -2),  # sent from nobody knows where: the book lacks two that are gone
    }
    took("recall_notify", id, owner=counter.seller)
    notices = {row.store: row.id for row in RecallNotice.rows()}
    took("recall_notice_done", notices[counter.third], qty=15, recovered=1)
    took("recall_notice_done", notices[counter.store], qty=20)
    assert balances()["青羊一店"] == (20, 0, 4, 1, 0, 16, 1)
    assert balances()["锦江一店"] == (30, 0, 8, 0, 0, 20, 2)
    clock("2026-11-23 15:00")
    call = RecallCall.rows(RecallCall.source == "1")[0].id
    took("recall_call_miss", call)
    took("recall_call_reach", call, left=3)
    got = RecallCall.row(call).qty
    answer = act(house().actions["recall_call_give_back"], who=SYSTEM, id=call, answers={"back": got + 1})
    assert (
        answer.state == "refused" and "退回数量不能是" in answer.errors[0].text.zh and answer.errors[0].field == "back"
    )
    took("recall_call_give_back", call, back=3)
    assert (RecallCall.row(call).tries, RecallCall.row(call).state) == (2, "back")
    assert balances()["锦江一店"] == (30, 0, 8, 3, 0, 23, 2)
    lot = {"product": counter.powder, "warehouse": counter.shelf, "batch_no": "A1"}
    put(StockMovement, kind="scrap", qty=-23, reason="监督销毁", **lot)
    assert balances()["锦江一店"] == (30, 0, 8, 3, 23, 0, 2)
    for row in RecallBalance.rows():
        came = row.received - row.passed_on - row.sold + row.recovered - row.destroyed
        assert came == row.lying + row.missing
    took("take_balance", id)
    assert [int(getattr(Recall.row(id), name)) for name in ("qty_sold", "qty_recovered", "qty_destroyed")] == [
        24,
        4,
        23,
    ]


def test_what_a_store_sold_before_its_stock_was_kept_is_sold_and_what_is_missing_since_stays_missing(counter):
    tin = put(Product, sku="T1", name="奶粉", unit="罐", shelf_life_days=540)
    for no, qty, at, more in (
        ("81", 20, "2026-11-10 10:00", {"member": counter.member}),
        ("82", 3, "2026-11-11 10:00", {"kind": "refund"}),
    ):
        id = put(Receipt, no=no, store=counter.store, sold_at=moment(at), **more)
        put(ReceiptLine, receipt=id, product=tin, qty=qty, price=100, batch_no="M1")
    put(ReceiptLine, receipt=_receipt(counter.other), product=tin, qty=6, price=100, batch_no="M1")
    counter.opening(10, "M1", product=tin)
    id = put(Recall, product=tin, batches=["M1"], cause="铅超标", level="one")
    shelf, other = (Warehouse.row(place).name for place in (counter.shelf, counter.shelf2))
    assert balances() == {shelf: (27, 0, 20, 3, 0, 10, 0), other: (6, 0, 6, 0, 0, 0, 0)}
    took("recall_notify", id, owner=counter.seller)
    notice = RecallNotice.rows(RecallNotice.store == counter.store)[0].id
    took("recall_notice_done", notice, qty=2)
    assert balances()[shelf] == (27, 0, 20, 3, 0, 2, 8)
    took("take_balance", id)
    assert Recall.row(id).qty_sold == 26
    sheet = load_workbook(BytesIO(file_of(id, SYSTEM)))["召回平衡表"]
    assert [row[3] for row in sheet.iter_rows(min_row=2, max_row=3, values_only=True)] == [20, 6]


def test_what_a_receipt_could_not_take_is_sold_and_counted_once_when_it_is_taken_later(counter):
    counter.opening(2, "S1", warehouse=counter.shelf2, occurred_at=moment("2026-11-19 08:00"))
    id = counter.sells_at(counter.other, "92", 4, "A1", member=counter.member)
    counter.send(4, counter.other)
    line = ReceiptLine.rows(ReceiptLine.receipt == id)[0]
    recalled(counter)
    name = Warehouse.row(counter.shelf2).name
    assert (line.booked, balances()[name]) == ("lacking", (4, 0, 4, 0, 0, 4, -4))
    called = [(int(row.qty), row.store) for row in RecallCall.rows(RecallCall.source == "92")]
    assert called == [(4, counter.other)]
    took("take_missing", line.id)
    assert ReceiptLine.row(line.id).booked == "whole" and balances()[name] == (4, 0, 4, 0, 0, 0, 0)


def test_what_an_online_order_sent_is_counted_where_its_shop_takes_its_goods_and_only_while_the_ledger_lacks_it(
    counter,
):
    shop, order = OnlineShop.rows()[0].id, OnlineOrder.rows()[0].id
    change(OnlineShop, shop, warehouse=counter.main, stock_from="2026-11-22")
    assert OnlineOrder.row(order).booked == "apart"
    main = Warehouse.row(counter.main).name
    first = recalled(counter)
    assert balances()[main] == (100, 50, 12, 0, 0, 40, -2) and "网店" not in balances()
    assert act(house().actions["recall_lift"], who=SYSTEM, id=first, answers={"reason": "误报"}).state == "applied"
    out = {"product": counter.powder, "warehouse": counter.main, "batch_no": "A1", "batch_reason": "客户指定"}
    put(StockMovement, kind="sale_out", qty=-2, reference="T1", **out)
    second = recalled(counter)
    (row,) = RecallBalance.rows(RecallBalance.recall == second, RecallBalance.name == main)
    assert [int(getattr(row, name)) for name in NAMES] == [100, 50, 12, 0, 0, 38, 0]


def _receipt(store: int) -> int:
    return put(Receipt, no="83", store=store, sold_at=moment("2026-11-12 10:00"))


def test_a_store_sees_its_own_part_and_a_seller_his_own_customers(counter):
    id = recalled(counter)
    took("recall_notify", id, owner=counter.seller)
    for record in (RecallCall, RecallBalance, RecallNotice):
        assert {row["store"]["id"] for row in Query(record, counter.manager).rows()} == {counter.store}
    assert Query(RecallCall, counter.neighbour).count() == 0
    seller = person("专员", "key_account_seller", 75, employee_id=counter.seller)
    assert [row["kind"] for row in Query(RecallCall, seller).rows()] == ["account"]
    call = RecallCall.rows(RecallCall.kind == "account")[0].id
    took("recall_call_reach", call, who=seller, left=10)
    strange = act(house().actions["recall_call_reach"], who=counter.manager, id=call, answers={})
    assert strange.state == "refused"


def test_the_file_for_the_authority_holds_the_balance_with_its_sums_and_no_names(counter):
    id = recalled(counter)
    book = load_workbook(BytesIO(file_of(id, SYSTEM)))
    assert book.sheetnames == ["食品召回报告", "召回平衡表", "召回通知", "联系情况"]
    about = {row[0]: row[1] for row in book["食品召回报告"].iter_rows(values_only=True) if row[0]}
    assert (about["召回级别"], about["批号"]) == ("一级", "A1")
    lines = list(book["召回平衡表"].iter_rows(values_only=True))
    assert lines[1][:4] == ("成都总仓", 100, 50, 10) and lines[4][:4] == ("网店", 0, 0, 2)
    assert lines[5][:2] == ("合计", "=SUM(B2:B5)")
    assert sum(row[2] for row in list(book["联系情况"].iter_rows(values_only=True))[1:]) == 4
    text = "".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "张一" not in text and "小王" not in text and "十里养老院" not in text


def test_what_was_taken_over_from_the_balance_follows_it_until_somebody_says_otherwise(counter):
    id = recalled(counter)
    took("recall_notify", id, owner=counter.seller)
    took("take_balance", id)

    def reported() -> list[int]:
        row = Recall.row(id)
        return [int(getattr(row, name)) for name in ("qty_sold", "qty_recovered", "qty_destroyed")]

    before = reported()
    call = RecallCall.rows(RecallCall.kind == "account")[0].id
    took("recall_call_give_back", call, back=4, place=counter.main)
    assert reported() == [before[0], before[1] + 4, before[2]]
    change(Recall, id, qty_recovered=9)
    call = RecallCall.rows(RecallCall.kind == "buyer")[0].id
    took("recall_call_give_back", call, back=1, place=counter.main)
    assert reported()[1] == 9


def test_the_file_for_the_authority_says_what_is_booked_where_nobody_has_said_how_many(counter):
    id = recalled(counter)

    def printed() -> float | None:
        rows = load_workbook(BytesIO(file_of(id, SYSTEM))).worksheets[0].iter_rows(values_only=True)
        return next(row[1] for row in rows if row[0] == "收回数量")

    took("recall_call_give_back", RecallCall.rows(RecallCall.kind == "account")[0].id, back=4, place=counter.main)
    assert printed() == 4
    change(Recall, id, qty_recovered=3)
    assert printed() == 3


def test_goods_that_no_store_sold_come_back_to_a_place_that_is_named(counter):
    recalled(counter)
    call = RecallCall.rows(RecallCall.kind == "account")[0]
    answer = act(house().actions["recall_call_give_back"], who=SYSTEM, id=call.id, answers={"back": 4})
    assert f"{call.source} 不是在门店买的，退回的 4 要写明放在哪里" in answer.errors[0].text.zh


def test_the_head_of_key_accounts_registers_calls_to_their_customers(counter):
    recalled(counter)
    call = RecallCall.rows(RecallCall.kind == "account")[0].id
    took("recall_call_reach", call, who=person("大客主管", "key_accounts", 95), left=3)
    assert (RecallCall.row(call).state, RecallCall.row(call).left) == ("reached", 3)
