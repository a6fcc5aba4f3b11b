"""Quality control 品质控制: standards, inspection reports, what fails, what is done about it, audits and recalls."""

from ..kit import (
    Action,
    Area,
    Chart,
    ChoiceField,
    Daily,
    Due,
    Filler,
    Grant,
    Job,
    LineField,
    Metric,
    NoteField,
    Rules,
    Shortcut,
    Text,
    Then,
)
from ..kit.declare.access import VERBS
from ..logistics import StockMovement
from ..organization import POSTS, Product, Supplier
from . import nightly, week
from .actions import DAYS_TO_ACT, DAYS_TO_EFFECT, DAYS_TO_REPEAT, CorrectiveAction, open_corrective_action
from .audits import AuditFinding, QualityAudit
from .incoming import LIFE_LEFT, IncomingCheck, goods_in, refuse_bad_goods
from .nonconformances import Nonconformance
from .recalls import HOURS, LEVELS, Recall, RecallNotice, recall_batch, stop_nonconforming
from .reports import VALID_MONTHS, InspectionItem, InspectionReport, judge_again, missing_reports
from .requirements import ReportRequirement
from .safety import HealthFoodPaper, SafetyCheck
from .standards import QualityPlan, QualityStandard

ASK_LEVEL = ChoiceField("召回级别", "Level", options=LEVELS, default="two")
OWN = "nonconformance corrective_action safety_check"

