"""Links, rows and restored rows stay within what a person may see."""

from dataclasses import replace

import pytest

from models.kit import changes
from models.kit.ask.links import look, naming
from models.kit.ask.query import Query
from models.kit.declare.access import visible
from models.kit.incoming.incoming import Incoming
from models.kit.write.edits import edit
from models.kit.write.history import verify
from models.kit.write.undo import restore
from models.logistics import keep_stock_here
from models.members.follow_ups import MemberFollowUp
from models.members.people import Member
from models.organization import Employee, Region, Store
from models.replenishment import GoodsOrder
from tests.helpers.door import change, made, new, said
from tests.helpers.shop import SYSTEM

# Links -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said_as", ["锦江一店", " 锦江一店 ", "S1", "jinjiangyidian", "jjyd", "JJYD", "Ｓ１", {"id": 1, "text": "?"}, 1]
)
def test_a_link_is_found_by_name_code_pinyin_or_id(boss, stores, said_as):
    id = made(Member, boss, card_no="M1", name="王小明", home_store=said_as)
    assert Member.row(id).home_store == stores["锦江一店"]


def test_a_name_wins_over_a_pinyin_that_reads_the_same(boss):
    made(Store, boss, code="S1", name="阿波店")
    id = made(Store, boss, code="ABD", name="别的店")
    member = made(Member, boss, card_no="M1", name="王小明", home_store="ABD")
    assert Member.row(member).home_store == id


def test_an_ambiguous_or_missing_link_is_refused_by_name(boss, stores):
    made(Store, boss, code="S3", name="锦江一甸")
    answer = new(
        Member,
        boss,
        {"card_no": "M1", "name": "王", "home_store": "jjyd"},
        {"card_no": "M2", "name": "李", "home_store": "没有的店"},
        {"card_no": "M3", "name": "张", "home_store": "锦江一店"},
        {"card_no": "M4", "name": "赵", "home_store": 999},
    )
    assert said(answer) == [
        (3, "home_store", "门店里没有“999”"),
        (0, "home_store", "门店里有多个“jjyd”，请改用编号"),
        (1, "home_store", "门店里没有“没有的店”"),
    ] or sorted(index for index, *_ in said(answer)) == [0, 1, 3]
    assert Member.select().count() == 0


def test_a_link_that_reaches_beyond_sight_names_what_one_does_not_see_and_tells_its_name_and_code_alone(chen, stores):
    """武侯一店 is not Chen's: orders of goods may name it, and nothing else of it is told or searched by."""
    there = Store.row(stores["武侯一店"])
    item = GoodsOrder.links()["from_store"]
    assert Query(Store, chen).count() == 1 and look(Store, chen, "武侯") == []
    (offered,) = look(Store, chen, "武侯", item=item)
    assert (offered["id"], offered["text"], offered["hint"]) == (there.id, there.name, there.code)
    with changes(who=SYSTEM) as c:
        c.update(Store, there.id, address="磨子桥一号", phone="028-85551234")
    for text in ("磨子桥", "85551234"):
        assert look(Store, chen, text, item=item) == []
    assert visible(naming(item, chen), Store).keys() == {"code", "name", "name_py"}
    assert naming(Member.links()["home_store"], chen) is chen


@pytest.mark.parametrize("named", ["武侯一店", "whyd", "s2", None])
def test_what_one_does_not_see_is_named_there_as_ever_and_nowhere_else(chen, stores, named):
    keep_stock_here(list(stores.values()), who=SYSTEM)
    there = stores["武侯一店"] if named is None else named
    id = made(GoodsOrder, chen, from_store=there)
    assert GoodsOrder.row(id).from_store == stores["武侯一店"]
    assert said(change(GoodsOrder, chen, id, from_store="没有的店")) == [(0, "from_store", "门店里没有“没有的店”")]
    assert new(Member, chen, {"card_no": "M9", "name": "王", "home_store": there}).state == "refused"


def test_a_file_names_what_one_does_not_see_where_the_column_reaches_beyond(chen, stores):
    keep_stock_here(list(stores.values()), who=SYSTEM)
    grant = chen.grants["goods_order"]
    chen = replace(chen, grants={**chen.grants, "goods_order": replace(grant, verbs=grant.verbs | {"import"})})
    Incoming(GoodsOrder, [(2, {"from_store": "武侯一店"}), (3, {"from_store": "whyd"})], chen).apply()
    assert [row.from_store for row in GoodsOrder.rows()] == [stores["武侯一店"]] * 2


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "%", "_", "\\", "%%%%", "' OR 1=1 --", "\x00", "\ud800", "ab" * 60_000]
)
def test_a_hostile_link_is_a_missing_one(boss, stores, text):
    answer = new(Member, boss, {"card_no": "M1", "name": "王", "home_store": text})
    assert [fault[:2] for fault in said(answer)] in ([(0, "home_store")], [])
    assert not Member.select().where(Member.home_store.is_null(False)).exists()


