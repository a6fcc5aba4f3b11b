"""The figures of the week online, per shop's store and in all, and the pictures of the area page."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import peewee

from ..kit import Measure, Metric, Ratio, Text
from ..kit.ask.query import Query
from ..kit.clock import Span, Week
from ..kit.week.lasting import Time
from ..kit.week.measures import COUNTING
from .after_sales import REASONS, AfterSale
from .campaigns import CHANNELS, Campaign
from .listings import Listing
from .orders import OnlineOrder, OnlineOrderLine
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
        found = Counter(shop for (shop,) in shop.group_by(OnlineOrder.shop, *who).having(often).tuples())
        if self.by != STORE:
            return dict(found)
        stores = dict(OnlineShop.select(OnlineShop.id, OnlineShop.store).tuples())
        counted: dict[int | None, int] = {}
        for shop, count in found.items():
            counted[stores[shop]] = counted.get(stores[shop], 0) + count
        return counted

    def _filter(self, week: Span) -> dict:
        found = super()._filter(week)
        since = f"{(week.ends - timedelta(days=REPEAT_DAYS)).isoformat()}Z"
        return {**found, self.when: {"ge": since, **found[self.when]}}


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

METRICS = (
    Metric(daily("visitors"), "网店访客", "Visitors online", name="online_visitors",
           words=Text("各网店本周访客数之和", "All shops' visitors of the week")),
    Metric(Ratio(daily("buyers"), daily("visitors")), "网店转化率", "Conversion online", name="online_conversion", unit="percent",
           words=Text("买家数 ÷ 访客数", "Buyers over visitors")),
    Metric(CARTS, "网店加购率", "Added to cart online", name="online_cart_rate", unit="percent",
           words=Text("加购数 ÷ 访客数，只计有加购数的日子", "Added to carts over visitors, on days with a number of carts")),
    Metric(daily("orders"), "网店订单", "Orders online", name="online_orders", words=Text("各网店本周支付订单数", "Orders paid in the week")),
    Metric(daily("sales"), "网店成交额", "Sales online", name="online_sales", unit="money",
           words=Text("各网店本周成交金额，未减退款", "Before refunds")),
    Metric(Ratio(daily("sales"), daily("buyers"), times=1), "网店客单价", "Average order online", name="online_average", unit="money",
           words=Text("成交金额 ÷ 买家数（不是订单数）", "Sales over buyers, not orders")),
    Metric(Ratio(daily("refunds"), daily("sales")), "网店退款率", "Refund rate online", name="online_refund_rate", unit="percent",
           better="lower", words=Text("本周退款金额 ÷ 本周成交金额", "Refunds over sales")),
    Metric(daily("ad_cost"), "推广花费", "Ad cost", name="online_ad_cost", better="neither", unit="money",
           words=Text("各网店本周推广花费", "Spent on being seen")),
    Metric(Ratio(daily("sales"), daily("ad_cost"), times=1), "推广产出比", "Ad return", name="online_ad_return", unit="quantity",
           words=Text("成交金额 ÷ 推广花费", "Sales over ad cost")),
    Metric(NEW_BUYERS, "新买家占比", "New buyers", name="online_new_buyers", unit="percent", words=Text("新买家数 ÷ 买家数", "Of all buyers")),
    Metric(REPEAT, "网店复购率（90 天）", "Repeat buyers online, 90 days", name="online_repeat_rate", unit="percent",
           words=Text("到周末 90 天内在同一网店下单两次以上的买家 ÷ 下过单的买家；未付款和已关闭的订单不算，没有买家的各算一人",
                      "Of the buyers of 90 days to the week's end, who ordered twice or more in a shop; unpaid, closed left out, unnamed one each")),
    Metric(LATE, "发货超时", "Late shipments", name="online_late", better="lower",
           words=Text("最晚发货时间在本周、到时没有发出的订单", "Promised for the week and not shipped by then")),
    Metric(Ratio(shipped(clock={"eq": "kept"}), shipped()), "按时发货率", "Shipped in time", name="online_in_time", unit="percent",
           words=Text("本周发出的订单中按时发出的", "Of the orders shipped in the week")),
    Metric(Ratio(HOURS, shipped(), times=1, digits=1), "平均发货用时", "Mean hours to ship", name="online_hours", unit="hours", better="lower",
           words=Text("本周发出的订单从付款到发货的平均小时数，付款时间不详的从下单算起",
                      "From payment (from the order where that is unknown) to shipping, of the orders shipped in the week")),
    Metric(opened(), "新增售后", "After-sales opened", name="online_after_sales",
           better="lower", words=Text("本周申请的售后", "Opened in the week")),
    Metric(Ratio(opened(), daily("orders")), "网店售后率", "After-sales per order", name="online_after_sale_rate", unit="percent",
           better="lower", words=Text("本周申请的售后 ÷ 本周支付订单数", "After-sales opened over orders paid in the week")),
    Metric(Ratio(opened(reason={"eq": "quality"}), opened()), "质量售后占比", "After-sales for quality", name="online_quality_after_sales",
           unit="percent", better="lower", words=Text("本周申请的售后中原因为质量问题的", "Of the after-sales opened, those for quality")),
    Metric(Measure(AfterSale, when="due_at", where={"clock": {"in": ["late", "missed"]}}, **ORDERED), "售后超时",
           "Late after-sales", name="online_after_sales_late", better="lower",
           words=Text("时限在本周、到时没有完结的", "Due in the week, not closed by then")),
    Metric(Measure(OnlineOrderLine, where={"unmapped": {"eq": True}}, **ORDERED), "待对应编码", "Unmapped lines",
           name="online_unmapped", better="lower", words=Text("目前还没有对应到商品的订单明细", "Order lines without a product, as it stands")),
    Metric(Measure(Listing, where={"below": {"eq": True}, "state": {"eq": "online"}}, **SHOP), "低于底价在售", "Online below the floor",
           name="online_below_floor", better="lower", words=Text("目前已上架、售价低于底价的商品", "Listings that are online below their floor now")),
    Metric(Measure(Listing, where={"stock": {"le": 0}, "state": {"eq": "online"}}, **SHOP), "网店缺货", "Out of stock online",
           name="online_stock_outs", better="lower",
           words=Text("目前已上架、可售库存为零的商品", "Listings that are online with no stock to sell now")),
    Metric(POINTS, "违规扣分", "Violation points", name="online_violations", unit="quantity", better="lower",
           words=Text("本周违规被平台扣的分，申诉成功的不算", "Points taken for the week's violations, those revoked left out")),
    Metric(known("service_score"), "店铺评分", "Service score", name="online_score", unit="score",
           words=Text("本周各网店有评分的日子的平均分", "Mean of the shops' days that have a score")),
    Metric(known("rank"), "类目排名", "Category rank", name="online_rank", unit="score", better="lower",
           words=Text("本周各网店有排名的日子的平均名次", "Mean of the shops' days that have a rank")),
)  # fmt: skip


def sales_per_shop(week: Week) -> dict:
    """Each shop's sales this week against the week before and the same week last year."""
    shops = OnlineShop.rows(OnlineShop.status != "closed", order=OnlineShop.name)
    weeks = [Week(week.monday - timedelta(days=back)) for back in (0, 7, 364)]
    sums = [_sales_by_shop(one) for one in weeks]
    names = (Text("本周", "This week"), Text("上周", "Last week"), Text("去年同周", "Same week last year"))
    return {"x": [shop.name for shop in shops],
            "series": [(name, [float(found.get(shop.id, 0)) for shop in shops]) for name, found in zip(names, sums, strict=True)]}  # fmt: skip


