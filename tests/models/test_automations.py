"""Automations: what sets them off, what they do, with whose rights; undone with it, logged, and never in anybody's way."""

import json

import pytest
import yaml

from models import house
from models.accounts import Channel, Grant, Role, User
from models.design import AutomationRun, DesignAutomation, DesignColumn, DesignType, DesignView
from models.design.automations import setting_off
from models.design.automations.body import read
from models.design.automations.saying import kept, shown
from models.design.automations.templates import TEMPLATES
from models.design.automations.tried import tried
from models.design.automations.turns import run_due
from models.design.carrying import carry_out, exported, planned
from models.design.subscriptions.orders import send_ordered
from models.design.uses import bearing
from models.kit.declare.access import system
from models.kit.declare.record import Row
from models.kit.text import Refused
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.kit.write.notices import Notice, notices_for
from models.kit.write.outbox import Outgoing
from models.kit.write.undo import restore, undo
from models.kit.write.writes import changes
from models.organization import Employee, Store
from models.system import ViewOrder
from tests.helpers import house_before, people
from tests.helpers.door import change, made, new, said

LARGE = {"area_m2": {"gt": 100}}


as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def body(kind="meets", only=None, then=(), **when) -> str:
    return json.dumps({"when": {"kind": kind, **when}, "only": only or {}, "then": list(then)}, ensure_ascii=False)


def automation(
    who, zh, *then, kind="meets", only=None, record="store", role="administrator", imports=False, **when
) -> int:
    text = body(kind, only, then, **when)
    return made(DesignAutomation, who, zh=zh, record_type=record, active=True, role=role, imports=imports, body=text)


def sets(**values) -> dict:
    return {"do": "set", "values": {name: {"is": value} for name, value in values.items()}}


def tells(text, **whom) -> dict:
    return {"do": "tell", "text": text, **whom}


def runs(result=None) -> list:
    return [(row.name, row.row_no, row.result) for row in AutomationRun.rows() if result in (None, row.result)]


def refusal(who, **values) -> str:
    answer = new(
        DesignAutomation, who, {"zh": "试", "record_type": "store", "role": "administrator", "active": True, **values}
    )
    assert answer.state == "refused", answer
    return answer.errors[0].text.zh


def test_a_row_that_comes_to_meet_a_condition_sets_it_off_once_and_undo_takes_both_back(boss, stores):
    store = stores["锦江一店"]
    automation(boss, "大店", sets(address="大店"), filter=LARGE)
    change(Store, boss, store, area_m2=80)
    assert Store.row(store).address is None and runs() == []
    grown = change(Store, boss, store, area_m2=120)
    assert Store.row(store).address == "大店" and runs() == [("大店", store, "done")]
    assert grown.rows[0]["address"] == "大店"
    change(Store, boss, store, address="别的")
    change(Store, boss, store, area_m2=130)  # it met it before
    assert Store.row(store).address == "别的" and len(runs()) == 1
    change(Store, boss, store, address="大店", area_m2=120)
    assert undo(grown.batch, house().records, who=boss).state == "applied"
    assert (Store.row(store).address, Store.row(store).area_m2) == (None, 80) and runs() == [("大店", store, "undone")]
    large = made(Store, boss, code="S9", name="新店", area_m2=500)  # a new one comes to meet it, too
    assert Store.row(large).address == "大店"


def test_added_changed_and_left_and_the_filter_only_if(boss, stores):
    store, other = stores.values()
    automation(boss, "新的", sets(address="新的"), kind="added", only={"code": {"starts": "N"}})
    automation(boss, "改名", sets(address="改过"), kind="changed", fields=["name"])
    automation(boss, "变小", sets(address="变小"), kind="leaves", filter=LARGE)
    assert [Store.row(made(Store, boss, code=code, name=code)).address for code in ("N1", "M1")] == ["新的", None]
    change(Store, boss, store, phone="13800000007")
    assert Store.row(store).address is None
    change(Store, boss, store, name="锦江老店")
    assert Store.row(store).address == "改过"
    change(Store, boss, other, area_m2=200)
    change(Store, boss, other, area_m2=50)
    assert Store.row(other).address == "变小"