AREA = Area(
    "quality",
    "品质控制",
    "Quality control",
    icon="verified_user",
    pages=(("/trace", Text("批次追溯", "Batch trace")),),
    records=(
        InspectionReport, InspectionItem, Nonconformance, CorrectiveAction, Recall, RecallNotice, IncomingCheck, QualityAudit,
        AuditFinding, QualityStandard, QualityPlan, ReportRequirement, SafetyCheck, HealthFoodPaper,
    ),
    actions=(
        Action(judge_again, "重新判定", "Judge again", on=InspectionReport, icon="refresh",
               hint=Text("补录标准之后，用抽样日有效的标准重新判定", "By the standards in force on the sampling day")),
        Action(stop_nonconforming, "召回该批次", "Recall the batch", on=Nonconformance, icon="campaign", danger=True,
               asks={"level": ASK_LEVEL}, when={"state": ("found", "contained", "judged")}),
        Action(recall_batch, "批次停售召回", "Stop a batch", on=Product, icon="campaign", danger=True,
               asks={"batch_no": LineField("批号", "Batch", max_length=40), "level": ASK_LEVEL, "cause": NoteField("原因", "Cause")},
               hint=Text("该批次在所有仓库、门店和网店立即停售", "The batch is stopped in every warehouse and shop at once")),
    ),
    shortcuts=(
        Shortcut(InspectionReport, "登记检验报告", "New report", icon="biotech"),
        Shortcut(Nonconformance, "登记不合格品", "Nonconformance", icon="report"),
    ),
    metrics=(
        Metric(week.reports_received, "收到检验报告", "Reports received", name="quality_reports", better="neither",
               words=Text("本周收到的检验报告", "Reports that came in in the week")),
        Metric(week.pass_rate, "检验合格率", "Inspection pass rate", name="quality_pass_rate", unit="percent",
               words=Text("合格报告 ÷ 已判定报告，按报告日期", "Passed of the reports judged, by their date")),
        Metric(week.reports_failed, "不合格报告", "Reports failed", name="quality_failed", better="lower",
               words=Text("结论为不合格的报告，按报告日期", "Reports that failed, by their date")),
        Metric(week.reports_awaited, "待收报告", "Reports awaited", name="quality_reports_awaited", better="lower",
               words=Text("已登记、尚未收到的报告", "Noted as expected and not here yet")),
        Metric(week.reports_expiring, "到期报告", "Reports expiring", name="quality_reports_expiring", better="lower",
               words=Text("有效期在本周届满的报告", "Reports whose validity ends in the week")),
        Metric(week.nonconformances_found, "不合格品", "Nonconformances", name="quality_nonconformances", better="lower",
               words=Text("本周发现的不合格品", "Found in the week")),
        Metric(week.value_lost, "不合格损失", "Value lost", name="quality_value_lost", unit="money", better="lower",
               words=Text("本周发现的不合格品的损失金额", "Lost through what was found in the week")),
        Metric(week.held_value, "停售库存金额", "Stock held", unit="money", better="lower", name="quality_held_value",
               words=Text("停售批次的库存金额（当前）", "Worth of the stock that may not be sold, as it stands now")),
        Metric(week.actions_opened, "新增改善措施", "Actions opened", name="quality_actions_opened", better="lower",
               words=Text("本周提出的改善预防措施", "Opened in the week")),
        Metric(week.actions_closed, "关闭改善措施", "Actions closed", name="quality_actions_closed",
               words=Text("本周关闭的改善预防措施，含撤销", "Closed in the week, cancelled ones too")),
        Metric(week.actions_open, "未关闭改善措施", "Actions open", name="quality_actions_open", better="lower",
               words=Text("截至周末已提出、未关闭", "Opened and not closed by the week's end")),
        Metric(week.actions_overdue, "逾期改善措施", "Actions overdue", name="quality_actions_overdue", better="lower",
               words=Text("期限在周末或之前、到周末既未完成也未关闭的措施", "Due by the week's end, and neither done nor closed by then")),
        Metric(week.days_to_close, "改善措施平均天数", "Days to fix", name="quality_days_to_close", unit="days", better="lower",
               words=Text("本周验证的措施，从提出到验证的平均天数", "From opening to verification, mean of those verified in the week")),
        Metric(week.repeats, "复发缺陷", "Repeated defects", name="quality_repeats", better="lower",
               words=Text("本周重新打开的措施：同品同缺陷复发", "Reopened in the week: the same defect again")),
        Metric(week.complaints, "投诉引发的改善措施", "Actions from complaints", name="quality_complaints", better="lower",
               words=Text("本周由投诉提出的改善措施", "Actions that complaints opened in the week")),
        Metric(week.audit_score, "审核平均得分", "Audit score", name="quality_audit_score", unit="score",
               words=Text("本周完成的审核得分的平均", "Mean of the audits done in the week")),
        Metric(week.checks_rejected, "进货拒收率", "Refused at receiving", name="quality_refused", unit="percent", better="lower",
               words=Text("拒收 ÷ 已判定的进货查验", "Of the incoming checks that were decided")),
        Metric(week.suppliers_expiring, "证照将到期供应商", "Suppliers' papers expiring", name="quality_suppliers_expiring", better="lower",
               rows=(Supplier, week.supplier_rows), standing=True,
               words=Text("目前合作中、有证照在周末后 30 天内到期或已过期的供应商",
                          "Active as of now, with a paper that ended or ends within 30 days of the week")),
        Metric(week.daily_checks_made, "日管控完成率", "Daily checks made", name="quality_daily_checks", goal=100, unit="percent",
               words=Text("有日管控记录的店日 ÷ 应记录的店日（目前营业的实体门店，开业后每天一次）",
                          "Store days with a daily check, of those owed (stores open as of now, each day since they opened)")),
        Metric(week.recalls_opened, "召回", "Recalls", name="quality_recalls", better="lower",
               words=Text("本周知悉的召回", "Recalls known of in the week")),
    ),
    charts=(
        Chart(week.by_week, "合格率走势", "Pass rate by week", kind="line", unit="percent"),
        Chart(week.failing_items, "不合格项目（近 12 周）", "What failed (12 weeks)", kind="bar"),
        Chart(week.failing_suppliers, "不合格供应商（近 12 周）", "Whose failed (12 weeks)", kind="pie"),
    ),
    dues=(
        Due("quality_failed_found", Nonconformance, "不合格品待封存", "Nonconformances to contain", due="found_on", ahead=None,
            when={"state": {"eq": "found"}}, icon="lock"),
        Due("quality_nonconformance", Nonconformance, "不合格品待处置", "Nonconformances under way", due=None, ahead=None,
            when={"state": {"in": ["contained", "judged", "disposed"]}}, icon="gavel"),
        Due("quality_action", CorrectiveAction, "改善措施", "Corrective actions", when=week.UNDONE, owner="owner", ahead=None),
        Due("quality_verify", CorrectiveAction, "改善措施待验证", "Actions to verify", due=None, ahead=None,
            when={"state": {"eq": "done"}}, icon="verified"),
        Due("quality_effect", CorrectiveAction, "效果检查", "Check the effect", due="check_on", when={"state": {"eq": "verified"}}),
        Due("quality_report_check", InspectionReport, "检验报告待审核", "Reports to check", due=None, ahead=None,
            when={"state": {"eq": "received"}}, icon="fact_check"),
        Due("quality_report_expiry", InspectionReport, "检验报告到期", "Reports expiring", due="valid_until", ahead=30,
            when={"state": {"in": ["valid"]}}, icon="event_busy"),
        Due("quality_recall", Recall, "召回待启动", "Recalls to start", due="start_by", ahead=None, when={"state": {"eq": "blocked"}},
            icon="campaign"),
        Due("quality_recall_notice", RecallNotice, "召回通知待执行", "Recall notices to act on", due=None, ahead=None,
            when={"state": {"in": ["sent", "read"]}}, icon="campaign"),
        Due("quality_incoming", IncomingCheck, "进货待查验", "Goods to check", due="received_on", ahead=None,
            when={"state": {"eq": "checking"}}, icon="inventory"),
        Due("quality_plan", QualityPlan, "品质计划", "Quality plan", owner="owner", when={"state": {"in": ["planned", "running"]}}),
        Due("quality_audit", QualityAudit, "计划审核", "Audits planned", due="planned_on", owner="auditor",
            when={"state": {"eq": "planned"}}, icon="rule"),
        Due("quality_label", HealthFoodPaper, "标签换版", "Labels to renew", due="renew_by", owner="owner", ahead=180,
            when={"state": {"eq": "open"}, "label_rule": {"eq": "gb2011"}}, icon="label"),
        Due("quality_paper", HealthFoodPaper, "批准文号到期", "Approvals expiring", due="valid_until", owner="owner", ahead=90,
            icon="event_busy"),
    ),
    rules=((StockMovement, Rules(checks=(refuse_bad_goods,), consequences=(Then(goods_in, also="import"),))),),
    params=(DAYS_TO_ACT, DAYS_TO_EFFECT, DAYS_TO_REPEAT, VALID_MONTHS, LIFE_LEFT, *HOURS.values()),
    dailies=(
        Daily("safety_check", SafetyCheck, "store", week.stores_that_check, "日管控记录", "Daily food-safety checks", day="checked_on",
              where={"kind": {"eq": "day"}}),
    ),
    jobs=(Job("report_expiry", nightly.expire_reports, at="02:05", words=("检验报告到期", "Inspection reports expire")),),
    faces=("pages.trace",),
    demo=(Filler("jobs.demo.quality:fill", after=("logistics",)), Filler("jobs.demo.papers:fill", late=True)),
    grants=(
        Grant("administrator", "*", frozenset(VERBS)),
        Grant("operations_manager", "*", frozenset(VERBS)),
        Grant("quality", "*", frozenset(VERBS) - {"approve"}),
        Grant("quality", "quality_standard quality_plan", frozenset(VERBS)),
        *(Grant(post, "*", "see", masked={"*"}) for post in POSTS if post != "quality"),
        Grant("logistics", "incoming_check nonconformance", "see add edit export"),
        Grant("store_management", "nonconformance corrective_action safety_check recall_notice", "see add edit export"),
        Grant("members_service", "corrective_action", "see add edit"),
        Grant("store_manager", "inspection_report inspection_item quality_standard", "see"),
        Grant("store_manager", OWN, "see add edit", rows="store"),
        Grant("store_manager", "recall_notice", "see edit", rows="store"),
        Grant("store_manager", "recall", "see"),
        Grant("viewer", "*", "see", masked={"*"}),
    ),
)  # fmt: skip

__all__ = [
    "AREA", "AuditFinding", "CorrectiveAction", "HealthFoodPaper", "IncomingCheck", "InspectionItem", "InspectionReport",
    "Nonconformance", "QualityAudit", "QualityPlan", "QualityStandard", "Recall", "RecallNotice", "ReportRequirement", "SafetyCheck",
    "missing_reports", "open_corrective_action", "recall_batch",
]  # fmt: skip
