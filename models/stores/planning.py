"""The year's plan 年度计划: a year's target by stores, months and days, as two years of sales, the moon and the weekdays say."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from ..kit import Changes, Refused, Row, Text, in_one_change
from ..kit.clock import today
from ..organization import Store
from ..organization.opened import Opened, opened
from .day_targets import DayTarget
from .sales import SalesTarget, month_days
from .seasons import Seasons, parted
from .selling import SELLING

ZERO = Decimal(0)
NOT_A_YEAR = Text("只有年度指标能分解到月", "Only a year's target is broken down into months")
NOT_A_MONTH = Text("只有门店的月度指标能分解到日", "Only a store's target of a month is broken down into days")
OF_OWNER = Text(
    "大客户负责人的指标没有门店的季节可依，请按月填写",
    "An account owner's target has no store's seasons: enter its months",
)
IS_OVER = Text("{year} 年已过，不再分解", "{year} is over")
NO_SEASONS = Text(
    "还没有一家门店有满一年的日销售，看不出季节；请先导入门店日销售，或按月填写指标",
    "No store has a year of sales yet, so nothing shows the seasons: import store days first, or enter the months",
)
NOTHING_OPEN = Text("这一年没有营业的门店可以分解", "No store is open in that year")
TOO_LITTLE = Text(
    "{store} 已开始的月份指标合计 {kept}，超过全年 {amount}，请先调整",
    "{store}: the months that have begun have {kept}, more than the {amount} of the year; change them first",
)
NO_MONTH_LEFT = Text(
    "{store} 的月份都已开始，差额 {left} 没有月份可分，请直接改月度指标",
    "{store}: every month has begun and {left} is left over; change the months themselves",
)
DONE = Text(
    "{year} 年指标已分解到 {stores} 家门店、{months} 条月度指标", "{year}: {stores} stores, {months} targets of months"
)
BY_ALL = Text("；{stores} 没有满一年的销售，按全部门店的季节", "; {stores} by the seasons of all stores")
NEW_ONES = Text("；{stores} 还没有销售，没有分到，请单独填写", "; {stores} have yet to sell and got none: enter theirs")
DAYS_DONE = Text("已分解 {months} 个月、{days} 天的指标", "{days} days of {months} months have their target")


@in_one_change
def break_down(c: Changes, target: int) -> Text:
    """A year's target by months; the company's by stores first. Months that have begun stay as they are."""
    row = c.fresh(SalesTarget, target)
    _breakable(row)
    plan = Plan(int(row.month[:4]))
    shares = {row.store: row.amount} if row.store else plan.by_store(row.amount)
    if row.store is None:
        _set(c, "year", row.month, shares)
    months: dict[int, dict[str, Decimal]] = {store: plan.by_month(store, amount) for store, amount in shares.items()}
    written = 0
    for month in sorted({month for parts in months.values() for month in parts}):
        written += _set(c, "month", month, {store: parts[month] for store, parts in months.items() if month in parts})
    if row.store is None:
        _add_up(c, plan.year, months)
    return plan.said(shares, written)


def _breakable(row: Row) -> None:
    if row.span != "year":
        raise Refused(NOT_A_YEAR, "span")
    if row.owner is not None:
        raise Refused(OF_OWNER, "owner")
    if int(row.month[:4]) < today().year:
        raise Refused(IS_OVER(year=row.month[:4]), "month")


class Plan:
    """One year's days with what they weigh in each store."""

    def __init__(self, year: int):
        self.year, self.seasons, self.opened = year, sound_seasons(), opened()
        self.new: list[str] = []
        self._weights: dict[int, dict[date, Decimal]] = {}

    def by_store(self, amount: Decimal) -> dict[int, Decimal]:
        """By what each sells in a mean day of the last year, and the days it will be open."""
        stores = Store.rows(SELLING, Store.status == "open")
        self.new = [store.name for store in stores if not self.seasons.level(store.id)]
        weights = {
            store.id: self.seasons.level(store.id) * sum(self.weights(store.id).values(), ZERO)
            for store in stores
            if self.seasons.level(store.id)
        }
        if not sum(weights.values(), ZERO):
            raise Refused(NOTHING_OPEN)
        return parted(amount, weights)

    def weights(self, store: int) -> dict[date, Decimal]:
        """Of the days of the year on which it is open."""
        if store not in self._weights:
            days = days_open(self.opened.get(store), date(self.year, 1, 1), date(self.year, 12, 31))
            self._weights[store] = {day: self.seasons.weight(store, day) for day in days}
        return self._weights[store]

    def by_month(self, store: int, amount: Decimal) -> dict[str, Decimal]:
        """What each month that hasn't begun, or has no target yet, gets of the year's amount."""
        weights: dict[str, Decimal] = defaultdict(Decimal)
        for day, weight in self.weights(store).items():
            weights[f"{day:%Y-%m}"] += weight
        begun = f"{today():%Y-%m}"
        mine = (SalesTarget.store == store) & (SalesTarget.span == "month")
        there = {
            row.month: row.amount for row in SalesTarget.rows(mine, SalesTarget.month.between(f"{self.year}-01", begun))
        }
        left, names = amount - sum(there.values(), ZERO), {"store": Store.title_of(store)}
        show = SalesTarget.amount.show
        if left < 0:
            raise Refused(TOO_LITTLE(kept=show(amount - left), amount=show(amount), **names), "amount")
        free = {month: weight for month, weight in weights.items() if month not in there}
        if not sum(free.values(), ZERO):
            if left:
                raise Refused(NO_MONTH_LEFT(left=show(left), **names), "amount")
            return {}
        return parted(left, free)

    def said(self, shares: dict[int, Decimal], written: int) -> Text:
        said = DONE(year=self.year, stores=len(shares), months=written)
        borrowed = "、".join(Store.title_of(store) for store in shares if not self.seasons.has_own(store))
        for words, names in ((BY_ALL, borrowed), (NEW_ONES, "、".join(self.new))):
            if names:
                more = words(stores=names)
                said = Text(said.zh + more.zh, said.en + more.en)
        return said


