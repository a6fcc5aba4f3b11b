"""What the editor of formulas asks while one types, and hostile formulas: through the API and the door, on a real database file."""

from dataclasses import replace

import pytest

from models import house
from models.design import DesignColumn
from models.kit.ask.query import Query
from models.kit.declare.access import Grant
from models.kit.write.acting import act
from models.organization import Employee, Store
from tests.helpers import house_before
from tests.helpers.api_asked import Api, op
from tests.helpers.door import change, made, new

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def column(who, zh, kind="formula", record="store", **more) -> str:
    return DesignColumn.row(made(DesignColumn, who, record_type=record, zh=zh, kind=kind, seen_by="all", **more)).name


@pytest.fixture
def api(boss, stores):
    change(Store, boss, stores["锦江一店"], opened_on="2024-02-29", address="12")
    made(Employee, boss, name="王店长", staff_no="E1", store=stores["锦江一店"])
    return Api(boss, {})


def asked(api, **body):
    return api.json("formula", {"record": "store", **body})


def test_while_one_types_the_kind_the_needs_and_the_first_results_are_told(api, stores):
    answer = asked(api, formula="=YEAR([开业日期])+LEN([门店名称])", limit=2)
    assert (answer["kind"], answer["said"], answer["errors"]) == ("number", "数字", [])
    assert answer["needs"] == ["store.opened_on", "store.name"]
    assert answer["values"] == [2028, None]
    assert [(row["title"], row["text"]) for row in answer["rows"]] == [("锦江一店", "2,028"), ("武侯一店", "")]
    other = stores["武侯一店"]
    assert [row["id"] for row in asked(api, formula="=1", ids=[other])["rows"]] == [other]


def test_a_mistake_is_told_with_its_place_and_nothing_else(api):
    answer = asked(api, formula="=[开业]+1")
    assert answer["values"] == [] and answer["kind"] is None
    (error,) = answer["errors"]
    assert (error["field"], error["at"], error["end"]) == ("formula", 1, 5) and "[开业日期]" in error["message"]


def test_roll_ups_and_lookups_are_tried_in_the_same_way(api):
    answer = asked(api, kind="rollup", target="employee", figure="list", picks="[姓名]")
    assert answer["values"] == ["王店长", None]
    assert asked(api, kind="rollup", target="employee", figure="sum")["errors"][0]["field"] == "picks"
    answer = asked(api, kind="lookup", target="employee", picks="[姓名]", condition="[所属门店]=[本行].[门店名称]")
    assert answer["values"] == ["王店长", None]
    assert asked(api, kind="lookup", through="区域")["errors"][0]["field"] == "picks"


def test_a_circle_is_told_while_it_is_written(api, boss):
    name = column(boss, "甲", formula="=LEN([门店名称])")
    column(boss, "乙", formula="=[甲]+1")
    assert "甲 → 乙 → 甲" in asked(api, name=name, formula="=[乙]")["errors"][0]["message"]


def test_what_somebody_may_not_see_is_not_told_by_a_formula_either(api, boss, stores):
    grants = {"store": Grant("helper", "store", "see", rows="store", hidden={"address"})}
    helper = replace(boss, all_rights=False, grants=grants, store_id=stores["武侯一店"], role="helper")
    his = Api(helper, {})
    assert asked(his, formula="=VALUE([地址])")["values"] == []
    assert asked(his, formula="=VALUE([地址])")["errors"]
    assert [row["title"] for row in asked(his, formula="=LEN([门店名称])")["rows"]] == ["武侯一店"]
    assert asked(his, kind="rollup", target="employee")["errors"]
    assert "address" not in {column["name"] for column in his.get("store/terms").json()["columns"]}
    assert his.get("employee/terms").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"formula": 3},
        {"kind": "line"},
        {"formula": "=1", "limit": 1000},
        {"formula": "=1", "limit": "x"},
        {"digits": True},
        {"formula": "=1", "digits": 99},
        {"kind": "rollup", "figure": "all"},
        {"formula": "=1", "ids": "1"},
    ],
)
def test_a_question_that_is_none_is_refused(api, body):
    assert api.post("formula", {"record": "store", **body}).status_code == 400


def test_a_type_that_isnt_there_has_no_formulas(api):
    assert api.post("formula", {"record": "nothing", "formula": "=1"}).status_code == 404
    assert api.post("formula", {"record": ["store"], "formula": "=1"}).status_code == 404


def test_columns_and_functions_are_offered_with_what_they_are_called(api):
    terms = api.get("store/terms").json()
    region = next(column for column in terms["columns"] if column["name"] == "region")
    assert (region["label"], region["other"], region["link"]) == ("区域", "Region", "region") and "qy" in region[
        "pinyin"
    ]
    assert {"name", "usage", "says", "pinyin"} == terms["functions"][0].keys()
    assert "name_py" not in {column["name"] for column in terms["columns"]}


def test_the_reason_of_an_empty_cell_is_told_for_that_cell(api, boss, stores):
    first, other = stores.values()
    half = column(boss, "一半", formula="=LEN([地址])/LEN([地址])")
    held = column(boss, "领导", "lookup", through="区域", picks="[区域名称]")
    last = column(boss, "最后入职", "rollup", target="employee", figure="last", picks="[姓名]")

    def why(id, name):
        return api.get(f"store/why?id={id}&field={name}").json()["why"]

    assert why(first, half) is None and "除数是 0" in why(other, half)
    assert "“区域”是空白" in why(other, held)
    assert why(first, last) is None and why(other, last) == "没有符合的记录"
    assert why(first, "address") is None and why(999, half) is None


