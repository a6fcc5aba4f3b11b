"""What differs from a stored name or number only in case, width or blanks is no second one, whichever way it comes in."""

import pytest

from models import house
from models.kit import changes
from models.kit.ask import lookup
from models.kit.ask.links import find, look
from models.kit.ask.query import Query
from models.kit.incoming.incoming import Incoming
from models.kit.write.edits import edit
from models.members import Member
from models.organization import Supplier
from tests.conftest import person
from tests.helpers.door import change, made, new, said
from tests.helpers.shop import put

WRITINGS = ("ub001", "ＵＢ００１", "ub 001", "UB\t001", "Ub001", "ＵＢ 001", "uＢ00 1")
UNSEEN = (
    "UB001 ",
    "　UB001",
    "UB\u200b001",
    "\ufeffUB001",
    "UB001\xa0",
)  # nothing of it is there to see: the very same


@pytest.fixture
def known(boss):
    return made(Member, boss, card_no="UB001", name="满甲")


@pytest.mark.parametrize("card", WRITINGS)
def test_a_card_written_otherwise_is_refused_with_the_one_that_is_there(known, boss, card):
    [(index, field, text)] = said(new(Member, boss, {"card_no": card, "name": "满甲"}))
    assert (index, field) == (0, "card_no")
    assert "已有的“UB001”只差大小写、全半角或空格" in text
    other = made(Member, boss, card_no="UB002", name="满乙")
    assert "UB001" in said(change(Member, boss, other, card_no=card))[0][2]


@pytest.mark.parametrize("card", UNSEEN)
def test_a_card_with_what_nobody_sees_is_the_same_card(known, boss, card):
    assert said(new(Member, boss, {"card_no": card, "name": "满甲"})) == [
        (0, "card_no", "会员卡号“UB001”已存在，不能重复")
    ]


@pytest.mark.parametrize("kept", WRITINGS)
def test_it_is_found_however_the_stored_one_is_written(boss, kept):
    made(Member, boss, card_no=kept, name="满甲")
    assert "只差大小写、全半角或空格" in said(new(Member, boss, {"card_no": "UB001", "name": "满甲"}))[0][2]


def test_two_such_rows_of_one_paste_are_one_too_many(boss):
    answer = new(Member, boss, {"card_no": "UB001", "name": "满甲"}, {"card_no": "ub001", "name": "满甲"})
    assert [(at, field) for at, field, _ in said(answer)] == [(1, "card_no")]


def test_the_row_itself_may_be_written_otherwise_and_one_that_gives_its_card_up_is_in_nobodys_way(known, boss):
    assert change(Member, boss, known, card_no="ub001").state == "applied"
    sets = [{"id": known, "set": {"card_no": "UB009"}}, {"id": None, "set": {"card_no": "Ub001", "name": "满乙"}}]
    assert edit(Member, sets, who=boss).state == "applied"


def test_zeros_make_another_card_where_a_person_types_it(boss):
    made(Member, boss, card_no="000777", name="零丙")
    assert new(Member, boss, {"card_no": "777", "name": "零丁"}).state == "applied"


def test_what_occurs_once_for_each_shop_is_held_against_that_shop_only(boss):
    shops = [put(house().records["online_shop"], name=name) for name in ("甲店", "乙店")]
    order = house().records["online_order"]
    made(order, boss, order_no="wx-001", shop=shops[0])
    assert new(order, boss, {"order_no": "WX-001", "shop": shops[1]}).state == "applied"
    assert "wx-001" in said(new(order, boss, {"order_no": "WX-001", "shop": shops[0]}))[0][2]


def test_a_long_list_is_asked_for_the_usual_writings(known, boss, monkeypatch):
    monkeypatch.setattr(lookup, "LONGEST_WALK", 0)
    for card in ("ub001", "ＵＢ００１", "ub 001"):
        assert "UB001" in said(new(Member, boss, {"card_no": card, "name": "满甲"}))[0][2]


def test_a_store_manager_hears_nothing_of_cards_out_of_sight(shop):
    put(Member, card_no="ZZ001", name="别家", home_store=shop.second)
    manager = person("Li", "store_manager", 2, store_id=shop.first)
    answer = new(Member, manager, {"card_no": "zz001", "name": "我家", "home_store": shop.first})
    assert answer.state == "applied"


def test_an_import_refuses_a_name_written_otherwise_beside_the_one_that_is_there(boss):
    put(Supplier, code="V1", name="ABC 食品")
    rows = [
        (2, {"code": "V2", "name": "abc食品"}),
        (3, {"code": "V3", "name": "绿源"}),
        (4, {"code": "V4", "name": "绿 源"}),
    ]
    faults = {fault.row: fault.text.zh for fault in Incoming(Supplier, rows, boss).report.faults}
    assert list(faults) == [2, 4]
    assert "ABC 食品" in faults[2]
    assert "第 3 行" in faults[4]


@pytest.mark.parametrize("text", [*WRITINGS, *UNSEEN])
def test_links_and_the_search_understand_it(known, boss, text):
    [batch] = [new(house().records["member_follow_up"], boss, {"member": text, "topic": "问候"})]
    assert batch.state == "applied", said(batch)
    assert batch.rows[0]["member"]["id"] == known
    if "\t" not in text:
        assert [row["id"] for row in look(Member, boss, text)] == [known]
        assert [row["id"] for row in Query(Member, boss, search=text).rows(0, 9)] == [known]


def test_of_several_that_are_alike_a_link_takes_the_very_one_or_asks(boss):
    with changes(who=boss) as c:  # as they stand in databases of before
        ids = {card: c.create(Member, card_no=card, name=card).id for card in ("AB 1", "AB1")}
    assert find(Member, boss, {"AB1"}) == {"AB1": [ids["AB1"]]}
    assert sorted(find(Member, boss, {"ab1"})["ab1"]) == sorted(ids.values())


@pytest.mark.parametrize(
    "text", ["S1-锦江一店", "S1 锦江一店", "s1/锦江一店", "S1：锦江一店", "锦江一店（S1）", "锦江一店 (s1)"]
)
def test_a_code_beside_the_name_is_understood_where_both_are_of_one_row(boss, text):
    stores = [
        put(house().records["store"], code=code, name=name) for code, name in (("S1", "锦江一店"), ("S2", "武侯二店"))
    ]
    assert find(house().records["store"], boss, {text, "S2-锦江一店", "S1-武侯二店"}) == {text: [stores[0]]}
