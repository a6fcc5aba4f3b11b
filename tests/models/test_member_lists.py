"""Lists of members: who comes onto them, who is left alone, what was said, and what it brought beside those left alone."""

from datetime import date
from decimal import Decimal

import pytest

from models import AREAS
from models.kit import changes
from models.kit.ask.todo import todo
from models.kit.write.edits import edit
from models.members import Member, MemberCall, MemberFollowUp, MemberList, MemberTier, Purchase, PurchaseLine
from models.organization import Product, Store
from tests.conftest import person
from tests.helpers.shop import SYSTEM, change, put, said
from tests.helpers.steps import hire, refused, take


@pytest.fixture
def club(clock, stores):
    """It is Tuesday 24 November 2026; the first store has a manager."""
    clock("2026-11-24 10:00")
    first, second = stores.values()
    chen = hire("陈明", "E1", store=first, position="店长")
    assert Store.row(first).manager == chen
    return Club(first, second, chen)


class Club:
    def __init__(self, first, second, chen):
        self.first, self.second, self.chen, self.receipts = first, second, chen, 0

    def join(self, count: int, **more) -> list[int]:
        there = Member.select().count()
        values = {"home_store": self.first, "consent": True, **more}
        return [put(Member, card_no=f"C{at}", name=f"会员{at}", **values) for at in range(there, there + count)]

    def listed(self, **more) -> int:
        return put(MemberList, **{"title": "十二月回访", "source": "picked", "script": "您好", "control": 0, **more})

    def buys(self, member: int, at: str, amount: int = 100, product: int | None = None, qty: int = 1, **more) -> None:
        self.receipts += 1
        values = {"receipt_no": f"R{self.receipts}", "member": member, "store": self.first, "purchased_at": at}
        purchase = put(Purchase, **values, amount=amount, **more)
        if product:
            put(PurchaseLine, purchase=purchase, product=product, qty=qty, price=amount)


def on_list(id: int) -> list:
    return MemberCall.rows(MemberCall.list == id, order=MemberCall.id)


def test_a_view_s_members_are_put_on_a_list_and_who_has_not_consented_is_not(club):
    yes, no = club.join(1)[0], club.join(1, consent=False)[0]
    id = club.listed()
    assert take("put_on_list", yes, list=id) == "会员0 已列入“十二月回访”"
    assert refused("put_on_list", no, list=id) == "会员1 没有同意联系，不能列入名单"
    assert [(row.member, row.store) for row in on_list(id)] == [(yes, club.first)]
    assert refused("choose_members", id).startswith("手选的名单请在会员表里勾选会员")


def test_a_segment_comes_whole_but_for_who_has_not_consented_and_other_stores(club):
    club.join(3)
    club.join(1, consent=False)
    club.join(1, home_store=club.second)
    with_segment = [row.id for row in Member.rows()]
    with changes(who=SYSTEM) as c:
        c.alter(Member, {id: {"segment": "risk"} for id in with_segment})
    id = club.listed(source="segment", segment="risk", store=club.first)
    assert take("choose_members", id) == "选出 3 人；另有 1 人没有同意联系，没有列入"
    assert take("choose_members", id) == "选出 0 人；另有 1 人没有同意联系，没有列入"
    why = said(edit(MemberList, [{"id": None, "set": {"title": "甲", "source": "segment"}}], who=SYSTEM))
    assert why == "请选择会员分层"


def test_who_is_about_to_lose_the_tier_is_chosen_for_rescue(club):
    """The tier asks for 1,000 a year; it ends within sixty days for the first two, and the second has spent enough."""
    gold = put(MemberTier, code="G", name="金卡", rank=5, threshold=1000)
    short, enough, later = club.join(3)
    with changes(who=SYSTEM) as c:
        for id, spend, until in (
            (short, 900, date(2027, 1, 23)),
            (enough, 1000, date(2027, 1, 23)),
            (later, 0, date(2027, 1, 24)),
        ):
            c.update(Member, id, tier=gold, spend_12m=Decimal(spend), tier_until=until)
    id = club.listed(source="rescue")
    assert take("choose_members", id) == "选出 1 人"
    assert [row.member for row in on_list(id)] == [short]