def test_values_by_formula_column_and_sentence_and_a_row_elsewhere(boss, stores):
    store = stores["锦江一店"]
    work = {"do": "work", "text": "[门店名称] 太大：[面积（㎡）]", "days": 3}
    employee = {"staff_no": {"formula": '="E"&[门店编号]'}, "name": {"column": "name"}, "store": {"this": True}}
    automation(boss, "大店", {"do": "add", "record": "employee", "values": employee}, work, filter=LARGE)
    grown = change(Store, boss, store, area_m2=120)
    (hired,) = Employee.rows()
    assert (hired.staff_no, hired.name, hired.store) == ("ES1", "锦江一店", store)
    (item,) = house().records["work_item"].rows()
    assert item.title.startswith("锦江一店 太大：120") and item.due_on is not None
    assert undo(grown.batch, house().records, who=boss).state == "applied"
    assert Employee.rows() == [] and house().records["work_item"].rows() == []


def test_one_that_fails_stands_in_nobodys_way_and_is_switched_off_after_twenty(boss, stores):
    store, other = stores.values()
    boss_id = people.make("gail", "administrator")
    gail = people.who(boss_id)
    id = automation(gail, "撞号", sets(code="S2"), kind="changed", fields=["area_m2"])
    automation(boss, "还好", sets(address="改过"), kind="changed", fields=["area_m2"])
    answer = change(Store, boss, store, area_m2=1)
    assert answer.state == "applied" and Store.row(store).address == "改过" and Store.row(store).code == "S1"
    assert runs("failed") == [("撞号", store, "failed")] and "已存在" in AutomationRun.rows()[0].what
    for size in range(2, 21):
        change(Store, boss, store, area_m2=size)
    assert len(runs("failed")) == 20 and not DesignAutomation.row(id).active
    change(Store, boss, store, area_m2=77)
    assert len(runs("failed")) == 20
    (notice,) = notices_for(house().records, gail)
    assert "连续失败 20 次" in notice.text.zh and notice.user_id == boss_id


def test_of_many_rows_those_that_can_are_done(boss, stores):
    automation(
        boss, "编号", {"do": "set", "values": {"phone": {"column": "address"}}}, kind="changed", fields=["address"]
    )
    store, other = stores.values()
    pasted = [{"id": store, "set": {"address": "13800000008"}}, {"id": other, "set": {"address": "不" * 100}}]
    assert edit(Store, pasted, who=boss).state == "applied"
    assert sorted(result for *_, result in runs()) in (["done", "failed"], ["done", "done"])


def test_one_sets_off_another_never_itself_again_and_circles_are_named(boss, stores):
    store = stores["锦江一店"]
    automation(boss, "甲", sets(address="甲"), kind="changed", fields=["phone"])
    automation(boss, "乙", sets(phone="13800000002"), kind="changed", fields=["address"])
    assert change(Store, boss, store, phone="13800000001").state == "applied"
    assert runs() == [("甲", store, "done"), ("乙", store, "done"), ("甲", store, "stopped")]
    assert "甲 → 乙 → 甲" in AutomationRun.rows()[-1].what


def test_a_chain_stops_at_depth_five(boss, stores):
    columns = ["address", "phone", "c0", "c1", "c2", "c3", "c4"]
    for name in columns[2:]:
        made(DesignColumn, boss, record_type="store", zh=name, en=name, name=name, kind="line")
    for first, then in zip(columns, columns[1:], strict=False):
        value = "13800000001" if then == "phone" else "x"
        automation(boss, f"到{then}", sets(**{then: value}), kind="changed", fields=[first])
    change(Store, boss, stores["锦江一店"], address="x")
    assert [result for *_, result in runs()] == ["done"] * 5 + ["stopped"]


