"""What a week tells of goods for the stores: how much of what they ordered came, what was missing, how long their stock lasts."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from peewee import fn

from ..kit import Measure, Metric, Ratio, Text
from ..kit.clock import Span, today
from ..logistics import Stock, Warehouse
from .demand import WINDOW
from .orders import GoodsOrder
from .receiving import GoodsDifference
from .sold import ProductDay

REPLENISHED = {"kind": {"eq": "replenish"}, "state": {"eq": "received"}}
received, ordered = (
    Measure(GoodsOrder, "received_on", sum=name, where=REPLENISHED, by="store") for name in ("received", "qty")
)
fill_rate = Ratio(received, ordered)
differences = Measure(GoodsDifference, "opened_on", by="store")


def days_of_cover(week: Span) -> Decimal | None:
    """How long what the stores may sell lasts at the pace of the last four weeks, as it stands now."""
    places = {place.id: place.store for place in Warehouse.rows(Warehouse.store.is_null(False))}
    qty = Stock.select(fn.SUM(Stock.available).coerce(False)).where(Stock.warehouse.in_(list(places))).scalar()
    lately = ProductDay.day.between(today() - timedelta(days=WINDOW), today() - timedelta(days=1))
    of_these = ProductDay.store.in_(list(places.values()))
    sold = ProductDay.select(fn.SUM(ProductDay.qty).coerce(False)).where(lately, of_these).scalar()
    return (Decimal(int(qty or 0)) * WINDOW / int(sold)).quantize(Decimal("0.1")) if int(sold or 0) > 0 else None


def in_stores(week: Span) -> dict[str, Any]:
    places = [place.id for place in Warehouse.rows(Warehouse.store.is_null(False))]
    return {"warehouse": {"in": places}, "qty": {"gt": 0}}


METRICS = (
    Metric(
        fill_rate,
        "要货满足率",
        "Orders filled",
        name="goods_fill_rate",
        unit="percent",
        words=Text(
            "本周签收的补货单：签收数量 ÷ 要货数量", "Of the replenishment orders signed for: received over ordered"
        ),
    ),
    Metric(
        differences,
        "收货差异",
        "Differences on receipt",
        name="goods_differences",
        better="lower",
        words=Text("本周签收时发现的差异数", "Differences noted on signing in the week"),
    ),
    Metric(
        days_of_cover,
        "门店库存可销天数",
        "Days of cover in stores",
        name="goods_days_of_cover",
        unit="score",
        better="neither",
        standing=True,
        marks=False,
        rows=(Stock, in_stores),
        words=Text(
            "管理库存的门店：目前可用库存 ÷ 近四周日均销量",
            "Of the stores that keep stock: what may be sold now, over the daily sales of four weeks",
        ),
    ),
)
