"""E-commerce 电商: shops, listings, orders, after-sales, daily figures, campaigns and partners."""

from ..kit import Action, Area, Chart, Daily, Due, Filler, Grant, Job, Rules, Shortcut, Text, Then
from ..kit.declare.access import VERBS
from ..kit.declare.wording import BannedWord, claims_in
from ..logistics import StockMovement, Stocktake
from ..organization import POSTS
from . import nightly
from .after_sales import CLOSE_HOURS, AfterSale
from .bills import BillLine, find_bills
from .campaign_days import CampaignDay, keep_sums
from .campaigns import Campaign, Partner, PartnerProject, follow_dates
from .figures import METRICS
from .late import watch_clocks
from .listings import Listing
from .mappings import SkuMapping
from .milestones import MILESTONES_END, PartnerMilestone, all_reached
from .orders import SHIP_HOURS, WARN_AT, OnlineOrder, OnlineOrderLine, map_waiting
from .references import tell_apart
from .sending import (
    begin_today,
    follow_ledger,
    follow_lines,
    follow_number,
    follow_state,
    settle_counted,
    take_lines,
    take_order,
    take_sent,
)
from .shops import OnlineShop, PlatformRule, ShopDay, ShopViolation
from .week import refund_reasons, return_by_channel, sales_per_shop, shops_that_sell, visits_and_conversion

ORDERS = "online_order online_order_line"

