"""The figures of the week online, per shop's store and in all, and the pictures of the area page."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import peewee

from ..kit import Measure, Ratio, Text
from ..kit.ask.query import Query
from ..kit.clock import Span, Week
from ..kit.week.lasting import Time
from ..kit.week.measures import COUNTING
from .after_sales import REASONS, AfterSale
from .campaigns import CHANNELS, Campaign
from .orders import OnlineOrder
from .shops import OnlineShop, ShopDay, ShopViolation, rate

STORE = "shop.store"
SHOP: dict[str, Any] = {"by": STORE, "each": "shop"}
ORDERED: dict[str, Any] = {"by": "order.shop.store", "each": "order.shop"}
REPEAT_DAYS = 90


def daily(name: str, **where) -> Measure:
    return Measure(ShopDay, when="day", sum=name, where=where, **SHOP)


def shipped(**where) -> Measure:
    return Measure(OnlineOrder, when="shipped_at", where=where, **SHOP)


def known(name: str) -> Ratio:
    """The mean of a figure over the days it is known of, as scores and ranks can't be added up."""
    where = {name: {"empty": False}}
    days = Measure(ShopDay, when="day", where=where, **SHOP)
    return Ratio(Measure(ShopDay, when="day", sum=name, where=where, **SHOP), days, times=1, digits=1)


def opened(**where) -> Measure:
    return Measure(AfterSale, when="opened_at", where=where, **ORDERED)


@dataclass(frozen=True, eq=False)
class Buyers(Measure):
    """Different buyers of a quarter's orders up to the week's end, `least` times or more; who is not named buys once."""

    least: int = 1

    def value(self, week: Span) -> int:
        return sum(self._counted(week).values())

    def per_store(self, week: Span) -> dict[int, int]:
        return {store: count for store, count in self._counted(week).items() if store is not None}

    def _counted(self, week: Span) -> dict[int | None, int]:
        member, buyer = OnlineOrder.member, OnlineOrder.buyer
        guest, alone = member.is_null(), member.is_null() & buyer.is_null()
        who = member, peewee.Case(None, [(guest, buyer)]), peewee.Case(None, [(alone, OnlineOrder.id)])
        often = peewee.fn.COUNT(OnlineOrder.id) >= self.least
        shop = OnlineOrder.select(OnlineOrder.shop).where(Query(OnlineOrder, COUNTING, self._filter(week)).where)
        counts = Counter(shop for (shop,) in shop.group_by(OnlineOrder.shop, *who).having(often).tuples())
        if self.by != STORE:
            return dict(counts)
        stores = dict(OnlineShop.select(OnlineShop.id, OnlineShop.store).tuples())
        counted: dict[int | None, int] = {}
        for shop, count in counts.items():
            counted[stores[shop]] = counted.get(stores[shop], 0) + count
        return counted

    def _filter(self, week: Span) -> dict:
        conditions = super()._filter(week)
        since = f"{(week.ends - timedelta(days=REPEAT_DAYS)).isoformat()}Z"
        return {**conditions, self.when: {"ge": since, **conditions[self.when]}}


def shops_that_sell(day: date) -> list[int]:
    """The online shops that are open on a day."""
    opened = OnlineShop.opened_on.is_null() | (OnlineShop.opened_on <= day)
    return [id for (id,) in OnlineShop.select(OnlineShop.id).where(OnlineShop.status == "open", opened).tuples()]


LATE = Measure(OnlineOrder, when="ship_by", where={"clock": {"in": ["late", "missed"]}}, **SHOP)
NEW_BUYERS = Ratio(daily("new_buyers"), daily("buyers"))
POINTS = Measure(ShopViolation, when="happened_on", sum="points", where={"state": {"ne": "revoked"}}, **SHOP)
HOURS = Time(OnlineOrder, when="shipped_at", start=("paid_at", "ordered_at"), end="shipped_at", **SHOP)
CARTS = Ratio(daily("carts", carts={"gt": 0}), daily("visitors", carts={"gt": 0}))
PAID = {"state": {"not_in": ["unpaid", "closed"]}}
BOUGHT: dict[str, Any] = {"when": "ordered_at", "where": PAID, "upto": True, **SHOP}
REPEAT = Ratio(Buyers(OnlineOrder, least=2, **BOUGHT), Buyers(OnlineOrder, least=1, **BOUGHT))


def sales_per_shop(week: Week) -> dict:
    """Each shop's sales this week against the week before and the same week last year."""
    shops = OnlineShop.rows(OnlineShop.status != "closed", order=OnlineShop.name)
    weeks = [Week(week.monday - timedelta(days=back)) for back in (0, 7, 364)]
    sums = [_sales_by_shop(week) for week in weeks]
    names = (Text("本周", "This week"), Text("上周", "Last week"), Text("去年同周", "Same week last year"))
    return {
        "x": [shop.name for shop in shops],
        "series": [
            (name, [float(sales.get(shop.id, 0)) for shop in shops]) for name, sales in zip(names, sums, strict=True)
        ],
    }


def _sales_by_shop(week: Week) -> dict[int, Decimal]:
    by_shop: dict[int, Decimal] = {}
    for shop, sales in (
        ShopDay.select(ShopDay.shop, ShopDay.sales).where(ShopDay.day.between(week.monday, week.sunday)).tuples()
    ):
        by_shop[shop] = by_shop.get(shop, Decimal(0)) + sales
    return by_shop


def visits_and_conversion(week: Week) -> dict:
    """Twelve weeks of conversion and refund rate."""
    weeks = [Week(week.monday - timedelta(days=7 * back)) for back in range(11, -1, -1)]
    rates = (
        (Text("转化率（%）", "Conversion (%)"), Ratio(daily("buyers"), daily("visitors"))),
        (Text("退款率（%）", "Refund rate (%)"), Ratio(daily("refunds"), daily("sales"))),
    )
    return {
        "x": [f"{week.monday:%m-%d}" for week in weeks],
        "series": [(name, [float(ratio.value(week) or 0) for week in weeks]) for name, ratio in rates],
    }


def return_by_channel(week: Week) -> dict:
    """What a yuan spent brought, by channel, over the campaigns of ninety days."""
    since = week.sunday - timedelta(days=90)
    cost: dict[str, Decimal] = {}
    sales: dict[str, Decimal] = {}
    for row in Campaign.rows(Campaign.starts_on >= since, Campaign.starts_on <= week.sunday):
        cost[row.channel] = cost.get(row.channel, Decimal(0)) + row.cost
        sales[row.channel] = sales.get(row.channel, Decimal(0)) + row.sales
    used = [choice for choice in CHANNELS if cost.get(choice.key)]
    return {
        "x": [choice.label for choice in used],
        "series": [(Text("产出比", "Return"), [float(rate(sales[choice.key], cost[choice.key])) for choice in used])],
    }


def refund_reasons(week: Week) -> dict:
    """Why buyers came back in the four weeks to now."""
    since = Week(week.monday - timedelta(days=21)).starts
    counts: dict[str, int] = {}
    for (reason,) in (
        AfterSale.select(AfterSale.reason).where(AfterSale.opened_at >= since, AfterSale.opened_at < week.ends).tuples()
    ):
        counts[reason] = counts.get(reason, 0) + 1
    used = [choice for choice in REASONS if counts.get(choice.key)]
    return {
        "x": [choice.label for choice in used],
        "series": [(Text("售后", "After-sales"), [counts[choice.key] for choice in used])],
    }
