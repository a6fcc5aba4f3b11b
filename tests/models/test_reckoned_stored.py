"""A roll-up that a shared view goes by is kept in a column, which is right after every change, however that came in."""

import json
import random
from dataclasses import replace

import pytest

from models.design import DesignColumn, DesignView
from models.design.quicker import index_at_night, index_soon
from models.design.waiting import waiting
from models.kit.ask.query import Query
from models.kit.clock import today
from models.kit.declare.access import VERBS
from models.kit.server import database
from models.kit.server.standing import house
from models.kit.write import stored
from models.kit.write.edits import edit
from models.kit.write.undo import undo
from models.organization import Employee, Store
from tests.helpers import house_before
from tests.helpers.door import change, made

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def rolled_up(boss, name: str, **more) -> int:
    column = {"record_type": "store", "zh": name, "en": name, "name": name, "kind": "rollup"}
    return made(DesignColumn, boss, **column, target="employee", through="store", **more)


def viewed(boss, *names: str) -> None:
    for name in names:
        body = {"columns": [], "sort": [f"-{name}"], "filter": {}}
        made(DesignView, boss, record_type="store", name=f"按{name}", body=json.dumps(body))


@pytest.fixture
def kept(boss, stores) -> list[str]:
    """Two that are kept: how many are active at the store, and when the last of them came."""
    rolled_up(boss, "active_staff", condition='[status]="active"')
    rolled_up(boss, "last_hired", figure="most", picks="[入职日期]")
    viewed(boss, "active_staff", "last_hired")
    for at, store in enumerate(list(stores.values()) * 3):
        made(Employee, boss, staff_no=f"E{at}", name="孙七", store=store, hired_on=f"2026-0{at + 1}-10")
    index_soon(today(), large=0)
    return ["active_staff", "last_hired"]


def agrees() -> bool:
    return all(ready and not stored.differs(column) for column, ready in stored.kept_columns().items())


def by(who, name: str) -> str:
    return Query(Store, who, sort=[f"-{name}"])._select(columns=[Store.id]).sql()[0]


def test_sorting_filtering_and_summing_go_by_the_kept_column_and_showing_is_reckoned(boss, kept):
    assert len(stored.kept_columns()) == 2 and agrees()
    for name in kept:
        assert '"t1"."k_' in by(boss, name)
    assert 'SELECT "t1"."id"' in by(boss, "active_staff") and "employee" not in by(boss, "active_staff")
    query = Query(Store, boss, {"active_staff": {"gt": 2}}, sort=["-active_staff"])
    assert [row["active_staff"] for row in query.rows()] == [3, 3] and query.count() == 2
    assert (
        "employee" not in Query(Store, boss, {"last_hired": {"gt": "2026-01-01"}})._select(columns=[Store.id]).sql()[0]
    )


def test_who_does_not_see_every_row_goes_by_what_is_reckoned(boss, chen, kept):
    full = replace(chen.grants["store"], verbs=frozenset(VERBS), rows="all", hidden=frozenset(), masked=frozenset())
    everywhere = replace(chen, grants={"store": full, "employee": full})
    assert '"t1"."k_' in by(everywhere, "active_staff")
    here = replace(chen, grants={"store": full, "employee": replace(full, rows="store")})
    assert '"t1"."k_' not in by(here, "active_staff")


def test_it_is_right_after_every_way_of_writing(boss, stores, kept):
    chance, batches = random.Random(7), []
    for turn in range(40):
        staff = [row.id for row in Employee.rows()]
        way = chance.choice(("add", "move", "leave", "hire", "remove", "undo"))
        store = chance.choice(list(stores.values()))
        if way == "undo" and batches:
            answer = undo(batches.pop(chance.randrange(len(batches))), house().records, who=boss)
        elif way == "remove" and len(staff) > 2:
            answer = edit(Employee, [], who=boss, delete=[chance.choice(staff)])
        elif way in ("move", "leave", "hire") and staff:
            sets = {"move": {"store": store}, "leave": {"status": chance.choice(("left", "active"))}}
            values = sets.get(way, {"hired_on": f"2026-{chance.randint(1, 12):02d}-01"})
            answer = change(Employee, boss, chance.choice(staff), **values)
        else:
            values = {"staff_no": f"N{turn}", "name": "周八", "store": store, "hired_on": None}
            answer = edit(Employee, [{"id": None, "set": values}], who=boss)
        if answer.state == "applied" and answer.batch and way != "undo":
            batches.append(answer.batch)
        assert agrees(), (turn, way)
    made(Store, boss, code="S900", name="新店")
    assert agrees() and 0 in [row["active_staff"] for row in Query(Store, boss, sort=["active_staff"]).rows()]


