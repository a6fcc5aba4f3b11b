"""Key accounts 大客户: institutions and group buyers, their visits, opportunities and orders."""

from ..kit import (
    Action,
    Area,
    Chart,
    ChoiceField,
    Due,
    Filler,
    Grant,
    Job,
    LineField,
    LinkField,
    MonthField,
    Rules,
    Shortcut,
    Text,
    Then,
)
from ..kit.declare.access import VERBS
from ..organization import Employee
from ..quality import Recall
from ..stores import CommissionPlan, CommissionResult, SalesTarget
from ..stores.commission import SOURCES
from . import nightly
from .accounts import LEVELS, VISIT_DAYS, AccountContact, KeyAccount, levelled_before
from .commissions import keep_taken, take_scores
from .converting import ASKS, LARGE_RECEIPT, LARGE_YEAR, AccountSuggestion, convert_member, suggest_accounts
from .invoices import GroupInvoice, keep_invoiced, keep_sold
from .joining import merge_accounts
from .leading import A_SHARE, B_SHARE, free_level, hand_over, refresh_accounts, review_levels, set_level
from .orders import GroupOrder, GroupOrderLine
from .overview import OVERVIEWS
from .papers import PAPERS
from .recalled import orders_of_batch, warn_owners
from .receipts import GroupReceipt
from .scorecards import SellerScore, count_score, renew_scores
from .selling import Bundle, BundleLine, GroupPolicy, Opportunity
from .targets import count_aimed, count_ordered
from .terms import LEAST_MARGIN, OVERDUE_DAYS
from .visits import Visit, visited_before
from .week import METRICS, overdue_by_age, pipeline_by_stage, sales_by_week

LEADERS = ("administrator", "operations_manager", "key_accounts")
HANGING = "key_account account_contact visit opportunity group_order group_order_line group_receipt group_invoice"
REASON = LineField("原因", "Reason")

