"""What the week of members, points and gifts comes to."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import peewee

from ..kit import Measure, Text
from ..kit.ask.figures import cached
from ..kit.ask.query import MOST_VALUES
from ..kit.clock import Span, Week, start_of
from ..kit.server.dialect import how_many
from ..kit.week.measures import Measured
from ..organization import Employee
from ..organization.opened import Opened, opened
from .gifts import Gift, GiftBudget, Redemption
from .people import DORMANT_AFTER_DAYS, Member, RecruitTarget
from .points import PointsEntry
from .purchases import Purchase

ZERO = Decimal(0)
KEPT = {"amount": {"gt": "=refunded"}}  # not all of it went back
ISSUED = {"state": {"in": ["issued"]}}
MOST_RECRUITERS = 12


@dataclass(frozen=True, eq=False)
class Points(Measure):
    """Points of one kind, with what was reversed of them taken off; `sign` -1 where the ledger keeps them negative."""

    kind: str = ""
    sign: int = 1

    def value(self, week: Span) -> int:
        return self.sign * super().value(week)

    def per_store(self, week: Span) -> dict[int, int]:
        return {id: self.sign * points for id, points in super().per_store(week).items()}

    def behind(self, week: Span) -> tuple[type[PointsEntry], dict]:
        """The filter names the lines that were reversed, as lines of other kinds may have been reversed in the week too."""
        query = self._rows(week).select(PointsEntry.reverses).where(PointsEntry.reverses.is_null(False))
        undone = [id for (id,) in query.tuples()]
        shown = {**self._filter(week), "kind": {"in": [self.kind, "reversal"] if undone else [self.kind]}}
        if undone and len(undone) < MOST_VALUES - 10:
            shown["reverses"] = {"in": [None, *undone]}
        return PointsEntry, shown

    def _rows(self, week: Span) -> peewee.ModelSelect:
        origin = PointsEntry.alias()
        was_mine = origin.select(origin.id).where(origin.id == PointsEntry.reverses, origin.kind == self.kind)
        undone = (PointsEntry.kind == "reversal") & peewee.fn.EXISTS(was_mine)
        return super()._rows(week).where((PointsEntry.kind == self.kind) | undone)


class Outstanding(Measured):
    """All points at the week's end: what the members hold now, less what the ledger moved since, so that little is read."""

    EVER = Measure(PointsEntry, "occurred_at", sum="points", upto=True)

    def value(self, week: Span) -> int:
        held, since = Member.select(_sum(Member.points)), PointsEntry.select(_sum(PointsEntry.points))
        later = since.where(PointsEntry.occurred_at >= week.ends)
        return int(held.scalar() or 0) - int(later.scalar() or 0)

    def per_store(self, week: Span) -> dict[int, int]:
        """Points are owed by the company."""
        return {}

    def behind(self, week: Span) -> tuple[type[PointsEntry], dict]:
        return self.EVER.behind(week)

    def parts(self) -> list[Measure]:
        return [self.EVER]


class Net(Measure):
    """What was paid on receipts, less what went back."""

    @property
    def _what(self) -> Any:
        return _sum(Purchase.amount - Purchase.refunded)


@dataclass(frozen=True, eq=False)
class Buyers(Measure):
    """Members who bought `least` times in so many days up to the week's end and kept some of it; per store, in that store.

    `place` is where the answer stands in what `_buyers` counts for all figures of this kind at once.
    """

    gathers = "last"  # it looks back from the last day, over days of its own number

    days: int = DORMANT_AFTER_DAYS
    least: int = 1
    place: int = 0

    def value(self, week: Span) -> int:
        return _buyers(week)[None][self.place]

    def per_store(self, week: Span) -> dict[int, int]:
        buyers = {store: counts[self.place] for store, counts in _buyers(week).items() if store is not None}
        return {store: count for store, count in buyers.items() if count}

    def _filter(self, week: Span) -> dict[str, Any]:
        since = _days_before(week, self.days)
        return {**self.where, "purchased_at": {"ge": f"{since.isoformat()}Z", "lt": f"{week.ends.isoformat()}Z"}}


def _days_before(week: Span, days: int) -> datetime:
    """The moment at which the last so many days of the week begin."""
    return start_of(week.last - timedelta(days=days - 1))


def _buyers(week: Span) -> dict[int | None, tuple[int, int, int]]:
    """How many bought lately, did so twice, and bought in twice as many days: of the company (None) and of each store.

    The purchases of half a year are read once for each, whichever figure asks, until a purchase changes.
    """
    lately = how_many(Purchase.purchased_at >= _days_before(week, ACTIVE.days)).alias("times")
    bought = LATELY._rows(week)
    in_all = bought.select(lately).group_by(Purchase.member)
    in_stores = bought.select(Purchase.store, lately).group_by(Purchase.store, Purchase.member)
    times, store = peewee.SQL("times"), peewee.SQL("store_id")
    counts = [how_many(times >= 1), how_many(times >= 2), peewee.fn.COUNT(times)]

    def compute() -> dict[int | None, tuple[int, int, int]]:
        company = Purchase.select(*counts).from_(in_all).tuples().first()
        stores = Purchase.select(store, *counts).from_(in_stores).group_by(store).tuples()
        return {None: tuple(count or 0 for count in company), **{id: tuple(counts) for id, *counts in stores}}

    return cached(Purchase, "buyers", in_stores, compute)


@dataclass(frozen=True, eq=False)
class MonthSoFar(Measure):
    """From the first day of the month up to the week's end, and no further than to the month's."""

    of = "month"

    def _filter(self, week: Span) -> dict[str, Any]:
        month = week.to_date("month")
        return {**self.where, self.when: {"ge": f"{month.starts.isoformat()}Z", "lt": f"{month.ends.isoformat()}Z"}}


