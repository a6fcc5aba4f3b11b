"""Planning a delivery 派车: a route becomes a task with a time for each stop."""

from datetime import datetime, timedelta
from decimal import Decimal

from ..kit import Changes, LinkField, MomentField, Refused, Text, in_one_change, setting
from ..kit.clock import local
from .deliveries import Delivery, DeliveryStop
from .fleet import Driver, Vehicle
from .hours import opened, refuse_hours
from .routes import ROAD_FACTOR, SPEED, DeliveryRoute, StopPlace, points_of, stops_of, straight_km

ASKS_PLAN = {
    "departs": MomentField("计划出发", "Departs at"),
    "vehicle": LinkField(Vehicle, "车辆（空为常用车辆）", "Vehicle (empty: the usual one)", null=True),
    "driver": LinkField(Driver, "驾驶员", "Driver", null=True),
}
PLANNED = Text("已生成配送任务 {no}，{stops} 个停靠点，预计 {back} 返回", "{no} planned: {stops} stops, back at {back}")
NO_STOPS = Text("线路 {route} 还没有停靠点", "Route {route} has no stops yet")
NO_POINTS = Text(
    "{route} 的仓库或停靠点缺少经纬度，无法排时间",
    "{route}: the warehouse or a stop lacks coordinates, so no times can be planned",
)


@in_one_change
def plan_delivery(
    c: Changes, route: int, departs: datetime, vehicle: int | None = None, driver: int | None = None
) -> Text:
    """A delivery along the route: each stop at the time its distance, the unloading before it and its hours allow."""
    row = c.fresh(DeliveryRoute, route)
    arrivals, back = times_along(route, departs)
    stops = stops_of(route)
    task = c.create(
        Delivery,
        delivered_on=local(departs).date(),
        warehouse=row.warehouse,
        route=route,
        vehicle=vehicle or row.vehicle,
        driver=driver,
        planned_departure=departs,
        planned_arrival=back,
    )
    c.add(
        DeliveryStop,
        [
            {"delivery": task.id, "seq": at, "place": stop.place, "boxes": stop.boxes, "planned_at": moment}
            for at, (stop, moment) in enumerate(zip(stops, arrivals, strict=True), 1)
        ],
    )
    refuse_hours(task)
    return PLANNED(no=task.no, stops=len(stops), back=f"{local(back):%H:%M}")


def times_along(route: int, departs: datetime) -> tuple[list[datetime], datetime]:
    """When the stops of a route are reached, and when the vehicle is back."""
    row, stops = DeliveryRoute.row(route), stops_of(route)
    if not stops:
        raise Refused(NO_STOPS(route=row.name))
    points = points_of(row.warehouse, [stop.place for stop in stops])
    if points is None:
        raise Refused(NO_POINTS(route=row.name))
    places = StopPlace.rows_by_id({stop.place for stop in stops})
    minutes_per_km = Decimal(60) * setting(ROAD_FACTOR) / setting(SPEED)
    moment, arrivals = departs, []
    for at, stop in enumerate(stops):
        moment = opened(places[stop.place], moment + _drive(points[at], points[at + 1], minutes_per_km))
        arrivals.append(moment)
        moment += timedelta(minutes=places[stop.place].service_minutes)
    return arrivals, moment + _drive(points[-1], points[0], minutes_per_km)


def _drive(start: tuple[float, float], other: tuple[float, float], minutes_per_km: Decimal) -> timedelta:
    return timedelta(minutes=round(straight_km(start, other) * float(minutes_per_km)))
