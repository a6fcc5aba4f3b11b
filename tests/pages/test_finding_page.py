"""The search box: what there is to open, what was opened and starred, each person's own and within what he sees now."""

import pytest
from nicegui.testing import User

from models.kit.server.database import reading
from models.places import MOST_RECENT, MOST_STARRED, places_of
from pages.finding.places import canonical
from tests.helpers import desk
from tests.helpers.desk import hire, put, sign_in

folder = pytest.fixture(desk.folder, autouse=True)
API = "/api/v1/finding"


async def post(user: User, way: str, **given) -> dict:
    heads = {"X-Requested-With": "opsdesk", "Origin": "http://test"}
    answer = await user.http_client.post(API + way, json=given, headers=heads)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def offered(user: User) -> dict:
    return (await user.http_client.get(API)).json()


async def everything(user: User, text: str) -> list[dict]:
    """All parts of the answer, one after the other, as the box asks for them."""
    parts, after = [], 0
    while after is not None:
        part = await post(user, "", text=text, after=after)
        parts, after = [*parts, *part["hits"]], part["next"]
    return parts


async def two_stores(user: User) -> tuple[int, int]:
    await user.http_client.get("/healthz")
    first, second = put("store", {"code": "S1", "name": "锦江一店"}, {"code": "S2", "name": "武侯一店"})
    hire("chen", store=first)
    return first, second


async def test_rows_help_pages_and_actions_are_offered_within_what_one_may(user: User):
    first, second = await two_stores(user)
    mine, _ = put(
        "member",
        {"card_no": "M1", "name": "王小明", "home_store": first},
        {"card_no": "M2", "name": "王大明", "home_store": second},
    )
    await sign_in(user, "chen")
    members = next(part for part in await everything(user, "王") if part["record"] == "member")
    assert [row["path"] for row in members["rows"]] == [f"/r/member/{mine}"]
    guide = (await post(user, "", text="公式", after=0))["help"]
    assert guide[0]["path"] == "/help#formula"
    known = {entry["path"]: entry for entry in reversed((await offered(user))["entries"])}  # pages come before actions
    assert "/t/user" not in known and "/jobs" not in known
    assert known["/t/member"]["label"] == "会员" and "huiyuan hy" in known["/t/member"]["also"]
    assert "/r/store_visit/new" in known and "/import/store" not in known


async def test_what_was_opened_and_starred_is_ones_own_and_gone_with_the_right_to_see_it(user: User):
    first, second = await two_stores(user)
    mine, other = put(
        "member",
        {"card_no": "M1", "name": "王小明", "home_store": first},
        {"card_no": "M2", "name": "王大明", "home_store": second},
    )
    await sign_in(user, "chen")
    assert await post(user, "/opened", path=f"/r/member/{mine}?q=x") == {"known": True, "starred": False}
    assert await post(user, "/star", path=f"/r/member/{mine}", on=True) == {"known": True, "starred": True}
    assert await post(user, "/opened", path="/weekly/2026-W47") == {"known": True, "starred": False}
    for path in (f"/r/member/{other}", "/t/user", "/r/member/99999", "/nowhere", "//evil.example/", "https://evil/"):
        assert not (await post(user, "/opened", path=path))["known"], path
        assert not (await post(user, "/star", path=path, on=True))["known"], path
    known = await offered(user)
    assert [entry["label"] for entry in known["starred"]] == ["王小明"]
    assert [entry["path"] for entry in known["recent"]] == ["/weekly"]
    await user.open("/")
    await user.should_see("王小明")
    desk_rows = [{"id": mine, "set": {"home_store": second}}]
    await sign_in(user, "admin")
    assert (await offered(user))["starred"] == []
    heads = {"X-Requested-With": "opsdesk", "Origin": "http://test"}
    moved = await user.http_client.post("/api/v1/member/changes", json={"op": "m", "changes": desk_rows}, headers=heads)
    assert moved.json()["state"] == "applied"
    await sign_in(user, "chen")
    assert (await offered(user))["starred"] == []


async def test_the_page_on_which_all_of_a_row_is_gathered_is_kept_beside_the_row_itself(user: User):
    home, other = await two_stores(user)
    await sign_in(user, "chen")
    for path in (f"/r/store/{home}", f"/r/store/{home}/overview"):
        assert (await post(user, "/star", path=path, on=True))["known"], path
        assert (await post(user, "/opened", path=path)) == {"known": True, "starred": True}, path
    for path in (f"/r/store/{other}/overview", "/r/member_tier/1/overview", "/r/nothing/1/overview"):
        assert not (await post(user, "/star", path=path, on=True))["known"], path
    label = (await offered(user))["starred"][0]["label"]
    assert sorted(entry["label"] for entry in (await offered(user))["starred"]) == [label, f"{label} · 全景"]


async def test_a_view_is_kept_by_its_name_and_only_so_many_places_are(user: User):
    await user.http_client.get("/healthz")
    await sign_in(user)
    [view] = put(
        "design_view",
        {"record_type": "store", "name": "租金对比", "body": '{"columns": [], "sort": [], "filter": {}}'},
    )
    assert (await post(user, "/star", path=f"/t/store?view={view}&q=a", on=True))["known"]
    assert not (await post(user, "/star", path="/t/store?view=999", on=True))["known"]
    stores = put("store", *({"code": f"S{n}", "name": f"{n} 店"} for n in range(MOST_STARRED)))
    for id in stores[: MOST_RECENT + 3]:
        await post(user, "/opened", path=f"/r/store/{id}")
    with reading():
        starred, recent = places_of(1)
    assert len(recent) == MOST_RECENT and f"/r/store/{stores[0]}" not in recent
    assert [entry["label"] for entry in (await offered(user))["starred"]] == ["租金对比"] and len(starred) == 1
    for id in stores[: MOST_STARRED - 1]:
        await post(user, "/star", path=f"/r/store/{id}", on=True)
    heads = {"X-Requested-With": "opsdesk", "Origin": "http://test"}
    more = {"path": f"/r/store/{stores[-1]}", "on": True}
    refused = await user.http_client.post(f"{API}/star", json=more, headers=heads)
    assert refused.status_code == 409 and "最多收藏" in refused.json()["message"]
    await post(user, "/star", path=f"/t/store?view={view}", on=False)
    assert (await post(user, "/star", **more))["starred"]


def test_an_address_is_kept_without_what_was_searched_there():
    for given, kept in (
        ("/t/member?q=a&view=3", "/t/member?view=3"),
        ("/t/member?view=-", "/t/member"),
        ("/r/member/7/form?filter=x", "/r/member/7"),
        ("/r/store/07/overview?q=x", "/r/store/7/overview"),
        ("/weekly/2026-W47/members", "/weekly"),
        ("/todo/", "/todo"),
        ("/", "/"),
        ("//evil.example/t/member", None),
        ("javascript:alert(1)", None),
        ("http://[", None),
    ):
        assert canonical(given) == kept, given
