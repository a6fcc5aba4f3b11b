"""Which buyers of online shops got a batch, by the orders it went out with: for recalls."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from ..kit.alike import written
from ..kit.clock import local
from ..logistics import StockMovement, spellings, standing_lines
from .orders import SENT, OnlineOrder, OnlineOrderLine
from .references import orders_of
from .sending import is_sent
from .shops import OnlineShop
from .taking import ref_of, taken_of


def buyers(product: int, batches: list[str]) -> list[dict[str, Any]]:
    """A row for each order and batch: by the ledger, else by the batch that its line names."""
    got: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    move = StockMovement
    mine = (move.product == product) & move.batch_no.in_(spellings(move, product, batches))
    for row in standing_lines(mine & move.kind.in_(("sale_out", "customer_return"))):
        got[row.reference, row.batch_no] -= row.qty
    sent = orders_of({number for number, _ in got if number})
    known = {
        (order.id, batch): qty for order in sent for (number, batch), qty in got.items() if number == ref_of(order)
    }
    there = {(id, written(batch)) for id, batch in known}
    named = OnlineOrderLine.batch_no.in_(spellings(OnlineOrderLine, product, batches))
    for line in OnlineOrderLine.rows(OnlineOrderLine.product == product, named):
        if (line.order, written(line.batch_no)) not in there:
            known.setdefault((line.order, line.batch_no), line.units)
    orders = OnlineOrder.rows_by_id({id for id, _ in known})
    stores = {shop.id: shop.store for shop in OnlineShop.rows()}
    return [
        {
            "kind": "buyer",
            "member": orders[id].member,
            "buyer": orders[id].buyer,
            "store": stores.get(orders[id].shop),
            "source": orders[id].order_no,
            "batch_no": batch,
            "qty": qty,
            "got_on": local(orders[id].shipped_at or orders[id].ordered_at).date(),
        }
        for (id, batch), qty in sorted(known.items())
        if qty > 0 and orders[id].state in SENT
    ]


def sent_uncounted(product: int, batches: list[str]) -> dict[tuple[int | None, int | None], Decimal]:
    """What orders say was sent of these batches as far as the ledger doesn't hold it, by the warehouse and the store of the shop."""
    ways = spellings(OnlineOrderLine, product, batches)
    wanted: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for line in OnlineOrderLine.rows(OnlineOrderLine.product == product, OnlineOrderLine.batch_no.in_(ways)):
        wanted[line.order, written(line.batch_no)] += line.units
    orders = {id: row for id, row in OnlineOrder.rows_by_id({id for id, _ in wanted}).items() if is_sent(row)}
    taken = _taken(product, {ref_of(order) for order in orders.values()})
    shops = OnlineShop.rows_by_id({row.shop for row in orders.values()})
    sums: dict[tuple[int | None, int | None], Decimal] = defaultdict(Decimal)
    for (id, batch), units in wanted.items():
        if id in orders and (open_ := units - taken[ref_of(orders[id]), batch]) > 0:
            sums[shops[orders[id].shop].warehouse, shops[orders[id].shop].store] += open_
    return sums


def _taken(product: int, references: set[str]) -> dict[tuple[str, str], Decimal]:
    """By order and batch, as `written`, what the ledger took of the product."""
    names = sorted(references)
    taken: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for start in range(0, len(names), 500):
        for number, booked in taken_of(names[start : start + 500]).items():
            for (of, batch), qty in booked.items():
                taken[number, written(batch)] += qty if of == product else 0
    return taken
