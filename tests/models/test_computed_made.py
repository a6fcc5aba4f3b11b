"""Formulas, lookups and roll-ups made in the browser: through the one door, on a real database file."""

from dataclasses import replace

import pytest

from exports.incoming import importing
from exports.write import book
from models import house
from models.design import DesignColumn
from models.design.computed import labelled
from models.design.uses import bearing
from models.kit.ask.past import history
from models.kit.ask.query import Query
from models.kit.declare.describe import describe_record
from models.kit.write.acting import act
from models.kit.write.undo import undo
from models.organization import Employee, Region, Store
from tests.helpers import house_before
from tests.helpers.door import change, made, new, said

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def column(who, zh, kind="formula", record="store", **more) -> int:
    return made(DesignColumn, who, record_type=record, zh=zh, kind=kind, seen_by="all", **more)


def name_of(id: int) -> str:
    return DesignColumn.row(id).name


def refusal(who, **sets) -> tuple[str, str]:
    answer = new(DesignColumn, who, {"record_type": "store", "zh": "新列", "kind": "formula", **sets})
    assert answer.state == "refused", answer
    return answer.errors[0].field, answer.errors[0].text.zh


@pytest.fixture
def sized(boss, stores):
    """Two stores with a size and a rent in columns of their own."""
    names = {zh: name_of(column(boss, zh, kind)) for zh, kind in (("面积数", "count"), ("租金额", "money"))}
    for store, size, rent in zip(stores.values(), (100, 0), ("1250.50", "3"), strict=True):
        change(Store, boss, store, **dict(zip(names.values(), (size, rent), strict=True)))
    return names


def test_a_formula_is_made_shown_sorted_filtered_and_follows_its_inputs(boss, stores, sized):
    name = name_of(column(boss, "每平租金", formula="=[租金额]/[面积数]"))
    first, other = stores.values()
    assert [Query(Store, boss).row(id)[name] for id in (first, other)] == ["12.51", None]
    assert Query(Store, boss, {name: {"gt": "12"}}).count() == 1
    change(Store, boss, first, **{sized["面积数"]: 50})
    assert Query(Store, boss).row(first)[name] == "25.01"
    assert [row["id"] for row in Query(Store, boss, sort=[f"-{name}"]).rows()][0] == first


def test_a_formula_is_kept_by_names_and_shown_by_the_labels_of_today(boss, stores, sized):
    id = column(boss, "每平租金", formula="=[租金额]/[面积数]")
    rent, size = sized["租金额"], sized["面积数"]
    assert DesignColumn.row(id).formula == f"=[{rent}]/[{size}]"
    before = Query(Store, boss).row(stores["锦江一店"])[name_of(id)]
    change(DesignColumn, boss, id_of(rent), zh="月租", en="Rent")
    assert labelled(DesignColumn.row(id), Store, "zh") == {"formula": "=[月租]/[面积数]"}
    assert labelled(DesignColumn.row(id), Store, "en") == {"formula": "=[Rent]/[面积数]"}
    assert Query(Store, boss).row(stores["锦江一店"])[name_of(id)] == before


def id_of(name: str) -> int:
    return DesignColumn.select().where(DesignColumn.name == name).get().id


def remove(who, id):
    return act(house().actions["design_column_remove"], who=who, id=id)


def test_a_column_that_a_formula_needs_is_not_removed_and_the_refusal_says_which(boss, stores, sized):
    id = column(boss, "每平租金", formula="=[租金额]/[面积数]")
    top = column(boss, "双倍", formula="=[每平租金]*2")
    refused = remove(boss, id_of(sized["租金额"]))
    assert refused.state == "refused"
    assert refused.errors[0].text.zh == ("“租金额”还被这些列用到：门店的“每平租金”、门店的“双倍”；请先修改或删除它们")
    assert remove(boss, id).state == "refused"
    assert "双倍" in bearing(Store, name_of(id)).zh and "每平租金" in bearing(Store, sized["租金额"]).zh
    assert remove(boss, top).state == "applied" and remove(boss, id).state == "applied"
    assert remove(boss, id_of(sized["租金额"])).state == "applied"
    refused = act(house().actions["design_column_bring_back"], who=boss, id=id)
    assert refused.state == "refused" and "租金额" not in Store.fields()


def test_a_formula_made_with_its_input_in_one_batch_is_taken_back_with_it(boss, stores):
    rows = [
        {"record_type": "store", "zh": "数", "kind": "count", "name": "amount"},
        {"record_type": "store", "zh": "倍", "kind": "formula", "name": "twice", "formula": "=[数]*2"},
    ]
    answer = new(DesignColumn, boss, *rows)
    assert answer.state == "applied", said(answer)
    change(Store, boss, stores["锦江一店"], amount=4)
    assert Query(Store, boss).row(stores["锦江一店"])["twice"] == 8
    assert undo(answer.batch, house().records, who=boss).state == "applied"
    assert "twice" not in Query(Store, boss).row(stores["锦江一店"])


