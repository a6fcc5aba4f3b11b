"""An account and all that hangs on it is seen by its owner and the area's leaders, and by nobody else."""

import pytest

from exports.read.reading import read
from exports.write import book
from models import AREAS
from models.key_accounts import (
    AccountContact,
    GroupOrder,
    GroupOrderLine,
    GroupReceipt,
    KeyAccount,
    Opportunity,
    Visit,
)
from models.kit.ask.links import look
from models.kit.ask.query import Query
from models.kit.ask.titles import titles_of
from models.kit.ask.todo import todo
from models.kit.declare.access import may
from models.kit.week.weekly import may_see_figures
from models.kit.write.edits import edit
from models.kit.write.notices import Notice
from models.organization import Employee
from models.service import Complaint
from tests.conftest import person
from tests.helpers.accounts_office import Office, do, done, refused
from tests.helpers.shop import broken, change, put

HANGING = (KeyAccount, AccountContact, Visit, Opportunity, GroupOrder, GroupOrderLine, GroupReceipt)


@pytest.fixture
def office(clock, db) -> Office:
    """The office on 23 November 2026 at ten."""
    yield Office()
    assert broken() == []


@pytest.fixture
def busy(office) -> Office:
    """Both accounts have a contact, a visit, an opportunity, an order with its line and some money."""
    for account in (office.hospital, office.school):
        put(AccountContact, account=account, name="李主任", phone="13811112222")
        put(Visit, account=account, purpose="回访", content="谈了中秋团购", visited_on="2026-11-20")
        put(Opportunity, account=account, title="年货", amount=5000)
        order = office.order(account)
        done("group_order_confirm", order, office.tang)
        put(GroupReceipt, order=order, amount=100)
    return office


@pytest.mark.parametrize("record", HANGING)
def test_what_hangs_on_an_account_is_seen_by_its_owner_and_the_leaders_and_by_nobody_else(busy, record):
    def seen(who):
        return Query(record, who).count()

    assert (seen(busy.gu), seen(busy.luo)) == (1, 1)
    assert {row["id"] for row in Query(record, busy.gu).rows()}.isdisjoint(
        row["id"] for row in Query(record, busy.luo).rows()
    )
    assert [seen(person("X", role, 9)) for role in ("key_accounts", "operations_manager", "administrator")] == [2, 2, 2]
    for role in ("viewer", "store_manager", "members_service", "ecommerce", "quality", "logistics", "store_management"):
        assert not may(person("X", role, 9), "see", record)


def test_a_colleague_finds_the_account_neither_by_search_nor_in_a_picker_nor_by_its_id(busy):
    assert Query(KeyAccount, busy.luo, search="第四").count() == 0
    assert Query(KeyAccount, busy.luo, {"phone": {"contains": "13800000011"}}).count() == 0
    assert Query(KeyAccount, busy.luo).row(busy.hospital) is None
    assert [row["text"] for row in look(KeyAccount, busy.luo, "")] == ["三小学"]
    answer = edit(Visit, [{"id": None, "set": {"account": busy.hospital, "purpose": "偷看"}}], who=busy.luo)
    assert answer.state == "refused"
    assert edit(KeyAccount, [{"id": busy.hospital, "set": {"note": "x"}}], who=busy.luo).state == "conflict"
    assert do("key_account_lose", busy.hospital, busy.luo, lost_reason="x").state == "refused"


def test_sums_leave_out_what_is_not_seen(busy):
    assert Query(KeyAccount, busy.luo).sums()["receivable"] == "900.00"
    assert Query(KeyAccount, busy.tang).sums()["receivable"] == "1800.00"


def test_a_complaint_tells_the_account_s_name_only_to_those_who_see_the_account(busy):
    ann = person("Ann", "members_service", 9)
    for who, name in (
        (busy.gu, "市第四人民医院"),
        (busy.tang, "市第四人民医院"),
        (busy.luo, f"#{busy.hospital}"),
        (ann, f"#{busy.hospital}"),
    ):
        assert titles_of(KeyAccount, {busy.hospital}, who) == {busy.hospital: name}
    put(Complaint, kind="enquiry", source="key_account", key_account=busy.hospital, description="问价")
    assert Query(Complaint, ann, {"key_account": {"contains": "第四"}}).count() == 0
    assert Query(Complaint, busy.tang, {"key_account": {"contains": "第四"}}).count() == 1


def test_the_to_do_list_of_a_colleague_does_not_name_the_account(busy, clock):
    clock("2027-03-01 10:00")
    mine = {item.title for _, _, items in todo(AREAS, busy.luo) for item in items}
    assert "三小学" in mine
    assert "市第四人民医院" not in mine


def test_the_figures_of_the_area_are_for_those_who_see_every_account(busy):
    area = next(area for area in AREAS if area.name == "key_accounts")
    assert may_see_figures(busy.tang, area)
    assert not may_see_figures(busy.gu, area)


def test_phones_are_whole_for_the_owner_and_masked_in_files_unless_the_role_may_reveal(busy, tmp_path):
    assert Query(KeyAccount, busy.gu).rows()[0]["phone"] == "13800000011"
    for who, phone in ((busy.gu, "138****0011"), (busy.tang, "13800000011")):
        path = tmp_path / f"{who.login}.csv"
        path.write_bytes(b"".join(book.as_csv(Query(KeyAccount, who, {"code": {"eq": "KA1"}}), ["code", "phone"], who)))
        assert read(path, path.name).sheets[0].rows[1][:2] == ["KA1", phone]


def test_a_seller_s_new_account_is_the_seller_s_own_and_cannot_be_given_away_by_hand(office):
    answer = edit(KeyAccount, [{"id": None, "set": {"name": "新客户"}}], who=office.gu)
    assert (answer.rows[0]["owner"]["text"], answer.rows[0]["code"]) == ("顾海", "KA003")
    given = edit(KeyAccount, [{"id": office.hospital, "set": {"owner": office.staff["罗英"]}}], who=office.gu)
    assert given.state == "refused"


def test_the_manager_hands_an_account_over_with_all_that_is_open_and_the_taker_hears_of_it(busy):
    assert "你的角色不能" in refused("hand_over", busy.hospital, busy.gu, to=busy.staff["罗英"], reason="休假")
    assert (
        done("hand_over", busy.hospital, busy.tang, to=busy.staff["罗英"], reason="休假")
        == "市第四人民医院 已交给 罗英"
    )
    assert [Query(record, busy.gu).count() for record in HANGING] == [0] * len(HANGING)
    assert {row.owner for row in GroupOrder.rows()} == {row.owner for row in Opportunity.rows()} == {busy.staff["罗英"]}
    assert [notice.employee_id for notice in Notice.select()] == [busy.staff["罗英"]]


def test_nothing_is_handed_to_whoever_has_it_or_has_left(office):
    assert (
        refused("hand_over", office.hospital, office.tang, to=office.staff["顾海"], reason="x")
        == "市第四人民医院 已经由 顾海 负责"
    )
    change(Employee, office.staff["罗英"], status="left")
    assert "已离职" in refused("hand_over", office.hospital, office.tang, to=office.staff["罗英"], reason="x")