def test_of_many_that_set_off_each_other_in_one_change_the_rest_is_not_run(boss, stores, monkeypatch):
    monkeypatch.setattr(setting_off, "MOST_FOLLOWING", 1)
    made(DesignColumn, boss, record_type="store", zh="c0", en="c0", name="c0", kind="line")
    for first, then, value in (("address", "phone", "13800000001"), ("phone", "c0", "x"), ("phone", "address", "y")):
        automation(boss, f"到{then}", sets(**{then: value}), kind="changed", fields=[first])
    change(Store, boss, stores["锦江一店"], address="x")
    assert [result for *_, result in runs()] == ["done", "done", "stopped"]
    assert "已到 1 次" in AutomationRun.rows()[-1].what


def test_what_a_change_sets_off_itself_is_run_however_many_others_followed(boss, stores, monkeypatch):
    monkeypatch.setattr(setting_off, "MOST_FOLLOWING", 0)
    for name in ("c0", "c1"):
        made(DesignColumn, boss, record_type="store", zh=name, en=name, name=name, kind="line")
    for first, then, value in (("address", "phone", "13800000001"), ("phone", "c0", "x"), ("address", "c1", "y")):
        automation(boss, f"到{then}", sets(**{then: value}), kind="changed", fields=[first])
    change(Store, boss, stores["锦江一店"], address="x")
    assert sorted(result for *_, result in runs()) == ["done", "done", "stopped"]
    assert (Store.row(stores["锦江一店"]).c0, Store.row(stores["锦江一店"]).c1) == (None, "y")


def test_one_bad_row_among_many_leaves_the_others_one_batch_to_what_follows(boss, stores, monkeypatch):
    """As an import of thousands with a bad row in it: each of the good ones counted as a change of its own."""
    monkeypatch.setattr(setting_off, "MOST_FOLLOWING", 1)
    ids = [*stores.values(), *(made(Store, boss, code=f"N{n}", name=f"新店{n}") for n in range(4))]
    automation(
        boss, "编号", {"do": "set", "values": {"phone": {"column": "address"}}}, kind="changed", fields=["address"]
    )
    automation(boss, "有电话", sets(area_m2=7), kind="changed", fields=["phone"])
    pasted = [{"id": id, "set": {"address": f"1380000000{at}"}} for at, id in enumerate(ids)]
    pasted[2]["set"]["address"] = "不是电话"
    assert edit(Store, pasted, who=boss).state == "applied"
    assert runs("failed") == [("编号", ids[2], "failed")] and runs("stopped") == []
    assert [Store.row(id).area_m2 for id in ids] == [7, 7, None, 7, 7, 7]


def test_imports_set_off_only_what_says_so_and_undo_and_restore_nothing(boss, stores):
    automation(boss, "不管导入", sets(address="一"), kind="added")
    automation(boss, "也管导入", sets(phone="13800000003"), kind="added", imports=True)
    with changes(who=boss, via="import") as c:
        id = c.create(Store, code="S8", name="新").id
    assert (Store.row(id).address, Store.row(id).phone) == (None, "13800000003")
    edit(Store, [], who=boss, delete=[id])
    count = len(runs())
    assert restore(Store, id, who=boss).state == "applied" and len(runs()) == count


def test_it_runs_with_the_rights_of_its_role_and_is_refused_beforehand_what_the_role_may_not(boss, stores):
    assert "一部分" in refusal(boss, role="viewer", record_type="user", body=body("added", then=[sets(name="a")]))
    assert refusal(boss, role="viewer", body=body("added", then=[sets(address="a")]))
    assert "没有名为" in refusal(boss, role="nobody", body=body("added", then=[sets(address="a")]))
    assert "一部分" in refusal(boss, role="store_manager", body=body("added", then=[sets(address="a")]))
    assert "条件" in refusal(boss, body=body("meets", then=[sets(address="a")]))
    assert "读不懂" in refusal(boss, body="{}") and read(body("sometimes", then=[sets(a=1)])) is None
    assert "公式" in refusal(
        boss, body=body("added", then=[{"do": "set", "values": {"address": {"formula": "=[没有]"}}}])
    )
    assert "没有" in refusal(boss, body=body("added", then=[tells("[没有]", roles=["viewer"])]))
    assert "告诉谁" in refusal(boss, body=body("added", then=[tells("好")]))