class Budget(Measured):
    """The gift budget of the month: the company's own, and each store's."""

    of, gathers = "month", "last"

    def value(self, week: Span) -> Decimal | None:
        return self._of(week).get(None)

    def per_store(self, week: Span) -> dict[int, Decimal]:
        return {store: amount for store, amount in self._of(week).items() if store is not None}

    def behind(self, week: Span) -> tuple[type[GiftBudget], dict]:
        return GiftBudget, {"month": {"eq": _month(week)}}

    def parts(self) -> list[Measure]:
        """Never counted itself: it names what the figure is made of."""
        return [Measure(GiftBudget, "month", sum="amount", by="store")]

    def _of(self, week: Span) -> dict[int | None, Decimal]:
        return {row.store: row.amount for row in GiftBudget.rows(GiftBudget.month == _month(week))}


def _month(week: Span) -> str:
    return f"{week.to_date('month').first:%Y-%m}"


class RecruitsWanted(Measured):
    """The days' share of the months' recruiting targets: the stores' added up, or the company's where no store has one."""

    def value(self, week: Span) -> Decimal:
        return sum((sum(shares.values()) + company for shares, company in self._days(week)), ZERO)

    def per_store(self, week: Span) -> dict[int, Decimal]:
        by_store: dict[int, Decimal] = {}
        for shares, _ in self._days(week):
            for store, share in shares.items():
                by_store[store] = by_store.get(store, ZERO) + share
        return by_store

    def behind(self, week: Span) -> tuple[type[RecruitTarget], dict]:
        return RecruitTarget, {"month": {"in": sorted({f"{day:%Y-%m}" for day in week.days})}}

    def parts(self) -> list[Measure]:
        return [Measure(RecruitTarget, "month", sum="target", by="store")]

    def _days(self, week: Span) -> list[tuple[dict[int, Decimal], Decimal]]:
        """For each day what the stores are to win on it while they are open, and what the company set where no store has any."""
        amounts, stores, months = (
            [],
            opened(),
            {f"{day:%Y-%m}": monthrange(day.year, day.month)[1] for day in week.days},
        )
        targets: dict[str, dict[int | None, Decimal]] = {month: {} for month in months}
        for row in RecruitTarget.rows(RecruitTarget.month.in_(list(months))):
            targets[row.month][row.store] = Decimal(row.target)
        for day in week.days:
            shares = dict(targets[f"{day:%Y-%m}"])
            company = shares.pop(None, ZERO)
            due = {store: amount * stores.get(store, Opened()).share(day, day) for store, amount in shares.items()}
            amounts.append((due, ZERO if any(shares.values()) else company / months[f"{day:%Y-%m}"]))
        return amounts


class WholeRecruits(RecruitsWanted):
    """The same as a target for heads: whole people, none where nobody set one."""

    def value(self, week: Span) -> Decimal | None:
        return super().value(week).quantize(Decimal(1)) or None

    def per_store(self, week: Span) -> dict[int, Decimal]:
        return {store: share.quantize(Decimal(1)) for store, share in super().per_store(week).items() if share}


def points_cost(week: Span) -> Decimal | None:
    """What the outstanding points would cost, by the mean cost of a point of the gifts on offer today."""
    offered = Gift.select(_sum(Gift.unit_cost), _sum(Gift.price)).where(Gift.status == "on", Gift.price > 0)
    cents, points = offered.tuples().first()
    if not points:
        return None
    return (Decimal(OUTSTANDING.value(week)) * int(cents) / 100 / points).quantize(Decimal("0.01"))


def points_cost_rows(week: Span) -> dict:
    return OUTSTANDING.behind(week)[1]


def points(kind: str, sign: int, by: str = "store") -> Points:
    return Points(PointsEntry, "occurred_at", sum="points", by=by, kind=kind, sign=sign)


def gifts(cls: type[Measure] = Measure, **how: Any) -> Measure:
    return cls(Redemption, "requested_at", by="store", **{"where": ISSUED, **how})


def _sum(column: peewee.Field) -> Any:
    return peewee.fn.SUM(column).coerce(False)


NEW = Measure(Member, "joined_on", by="home_store")
RECEIPTS = Measure(Purchase, "purchased_at", by="store")
SALES = Net(Purchase, "purchased_at", sum="amount", by="store")
BOUGHT: dict[str, Any] = {"where": KEPT, "by": "store", "distinct": "member"}
ACTIVE = Buyers(Purchase, "purchased_at", **BOUGHT)
REPEATED = Buyers(Purchase, "purchased_at", **BOUGHT, least=2, place=1)
LATELY = Buyers(Purchase, "purchased_at", **BOUGHT, days=2 * DORMANT_AFTER_DAYS, place=2)
OUTSTANDING = Outstanding()
GIFTS_COST, SERVED = gifts(sum="cost"), gifts(distinct="member")
BUDGET_SPENT = gifts(MonthSoFar, sum="cost", upto=True, where={**ISSUED, "past": {"eq": False}})


def by_recruiter(week: Week) -> dict[str, Any]:
    """Who brought most new members from the first of the month to the week's end."""
    joined = Member.joined_on.between(week.last.replace(day=1), week.last) & Member.recruiter.is_null(False)
    count = peewee.fn.COUNT(Member.id)
    rows = Member.select(Member.recruiter, count).where(joined).group_by(Member.recruiter).tuples()
    most = sorted(rows, key=lambda row: (-row[1], row[0]))[:MOST_RECRUITERS]
    names = {row.id: row.name for row in Employee.rows_by_id([id for id, _ in most]).values()}
    return {"x": [names[id] for id, _ in most], "series": [(Text("新增会员", "New members"), [n for _, n in most])]}
