"""Deliveries: vehicles and drivers in order and not out twice, stop by stop, on time or not; routes and their improvement."""

import sys
from decimal import Decimal

import pytest

from models import house
from models.kit.ask.query import Query
from models.kit.write.acting import act
from models.kit.write.edits import Answer, edit
from models.logistics import (
    Delivery,
    DeliveryRoute,
    DeliveryStop,
    Driver,
    RouteStop,
    StopPlace,
    Vehicle,
    Warehouse,
    routing,
)
from models.logistics.planning import plan_delivery
from tests.helpers.depot import day
from tests.helpers.shop import SYSTEM, change, delete, moment, put, refusal, said, take_back


class Yard:
    """A warehouse in the middle, a truck for 100 boxes, a driver, and four places on the corners of a square."""

    CORNERS = {"西南": (30.60, 104.00), "东南": (30.60, 104.10), "东北": (30.70, 104.10), "西北": (30.70, 104.00)}

    def __init__(self, stores):
        self.depot = put(Warehouse, code="W1", name="成都总仓", latitude="30.65", longitude="104.05")
        self.truck = put(Vehicle, plate="川A10001", boxes=100, inspection_until=day(100), mileage=1000)
        self.van = put(Vehicle, plate="川A10002", boxes=40)
        self.driver = put(Driver, name="赵师傅", licence_no="L1", licence_until=day(200))
        self.other = put(Driver, name="钱师傅", licence_no="L2")
        self.places = {
            name: put(StopPlace, name=name, latitude=str(lat), longitude=str(lng))
            for name, (lat, lng) in self.CORNERS.items()
        }
        change(StopPlace, self.places["西南"], store=stores["锦江一店"])
        self.route = put(DeliveryRoute, code="R1", name="环线", warehouse=self.depot, vehicle=self.truck)

    def runs(self, *names: str, route: int | None = None, boxes: int = 5) -> None:
        for seq, name in enumerate(names, 1):
            put(RouteStop, route=route or self.route, seq=seq, place=self.places[name], boxes=boxes)

    def task(self, start: str | None = "08:00", end: str | None = "12:00", **more) -> Answer:
        values = {"delivered_on": "2026-11-23", "warehouse": self.depot, "vehicle": self.truck, "driver": self.driver}
        times = {
            "planned_departure": start and moment(f"2026-11-23 {start}"),
            "planned_arrival": end and moment(f"2026-11-23 {end}"),
        }
        return edit(Delivery, [{"id": None, "set": values | times | more}], who=SYSTEM)


@pytest.fixture
def yard(clock, stores) -> Yard:
    return Yard(stores)


def step(name: str, id: int, **answers) -> Answer:
    return act(house().actions[name], who=SYSTEM, id=id, answers=answers)


def on_the_road(yard) -> tuple[int, list[int]]:
    """A delivery planned along two stops that has left."""
    yard.runs("西南", "东南")
    plan_delivery(yard.route, departs=moment("2026-11-23 08:00"), driver=yard.driver, who=SYSTEM)
    id = Delivery.rows()[0].id
    assert step("delivery_load", id).state == step("delivery_leave", id).state == "applied"
    return id, [stop.id for stop in DeliveryStop.rows(order=DeliveryStop.seq)]


# Who may go out ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paper", "name"),
    [
        ("compulsory_until", "交强险"),
        ("commercial_until", "商业险"),
        ("inspection_until", "年检"),
        ("permit_until", "营运证"),
    ],
)
def test_a_vehicle_with_an_expired_paper_can_t_be_assigned(yard, paper, name):
    change(Vehicle, yard.truck, **{paper: day(-1)})
    assert said(yard.task()) == f"川A10001的{name}已于 2026-11-22 到期，不能派车"
    change(Vehicle, yard.truck, **{paper: day(0)})
    assert yard.task().state == "applied"


