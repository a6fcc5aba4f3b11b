"""Consent has a day, who left is left in peace, and a refund says what is owed."""

from datetime import date
from decimal import Decimal

import pytest

from models.kit.write.edits import edit
from models.members import Member, MemberFollowUp, PointsRule, Purchase
from models.members.care import adjust_points
from models.members.purchases import refund
from tests.helpers.shop import SYSTEM, change, put, said, take_back


@pytest.fixture
def member(clock, stores) -> int:
    return put(Member, card_no="V1", name="王芳", home_store=next(iter(stores.values())))


def test_consent_without_a_day_is_of_today_and_a_given_day_stays(member):
    change(Member, member, consent=True)
    assert Member.row(member).consent_on == date(2026, 11, 23)
    other = Member.row(put(Member, card_no="V2", name="李娜", consent=True, consent_on="2026-01-02"))
    assert other.consent_on == date(2026, 1, 2)
    change(Member, other.id, consent_on=None)
    assert Member.row(other.id).consent_on == date(2026, 11, 23)
    assert "还没到" in said(change(Member, other.id, consent_on="2026-11-24"))


def test_without_consent_there_is_no_day(member):
    assert (Member.row(member).consent, Member.row(member).consent_on) == (None, None)


@pytest.mark.parametrize("via", ["grid", "import", "api"])
def test_who_has_left_is_not_contacted_any_more(member, via):
    call = {"id": None, "set": {"member": member, "topic": "回访"}}
    assert edit(MemberFollowUp, [call], who=SYSTEM, via=via).state == "applied"
    change(Member, member, status="left")
    assert said(edit(MemberFollowUp, [call], who=SYSTEM, via=via)).startswith("王芳 已退会")
    change(Member, member, status="active")
    assert edit(MemberFollowUp, [call], who=SYSTEM, via=via).state == "applied"


def test_what_was_said_before_stays_editable_and_comes_back_by_undo(member):
    call = put(MemberFollowUp, member=member, topic="回访")
    change(Member, member, status="left")
    assert change(MemberFollowUp, call, result="已接通").state == "applied"
    edit(MemberFollowUp, [], delete=[call], who=SYSTEM)
    assert take_back().state == "applied" and MemberFollowUp.row(call).result == "已接通"


def test_a_refund_of_points_that_are_spent_says_what_is_owed(member, stores):
    put(PointsRule, name="消费积分", kind="spend", per_yuan=1)
    bought = put(Purchase, receipt_no="R1", member=member, store=next(iter(stores.values())), amount=500)
    worth = Member.row(member).points
    adjust_points(member, points=-(worth - 100), reason="兑换", who=SYSTEM)
    answer = refund(bought, amount=Decimal(500), who=SYSTEM)
    assert answer.zh == f"已退款 ¥500.00，收回 100 积分；另有 {worth - 100} 积分已用掉，记为欠分，从以后获得的积分里扣"
    assert Member.row(member).points_debt == worth - 100
