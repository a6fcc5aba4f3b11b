"""The figures of the week for key accounts, and the pictures of their area page."""

from datetime import timedelta
from decimal import Decimal

import peewee

from ..kit import Less, Measure, Metric, Plus, Ratio, Row, Text
from ..kit.clock import Span, Week
from .accounts import KeyAccount
from .order_states import OWING, SOLD
from .orders import GroupOrder
from .receipts import GroupReceipt
from .selling import OPEN, OPPORTUNITY_STAGES, Opportunity
from .visits import Visit

SILENT_DAYS, TOP = 60, 10
AGES = ((0, 30), (31, 60), (61, 90), (91, None))

IS_SOLD = {"state": {"in": list(SOLD)}}
OPEN_ONES = {"stage": {"in": list(OPEN)}}
LIVING = {"stage": {"ne": "lost"}}


def sold(name: str) -> Measure:
    return Measure(GroupOrder, when="ordered_on", sum=name, where=IS_SOLD)


def silent(week: Span) -> int:
    """Accounts that ordered before, but not in the sixty days to the week's end."""
    return (
        KeyAccount.select()
        .where(KeyAccount.stage == "active", KeyAccount.last_order_on < week.last - timedelta(days=SILENT_DAYS))
        .count()
    )


def silent_rows(week: Span) -> dict:
    before = (week.last - timedelta(days=SILENT_DAYS)).isoformat()
    return {"stage": {"eq": "active"}, "last_order_on": {"lt": before}}


def top_share(week: Span) -> Decimal | None:
    """The ten largest accounts' part of the sales of twelve months."""
    sales = [row.sales_12m for row in _largest()]
    return (sum(sales[:TOP]) * 100 / sum(sales)).quantize(Decimal("0.1")) if sales else None


def top_rows(week: Span) -> dict:
    return {"code": {"in": [row.code for row in _largest()[:TOP]]}}


def _largest() -> list[Row]:
    return KeyAccount.rows(KeyAccount.sales_12m > 0, order=KeyAccount.sales_12m.desc())


WON = Measure(Opportunity, when="since", where={"stage": {"eq": "won"}})
ENDED = Measure(Opportunity, when="since", where={"stage": {"in": ["won", "lost"]}})
VISITED = Measure(Visit, when="visited_on", where={"state": {"eq": "done"}})
WAITING = Measure(KeyAccount, when="next_visit_on", where=LIVING, upto=True)
COSTS = Plus(sold("cost"), sold("gift_cost"), sold("freight_cost"))

METRICS = (
    Metric(
        Measure(KeyAccount, when="became_on"),
        "新增大客户",
        "New key accounts",
        name="key_account_new",
        words=Text("本周建档的大客户", "Entered in the week"),
    ),
    Metric(
        Measure(KeyAccount, when="became_on", where={"source": {"empty": False}}),
        "会员转化",
        "Converted from members",
        name="key_account_converted",
        words=Text("本周由会员转化来的大客户", "New accounts that came from retail members"),
    ),
    Metric(
        VISITED,
        "完成拜访",
        "Visits done",
        name="key_account_visits",
        words=Text("本周完成的拜访", "Visits done in the week"),
    ),
    Metric(
        WAITING,
        "待拜访客户",
        "Accounts due a visit",
        name="key_account_visits_due",
        better="lower",
        standing=True,
        words=Text(
            "下次拜访日在周末或之前、目前还没去的未流失客户",
            "Next visit due by the week's end and not made as of now; lost accounts left out",
        ),
    ),
    Metric(
        Ratio(VISITED, Plus(VISITED, WAITING)),
        "拜访完成率",
        "Visits done of those due",
        name="key_account_visit_rate",
        goal=100,
        unit="percent",
        standing=True,
        words=Text(
            "本周完成拜访 ÷（本周完成 + 目前仍待拜访）", "Done in the week, of those and the ones still due as of now"
        ),
    ),
    Metric(
        Measure(Opportunity, sum="amount", where=OPEN_ONES),
        "商机总额",
        "Pipeline",
        name="key_account_pipeline",
        unit="money",
        words=Text("目前未结束商机的预计金额", "Open opportunities as they stand"),
    ),
    Metric(
        Measure(Opportunity, sum="weighted", where=OPEN_ONES),
        "加权商机",
        "Weighted pipeline",
        name="key_account_weighted",
        unit="money",
        words=Text("目前未结束商机的预计金额 × 把握", "Open opportunities as they stand, amount by probability"),
    ),
    Metric(
        Ratio(WON, ENDED),
        "赢单率",
        "Win rate",
        name="key_account_win_rate",
        unit="percent",
        words=Text("本周赢单 ÷ 本周结束的商机", "Won, of the opportunities that ended in the week"),
    ),
    Metric(
        Measure(Opportunity, where={**OPEN_ONES, "stalled": {"eq": True}}),
        "停滞商机",
        "Stalled opportunities",
        name="key_account_stalled",
        better="lower",
        words=Text("目前在一个阶段停留过久的未结束商机", "Open and too long in one stage, as they stand"),
    ),
    Metric(
        Measure(GroupOrder, when="ordered_on", where=IS_SOLD),
        "团购订单",
        "Group orders",
        name="key_account_orders",
        words=Text("本周下单并已确认的订单", "Ordered in the week and confirmed"),
    ),
    Metric(
        sold("amount"),
        "团购金额",
        "Group order amount",
        name="key_account_amount",
        unit="money",
        words=Text("本周已确认订单的金额", "Amount of the orders confirmed"),
    ),
    Metric(
        Ratio(Less(sold("amount"), COSTS), sold("amount")),
        "团购毛利率",
        "Group order margin",
        name="key_account_margin",
        unit="percent",
        words=Text(
            "本周已确认订单，（金额 − 商品、赠品、运费成本）÷ 金额",
            "Of the week's orders confirmed, after goods, gifts and freight",
        ),
    ),
    Metric(
        Less(
            Measure(GroupReceipt, when="received_on", sum="amount", where={"method": {"ne": "refund"}}),
            Measure(GroupReceipt, when="received_on", sum="amount", where={"method": {"eq": "refund"}}),
        ),
        "团购回款",
        "Cash in",
        name="key_account_cash",
        unit="money",
        words=Text("本周到账，已减退款", "Received in the week, refunds taken off"),
    ),
    Metric(
        Measure(GroupOrder, when="due_on", sum="amount", where={"state": {"in": list(SOLD)}}),
        "本周应收",
        "Cash due",
        name="key_account_cash_due",
        better="neither",
        unit="money",
        words=Text("应收日期在本周的已确认订单金额", "Confirmed orders whose money is due in the week"),
    ),
    Metric(
        Measure(KeyAccount, sum="overdue", where={"overdue": {"gt": 0}}),
        "逾期货款",
        "Receivables overdue",
        name="key_account_overdue",
        unit="money",
        better="lower",
        words=Text("目前超过应收日期未收的金额", "Past its day and not received, as it stands"),
    ),
    Metric(
        silent,
        "沉默大客户",
        "Silent accounts",
        name="key_account_silent",
        better="lower",
        rows=(KeyAccount, silent_rows),
        standing=True,
        words=Text(
            "目前合作中、截至周末 60 天没有下单", "Active as of now, without an order in the 60 days to the week's end"
        ),
    ),
    Metric(
        top_share,
        "前十大客户占比",
        "Share of the top ten",
        name="key_account_top_share",
        unit="percent",
        better="lower",
        standing=True,
        rows=(KeyAccount, top_rows),
        words=Text("目前近 12 个月销售中前十名的占比", "Of the sales of twelve months as they stand"),
    ),
)