@pytest.mark.parametrize(
    ("sets", "field", "said_so"),
    [
        ({}, "formula", "请填写公式"),
        ({"formula": "=[电话号]+1"}, "formula", "第 2 个字符“[电话号]”：门店没有“电话号”这一列"),
        ({"formula": "=[门店名称]*2"}, "formula", "VALUE"),
        ({"formula": "=ROND([编号])"}, "formula", "是不是 ROUND"),
        ({"formula": "=1+"}, "formula", "没写完"),
        ({"formula": "=" + "(" * 150 + "1" + ")" * 150}, "formula", "太深"),
        ({"formula": "=" + "1+" * 1200 + "1"}, "formula", "2000 个字符"),
        ({"kind": "rollup"}, "target", "请选择从哪张表取"),
        ({"kind": "rollup", "target": "gift"}, "condition", "没有关联到门店的列"),
        ({"kind": "rollup", "target": "employee", "figure": "sum"}, "picks", "请填写取哪一列"),
        ({"kind": "rollup", "target": "employee", "figure": "sum", "picks": "[姓名]"}, "picks", "VALUE"),
        ({"kind": "rollup", "target": "employee", "condition": "=[姓名]"}, "condition", "是/否"),
        ({"kind": "rollup", "target": "employee", "through": "电话"}, "through", "关联"),
        ({"kind": "rollup", "target": "gift", "condition": '[本行].[门店名称]="a"'}, "condition", "没有用到礼品的列"),
        ({"kind": "lookup"}, "target", "请选择从哪张表取"),
        ({"kind": "lookup", "through": "区域"}, "picks", "请填写取哪一列"),
        ({"kind": "lookup", "through": "地址", "picks": "[名称]"}, "through", "不是能用的关联列"),
        ({"kind": "lookup", "target": "region", "picks": "[区域名称]"}, "condition", "按什么条件找"),
        (
            {"kind": "lookup", "target": "region", "picks": "[区域名称]", "condition": "[区域编码]=[本行]"},
            "condition",
            "本行的哪一列",
        ),
    ],
)
def test_what_is_no_formula_is_refused_with_its_place_and_remedy(boss, sets, field, said_so):
    named, text = refusal(boss, **sets)
    assert named == field and said_so in text, text


def test_reckoned_columns_count_among_the_two_hundred(boss, monkeypatch):
    monkeypatch.setattr("models.design.columns.MOST_COLUMNS", len(Region.fields()) + 1)
    column(boss, "一", record="region", formula="=1")
    answer = new(DesignColumn, boss, {"record_type": "region", "zh": "二", "kind": "formula", "formula": "=2"})
    assert answer.state == "refused" and "不能再加" in answer.errors[0].text.zh


def test_a_circle_is_refused_by_naming_it(boss, stores, sized):
    first = column(boss, "甲", formula="=[面积数]+1")
    column(boss, "乙", formula="=[甲]*2")
    answer = change(DesignColumn, boss, first, formula="=[乙]")
    assert "甲 → 乙 → 甲" in answer.errors[0].text.zh and answer.errors[0].field == "formula"
    answer = change(DesignColumn, boss, first, formula="=[甲]")
    assert "甲 → 甲" in answer.errors[0].text.zh


def test_a_formula_whose_new_kind_breaks_another_is_refused(boss, sized):
    first = column(boss, "甲", formula="=[面积数]+1")
    column(boss, "乙", formula="=[甲]*2")
    answer = change(DesignColumn, boss, first, formula='="第"&[面积数]')
    assert answer.state == "refused" and "乙" in answer.errors[0].text.zh
    assert change(DesignColumn, boss, first, formula="=[面积数]*3").state == "applied"


@pytest.fixture
def sold(boss, stores):
    """Employees of two stores, and regions by code, to be looked up and rolled up."""
    first, other = stores.values()
    regions = {code: made(Region, boss, name=name, code=code) for code, name in (("W", "川西"), ("E", "川东"))}
    change(Store, boss, first, region="川西", address="E")
    age = name_of(column(boss, "工龄", "count", "employee"))
    for no, (store, years) in enumerate(((first, 3), (first, 5), (other, 7)), 1):
        made(Employee, boss, name=f"员工{no}", staff_no=f"E{no}", store=store, **{age: years})
    return regions


def test_roll_ups_count_sum_and_pick_with_conditions_over_formulas_and_formulas_stand_on_them(boss, stores, sold):
    column(boss, "老员工", record="employee", formula="=[工龄]>=5")
    column(boss, "津贴", record="employee", formula="=[工龄]*10.5")
    made_ = {
        "人数": {"target": "employee"},
        "老人数": {"target": "employee", "condition": "=[老员工]"},
        "津贴合计": {"target": "employee", "figure": "sum", "picks": "[津贴]"},
        "最资深": {"target": "employee", "figure": "last", "picks": "[姓名]", "sorted_by": "工龄"},
        "占比": {"target": "employee", "figure": "share", "picks": "[老员工]"},
    }
    names = [name_of(column(boss, zh, "rollup", **more)) for zh, more in made_.items()]
    names.append(name_of(column(boss, "人均", formula="=[津贴合计]/[人数]")))
    rows = [Query(Store, boss).row(id) for id in stores.values()]
    assert [rows[0][name] for name in names] == [2, 1, "84", "员工2", "50", "42"]
    assert [rows[1][name] for name in names] == [1, 1, "73.5", "员工3", "100", "73.5"]
    assert Query(Store, boss, {names[2]: {"gt": "80"}}).count() == 1
    total = name_of(column(boss, "区域津贴", "rollup", "region", target="store", figure="sum", picks="[津贴合计]"))
    assert Query(Region, boss).row(sold["W"])[total] == "84"


