"""Targets and daily sales 指标与日销售: months that add up to quarters and the year, and what each store took in a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

import peewee

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinkField,
    MoneyField,
    MonthField,
    Move,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Spread,
    Text,
)
from ..kit.clock import add_months, today
from ..kit.server.dialect import month_of
from ..organization import Employee, Store

SPANS = (
    Choice("month", "月度", "Month", "info", ("月",)),
    Choice("quarter", "季度", "Quarter", "warning", ("季",)),
    Choice("year", "年度", "Year", "positive", ("年", "全年")),
)
MONTHS = {"month": 1, "quarter": 3, "year": 12}
FIRST_MONTH = Text("{span}指标的月份要填{span}的第一个月", "The month of a {span} target is the first one of it")
ONE_SUBJECT = Text(
    "一条指标只属于一家门店或一名大客户负责人", "A target belongs to one store or one account owner, not both"
)
NOT_YET = Text("{day} 还没到，不能登记", "{day} is still to come")
CLOSED_THEN = Text(
    "“{store}”{closed} 已退出，不能登记 {day} 的日销售；日期不对请先改门店资料里的退出日期",
    "“{store}” closed on {closed}, so there are no sales of {day}; if that is wrong, change the day on the store's record first",
)
MORE_THAN_ALL = Text("会员{what}不能多于全部{what}", "Members' {what} can't exceed all {what}")
SALES, TICKETS = Text("销售额", "sales"), Text("交易笔数", "transactions")


def keep_targets(c: Changes, moves: list[Move]) -> None:
    """One target for each subject and period."""
    fresh = [move for move in moves if move.new and move.changed("span", "month", "store", "owner")]
    for move in fresh:
        if int(move.new.month[5:]) % MONTHS[move.new.span] != 1 % MONTHS[move.new.span]:
            raise Refused(FIRST_MONTH(span=span_of(move.new)), "month", move.index)
        if move.new.store is not None and move.new.owner is not None:
            raise Refused(ONE_SUBJECT, "owner", move.index)


def count_anew(c: Changes, moves: list[Move]) -> None:
    """What depends on a target that changed."""
    moved = [move for move in moves if move.changed("span", "month", "store", "owner", "amount")]
    recount_targets(c, {row.month[:4] for move in moved for row in (move.old, move.new) if row})


def span_of(row: Row) -> Text:
    return next(choice.label for choice in SPANS if choice.key == row.span)


class SalesTarget(Record):
    """What a store, an account owner or the company is to sell in a month, a quarter or a year."""

    span = ChoiceField("周期", "Period", options=SPANS, default="month", width=90)
    month = MonthField(
        "月份",
        "Month",
        index=True,
        aka=("起始月份",),
        hint=Text("季度和年度填第一个月", "The first month of a quarter or a year"),
    )
    store = LinkField(Store, "门店", "Store", null=True)
    owner = LinkField(Employee, "大客户负责人", "Account owner", null=True)
    amount = MoneyField("销售指标", "Target", least=0, sum=True, aka=("指标", "目标", "金额"))
    parts = MoneyField(
        "下级合计",
        "Sum of its parts",
        null=True,
        derived=True,
        hint=Text(
            "季度、年度：所含各月合计；全公司的月度：各门店合计",
            "Quarter and year: their months; the company's month: its stores",
        ),
    )
    gap = MoneyField(
        "差额",
        "Gap",
        null=True,
        derived=True,
        hint=Text("指标减下级合计，应为 0", "The target less the sum of its parts; should be 0"),
    )
    actual = MoneyField(
        "实际销售",
        "Actual",
        default=0,
        derived=True,
        sum=True,
        hint=Text(
            "门店和全公司：门店日销售；大客户负责人：按下单日期的团购订单",
            "Stores and the company: the store days; account owners: their orders by the day of order",
        ),
    )
    rate = QuantityField("完成率（%）", "Reached (%)", percent=True, null=True, derived=True)

    sheet = Sheet(
        "销售指标",
        "Sales targets",
        title="month",
        order=("-month", "span", "store"),
        key=("store", "owner", "span", "month"),
        columns=("span", "month", "store", "owner", "amount", "actual", "rate", "parts", "gap"),
        scopes={"store": "store", "region": "store.region"},
        checks=(keep_targets,),
        derives=(count_anew,),
        spread=Spread("month", "amount", {"span": "month"}),
        levels=("span", "store", "owner"),
    )

    class Meta:
        indexes = ((("store", "owner", "span", "month"), True),)


def recount_targets(c: Changes, years: Iterable[str]) -> None:
    """What the parts of each target of these years add up to, what is missing, and what was sold."""
    for year in sorted(set(years)):
        within = SalesTarget.month.between(f"{year}-01", f"{year}-12")
        targets = SalesTarget.rows(within)
        monthly: dict[tuple, Decimal] = {}
        by_month: dict[str, Decimal] = defaultdict(Decimal)
        for target in targets:
            if target.span == "month":
                monthly[target.store, target.owner, target.month] = target.amount
                by_month[target.month] += target.amount if target.store is not None else 0
        sold = sold_by_month(date(int(year), 1, 1), date(int(year), 12, 31))
        c.alter(SalesTarget, {target.id: _sums(target, monthly, by_month, sold) for target in targets})


def _sums(target: Row, monthly: dict, by_month: dict, sold: dict) -> dict:
    first = date.fromisoformat(f"{target.month}-01")
    months = [f"{add_months(first, at):%Y-%m}" for at in range(MONTHS[target.span])]
    parts = None
    if target.span != "month":
        parts = sum((monthly.get((target.store, target.owner, month), Decimal(0)) for month in months), Decimal(0))
    elif target.store is None and target.owner is None and target.month in by_month:
        parts = by_month[target.month]
    sums = {"parts": parts, "gap": None if parts is None else target.amount - parts}
    if target.owner:  # the orders say what a seller sold
        return sums
    actual = sum((sold.get((target.store, month), Decimal(0)) for month in months), Decimal(0))
    return {**sums, "actual": actual, "rate": reached(actual, target.amount)}


def month_days(month: str) -> tuple[date, date]:
    """The first and the last day of a month."""
    first = date.fromisoformat(f"{month}-01")
    return first, add_months(first, 1) - timedelta(days=1)


def reached(actual: Decimal, target: Decimal) -> Decimal | None:
    """Per cent of the target, cut after two digits, so that 79.999 is not read as the 80 it hasn't reached."""
    return (actual * 100 / target).quantize(Decimal("0.01"), ROUND_FLOOR) if target else None


