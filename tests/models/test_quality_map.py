"""The map of the quality system: an element names its gaps, and each is gone as soon as it is filled."""

from dataclasses import replace
from datetime import date

import pytest

from models import house
from models.department import Policy, SystemElement
from models.department.elements import recount, renew_gaps
from models.kit import changes
from models.kit.ask.query import Query
from models.kit.ask.todo import todo
from models.kit.write.acting import act
from models.organization import Employee
from tests.conftest import person
from tests.helpers.shop import SYSTEM, change, delete, night, put, source_at
from tests.helpers.steps import hire, take

TODAY = date(2026, 11, 23)


@pytest.fixture
def desk(clock, db):
    """The quality officer, who owns what is looked at, and the manager, who puts policies into force."""
    officer = hire("周敏", "E1", position="品控专员")
    boss = replace(person("Boss", "operations_manager", 8), employee_id=hire("陈总", "E0", position="运营经理"))
    return replace(person("Zhou", "quality", 9), employee_id=officer), boss


def in_force(desk, code="ZD-PZ-01", **more) -> int:
    officer, boss = desk
    policy = put(Policy, code=code, title=f"制度 {code}", owner=officer.employee_id, **more)
    take("policy_submit", policy)
    take("policy_issue", policy, who=boss)
    return policy


def gaps(element: int, lang: str = "zh") -> str | None:
    row = SystemElement.row(element)
    assert (row.state == "gap") == bool(row.gaps)
    return row.lacking and SystemElement.lacking.show(row.lacking, lang)


def test_each_gap_is_named_and_goes_as_it_is_filled(desk):
    officer, _ = desk
    element = put(SystemElement, code="TX01", title="进货查验")
    assert gaps(element) == "没有对应的制度；没有在职的负责人；还没有检查过"
    assert gaps(element, "en") == "no policy; nobody who works here owns it; never checked"
    change(SystemElement, element, policies=["ZD-PZ-01"], owner=officer.employee_id)
    assert gaps(element) == "制度 ZD-PZ-01 没有生效的版本；还没有检查过"
    in_force(desk)
    assert gaps(element) == "还没有检查过"
    assert "下次 2027-05-23" in take("check_element", element, who=officer, result="抽查 20 批，记录齐全")
    row = SystemElement.row(element)
    assert (row.state, row.gaps, row.lacking, row.checked_on) == ("sound", 0, None, TODAY)
    assert row.result == "抽查 20 批，记录齐全"


def test_a_policy_that_goes_leaves_a_gap_and_one_that_waits_for_review_too(desk, monkeypatch):
    officer, boss = desk
    policy = in_force(desk, review_on="2026-12-01")
    values = {"policies": ["ZD-PZ-01"], "owner": officer.employee_id, "checked_on": "2026-11-01"}
    element = put(SystemElement, code="TX01", title="进货查验", **values)
    assert gaps(element) is None
    monkeypatch.setattr("models.kit.clock.source", source_at("2026-12-02 00:45"))
    assert night(renew_gaps, date(2026, 12, 2)).zh == "体系要素 1 项，有缺口 1 项"
    assert gaps(element) == "制度 ZD-PZ-01 复审已过期"
    take("policy_retire", policy, who=boss, reason="不再适用")
    assert gaps(element) == "制度 ZD-PZ-01 没有生效的版本"


def test_the_night_sees_what_became_overdue_and_whose_owner_left(desk, monkeypatch):
    officer, _ = desk
    in_force(desk)
    values = {"policies": ["ZD-PZ-01"], "owner": officer.employee_id, "checked_on": "2026-06-01"}
    element = put(SystemElement, code="TX01", title="进货查验", every=6, **values)
    assert gaps(element) is None
    monkeypatch.setattr("models.kit.clock.source", source_at("2026-12-02 00:45"))
    with changes(who=SYSTEM) as c:
        c.update(Employee, officer.employee_id, status="left")
    night(renew_gaps, date(2026, 12, 2))
    assert gaps(element) == "没有在职的负责人；检查已过期"


def test_many_gaps_are_counted_and_the_first_of_them_named(desk):
    element = put(SystemElement, code="TX01", title="全部", policies=[f"ZD-{at:02d}" for at in range(30)])
    assert SystemElement.row(element).gaps == 32
    assert gaps(element).endswith("；另有 26 处") and gaps(element, "en").endswith("; 26 more")


def test_titles_in_the_place_of_codes_find_room_in_what_is_lacking(desk):
    element = put(SystemElement, code="TX01", title="全部", policies=[f"{at}号" + "食" * 75 for at in range(6)])
    assert len(gaps(element)) <= SystemElement.lacking.max_length


def test_gaps_are_in_the_owner_s_and_in_quality_s_list_and_only_quality_enters_checks(desk):
    officer, boss = desk
    other = replace(person("Wu", "logistics", 10), employee_id=hire("吴仓", "E3", position="仓管"))
    element = put(SystemElement, code="TX07", title="贮存", owner=other.employee_id)
    areas = [area for area in house().areas if area.name == "department"]
    for who in (officer, other, boss):
        kinds = {due.name: [item.id for item in items] for due, _, items in todo(areas, who)}
        assert kinds["system_gaps"] == [element]
    assert Query(SystemElement, other).count() == 1
    assert Query(SystemElement, person("小店", "store_manager", 96)).count() == 0
    action = house().actions["check_element"]
    assert act(action, who=other, id=element, answers={"result": "好"}).state == "refused"


def test_an_element_that_is_deleted_or_unknown_asks_nothing(desk):
    delete(SystemElement, put(SystemElement, code="TX01", title="进货查验"))
    with changes(who=SYSTEM) as c:
        recount(c, {999})
    assert not SystemElement.rows()
