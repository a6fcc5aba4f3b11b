"""Columns that are declared, as the browser may set them: called otherwise, asked for, narrower, hidden; never looser."""

from dataclasses import replace

import pytest

from exports.incoming import importing
from models import declared, house
from models.design import DesignColumn, DesignField, DesignOption, DesignView
from models.design.outline import outline
from models.design.uses import uses
from models.kit.ask.blank import blank
from models.kit.ask.query import Query
from models.kit.declare.access import Grant, visible
from models.kit.declare.describe import describe_record
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.kit.write.undo import undo
from models.kit.write.writes import changes
from models.logistics import Vehicle
from models.members import Member
from models.organization import Product, Store
from models.quality import InspectionItem, InspectionReport
from tests.helpers import house_before
from tests.helpers.api_asked import Api, op
from tests.helpers.door import change, made, new, said

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def settings(who, record="store", field="address", **more) -> int:
    return made(DesignField, who, record_type=record, field=field, **more)


def refusal(who, **sets) -> tuple[str, str]:
    answer = new(DesignField, who, {"record_type": "store", "field": "address", **sets})
    assert answer.state == "refused", answer
    return answer.errors[0].field, answer.errors[0].text.zh


def field_of(record, who, name):
    return next(field for field in describe_record(record, (), who)["fields"] if field["name"] == name)


def test_a_declared_column_is_called_otherwise_everywhere_and_files_that_use_the_old_word_still_come_in(
    boss, stores, tmp_path
):
    id = settings(boss, zh="街道", en="Street", hint_zh="写到门牌号")
    described = field_of(Store, boss, "address")
    assert described["label"] == {"zh": "街道", "en": "Street"} and described["hint"]["zh"] == "写到门牌号"
    for at, header in enumerate(("街道", "Street", "地址", "Address")):
        path = tmp_path / f"{at}.csv"
        path.write_text(f"门店编号,门店名称,{header}\nN{at},新店{at},一号\n", encoding="utf-8-sig")
        assert importing.run(path, path.name, Store, boss, options={}).wire("zh")["new"] == 1
        assert Query(Store, boss, {"code": {"eq": f"N{at}"}}).rows()[0]["address"] == "一号"
    change(DesignField, boss, id, zh=None)
    assert field_of(Store, boss, "address")["label"] == {"zh": "地址", "en": "Street"}


def test_a_column_of_lines_that_is_called_otherwise_is_so_where_a_flat_workbook_brings_it(boss, db, tmp_path):
    made(Product, boss, sku="P1", name="钙片")
    settings(boss, "inspection_item", "result", zh="实测读数")
    path = tmp_path / "报告.csv"
    path.write_text(
        "报告编号,产品名称,批号,检验机构,检验项目,实测读数\nJ1,钙片,B1,市质检所,水分,3.5\n", encoding="utf-8-sig"
    )
    assert importing.run(path, path.name, InspectionReport, boss, options={}).wire("zh")["new"] == 1
    assert [(row.item, row.result) for row in InspectionItem.rows()] == [("水分", "3.5")]


def test_it_is_required_of_people_and_imports_and_a_default_saves_them_the_work(boss, stores, tmp_path):
    id = settings(boss, required=True)
    assert field_of(Store, boss, "address")["required"]
    assert said(new(Store, boss, {"code": "S8", "name": "八店"})) == [(0, "address", "地址不能为空")]
    assert change(Store, boss, stores["锦江一店"], address="").state == "refused"
    change(DesignField, boss, id, usual="待补")
    assert blank(Store, boss)["address"] == "待补" and field_of(Store, boss, "address")["default"] == "待补"
    row = made(Store, boss, code="S8", name="八店")
    assert Query(Store, boss).row(row)["address"] == "待补"
    path = tmp_path / "new.csv"
    path.write_text("门店编号,门店名称\nS9,九店\n", encoding="utf-8-sig")
    assert importing.run(path, path.name, Store, boss, options={}).wire("zh")["new"] == 1
    assert Query(Store, boss, {"code": {"eq": "S9"}}).rows()[0]["address"] == "待补"


def test_rules_that_add_rows_do_not_know_the_default_people_chose(boss, stores):
    settings(boss, usual="待补")
    with changes(who=boss) as c:
        assert c.create(Store, code="S8", name="八店").address is None