def _sales_by_shop(week: Week) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for shop, sales in (
        ShopDay.select(ShopDay.shop, ShopDay.sales).where(ShopDay.day.between(week.monday, week.sunday)).tuples()
    ):
        found[shop] = found.get(shop, Decimal(0)) + sales
    return found


def visits_and_conversion(week: Week) -> dict:
    """Twelve weeks of conversion and refund rate."""
    weeks = [Week(week.monday - timedelta(days=7 * back)) for back in range(11, -1, -1)]
    rates = ((Text("转化率（%）", "Conversion (%)"), Ratio(daily("buyers"), daily("visitors"))),
             (Text("退款率（%）", "Refund rate (%)"), Ratio(daily("refunds"), daily("sales"))))  # fmt: skip
    return {"x": [f"{one.monday:%m-%d}" for one in weeks],
            "series": [(name, [float(ratio.value(one) or 0) for one in weeks]) for name, ratio in rates]}  # fmt: skip


def return_by_channel(week: Week) -> dict:
    """What a yuan spent brought, by channel, over the campaigns of ninety days."""
    since = week.sunday - timedelta(days=90)
    cost: dict[str, Decimal] = {}
    sales: dict[str, Decimal] = {}
    for row in Campaign.rows(Campaign.starts_on >= since, Campaign.starts_on <= week.sunday):
        cost[row.channel] = cost.get(row.channel, Decimal(0)) + row.cost
        sales[row.channel] = sales.get(row.channel, Decimal(0)) + row.sales
    used = [choice for choice in CHANNELS if cost.get(choice.key)]
    return {"x": [choice.label for choice in used],
            "series": [(Text("产出比", "Return"), [float(rate(sales[one.key], cost[one.key])) for one in used])]}  # fmt: skip


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
        "series": [(Text("售后", "After-sales"), [counts[one.key] for one in used])],
    }


__all__ = ["METRICS", "refund_reasons", "return_by_channel", "sales_per_shop", "visits_and_conversion"]