def test_who_is_told_reads_of_the_row_only_what_he_sees(boss, stores):
    near, far = stores.values()
    made(DesignColumn, boss, record_type="store", zh="底价", name="secret", kind="line", seen_by="keepers")
    chen, bo = people.who(people.make("chen", "store_manager", store=near)), people.who(people.make("bo", "viewer"))
    automation(
        boss, "说", tells("[门店名称] [底价]", roles=["store_manager", "viewer"]), kind="changed", fields=["secret"]
    )
    for store in (near, far):
        change(Store, boss, store, secret="四十二")
    assert not any("四十二" in notice.text_zh + notice.text_en for notice in Notice.select())
    assert [notice.text.zh for notice in notices_for(house().records, chen)] == ["锦江一店 （不可见）"]
    assert len(notices_for(house().records, bo)) == 2


def test_people_in_a_column_and_channels_hear_of_it_and_a_web_address_gets_the_row(boss, stores):
    hand = made(Employee, boss, staff_no="E1", name="小王")
    user = people.make("wang", "operations_manager", employee=hand)
    made(
        DesignColumn, boss, record_type="store", zh="督导", name="guide", kind="link", target="employee", seen_by="all"
    )
    for name, kind in (("群", "wecom"), ("外部", "web")):
        made(Channel, boss, name=name, kind=kind, address="https://example.com/x", content="none")
    deeds = [
        tells("[门店名称] 归你", people=["guide"], channels=["群"]),
        {"do": "call", "channel": "外部", "fields": ["code"]},
    ]
    automation(boss, "派", *deeds, kind="changed", fields=["guide"])
    change(Store, boss, stores["锦江一店"], guide=hand)
    assert [notice.text.zh for notice in notices_for(house().records, people.who(user))] == ["锦江一店 归你"]
    message, call = [row.text for row in Outgoing.select().order_by(Outgoing.id)]
    assert message == "锦江一店 归你" and json.loads(call)["values"] == {"code": "S1"}


def test_where_all_who_should_hear_have_left_the_log_says_so_and_the_rest_is_done(boss, stores):
    gone = people.make("gail", "operations_manager")
    automation(boss, "告诉她", tells("改了", users=["gail"]), sets(address="改过"), kind="changed", fields=["phone"])
    change(User, system("tests"), gone, active=False)
    assert change(Store, boss, stores["锦江一店"], phone="13800000001").state == "applied"
    (row,) = AutomationRun.rows()
    assert row.result == "done" and row.what.startswith("没有人收到") and Store.row(row.row_no).address == "改过"


def test_a_button_runs_it_for_the_chosen_rows_that_meet_the_condition_as_one_batch(boss, stores):
    id = automation(boss, "盖章", sets(address="盖"), kind="button", only={"code": {"eq": "S1"}})
    pressed = act(house().actions[f"automation_{id}"], who=boss, ids=list(stores.values()))
    assert pressed.state == "applied" and [Store.row(id).address for id in stores.values()] == ["盖", None]
    assert undo(pressed.batch, house().records, who=boss).state == "applied"
    assert Store.row(stores["锦江一店"]).address is None
    assert act(house().actions[f"automation_{id}"], who=boss, ids=[stores["武侯一店"]]).state == "refused"


def test_a_step_is_taken_with_all_it_demands(boss, stores):
    record = house().records["work_item"]
    automation(boss, "开工", {"do": "step", "step": "start"}, record="work_item", filter={"severity": {"eq": "high"}})
    hand = made(Employee, boss, staff_no="E1", name="小王")
    done = made(record, boss, title="漏水", severity="high", owner=hand)
    failed = made(record, boss, title="漏电", severity="high")
    assert (record.row(done).state, record.row(failed).state) == ("doing", "open")
    assert [result for *_, result in runs()] == ["done", "failed"]


