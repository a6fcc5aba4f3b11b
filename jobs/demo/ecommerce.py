"""The demo's online shops: what they sold, after-sales, listings and campaigns."""

from datetime import timedelta
from decimal import Decimal

from models.ecommerce import (
    AfterSale,
    BillLine,
    Campaign,
    Listing,
    OnlineShop,
    PlatformRule,
    watch_clocks,
)
from models.kit import Changes, Row
from models.kit.clock import now, today
from models.logistics import Warehouse

from .company import Company
from .online_days import sell_online

REASONS = ("quality", "damaged", "regret", "slow")
CHANNELS = ("ads", "live", "social", "article")


def fill(c: Changes, world: Company) -> None:
    for shop in _shops(c, world):
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
    """From today on they take their goods from the main warehouse; what was sent before is not in its book."""
    main = next((row.id for row in Warehouse.rows(Warehouse.code == "WH01")), None)
    return c.add(
        OnlineShop,
        [
            {
                "name": store.name,
                "platform": "tmall" if "天猫" in store.name else "mini",
                "store": store.id,
                "warehouse": main,
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
                "cost": Decimal(dice.randrange(150, 900)),
                "impressions": 30000,
                "review": "按计划",
                "clicks": dice.randrange(200, 1400),
                "orders": dice.randrange(5, 40),
                "sales": Decimal(dice.randrange(600, 5200)),
            }
            for at, channel in enumerate(CHANNELS, 1)
        ],
    )


def _orders(c: Changes, world: Company, shop: Row) -> None:
    dice, orders = world.dice, sell_online(c, world, shop)
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
            if order.state == "shipped" and dice.random() < 0.06
        ],
    )
    settled = [order for order in orders if order.state == "done"]
    _came_back(c, world, settled)
    _bills(c, shop, settled[-80:])


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


def _bills(c: Changes, shop: Row, orders: list[Row]) -> None:
    """What the platform paid for the last orders that are done, and what it kept."""
    lines = []
    for order in orders:
        line = {"shop": shop.id, "occurred_at": order.shipped_at + timedelta(days=5), "order_no": order.order_no}
        fee = (order.amount / 20).quantize(Decimal("0.01"))
        lines += [{**line, "kind": "货款", "income": order.amount}, {**line, "kind": "技术服务费", "outgo": -fee}]
    c.add(BillLine, lines)
