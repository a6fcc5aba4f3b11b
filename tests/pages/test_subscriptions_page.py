"""The pages of subscriptions: made from a grid's menu of views, read as it would be sent, ended from its notice in one click."""

import pytest
from nicegui.testing import User

from models.design import Subscription
from models.design.subscriptions import mine, sending
from models.kit.server.database import reading
from tests.helpers import desk
from tests.helpers.desk import hire, put, sign_in
from tests.helpers.shop import source_at

folder = pytest.fixture(desk.folder, autouse=True)


def rows() -> list:
    with reading():
        return Subscription.rows()


async def test_a_view_is_subscribed_to_and_ended_in_one_click_from_its_notice(user: User, monkeypatch):
    await user.http_client.get("/healthz")
    put("store", {"code": "S1", "name": "锦江一店"})
    await sign_in(user, "admin")
    await user.open("/subscriptions/new?record=store")
    await user.should_see("锦江一店", retries=50)
    user.find(marker="subscribe").click()
    await user.should_see("门店 · 整张表", retries=50)
    (row,) = rows()
    assert (row.whom, row.often, row.at, row.form, bool(row.only_new)) == ("me", "day", "08:00", "text", True)
    await user.open(f"/subscriptions/{row.id}")
    await user.should_see("下载 Excel", retries=50)
    with monkeypatch.context() as later:
        later.setattr("models.kit.clock.source", source_at("2036-01-01 09:00"))
        assert sending.send_due(None).zh == "发出 1 份"
    await user.open("/todo")
    await user.should_see("【门店·整张表】1 行", retries=50)
    user.find(marker=f"leave {row.id}").click()
    await user.should_not_see("【门店·整张表】1 行", retries=50)
    assert not rows()[0].active
    await user.open("/subscriptions")
    await user.should_see(marker=f"take {row.id}", retries=50)
    user.find(marker=f"take {row.id}").click()
    await user.should_see("已订阅", retries=50)
    assert rows()[0].active


async def test_nobody_opens_those_of_others_and_who_may_not_send_to_others_is_not_asked(user: User):
    await user.http_client.get("/healthz")
    [home] = put("store", {"code": "S1", "name": "锦江一店"})
    hire("chen", store=home)
    await sign_in(user, "admin")
    await user.open("/subscriptions/new?record=store")
    await user.should_see(marker="choose whom", retries=50)
    user.find(marker="subscribe").click()
    await user.should_see("门店 · 整张表", retries=50)
    (row,) = rows()
    await sign_in(user, "chen")
    await user.open("/subscriptions")
    await user.should_see("还没有订阅", retries=50)
    answer = await user.http_client.get(f"/subscriptions/{row.id}")
    assert answer.status_code == 404
    await user.open("/subscriptions/new?record=store")
    await user.should_see("订阅视图", retries=50)
    await user.should_not_see(marker="choose whom")
    assert mine.PAGE == "/subscriptions"
