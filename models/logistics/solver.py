"""The solver of the routing problem, run by its path in a process of its own.

It holds Python's lock while it searches, and would stand still the whole server for that time; as a program of its own
it also costs the start of the app nothing. Distances in metres between all places, the depot first; what each place
takes; what each vehicle holds; how long to search. With `minutes` (driving between all places, the time spent at a place
included), `windows` (from and to, in minutes after the start) and `shift` the time is kept too, and the rounds are evened
out. Answers the order of places for each vehicle.
"""

from typing import Any


def solve(problem: dict[str, Any]) -> list[list[int]]:
    """The shortest rounds found in the time given; an empty list when the boxes don't fit the vehicles."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    vehicles = problem["holds"]
    places = pywrapcp.RoutingIndexManager(len(problem["metres"]), len(vehicles), 0)
    model = pywrapcp.RoutingModel(places)
    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitMatrix(problem["metres"]))
    boxes = model.RegisterUnaryTransitVector(problem["boxes"])
    model.AddDimensionWithVehicleCapacity(boxes, 0, vehicles, True, "boxes")
    _keep_time(model, places, problem)
    how = pywrapcp.DefaultRoutingSearchParameters()
    how.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    how.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    how.time_limit.FromMilliseconds(problem["milliseconds"])
    solution = model.SolveWithParameters(how)
    return [] if solution is None else [_round(model, places, solution, at) for at in range(len(vehicles))]


def _keep_time(model: Any, places: Any, problem: dict[str, Any]) -> None:
    """Nobody drives longer than a shift, each place is reached while it takes goods, and no vehicle idles beside a full one."""
    shift = problem["shift"]
    minutes = model.RegisterTransitMatrix(problem["minutes"])
    model.AddDimension(minutes, shift, shift, True, "time")
    time = model.GetDimensionOrDie("time")
    for place, (opens, closes) in enumerate(problem["windows"]):
        if place:
            time.CumulVar(places.NodeToIndex(place)).SetRange(opens, max(opens, min(closes, shift)))
    time.SetGlobalSpanCostCoefficient(problem["evenness"])
    for vehicle in range(len(problem["holds"])):
        model.AddVariableMinimizedByFinalizer(time.CumulVar(model.End(vehicle)))


def _round(model: Any, places: Any, solution: Any, vehicle: int) -> list[int]:
    """The places one vehicle goes to, without the depot."""
    order, index = [], solution.Value(model.NextVar(model.Start(vehicle)))
    while not model.IsEnd(index):
        order.append(places.IndexToNode(index))
        index = solution.Value(model.NextVar(index))
    return order


def answer(problem: dict[str, Any], tell: Any) -> list[list[int]]:
    """For `beside`."""
    return solve(problem)
