"""What the stores' sales of a closed week are made of, held against plan or the last week like it: read from the days and what was on."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from models import house
from models.kit.clock import Week
from models.kit.declare.occasions import On
from models.kit.week.rollup import WeekRevision
from models.kit.write.history import Batch, Change
from models.organization import Store
from models.organization.opened import open_days
from models.stores import StoreDay
from models.stores.usual import WEEKS_BEFORE, Sold, days_between, usual

from .reader import CHAIN
from .splitting import ZERO, Plain, SoldDay, Usual, plain_of, split

LOOK_BACK = 8  # weeks
DaysSold = dict[int, dict[date, Sold]]
Busy = dict[int, dict[date, tuple[str, ...]]]


def chain_of(week: Week, areas: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Store by store what explains the week's sales, as JSON with amounts as text; None of a week without sales.

    basis: `plan`, or `like` where there is none: then the last week with as many festival days, `like`.
    """
    figure = next((each for area in areas for each in area["figures"] if each["metric"] == CHAIN), None)
    if figure is None or not figure["stores"]:
        return None
    actual = {int(id): _money(part["value"]) for id, part in figure["stores"].items()}
    plans = {int(id): _money(part["target"]) for id, part in figure["stores"].items() if part["target"]}
    like = None if plans else like_week(week)
    held = plans or _sold_in(like)
    read = _Read(week, {*actual, *held}, like)
    stores = {str(id): read.of_store(id, held.get(id, ZERO), actual.get(id, ZERO)) for id in sorted({*actual, *held})}
    whole = _money(figure["target"]) if plans and figure["target"] else sum(held.values(), ZERO)
    return {
        "basis": "plan" if plans else "like",
        "like": str(like) if like else None,
        "unshared": str(whole - sum(held.values(), ZERO)),
        "stores": stores,
        "names": read.names,
    }


def _money(value: Any) -> Decimal:
    return Decimal(str(value or 0)).quantize(Decimal("0.01"))


def like_week(week: Week) -> Week:
    """The last week before with as many festival days; the week before where there is none in two months."""
    back = [Week(week.monday - timedelta(weeks=at)) for at in range(1, LOOK_BACK + 1)]
    count = len(_by_calendar(week.first, week.last))
    return next((then for then in back if len(_by_calendar(then.first, then.last)) == count), back[0])


def _sold_in(week: Week | None) -> dict[int, Decimal]:
    if week is None:
        return {}
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for store, days in _days_sold(week.first, week.last).items():
        sums[store] = sum((sold.sales for sold in days.values()), ZERO)
    return dict(sums)


class _Read:
    """What is asked of each store, read once for all: its days of this week and the four before, what was on, when it was open."""

    def __init__(self, week: Week, stores: set[int], like: Week | None):
        self.week, self.names, self.like = week, {}, like
        first = week.first - timedelta(weeks=WEEKS_BEFORE)
        self.before = _days_sold(first, week.first - timedelta(days=1))
        self.sold = as_closed(week)
        self.open = set(open_days(week.days, Store.id.in_(list(stores))))
        self.busy, self.names = _busy(first, week.last, stores)
        self.likes = _likes(week)
        self.then = _days_sold(min(self.likes.values()), max(self.likes.values())) if self.likes else {}

    def of_store(self, id: int, held: Decimal, actual: Decimal) -> dict[str, Any]:
        days = self._days(id)
        parts, plain = split(held, actual, days), plain_of(days) if held else Plain()
        lacking = [day.day.isoformat() for day in days if day.sales is None and day.open]
        return {
            "held": str(held),
            "actual": str(actual),
            "parts": {cause: str(amount) for cause, amount in parts.items()},
            "plain": [str(amount) for amount in vars(plain).values()],
            "missing": lacking if "missing" in parts else [],
            "festive": self._festive(id),
        }

    def _festive(self, id: int) -> list[str] | None:
        """What the days of festivals sold, and the same days of them last year, where the store sold on both."""
        sold, then = self.sold.get(id, {}), self.then.get(id, {})
        both = [(sold[day].sales, then[like].sales) for day, like in self.likes.items() if day in sold and like in then]
        return [str(sum(side, ZERO)) for side in zip(*both, strict=True)] if both else None

    def _days(self, id: int) -> list[SoldDay]:
        """The days that what the store is held against counts: a plan those on which it was open, a week all of them."""
        sold, busy = self.sold.get(id, {}), self.busy.get(id, {})
        ordinary, tickets = self._usual(id, busy)
        days = []
        for day in self.week.days:
            open_then = day in sold or (id, day) in self.open
            if open_then or self.like is not None:
                there = sold.get(day)
                usual_then = Usual(ordinary.get(day.weekday()), tickets.get(day.weekday()))
                because = busy.get(day, ())
                known = (there.sales, there.transactions) if there else (None, 0)
                days.append(SoldDay(day, *known, usual_then, open_then, because))
        return days

    def _usual(self, id: int, busy: Iterable[date]) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
        before = self.before.get(id, {})
        counts = {day: Sold(Decimal(sold.transactions)) for day, sold in before.items()}
        return usual(before, self.week.first, busy), usual(counts, self.week.first, busy)


