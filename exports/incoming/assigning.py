"""Which column goes to which field when each field has room for one: as good on the whole as can be."""

from math import inf


def assigned(worth: list[list[float]]) -> list[int | None]:
    """For each row its place, so that the sum is the largest; None where staying out is worth more (0).

    The Hungarian method with potentials: rows are taken in one after the other, each by the cheapest change of the others.
    """
    rows, fields = len(worth), len(worth[0]) if worth else 0
    width = fields + rows  # each row may stay out at a place of its own
    cost = [[-value for value in line] + [0.0] * rows for line in worth]
    over_rows, over_places = [0.0] * (rows + 1), [0.0] * (width + 1)
    holder, way = [0] * (width + 1), [0] * (width + 1)
    for row in range(1, rows + 1):
        holder[0], place = row, 0
        least, seen = [inf] * (width + 1), [False] * (width + 1)
        while holder[place]:
            place = _nearest(place, cost, (over_rows, over_places), (holder, way, least, seen))
        while place:
            holder[place], place = holder[way[place]], way[place]
    places: list[int | None] = [None] * rows
    for place in range(1, fields + 1):
        if holder[place] and worth[holder[place] - 1][place - 1] > 0:
            places[holder[place] - 1] = place - 1
    return places


def _nearest(place: int, cost: list[list[float]], over: tuple[list, list], tree: tuple[list, list, list, list]) -> int:
    """The next place of the tree that grows from a row, and what all prices are changed by on the way there."""
    over_rows, over_places = over
    holder, way, least, seen = tree
    seen[place], row = True, holder[place]
    step, nearest = inf, 0
    for other in range(1, len(holder)):
        if seen[other]:
            continue
        price = cost[row - 1][other - 1] - over_rows[row] - over_places[other]
        if price < least[other]:
            least[other], way[other] = price, place
        if least[other] < step:
            step, nearest = least[other], other
    for other in range(len(holder)):
        if seen[other]:
            over_rows[holder[other]] += step
            over_places[other] -= step
        else:
            least[other] -= step
    return nearest
