"""Tables made in the browser: what is derived for a declared type is there for them, on a real database; none asks how a type was made."""

import io
from dataclasses import replace
from datetime import date
from types import MappingProxyType, SimpleNamespace

import openpyxl
import pytest

from exports.incoming import importing
from exports.write import book, template
from models import house
from models.accounts.people import Grant as Right
from models.accounts.people import Role
from models.design import DesignChoice, DesignColumn, DesignType, DesignView, mend_rights
from models.design.tables import laying
from models.design.tables.copying import copy_columns
from models.kit.ask.links import look
from models.kit.ask.past import history
from models.kit.ask.query import Query
from models.kit.declare.access import Grant, may, scope
from models.kit.declare.describe import describe, describe_record
from models.kit.server.standing import house_if_any, renew, stand
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.kit.write.undo import restore, undo
from models.kit.write.writes import changes
from models.organization import Store
from tests.conftest import person
from tests.helpers import house_before, people
from tests.helpers.api_asked import Api, op
from tests.helpers.door import change, made, new, raw, said

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def table(who, zh="设备", area="stores", **more):
    """The type that is made."""
    id = made(DesignType, who, zh=zh, area=area, **more)
    return house().records[DesignType.row(id).name]


def column(who, record, zh, kind="line", **more) -> str:
    sets = {"record_type": record.key(), "zh": zh, "kind": kind, "seen_by": "all", **more}
    return DesignColumn.row(made(DesignColumn, who, **sets)).name


def of(name: str) -> int:
    return next(row.id for row in DesignType.rows(DesignType.name == name))


@pytest.fixture
def assets(boss, stores):
    """A table per store, with a key, a number, a choice and a link to another made table."""
    kinds = table(boss, "设备类别", en="Asset kind")
    made(kinds, boss, name="冷柜")
    record = table(boss, "设备台账", en="Asset", per_store=True, first="设备名称")
    column(boss, record, "资产编号", en="No", name="no")
    column(boss, record, "购入价", "money", name="price", sum=True, least="0")
    column(boss, record, "购入日期", "day", name="bought_on")
    column(boss, record, "类别", "link", target=kinds.key(), name="sort")
    column(boss, record, "情况", "choice", name="cond")
    id = next(row.id for row in DesignColumn.rows(DesignColumn.name == "cond"))
    new(DesignChoice, boss, {"column": id, "zh": "在用"}, {"column": id, "zh": "待修", "tone": "warning"})
    assert change(DesignType, boss, of(record.key()), keyed_by="资产编号", order="-购入日期").state == "applied"
    return record


def one_row(who, record, **more) -> int:
    sets = {
        "name": "双门冷柜",
        "store": "S1",
        "no": "A1",
        "price": "1,200.50",
        "bought_on": "2026-03-01",
        "sort": "冷柜",
        "cond": "待修",
    }
    return made(record, who, **{**sets, **more})


def test_a_made_table_is_written_read_found_summed_kept_and_taken_back(assets, boss, stores):
    id = one_row(boss, assets)
    row = Query(assets, boss).row(id)
    assert (row["name"], row["price"], row["sort"]["text"], row["store"]["text"]) == (
        "双门冷柜",
        "1200.50",
        "冷柜",
        "锦江一店",
    )
    assert [row["id"] for row in Query(assets, boss, search="smlg").rows()] == [id]
    assert [
        row["id"] for row in Query(assets, boss, {"sort": {"contains": "冷"}}, ["sort", "-price", "store"]).rows()
    ] == [id]
    assert Query(assets, boss).sums() == {"price": "1200.50"} and assets.title_of(id) == "双门冷柜"
    assert look(assets, boss, "smlg")[0]["text"] == "双门冷柜"
    answer = change(assets, boss, id, seen={"price": "1200.50"}, price="900")
    stale = change(assets, boss, id, seen={"price": "1200.50"}, price="1")
    assert stale.state == "conflict" and stale.errors[0].theirs == "900.00"
    assert [cell["to"] for cell in history(assets, id, boss)[0]["cells"]] == ["¥900.00"]
    assert (
        undo(answer.batch, house().records, who=boss).state == "applied"
        and Query(assets, boss).row(id)["price"] == "1200.50"
    )
    assert said(change(assets, boss, id, price="-1"))[0][1] == "price" and said(new(assets, boss, {"no": "A2"}))[0][
        1
    ] in ("name", "store")
    edit(assets, [], who=boss, delete=[id])
    assert Query(assets, boss).count() == 0 and restore(assets, id, who=boss).state == "applied"
    assert "设备台账" in edit(Store, [], who=boss, delete=[stores["锦江一店"]]).errors[0].text.zh


