"""Cards on the page where all of a row is gathered: goods that expire and deliveries of a store, and where a product lies."""

from ..kit import Overview, RowCard
from ..organization import Product, Store
from .deliveries import DeliveryStop
from .stock import BatchHold, Stock

OVERVIEWS = (
    Overview(
        Store,
        (
            RowCard(
                "临期和过期商品",
                "Goods near or past their date",
                120,
                6,
                Stock,
                "warehouse.store",
                "product batch_no qty expires_on days_left stage",
                where={"stage": {"in": ["third", "near", "expired"]}, "qty": {"gt": 0}},
                order="expires_on",
                rows=8,
            ),
            RowCard(
                "最近的配送",
                "Latest deliveries",
                124,
                6,
                DeliveryStop,
                "store",
                "planned_at arrived_at boxes boxes_signed on_time state",
                order="-planned_at",
            ),
        ),
    ),
    Overview(
        Product,
        (
            RowCard(
                "库存",
                "Stock",
                40,
                8,
                Stock,
                "product",
                "warehouse batch_no qty available expires_on days_left stage",
                where={"qty": {"gt": 0}},
                order="expires_on",
                rows=10,
            ),
            RowCard(
                "停售批次",
                "Batches held",
                45,
                6,
                BatchHold,
                "product",
                "batch_no held_on reason reference state",
                where={"state": {"eq": "held"}},
                quiet=True,
            ),
        ),
    ),
)
