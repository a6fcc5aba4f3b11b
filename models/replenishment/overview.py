"""Cards on the page where all of a row is gathered: goods on their way to a store, and what a product sells."""

from ..kit import DrawnCard, Overview, RowCard, SpanCard
from ..organization import Product, Store
from .orders import GoodsOrder
from .receiving import GoodsDifference
from .sold import ProductDay

OVERVIEWS = (
    Overview(
        Store,
        (
            RowCard(
                "要货和在途",
                "Goods ordered and on their way",
                122,
                6,
                GoodsOrder,
                "store",
                "no kind wanted_on qty state",
                where={"state": {"not_in": ["received", "cancelled"]}},
                order="-ordered_on",
            ),
            RowCard(
                "收货差异",
                "Differences on receipt",
                126,
                6,
                GoodsDifference,
                "store",
                "no product qty cause opened_on state",
                where={"state": {"eq": "open"}},
                order="-opened_on",
                quiet=True,
            ),
        ),
    ),
    Overview(
        Product,
        (
            SpanCard(
                "门店销售", "Sales in stores", 20, 8, ProductDay, "product", day="day", sums="amount qty", reported=True
            ),
            DrawnCard(
                "近 30 天日销量",
                "Sold in the last 30 days",
                30,
                6,
                ProductDay,
                "product",
                by="day:day",
                measure="sum qty",
                where={"day": {"span": "days-30"}},
            ),
            DrawnCard(
                "近 30 天各店销量",
                "Sold by store, 30 days",
                32,
                6,
                ProductDay,
                "product",
                by="store",
                measure="sum qty",
                where={"day": {"span": "days-30"}},
            ),
        ),
    ),
)