def pipeline_by_stage(week: Week) -> dict:
    """What is open at each stage, in full and weighted."""
    stages = [choice for choice in OPPORTUNITY_STAGES if choice.key in OPEN]
    full, weighted = peewee.fn.SUM(Opportunity.amount).coerce(False), peewee.fn.SUM(Opportunity.weighted).coerce(False)
    totals = (
        Opportunity.select(Opportunity.stage, full, weighted)
        .where(Opportunity.stage.in_(OPEN))
        .group_by(Opportunity.stage)
    )
    sums = {stage: (_yuan(total), _yuan(part)) for stage, total, part in totals.tuples()}
    return {
        "x": [choice.label for choice in stages],
        "series": [
            (Text("预计金额", "Amount"), [sums.get(stage.key, (0, 0))[0] for stage in stages]),
            (Text("加权金额", "Weighted"), [sums.get(stage.key, (0, 0))[1] for stage in stages]),
        ],
    }


def sales_by_week(week: Week) -> dict:
    """Twelve weeks of orders and of money received."""
    weeks = [Week(week.monday - timedelta(days=7 * back)) for back in range(11, -1, -1)]
    ordered, cash = (
        sold("amount"),
        Measure(GroupReceipt, when="received_on", sum="amount", where={"method": {"ne": "refund"}}),
    )
    return {
        "x": [f"{week.monday:%m-%d}" for week in weeks],
        "series": [
            (Text("订单金额", "Ordered"), [float(ordered.value(week)) for week in weeks]),
            (Text("回款", "Received"), [float(cash.value(week)) for week in weeks]),
        ],
    }


def overdue_by_age(week: Week) -> dict:
    """What is overdue, by how long, as of the week's end."""
    rows = GroupOrder.rows(GroupOrder.state.in_(OWING), GroupOrder.unpaid > 0, GroupOrder.due_on < week.sunday)
    sums = []
    for least, most in AGES:
        fits = [
            row for row in rows if (days := (week.sunday - row.due_on).days) >= least and (most is None or days <= most)
        ]
        sums.append(float(sum((row.unpaid for row in fits), Decimal(0))))
    labels = [Text(f"{a}–{b} 天", f"{a}–{b} days") if b else Text("90 天以上", "over 90 days") for a, b in AGES]
    return {"x": labels, "series": [(Text("逾期金额", "Overdue"), sums)]}


def _yuan(cents: int | None) -> float:
    return int(cents or 0) / 100


__all__ = ["METRICS", "overdue_by_age", "pipeline_by_stage", "sales_by_week"]