AREA = Area(
    "key_accounts",
    "大客户",
    "Key accounts",
    icon="handshake",
    overviews=OVERVIEWS,
    papers=PAPERS,
    records=(
        KeyAccount,
        AccountContact,
        Visit,
        Opportunity,
        GroupOrder,
        GroupOrderLine,
        GroupReceipt,
        GroupInvoice,
        Bundle,
        BundleLine,
        GroupPolicy,
        AccountSuggestion,
        SellerScore,
    ),
    actions=(
        Action(
            count_score,
            "重新核算",
            "Count anew",
            on=SellerScore,
            icon="calculate",
            many=True,
            hint=Text("这些月份的全部销售按现在的数据算", "All sellers of these months, as things stand now"),
        ),
        Action(
            take_scores,
            "带入业绩卡",
            "Take scorecards over",
            on=CommissionPlan,
            icon="move_to_inbox",
            when={"state": ("in_force",), "paid_to": ("employee",)},
            asks={
                "month": MonthField("月份", "Month"),
                "source": ChoiceField("按什么算", "By what", options=SOURCES, default="orders"),
            },
            hint=Text(
                "重新核算这个月的业绩卡，作为各人的实际销售；已批准的不动",
                "Counts the month's scorecards anew and takes them as sales; what is approved stays",
            ),
        ),
        Action(
            hand_over,
            "移交",
            "Hand over",
            on=KeyAccount,
            verb="approve",
            icon="swap_horiz",
            asks={"to": LinkField(Employee, "交给", "To"), "reason": REASON},
        ),
        Action(
            set_level,
            "人工定级",
            "Set the level",
            on=KeyAccount,
            verb="approve",
            icon="grade",
            asks={"level": ChoiceField("级别", "Level", options=LEVELS), "reason": REASON},
        ),
        Action(free_level, "取消人工定级", "Free the level", on=KeyAccount, verb="approve", icon="auto_mode"),
        Action(
            merge_accounts,
            "合并客户",
            "Merge accounts",
            on=KeyAccount,
            verb="approve",
            icon="merge",
            danger=True,
            joins="into",
            asks={"into": LinkField(KeyAccount, "并入客户", "Into", beside=("code", "stage"))},
            hint=Text(
                "联系人、拜访、商机、订单都转到所选客户名下，原客户删除；可撤销",
                "Contacts, visits, opportunities and orders move to the one chosen, and this one goes; can be undone",
            ),
        ),
        Action(
            convert_member,
            "转为大客户",
            "Make a key account",
            on=AccountSuggestion,
            asks=ASKS,
            icon="handshake",
            when={"state": ("open",)},
        ),
    ),
    shortcuts=(
        *(Shortcut(Visit, "登记拜访", "New visit", icon="handshake", rows=rows) for rows in ("", "own")),
        *(Shortcut(Opportunity, "新增商机", "New opportunity", icon="trending_up", rows=rows) for rows in ("", "own")),
    ),
    rules=(
        (Recall, Rules(consequences=(warn_owners,))),
        (CommissionResult, Rules(checks=(keep_taken,))),
        (SalesTarget, Rules(derives=(count_aimed,))),
        (
            GroupOrder,
            Rules(
                checks=(keep_invoiced,),
                derives=(count_ordered,),
                consequences=(Then(keep_sold, also="import undo restore"),),
            ),
        ),
    ),
    metrics=METRICS,
    openings=((KeyAccount.level, levelled_before), (KeyAccount.last_visit_on, visited_before)),
    charts=(
        Chart(pipeline_by_stage, "商机漏斗", "Pipeline by stage", kind="bar", unit="money"),
        Chart(sales_by_week, "近 12 周订单与回款", "Orders and cash of twelve weeks", kind="line", unit="money"),
        Chart(overdue_by_age, "逾期账龄", "Overdue by age", kind="bar", unit="money"),
    ),
    dues=(
        Due(
            "key_account_visit",
            KeyAccount,
            "大客户该拜访了",
            "Key accounts due a visit",
            due="next_visit_on",
            owner="owner",
            ahead=3,
            when={"stage": {"ne": "lost"}, "next_visit_on": {"empty": False}},
            icon="directions_walk",
        ),
        Due(
            "key_account_planned",
            Visit,
            "计划中的拜访",
            "Planned visits",
            due="visited_on",
            owner="by",
            ahead=3,
            when={"state": {"eq": "planned"}},
            icon="event",
        ),
        Due(
            "key_account_money",
            GroupOrder,
            "团购货款到期",
            "Group orders to be paid",
            due="due_on",
            owner="owner",
            ahead=3,
            when={"state": {"in": ["confirmed", "delivered"]}, "unpaid": {"gt": 0}},
            icon="payments",
        ),
        Due(
            "key_account_approval",
            GroupOrder,
            "待审批的团购订单",
            "Group orders to approve",
            due=None,
            verb="approve",
            ahead=None,
            when={"state": {"eq": "submitted"}},
            icon="approval",
        ),
        Due(
            "key_account_invoices",
            GroupInvoice,
            "待开的团购发票",
            "Invoices to issue",
            due="asked_on",
            verb="approve",
            ahead=None,
            when={"state": {"eq": "asked"}},
            icon="receipt_long",
        ),
        Due(
            "key_account_stalled",
            Opportunity,
            "停滞的商机",
            "Stalled opportunities",
            due="since",
            owner="owner",
            ahead=None,
            when={"stalled": {"eq": True}, "stage": {"not_in": ["won", "lost"]}},
            icon="hourglass_bottom",
        ),
    ),
    params=(*VISIT_DAYS.values(), LEAST_MARGIN, OVERDUE_DAYS, A_SHARE, B_SHARE, LARGE_RECEIPT, LARGE_YEAR),
    jobs=(
        Job("key_accounts", nightly.refresh, at="02:40", words=("更新大客户账款与级别", "Refresh key accounts")),
        Job("seller_scores", renew_scores, at="02:50", words=("核算销售业绩卡", "Scorecards of sellers")),
    ),
    demo=(Filler("jobs.demo.key_accounts:fill", after=("logistics",)),),
    grants=(
        *(Grant(role, "*", frozenset(VERBS)) for role in LEADERS),
        # A seller knows the own accounts whole; only a leader hands them over, approves, or undoes for others.
        Grant("key_account_seller", HANGING, "see add edit delete export import", rows="own"),
        Grant("key_account_seller", "account_suggestion", "see edit"),
        Grant("key_account_seller", "seller_score", "see", rows="own"),
        Grant("key_account_seller", "bundle bundle_line group_policy", "see export"),
        Grant("members_service", "bundle bundle_line group_policy", "see"),
        Grant("viewer", "bundle bundle_line group_policy", "see"),
    ),
)

__all__ = [
    "AREA",
    "AccountContact",
    "AccountSuggestion",
    "Bundle",
    "BundleLine",
    "GroupInvoice",
    "GroupOrder",
    "GroupOrderLine",
    "GroupPolicy",
    "GroupReceipt",
    "KeyAccount",
    "Opportunity",
    "SellerScore",
    "Visit",
    "convert_member",
    "free_level",
    "hand_over",
    "orders_of_batch",
    "refresh_accounts",
    "review_levels",
    "set_level",
    "suggest_accounts",
]
