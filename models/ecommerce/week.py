"""The figures of the week online, per shop's store and in all, and the pictures of the area page."""

from datetime import date, timedelta
from decimal import Decimal

from ..kit import Measure, Metric, Ratio, Text
from ..kit.week import Week
from .after_sales import REASONS, AfterSale
from .campaigns import CHANNELS, Campaign
from .listings import Listing
from .orders import OnlineOrder, OnlineOrderLine
from .shops import OnlineShop, ShopDay, ShopViolation, rate

STORE = "shop.store"


def daily(name: str) -> Measure:
    return Measure(ShopDay, when="day", sum=name, by=STORE)


def shipped(**where) -> Measure:
    return Measure(OnlineOrder, when="shipped_at", where=where, by=STORE)


def mean_hours(week: Week) -> Decimal | None:
    """From payment to shipping, of the orders shipped in the week."""
    rows = OnlineOrder.select(OnlineOrder.paid_at, OnlineOrder.ordered_at, OnlineOrder.shipped_at).where(
        OnlineOrder.shipped_at >= week.starts, OnlineOrder.shipped_at < week.ends
    )  # fmt: skip
    hours = [(sent - (paid or ordered)).total_seconds() / 3600 for paid, ordered, sent in rows.tuples()]
    return Decimal(sum(hours) / len(hours)).quantize(Decimal("0.1")) if hours else None


def mean_of_days(name: str):
    """The mean of a figure over the shop days of the week, as scores and ranks can't be added up."""

    def mean(week: Week) -> Decimal | None:
        item = ShopDay.fields()[name]
        days = ShopDay.select(item).where(ShopDay.day.between(week.monday, week.sunday), item.is_null(False)).tuples()
        values = [Decimal(value) for (value,) in days]
        return (sum(values) / len(values)).quantize(Decimal("0.1")) if values else None

    return mean


def shops_that_sell(day: date) -> list[int]:
    """The online shops that are open on a day."""
    opened = OnlineShop.opened_on.is_null() | (OnlineShop.opened_on <= day)
    return [id for (id,) in OnlineShop.select(OnlineShop.id).where(OnlineShop.status == "open", opened).tuples()]


def days_of(week: Week) -> dict:
    return {"day": {"ge": week.monday.isoformat(), "le": week.sunday.isoformat()}}


def shipped_in(week: Week) -> dict:
    return {"shipped_at": {"ge": f"{week.starts.isoformat()}Z", "lt": f"{week.ends.isoformat()}Z"}}


LATE = Measure(OnlineOrder, when="ship_by", where={"clock": {"in": ["late", "missed"]}}, by=STORE)
NEW_BUYERS = Ratio(daily("new_buyers"), daily("buyers"))

METRICS = (
    Metric(daily("visitors"), "网店访客", "Visitors online", name="online_visitors",
           words=Text("各网店本周访客数之和", "All shops' visitors of the week")),
    Metric(Ratio(daily("buyers"), daily("visitors")), "网店转化率", "Conversion online", name="online_conversion", unit="percent",
           words=Text("买家数 ÷ 访客数", "Buyers over visitors")),
    Metric(daily("orders"), "网店订单", "Orders online", name="online_orders", words=Text("各网店本周支付订单数", "Orders paid in the week")),
    Metric(daily("sales"), "网店成交额", "Sales online", name="online_sales", unit="money",
           words=Text("各网店本周成交金额，未减退款", "Before refunds")),
    Metric(Ratio(daily("sales"), daily("buyers"), times=1), "网店客单价", "Average order online", name="online_average", unit="money",
           words=Text("成交金额 ÷ 买家数", "Sales over buyers")),
    Metric(Ratio(daily("refunds"), daily("sales")), "网店退款率", "Refund rate online", name="online_refund_rate", unit="percent",
           better="lower", words=Text("退款金额 ÷ 成交金额", "Refunds over sales")),
    Metric(daily("ad_cost"), "推广花费", "Ad cost", name="online_ad_cost", unit="money", better="lower",
           words=Text("各网店本周推广花费", "Spent on being seen")),
    Metric(Ratio(daily("sales"), daily("ad_cost"), times=1), "推广产出比", "Ad return", name="online_ad_return", unit="quantity",
           words=Text("成交金额 ÷ 推广花费", "Sales over ad cost")),
    Metric(NEW_BUYERS, "新买家占比", "New buyers", name="online_new_buyers", unit="percent", words=Text("新买家数 ÷ 买家数", "Of all buyers")),
    Metric(LATE, "发货超时", "Late shipments", name="online_late", better="lower",
           words=Text("最晚发货时间在本周、到时没有发出的订单", "Promised for the week and not shipped by then")),
    Metric(Ratio(shipped(clock={"eq": "kept"}), shipped()), "按时发货率", "Shipped in time", name="online_in_time", unit="percent",
           words=Text("本周发出的订单中按时发出的", "Of the orders shipped in the week")),
    Metric(mean_hours, "平均发货用时", "Mean hours to ship", name="online_hours", unit="hours", better="lower", rows=(OnlineOrder, shipped_in),
           words=Text("从付款到发货", "From payment to shipping")),
    Metric(Measure(AfterSale, when="opened_at", by="order.shop.store"), "新增售后", "After-sales opened", name="online_after_sales",
           better="lower", words=Text("本周申请的售后", "Opened in the week")),
    Metric(Measure(AfterSale, when="due_at", where={"clock": {"in": ["late", "missed"]}}, by="order.shop.store"), "售后超时",
           "Late after-sales", name="online_after_sales_late", better="lower",
           words=Text("时限在本周、到时没有完结的", "Due in the week, not closed by then")),
    Metric(Measure(OnlineOrderLine, where={"unmapped": {"eq": True}}), "待对应编码", "Unmapped lines", name="online_unmapped", better="lower",
           words=Text("目前还没有对应到商品的订单明细", "Order lines without a product, as it stands")),
    Metric(Measure(Listing, where={"below": {"eq": True}, "state": {"eq": "online"}}, by=STORE), "低于底价在售", "Online below the floor",
           name="online_below_floor", better="lower", words=Text("经批准低于底价在售的商品", "Listings approved below the floor")),
    Metric(Measure(ShopViolation, when="happened_on", sum="points", by=STORE), "违规扣分", "Violation points", name="online_violations",
           unit="quantity", better="lower", words=Text("本周平台违规扣分", "Points taken by the platforms")),
    Metric(mean_of_days("service_score"), "店铺评分", "Service score", name="online_score", unit="score", rows=(ShopDay, days_of),
           words=Text("本周每日店铺评分的平均", "Mean of the days")),
    Metric(mean_of_days("rank"), "类目排名", "Category rank", name="online_rank", unit="score", better="lower", rows=(ShopDay, days_of),
           words=Text("本周每日类目排名的平均", "Mean of the days")),
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
