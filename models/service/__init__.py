"""Customer service 客户服务: complaints and enquiries, surveys, and what is held for members."""

from ..kit import Action, Area, Chart, Due, Filler, Grant, Job, LinkField, Metric, NoteField, Shortcut, Text
from ..kit.declare.access import VERBS
from ..organization import POSTS
from . import nightly, week
from .activities import ActivityAttendance, MemberActivity
from .complaints import Complaint
from .deadlines import PARAMS
from .handling import approve_compensation, merge_complaints, reject_compensation
from .kinds import OPEN, RUNNING
from .links import end_link
from .results import FEWEST
from .surveys import Survey, SurveyAnswer, SurveyLink, SurveyQuestion, SurveyResponse

MANAGING = ("administrator", "operations_manager", "members_service")
OWN_STORE = "complaint member_activity activity_attendance"

AREA = Area(
    "service",
    "客户服务",
    "Customer service",
    icon="support_agent",
    records=(Complaint, Survey, SurveyQuestion, SurveyLink, SurveyResponse, SurveyAnswer, MemberActivity, ActivityAttendance),
    actions=(
        Action(approve_compensation, "批准赔付", "Approve compensation", on=Complaint, verb="approve", icon="price_check",
               when={"compensation_state": ("waiting", "rejected")}),
        Action(reject_compensation, "驳回赔付", "Reject compensation", on=Complaint, verb="approve", icon="money_off", danger=True,
               when={"compensation_state": ("waiting",)}, asks={"reason": NoteField("原因", "Reason")}),
        Action(merge_complaints, "并单", "Merge tickets", on=Complaint, icon="merge", when={"state": RUNNING},
               asks={"into": LinkField(Complaint, "并入工单", "Into")},
               hint=Text("同一件事的重复工单并到继续处理的那一张", "A duplicate goes into the ticket that goes on")),
        Action(end_link, "停用链接", "End the link", on=SurveyLink, icon="link_off", danger=True,
               hint=Text("停用后这个链接打不开，已收的答卷保留", "The link no longer opens; answers that came stay")),
    ),
    shortcuts=(Shortcut(Complaint, "登记投诉", "New complaint", icon="support_agent"),),
    metrics=(
        Metric(week.RECEIVED, "投诉受理", "Complaints received", name="complaints_received", better="lower",
               words=Text("本周受理的投诉，不含并单", "Received in the week, merged ones left out")),
        Metric(week.CLOSED, "投诉关闭", "Complaints closed", name="complaints_closed", words=Text("本周关闭的投诉", "Closed in the week")),
        Metric(week.OPEN_NOW, "未结投诉", "Complaints open", name="complaints_open", better="lower",
               words=Text("目前还没有解决的投诉", "Not resolved as of now")),
        Metric(week.IN_TIME, "投诉按时解决率", "Resolved in time", name="complaints_in_time", unit="percent",
               words=Text("时限内解决 ÷ 本周解决；等待客户期间不计时", "Of those resolved in the week")),
        Metric(week.RESPONDED_IN_TIME, "首次响应及时率", "First response in time", name="complaints_responded_in_time", unit="percent",
               words=Text("按时首次响应 ÷ 本周首次响应的投诉", "Of the complaints first answered in the week")),
        Metric(week.MEAN_HOURS, "投诉平均处理时长", "Mean hours to resolve", name="complaints_mean_hours", unit="hours", better="lower",
               words=Text("本周解决的投诉，已扣除等待客户的时间", "Of those resolved in the week, waiting for customers taken off")),
        Metric(week.SATISFACTION, "投诉回访满意度", "Satisfaction when called back", name="complaints_satisfaction", unit="score",
               words=Text("本周回访的投诉，1–5 分的平均", "Mean of 1 to 5 of those called back in the week")),
        Metric(week.REOPENED, "投诉重开率", "Reopen rate", name="complaints_reopened", unit="percent", better="lower",
               words=Text("本周重新打开 ÷ 本周解决", "Reopened in the week against resolved in the week")),
        Metric(week.PER_RECEIPTS, "万单投诉数", "Complaints per 10,000 tickets", name="complaints_per_receipts", unit="quantity",
               better="lower", words=Text("本周投诉 ÷ 全部门店的交易笔数 × 10,000", "Complaints of the week per 10,000 transactions of all stores")),
        Metric(week.QUALITY, "质量投诉", "Quality complaints", name="complaints_of_quality", better="lower",
               words=Text("本周受理的质量类投诉，不含并单", "About quality, received in the week, merged ones left out")),
        Metric(week.QUALITY_PER_RECEIPTS, "万单质量投诉数", "Quality complaints per 10,000 tickets",
               name="complaints_of_quality_per_receipts", unit="quantity", better="lower",
               words=Text("本周质量投诉 ÷ 全部门店的交易笔数 × 10,000",
                          "Quality complaints of the week per 10,000 transactions of all stores")),
        Metric(week.COMPENSATION, "投诉赔付", "Compensation", name="complaints_compensation", unit="money", better="lower",
               words=Text("本周解决的投诉的赔付金额", "Of the complaints resolved in the week")),
        Metric(week.ENQUIRIES, "咨询受理", "Enquiries", name="enquiries_received", better="neither",
               words=Text("本周受理的咨询，不含并单", "Received in the week, merged ones left out")),
        Metric(week.ANSWERED, "回收答卷", "Survey responses", name="survey_responses", words=Text("本周收到的有效答卷", "Valid ones of the week")),
        Metric(week.SCORE, "问卷满意度", "Survey score", name="survey_score", unit="score",
               words=Text("本周有效答卷打分题（1–5 分）的平均", "Mean of all 1-to-5 questions in the week's valid responses")),
        Metric(week.NPS, "净推荐值（NPS）", "Net promoter score", name="survey_nps", unit="score",
               words=Text("本周有效答卷中 9–10 分占比减 0–6 分占比（百分点）",
                          "Share of 9 and 10 less the share of 0 to 6, valid responses of the week")),
        Metric(week.HELD, "会员活动场次", "Activities held", name="activities_held", words=Text("本周举办的会员活动", "Held in the week")),
        Metric(week.CAME, "活动到场人次", "Activity attendance", name="activity_attendance_count",
               words=Text("本周签到的会员人次", "Members checked in during the week")),
    ),
    dues=(
        Due("complaints", Complaint, "投诉待处理", "Complaints to settle", when={"state": {"in": list(OPEN)}}, due="due_at",
            owner="handler", ahead=None, icon="support_agent"),
        Due("complaints_unassigned", Complaint, "投诉待派单", "Complaints nobody has", due="respond_due_at", ahead=None,
            when={"state": {"in": ["new", "reopened"]}, "handler": {"empty": True}}, icon="person_add"),
        Due("complaint_call_backs", Complaint, "投诉待回访", "Complaints to call back about", when={"state": {"eq": "resolved"}},
            due="resolved_at", owner="handler", ahead=None, icon="call"),
        Due("complaint_mediations", Complaint, "12315 调解到期", "Regulator's cases to mediate", due="mediation_due_on", ahead=15,
            when={"state": {"in": list(OPEN)}, "mediation_due_on": {"empty": False}}, icon="gavel"),
        Due("compensations", Complaint, "赔付待审批", "Compensation to approve", when={"compensation_state": {"eq": "waiting"}},
            due=None, verb="approve", ahead=None, icon="price_check"),
        Due("activities", MemberActivity, "会员活动筹备", "Activities to prepare", due="starts_at", owner="owner", ahead=7,
            when={"state": {"in": ["planned", "open", "full"]}}, icon="celebration"),
        Due("surveys_ending", Survey, "问卷将结束", "Surveys that end", when={"state": {"eq": "open"}}, due="ends_on", ahead=3,
            icon="campaign"),
    ),
    charts=tuple(Chart(fn, zh, en, kind=kind) for fn, zh, en, kind in week.CHARTS),
    params=(*PARAMS, FEWEST),
    jobs=(
        Job("surveys", nightly.close_surveys, at="02:05", words=("问卷到期结束", "Close ended surveys")),
        Job("activities", nightly.add_up_activities, at="02:10", words=("会员活动前后消费", "Sales around activities")),
        # A critical complaint has four hours, half of them gone before the first reminder: once an hour would be too coarse.
        Job("late_tickets", nightly.tell_late_tickets, at="00:00", every=15, words=("投诉时限提醒", "Complaints that run late"),
            catch_up=False),
    ),
    faces=("pages.survey", "pages.survey_links"),
    demo=(Filler("jobs.demo.service:fill", after=("key_accounts", "quality")),),
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
)  # fmt: skip
