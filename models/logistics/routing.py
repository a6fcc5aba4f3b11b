"""Route suggestions 线路优化: another order of stops and vehicles, and how much shorter it is than today's."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ..kit import Refused, Row, Text, Who, setting
from ..kit.server.beside import Ended, beside
from ..kit.write.edits import Answer, edit
from .fleet import Vehicle
from .places import Warehouse
from .routes import ROAD_FACTOR, SHIFT, SPEED, STARTS, DeliveryRoute, Point, RouteStop, StopPlace, straight_km

SOLVER = Path(__file__).with_name("solver.py")
_one_at_a_time = threading.Lock()  # a search takes a whole core
SEARCH_MS, PATIENCE = 1500, 20  # milliseconds the solver may search; seconds until it is given up
MOST_STOPS = 120

NO_ROUTES = Text("请先选择要优化的线路", "Choose the routes to improve")
TWO_DEPOTS = Text("只能优化同一仓库出发的线路", "Only routes of one warehouse can be improved together")
TOO_FEW_STOPS = Text("停靠点不足两个，没有可优化的顺序", "With fewer than two stops there is no order to improve")
TOO_MANY_STOPS = Text(
    "一次最多优化 {most} 个停靠点，现有 {count} 个", "At most {most} stops at a time; there are {count}"
)
NO_POINT = Text("缺少经纬度，先补全再优化：{names}", "These lack coordinates; enter them first: {names}")
TOO_FULL = Text(
    "所选线路的车辆装不下全部箱数（{boxes} 箱，可装 {holds} 箱）",
    "The vehicles can't take all the boxes ({boxes} boxes, room for {holds})",
)
NOT_SOLVED = Text("没有算出建议，请稍后再试", "No suggestion was found; try again later")
TOO_LONG = Text(
    "按每班 {hours} 小时和各点收货时段，{count} 辆车送不完这些停靠点；请加车、改收货时段或调整参数",
    "{count} vehicles can't do these stops within {hours} hours and the hours of the stores: add a vehicle, or change the"
    " hours or the parameters",
)
EVENNESS = 200  # metres that a minute of the longest round is worth: as short as can be, and not all on one vehicle
TAKEN = Text("采用线路建议，少行 {km} 公里", "Route suggestion taken: {km} km saved")


@dataclass(frozen=True)
class Proposal:
    """The stops of each route in the order proposed, with both lengths; `today` is what it was made from."""

    today: dict[int, list[Row]]
    rounds: dict[int, list[Row]]
    km_today: dict[int, Decimal]
    km: dict[int, Decimal]
    minutes_today: dict[int, int]
    minutes: dict[int, int]

    @property
    def saved(self) -> Decimal:
        return sum(self.km_today.values(), Decimal(0)) - sum(self.km.values(), Decimal(0))


def propose(routes: Iterable[int], milliseconds: int = SEARCH_MS) -> Proposal:
    """Ask the solver; today's order stays where it finds nothing shorter. Takes seconds: never in a transaction."""
    rows = DeliveryRoute.rows_by_id(dict.fromkeys(routes))
    today = _stops_today(rows)
    stops = [stop for own in today.values() for stop in own]
    points = _points(next(iter(rows.values())).warehouse, stops)
    at = {stop.id: place for place, stop in enumerate(stops, 1)}
    metres = _metres(points, float(setting(ROAD_FACTOR)))
    holds, boxes = _holds(rows, today), [0, *(stop.boxes for stop in stops)]
    if sum(boxes) > sum(holds):
        raise Refused(TOO_FULL(boxes=sum(boxes), holds=sum(holds)))
    clock = _clock(metres, stops)
    best = _solve({"metres": metres, "boxes": boxes, "holds": holds, "milliseconds": milliseconds, **clock})
    if not best:
        raise Refused(TOO_LONG(hours=setting(SHIFT), count=len(holds)))
    order = {id: [at[stop.id] for stop in own] for id, own in today.items()}
    new = dict(zip(rows, best, strict=True))
    before, after = ({id: _km(metres, path) for id, path in paths.items()} for paths in (order, new))
    spent, takes = ({id: _minutes(clock, path) for id, path in paths.items()} for paths in (order, new))
    fits = all(took is not None and took <= clock["shift"] for took in spent.values())
    spent = {id: _minutes(clock, path, late=True) for id, path in order.items()}
    if fits and sum(after.values()) >= sum(before.values()):
        return Proposal(today, today, before, before, spent, spent)
    rounds = {id: [stops[place - 1] for place in path] for id, path in new.items()}
    return Proposal(today, rounds, before, after, spent, takes)