def test_who_runs_out_of_a_pack_is_due_to_buy_again(club):
    """A pack of 60 at 2 a day lasts 30 days: bought on 25 October twice it ends on 24 December, once on 24 November."""
    pills = put(Product, sku="P1", name="钙片", pack_units=60, daily_dose=2)
    powder = put(Product, sku="P2", name="蛋白粉", pack_units=10, daily_dose=1)
    due, stocked, again, ended, late = club.join(5)
    club.buys(due, "2026-10-25 10:00", product=pills)
    club.buys(due, "2026-11-18 10:00", product=powder)  # ends on 28 November, after the pills
    club.buys(stocked, "2026-10-25 10:00", product=pills, qty=2)
    club.buys(again, "2026-10-25 10:00", product=pills)
    club.buys(again, "2026-11-20 10:00", product=pills)
    club.buys(ended, "2026-09-25 10:00", product=pills)  # ended on 25 October, thirty days ago
    club.buys(late, "2026-09-24 10:00", product=pills)
    id = club.listed(source="repurchase")
    take("choose_members", id)
    assert [(row.member, row.product) for row in on_list(id)] == [(due, pills), (ended, pills)]


def test_a_list_is_started_worked_through_and_reckoned_against_the_control_group(club):
    """Two of ten are left alone. Of the eight six buy for 100 each, of the two one for 60: 75 % and 50 %, 600 − 30 × 8."""
    members, id = club.join(10), club.listed(control=20)
    assert refused("member_list_start", id).startswith("名单里还没有会员")
    for member in members:
        take("put_on_list", member, list=id)
    assert take("member_list_start", id) == "已开始：联系 8 人，对照组 2 人"
    alone = [row for row in on_list(id) if row.state == "held"]
    called = [row for row in on_list(id) if row.state == "planned"]
    assert (len(alone), len(called)) == (2, 8)
    assert {(row.owner, row.due_on) for row in called} == {(club.chen, date(2026, 12, 1))}
    for row in called[:6]:
        club.buys(row.member, "2026-11-24 09:00")
    club.buys(alone[0].member, "2026-11-24 09:30", amount=60)
    club.buys(called[6].member, "2026-11-24 09:00", refunded=100)
    club.buys(called[7].member, "2026-11-23 23:59", amount=500)
    take("member_call_call", called[0].id, outcome="bought", note="买了钙片")
    take("member_call_call", called[1].id, outcome="no_answer")
    row = MemberList.row(id)
    assert (row.members, row.contacted, row.reached) == (10, 2, 1)
    assert take("member_list_end", id) == "联系组 8 人，6 人购买；对照组 2 人，1 人购买"
    row = MemberList.row(id)
    assert (row.called_bought, row.control_bought, row.uplift, row.extra_sales) == (75, 50, 25, 360)


def test_what_was_said_is_a_conversation_and_a_refusal_withdraws_the_consent(club):
    member, id = club.join(1)[0], club.listed(channel="wechat")
    take("put_on_list", member, list=id)
    take("member_list_start", id)
    call = on_list(id)[0].id
    assert refused("member_call_call", call) != ""
    take("member_call_call", call, outcome="refused", note="不要再发")
    talk = MemberFollowUp.rows()[0]
    assert (talk.topic, talk.channel, talk.result, talk.by) == ("十二月回访", "wechat", "请勿再联系", club.chen)
    assert Member.row(member).consent is False
    take("member_list_end", id)
    assert MemberList.row(id).uplift is None, "without a control group nothing is said of the effect"


def test_a_list_that_runs_stands(club):
    member, other = club.join(2)
    id = club.listed(control=0)
    take("put_on_list", member, list=id)
    take("member_list_start", id)
    why = "名单“十二月回访”已开始，会员不能再增减"
    assert refused("put_on_list", other, list=id) == why
    assert said(edit(MemberCall, [], delete=[on_list(id)[0].id], who=SYSTEM)) == why
    assert said(change(MemberList, id, due_on="2026-01-01")) == "截止日期不能早于开始日期"


def test_the_store_s_manager_has_his_own_to_contact(club):
    mine, others = club.join(1)[0], club.join(1, home_store=club.second)[0]
    id = club.listed()
    for member in (mine, others):
        take("put_on_list", member, list=id)
    take("member_list_start", id)
    manager = person("Chen", "store_manager", 5, store_id=club.first, employee_id=club.chen)
    waiting = [item for due, _, items in todo(AREAS, manager) if due.name == "member_calls" for item in items]
    assert [item.id for item in waiting] == [on_list(id)[0].id]
    take("member_call_call", on_list(id)[0].id, who=manager, outcome="later")


def test_two_cards_of_a_person_on_a_list_become_one_line(club):
    gone, kept = club.join(2)
    id = club.listed()
    for member in (gone, kept):
        take("put_on_list", member, list=id)
    take("member_list_start", id)
    take("merge", gone, into=kept)
    assert [row.member for row in on_list(id)] == [kept]
    assert MemberList.row(id).members == 1
