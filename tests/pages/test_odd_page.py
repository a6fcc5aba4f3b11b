"""The page of doubles and outliers: what is likely the same is merged into the row that is kept, by who may."""

import pytest
from nicegui.testing import User

from models.kit.server.database import reading
from models.organization import Supplier
from tests.helpers import desk
from tests.helpers.desk import hire, put, sign_in

BROWSER = {"X-Requested-With": "opsdesk", "Origin": "http://test"}
folder = pytest.fixture(desk.folder, autouse=True)


def suppliers() -> list[str]:
    with reading():
        return sorted(row.code for row in Supplier.select())


async def test_doubles_are_shown_and_merged_into_the_one_that_is_kept(user: User):
    rows = ({"code": f"G{at}", "name": name} for at, name in enumerate(("康源商贸", "四川省康源商贸有限公司", "天成")))
    first, second, _ = put("supplier", *rows)
    await sign_in(user, "admin")
    await user.open("/odd/supplier")
    await user.should_see("供应商名称几乎相同", retries=50)
    user.find(marker=f"apart-{first}").click()
    await user.should_see("已标为不是同一个，以后不再列出", retries=50)
    user.find(marker=f"again-{first}").click()
    await user.should_not_see(marker=f"again-{first}", retries=50)
    user.find(marker=f"merge-{first}").click()
    await user.should_see("四川省康源商贸有限公司 将并入“康源商贸”", retries=50)
    user.find(marker="go").click()
    await user.should_see("没有发现疑似重复的行", retries=50)
    assert suppliers() == ["G0", "G2"]


async def test_over_http_the_same_by_who_sees_and_who_may(user: User):
    put("supplier", *({"code": f"G{at}", "name": name} for at, name in enumerate(("康源商贸", "康源商贸有限公司"))))
    await sign_in(user, "admin")
    client = user.http_client
    seen = (await client.post("/api/v1/supplier/odd", json={}, headers=BROWSER)).json()
    (group,) = seen["doubles"]
    assert group["why"] == ["供应商名称相同"] and seen["rows"][str(group["ids"][0])]["title"] == "康源商贸"
    for bad in ({"ids": [], "into": 1}, {"ids": ["1"], "into": 1}, {"ids": [1], "into": None}):
        answer = await client.post("/api/v1/supplier/join", json={"op": "x", **bad}, headers=BROWSER)
        assert answer.status_code == 400, bad
    assert (await client.post("/api/v1/supplier/odd", json={"x": 1}, headers=BROWSER)).status_code == 400
    assert (await client.post("/api/v1/region/join", json={"ids": [1], "into": 2}, headers=BROWSER)).status_code == 404
    hire("bo")
    await sign_in(user, "bo")
    asked = {"op": "y", "ids": group["ids"][1:], "into": group["ids"][0]}
    answer = await client.post("/api/v1/supplier/join", json=asked, headers=BROWSER)
    assert answer.json().get("state") != "applied" and suppliers() == ["G0", "G1"]