@pytest.mark.parametrize(("paper", "name"), [("licence_until", "驾驶证"), ("health_until", "健康证")])
def test_a_driver_with_an_expired_paper_can_t_be_assigned(yard, paper, name):
    change(Driver, yard.driver, **{paper: day(-1)})
    assert said(yard.task()) == f"赵师傅的{name}已于 2026-11-22 到期，不能派车"


def test_a_paper_must_hold_until_the_vehicle_is_back(yard):
    change(Vehicle, yard.truck, inspection_until=day(0))
    over_night = {"planned_departure": moment("2026-11-23 20:00"), "planned_arrival": moment("2026-11-24 03:00")}
    assert "年检已于" in said(yard.task(**over_night))


def test_who_is_in_repair_on_leave_or_without_points_can_t_be_assigned(yard):
    change(Vehicle, yard.truck, status="repair")
    assert said(yard.task()) == "川A10001现为“维修中”，不能派车"
    change(Vehicle, yard.truck, status="in_use")
    change(Driver, yard.driver, status="leave")
    assert said(yard.task()) == "赵师傅现为“休假”，不能派车"
    change(Driver, yard.driver, status="active", points=12)
    assert said(yard.task()) == "赵师傅已记满 12 分，不能派车"


def test_nobody_is_out_with_two_deliveries_at_once(yard):
    assert yard.task("08:00", "12:00").state == "applied"
    no = Delivery.rows()[0].no
    assert (
        said(yard.task("11:00", "13:00", driver=yard.other))
        == f"川A10001 11-23 08:00–11-23 12:00 已派给 {no}，不能重复派车"
    )
    assert said(yard.task("11:00", "13:00", vehicle=yard.van)).startswith("赵师傅 11-23 08:00")
    assert yard.task("12:00", "14:00").state == "applied"
    assert yard.task("11:00", "13:00", vehicle=yard.van, driver=yard.other).state == "applied"


def test_moving_or_reassigning_a_delivery_is_held_to_the_same_rules(yard):
    yard.task("08:00", "12:00")
    later = yard.task("13:00", "15:00").rows[0]["id"]
    assert "不能重复派车" in said(change(Delivery, later, planned_departure=moment("2026-11-23 11:30")))
    assert "要晚于" in said(change(Delivery, later, planned_arrival=moment("2026-11-23 12:30")))


def test_without_times_a_delivery_takes_the_whole_day_and_a_cancelled_one_takes_none(yard):
    whole = yard.task(None, None).rows[0]["id"]
    assert "不能重复派车" in said(yard.task("20:00", "21:00"))
    assert step("delivery_cancel", whole, reason="门店改期").state == "applied"
    assert yard.task("20:00", "21:00").state == "applied"


def test_one_that_came_back_early_can_leave_again(yard):
    id = yard.task("08:00", "18:00").rows[0]["id"]
    step("delivery_load", id)
    step("delivery_leave", id)
    change(Delivery, id, departed_at=moment("2026-11-23 08:00"), arrived_at=moment("2026-11-23 09:30"))
    step("delivery_finish", id)
    assert yard.task("10:00", "12:00").state == "applied"


# On the way -------------------------------------------------------------------------------------------------------------


def test_a_route_becomes_a_delivery_with_a_time_for_each_stop(yard):
    yard.runs("西南", "东南")
    message = plan_delivery(yard.route, departs=moment("2026-11-23 08:00"), driver=yard.driver, who=SYSTEM)
    task, stops = Delivery.rows()[0], DeliveryStop.rows(order=DeliveryStop.seq)
    assert message.zh.startswith(f"已生成配送任务 {task.no}，2 个停靠点，预计 ")
    assert (task.vehicle, task.orders, task.boxes, task.state) == (yard.truck, 2, 10, "planned")
    assert moment("2026-11-23 08:00") < stops[0].planned_at < stops[1].planned_at < task.planned_arrival
    assert (stops[0].planned_at - task.planned_departure).seconds == 23 * 60  # 7.4 km × 1.3 at 25 km/h


