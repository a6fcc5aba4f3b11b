"""Goods for the stores 门店要货: what they will need, their orders, and what sold by product."""

from ..kit import Action, Area, Due, Filler, Grant, Job, Shortcut, Text
from ..kit.declare.access import VERBS
from ..kit.declare.rules import Rules, Then
from ..logistics import Delivery
from ..organization import POSTS
from .figures import METRICS
from .loading import keep_ride, keep_stops, load_orders, ride_along
from .orders import GoodsOrder, GoodsOrderLine
from .overview import OVERVIEWS
from .papers import PAPERS
from .picking import GoodsPick
from .proposing import propose_lines, propose_weekly
from .receiving import GoodsDifference
from .sold import ProductDay
from .terms import CHANGE, COVER, LEAD, WEEKDAY, ReplenishRule

AREA = Area(
    "replenishment",
    "门店要货",
    "Goods for the stores",
    icon="shopping_basket",
    overviews=OVERVIEWS,
    papers=PAPERS,
    records=(GoodsOrder, GoodsOrderLine, GoodsPick, GoodsDifference, ReplenishRule, ProductDay),
    params=(COVER, LEAD, CHANGE, WEEKDAY),
    actions=(
        Action(
            propose_lines,
            "按销售生成建议",
            "Propose from sales",
            on=GoodsOrder,
            icon="auto_awesome",
            when={"state": ("draft",)},
        ),
        Action(
            load_orders,
            "装入要货单",
            "Load orders",
            on=Delivery,
            icon="add_shopping_cart",
            when={"state": ("planned", "loaded")},
            hint=Text("把停靠门店已拣好的要货单装上这趟车", "Orders picked for the stores of this delivery get on it"),
        ),
    ),
    metrics=METRICS,
    dues=(
        Due(
            "goods_to_approve",
            GoodsOrder,
            "要货单待审批",
            "Orders of goods to approve",
            when={"state": {"eq": "submitted"}},
            due="ordered_on",
            verb="approve",
            icon="verified",
        ),
        Due(
            "goods_to_pick",
            GoodsOrder,
            "要货单待拣货",
            "Orders of goods to pick",
            when={"state": {"in": ["approved", "picking"]}},
            due="wanted_on",
            verb="approve",
            icon="checklist",
        ),
        Due(
            "goods_to_sign",
            GoodsOrder,
            "到店货待签收",
            "Goods to sign for",
            when={"state": {"eq": "sent"}},
            due="wanted_on",
            icon="draw",
        ),
        Due(
            "goods_differ",
            GoodsDifference,
            "收货差异待处理",
            "Differences on receipt to settle",
            when={"state": {"eq": "open"}},
            due="opened_on",
            verb="approve",
            icon="rule",
        ),
    ),
    rules=(
        (GoodsOrder, Rules(checks=(keep_ride,), consequences=(Then(keep_stops, also="import"),))),
        (Delivery, Rules(consequences=(ride_along,))),
    ),
    demo=(Filler("jobs.demo.replenishment:fill", after=("logistics", "stores")),),
    jobs=(Job("goods_proposed", propose_weekly, at="05:10", words=("生成要货建议", "Propose orders of goods")),),
    shortcuts=(Shortcut(GoodsOrder, "新建要货单", "New order of goods", icon="shopping_basket"),),
    grants=(
        Grant("administrator", "*", frozenset(VERBS)),
        Grant("operations_manager", "*", frozenset(VERBS)),
        Grant("logistics", "*", frozenset(VERBS)),
        Grant("store_management", "*", frozenset(VERBS)),
        *(Grant(post, "*", "see") for post in POSTS if post not in ("logistics", "store_management")),
        Grant("store_manager", "goods_order", "see add edit export", rows="store"),
        Grant("store_manager", "goods_order_line", "see add edit delete export import", rows="store"),
        Grant("store_manager", "goods_pick", "see add edit delete export", rows="store"),
        Grant("store_manager", "goods_difference", "see edit export", rows="store"),
        Grant("store_manager", "replenish_rule", "see", rows="store"),
        Grant("store_manager", "product_day", "see add edit export import", rows="store"),
        Grant("viewer", "*", "see"),
    ),
)

__all__ = [
    "AREA",
    "GoodsDifference",
    "GoodsOrder",
    "GoodsOrderLine",
    "GoodsPick",
    "ProductDay",
    "ReplenishRule",
    "propose_lines",
]
