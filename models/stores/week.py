"""What the week of the stores comes to: sales against target, visits, rectifications, openings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import peewee

from ..kit import Measure, Metric, Ratio, Text
from ..kit.measures import Measured
from ..kit.week import Week, add_months, today
from ..organization import Store
from .meetings import MeetingAction
from .openings import UNDER_WAY, StoreOpening
from .people import DutyShift
from .rectifying import Rectification
from .sales import SalesTarget, StoreDay
from .visits import StoreVisit

ZERO = Decimal(0)
FULL_GROWN = 13  # months a store must be open before this year's weeks are held against last year's


def month_start(week: Week) -> date:
    return week.sunday.replace(day=1)


def year_start(week: Week) -> date:
    return week.sunday.replace(month=1, day=1)


def monday(week: Week) -> date:
    return week.monday


def handed_in(week: Week) -> date:
    """The last day of the week whose sales can be in: yesterday, in the week that is under way."""
    return min(week.sunday, today() - timedelta(days=1))


@dataclass(frozen=True, eq=False)
class SoldSince(Measured):
    """Sales from a day on (of the week, its month or its year) up to the week's end."""

    since: Any

    def value(self, week: Week) -> Decimal:
        return sum(self.per_store(week).values(), ZERO)

    def per_store(self, week: Week) -> dict[int, Decimal]:
        return sold(self.since(week), week.sunday)

    def behind(self, week: Week) -> tuple[type, dict]:
        return StoreDay, {"day": {"ge": self.since(week).isoformat(), "le": week.sunday.isoformat()}}


def sold(first: date, last: date) -> dict[int, Decimal]:
    """Sales by store of these days."""
    total = peewee.fn.SUM(StoreDay.sales).coerce(False)
    query = StoreDay.select(StoreDay.store, total).where(StoreDay.day.between(first, last)).group_by(StoreDay.store)
    return {store: Decimal(int(cents or 0)).scaleb(-2) for store, cents in query.tuples()}


@dataclass(frozen=True, eq=False)
class TargetSince(Measured):
    """The days' share of the stores' monthly targets: whole months for themselves, of others the days that count.

    Today and the days to come don't count, so that a month under way is held against what was due by now.
    """

    since: Any
    to_date: bool = True

    def value(self, week: Week) -> Decimal:
        return sum(self.per_store(week).values(), ZERO)

    def per_store(self, week: Week) -> dict[int, Decimal]:
        first, last = self.since(week), handed_in(week) if self.to_date else week.sunday
        found: dict[int, Decimal] = {}
        for month, share in _months(first, last):
            mine = (SalesTarget.span == "month") & (SalesTarget.month == month) & SalesTarget.store.is_null(False)
            for store, amount in SalesTarget.select(SalesTarget.store, SalesTarget.amount).where(mine).tuples():
                found[store] = found.get(store, ZERO) + amount * share
        return {store: amount.quantize(Decimal("0.01")) for store, amount in found.items()}

    def behind(self, week: Week) -> tuple[type, dict]:
        months = [month for month, _ in _months(self.since(week), week.sunday)]
        return SalesTarget, {"span": {"eq": "month"}, "month": {"in": months}, "store": {"empty": False}}


def _months(first: date, last: date) -> Iterator[tuple[str, Decimal]]:
    """The months these days lie in, and which share of each they are."""
    at = first.replace(day=1)
    while at <= last:
        following = add_months(at, 1)
        days = (min(last, following - timedelta(days=1)) - max(first, at)).days + 1
        if days > 0:
            yield f"{at:%Y-%m}", Decimal(days) / Decimal((following - at).days)
        at = following


