"""The start page says first what waits for the person who opens it."""

import pytest
from nicegui.testing import User

from tests import desk
from tests.desk import hire, put, sign_in

folder = pytest.fixture(desk.folder, autouse=True)


async def test_what_waits_for_a_store_manager_stands_on_the_start_page_in_words(user: User):
    await user.http_client.get("/healthz")
    home, other = put("store", {"code": "S1", "name": "锦江一店"}, {"code": "S2", "name": "武侯一店"})
    put("rectification", {"store": home, "topic": "商品无过期", "problem": "两瓶过期"},
        {"store": other, "topic": "地面清洁", "problem": "积灰"})  # fmt: skip
    hire("chen", store=home)
    await sign_in(user, "chen")
    await user.open("/")
    await user.should_see("等你处理", retries=20)
    await user.should_see("商品无过期")
    await user.should_not_see("地面清洁")
