"""Scorecards of sellers 销售业绩卡: a month of each seller's accounts, visits, orders, money and target."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from ..kit import (
    Changes,
    CountField,
    LinkField,
    MoneyField,
    MonthField,
    NoteField,
    QuantityField,
    Record,
    Row,
    Sheet,
    Text,
    in_one_change,
)
from ..kit.clock import Span, add_months, days_of_month, today
from ..organization import Employee
from ..stores.sales import SalesTarget
from .accounts import KeyAccount
from .funnel import COUNTS, funnels
from .order_states import OWING, SOLD
from .orders import GroupOrder
from .receipts import GroupReceipt
from .selling import Opportunity
from .targets import recount_sellers
from .visits import Visit

ZERO, CENT = Decimal(0), Decimal("0.01")
COUNTED = Text("已核算 {count} 条", "{count} counted")
RENEWED = Text("核算销售业绩卡 {count} 条", "{count} scorecards")


class SellerScore(Record):
    """One seller's month."""

    month = MonthField("月份", "Month", index=True, locked=True)
    owner = LinkField(Employee, "销售", "Seller", locked=True)
    rank = CountField("名次", "Rank", null=True, derived=True, hint=Text("按团购金额", "By the amount of orders"))
    accounts = CountField("负责客户", "Accounts", default=0, derived=True, hint=Text("未流失的", "Without those lost"))
    new_accounts = CountField("新增客户", "New accounts", default=0, derived=True, sum=True)
    visits = CountField("完成拜访", "Visits", default=0, derived=True, sum=True)
    late_visits = CountField("拜访逾期客户", "Visits overdue", default=0, derived=True)
    won = CountField("赢单", "Won", default=0, derived=True, sum=True)
    opened = CountField("新增商机", "Opportunities", null=True, derived=True, sum=True)
    needs = CountField("确认需求", "Needs confirmed", null=True, derived=True, sum=True)
    offers = CountField("报价", "Offers made", null=True, derived=True, sum=True)
    talks = CountField("洽谈", "Negotiated", null=True, derived=True, sum=True)
    pipeline = MoneyField(
        "在谈商机", "Pipeline", null=True, derived=True, sum=True, hint=Text("按把握加权", "Weighted by probability")
    )
    win_rate = QuantityField("赢单率（%）", "Win rate (%)", percent=True, null=True, derived=True)
    orders = CountField("团购订单", "Orders", default=0, derived=True, sum=True)
    amount = MoneyField("团购金额", "Amount", default=0, derived=True, sum=True)
    target = MoneyField("指标", "Target", null=True, derived=True, sum=True)
    reached = QuantityField("完成率（%）", "Reached (%)", percent=True, null=True, derived=True)
    margin = QuantityField("毛利率（%）", "Margin (%)", percent=True, null=True, derived=True)
    cash = MoneyField("回款", "Cash in", default=0, derived=True, sum=True)
    overdue = MoneyField("逾期货款", "Overdue", default=0, derived=True, sum=True)
    note = NoteField("点评", "Remarks", null=True)

    sheet = Sheet(
        "销售业绩卡",
        "Scorecards of sellers",
        title="month",
        says=("owner", "month"),
        order=("-month", "rank", "owner"),
        key=("owner", "month"),
        search=("owner", "note"),
        verbs="see edit export",
        columns=(
            "month",
            "rank",
            "owner",
            "amount",
            "target",
            "reached",
            "margin",
            "cash",
            "overdue",
            "orders",
            "opened",
            "needs",
            "offers",
            "talks",
            "won",
            "win_rate",
            "pipeline",
            "visits",
            "late_visits",
            "new_accounts",
            "accounts",
        ),
        scopes={"own": "owner"},
    )

    class Meta:
        indexes = ((("owner", "month"), True),)


@in_one_change
def count_score(c: Changes, scores: Iterable[int]) -> Text:
    """Count the months of the chosen cards anew; all sellers of them, as they are ranked."""
    rows = SellerScore.rows_by_id(list(scores)).values()
    return COUNTED(count=sum(renew_month(c, month) for month in sorted({row.month for row in rows})))


def renew_scores(c: Changes, day: date) -> Text:
    """The running month and the one before; what is longer past is counted by the button."""
    months = [f"{add_months(day, back):%Y-%m}" for back in (-1, 0)]
    count = sum(renew_month(c, month) for month in months)
    recount_sellers(c, {month[:4] for month in months})  # also where an order's lines moved since
    _fill_funnels(c)
    return RENEWED(count=count)


def _fill_funnels(c: Changes) -> None:
    """Cards of before there was a funnel get theirs; the rest of them stays as it was when the month was over."""
    rows = SellerScore.rows(SellerScore.opened.is_null())
    for month in sorted({row.month for row in rows}):
        mine = {row.owner: row.id for row in rows if row.month == month}
        counted = funnels(set(mine), days_of_month(month))
        c.alter(SellerScore, {id: {name: counted[owner][name] for name in COUNTS} for owner, id in mine.items()})