def test_what_is_half_brought_is_read_by_nobody_and_brought_on_from_there(boss, kept):
    column = sorted(stored.kept_columns())[0]
    database.handle.execute_sql("""UPDATE "stored_roll_up" SET "ready" = 0, "upto" = 1""")
    assert '"t1"."k_' not in by(boss, "active_staff")
    stored.bring_on(column)
    assert stored.kept_columns()[column] and agrees() is False
    index_soon(today(), large=0)
    assert agrees() and '"t1"."k_' in by(boss, "active_staff")


def test_what_was_written_beside_the_door_is_found_at_night(boss, kept):
    column = sorted(stored.kept_columns())[0]
    database.handle.execute_sql(f'UPDATE "store" SET "{column}" = NULL')
    assert not agrees()
    index_at_night(today(), large=0)
    assert agrees() and len(stored.kept_columns()) == 2


def test_a_column_that_nobody_goes_by_is_given_up_and_taken_out_the_night_after(boss, kept):
    views = [row.id for row in DesignView.rows()]
    assert edit(DesignView, [], who=boss, delete=views).state == "applied"
    index_soon(today(), large=0)
    assert stored.kept_columns() == {} and len(stored.columns_of(Store)) == 2
    index_at_night(today(), large=0)
    assert stored.columns_of(Store) == [] and "employee" in by(boss, "active_staff")


def test_a_condition_that_names_the_row_itself_follows_it(boss, stores, kept):
    rolled_up(boss, "since_opening", condition="[入职日期]>=[本行].[开业日期]")
    viewed(boss, "since_opening")
    index_soon(today(), large=0)
    assert len(stored.kept_columns()) == 3
    store = next(iter(stores.values()))
    assert change(Store, boss, store, opened_on="2026-03-01").state == "applied"
    assert agrees()


def test_what_changes_by_the_clock_or_by_further_types_is_not_kept(boss, stores, kept):
    rolled_up(boss, "lately", condition="[入职日期]>=TODAY()-30")
    rolled_up(boss, "here", condition='[门店].[区域].[区域名称]="高新"')
    viewed(boss, "lately", "here")
    index_soon(today(), large=0)
    assert len(stored.kept_columns()) == 2 and "lately" in house().records["store"].facts().computed


def test_whoever_asks_reads_what_is_still_being_made_ready(boss, kept):
    column = {"record_type": "store", "zh": "年租", "en": "Yearly", "name": "yearly", "kind": "formula"}
    made(DesignColumn, boss, **column, formula="=[月租金]*12")
    rolled_up(boss, "all_staff")
    assert waiting(Store, ["all_staff", "yearly", "name"], large=0) == []
    viewed(boss, "all_staff", "yearly")
    said = [text.zh for text in waiting(Store, ["all_staff", "yearly", "name"], large=0)]
    assert said == [
        "几分钟内开始为“all_staff”建索引；在那之前按它排序和筛选会慢一些",
        "“年租”的索引等没有人写入时再建，最迟今夜；在那之前按它排序和筛选会慢一些",
    ]
    database.handle.execute_sql("""UPDATE "stored_roll_up" SET "ready" = 0, "upto" = 1""")
    assert "已完成 50%" in waiting(Store, ["active_staff"], large=0)[0].zh
    assert waiting(Store, ["active_staff"]) == [], "a small table needs none"
    index_at_night(today(), large=0)
    assert waiting(Store, ["active_staff", "all_staff", "yearly"], large=0) == []
