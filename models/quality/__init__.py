"""Quality control 品质控制: standards, inspection reports, what fails, what is done about it, audits and recalls."""

from ..kit import (
    Action,
    Area,
    Chart,
    ChoiceField,
    Daily,
    Filler,
    Grant,
    Job,
    LineField,
    NoteField,
    Rules,
    Shortcut,
    Text,
    Then,
)
from ..kit.declare.access import VERBS
from ..kit.declare.row_file import RowFile
from ..logistics import StockMovement
from ..organization import POSTS, Product
from . import nightly, week
from .actions import DAYS_TO_ACT, DAYS_TO_EFFECT, DAYS_TO_REPEAT, CorrectiveAction, open_corrective_action
from .audits import AuditFinding, QualityAudit
from .balance import RecallBalance, by_answers, by_movements, by_recalls, renew_recall, renew_recalls_of, take_balance
from .calls import CALLS_END, RecallCall, list_at_once
from .deadlines import DAYS, HOURS
from .dues import DUES
from .figures import METRICS
from .fire import EVERY, FireDevice
from .incoming import LIFE_LEFT, IncomingCheck, goods_in, refuse_bad_goods
from .labels import HealthFoodPaper
from .nonconformances import Nonconformance
from .overview import OVERVIEWS
from .papers import PAPERS
from .recalls import LEVELS, NOTICES_END, Recall, RecallNotice
from .report_terms import VALID_MONTHS
from .reports import InspectionItem, InspectionReport, judge_again, missing_reports
from .requirements import ReportRequirement
from .rounds import plan_rounds
from .safety import SafetyCheck, SafetyLine, SafetyPoint, gather_safety
from .standards import QualityPlan, QualityStandard
from .starters import STARTERS
from .stopping import recall_batch, stop_nonconforming

ASK_LEVEL = ChoiceField("召回级别", "Level", options=LEVELS, default="two")
OWN = "nonconformance corrective_action safety_check fire_device"


