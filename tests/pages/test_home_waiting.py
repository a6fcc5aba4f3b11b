"""The start page says first what waits for the person who opens it."""

import pytest
from nicegui.testing import User

from models.kit.clock import today, week_of
from tests.helpers import desk
from tests.helpers.desk import hire, put, sign_in

folder = pytest.fixture(desk.folder, autouse=True)


async def test_what_waits_for_a_store_manager_stands_on_the_start_page_in_words(user: User):
    await user.http_client.get("/healthz")
    home, other = put("store", {"code": "S1", "name": "锦江一店"}, {"code": "S2", "name": "武侯一店"})
    put(
        "rectification",
        {"store": home, "topic": "商品无过期", "problem": "两瓶过期"},
        {"store": other, "topic": "地面清洁", "problem": "积灰"},
    )
    hire("chen", store=home)
    await sign_in(user, "chen")
    await user.open("/")
    await user.should_see("等你处理", retries=20)
    await user.should_see("商品无过期", retries=20)
    await user.should_not_see("地面清洁")


async def test_the_own_stores_week_stands_there_and_what_is_done_daily_is_one_tap_away(user: User):
    await user.http_client.get("/healthz")
    home, other = put("store", {"code": "S1", "name": "锦江一店"}, {"code": "S2", "name": "武侯一店"})
    for store, sales in ((home, "1200"), (other, "8000")):
        put(
            "store_day",
            {"store": store, "day": week_of(today()).monday.isoformat(), "sales": sales, "transactions": 10},
        )
    hire("chen", store=home)
    await sign_in(user, "chen")
    await user.open("/")
    for text in ("本店本周情况", "门店销售额", "¥1,200", "巡店自查", "填日销售", "登记值班", "兑换礼品"):
        await user.should_see(text, retries=200)
    await user.should_not_see("¥9,200")


async def test_a_gift_is_redeemed_from_the_start_page_for_a_member_chosen_there(user: User):
    await user.http_client.get("/healthz")
    [home] = put("store", {"code": "S1", "name": "锦江一店"})
    put("member", {"card_no": "M1", "name": "王小明", "home_store": home})
    hire("chen", store=home)
    await sign_in(user, "chen")
    await user.open("/")
    await user.should_see(marker="redeem", retries=50)
    user.find(marker="redeem").click()
    await user.should_see(marker="member", retries=20)
    user.find(marker="go").click()
    await user.should_see("请先选一个会员", retries=20)
