"""The demo's online sales: shopping festivals stand out, and the orders of the last weeks are what the day reports add up to."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from models.ecommerce import OnlineOrder, OnlineOrderLine, ShopDay
from models.kit import Changes, Row
from models.kit.clock import from_local, local, now, today
from models.logistics.stock import Stock

from .company import Company

DAYS, KEPT = 427, 63  # how long there are day reports, and how many of these days have their orders
USUAL = 8  # orders of a shop on an ordinary day
WEEKDAYS = (0.95, 0.92, 0.95, 1.0, 1.05, 1.15, 1.18)
# (month, first day, last day, how many times the usual): the platforms' festivals come each year on their days.
FESTIVALS = (
    (6, 18, 18, 5.0),
    (6, 1, 3, 2.2),
    (6, 4, 17, 1.4),
    (6, 19, 20, 1.6),
    (11, 11, 11, 6.0),
    (11, 1, 3, 2.4),
    (11, 4, 10, 1.5),
    (11, 12, 12, 2.0),
    (12, 12, 12, 2.6),
    (3, 8, 8, 2.0),
    (9, 9, 9, 1.8),
)
# Festivals of the moon, by their day: the fortnight before buys presents, the days themselves rest.
OF_THE_MOON = {
    date(2025, 1, 29): 2.0,
    date(2026, 2, 17): 2.0,
    date(2027, 2, 6): 2.0,
    date(2025, 10, 6): 1.7,
    date(2026, 9, 25): 1.7,
    date(2025, 5, 31): 1.3,
    date(2026, 6, 19): 1.3,
}
CENT = Decimal("0.01")


def busy(day: date) -> float:
    """How many times the usual a shop sells on this day."""
    share = WEEKDAYS[day.weekday()]
    held = [times for month, first, last, times in FESTIVALS if day.month == month and first <= day.day <= last]
    if held:  # the platforms' own days don't rest, whatever the moon says
        return share * held[0]
    for feast, times in OF_THE_MOON.items():
        if 2 <= (feast - day).days <= 14:
            share *= times
        elif -4 <= (feast - day).days <= 1:
            share *= 0.55
    return share


def sell_online(c: Changes, world: Company, shop: Row) -> list[Row]:
    """The day reports of more than a year; returns the orders of their last weeks, whose sums these are."""
    dice = Random(len(shop.name) + shop.id)
    goods, stocked = world.products[:24], _stocked(world.products[:24])
    orders = [
        order for back in range(KEPT, 0, -1) for order in _orders(dice, stocked if back < 5 else goods, shop, back)
    ]
    made = c.add(OnlineOrder, [values for values, _ in orders])
    lines = [{"order": order.id, **line} for order, (_, items) in zip(made, orders, strict=True) for line in items]
    c.add(OnlineOrderLine, lines)
    by_day: dict[date, list[Decimal]] = {}
    for order in made:
        by_day.setdefault(local(order.ordered_at).date(), []).append(order.amount)
    c.add(ShopDay, [_day(dice, shop, today() - timedelta(days=back), by_day) for back in range(DAYS, 0, -1)])
    return made


def _stocked(goods: list[Row]) -> list[Row]:
    """What the main warehouse has plenty of: from today on orders take their goods there."""
    there = {lot.product for lot in Stock.rows(Stock.stage == "fresh", Stock.available >= 24)}
    return [product for product in goods if product.id in there] or goods


def _orders(dice: Random, goods: list[Row], shop: Row, back: int) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    day = today() - timedelta(days=back)
    count = max(1, round(USUAL * busy(day) * dice.uniform(0.7, 1.3)))
    return [_order(dice, goods, shop, day, at) for at in range(count)]


def _order(
    dice: Random, goods: list[Row], shop: Row, day: date, at: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    made = from_local(
        datetime.combine(day, time(dice.choice((8, 9, 10, 11, 12, 14, 15, 17, 19, 20, 21, 22)), dice.randrange(60)))
    )
    lines = [
        {"product": product.id, "title": f"{product.name} {product.spec or ''}".strip(), "price": product.list_price}
        | {"qty": Decimal(dice.choice((1, 1, 1, 2)))}
        for product in dice.sample(goods, dice.choice((1, 1, 2)))
    ]
    total = sum((line["price"] * line["qty"] for line in lines), Decimal(0))
    discount = (total * Decimal(str(dice.choice((0, 0, 0.05, 0.1, 0.15))))).quantize(CENT)
    freight = Decimal(0) if total >= 99 else Decimal(8)
    sent = made + timedelta(hours=min(dice.randrange(4, 60), dice.randrange(4, 60)))
    gone = sent < now()
    return {
        "order_no": f"{shop.id}{made:%y%m%d%H%M}{at:04d}",
        "shop": shop.id,
        "ordered_at": made,
        "paid_at": made + timedelta(minutes=dice.randrange(1, 20)),
        "buyer": f"buyer{dice.randrange(400):04d}",
        "discount": discount,
        "freight": freight,
        "amount": total - discount + freight,
        "state": "done" if (now() - sent).days > 7 else "shipped" if gone else "to_ship",
        "shipped_at": sent if gone else None,
        "courier": "顺丰" if gone else None,
        "tracking_no": f"SF{made:%m%d%H%M}{at:05d}" if gone else None,
    }, lines


def _day(dice: Random, shop: Row, day: date, by_day: dict[date, list[Decimal]]) -> dict[str, Any]:
    """Of the days before the orders that are kept there is only their sum."""
    paid = by_day.get(day)
    if paid is None:
        orders = max(1, round(USUAL * busy(day) * dice.uniform(0.7, 1.3)))
        sales = sum((Decimal(dice.randrange(60, 420)) for _ in range(orders)), Decimal(0))
    else:
        orders, sales = len(paid), sum(paid, Decimal(0))
    visitors = round(orders * dice.uniform(24, 46))
    buyers = max(1, orders - orders // 12)
    return {
        "shop": shop.id,
        "day": day,
        "visitors": visitors,
        "page_views": visitors * 3,
        "carts": visitors * dice.randrange(60, 120) // 1000,
        "buyers": buyers,
        "impressions": visitors * dice.randrange(9, 18),
        "orders": orders,
        "new_buyers": buyers * 2 // 3,
        "sales": sales,
        "refunds": (sales * dice.randrange(2, 9) / 100).quantize(CENT),
        "ad_cost": (sales * dice.randrange(6, 14) / 100).quantize(CENT),
        "service_score": Decimal(dice.randrange(45, 50)) / 10,
        "rank": dice.randrange(20, 260),
    }