def test_a_made_table_goes_into_files_and_comes_back_and_an_import_knows_its_rows_by_the_key(assets, boss, tmp_path):
    one_row(boss, assets)
    for ending, make in (("xlsx", book.as_xlsx), ("csv", book.as_csv)):
        query = Query(assets, boss)
        path = tmp_path / f"assets.{ending}"
        path.write_bytes(b"".join(make(query, book.columns_of(assets, query.shown), boss)))
        imported = importing.run(path, path.name, assets, boss, options={"dry_run": True}).wire("zh")
        assert (imported["new"], imported["changed"], imported["faulty"], imported["unchanged"]) == (0, 0, [], 1), (
            imported
        )
    head = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(template.template(assets, boss))).worksheets[0][1]]
    assert {"设备名称", "资产编号", "门店", "购入价"} <= {label.rstrip(" *") for label in head if label}
    path = tmp_path / "new.csv"
    path.write_text("资产编号,设备名称,门店,购入价\nA1,双门冷柜,锦江一店,800\nA7,单门冷柜,S2,\n", encoding="utf-8-sig")
    imported = importing.run(path, path.name, assets, boss, options={})
    assert (imported.wire("zh")["new"], imported.wire("zh")["changed"], imported.wire("zh")["faulty"]) == (1, 1, [])
    assert Query(assets, boss).count() == 2 and Query(assets, boss).sums() == {"price": "800.00"}
    assert undo(imported.outcome.batch, house().records, who=boss).state == "applied" and Query(
        assets, boss
    ).sums() == {"price": "1200.50"}


def test_a_made_table_stands_in_the_menu_in_the_api_and_in_its_description(assets, boss, ann):
    described = describe(list(house().areas), boss, {})
    area = next(area for area in described["areas"] if area["name"] == "stores")
    assert area["records"][-2:] == ["asset_kind", "asset"]
    mine = describe_record(assets, (), boss)
    assert mine["label"] == {"zh": "设备台账", "en": "Asset"} and mine["title"] == "name" and mine["key"] == ["no"]
    api = Api(boss, {})
    answer = api.json("asset/changes", {"op": op(), "changes": [{"id": None, "set": {"name": "秤", "store": "S2"}}]})
    assert answer["state"] == "applied" and answer["rows"][0]["name"] == "秤"
    assert Api(ann, {}).get("asset/sheet").status_code == 404


def test_rights_follow_the_area_and_a_store_sees_its_own_rows_and_the_rights_page_holds_them(assets, boss, stores):
    first, second = one_row(boss, assets), one_row(boss, assets, no="A2", store="S2")
    manager = people.who(people.make("m1", "store_manager", store=stores["锦江一店"]))
    keeper = people.who(people.make("k1", "store_management"))
    viewer = people.who(people.make("v1", "viewer"))
    change(DesignType, boss, of("asset"), seen_by="all", edited_by="area")
    manager, keeper, viewer = (people.who(user.user_id) for user in (manager, keeper, viewer))
    assert [row["id"] for row in Query(assets, manager).rows()] == [first] and Query(assets, keeper).count() == 2
    assert may(keeper, "edit", assets) and may(viewer, "see", assets) and not may(viewer, "edit", assets)
    assert change(assets, manager, second, name="x").state == "conflict"
    assert Query(assets, manager).sums() == {"price": "1200.50"}
    right = raw(
        'SELECT "scope", "can_see" FROM "grant" WHERE record_type = ? AND role_id = (SELECT id FROM role WHERE code = ?)',
        "asset",
        "store_manager",
    )
    assert right == [("store", 1)]
    change(DesignType, boss, of("asset"), seen_by="heads", edited_by="heads")
    assert not may(people.who(viewer.user_id), "see", assets)
    assert not raw(
        'SELECT 1 FROM "grant" WHERE record_type = ? AND role_id = (SELECT id FROM role WHERE code = ?)',
        "asset",
        "viewer",
    )
    assert Right.rows(Right.record_type == "asset")