def test_bounds_and_length_become_narrower_and_never_wider(boss):
    settings(boss, "product", "name", longest=3)
    assert field_of(Product, boss, "name")["max_length"] == 3
    assert "最多 3 个字" in said(new(Product, boss, {"sku": "P1", "name": "五个字的名"}))[0][2]
    field, text = refusal(boss, record_type="product", field="unit", longest=10_000)
    assert field == "longest" and "只能收紧" in text
    least = Product.fields()["list_price"].least
    field, text = refusal(boss, record_type="product", field="list_price", least=str(least - 1))
    assert field == "least" and "只能收紧" in text
    settings(boss, "product", "list_price", most="100")
    assert said(new(Product, boss, {"sku": "P1", "name": "好油", "list_price": "101"}))[0][1] == "list_price"


def test_it_is_hidden_from_all_people_and_comes_back_with_its_values(boss, bo, stores):
    store = stores["锦江一店"]
    change(Store, boss, store, address="一路")
    answer = new(DesignField, boss, {"record_type": "store", "field": "address", "aside": True})
    keeper = replace(bo, grants={**bo.grants, "store": Grant(bo.role, "store", "see add edit")})
    for who in (bo, keeper):
        assert "address" not in visible(who, Store) and "address" not in Query(Store, who).row(store)
        assert "address" not in describe_record(Store, (), who)["columns"]
    assert change(Store, keeper, store, address="二路").state == "refused"
    assert change(Store, keeper, store, name="锦江店").state == "applied" and Store.row(store).address == "一路"
    assert undo(answer.batch, house().records, who=boss).state == "applied"
    assert Query(Store, boss).row(store)["address"] == "一路" and not DesignField.rows()


@pytest.mark.parametrize(
    ("sets", "field", "said_so"),
    [
        ({"record_type": "nothing"}, "record_type", "没有名为"),
        ({"record_type": "design_column", "field": "zh"}, "record_type", "不能加列"),
        ({"field": "nothing"}, "field", "没有列"),
        ({"field": "id"}, "field", "没有列"),
        ({"zh": "门店名称"}, "zh", "已有一列"),
        ({"zh": "门店 名称"}, "zh", "已有一列"),
        ({"zh": "地[址"}, "zh", "方括号"),
        ({"zh": "地址%"}, "zh", "百分比"),
        ({"field": "name", "aside": True}, "aside", "不能隐藏"),
        ({"field": "code", "aside": True}, "aside", "认出同一行"),
        ({"field": "region", "aside": True}, "aside", "不能隐藏"),
        ({"record_type": "vehicle", "field": "kind", "usual": "飞机"}, "usual", "默认值不对"),
        ({"record_type": "complaint", "field": "state", "required": True}, "required", "规则自动填写"),
        ({"record_type": "complaint", "field": "state", "usual": "new"}, "usual", "规则自动填写"),
        ({"record_type": "complaint", "field": "state", "aside": True}, "aside", "状态"),
        ({"least": "1"}, "least", "没有最小值可设"),
        ({"record_type": "product", "field": "name", "longest": 0}, "longest", "1"),
    ],
)
def test_what_rules_depend_on_is_refused_with_the_reason(boss, sets, field, said_so):
    named, text = refusal(boss, **sets)
    assert named == field and said_so in text and not DesignField.rows()


def test_only_who_may_edit_the_table_and_design_sets_its_columns(boss, bo):
    assert new(DesignField, bo, {"record_type": "store", "field": "address"}).state == "refused"


def test_a_column_without_which_no_row_could_be_added_is_hidden_only_with_a_default(boss):
    field, text = refusal(boss, record_type="store", field="address", required=True, aside=True)
    assert field == "aside" and "默认值" in text
    settings(boss, required=True, usual="待补", aside=True)
    id = made(Store, boss, code="S8", name="八店")
    assert Store.row(id).address == "待补"


# Open choices ------------------------------------------------------------------------------------------------------------