def test_a_plan_waits_until_a_store_opens_and_keeps_to_its_hours_and_the_drivers_day(yard):
    yard.runs("西南", "东南")
    at = moment("2026-11-23 08:00")
    change(StopPlace, yard.places["西南"], opens="9.5")
    plan_delivery(yard.route, departs=at, driver=yard.driver, who=SYSTEM)
    first = DeliveryStop.rows(order=DeliveryStop.seq)[0]
    assert first.planned_at == moment("2026-11-23 09:30")
    take_back()
    change(StopPlace, yard.places["东南"], closes="9")
    said = refusal(plan_delivery, yard.route, departs=at)
    assert "东南" in said and "09:00 以后不收货" in said and Delivery.select().count() == 0
    change(StopPlace, yard.places["东南"], closes=None, service_minutes=420)
    assert "超过单班 8 小时" in refusal(plan_delivery, yard.route, departs=at)


def test_a_store_that_takes_goods_overnight_is_reached_before_and_after_midnight(yard):
    yard.runs("西南")
    change(StopPlace, yard.places["西南"], opens="22", closes="6")
    for departs, arrives in (
        ("2026-11-23 20:00", "2026-11-23 22:00"),
        ("2026-11-23 23:00", "2026-11-23 23:23"),
        ("2026-11-24 05:00", "2026-11-24 05:23"),
    ):
        plan_delivery(yard.route, departs=moment(departs), who=SYSTEM)
        assert DeliveryStop.rows(order=DeliveryStop.id)[-1].planned_at == moment(arrives)


def test_two_rounds_of_a_day_are_no_longer_than_a_drivers_shift(yard):
    yard.runs("西南", "东南")
    change(StopPlace, yard.places["西南"], service_minutes=200)
    plan_delivery(yard.route, departs=moment("2026-11-23 06:00"), driver=yard.driver, who=SYSTEM)
    assert "超过单班" in refusal(plan_delivery, yard.route, departs=moment("2026-11-23 14:00"), driver=yard.driver)


def test_a_route_without_stops_or_coordinates_can_t_be_planned(yard):
    at = moment("2026-11-23 08:00")
    assert refusal(plan_delivery, yard.route, departs=at) == "线路 环线 还没有停靠点"
    yard.runs("西南")
    change(StopPlace, yard.places["西南"], latitude=None)
    assert "缺少经纬度" in refusal(plan_delivery, yard.route, departs=at)


def test_a_delivery_leaves_with_vehicle_and_driver_only(yard):
    bare = yard.task(vehicle=None).rows[0]["id"]
    assert said(step("delivery_load", bare)) == "请先填写车辆，再装车完成"


def test_stops_are_signed_on_the_road_and_all_of_them_before_it_is_done(yard, clock):
    yard.runs("西南", "东南")
    plan_delivery(yard.route, departs=moment("2026-11-23 08:00"), driver=yard.driver, who=SYSTEM)
    task, (first, second) = Delivery.rows()[0].id, [stop.id for stop in DeliveryStop.rows(order=DeliveryStop.seq)]
    assert "在途时才能签收" in said(step("delivery_stop_sign", first, signed_by="王店长"))
    step("delivery_load", task)
    clock("2026-11-23 08:05")
    step("delivery_leave", task)
    clock("2026-11-23 08:30")
    assert step("delivery_stop_sign", first, signed_by="王店长").state == "applied"
    assert said(step("delivery_finish", task)) == "还有 1 个停靠点没有签收结果，不能完成"
    assert step("delivery_stop_refuse", second).state == "refused"
    clock("2026-11-23 10:30")
    assert step("delivery_stop_refuse", second, reason="外箱破损").state == "applied"
    early, late = DeliveryStop.row(first), DeliveryStop.row(second)
    assert (early.on_time, early.boxes_signed, late.on_time, late.boxes_signed, late.discrepancy) == (
        True,
        5,
        False,
        0,
        "外箱破损",
    )
    assert Delivery.row(task).on_time is False
    assert step("delivery_finish", task, odometer_in=1050).state == "applied"
    row = Delivery.row(task)
    assert (row.state, row.km, row.odometer_out, Vehicle.row(yard.truck).mileage) == ("done", 50, 1000, 1050)


