"""Franchise 加盟: joining and leaving, guidance, reviews, royalties; the franchisees themselves are in the organisation."""

from ..kit import Action, Area, Chart, Due, Filler, Grant, Job, Metric, Text
from ..kit.declare.access import VERBS
from ..kit.declare.rules import Rules
from ..organization import POSTS, Franchisee
from . import nightly, week
from .cases import STEPS_END, CaseStep, FranchiseCase, plan_case
from .gathering import gather_review
from .guidance import Guidance
from .overview import OVERVIEWS
from .papers import PAPERS
from .reviews import PER_COMPLAINT, WEIGHTS, FranchiseReview
from .royalties import OPEN_BILLS, ROYALTY_DUE_DAY, RoyaltyBill, RoyaltyPayment, bills_of, lapse
from .starters import STARTERS
from .templates import CaseTemplate, CaseTemplateLine

AREA = Area(
    "franchise",
    "加盟",
    "Franchise",
    icon="share_location",
    overviews=OVERVIEWS,
    papers=PAPERS,
    records=(
        FranchiseCase,
        CaseStep,
        Guidance,
        FranchiseReview,
        RoyaltyBill,
        RoyaltyPayment,
        CaseTemplate,
        CaseTemplateLine,
    ),
    actions=(
        Action(
            plan_case,
            "按模板生成步骤",
            "Take the template's steps",
            on=FranchiseCase,
            icon="checklist",
            when={"state": ("open",)},
            hint=Text(
                "还没有步骤的手续，按现在启用的模板补上步骤和期限",
                "A case without steps gets those of the template in use, with their days",
            ),
        ),
        Action(
            gather_review,
            "取数",
            "Gather the figures",
            on=FranchiseReview,
            icon="sync",
            when={"state": ("draft",)},
            hint=Text(
                "从门店日销售、巡店、管理费和投诉取本月数据", "Sales, visits, royalties and complaints of the month"
            ),
        ),
    ),
    starters=STARTERS,
    metrics=(
        Metric(
            week.in_talks,
            "洽谈中加盟商",
            "In talks",
            name="franchise_in_talks",
            words=Text("目前在洽谈的加盟商", "Franchisees in talks now"),
        ),
        Metric(
            week.joined,
            "新签约",
            "Joined",
            name="franchise_joined",
            words=Text("签约日期在本周、已签约的加盟商", "Franchisees whose contract was signed in the week"),
        ),
        Metric(
            week.left,
            "退出",
            "Left",
            name="franchise_left",
            better="lower",
            words=Text("本周办结退出的加盟商", "Franchisees who left in the week"),
        ),
        Metric(
            week.contracts_ending,
            "合同即将到期",
            "Contracts ending",
            name="franchise_contracts_ending",
            better="lower",
            words=Text(
                "周末起规定天数（默认 90 天）内到期的加盟合同，按目前的合同算",
                "Contracts as they stand now that end within 90 days (a setting) of the week's end",
            ),
            rows=(Franchisee, week.ending_rows),
            standing=True,
        ),
        Metric(
            week.reviewed_well,
            "考核 A/B 级",
            "Reviewed A or B",
            name="franchise_reviews_good",
            words=Text(
                "考核日期在本周、评为 A 或 B 级的考核，待确认的也算",
                "Reviews of the week graded A or B, also those to be confirmed",
            ),
        ),
        Metric(
            week.reviewed_poorly,
            "考核 C/D 级",
            "Reviewed C or D",
            name="franchise_reviews_poor",
            better="lower",
            words=Text(
                "考核日期在本周、评为 C 或 D 级的考核，待确认的也算",
                "Reviews of the week graded C or D, also those to be confirmed",
            ),
        ),
        Metric(
            week.franchise_sales,
            "加盟店销售",
            "Sales of franchise shops",
            name="franchise_sales",
            unit="money",
            words=Text("本周加盟店的销售额", "Sales of franchise shops in the week"),
        ),
        Metric(
            week.own_sales,
            "自营店销售",
            "Sales of own shops",
            name="franchise_own_sales",
            unit="money",
            words=Text("本周自营店的销售额", "Sales of own shops in the week"),
        ),
        Metric(
            week.share,
            "加盟店销售占比",
            "Share of franchise shops",
            name="franchise_share",
            better="neither",
            unit="percent",
            words=Text(
                "本周加盟店销售额 ÷（自营店 + 加盟店销售额）", "Franchise sales of own and franchise sales of the week"
            ),
        ),
        Metric(
            week.guided,
            "经营指导",
            "Guidance",
            name="franchise_guidance",
            words=Text("本周对加盟商的指导次数", "Times franchisees were advised"),
        ),
        Metric(
            week.received,
            "管理费到账",
            "Royalties received",
            name="franchise_received",
            unit="money",
            words=Text(
                "收款日期在本周的管理费，含货款和保证金抵扣",
                "Royalties that came in in the week, what was set off included",
            ),
        ),
        Metric(
            week.overdue,
            "管理费逾期",
            "Royalties overdue",
            name="franchise_overdue",
            unit="money",
            better="lower",
            words=Text(
                "期限已过、到周末（本周到昨天）未缴的管理费，减免的不算；以后的收款不减",
                "Bills past their day at the week's end (so far, while it runs), less what was paid by then; no waived ones",
            ),
        ),
        Metric(
            week.late_steps,
            "手续逾期步骤",
            "Late steps of cases",
            name="franchise_late_steps",
            better="lower",
            words=Text(
                "期限已过、到周末（本周到昨天）还没完成的手续步骤，免办和撤销的不算",
                "Steps past their day and not done at the week's end (so far, while it runs); none waived or of cancelled cases",
            ),
        ),
    ),
    dues=(
        Due(
            "franchise_contracts",
            Franchisee,
            "加盟合同到期",
            "Franchise contracts that end",
            when={"state": {"in": list(week.RUNNING)}},
            due="ends_on",
            ahead=90,
            verb="edit",
            icon="event_busy",
        ),
        Due(
            "franchise_steps",
            CaseStep,
            "加盟手续步骤",
            "Steps of franchise cases",
            when={"state": {"eq": "todo"}},
            owner="owner",
            icon="checklist",
        ),
        Due(
            "franchise_cases",
            FranchiseCase,
            "加盟手续待办结",
            "Franchise cases to finish",
            when={"state": {"eq": "open"}},
            owner="owner",
            icon="assignment",
        ),
        Due(
            "franchise_royalties",
            RoyaltyBill,
            "管理费待缴",
            "Royalties due",
            when={"state": {"in": list(OPEN_BILLS)}},
            ahead=7,
            icon="payments",
        ),
        Due(
            "franchise_follow_ups",
            Guidance,
            "经营指导待跟进",
            "Guidance to follow up",
            when={"state": {"eq": "open"}},
            due="follow_up_on",
            owner="by",
            ahead=3,
            icon="support_agent",
        ),
        Due(
            "franchise_reviews",
            FranchiseReview,
            "加盟商考核待确认",
            "Franchise reviews to confirm",
            when={"state": {"eq": "draft"}},
            due=None,
            verb="approve",
            icon="grading",
        ),
    ),
    charts=(
        Chart(week.sales_by_week, "近 12 周自营与加盟销售", "Sales of own and franchise shops, 12 weeks", unit="money"),
        Chart(week.by_state, "加盟商状态", "Where the franchisees stand", kind="bar"),
        Chart(week.by_grade, "最近考核等级", "Last reviews by grade", kind="pie"),
    ),
    params=(week.ENDING_DAYS, ROYALTY_DUE_DAY, *WEIGHTS.values(), PER_COMPLAINT),
    jobs=(
        Job(
            "royalties",
            nightly.settle_royalties,
            at="02:35",
            words=("管理费出账与逾期", "Royalty bills and what is overdue"),
        ),
    ),
    rules=((FranchiseCase, Rules(consequences=(STEPS_END,))),),
    demo=(Filler("jobs.demo.franchise:fill", after=("service", "stores")),),
    grants=(
        Grant("administrator", "*", frozenset(VERBS)),
        Grant("operations_manager", "*", frozenset(VERBS)),
        *(Grant(post, "*", "see", masked={"*"}) for post in POSTS),
        Grant("store_management", "*", frozenset(VERBS)),
        Grant("store_manager", "franchise_case case_step", "see", rows="store"),
        Grant("store_manager", "guidance", "see edit", rows="store"),
        Grant("viewer", "*", "see", masked={"*"}),
    ),
)

__all__ = [
    "AREA",
    "CaseStep",
    "CaseTemplate",
    "CaseTemplateLine",
    "FranchiseCase",
    "FranchiseReview",
    "Guidance",
    "RoyaltyBill",
    "RoyaltyPayment",
    "bills_of",
    "lapse",
]