def renew_month(c: Changes, month: str) -> int:
    there = {row.owner: row.id for row in SellerScore.rows(SellerScore.month == month)}
    counted = scores_of(month, there.keys())
    c.alter(SellerScore, {id: counted[owner] for owner, id in there.items()})
    new = [{"month": month, "owner": owner, **counted[owner]} for owner in sorted(counted.keys() - there.keys())]
    c.add(SellerScore, new)
    return len(counted)


def scores_of(month: str, carded: Iterable[int] = ()) -> dict[int, dict[str, Any]]:
    """By seller, a month as it stands: of the accounts a seller has now, and of the orders and visits that were the seller's.

    carded: who has a card of it already, also where nothing is left to count.
    """
    span = days_of_month(month)
    accounts = [row for row in KeyAccount.rows() if row.owner]
    orders = [
        row for row in GroupOrder.rows(_within(GroupOrder.ordered_on, span), GroupOrder.state.in_(SOLD)) if row.owner
    ]
    targets = _targets(month)
    cash, overdue = _cash(span), _overdue()
    owners = {row.owner for row in (*accounts, *orders)} | targets.keys() | cash.keys() | set(carded)
    values: dict[int, dict[str, Any]] = {owner: _of_accounts(accounts, owner, span) for owner in owners}
    for owner, more in _of_orders(orders, owners, targets).items():
        values[owner] |= more
    for owner, more in _of_work(owners, span).items():
        values[owner] |= more
    for owner, more in funnels(owners, span).items():
        values[owner] |= more
    ranked = sorted(owners, key=lambda owner: (-values[owner]["amount"], owner))
    for place, owner in enumerate(ranked, 1):
        values[owner] |= {"rank": place, "cash": cash.get(owner, ZERO), "overdue": overdue.get(owner, ZERO)}
    return values


def _within(item: Any, span: Span) -> Any:
    return item.between(span.first, span.last)


def _of_accounts(accounts: list[Row], owner: int, span: Span) -> dict[str, Any]:
    mine = [row for row in accounts if row.owner == owner]
    living = [row for row in mine if row.stage != "lost"]
    return {
        "accounts": len(living),
        "new_accounts": sum(span.first <= row.became_on <= span.last for row in mine),
        "late_visits": sum(row.next_visit_on is not None and row.next_visit_on < today() for row in living),
    }


def _of_orders(orders: list[Row], owners: set[int], targets: dict[int, Decimal]) -> dict[int, dict[str, Any]]:
    values = {}
    for owner in owners:
        mine = [row for row in orders if row.owner == owner]
        amount = sum((row.amount for row in mine), ZERO)
        spent = sum((row.cost + row.gift_cost + row.freight_cost for row in mine), ZERO)
        target = targets.get(owner)
        values[owner] = {
            "orders": len(mine),
            "amount": amount,
            "target": target,
            "reached": (amount * 100 / target).quantize(CENT, ROUND_FLOOR) if target else None,
            "margin": ((amount - spent) * 100 / amount).quantize(CENT) if amount else None,
        }
    return values


def _of_work(owners: set[int], span: Span) -> dict[int, dict[str, Any]]:
    visits: dict[int, int] = defaultdict(int)
    for row in Visit.rows(_within(Visit.visited_on, span), Visit.state == "done"):
        visits[row.by] += 1
    ended = Opportunity.rows(_within(Opportunity.since, span), Opportunity.stage.in_(("won", "lost")))
    values = {}
    for owner in owners:
        mine = [row for row in ended if row.owner == owner]
        won = sum(row.stage == "won" for row in mine)
        rate = (Decimal(won) * 100 / len(mine)).quantize(CENT) if mine else None
        values[owner] = {"visits": visits[owner], "won": won, "win_rate": rate}
    return values


def _targets(month: str) -> dict[int, Decimal]:
    mine = SalesTarget.owner.is_null(False) & (SalesTarget.span == "month") & (SalesTarget.month == month)
    return {row.owner: row.amount for row in SalesTarget.rows(mine)}


def _cash(span: Span) -> dict[int, Decimal]:
    """What came in, refunds taken off, by who has the order."""
    receipts = GroupReceipt.rows(_within(GroupReceipt.received_on, span))
    orders = GroupOrder.rows_by_id({row.order for row in receipts})
    cash: dict[int, Decimal] = defaultdict(Decimal)
    for row in receipts:
        if owner := orders[row.order].owner:
            cash[owner] += -row.amount if row.method == "refund" else row.amount
    return cash


def _overdue() -> dict[int, Decimal]:
    """What is past its day now."""
    overdue: dict[int, Decimal] = defaultdict(Decimal)
    for row in GroupOrder.rows(GroupOrder.state.in_(OWING), GroupOrder.unpaid > 0, GroupOrder.due_on < today()):
        overdue[row.owner] += row.unpaid
    return overdue