def test_lookups_follow_a_link_or_match_values(boss, stores, sold):
    through = name_of(column(boss, "区域编号", "lookup", through="所属区域", picks="=[区域编码]"))
    match = name_of(
        column(boss, "地址区域", "lookup", target="region", picks="[区域名称]", condition="[区域编码]=[本行].[地址]")
    )
    first, other = (Query(Store, boss).row(id) for id in stores.values())
    assert (first[through], first[match]) == ("W", "川东")
    assert (other[through], other[match]) == (None, None)
    stored = DesignColumn.row(id_of(match))
    assert stored.condition == "[code]=[this].[address]"
    assert labelled(stored, Store, "zh") == {"picks": "[区域名称]", "condition": "[区域编码]=[本行].[地址]"}


@pytest.mark.parametrize(
    ("condition", "counted"),
    [
        ("", [2, 1]),  # the one link that leads here
        ("[工龄]>LEN([本行].[门店名称])", [1, 1]),
        ("AND([本行].[门店名称]<>[姓名],[工龄]>0)", [2, 1]),
        ("[工龄]>0", [2, 1]),
        ("[工龄]=LEN([姓名])", [1, 0]),  # holds nothing against this row
        ('[本行].[门店名称]="锦江一店"', [2, 0]),
        ("LEN([姓名])=LEN([本行].[门店名称])-1", [3, 3]),  # matched by values, whichever store they are of
        ("[所属门店]=[本行].[门店名称]", [2, 1]),
    ],
)
def test_a_roll_up_goes_by_its_link_unless_the_condition_matches_rows_by_values(boss, stores, sold, condition, counted):
    name = name_of(column(boss, "人数三", "rollup", target="employee", condition=condition))
    assert [Query(Store, boss).row(id)[name] for id in stores.values()] == counted


def test_who_doesnt_see_all_inputs_sees_nothing_of_what_is_reckoned(boss, ann, bo, stores, sold):
    names = [
        name_of(column(boss, "人数二", "rollup", target="employee")),
        name_of(column(boss, "名长", formula="=LEN([门店名称])")),
    ]
    assert set(names) <= Query(Store, boss).rows()[0].keys()
    seen = replace(bo, grants={"store": bo.grants["store"]})
    assert names[0] not in Query(Store, seen).rows()[0] and names[1] in Query(Store, seen).rows()[0]
    change(DesignColumn, boss, id_of(names[1]), seen_by="keepers")
    assert names[1] not in Query(Store, seen).rows()[0]


def test_a_reckoned_column_is_described_exported_ignored_on_import_and_silent_in_the_history(
    boss, stores, sized, tmp_path
):
    name = name_of(column(boss, "每平租金", formula="=[租金额]/[面积数]", after="code"))
    told_ = describe_record(Store, (), boss)
    field = next(field for field in told_["fields"] if field["name"] == name)
    assert (field["kind"], field["editable"], field["label"]["zh"]) == ("money", False, "每平租金")
    assert told_["columns"][told_["columns"].index("code") + 1] == name
    query = Query(Store, boss)
    for ending, make in (("xlsx", book.as_xlsx), ("csv", book.as_csv)):
        path = tmp_path / f"stores.{ending}"
        path.write_bytes(b"".join(make(query, book.columns_of(Store, query.shown), boss)))
        answer = importing.run(path, path.name, Store, boss, options={"dry_run": True}).wire("zh")
        assert (answer["changed"], answer["faulty"], answer["unchanged"]) == (0, [], 2), answer
        assert "每平租金" in str(answer) and "由系统计算" in str(answer)
    store = stores["锦江一店"]
    assert all(cell["field"] != name for entry in history(Store, store, boss) for cell in entry["cells"])
    assert change(Store, boss, store, **{name: "3"}).state == "refused"


def test_a_share_is_shown_in_per_cent_and_per_cents_are_worth_a_hundredth_in_formulas(boss, stores, sized):
    rate = name_of(column(boss, "提成比例%", "percent"))
    store = stores["锦江一店"]
    change(Store, boss, store, **{rate: "12.5%"})
    pay = name_of(column(boss, "提成", formula="=[租金额]*[提成比例%]"))
    share = name_of(column(boss, "比重", formula="=[面积数]/400", percent=True))
    row = Query(Store, boss).row(store)
    assert (row[pay], row[share]) == ("156.31", "25")
    assert Query(Store, boss, {share: {"gt": "24"}}).count() == 1
    assert Store.facts().readable[share].label.zh == "比重（%）"
