"""A table made as a copy of another works like it: reckoned columns, states, steps, dues, checks and shared views come along."""

import json
from dataclasses import replace
from types import MappingProxyType

import pytest

from models import house
from models.design import DesignCheck, DesignChoice, DesignColumn, DesignStep, DesignType, DesignView, shared_views
from models.kit.ask.query import Query
from models.kit.declare.access import Grant
from models.kit.write.acting import act
from models.kit.write.undo import undo
from tests.conftest import person
from tests.helpers import house_before
from tests.helpers.door import change, made, new, said
from tests.models.test_made_tables import table

STEPS = (
    {"zh": "派工", "en": "assign", "sources": ["待派工"], "to": "维修中", "needs": ["维修人"]},
    {
        "zh": "修好",
        "en": "repaired",
        "sources": ["维修中"],
        "to": "完成",
        "condition": "=[费用]<=500",
        "unmet": "费用超过 500 元，先请运营经理看",
    },
)


as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def column(who, zh, kind, name, **more) -> int:
    return made(
        DesignColumn, who, **{"record_type": "mending", "zh": zh, "kind": kind, "name": name, "seen_by": "all", **more}
    )


@pytest.fixture
def repairs(boss, stores):
    """门店报修 with all that can be said of a table."""
    at = made(DesignType, boss, zh="门店报修", name="mending", area="stores", per_store=True, first="什么坏了")
    column(boss, "编号", "running", "no", pattern="WX{0000}")
    column(boss, "维修人", "line", "repairer")
    column(boss, "费用", "money", "cost", least="0", usual="80")
    column(boss, "期限", "moment", "due")
    column(boss, "上一次", "link", "before", target="mending")
    held = column(boss, "进度", "choice", "progress")
    new(DesignChoice, boss, *({"column": held, "zh": zh} for zh in ("待派工", "没有用过", "维修中", "完成")))
    unused = next(row.id for row in DesignChoice.rows(DesignChoice.zh == "没有用过"))
    assert change(DesignChoice, boss, unused, retired=True).state == "applied"
    column(boss, "含税", "formula", "taxed", formula="=[费用]*1.06", after="cost")
    column(boss, "贵", "formula", "dear", formula="=IF([含税]>400,[进度],0)")
    column(boss, "门店地址", "lookup", "place", through="store", picks="[地址]")
    column(boss, "同店笔数", "rollup", "same", target="mending", condition="=[门店]=[本行].[门店]")
    column(boss, "后来", "rollup", "later", target="mending", through="before")
    sets = {"state_by": "进度", "due_by": "期限", "due_hours": 48, "due_states": ["待派工", "维修中"], "order": "-编号"}
    assert change(DesignType, boss, at, **sets).state == "applied"
    for step in STEPS:
        made(DesignStep, boss, record_type="mending", **step)
    made(DesignCheck, boss, record_type="mending", zh="费用不能是整百", formula="=MOD([费用],100)<>0")
    body = {
        "columns": [{"name": "name"}, {"name": "taxed"}],
        "sort": ["-taxed"],
        "filter": {"progress": {"in": ["o1", "o3"]}},
        "shape": {"kind": "board", "by": "progress"},
    }
    made(DesignView, boss, record_type="mending", name="没修好的", body=json.dumps(body))
    return house().records["mending"]


