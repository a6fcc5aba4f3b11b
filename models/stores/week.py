"""What the week of the stores comes to: sales against target, visits, rectifications, openings."""

from typing import Any

from ..kit import Measure, Metric, Ratio, Text
from ..kit.clock import Span, today
from ..kit.week.lasting import DAYS, Size, StillOpen, Time
from ..kit.week.measures import Measured
from ..organization import Store
from .duty import DutyShift
from .meetings import MeetingAction
from .openings import UNDER_WAY, StoreOpening
from .rectifying import Rectification
from .sales import StoreDay
from .selling import (
    SALES,
    DaysMissing,
    FloorArea,
    LikeForLike,
    SoldAgainst,
    SoldSince,
    TargetSince,
    month_to_date,
    of_week,
    with_area,
    year_to_date,
)
from .visits import StoreVisit


class DaysLeft(Measured):
    """Days from today to the next opening, of what is being prepared now."""

    def value(self, week: Span) -> int | None:
        return min(self.per_store(week).values(), default=None)

    def per_store(self, week: Span) -> dict[int, int]:
        left: dict[int, int] = {}
        for row in StoreOpening.rows(StoreOpening.state.in_(UNDER_WAY)):
            days = (row.opening_on - today()).days
            left[row.store] = min(days, left.get(row.store, days))
        return left

    def behind(self, week: Span) -> tuple[type, dict]:
        return PREPARING.behind(week)

    def parts(self) -> list[Measure]:
        return [PREPARING]


DONE, CHECKED = {"state": {"eq": "done"}}, {"state": {"eq": "done"}, "kind": {"ne": "self"}}
OPEN = {"state": {"in": ["issued", "accepted"]}}
SHOPS = {"status": {"eq": "open"}, "kind": {"in": ["own", "franchise"]}}
TICKETS = Measure(StoreDay, "day", sum="transactions", by="store")
PASSED = Measure(StoreVisit, "visited_on", where={**CHECKED, "passed": {"eq": True}}, by="store")
VISITS = Measure(StoreVisit, "visited_on", where=CHECKED, by="store")
NOT_VOID = {"state": {"ne": "void"}}
OPENED = Measure(Rectification, "opened_on", where=NOT_VOID, by="store")
FINISHED = Measure(Rectification, "done_on", by="store")
PUTTING_RIGHT = Time(Rectification, "done_on", start=("opened_on",), end="done_on", per=DAYS, by="store")
OVERDUE = StillOpen(Rectification, "due_on", where=NOT_VOID, began="opened_on", ended=("done_on",), by="store")
ACTIONS_OVERDUE = StillOpen(
    MeetingAction, "due_on", where={"state": {"ne": "dropped"}}, ended=("done_on",), by="owner.store"
)
PREPARING = Measure(StoreOpening, None, where={"state": {"in": list(UNDER_WAY)}}, by="store")


def _days(field: str, where: dict | None = None) -> Measure:
    return Measure(StoreDay, "day", sum=field, where=where or {}, by="store")


def _known(field: str) -> dict[str, Any]:
    return {field: {"empty": False}}


def _checked(field: str, **more: Any) -> Measure:
    """Visits that came to a result of this kind: one whose every item was of no use there has none."""
    return Measure(StoreVisit, "visited_on", where={**CHECKED, **_known(field)}, by="store", **more)