def test_on_time_allows_the_tolerance_and_no_minute_more(yard, clock):
    task, (first, second) = on_the_road(yard)
    planned = DeliveryStop.row(first).planned_at
    change(DeliveryStop, first, arrived_at=planned.replace(minute=planned.minute + 15))
    assert (DeliveryStop.row(first).on_time, Delivery.row(task).on_time) == (True, True)
    change(DeliveryStop, first, arrived_at=planned.replace(minute=planned.minute + 16))
    assert (DeliveryStop.row(first).on_time, Delivery.row(task).on_time) == (False, False)


def test_a_stop_that_is_taken_out_counts_no_more(yard):
    task, (first, second) = on_the_road(yard)
    delete(DeliveryStop, second)
    assert (Delivery.row(task).orders, Delivery.row(task).boxes) == (1, 5)


def test_signing_in_part_says_how_many_and_why_and_never_more_than_were_sent(yard):
    _, (first, _) = on_the_road(yard)
    assert step("delivery_stop_part", first, boxes_signed=3, signed_by="王店长").state == "refused"
    assert "不能超过送货箱数 5" in said(
        step("delivery_stop_part", first, boxes_signed=6, signed_by="王", discrepancy="多送")
    )
    assert step("delivery_stop_part", first, boxes_signed=3, signed_by="王", discrepancy="少两箱").state == "applied"
    assert (DeliveryStop.row(first).state, DeliveryStop.row(first).boxes_signed) == ("part", 3)


def test_a_delivery_without_stops_is_on_time_when_it_is_back_as_planned(yard, clock):
    clock("2026-11-23 13:00")
    id = yard.task("08:00", "12:00").rows[0]["id"]
    change(Delivery, id, arrived_at=moment("2026-11-23 12:15"))
    assert Delivery.row(id).on_time is True
    change(Delivery, id, arrived_at=moment("2026-11-23 12:16"))
    assert Delivery.row(id).on_time is False


def test_the_odometer_doesn_t_run_backwards(yard):
    id = yard.task().rows[0]["id"]
    step("delivery_load", id)
    step("delivery_leave", id)
    assert said(step("delivery_finish", id, odometer_in=999)) == "返回里程不能小于出车里程 1,000"


def test_a_store_manager_signs_the_own_store_s_stop_and_sees_no_other(yard, chen):
    _, (first, second) = on_the_road(yard)
    assert [row["id"] for row in Query(DeliveryStop, chen).rows()] == [first]
    sign = house().actions["delivery_stop_sign"]
    assert act(sign, who=chen, id=first, answers={"signed_by": "Chen"}).state == "applied"
    assert act(sign, who=chen, id=second, answers={"signed_by": "Chen"}).state == "refused"


# Routes -----------------------------------------------------------------------------------------------------------------


def test_a_route_is_as_long_as_its_stops_make_it(yard):
    yard.runs("西南", "东南", "东北", "西北")
    row = DeliveryRoute.row(yard.route)
    assert (row.stops, row.boxes, round(row.distance_km)) == (4, 20, 58)
    assert row.minutes == round(row.distance_km / 25 * 60) + 4 * 15
    delete(RouteStop, RouteStop.rows()[0].id)
    assert DeliveryRoute.row(yard.route).distance_km < row.distance_km
    change(StopPlace, yard.places["东北"], latitude="30.80")
    assert DeliveryRoute.row(yard.route).distance_km > row.distance_km


def test_a_crossing_round_is_suggested_shorter_and_taken_over_as_one_batch_that_can_be_undone(yard):
    yard.runs("西南", "东北", "东南", "西北")
    before = DeliveryRoute.row(yard.route).distance_km
    proposal = routing.propose([yard.route], milliseconds=200)
    assert proposal.saved > 5 and abs(proposal.km_today[yard.route] - before) < Decimal("0.01")
    assert routing.take_over(proposal, who=SYSTEM).state == "applied"
    after = DeliveryRoute.row(yard.route).distance_km
    assert abs(before - after - proposal.saved) < Decimal("0.01")
    assert routing.propose([yard.route], milliseconds=200).saved == 0
    assert take_back().state == "applied"
    assert DeliveryRoute.row(yard.route).distance_km == before


