"""Columns that are reckoned from others: on a real database, for people who see all of it and people who don't."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from exports.write import book
from models import AREAS, house
from models.kit import (
    Area,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    Grant,
    LineField,
    LinkField,
    MoneyField,
    Record,
    Sheet,
)
from models.kit.ask.query import BadQuery, Query
from models.kit.declare.access import VERBS, Who
from models.kit.declare.describe import describe_record
from models.kit.declare.house import House
from models.kit.formula.fields import FormulaField, LookupField, RollUpField
from models.kit.server.database import handle
from models.kit.server.standing import pinned
from models.kit.write.edits import edit

STATES = (Choice("open", "未结", "Open"), Choice("paid", "已付", "Paid"))


class Stall(Record):
    """Where racks stand; a type of its own, so that nothing of the house's is linked from here."""

    name = LineField("门店名称", "Stall")

    sheet = Sheet("摊位", "Stalls", key=("name",), discreet=True)


class Rack(Record):
    """A rack of a store, perhaps above another one."""

    name = LineField("货架名", "Rack")
    store = LinkField(Stall, "门店", "Store")
    above = LinkField("self", "上层", "Above", null=True)
    cost = MoneyField("造价", "Cost", null=True)

    boxes = RollUpField("箱数", "Boxes", "box", "rack", sum=True)
    worth = RollUpField("货值", "Worth", "box", "rack", "sum", "[value]", sum=True)
    unpaid = RollUpField("未付", "Unpaid", "box", "rack", "sum", "[value]", '[状态]="未结"')
    mean = RollUpField("均价", "Mean", "box", "rack", "mean", "[price]")
    share = RollUpField("已付比例", "Paid", "box", "rack", "share", '[state]="paid"')
    dearest = RollUpField("最贵", "Dearest", "box", "rack", "most", "[price]")
    newest = RollUpField("最近", "Newest", "box", "rack", "last", "[name]", by="day")
    listed = RollUpField("清单", "Listed", "box", "rack", "list", "[name]")
    under = RollUpField("下层数", "Below", "rack", "above")
    under_cost = RollUpField("下层造价", "Cost below", "rack", "above", "sum", "[cost]")
    margin = FormulaField("盈余", "Margin", "=[货值]-[造价]")
    at = FormulaField("位置", "At", '="在"&[门店]')
    city = LookupField("门店名", "Store's name", "store.name")

    sheet = Sheet("货架", "Racks", key=("name",), order=("name",), search=("name",), scopes={"store": "store"})


class Box(Record):
    """Goods in a box on a rack."""

    name = LineField("箱号", "Box")
    rack = LinkField(Rack, "货架", "Rack")
    price = MoneyField("单价", "Price", null=True)
    qty = CountField("数量", "Quantity", default=1)
    state = ChoiceField("状态", "State", options=STATES, default="open")
    day = DayField("日期", "Day", null=True)

    value = FormulaField("金额", "Value", "=[单价]*[数量]", sum=True)
    each = FormulaField("折算", "Each", "=[金额]/[数量]/3")
    part = FormulaField("占比", "Part", "=[金额]/[货架].[货值]", digits=4)
    dear = FormulaField("贵", "Dear", "=[单价]>10")
    label = FormulaField("标签", "Label", '=[货架].[货架名]&"-"&[箱号]')
    on = LookupField("店", "Store", "rack.store.name")

    sheet = Sheet("箱", "Boxes", key=("name",), order=("name",), search=("name",), scopes={"store": "rack.store"})


AREA = Area(
    "racks", "货架", "Racks", records=(Stall, Rack, Box), grants=(Grant("administrator", "*", frozenset(VERBS)),)
)


def person(stores, **grants) -> Who:
    given = {
        "rack": Grant("helper", "rack", "see export"),
        "box": Grant("helper", "box", "see export"),
        "stall": Grant("helper", "stall", "see"),
    } | grants
    return Who(900, "Helper", role="helper", grants=MappingProxyType(given), store_id=stores["锦江一店"])


@pytest.fixture
def stores(boss):
    """Two stalls by name, in a house that has them."""
    with pinned(House([*AREAS, AREA])):
        handle.create_tables([Stall, Rack, Box])
        done = edit(Stall, [{"id": None, "set": {"name": name}} for name in ("锦江一店", "武侯一店")], who=boss)
        yield {row["name"]: row["id"] for row in done.rows}


