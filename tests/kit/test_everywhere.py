"""Rows of any type by what was typed: numbers first, within what the person sees, and by columns shown in full alone."""

import pytest

from models import house
from models.kit.ask.everywhere import hits, is_searched, is_telling, named
from models.members import Member
from models.organization import Employee, Store
from models.stores import StoreDay
from tests.conftest import person
from tests.helpers.shop import put


@pytest.fixture
def people(stores) -> dict[str, int]:
    rows = (("M001", "王小明", "锦江一店"), ("M002", "王小明明", "武侯一店"), ("M003", "李静", "锦江一店"))
    return {
        card: put(Member, card_no=card, name=name, home_store=stores[store], phone=f"1380000{card[1:]}0")
        for card, name, store in rows
    }


def test_a_name_pinyin_a_number_and_a_phone_find_the_row(boss, people):
    for text, cards in (
        ("王小明", ["M001", "M002"]),  # whose whole name it is comes first, though the other is newer
        ("wxm", ["M002", "M001"]),
        ("m003", ["M003"]),
        ("0010", ["M001"]),
        ("小明 王", ["M002", "M001"]),
        ("没有", []),
    ):
        assert [hit.hint.split(" · ")[0] for hit in hits(Member, boss, text)] == cards, text
    [hit] = hits(Member, boss, "M003")
    assert (hit.title, hit.exact) == ("李静", True)


def test_the_very_number_stands_before_what_only_holds_it(boss, stores):
    for code in ("S77", "S7"):
        put(Store, code=code, name=f"{code} 店")
    assert [hit.title for hit in hits(Store, boss, "S7")] == ["S7 店", "S77 店"]
    assert len(hits(Store, boss, "店", 2)) == 2


def test_rows_out_of_sight_and_columns_that_are_masked_find_nothing(people, chen):
    assert [hit.title for hit in hits(Member, chen, "王")] == ["王小明"]
    assert hits(Member, chen, "M002") == []
    assert named(Member, chen, [people["M002"]]) == []
    viewer = person("Bo", "viewer", 9)
    assert [hit.title for hit in hits(Member, viewer, "M001")] and hits(Member, viewer, "13800000010") == []
    stranger = person("Nobody", "nobody", 10)
    assert not is_searched(Member, stranger) and hits(Member, stranger, "王") == []


def test_what_is_too_long_for_a_name_of_some_type_is_looked_up_in_all_of_them(boss):
    searched = [record for record in house().records.values() if is_searched(record, boss)]
    assert len(searched) > 50
    for text in ("19900003390", "锦江社区一店的巡店", "字" * 60, "2026-11-30 08:00"):
        assert [hit for record in searched for hit in hits(record, boss, text)] == []


def test_what_a_row_is_about_is_told_where_its_title_is_a_day(boss, stores):
    id = put(StoreDay, store=stores["锦江一店"], day="2026-11-20", sales="100", transactions=3)
    [hit] = named(StoreDay, boss, [id])
    assert hit.title == "2026-11-20" and "锦江一店" in hit.hint


def test_what_says_too_little_is_not_looked_up():
    assert not is_telling("a") and not is_telling("7 ") and not is_telling("")
    assert is_telling("王") and is_telling("a1") and is_telling(" 王 ")


def test_a_percent_sign_is_a_letter_like_any_other(boss, people):
    assert hits(Member, boss, "%%") == [] and hits(Employee, boss, "__") == []