def test_lines_under_a_row_that_was_made_here_are_of_its_store(assets, boss, stores):
    lines = table(boss, "维修记录", en="Repair")
    link = column(boss, lines, "设备", "link", target="asset", name="asset")
    assert change(DesignType, boss, of(lines.key()), parent="设备").state == "applied"
    assert lines.sheet.parent == link and lines.sheet.scopes["store"] == "asset.store"
    mine = made(lines, boss, name="换门封", asset=one_row(boss, assets))
    made(lines, boss, name="加氟", asset=one_row(boss, assets, no="A2", store="S2"))
    manager = people.who(people.make("m1", "store_manager", store=stores["锦江一店"]))
    change(DesignType, boss, of(lines.key()), seen_by="all")
    manager = people.who(manager.user_id)
    assert scope(manager, lines) is not None and [row["id"] for row in Query(lines, manager).rows()] == [mine]


@pytest.mark.parametrize("bind", ["link", "parent"])
def test_a_table_that_everybody_saw_is_each_stores_own_once_its_rows_belong_to_stores(assets, boss, stores, bind):
    lines = table(boss, "维修记录", en="Repair", seen_by="all")
    manager = people.make("m1", "store_manager", store=stores["锦江一店"])
    kept = people.make("q1", "quality")
    assert may(people.who(manager), "see", lines) and scope(people.who(manager), lines) is None
    if bind == "link":
        column(boss, lines, "门店", "link", target="store", name="store")
        values = {"store": "S1"}, {"store": "S2"}
    else:
        column(boss, lines, "设备", "link", target="asset", name="asset")
        change(DesignType, boss, of(lines.key()), parent="设备")
        values = {"asset": one_row(boss, assets)}, {"asset": one_row(boss, assets, no="A2", store="S2")}
    mine, other = (made(lines, boss, name="换门封", **each) for each in values)
    assert [row["id"] for row in Query(lines, people.who(manager)).rows()] == [mine]
    assert {row["id"] for row in Query(lines, people.who(kept)).rows()} == {mine, other}


# What may not be, in words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sets", "field", "said_so"),
    [
        ({"name": "store"}, "name", "已用过"),
        ({"name": "design_x"}, "name", "系统保留"),
        ({"name": "records"}, "name", "系统保留"),
        ({"name": "class"}, "name", "系统保留"),
        ({"name": "Über"}, "name", "小写字母"),
        ({"zh": "门店"}, "zh", "已有一张表"),
        ({"en": "STORES"}, "en", "已有一张表"),
        ({"zh": "设备[1]"}, "zh", "方括号"),
        ({"area": "nothing"}, "area", "nothing"),
        ({"area": "design"}, "area", "design"),
        ({"copied_from": "nothing"}, "copied_from", "nothing"),
        ({"icon": "skull"}, "icon", "skull"),
    ],
)
def test_a_table_that_cannot_be_is_refused_with_its_remedy_and_nothing_is_laid(boss, sets, field, said_so):
    before = raw("SELECT COUNT(*) FROM design_column"), house_if_any()
    answer = new(DesignType, boss, {"zh": "设备", "area": "stores", **sets})
    assert answer.state == "refused" and answer.errors[0].field == field and said_so in answer.errors[0].text.zh
    assert (raw("SELECT COUNT(*) FROM design_column"), house_if_any()) == before and not raw(
        "SELECT id FROM design_type"
    )


def test_there_are_two_hundred_tables_at_most(boss, monkeypatch):
    table(boss)
    monkeypatch.setattr("models.design.tables.laying.MOST_TABLES", 1)
    answer = new(DesignType, boss, {"zh": "第二张", "area": "stores"})
    assert answer.state == "refused" and "不能再建" in answer.errors[0].text.zh


def test_the_name_of_a_table_is_never_used_again(boss):
    table(boss, "设备", en="Thing")
    act(house().actions["design_type_remove"], who=boss, id=of("thing"))
    refused = new(DesignType, boss, {"zh": "其它", "area": "stores", "name": "thing"})
    assert refused.state == "refused" and refused.errors[0].field == "name"
    assert table(boss, "设备", en="Thing").key() == "thing_2"


