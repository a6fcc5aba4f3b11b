"""What the stock's ledger calls an order by: its number, or where another shop has that one too, one with its shop."""

from collections import defaultdict
from collections.abc import Iterable

from ..kit import Changes, Move, Row
from .orders import OnlineOrder


def tell_apart(c: Changes, moves: list[Move]) -> None:
    """Platforms number by themselves: an order whose number another shop has too is called by its shop in the stock's ledger."""
    moved = [move.new for move in moves if move.new and move.changed("order_no", "shop")]
    there: dict[str, set[int]] = defaultdict(set)
    numbers = sorted({row.order_no for row in moved})
    for start in range(0, len(numbers), 500):
        same = OnlineOrder.order_no.in_(numbers[start : start + 500]) & OnlineOrder.stock_ref.is_null()
        for id, number in OnlineOrder.select(OnlineOrder.id, OnlineOrder.order_no).where(same).tuples():
            there[number].add(id)
    taken = {row.id: f"{row.order_no}@{row.shop}" for row in moved if there[row.order_no] - {row.id}}
    sets = {row.id: {"stock_ref": taken.get(row.id)} for row in moved}
    c.alter(OnlineOrder, {row.id: sets[row.id] for row in moved if row.stock_ref != taken.get(row.id)})


def orders_of(references: Iterable[str]) -> list[Row]:
    """The orders that the stock's ledger calls so."""
    names, orders = sorted(references), []
    for start in range(0, len(names), 500):
        part = names[start : start + 500]
        orders += OnlineOrder.rows(OnlineOrder.order_no.in_(part), OnlineOrder.stock_ref.is_null())
        orders += OnlineOrder.rows(OnlineOrder.stock_ref.in_(part))
    return orders