def test_by_the_clock_it_runs_once_for_each_moment_and_makes_up_for_days(boss, stores, clock):
    clock("2026-11-23 07:00")
    automation(boss, "开业前", sets(address="快开业"), kind="day", day="opened_on", days=-3, at="08:00")
    automation(boss, "每周一", sets(phone="13800000009"), kind="time", every="week", weekday=1, at="08:00")
    store, other = stores.values()
    change(Store, boss, store, opened_on="2026-11-26")
    change(Store, boss, other, opened_on="2026-11-28")
    run_due(None)
    assert runs() == []
    clock("2026-11-23 08:03")
    run_due(None)
    assert Store.row(store).address == "快开业" and Store.row(other).phone == "13800000009" and len(runs()) == 3
    run_due(None)
    assert len(runs()) == 3
    clock("2026-11-27 09:00")  # it stood still for some days
    run_due(None)
    assert Store.row(other).address == "快开业" and len(runs()) == 4


def test_a_list_tells_each_reader_the_rows_he_sees(boss, stores, clock):
    chen = people.who(people.make("chen", "store_manager", store=stores["锦江一店"]))
    gail = people.who(people.make("gail", "operations_manager"))
    deed = tells("{n} 家：{rows}", roles=["store_manager", "operations_manager"])
    clock("2026-11-23 07:00")
    automation(boss, "清单", deed, kind="time", every="day", at="08:00", list=True)
    clock("2026-11-23 08:03")
    run_due(None)
    assert [n.text.zh for n in notices_for(house().records, chen)] == ["1 家：锦江一店"]
    (notice,) = notices_for(house().records, gail)
    assert notice.text.zh.startswith("2 家：")


def test_a_list_tells_people_of_a_column_the_rows_that_name_them(boss, stores, clock):
    ids = [made(Employee, boss, name=name, staff_no=no) for name, no in (("陈明", "Y2"), ("武丽", "Y3"))]
    chen, wu = (
        people.who(people.make(login, "operations_manager", employee=id))
        for login, id in zip(("chen", "wu"), ids, strict=True)
    )
    for store, manager in zip(stores.values(), ids, strict=True):
        change(Store, boss, store, manager=manager)
    clock("2026-11-23 07:00")
    automation(
        boss, "清单", tells("{n} 家：{rows}", people=["manager"]), kind="time", every="day", at="08:00", list=True
    )
    clock("2026-11-23 08:03")
    run_due(None)
    heard = [[n.text.zh for n in notices_for(house().records, who)] for who in (chen, wu)]
    assert heard == [[f"1 家：{name}"] for name in stores]


def test_what_a_list_says_of_its_rows_is_said_of_one_as_well(boss, stores):
    """And what stands in a row is text, whatever it looks like."""
    gail = people.who(people.make("gail", "operations_manager"))
    automation(
        boss, "一家", tells("{n} 家：{rows}，[地址]", roles=["operations_manager"]), kind="changed", fields=["address"]
    )
    change(Store, boss, stores["锦江一店"], address="{n} 号 [name]")
    assert [n.text.zh for n in notices_for(house().records, gail)] == ["1 家：锦江一店，{n} 号 [name]"]


def test_a_number_in_per_cent_is_said_with_its_sign_once(boss, stores):
    made(DesignColumn, boss, record_type="store", zh="损耗", name="waste", kind="percent", seen_by="all")
    made(
        DesignColumn,
        boss,
        record_type="store",
        zh="一半",
        name="half",
        kind="formula",
        formula="=[waste]/2",
        percent=True,
    )
    gail = people.who(people.make("gail", "operations_manager"))
    texts = "[损耗（%）]，一半 [half]，[损耗（%）]%，[面积（㎡）]"
    automation(boss, "损耗", tells(texts, roles=["operations_manager"]), kind="changed", fields=["waste"])
    change(Store, boss, stores["锦江一店"], waste="12.5")
    assert [n.text.zh for n in notices_for(house().records, gail)] == ["12.5%，一半 6.25%，12.5%，—"]


def test_a_list_says_no_column_of_a_single_row(boss, stores):
    text = body("time", then=[tells("{n} 家：[门店名称]", roles=["viewer"])], every="day", list=True)
    assert "“[门店名称]”" in refusal(boss, body=text) and "{rows}" in refusal(boss, body=text)