@pytest.fixture
def racks(boss, stores):
    """Three racks in two stores; the second store's lies below the first's."""
    first, second = (stores[name] for name in ("锦江一店", "武侯一店"))
    made = [
        ("A", first, None, "100"),
        ("B", second, "A", "7.5"),
        ("C", first, "A", "1"),
    ]
    ids = {}
    for name, store, above, cost in made:
        done = edit(
            Rack,
            [{"id": None, "set": {"name": name, "store": store, "above": ids.get(above), "cost": cost}}],
            who=boss,
        )
        ids[name] = done.rows[0]["id"]
    boxes = [
        ("1", "A", "0.10", 3, "open", "2026-11-01"),
        ("2", "A", "19.99", 2, "paid", "2026-11-03"),
        ("3", "A", None, 1, "paid", None),
        ("4", "B", "5", 4, "open", "2026-10-01"),
    ]
    for name, rack, price, qty, state, day in boxes:
        row = {"name": name, "rack": ids[rack], "price": price, "qty": qty, "state": state, "day": day}
        assert edit(Box, [{"id": None, "set": row}], who=boss).state == "applied"
    yield ids


def column(record, who, name, **asked):
    return [row[name] for row in Query(record, who, **asked).rows()]


def test_a_roll_up_says_each_of_its_figures(racks, boss):
    first, second, third = Query(Rack, boss).rows()
    assert [
        first[name] for name in ("boxes", "worth", "unpaid", "mean", "share", "dearest", "newest", "listed", "under")
    ] == [3, "40.28", "0.30", "10.05", "66.67", "19.99", "2", "1、2、3", 2]
    assert (second["boxes"], second["worth"], second["margin"]) == (1, "20.00", "12.50")
    assert [third[name] for name in ("boxes", "worth", "mean", "newest", "listed", "share")] == [
        0,
        "0.00",
        None,
        None,
        None,
        None,
    ]


def test_formulas_stand_on_roll_ups_and_roll_ups_on_formulas(racks, boss):
    assert column(Rack, boss, "margin") == ["-59.72", "12.50", "-1.00"]
    assert column(Box, boss, "part") == ["0.0074", "0.9926", "0", "1"]
    assert column(Box, boss, "label") == ["A-1", "A-2", "A-3", "B-4"]
    assert column(Box, boss, "on") == ["锦江一店", "锦江一店", "锦江一店", "武侯一店"]


def test_reckoned_columns_sort_filter_page_and_sum(racks, boss):
    assert column(Box, boss, "name", sort=["-value"]) == ["2", "4", "1", "3"]
    assert column(Box, boss, "name", filter={"value": {"gt": "1"}}) == ["2", "4"]
    assert column(Box, boss, "name", filter={"value": {"in": ["20.00", "0.30"]}}) == ["1", "4"]
    assert column(Box, boss, "name", filter={"dear": {"eq": True}}) == ["2"]
    assert column(Box, boss, "name", filter={"label": {"contains": "a-"}}) == ["1", "2", "3"]
    assert column(Rack, boss, "name", filter={"newest": {"empty": True}}) == ["C"]
    assert Query(Box, boss).sums()["value"] == "60.28"
    query = Query(Box, boss, sort=["-value"])
    ids = query.ids()
    assert [row["id"] for row in query.rows(2, 2)] == ids[2:]
    assert [row["id"] for row in query.rows(after=ids[1])] == ids[2:]
    assert Query(Rack, boss, {"worth": {"ge": 20}}).count() == 2


def test_a_count_by_a_roll_up_follows_the_rows_it_is_made_of(racks, boss):
    asked = {"boxes": {"ge": 3}}
    assert Query(Rack, boss, asked).count() == 1
    edit(Box, [{"id": None, "set": {"name": f"n{at}", "rack": racks["C"]}} for at in range(3)], who=boss)
    assert Query(Rack, boss, asked).count() == 2
    assert Query(Rack, boss).sums()["boxes"] == 7


def test_scopes_hold_inside_lookups_and_roll_ups_of_a_type_over_itself(racks, stores):
    mine = person(
        stores, rack=Grant("helper", "rack", "see", rows="store"), box=Grant("helper", "box", "see", rows="store")
    )
    assert column(Rack, mine, "name") == ["A", "C"]
    assert column(Rack, mine, "under") == [1, 0]
    assert column(Rack, mine, "under_cost") == ["1.00", "0.00"]
    everywhere = replace(mine, grants=MappingProxyType({**mine.grants, "rack": Grant("helper", "rack", "see")}))
    assert column(Rack, everywhere, "under_cost") == ["8.50", "0.00", "0.00"]
    assert column(Rack, everywhere, "worth") == ["40.28", "0.00", "0.00"]


