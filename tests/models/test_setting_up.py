"""A table is set up further from lists: its states at once, its dues with a column that is made for them, steps between what is there."""

from datetime import date

import pytest

from exports.weeks.report import missing
from models import house
from models.design import DesignColumn, DesignType
from models.design.tables.setting_up import NEW, make_states, set_dues, set_step, set_table, set_up, table_of
from models.kit.clock import Week
from models.kit.text import Text
from models.kit.write.acting import act
from models.kit.write.undo import undo
from tests.helpers import house_before, people
from tests.helpers.door import made, said

NAMES = ["待受理", "维修中", "完成"]


as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


@pytest.fixture
def table(boss):
    made(DesignType, boss, zh="门店报修", en="Repair", area="stores", per_store=True, seen_by="all", edited_by="all")
    return lambda: set_up(house().records["repair"], boss)


def test_states_with_their_column_are_one_batch_that_is_taken_back_as_one(table, boss):
    answer = make_states(table().table, Text("进度", "Progress"), NAMES, boss)
    assert answer.state == "applied", answer.errors
    given = table()
    assert [option.zh for option in given.states] == NAMES
    assert [option.tone for option in given.states] == ["info", "warning", "positive"]
    assert given.table.state_by == given.columns[-1].name
    assert undo(answer.batch, house().records, who=boss).state == "applied"
    assert table().states == () and table().table.state_by is None


def test_nothing_of_it_stays_where_a_state_is_missing_or_the_column_is_called_as_another(table, boss):
    assert said(make_states(table().table, Text("进度", "Progress"), [], boss))[0][1] == "choices"
    assert said(make_states(table().table, Text("门店", "Store"), NAMES, boss))[0][1] == "zh"
    assert [row.zh for row in table().columns] == ["名称", "门店"]


def test_a_due_day_is_made_with_its_column_and_steps_are_kept_by_keys(table, boss):
    make_states(table().table, Text("进度", "Progress"), NAMES, boss)
    given = table()
    keys = [option.key for option in given.states]
    step = {"zh": "受理", "sources": keys[:1], "to": keys[1], "may": "edit", "eyes": "creator"}
    assert set_step(given.table, None, step, boss).state == "applied"
    assert set_step(given.table, table().steps[0], {"reason": True}, boss).state == "applied"
    (kept,) = table().steps
    assert (kept.sources, kept.to, kept.reason) == (keys[:1], keys[1], True)
    sets = {"due_states": keys[:2], "due_by": NEW, "due_hours": 48}
    assert set_dues(table().table, sets, boss).state == "applied"
    assert table().labels[table().table.due_by].zh == "到期时间"
    assert house().records["repair"].sheet.fill is not None


def test_who_changes_what_a_colleague_changed_meanwhile_is_told_so(table, boss):
    old = table().table
    assert set_table(old, {"edited_by": "area"}, boss).state == "applied"
    assert set_table(old, {"edited_by": "heads"}, boss).state == "conflict"


def test_only_who_may_design_sets_a_table_up_and_a_declared_one_is_not(table, boss):
    keeper = people.who(people.make("k1", "store_management"))
    record = house().records["repair"]
    assert table_of(record, keeper) is None and set_up(record, keeper) is None
    assert make_states(table().table, Text("进度", "Progress"), NAMES, keeper).state == "refused"
    assert table_of(house().records["store"], boss) is None
    assert DesignColumn.select().where(DesignColumn.zh == "进度").count() == 0


def test_each_open_store_owes_a_row_a_day_of_a_table_that_is_handed_in_daily_and_the_report_tells_what_lacks(
    table, boss, stores, clock
):
    clock("2026-11-30 10:00")
    day = made(DesignColumn, boss, record_type="repair", zh="日期", kind="day", name="day", seen_by="all")
    assert set_table(table().table, {"daily_by": "日期"}, boss).state == "applied"
    record = house().records["repair"]
    made(record, boss, name="无事", store="S1", day="2026-11-24")
    (gap,) = [
        gap for gap in missing([house().area_of(record)], Week(date(2026, 11, 23))) if gap["daily"] == "repair_daily"
    ]
    lacking = {place["name"]: place["missing"] for place in gap["places"]}
    assert "2026-11-24" not in lacking["锦江一店"] and len(lacking["锦江一店"]) == 6 and len(lacking["武侯一店"]) == 7
    assert "repair_daily" in house().dailies
    assert act(house().actions["design_column_remove"], who=boss, id=day).state == "applied"
    assert "repair_daily" not in house().dailies
    assert act(house().actions["design_column_bring_back"], who=boss, id=day).state == "applied"
    assert undo_last(boss, set_table(table().table, {"daily_by": None}, boss)) and "repair_daily" in house().dailies


def undo_last(who, answer) -> bool:
    return undo(answer.batch, house().records, who=who).state == "applied"


def test_what_nobody_could_say_lacks_is_not_handed_in_daily_and_the_refusal_says_what_to_do(table, boss):
    made(DesignType, boss, zh="巡查", en="Round", name="round", area="stores")
    made(DesignType, boss, zh="考勤", en="Presence", name="presence", area="organization", per_store=True)
    for name in ("repair", "round", "presence"):
        made(DesignColumn, boss, record_type=name, zh="日期", kind="day", name="day")
    for name, column, why in (
        ("repair", "名称", "类型不能用作"),
        ("repair", "没有的", "没有“没有的”这一列"),
        ("round", "日期", "没有直接关联门店的列"),
        ("presence", "日期", "没有周报"),
    ):
        row = DesignType.rows(DesignType.name == name)[0]
        answer = set_table(row, {"daily_by": column}, boss)
        assert answer.state == "refused" and why in said(answer)[0][2] and said(answer)[0][1] == "daily_by", name
        assert DesignType.row(row.id).daily_by is None and not house().dailies.keys() & {f"{name}_daily"}