AREA = Area(
    "ecommerce",
    "电商",
    "E-commerce",
    icon="shopping_cart",
    records=(
        OnlineOrder,
        OnlineOrderLine,
        AfterSale,
        BillLine,
        ShopDay,
        Listing,
        Campaign,
        CampaignDay,
        OnlineShop,
        SkuMapping,
        BannedWord,
        PlatformRule,
        ShopViolation,
        Partner,
        PartnerProject,
        PartnerMilestone,
    ),
    actions=(
        Action(
            take_order,
            "补扣库存",
            "Take from stock",
            on=OnlineOrder,
            icon="playlist_add_check",
            when={"booked": ("lacking",)},
            hint=Text(
                "发货时仓库库存不够的，入库以后补扣", "What the warehouse lacked when it was sent, now that it came"
            ),
        ),
    ),
    shortcuts=(
        Shortcut(AfterSale, "登记售后", "After-sale case", icon="assignment_return"),
        Shortcut(ShopDay, "填网店日报", "Shop's day", icon="bar_chart"),
    ),
    metrics=METRICS,
    charts=(
        Chart(sales_per_shop, "各网店成交额", "Sales per shop", kind="bar", unit="money"),
        Chart(visits_and_conversion, "转化率与退款率", "Conversion and refunds", kind="line", unit="percent"),
        Chart(return_by_channel, "各渠道产出比（近 90 天）", "Return by channel, 90 days", kind="bar", unit="quantity"),
        Chart(refund_reasons, "售后原因（近四周）", "Reasons of after-sales, four weeks", kind="pie"),
    ),
    dues=(
        Due(
            "online_shipping",
            OnlineOrder,
            "待发货订单",
            "Orders to ship",
            due="ship_by",
            ahead=0,
            icon="local_shipping",
            when={"state": {"eq": "to_ship"}, "clock": {"in": ["soon", "late"]}},
        ),
        Due(
            "online_lacking",
            OnlineOrder,
            "已发货未扣库存",
            "Sent and not taken from stock",
            due="shipped_at",
            ahead=None,
            icon="production_quantity_limits",
            when={"booked": {"eq": "lacking"}},
        ),
        Due(
            "online_after_sale",
            AfterSale,
            "待处理售后",
            "After-sales to settle",
            due="due_at",
            ahead=0,
            icon="assignment_return",
            when={"state": {"in": ["open", "waiting", "inspected"]}, "clock": {"in": ["soon", "late"]}},
        ),
        Due(
            "online_unmapped",
            OnlineOrderLine,
            "网店编码待对应",
            "Articles without a product",
            due=None,
            ahead=None,
            icon="link",
            when={"unmapped": {"eq": True}},
        ),
        Due(
            "online_price",
            Listing,
            "待审批的低价上架",
            "Listings below the floor to approve",
            due=None,
            ahead=None,
            verb="approve",
            when={"state": {"eq": "submitted"}},
            icon="approval",
        ),
        Due(
            "platform_rule",
            PlatformRule,
            "平台规则待应对",
            "Platform rules to answer",
            due="effective_on",
            owner="owner",
            ahead=14,
            when={"state": {"eq": "open"}, "effective_on": {"empty": False}},
            icon="rule",
        ),
        Due(
            "online_appeal",
            ShopViolation,
            "违规申诉截止",
            "Appeals that end",
            due="appeal_due",
            owner="owner",
            ahead=7,
            when={"state": {"eq": "open"}, "appeal_due": {"empty": False}},
            icon="gavel",
        ),
        Due(
            "online_filing",
            OnlineShop,
            "网店备案到期",
            "Shops' food filings that end",
            due="filing_until",
            owner="owner",
            ahead=30,
            when={"status": {"ne": "closed"}, "filing_until": {"empty": False}},
            icon="verified",
        ),
        Due(
            "online_brand",
            OnlineShop,
            "品牌授权到期",
            "Brand authorisations that end",
            due="brand_until",
            owner="owner",
            ahead=30,
            when={"status": {"ne": "closed"}, "brand_until": {"empty": False}},
            icon="verified",
        ),
        Due(
            "partner_project",
            PartnerProject,
            "合作项目到期",
            "Partner projects that end",
            due="ends_on",
            owner="owner",
            ahead=7,
            when={"state": {"in": ["talking", "running", "paused"]}, "ends_on": {"empty": False}},
            icon="handshake",
        ),
        Due(
            "partner_milestone",
            PartnerMilestone,
            "合作里程碑到期",
            "Partner milestones due",
            owner="owner",
            when={"state": {"eq": "open"}},
            icon="flag",
        ),
        Due(
            "campaign_review",
            Campaign,
            "推广待复盘",
            "Campaigns to review",
            due="ends_on",
            owner="owner",
            ahead=None,
            when={"state": {"eq": "ended"}},
            icon="rate_review",
        ),
    ),
    rules=(
        *((record, Rules(consequences=(Then(map_waiting, also="import"),))) for record in (SkuMapping, Listing)),
        (OnlineShop, Rules(derives=(begin_today,))),
        (
            OnlineOrder,
            Rules(derives=(tell_apart, follow_number, follow_state), consequences=(Then(take_sent, also="import"),)),
        ),
        (OnlineOrderLine, Rules(derives=(follow_lines,), consequences=(Then(take_lines, also="import"),))),
        (StockMovement, Rules(derives=(follow_ledger,))),
        (Stocktake, Rules(derives=(settle_counted,))),
        (PartnerProject, Rules(checks=(all_reached,), consequences=(MILESTONES_END,))),
        (Campaign, Rules(checks=(keep_sums,))),
        (OnlineOrder, Rules(derives=(find_bills,))),
    ),
    params=(SHIP_HOURS, WARN_AT, CLOSE_HOURS),
    dailies=(Daily("shop_day", ShopDay, "shop", shops_that_sell, "网店日数据", "Online shops' day"),),
    jobs=(
        Job("campaigns", nightly.campaigns, at="00:40", words=("推广按日期开始与结束", "Campaigns follow their dates")),
        Job(
            "online_clocks",
            nightly.watch,
            at="00:05",
            every=60,
            words=("网店时效检查", "Online clocks"),
            catch_up=False,
        ),
    ),
    demo=(Filler("jobs.demo.ecommerce:fill", after=("logistics",)), Filler("jobs.demo.partners:fill", late=True)),
    grants=(
        Grant("administrator", "*", frozenset(VERBS)),
        Grant("operations_manager", "*", frozenset(VERBS)),
        Grant("ecommerce", "*", frozenset(VERBS)),
        Grant("ecommerce", "banned_word", frozenset(VERBS) - {"approve"}),
        *(Grant(post, "*", "see", masked={"*"}) for post in POSTS if post != "ecommerce"),
        Grant("logistics", ORDERS, "see edit export", masked={"*"}),
        Grant("members_service", f"{ORDERS} after_sale", "see edit export reveal", masked={"*"}),
        Grant("store_manager", "online_shop shop_day listing", "see", rows="store"),
        Grant("viewer", "*", "see", masked={"*"}),
    ),
)

__all__ = [
    "AREA",
    "AfterSale",
    "BannedWord",
    "BillLine",
    "Campaign",
    "CampaignDay",
    "Listing",
    "OnlineOrder",
    "OnlineOrderLine",
    "OnlineShop",
    "Partner",
    "PartnerMilestone",
    "PartnerProject",
    "PlatformRule",
    "ShopDay",
    "ShopViolation",
    "SkuMapping",
    "claims_in",
    "follow_dates",
    "watch_clocks",
]
