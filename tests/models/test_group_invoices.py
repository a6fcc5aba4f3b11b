"""Invoices of group orders, from being asked for to a red one; what is owed by its age; and the statement that has both."""

from datetime import date
from decimal import Decimal

import pytest

from models import AREAS
from models.key_accounts import GroupInvoice, GroupOrder, GroupReceipt, KeyAccount, refresh_accounts
from models.kit.ask.query import Query
from models.kit.ask.todo import todo
from models.kit.write.edits import edit
from models.kit.write.notices import Notice
from tests.helpers.accounts_office import Office, done, refused
from tests.helpers.shop import broken, change, delete, last_batch, night, put, said, take_back


@pytest.fixture
def office(clock, db) -> Office:
    """The office on 23 November 2026 at ten."""
    yield Office()
    assert broken() == []


def sold(office, **more) -> int:
    """An order of 1,000, confirmed."""
    order = office.order(**more)
    done("group_order_confirm", order, office.gu)
    return order


def ask(who, order: int, **more):
    return edit(GroupInvoice, [{"id": None, "set": {"order": order, **more}}], who=who)


def asked(office, order: int, **more) -> int:
    answer = ask(office.gu, order, **more)
    assert answer.state == "applied", [fault.text.zh for fault in answer.errors]
    return answer.rows[0]["id"]


def issued(office, id: int, number: str = "26510000001") -> str:
    return done("group_invoice_issue", id, office.tang, invoice_no=number)


def test_the_seller_asks_and_the_lead_issues_what_the_order_came_to(office):
    change(KeyAccount, office.hospital, tax_name="成都市第四人民医院", tax_no="12510100450717")
    order = sold(office)
    id = asked(office, order, kind="special")
    row = GroupInvoice.row(id)
    assert (row.account, row.title, row.tax_no, row.amount) == (
        office.hospital,
        "成都市第四人民医院",
        "12510100450717",
        1000,
    )
    assert [count for due, count, _ in todo(AREAS, office.tang) if due.name == "key_account_invoices"] == [1]
    assert not [due for due, *_ in todo(AREAS, office.gu) if due.name == "key_account_invoices"]
    assert refused("group_invoice_issue", id, office.gu, invoice_no="1")
    issued(office, id)
    row = GroupInvoice.row(id)
    assert (row.state, row.invoice_no, row.issued_on, row.issued_by) == (
        "issued",
        "26510000001",
        date(2026, 11, 23),
        office.staff["唐总"],
    )
    assert GroupOrder.row(order).invoiced == 1000
    last = Notice.select().where(Notice.employee_id == office.staff["顾海"]).order_by(Notice.id.desc()).first()
    assert last.text_zh.endswith("的发票已开：26510000001，¥1,000.00")


def test_in_parts_it_never_comes_to_more_than_the_order(office):
    order = sold(office)
    no = GroupOrder.row(order).no
    asked(office, order, amount=600)
    assert said(ask(office.gu, order, amount=401)) == (
        f"订单 {no} 金额 ¥1,000.00，已申请和已开 ¥600.00，最多还能开 ¥400.00"
    )
    second = asked(office, order)
    assert GroupInvoice.row(second).amount == 400, "left empty it is what is left"
    assert said(ask(office.gu, order)) == f"订单 {no} 的发票已经开足（¥1,000.00）"
    done("group_invoice_drop", second, office.gu, reason="客户改抬头")
    assert asked(office, order, title="四医院工会")


def test_what_is_not_confirmed_or_lacks_a_tax_number_gets_none(office):
    draft = office.order()
    assert said(ask(office.gu, draft)) == f"订单 {GroupOrder.row(draft).no} 还是“草稿”，确认以后才能开票"
    assert said(ask(office.gu, sold(office), kind="special")) == (
        "开专用发票要有税号：请填“税号”，或先补在大客户资料里"
    )


