"""Loading 装车: orders ride with deliveries; each store's orders make its stop, and leave and are signed for with it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ..kit import Changes, Move, Refused, Row, Text, in_one_change
from ..kit.clock import now
from ..kit.declare.access import may
from ..logistics import Delivery, DeliveryStop, StopPlace, Vehicle, refuse_hours
from . import words
from .orders import GoodsOrder, state_of
from .picking import set_off

OFF_THE_ROAD = ("cancelled",)


def keep_ride(c: Changes, moves: list[Move]) -> None:
    """An order gets on a delivery that hasn't left, and off it before it does."""
    for move in moves:
        if move.new is None or not move.changed("delivery") or (move.old is None and move.new.delivery is None):
            continue
        if not may(c.who, "edit", Delivery):
            raise Refused(words.BY_LOGISTICS, "delivery", move.index)
        if move.new.state in ("sent", "received"):
            raise Refused(words.FIXED(no=move.new.no, state=state_of(move.new)), "delivery", move.index)
        for id in {move.old and move.old.delivery, move.new.delivery} - {None}:
            ride = Delivery.row(id)
            if ride.state not in ("planned", "loaded", "cancelled"):
                state = Text(*(Delivery.state.show(ride.state, lang) for lang in ("zh", "en")))
                raise Refused(words.GONE_ALREADY(no=ride.no, state=state), "delivery", move.index)


def keep_stops(c: Changes, moves: list[Move]) -> None:
    """A store's orders on a delivery make the boxes of its stop, also while they change; one without a stop there gets it."""
    watched = ("delivery", "boxes", "store", "state")
    moved = [row for move in moves if move.changed(*watched) for row in (move.old, move.new) if row and row.delivery]
    for delivery, store in sorted({(row.delivery, row.store) for row in moved}):
        _keep_stop(c, delivery, store)


def _keep_stop(c: Changes, delivery: int, store: int) -> None:
    orders = [row for row in riding(delivery) if row.store == store]
    stops = DeliveryStop.rows(DeliveryStop.delivery == delivery, order=DeliveryStop.seq)
    stop = next((stop for stop in stops if stop.store == store), None)
    sums = {"orders": len(orders), "boxes": sum(row.boxes for row in orders)}
    if stop is None and orders:
        places = StopPlace.rows(StopPlace.store == store, order=StopPlace.id)
        place = places[0].id if places else None
        seq = max((stop.seq for stop in stops), default=0) + 1
        c.create(DeliveryStop, delivery=delivery, seq=seq, store=store, place=place, **sums)
    elif stop is not None and stop.state == "waiting" and (stop.orders, stop.boxes) != tuple(sums.values()):
        c.update(DeliveryStop, stop.id, **sums)


@in_one_change
def load_orders(c: Changes, delivery: int) -> Text:
    """All orders that are ready, leave from its warehouse and go to one of its stores get on; not more than the vehicle takes,
    no stop after its hours, and the driver not for longer than a shift.
    """
    ride = c.fresh(Delivery, delivery)
    stores = [stop.store for stop in DeliveryStop.rows(DeliveryStop.delivery == delivery) if stop.store]
    ready = GoodsOrder.rows(
        GoodsOrder.state == "ready",
        GoodsOrder.kind == "replenish",
        GoodsOrder.delivery.is_null(),
        GoodsOrder.store.in_(stores),
    )
    orders = [row for row in ready if ride.warehouse in (None, row.warehouse)]
    if not orders:
        raise Refused(words.NOTHING_TO_LOAD)
    for row in orders:
        c.update(GoodsOrder, row.id, delivery=delivery)
    boxes, kg = load_of(riding(delivery))
    if ride.vehicle:
        refuse_overload(Vehicle.row(ride.vehicle), boxes, kg)
    refuse_hours(ride)
    return words.LOADED(count=len(orders), boxes=boxes, kg=GoodsOrder.kg.show(kg))


def refuse_overload(vehicle: Row, boxes: int, kg: Decimal) -> None:
    """Raises Refused when the vehicle doesn't take it."""
    if vehicle.boxes and boxes > vehicle.boxes:
        most, load = words.boxes_of(vehicle.boxes), words.boxes_of(boxes)
        raise Refused(words.TOO_MUCH(plate=vehicle.plate, most=most, load=load), "vehicle")
    if vehicle.load_kg and kg > vehicle.load_kg:
        most, load = (words.kilos_of(GoodsOrder.kg.show(amount)) for amount in (vehicle.load_kg, kg))
        raise Refused(words.TOO_MUCH(plate=vehicle.plate, most=most, load=load), "vehicle")


def ride_along(c: Changes, moves: list[Move]) -> None:
    """What is on a delivery leaves with it, and waits for another when it is called off."""
    for move in moves:
        if not (move.old and move.new and move.changed("state")):
            continue
        orders = riding(move.id)
        if move.new.state == "out":
            _leave(c, move, orders)
        elif move.new.state in OFF_THE_ROAD:
            for row in orders:
                c.update(GoodsOrder, row.id, delivery=None)


def _leave(c: Changes, move: Move, orders: list[Row]) -> None:
    waiting = [row for row in orders if row.state not in ("ready", "sent", "received", "cancelled")]
    if waiting:
        raise Refused(words.NOT_PICKED(no=waiting[0].no, state=state_of(waiting[0])), "state", move.index)
    if move.new.vehicle:
        refuse_overload(Vehicle.row(move.new.vehicle), *load_of(orders))
    for row in orders:
        if row.state == "ready":
            set_off(c, row)
            c.update(GoodsOrder, row.id, state="sent")


def sign_stop(c: Changes, order: Row, signed_by: str | None) -> None:
    """With the last order of a store its stop is signed for."""
    if order.delivery is None or Delivery.row(order.delivery).state != "out":
        return
    mine = [row for row in riding(order.delivery) if row.store == order.store]
    stops = DeliveryStop.rows(DeliveryStop.delivery == order.delivery, DeliveryStop.store == order.store)
    if not stops or stops[0].state != "waiting" or any(row.state == "sent" for row in mine if row.id != order.id):
        return
    fresh = [c.fresh(GoodsOrder, row.id) for row in mine]
    whole = all(row.received >= row.picked for row in fresh)
    values: dict[str, Any] = {"state": "signed", "boxes_signed": stops[0].boxes}
    if not whole:
        values = {"state": "part", "discrepancy": words.LINES_DIFFER(nos="、".join(row.no for row in fresh)).zh}
    arrived = stops[0].arrived_at or now()
    c.update(DeliveryStop, stops[0].id, signed_by=signed_by, arrived_at=arrived, **values)


def riding(delivery: int) -> list[Row]:
    """The orders on a delivery."""
    return GoodsOrder.rows(GoodsOrder.delivery == delivery, GoodsOrder.state != "cancelled", order=GoodsOrder.id)


def load_of(orders: Iterable[Row]) -> tuple[int, Decimal]:
    rows = list(orders)
    return sum(row.boxes for row in rows), sum((row.kg for row in rows), Decimal(0))
