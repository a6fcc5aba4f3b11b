"""The demo's online shops: sixty weeks of daily figures, the orders of a month, after-sales, listings and campaigns."""

from datetime import timedelta
from decimal import Decimal

from models.ecommerce import (
    AfterSale,
    Campaign,
    Listing,
    OnlineOrder,
    OnlineOrderLine,
    OnlineShop,
    PlatformRule,
    ShopDay,
    watch_clocks,
)
from models.kit import Changes, Row
from models.kit.clock import now, today

from .company import Company

DAYS, ORDERS = 427, 120
REASONS = ("quality", "damaged", "regret", "slow")
CHANNELS = ("ads", "live", "social", "article")


def fill(c: Changes, world: Company) -> None:
    for shop in _shops(c, world):
        _days(c, world, shop)
        _orders(c, world, shop)
        _listings(c, world, shop)
        _campaigns(c, world, shop)
    c.create(
        PlatformRule,
        platform="tmall",
        title="发货时效考核调整",
        effective_on=today() + timedelta(days=10),
        impact="超时赔付上调",
    )
    watch_clocks(c)


def _shops(c: Changes, world: Company) -> list[Row]:
    return c.add(
        OnlineShop,
        [
            {
                "name": store.name,
                "platform": "tmall" if "天猫" in store.name else "mini",
                "store": store.id,
                "owner": world.staff[store.id][0].id,
                "opened_on": store.opened_on,
                "filing_until": today() + timedelta(days=world.dice.randrange(10, 500)),
                "deposit": Decimal(50000),
            }
            for store in world.stores
            if store.kind == "online"
        ],
    )


def _listings(c: Changes, world: Company, shop: Row) -> None:
    c.add(
        Listing,
        [
            {
                "shop": shop.id,
                "product": product.id,
                "title": f"{product.name} {product.spec or ''}".strip(),
                "price": product.list_price,
            }
            for product in world.products[:12]
            if product.list_price
        ],
    )


def _campaigns(c: Changes, world: Company, shop: Row) -> None:
    dice = world.dice
    c.add(
        Campaign,
        [
            {
                "shop": shop.id,
                "channel": channel,
                "title": f"{at} 月主推",
                "starts_on": today() - timedelta(days=30 * at),
                "state": "reviewed",
                "ends_on": today() - timedelta(days=30 * at - 14),
                "cost": Decimal(dice.randrange(500, 5000)),
                "impressions": 90000,
                "review": "按计划",
                "clicks": dice.randrange(500, 4000),
                "orders": dice.randrange(10, 90),
                "sales": Decimal(dice.randrange(2000, 20000)),
            }
            for at, channel in enumerate(CHANNELS, 1)
        ],
    )


def _days(c: Changes, world: Company, shop) -> None:
    dice, rows = world.dice, []
    for back in range(DAYS, 0, -1):
        visitors = dice.randrange(900, 5200)
        buyers = int(visitors * dice.uniform(0.015, 0.045))
        sales = Decimal(buyers * dice.randrange(80, 160))
        rows.append(
            {
                "shop": shop.id,
                "day": today() - timedelta(days=back),
                "visitors": visitors,
                "page_views": visitors * 3,
                "carts": visitors * dice.randrange(60, 120) // 1000,
                "buyers": buyers,
                "impressions": visitors * dice.randrange(9, 18),
                "orders": buyers + dice.randrange(6),
                "new_buyers": buyers * 2 // 3,
                "sales": sales,
                "refunds": (sales * dice.randrange(2, 9)) / 100,
                "ad_cost": Decimal(dice.randrange(300, 1400)),
                "service_score": Decimal(dice.randrange(45, 50)) / 10,
                "rank": dice.randrange(20, 260),
            }
        )
    c.add(ShopDay, rows)


def _orders(c: Changes, world: Company, shop) -> None:
    dice, rows = world.dice, []
    for at in range(ORDERS + 9 * world.weeks):
        hours = dice.randrange(2, 720) if at < ORDERS else dice.randrange(720, 168 * world.weeks)
        made = now() - timedelta(hours=hours)
        sent = made + timedelta(hours=min(dice.randrange(4, 60), dice.randrange(4, 60)))
        gone = sent < now()
        rows.append(
            {
                "order_no": f"{shop.id}{made:%y%m%d%H}{at:05d}",
                "shop": shop.id,
                "ordered_at": made,
                "paid_at": made,
                "buyer": f"buyer{dice.randrange(400):04d}",
                "amount": Decimal(dice.randrange(60, 600)),
                "state": "done" if (now() - sent).days > 7 else "shipped" if gone else "to_ship",
                "shipped_at": sent if gone else None,
                "courier": "顺丰" if gone else None,
                "tracking_no": f"SF{made:%m%d%H}{at:05d}" if gone else None,
            }
        )
    orders = c.add(OnlineOrder, rows)
    c.add(
        OnlineOrderLine,
        [
            {"order": order.id, "product": dice.choice(world.products).id, "title": "网店商品", "price": order.amount}
            for order in orders
        ],
    )
    c.add(
        AfterSale,
        [
            {
                "order": order.id,
                "amount": order.amount,
                "reason": dice.choice(REASONS),
                "opened_at": max(order.shipped_at, now() - timedelta(hours=dice.randrange(5, 100))),
            }
            for order in orders
            if order.state == "shipped" and dice.random() < 0.1
        ],
    )
    _came_back(c, world, [order for order in orders if order.state == "done"])


def _came_back(c: Changes, world: Company, orders: list[Row]) -> None:
    """Of the older orders some came back, most of them settled in time."""
    dice = world.dice
    rows = []
    for order in orders:
        if dice.random() < 0.1:
            opened = order.shipped_at + timedelta(hours=dice.randrange(20, 90))
            rows.append(
                {
                    "order": order.id,
                    "amount": order.amount,
                    "reason": dice.choice(REASONS),
                    "state": "closed",
                    "opened_at": opened,
                    "closed_at": min(now(), opened + timedelta(hours=dice.choice((8, 16, 30, 40, 60, 80)))),
                }
            )
    c.add(AfterSale, rows)
