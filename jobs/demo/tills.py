"""The demo's tills: one store hands in its receipts of the last days, which its day reports add up to, but for one typed wrong."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from models.kit import Changes, Row
from models.kit.clock import from_local, local, start_of, today
from models.members import Purchase, PurchaseLine
from models.replenishment import ProductDay
from models.stores import StoreDay
from models.tills import Receipt, ReceiptLine

from .company import Company

DAYS, WRONG = 6, 3  # how many days back, and which of them was typed wrong
PAYMENTS = ("wechat", "wechat", "wechat", "alipay", "alipay", "cash", "card")
Lines = list[dict[str, Any]]


def fill(c: Changes, world: Company) -> None:
    store = next((store for store in world.stores if store.kind == "own"), None)
    if store is None:
        return
    dice, first = Random(DAYS), today() - timedelta(days=DAYS)
    reports = {row.day: row for row in StoreDay.rows(StoreDay.store == store.id, StoreDay.day >= first)}
    bought = _purchases(store, first)
    sold = [
        pair
        for day, report in sorted(reports.items())
        for pair in [
            *(_of_member(dice, *pair) for pair in bought[day]),
            *_others(dice, world, store, day, report, bought),
        ]
    ]
    made = c.add(Receipt, [values for values, _ in sold])
    lines = [{"receipt": row.id, **line} for row, (_, own) in zip(made, sold, strict=True) for line in own]
    c.add(ReceiptLine, lines)
    _report(c, reports, Receipt.rows(Receipt.store == store.id))
    _count(c, store, first, made, lines)


def _purchases(store: Row, first: date) -> dict[date, list[tuple[Row, list[Row]]]]:
    mine = (Purchase.store == store.id) & (Purchase.channel == "store") & (Purchase.purchased_at >= start_of(first))
    rows = Purchase.rows(mine, order=Purchase.purchased_at)
    lines: dict[int, list[Row]] = defaultdict(list)
    for line in PurchaseLine.rows(PurchaseLine.purchase.in_([row.id for row in rows])):
        lines[line.purchase].append(line)
    by_day: dict[date, list[tuple[Row, list[Row]]]] = defaultdict(list)
    for row in rows:
        if lines[row.id] and row.amount:
            by_day[local(row.purchased_at).date()].append((row, lines[row.id]))
    return by_day


def _of_member(dice: Random, row: Row, bought: list[Row]) -> tuple[dict[str, Any], Lines]:
    """The receipt behind what a member bought."""
    lines = [{"product": line.product, "qty": line.qty, "price": line.price} for line in bought]
    goods = sum((line["qty"] * line["price"] for line in lines), Decimal(0))
    values = {"no": row.receipt_no, "store": row.store, "member": row.member, "amount": row.amount}
    values |= {
        "sold_at": row.purchased_at,
        "payment": dice.choice(PAYMENTS),
        "discount": max(goods - row.amount, Decimal(0)),
    }
    return values, lines


def _others(
    dice: Random, world: Company, store: Row, day: date, report: Row, bought: dict[date, list]
) -> list[tuple[dict[str, Any], Lines]]:
    """Who bought without a card."""
    sold = []
    for at in range(max(3, report.transactions - len(bought[day]))):
        moment = datetime.combine(day, time(dice.randrange(8, 21), dice.randrange(60)))
        lines = [
            {"product": product.id, "qty": Decimal(dice.choice((1, 1, 1, 2))), "price": product.list_price}
            for product in dice.sample(world.products, dice.choice((1, 1, 2)))
        ]
        values = {"no": f"L{day:%y%m%d}{at + 1:04d}", "store": store.id, "till": dice.choice("12")}
        sold.append((values | {"sold_at": from_local(moment), "payment": dice.choice(PAYMENTS)}, lines))
    return sold


def _count(c: Changes, store: Row, first: date, receipts: list[Row], lines: Lines) -> None:
    """What sold by product is what stands on the receipts."""
    c.remove(ProductDay, [row.id for row in ProductDay.rows(ProductDay.store == store.id, ProductDay.day >= first)])
    days, sold = {row.id: row.day for row in receipts}, defaultdict(Decimal)
    for line in lines:
        sold[line["product"], days[line["receipt"]]] += line["qty"]
    c.add(
        ProductDay,
        [{"store": store.id, "product": product, "day": day, "qty": qty} for (product, day), qty in sold.items()],
    )


def _report(c: Changes, reports: dict[date, Row], receipts: list[Row]) -> None:
    """The day reports say what the receipts came to."""
    sets: dict[int, dict[str, Any]] = {}
    for day, report in reports.items():
        mine = [row for row in receipts if row.day == day]
        members = [row for row in mine if row.member]
        off = Decimal(90) if (today() - day).days == WRONG else Decimal(0)
        sets[report.id] = {
            "sales": sum((row.amount for row in mine), Decimal(0)) + off,
            "transactions": len(mine),
            "member_sales": sum((row.amount for row in members), Decimal(0)),
            "member_transactions": len(members),
        }
    c.alter(StoreDay, sets)
