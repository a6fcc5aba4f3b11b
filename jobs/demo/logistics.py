"""The demo's logistics: two warehouses, sixty weeks of goods in and out, and a fleet that drives them to the stores."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from models.kit import Changes, Row
from models.kit.clock import from_local, now, today
from models.logistics import (
    BatchHold,
    Delivery,
    DeliveryRoute,
    DeliveryStop,
    Driver,
    NearExpiryRule,
    RouteStop,
    StockMovement,
    StopPlace,
    Vehicle,
    Warehouse,
    hold_batch,
    release_batch,
)
from models.logistics.planning import times_along
from models.logistics.stock import LADDER, Stock
from models.members import Member
from models.organization import Region, Supplier

from .company import Company
from .warehouse import count_stock, keep_house

CENTRES = {
    "锦江区": (30.60, 104.10),
    "青羊区": (30.67, 104.03),
    "金牛区": (30.70, 104.05),
    "武侯区": (30.63, 104.04),
    "成华区": (30.68, 104.12),
    "高新区": (30.58, 104.06),
    "双流区": (30.57, 103.92),
    "温江区": (30.69, 103.84),
    "龙泉驿区": (30.56, 104.27),
}
PLATES = (("川A8Q21D", "truck", 160), ("川A3M66K", "truck", 160), ("川A5F09E", "reefer", 120), ("川AD12093", "van", 60))
LASTS, NEAR, CHEAP = timedelta(days=7), timedelta(days=45), "门店同意收货，临期特价销售"
STORE_LINES, SLOW = 4, 6  # the last few products hardly sell, and run out on the shelf


def fill(c: Changes, world: Company) -> None:
    people = [employee for employee in world.staff.get(None, []) if employee.department == "logistics"]
    main, cold = c.add(
        Warehouse,
        [
            {
                "code": "WH01",
                "name": "成都总仓",
                "kind": "central",
                "keeper": people[0].id,
                "address": "成都市龙泉驿区车城大道 88 号",
                "latitude": Decimal("30.56120"),
                "longitude": Decimal("104.20450"),
                "coldest": Decimal(5),
                "warmest": Decimal(30),
                "dampest": Decimal(75),
            },
            {
                "code": "WH02",
                "name": "新都冷库",
                "kind": "cold",
                "keeper": people[-1].id,
                "address": "成都市新都区物流大道 16 号",
                "latitude": Decimal("30.78210"),
                "longitude": Decimal("104.15830"),
                "coldest": Decimal(2),
                "warmest": Decimal(8),
                "dampest": Decimal(85),
            },
        ],
    )
    c.add(NearExpiryRule, [{"shelf_life_from": least, "days_before": days} for least, days in LADDER])
    _move_goods(c, world, main)
    _hold_batches(c, main)
    vehicles, drivers = _buy_fleet(c, world, main)
    routes = _draw_routes(c, world, main, vehicles)
    _deliver(c, world, routes, vehicles, drivers)
    keep_house(c, world, (main, cold), people)
    count_stock(c, world, main, people)


def _move_goods(c: Changes, world: Company, main: Row) -> None:
    """Each product comes in every four weeks and goes out to the stores weekly, the first to expire first."""
    dice, lines, shelves, pace = world.dice, [], {product.id: [] for product in world.products}, _pace()
    ends = {supplier.id: min(supplier.business_until, supplier.production_until) for supplier in Supplier.rows()}
    shops, moving = [store for store in world.stores if store.kind != "online"], world.products[:-SLOW]
    for back in range(world.weeks, 0, -1):
        day = today() - timedelta(days=7 * back - 1)
        at = from_local(datetime(day.year, day.month, day.day, 9))
        for turn, product in enumerate(world.products):
            if ends[product.supplier] < day:
                pass  # nothing is bought on papers that have run out
            elif back == world.weeks or (back + turn) % (4 if product in moving else 16) == 0:
                lines.append(
                    _comes_in(
                        dice, product, main, day, at, shelves[product.id], (8 if back == world.weeks else 3) * pace
                    )
                )
            lines += _spoilt(product, main, day, at, shelves[product.id])
            lines += _broken(dice, product, main, at, shelves[product.id])
        for store in shops:
            for product in dice.sample(moving, min(STORE_LINES, len(moving))):
                lines += _goes_out(dice, product, main, store, at + timedelta(hours=5), shelves[product.id], pace)
    c.add(StockMovement, lines + _forgotten(world, main))


def _forgotten(world: Company, main: Row) -> list[dict[str, Any]]:
    """A few batches of what hardly sells stand at the back of the shelf: two near their end, one past it."""
    keeps = [product for product in world.products[-SLOW:] if product.shelf_life_days]
    return [
        {
            "kind": "purchase_in",
            "product": product.id,
            "warehouse": main.id,
            "qty": Decimal(24),
            "unit_cost": product.cost,
            "produced_on": today() + timedelta(days=left - product.shelf_life_days),
            "batch_no": f"H{left + 100}",
            "supplier": product.supplier,
            "occurred_at": from_local(datetime.combine(today() - timedelta(days=80), time(9))),
        }
        for product, left in zip(keeps, (12, 5, -3), strict=False)
    ]


def _comes_in(dice: Any, product: Row, main: Row, day: date, at: datetime, shelf: list, size: int) -> dict[str, Any]:
    made = day - timedelta(days=dice.randrange(8, 60))
    batch = {"batch_no": f"{made:%Y%m%d}", "produced_on": made, "left": Decimal(dice.randrange(16, 24) * size)}
    known = next((lot for lot in shelf if lot["batch_no"] == batch["batch_no"]), None)
    if known is not None:
        known["left"] += batch["left"]
    else:
        shelf.append(
            batch | {"until": made + timedelta(days=product.shelf_life_days) if product.shelf_life_days else date.max}
        )
    cost = (product.cost or Decimal(30)) * Decimal(dice.randrange(96, 105)) / 100
    return {
        "kind": "purchase_in",
        "product": product.id,
        "warehouse": main.id,
        "batch_no": batch["batch_no"],
        "produced_on": made,
        "qty": batch["left"],
        "unit_cost": cost.quantize(Decimal("0.01")),
        "supplier": product.supplier,
        "occurred_at": at,
    }


def _pace() -> int:
    """How many of a product a store takes where a small chain takes one: about half of what they sell is what it cost."""
    return 8 + 2 * Member.select().count() // 20_000


def _goes_out(
    dice: Any, product: Row, main: Row, store: Row, at: datetime, shelf: list, pace: int
) -> list[dict[str, Any]]:
    wanted, lines = Decimal(dice.randrange(2, 9) * pace), []
    for batch in sorted(shelf, key=lambda lot: lot["until"]):
        if (part := min(batch["left"], wanted)) and batch["until"] > at.date() + LASTS:
            batch["left"], wanted = batch["left"] - part, wanted - part
            lines.append(
                {
                    "kind": "store_out",
                    "product": product.id,
                    "warehouse": main.id,
                    "batch_no": batch["batch_no"],
                    "qty": -part,
                    "store": store.id,
                    "occurred_at": at,
                    "batch_reason": CHEAP if batch["until"] <= at.date() + NEAR else None,
                }
            )
    return lines


def _spoilt(product: Row, main: Row, day: date, at: datetime, shelf: list) -> list[dict[str, Any]]:
    """What ran out more than a week ago is scrapped; what did so this week waits for somebody."""
    gone = [batch for batch in shelf if batch["left"] and batch["until"] < day - timedelta(days=7)]
    lines = [
        {
            "kind": "scrap",
            "product": product.id,
            "warehouse": main.id,
            "batch_no": batch["batch_no"],
            "qty": -batch["left"],
            "occurred_at": at,
            "reason": "过期报损",
        }
        for batch in gone
    ]
    for batch in gone:
        batch["left"] = Decimal(0)
    return lines


def _broken(dice: Any, product: Row, main: Row, at: datetime, shelf: list) -> list[dict[str, Any]]:
    """Now and then a box falls off a pallet."""
    whole = [batch for batch in shelf if batch["left"] > 4]
    if not whole or dice.random() > 0.04:
        return []
    whole[0]["left"] -= (gone := Decimal(dice.randrange(1, 4)))
    return [
        {
            "kind": "loss",
            "product": product.id,
            "warehouse": main.id,
            "batch_no": whole[0]["batch_no"],
            "qty": -gone,
            "occurred_at": at,
            "reason": "搬运破损",
        }
    ]


def _hold_batches(c: Changes, main: Row) -> None:
    fresh = Stock.rows(Stock.warehouse == main.id, Stock.stage == "fresh", Stock.qty > 0)[:2]
    for row, reason in zip(fresh, ("供应商通知外包装漏印批准文号，待核实", "顾客反映结块，送检中"), strict=False):
        hold_batch(c, row.product, row.batch_no, reason)
    if len(fresh) > 1:
        release_batch(c, fresh[0].product, fresh[0].batch_no)
    held = BatchHold.rows(BatchHold.state == "held")
    c.alter(BatchHold, {row.id: {"held_on": today() - timedelta(days=3)} for row in held})


def _buy_fleet(c: Changes, world: Company, main: Row) -> tuple[list[Row], list[Row]]:
    """Four vehicles and drivers; one paper ran out, others soon will."""
    dice, day = world.dice, today()
    ends = (12, 140, 250, -6)
    vehicles = c.add(
        Vehicle,
        [
            {
                "plate": plate,
                "kind": kind,
                "warehouse": main.id,
                "boxes": boxes,
                "mileage": Decimal(dice.randrange(20000, 90000)),
                "compulsory_until": day + timedelta(days=dice.randrange(60, 300)),
                "commercial_until": day + timedelta(days=dice.randrange(60, 300)),
                "inspection_until": day + timedelta(days=end),
                "permit_until": day + timedelta(days=dice.randrange(100, 600)),
            }
            for (plate, kind, boxes), end in zip(PLATES, ends, strict=True)
        ],
    )
    drivers = c.add(
        Driver,
        [
            {
                "name": world.person("male")[0],
                "phone": world.mobile(),
                "licence_no": f"510104{dice.randrange(10**12):012d}",
                "licence_class": "B2",
                "licence_until": day + timedelta(days=dice.randrange(200, 1500)),
                "health_until": day + timedelta(days=end),
                "points": dice.choice((0, 0, 3, 6)),
                "vehicle": vehicle.id,
            }
            for vehicle, end in zip(vehicles, (20, 200, 260, 90), strict=True)
        ],
    )
    return vehicles, drivers


def _draw_routes(c: Changes, world: Company, main: Row, vehicles: list[Row]) -> list[Row]:
    """Three rounds in the order in which the stores were opened, which is not the shortest."""
    dice, regions = world.dice, Region.rows_by_id({store.region for store in world.stores})
    shops = [store for store in world.stores if store.kind != "online"]
    centres = [CENTRES.get(regions[store.region].name, (30.65, 104.06)) for store in shops]
    places = c.add(
        StopPlace,
        [
            {
                "name": store.name,
                "store": store.id,
                "address": store.address,
                "service_minutes": dice.choice((10, 15, 20)),
                "latitude": Decimal(f"{lat + dice.uniform(-0.03, 0.03):.5f}"),
                "longitude": Decimal(f"{lng + dice.uniform(-0.03, 0.03):.5f}"),
            }
            for store, (lat, lng) in zip(shops, centres, strict=True)
        ],
    )
    names = (("R01", "东线"), ("R02", "西线"), ("R03", "南线"))
    routes = c.add(
        DeliveryRoute,
        [
            {"code": code, "name": name, "warehouse": main.id, "vehicle": vehicle.id, "cost": Decimal(260)}
            for (code, name), vehicle in zip(names, vehicles, strict=False)
        ],
    )
    c.add(
        RouteStop,
        [
            {"route": routes[at % 3].id, "seq": at // 3 + 1, "place": place.id, "boxes": dice.randrange(4, 13)}
            for at, place in enumerate(places)
        ],
    )
    return routes


def _deliver(c: Changes, world: Company, routes: list[Row], vehicles: list[Row], drivers: list[Row]) -> None:
    """Twice a week each route is driven; today one is on the road, and tomorrow's waits for a vehicle."""
    tasks, stops = [], []
    for route, vehicle, driver in zip(routes, vehicles, drivers, strict=False):
        own = RouteStop.rows(RouteStop.route == route.id, order=RouteStop.seq)
        first = from_local(datetime(2026, 1, 1, 8))
        arrivals, back = times_along(route.id, first) if own else ([], first)
        for back_days in range(7 * world.weeks, -1, -1):
            day = today() - timedelta(days=back_days)
            if own and (day.weekday() in (1, 4) or (back_days == 0 and route is routes[0])):
                starts = from_local(datetime(day.year, day.month, day.day, 8))
                plan = [starts + (moment - first) for moment in arrivals]
                tasks.append(
                    _trip(world.dice, route, vehicle, driver, day, starts, starts + (back - first), bool(back_days))
                )
                stops.append(_stops(world.dice, own, plan, bool(back_days)))
    made = c.add(Delivery, tasks)
    c.add(DeliveryStop, [stop | {"delivery": task.id} for task, own in zip(made, stops, strict=True) for stop in own])
    c.create(Delivery, delivered_on=today() + timedelta(days=1), route=routes[-1].id, warehouse=routes[-1].warehouse)