def test_open_choices_take_further_options_with_colour_and_order_and_lose_none(boss):
    before = [choice.key for choice in Vehicle.kind.options]
    column = settings(boss, "vehicle", "kind")
    last = made(DesignOption, boss, settings=column, zh="三轮车", tone="info")
    made(DesignOption, boss, settings=column, zh="摩托车", turn=0)
    change(DesignOption, boss, last, turn=9)
    options = field_of(Vehicle, boss, "kind")["options"]
    assert [option["key"] for option in options[: len(before)]] == before
    assert [(option["label"]["zh"], option["tone"]) for option in options[len(before) :]] == [
        ("摩托车", "grey"),
        ("三轮车", "info"),
    ]
    answer = new(Vehicle, boss, {"plate": "川A00001", "kind": "三轮车"})
    assert answer.state == "applied", said(answer)
    row = answer.rows[0]["id"]
    assert Query(Vehicle, boss, {"kind": {"eq": "三轮车"}}).rows()[0]["id"] == row
    change(DesignOption, boss, last, retired=True)
    assert Vehicle.fields()["kind"].show(Vehicle.row(row).kind) == "三轮车"
    assert [option.zh for option in Vehicle.fields()["kind"].offered][len(before) :] == ["摩托车"]


def test_a_new_option_can_be_the_default_and_one_called_like_another_is_refused(boss):
    column = settings(boss, "vehicle", "kind")
    made(DesignOption, boss, settings=column, zh="三轮车")
    change(DesignField, boss, column, usual="三轮车")
    assert blank(Vehicle, boss)["kind"].startswith("x")
    assert "已有选项" in said(new(DesignOption, boss, {"settings": column, "zh": "三轮车"}))[0][2]
    assert "已有选项" in said(new(DesignOption, boss, {"settings": column, "zh": "三 轮车"}))[0][2]
    taken = Vehicle.kind.options[0].zh
    assert "系统自带" in said(new(DesignOption, boss, {"settings": column, "zh": taken}))[0][2]


def test_choices_that_rules_go_by_take_no_further_options_and_it_is_said_why(boss):
    column = settings(boss, "store", "kind")
    answer = new(DesignOption, boss, {"settings": column, "zh": "快闪店"})
    assert answer.state == "refused" and "规则、步骤和统计" in said(answer)[0][2]
    assert "没有选项可设" in said(new(DesignOption, boss, {"settings": settings(boss), "zh": "甲"}))[0][2]


def test_the_classes_stay_as_they_are_declared(boss):
    settings(boss, zh="街道", required=True, aside=True, usual="x")
    assert Store.address.label.zh == "地址" and not Store.address.asked
    assert declared().facts(Store).fields["address"] is Store.address


def test_what_no_longer_fits_a_newer_program_is_left_out_and_the_house_still_stands(boss, monkeypatch):
    settings(boss, "product", "list_price", most="100", usual="50")
    monkeypatch.setattr(Product.list_price, "most", 10)
    made(DesignField, boss, record_type="store", field="address")  # the house is built anew
    assert Product.fields()["list_price"].most == 10


# Where it is used --------------------------------------------------------------------------------------------------------


def test_where_a_column_is_used_is_told_of_sheet_steps_dues_figures_rules_and_rights(boss):
    places = {use.where.zh for name in ("home_store", "card_no", "phone", "birthday") for use in uses(Member, name)}
    assert any("门店、区域或员工" in text for text in places) and any("认出同一行" in text for text in places)
    assert any("业务规则" in text for text in places)
    complaints = house().records["complaint"]
    places = {use.where.zh for name in complaints.fields() for use in uses(complaints, name)}
    assert any(text.startswith("步骤") for text in places) and any(text.startswith("待办") for text in places)
    assert any(text.startswith("周指标") for text in places)


def test_shared_views_rights_and_formulas_that_use_a_column_are_named(boss, stores):
    made(
        DesignView, boss, record_type="store", name="无地址", body='{"columns": [], "sort": ["-address"], "filter": {}}'
    )
    made(DesignColumn, boss, record_type="store", zh="门牌", kind="formula", formula='=[地址]&"号"', seen_by="all")
    places = {use.where.zh: use.bears for use in uses(Store, "address")}
    assert places["共享视图“无地址”按它排序或筛选"] is False and places["门店的“门牌”由它算出"] is True
    field, text = refusal(boss, aside=True)
    assert field == "aside" and "门牌" in text


def test_settings_are_taken_back_one_by_one_and_a_deleted_row_leaves_the_declaration(boss):
    id = settings(boss, zh="街道")
    answer = edit(DesignField, [], who=boss, delete=[id])
    assert answer.state == "applied" and field_of(Store, boss, "address")["label"]["zh"] == "地址"
    assert undo(answer.batch, house().records, who=boss).state == "applied"
    assert field_of(Store, boss, "address")["label"]["zh"] == "街道"


# What the grid's dialog asks ---------------------------------------------------------------------------------------------


