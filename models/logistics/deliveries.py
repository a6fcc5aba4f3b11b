"""Deliveries 配送: who drives what where and when, stop by stop, and whether it came on time."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    Move,
    NoteField,
    Param,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    Who,
    numbered,
    setting,
)
from ..kit.clock import local, now, start_of, today
from ..kit.write.unseen import beside
from ..organization import Store
from .fleet import Driver, Vehicle, refuse_unfit
from .places import Warehouse
from .routes import DeliveryRoute, StopPlace

DELIVERY_STATES = (
    Choice("planned", "待装车", "Planned", "info"),
    Choice("loaded", "已装车", "Loaded", "info"),
    Choice("out", "在途", "On the road", "warning"),
    Choice("done", "已完成", "Done", "positive", ("已返回", "完成")),
    Choice("cancelled", "已取消", "Cancelled", "grey", ("取消",)),
)
STOP_STATES = (
    Choice("waiting", "待送达", "Waiting", "info"),
    Choice("signed", "已签收", "Signed", "positive", ("签收",)),
    Choice("part", "部分签收", "Signed in part", "warning"),
    Choice("refused", "拒收", "Refused", "negative"),
)
AHEAD = ("planned", "loaded", "out")
TOLERANCE = Param("delivery_tolerance_minutes", "准时宽限（分钟）", "Minutes a delivery may be late", 15, "分钟")

OUT_THEN = Text(
    "{who} {start}–{end} 已派给 {no}，不能重复派车",
    "{who} is out from {start} to {end} with {no} and can't be assigned twice",
)
STILL_OUT = Text(
    "{who} 还没回来：{no} {start} 出车，尚未登记返回；请先在那条任务上点“返回完成”，或换一辆车、一名司机",
    "{who} isn't back yet: {no} left at {start} and has no return; finish that delivery first, or take another vehicle or driver",
)
BACKWARDS = Text("预计返回要晚于预计出发", "The planned return must be after the planned departure")
NOT_OUT = Text(
    "配送任务 {no} 现为“{state}”，在途时才能签收",
    "Delivery {no} is “{state}”; stops are signed while it is on the road",
)
STILL_WAITING = Text(
    "还有 {count} 个停靠点没有签收结果，不能完成", "{count} stops have no result yet; the delivery can't finish"
)
ODOMETER = Text("返回里程不能小于出车里程 {out}", "The odometer can't read less than at departure ({out})")
SIGNED_MORE = Text("签收箱数不能超过送货箱数 {boxes}", "No more boxes can be signed for than were sent ({boxes})")


def keep_assignments(c: Changes, moves: list[Move]) -> None:
    """Vehicle and driver are fit to go and are not out with another delivery at that time."""
    for move in moves:
        row = move.new
        watched = ("vehicle", "driver", "planned_departure", "planned_arrival", "delivered_on", "state")
        if row is None or row.state not in AHEAD or not move.changed(*watched):
            continue
        if row.planned_departure and row.planned_arrival and row.planned_arrival <= row.planned_departure:
            raise Refused(BACKWARDS, "planned_arrival", move.index)
        start, end = period(row)
        vehicle = Vehicle.row(row.vehicle) if row.vehicle else None
        driver = Driver.row(row.driver) if row.driver else None
        refuse_unfit(vehicle, driver, local(end - timedelta(seconds=1)).date())
        for name, who in (("vehicle", vehicle.plate if vehicle else None), ("driver", driver.name if driver else None)):
            _refuse_double(c.who, move, name, who, start, end)


def _refuse_double(asker: Who, move: Move, name: str, who: str | None, start: datetime, end: datetime) -> None:
    if who is None:
        return
    field, day = getattr(Delivery, name), move.new.delivered_on
    near = Delivery.delivered_on.between(day - timedelta(days=2), day + timedelta(days=2)) | (Delivery.state == "out")
    quoted = ("no", name, "delivered_on")
    for other in Delivery.rows(
        field == getattr(move.new, name), near, Delivery.state != "cancelled", Delivery.id != move.id
    ):
        begins, ends = period(other)
        meets = begins < end and start < ends
        if other.state == "out" and (move.new.state == "out" or (meets and _as_planned(other)[1] <= start)):
            text = STILL_OUT(who=who, no=other.no, start=f"{local(begins):%m-%d %H:%M}")
            raise beside(Delivery, {other.id}, asker, text, name, move.index, quoted)
        if meets:
            times = {"start": f"{local(begins):%m-%d %H:%M}", "end": f"{local(ends):%m-%d %H:%M}"}
            raise beside(Delivery, {other.id}, asker, OUT_THEN(who=who, no=other.no, **times), name, move.index, quoted)


def period(row: Row) -> tuple[datetime, datetime]:
    """When a delivery has its vehicle and driver: as it was, else as planned, else the whole day; until now, where it is still out."""
    start, end = _as_planned(row)
    return start, max(end, now()) if row.state == "out" and not row.arrived_at else end


def _as_planned(row: Row) -> tuple[datetime, datetime]:
    start = row.departed_at or row.planned_departure or start_of(row.delivered_on)
    return start, row.arrived_at or row.planned_arrival or start_of(local(start).date() + timedelta(days=1))


def judge_time(c: Changes, moves: list[Move]) -> None:
    """On time: every stop reached so far within the tolerance; without stops, back as planned."""
    for move in moves:
        if move.new and move.changed("planned_arrival", "arrived_at"):
            sum_up(c, {move.id})


def go_out(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    vehicle = Vehicle.row(row.vehicle)
    odometer = row.odometer_out if row.odometer_out is not None else vehicle.mileage
    c.update(Delivery, row, departed_at=row.departed_at or now(), odometer_out=odometer)


def come_back(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    """Every stop has a result; the kilometres go to the vehicle, and what the trip cost is known."""
    if waiting := DeliveryStop.rows(DeliveryStop.delivery == row.id, DeliveryStop.state == "waiting"):
        raise Refused(STILL_WAITING(count=len(waiting)))
    out, back = row.odometer_out or Decimal(0), row.odometer_in
    if back is not None and back < out:
        raise Refused(ODOMETER(out=Delivery.odometer_out.show(out)), "odometer_in")
    route = DeliveryRoute.row(row.route) if row.route else None
    km = back - out if back is not None else row.km if row.km is not None else route and route.distance_km
    spent = (row.fuel_cost or 0) + (row.tolls or 0) + ((route and route.cost) or 0)
    c.update(Delivery, row, arrived_at=row.arrived_at or now(), km=km, cost=row.cost if row.cost is not None else spent)
    if km:
        c.update(
            Vehicle, row.vehicle, mileage=max(Vehicle.row(row.vehicle).mileage, back if back is not None else out + km)
        )


class Delivery(Record):
    """One trip of one vehicle with one driver."""

    no = LineField(
        "任务单号",
        "Delivery no.",
        null=True,
        unique=True,
        max_length=30,
        width=150,
        aka=("配送单号", "单号"),
        auto="PS",
    )
    delivered_on = DayField("配送日期", "Day", default=today, index=True, aka=("日期",))
    warehouse = LinkField(Warehouse, "出发仓库", "Warehouse", null=True, aka=("仓库",))
    route = LinkField(DeliveryRoute, "线路", "Route", null=True, aka=("配送线路",))
    vehicle = LinkField(Vehicle, "车辆", "Vehicle", null=True, aka=("车牌号", "车牌"))
    driver = LinkField(Driver, "驾驶员", "Driver", null=True, aka=("司机",))
    planned_departure = MomentField("计划出发", "Planned departure", null=True)
    planned_arrival = MomentField("计划返回", "Planned return", null=True, aka=("计划到达",))
    departed_at = MomentField("实际出发", "Departed at", happened=True, null=True)
    arrived_at = MomentField("实际返回", "Returned at", happened=True, null=True, aka=("实际到达",))
    orders = CountField("单数", "Orders", least=0, default=0, sum=True, aka=("订单数",))
    boxes = CountField("箱数", "Boxes", least=0, default=0, sum=True)
    odometer_out = QuantityField("出车里程表", "Odometer out", null=True, least=0)
    odometer_in = QuantityField("返回里程表", "Odometer in", null=True, least=0)
    km = QuantityField("行驶公里", "Kilometres", null=True, least=0, sum=True, aka=("公里数", "里程"))
    fuel_cost = MoneyField("油费", "Fuel", null=True, least=0, sum=True)
    tolls = MoneyField("路桥停车费", "Tolls and parking", null=True, least=0, sum=True)
    cost = MoneyField("总成本", "Cost", null=True, least=0, sum=True, aka=("成本",))
    signed_by = LineField("回单签收人", "Signed by", null=True, max_length=40, aka=("签收人",))
    on_time = FlagField("准时", "On time", null=True, derived=True)
    state = ChoiceField("状态", "State", options=DELIVERY_STATES, default="planned", locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "配送任务",
        "Deliveries",
        says=("route", "delivered_on", "no"),
        later=("departed_at", "arrived_at", "odometer_in", "signed_by"),
        title="no",
        order=("-delivered_on", "no"),
        key=("no",),
        search=("no", "route", "vehicle", "driver"),
        fill=lambda c, rows: numbered(Delivery, rows),
        checks=(keep_assignments,),
        derives=(judge_time,),
        scopes={"region": "warehouse.region"},
        steps=(
            Step("load", "装车完成", "Loaded", "planned", "loaded", needs=("vehicle", "driver"), icon="inventory"),
            Step("leave", "出车", "Leave", "loaded", "out", then=go_out, icon="local_shipping"),
            Step(
                "finish",
                "返回完成",
                "Back",
                "out",
                "done",
                then=come_back,
                icon="done_all",
                asks={
                    "odometer_in": QuantityField("返回里程表", "Odometer in", null=True, least=0),
                    "signed_by": LineField("回单签收人", "Signed by", null=True, max_length=40),
                },
            ),
            Step(
                "cancel",
                "取消配送",
                "Call it off",
                "planned loaded",
                "cancelled",
                reason=True,
                danger=True,
                icon="cancel",
            ),
        ),
    )


def place_stops(c: Changes, rows: list[dict]) -> None:
    """A stop at a store's place is that store's."""
    stores = {
        id: place.store for id, place in StopPlace.rows_by_id({row["place"] for row in rows if row["place"]}).items()
    }
    for row in rows:
        row["store"] = row["store"] or stores.get(row["place"])


def keep_stops(c: Changes, moves: list[Move]) -> None:
    """No more is signed for than was sent."""
    for move in moves:
        row = move.new
        if row and row.boxes_signed is not None and row.boxes_signed > row.boxes:
            raise Refused(SIGNED_MORE(boxes=row.boxes), "boxes_signed", move.index)


def judge_stops(c: Changes, moves: list[Move]) -> None:
    """A stop is on time within the tolerance; the delivery adds its stops up."""
    allowed = timedelta(minutes=int(setting(TOLERANCE)))
    judged = {
        move.id: {
            "on_time": move.new.arrived_at <= move.new.planned_at + allowed
            if move.new.arrived_at and move.new.planned_at
            else None
        }
        for move in moves
        if move.new
    }
    c.alter(DeliveryStop, judged)
    sum_up(c, {row.delivery for move in moves for row in (move.old, move.new) if row})


def sum_up(c: Changes, deliveries: set[int]) -> None:
    """Orders, boxes and punctuality of deliveries as their stops make them."""
    allowed, sets = timedelta(minutes=int(setting(TOLERANCE))), {}
    stops: dict[int, list[Row]] = {}
    for stop in DeliveryStop.rows(DeliveryStop.delivery.in_(list(deliveries))):
        stops.setdefault(stop.delivery, []).append(stop)
    for id, row in Delivery.rows_by_id(deliveries).items():
        if own := stops.get(id):
            known = [stop.on_time for stop in own if stop.on_time is not None]
            sums = {"orders": sum(stop.orders for stop in own), "boxes": sum(stop.boxes for stop in own)}
            sets[id] = {**sums, "on_time": all(known) if known else None}
        else:
            both = row.arrived_at and row.planned_arrival
            sets[id] = {"on_time": row.arrived_at <= row.planned_arrival + allowed if both else None}
    c.alter(Delivery, sets)


def arrive(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    """A result at a stop: the delivery is on the road, and the moment is kept."""
    delivery = Delivery.row(row.delivery)
    if delivery.state != "out":
        state = Text(*(Delivery.state.show(delivery.state, lang) for lang in ("zh", "en")))
        raise Refused(NOT_OUT(no=delivery.no, state=state), "state")
    signed = {"signed": row.boxes, "refused": 0}.get(row.state, row.boxes_signed)
    why = answers.get("reason") or row.discrepancy
    c.update(DeliveryStop, row, arrived_at=row.arrived_at or now(), boxes_signed=signed, discrepancy=why)


class DeliveryStop(Record):
    """One stop of a delivery: planned and actual, and what was signed for."""

    delivery = LinkField(Delivery, "配送任务", "Delivery", aka=("任务单号",))
    seq = CountField("顺序", "Order", least=1, width=70, aka=("序号",))
    place = LinkField(StopPlace, "停靠点", "Stop", null=True, width=160)
    store = LinkField(Store, "门店", "Store", null=True)
    orders = CountField("单数", "Orders", least=0, default=1, sum=True)
    boxes = CountField("送货箱数", "Boxes", least=0, default=0, sum=True, aka=("箱数",))
    planned_at = MomentField("计划到达", "Planned at", null=True)
    arrived_at = MomentField("实际到达", "Arrived at", happened=True, null=True, index=True)
    boxes_signed = CountField("签收箱数", "Boxes signed for", null=True, least=0, sum=True)
    temperature = QuantityField("到货温度（℃）", "Temperature (°C)", null=True)
    signed_by = LineField("签收人", "Signed by", null=True, max_length=40)
    discrepancy = NoteField("差异说明", "Discrepancy", null=True)
    on_time = FlagField("准时", "On time", null=True, derived=True)
    state = ChoiceField("状态", "State", options=STOP_STATES, default="waiting", locked=True, width=90)

    sheet = Sheet(
        "配送停靠",
        "Stops of deliveries",
        title="seq",
        order=("-delivery", "seq"),
        key=("delivery", "seq"),
        parent="delivery",
        search=("delivery", "place", "store", "signed_by"),
        fill=place_stops,
        checks=(keep_stops,),
        derives=(judge_stops,),
        scopes={"store": "store", "region": "store.region"},
        steps=(
            Step(
                "sign",
                "签收",
                "Sign",
                "waiting",
                "signed",
                then=arrive,
                icon="draw",
                asks={"signed_by": LineField("签收人", "Signed by", max_length=40)},
            ),
            Step(
                "part",
                "部分签收",
                "Sign in part",
                "waiting",
                "part",
                then=arrive,
                icon="rule",
                asks={
                    "boxes_signed": CountField("签收箱数", "Boxes signed for", least=0),
                    "signed_by": LineField("签收人", "Signed by", max_length=40),
                    "discrepancy": NoteField("差异说明", "Discrepancy"),
                },
            ),
            Step("refuse", "拒收", "Refuse", "waiting", "refused", then=arrive, reason=True, danger=True, icon="block"),
        ),
    )

    class Meta:
        indexes = ((("delivery", "seq"), True),)