def _trip(
    dice: Any, route: Row, vehicle: Row, driver: Row, day: date, starts: datetime, ends: datetime, done: bool
) -> dict[str, Any]:
    km = Decimal(dice.randrange(70, 130))
    task = {
        "delivered_on": day,
        "route": route.id,
        "warehouse": route.warehouse,
        "vehicle": vehicle.id,
        "driver": driver.id,
        "planned_departure": starts,
        "planned_arrival": ends,
    }
    left = starts + timedelta(minutes=dice.randrange(12))
    if not done and left > now():  # early in the morning today's stand loaded in the yard
        return task | {"state": "loaded"}
    task["departed_at"] = left
    if not done:
        return task | {"state": "out"}
    fuel = (km * Decimal("0.85")).quantize(Decimal("0.01"))
    return task | {
        "state": "done",
        "arrived_at": ends + timedelta(minutes=dice.randrange(-20, 40)),
        "km": km,
        "fuel_cost": fuel,
        "tolls": Decimal(dice.choice((0, 10, 20))),
        "cost": fuel + 260,
    }


def _stops(dice: Any, own: list[Row], plan: list[datetime], done: bool) -> list[dict[str, Any]]:
    """Some traffic jams last for the rest of the round; now and then a box is missing."""
    jam, rows = dice.choice((0, 0, 0, 12, 25)), []
    for at, (stop, moment) in enumerate(zip(own, plan, strict=True), 1):
        row = {
            "seq": at,
            "place": stop.place,
            "boxes": stop.boxes,
            "planned_at": moment,
            "orders": dice.randrange(1, 4),
        }
        if done:
            short = dice.random() < 0.02
            why = "少一箱，次日补送" if short else None
            row |= {
                "arrived_at": moment + timedelta(minutes=dice.randrange(-6, 9) + jam),
                "boxes_signed": stop.boxes - short,
                "state": "part" if short else "signed",
                "signed_by": "值班店员",
                "discrepancy": why,
            }
        rows.append(row)
    return rows
