"""What store management prints: rectification notices, reports of visits, minutes, commission slips, hand-overs."""

from ..kit import Paper, PaperLines, Text
from .commission import CommissionResult
from .meetings import MeetingAction, MeetingMinute
from .opening_lists import OpeningItem
from .openings import StoreOpening
from .rectifying import Rectification
from .visits import StoreVisit, VisitItem

MANAGER, INSPECTOR = Text("店长", "Store manager"), Text("巡店人", "Inspector")

PAPERS = (
    Paper(
        "rectification_notice",
        Rectification,
        "门店整改通知单",
        "Rectification notice",
        ("no store topic severity problem owner opened_on due_on measure done_on verified_by verified_on returned"),
        words=(
            Text(
                "请在期限前完成整改，上传整改后的照片，由管理人员复核。",
                "Put it right by the day given and upload pictures of it; head office then looks at it.",
            ),
        ),
        signs=(MANAGER, Text("复核人", "Verified by")),
        photos=True,
    ),
    Paper(
        "visit_report",
        StoreVisit,
        "巡店报告",
        "Report of a store visit",
        "no store visited_on inspector kind q_score s_score c_score total grade red_lines failed_items note",
        (PaperLines(VisitItem, "section text weight points severity remark due_on", "weight points"),),
        signs=(INSPECTOR, MANAGER),
        photos=True,
    ),
    Paper(
        "meeting_minutes",
        MeetingMinute,
        "会议纪要",
        "Minutes",
        "no title subject held_on recorder attendees agenda content decisions",
        (PaperLines(MeetingAction, "task owner due_on state result"),),
        signs=(Text("主持人", "Chair"), Text("记录人", "Recorded by")),
    ),
    Paper(
        "commission_slip",
        CommissionResult,
        "提成单",
        "Commission slip",
        "month store employee plan target actual rate amount adjustment adjusted_why payable state",
        signs=(Text("制表", "Made out by"), Text("审批", "Approved by"), Text("领取人", "Received by")),
        when={"state": ("approved", "paid")},
    ),
    Paper(
        "opening_handover",
        StoreOpening,
        "新店移交单",
        "Hand-over of a new store",
        "name store franchisee opening_on leader opened_on handed_to handed_on signed_on review",
        (PaperLines(OpeningItem, "kind text qty actual unit gap state note"),),
        signs=(Text("移交人", "Handed over by"), Text("接收人", "Taken over by")),
    ),
)
