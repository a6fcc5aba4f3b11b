"""Cards on the page where all of a row is gathered: what a store earns, and days that the tills say otherwise."""

from ..kit import DrawnCard, Overview, RowCard
from ..organization import Store
from .days import SaleDay
from .profits import StoreProfit

OVERVIEWS = (
    Overview(
        Store,
        (
            RowCard(
                "门店损益",
                "Profit and loss",
                50,
                8,
                StoreProfit,
                "store",
                "month sales gross rent rent_ratio missing profit break_even",
                order="-month",
            ),
            DrawnCard(
                "每月利润",
                "Profit by month",
                52,
                4,
                StoreProfit,
                "store",
                by="month",
                draw="line",
                measure="sum profit",
            ),
            RowCard(
                "对账差异",
                "Days that differ from the tills",
                54,
                6,
                SaleDay,
                "store",
                "day reported sales sales_gap state",
                where={"state": {"eq": "open"}},
                order="-day",
                quiet=True,
            ),
        ),
    ),
)
