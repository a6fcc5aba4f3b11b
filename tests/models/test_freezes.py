"""Freeze rules: what is locked is moved on no way in but by who may correct it, who says why; the history calls it a correction."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import yaml
from openpyxl import Workbook

from exports.incoming import importing
from exports.weeks import closing
from models import house
from models.accounts import Role
from models.accounts.rights import as_role
from models.design import DesignColumn, DesignFreeze, OwnMetric
from models.design.carrying import carry_out, exported, planned
from models.design.freezes import rows as freezes
from models.design.freezes import saying
from models.design.uses import bearing
from models.kit import changes
from models.kit.ask.past import history
from models.kit.server import database
from models.kit.week.rollup import week_named
from models.kit.write.acting import act
from models.kit.write.bulk import Chosen, bulk
from models.kit.write.edits import edit
from models.kit.write.freezing import locked_in
from models.kit.write.history import Event
from models.kit.write.undo import restore, undo
from models.organization import Store
from models.stores import StoreDay
from models.stores.meetings import MeetingAction, MeetingMinute
from pages.api.frozen import locked_cells
from tests.conftest import person
from tests.helpers import house_before
from tests.helpers.door import change, made, new, said
from tests.helpers.shop import SYSTEM
from tests.helpers.shop import change as set_down

OPEN = {"filter": {"phone": {"eq": "13800000001"}}, "columns": ["address", "area_m2"]}


as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


@pytest.fixture
def boss(db):
    """An administrator: a person, whom rules bind as everybody."""
    return person("Anna", "administrator", 150)


@pytest.fixture
def booked(boss, stores) -> int:
    """A store whose address is locked once it is ticked as booked; only operations correct it."""
    made(DesignColumn, boss, record_type="store", zh="已入账", en="Booked", kind="flag", name="booked")
    freeze(boss, {"filter": {"booked": {"eq": True}}, "columns": ["address"]}, role="operations_manager")
    return next(iter(stores.values()))


def freeze(who, body, zh="已入账", record="store", **more) -> int:
    return made(DesignFreeze, who, record_type=record, zh=zh, body=json.dumps(body), **more)


def manager(**more):
    return replace(person("Mia", "operations_manager", 140), **more)


def test_what_is_ticked_locks_its_columns_and_the_tick_itself(boss, booked):
    assert (
        change(Store, boss, booked, address="一号", booked=True).state == "applied"
    )  # in the change that locks it all is open
    refused = change(Store, boss, booked, address="二号", phone="02812345678")
    assert said(refused) == [
        (0, "address", "锦江一店 的“地址”已锁定（已入账），只有角色“运营经理”可以更正，并要说明原因")
    ]
    assert said(change(Store, boss, booked, booked=False))[0][1] == "booked" and refused.asks is None
    assert change(Store, boss, booked, phone="02812345678").state == "applied"
    assert Store.row(booked).address == "一号"


def test_who_may_correct_gives_a_reason_and_the_history_calls_it_a_correction(boss, booked):
    change(Store, boss, booked, address="一号", booked=True)
    asked = change(Store, manager(), booked, address="二号")
    assert (asked.state, asked.asks) == ("refused", "reason") and "请写明更正的原因" in said(asked)[0][2]
    wanted = [{"id": booked, "set": {"address": "二号"}}]
    corrected = edit(Store, wanted, who=manager(), reason="门牌写错了")
    assert corrected.state == "applied" and Store.row(booked).address == "二号"
    assert history(Store, booked, boss)[0]["label"] == "更正：门牌写错了"
    noted = Event.get(Event.kind == "correction")
    assert (noted.row_id, json.loads(noted.detail)["reason"]) == (booked, "门牌写错了")
    assert edit(Store, wanted, who=boss, reason="我也想改").changed == 0  # it is so already: nothing moves


def test_what_a_row_is_locked_by_is_asked_of_every_row_of_a_paste_and_names_each_cell(boss, stores, booked):
    change(Store, boss, booked, booked=True)
    other = list(stores.values())[1]
    pasted = edit(
        Store,
        [{"id": other, "set": {"address": "甲"}}, {"id": booked, "set": {"address": "乙"}}],
        who=boss,
        via="paste",
    )
    assert [fault[:2] for fault in said(pasted)] == [(1, "address")] and Store.row(other).address != "甲"


def test_a_bulk_change_leaves_locked_rows_out_or_corrects_them_with_a_reason(boss, stores, booked):
    change(Store, boss, booked, booked=True)
    asked = {"record": Store, "chosen": Chosen(sorted(stores.values()))}
    asked["wanted"] = [{"fields": ["address"], "how": "set", "value": "同一条街"}]
    mine = bulk(**asked, who=boss, trial=True)
    assert ([row["id"] for row in mine.refused], mine.reason) == ([booked], False)
    hers = bulk(**asked, who=manager(), trial=True)
    assert ([row["id"] for row in hers.refused], hers.reason) == ([booked], True)
    corrected = bulk(**asked, who=manager(), leave_out=True, reason="整条街改名")
    assert (corrected.answer.state, corrected.refused, corrected.changing) == ("applied", [], len(stores))
    assert "整条街改名" in history(Store, booked, boss)[0]["label"]


def test_an_import_names_the_locked_cell(boss, booked, tmp_path):
    change(Store, boss, booked, booked=True)
    sheet, path = Workbook(), tmp_path / "a.xlsx"
    for row in (["门店编号", "门店名称", "地址"], [Store.row(booked).code, "锦江一店", "别处"]):
        sheet.active.append(row)
    sheet.save(path)
    imported = importing.run(path, path.name, Store, boss, options={}).wire("zh")
    assert imported["state"] == "refused" and "已锁定（已入账）" in str(imported), imported
    asked = importing.run(path, path.name, Store, manager(), options={}).wire("zh")
    assert asked["state"] == "refused" and "请写明更正的原因" in str(asked)
    corrected = importing.run(path, path.name, Store, manager(), options={"reason": "换了门牌"}).wire("zh")
    assert corrected["state"] == "applied" and "更正 · 导入" in history(Store, booked, boss)[0]["label"]


def test_a_locked_row_is_deleted_by_who_may_correct_alone_and_comes_back_as_ever(boss, stores, booked):
    other = list(stores.values())[1]
    change(Store, boss, booked, booked=True)
    assert "不能删除" in said(edit(Store, [], who=boss, delete=[booked]))[0][2]
    assert edit(Store, [], who=boss, delete=[other]).state == "applied"
    gone = edit(Store, [], who=manager(), delete=[booked], reason="重复登记")
    assert gone.state == "applied"
    assert restore(Store, booked, who=boss).state == "applied" and Store.row(booked).booked


def test_an_undo_takes_back_what_locked_a_row_and_nothing_else_that_is_locked(boss, booked):
    moved = change(Store, boss, booked, address="一号")
    ticked = change(Store, boss, booked, booked=True)
    refused = undo(moved.batch, house().records, who=boss)
    assert refused.state == "refused" and "请角色“运营经理”来撤销" in said(refused)[0][2]
    assert Store.row(booked).address == "一号"
    assert undo(ticked.batch, house().records, who=boss).state == "applied"
    assert undo(moved.batch, house().records, who=boss).state == "applied"


def test_without_a_role_who_may_approve_corrects(boss, ann, stores):
    store = next(iter(stores.values()))
    freeze(boss, OPEN)
    assert change(Store, boss, store, phone="13800000001").state == "applied"
    assert change(Store, boss, store, area_m2=90).asks == "reason"
    assert edit(Store, [{"id": store, "set": {"area_m2": 90}}], who=boss, reason="量错了").state == "applied"
    without = replace(boss, grants={"store": replace(boss.grants["store"], verbs=frozenset({"see", "edit"}))})
    assert "能审批门店的人" in said(change(Store, without, store, area_m2=91))[0][2]


def test_a_closed_week_takes_in_nothing_more(boss, shop):
    set_down(Store, shop.first, status="open", kind="own")
    monday = week_named("2026-W47").monday
    with changes(who=SYSTEM) as c:
        rows = [
            {"store": shop.first, "day": monday + timedelta(days=at), "sales": Decimal(300), "transactions": 4}
            for at in (0, 7)
        ]
        old, fresh = (row.id for row in c.add(StoreDay, rows))
    freeze(boss, {"week": "day", "columns": ["*"]}, "本周已关账", "store_day", role="operations_manager")
    assert change(StoreDay, boss, old, sales="301").state == "applied"
    extra = new(
        StoreDay, boss, {"store": shop.first, "day": str(monday + timedelta(days=1)), "sales": "7", "transactions": 1}
    )
    gone = edit(
        StoreDay,
        [],
        who=boss,
        delete=[made(StoreDay, boss, store=shop.first, day=str(monday + timedelta(days=4)), sales="8", transactions=1)],
    )
    assert (extra.state, gone.state) == ("applied", "applied")
    counted = closing.count("2026-W47")
    with changes(who=SYSTEM, via="job") as c:
        closing.freeze(c, counted)
    assert said(change(StoreDay, boss, old, sales="302"))[0][1] == "sales"
    assert change(StoreDay, boss, fresh, sales="302").state == "applied"
    late = {"store": shop.first, "day": str(monday + timedelta(days=2)), "sales": "5", "transactions": 1}
    assert "属于已锁定的时间（本周已关账）" in said(new(StoreDay, boss, late))[0][2]
    into = str(monday + timedelta(days=3))
    assert said(change(StoreDay, boss, fresh, day=into))[0][1] == "day"
    large = {"filter": {"sales": {"gt": "100"}}, "columns": ["transactions"]}
    rule = freeze(boss, large, "大额", "store_day", role="operations_manager")
    both = said(change(StoreDay, boss, fresh, day=into, transactions=9))  # another rule lets it in no more than none
    assert [field for _, field, _ in both] == ["transactions", "day"]
    assert edit(house().records["design_freeze"], [], who=boss, delete=[rule]).state == "applied"
    assert change(StoreDay, boss, fresh, transactions=9).state == "applied"  # lifted
    assert edit(StoreDay, [{"id": None, "set": late}], who=manager(), reason="漏报").state == "applied"
    for batch in (extra.batch, gone.batch):  # neither goes nor comes back by an undo
        assert undo(batch, house().records, who=boss).state == "refused"
    assert undo(extra.batch, house().records, who=manager()).state == "applied"
    with changes(who=SYSTEM, via="job") as c:  # what the house writes by itself is nobody's correction
        c.update(StoreDay, old, sales=Decimal(299))


def test_lines_go_with_what_they_belong_to(boss, shop):
    meeting = made(MeetingMinute, boss, no="M1", title="周会", decisions="归档")
    owner = made(house().records["employee"], boss, name="李明", staff_no="G1")
    line = {"meeting": meeting, "task": "盘点", "owner": owner, "due_on": "2026-12-01"}
    id = made(MeetingAction, boss, **line)
    freeze(
        boss,
        {"filter": {"decisions": {"contains": "归档"}}, "columns": ["*"]},
        "已归档",
        "meeting_minute",
        role="quality",
    )
    assert "所属的单据已锁定（已归档）" in said(new(MeetingAction, boss, {**line, "task": "又一件"}))[0][2]
    assert said(change(MeetingAction, boss, id, task="别的"))[0][1] == "task"
    assert edit(MeetingAction, [], who=boss, delete=[id]).state == "refused"
    finished = act(house().actions["meeting_action_finish"], who=boss, id=id, answers={"result": "好"})
    assert finished.state == "refused" and "已锁定" in finished.errors[0].text.zh
    free = made(MeetingMinute, boss, no="M2", title="例会")
    moved = made(MeetingAction, boss, **{**line, "meeting": free})
    assert said(change(MeetingAction, boss, moved, meeting=meeting))[0][1] == "meeting"
    # A document that comes with its lines is locked from then on.
    with changes(who=boss) as c:
        whole = c.create(MeetingMinute, no="M3", title="整", decisions="归档")
        c.create(MeetingAction, **{**line, "meeting": whole.id, "due_on": date(2026, 12, 1)})
    assert locked_in(MeetingMinute, [whole.id, free])[free] == ()


def test_what_a_rule_may_be_is_said_in_words(boss, ann, stores):
    def refusal(body, **more):
        answer = new(DesignFreeze, boss, {"record_type": "store", "zh": "a", "body": json.dumps(body), **more})
        assert answer.state == "refused", answer
        return answer.errors[0].field, answer.errors[0].text.zh

    condition = {"filter": {"name": {"contains": "店"}}}
    assert "两样选一样" in refusal({"columns": ["*"]})[1]
    assert "两样选一样" in refusal({**condition, "week": "opened_on", "columns": ["*"]})[1]
    assert "整行还是哪几列" in refusal(condition)[1]
    assert "没有可以锁定的列“nope”" in refusal({**condition, "columns": ["nope"]})[1]
    assert "不是日期列" in refusal({"week": "name", "columns": ["*"]})[1]
    assert refusal({"filter": {"nope": {"eq": 1}}, "columns": ["*"]})[0] == "body"
    assert refusal({**condition, "columns": ["*"]}, role="nobody") == ("role", "没有名为“nobody”的角色")
    assert "不能因人而异" in refusal({"filter": {"region": {"mine": True}}, "columns": ["*"]})[1]
    assert refusal({**condition, "columns": ["*"]}, record_type="design_column")[0] == "record_type"
    assert new(DesignFreeze, ann, {"record_type": "store", "zh": "a", "body": "{}"}).state == "refused"


def test_its_bill_its_words_its_places_and_its_way_to_another_house(boss, stores):
    rule = {"filter": {"or": [{"phone": {"empty": True}}, {"status": {"in": ["open"]}}]}, "columns": ["*", "status"]}
    bill = freezes.bill(Store, json.dumps(rule), boss)
    assert (bill["wrong"], bill["count"], bill["rows"]) == (None, 2, ["锦江一店", "武侯一店"])
    id = freeze(boss, rule, "不动", role="quality")
    held = Store.facts().freezes[0]
    assert saying.when(held, Store).zh == "“门店电话”为空，或“状态”是 营业" and saying.what(held, Store).en.startswith(
        "The row"
    )
    assert "锁定规则“不动”" in bearing(Store, "phone").zh and saying.who(held, Store).zh == "角色“品质控制专员”"
    written = exported()
    assert yaml.safe_load(written)["freezes"]["store"]["不动"]["role"] == "quality"
    assert edit(DesignFreeze, [], who=boss, delete=[id]).state == "applied" and not Store.facts().freezes
    with changes(who=boss) as c:
        carry_out(c, planned(written), boss)
    assert exported() == written and Store.facts().freezes[0].whole and planned(written).sentences == []


def test_what_is_made_by_an_automation_or_another_role_is_held_as_well(boss, booked):
    change(Store, boss, booked, booked=True)
    other = as_role(Role.get(Role.code == "administrator"))
    with pytest.raises(Exception, match="is locked"), changes(who=boss) as c, c.as_another(other):
        c.update(Store, booked, address="九号")
    with changes(who=boss) as c, c.unasked():
        c.update(Store, booked, address="九号")
    assert Store.row(booked).address == "九号" and OwnMetric.rows() == []


def test_locked_cells_are_shown_with_the_reason_to_who_sees_the_row(boss, stores, booked):
    change(Store, boss, booked, booked=True)
    other = list(stores.values())[1]
    shown = locked_cells(Store, {booked, other}, boss)
    assert shown["rows"] == {str(booked): [0]}
    assert shown["rules"] == [
        {"why": "已锁定（已入账）：只有角色“运营经理”可以更正", "mine": False, "columns": ["address", "booked"]}
    ]
    assert locked_cells(Store, {booked}, manager())["rules"][0]["mine"]


def test_what_many_rules_lock_is_asked_in_as_many_statements_as_of_two(boss, stores, booked, monkeypatch):
    """A page of rows, and an edit, ask at once of all rules; one that asks for what is no longer there locks nothing."""
    change(Store, boss, booked, booked=True)
    asked, execute = [], database.handle.execute_sql

    def statements() -> int:
        asked.clear()
        assert set(locked_in(Store, list(stores.values()))) == set(stores.values())
        return len(asked)

    freeze(boss, OPEN, zh="规则0")
    monkeypatch.setattr(database.handle.obj, "execute_sql", lambda sql, *rest: asked.append(sql) or execute(sql, *rest))
    statements()
    few = statements()
    for at in range(1, 12):
        freeze(boss, {"filter": {"area_m2": {"gt": at}}, "columns": ["address"]}, zh=f"规则{at}")
    statements()
    assert statements() == few
    change(Store, boss, booked, area_m2=5)
    locks = [rule.label.zh for rule in locked_in(Store, [booked])[booked]]
    assert sorted(locks) == ["已入账", "规则1", "规则2", "规则3", "规则4"]