def test_who_removes_a_table_is_told_what_of_the_design_goes_out_of_use_with_it(boss):
    table(boss, "设备", en="Thing")
    body = '{"columns": [], "sort": [], "filter": {}}'
    for name in ("在用", "停用"):
        made(DesignView, boss, record_type="thing", name=name, body=body)
    answer = act(house().actions["design_type_remove"], who=boss, id=of("thing"))
    assert answer.state == "applied" and "视图 2" in answer.text.zh and "Views: 2" in answer.text.en
    assert act(house().actions["design_type_bring_back"], who=boss, id=of("thing")).state == "applied"
    plain = table(boss, "别的", en="Other")
    assert "停用" not in act(house().actions["design_type_remove"], who=boss, id=of(plain.key())).text.zh


def test_what_a_table_names_must_be_one_of_its_columns(assets, boss):
    for sets in ({"keyed_by": "颜色"}, {"title": "颜色"}, {"store_by": "购入价"}, {"parent": "购入价"}):
        answer = change(DesignType, boss, of("asset"), **sets)
        assert answer.state == "refused" and answer.errors[0].field == next(iter(sets)), answer
    assert "资产编号" in said(change(DesignType, boss, of("asset"), order="颜色"))[0][2]


def test_columns_with_blanks_in_their_names_and_in_per_cent_are_named_as_the_heads_say(assets, boss):
    column(boss, assets, "换 季", "day", en="Season day", name="season")
    column(boss, assets, "折旧", "percent", en="Worn", name="worn")
    answer = change(DesignType, boss, of("asset"), order="-Season day, 折旧（%） 资产编号")
    assert answer.state == "applied" and assets.sheet.order == ("-season", "worn", "no"), answer.errors


def test_a_table_is_not_its_own_lines_nor_in_a_circle(assets, boss):
    lines = table(boss, "维修记录", en="Repair")
    for record, zh, target in ((lines, "设备", "asset"), (assets, "上级", "asset"), (assets, "最近维修", "repair")):
        column(boss, record, zh, "link", target=target)
    assert change(DesignType, boss, of("repair"), parent="设备").state == "applied"
    for zh in ("上级", "最近维修"):
        answer = change(DesignType, boss, of("asset"), parent=zh)
        assert answer.state == "refused" and answer.errors[0].field == "parent", answer
        assert "自己的明细" in said(answer)[0][2] and DesignType.row(of("asset")).parent is None


def test_only_who_may_design_makes_tables(ann):
    assert new(DesignType, ann, {"zh": "设备", "area": "stores"}).state == "refused"


# Taking away and bringing back -------------------------------------------------------------------------------------------


def test_taking_a_table_back_hides_it_and_its_rows_come_back_with_it(boss):
    answer = new(DesignType, boss, {"zh": "设备", "area": "stores", "name": "thing"})
    record = house().records["thing"]
    written = new(record, boss, {"name": "秤"})
    assert undo(answer.batch, house().records, who=boss).state == "applied" and "thing" not in house().records
    refused = undo(written.batch, house().records, who=boss)
    assert refused.state == "refused" and "设备" in refused.errors[0].text.zh
    assert act(house().actions["design_type_bring_back"], who=boss, id=of("thing")).state == "applied"
    assert house().records["thing"] is record and [row["name"] for row in Query(record, boss).rows()] == ["秤"]
    removed = act(house().actions["design_type_remove"], who=boss, id=of("thing"))
    assert "30" in removed.text.zh and undo(removed.batch, house().records, who=boss).state == "applied"
    assert undo(written.batch, house().records, who=boss).state == "applied" and Query(record, boss).count() == 0


def test_a_table_that_others_link_to_is_not_taken_away(assets, boss):
    refused = act(house().actions["design_type_remove"], who=boss, id=of("asset_kind"))
    assert (
        refused.state == "refused"
        and "设备台账的“类别”" in refused.errors[0].text.zh
        and "asset_kind" in house().records
    )


def test_a_table_whose_rows_are_summed_up_elsewhere_is_not_taken_away(assets, boss):
    lines = table(boss, "维修记录", en="Repair")
    column(boss, lines, "设备", "link", target="asset")
    column(boss, assets, "维修次数", "rollup", target="repair", figure="count")
    refused = act(house().actions["design_type_remove"], who=boss, id=of("repair"))
    assert refused.state == "refused" and "设备台账的“维修次数”" in refused.errors[0].text.zh, refused
    assert "repair" in house().records


