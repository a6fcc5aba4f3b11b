"""A list as it stood, as its page and the API tell it: values of then beside those of now, in the same filter."""

import json
from io import BytesIO

import pytest
from nicegui.testing import User
from openpyxl import load_workbook

from tests.helpers import desk
from tests.helpers.desk import hire, put, sign_in

BROWSER = {"X-Requested-With": "opsdesk", "Origin": "http://test"}
folder = pytest.fixture(desk.folder, autouse=True)


async def test_the_page_shows_then_beside_now_and_says_what_became_of_each_row(user: User, clock):
    clock("2026-11-16 09:00")
    west, gone = put("region", {"code": "W", "name": "川西"}, {"code": "E", "name": "川东"})
    clock("2026-11-24 09:00")
    await sign_in(user, "admin")
    client = user.http_client
    rows = [{"id": west, "set": {"name": "川西新区"}, "seen": {}}]
    await client.post("/api/v1/region/changes", json={"op": "c", "changes": rows}, headers=BROWSER)
    await client.post("/api/v1/region/changes", json={"op": "d", "delete": [gone]}, headers=BROWSER)
    await user.open("/stood/region")
    await user.should_see("上周一 0 点")
    await user.open("/stood/region?at=2026-11-23T06:00&sort=name")
    await user.should_see("当时 2 行，现在 1 行", retries=200)
    await user.should_see("导出 Excel")
    for text in ("川东", "川西", "现在：川西新区", "改过 1", "已删除 1"):
        await user.should_see(text)
    for at in ("nonsense", "0001-01-01T00:00", "9999-12-31T23:59-12:00"):
        await user.open(f"/stood/region?at={at}")
        await user.should_see(marker="astray", retries=50)
    for wrong in ("filter=" + "[" * 3000, "filter=[1]", "offset=x", "offset=-1", "sort=nonsense", "columns=nonsense"):
        await user.open(f"/stood/region?at=2026-11-23T06:00&{wrong}")
        await user.should_see(marker="astray", retries=50)
    await user.open("/stood/region?at=2027-01-01T00:00")
    await user.should_see("还没有到", retries=50)


async def test_the_api_answers_alike_and_refuses_what_it_does_not_know(user: User, clock):
    clock("2026-11-16 09:00")
    put("region", {"code": "W", "name": "川西"})
    clock("2026-11-24 09:00")
    await sign_in(user, "admin")
    client = user.http_client
    asked = {"at": "2026-11-23 06:00", "filter": {"name": {"contains": "川"}}}
    file = await client.get("/api/v1/region/stood.xlsx", params={"query": json.dumps({**asked, "columns": ["name"]})})
    assert [cell.value for cell in load_workbook(BytesIO(file.content)).active[3]] == ["没变", "川西", None]
    answer = (await client.post("/api/v1/region/stood", json=asked, headers=BROWSER)).json()
    assert (answer["counts"]["then"], [row["state"] for row in answer["rows"]]) == (1, ["same"])
    assert answer["rows"][0]["then"][answer["names"].index("name")] == "川西"
    for bad in (
        {},
        {"at": "x"},
        {"at": None},
        {"at": "2026-11-23 06:00", "limit": 0},
        {"at": "2026-11-23", "what": 1},
        {"at": "0001-01-01 00:00"},
    ):
        assert (await client.post("/api/v1/region/stood", json=bad, headers=BROWSER)).status_code == 400, bad
    hire("bo")
    for bad in (
        "{}",
        "[]",
        "x",
        '{"at": "x"}',
        '{"at": "2027-01-01 00:00"}',
        '{"at": "2026-11-23", "columns": ["what"]}',
    ):
        assert (await client.get("/api/v1/region/stood.xlsx", params={"query": bad})).status_code in (400, 409), bad
    await sign_in(user, "bo")
    assert (await client.get("/stood/user")).status_code == 404
    assert (await client.post("/api/v1/user/stood", json=asked, headers=BROWSER)).status_code == 404
