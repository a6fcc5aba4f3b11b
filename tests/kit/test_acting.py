"""Rules with a button: who may use them, on which rows, once per op, with every fault told."""

import pytest

from models import AREAS, house
from models.kit.ask.query import Query
from models.kit.declare.describe import describe
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.members import Gift, Member, Redemption


@pytest.fixture
def world(boss, stores):
    """A member of 锦江一店 with 500 points and a gift for 100 of which there are five."""
    member = edit(
        Member, [{"id": None, "set": {"card_no": "1", "name": "王小明", "home_store": "锦江一店"}}], who=boss
    ).rows[0]
    gift = edit(Gift, [{"id": None, "set": {"code": "G1", "name": "保温杯", "price": 100}}], who=boss).rows[0]
    for name, id, asks in (
        ("adjust_points", member["id"], {"points": 500, "reason": "期初"}),
        ("receive_gifts", gift["id"], {"kind": "入库", "qty": 5}),
    ):
        assert act(house().actions[name], who=boss, id=id, answers=asks).state == "applied"
    return member["id"], gift["id"]


def test_answers_are_read_as_people_type_them_names_and_pinyin_included(world, ann):
    done = act(house().actions["redeem"], who=ann, id=world[0], answers={"gift": "bwb", "qty": "２"})
    assert done.state == "applied" and "200" in done.text.zh and done.rows[0]["points"] == 300


def test_every_faulty_answer_is_told_at_once(world, ann):
    done = act(house().actions["redeem"], who=ann, id=world[0], answers={"gift": "没有的礼品", "qty": "两个"})
    assert done.state == "refused" and {fault.field for fault in done.errors} == {"gift", "qty"}


def test_the_same_op_runs_once(world, ann):
    first = act(house().actions["redeem"], who=ann, id=world[0], answers={"gift": "G1"}, op="op-1")
    again = act(house().actions["redeem"], who=ann, id=world[0], answers={"gift": "G1"}, op="op-1")
    assert (first.state, again.state) == ("applied", "duplicate") and first.batch == again.batch
    assert Query(Member, ann).row(world[0])["points"] == 400


def test_a_reader_may_not_and_a_manager_of_another_store_does_not_even_find_the_row(world, bo, chen, boss):
    assert act(house().actions["redeem"], who=bo, id=world[0], answers={"gift": "G1"}).state == "refused"
    edit(Member, [{"id": world[0], "set": {"home_store": "武侯一店"}}], who=boss)
    done = act(house().actions["redeem"], who=chen, id=world[0], answers={"gift": "G1"})
    assert done.state == "refused" and "没有这条记录" in done.errors[0].text.zh
    assert Query(Gift, boss).row(world[1])["stock"] == 5


def test_an_action_is_refused_for_a_row_whose_state_does_not_allow_it(world, ann):
    done = act(house().actions["thaw"], who=ann, id=world[0])
    assert done.state == "refused" and done.errors[0].text.zh == "状态为“正常”时不能解冻；只有状态为“冻结”时才能做"
    act(house().actions["request_gift"], who=ann, id=world[0], answers={"gift": "G1"})
    redemption = Query(Redemption, ann).rows()[0]["id"]
    assert act(house().actions["issue"], who=ann, id=redemption).state == "applied"
    assert act(house().actions["issue"], who=ann, id=redemption).state == "refused"


def test_a_page_is_told_on_which_rows_an_action_can_be_used(ann):
    described = next(record for record in describe(AREAS, ann, {})["records"] if record["name"] == "redemption")
    assert {action["name"]: action["when"] for action in described["actions"]}["issue"] == {"state": ["requested"]}


@pytest.mark.parametrize("id", [None, 0, -1, True, "1", 2**60, 999])
def test_an_action_without_a_proper_row_is_a_sentence(world, ann, id):
    assert act(house().actions["thaw"], who=ann, id=id).state == "refused"


def test_unknown_answers_are_refused(world, ann):
    assert act(house().actions["thaw"], who=ann, id=world[0], answers={"points": 1}).state == "refused"
