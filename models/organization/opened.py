"""When stores were open 营业期间: what is asked of a store, and what it is to sell, is of the days on which it was open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ..kit.clock import days_of_month
from .places import Store

DAY = timedelta(days=1)


def open_on(day: date) -> Any:
    """The condition for stores that were open on a day; of a suspension nobody knows since when."""
    there = (Store.status == "open") | ((Store.status == "closed") & (Store.closed_on > day))
    return there & (Store.opened_on.is_null() | (Store.opened_on <= day))


def stores_open(day: date) -> list[int]:
    """What every store hands in each day is expected of these: all that were open on it but those on the internet."""
    return [id for (id,) in Store.select(Store.id).where(open_on(day), Store.kind != "online").tuples()]


def open_days(days: Iterable[date], which: Any) -> list[tuple[int, date]]:
    """What `open_on` says of each of these days, asked once: the stores (of those that meet `which`) with their days, day by day."""
    dated = (Store.status == "open") | ((Store.status == "closed") & Store.closed_on.is_null(False))
    asked = (
        Store.select(Store.id, Store.status, Store.opened_on, Store.closed_on).where(dated, which).order_by(Store.id)
    )
    stores = [
        (id, first or date.min, closed if state == "closed" else date.max)
        for id, state, first, closed in asked.tuples()
    ]
    return [(id, day) for day in days for id, first, closed in stores if first <= day < closed]


@dataclass(frozen=True)
class Opened:
    """The first and the last day on which a store was open, as far as they are known."""

    first: date | None = None
    last: date | None = None

    def share(self, first: date, last: date) -> Decimal:
        """Which part of what is set for a month these days of it are of: before the opening nothing is due, and the whole
        month's from then on; what was due after the closing isn't any more."""
        month = days_of_month(f"{first:%Y-%m}")
        start = max(month.first, self.first or month.first)
        count = (min(last, self.last or last) - max(first, start)).days + 1
        return Decimal(max(0, count)) / Decimal((month.last - start).days + 1) if start <= month.last else Decimal(0)


def opened() -> dict[int, Opened]:
    """By store id; those that were always open are left out."""
    dated = Store.opened_on.is_null(False) | (Store.status == "closed")
    rows = Store.select(Store.id, Store.status, Store.opened_on, Store.closed_on).where(dated).tuples()
    return {
        id: Opened(first, closed - DAY if state == "closed" and closed else None) for id, state, first, closed in rows
    }
