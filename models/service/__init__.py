"""Customer service 客户服务: complaints and enquiries, surveys, and what is held for members."""

from ..kit import Action, Area, Chart, Due, Filler, Grant, Job, LinkField, NoteField, Shortcut, Text
from ..kit.declare.access import VERBS
from ..organization import POSTS
from . import nightly, week
from .activities import ActivityAttendance, MemberActivity
from .complaints import Complaint
from .deadlines import PARAMS
from .figures import METRICS
from .handling import approve_compensation, merge_complaints, reject_compensation
from .kinds import OPEN, RUNNING
from .links import end_link
from .overview import OVERVIEWS
from .plan import MemberPlan, count_plan, renew_plans
from .results import FEWEST
from .surveys import Survey, SurveyAnswer, SurveyLink, SurveyQuestion, SurveyResponse

MANAGING = ("administrator", "operations_manager", "members_service")
OWN_STORE = "complaint member_activity activity_attendance"


DUES = (
    Due(
        "complaints",
        Complaint,
        "投诉待处理",
        "Complaints to settle",
        when={"state": {"in": list(OPEN)}},
        due="due_at",
        owner="handler",
        ahead=None,
        icon="support_agent",
    ),
    Due(
        "complaints_unassigned",
        Complaint,
        "投诉待派单",
        "Complaints nobody has",
        due="respond_due_at",
        ahead=None,
        when={"state": {"in": ["new", "reopened"]}, "handler": {"empty": True}},
        icon="person_add",
    ),
    Due(
        "complaint_call_backs",
        Complaint,
        "投诉待回访",
        "Complaints to call back about",
        when={"state": {"eq": "resolved"}},
        due="resolved_at",
        owner="handler",
        ahead=None,
        icon="call",
    ),
    Due(
        "complaint_mediations",
        Complaint,
        "12315 调解到期",
        "Regulator's cases to mediate",
        due="mediation_due_on",
        ahead=15,
        when={"state": {"in": list(OPEN)}, "mediation_due_on": {"empty": False}},
        icon="gavel",
    ),
    Due(
        "compensations",
        Complaint,
        "赔付待审批",
        "Compensation to approve",
        when={"compensation_state": {"eq": "waiting"}},
        due=None,
        verb="approve",
        ahead=None,
        icon="price_check",
    ),
    Due(
        "activities",
        MemberActivity,
        "会员活动筹备",
        "Activities to prepare",
        due="starts_at",
        owner="owner",
        ahead=7,
        when={"state": {"in": ["planned", "open", "full"]}},
        icon="celebration",
    ),
    Due(
        "member_plans",
        MemberPlan,
        "会员计划待批准",
        "Member plans to approve",
        when={"state": {"eq": "draft"}},
        due=None,
        verb="approve",
        ahead=None,
        icon="approval",
    ),
    Due(
        "surveys_ending",
        Survey,
        "问卷将结束",
        "Surveys that end",
        when={"state": {"eq": "open"}},
        due="ends_on",
        ahead=3,
        icon="campaign",
    ),
)

AREA = Area(
    "service",
    "客户服务",
    "Customer service",
    icon="support_agent",
    overviews=OVERVIEWS,
    records=(
        Complaint,
        Survey,
        SurveyQuestion,
        SurveyLink,
        SurveyResponse,
        SurveyAnswer,
        MemberActivity,
        ActivityAttendance,
        MemberPlan,
    ),
    actions=(
        Action(
            approve_compensation,
            "批准赔付",
            "Approve compensation",
            on=Complaint,
            verb="approve",
            icon="price_check",
            when={"compensation_state": ("waiting", "rejected")},
        ),
        Action(
            reject_compensation,
            "驳回赔付",
            "Reject compensation",
            on=Complaint,
            verb="approve",
            icon="money_off",
            danger=True,
            when={"compensation_state": ("waiting",)},
            asks={"reason": NoteField("原因", "Reason")},
        ),
        Action(
            merge_complaints,
            "并单",
            "Merge tickets",
            on=Complaint,
            icon="merge",
            joins="into",
            when={"state": RUNNING},
            asks={"into": LinkField(Complaint, "并入工单", "Into")},
            hint=Text("同一件事的重复工单并到继续处理的那一张", "A duplicate goes into the ticket that goes on"),
        ),
        Action(
            count_plan,
            "更新实际数",
            "Count anew",
            on=MemberPlan,
            icon="refresh",
            hint=Text("本月和上月每晚自动更新", "This month and the last are counted each night"),
        ),
        Action(
            end_link,
            "停用链接",
            "End the link",
            on=SurveyLink,
            icon="link_off",
            danger=True,
            hint=Text("停用后这个链接打不开，已收的答卷保留", "The link no longer opens; answers that came stay"),
        ),
    ),
    shortcuts=(Shortcut(Complaint, "登记投诉", "New complaint", icon="support_agent"),),
    metrics=METRICS,
    dues=DUES,
    charts=tuple(Chart(fn, zh, en, kind=kind) for fn, zh, en, kind in week.CHARTS),
    params=(*PARAMS, FEWEST),
    jobs=(
        Job("surveys", nightly.close_surveys, at="02:05", words=("问卷到期结束", "Close ended surveys")),
        Job("member_plans", renew_plans, at="02:15", words=("会员计划的实际数", "Actual figures of the member plan")),
        Job("activities", nightly.add_up_activities, at="02:10", words=("会员活动前后消费", "Sales around activities")),
        # A critical complaint has four hours, half of them gone before the first reminder: once an hour would be too coarse.
        Job(
            "late_tickets",
            nightly.tell_late_tickets,
            at="00:00",
            every=15,
            words=("投诉时限提醒", "Complaints that run late"),
            catch_up=False,
        ),
    ),
    faces=("pages.survey", "pages.survey_links"),
    demo=(
        Filler("jobs.demo.service:fill", after=("key_accounts", "quality")),
        Filler("jobs.demo.member_lists:fill", late=True),
    ),
    grants=(
        *(Grant(role, "*", frozenset(VERBS)) for role in MANAGING),
        *(Grant(post, "*", "see", masked={"*"}) for post in POSTS if post != "members_service"),
        Grant("quality", "complaint", "see edit export reveal", masked={"*"}),
        Grant("ecommerce", "complaint", "see add edit reveal", masked={"*"}),
        Grant("key_accounts", "complaint", "see add edit reveal", masked={"*"}),
        Grant("store_management", "*", "see export", masked={"*"}),
        Grant("store_manager", OWN_STORE, "see add edit reveal", rows="store", masked={"*"}),
        Grant("store_manager", "survey survey_question", "see"),
        Grant("store_manager", "survey_link survey_response survey_answer", "see", rows="store", masked={"*"}),
        Grant("viewer", "*", "see", masked={"*"}),
    ),
)