def test_the_dialog_of_a_declared_column_says_what_stays_and_why_and_sets_the_rest_in_one_batch(boss):
    api = Api(boss, {})
    dialog = api.get("vehicle/design/kind").json()
    assert dialog["open"] and dialog["row"] is None and [line["label"] for line in dialog["stand"]]
    assert "没有最小值可设" in dialog["refused"]["least"] and dialog["declared"]["zh"] == "车型"
    asked = {"op": op(), "set": {"zh": "车辆类别"}, "choices": [{"id": None, "set": {"zh": "三轮车", "tone": "info"}}]}
    answer = api.json("vehicle/design/kind", asked)
    assert answer["state"] == "applied" and "车辆类别" in answer["message"]
    assert api.json("vehicle/design/kind", asked)["state"] == "duplicate"
    sheet = next(field for field in api.get("vehicle/sheet").json()["fields"] if field["name"] == "kind")
    assert sheet["label"] == "车辆类别" and sheet["options"][-1]["label"] == "三轮车"
    stale = api.json("vehicle/design/kind", {"op": op(), "set": {"zh": "类别"}, "seen": {"zh": "车型"}})
    assert stale["state"] == "conflict" and "车辆类别" in stale["errors"][0]["message"]
    assert api.json(f"batches/{answer['batch']}/undo", {"op": op()})["state"] == "applied"
    assert Vehicle.fields()["kind"].label.zh == "车型"
    assert [option.zh for option in Vehicle.fields()["kind"].offered] == [option.zh for option in Vehicle.kind.options]


def test_the_dialog_is_told_at_which_field_it_went_wrong_and_strangers_are_told_nothing(boss, bo):
    api = Api(boss, {})
    answer = api.json("store/design/kind", {"op": op(), "set": {}, "choices": [{"id": None, "set": {"zh": "快闪"}}]})
    assert answer["state"] == "refused" and answer["errors"][0]["field"] == "choices" and not DesignField.rows()
    assert api.json("store/design/name", {"op": op(), "set": {"aside": True}})["errors"][0]["field"] == "aside"
    answer = api.get("store/uses/name").json()
    assert "会找它" in "".join(answer["uses"])
    assert answer["bears"] == answer["uses"][: len(answer["bears"])] and "这张表每一行就叫这个名字" in answer["bears"]
    for path in ("store/design/nothing", "store/uses/nothing", "store/design/id"):
        assert api.get(path).status_code == 404
    for path in ("store/design/address", "store/uses/address"):
        assert Api(bo, {}).get(path).status_code == 404
    api.refused("store/design/address", {"op": op(), "set": []})


# A type as a whole -------------------------------------------------------------------------------------------------------


def test_the_design_of_a_type_is_told_as_a_whole_with_what_holds_of_each_column_and_where_it_is_used(boss):
    made(DesignColumn, boss, record_type="complaint", zh="渠道细分", kind="line")
    gone = made(DesignColumn, boss, record_type="complaint", zh="旧列", kind="line")
    act(house().actions["design_column_remove"], who=boss, id=gone)
    settings(boss, "complaint", "severity", zh="轻重")
    complaints = house().records["complaint"]
    design = outline(complaints, boss)
    manager = next(right for right in design.rights if right.role.en == "Operations manager")
    assert {"撤销他人", "查看打码"} <= {verb.zh for verb in manager.verbs}, (
        "as the columns of the rights page are called"
    )
    by_name = {line.name: line for line in design.columns}
    assert by_name.keys() == {name for name, item in complaints.facts().readable.items() if item.kind != "pinyin"}
    assert by_name["severity"].label.zh == "轻重" and by_name["severity"].options and by_name["severity"].used
    assert "规则填写" in [note.zh for note in by_name["state"].notes]
    own = next(line for line in design.columns if line.label.zh == "渠道细分")
    assert own.origin.zh == "自己加的" and own.kind.zh == "单行文字" and len(own.used) == 1
    assert [row.zh for row in design.removed] == ["旧列"] and design.rights
    assert {move.to.zh for move in design.steps} <= {state.zh for state in complaints.state.options}


@pytest.mark.parametrize("name", house().records)
def test_every_type_can_be_told_as_a_whole_in_both_languages(boss, name):
    design = outline(house().records[name], boss)
    said = [text for line in design.columns for text in (line.label, line.kind, line.origin, *line.notes, *line.used)]
    assert design.columns and all(text.zh and text.en for text in said)
