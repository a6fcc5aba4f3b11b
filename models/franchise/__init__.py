"""Franchise 加盟: joining and leaving, guidance, reviews, royalties; the franchisees themselves are in the organisation."""

from ..kit import Action, Area, Chart, Due, Grant, Metric, Text
from ..kit.access import VERBS
from ..organization import POSTS, Franchisee
from . import week
from .cases import CaseStep, CaseTemplate, CaseTemplateLine, FranchiseCase
from .gathering import gather_review
from .guidance import Guidance
from .reviews import PER_COMPLAINT, WEIGHTS, FranchiseReview
from .royalties import OPEN_BILLS, ROYALTY_DUE_DAY, RoyaltyBill, RoyaltyPayment, bills_of, lapse

AREA = Area(
    "franchise",
    "加盟",
    "Franchise",
    icon="share_location",
    records=(FranchiseCase, CaseStep, Guidance, FranchiseReview, RoyaltyBill, RoyaltyPayment, CaseTemplate, CaseTemplateLine),
    actions=(
        Action(gather_review, "取数", "Gather the figures", on=FranchiseReview, icon="sync", when={"state": ("draft",)},
               hint=Text("从门店日销售、巡店、管理费和投诉取本月数据", "Sales, visits, royalties and complaints of the month")),
    ),
    metrics=(
        Metric(week.in_talks, "洽谈中加盟商", "In talks", name="franchise_in_talks", words=Text("目前在洽谈的加盟商", "Franchisees in talks now")),
        Metric(week.joined, "新签约", "Joined", name="franchise_joined", words=Text("本周签约的加盟商", "Contracts signed in the week")),
        Metric(week.left, "退出", "Left", name="franchise_left", better="lower",
               words=Text("本周办结退出的加盟商", "Franchisees who left in the week")),
        Metric(week.contracts_ending, "合同即将到期", "Contracts ending", name="franchise_contracts_ending", better="lower",
               words=Text("周末起 90 天内到期的加盟合同", "Contracts that end within 90 days of the week"), rows=(Franchisee, week.ending_rows)),
        Metric(week.reviewed_well, "考核 A/B 级", "Reviewed A or B", name="franchise_reviews_good",
               words=Text("本周考核为 A、B 级的加盟商", "Franchisees graded A or B in the week")),
        Metric(week.reviewed_poorly, "考核 C/D 级", "Reviewed C or D", name="franchise_reviews_poor", better="lower",
               words=Text("本周考核为 C、D 级的加盟商", "Franchisees graded C or D in the week")),
        Metric(week.franchise_sales, "加盟店销售", "Sales of franchise shops", name="franchise_sales", unit="money",
               words=Text("本周加盟店的销售额", "Sales of franchise shops in the week"), rows=(week.StoreDay, week.sales_rows)),
        Metric(week.own_sales, "自营店销售", "Sales of own shops", name="franchise_own_sales", unit="money",
               words=Text("本周自营店的销售额", "Sales of own shops in the week"), rows=(week.StoreDay, week.sales_rows)),
        Metric(week.share, "加盟店销售占比", "Share of franchise shops", name="franchise_share", unit="percent",
               words=Text("加盟店销售 ÷（自营 + 加盟）", "Franchise sales of own and franchise sales"), rows=(week.StoreDay, week.sales_rows)),
        Metric(week.guided, "经营指导", "Guidance", name="franchise_guidance",
               words=Text("本周对加盟商的指导次数", "Times franchisees were advised")),
        Metric(week.received, "管理费到账", "Royalties received", name="franchise_received", unit="money",
               words=Text("本周收到的管理费", "Royalties that came in in the week")),
        Metric(week.overdue, "管理费逾期", "Royalties overdue", name="franchise_overdue", unit="money", better="lower",
               words=Text("目前逾期未缴的管理费", "Royalties overdue now")),
        Metric(week.late_steps, "手续逾期步骤", "Late steps of cases", name="franchise_late_steps", better="lower",
               words=Text("已过截止日期仍未完成的手续步骤", "Steps past their day and not done"), rows=(CaseStep, week.late_rows)),
    ),
    dues=(
        Due("franchise_contracts", Franchisee, "加盟合同到期", "Franchise contracts that end", when={"state": {"in": list(week.RUNNING)}},
            due="ends_on", ahead=90, verb="edit", icon="event_busy"),
        Due("franchise_steps", CaseStep, "加盟手续步骤", "Steps of franchise cases", when={"state": {"eq": "todo"}}, owner="owner", icon="checklist"),
        Due("franchise_cases", FranchiseCase, "加盟手续待办结", "Franchise cases to finish", when={"state": {"eq": "open"}}, owner="owner",
            icon="assignment"),
        Due("franchise_royalties", RoyaltyBill, "管理费待缴", "Royalties due", when={"state": {"in": list(OPEN_BILLS)}}, ahead=7, icon="payments"),
        Due("franchise_follow_ups", Guidance, "经营指导待跟进", "Guidance to follow up", when={"state": {"eq": "open"}}, due="follow_up_on",
            owner="by", ahead=3, icon="support_agent"),
        Due("franchise_reviews", FranchiseReview, "加盟商考核待确认", "Franchise reviews to confirm", when={"state": {"eq": "draft"}}, due=None,
            verb="approve", icon="grading"),
    ),
    charts=(
        Chart(week.sales_by_week, "近 12 周自营与加盟销售", "Sales of own and franchise shops, 12 weeks", unit="money"),
        Chart(week.by_state, "加盟商状态", "Where the franchisees stand", kind="bar"),
        Chart(week.by_grade, "最近考核等级", "Last reviews by grade", kind="pie"),
    ),
    params=(week.ENDING_DAYS, ROYALTY_DUE_DAY, *WEIGHTS.values(), PER_COMPLAINT),
    grants=(
        Grant("administrator", "*", frozenset(VERBS)),
        Grant("operations_manager", "*", frozenset(VERBS)),
        *(Grant(post, "*", "see", masked={"*"}) for post in POSTS),
        Grant("store_management", "*", frozenset(VERBS)),
        Grant("store_manager", "franchise_case case_step", "see", rows="store"),
        Grant("store_manager", "guidance", "see edit", rows="store"),
        Grant("viewer", "*", "see", masked={"*"}),
    ),
)  # fmt: skip

__all__ = [
    "AREA", "CaseStep", "CaseTemplate", "CaseTemplateLine", "FranchiseCase", "FranchiseReview", "Guidance", "RoyaltyBill", "RoyaltyPayment",
    "bills_of", "lapse",
]  # fmt: skip
