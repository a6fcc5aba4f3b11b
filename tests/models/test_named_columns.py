"""Where the design names a column is asked of every kind of thing that can, before the column goes or is called otherwise."""

import json

import pytest

from models import house
from models.accounts import Role
from models.accounts.import_words import ImportWord
from models.accounts.people import Grant
from models.design import (
    Board,
    DesignAutomation,
    DesignColumn,
    DesignForm,
    DesignFreeze,
    DesignPaper,
    DesignView,
    OwnMetric,
    Subscription,
)
from models.design.named_columns import PLACES
from models.design.papers import XLSX, put_book
from models.design.uses import uses
from models.kit import changes
from models.kit.server import database
from models.kit.server.database import writing
from models.organization import Store
from models.system import keep_import_map, keep_view
from models.training import Employee
from tests.helpers import house_before
from tests.helpers.door import made
from tests.helpers.forms_made import repair_fields, repairs
from tests.helpers.templates import as_bytes
from tests.models.test_papers import workbook

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)
APART = {  # what has a record type or a body and names no column of it
    "access_scope": "what a token may ask of the table as a whole",
    "design_step": "the sheet has its steps",
    "design_check": "the formulas of the house have it",
    "design_field": "the settings of the column itself, which go with it",
    "automation_run": "what was, not what will be",
    "form_answer": "what was, not what will be",
}


def places_of(record, name) -> list[str]:
    return [use.where.zh for use in uses(record, name)]


def test_everything_that_is_of_a_record_type_is_asked_for_the_columns_it_names_or_names_none():
    of_a_type = {
        key for key, record in house().records.items() if {"record_type", "body"} & record.fields().keys() - {"record"}
    }
    design = {
        key for key in of_a_type if house().records[key].__module__.startswith(("models.design", "models.accounts"))
    }
    assert design - PLACES.keys() == APART.keys(), (
        "a new kind of thing says where it names columns (models/design/named_columns.py)"
    )
    assert not PLACES.keys() & APART.keys() and PLACES.keys() <= house().records.keys()


def test_views_dashboards_freezes_and_automations_that_name_a_column_are_told(boss):
    asked = {"address": {"contains": "路"}}
    view = made(
        DesignView,
        boss,
        record_type="store",
        name="在路上",
        body=json.dumps({"columns": [], "sort": [], "filter": asked}),
    )
    made(Subscription, boss, record_type="store", view=str(view), active=False)
    made(DesignFreeze, boss, record_type="store", zh="地址已定", body=json.dumps({"filter": asked, "columns": ["*"]}))
    body = {
        "when": {"kind": "changed", "fields": ["address"]},
        "only": {},
        "then": [{"do": "tell", "text": "改了", "roles": ["administrator"]}],
    }
    made(DesignAutomation, boss, record_type="store", zh="搬家", body=json.dumps(body), role="administrator")
    block = {
        "id": "b1",
        "kind": "list",
        "at": [0, 0, 6, 4],
        "record": "store",
        "within": {"field": "opened_on", "days": "days-7"},
    }
    made(Board, boss, zh="新店", body=json.dumps({"blocks": [block]}))
    places = places_of(Store, "address")
    assert "共享视图“在路上”按它排序或筛选" in places and f"订阅“{view}”发送按它排序或筛选的行" in places
    assert "锁定规则“地址已定”要用它" in places and "自动化“搬家”要用它" in places
    assert "仪表盘“新店”要用它" in places_of(Store, "opened_on") and "仪表盘“新店”要用它" not in places


def test_a_form_that_asks_for_a_column_is_told(boss):
    repairs(boss)
    body = json.dumps({"parts": [{"fields": repair_fields()}]})
    made(DesignForm, boss, record_type="repair", name="报修单", body=body)
    assert "表单“报修单”要用它" in places_of(house().records["repair"], "contact")


def test_what_people_keep_for_themselves_is_counted_without_saying_whose_it_is(boss):
    mine = {
        "columns": [{"name": "address"}],
        "sort": [],
        "named": [{"key": "a", "filter": {"address": {"empty": True}}}],
    }
    with writing():
        keep_view(1, "store", mine)
        keep_view(2, "store", {"columns": [{"name": "address"}], "sort": ["address", 7], "named": "?"})
        keep_view(3, "store", {"columns": [{"name": "address"}]})
    assert "1 个人自己的视图按它排序或筛选" in places_of(Store, "address")
    assert not any("自己的视图" in text for text in places_of(Store, "phone"))


def test_a_subscription_to_a_view_of_ones_own_is_counted_without_its_name(boss):
    secret = {"key": "a", "name": "要关的店", "filter": {"address": {"empty": True}}}
    odd = made(Subscription, boss, record_type="store", view="a", active=False)
    with writing():
        keep_view(1, "store", {"columns": [{"name": "address"}], "named": [secret, 7]})
    with changes(who=boss) as c:
        c.derive(Subscription, {odd: {"view_name": "要关的店", "owner": 1}})
    places = places_of(Store, "address")
    assert "1 个人自己视图的订阅发送按它排序或筛选的行" in places
    assert not any("要关的店" in text for text in places)


def test_what_files_and_templates_bring_to_a_column_is_told(boss, db):
    made(ImportWord, boss, record_type="store", header="店铺位置", goes_to="地址")
    with writing():
        keep_import_map("store", "门店表", {"位置": "address", "别的": None})
    folder = database.folder_of("attachments")
    folder.mkdir(parents=True, exist_ok=True)
    for at, (record, text) in enumerate((("store", "地址：{{地址}}"), ("employee", "{{所属门店.地址}} {{今天}}"))):
        (folder / f"book{at}").write_bytes(as_bytes(workbook(text)))
        with changes(who=boss) as c:
            id = c.create(DesignPaper, name=f"单据{at}", record_type=record).id
            put_book(
                c, id, {"name": "单据.xlsx", "kind": XLSX, "size": 9, "stored": f"book{at}", "digest": f"{at}" * 64}
            )
    places = places_of(Store, "address")
    assert "导入时，表头“店铺位置”对应到它" in places and "导入“门店表”这种文件时，有一列对应到它" in places
    assert {"单据模板“单据0”里填它", "单据模板“单据1”里填它"} <= set(places), "along a link, too"
    assert "单据模板“单据1”里填它" in places_of(Employee, "store") and "单据模板“单据0”里填它" not in places_of(
        Store, "name"
    )


def test_rights_and_own_figures_that_have_stopped_are_told(boss):
    role = Role.rows(Role.code == "viewer")[0]
    (grant,) = Grant.rows(Grant.role == role.id, Grant.record_type == "store") or [None]
    with changes(who=boss) as c:
        if grant is None:
            c.create(Grant, role=role.id, record_type="store", hidden=["store.address"], can_see=True)
        else:
            c.update(Grant, grant.id, hidden=["store.address"])
    assert any(text.startswith("角色“") for text in places_of(Store, "address"))
    with changes(who=boss) as c:
        id = c.create(
            OwnMetric,
            zh="有地址的",
            en="With an address",
            name="addressed",
            record_type="store",
            day="opened_on",
            narrowed='{"address": {"empty": false}}',
            unit="count",
        ).id
    assert "周指标“有地址的”要用它" in places_of(Store, "address")
    with changes(who=boss) as c:
        c.alter(OwnMetric, {id: {"state": "stopped"}})
    assert "已停用的自建指标“有地址的”统计它" in places_of(Store, "address")


def test_a_column_that_stands_beside_it_is_told(boss):
    made(DesignColumn, boss, record_type="store", zh="门牌", kind="line", after="address")
    assert "“门牌”列排在它后面" in places_of(Store, "address")
