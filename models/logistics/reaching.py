"""What reaches the stores 到店: what is booked out to a store that keeps stock lies there, and what it gives back has left it."""

from ..kit import Changes, Move
from .ledger import StockMovement
from .places import place_of

SHELF = {
    "store_out": "store_in",
    "store_return": "store_back",
}  # what a warehouse books, and what the store's side of it is
BY_WAY = ("way_in", "way_out")


def reach_stores(c: Changes, moves: list[Move]) -> None:
    """The other half of a line between a warehouse and a store; goods that are on the way get theirs when they are signed for."""
    sent = [move.new for move in moves if move.new.kind in SHELF and move.new.reverses is None and move.new.store]
    places = place_of({line.store for line in sent}) if sent else {}
    on_the_way = documents_by_way({line.no for line in sent if line.store in places})
    halves = [line for line in sent if line.store in places and line.no not in on_the_way]
    copied = ("no", "product", "batch_no", "produced_on", "expires_on", "store", "occurred_at", "reference", "reason")
    c.add(
        StockMovement,
        [
            {
                **{name: getattr(line, name) for name in copied},
                "kind": SHELF[line.kind],
                "warehouse": places[line.store].id,
                "qty": -line.qty,
                "amount": -line.amount if line.kind == "store_out" else None,
            }
            for line in halves
        ],
    )


def documents_by_way(numbers: set[str]) -> set[str]:
    """Which of these documents put goods on the way, or took them off it."""
    line = StockMovement
    if not numbers:
        return set()
    asked = line.select(line.no).where(line.no.in_(list(numbers)), line.kind.in_(BY_WAY)).distinct()
    return {no for (no,) in asked.tuples()}
