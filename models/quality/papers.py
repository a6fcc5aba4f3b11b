"""What the quality desk prints: notices, reports, and the three records that Order 60 asks for."""

from ..kit import Paper, PaperLines, Text
from .actions import CorrectiveAction
from .audits import AuditFinding, QualityAudit
from .balance import RecallBalance
from .incoming import IncomingCheck
from .nonconformances import Nonconformance
from .recalls import Recall, RecallNotice
from .reports import InspectionItem, InspectionReport
from .safety import SafetyCheck, SafetyLine

QUALITY, OWNER, HEAD = Text("品质负责人", "Quality"), Text("责任人", "Owner"), Text("企业负责人", "Head of the company")
CHECKER, OFFICER = Text("检查人", "Checked by"), Text("食品安全员", "Food safety officer")
DIRECTOR = Text("食品安全总监", "Food safety director")
STORE, RECEIVER = Text("门店签收", "Received by the store"), Text("验收人", "Accepted by")
STOP = Text(
    "请接到本通知后立即停止销售上述批次，下架封存，清点库存和已售数量并回填；已售出的按通知联系顾客退回。",
    "On receipt stop selling these batches at once, take them off the shelves and seal them, report what is left and what was "
    "sold, and ask the customers who bought them to bring them back.",
)
POINTS = PaperLines(SafetyLine, "text result problem measure")
CHECKED = "store checked_on checker result problem measure"
GATHERED = "store period_from checked_on checker owed made summary problem measure conclusion"

PAPERS = (
    Paper(
        "nonconformance_note",
        Nonconformance,
        "不合格品处理单",
        "Nonconformance note",
        (
            "no source product product.spec batch_no supplier store warehouse qty found_on found_by defect "
            "severity description disposition disposed_on value_lost reported_to action"
        ),
        signs=(Text("发现人", "Found by"), QUALITY),
        photos=True,
    ),
    Paper(
        "recall_notice_note",
        Recall,
        "食品召回通知书",
        "Recall notice",
        "no level product product.spec batches cause known_at start_by started_at owner",
        (PaperLines(RecallNotice, "store sent_at read_at qty recovered state note", "qty recovered"),),
        (STOP,),
        (QUALITY, STORE),
    ),
    Paper(
        "recall_balance_sheet",
        Recall,
        "召回平衡表",
        "Balance of a recall",
        "no level product product.spec batches cause known_at started_at qty_held qty_sold qty_recovered qty_destroyed witness "
        "authority_on authority_no closed_on",
        (
            PaperLines(
                RecallBalance,
                "name received passed_on sold recovered destroyed lying missing",
                "sold recovered destroyed lying missing",
            ),
        ),
        signs=(QUALITY, HEAD),
    ),
    Paper(
        "inspection_summary",
        InspectionReport,
        "检验报告摘要",
        "Summary of an inspection",
        (
            "report_no laboratory cma_no product batch_no supplier manufacturer produced_on sampled_on "
            "reported_on valid_until conclusion failed_items checked_by"
        ),
        (PaperLines(InspectionItem, "item method unit lower upper result verdict"),),
        signs=(Text("审核", "Checked by"), QUALITY),
    ),
    Paper(
        "corrective_action_note",
        CorrectiveAction,
        "改善预防措施单",
        "Corrective and preventive action",
        (
            "no kind source product batch_no store defect problem containment cause action owner opened_on due_on "
            "done_on verified_by verified_on effective"
        ),
        signs=(OWNER, QUALITY),
        photos=True,
    ),
    Paper(
        "incoming_note",
        IncomingCheck,
        "进货查验记录",
        "Record of an incoming check",
        (
            "no received_on supplier product product.spec batch_no produced_on expires_on qty warehouse "
            "licence_seen licence_no licence_until label_ok temperature checker state note"
        ),
        signs=(RECEIVER, QUALITY),
        photos=True,
    ),
    Paper(
        "audit_report",
        QualityAudit,
        "品质审核报告",
        "Audit report",
        "no kind scope supplier store planned_on done_on auditor score closed_on note",
        (PaperLines(AuditFinding, "clause result severity description evidence action"),),
        signs=(Text("审核员", "Auditor"), Text("受审核方", "Audited")),
    ),
    Paper(
        "safety_daily",
        SafetyCheck,
        "每日食品安全检查记录",
        "Daily food safety check",
        CHECKED,
        (POINTS,),
        signs=(CHECKER, OFFICER),
        when={"kind": ("day",)},
        photos=True,
    ),
    Paper(
        "safety_weekly",
        SafetyCheck,
        "每周食品安全排查治理报告",
        "Weekly food safety report",
        GATHERED,
        (POINTS,),
        signs=(OFFICER, DIRECTOR),
        when={"kind": ("week",)},
    ),
    Paper(
        "safety_monthly",
        SafetyCheck,
        "每月食品安全调度会议纪要",
        "Minutes of the monthly food safety meeting",
        GATHERED,
        (POINTS,),
        signs=(DIRECTOR, HEAD),
        when={"kind": ("month",)},
    ),
)
