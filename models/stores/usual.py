"""What a store's day usually brings: the same weekdays of the four weeks before, ordinary days only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

WEEKS_BEFORE = 4


class Sold(NamedTuple):
    """One store's day, as the till reports it."""

    sales: Decimal
    transactions: int = 0
    new_members: int = 0


Days = Mapping[date, Sold]


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=at) for at in range((last - first).days + 1)]


def usual(days: Days, first: date, busy: Iterable[date] = ()) -> dict[int, Decimal]:
    """The mean sales of each weekday over the four weeks before `first`, days of promotions and festivals left out.

    A weekday without an ordinary day stands at the mean of all ordinary ones; without any there is no usual day at all.
    """
    left_out, by_weekday = set(busy), defaultdict(list)
    for day in days_between(first - timedelta(days=7 * WEEKS_BEFORE), first - timedelta(days=1)):
        if day in days and day not in left_out:
            by_weekday[day.weekday()].append(days[day].sales)
    every: list[Decimal] = [amount for amounts in by_weekday.values() for amount in amounts]
    if not every:
        return {}
    mean = sum(every, Decimal(0)) / len(every)
    return {
        weekday: sum(by_weekday[weekday], Decimal(0)) / len(by_weekday[weekday]) if by_weekday[weekday] else mean
        for weekday in range(7)
    }
