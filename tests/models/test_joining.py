"""Suppliers and key accounts entered twice become one: all that points to them moves, in one batch that can be taken back."""

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

import pytest

from models import house
from models.key_accounts import AccountContact, GroupOrder, KeyAccount, Visit
from models.kit import changes
from models.kit.ask.doubles import joining
from models.kit.declare.access import Grant
from models.kit.write.acting import act_on_each
from models.kit.write.comments import said as comment
from models.logistics import StockMovement
from models.organization import Product, Supplier
from tests.helpers.accounts_office import Office, done, refused
from tests.helpers.depot import Depot
from tests.helpers.shop import SYSTEM, broken, last_batch, put, said, take_back


@pytest.fixture
def office(clock, db) -> Office:
    yield Office()
    assert broken() == []


def all_of(*records):
    return {record.key(): [vars(row) for row in record.rows(order=record.id)] for record in records}


def test_an_account_goes_into_another_with_all_that_hangs_on_it_and_comes_back(office):
    order = office.order(office.school, qty=1)
    done("group_order_confirm", order, office.luo)
    person = put(AccountContact, account=office.school, name="李校长")
    put(Visit, account=office.school, purpose="回访", content="好", visited_on="2026-11-20")
    kept = put(KeyAccount, code="KA9", name="第三小学", owner=office.staff["罗英"], note="食堂")
    put(KeyAccount, code="KA10", name="别家", owner=office.staff["罗英"])
    before = all_of(KeyAccount, AccountContact, GroupOrder, Visit)
    assert done("merge_accounts", office.school, office.tang, into=kept) == "已并入 第三小学"
    row = KeyAccount.row(kept)
    assert (row.phone, row.contact, row.note, row.code) == ("13800000022", "王老师", "食堂", "KA9")
    assert row.last_visit_on is not None
    assert (AccountContact.row(person).account, GroupOrder.row(order).account) == (kept, kept)
    assert KeyAccount.select().where(KeyAccount.id == office.school).count() == 0
    assert take_back().state == "applied"
    assert all_of(KeyAccount, AccountContact, GroupOrder, Visit) == before


def test_what_both_owed_the_survivor_owes(office):
    for account in (office.school, office.hospital):
        order = office.order(account, qty=2, price=100)
        done("group_order_confirm", order, office.luo if account == office.school else office.gu)
    owed = sum(row.receivable for row in KeyAccount.rows())
    done("merge_accounts", office.school, office.tang, into=office.hospital)
    assert KeyAccount.row(office.hospital).receivable == owed == Decimal(400)


def test_only_who_approves_merges_and_only_what_he_sees(office):
    assert refused("merge_accounts", office.hospital, office.gu, into=office.school)
    assert KeyAccount.select().count() == 2
    assert "自己" in refused("merge_accounts", office.hospital, office.tang, into=office.hospital)


def test_who_does_not_read_what_accounts_are_called_is_not_told_by_a_refusal(office):
    action = joining(house().actions.values(), KeyAccount)
    grant = Grant("x", "key_account", "see approve", hidden=frozenset({"name"}))
    blind = replace(office.luo, grants=MappingProxyType({"key_account": grant}))
    for who, ids, into in ((blind, [office.school], office.school), (blind, [office.school], 99), (office.luo, [1], 2)):
        answer = act_on_each(action, who=who, ids=ids, answers={"into": into})
        assert "小学" not in said(answer) and "医院" not in said(answer)


def test_several_go_into_one_as_one_batch_or_none_does(office):
    action = joining(house().actions.values(), KeyAccount)
    more = [put(KeyAccount, code=f"KB{at}", name=f"三小{at}") for at in range(2)]
    before = last_batch()
    answer = act_on_each(action, who=SYSTEM, ids=[office.school, more[0], office.hospital], answers={"into": more[0]})
    assert "自己" in said(answer) and KeyAccount.select().count() == 4
    answer = act_on_each(action, who=SYSTEM, ids=[office.school, more[0]], answers={"into": more[1]}, op="join")
    assert (answer.state, last_batch() - before, KeyAccount.select().count()) == ("applied", 1, 2)
    again = act_on_each(action, who=SYSTEM, ids=[office.school, more[0]], answers={"into": more[1]}, op="join")
    assert again.state == "duplicate"
    assert take_back().state == "applied" and KeyAccount.select().count() == 4


def test_a_supplier_of_the_ledger_stays_behind_and_is_ended(clock, db):
    depot = Depot()
    maker, again, third = (put(Supplier, code=f"G{at}", name=f"东阿阿胶{at}") for at in range(3))
    put(Product, sku="P9", name="阿胶糕", supplier=again)
    depot.brings(3, supplier=again)
    assert done("merge_suppliers", again, SYSTEM, into=maker).startswith("已并入 东阿阿胶0；还有 1 条台账")
    assert Product.get(Product.sku == "P9").supplier_id == maker
    assert Supplier.row(again).status == "ended"
    assert StockMovement.get(StockMovement.supplier == again).qty == 3
    with changes(who=SYSTEM) as c:
        comment(c, Supplier, third, "与东阿是同一家", field=None, parent=None)
    assert "还有 1 条" in done("merge_suppliers", third, SYSTEM, into=maker)
    assert Supplier.row(third).status == "ended"


@pytest.mark.parametrize("record", ["member", "key_account", "supplier", "complaint"])
def test_members_parties_and_tickets_can_be_merged(record):
    action = joining(house().actions.values(), house().records[record])
    assert action.asks[action.joins].rel_model is house().records[record]
