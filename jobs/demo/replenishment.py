"""The demo's goods for the stores: a few keep stock, tell what sold by product, and have orders on every stage of their way."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from models.kit import Changes, Row
from models.kit.clock import from_local, today
from models.logistics import StockMovement, Warehouse, keep_stock_here, place_of
from models.logistics.stock import Stock
from models.replenishment import GoodsDifference, GoodsOrder, GoodsOrderLine, ProductDay, ReplenishRule, propose_lines

from .company import Company

KEEPING, RANGE, WEEKS = 4, 14, 5  # stores that keep stock, products they carry, weeks whose sales are known
WEEKDAYS = (9, 8, 9, 9, 11, 14, 15)


def fill(c: Changes, world: Company) -> None:
    stores = [store for store in world.stores if store.kind == "own"][:KEEPING]
    if not stores:
        return
    dice = Random(len(world.stores))  # its own, so that the story of the others stays as it was
    keep_stock_here(c, [store.id for store in stores])
    lots = _carried(c)
    c.add(
        ReplenishRule,
        [
            {"product": product, "pack": dice.choice((6, 10, 12)), "box_kg": Decimal(dice.randrange(3, 9))}
            for product in lots
        ],
    )
    c.add(ProductDay, [row for store in stores for row in _sold(dice, store, list(lots.values()))])
    c.add(StockMovement, [row for store in stores for row in _lying(dice, store, lots)])
    _came(c, dice, stores, lots)
    _order(c, stores)


def _carried(c: Changes) -> dict[int, Row]:
    """A fresh batch each of the products that lie plentifully in the main warehouse."""
    main = Warehouse.rows(Warehouse.code == "WH01")[0]
    there = Stock.rows(Stock.warehouse == main.id, Stock.stage == "fresh", Stock.held == 0, order=-Stock.available)
    lots: dict[int, Row] = {}
    for lot in there:
        if len(lots) < RANGE:
            lots.setdefault(lot.product, lot)
    return lots


def _sold(dice: Random, store: Row, lots: list[Row]) -> list[dict[str, Any]]:
    """Daily sales: more at the weekend, some products slowly."""
    rows = []
    for at, lot in enumerate(lots):
        for back in range(1, 7 * WEEKS + 1):
            day = today() - timedelta(days=back)
            if qty := round(WEEKDAYS[day.weekday()] * dice.uniform(0.02, 0.22) * (2 if at < 4 else 1)):
                rows.append({"store": store.id, "product": lot.product, "day": day, "qty": Decimal(qty)})
    return rows


def _lying(dice: Random, store: Row, lots: dict[int, Row]) -> list[dict[str, Any]]:
    """What was counted when the store began to keep stock, yesterday evening."""
    at = from_local(datetime.combine(today() - timedelta(days=1), time(21)))
    return [
        {
            "kind": "opening",
            "product": lot.product,
            "warehouse": place_of([store.id])[store.id].id,
            "batch_no": lot.batch_no,
            "produced_on": lot.produced_on,
            "expires_on": lot.expires_on,
            "qty": Decimal(dice.randrange(0, 12)) + 1,
            "unit_cost": lot.unit_cost,
            "occurred_at": at,
        }
        for lot in lots.values()
    ]


def _came(c: Changes, dice: Random, stores: list[Row], lots: dict[int, Row]) -> None:
    """Monday's orders of eight weeks, signed for two days later: now and then a little was missing, and has been settled."""
    weeks = [today() - timedelta(days=today().weekday() + 7 * back) for back in range(8, 0, -1)]
    main = next(iter(lots.values())).warehouse
    head = {"warehouse": main, "state": "received"}
    orders = c.add(
        GoodsOrder,
        [
            {**head, "store": store.id, "ordered_on": day, "wanted_on": day + timedelta(days=2)}
            for day in weeks
            for store in stores
        ],
    )
    lines = [
        {"order": order.id, "product": product, "qty": Decimal(dice.choice((6, 12, 12, 18, 24)))}
        for order in orders
        for product in dice.sample(list(lots), 6)
    ]
    with c.settled():  # they are signed for already, so nobody changes them any more
        c.add(GoodsOrderLine, lines)
        wanted: dict[int, Decimal] = {}
        for line in lines:
            wanted[line["order"]] = wanted.get(line["order"], Decimal(0)) + line["qty"]
        short = {order.id: Decimal(dice.choice((0, 0, 0, 0, 2, 6))) for order in orders}
        names = {store.id: store.name for store in stores}
        c.alter(
            GoodsOrder,
            {
                order.id: {
                    "picked": wanted[order.id],
                    "received": wanted[order.id] - short[order.id],
                    "received_on": order.wanted_on,
                    "signed_by": f"{names[order.store]}店长",
                }
                for order in orders
            },
        )
        first = {line["order"]: line["product"] for line in reversed(lines)}
        c.add(
            GoodsDifference,
            [
                {
                    "order": order.id,
                    "store": order.store,
                    "product": first[order.id],
                    "batch_no": lots[first[order.id]].batch_no,
                    "qty": short[order.id],
                    "cause": "short",
                    "opened_on": order.wanted_on,
                    "outcome": "returned",
                    "settled_on": order.wanted_on + timedelta(days=1),
                    "state": "settled",
                }
                for order in orders
                if short[order.id]
            ],
        )


def _order(c: Changes, stores: list[Row]) -> None:
    """Today's proposals: one still with its store, the others submitted and approved."""
    states = ("draft", "submitted", "approved", "approved")
    for store, state in zip(stores, states, strict=False):
        order = c.create(GoodsOrder, store=store.id, ordered_on=today(), wanted_on=today() + timedelta(days=2))
        propose_lines(c, order.id)
        if GoodsOrderLine.rows(GoodsOrderLine.order == order.id) and state != "draft":
            c.update(GoodsOrder, order.id, state="submitted")
            if state == "approved":
                c.update(GoodsOrder, order.id, state="approved")