class LikeForLike(Measured):
    """Growth against the same week last year, of the stores that were full-grown then and now."""

    def value(self, week: Week) -> Decimal | None:
        now, then = self._both(week)
        return growth(sum(now.values(), ZERO), sum(then.values(), ZERO))

    def per_store(self, week: Week) -> dict[int, Decimal]:
        now, then = self._both(week)
        found = {store: growth(now.get(store, ZERO), amount) for store, amount in then.items()}
        return {store: rate for store, rate in found.items() if rate is not None}

    def behind(self, week: Week) -> tuple[type, dict]:
        return StoreDay, {"day": {"ge": week.monday.isoformat(), "le": week.sunday.isoformat()}}

    def _both(self, week: Week) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
        grown = Store.opened_on <= add_months(week.monday, -FULL_GROWN)
        ids = {id for (id,) in Store.select(Store.id).where(Store.status == "open", grown).tuples()}
        last = handed_in(week)
        before = timedelta(weeks=52)
        now, then = sold(week.monday, last), sold(week.monday - before, last - before)
        return {id: now[id] for id in ids & now.keys()}, {id: then[id] for id in ids & then.keys()}


def growth(now: Decimal, then: Decimal) -> Decimal | None:
    return ((now - then) * 100 / then).quantize(Decimal("0.1")) if then else None


def store_days_missing(week: Week) -> int:
    """Days on which an open shop of ours or of a franchisee has handed in nothing."""
    last = handed_in(week)
    if last < week.monday:
        return 0
    shops = Store.select(Store.id).where(Store.status == "open", Store.kind.in_(("own", "franchise")))
    shops = shops.where(Store.opened_on.is_null() | (Store.opened_on <= week.monday))
    there = StoreDay.select().where(StoreDay.day.between(week.monday, last), StoreDay.store.in_(shops)).count()
    return shops.count() * ((last - week.monday).days + 1) - there


def shops_that_sell(day: date) -> list[int]:
    """Who hands in the day's sales: the open shops of ours and of franchisees."""
    opened = Store.opened_on.is_null() | (Store.opened_on <= day)
    shops = Store.select(Store.id).where(Store.status == "open", Store.kind.in_(("own", "franchise")), opened)
    return [id for (id,) in shops.tuples()]


def rectify_days(week: Week) -> Decimal | None:
    """Mean days from finding to putting right, of what was put right in the week."""
    done = Rectification.rows(Rectification.done_on.between(week.monday, week.sunday))
    return mean([Decimal((row.done_on - row.opened_on).days) for row in done])


def opening_days_left(week: Week) -> int | None:
    """Days to the next opening."""
    left = [row.days_left for row in StoreOpening.rows(StoreOpening.state.in_(UNDER_WAY)) if row.days_left is not None]
    return min(left, default=None)


def opening_progress(week: Week) -> Decimal | None:
    return mean([row.progress for row in StoreOpening.rows(StoreOpening.state.in_(UNDER_WAY))])


def mean(values: list[Decimal]) -> Decimal | None:
    return (sum(values, ZERO) / len(values)).quantize(Decimal("0.1")) if values else None


def openings_now(week: Week) -> dict:
    return {"state": {"in": list(UNDER_WAY)}}


DONE, CHECKED = {"state": {"eq": "done"}}, {"state": {"eq": "done"}, "kind": {"ne": "self"}}
OPEN = {"state": {"in": ["issued", "accepted"]}}
SHOPS = {"status": {"eq": "open"}, "kind": {"in": ["own", "franchise"]}}
SALES = Measure(StoreDay, "day", sum="sales", by="store")
TICKETS = Measure(StoreDay, "day", sum="transactions", by="store")
VISITS = Measure(StoreVisit, "visited_on", where=CHECKED, by="store")
OPENED = Measure(Rectification, "opened_on", where={"state": {"ne": "void"}}, by="store")
FINISHED = Measure(Rectification, "done_on", by="store")


def _days(field: str, where: dict | None = None) -> Measure:
    return Measure(StoreDay, "day", sum=field, where=where or {}, by="store")