AREA = Area(
    "quality",
    "品质控制",
    "Quality control",
    icon="verified_user",
    overviews=OVERVIEWS,
    papers=PAPERS,
    pages=(("/trace", Text("批次追溯", "Batch trace")),),
    records=(
        InspectionReport,
        InspectionItem,
        Nonconformance,
        CorrectiveAction,
        Recall,
        RecallNotice,
        RecallCall,
        RecallBalance,
        IncomingCheck,
        QualityAudit,
        AuditFinding,
        QualityStandard,
        QualityPlan,
        ReportRequirement,
        SafetyCheck,
        SafetyLine,
        SafetyPoint,
        FireDevice,
        HealthFoodPaper,
    ),
    starters=STARTERS,
    actions=(
        Action(
            gather_safety,
            "汇总",
            "Gather",
            on=SafetyCheck,
            icon="functions",
            when={"state": ("planned",)},
            hint=Text("带入这段时间的日管控和未完成事项", "What the daily checks came to, and what is still open"),
        ),
        Action(
            judge_again,
            "重新判定",
            "Judge again",
            on=InspectionReport,
            icon="refresh",
            hint=Text("补录标准之后，用抽样日有效的标准重新判定", "By the standards in force on the sampling day"),
        ),
        Action(
            stop_nonconforming,
            "召回该批次",
            "Recall the batch",
            on=Nonconformance,
            icon="campaign",
            danger=True,
            asks={"level": ASK_LEVEL},
            when={"state": ("found", "contained", "judged")},
        ),
        Action(
            renew_recall,
            "更新名单和平衡表",
            "Renew list and balance",
            on=Recall,
            icon="refresh",
            when={"state": ("blocked", "running")},
            hint=Text("后来补录的小票和订单也列入", "With receipts and orders that were entered later"),
        ),
        Action(
            take_balance,
            "带入平衡表合计",
            "Take the balance's sums",
            on=Recall,
            icon="functions",
            when={"state": ("running",)},
            hint=Text("已售、收回和销毁数量按平衡表填写", "Sold, recovered and destroyed as the balance says"),
        ),
        Action(
            recall_batch,
            "批次停售召回",
            "Stop a batch",
            on=Product,
            icon="campaign",
            danger=True,
            asks={
                "batch_no": LineField("批号", "Batch", max_length=40),
                "level": ASK_LEVEL,
                "cause": NoteField("原因", "Cause"),
            },
            hint=Text(
                "该批次在所有仓库、门店和网店立即停售", "The batch is stopped in every warehouse and shop at once"
            ),
        ),
    ),
    shortcuts=(
        Shortcut(InspectionReport, "登记检验报告", "New report", icon="biotech"),
        Shortcut(Nonconformance, "登记不合格品", "Nonconformance", icon="report"),
    ),
    metrics=METRICS,
    charts=(
        Chart(week.by_week, "合格率走势", "Pass rate by week", kind="line", unit="percent"),
        Chart(week.failing_items, "不合格项目（近 12 周）", "What failed (12 weeks)", kind="bar"),
        Chart(week.failing_suppliers, "不合格供应商（近 12 周）", "Whose failed (12 weeks)", kind="pie"),
    ),
    dues=DUES,
    rules=(
        (
            StockMovement,
            Rules(checks=(refuse_bad_goods,), derives=(by_movements,), consequences=(Then(goods_in, also="import"),)),
        ),
        (
            Recall,
            Rules(derives=(by_recalls,), consequences=(Then(list_at_once, also="import"), NOTICES_END, CALLS_END)),
        ),
        (RecallNotice, Rules(derives=(by_answers,))),
    ),
    params=(
        DAYS_TO_ACT,
        DAYS_TO_EFFECT,
        DAYS_TO_REPEAT,
        VALID_MONTHS,
        LIFE_LEFT,
        EVERY,
        *HOURS.values(),
        *DAYS.values(),
    ),
    dailies=(
        Daily(
            "safety_check",
            SafetyCheck,
            "store",
            week.stores_that_check,
            "日管控记录",
            "Daily food-safety checks",
            day="checked_on",
            where={"kind": {"eq": "day"}},
        ),
    ),
    files=(
        RowFile(
            "authority",
            Recall,
            "召回报告（报监管部门）",
            "Recall report for the authority",
            "exports.recall_file:write",
        ),
    ),
    jobs=(
        Job("safety_rounds", plan_rounds, at="00:50", words=("安排周排查和月调度", "Plan food-safety reviews")),
        Job("report_expiry", nightly.expire_reports, at="02:05", words=("检验报告到期", "Inspection reports expire")),
    ),
    faces=("pages.trace",),
    demo=(Filler("jobs.demo.quality:fill", after=("logistics",)), Filler("jobs.demo.papers:fill", late=True)),
    grants=(
        Grant("administrator", "*", frozenset(VERBS)),
        Grant("operations_manager", "*", frozenset(VERBS)),
        Grant("quality", "*", frozenset(VERBS) - {"approve"}),
        Grant("quality", "quality_standard quality_plan", frozenset(VERBS)),
        *(Grant(post, "*", "see", masked={"*"}) for post in POSTS if post != "quality"),
        Grant("logistics", "incoming_check nonconformance", "see add edit export"),
        Grant("store_management", "nonconformance corrective_action recall_notice", "see add edit export"),
        Grant("store_management", "safety_check safety_line fire_device", "see add edit export"),
        Grant("logistics", "fire_device", "see add edit export import"),
        Grant("members_service", "corrective_action", "see add edit"),
        Grant("store_manager", "inspection_report inspection_item quality_standard", "see"),
        Grant("store_manager", OWN, "see add edit", rows="store"),
        Grant("store_manager", "safety_line", "see edit", rows="store"),
        Grant("store_manager", "safety_point", "see"),
        *(
            Grant(post, "recall_call", "see edit export", masked={"*"})
            for post in ("members_service", "ecommerce", "key_accounts", "store_management")
        ),
        Grant("store_manager", "recall_notice recall_call", "see edit", rows="store"),
        Grant("store_manager", "recall_balance", "see", rows="store"),
        Grant("key_account_seller", "recall", "see"),
        Grant("key_account_seller", "recall_call", "see edit", rows="own"),
        Grant("store_manager", "recall", "see"),
        Grant("viewer", "*", "see", masked={"*"}),
    ),
)

__all__ = [
    "AREA",
    "AuditFinding",
    "CorrectiveAction",
    "FireDevice",
    "HealthFoodPaper",
    "IncomingCheck",
    "InspectionItem",
    "InspectionReport",
    "Nonconformance",
    "QualityAudit",
    "QualityPlan",
    "QualityStandard",
    "Recall",
    "RecallBalance",
    "RecallCall",
    "RecallNotice",
    "ReportRequirement",
    "SafetyCheck",
    "SafetyLine",
    "SafetyPoint",
    "missing_reports",
    "open_corrective_action",
    "recall_batch",
    "renew_recalls_of",
]