def test_stops_change_vehicles_only_as_far_as_their_boxes_fit(yard):
    second = put(DeliveryRoute, code="R2", name="北线", warehouse=yard.depot, vehicle=yard.van)
    yard.runs("西南", "东北", boxes=30)
    yard.runs("东南", "西北", route=second, boxes=15)
    proposal = routing.propose([yard.route, second], milliseconds=200)
    assert proposal.saved > 5
    assert sum(stop.boxes for stop in proposal.rounds[second]) <= 40
    assert routing.take_over(proposal, who=SYSTEM).state == "applied"
    kept = {stop.place for id in (yard.route, second) for stop in RouteStop.rows(RouteStop.route == id)}
    assert kept == set(yard.places.values())


def test_a_suggestion_made_from_an_order_that_changed_meanwhile_is_not_taken(yard):
    yard.runs("西南", "东北", "东南", "西北")
    proposal = routing.propose([yard.route], milliseconds=200)
    moved = next(stop for at, stop in enumerate(proposal.rounds[yard.route], 1) if stop.seq != at)
    change(RouteStop, moved.id, seq=9)
    assert routing.take_over(proposal, who=SYSTEM).state == "conflict"


def test_what_can_t_be_improved_is_refused_with_the_reason(yard):
    assert refused_by([]) == "请先选择要优化的线路"
    assert refused_by([yard.route]) == "停靠点不足两个，没有可优化的顺序"
    yard.runs("西南", "东北", boxes=80)
    assert refused_by([yard.route]) == "所选线路的车辆装不下全部箱数（160 箱，可装 100 箱）"
    change(StopPlace, yard.places["东北"], longitude=None)
    assert refused_by([yard.route]) == "缺少经纬度，先补全再优化：东北"
    far = put(DeliveryRoute, code="R9", name="外线", warehouse=put(Warehouse, code="W9", name="绵阳仓"))
    assert refused_by([yard.route, far]) == "只能优化同一仓库出发的线路"


def refused_by(routes: list[int]) -> str:
    return refusal(lambda *, who: routing.propose(routes, milliseconds=200))


def test_the_app_starts_without_the_solver():
    assert "ortools" not in sys.modules


def test_a_vehicle_that_is_not_back_is_not_sent_again(yard):
    out, _ = on_the_road(yard)
    id = yard.task("14:00", "18:00").rows[0]["id"]
    change(DeliveryStop, DeliveryStop.rows(DeliveryStop.delivery == out)[0].id, boxes=1)
    assert step("delivery_load", id).state == "applied"
    message = said(step("delivery_leave", id))
    assert "川A10001 还没回来" in message and Delivery.row(out).no in message and "返回完成" in message
    change(Delivery, id, vehicle=yard.van)
    assert "赵师傅 还没回来" in said(step("delivery_leave", id))
    change(Delivery, id, driver=yard.other)
    assert step("delivery_leave", id).state == "applied"


def test_one_that_has_been_out_for_days_is_not_sent_again_either(yard, clock):
    out, _ = on_the_road(yard)
    clock("2026-11-28 10:00")
    id = yard.task(delivered_on="2026-11-28", planned_departure=moment("2026-11-28 14:00"), planned_arrival=None).rows[
        0
    ]["id"]
    step("delivery_load", id)
    assert Delivery.row(out).no in said(step("delivery_leave", id))
    now = yard.task(
        delivered_on="2026-11-28",
        planned_departure=moment("2026-11-28 08:00"),
        planned_arrival=moment("2026-11-28 09:00"),
    )
    assert "还没回来" in said(now) and "返回完成" in said(now), "who plans is told what to do about it, too"
