"""Delivery routes 配送线路: which places in which order, how far that is and how long it takes."""

from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

from ..kit import (
    Changes,
    ChoiceField,
    CountField,
    LineField,
    LinkField,
    MoneyField,
    Move,
    NoteField,
    Param,
    PinyinField,
    QuantityField,
    Record,
    Row,
    Sheet,
    Text,
    setting,
)
from ..organization import Store
from .fleet import Vehicle
from .places import IN_USE, DegreeField, Warehouse

EARTH_KM = 6371
ROAD_FACTOR = Param(
    "route_road_factor", "绕行系数（道路距离 ÷ 直线距离）", "Road distance over straight distance", Decimal("1.3")
)
SPEED = Param("route_speed_kmh", "市区配送平均车速（km/h）", "Mean speed of a delivery (km/h)", 25, "km/h")

HOURS = Text("如 9.5 表示 9:30；留空表示全天可收货", "9.5 is half past nine; left empty, it takes goods all day")
SHIFT = Param("route_shift_hours", "驾驶员单班工时（小时）", "Working hours of a driver a day", 8, "小时")
STARTS = Param("route_start_hour", "线路发车时间（点）", "Hour at which the rounds start", 8, "点")


class StopPlace(Record):
    """Where a delivery stops: a store's back door, a key account's, and how long unloading takes there."""

    name = LineField("停靠点", "Stop", unique=True, max_length=60, width=160, aka=("停靠点名称", "送货点"))
    name_py = PinyinField("停靠点拼音", "Stop pinyin", of="name")
    store = LinkField(Store, "门店", "Store", null=True)
    address = LineField("地址", "Address", null=True, width=220)
    latitude = DegreeField("纬度", "Latitude", null=True, least=-90, most=90)
    longitude = DegreeField("经度", "Longitude", null=True, least=-180, most=180)
    service_minutes = CountField("卸货时间（分钟）", "Unloading (minutes)", least=0, most=600, default=15)
    opens = QuantityField("收货开始（点）", "Takes goods from (hour)", null=True, least=0, hint=HOURS)
    closes = QuantityField("收货截止（点）", "Takes goods until (hour)", null=True, least=0, hint=HOURS)
    status = ChoiceField("状态", "Status", options=IN_USE, default="in_use", width=90)

    sheet = Sheet(
        "停靠点",
        "Stops",
        columns=("name", "store", "address", "latitude", "longitude", "service_minutes", "status"),
        order=("name",),
        key=("name",),
        search=("name", "name_py", "address"),
        derives=(lambda c, moves: keep_places(c, moves),),
        scopes={"store": "store", "region": "store.region"},
    )


class DeliveryRoute(Record):
    """A round that starts and ends at a warehouse."""

    code = LineField("线路编码", "Route code", unique=True, max_length=20, width=100, aka=("线路编号", "编码"))
    name = LineField("线路名称", "Route", max_length=60, width=140, aka=("线路",))
    name_py = PinyinField("线路拼音", "Route pinyin", of="name")
    warehouse = LinkField(Warehouse, "出发仓库", "Warehouse", aka=("仓库",))
    vehicle = LinkField(Vehicle, "常用车辆", "Usual vehicle", null=True)
    stops = CountField("停靠点数", "Stops", default=0, derived=True)
    boxes = CountField("常规箱数", "Usual boxes", default=0, derived=True)
    distance_km = QuantityField("里程（km）", "Distance (km)", null=True, derived=True, sum=True)
    minutes = CountField("用时（分钟）", "Minutes", null=True, derived=True)
    cost = MoneyField("单趟成本", "Cost of a trip", null=True, least=0, aka=("成本",))
    status = ChoiceField("状态", "Status", options=IN_USE, default="in_use", width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "配送线路",
        "Delivery routes",
        columns=("code", "name", "warehouse", "vehicle", "stops", "boxes", "distance_km", "minutes", "cost", "status"),
        order=("code",),
        key=("code",),
        search=("code", "name", "name_py"),
        derives=(lambda c, moves: keep_starts(c, moves),),
        scopes={"region": "warehouse.region"},
    )


