"""A small depot to try logistics in, and what must hold of its ledger whatever happened."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from models.kit.clock import today
from models.kit.server import database
from models.logistics import Stock, StockMovement, Warehouse
from models.organization import Product
from tests.helpers.shop import put

LEDGER_HELD = {
    "stock is the sum of its movements": """SELECT s.id FROM stock s WHERE qty <> (SELECT coalesce(sum(qty), 0) FROM stock_movement m
        WHERE m.product_id = s.product_id AND m.warehouse_id = s.warehouse_id AND m.batch_no = s.batch_no)""",
    "value is the sum of the amounts": """SELECT product_id, warehouse_id FROM stock s GROUP BY product_id, warehouse_id
        HAVING sum(value) <> (SELECT coalesce(sum(amount), 0) FROM stock_movement m
        WHERE m.product_id = s.product_id AND m.warehouse_id = s.warehouse_id)""",
    "nothing is below zero, and nothing is worth something": """SELECT id FROM stock
        WHERE qty < 0 OR value < 0 OR available < 0 OR (qty = 0 AND value <> 0)""",
    "a transfer that left has arrived": """SELECT no FROM stock_movement WHERE kind IN ('transfer_in', 'transfer_out')
        GROUP BY no, product_id, batch_no HAVING sum(qty) <> 0""",
    "what is held or expired is not available": """SELECT s.id FROM stock s WHERE available > 0 AND EXISTS (SELECT 1 FROM batch_hold h
        WHERE h.product_id = s.product_id AND h.batch_no = s.batch_no AND h.state = 'held')""",
}


def unsound() -> list[str]:
    """Every promise of the stock ledger that is broken."""
    return [words for words, sql in LEDGER_HELD.items() if database.handle.execute_sql(sql).fetchall()]


class Depot:
    """Two warehouses, a milk powder that keeps a year and a cup that keeps for ever; empty."""

    def __init__(self):
        self.main = put(Warehouse, code="W1", name="成都总仓")
        self.branch = put(Warehouse, code="W2", name="武侯分仓")
        self.powder = put(Product, sku="P1", name="高钙奶粉", shelf_life_days=360, cost=50, unit="罐")
        self.cup = put(Product, sku="P2", name="保温杯", cost=20)

    def brings(self, qty: Any, batch: str = "A1", age: int = 10, product: int | None = None, **more: Any) -> int:
        """Goods produced `age` days ago come in."""
        values = {"kind": "purchase_in", "warehouse": self.main, "product": product or self.powder} | more
        return put(StockMovement, qty=qty, batch_no=batch, produced_on=day(-age), **values)

    def line(self, kind: str, qty: Any, **more: Any) -> dict[str, Any]:
        values = {"kind": kind, "qty": qty, "warehouse": self.main, "product": self.powder} | more
        return {"id": None, "set": values}


def day(offset: int) -> date:
    return today() + timedelta(days=offset)


def lies(product: int, warehouse: int | None = None) -> dict[str, Decimal]:
    """How much lies there by batch."""
    where = [Stock.product == product, Stock.qty > 0] + ([Stock.warehouse == warehouse] if warehouse else [])
    by_batch: dict[str, Decimal] = {}
    for row in Stock.rows(*where):
        by_batch[row.batch_no] = by_batch.get(row.batch_no, Decimal(0)) + row.qty
    return by_batch


def batch(product: int, batch_no: str) -> Any:
    return Stock.rows(Stock.product == product, Stock.batch_no == batch_no)[0]
