"""Corrective and preventive actions 改善预防措施: cause, action, proof, and a second person who sees that it works."""

import re
from collections import Counter
from datetime import date, timedelta

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinkField,
    Move,
    NoteField,
    Param,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    notify,
    numbered,
    setting,
)
from ..kit.clock import today
from ..organization import Employee, Product, Store

DAYS_TO_ACT = Param("quality_action_days", "改善措施完成时限（天）", "Days to carry out a corrective action", 14, "天")
DAYS_TO_EFFECT = Param(
    "quality_effect_days", "验证后效果检查间隔（天）", "Days from verification to the check of its effect", 30, "天"
)
DAYS_TO_REPEAT = Param(
    "quality_repeat_days", "同品同缺陷视为复发（天）", "Days in which the same defect reopens an action", 90, "天"
)

KINDS = (Choice("corrective", "纠正", "Corrective", "warning"), Choice("preventive", "预防", "Preventive", "info"))
SOURCES = (
    Choice("report", "检验报告", "Inspection report"),
    Choice("nonconformance", "不合格品", "Nonconformance"),
    Choice("audit", "品质审核", "Audit"),
    Choice("complaint", "顾客投诉", "Complaint", "warning", ("投诉",)),
    Choice("visit", "巡店", "Store inspection", "grey", ("门店检查",)),
    Choice("incoming", "进货查验", "Incoming check"),
    Choice("warehouse", "仓库检查", "Warehouse check"),
    Choice("recall", "召回", "Recall", "negative"),
    Choice("other", "其他", "Other"),
)
STATES = (
    Choice("open", "待处理", "Open", "warning"),
    Choice("doing", "整改中", "Under way", "info", ("处理中",)),
    Choice("done", "待验证", "To be verified", "warning"),
    Choice("verified", "已验证", "Verified", "positive"),
    Choice("closed", "已关闭", "Closed", "grey", ("关闭", "完成")),
    Choice("cancelled", "已撤销", "Cancelled", "grey", ("撤销",)),
)
EFFECTIVE = (Choice("yes", "有效", "Effective", "positive"), Choice("no", "无效", "Not effective", "negative"))

STILL = ("open", "doing", "done")
ENDED = ("verified", "closed")
IS_CLOSED = Text("{no} 已“{state}”，要改先重新打开", "{no} is “{state}”: reopen it before changing it")
NOT_EFFECTIVE = Text(
    "效果检查为“无效”，不能关闭，请重新打开", "It did not work, so it can't be closed: reopen it instead"
)
OPENED = Text("新的改善措施 {no}：{problem}", "New corrective action {no}: {problem}")
RETURNED = Text(
    "{no} 在 {days} 天内复发（第 {times} 次），已重新打开：{problem}",
    "{no} came back within {days} days (time {times}) and is open again: {problem}",
)


def number_actions(c: Changes, rows: list[dict]) -> None:
    """A number, a day by which it is done, and somebody whose it is."""
    numbered(CorrectiveAction, rows)
    for row in rows:
        row["due_on"] = row["due_on"] or row["opened_on"] + timedelta(days=setting(DAYS_TO_ACT))
    _give_owners([row for row in rows if row["owner"] is None and row["state"] in STILL])


def _give_owners(rows: list[dict]) -> None:
    """Whose a problem is unless somebody says so: the store's manager, else whoever of the quality post has the least to do."""
    if not rows:
        return
    managers = {
        store.id: store.manager for store in Store.rows_by_id({row["store"] for row in rows if row["store"]}).values()
    }
    there = {
        employee.id
        for employee in Employee.rows_by_id({id for id in managers.values() if id}).values()
        if employee.status != "left"
    }
    post = [employee.id for employee in Employee.rows(Employee.department == "quality", Employee.status == "active")]
    mine = CorrectiveAction.owner.in_(post) & CorrectiveAction.state.in_(STILL)
    busy = Counter(owner for (owner,) in CorrectiveAction.select(CorrectiveAction.owner).where(mine).tuples())
    for row in rows:
        manager = managers.get(row["store"])
        row["owner"] = manager if manager in there else min(post, key=lambda id: (busy[id], id), default=None)
        busy[row["owner"]] += 1


def keep_closed(c: Changes, moves: list[Move]) -> None:
    """What is verified or closed stays as it was verified."""
    fixed = ("problem", "cause", "action", "owner", "due_on", "product", "batch_no", "defect", "store")
    for move in moves:
        if move.old is None or move.new is None or move.old.state not in ENDED:
            continue
        if move.old.state == move.new.state and (name := next((n for n in fixed if move.changed(n)), None)):
            raise Refused(IS_CLOSED(no=move.old.no, state=_state(move.old)), name, move.index)


