"""Records on one sheet and their lines on another come in as one batch, and go back as one."""

import pytest
from openpyxl import Workbook

from exports.incoming.importing import run
from models import house
from models.key_accounts import GroupOrder, GroupOrderLine, KeyAccount
from models.kit.write.undo import undo
from models.organization import Product
from models.stores import StoreVisit, VisitItem
from tests.helpers.shop import SYSTEM, put

ORDERS = (["订单号", "大客户", "下单日期"], ["TG-1", "天府银行", "2026-11-20"], ["TG-2", "蜀南石化", "2026-11-21"])
ITEMS = (
    ["订单号", "商品", "数量", "成交单价"],
    ["TG-2", "阿胶糕", 5, 90],
    ["TG-1", "阿胶糕", 2, None],
    ["TG-1", "蛋白粉", 3, 50],
)


@pytest.fixture
def goods(db):
    for at, name in enumerate(("阿胶糕", "蛋白粉"), 1):
        put(Product, sku=f"P{at}", name=name, list_price=100 * at, cost=40)
    for at, name in enumerate(("天府银行", "蜀南石化"), 1):
        put(KeyAccount, code=f"K{at}", name=name)


def bring(folder, record, *sheets, **options):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(folder / "订单.xlsx")
    return run(folder / "订单.xlsx", "订单.xlsx", record, SYSTEM, None, {"arrange": "take", **options})


def lines() -> set[tuple]:
    orders = {row.id: row.no for row in GroupOrder.rows()}
    names = {row.id: row.name for row in Product.rows()}
    return {(orders[row.order], names[row.product], int(row.qty), int(row.price)) for row in GroupOrderLine.rows()}


@pytest.mark.parametrize("order", [1, -1], ids=["orders first", "items first"])
def test_orders_and_their_items_on_two_sheets_are_one_batch_and_one_undo(goods, tmp_path, order):
    sheets = (("订单", ORDERS), ("商品明细", ITEMS))[::order]
    dry = bring(tmp_path, GroupOrder, *sheets, arrange="ask", dry_run=True)
    assert [way["message"] for way in dry.wire("zh")["arrangements"]] == [
        "把工作表“商品明细”的 3 行当作团购订单的明细一起导入，按订单号对应"
    ]
    done = bring(tmp_path, GroupOrder, *sheets)
    assert (done.outcome.state, done.outcome.new) == ("applied", 2)
    assert lines() == {("TG-2", "阿胶糕", 5, 90), ("TG-1", "阿胶糕", 2, 100), ("TG-1", "蛋白粉", 3, 50)}
    assert {row.no: int(row.amount) for row in GroupOrder.rows()} == {"TG-1": 350, "TG-2": 450}
    again = bring(tmp_path, GroupOrder, *sheets)
    assert (again.outcome.state, len(lines())) == ("nothing", 3)
    assert undo(done.outcome.batch, house().records, who=SYSTEM).state == "applied"
    assert not GroupOrder.rows() and not GroupOrderLine.rows()


def test_a_faulty_line_keeps_its_order_out_and_is_named_where_it_stands(goods, tmp_path):
    items = [ITEMS[0], ["TG-1", "没有的货", 2, 90], ["TG-2", "阿胶糕", 5, 90], ["TG-9", "阿胶糕", 1, 1]]
    done = bring(tmp_path, GroupOrder, ("订单", ORDERS), ("商品明细", items), dry_run=True)
    faults = {(fault.get("sheet"), fault["cell"]): fault["message"] for fault in done.wire("zh")["faulty"]}
    assert "没有的货" in faults["商品明细", "商品明细!B2"]
    assert any("同一团购订单" in message for message in faults.values())
    assert ("商品明细", "商品明细!4") in faults  # an order that is nowhere lacks its customer
    only = bring(tmp_path, GroupOrder, ("订单", ORDERS), ("商品明细", items), only_good=True)
    assert (only.outcome.state, lines()) == ("applied", {("TG-2", "阿胶糕", 5, 90)})


def test_orders_with_repeated_heads_are_one_order_each(goods, tmp_path):
    rows = (["订单号", "大客户", "商品", "数量"], ["TG-1", "天府银行", "阿胶糕", 2], ["TG-1", "天府银行", "蛋白粉", 1])
    done = bring(tmp_path, GroupOrder, ("订单", rows))
    assert (done.outcome.new, len(lines())) == (1, 2)


def test_a_quantity_of_nothing_is_refused_with_its_row_and_what_to_do(goods, tmp_path):
    rows = (["订单号", "大客户", "商品", "数量"], ["TG-1", "天府银行", "阿胶糕", 2], ["TG-2", "蜀南石化", None, 9])
    done = bring(tmp_path, GroupOrder, ("订单", rows))
    assert [(fault["row"], fault["message"][:4]) for fault in done.wire("zh")["faulty"]] == [(3, "有数量或")]
    assert not GroupOrder.rows()


def test_walks_and_what_was_checked_on_two_sheets_are_one_import(stores, tmp_path):
    walks = (["巡店单号", "门店", "巡店日期"], ["XD-1", "锦江一店", "2026-11-20"], ["XD-2", "武侯一店", "2026-11-21"])
    checked = (
        ["巡店单号", "检查项", "满分", "得分"],
        ["XD-1", "货架整洁", 5, 4],
        ["XD-2", "货架整洁", 5, 5],
        ["合计", None, 10, 9],
    )
    done = bring(tmp_path, StoreVisit, ("巡店", walks), ("检查明细", checked))
    assert (done.outcome.state, done.outcome.new, len(VisitItem.rows())) == ("applied", 2, 2)
