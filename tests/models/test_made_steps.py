"""States, steps and due dates made in the browser: repairs of stores go their way with four eyes, a photo and forty-eight hours."""

from datetime import timedelta

import pytest

from models import house
from models.accounts import Grant, Role
from models.design import DesignChoice, DesignColumn, DesignStep, DesignType
from models.kit.ask import todo
from models.kit.ask.query import Query
from models.kit.clock import now
from models.kit.text import Refused
from models.kit.write.acting import act
from models.kit.write.files import attach, detach, files_of
from models.kit.write.undo import undo
from tests.helpers import house_before, people
from tests.helpers.door import change, made, new, said
from tests.helpers.photos import photo

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def column(who, zh, kind, name, **more) -> int:
    sets = {"record_type": "repair", "zh": zh, "kind": kind, "name": name, "seen_by": "all", **more}
    return made(DesignColumn, who, **sets)


STEPS = (
    {"zh": "派工", "en": "assign", "sources": ["待派工"], "to": "维修中", "needs": ["维修人"]},
    {"zh": "修好", "en": "repaired", "sources": ["维修中"], "to": "待验收", "file": True},
    {"zh": "验收", "en": "accept", "sources": ["待验收"], "to": "完成", "eyes": "mover"},
    {"zh": "退回", "en": "return", "sources": ["待验收"], "to": "维修中", "reason": True, "danger": True},
)


@pytest.fixture
def repairs(boss, stores):
    """门店报修, as an administrator builds it."""
    table = made(
        DesignType,
        boss,
        zh="门店报修",
        en="Repair",
        area="stores",
        per_store=True,
        first="什么坏了",
        seen_by="all",
        edited_by="all",
    )
    column(boss, "维修人", "line", "repairer")
    column(boss, "期限", "moment", "due")
    held = column(boss, "进度", "choice", "progress")
    new(DesignChoice, boss, *({"column": held, "zh": zh} for zh in ("待派工", "维修中", "待验收", "完成")))
    sets = {"state_by": "进度", "due_by": "期限", "due_hours": 48, "due_states": ["待派工", "维修中", "待验收"]}
    assert change(DesignType, boss, table, **sets).state == "applied"
    for step in STEPS:
        made(DesignStep, boss, record_type="repair", **step)
    return house().records["repair"]


def step(name, who, id, **answers):
    return act(house().actions[f"repair_{name}"], who=who, id=id, answers=answers)


def test_an_option_a_step_leads_to_is_retired_only_once_no_step_does(repairs, boss):
    by_name = {row.zh: row.id for row in DesignChoice.rows()}
    refused = change(DesignChoice, boss, by_name["待验收"], retired=True)
    assert said(refused) == [(0, "retired", "步骤“修好”通向“待验收”，所以不能停用；请先修改或删除这一步")]
    assert not DesignChoice.row(by_name["待验收"]).retired
    assert change(DesignChoice, boss, by_name["待验收"], zh="等验收").state == "applied", "its name is free"
    spare = made(DesignChoice, boss, column=DesignChoice.row(by_name["完成"]).column, zh="作废")
    assert change(DesignChoice, boss, spare, retired=True).state == "applied"
    accept = next(row for row in DesignStep.rows() if row.name == "accept")
    assert "验收" in said(change(DesignChoice, boss, by_name["完成"], retired=True))[0][2]
    assert act(house().actions["design_step_remove"], who=boss, id=accept.id, answers={}).state == "applied"
    assert change(DesignChoice, boss, by_name["完成"], retired=True).state == "applied"


