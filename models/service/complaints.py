"""Complaints 投诉咨询工单: what customers bring forward, its way to an answer, and what holds however a ticket is written."""

from datetime import timedelta

from ..key_accounts import KeyAccount
from ..kit import (
    Changes,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    Move,
    NoteField,
    PhoneField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    Then,
    notify,
    numbered,
    setting,
)
from ..kit.clock import local, now
from ..members import Member
from ..organization import Employee, Product, Store
from ..quality import CorrectiveAction, open_corrective_action
from . import words
from .deadlines import FREE, figures
from .kinds import (
    CATEGORIES,
    CAUSES,
    COMPENSATION_STATES,
    KINDS,
    OPEN,
    SEVERITIES,
    SOURCES,
    STATES,
)
from .settled import is_of_quality, keep_closed, keep_quality


def fill_numbers(c: Changes, rows: list[dict]) -> None:
    numbered(Complaint, rows)


# What holds however a ticket is written ---------------------------------------------------------------------------------


def open_action(c: Changes, moves: list[Move]) -> None:
    """A quality complaint opens a corrective action once."""
    for row in [move.new for move in moves if is_of_quality(move.new)]:
        if row.corrective_action is None and row.state in OPEN:
            opened = open_corrective_action(
                c,
                source="complaint",
                problem=words.PROBLEM(no=row.no, what=row.description[:100]).zh,
                reference=row.no,
                product=row.product,
                batch_no=row.batch_no,
                store=row.store,
            )
            c.update(Complaint, row.id, corrective_action=opened.id)


def keep_compensation(c: Changes, moves: list[Move]) -> None:
    """More than a small compensation waits for somebody else's approval; a changed amount waits again."""
    for move in moves:
        row = move.new
        if row is None or (move.old and not move.changed("compensation")):
            continue
        over = (row.compensation or 0) > setting(FREE)
        if over and row.state in OPEN:
            c.update(Complaint, row.id, compensation_state="waiting", compensation_by=c.who.login)
            roles = ("members_service", "operations_manager")
            said = words.WAITS(no=row.no, amount=amount_of(row))
            notify(c, said, record=Complaint, row=row.id, roles=roles, waits="compensation_state")
        elif not over and row.compensation_state != "none":
            c.update(Complaint, row.id, compensation_state="none", compensation_by=None)


def keep_deadlines(c: Changes, moves: list[Move]) -> None:
    """Deadlines and durations are what the ticket's own moments say, whoever moved them."""
    c.alter(Complaint, {move.id: figures(move.new) for move in moves if move.new})


def warn_of_critical(c: Changes, moves: list[Move]) -> None:
    """A critical complaint is put before the operations manager at once."""
    for move in moves:
        row = move.new
        if row and row.severity == "critical" and row.state in OPEN and move.changed("severity"):
            text = words.CRITICAL(no=row.no, what=row.description[:60])
            manager = ("operations_manager",)
            notify(c, text, record=Complaint, row=row.id, roles=manager, employees=(row.handler,), urgent=True)


# The steps --------------------------------------------------------------------------------------------------------------


def tell_handler(c: Changes, row: Row, answers: dict) -> None:
    text = words.YOURS(no=row.no, due=f"{local(row.due_at):%m-%d %H:%M}")
    notify(c, text, record=Complaint, row=row.id, employees=(row.handler,), waits="state")


def respond(c: Changes, row: Row, answers: dict) -> None:
    """The first word to the customer counts as the response; whoever takes it on handles it."""
    handler = row.handler or c.who.employee_id
    c.update(Complaint, row.id, responded_at=row.responded_at or now(), handler=handler)


def stop_clock(c: Changes, row: Row, answers: dict) -> None:
    c.update(Complaint, row.id, waiting_since=now())


