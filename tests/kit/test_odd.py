"""Likely doubles and unusual values: what speaks for it is said, what a person doesn't see speaks for nothing."""

from datetime import date, timedelta

import pytest

from models.key_accounts import KeyAccount
from models.kit.ask.doubles import Doubles, core
from models.kit.ask.odd import odd
from models.kit.ask.query import Query
from models.members.people import Member
from models.organization import Store, Supplier
from models.stores.sales import StoreDay
from tests.helpers.door import made


def groups(record, who, **asked):
    return [(group.ids, [why.zh for why in group.why]) for group in odd(record, who, **asked).doubles]


def test_one_phone_and_one_tax_number_and_one_name_make_firms_likely_the_same(boss):
    phone, tax = "02887654321", "91510100MA61T0000X"
    first = made(KeyAccount, boss, name="四川康源商贸有限公司", phone=phone)
    again = made(KeyAccount, boss, name="康源商贸（四川）", phone=phone)
    taxed = made(KeyAccount, boss, name="成都地铁集团", tax_no=tax)
    named = made(KeyAccount, boss, name="成都市地铁集团有限公司", tax_no=f" {tax.lower()}")
    other = made(KeyAccount, boss, name="天府银行")
    assert groups(KeyAccount, boss) == [
        ((taxed, named), ["税号相同", "客户名称相同"]),
        ((first, again), ["联系电话相同"]),
    ]
    assert other not in odd(KeyAccount, boss).rows
    assert groups(KeyAccount, boss, filter={"name": {"contains": "地铁"}}) == groups(KeyAccount, boss)[:1]


@pytest.mark.parametrize(
    "one_name, other_name, same",
    [
        ("四川省康源商贸有限公司", "四川康源商贸", True),
        ("成都地铁集团", "重庆地铁集团", False),
        ("天成 ＴＥＡ 公司", "天成tea", True),
        ("康源商贸", "康原商贸", False),
    ],
)
def test_firms_are_called_alike_apart_from_their_kind(one_name, other_name, same):
    assert (core(one_name) == core(other_name)) is same


def test_firms_whose_names_differ_in_a_sign_are_asked_about_but_not_where_it_counts(boss):
    made(Supplier, boss, code="G1", name="山东东阿阿胶制品厂")
    made(Supplier, boss, code="G2", name="山东东啊阿胶制品厂")
    made(Supplier, boss, code="G3", name="云南三七种植一场")
    made(Supplier, boss, code="G4", name="云南三七种植二场")
    made(Supplier, boss, code="G5", name="成都地铁商贸")
    made(Supplier, boss, code="G6", name="重庆地铁商贸")
    assert [why for _, why in groups(Supplier, boss)] == [["供应商名称几乎相同"]]
    made(Supplier, boss, code="G7", name="天府商贸有限公司")
    assert [len(ids) for ids, _ in groups(Supplier, boss)] == [2]
    made(Supplier, boss, code="G8", name="四川省天府商贸")
    assert sorted(len(ids) for ids, _ in groups(Supplier, boss)) == [2, 2]


def test_people_of_one_name_need_something_else_in_common(boss, stores):
    day, street = "1980-02-03", "成都市锦江区红星路 3 号 2 栋"
    first = made(Member, boss, card_no="M1", name="王伟", birthday=day)
    again = made(Member, boss, card_no="M2", name="王伟", birthday=day)
    made(Member, boss, card_no="M3", name="王伟", birthday="1990-02-03")
    housed = made(Member, boss, card_no="M4", name="李娜", address=street)
    moved = made(Member, boss, card_no="M5", name="李娜", address="四川省成都市锦江区红星路3号2栋")
    assert groups(Member, boss) == [
        ((first, again), ["姓名相同", "生日相同"]),
        ((housed, moved), ["姓名相同", "地址相同"]),
    ]


def test_what_is_masked_or_out_of_sight_speaks_for_nothing(boss, chen, stores):
    """Chen sees the members of one store, and neither birthdays nor addresses."""
    for card, store in (("M1", "S1"), ("M2", "S1"), ("M3", "S2")):
        made(Member, boss, card_no=card, name="王伟", birthday="1980-02-03", home_store=store)
    assert [ids for ids, _ in groups(Member, boss)] and groups(Member, chen) == []
    assert "birthday" not in Doubles(Query(Member, chen)).items


def test_a_card_that_was_merged_is_no_double_any_more(boss, stores):
    from models import house
    from models.kit.write.acting import act

    ids = [made(Member, boss, card_no=card, name="王伟", birthday="1980-02-03") for card in ("M1", "M2")]
    assert len(groups(Member, boss)) == 1
    assert act(house().actions["merge"], who=boss, id=ids[1], answers={"into": ids[0]}).state == "applied"
    assert groups(Member, boss) == []


def test_a_value_is_held_against_what_is_usual_in_its_own_store(boss, stores):
    """A thousand is much for the small store and little for the large one."""
    small, large = (made(Store, boss, code=code, name=code, kind="own") for code in ("X1", "X2"))
    rows = {}
    for at in range(30):
        day = date(2026, 10, 1) + timedelta(days=at)
        rows[small, at] = made(StoreDay, boss, store=small, day=day.isoformat(), sales=1000 + at, transactions=20)
        rows[large, at] = made(StoreDay, boss, store=large, day=day.isoformat(), sales=90_000 + at, transactions=20)
    wrong = made(StoreDay, boss, store=small, day="2026-11-02", sales=90_000, transactions=20)
    late = made(StoreDay, boss, store=large, day="2019-11-02", sales=90_000, transactions=20)
    seen = odd(StoreDay, boss)
    assert {(outlier.id, outlier.name) for outlier, _ in seen.values} == {(wrong, "sales"), (late, "day")}
    assert next(why.zh for outlier, why in seen.values if outlier.id == wrong).startswith("X1通常在 ¥1,00")
    assert seen.rows[wrong]["title"]


def test_few_rows_say_nothing_of_what_is_usual(boss, stores):
    for at in range(8):
        made(StoreDay, boss, store="S1", day=f"2026-10-0{at + 1}", sales=10 ** (at + 1), transactions=20)
    assert odd(StoreDay, boss).values == []