def test_the_dialog_changes_a_formula_that_it_shows_with_labels(api, boss, stores):
    answer = api.json(
        "store/design", {"op": op(), "set": {"zh": "名长", "kind": "formula", "formula": "=LEN([门店名称])"}}
    )
    assert answer["state"] == "applied", answer
    (known,) = api.get("store/design").json()["columns"]
    assert known["told"] == {"formula": "=LEN([门店名称])"} and known["formula"] == "=LEN([name])"
    changed = {
        "op": op(),
        "id": known["id"],
        "set": {"formula": "=LEN([地址])*2"},
        "seen": {"formula": known["formula"]},
    }
    assert api.json("store/design", changed)["state"] == "applied"
    assert Query(Store, boss).row(stores["锦江一店"])[known["name"]] == 4
    late = changed | {"op": op(), "set": {"formula": "=1"}}
    assert api.json("store/design", late)["state"] == "conflict"


# Hostile ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "first", "second"),
    [
        ("=1/0", None, None),
        ("=[面积数]/[零]", None, None),
        ("=IFERROR([面积数]/[零],-1)", -1, -1),
        ("=9999999999999*[面积数]*9999999999999*9999999999999", None, 0),
        ("=POWER(10,400)", None, None),
        ("=SQRT(0-[面积数])", None, 0),
        ("=DATE(2025,2,29)", "2025-03-01", "2025-03-01"),
        ("=EDATE([开业日期],12)", "2025-02-28", None),
        ("=EDATE([开业日期],48)", "2028-02-29", None),
        ("=EDATE([开业日期],999999)", None, None),
        ("=VALUE([地址])+1", 13, 1),
        ("=VALUE([门店名称])", None, None),
        ("=LEN([地址])", 2, 0),
        ("=[面积数]+[零]", 7, 0),
        ('=REPT("长",99999999)', None, None),
        ("=MID([门店名称],0-1,2)", None, None),
        ("=[开业日期]+999999999", None, None),
        ("=MOD([面积数],[零])", None, None),
        (
            '="%s %% \'; DROP TABLE store; --"&[地址]',
            "%s %% '; DROP TABLE store; --12",
            "%s %% '; DROP TABLE store; --",
        ),
    ],
)
def test_a_hostile_formula_gives_an_empty_cell_and_never_an_error(api, boss, stores, formula, first, second):
    size, zero = (column(boss, zh, "count") for zh in ("面积数", "零"))
    store, other = stores.values()
    change(Store, boss, store, **{size: 7, zero: 0})
    name = column(boss, "试", formula=formula)
    rows = [Query(Store, boss).row(id)[name] for id in (store, other)]
    numbers = [
        float(row) if isinstance(wanted, int) and isinstance(row, str) else row
        for row, wanted in zip(rows, (first, second), strict=True)
    ]
    assert numbers == [first, second]
    sorted_ = [row["id"] for row in Query(Store, boss, sort=[name]).rows()]
    assert sorted(sorted_) == [store, other] and Query(Store, boss, {name: {"empty": True}}).count() == [
        first,
        second,
    ].count(None)


def test_formulas_on_formulas_end_at_a_depth_that_is_said(boss, stores):
    column(boss, "层0", formula="=LEN([门店名称])")
    for at in range(1, 30):
        answer = new(
            DesignColumn,
            boss,
            {"record_type": "store", "zh": f"层{at}", "kind": "formula", "formula": f"=[层{at - 1}]+1"},
        )
        if answer.state == "refused":
            break
    assert answer.state == "refused" and "12 层" in answer.errors[0].text.zh and at <= 13
    assert len(Query(Store, boss).rows()) == 2


def test_a_formula_that_names_others_too_often_is_refused_and_never_slow(boss, stores):
    column(boss, "基", formula="=LEN([门店名称])+LEN([门店名称])+LEN([门店名称])+LEN([门店名称])")
    column(boss, "二", formula="=" + "+".join(["[基]"] * 40))
    answer = new(
        DesignColumn,
        boss,
        {"record_type": "store", "zh": "三", "kind": "formula", "formula": "=" + "+".join(["[二]"] * 40)},
    )
    assert answer.state == "refused" and "2000 步" in answer.errors[0].text.zh


def test_removing_the_last_formula_frees_its_inputs_again(boss, stores):
    size = column(boss, "面积数", "count")
    top = column(boss, "双", formula="=[面积数]*2")
    ids = {name: DesignColumn.select().where(DesignColumn.name == name).get().id for name in (size, top)}
    remove = house().actions["design_column_remove"]
    assert act(remove, who=boss, id=ids[size]).state == "refused"
    assert act(remove, who=boss, id=ids[top]).state == "applied"
    assert act(house().actions["design_column_remove"], who=boss, id=ids[size]).state == "applied"


def test_a_check_is_weighed_for_who_may_add_one_and_for_nobody_else(api, boss, stores):
    weighed = api.json("store/checks/bill", {"formula": '=[地址]<>"12"'})
    assert (weighed["broken"], weighed["reads"], weighed["errors"]) == (1, ["地址"], [])
    assert weighed["rows"] == [{"id": stores["锦江一店"], "title": "锦江一店"}]
    assert api.json("store/checks/bill", {"formula": "=[地]="})["errors"][0]["message"]
    assert "formula" in api.refused("store/checks/bill", {"formula": 7})
    api.who = replace(boss, all_rights=False, grants={"store": Grant(boss.role, "store", frozenset({"see"}), "all")})
    assert api.post("store/checks/bill", {"formula": "=1=1"}).status_code == 404
