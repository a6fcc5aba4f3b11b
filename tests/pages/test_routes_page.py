"""The page of route suggestions: choose, see what is saved, take it over, or hear why not."""

import pytest
from nicegui.testing import User

from models.kit.server.database import reading
from models.logistics import RouteStop, StopPlace
from tests.helpers import desk
from tests.helpers.desk import hire, put, sign_in

folder = pytest.fixture(desk.folder, autouse=True)
CORNERS = {"西南": (30.60, 104.00), "东北": (30.70, 104.10), "东南": (30.60, 104.10), "西北": (30.70, 104.00)}


def crossing() -> int:
    """A round that crosses itself."""
    (depot,) = put("warehouse", {"code": "W1", "name": "成都总仓", "latitude": "30.65", "longitude": "104.05"})
    (route,) = put("delivery_route", {"code": "R1", "name": "环线", "warehouse": depot})
    places = [{"name": name, "latitude": str(lat), "longitude": str(lng)} for name, (lat, lng) in CORNERS.items()]
    stops = [
        {"route": route, "seq": seq, "place": place, "boxes": 5}
        for seq, place in enumerate(put("stop_place", *places), 1)
    ]
    put("route_stop", *stops)
    return route


async def test_a_shorter_order_is_shown_with_what_it_saves_and_taken_over(user: User):
    await user.http_client.get("/healthz")
    route = crossing()
    await sign_in(user)
    await user.open("/logistics/routes")
    await user.should_see("线路优化", retries=20)
    user.find(marker=f"route-{route}").click()
    user.find(marker="suggest").click()
    await user.should_see("采用建议", retries=80)
    await user.should_see("西南 → 东北 → 东南 → 西北")
    user.find(marker="take").click()
    await user.should_see("已采用，线路顺序已更新", retries=20)
    with reading():
        order = [
            StopPlace.row(stop.place).name for stop in RouteStop.rows(RouteStop.route == route, order=RouteStop.seq)
        ]
    assert order != list(CORNERS) and sorted(order) == sorted(CORNERS)


async def test_without_a_choice_it_says_so_and_who_may_not_change_routes_can_t_ask(user: User):
    await user.http_client.get("/healthz")
    crossing()
    hire("bo")
    await sign_in(user)
    await user.open("/logistics/routes")
    user.find(marker="suggest").click()
    await user.should_see("请先选择要优化的线路", retries=20)
    await sign_in(user, "bo")
    await user.open("/logistics/routes")
    await user.should_see("只有能修改线路的人", retries=20)
    await user.should_not_see(marker="suggest")
