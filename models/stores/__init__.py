"""Store management 门店管理: openings, meetings, targets and daily sales, commission, visits and their rectifications, people."""

from ..kit import Action, Area, Daily, Due, Filler, Grant, Job, MonthField, Rules, Shortcut, Text, Then
from ..kit.declare.access import VERBS
from ..kit.declare.beginning import Start
from ..organization import POSTS, Employee
from . import nightly
from .calendar import HolidayDay, Workdays
from .charts import CHARTS
from .checklist import PARAMS as CHECKLIST_PARAMS
from .checklist import ChecklistItem
from .commission import CommissionPlan, CommissionResult, CommissionStep, simulate_commission
from .day_targets import DayTarget, count_sold
from .duty import PARAMS as DUTY_PARAMS
from .duty import DutyShift
from .figures import METRICS
from .meetings import MeetingAction, MeetingMinute
from .opening_lists import (
    OpeningDay,
    OpeningItem,
    OpeningTemplateItem,
    begin_days,
    copy_lists,
    lists_ready,
    move_lists,
    sold_there,
    staff_there,
)
from .openings import OpeningTask, StoreOpening, recount_openings
from .overview import OVERVIEWS
from .papers import PAPERS
from .people import LEAST_MONTHS, LEAST_SCORE, StaffMove, due_moves
from .planning import break_down, plan_days
from .rectifying import DAYS, REPEAT_DAYS, Rectification
from .sales import SalesTarget, StoreDay
from .selling import shops_that_sell
from .starters import STARTERS
from .surveys import DAYS_LEFT, MarketPrice, MarketSurvey, ask_for_surveys
from .templates import OpeningTemplate, OpeningTemplateLine
from .visits import StoreVisit, VisitItem

OPEN = {"in": ["issued", "accepted"]}
OTHERS = tuple(post for post in POSTS if post != "store_management")
# What others may read; pay and personal moves are not among them.
COMMON = (
    "store_opening opening_task opening_item opening_day opening_template opening_template_line opening_template_item "
    "meeting_minute meeting_action sales_target day_target store_day "
    "checklist_item store_visit visit_item rectification duty_shift market_survey market_price holiday_day"
)

