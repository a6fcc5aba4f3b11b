"""What is reckoned is found by indexes that a nightly job builds: a roll-up in one that holds all it reads, a view's order in another."""

import json

import pytest

from models import house
from models.design import DesignColumn, DesignView
from models.design.quicker import index_reckoned
from models.kit.ask.query import Query
from models.kit.clock import today
from models.kit.server.database import handle
from models.kit.server.standing import Standing, stand
from models.kit.write.writes import changes
from models.organization import Employee, Store
from tests.helpers.door import change, made


@pytest.fixture(autouse=True)
def as_it_was():
    """Whatever a test designs, the next one finds the declared house."""
    before = Standing.house
    yield
    stand(before)


def at_night(boss) -> str:
    with changes(who=boss, via="job") as c:
        return index_reckoned(c, today(), large=0).zh


def ours(table: str) -> list[tuple[str, ...]]:
    return sorted(tuple(one.columns) for one in handle.get_indexes(table) if one.name.startswith("q_"))


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
    assert at_night(boss) == "新建 2 个索引，删除 0 个"
    assert ours("employee") == [("store_id", "status")]
    assert at_night(boss) == "新建 0 个索引，删除 0 个"
    assert change(DesignColumn, boss, yearly, formula="=[月租金]*12+1").state == "applied"
    assert at_night(boss) == "新建 1 个索引，删除 1 个"
    assert change(DesignColumn, boss, active, condition='[position]="店长"').state == "applied"
    at_night(boss)
    assert ours("employee") == [("store_id", "position")]


@pytest.mark.embedded
def test_a_shared_view_is_read_in_the_order_of_its_formula_and_a_roll_up_from_its_index_alone(boss, reckoned):
    at_night(boss)
    sorted_by = Query(Store, boss, sort=["-yearly"])
    assert [row["yearly"] for row in sorted_by.rows()] == ["12012.00", "12000.00"]
    sql, values = sorted_by._select(columns=[Store.id]).limit(100).sql()
    plan = " ".join(row[-1] for row in handle.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall())
    assert "USING" in plan and "INDEX q_" in plan and "TEMP B-TREE" not in plan
    sql, values = Query(Store, boss, sort=["-active_staff"])._select(columns=[Store.id]).sql()
    plan = " ".join(row[-1] for row in handle.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall())
    assert "COVERING INDEX q_" in plan


def test_small_tables_get_none(boss, reckoned):
    with changes(who=boss, via="job") as c:
        assert index_reckoned(c, today()).zh == "新建 0 个索引，删除 0 个"
    assert not ours("employee") and house().records["store"]