def test_a_repair_goes_its_way_and_each_step_demands_what_it_was_told_to(repairs, boss, stores):
    manager = people.who(people.make("m1", "store_manager", store=stores["锦江一店"]))
    keeper = people.who(people.make("k1", "store_management"))
    id = made(repairs, manager, name="冷柜不制冷")
    assert Query(repairs, manager).row(id)["progress"] == "o1"
    assert said(change(repairs, manager, id, progress="完成"))[0][1] == "progress"
    refused = step("assign", manager, id)
    assert refused.state == "refused" and "维修人" in refused.errors[0].text.zh
    change(repairs, manager, id, repairer="老张")
    assert step("assign", manager, id).state == "applied"
    assert "附件" in step("repaired", manager, id).errors[0].text.zh
    photo(repairs, id)
    assert step("repaired", manager, id).state == "applied"
    assert "另一个人" in step("accept", manager, id).errors[0].text.zh
    assert step("return", keeper, id).state == "refused"
    accepted = step("accept", keeper, id)
    assert accepted.state == "applied" and "完成" in accepted.text.zh
    assert undo(accepted.batch, house().records, who=boss).state == "applied"
    assert (
        step("return", keeper, id, reason="还漏水").state == "applied"
        and Query(repairs, keeper).row(id)["progress"] == "o2"
    )


def test_what_a_settled_row_was_judged_by_stays_and_more_may_be_added(repairs, boss, stores):
    manager = people.who(people.make("m1", "store_manager", store=stores["锦江一店"]))
    id = made(repairs, manager, name="冷柜不制冷", repairer="老张")
    step("assign", manager, id)

    def photo(at: int):
        return attach(
            manager,
            repairs,
            id,
            {"name": "a.jpg", "kind": "image/jpeg", "size": 1, "stored": f"{at}", "digest": "0" * 64},
        )

    first, second = photo(1), photo(2)
    step("repaired", manager, id)
    detach(manager, house().records, second.id)
    assert step("accept", boss, id).state == "applied"
    with pytest.raises(Refused) as refused:
        detach(manager, house().records, first.id)
    assert refused.value.text.zh == "这条记录“完成”，照片和文件是验收的凭据：可以再加，只有能审批的人才能移除"
    later = photo(3)
    assert [file.id for file in files_of(repairs, id)] == [first.id, later.id]
    detach(boss, house().records, later.id)


def test_an_open_repair_waits_for_those_of_its_store_until_it_is_done_and_is_due_in_forty_eight_hours(
    repairs, boss, stores, clock
):
    clock("2026-11-02 10:00")
    manager = people.who(people.make("m1", "store_manager", store=stores["锦江一店"]))
    other = people.who(people.make("m2", "store_manager", store=stores["武侯一店"]))
    id = made(repairs, manager, name="冷柜不制冷")
    assert repairs.row(id).due == now() + timedelta(hours=48)
    area = [area for area in house().areas if area.name == "stores"]

    def waits(who):
        return [item.id for due, _, items in todo.todo(area, who) if due.record is repairs for item in items]

    assert waits(manager) == [id] and waits(other) == []
    change(repairs, boss, id, repairer="老张")
    step("assign", boss, id)
    assert waits(manager) == [id]


@pytest.mark.parametrize(
    ("sets", "field", "said_so"),
    [
        ({"to": "不存在"}, "to", "待派工"),
        ({"sources": ["不存在"]}, "sources", "没有选项"),
        ({"needs": ["颜色"]}, "needs", "颜色"),
        ({"zh": "派工"}, "zh", "已有一步"),
        ({"record_type": "store"}, "record_type", "不能在这里加"),
    ],
)
def test_a_step_that_cannot_be_is_refused_with_its_remedy(repairs, boss, sets, field, said_so):
    wanted = {"record_type": "repair", "zh": "催办", "sources": ["待派工"], "to": "维修中", **sets}
    answer = new(DesignStep, boss, wanted)
    assert answer.state == "refused" and answer.errors[0].field == field and said_so in answer.errors[0].text.zh


def test_a_removed_step_leaves_its_button_and_comes_back(repairs, boss):
    id = DesignStep.rows(DesignStep.name == "return")[0].id
    assert (answer := act(house().actions["design_step_remove"], who=boss, id=id)).state == "applied", answer.errors
    assert "repair_return" not in house().actions
    assert act(house().actions["design_step_bring_back"], who=boss, id=id).state == "applied"
    assert "repair_return" in house().actions


