"""The pages of automations: a usual one is taken, tried and switched on; who may not design finds nothing."""

import asyncio

import pytest
from nicegui import ui
from nicegui.testing import User

from models import house
from models.design import DesignAutomation
from models.kit.server.database import reading
from pages.automations import builder
from tests.helpers import desk, house_before
from tests.helpers.desk import hire, put, sign_in
from tests.helpers.waiting import until

folder = pytest.fixture(desk.folder, autouse=True)


as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def rows() -> list:
    with reading():
        return DesignAutomation.rows()


async def test_a_usual_one_is_taken_tried_and_switched_on(user: User):
    await user.http_client.get("/healthz")
    put("store", {"code": "S1", "name": "锦江一店"})
    await sign_in(user, "admin")
    await user.open("/automations")
    await user.should_see("还没有自动化", retries=50)
    user.find(marker="template urgent_work").click()
    await user.should_see("仅当", retries=50)
    (row,) = rows()
    assert row.record_type == "work_item" and not row.active
    user.find(marker="try").click()
    await user.should_see("没有一行会触发", retries=50)
    user.find(marker="switch").click()
    await user.should_see("停用", retries=50)
    (row,) = rows()
    assert row.active and row.owner == "admin" and house().records["work_item"].facts().automations
    # What one adds from stays while what stands above it is drawn anew: somebody may be choosing there on a slow line.
    (adding,) = user.find(marker="add deed").elements
    user.find(marker="drop deed").click()
    for _ in range(2):  # the same once more, too
        adding.set_value("set")
        await user.should_see("再设一列", retries=50)
    assert user.find(marker="add deed").elements == {adding} and adding.value is None
    assert len(user.find(marker="add value").elements) == 2


async def test_who_leaves_with_something_unsaved_is_asked_also_where_nothing_was_typed(user: User, monkeypatch):
    asked = []
    monkeypatch.setattr(builder, "warn", asked.append)
    await user.http_client.get("/healthz")
    await sign_in(user, "admin")
    await user.open("/automations")
    await user.should_see("还没有自动化", retries=50)
    user.find(marker="template urgent_work").click()
    await user.should_see("仅当", retries=50)
    await asyncio.sleep(2 * builder.LOOKS)
    assert asked == [], "it was only looked at"
    user.find(kind=ui.checkbox).click()
    await until(lambda: asked == [True])
    user.find(marker="save").click()
    await until(lambda: asked == [True, False])


async def test_who_may_not_see_automations_finds_no_page(user: User):
    await user.http_client.get("/healthz")
    [home] = put("store", {"code": "S1", "name": "锦江一店"})
    hire("chen", store=home)
    await sign_in(user, "chen")
    await user.open("/automations")
    await user.should_not_see("从常用的开始", retries=3)