def _clock(metres: list[list[int]], stops: list[Row]) -> dict:
    """What the solver keeps of time: minutes from place to place with the unloading before it, and when each takes goods."""
    places, starts, shift = StopPlace.rows_by_id({stop.place for stop in stops}), setting(STARTS), setting(SHIFT)
    unloading = [0, *(places[stop.place].service_minutes for stop in stops)]
    per_metre = 60 / (float(setting(SPEED)) * 1000)
    minutes = [[unloading[a] + round(way * per_metre) for way in row] for a, row in enumerate(metres)]
    windows = [[0, int(shift * 60)]]
    for stop in stops:
        opens, closes = places[stop.place].opens, places[stop.place].closes
        first = 0 if opens is None else max(0, round((opens - starts) * 60))
        windows.append([first, int(shift * 60) if closes is None else max(0, round((closes - starts) * 60))])
    return {"minutes": minutes, "windows": windows, "shift": int(shift * 60), "evenness": EVENNESS}


def _minutes(clock: dict, order: list[int], late: bool = False) -> int | None:
    """How long a round takes, waiting included; None where it comes to a place too late, unless `late` may be."""
    spent = 0
    for a, b in zip([0, *order], [*order, 0], strict=True):
        spent += clock["minutes"][a][b]
        if b:
            opens, closes = clock["windows"][b]
            if spent > closes and not late:
                return None
            spent = max(spent, opens)
    return spent


def take_over(proposal: Proposal, *, who: Who, op: str | None = None) -> Answer:
    """Make the proposal the order of the day: ordinary edits, refused where somebody changed a stop meanwhile."""
    before = {stop.id: stop for own in proposal.today.values() for stop in own}
    wanted = []
    for route, stops in proposal.rounds.items():
        for seq, stop in enumerate(stops, 1):
            old = before[stop.id]
            new = {"route": route, "seq": seq}
            seen = {"route": {"id": old.route}, "seq": old.seq, "boxes": old.boxes}
            if (old.route, old.seq) != (route, seq):
                wanted.append({"id": stop.id, "set": new, "seen": {name: seen[name] for name in new}})
    return edit(RouteStop, wanted, who=who, op=op, via="action", label=TAKEN(km=f"{proposal.saved:.1f}"))


def _stops_today(rows: dict[int, Row]) -> dict[int, list[Row]]:
    if not rows:
        raise Refused(NO_ROUTES)
    if len({row.warehouse for row in rows.values()}) > 1:
        raise Refused(TWO_DEPOTS)
    today: dict[int, list[Row]] = {id: [] for id in rows}
    for stop in RouteStop.rows(RouteStop.route.in_(list(rows)), order=RouteStop.seq):
        today[stop.route].append(stop)
    count = sum(map(len, today.values()))
    if count < 2:
        raise Refused(TOO_FEW_STOPS)
    if count > MOST_STOPS:
        raise Refused(TOO_MANY_STOPS(most=MOST_STOPS, count=count))
    return today


def _points(warehouse: int, stops: list[Row]) -> list[Point]:
    """Where the depot and each stop lie. Raises Refused with the names of those nobody has located."""
    places = StopPlace.rows_by_id({stop.place for stop in stops})
    rows = [Warehouse.row(warehouse), *(places[stop.place] for stop in stops)]
    if lost := list(dict.fromkeys(row.name for row in rows if row.latitude is None or row.longitude is None)):
        raise Refused(NO_POINT(names="、".join(lost[:5])))
    return [(float(row.latitude), float(row.longitude)) for row in rows]


def _metres(points: list[Point], factor: float) -> list[list[int]]:
    return [[round(straight_km(point, other) * factor * 1000) for other in points] for point in points]


def _holds(rows: dict[int, Row], today: dict[int, list[Row]]) -> list[int]:
    """What each route's vehicle takes; a vehicle of unknown size takes what all routes bring."""
    sizes = {
        id: row.boxes for id, row in Vehicle.rows_by_id({row.vehicle for row in rows.values() if row.vehicle}).items()
    }
    most = sum(stop.boxes for own in today.values() for stop in own)
    return [most if sizes.get(row.vehicle) is None else sizes[row.vehicle] for row in rows.values()]


def _km(metres: list[list[int]], order: list[int]) -> Decimal:
    path = [0, *order, 0]
    return Decimal(sum(metres[a][b] for a, b in zip(path, path[1:], strict=False))).scaleb(-3)


def _solve(problem: dict) -> list[list[int]]:
    """The solver as a process of its own, which knows nothing of us and is given up when it takes too long."""
    try:
        with _one_at_a_time:
            return beside(f"{SOLVER}:answer", problem, alone=True, limit=PATIENCE)
    except Ended as ended:
        raise Refused(NOT_SOLVED) from ended