def test_states_and_open_states_must_be_columns_and_options_that_fit(repairs, boss):
    table = DesignType.rows(DesignType.name == "repair")[0].id
    for sets in ({"state_by": "维修人"}, {"due_by": "维修人"}, {"due_states": ["不存在"]}):
        answer = change(DesignType, boss, table, **sets)
        assert answer.state == "refused" and answer.errors[0].field == next(iter(sets)), answer


def test_rows_that_were_there_before_the_steps_begin_in_the_first_state_and_undo_takes_it_back(boss, stores):
    table = made(DesignType, boss, zh="报修", en="Repair", name="repair", area="stores")
    held = column(boss, "进度", "choice", "progress")
    new(DesignChoice, boss, *({"column": held, "zh": zh} for zh in ("待派工", "维修中")))
    record = house().records["repair"]
    ids = [made(record, boss, name=f"冷柜{at}") for at in range(3)]
    change(record, boss, ids[2], progress="维修中")
    assert change(DesignType, boss, table, state_by="进度").state == "applied"
    assert [record.row(id).progress for id in ids] == [None, None, "o2"]
    assert (answer := new(DesignStep, boss, {"record_type": "repair", **STEPS[0], "needs": None})).state == "applied"
    assert [record.row(id).progress for id in ids] == ["o1", "o1", "o2"]
    assert undo(answer.batch, house().records, who=boss).state == "applied"
    assert [record.row(id).progress for id in ids] == [None, None, "o2"]
    id = DesignStep.rows()[0].id
    assert act(house().actions["design_step_bring_back"], who=boss, id=id).state == "applied"
    assert [record.row(id).progress for id in ids] == ["o1", "o1", "o2"]
    assert step("assign", boss, ids[0]).state == "applied"


DEAR = "维修费用超过 500 元的要先报总部"


@pytest.fixture
def conditioned(repairs, boss):
    """Repairs that are accepted by themselves up to 500."""
    column(boss, "维修费用", "money", "cost")
    accept = next(row.id for row in DesignStep.rows() if row.name == "assign")
    assert change(DesignStep, boss, accept, condition="=[维修费用]<=500", unmet=DEAR).state == "applied"
    return accept


def test_a_step_is_open_only_where_its_condition_holds_and_says_so_in_its_sentence(conditioned, boss, stores):
    repairs = house().records["repair"]
    manager = people.who(people.make("m1", "store_manager", store=stores["锦江一店"]))
    id = made(repairs, manager, name="冷柜不制冷", repairer="老张", cost="600")
    refused = step("assign", manager, id)
    assert said(refused) == [(0, "cost", DEAR)] and Query(repairs, manager).row(id)["progress"] == "o1"
    change(repairs, manager, id, cost=None)
    assert said(step("assign", manager, id)) == [(0, "cost", DEAR)], "what isn't known doesn't hold"
    change(repairs, manager, id, cost="500")
    assert step("assign", manager, id).state == "applied"


def test_a_condition_is_kept_by_names_and_holds_on_to_its_columns(conditioned, boss):
    assert DesignStep.row(conditioned).condition == "=[cost]<=500"
    cost = next(row.id for row in DesignColumn.rows() if row.name == "cost")
    assert change(DesignColumn, boss, cost, zh="费用").state == "applied"
    removed = act(house().actions["design_column_remove"], who=boss, id=cost)
    assert removed.state == "refused" and "门店报修的步骤“派工”" in removed.errors[0].text.zh
    assert said(change(DesignStep, boss, conditioned, condition="=[没有]>1"))[0][1] == "condition"
    assert said(change(DesignStep, boss, conditioned, unmet=None))[0][1] == "unmet"


def test_a_step_gives_away_nothing_that_who_takes_it_does_not_see(conditioned, boss):
    role = next(role.id for role in Role.rows() if role.code == "store_management")
    hidden = Grant.rows(Grant.record_type == "repair", Grant.role == role)[0]
    answer = change(Grant, boss, hidden.id, hidden=["repair.cost"])
    assert answer.state == "refused" and DEAR in answer.errors[0].text.zh