def finish(c: Changes, row: Row, answers: dict) -> None:
    c.update(CorrectiveAction, row, done_on=row.done_on or today())


def verify(c: Changes, row: Row, answers: dict) -> None:
    """Who verified it is whoever took the step: the step itself keeps the owner and the doer away from it."""
    until = answers.get("check_on") or today() + timedelta(days=setting(DAYS_TO_EFFECT))
    c.update(CorrectiveAction, row, verified_by=c.who.employee_id, verified_on=today(), check_on=until)


def close(c: Changes, row: Row, answers: dict) -> None:
    if answers.get("effective") == "no":
        raise Refused(NOT_EFFECTIVE, "effective")
    c.update(CorrectiveAction, row, closed_on=today())


def cancel(c: Changes, row: Row, answers: dict) -> None:
    c.update(CorrectiveAction, row, closed_on=today())


def reopen(c: Changes, row: Row, answers: dict) -> None:
    c.update(
        CorrectiveAction,
        row,
        done_on=None,
        verified_by=None,
        verified_on=None,
        check_on=None,
        effective=None,
        closed_on=None,
        reopened_on=today(),
        times=row.times + 1,
        due_on=today() + timedelta(days=setting(DAYS_TO_ACT)),
    )


def send_back(c: Changes, row: Row, answers: dict) -> None:
    c.update(CorrectiveAction, row, done_on=None)


ASK_CAUSE = {
    "cause": NoteField("根本原因", "Root cause", null=True, hint=Text("连问五个“为什么”", "Ask why five times")),
    "action": NoteField("措施", "Action", null=True),
    "owner": LinkField(Employee, "责任人", "Owner", null=True),
    "due_on": DayField("完成期限", "Due", null=True),
}


class CorrectiveAction(Record):
    """A problem, its cause, what is done about it, and whether that worked."""

    no = LineField(
        "措施编号", "Action no.", unique=True, max_length=30, null=True, width=160, aka=("编号", "单号"), auto="CA"
    )
    kind = ChoiceField("类型", "Kind", options=KINDS, default="corrective", width=80)
    source = ChoiceField("来源", "Source", options=SOURCES, default="other", width=100)
    reference = LineField("来源单号", "Reference", null=True, max_length=60, index=True, width=150)
    product = LinkField(Product, "商品", "Product", null=True)
    batch_no = LineField("批号", "Batch", null=True, max_length=40, index=True, aka=("批次",))
    defect = LineField("缺陷", "Defect", null=True, max_length=200, aka=("缺陷项目",))
    store = LinkField(Store, "门店", "Store", null=True)
    problem = NoteField("问题", "Problem", width=260, aka=("问题描述",))
    containment = NoteField("应急处置", "Containment", null=True)
    cause = NoteField(
        "根本原因", "Root cause", null=True, aka=("原因",), hint=Text("连问五个“为什么”", "Ask why five times")
    )
    action = NoteField("措施", "Action", null=True, aka=("改善措施",))
    owner = LinkField(Employee, "责任人", "Owner", null=True, aka=("负责人",))
    opened_on = DayField("提出日期", "Opened on", default=today, index=True)
    due_on = DayField("完成期限", "Due", null=True, aka=("截止日期",))
    done_on = DayField("完成日期", "Done on", null=True, locked=True)
    proof = NoteField("完成情况", "Proof", null=True)
    verified_by = LinkField(Employee, "验证人", "Verified by", null=True, locked=True)
    verified_on = DayField("验证日期", "Verified on", null=True, locked=True)
    check_on = DayField("效果检查日", "Effect checked on", null=True, locked=True)
    effective = ChoiceField("效果", "Effect", options=EFFECTIVE, null=True, locked=True, width=80)
    closed_on = DayField("关闭日期", "Closed on", null=True, locked=True)
    times = CountField("复发次数", "Times it came back", default=0, least=0, locked=True)
    reopened_on = DayField("重新打开日期", "Reopened on", null=True, locked=True)
    state = ChoiceField("状态", "State", options=STATES, default="open", locked=True, width=90)

    sheet = Sheet(
        "改善预防措施",
        "Corrective actions",
        says=("store", "product", "problem", "no"),
        later=("proof",),
        title="no",
        order=("-opened_on", "-id"),
        key=("no",),
        search=("no", "problem", "reference", "product", "batch_no"),
        fill=number_actions,
        checks=(keep_closed,),
        columns=("no", "kind", "source", "reference", "product", "batch_no", "problem", "owner", "due_on", "state"),
        scopes={"store": "store", "region": "store.region", "own": "owner"},
        steps=(
            Step(
                "start",
                "开始整改",
                "Start",
                "open",
                "doing",
                asks=ASK_CAUSE,
                needs=("cause", "action", "owner", "due_on"),
                icon="play_arrow",
            ),
            Step(
                "finish",
                "报告完成",
                "Report done",
                "doing",
                "done",
                needs=("cause", "action", "owner"),
                then=finish,
                icon="done",
                asks={"proof": NoteField("完成情况", "Proof", null=True)},
            ),
            Step(
                "verify",
                "验证通过",
                "Verify",
                "done",
                "verified",
                unlike=("owner", "mover"),
                then=verify,
                icon="verified",
                asks={"check_on": DayField("效果检查日", "Effect checked on", null=True)},
                hint=Text("由责任人以外的人验证", "By somebody other than its owner"),
            ),
            Step(
                "send_back",
                "退回",
                "Send back",
                "done",
                "doing",
                unlike=("owner",),
                reason=True,
                then=send_back,
                icon="undo",
            ),
            Step(
                "close",
                "关闭",
                "Close",
                "verified",
                "closed",
                unlike=("owner",),
                then=close,
                icon="task_alt",
                asks={"effective": ChoiceField("效果", "Effect", options=EFFECTIVE)},
            ),
            Step(
                "reopen", "重新打开", "Reopen", "verified closed", "open", reason=True, then=reopen, icon="restart_alt"
            ),
            Step("recur", "复发", "It came back", "verified closed", "open", auto=True),
            Step(
                "cancel",
                "撤销",
                "Withdraw",
                "open doing",
                "cancelled",
                verb="approve",
                reason=True,
                then=cancel,
                danger=True,
                icon="cancel",
            ),
        ),
    )


