"""Likely doubles and unusual values: what speaks for it is said, what a person doesn't see speaks for nothing."""

import json
from datetime import date, timedelta

import pytest

from exports import odd_rows
from models.accounts import Role, User
from models.accounts.rights import who_for
from models.key_accounts import KeyAccount
from models.kit.ask.doubles import Doubles, core
from models.kit.ask.kept_apart import keep_apart
from models.kit.ask.odd import odd
from models.kit.ask.query import Query
from models.kit.incoming.report import Stopped
from models.kit.server.turns import QUEUE
from models.kit.text import Refused
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


def test_what_somebody_said_is_not_the_same_stays_away_until_he_says_otherwise(boss, chen, stores):
    names = ("天府商贸", "天府商贸有限公司", "四川省天府商贸")
    first, second = (made(Supplier, boss, code=f"G{at}", name=name) for at, name in enumerate(names[:2]))
    keep_apart(Supplier, boss, (second, first))
    seen = odd(Supplier, boss)
    assert (seen.doubles, [group.ids for group in seen.apart]) == ([], [(first, second)])
    assert seen.rows[first]["title"] == "天府商贸"
    third = made(Supplier, boss, code="G3", name=names[2])  # a further one is a likely double of either still
    [(ids, _)] = groups(Supplier, boss)
    assert third in ids and not {first, second} <= set(ids)
    keep_apart(Supplier, boss, (first, second), again=True)
    assert [ids for ids, _ in groups(Supplier, boss)] == [(first, second, third)]
    assert odd(Supplier, boss).apart == []


def test_only_who_may_edit_the_rows_and_sees_them_says_so(boss, chen, stores):
    ids = [made(Supplier, boss, code=f"G{at}", name=name) for at, name in enumerate(("天府商贸", "天府商贸公司"))]
    for who, said in ((chen, ids), (boss, [*ids, 999]), (boss, ids[:1])):
        with pytest.raises(Refused):
            keep_apart(Supplier, who, said)
    assert len(odd(Supplier, boss).doubles) == 1


@pytest.fixture
def keeper(boss, stores):
    """A user in the database, whom a process of its own can find again."""
    role = Role.select(Role.id).where(Role.code == "administrator").scalar()
    return who_for(made(User, boss, login="kim", name="金", role=role))


def test_a_long_list_is_looked_through_beside_the_server_with_the_same_answer(keeper, boss, monkeypatch):
    for at, name in enumerate(("天府商贸", "天府商贸有限公司", "成都地铁")):
        made(Supplier, boss, code=f"G{at}", name=name)
    here = odd(Supplier, keeper)
    monkeypatch.setattr(odd_rows, "AT_ONCE", 1)
    heard = []
    there = odd_rows.looked(Supplier, keeper, tell=lambda share, before=0: heard.append(share))
    assert (there.doubles, there.rows, there.notes, there.apart) == (here.doubles, here.rows, here.notes, here.apart)
    assert [group.why for group in there.doubles] and heard

    def ended(share: float, before: int = 0) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        odd_rows.looked(Supplier, keeper, tell=ended)
    assert QUEUE.line == []


def test_unusual_values_come_back_as_they_were(boss, stores):
    days = [{"store": "S1", "day": f"2026-09-{at:02d}", "sales": 5000 + at, "transactions": 20} for at in range(1, 29)]
    for day in [*days, {"store": "S1", "day": "2026-09-29", "sales": 900_000, "transactions": 20}]:
        made(StoreDay, boss, **day)
    here = odd(StoreDay, boss)
    there = odd_rows.unwired(json.loads(json.dumps(odd_rows.wired(here, StoreDay))), StoreDay)
    assert here.values and [(v.id, v.name, v.value, why) for v, why in there.values] == [
        (v.id, v.name, v.value, why) for v, why in here.values
    ]