def test_a_removed_table_is_emptied_after_thirty_days_and_told_of_a_week_before(boss, clock):
    record = table(boss, name="thing")
    made(record, boss, name="秤")
    clock("2026-11-01 10:00")
    act(house().actions["design_type_remove"], who=boss, id=of("thing"))
    job = next(job for job in house().jobs if job.name == "design_clear")
    at = record._meta.table_name
    for day, notices, kept in (("2026-11-23", 0, 1), ("2026-11-24", 1, 1), ("2026-12-01", 1, 0)):
        with changes(who=boss, via="job") as c:
            job.work(c, date.fromisoformat(day))
        assert len(raw("SELECT text_zh FROM notice")) == notices and raw(f"SELECT COUNT(*) FROM {at}") == [(kept,)]
    assert DesignType.row(of("thing")).state == "cleared"


def test_the_column_rows_are_called_by_stays_whatever_becomes_of_it(boss):
    record = table(boss, name="thing")
    id = next(row.id for row in DesignColumn.rows(DesignColumn.record_type == "thing"))
    act(house().actions["design_column_remove"], who=boss, id=id)
    assert made(record, boss, name="秤") and record.sheet.title == "name"
    other = column(boss, record, "型号")
    assert record.sheet.title == other


# From a copy, and in other processes -------------------------------------------------------------------------------------


def test_a_copy_begins_with_the_columns_and_options_of_another_table_and_none_of_its_rows(assets, boss):
    one_row(boss, assets)
    for source in ("asset", "store", "complaint", "purchase"):
        copy = table(boss, f"照抄{source}", copied_from=source)
        names = {item.label.zh for name, item in copy.fields().items() if item.kind != "pinyin"}
        theirs = house().records[source].fields().values()
        assert names == {item.label.zh for item in theirs if item.kind != "pinyin" and not item.secret}, source
        assert Query(copy, boss).count() == 0
    chosen = house().records["asset"]
    copy = house().records[DesignType.rows(DesignType.copied_from == "asset")[0].name]
    assert [option.zh for option in copy.fields()["cond"].options] == [
        option.zh for option in chosen.fields()["cond"].options
    ]
    assert one_row(boss, copy, cond="在用") and copy.sheet.scopes["store"] == "store"


def test_a_copy_tells_its_maker_of_no_column_that_is_hidden_from_him(assets, boss):
    ada, row = person("Ada", "administrator", 77), SimpleNamespace(copied_from="store", name="store")
    hides = Grant("administrator", "store", "see add edit", hidden=frozenset({"monthly_rent"}))
    less = replace(ada, grants=MappingProxyType({**ada.grants, "store": hides}))
    rent = house().records["store"].fields()["monthly_rent"].label.zh
    every, seen = ({column["zh"] for column in copy_columns(row, who)} for who in (ada, less))
    assert every - seen == {rent}


def test_a_process_that_has_not_heard_of_the_table_finds_it_when_work_begins(boss):
    before = house_if_any()
    record = table(boss, name="thing")
    stand(before)
    renew()
    assert house().records["thing"] is record and "name" in record.fields()
    assert may(replace(boss), "see", record)


def seeing(name: str) -> set[str]:
    return {Role.row(row.role).code for row in Right.rows(Right.record_type == name) if row.can_see}


def test_where_the_app_ends_between_a_table_and_its_rights_the_next_start_sets_them(boss, monkeypatch):
    def ends(*given, **said):
        raise SystemExit

    with monkeypatch.context() as ending:
        ending.setattr(laying, "share", ends)
        with pytest.raises(SystemExit):
            new(DesignType, boss, {"zh": "雨伞", "en": "Umbrella", "area": "stores", "seen_by": "all"})
    assert "umbrella" in house().records and seeing("umbrella") == set()
    mend_rights()
    assert {"administrator", "store_manager", "viewer"} <= seeing("umbrella")
    with monkeypatch.context() as ending:
        ending.setattr(laying, "share", ends)
        with pytest.raises(SystemExit):
            change(DesignType, boss, of("umbrella"), seen_by="heads")
    assert "viewer" in seeing("umbrella")
    mend_rights()
    assert seeing("umbrella") == {"administrator", "operations_manager"}
    manager = next(
        row for row in Right.rows(Right.record_type == "umbrella") if not Role.row(row.role).code.startswith("adm")
    )
    assert edit(Right, [], who=boss, delete=[manager.id]).state == "applied"
    mend_rights()
    assert seeing("umbrella") == {"administrator"}, "what was taken from a role stays taken"
