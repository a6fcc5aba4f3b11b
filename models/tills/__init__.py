"""Tills 收银与对账: receipts take the stock of the store where they leave, and day reports are held against them."""

from ..ecommerce import OnlineOrder, ShopDay
from ..kit import Action, Area, Due, Filler, Grant, Job, Rules, Text, Then
from ..kit.declare.access import VERBS
from ..logistics import Stocktake
from ..members import Purchase
from ..organization import POSTS
from ..replenishment import ProductDay
from ..stores import StoreDay
from .counted import settle_counted
from .days import SaleDay, by_day_reports, by_lines, by_orders, by_purchases, by_receipts, by_shop_days
from .figures import METRICS
from .overview import OVERVIEWS
from .profits import MARGIN, StoreProfit, count_profit, renew_profits
from .recalled import reach_recalls
from .receipts import Receipt, ReceiptLine, take_missing

ROWS = "receipt receipt_line sale_day"  # what a store earns isn't everybody's to see

AREA = Area(
    "tills",
    "收银与对账",
    "Tills",
    icon="point_of_sale",
    overviews=OVERVIEWS,
    records=(Receipt, ReceiptLine, SaleDay, StoreProfit),
    actions=(
        Action(
            take_missing,
            "补扣库存",
            "Take what was missing",
            on=ReceiptLine,
            icon="playlist_add_check",
            verb="add",
            when={"booked": ("lacking",)},
            hint=Text(
                "收货或调拨之后，把当时库存里没有的补扣；盘点自动算清",
                "Once it is received or transferred, take it now; a count settles it by itself",
            ),
        ),
        Action(
            count_profit,
            "重新核算",
            "Count anew",
            on=StoreProfit,
            icon="calculate",
            many=True,
            hint=Text("按现在登记的销售、租金和费用算", "By sales, rents and expenses as they are entered now"),
        ),
    ),
    rules=(
        (Receipt, Rules(derives=(by_receipts,))),
        (ReceiptLine, Rules(derives=(by_lines,), consequences=(Then(reach_recalls, also="import"),))),
        (Stocktake, Rules(derives=(settle_counted,))),
        (StoreDay, Rules(derives=(by_day_reports,))),
        (ProductDay, Rules(derives=(by_day_reports,))),
        (Purchase, Rules(derives=(by_purchases,))),
        (OnlineOrder, Rules(derives=(by_orders,))),
        (ShopDay, Rules(derives=(by_shop_days,))),
    ),
    metrics=METRICS,
    params=(MARGIN,),
    jobs=(Job("store_profits", renew_profits, at="03:40", words=("核算门店损益", "Count the stores' profit")),),
    demo=(
        Filler("jobs.demo.tills:fill", late=True),
        Filler("jobs.demo.stores:pay", late=True),
        Filler("jobs.demo.taken_back:fill", late=True),
    ),
    dues=(
        Due(
            "sale_day_differs",
            SaleDay,
            "销售对账有差异",
            "Days that differ",
            when={"state": {"eq": "open"}},
            due="day",
            icon="rule",
        ),
        Due(
            "receipt_lacking",
            ReceiptLine,
            "小票未扣足库存",
            "Receipts that could not take all",
            when={"booked": {"eq": "lacking"}},
            due=None,
            verb="add",
            icon="production_quantity_limits",
        ),
    ),
    grants=(
        Grant("administrator", "*", frozenset(VERBS)),
        Grant("operations_manager", "*", frozenset(VERBS)),
        Grant("store_management", "*", frozenset(VERBS)),
        Grant("ecommerce", "sale_day", "see edit export"),
        *(Grant(post, ROWS, "see", masked={"*"}) for post in POSTS if post not in ("store_management", "ecommerce")),
        Grant("ecommerce", "receipt receipt_line", "see", masked={"*"}),
        Grant("store_manager", "receipt receipt_line", "see add import export", rows="store", masked={"*"}),
        Grant("store_manager", "sale_day", "see edit export", rows="store"),
        Grant("viewer", ROWS, "see", masked={"*"}),
    ),
)

__all__ = ["AREA", "Receipt", "ReceiptLine", "SaleDay", "StoreProfit"]
