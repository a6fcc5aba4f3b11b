"""Where receipts take their goods 扣减库存: the shelf of the store as it stood, the batch that expires first, back where it came from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from peewee import fn

from ..kit import Refused, Row, Text
from ..kit.alike import written
from ..kit.clock import local
from ..logistics import BatchHold, Stock, StockMovement, counted_since, held_since, place_of
from ..organization import Product, Store
from . import words

ZERO = Decimal(0)
Parts = list[tuple[str, Decimal]]


@dataclass
class Lot:
    """What lies there of one batch while receipts are gone through."""

    batch_no: str
    qty: Decimal
    expires_on: date | None


class Shelves:
    """The stock of some stores, as it stands after the receipts gone through so far."""

    def __init__(self, stores: Iterable[int], products: Iterable[int]):
        self.places = place_of(stores)
        self.lots: dict[tuple[int, int], list[Lot]] = defaultdict(list)
        store_of = {place.id: store for store, place in self.places.items()}
        wanted = (Stock.warehouse.in_(list(store_of)), Stock.product.in_(list(products)))
        rows = Stock.rows(*wanted) if store_of else []
        for row in sorted(rows, key=lambda row: (row.expires_on or date.max, row.batch_no)):
            self.lots[store_of[row.warehouse], row.product].append(Lot(row.batch_no, row.qty, row.expires_on))
        self.since = self._since(store_of, products)
        self.holds: dict[tuple[int, str], list[Row]] = defaultdict(list)
        for hold in BatchHold.rows(BatchHold.state == "held", BatchHold.product.in_(list(products))):
            self.holds[hold.product, written(hold.batch_no)].append(hold)

    def keeps(self, receipt: Row, product: int) -> bool:
        """Whether the store's stock of this product was known when it was sold: what went before it was counted, or counted
        again, is not in it.
        """
        since = self.since.get((receipt.store, product))
        return since is not None and since <= receipt.sold_at

    def _since(self, store_of: dict[int, int], products: Iterable[int]) -> dict[tuple[int, int], datetime]:
        """The first that was ever booked of a product in a store, or when it was last counted there."""
        line = StockMovement
        first = line.select(line.warehouse, line.product, fn.MIN(line.occurred_at).coerce(False))
        mine = line.warehouse.in_(list(store_of)) & line.product.in_(list(products))
        rows = first.where(mine).group_by(line.warehouse, line.product).tuples() if store_of else ()
        begun = {(place, product): line.occurred_at.python_value(at) for place, product, at in rows}
        counted = counted_since(store_of, products) if store_of else {}
        return {(store_of[at[0]], at[1]): max(first, counted.get(at, first)) for at, first in begun.items()}

    def stopped(self, product: int, batch_no: str, moment: datetime) -> Row | None:
        """The hold that stood already when it was sold."""
        return next((hold for hold in self.holds[product, written(batch_no)] if held_since(hold) <= moment), None)

    def refuse(self, receipt: Row, line: Row, index: int | None) -> None:
        """Raises Refused for a batch that was stopped or had run out when it was sold, and where only such ones are left."""
        if line.batch_no and (hold := self.stopped(line.product, line.batch_no, receipt.sold_at)):
            raise self._refused(words.STOPPED, receipt, line, index, batch=line.batch_no, reason=hold.reason)
        lots, day = self.lots.get((receipt.store, line.product), []), local(receipt.sold_at).date()
        over = next((lot.expires_on for lot in lots if lot.batch_no == line.batch_no and _over(lot, day)), None)
        if over:
            raise self._refused(words.EXPIRED, receipt, line, index, batch=line.batch_no, day=over)
        if line.batch_no or not self.keeps(receipt, line.product) or self.fit(receipt, line):
            return
        held = [lot for lot in lots if lot.qty > 0 and self.stopped(line.product, lot.batch_no, receipt.sold_at)]
        if held:
            qty, batches = Stock.qty.show(sum((lot.qty for lot in held), ZERO)), "、".join(lot.batch_no for lot in held)
            store = Store.title_of(receipt.store)
            raise self._refused(words.ONLY_HELD, receipt, line, index, store=store, qty=qty, batches=batches)

    def _refused(self, said: Text, receipt: Row, line: Row, index: int | None, **more: Any) -> Refused:
        return Refused(said(product=Product.title_of(line.product), no=receipt.no, **more), "batch_no", index)

    def fit(self, receipt: Row, line: Row) -> list[Lot]:
        """What may have been sold: the named batch, else all that was neither stopped nor over, the first to expire first."""
        day = local(receipt.sold_at).date()
        return [
            lot
            for lot in self.lots.get((receipt.store, line.product), [])
            if lot.qty > 0
            and line.batch_no in (None, lot.batch_no)
            and not _over(lot, day)
            and not self.stopped(line.product, lot.batch_no, receipt.sold_at)
        ]

    def take(self, receipt: Row, line: Row, qty: Decimal) -> Parts:
        """As much of it as lies there, batch by batch."""
        parts: Parts = []
        for lot in self.fit(receipt, line):
            if part := min(lot.qty, qty):
                lot.qty -= part
                qty -= part
                parts.append((lot.batch_no, part))
        return parts

    def put_back(self, receipt: Row, line: Row, qty: Decimal, documents: list[str]) -> Parts:
        """Into the batches that these documents sold it from; where nobody knows them, the batch the store sold last."""
        known = [(line.batch_no, qty)] if line.batch_no else self._sold_from(line.product, documents)
        parts: Parts = []
        for batch_no, most in known:
            if part := min(most, qty):
                qty -= part
                parts.append((batch_no, part))
        lots = self.lots.get((receipt.store, line.product), [])
        if qty and lots:
            parts.append((self._last_sold(receipt.store, line.product) or lots[-1].batch_no, qty))
        there = {lot.batch_no for lot in lots}
        return [(batch_no, part) for batch_no, part in parts if batch_no in there]

    def _sold_from(self, product: int, documents: list[str]) -> Parts:
        """What of the batches that these receipts took is still with the customer."""
        left: dict[str, Decimal] = defaultdict(Decimal)
        mine = StockMovement.reference.in_(documents) & (StockMovement.product == product)
        for row in StockMovement.rows(mine, StockMovement.reverses.is_null()) if documents else ():
            left[row.batch_no] -= row.qty
        return [(batch_no, qty) for batch_no, qty in left.items() if qty > 0]

    def _last_sold(self, store: int, product: int) -> str | None:
        sold = (StockMovement.kind == "shop_out") & (StockMovement.warehouse == self.places[store].id)
        last = StockMovement.select(fn.MAX(StockMovement.id)).where(sold, StockMovement.product == product).scalar()
        return StockMovement.row(last).batch_no if last else None


def _over(lot: Lot, day: date) -> bool:
    return lot.expires_on is not None and lot.expires_on < day