def start_clock(c: Changes, row: Row, answers: dict) -> None:
    """The deadline moves on by as long as the customer took."""
    waited = max(timedelta(0), now() - (row.waiting_since or now()))
    minutes = row.waited_minutes + int(waited.total_seconds() // 60)
    c.update(Complaint, row.id, waiting_since=None, waited_minutes=minutes)


def resolve(c: Changes, row: Row, answers: dict) -> None:
    _compensation_settled(row, words.SETTLING)
    c.update(Complaint, row.id, resolved_at=now())


def close(c: Changes, row: Row, answers: dict) -> None:
    _compensation_settled(row, words.CLOSING)
    c.update(Complaint, row.id, closed_at=now())


def reopen(c: Changes, row: Row, answers: dict) -> None:
    """The customer is not content after all: the clock starts anew and the count shows it."""
    c.update(
        Complaint,
        row.id,
        reopened=row.reopened + 1,
        reopened_at=now(),
        resolved_at=None,
        called_back_at=None,
        satisfaction=None,
        closed_at=None,
        waiting_since=None,
        waited_minutes=0,
        mark=0,
    )


def _compensation_settled(row: Row, what: Text) -> None:
    if row.compensation_state in ("waiting", "rejected"):
        raise Refused(words.NOT_APPROVED(amount=amount_of(row), what=what), "compensation")


def amount_of(row: Row) -> str:
    return Complaint.compensation.show(row.compensation)


class Complaint(Record):
    """One thing a customer brought forward, with a clock that stands still while the customer is to answer."""

    no = LineField(
        "工单号",
        "Ticket no.",
        null=True,
        unique=True,
        max_length=30,
        width=140,
        aka=("投诉单号", "单号", "编号"),
        auto="TS",
    )
    kind = ChoiceField("类型", "Kind", options=KINDS, default="complaint", width=80, aka=("工单类型",))
    category = ChoiceField(
        "类别", "Category", options=CATEGORIES, default="other", width=80, aka=("投诉类别", "问题类别")
    )
    severity = ChoiceField("严重程度", "Severity", options=SEVERITIES, default="normal", width=90, aka=("级别", "等级"))
    source = ChoiceField("来源", "Source", options=SOURCES, default="store", width=90, aka=("投诉来源", "渠道"))
    case_no = LineField("外部案号", "Outside case no.", null=True, max_length=40, aka=("12315编号", "平台单号"))
    member = LinkField(Member, "会员", "Member", null=True, aka=("会员卡号",))
    key_account = LinkField(KeyAccount, "大客户", "Key account", null=True)
    customer = LineField("客户姓名", "Customer", null=True, max_length=40, aka=("投诉人", "客户"))
    phone = PhoneField("联系电话", "Phone", null=True, mask=True, aka=("电话", "手机号"))
    store = LinkField(Store, "门店", "Store", null=True, aka=("涉及门店", "所属门店"))
    product = LinkField(Product, "商品", "Product", null=True, aka=("涉及商品", "产品"))
    batch_no = LineField("批号", "Batch no.", null=True, max_length=40, index=True, aka=("生产批号", "批次"))
    received_at = MomentField(
        "受理时间", "Received at", happened=True, default=now, index=True, aka=("投诉时间", "受理日期", "投诉日期")
    )
    handler = LinkField(Employee, "处理人", "Handler", null=True, aka=("负责人", "受理人"))
    description = NoteField("内容", "Description", aka=("投诉内容", "问题描述", "描述"))
    claimant = FlagField("职业索赔", "Professional claimant", default=False, width=90)
    cause_code = ChoiceField("原因分类", "Cause", options=CAUSES, null=True)
    cause = NoteField("原因分析", "Cause in words", null=True, aka=("原因",))
    resolution = NoteField("处理结果", "Resolution", null=True, aka=("处理方案", "解决方案"))
    compensation = MoneyField("赔付金额", "Compensation", null=True, least=0, sum=True, aka=("赔付", "赔偿金额"))
    compensation_state = ChoiceField(
        "赔付审批", "Compensation approval", options=COMPENSATION_STATES, default="none", locked=True
    )
    compensation_by = LineField("赔付申请人", "Compensation asked by", null=True, locked=True, max_length=100)
    respond_due_at = MomentField("首次响应时限", "First response due", null=True, derived=True)
    responded_at = MomentField("首次响应时间", "First response at", null=True, locked=True)
    due_at = MomentField(
        "处理时限",
        "Due at",
        null=True,
        derived=True,
        index=True,
        hint=Text("按严重程度计算，等待客户期间停表顺延", "By severity; moves on while the customer is to answer"),
    )
    waiting_since = MomentField("等待客户自", "Waiting since", null=True, locked=True)
    waited_minutes = CountField("等待客户（分钟）", "Waited (minutes)", default=0, locked=True)
    mark = CountField(
        "时限提醒（%）",
        "Deadline mark (%)",
        percent=True,
        default=0,
        locked=True,
        hint=Text("已用去时限的 50%、80%、100% 时提醒", "Raised at 50, 80 and 100 % of the time"),
    )
    resolved_at = MomentField("解决时间", "Resolved at", null=True, locked=True, index=True)
    called_back_at = MomentField("回访时间", "Called back at", null=True, locked=True)
    satisfaction = CountField("满意度（1–5）", "Satisfaction (1–5)", null=True, least=1, most=5, locked=True)
    closed_at = MomentField("关闭时间", "Closed at", null=True, locked=True, index=True)
    reopened_at = MomentField("重新打开时间", "Reopened at", null=True, locked=True)
    reopened = CountField("重开次数", "Times reopened", default=0, locked=True)
    hours = QuantityField("处理时长（小时）", "Hours to resolve", null=True, derived=True)
    in_time = FlagField("按时解决", "Resolved in time", null=True, derived=True)
    responded_in_time = FlagField("按时响应", "Responded in time", null=True, derived=True)
    mediation_due_on = DayField(
        "调解期限",
        "Mediation due",
        null=True,
        derived=True,
        hint=Text("12315 工单自受理起 60 天", "60 days from receipt for the regulator's cases"),
    )
    corrective_action = LinkField(CorrectiveAction, "改善措施", "Corrective action", null=True, locked=True)
    merged_into = LinkField("self", "并入工单", "Merged into", null=True, locked=True)
    state = ChoiceField("状态", "State", options=STATES, default="new", locked=True, width=100)

    sheet = Sheet(
        "投诉咨询工单",
        "Complaints and enquiries",
        says=("store", "category", "customer", "no"),
        later=("cause_code", "cause", "resolution", "compensation"),
        title="no",
        order=("-received_at",),
        key=("no",),
        state="state",
        search=("no", "customer", "member", "description", "batch_no", "case_no"),
        columns=(
            "no",
            "kind",
            "category",
            "severity",
            "state",
            "received_at",
            "due_at",
            "store",
            "member",
            "customer",
            "phone",
            "product",
            "batch_no",
            "handler",
            "description",
            "mark",
            "satisfaction",
        ),
        scopes={"store": "store", "region": "store.region", "own": "handler"},
        fill=fill_numbers,
        checks=(keep_closed, keep_quality),
        derives=(keep_deadlines,),
        consequences=tuple(Then(rule, also="import") for rule in (open_action, keep_compensation, warn_of_critical)),
        steps=(
            Step(
                "assign",
                "派单",
                "Assign",
                "new reopened",
                "assigned",
                then=tell_handler,
                icon="person_add",
                asks={"handler": LinkField(Employee, "处理人", "Handler")},
            ),
            Step(
                "start",
                "联系客户并处理",
                "Respond and work on it",
                "new assigned reopened",
                "working",
                then=respond,
                icon="support_agent",
            ),
            Step(
                "wait",
                "等待客户回复",
                "Wait for the customer",
                "working",
                "waiting",
                reason=True,
                then=stop_clock,
                icon="hourglass_empty",
            ),
            Step(
                "resume",
                "客户已回复",
                "The customer answered",
                "waiting",
                "working",
                then=start_clock,
                icon="play_arrow",
            ),
            Step(
                "resolve",
                "解决",
                "Resolve",
                "working",
                "resolved",
                needs=("cause_code", "cause", "resolution"),
                then=resolve,
                icon="task_alt",
            ),
            Step(
                "call_back",
                "回访",
                "Call back",
                "resolved",
                "called_back",
                icon="call",
                asks={
                    "called_back_at": MomentField("回访时间", "Called back at", default=now),
                    "satisfaction": CountField("满意度（1–5）", "Satisfaction (1–5)", least=1, most=5),
                },
            ),
            Step(
                "close",
                "关闭",
                "Close",
                "called_back",
                "closed",
                needs=("cause_code", "cause", "resolution", "called_back_at"),
                then=close,
                icon="lock",
            ),
            Step(
                "reopen",
                "重新打开",
                "Reopen",
                "resolved called_back closed",
                "reopened",
                reason=True,
                then=reopen,
                icon="replay",
                danger=True,
            ),
            Step("merge", "并单", "Merge", "new assigned working reopened", "merged", auto=True),
        ),
    )
