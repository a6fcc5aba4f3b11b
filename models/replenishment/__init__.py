"""Goods for the stores 门店要货: what they will need, their orders, and what sold by product."""

from ..kit import Action, Area, Due, Grant, Job, Shortcut
from ..kit.declare.access import VERBS
from ..organization import POSTS
from .orders import GoodsOrder, GoodsOrderLine
from .proposing import propose_lines, propose_weekly
from .sold import ProductDay
from .terms import CHANGE, COVER, LEAD, WEEKDAY, ReplenishRule

AREA = Area(
    "replenishment",
    "门店要货",
    "Goods for the stores",
    icon="shopping_basket",
    records=(GoodsOrder, GoodsOrderLine, ReplenishRule, ProductDay),
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
    ),
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
    ),
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
        Grant("store_manager", "replenish_rule", "see", rows="store"),
        Grant("store_manager", "product_day", "see add edit export import", rows="store"),
        Grant("viewer", "*", "see"),
    ),
)

__all__ = ["AREA", "GoodsOrder", "GoodsOrderLine", "ProductDay", "ReplenishRule", "propose_lines"]
