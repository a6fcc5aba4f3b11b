"""Department 部门管理: policies and who has read them, budgets and expenses, appraisals, tasks."""

from datetime import date

from ..accounts import Absence
from ..kit import Action, Area, Chart, Due, Filler, Grant, Job, Metric, NoteField, Rules, Text
from ..kit.declare.access import VERBS
from ..organization import POSTS
from . import nightly, week
from .appraisals import KpiReview, KpiScore, draw_up_appraisal
from .elements import SystemElement, by_policies, check_element, renew_gaps
from .indicators import KpiItem
from .money import BLOCK_AT, WARN_AT, Budget, Expense, RentSchedule, agreed_rents, rents_of
from .overview import OVERVIEWS
from .papers import PAPERS
from .policies import READ_DAYS, REVIEW_MONTHS, Policy, PolicyReading, missing_readers, read_policy, revise_policy
from .requests import DepartmentRequest, ServiceTerm
from .starters import STARTERS
from .work import WorkItem

WORKS = "see add edit export import"

AREA = Area(
    "department",
    "部门管理",
    "Department",
    icon="corporate_fare",
    overviews=OVERVIEWS,
    papers=PAPERS,
    records=(
        WorkItem,
        DepartmentRequest,
        ServiceTerm,
        Absence,
        Policy,
        PolicyReading,
        SystemElement,
        Budget,
        Expense,
        RentSchedule,
        KpiReview,
        KpiScore,
        KpiItem,
    ),
    actions=(
        Action(
            read_policy,
            "登记已读",
            "Note as read",
            on=Policy,
            verb="see",
            icon="mark_email_read",
            when={"state": ("effective",)},
        ),
        Action(revise_policy, "修订", "Revise", on=Policy, icon="edit_note", when={"state": ("effective", "retired")}),
        Action(
            draw_up_appraisal,
            "带入指标",
            "Take indicators over",
            on=KpiReview,
            icon="playlist_add",
            when={"state": ("draft",)},
        ),
        Action(
            check_element,
            "登记检查",
            "Enter a check",
            on=SystemElement,
            icon="fact_check",
            asks={"result": NoteField("检查结果", "What was seen")},
        ),
    ),
    starters=STARTERS,
    metrics=(
        Metric(
            week.budget_used,
            "预算使用率",
            "Budget used",
            name="department_budget_used",
            unit="percent",
            better="lower",
            goal=100,
            words=Text(
                "月初到周末（跨月的周到月末）的费用（驳回的不算）÷ 当月预算；一笔费用计入它所属的每项预算",
                "Expenses of the month to the week's or the month's end, no rejected ones, over its budgets; one counts in each it is of",
            ),
        ),
        Metric(
            week.expenses,
            "费用支出",
            "Expenses",
            name="department_expenses",
            unit="money",
            better="lower",
            words=Text("日期在本周的费用，驳回的不算", "Expenses of the week, rejected ones left out"),
        ),
        Metric(
            week.opened,
            "新增任务",
            "Tasks opened",
            name="tasks_opened",
            better="neither",
            words=Text("本周提出的问题与任务", "Raised in the week"),
        ),
        Metric(
            week.closed,
            "关闭任务",
            "Tasks closed",
            name="tasks_closed",
            words=Text("本周验证关闭的问题与任务", "Verified and closed in the week"),
        ),
        Metric(
            week.overdue,
            "逾期任务",
            "Tasks overdue",
            name="tasks_overdue",
            better="lower",
            words=Text(
                "截止日期已过、到周末（本周到昨天）还没完成的任务",
                "Past their day and not done at the week's end (so far, while it runs)",
            ),
        ),
        Metric(
            week.in_time,
            "任务按期完成率",
            "Tasks done in time",
            name="tasks_in_time",
            unit="percent",
            since=date(2026, 11, 30),
            words=Text(
                "截止日期在本周的问题与任务，在截止日期或之前完成的占比；也按负责人统计",
                "Of the tasks due in the week, those done by their day; also by owner",
            ),
        ),
        Metric(
            week.requests_accepted,
            "协作按时受理率",
            "Requests accepted in time",
            name="requests_accepted",
            unit="percent",
            since=date(2026, 11, 30),
            words=Text(
                "本周受理的协作请求，在约定小时内受理的占比",
                "Of the requests accepted in the week, those within the hours agreed on",
            ),
        ),
        Metric(
            week.requests_in_time,
            "协作按期办结率",
            "Requests done in time",
            name="requests_in_time",
            unit="percent",
            since=date(2026, 11, 30),
            words=Text(
                "最晚办完日在本周的协作请求（退回的不算），在当天或之前办完的占比；也按办理人统计",
                "Of the requests due in the week, returned ones left out, those done by their day; also by who handles them",
            ),
        ),
        Metric(
            week.requests_rating,
            "协作评分",
            "Rating of requests",
            name="requests_rating",
            unit="score",
            since=date(2026, 11, 30),
            words=Text(
                "本周确认的协作请求的平均评分（1–5）", "Mean rating of the requests confirmed in the week (1–5)"
            ),
        ),
        Metric(
            week.unread,
            "制度未读人次",
            "Policies unread",
            name="policies_unread",
            better="lower",
            words=Text("目前生效的制度还没登记已读的人次", "Readings of policies in force now, still to come"),
        ),
        Metric(
            week.have_read,
            "制度已读率",
            "Policies read",
            name="policies_read",
            unit="percent",
            words=Text(
                "目前生效的制度：已读人次 ÷ 应读人次", "Of the policies in force now: readings done, of those asked for"
            ),
        ),
        *(
            Metric(
                week.ScoreOf(post.key),
                f"{post.zh}考核得分",
                f"Score of {post.en}",
                name=f"kpi_{post.key}",
                unit="score",
                words=Text(
                    "到周末最近一个月份已公示的考核总分",
                    "Of the latest month whose review was published by the week's end",
                ),
            )
            for post in week.POSTS
        ),
    ),
    rules=((Policy, Rules(derives=(by_policies,))),),
    dues=(
        Due(
            "system_gaps",
            SystemElement,
            "体系缺口",
            "Gaps of the quality system",
            when={"state": {"eq": "gap"}},
            due=None,
            owner="owner",
            icon="account_tree",
        ),
        Due(
            "work_items",
            WorkItem,
            "问题与任务",
            "Tasks",
            when={"state": {"in": ["open", "doing"]}},
            owner="owner",
            heir=True,
            ahead=7,
        ),
        Due(
            "work_items_to_verify",
            WorkItem,
            "任务待验证",
            "Tasks to verify",
            when={"state": {"eq": "done"}},
            due=None,
            verb="approve",
            icon="fact_check",
        ),
        Due(
            "requests_to_answer",
            DepartmentRequest,
            "协作待受理",
            "Requests to answer",
            when={"state": {"eq": "asked"}},
            due="answer_by",
            owner="handler",
            ahead=None,
            icon="how_to_reg",
        ),
        Due(
            "requests_to_do",
            DepartmentRequest,
            "协作办理中",
            "Requests to do",
            when={"state": {"eq": "doing"}},
            owner="handler",
            icon="handshake",
        ),
        Due(
            "requests_to_confirm",
            DepartmentRequest,
            "协作待确认",
            "Requests to confirm",
            when={"state": {"in": ["done", "returned"]}},
            due=None,
            owner="asker",
            icon="task_alt",
        ),
        Due(
            "policies_to_read",
            PolicyReading,
            "制度待阅读",
            "Policies to read",
            when={"state": {"eq": "unread"}},
            owner="employee",
            ahead=None,
            icon="menu_book",
        ),
        Due(
            "policies_to_approve",
            Policy,
            "制度待批准",
            "Policies to approve",
            when={"state": {"eq": "review"}},
            due=None,
            verb="approve",
            icon="approval",
        ),
        Due(
            "policies_to_review",
            Policy,
            "制度待复审",
            "Policies to review",
            when={"state": {"eq": "effective"}},
            due="review_on",
            owner="owner",
            ahead=30,
            icon="history_edu",
        ),
        Due(
            "expenses_to_approve",
            Expense,
            "费用待审批",
            "Expenses to approve",
            when={"state": {"eq": "pending"}},
            due=None,
            verb="approve",
            icon="approval",
        ),
        Due("rents_that_end", RentSchedule, "租约到期", "Leases that end", due="ends_on", ahead=90, icon="home_work"),
        Due(
            "appraisals_to_publish",
            KpiReview,
            "考核表待公示",
            "Appraisals to publish",
            when={"state": {"eq": "draft"}},
            due=None,
            verb="approve",
            icon="grading",
        ),
        Due(
            "appraisals_to_sign",
            KpiReview,
            "考核结果待确认",
            "Appraisals to sign",
            when={"state": {"eq": "published"}, "subject": {"eq": "employee"}},
            due=None,
            owner="employee",
            icon="draw",
        ),
    ),
    charts=(
        Chart(week.tasks_by_week, "近 12 周任务新增与关闭", "Tasks opened and closed, 12 weeks"),
        Chart(week.budget_by_month, "近 6 个月预算与使用", "Budget and use, 6 months", kind="bar", unit="money"),
        Chart(week.expenses_by_kind, "本月费用构成", "The month's expenses by kind", kind="pie", unit="money"),
    ),
    params=(READ_DAYS, REVIEW_MONTHS, WARN_AT, BLOCK_AT),
    jobs=(
        Job("system_gaps", renew_gaps, at="00:45", words=("更新体系缺口", "Gaps of the quality system")),
        Job(
            "policy_readings", nightly.hand_out_policies, at="02:25", words=("新员工待读制度", "Policies for newcomers")
        ),
        Job("rents", nightly.enter_rents, at="02:30", words=("登记当月租金", "Enter the month's rents")),
    ),
    demo=(
        Filler("jobs.demo.department:fill"),
        Filler("jobs.demo.requests:fill", late=True),
        Filler("jobs.demo.quality_map:fill", late=True),
        Filler("jobs.demo.dated:fill", late=True),
    ),
    grants=(
        Grant("administrator", "*", frozenset(VERBS)),
        Grant("operations_manager", "*", frozenset(VERBS)),
        *(Grant(post, "policy policy_reading budget kpi_item", "see export") for post in POSTS),
        *(Grant(post, "system_element", "see export") for post in POSTS),
        Grant("quality", "system_element", frozenset(VERBS)),
        *(Grant(post, "policy work_item expense department_request", WORKS) for post in POSTS),
        *(Grant(post, "service_term", "see export") for post in POSTS),
        Grant("store_management", "service_term", WORKS),
        Grant("store_manager", "service_term", "see"),
        Grant("store_manager", "department_request", "see add edit", rows="store"),
        *(Grant(post, "kpi_review kpi_score", "see edit", rows="own") for post in POSTS),
        *(Grant(post, "absence", "see add edit", rows="own") for post in (*POSTS, "store_manager")),
        Grant("store_management", "rent_schedule", WORKS),
        Grant("store_management", "kpi_review kpi_score kpi_item", WORKS),
        Grant("store_manager", "policy", "see"),
        Grant("store_manager", "policy_reading budget rent_schedule", "see", rows="store"),
        Grant("store_manager", "work_item", "see add edit", rows="store"),
        Grant("store_manager", "expense", "see add", rows="store"),
        Grant("store_manager", "kpi_review kpi_score", "see edit", rows="own"),
        Grant("store_manager", "kpi_item", "see"),
        Grant("viewer", "work_item policy policy_reading budget expense kpi_item", "see", masked={"*"}),
    ),
)

__all__ = [
    "AREA",
    "Budget",
    "DepartmentRequest",
    "Expense",
    "KpiItem",
    "KpiReview",
    "KpiScore",
    "Policy",
    "PolicyReading",
    "RentSchedule",
    "ServiceTerm",
    "SystemElement",
    "WorkItem",
    "agreed_rents",
    "missing_readers",
    "rents_of",
]
