"""A role stays, under its code, while an automation, a dashboard, a view or a freeze rule goes by it."""

import json

import pytest

from models import house
from models.accounts import Role
from models.design import Board, DesignAutomation, DesignFreeze, DesignView
from models.kit.server.standing import house_if_any, stand
from models.kit.write.edits import edit
from models.kit.write.undo import undo
from tests.helpers.door import change, made, new


@pytest.fixture(autouse=True)
def as_it_was():
    """Whatever a test designs, the next one finds the declared house."""
    before = house_if_any()
    yield
    stand(before)


@pytest.fixture
def buyer(boss) -> int:
    return made(Role, boss, code="buyer", name="采购", name_en="Buyer")


VIEW = json.dumps({"columns": [{"name": "code"}], "sort": [], "filter": {}})


def tells(*roles: str) -> str:
    deed = {"do": "tell", "text": "新门店", "roles": list(roles)}
    return json.dumps({"when": {"kind": "added"}, "only": {}, "then": [deed]})


USERS = {
    "自动化“新门店”": lambda who: made(
        DesignAutomation, who, zh="新门店", record_type="store", active=True, role="administrator", body=tells("buyer")
    ),
    "仪表盘“采购台”": lambda who: made(
        Board, who, zh="采购台", body=json.dumps({"roles": ["buyer"], "blocks": []}), home_for="buyer"
    ),
    "视图“常用”": lambda who: made(DesignView, who, record_type="store", name="常用", default_for="buyer", body=VIEW),
    "锁定规则“已定”": lambda who: made(
        DesignFreeze,
        who,
        record_type="store",
        zh="已定",
        role="buyer",
        body=json.dumps({"filter": {"code": {"eq": "S1"}}, "columns": ["address"]}),
    ),
}


@pytest.mark.parametrize("called", USERS)
def test_a_role_that_something_goes_by_neither_goes_nor_gets_another_code(boss, buyer, called):
    user = USERS[called](boss)
    for answer in (edit(Role, [], who=boss, delete=[buyer]), change(Role, boss, buyer, code="buyers")):
        (fault,) = answer.errors
        assert fault.text.zh == f"角色“采购”还被这些用到：{called}；请先改用别的角色或删除它们"
    assert Role.row(buyer).code == "buyer"
    change(Role, boss, buyer, name="采购员")  # its name is nobody's key
    record = next(record for record in (DesignAutomation, Board, DesignView, DesignFreeze) if record.rows())
    assert edit(record, [], who=boss, delete=[user]).state == "applied"
    assert edit(Role, [], who=boss, delete=[buyer]).state == "applied"


def test_the_undo_of_a_role_that_is_in_use_meanwhile_is_refused_too(boss):
    came = new(Role, boss, {"code": "buyer", "name": "采购"})
    USERS["视图“常用”"](boss)
    answer = undo(came.batch, house().records, who=boss)
    assert answer.state == "refused" and "视图“常用”" in answer.errors[0].text.zh