def test_the_title_of_a_work_item_is_cut_where_the_columns_in_it_are_longer(boss, stores):
    deed = {"do": "work", "text": "核对：[address]", "owner": "", "days": 1}
    automation(boss, "核对地址", deed, kind="changed", fields=["address"])
    change(Store, boss, stores["锦江一店"], address="东大街\n一号" + "很" * 190)
    (item,) = house().records["work_item"].rows()
    assert len(item.title) == 120 and item.title.startswith("核对：东大街") and item.title.endswith("很…")
    assert runs("failed") == []


def test_a_column_that_one_goes_by_stays_and_only_administrators_lend_rights(boss, stores):
    made(DesignColumn, boss, record_type="store", zh="人手", name="hands", kind="count", seen_by="all")
    automation(boss, "人多", sets(address="多"), filter={"hands": {"gt": 5}})
    assert "自动化“人多”" in bearing(Store, "hands").zh
    assert said(
        new(DesignAutomation, system("x"), {"zh": "b", "record_type": "design_view", "role": "viewer", "body": "{}"})
    )


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_each_usual_one_can_be_switched_on_as_it_is(boss, stores, template):
    texts = {
        "zh": template.label.zh,
        "en": template.label.en,
        "record_type": template.record_type,
        "role": template.role,
    }
    assert made(DesignAutomation, boss, **texts, active=True, body=json.dumps(template.body))


def test_tried_beforehand_it_tells_what_it_would_have_done_and_nothing_of_it_stays(boss, stores):
    store, other = stores.values()
    change(Store, boss, store, area_m2=80)
    change(Store, boss, store, area_m2=120)
    change(Store, boss, store, area_m2=90)
    change(Store, boss, other, area_m2=99)
    then = [sets(address="大店"), tells("[门店名称] 大了", roles=["viewer"])]
    row = Row(
        id=0,
        zh="试",
        en=None,
        record_type="store",
        role="administrator",
        imports=False,
        owner=None,
        body=body("meets", then=then, filter=LARGE),
    )
    answer = tried(row, boss)
    assert answer["count"] == 1 and answer["rows"][0]["title"] == "锦江一店" and answer["rows"][0]["done"]
    assert (
        any("大店" in line for line in answer["rows"][0]["changes"]) and "锦江一店 大了" in answer["rows"][0]["changes"]
    )
    assert Store.row(store).address is None and runs() == [] and not Notice.select().exists()
    seller = people.who(people.make("seller", "key_account_seller"))
    with pytest.raises(Refused):
        tried(row, seller)


def test_one_whose_table_is_gone_does_nothing_and_can_be_deleted(boss, stores):
    made(DesignType, boss, zh="借用", en="Loan", area="stores", seen_by="all", edited_by="all")
    id = automation(boss, "借", sets(name="甲"), kind="added", record="loan")
    loan = made(house().records["loan"], boss, name="梯子")
    assert house().records["loan"].row(loan).name == "甲"
    table = DesignType.rows()[0].id
    assert act(house().actions["design_type_remove"], who=boss, id=table).state == "applied"
    assert edit(DesignAutomation, [], who=boss, delete=[id]).state == "applied"


def test_a_table_that_automations_of_others_write_to_stays_until_they_are_off(boss, stores):
    made(DesignType, boss, zh="借用", en="Loan", area="stores", seen_by="all", edited_by="all")
    deed = {"do": "add", "record": "loan", "values": {"name": {"column": "name"}}}
    id = automation(boss, "新店借梯子", deed, kind="added")
    table, removal = DesignType.rows()[0].id, house().actions["design_type_remove"]
    refused = act(removal, who=boss, id=table)
    assert refused.state == "refused" and "自动化“新店借梯子”还往“借用”写" in refused.errors[0].text.zh
    change(DesignAutomation, boss, id, active=False)
    assert act(removal, who=boss, id=table).state == "applied"
    assert "没有名为“loan”的表" in said(change(DesignAutomation, boss, id, active=True))[0][2]


def test_the_design_takes_automations_along(boss, stores):
    id = automation(boss, "大店", sets(address="大店"), filter=LARGE)
    written = exported()
    assert yaml.safe_load(written)["automations"]["store"]["大店"]["role"] == "administrator"
    assert planned(written).sentences == []
    edit(DesignAutomation, [], who=boss, delete=[id])
    with changes(who=boss, via="command") as c:
        carry_out(c, planned(written), boss)
    assert exported() == written and DesignAutomation.rows()[0].active