def test_a_link_to_a_row_outside_ones_scope_looks_like_one_to_a_missing_row(chen, stores):
    other, missing = (
        said(new(Member, chen, {"card_no": "M1", "name": "王", "home_store": id})) for id in (stores["武侯一店"], 999)
    )
    assert other[0][2].replace(str(stores["武侯一店"]), "#") == missing[0][2].replace("999", "#")
    by_name = said(new(Member, chen, {"card_no": "M1", "name": "王", "home_store": "武侯一店"}))
    assert by_name[0][2] == "门店里没有“武侯一店”"


# Rows stay where the person may see them ---------------------------------------------------------------------------------


@pytest.fixture
def members(boss, stores):
    """One member of each store."""
    return {
        name: made(Member, boss, card_no=f"M{id}", name=f"{name}会员", home_store=id) for name, id in stores.items()
    }


def test_a_store_manager_edits_the_own_store_and_finds_no_other(chen, members):
    assert change(Member, chen, members["锦江一店"], name="王").state == "applied"
    other, missing = change(Member, chen, members["武侯一店"], name="王"), change(Member, chen, 999, name="王")
    assert (
        (other.state, said(other))
        == (missing.state, said(missing))
        == ("conflict", [(0, None, "这一行已被删除或不在你的范围内")])
    )
    assert Member.row(members["武侯一店"]).name == "武侯一店会员"


def test_a_store_managers_new_member_joins_the_own_store(chen, stores):
    id = made(Member, chen, card_no="M9", name="王")
    assert Member.row(id).home_store == stores["锦江一店"]


def test_a_row_cannot_be_moved_out_of_ones_scope(chen, members, stores):
    for place in (None, ""):
        answer = change(Member, chen, members["锦江一店"], home_store=place)
        assert said(answer) == [(0, None, "这一行不属于你的门店或范围")]
    assert change(Member, chen, members["锦江一店"], home_store=stores["武侯一店"]).state == "refused"
    assert Member.row(members["锦江一店"]).home_store == stores["锦江一店"]


def test_a_row_that_hangs_on_another_store_cannot_be_added(chen, members):
    answer = new(MemberFollowUp, chen, {"member": members["武侯一店"], "topic": "x"})
    assert answer.state == "refused"
    assert new(MemberFollowUp, chen, {"member": members["锦江一店"], "topic": "x"}).state == "applied"
    assert MemberFollowUp.select().count() == 1


def test_whoever_has_a_scope_but_no_store_sees_and_writes_nothing(chen, members):
    lost = replace(chen, store_id=None)
    assert change(Member, lost, members["锦江一店"], name="x").state == "conflict"
    assert new(Member, lost, {"card_no": "M9", "name": "王"}).state == "refused"


# Restoring ---------------------------------------------------------------------------------------------------------------


def test_a_deleted_row_comes_back_whole_with_its_id(boss, stores):
    id = made(Employee, boss, staff_no="E1", name="李", store="S1", hired_on="2026-03-01")
    before = vars(Employee.row(id))
    edit(Employee, [], who=boss, delete=[id])
    answer = restore(Employee, id, who=boss)
    assert (answer.state, answer.rows[0]["id"]) == ("applied", id)
    assert vars(Employee.row(id)) == before
    assert verify() is None


def test_only_what_was_deleted_can_be_restored_and_only_once(boss, stores):
    id = made(Region, boss, name="川西")
    assert restore(Region, id, who=boss).state == "refused"
    assert restore(Region, 999, who=boss).state == "refused"
    edit(Region, [], who=boss, delete=[id])
    assert restore(Region, id, who=boss, op="op-1").state == "applied"
    assert restore(Region, id, who=boss, op="op-1").state == "duplicate"
    assert restore(Region, id, who=boss, op="op-2").state == "refused"
    assert restore(Region, 999, who=boss, op="op-1").state == "refused"


def test_restoring_is_adding_and_stays_within_rights_and_scope(boss, bo, chen, members):
    for id in members.values():
        edit(Member, [], who=boss, delete=[id])
    assert restore(Member, members["锦江一店"], who=bo).state == "refused"
    assert restore(Member, members["武侯一店"], who=chen).state == "refused"
    assert restore(Member, members["锦江一店"], who=chen).state == "applied"
    assert [row.id for row in Member.rows()] == [members["锦江一店"]]


def test_what_was_taken_in_the_meantime_stands_in_the_way_of_a_restore(boss):
    id = made(Region, boss, name="川西")
    edit(Region, [], who=boss, delete=[id])
    made(Region, boss, name="川西")
    assert said(restore(Region, id, who=boss))[0][2] == "区域名称“川西”已存在，不能重复"
