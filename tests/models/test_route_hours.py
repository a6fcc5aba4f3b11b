"""Route suggestions know time: no round beyond a driver's day, stores reached while they take goods, work shared by the vans."""

import pytest

from models.kit import Refused
from models.logistics import DeliveryRoute, RouteStop, StopPlace, Vehicle, Warehouse
from models.logistics.routing import propose
from tests.helpers.shop import change, put


@pytest.fixture
def town(clock, db) -> dict:
    """Twenty shops in a row on two routes; one van could carry all of it, and would need eleven hours."""
    house = put(Warehouse, code="W1", name="总仓", latitude="30.5", longitude="104.0")
    routes = [
        put(
            DeliveryRoute,
            code=f"R{at}",
            name=f"线{at}",
            warehouse=house,
            vehicle=put(Vehicle, plate=f"川A{at}0000", boxes=500),
        )
        for at in range(2)
    ]
    places = []
    for at in range(20):
        values = {"latitude": f"{30.5 + 0.02 * (at % 10):.5f}", "longitude": f"{104.02 + 0.02 * (at // 10):.5f}"}
        places.append(put(StopPlace, name=f"店{at}", service_minutes=20, **values))
        put(RouteStop, route=routes[at % 2], seq=at // 2 + 1, place=places[-1], boxes=5)
    return {"routes": routes, "places": places}


def test_no_round_is_longer_than_a_working_day_and_no_van_stands_idle(town):
    proposal = propose(town["routes"], milliseconds=600)
    assert all(0 < minutes <= 480 for minutes in proposal.minutes.values())
    assert max(proposal.minutes.values()) - min(proposal.minutes.values()) < 120
    assert sorted(stop.place for own in proposal.rounds.values() for stop in own) == sorted(town["places"])


def test_what_can_not_be_done_in_a_day_is_not_suggested(town):
    for place in town["places"]:
        change(StopPlace, place, service_minutes=90)
    with pytest.raises(Refused) as refused:
        propose(town["routes"], milliseconds=300)
    assert "送不完" in refused.value.text.zh


def test_a_store_is_reached_while_it_takes_goods(town):
    change(StopPlace, town["places"][19], closes="9.5")
    proposal = propose(town["routes"], milliseconds=600)
    own = next(stops for stops in proposal.rounds.values() if town["places"][19] in [stop.place for stop in stops])
    assert [stop.place for stop in own].index(town["places"][19]) < 4