def keep_routes(c: Changes, moves: list[Move]) -> None:
    """A route is as long as its stops make it."""
    recount(c, {row.route for move in moves for row in (move.old, move.new) if row})


class RouteStop(Record):
    """One place of a route, in its order."""

    route = LinkField(DeliveryRoute, "线路", "Route", aka=("线路编码", "线路名称"))
    seq = CountField("顺序", "Order", least=1, width=70, aka=("序号",))
    place = LinkField(StopPlace, "停靠点", "Stop", width=160)
    boxes = CountField("常规箱数", "Usual boxes", least=0, default=0, sum=True, aka=("箱数",))
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "线路停靠点",
        "Stops of routes",
        title="seq",
        order=("route", "seq"),
        key=("route", "seq"),
        parent="route",
        search=("route", "place"),
        derives=(keep_routes,),
        scopes={"store": "place.store", "region": "route.warehouse.region"},
    )

    class Meta:
        indexes = ((("route", "seq"), True),)


def keep_starts(c: Changes, moves: list[Move]) -> None:
    """A route that starts elsewhere is of another length."""
    recount(c, {move.id for move in moves if move.old and move.new and move.changed("warehouse")})


def keep_places(c: Changes, moves: list[Move]) -> None:
    """A place that moved changes every route that stops there."""
    moved = [
        move.id for move in moves if move.old and move.new and move.changed("latitude", "longitude", "service_minutes")
    ]
    recount(c, {stop.route for stop in RouteStop.rows(RouteStop.place.in_(moved))} if moved else set())


def recount(c: Changes, routes: set[int]) -> None:
    """Stops, boxes, kilometres and minutes of these routes anew."""
    there = DeliveryRoute.rows_by_id(routes)
    factor, speed = (setting(ROAD_FACTOR), setting(SPEED)) if there else (Decimal(1), Decimal(1))
    sets = {}
    for id, route in there.items():
        stops = stops_of(id)
        km = round_km(points_of(route.warehouse, [stop.place for stop in stops]), factor) if stops else None
        places = StopPlace.rows_by_id({stop.place for stop in stops})
        unloading = sum(places[stop.place].service_minutes for stop in stops)
        sets[id] = {
            "stops": len(stops),
            "boxes": sum(stop.boxes for stop in stops),
            "distance_km": km,
            "minutes": None if km is None else round(km / Decimal(speed) * 60) + unloading,
        }
    c.alter(DeliveryRoute, sets)


def stops_of(route: int) -> list[Row]:
    """The stops of a route in their order."""
    return RouteStop.rows(RouteStop.route == route, order=RouteStop.seq)


# Distances --------------------------------------------------------------------------------------------------------------

Point = tuple[float, float]


def points_of(warehouse: int, places: list[int]) -> list[Point] | None:
    """Where the warehouse and then these places lie; None when one of them has no coordinates."""
    known = StopPlace.rows_by_id(set(places))
    rows = [Warehouse.row(warehouse), *(known[place] for place in places)]
    if any(row.latitude is None or row.longitude is None for row in rows):
        return None
    return [(float(row.latitude), float(row.longitude)) for row in rows]


def round_km(points: list[Point] | None, factor: Decimal) -> Decimal | None:
    """From the first point through the others in their order and back."""
    if points is None:
        return None
    legs = zip(points, [*points[1:], points[0]], strict=True)
    return Decimal(sum(straight_km(*leg) for leg in legs) * float(factor)).quantize(Decimal("0.001"))


def straight_km(start: Point, other: Point) -> float:
    """As the crow flies (haversine)."""
    lat, lng = radians(other[0] - start[0]), radians(other[1] - start[1])
    half = sin(lat / 2) ** 2 + cos(radians(start[0])) * cos(radians(other[0])) * sin(lng / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
