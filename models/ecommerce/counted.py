"""Online orders and counts 网店订单与盘点: what a count of the warehouse has seen leave is not taken from it a second time."""

from collections import defaultdict
from datetime import datetime

from ..kit import Row
from ..logistics import StockMovement, counted_since
from .shops import OnlineShop
from .taking import ref_of

Lines = dict[int, list[Row]]  # by order


def went_at(order: Row) -> datetime:
    """When its goods left; where a platform doesn't say, not before it was paid."""
    return order.shipped_at or order.paid_at or order.ordered_at


def unseen(orders: list[Row], lines: Lines) -> Lines:
    """The lines that the ledger has to take: not what left before its product was last counted, unless it was put back since."""
    shops = OnlineShop.rows_by_id({order.shop for order in orders})
    places = {order.id: shops[order.shop].warehouse for order in orders}
    products = {line.product for mine in lines.values() for line in mine}
    there = {place for place in places.values() if place is not None}
    counted = counted_since(there, products) if there and products else {}
    if not counted:
        return lines
    back = _put_back(orders)
    left: Lines = defaultdict(list)
    for order in orders:
        for line in lines[order.id]:
            count = counted.get((places[order.id], line.product))
            put_back = back.get((ref_of(order), line.product))
            if count is None or count <= went_at(order) or (put_back and put_back >= count):
                left[order.id].append(line)
    return left


def _put_back(orders: list[Row]) -> dict[tuple[str, int], datetime]:
    """When the ledger last reversed what it had taken, by order and product."""
    line, numbers = StockMovement, sorted({ref_of(order) for order in orders})
    latest: dict[tuple[str, int], datetime] = {}
    for start in range(0, len(numbers), 500):
        mine = line.reference.in_(numbers[start : start + 500]) & (line.kind == "sale_out")
        taken = {row.id: row for row in line.rows(mine, line.reverses.is_null())}
        for row in line.rows(line.reverses.in_(list(taken))) if taken else ():
            key = (taken[row.reverses].reference, row.product)
            latest[key] = max(latest.get(key, row.occurred_at), row.occurred_at)
    return latest