METRICS = (
    Metric(SALES, "门店销售额", "Store sales", name="store_sales", unit="money", target=TargetSince(monday),
           words=Text("本周门店日销售合计，已减退货；目标为当月指标按天分摊", "Net of returns; the target is the months' share by days")),
    Metric(Ratio(SALES, TargetSince(monday)), "周指标完成率", "Week's target reached", name="store_week_reached", unit="percent",
           words=Text("本周销售额 ÷ 到今天为止应完成的指标", "Sales against what was due by now")),
    Metric(SoldSince(month_start), "本月累计销售", "Sales, month to date", name="store_month_sales", unit="money",
           target=TargetSince(month_start), words=Text("月初到周末的销售额", "Sales from the first of the month to the week's end")),
    Metric(Ratio(SoldSince(month_start), TargetSince(month_start)), "月度进度完成率", "Month's pace", name="store_month_reached", unit="percent",
           words=Text("本月累计销售 ÷ 到今天应完成的月指标", "Month to date against the share of the target due by now")),
    Metric(Ratio(SoldSince(year_start), TargetSince(year_start)), "年度进度完成率", "Year's pace", name="store_year_reached", unit="percent",
           words=Text("本年累计销售 ÷ 到今天应完成的年指标", "Year to date against the share of the target due by now")),
    Metric(LikeForLike(), "同店同比", "Like for like", name="store_like_for_like", unit="percent",
           words=Text("开业满 13 个月的门店，与去年同周相比", "Stores open 13 months or longer, against the same week last year")),
    Metric(Ratio(SALES, TICKETS, times=1), "客单价", "Average ticket", name="store_ticket", unit="money",
           words=Text("销售额 ÷ 交易笔数", "Sales per transaction")),
    Metric(Ratio(_days("units"), _days("transactions", {"units": {"empty": False}}), times=1), "客单件数", "Units per ticket",
           name="store_units_per_ticket", unit="quantity", words=Text("销售件数 ÷ 交易笔数", "Units per transaction")),
    Metric(Ratio(_days("transactions", {"visitors": {"gt": 0}}), _days("visitors")), "成交率", "Conversion", name="store_conversion",
           unit="percent", words=Text("交易笔数 ÷ 进店人数", "Transactions per visitor")),
    Metric(Ratio(_days("member_sales"), SALES), "会员销售占比", "Members' share", name="store_member_share", unit="percent",
           words=Text("会员销售额 ÷ 销售额", "Members' sales of all sales")),
    Metric(Ratio(SALES, Measure(Store, None, sum="area_m2", where=SHOPS, by="id"), times=1), "坪效", "Sales per m²", name="store_per_m2",
           unit="money", words=Text("本周销售额 ÷ 营业门店面积", "Sales of the week per square metre of open stores")),
    Metric(Ratio(_days("sales", {"staff_hours": {"gt": 0}}), _days("staff_hours"), times=1), "人时销售", "Sales per staff hour",
           name="store_per_hour", unit="money", words=Text("销售额 ÷ 工时", "Sales per staff hour")),
    Metric(_days("cash_difference"), "现金差异", "Cash difference", name="store_cash_difference", unit="money", better="lower",
           words=Text("收银现金长短款合计", "Cash over and short")),
    Metric(store_days_missing, "未报日销售", "Store days missing", better="lower", rows=(StoreDay, lambda week: SALES.behind(week)[1]),
           words=Text("营业门店本周应报未报的天数", "Days that open stores have not handed in")),
    Metric(VISITS, "巡店次数", "Visits made", name="store_visits",
           target=Measure(StoreVisit, "visited_on", where={"state": {"ne": "cancelled"}, "kind": {"ne": "self"}}, by="store"),
           words=Text("本周完成的巡店，不含门店自查；目标为计划数", "Visits done in the week without self-checks; the target is what was planned")),
    Metric(Ratio(Measure(StoreVisit, "visited_on", sum="total", where=CHECKED, by="store"), VISITS, times=1), "QSC 平均分", "Mean QSC",
           name="store_qsc", unit="score", words=Text("本周完成的巡店总分平均", "Mean total of the week's visits")),
    Metric(Ratio(Measure(StoreVisit, "visited_on", where={**CHECKED, "passed": {"eq": True}}, by="store"), VISITS), "巡店合格率", "Visits passed",
           name="store_visits_passed", unit="percent", words=Text("合格的巡店 ÷ 完成的巡店", "Of the visits done, those that passed")),
    Metric(Measure(StoreVisit, "visited_on", sum="red_lines", where=CHECKED, by="store"), "红线项", "Red lines", name="store_red_lines",
           better="lower", words=Text("本周巡店查出的红线项", "Red lines found in the week's visits")),
    Metric(OPENED, "新开整改", "Rectifications opened", name="rectifications_opened", better="lower",
           words=Text("本周发现、需要整改的问题", "Found in the week and to be put right")),
    Metric(Ratio(Measure(Rectification, "done_on", where={"in_time": {"eq": True}}, by="store"), FINISHED), "整改按期率", "Put right in time",
           name="rectifications_in_time", unit="percent", words=Text("本周完成的整改中按期的", "Of those put right in the week")),
    Metric(rectify_days, "平均整改天数", "Days to put right", unit="days", better="lower",
           rows=(Rectification, lambda week: FINISHED.behind(week)[1]),
           words=Text("从发现到整改完成", "From finding to putting right")),
    Metric(Measure(Rectification, "due_on", where=OPEN, by="store", upto=True), "到期未整改", "Rectifications overdue",
           name="rectifications_overdue", better="lower",
           words=Text("期限在周末之前、现在还没整改的", "Due by the week's end and not put right yet")),
    Metric(Ratio(Measure(Rectification, "done_on", where={"returned": {"gt": 0}}, by="store"), FINISHED), "整改退回率", "Sent back",
           name="rectifications_returned", unit="percent", better="lower",
           words=Text("完成的整改中被退回过的", "Of those put right, once sent back")),
    Metric(Ratio(Measure(Rectification, "opened_on", where={"repeat": {"eq": True}}, by="store"), OPENED), "重复问题率", "Repeats",
           name="rectifications_repeated", unit="percent", better="lower",
           words=Text("60 天内同店同项再犯", "The same item in the same store within 60 days")),
    Metric(Measure(StoreOpening, None, where={"state": {"in": list(UNDER_WAY)}}, by="store"), "筹备中新店", "Openings under way",
           name="openings_under_way", words=Text("筹备中和可开业的新店", "Preparing or ready to open")),
    Metric(opening_days_left, "最近开业剩余天数", "Days to the next opening", unit="days", better="lower", rows=(StoreOpening, openings_now),
           words=Text("离最近一家新店开业的天数", "Days until the next store opens")),
    Metric(opening_progress, "筹备平均进度", "Mean progress of openings", unit="percent", rows=(StoreOpening, openings_now),
           words=Text("筹备中新店的任务完成率平均", "Mean share of tasks done")),
    Metric(Measure(StoreOpening, None, sum="overdue", where={"state": {"in": list(UNDER_WAY)}}, by="store"), "筹备逾期任务", "Opening tasks overdue",
           name="opening_tasks_overdue", better="lower", words=Text("筹备中新店的逾期任务", "Overdue tasks of openings under way")),
    Metric(Measure(Store, None, where={**SHOPS, "manager": {"empty": True}}, by="id"), "缺店长门店", "Stores without a manager",
           name="stores_without_manager", better="lower", words=Text("营业中、没有店长的门店", "Open stores that have no manager")),
    Metric(Measure(MeetingAction, "due_on", where={"state": {"eq": "open"}}, upto=True), "会议事项逾期", "Meeting actions overdue",
           name="meeting_actions_overdue", better="lower", words=Text("到期未完成的会议事项", "Due by the week's end and still open")),
    Metric(Measure(DutyShift, "day", where={"incidents": {"empty": False}}, by="store"), "值班异常", "Incidents on duty",
           name="duty_incidents", better="lower", words=Text("本周值班登记的异常事件", "Incidents noted on duty in the week")),
)  # fmt: skip
