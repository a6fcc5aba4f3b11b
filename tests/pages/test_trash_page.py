"""The trash page: one row or the ticked ones come back, and nobody else's rows are on it."""

import pytest
from nicegui.testing import User

from models.kit.server.database import reading
from models.organization import Region
from tests.helpers import desk
from tests.helpers.desk import hire, put, sign_in

BROWSER = {"X-Requested-With": "opsdesk", "Origin": "http://test"}
folder = pytest.fixture(desk.folder, autouse=True)


def names() -> list[str]:
    with reading():
        return sorted(row.name for row in Region.select())


async def test_ticked_rows_come_back_and_the_search_narrows_them(user: User):
    ids = put("region", {"name": "川西"}, {"name": "川东"}, {"name": "渝北"})
    await sign_in(user, "admin")
    await user.http_client.post("/api/v1/region/changes", json={"op": "d", "delete": ids}, headers=BROWSER)
    assert names() == []
    await user.open("/trash/region")
    await user.should_see("渝北", retries=50)
    user.find(marker="search-trash").type("川")
    await user.should_not_see("渝北", retries=50)
    user.find(marker="tick-all").click()
    await user.should_see("恢复勾选的 2 行", retries=50)
    user.find(marker="restore-ticked").click()
    await user.should_see("已恢复 2 行", retries=50)
    assert names() == ["川东", "川西"]


async def test_the_api_lists_and_restores_as_the_page_does(user: User):
    ids = put("region", {"name": "川西"}, {"name": "川东"})
    await sign_in(user, "admin")
    client = user.http_client
    await client.post("/api/v1/region/changes", json={"op": "d", "delete": ids}, headers=BROWSER)
    listed = (await client.get("/api/v1/region/trash")).json()
    assert sorted(row["id"] for row in listed["rows"]) == sorted(ids)
    back = await client.post("/api/v1/region/restore", json={"op": "b", "ids": ids}, headers=BROWSER)
    assert back.json()["state"] == "applied"
    for bad in ([], "1", [True], [0], [2**60], None):
        answer = await client.post("/api/v1/region/restore", json={"op": "c", "ids": bad}, headers=BROWSER)
        assert answer.status_code == 400, bad
    hire("bo")
    await sign_in(user, "bo")
    assert (await client.get("/api/v1/region/trash")).status_code == 404
    assert (await client.get("/trash/region")).status_code == 404
