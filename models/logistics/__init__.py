"""Logistics and warehouse 物流仓储: stock by batch, stocktakes, vehicles and drivers, routes and deliveries."""

from ..kit import Area, Grant
from ..kit.access import VERBS
from ..organization import POSTS
from .ledger import StockMovement
from .stock import BatchHold, NearExpiryRule, Stock, Warehouse, hold_batch, hold_of, refuse_held, release_batch

AREA = Area(
    "logistics",
    "物流仓储",
    "Logistics and warehouse",
    icon="local_shipping",
    records=(Stock, StockMovement, BatchHold, Warehouse, NearExpiryRule),
    grants=(
        Grant("administrator", "*", frozenset(VERBS)),
        Grant("operations_manager", "*", frozenset(VERBS)),
        Grant("logistics", "*", frozenset(VERBS)),
        *(Grant(post, "*", "see", masked={"*"}) for post in POSTS if post != "logistics"),
        Grant("viewer", "*", "see", masked={"*"}),
    ),
)

__all__ = [
    "AREA", "BatchHold", "NearExpiryRule", "Stock", "StockMovement", "Warehouse", "hold_batch", "hold_of", "refuse_held",
    "release_batch",
]  # fmt: skip