@pytest.mark.parametrize("limit", [{"hidden": {"price"}}, {"masked": {"price"}}])
def test_who_doesnt_see_an_input_in_full_neither_sees_nor_asks_by_what_comes_of_it(racks, stores, limit):
    helper = person(stores, box=Grant("helper", "box", "see export", **limit))
    row = Query(Rack, helper).rows()[0]
    assert {"worth", "margin", "mean", "dearest", "unpaid"} & row.keys() == set()
    assert row["boxes"] == 3
    assert {"value", "each", "part", "dear"} & Query(Box, helper).rows()[0].keys() == set()
    for asked in ({"filter": {"value": {"gt": 0}}}, {"sort": ["value"]}, {"filter": {"value": {"empty": True}}}):
        with pytest.raises(BadQuery):
            Query(Box, helper, **asked)
    described = {field["name"] for field in describe_record(Rack, (), helper)["fields"]}
    assert "worth" not in described and "boxes" in described


def test_who_doesnt_see_the_linked_type_sees_nothing_made_of_it(racks, stores):
    helper = person(stores, box=Grant("helper", "box", ""))
    assert {"boxes", "worth", "listed"} & Query(Rack, helper).rows()[0].keys() == set()


def test_the_name_of_a_discreet_row_is_not_told_by_a_formula_either(racks, boss, stores):
    assert column(Rack, boss, "at") == ["在锦江一店", "在武侯一店", "在锦江一店"]
    assert column(Rack, person(stores), "at") == column(Rack, boss, "at")
    assert "at" not in Query(Rack, person(stores, stall=Grant("helper", "stall", ""))).rows()[0]


def test_a_reckoned_column_can_be_hidden_itself(racks, stores):
    helper = person(stores, rack=Grant("helper", "rack", "see", hidden={"worth"}))
    assert "worth" not in Query(Rack, helper).rows()[0]


def test_a_reckoned_column_is_described_and_not_written(racks, boss):
    fields = {field["name"]: field for field in describe_record(Box, (), boss)["fields"]}
    assert {name: fields[name]["kind"] for name in ("value", "each", "dear", "label")} == {
        "value": "money",
        "each": "money",
        "dear": "flag",
        "label": "line",
    }
    assert not fields["value"]["editable"] and "由系统计算" in fields["value"]["why"]["zh"]
    done = edit(Box, [{"id": Query(Box, boss).ids()[0], "set": {"value": "3"}}], who=boss)
    assert done.state == "refused" and "由系统计算" in done.errors[0].text.zh


def test_reckoned_columns_go_into_files(racks, boss):
    query = Query(Box, boss)
    names = book.columns_of(Box, query.shown)
    lines = b"".join(book.as_csv(query, names, boss)).decode("utf-8-sig").splitlines()
    head, first = lines[0].split(","), lines[1].split(",")
    cells = dict(zip(head, first, strict=False))
    assert (cells["金额"], cells["标签"], cells["贵"]) == ("0.30", "A-1", "否")
    assert b"".join(book.as_xlsx(Query(Box, boss), names, boss)).startswith(b"PK")


def test_the_house_names_a_circle_of_formulas(boss):
    class Ring(Record):
        first = FormulaField("甲", "One", "=[乙]+1")
        second = FormulaField("乙", "Two", "=[甲]*2")
        sheet = Sheet("圈", "Rings", title="one")

    from models.kit.formula import understand
    from models.kit.formula.context import Context
    from models.kit.formula.engines import SQLITE

    with pinned(House([*AREAS, Area("ring", "圈", "Ring", records=(Ring,))])):
        said = understand("[甲]", Context(Ring, SQLITE)).mistakes[0].text
    assert said.zh == "公式绕成了圈：甲 → 乙 → 甲；请去掉其中一处引用"


def test_working_days_of_formulas_are_the_companys(boss):
    from models.kit.formula.asking import calendar
    from models.stores import HolidayDay

    before = calendar()
    assert "2026-10-01" not in before.days and "2026-11-30" in before.days
    edit(HolidayDay, [{"id": None, "set": {"day": "2026-11-30"}}], who=boss)
    assert "2026-11-30" not in calendar().days


def test_types_without_such_columns_are_what_they_were(boss):
    plain = [record for record in house().records.values() if not record.facts().computed]
    assert plain
    assert all(record.facts().readable is record.facts().fields for record in plain)
