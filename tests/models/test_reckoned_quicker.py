"""What is reckoned is found by indexes that are built soon, or at night: a roll-up in one that holds all it reads, a view's order in another."""

import json

import pytest

from models import house
from models.design import DesignColumn, DesignView
from models.design.quicker import index_at_night, index_soon
from models.kit.ask.query import Query
from models.kit.clock import today
from models.kit.server.database import handle
from models.organization import Employee, Store
from tests.helpers import house_before
from tests.helpers.door import change, made

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def at_night() -> str:
    return index_at_night(today(), large=0).zh


def ours(table: str) -> list[tuple[str, ...]]:
    return sorted(tuple(index.columns) for index in handle.get_indexes(table) if index.name.startswith("q_"))


@pytest.fixture
def reckoned(boss, stores) -> tuple[int, int]:
    """A roll-up with a condition, and a formula that a shared view is sorted by."""
    active = made(
        DesignColumn,
        boss,
        record_type="store",
        zh="在职",
        en="Active",
        name="active_staff",
        kind="rollup",
        target="employee",
        through="store",
        condition='[status]="active"',
    )
    yearly = made(
        DesignColumn,
        boss,
        record_type="store",
        zh="年租",
        en="Yearly rent",
        name="yearly",
        kind="formula",
        formula="=[月租金]*12",
    )
    body = {"columns": [], "sort": ["-yearly"], "filter": {}}
    made(DesignView, boss, record_type="store", name="按年租", body=json.dumps(body))
    for at, store in enumerate(stores.values()):
        assert change(Store, boss, store, monthly_rent=str(1000 + at)).state == "applied"
        made(Employee, boss, staff_no=f"E{at}", name="孙七", store=store)
    return active, yearly


def test_what_the_night_builds_follows_the_design(boss, reckoned):
    active, yearly = reckoned
    assert at_night() == "新建 2 个索引，删除 0 个"
    assert ours("employee") == [("store_id", "status")]
    assert at_night() == "新建 0 个索引，删除 0 个"
    assert change(DesignColumn, boss, yearly, formula="=[月租金]*12+1").state == "applied"
    assert at_night() == "新建 1 个索引，删除 1 个"
    assert change(DesignColumn, boss, active, condition='[position]="店长"').state == "applied"
    at_night()
    assert ours("employee") == [("store_id", "position")]


@pytest.mark.embedded
def test_a_shared_view_is_read_in_the_order_of_its_formula_and_a_roll_up_from_its_index_alone(boss, reckoned):
    at_night()
    sorted_by = Query(Store, boss, sort=["-yearly"])
    assert [row["yearly"] for row in sorted_by.rows()] == ["12012.00", "12000.00"]
    sql, values = sorted_by._select(columns=[Store.id]).limit(100).sql()
    plan = " ".join(row[-1] for row in handle.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall())
    assert "USING" in plan and "INDEX q_" in plan and "TEMP B-TREE" not in plan
    sql, values = Query(Store, boss, sort=["-active_staff"])._select(columns=[Store.id]).sql()
    plan = " ".join(row[-1] for row in handle.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall())
    assert "COVERING INDEX q_" in plan


def test_small_tables_get_none(boss, reckoned):
    assert index_at_night(today()).zh == "新建 0 个索引，删除 0 个"
    assert not ours("employee") and house().records["store"]


def test_what_is_made_by_day_has_its_indexes_soon_and_what_is_removed_loses_them(boss, reckoned):
    assert index_soon(today(), large=0).zh == "新建 2 个索引，删除 0 个"
    assert ours("employee") == [("store_id", "status")]
    active, _ = reckoned
    assert change(DesignColumn, boss, active, condition='[position]="店长"').state == "applied"
    assert index_soon(today(), large=0).zh == "新建 1 个索引，删除 1 个"
    assert ours("employee") == [("store_id", "position")]


def test_a_formula_that_a_shared_view_filters_by_in_a_group_is_indexed_too(boss, reckoned):
    at_night()
    body = {"columns": [], "sort": [], "filter": {"or": [{"halved": {"gt": 5}}, {"name": {"eq": "x"}}]}}
    column = {"record_type": "store", "zh": "半租", "en": "Halved", "name": "halved", "kind": "formula"}
    made(DesignColumn, boss, **column, formula="=[月租金]/2")
    assert index_soon(today(), large=0).zh.startswith("新建 0 个")
    made(DesignView, boss, record_type="store", name="半租高的", body=json.dumps(body))
    assert index_soon(today(), large=0).zh.startswith("新建 1 个")


@pytest.mark.embedded
def test_a_large_table_waits_until_nobody_has_written_for_a_minute(clock, boss, reckoned):
    waits = index_soon(today(), large=0, brief=0)
    assert "还有 2 个" in waits.zh and "2 wait" in waits.en and not ours("employee")
    clock("2026-11-23 10:02")
    assert index_soon(today(), large=0, brief=0).zh == "新建 2 个索引，删除 0 个"
