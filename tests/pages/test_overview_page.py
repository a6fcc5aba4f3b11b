"""The page of a row on which all is gathered: from the record and the search, and only to whom the row is shown."""

import pytest
from nicegui.testing import User

from models.kit import system
from models.kit.clock import today
from models.kit.server.database import reading
from pages.finding.looking import look_up
from tests.helpers import desk
from tests.helpers.desk import hire, put, sign_in

folder = pytest.fixture(desk.folder, autouse=True)


async def test_a_store_manager_opens_all_of_the_own_store_and_nothing_of_another(user: User):
    await user.http_client.get("/healthz")
    home, other = put("store", {"code": "S1", "name": "锦江一店"}, {"code": "S2", "name": "武侯一店"})
    put("store_day", {"store": home, "day": today().isoformat(), "sales": 1234, "transactions": 10})
    put("store_day", {"store": other, "day": today().isoformat(), "sales": 9876, "transactions": 10})
    hire("chen", store=home)
    await sign_in(user, "chen")
    await user.open(f"/r/store/{home}")
    await user.should_see(marker="overview", retries=50)
    await user.open(f"/r/store/{home}/overview")
    await user.should_see("锦江一店 · 全景", retries=50)
    await user.should_see("¥1,234", retries=80)
    await user.should_see("只含你看得到的行")
    await user.should_not_see("门店损益")
    for way in (f"/r/store/{other}/overview", "/r/member_tier/1/overview", "/r/nothing/1/overview"):
        assert (await user.http_client.get(way)).status_code == 404


def stores_called(text: str) -> list[dict]:
    """What the search box lists of stores, part after part."""
    rows, after = [], 0
    while after is not None:
        with reading():
            part = look_up(system("tests"), text, after)
        rows += [row for each in part["hits"] if each["record"] == "store" for row in each["rows"]]
        after = part["next"]
    return rows


async def test_the_search_leads_there_where_few_are_meant(user: User):
    await user.http_client.get("/healthz")
    home, _ = put("store", {"code": "S1", "name": "锦江一店"}, {"code": "S2", "name": "武侯一店"})
    assert [(row["path"], row["label"]) for row in stores_called("锦江")] == [
        (f"/r/store/{home}", "锦江一店"),
        (f"/r/store/{home}/overview", "锦江一店 · 全景"),
    ]
