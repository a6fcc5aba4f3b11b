"""Cards on the page where all of a row is gathered: what a store sells, is found to be and puts right; what a person earned."""

from ..kit import DrawnCard, Overview, RowCard, Share, SpanCard, WeekCard
from ..organization import Employee, Store
from .commission import CommissionResult
from .day_targets import DayTarget
from .duty import DutyShift
from .openings import StoreOpening
from .people import StaffMove
from .rectifying import Rectification
from .sales import SalesTarget, StoreDay
from .visits import StoreVisit

OPEN = {"state": {"in": ["issued", "accepted", "done"]}}
WEEK = (
    "store_week_reached store_month_reached store_year_reached store_ticket store_units_per_ticket store_conversion store_member_share "
    "store_per_hour new_members complaints_received store_qsc delivery_on_time quality_daily_checks"
)
OVERVIEWS = (
    Overview(
        Store,
        (
            RowCard(
                "开业筹备",
                "Opening",
                15,
                12,
                StoreOpening,
                "store",
                "name opening_on forecast_on progress overdue leader state",
                where={"state": {"in": ["preparing", "ready"]}},
                quiet=True,
            ),
            SpanCard(
                "销售与指标",
                "Sales against target",
                20,
                8,
                StoreDay,
                "store",
                day="day",
                sums="sales transactions new_members",
                shares=(Share("客单价", "Average ticket", "sales", "transactions", "money"),),
                target=(DayTarget, "day", "amount"),
                months=(SalesTarget, "month", "amount", {"span": {"eq": "month"}}),
                reported=True,
            ),
            DrawnCard(
                "近 30 天日销售",
                "Sales of the last 30 days",
                30,
                6,
                StoreDay,
                "store",
                by="day:day",
                measure="sum sales",
                where={"day": {"span": "days-30"}},
            ),
            WeekCard("上周指标", "Figures of last week", 40, 6, WEEK),
            WeekCard("每周销售额", "Sales by week", 32, 6, "store_sales", draw="line", weeks=26),
            RowCard(
                "今后七天值班",
                "Duty of the next seven days",
                70,
                6,
                DutyShift,
                "store",
                "starts_at ends_at shift employee state",
                where={"day": {"span": "days+7"}},
                order="starts_at",
                rows=8,
            ),
            RowCard(
                "未完成的整改",
                "Rectifications open",
                80,
                6,
                Rectification,
                "store",
                "topic severity owner due_on state repeat",
                where=OPEN,
                order="due_on",
                rows=8,
            ),
            DrawnCard(
                "巡店得分（近一年）",
                "Scores of visits, a year",
                85,
                6,
                StoreVisit,
                "store",
                by="visited_on:month",
                draw="line",
                measure="mean total",
                where={"state": {"eq": "done"}, "visited_on": {"span": "days-365"}},
            ),
            RowCard(
                "最近的巡店",
                "Latest visits",
                90,
                6,
                StoreVisit,
                "store",
                "visited_on kind inspector total grade failed_items",
                order="-visited_on",
            ),
        ),
    ),
    Overview(
        Employee,
        (
            RowCard(
                "提成",
                "Commission",
                50,
                6,
                CommissionResult,
                "employee",
                "month target actual rate payable state",
                order="-month",
                quiet=True,
            ),
            RowCard(
                "今后两周值班",
                "Duty of the next two weeks",
                60,
                6,
                DutyShift,
                "employee",
                "starts_at ends_at shift store state",
                where={"day": {"span": "days+14"}},
                order="starts_at",
                quiet=True,
            ),
            RowCard(
                "晋升轮岗",
                "Moves",
                70,
                6,
                StaffMove,
                "employee",
                "effective_on kind from_position to_position to_store state",
                order="-effective_on",
                quiet=True,
            ),
            RowCard(
                "负责的整改",
                "Rectifications to do",
                80,
                6,
                Rectification,
                "owner",
                "topic store severity due_on state",
                where=OPEN,
                order="due_on",
                quiet=True,
            ),
        ),
    ),
)
