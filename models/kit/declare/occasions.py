"""What sets some days of the stores apart from ordinary ones, as an area declares it: promotions, festivals."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from .record import Record


class On(NamedTuple):
    """What was on from one day to another: a row by its id and name, in these stores (None: in all)."""

    id: int
    name: str
    first: date
    last: date
    stores: frozenset[int] | None = None


@dataclass(frozen=True)
class Occasion:
    """What sets days of the stores apart from ordinary ones: `fn(first, last)` says which rows of `record` were on.

    by_calendar: it comes by itself, as festivals do, and a day of it is told of nothing else. like: `fn(first, last)` gives its
    days among these, each with the same day of it a year before (None: unknown), however the moon moved it.
    """

    record: type[Record]
    fn: Callable[[date, date], list[On]]
    by_calendar: bool = False
    like: Callable[[date, date], dict[date, date | None]] | None = None