def test_an_issued_one_stands_until_it_is_taken_back_and_the_order_is_free_again(office):
    order = sold(office)
    id = asked(office, order)
    issued(office, id)
    no = GroupInvoice.row(id).no
    why = f"发票 {no} 已是“已开”，内容不能再改；开错的请红冲后重开"
    assert said(change(GroupInvoice, id, amount=900)) == why
    assert said(delete(GroupInvoice, id)) == f"发票 {no} 已是“已开”，不能删除"
    assert refused("group_order_cancel", order, office.tang, reason="不要了") == (
        f"订单 {GroupOrder.row(order).no} 还有发票 26510000001，请先撤回或红冲，再取消订单"
    )
    done("group_invoice_take_back", id, office.tang, reason="抬头错", red_no="26510000002")
    assert (GroupInvoice.row(id).state, GroupOrder.row(order).invoiced) == ("red", 0)
    again = asked(office, order)
    assert refused("group_invoice_issue", again, office.tang, invoice_no="26510000001"), "a number is given once"
    issued(office, again, "26510000003")
    assert GroupOrder.row(order).invoiced == 1000
    assert take_back().state == "applied"
    assert (GroupInvoice.row(again).state, GroupOrder.row(order).invoiced) == ("asked", 0)


def test_an_account_s_invoices_are_seen_by_its_seller_only(office):
    id = asked(office, sold(office))
    assert [row["id"] for row in Query(GroupInvoice, office.gu).rows()] == [id]
    assert Query(GroupInvoice, office.luo).count() == 0
    assert ask(office.luo, GroupOrder.rows()[0].id).state != "applied"


# By its age --------------------------------------------------------------------------------------------------------------


def ages(office) -> list[Decimal]:
    row = KeyAccount.row(office.hospital)
    parts = [row.not_due, row.age_30, row.age_60, row.age_90, row.age_over]
    assert sum(parts) == row.receivable and sum(parts[1:]) == row.overdue
    return parts


def test_what_is_owed_stands_in_the_column_of_its_days_past_due(office):
    """On 23 November: with no day, due today, and 1, 30, 31, 60, 61, 90 and 91 days ago; 1,000 each."""
    past = ("2026-11-22", "2026-10-24", "2026-10-23", "2026-09-24", "2026-09-23", "2026-08-25", "2026-08-24")
    orders = [sold(office) for _ in range(9)]
    for order, day in zip(orders, (None, "2026-11-23", *past), strict=True):
        change(GroupOrder, order, due_on=day)
    assert ages(office) == [2000, 2000, 2000, 2000, 1000]
    put(GroupReceipt, order=orders[-1], amount=400)
    assert ages(office) == [2000, 2000, 2000, 2000, 600]


def test_the_night_moves_it_on(office, clock):
    order = sold(office)
    assert (GroupOrder.row(order).due_on, ages(office)) == (date(2026, 12, 23), [1000, 0, 0, 0, 0])
    for day, expected in (("2026-12-24", 1), ("2027-01-22", 1), ("2027-01-23", 2), ("2027-03-24", 4)):
        clock(f"{day} 02:40")
        night(refresh_accounts, date.fromisoformat(day))
        assert ages(office) == [1000 if at == expected else 0 for at in range(5)], day


def test_the_statement_has_the_ages_and_the_invoices(office):
    (paper,) = (paper for area in AREAS for paper in area.papers if paper.name == "account_statement")
    for name in ("not_due", "age_30", "age_60", "age_90", "age_over"):
        assert name in paper.fields.split()
    assert GroupInvoice in [lines.record for lines in paper.lines]


def test_one_that_is_moved_to_another_s_order_is_made_out_to_that_one(office):
    change(KeyAccount, office.school, tax_name="成都市第三小学", tax_no="12510100450000")
    id, other = asked(office, sold(office)), office.order(office.school)
    done("group_order_confirm", other, office.luo)
    assert change(GroupInvoice, id, order=other).state == "applied"
    row = GroupInvoice.row(id)
    assert (row.account, row.title, row.tax_no) == (office.school, "成都市第三小学", "12510100450000")
    assert take_back().state == "applied"
    assert (GroupInvoice.row(id).account, GroupInvoice.row(id).title) == (office.hospital, "市第四人民医院")


def test_an_order_s_confirmation_stands_as_long_as_an_invoice_of_it_does(office):
    order = office.order()
    done("group_order_confirm", order, office.gu)
    confirmed = last_batch()
    asked = put(GroupInvoice, order=order)
    text = said(take_back(confirmed))
    assert (
        text
        == f"订单 {GroupOrder.row(order).no} 还有发票 {GroupInvoice.row(asked).no}，不能退回到“草稿”；请先撤回或红冲"
    )
    assert GroupOrder.row(order).state == "confirmed"
    done("group_invoice_drop", asked, office.gu, reason="订单要改")
    assert take_back(confirmed).state == "applied" and GroupOrder.row(order).state == "draft"
