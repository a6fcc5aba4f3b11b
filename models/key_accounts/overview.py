"""Cards on the page where all of a row is gathered: an account with its people, visits, orders and money."""

from ..kit import AboutCard, DrawnCard, Overview, RowCard, SpanCard
from .accounts import AccountContact, KeyAccount
from .invoices import GroupInvoice
from .orders import GroupOrder
from .selling import Opportunity
from .visits import Visit

SOLD = {"state": {"in": ["confirmed", "delivered", "settled"]}}
ACCOUNT = (
    "level stage owner contact phone industry address credit_limit payment_days receivable overdue sales_12m "
    "last_visit_on next_visit_on"
)
OVERVIEWS = (
    Overview(
        KeyAccount,
        (
            AboutCard("客户资料", "The account", 10, 4, ACCOUNT),
            SpanCard(
                "团购订单",
                "Group orders",
                20,
                8,
                GroupOrder,
                "account",
                day="ordered_on",
                sums="amount paid unpaid",
                where=SOLD,
            ),
            DrawnCard(
                "每月订单金额",
                "Orders by month",
                30,
                6,
                GroupOrder,
                "account",
                by="ordered_on:month",
                measure="sum amount",
                where={**SOLD, "ordered_on": {"span": "days-365"}},
            ),
            RowCard(
                "联系人",
                "Contacts",
                32,
                6,
                AccountContact,
                "account",
                "name position role phone birthday main",
                order="-main name",
            ),
            RowCard(
                "拜访",
                "Visits",
                40,
                6,
                Visit,
                "account",
                "visited_on kind by purpose result next_step state",
                order="-visited_on",
            ),
            RowCard(
                "商机",
                "Opportunities",
                50,
                6,
                Opportunity,
                "account",
                "title stage amount probability expected_on owner",
                where={"stage": {"not_in": ["won", "lost"]}},
                order="expected_on",
            ),
            RowCard(
                "最近的订单",
                "Latest orders",
                60,
                6,
                GroupOrder,
                "account",
                "no ordered_on amount unpaid due_on state",
                order="-ordered_on",
            ),
            RowCard(
                "发票",
                "Invoices",
                70,
                6,
                GroupInvoice,
                "account",
                "no kind amount asked_on issued_on state",
                order="-asked_on",
            ),
        ),
    ),
)