def test_a_sentence_is_shown_by_labels_and_kept_by_names_whatever_the_labels():
    for template in TEMPLATES:
        record = house().records[template.record_type]
        for deed in template.then:
            for lang, text in (("zh", deed.get("text", "")), ("en", deed.get("text_en", ""))):
                assert kept(shown(text, record, lang), record) == text
    complaint = house().records["complaint"]
    assert shown("[no] 已用去 [mark]%", complaint, "zh") == "[工单号] 已用去 [时限提醒（%）]%"


def test_what_it_did_out_of_ones_sight_goes_back_with_what_set_it_off(boss, stores):
    first, other = stores.values()
    chen = people.who(people.make("chen", "store_manager", store=first))
    with changes(who=boss) as c:
        (grant,) = Grant.rows(Grant.role == Role.get(Role.code == "store_manager").id, Grant.record_type == "store")
        c.alter(Grant, {grant.id: {"can_edit": True, "scope": "store", "hidden": ["store.area_m2"]}})
    chen = people.who(chen.user_id)
    hired = {"staff_no": {"formula": '="E"&[门店编号]'}, "name": {"column": "name"}, "store": {"is": other}}
    automation(
        boss,
        "招人",
        {"do": "add", "record": "employee", "values": hired},
        sets(area_m2="77"),
        kind="changed",
        fields=["address"],
    )
    moved = change(Store, chen, first, address="春熙路")
    assert moved.state == "applied" and Employee.rows()[0].store == other and Store.row(first).area_m2 == 77
    assert undo(moved.batch, house().records, who=chen).state == "applied"
    assert Employee.rows() == [] and (Store.row(first).area_m2, Store.row(first).address) == (None, None)
    moved = change(Store, chen, first, address="春熙路")
    with changes(who=boss) as c:
        c.update(User, chen.user_id, store=other)
    answer = undo(moved.batch, house().records, who=people.who(chen.user_id))
    assert answer.state == "refused", "one's own rows are still asked for"


def test_a_view_is_ordered_with_the_change_and_sent_once_to_each_as_he_sees_it(boss, stores):
    first, other = stores.values()
    chen = people.make("chen", "store_manager", store=first)
    ada = people.who(people.make("ada", "administrator"))
    text = json.dumps({"columns": [{"name": "name"}], "sort": ["name"], "filter": {}})
    made(DesignView, boss, record_type="store", name="门店清单", body=text)
    made(Channel, boss, name="群", kind="wecom", address="https://example.com", content="all")
    made(Channel, boss, name="邮箱", kind="email", address="a@example.com", content="none")
    sends = {"do": "send", "view": "门店清单", "roles": ["store_manager"], "channels": ["群"]}
    id = automation(ada, "发清单", sends, kind="changed", fields=["address"])
    file = {**sends, "form": "xlsx"}
    assert "不能导出" in refusal(ada, zh="发文件", body=body("added", then=[file]))
    assert "渠道“群”收不了文件" in refusal(ada, zh="发文件", body=body("added", then=[{**file, "roles": []}]))
    assert "“别的”已删除" in refusal(ada, zh="没有", body=body("added", then=[{**sends, "view": "别的"}]))
    change(Store, ada, first, address="春熙路")
    assert Notice.select().count() == 0 and ViewOrder.select().count() == 1
    assert (send_ordered(), send_ordered()) == (2, 0)
    (notice,) = notices_for(house().records, people.who(chen))
    assert "锦江一店" in notice.text_zh and "武侯一店" not in notice.text_zh and notice.private
    (message,) = Outgoing.select()
    assert "武侯一店" in message.text
    with changes(who=boss) as c:
        c.remove(DesignView, [row.id for row in DesignView.rows()])
    change(Store, ada, first, address="别处")
    assert runs("failed") == [("发清单", first, "failed")] and ViewOrder.select().count() == 0
    assert DesignAutomation.row(id).active
