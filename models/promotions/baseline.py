"""What a store would have sold without the promotion: the same weekdays of the four weeks before, ordinary days only."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from ..stores.usual import WEEKS_BEFORE, Days, Sold, days_between, usual

CENT = Decimal("0.01")

__all__ = [
    "WEEKS_BEFORE",
    "Days",
    "Sold",
    "baseline",
    "days_between",
    "expected_sales",
    "growth",
    "growth_after",
    "sold",
    "usual",
]


def baseline(days: Days, first: date, last: date, busy: Iterable[date] = ()) -> Decimal | None:
    """What the days from first to last would have brought by their weekdays; None where nothing is known."""
    ordinary = usual(days, first, busy)
    return (
        sum((ordinary[day.weekday()] for day in days_between(first, last)), Decimal(0)).quantize(CENT)
        if ordinary
        else None
    )


def expected_sales(
    days: Days, first: date, last: date, busy: Iterable[date], feasts: Mapping[date, date | None]
) -> tuple[Decimal | None, str | None]:
    """What the days would have brought, and what that goes by: festivals by the same festival's sales last year.

    feasts: the festivals' days among them, each with its like of last year. A day whose like wasn't sold on or isn't known
    stands at its weekday, and is `mixed`.
    """
    ordinary = usual(days, first, busy)
    if not ordinary:
        return None, None
    total, likes = Decimal(0), {day: then for day, then in feasts.items() if then in days}
    for day in days_between(first, last):
        total += days[likes[day]].sales if day in likes else ordinary[day.weekday()]
    basis = "ordinary" if not feasts else "festival" if likes.keys() == feasts.keys() else "mixed"
    return total.quantize(CENT), basis


def growth_after(days: Days, start: date, first: date, last: date, busy: Iterable[date]) -> Decimal | None:
    """How the ordinary days after a promotion sold against those before it: both leave out other promotions and festivals."""
    ordinary, left_out = usual(days, start, busy), set(busy)
    watched = [day for day in days_between(first, last) if day in days and day not in left_out]
    if not ordinary or not watched:
        return None
    return growth(
        sum((days[day].sales for day in watched), Decimal(0)),
        sum((ordinary[day.weekday()] for day in watched), Decimal(0)),
    )


def growth(actual: Decimal, expected: Decimal | None) -> Decimal | None:
    """How much more was sold than expected, in per cent."""
    return ((actual - expected) * 100 / expected).quantize(Decimal("0.1")) if expected else None


def sold(days: Days, first: date, last: date) -> Sold:
    """What a store sold from first to last."""
    there = [days[day] for day in days_between(first, last) if day in days]
    return Sold(
        sum((day.sales for day in there), Decimal(0)),
        sum(day.transactions for day in there),
        sum(day.new_members for day in there),
    )