def _days_sold(first: date, last: date) -> DaysSold:
    sold: DaysSold = defaultdict(dict)
    for row in StoreDay.rows(StoreDay.day.between(first, last)):
        sold[row.store][row.day] = Sold(row.sales, row.transactions)
    return sold


# What was on --------------------------------------------------------------------------------------------------------------


def _by_calendar(first: date, last: date) -> set[date]:
    """The days of festivals, and of what else comes by itself, among these."""
    occasions = (each for area in house().areas for each in area.occasions if each.by_calendar)
    return {day for each in occasions for on in each.fn(first, last) for day in _days_of(on, first, last)}


def _likes(week: Week) -> dict[date, date]:
    """The days of festivals in the week that are known of last year, each with its like."""
    likes = [each.like(week.first, week.last) for area in house().areas for each in area.occasions if each.like]
    return {day: then for days in likes for day, then in days.items() if then is not None}


def _days_of(on: On, first: date, last: date) -> list[date]:
    return days_between(max(first, on.first), min(last, on.last))


def _busy(first: date, last: date, stores: set[int]) -> tuple[Busy, dict[str, str]]:
    """By store the days on which something was on, with its name. What comes by the calendar is told first, and of its days
    nothing else: over a festival nobody can tell a promotion apart."""
    busy: Busy = {id: {} for id in stores}
    names: dict[str, str] = {}
    occasions = [each for area in house().areas for each in area.occasions]
    taken = _by_calendar(first, last)
    for each in occasions:
        for on in each.fn(first, last):
            cause = f"{each.record.key()}/{on.id}"
            names[cause] = on.name
            days = [day for day in _days_of(on, first, last) if each.by_calendar or day not in taken]
            for id in stores if on.stores is None else on.stores & stores:
                busy[id].update({day: (*busy[id].get(day, ()), cause) for day in days})
    return busy, names


# As it stood at the first closing -----------------------------------------------------------------------------------------


def as_closed(week: Week) -> DaysSold:
    """The days of the week as they stood when it was closed first: what was changed since is taken back, newest first."""
    first = WeekRevision.select(WeekRevision.made_at).where(WeekRevision.week == str(week))
    at = first.order_by(WeekRevision.revision).limit(1).scalar()
    rows = {row.id: _held(row) for row in StoreDay.rows(StoreDay.day.between(week.first, week.last))}
    for change in _since(at) if at else ():
        _take_back(change, rows)
    sold: DaysSold = defaultdict(dict)
    for row in rows.values():
        if row and week.first <= row["day"] <= week.last:
            sold[row["store"]][row["day"]] = Sold(row["sales"], row["transactions"])
    return sold


HELD = ("store", "day", "sales", "transactions")


def _held(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in HELD}


def _since(moment: Any) -> list[Change]:
    query = Change.select(Change).join(Batch).where(Change.record == StoreDay.key(), Batch.at > moment)
    return list(query.order_by(Change.id.desc()))


def _take_back(change: Change, rows: dict[int, dict[str, Any] | None]) -> None:
    """The row as it was before this change; None where it wasn't there."""
    fields = StoreDay.fields()
    before = json.loads(change.before) if change.before else {}
    was = {name: fields[name].parse(before[name]) for name in HELD if before.get(name) is not None}
    if change.kind == "i":
        rows[change.row_id] = None
    elif change.kind == "d":
        rows[change.row_id] = was if len(was) == len(HELD) else None
    elif was and change.row_id not in rows:
        moved = StoreDay.rows_by_id([change.row_id]).get(change.row_id) if "day" in was else None
        if moved:
            rows[change.row_id] = {**_held(moved), **was}
    elif was and rows.get(change.row_id):
        rows[change.row_id] = {**rows[change.row_id], **was}