def open_corrective_action(
    c: Changes,
    *,
    source: str,
    problem: str,
    reference: str,
    product: int | None = None,
    batch_no: str | None = None,
    store: int | None = None,
    owner: int | None = None,
    defect: str | None = None,
    due_on: date | None = None,
    kind: str = "corrective",
) -> Row:
    """A new action, or the one that should have prevented this: same product and defect, ended within 90 days.

    For the rules of all areas. The quality post and the owner are told.
    """
    earlier = _ended_lately(product, defect)
    if earlier is not None:
        return _reopened(c, earlier, problem, reference)
    row = c.create(
        CorrectiveAction,
        kind=kind,
        source=source,
        reference=reference,
        product=product,
        batch_no=batch_no,
        store=store,
        owner=owner,
        defect=defect,
        problem=problem,
        due_on=due_on,
    )
    said = OPENED(no=row.no, problem=problem[:200])
    notify(c, said, record=CorrectiveAction, row=row.id, roles=("quality",), employees=(row.owner,))
    return row


def _ended_lately(product: int | None, defect: str | None) -> Row | None:
    if product is None or not defect:
        return None
    since, named = today() - timedelta(days=setting(DAYS_TO_REPEAT)), _defects(defect)
    ended = CorrectiveAction.rows(
        CorrectiveAction.product == product,
        CorrectiveAction.state.in_(ENDED),
        CorrectiveAction.verified_on >= since,
        order=CorrectiveAction.id.desc(),
    )
    return next((action for action in ended if named & _defects(action.defect)), None)


def _reopened(c: Changes, row: Row, problem: str, reference: str) -> Row:
    c.update(CorrectiveAction, row, state="open")
    reopen(c, row, {})
    c.update(CorrectiveAction, row, problem=f"{row.problem}\n{today():%Y-%m-%d} {reference}：{problem}")
    said = RETURNED(no=row.no, days=setting(DAYS_TO_REPEAT), times=row.times + 1, problem=problem[:200])
    notify(
        c, said, record=CorrectiveAction, row=row.id, roles=("quality", "operations_manager"), employees=(row.owner,)
    )
    return c.fresh(CorrectiveAction, row)


def _defects(text: str | None) -> set[str]:
    return {part for part in re.split(r"[、,，;；]", text or "") if part}


def is_settled(action: int | None) -> bool:
    """Whether nothing is left to do about it: verified, closed or cancelled."""
    return action is None or CorrectiveAction.row(action).state not in STILL


def _state(row: Row) -> Text:
    return Text(*(CorrectiveAction.state.show(row.state, lang) for lang in ("zh", "en")))
