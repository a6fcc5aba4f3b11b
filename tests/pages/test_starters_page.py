"""The usual set is one press away on the start page, and nobody is offered or given it who may not enter it."""

import pytest
from nicegui.testing import User

from models import house
from models.kit.server.database import reading
from pages.described import described_for, lines_of
from tests.conftest import person
from tests.helpers import desk
from tests.helpers.desk import hire, put, sign_in

folder = pytest.fixture(desk.folder, autouse=True)


def count(key: str) -> int:
    with reading():
        return house().records[key].select().count()


async def test_the_start_page_begins_a_table_in_one_press_and_a_store_manager_cannot(user: User):
    await user.http_client.get("/healthz")
    [home] = put("store", {"code": "S1", "name": "锦江一店"})
    hire("chen", store=home)
    await sign_in(user, "chen")
    for record in ("checklist_item", "member"):
        refused = await user.http_client.post(
            f"/api/v1/{record}/starter",
            json={"op": "x"},
            headers={"X-Requested-With": "opsdesk", "Origin": "http://test"},
        )
        assert refused.status_code == 404, refused.text
    assert count("checklist_item") == 0
    await sign_in(user, "admin")
    await user.open("/")
    await user.should_see(marker="usual checklist_item", retries=50)
    user.find(marker="usual checklist_item").click()
    await user.should_see("已录入 39 条常用的检查项", retries=50)
    await user.should_not_see(marker="usual checklist_item", retries=50)
    assert count("checklist_item") == 39


def test_an_empty_grid_offers_the_set_to_those_who_may_write_it_and_never_among_the_lines_of_a_row(db, chen, bo):
    hong = person("Hong", "store_management", 7)
    assert described_for(hong, "checklist_item")["starter"]["zh"] == "用一套常用的检查项开始"
    assert described_for(hong, "store_visit")["starter"] is None
    assert described_for(chen, "checklist_item")["starter"] is described_for(bo, "checklist_item")["starter"] is None
    assert lines_of(hong, "opening_template_line", 1)["starter"] is None