AREA = Area(
    "stores",
    "门店管理",
    "Store management",
    icon="storefront",
    overviews=OVERVIEWS,
    papers=PAPERS,
    records=(
        StoreVisit,
        VisitItem,
        Rectification,
        ChecklistItem,
        StoreDay,
        SalesTarget,
        DayTarget,
        StoreOpening,
        OpeningTask,
        OpeningItem,
        OpeningDay,
        OpeningTemplate,
        OpeningTemplateLine,
        OpeningTemplateItem,
        MeetingMinute,
        MeetingAction,
        CommissionResult,
        CommissionPlan,
        CommissionStep,
        DutyShift,
        StaffMove,
        MarketSurvey,
        MarketPrice,
        HolidayDay,
    ),
    actions=(
        Action(
            simulate_commission,
            "试算提成",
            "Simulate",
            on=CommissionPlan,
            icon="calculate",
            when={"state": ("in_force",)},
            asks={"month": MonthField("月份", "Month")},
        ),
        Action(
            break_down,
            "按季节分解到月",
            "Break down by seasons",
            on=SalesTarget,
            icon="call_split",
            when={"span": ("year",)},
            hint=Text(
                "按近两年日销售的季节和星期，春节、中秋、端午按农历对齐；全公司的先分到门店。已开始的月份不动，可撤销",
                "By two years of sales, weekdays and the moon; the company's by stores first. Months that have begun stay; can be undone",
            ),
        ),
        Action(
            plan_days,
            "分解到日",
            "Break down into days",
            on=SalesTarget,
            icon="calendar_month",
            many=True,
            when={"span": ("month",)},
            hint=Text("按星期和节日分到每天，合计等于月度指标", "By weekday and feast; the days add up to the month"),
        ),
    ),
    dues=(
        Due(
            "rectify",
            Rectification,
            "整改到期",
            "Rectifications due",
            when={"state": OPEN},
            owner="owner",
            heir=True,
            icon="build",
        ),
        Due(
            "rectification_verify",
            Rectification,
            "整改待验收",
            "Rectifications to verify",
            when={"state": {"eq": "done"}},
            due=None,
            verb="approve",
            icon="verified",
        ),
        Due(
            "visit",
            StoreVisit,
            "巡店计划",
            "Visits planned",
            when={"state": {"in": ["planned", "doing"]}},
            due="visited_on",
            owner="inspector",
            ahead=3,
            icon="checklist",
        ),
        Due(
            "opening",
            StoreOpening,
            "新店开业",
            "Openings",
            when={"state": {"in": ["preparing", "ready"]}},
            due="opening_on",
            owner="leader",
            ahead=30,
            icon="storefront",
        ),
        Due(
            "opening_review",
            StoreOpening,
            "开业 30 天复盘",
            "30-day reviews",
            when={"state": {"eq": "opened"}},
            due="review_on",
            owner="leader",
            icon="fact_check",
        ),
        Due(
            "opening_task",
            OpeningTask,
            "筹备任务",
            "Opening tasks",
            when={"state": {"in": ["open", "doing"]}},
            owner="owner",
            heir=True,
        ),
        Due(
            "opening_item",
            OpeningItem,
            "开业清单未齐",
            "Opening lists to complete",
            when={"state": {"eq": "open"}, "due_on": {"empty": False}},
            owner="owner",
            heir=True,
            icon="inventory_2",
        ),
        Due(
            "opening_day",
            OpeningDay,
            "开业首周待填",
            "First days to fill in",
            when={"state": {"eq": "open"}},
            due="day",
            ahead=0,
            icon="edit_calendar",
        ),
        Due(
            "meeting_action",
            MeetingAction,
            "会议事项",
            "Meeting actions",
            when={"state": {"eq": "open"}},
            owner="owner",
        ),
        Due(
            "duty",
            DutyShift,
            "值班交接",
            "Duty",
            when={"state": {"eq": "planned"}},
            due="day",
            owner="employee",
            ahead=1,
            icon="schedule",
        ),
        Due(
            "commission_approve",
            CommissionResult,
            "提成待批准",
            "Commission to approve",
            when={"state": {"eq": "simulated"}},
            due=None,
            verb="approve",
            icon="payments",
        ),
        Due(
            "market_surveys",
            MarketSurvey,
            "季度市场调查",
            "Market surveys of the quarter",
            when={"state": {"eq": "planned"}},
            due="due_on",
            owner="author",
            ahead=45,
            icon="travel_explore",
        ),
        Due(
            "staff_move_approve",
            StaffMove,
            "人员调动待批准",
            "Staff moves to approve",
            when={"state": {"eq": "submitted"}},
            due=None,
            verb="approve",
            icon="switch_account",
        ),
    ),
    shortcuts=(
        Shortcut(StoreVisit, "巡店自查", "Self-check", icon="checklist", rows="store"),
        Shortcut(StoreDay, "填日销售", "Day's sales", icon="point_of_sale", rows="store"),
        Shortcut(DutyShift, "登记值班", "Duty", icon="schedule", rows="store"),
        Shortcut(StoreVisit, "新建巡店", "New visit", icon="checklist"),
        Shortcut(MeetingMinute, "会议纪要", "Minutes", icon="groups"),
    ),
    starters=STARTERS,
    rules=(
        (
            StoreOpening,
            Rules(
                checks=(lists_ready,),
                consequences=(Then(copy_lists, also="import"), Then(move_lists, also="import"), begin_days),
            ),
        ),
        (StoreDay, Rules(derives=(sold_there, count_sold))),
        (Employee, Rules(derives=(staff_there,))),
    ),
    metrics=METRICS,
    charts=CHARTS,
    params=(*CHECKLIST_PARAMS, *DAYS.values(), REPEAT_DAYS, LEAST_SCORE, LEAST_MONTHS, *DUTY_PARAMS, DAYS_LEFT),
    dailies=(Daily("store_day", StoreDay, "store", shops_that_sell, "门店日销售", "Store sales of the day"),),
    jobs=(
        Job("openings", nightly.settle_openings, at="00:30", words=("更新新店筹备进度", "Settle store openings")),
        Job("staff_moves", nightly.move_staff, at="00:35", words=("人员调动生效", "Staff moves take effect")),
        Job(
            "market_surveys",
            ask_for_surveys,
            at="00:40",
            words=("安排季度市场调查", "Plan the quarter's market surveys"),
        ),
        Job("store_days", nightly.ask_for_days, at="10:00", words=("催报门店日销售", "Ask for missing store days")),
    ),
    faces=("pages.store_visit",),
    demo=(Filler("jobs.demo.stores:fill"),),
    workdays=(HolidayDay, lambda: Workdays().is_one),
    starts=(
        Start(ChecklistItem, 11, Text("巡店逐项检查什么、几分", "What a store visit checks, and its points")),
        Start(OpeningTemplate, 14, Text("新店从选址到开业的步骤", "The steps of a new store up to its opening")),
        Start(HolidayDay, 16, Text("国务院放假通知，哪天休、哪天调休", "Public holidays and swapped workdays")),
    ),
    grants=(
        Grant("administrator", "*", frozenset(VERBS)),
        Grant("operations_manager", "*", frozenset(VERBS)),
        Grant("store_management", "*", frozenset(VERBS)),
        *(Grant(role, COMMON, "see", masked={"*"}) for role in (*OTHERS, "viewer")),
        Grant("store_manager", "checklist_item holiday_day", "see"),
        Grant("store_manager", "store_day", "see add edit import export", rows="store"),
        Grant("store_manager", "sales_target day_target commission_result staff_move", "see", rows="store"),
        Grant("store_manager", "store_visit visit_item", "see add edit", rows="store"),
        Grant(
            "store_manager",
            "rectification store_opening opening_task opening_item opening_day meeting_action",
            "see edit",
            rows="store",
        ),
        Grant("store_manager", "meeting_minute", "see", rows="store"),
        Grant("store_manager", "duty_shift", "see add edit delete import", rows="store"),
    ),
)

__all__ = [
    "AREA",
    "ChecklistItem",
    "CommissionPlan",
    "CommissionResult",
    "CommissionStep",
    "DayTarget",
    "DutyShift",
    "HolidayDay",
    "MarketPrice",
    "MarketSurvey",
    "MeetingAction",
    "MeetingMinute",
    "OpeningDay",
    "OpeningItem",
    "OpeningTask",
    "OpeningTemplateItem",
    "OpeningTemplate",
    "OpeningTemplateLine",
    "Rectification",
    "SalesTarget",
    "StaffMove",
    "StoreDay",
    "StoreOpening",
    "StoreVisit",
    "VisitItem",
    "Workdays",
    "due_moves",
    "recount_openings",
    "simulate_commission",
]
