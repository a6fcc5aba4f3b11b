"""The trace page: a batch number in, its whole way on one screen, and the stop of its sale from there."""

import pytest
from nicegui.testing import User

from models.kit.server.database import reading
from models.logistics import hold_of
from tests.helpers import desk
from tests.helpers.desk import hire, put, sign_in

folder = pytest.fixture(desk.folder, autouse=True)


@pytest.fixture
async def powder(user: User) -> int:
    [supplier] = put("supplier", {"code": "V1", "name": "天润药业"})
    [id] = put("product", {"sku": "P1", "name": "蛋白粉", "supplier": supplier})
    put("nonconformance", {"product": id, "batch_no": "B7", "defect": "异味"})
    return id


async def test_the_page_finds_the_batch_by_its_number_and_stops_its_sale(user: User, powder: int):
    await sign_in(user)
    await user.open("/trace?batch=B7")
    for text in ("蛋白粉 · B7", "天润药业", "可以销售", "异味"):
        await user.should_see(text)
    user.find(marker="recall_batch").click()
    user.find(marker="cause").type("异味")
    user.find(marker="go").click()
    await user.should_see("全部停售", retries=20)
    await user.open(f"/trace?product={powder}&batch=B7")
    await user.should_see("已停售：召回")
    with reading():
        assert hold_of(powder, "B7") is not None


async def test_a_viewer_reads_but_has_no_button_and_an_unknown_batch_is_said_to_be_so(user: User, powder: int):
    hire("bo")
    await sign_in(user, "bo")
    await user.open("/trace?batch=B7")
    await user.should_see("蛋白粉 · B7")
    await user.should_not_see(marker="recall_batch")
    for product in ("abc", "999", str(10**15)):
        await user.open(f"/trace?product={product}&batch=B7")
        await user.should_see(f"没有“{product}”这个商品")
        await user.should_see("蛋白粉 · B7")
    await user.open("/trace?batch=无此批")
    await user.should_see("没有批号“无此批”的任何记录")
