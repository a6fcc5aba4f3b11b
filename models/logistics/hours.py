"""Hours of a delivery 配送时间: no longer than a driver's day, and at each store while it takes goods."""

from datetime import datetime, timedelta
from decimal import Decimal

from ..kit import Refused, Row, Text, setting
from ..kit.clock import local, start_of
from .deliveries import Delivery, DeliveryStop
from .fleet import Driver
from .routes import SHIFT, StopPlace

TOO_LONG = Text(
    "{who}当天要开 {hours} 小时，超过单班 {most} 小时：请拆成两趟、换驾驶员，或到“线路优化”里重排",
    "{who} would be out for {hours} hours that day, more than the {most} of a shift: split the round, take another driver, or rearrange the routes",
)
TOO_LATE = Text(
    "{at} 才到{place}，那里 {closes} 以后不收货：请提早出发或把它往前排",
    "{place} would be reached at {at} and takes no goods after {closes}: leave earlier or move it forward",
)
THE_ROUND = Text("这一趟", "This round")


def opened(place: Row, moment: datetime) -> datetime:
    """When it is unloaded: who comes before a place takes goods waits."""
    if place.opens is None or (_is_overnight(place) and moment <= _at(moment, place.closes)):
        return moment
    return max(moment, _at(moment, place.opens))


def closing(place: Row, moment: datetime) -> datetime | None:
    """Until when a place takes goods that reach it at this moment; one that takes them overnight does until the next morning."""
    if place.closes is None:
        return None
    late = _is_overnight(place) and moment >= _at(moment, place.opens)
    return _at(moment + timedelta(days=1) if late else moment, place.closes)


def _is_overnight(place: Row) -> bool:
    return place.opens is not None and place.closes is not None and place.closes < place.opens


def refuse_hours(delivery: Row) -> None:
    """Raises Refused where the plan reaches a stop after its hours, or keeps the driver for longer than a shift."""
    planned = DeliveryStop.planned_at.is_null(False) & DeliveryStop.place.is_null(False)
    stops = DeliveryStop.rows(DeliveryStop.delivery == delivery.id, planned, order=DeliveryStop.seq)
    places = StopPlace.rows_by_id({stop.place for stop in stops})
    for stop in stops:
        place = places[stop.place]
        until = closing(place, stop.planned_at)
        if until is not None and stop.planned_at > until:
            said = {"at": f"{local(stop.planned_at):%H:%M}", "closes": f"{local(until):%H:%M}"}
            raise Refused(TOO_LATE(place=place.name, **said))
    if delivery.planned_departure and delivery.planned_arrival:
        _refuse_long(delivery)


def _refuse_long(delivery: Row) -> None:
    day = [delivery]
    if delivery.driver:
        same = (Delivery.driver == delivery.driver) & (Delivery.delivered_on == delivery.delivered_on)
        day += Delivery.rows(same, Delivery.id != delivery.id, Delivery.state != "cancelled")
    timed = [row for row in day if row.planned_departure and row.planned_arrival]
    hours = sum((row.planned_arrival - row.planned_departure).total_seconds() for row in timed) / 3600
    if hours > setting(SHIFT):
        who = Driver.row(delivery.driver).name if delivery.driver else None
        said = Text(f"{who} ", who) if who else THE_ROUND
        raise Refused(TOO_LONG(who=said, hours=f"{hours:.1f}", most=setting(SHIFT)))


def _at(moment: datetime, hour: Decimal) -> datetime:
    """This hour of the moment's day."""
    return start_of(local(moment).date()) + timedelta(hours=float(hour))
