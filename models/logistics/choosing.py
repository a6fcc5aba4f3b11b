"""Which batch goes out 选批: the first to expire that lasts long enough for who gets it; any other with a reason."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from ..kit import Param, Refused, Row, Text, setting
from ..kit.clock import today
from ..organization import Product
from .stock import NearExpiryRule, Stock, near_line

STORE_LEAST = Param(
    "store_least_days", "发给门店的批次至少剩余天数", "Days a batch must have left for a store", 7, "天"
)
CUSTOMER_LEAST = Param(
    "customer_least_days", "卖给顾客的批次至少剩余天数", "Days a batch must have left for a customer", 15, "天"
)
NEAR_REASON = Param(
    "near_batch_reason",
    "发出临期批次须写原因（1 要，0 不要）",
    "A batch near its end goes out with a reason only (1 yes, 0 no)",
    1,
)
LEAST = {"store_out": STORE_LEAST, "sale_out": CUSTOMER_LEAST, "gift_out": CUSTOMER_LEAST}
RECEIVERS = {
    "store_out": Text("门店", "a store"),
    "sale_out": Text("顾客", "a customer"),
    "gift_out": Text("顾客", "a customer"),
}

TOO_NEAR = Text(
    "{product} 批次 {batch} 只剩 {days} 天到期，发给{receiver}至少要剩 {least} 天；请换一个批次，或报损、退供应商",
    "Batch {batch} of {product} has {days} days left and {receiver} gets {least} at least; take another, scrap it or return it",
)
NEAR = Text(
    "{product} 批次 {batch} 已临期，只剩 {days} 天；请换一个批次，或在“选批原因”里写明为什么发它",
    "Batch {batch} of {product} is near its end, {days} days left; take another, or say in “Why this batch” why it goes out",
)
EXPIRED = Text(
    "{product} 批次 {batch} 已于 {day} 过期，只能报损或退供应商",
    "Batch {batch} of {product} ran out on {day}; it can only be scrapped or returned to the supplier",
)
NOT_FIRST = Text(
    "{product} 批次 {batch} 不是最先到期的：批次 {first} {day} 到期，还有 {qty}；请先发它，或在“选批原因”里写明为什么不发",
    "Batch {batch} of {product} is not the first to expire: {first} does on {day} and holds {qty}; send that, or say in “Why this batch” why not",
)


class Choosing:
    """What may go out to whom, by the days a batch has left; made once for many lines."""

    def __init__(self, products: dict[int, Row]):
        self.products, self._ladder = products, NearExpiryRule.rows()
        self._least = {kind: setting(param) for kind, param in LEAST.items()}
        self._asks = bool(setting(NEAR_REASON))

    def least(self, batch: Any, product: int, kind: str) -> int:
        """How many days it must have left; never more than the line at which such goods count as near their end."""
        return min(self._least[kind], near_line(batch, self.products[product], self._ladder))

    def lasts(self, batch: Any, product: int, kind: str, day: date) -> bool:
        """Whether it lasts long enough for who gets it."""
        if kind not in LEAST or batch.expires_on is None:
            return True
        return (batch.expires_on - day).days >= self.least(batch, product, kind)

    def why_not(self, batch: Any, product: int, kind: str, day: date, reason: str | None) -> Text | None:
        """What speaks against sending this batch, by its own days; None when nothing does."""
        if kind not in LEAST or batch.expires_on is None:
            return None
        left = (batch.expires_on - day).days
        said = {"product": self.products[product].name, "batch": batch.batch_no, "days": left}
        if not self.lasts(batch, product, kind, day):
            return TOO_NEAR(receiver=RECEIVERS[kind], least=self.least(batch, product, kind), **said)
        if self._asks and not reason and left <= near_line(batch, self.products[product], self._ladder):
            return NEAR(**said)
        return None

    def passed_over(self, batch: Any, others: Iterable[Row], product: int, kind: str, day: date) -> Row | None:
        """The first of the others that should have gone instead: it runs out earlier, and could go."""
        mine = batch.expires_on or date.max
        fit = [
            batch
            for batch in others
            if batch.expires_on
            and day <= batch.expires_on < mine
            and not batch.held
            and self.lasts(batch, product, kind, day)
        ]
        return min(fit, key=lambda batch: (batch.expires_on, batch.batch_no), default=None)


def refuse_unreasoned(
    lines: list[tuple[int | None, Row, date]], there: dict[tuple[int, int], dict[str, Row]], deltas: dict
) -> None:
    """Raises Refused for the first line, as (index, line, day), whose batch needs a reason it doesn't give, or can't go at all.

    there: the stock after all lines, deltas: what they moved. Passed over is what lay there before them and still does.
    """
    choosing = Choosing(Product.rows_by_id({line.product for _, line, _ in lines}))
    for index, line, day in lines:
        key = (line.product, line.warehouse)
        batch = there[key][line.batch_no]
        if said := choosing.why_not(batch, line.product, line.kind, day, line.batch_reason):
            raise Refused(said, "batch_reason", index)
        left = [
            batch for no, batch in there[key].items() if min(batch.qty, batch.qty - deltas[key].get(no, Decimal(0))) > 0
        ]
        if not line.batch_reason and (first := choosing.passed_over(batch, left, line.product, line.kind, day)):
            names = {"product": Product.title_of(line.product), "batch": line.batch_no, "first": first.batch_no}
            raise Refused(
                NOT_FIRST(day=first.expires_on, qty=Stock.qty.show(first.qty), **names), "batch_reason", index
            )


def refuse_ending(product: int, batch_no: str | None, kind: str, reason: str | None, index: int | None = None) -> None:
    """Raises Refused when this batch is too near its end to go today; for what is chosen before the ledger hears of it."""
    batch = _dated(product, batch_no)
    if batch is not None and batch.expires_on < today():
        said = EXPIRED(product=Product.title_of(product), batch=batch_no, day=batch.expires_on)
        raise Refused(said, "batch_no", index)
    if said := ending(product, batch_no, kind, reason):
        raise Refused(said, "batch_reason", index)


def ending(product: int, batch_no: str | None, kind: str, reason: str | None) -> Text | None:
    """What speaks today against sending this batch, by the days it has left; None when nothing does."""
    batch = _dated(product, batch_no)
    if batch is None:
        return None
    return Choosing(Product.rows_by_id([product])).why_not(batch, product, kind, today(), reason)


def _dated(product: int, batch_no: str | None) -> Row | None:
    return next(
        iter(Stock.rows(Stock.product == product, Stock.batch_no == batch_no, Stock.expires_on.is_null(False))), None
    )
