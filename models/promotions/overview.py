"""Cards on the page where all of a row is gathered: what promotions ask of a store and brought it; and those of a product."""

from ..kit import Overview, RowCard
from ..organization import Product, Store
from .campaigns import PromotionProduct
from .results import PromotionResult
from .tasks import CompetitorNote, PromotionTask

OVERVIEWS = (
    Overview(
        Store,
        (
            RowCard(
                "促销布置",
                "Promotions to set up",
                140,
                6,
                PromotionTask,
                "store",
                "promotion item owner due_on state",
                where={"state": {"in": ["todo", "done"]}},
                order="due_on",
            ),
            RowCard(
                "最近的促销成果",
                "What promotions brought",
                142,
                6,
                PromotionResult,
                "store",
                "promotion ended_on sales uplift uplift_rate new_members",
                order="-ended_on",
            ),
            RowCard(
                "附近竞品",
                "Rivals near by",
                144,
                6,
                CompetitorNote,
                "store",
                "seen_on competitor activity product price impact",
                order="-seen_on",
                quiet=True,
            ),
        ),
    ),
    Overview(
        Product,
        (
            RowCard("促销", "Promotions", 90, 6, PromotionProduct, "product", "promotion price limit below_cost"),
            RowCard(
                "竞品价格",
                "Prices of rivals",
                92,
                6,
                CompetitorNote,
                "product",
                "seen_on competitor price activity impact",
                order="-seen_on",
                quiet=True,
            ),
        ),
    ),
)