def sound_seasons() -> Seasons:
    """Raises Refused where no store has sold for a year."""
    seasons = Seasons()
    if not seasons.of_all():
        raise Refused(NO_SEASONS)
    return seasons


def days_open(span: Opened | None, first: date, last: date) -> list[date]:
    """The days from the first to the last on which a store is open."""
    start = max(first, span.first) if span and span.first else first
    end = min(last, span.last) if span and span.last else last
    return [start + timedelta(days=at) for at in range((end - start).days + 1)]


def _set(c: Changes, span: str, month: str, amounts: dict[int, Decimal]) -> int:
    """The stores' targets of this span become these; how many."""
    mine = (SalesTarget.span == span) & (SalesTarget.month == month) & SalesTarget.store.in_(list(amounts))
    there = {row.store: row.id for row in SalesTarget.rows(mine)}
    c.alter(SalesTarget, {id: {"amount": amounts[store]} for store, id in there.items()})
    new = [store for store in amounts if store not in there]
    c.add(SalesTarget, [{"span": span, "month": month, "store": store, "amount": amounts[store]} for store in new])
    return len(amounts)


def _add_up(c: Changes, year: int, months: dict[int, dict[str, Decimal]]) -> None:
    """The company's months are what its stores add up to."""
    touched = {month for parts in months.values() for month in parts}
    company = SalesTarget.store.is_null() & SalesTarget.owner.is_null() & (SalesTarget.span == "month")
    there = {row.month: row.id for row in SalesTarget.rows(company, SalesTarget.month.in_(sorted(touched)))}
    stores = SalesTarget.store.is_null(False) & (SalesTarget.span == "month")
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in SalesTarget.rows(stores, SalesTarget.month.in_(sorted(touched))):
        sums[row.month] += row.amount
    c.alter(SalesTarget, {there[month]: {"amount": amount} for month, amount in sums.items() if month in there})
    new = [{"span": "month", "month": month, "amount": sums[month]} for month in sorted(sums.keys() - there.keys())]
    c.add(SalesTarget, new)


@in_one_change
def plan_days(c: Changes, targets: Iterable[int]) -> Text:
    """Months of stores by their days; what was there for these months is set anew."""
    rows = list(SalesTarget.rows_by_id(list(targets)).values())
    for row in rows:
        if row.span != "month" or row.store is None:
            raise Refused(NOT_A_MONTH, "span")
    seasons, spans = sound_seasons(), opened()
    days = sum(_plan_month(c, seasons, spans.get(row.store), row) for row in rows)
    return DAYS_DONE(months=len(rows), days=days)


def _plan_month(c: Changes, seasons: Seasons, span: Opened | None, row: Row) -> int:
    first, last = month_days(row.month)
    weights = {day: seasons.weight(row.store, day) for day in days_open(span, first, last)}
    amounts = parted(row.amount, weights) if sum(weights.values(), ZERO) else {}
    there = {
        target.day: target.id
        for target in DayTarget.rows(DayTarget.store == row.store, DayTarget.day.between(first, last))
    }
    c.remove(DayTarget, [id for day, id in there.items() if day not in amounts])
    c.alter(DayTarget, {there[day]: {"amount": amount} for day, amount in amounts.items() if day in there})
    new = [{"store": row.store, "day": day, "amount": amounts[day]} for day in sorted(amounts.keys() - there.keys())]
    c.add(DayTarget, new)
    return len(amounts)