METRICS = (
    Metric(SALES, "门店销售额", "Store sales", name="store_sales", unit="money", target=TargetSince(of_week),
           words=Text("本周门店日销售合计，已减退货；目标为月指标按天分摊（本周到昨天）",
                      "Store sales of the week, net of returns; the target is the months' share by days, until yesterday while the week runs")),
    Metric(Ratio(SoldAgainst(of_week), TargetSince(of_week)), "周指标完成率", "Week's target reached", name="store_week_reached", unit="percent",
           goal=100, marks=False,
           words=Text("有指标的门店：本周销售额 ÷ 指标按天分摊到本周的部分；本周没过完时都只到昨天",
                      "Of stores with a target: sales over the days' share of it; both until yesterday while the week runs")),
    Metric(SoldSince(month_to_date), "本月累计销售", "Sales, month to date", name="store_month_sales", marks=False, unit="money",
           target=TargetSince(month_to_date), words=Text("月初到周末的销售额；跨月的周到月末为止",
                                                      "Sales from the first of the month to the week's end, or the month's")),
    Metric(Ratio(SoldAgainst(month_to_date), TargetSince(month_to_date)), "月度进度完成率", "Month's pace", name="store_month_reached", goal=100,
           unit="percent", words=Text("有指标的门店：月初到周末的销售额 ÷ 同期应完成的指标（按天分摊）",
                                      "Of stores with a target: sales of the month to the week's end over the days' share of it")),
    Metric(Ratio(SoldAgainst(year_to_date), TargetSince(year_to_date)), "年度进度完成率", "Year's pace", name="store_year_reached", goal=100,
           unit="percent", words=Text("有指标的门店：年初到周末的销售额 ÷ 同期各月指标（未满的月按天分摊）",
                                      "Of stores with a target: sales of the year to the week's end over the months' targets, by days")),
    Metric(LikeForLike(), "同店同比", "Like for like", name="store_like_for_like", unit="percent",
           words=Text("开业满 13 个月、两周都有销售的门店，与去年同周（52 周前）相比",
                      "Stores open 13 months or longer that sold in both weeks, against the week 52 weeks before")),
    Metric(Ratio(SALES, TICKETS, times=1), "客单价", "Average ticket", name="store_ticket", unit="money",
           words=Text("销售额 ÷ 交易笔数", "Sales per transaction")),
    Metric(Ratio(_days("units", _known("units")), _days("transactions", _known("units")), times=1), "客单件数", "Units per ticket",
           name="store_units_per_ticket", unit="quantity",
           words=Text("销售件数 ÷ 交易笔数，只计填报了件数的日子", "Units per transaction, on days with units")),
    Metric(Ratio(_days("transactions", {"visitors": {"gt": 0}}), _days("visitors")), "成交率", "Conversion", name="store_conversion",
           unit="percent", words=Text("交易笔数 ÷ 进店人数，只计填报了客流的日子", "Transactions per visitor, on days with visitors")),
    Metric(Ratio(_days("member_sales", _known("member_sales")), _days("sales", _known("member_sales"))), "会员销售占比", "Members' share",
           name="store_member_share", unit="percent",
           words=Text("会员销售额 ÷ 销售额，只计填报了会员销售的日子", "Members' sales of all sales, on days that tell them")),
    Metric(Ratio(SoldSince(of_week, with_area), FloorArea(), times=1), "坪效", "Sales per m²", name="store_per_m2", unit="money",
           words=Text("本周销售额 ÷ 面积，只计周末在营业、登记了面积的门店",
                      "Sales of the week per m² of the stores open at its end whose area is known")),
    Metric(Ratio(_days("sales", {"staff_hours": {"gt": 0}}), _days("staff_hours"), times=1), "人时销售", "Sales per staff hour",
           name="store_per_hour", unit="money", words=Text("销售额 ÷ 工时，只计填报了工时的日子", "Sales per staff hour, on days with hours")),
    Metric(Size(StoreDay, "day", sum="cash_difference", where={"cash_difference": {"not_in": [0, None]}}, by="store"), "现金差异", "Cash difference",
           name="store_cash_difference", unit="money", better="lower",
           words=Text("每日收银长款、短款金额之和，不互相抵消", "Cash over and cash short of the days, added up without setting off")),
    Metric(DaysMissing(), "未报日销售", "Store days missing", name="store_days_missing", better="lower",
           words=Text("当天在营业的门店本周应报未报的天数；点开是这些门店", "Days that open stores have not handed in; the rows are these stores")),
    Metric(VISITS, "巡店次数", "Visits made", name="store_visits",
           target=Measure(StoreVisit, "visited_on", where={"state": {"ne": "cancelled"}, "kind": {"ne": "self"}}, by="store"),
           words=Text("本周完成的巡店，不含门店自查；目标为计划数", "Visits done in the week without self-checks; the target is what was planned")),
    Metric(Ratio(_checked("total", sum="total"), _checked("total"), times=1), "QSC 平均分", "Mean QSC",
           name="store_qsc", unit="score",
           words=Text("本周完成的巡店总分平均，不含门店自查", "Mean total of the week's visits, without self-checks")),
    Metric(Ratio(PASSED, _checked("passed")), "巡店合格率", "Visits passed",
           name="store_visits_passed", unit="percent",
           words=Text("合格的巡店 ÷ 本周完成并有结论的巡店，不含门店自查", "Of the week's visits with a verdict, those that passed; no self-checks")),
    Metric(Measure(StoreVisit, "visited_on", sum="red_lines", where=CHECKED, by="store"), "红线项", "Red lines", name="store_red_lines",
           better="lower", words=Text("本周巡店查出的红线项，不含门店自查", "Red lines found in the week's visits, without self-checks")),
    Metric(OPENED, "新开整改", "Rectifications opened", name="rectifications_opened", better="lower",
           words=Text("本周发现、需要整改的问题，作废的不算", "Found in the week and to be put right, void ones left out")),
    Metric(Ratio(Measure(Rectification, "done_on", where={"in_time": {"eq": True}}, by="store"), FINISHED), "整改按期率", "Put right in time",
           name="rectifications_in_time", unit="percent", words=Text("本周完成的整改中按期的", "Of those put right in the week")),
    Metric(Ratio(PUTTING_RIGHT, FINISHED, times=1, digits=1), "平均整改天数", "Days to put right", name="rectify_days", unit="days", better="lower",
           words=Text("本周完成的整改从发现到完成的平均天数", "From finding to putting right, of what was put right in the week")),
    Metric(OVERDUE, "到期未整改", "Rectifications overdue", name="rectifications_overdue", better="lower",
           words=Text("期限已过、到周末（本周到昨天）还没整改的，作废的不算",
                      "Past their day and not put right at the week's end (so far, while it runs); no void ones")),
    Metric(Ratio(Measure(Rectification, "done_on", where={"returned": {"gt": 0}}, by="store"), FINISHED), "整改退回率", "Sent back",
           name="rectifications_returned", unit="percent", better="lower",
           words=Text("完成的整改中被退回过的", "Of those put right, once sent back")),
    Metric(Ratio(Measure(Rectification, "opened_on", where={**NOT_VOID, "repeat": {"eq": True}}, by="store"), OPENED), "重复问题率", "Repeats",
           name="rectifications_repeated", unit="percent", better="lower",
           words=Text("本周发现的问题中，规定天数（默认 60 天）内同店同项再犯的",
                      "Of those found in the week, the same item in the same store again within 60 days (a setting)")),
    Metric(PREPARING, "筹备中新店", "Openings under way",
           name="openings_under_way", better="neither", words=Text("目前筹备中和可开业的新店", "Preparing or ready to open now")),
    Metric(DaysLeft(), "最近开业剩余天数", "Days to the next opening", name="opening_days_left", better="neither", unit="days",
           words=Text("从今天到最近一家筹备中新店计划开业的天数", "Days from today until the next store opens")),
    Metric(Ratio(Measure(StoreOpening, None, sum="progress", where={"state": {"in": list(UNDER_WAY)}}, by="store"), PREPARING, times=1, digits=1),
           "筹备平均进度", "Mean progress of openings", name="opening_progress", unit="percent",
           words=Text("目前筹备中新店的任务完成率平均", "Mean share of tasks done, of openings under way now")),
    Metric(Measure(StoreOpening, None, sum="overdue", where={"state": {"in": list(UNDER_WAY)}}, by="store"), "筹备逾期任务", "Opening tasks overdue",
           name="opening_tasks_overdue", better="lower", words=Text("目前筹备中新店的逾期任务数", "Overdue tasks of openings under way now")),
    Metric(Measure(Store, None, where={**SHOPS, "manager": {"empty": True}}, by="id"), "缺店长门店", "Stores without a manager",
           name="stores_without_manager", better="lower",
           words=Text("目前营业、没有店长的自营与加盟门店", "Own and franchise stores open now that have no manager")),
    Metric(ACTIONS_OVERDUE, "会议事项逾期", "Meeting actions overdue",
           name="meeting_actions_overdue", better="lower",
           words=Text("期限已过、到周末（本周到昨天）还没完成的会议事项，取消的不算",
                      "Past their day and not done at the week's end (so far, while it runs); no dropped ones")),
    Metric(Measure(DutyShift, "day", where={"incidents": {"empty": False}}, by="store"), "值班异常", "Incidents on duty",
           name="duty_incidents", better="lower", words=Text("本周值班登记的异常事件", "Incidents noted on duty in the week")),
)  # fmt: skip