def test_a_copy_reckons_goes_by_states_checks_and_is_looked_at_like_its_pattern(repairs, boss):
    made(repairs, boss, name="冷柜", store="S1", cost="390")
    copy = table(boss, "总部报修", name="head_mending", copied_from="mending")
    assert list(copy.facts().columns) == list(repairs.facts().columns)
    assert copy.fields()["before"].rel_model is copy and Query(copy, boss).count() == 0
    first = made(copy, boss, name="灯", store="S1", cost="390", repairer="老王")
    second = made(copy, boss, name="门", store="S1", cost="450", before={"id": first, "text": "灯"})
    row = Query(copy, boss).row(first)
    reckoned = {name: row[name] for name in ("no", "taxed", "dear", "same", "later", "progress")}
    assert reckoned == {
        "no": "WX0001",
        "taxed": "413.40",
        "dear": "待派工",
        "same": 2,
        "later": 1,
        "progress": "o1",
    }
    assert row["place"] == repairs_place(repairs, boss) and row["due"] is not None
    assert copy.sheet.order == repairs.sheet.order and copy.sheet.scopes == repairs.sheet.scopes
    assert act(house().actions["head_mending_assign"], who=boss, id=first).state == "applied"
    refused = act(house().actions["head_mending_repaired"], who=boss, id=second)
    assert refused.state == "refused"
    assert act(house().actions["head_mending_repaired"], who=boss, id=first).state == "applied"
    assert said(new(copy, boss, {"name": "墙", "store": "S1", "cost": "300"}))[0][2].endswith("费用不能是整百")
    (view,) = shared_views(copy, boss)
    assert (view["name"], view["partly"], view["shape"]["by"]) == ("没修好的", False, "progress")
    assert [row["id"] for row in Query(copy, boss, view["filter"], view["sort"]).rows()] == [second]
    assert any(due.record is copy for area in house().areas for due in area.dues)
    assert made(DesignChoice, boss, column=copied(copy, "progress"), zh="再修") and {
        row.code for row in DesignChoice.rows(DesignChoice.column == copied(copy, "progress"))
    } == {"o1", "o2", "o3", "o4", "o5"}


def repairs_place(record, who):
    return Query(record, who).rows()[0]["place"]


def copied(record, name: str) -> int:
    return next(
        row.id for row in DesignColumn.rows(DesignColumn.record_type == record.key(), DesignColumn.name == name)
    )


def test_a_copy_is_taken_back_as_one_with_its_views_and_can_be_made_again(repairs, boss):
    answer = new(
        DesignType, boss, {"zh": "总部报修", "name": "head_mending", "area": "stores", "copied_from": "mending"}
    )
    assert answer.state == "applied", answer.errors
    assert undo(answer.batch, house().records, who=boss).state == "applied"
    assert "head_mending" not in house().records
    assert not DesignView.rows(DesignView.record_type == "head_mending")
    assert table(boss, "总部报修", name="head_mending_2", copied_from="mending").sheet.steps


def test_what_leads_to_the_pattern_or_to_columns_its_maker_does_not_see_stays_behind(repairs, boss, stores):
    parts = table(boss, "配件", name="part")
    link = {
        "record_type": "part",
        "zh": "报修",
        "kind": "link",
        "target": "mending",
        "name": "repair",
        "seen_by": "all",
    }
    made(DesignColumn, boss, **link)
    column(boss, "配件数", "rollup", "parts", target="part", through="repair")
    column(boss, "配件多", "formula", "many_parts", formula="=[配件数]>3")
    ada = person("Ada", "administrator", 77)
    hides = Grant("administrator", "mending", "see add edit", hidden=frozenset({"cost"}))
    less = replace(ada, grants=MappingProxyType({**ada.grants, "mending": hides}))
    copy = table(less, "总部报修", name="head_mending", copied_from="mending")
    names = set(copy.facts().columns)
    assert names.isdisjoint({"cost", "taxed", "dear", "parts", "many_parts"})
    assert {"repairer", "place", "same", "later"} <= names
    assert [step.name for step in copy.sheet.steps] == ["assign"] and not copy.facts().checks
    body = json.loads(DesignView.rows(DesignView.record_type == "head_mending")[0].body)
    assert (body["columns"], body["sort"]) == ([{"name": "name"}], [])
    assert parts.fields()["repair"].rel_model is repairs


def test_a_copy_of_a_declared_type_takes_its_made_columns_options_and_views(boss, stores):
    made(DesignColumn, boss, record_type="complaint", zh="天数", kind="formula", name="days", formula="=[赔付金额]*2")
    body = {"columns": [{"name": "state"}], "sort": ["-days"], "filter": {"state": {"in": ["new"]}}}
    made(DesignView, boss, record_type="complaint", name="未关闭", body=json.dumps(body))
    copy = table(boss, "内部投诉", name="inner", copied_from="complaint")
    declared = house().records["complaint"].fields()["state"].options
    assert [option.key for option in copy.fields()["state"].options] == [option.key for option in declared]
    (view,) = shared_views(copy, boss)
    assert "days" in copy.facts().computed and view["sort"] == ["-days"] and not copy.sheet.steps
