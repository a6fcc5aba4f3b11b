"""What the service team does beside the steps of a ticket: agree to compensation, merge duplicates, escalate what runs late."""

from datetime import datetime

from ..kit import Changes, Refused, Row, Text, in_one_change, notify, setting
from ..kit.clock import local, now
from .complaints import Complaint, amount_of
from .deadlines import MANAGERS, used
from .kinds import OPEN, RUNNING

SAME_PERSON = Text("赔付须由申请人以外的人审批", "Compensation is approved by somebody other than who asked for it")
TOO_HIGH = Text(
    "{amount} 的赔付须由运营经理审批", "A compensation of {amount} is for the operations manager to approve"
)
APPROVED = Text("{no} 赔付 {amount} 已批准", "{no}: compensation of {amount} approved")
REJECTED = Text("{no} 赔付 {amount} 未批准：{reason}", "{no}: compensation of {amount} rejected: {reason}")
SAME = Text("不能并入自己", "A ticket can't be merged with itself")
NOT_OPEN = Text("{no} 已不在处理中，不能并单", "{no} isn't open, so tickets can't be merged")
MERGED = Text("已并入 {no}", "Merged into {no}")
LATE = Text("{no} 已超过处理时限（{due}）", "{no} is past its time ({due})")
NEARLY = Text(
    "{no} 已用去处理时限的 {mark}%，应于 {due} 前处理完", "{no} has used {mark} % of its time; it is due by {due}"
)
MANAGING = ("operations_manager", "administrator")
MARKS = {
    100: ("members_service", "operations_manager"),
    80: ("members_service",),
    50: (),
}  # who hears beside the handler


@in_one_change
def approve_compensation(c: Changes, complaint: int):
    """Somebody other than who asked agrees to the compensation."""
    row = c.fresh(Complaint, complaint)
    if row.compensation_by == c.who.login:
        raise Refused(SAME_PERSON, "compensation_state")
    if row.compensation > setting(MANAGERS) and c.who.role not in MANAGING and not c.who.all_rights:
        raise Refused(TOO_HIGH(amount=amount_of(row)), "compensation")
    c.update(Complaint, complaint, compensation_state="approved")
    return APPROVED(no=row.no, amount=amount_of(row))


@in_one_change
def reject_compensation(c: Changes, complaint: int, *, reason: str):
    """The compensation is not paid like this; the handler proposes another."""
    row = c.fresh(Complaint, complaint)
    c.update(Complaint, complaint, compensation_state="rejected")
    text = REJECTED(no=row.no, amount=amount_of(row), reason=reason)
    notify(c, text, record=Complaint, row=row.id, employees=(row.handler,))
    return text


@in_one_change
def merge_complaints(c: Changes, complaint: int, *, into: int):
    """Two tickets about one thing: the later one points to the one that goes on."""
    if complaint == into:
        raise Refused(SAME, "into")
    gone, kept = c.fresh(Complaint, complaint), c.fresh(Complaint, into)
    for row, states in ((gone, RUNNING), (kept, OPEN)):
        if row.state not in states:
            raise Refused(NOT_OPEN(no=row.no), "into")
    c.update(Complaint, complaint, state="merged", merged_into=into)
    return MERGED(no=kept.no)


def escalate(c: Changes, moment: datetime | None = None) -> int:
    """Tell whoever must know of tickets that passed 50, 80 or 100 % of their time; each mark is told once."""
    moment, sets = moment or now(), {}
    for row in Complaint.rows(Complaint.state.in_(RUNNING)):
        share = used(row, moment)
        mark = next((mark for mark in MARKS if share >= mark), 0)
        if mark > row.mark:
            sets[row.id] = {"mark": mark}
            _tell(c, row, mark)
    c.alter(Complaint, sets)
    return len(sets)


def _tell(c: Changes, row: Row, mark: int) -> None:
    due = f"{local(row.due_at):%m-%d %H:%M}"
    text = LATE(no=row.no, due=due) if mark == 100 else NEARLY(no=row.no, mark=mark, due=due)
    roles = MARKS[mark] or (() if row.handler else ("members_service",))
    notify(c, text, record=Complaint, row=row.id, roles=roles, employees=(row.handler,), urgent=mark == 100)
