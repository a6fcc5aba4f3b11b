"""Why a store sold more or less than it was held against, day by day: parts in cents that add up to all of it; nothing but sums."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ZERO, CENT = Decimal(0), Decimal("0.01")
# The parts that are of nothing that was on.
Parts = dict[str, Decimal]


@dataclass(frozen=True)
class Usual:
    """What an ordinary day of this weekday brings; None where there was none to go by."""

    sales: Decimal | None
    tickets: Decimal | None = None


@dataclass(frozen=True)
class SoldDay:
    """A day of a store that what it is held against counts. sales: None where nothing was handed in.

    open: whether the store was open that day. because: what sets it apart, as `promotion/7` or `festival/3`; several share it.
    """

    day: date
    sales: Decimal | None
    tickets: int
    usual: Usual
    open: bool = True
    because: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        return self.sales is not None and not self.because


@dataclass(frozen=True)
class Plain:
    """What the days without promotion and festival came to, and what they usually do."""

    sales: Decimal = ZERO
    usual: Decimal = ZERO
    tickets: Decimal = ZERO
    usual_tickets: Decimal = ZERO

    def with_more(self, other: "Plain") -> "Plain":
        return Plain(*(mine + theirs for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True)))


def split(held: Decimal, actual: Decimal, days: Iterable[SoldDay]) -> Parts:
    """By cause what the store sold more (or less) than what it is held against; the parts add up to `actual - held`.

    actual: as the figure stands now; `days` as they stood when the week was closed first: what lies between was corrected.
    """
    days, parts = list(days), defaultdict(lambda: ZERO)
    closed_at = sum((day.sales for day in days if day.sales is not None), ZERO)
    parts["corrected"] += actual - closed_at
    if not held:
        parts["unplanned"] += closed_at
    elif not days:
        parts["closed"] += closed_at - held
    elif any(day.usual.sales is None for day in days):
        parts["fresh"] += closed_at - held
    else:
        usual = sum((_usual(day) for day in days), ZERO)
        parts["level"] += usual - held
        for cause, amount in _apart(days):
            parts[cause] += amount
        for cause, amount in _plain(plain_of(days)):
            parts[cause] += amount
    return {cause: amount for cause, amount in parts.items() if amount}


def plain_of(days: Iterable[SoldDay]) -> Plain:
    """The days that nothing sets apart, added up; nothing where it isn't known what is usual."""
    total = Plain()
    for day in days:
        if day.is_plain and day.usual.sales is not None:
            total = total.with_more(
                Plain(day.sales or ZERO, _usual(day), Decimal(day.tickets), day.usual.tickets or ZERO)
            )
    return total


def _usual(day: SoldDay) -> Decimal:
    return (day.usual.sales or ZERO).quantize(CENT)


def _apart(days: list[SoldDay]) -> Iterable[tuple[str, Decimal]]:
    """What days that are not plain sold beside what is usual; of several causes each has the same part, the first the odd cents."""
    for day in days:
        if day.is_plain:
            continue
        beside = (day.sales or ZERO) - _usual(day)
        if day.sales is None:
            yield ("missing" if day.open else "closed"), beside
            continue
        each = (beside / len(day.because)).quantize(CENT)
        yield day.because[0], beside - each * (len(day.because) - 1)
        for cause in day.because[1:]:
            yield cause, each


def _plain(plain: Plain) -> Iterable[tuple[str, Decimal]]:
    """How many came, at what they usually spend; and how much more each of them spent."""
    beside = plain.sales - plain.usual
    if plain.tickets > 0 and plain.usual_tickets > 0:
        came = ((plain.tickets - plain.usual_tickets) * plain.usual / plain.usual_tickets).quantize(CENT)
        yield "tickets", came
        yield "average", beside - came
    else:
        yield "rest", beside


def together(each: Iterable[Parts]) -> Parts:
    """What several stores come to, cause by cause."""
    total: Parts = defaultdict(lambda: ZERO)
    for parts in each:
        for cause, amount in parts.items():
            total[cause] += amount
    return {cause: amount for cause, amount in total.items() if amount}
