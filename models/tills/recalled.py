"""Who bought a batch at the counter, by the receipts and what they took: for recalls."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from ..kit import Changes, Move, Row
from ..logistics import StockMovement, spellings, standing_lines
from ..quality import renew_recalls_of
from .receipts import Receipt, ReceiptLine

ZERO = Decimal(0)
CHUNK = 500


def buyers(product: int, batches: list[str]) -> list[dict[str, Any]]:
    """The members among them, a row for each receipt and batch, without what they brought back; others left no name."""
    got = _got(product, batches)
    receipts = _receipts({receipt for receipt, _ in got})
    return [
        {
            "kind": "member",
            "member": receipts[id].member,
            "store": receipts[id].store,
            "source": receipts[id].no,
            "batch_no": batch_no,
            "qty": qty,
            "got_on": receipts[id].day,
        }
        for (id, batch_no), qty in sorted(got.items())
        if qty > 0 and id in receipts and receipts[id].member
    ]


def _got(product: int, batches: list[str]) -> dict[tuple[int, str], Decimal]:
    """By receipt and batch: what the ledger says it took, and what a till named that the ledger didn't take."""
    got: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    line = StockMovement
    mine = (
        (line.product == product)
        & line.batch_no.in_(spellings(line, product, batches))
        & line.kind.in_(("shop_out", "customer_return"))
    )
    booked = standing_lines(mine)
    documents = {row.reference for row in booked if row.reference}
    by_document = {}
    for start in range(0, len(documents), CHUNK):
        some = sorted(documents)[start : start + CHUNK]
        by_document |= {row.doc: row for row in Receipt.rows(Receipt.doc.in_(some))}
    for row in booked:
        if receipt := by_document.get(row.reference):
            got[receipt.of or receipt.id, row.batch_no] -= row.qty
    lines = ReceiptLine.rows(_named(product, batches))
    receipts = _receipts({row.receipt for row in lines})
    for row in lines:
        got[receipts[row.receipt].of or row.receipt, row.batch_no] += row.qty - row.taken
    return got


def _named(product: int, batches: list[str]) -> Any:
    """The lines whose till said the batch, and of which the ledger doesn't hold all: no stock was kept, or too little lay there."""
    mine = (ReceiptLine.product == product) & (ReceiptLine.qty != ReceiptLine.taken)
    return mine & ReceiptLine.batch_no.in_(spellings(ReceiptLine, product, batches))


def _receipts(ids: set[int]) -> dict[int, Row]:
    return Receipt.rows_by_id(ids)


def sold_uncounted(product: int, batches: list[str]) -> dict[int, tuple[Decimal, Decimal, Decimal]]:
    """By store, what its receipts say was sold of these batches and came back, as far as the ledger doesn't hold it.

    The third is what of it, less what came back, went before the store's stock of the product was kept.
    """
    sums: dict[int, tuple[Decimal, Decimal, Decimal]] = {}
    lines = ReceiptLine.rows(_named(product, batches))
    receipts = _receipts({row.receipt for row in lines})
    for row in lines:
        store, open_ = receipts[row.receipt].store, row.qty - row.taken
        sold, back, before = sums.get(store, (ZERO, ZERO, ZERO))
        before += open_ if row.booked == "apart" else ZERO
        sums[store] = (sold + max(open_, ZERO), back + max(-open_, ZERO), before)
    return sums


def reach_recalls(c: Changes, moves: list[Move]) -> None:
    """Who bought a batch before it was stopped is called, too, where the receipt came in only then."""
    renew_recalls_of(c, {move.new.product for move in moves if move.new and move.old is None})
