"""Changing many rows over HTTP: which rows are meant is said, a trial keeps nothing, and what can't be read is a sentence."""

import pytest
from nicegui.testing import User

from tests.helpers import desk
from tests.helpers.desk import kept, put, sign_in

BROWSER = {"X-Requested-With": "opsdesk", "Origin": "http://test"}
folder = pytest.fixture(desk.folder, autouse=True)


async def test_rows_are_tried_then_changed_and_which_are_meant_must_be_said(user: User):
    [west, east] = put("region", {"name": "川西"}, {"name": "川东"})
    await sign_in(user, "admin")

    async def ask(**asked):
        return await user.http_client.post("/api/v1/region/bulk", json=asked, headers=BROWSER)

    do = [{"fields": ["name"], "how": "replace", "find": "川", "value": "蜀"}]
    tried = (await ask(filter={"name": {"eq": "川西"}}, do=do, trial=True)).json()
    assert (tried["state"], tried["asked"], tried["changing"]) == ("checked", 1, 1)
    assert tried["samples"][0]["to"] == "蜀西"
    assert kept("region", west)["name"] == "川西"
    done = (await ask(ids=[west, east], do=do, op="b1")).json()
    assert (done["state"], done["changing"]) == ("applied", 2)
    assert (kept("region", west)["name"], kept("region", east)["name"]) == ("蜀西", "蜀东")
    for asked in (
        {"do": do, "op": "x"},
        {"ids": [west], "do": do},
        {"ids": [True], "do": do, "op": "x"},
        {"ids": [west], "do": [], "op": "x"},
        {"ids": [west], "do": do, "op": "x", "rows": 1},
        {"filter": {}, "search": 1, "do": do, "op": "x"},
        {"filter": {"nonsense": {"eq": 1}}, "do": do, "op": "x"},
    ):
        assert (await ask(**asked)).status_code == 400, asked
