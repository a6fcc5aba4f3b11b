"""A visit on its page: every item in one list, scored with a tap, photographed and remarked on, and finished below."""

import pytest
from nicegui.testing import User

from models import house
from models.kit.declare.access import system
from models.kit.server.database import reading
from models.kit.write.acting import act
from models.stores import VisitItem
from tests.exports.test_attachments import picture, send
from tests.helpers import desk
from tests.helpers.desk import hire, kept, put, sign_in

folder = pytest.fixture(desk.folder, autouse=True)


async def visit_under_way(user: User, kind: str = "announced") -> tuple[int, list[int]]:
    """Two items of 10 points, the first a red line."""
    await user.http_client.get("/healthz")
    [store] = put("store", {"code": "S1", "name": "锦江一店"})
    put(
        "checklist_item",
        {"text": "商品无过期", "weight": "10", "severity": "critical"},
        {"text": "价签一致", "weight": "10", "section": "c"},
    )
    [hong] = put("employee", {"staff_no": "Y1", "name": "洪刚"})
    [visit] = put("store_visit", {"store": store, "kind": kind, "visited_on": "2026-11-20", "inspector": hong})
    done = act(house().actions["store_visit_start"], who=system("tests"), id=visit, answers={})
    assert done.state == "applied"
    with reading():
        lines = house().records["visit_item"].rows(VisitItem.visit == visit)
    return visit, [line.id for line in lines]


async def test_items_are_scored_with_one_tap_each_and_the_visit_is_finished_below_them(user: User):
    visit, (first, second) = await visit_under_way(user)
    await sign_in(user)
    await user.open(f"/r/store_visit/{visit}")
    await user.should_see("已打分 0/2", retries=20)
    await user.should_see("红线")
    user.find(marker=f"full-{first}").click()
    await user.should_see("已打分 1/2", retries=20)
    user.find(marker=f"half-{second}").click()
    await user.should_see("已打分 2/2", retries=20)
    assert [str(kept("visit_item", id)["points"]) for id in (first, second)] == ["10.000", "5.000"]
    user.find(marker="store_visit_finish").click()
    user.find(marker="go").click()
    await user.should_see("要整改", retries=20)
    assert kept("store_visit", visit)["state"] == "done"


async def test_a_number_a_remark_and_a_photo_stand_on_the_row_of_their_item(user: User):
    visit, (first, second) = await visit_under_way(user)
    await sign_in(user)
    await user.open(f"/r/store_visit/{visit}")
    await user.should_see("已打分 0/2", retries=20)
    user.find(marker=f"points-{first}").type("7.5").trigger("blur")
    await user.should_see("已打分 1/2", retries=20)
    user.find(marker=f"remark-{first}").type("临期未下架").trigger("blur")
    user.find(marker=f"points-{second}").type("11").trigger("blur")
    await user.should_see("得分不能高于满分 10", retries=20)
    assert (str(kept("visit_item", first)["points"]), kept("visit_item", first)["remark"]) == ("7.500", "临期未下架")
    assert (await send(user, f"visit_item/{first}", picture())).status_code == 200
    targets = [field.props["data-to"] for field in user.find(marker="add-file").elements]
    assert f"/api/v1/visit_item/{first}/files" in targets


async def test_a_store_walks_through_its_own_check_but_not_through_an_inspectors(user: User):
    visit, (first, _) = await visit_under_way(user)
    hire("chen", store=1)
    await sign_in(user, "chen")
    await user.open(f"/r/store_visit/{visit}")
    await user.should_see("相关记录", retries=20)
    await user.should_not_see("已打分")
