"""Unique values that others hold out of sight: told without the value and without the row, noted, and so often an hour."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from models.kit.declare.access import Grant
from models.kit.incoming.incoming import Incoming
from models.kit.text import Refused
from models.kit.write.edits import edit
from models.kit.write.history import Event
from models.kit.write.undo import restore
from models.kit.write.writes import changes
from models.members.people import Member
from models.organization import Employee, Region, Store
from models.stores.duty import DutyShift
from tests.helpers.door import change, made, new, said

TAKEN = "这个{}已被占用，占用它的内容你看不到；请核对，仍有疑问请找能看到全部会员的同事"
AMONG = "这 {} 行里有{}已被占用，占用它的内容你看不到，所以不指明是哪一行；请逐行录入"
PHONE = "19912343390"


@pytest.fixture
def member(boss, stores):
    """A member of the other store, and one of the own whose phone is masked all the same."""
    made(Member, boss, card_no="M0", name="自家", home_store="S1", phone="19912340000")
    return made(Member, boss, card_no="M1", name="别家", home_store="S2", phone=PHONE)


def noted() -> list[tuple[str, str]]:
    return [
        (event.kind, event.detail)
        for event in Event.select().where(Event.kind.in_(("tried", "clash"))).order_by(Event.id)
    ]


@pytest.mark.parametrize("phone", [PHONE, "19912340000"])
def test_a_clash_with_a_masked_value_names_no_value_and_is_noted(chen, member, phone):
    answer = new(Member, chen, {"card_no": "N1", "name": "新", "phone": phone})
    assert said(answer) == [(0, "phone", TAKEN.format("手机号"))]
    assert [kind for kind, _ in noted()] == ["tried", "clash"]
    assert phone not in str(noted())


def test_a_clash_with_a_row_out_of_sight_names_no_value(chen, member):
    assert said(new(Member, chen, {"card_no": "M1", "name": "新"})) == [(0, "card_no", TAKEN.format("会员卡号"))]
    own = Member.select(Member.id).where(Member.card_no == "M0").scalar()
    assert said(change(Member, chen, own, card_no="M1")) == [(0, "card_no", TAKEN.format("会员卡号"))]


def test_a_clash_with_what_one_sees_is_told_as_ever(chen, ann, member):
    assert said(new(Member, chen, {"card_no": "M0", "name": "新"}))[0][2] == "会员卡号“M0”已存在，不能重复"
    assert (
        said(new(Member, ann, {"card_no": "N1", "name": "新", "phone": PHONE}))[0][2]
        == f"手机号“{PHONE}”已存在，不能重复"
    )
    assert [kind for kind, _ in noted()] == ["tried"]


def test_among_several_rows_none_is_singled_out(chen, member):
    rows = [{"card_no": f"N{n}", "name": "新", "phone": f"1991234339{n}"} for n in range(3)]
    assert said(new(Member, chen, *rows)) == [(n, "phone", AMONG.format(3, "手机号")) for n in range(3)]
    assert Member.select().count() == 2


@pytest.mark.parametrize("there", [True, False], ids=["there", "not there"])
def test_ten_thousand_guesses_are_answered_alike_whether_one_is_right_or_none(chen, member, there):
    first = 0 if there else 10_000
    rows = [{"card_no": f"N{n}", "name": "新", "phone": f"199{n:05d}390"} for n in range(first, first + 10_000)]
    answer = new(Member, chen, *rows)
    assert (answer.state, answer.errors[0].text.zh) == (
        "refused",
        "新的会员卡号/手机号要与你看不到的会员核对是否重复，一小时最多核对 200 行，没有保存；请分次录入，或请能看到全部会员的同事录入",
    )
    assert len(answer.errors) == 1 and PHONE not in str(answer) and noted() == []


def test_so_many_rows_an_hour_are_held_against_what_one_cannot_see_saved_or_not(chen, member, clock):
    def add(first, count, **more):
        return new(
            Member, chen, *({"card_no": f"N{n}", "name": "新", **more} for n in range(first, first + count))
        ).state

    assert add(0, 100) == "applied"
    assert add(200, 99, phone=PHONE) == "refused"
    assert (add(300, 1), add(301, 1)) == ("applied", "refused")
    clock("2026-11-23 11:01")
    assert add(301, 1) == "applied"


def test_what_touches_no_such_value_is_neither_counted_nor_limited(chen, ann, member):
    own = Member.select(Member.id).where(Member.card_no == "M0").scalar()
    assert change(Member, chen, own, name="改名", card_no="M0").state == "applied"
    assert new(Member, ann, *({"card_no": f"A{n}", "name": "新"} for n in range(300))).state == "applied"
    assert noted() == []


def test_a_hidden_column_clashes_as_silently_as_a_masked_one(ann, member):
    grant = Grant(ann.role, "member", "see add edit", hidden={"phone"})
    lower = replace(ann, grants=MappingProxyType({**ann.grants, "member": grant}))
    assert said(new(Member, lower, {"card_no": "M1", "name": "新"}))[0][2] == "会员卡号“M1”已存在，不能重复"
    assert said(new(Member, lower, {"card_no": "N1", "name": "新", "phone": PHONE}))[0][2] == "没有这一列"


def test_a_row_that_says_it_belongs_elsewhere_is_told_nothing_of_what_is_there(boss, stores, ann):
    """Where a person sees other places but not their rows, whether one is there already is none of his business."""
    from models.stores.sales import StoreDay

    grants = {
        **ann.grants,
        "store_day": Grant(ann.role, "store_day", "see add edit", rows="store"),
        "store": Grant(ann.role, "store", "see"),
    }
    limited = replace(ann, store_id=stores["锦江一店"], grants=MappingProxyType(grants))
    sold = {"store": "S2", "sales": 1, "transactions": 1}
    made(StoreDay, boss, day="2026-11-01", **sold)
    answers = [said(new(StoreDay, limited, {"day": day, **sold})) for day in ("2026-11-01", "2026-11-02")]
    assert answers[0] == answers[1] == [(0, None, "这一行不属于你的门店或范围")]


def test_what_still_points_to_a_row_is_counted_for_those_only_who_see_it(boss, stores, ann):
    made(Store, boss, code="S3", name="三店", region=made(Region, boss, name="川西"))
    region = Region.select(Region.id).scalar()
    unseen, may = "不能删除：还有与它相连的内容，其中有你看不到的", Grant("x", "region", "see delete")
    for store, words in (
        (Grant("x", "store", "see"), "不能删除：还有 1 条门店与它相连"),
        (Grant("x", "store", "see", rows="store"), unseen),
        (None, unseen),
    ):
        grants = {"region": may} | ({"store": store} if store else {})
        who = replace(ann, store_id=stores["锦江一店"], grants=MappingProxyType(grants))
        assert said(edit(Region, [], who=who, delete=[region]))[0][2] == words


def test_a_deleted_row_of_elsewhere_is_restored_no_more_than_one_that_never_was(boss, chen, member):
    edit(Member, [], who=boss, delete=[member])
    made(Member, boss, card_no="M1", name="另一个", home_store="S2")
    assert said(restore(Member, member, who=chen)) == said(restore(Member, 999, who=chen))


def test_a_shift_elsewhere_that_stands_in_the_way_is_told_without_its_store_and_hours(boss, chen, stores):
    """Whoever sees it is told of it; whoever doesn't is told that there is one, and that is noted."""
    ming = made(Employee, boss, staff_no="E1", name="陈明", store="S1")
    made(DutyShift, boss, store="S2", employee=ming, day="2026-11-25", shift="early")
    here = {"employee": ming, "day": "2026-11-25", "starts_at": "2026-11-25 09:00", "ends_at": "2026-11-25 12:00"}
    wanted = {**here, "shift": "late"}
    assert "武侯一店" in said(new(DutyShift, boss, {**wanted, "store": "S1"}))[0][2]
    assert noted() == []
    refusals = said(new(DutyShift, chen, wanted))
    assert refusals == [(0, "shift", "与你看不到的一条值班冲突，没有保存；请核对，仍有疑问请找能看到它的同事")]
    assert [kind for kind, _ in noted()][-1] == "clash"