def sold_by_month(first: date, last: date) -> dict[tuple[int | None, str], Decimal]:
    """Sales by store and month, and for the whole company under no store."""
    month = month_of(StoreDay.day)
    query = StoreDay.select(StoreDay.store, month, peewee.fn.SUM(StoreDay.sales).coerce(False))
    sold: dict[tuple[int | None, str], Decimal] = defaultdict(Decimal)
    for store, name, cents in query.where(StoreDay.day.between(first, last)).group_by(StoreDay.store, month).tuples():
        amount = Decimal(int(cents or 0)).scaleb(-2)
        sold[store, name] += amount
        sold[None, name] += amount
    return sold


def keep_day(c: Changes, moves: list[Move]) -> None:
    shops = Store.rows_by_id({move.new.store for move in moves if move.new})
    for move in moves:
        row = move.new
        if row is None:
            continue
        if row.day > today():
            raise Refused(NOT_YET(day=row.day), "day", move.index)
        shop = shops[row.store]
        if shop.status == "closed" and shop.closed_on and row.day > shop.closed_on and move.changed("store", "day"):
            raise Refused(CLOSED_THEN(store=shop.name, closed=shop.closed_on, day=row.day), "day", move.index)
        if abs(row.member_sales or 0) > abs(row.sales):
            raise Refused(MORE_THAN_ALL(what=SALES), "member_sales", move.index)
        if (row.member_transactions or 0) > row.transactions:
            raise Refused(MORE_THAN_ALL(what=TICKETS), "member_transactions", move.index)


def fill_ticket(c: Changes, rows: list[dict]) -> None:
    for row in rows:
        if row["sales"] is not None and row["transactions"] is not None:
            row["ticket"] = each(row["sales"], row["transactions"])


def keep_ticket(c: Changes, moves: list[Move]) -> None:
    moved = [move for move in moves if move.old and move.new and move.changed("sales", "transactions")]
    c.alter(StoreDay, {move.id: {"ticket": each(move.new.sales, move.new.transactions)} for move in moved})


def each(amount: Decimal, count: int) -> Decimal | None:
    return (amount / count).quantize(Decimal("0.01")) if count else None


def keep_reached(c: Changes, moves: list[Move]) -> None:
    """What was sold shows at once in the targets of that year."""
    moved = [move for move in moves if move.changed("sales", "day", "store")]
    years = {f"{row.day:%Y}" for move in moved for row in (move.old, move.new) if row}
    recount_targets(c, years)


class StoreDay(Record):
    """What one store took in one day."""

    store = LinkField(Store, "门店", "Store")
    day = DayField("日期", "Day", index=True, aka=("营业日期", "销售日期"))
    sales = MoneyField(
        "销售额", "Sales", sum=True, aka=("销售金额", "净销售额"), hint=Text("已减退货", "Net of returns")
    )
    transactions = CountField("交易笔数", "Transactions", least=0, sum=True, aka=("客单数", "小票数", "交易单数"))
    ticket = MoneyField("客单价", "Average ticket", null=True, derived=True)
    units = CountField("销售件数", "Units", null=True, least=0, sum=True, aka=("件数",))
    member_sales = MoneyField("会员销售额", "Member sales", null=True, sum=True, aka=("会员消费",))
    member_transactions = CountField("会员笔数", "Member transactions", null=True, least=0, sum=True)
    visitors = CountField("进店人数", "Visitors", null=True, least=0, sum=True, aka=("客流", "客流量"))
    new_members = CountField("新增会员", "New members", null=True, least=0, sum=True)
    cash_difference = MoneyField("现金差异", "Cash difference", null=True, sum=True)
    staff_hours = QuantityField("工时", "Staff hours", null=True, least=0, sum=True)
    event = LineField("天气与活动", "Weather and events", null=True, max_length=80)

    sheet = Sheet(
        "门店日销售",
        "Store days",
        title="day",
        order=("-day", "store"),
        key=("store", "day"),
        search=("store", "event"),
        scopes={"store": "store", "region": "store.region"},
        fill=fill_ticket,
        suggests=lambda who: {"day": today()},
        checks=(keep_day,),
        derives=(keep_ticket, keep_reached),
    )

    class Meta:
        indexes = ((("store", "day"), True),)
