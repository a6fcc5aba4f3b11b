"""Bills of the platforms: their own files go in as they are, the same file twice changes nothing, and each line finds its order."""

from dataclasses import replace
from decimal import Decimal

import pytest

from exports.incoming.importing import run
from models.ecommerce import BillLine, OnlineOrder, OnlineShop
from models.kit.write.edits import edit
from tests.helpers.platform_bills import BILLS
from tests.helpers.shop import SYSTEM, broken, delete, put, said, take_back


@pytest.fixture
def shops(clock, db):
    clock("2026-11-26 10:00")  # all of the bills are from before
    names = ("天猫旗舰店", "京东自营店", "拼多多旗舰店", "抖音旗舰店", "美团闪购店", "饿了么店")
    yield {name: put(OnlineShop, name=name) for name in names}
    assert broken() == []


def loaded(name, folder):
    path = BILLS[name].save(folder)
    done = run(path, path.name, BillLine, SYSTEM)
    assert [fault.text.zh for fault in done.report.faults] == []
    return done


def lines() -> list[tuple]:
    return [(row.order_no, row.kind, row.net) for row in BillLine.rows(order=BillLine.id)]


@pytest.mark.parametrize("name", BILLS)
def test_a_bill_goes_in_as_it_is_and_twice_changes_nothing(shops, tmp_path, name):
    order = put(OnlineOrder, order_no=BILLS[name].order, shop=shops[BILLS[name].shop])
    assert loaded(name, tmp_path).outcome.state == "applied"
    assert lines() == [(no, kind, Decimal(net)) for no, kind, net in BILLS[name].lines]
    assert {row.order for row in BillLine.rows(BillLine.order_no == BILLS[name].order)} == {order}
    before = lines()
    assert loaded(name, tmp_path).outcome.state == "nothing" and lines() == before


def test_lines_find_an_order_that_comes_later_and_let_go_of_one_that_goes(shops, tmp_path):
    loaded("货款明细_拼多多旗舰店.csv", tmp_path)
    no = BILLS["货款明细_拼多多旗舰店.csv"].order
    order = put(OnlineOrder, order_no=no, shop=shops["拼多多旗舰店"])
    put(OnlineOrder, order_no=no, shop=shops["京东自营店"])
    assert {row.order for row in BillLine.rows(BillLine.order_no == no)} == {order}
    assert delete(OnlineOrder, order).state == "applied"
    assert {row.order for row in BillLine.rows(BillLine.order_no == no)} == {None}
    assert take_back().state == "applied"
    assert {row.order for row in BillLine.rows(BillLine.order_no == no)} == {order}


def test_lines_let_go_of_an_order_that_is_called_otherwise_and_find_it_again(shops):
    shop, other = shops["天猫旗舰店"], shops["京东自营店"]
    order = put(OnlineOrder, order_no="A1", shop=shop)
    lines = {no: put(BillLine, shop=shop, occurred_at="2026-11-20 10:00", order_no=no, income=5) for no in ("A1", "B1")}
    for change, led in (({"order_no": "B1"}, "B1"), ({"shop": other}, None), ({"shop": shop, "order_no": "A1"}, "A1")):
        assert edit(OnlineOrder, [{"id": order, "set": change}], who=SYSTEM).state == "applied"
        assert {no: BillLine.row(id).order for no, id in lines.items()} == {
            no: order if no == led else None for no in lines
        }
    assert take_back().state == "applied" and BillLine.row(lines["A1"]).order is None


@pytest.mark.parametrize(
    "given, net",
    [
        ({"income": 10}, 10),
        ({"outgo": 3}, -3),
        ({"outgo": -3}, -3),
        ({"amount": 5, "way": "出账"}, -5),
        ({"amount": -5, "way": "out"}, -5),
        ({"amount": -5, "way": "应收"}, -5),
        ({"amount": 5}, 5),
        ({"income": 10, "outgo": 3}, 7),
        ({"income": 0, "outgo": 0}, 0),
    ],
)
def test_every_way_to_write_an_amount_comes_to_what_it_moves(shops, given, net):
    id = put(BillLine, shop=shops["天猫旗舰店"], occurred_at="2026-11-20 10:00", **given)
    assert BillLine.row(id).net == net


def test_a_line_says_an_amount(shops):
    row = {"shop": shops["天猫旗舰店"], "occurred_at": "2026-11-20 10:00"}
    assert "至少填一个" in said(edit(BillLine, [{"id": None, "set": row}], who=SYSTEM))


def test_a_line_that_the_platform_mends_is_a_further_one_and_is_told_from_the_first(shops, tmp_path):
    name = "货款明细_拼多多旗舰店.csv"
    loaded(name, tmp_path)
    count = BillLine.select().count()
    rows = tuple((*row[:2], "999.00", *row[3:]) if row[2] != "0.00" else row for row in BILLS[name].rows[:1])
    path = replace(BILLS[name], rows=rows).save(tmp_path)
    assert run(path, path.name, BillLine, SYSTEM).outcome.state == "applied"
    assert BillLine.select().count() == count + 1


def test_lines_without_a_number_that_are_alike_are_asked_about_and_another_file_with_them_adds_none(shops, tmp_path):
    """Two fees of the same second and amount may be two, or the same twice: nobody can tell but a person."""
    path, head = tmp_path / "账单.csv", "网店,发生时间,订单号,费用项,支出金额\n"
    line = "天猫旗舰店,2026-11-20 10:00,A1,技术服务费,3.50\n"
    path.write_text(head + line + line, encoding="utf-8-sig")
    done = run(path, path.name, BillLine, SYSTEM)
    assert done.outcome.state == "refused" and [int(fault.row) for fault in done.report.faults] == [3]
    assert "与第 2 行重复" in done.report.faults[0].text.zh and lines() == []
    path.write_text(head + line, encoding="utf-8-sig")
    assert [run(path, path.name, BillLine, SYSTEM).outcome.state for _ in range(2)] == ["applied", "nothing"]
    assert lines() == [("A1", "技术服务费", Decimal("-3.50"))]


def test_a_line_typed_twice_is_one_too_many_however_little_it_says(shops):
    line = {"shop": shops["天猫旗舰店"], "occurred_at": "2026-11-20 10:00", "kind": "技术服务费", "outgo": 5}
    put(BillLine, **line)
    again = edit(BillLine, [{"id": None, "set": line}], who=SYSTEM)
    assert said(again) == (
        "天猫旗舰店 2026-11-20 10:00 技术服务费（流水号、订单号、收入金额、金额为空）的支出金额“¥5.00”已存在，不能重复"
    )
    put(BillLine, **line, flow_no="2")
    put(BillLine, **line | {"outgo": 6})
    assert len(lines()) == 3