def test_what_is_typed_for_a_rule_counts_as_a_try_where_the_rule_writes_it(chen, member):
    """An action's answer that ends in a column of its own kind is held against what one can't see, as a cell is."""
    with pytest.raises(Exception, match="taken already") as refused, changes(who=chen) as c:
        c.tried.given = (PHONE,)
        c.create(Member, card_no="N1", name="新", phone=PHONE)
    assert PHONE not in str(refused.value) and [kind for kind, _ in noted()] == ["tried", "clash"]
    with changes(who=chen) as c:
        c.create(Member, card_no="N2", name="新", phone="19900001111")
    assert [kind for kind, _ in noted()] == ["tried", "clash"], "numbers that a rule makes are nobody's guesses"


def test_so_many_typed_answers_an_hour(chen, member, monkeypatch):
    monkeypatch.setattr("models.kit.write.unseen.MOST_AN_HOUR", 2)
    for n in range(2):
        with changes(who=chen) as c:
            c.tried.given = (f"1990000000{n}",)
            c.create(Member, card_no=f"N{n}", name="新", phone=f"1990000000{n}")
    with pytest.raises(Refused, match="at most 2 rows an hour"), changes(who=chen) as c:
        c.tried.given = (PHONE,)
        c.create(Member, card_no="N9", name="新", phone=PHONE)


def test_a_preview_that_clashes_out_of_sight_is_noted_as_an_entry_is(chen, member):
    rights = {**chen.grants, "member": replace(chen.grants["member"], verbs=chen.grants["member"].verbs | {"import"})}
    asker = replace(chen, grants=MappingProxyType(rights))
    report = Incoming(Member, [(2, {"card_no": "N1", "name": "新", "phone": PHONE})], asker).report
    assert [fault.text.zh for fault in report.faults] == [TAKEN.format("手机号")]
    assert [kind for kind, _ in noted()] == ["tried", "clash"]
