"""Quality audits 品质审核: what was looked at, what was found, a score, and an action for every finding that needs one."""

from decimal import Decimal

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
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    numbered,
)
from ..kit.clock import today
from ..organization import Employee, Store, Supplier
from .actions import CorrectiveAction, is_settled, open_corrective_action

KINDS = (
    Choice("internal", "内部审核", "Internal", "info", ("内审",)),
    Choice("supplier", "供应商审核", "Supplier", "warning", ("供应商",)),
    Choice("store", "门店审核", "Store", "positive", ("门店",)),
)
STATES = (
    Choice("planned", "已计划", "Planned", "grey"),
    Choice("done", "已审核", "Done", "info", ("已完成",)),
    Choice("closed", "已关闭", "Closed", "grey", ("关闭",)),
    Choice("cancelled", "已取消", "Cancelled", "grey"),
)
RESULTS = (
    Choice("pass", "符合", "Conforms", "positive", ("合格", "是")),
    Choice("fail", "不符合", "Does not conform", "negative", ("不合格", "否")),
    Choice("na", "不适用", "Not applicable", "grey", ("N/A",)),
)
SEVERITIES = (
    Choice("severe", "严重不符合", "Severe", "negative", ("严重",)),
    Choice("minor", "一般不符合", "Minor", "warning", ("一般",)),
    Choice("observation", "观察项", "Observation", "info", ("观察",)),
)

TOLD = ("audit", "clause", "weight", "result", "severity")  # what the score rests on
WHOM = Text("{kind}要写明{whom}", "Name the {whom} for this kind of audit ({kind})")
NO_FINDINGS = Text("请先登记审核条款的结果", "Enter the clauses that were audited first")
NOT_SAID = Text("不符合的条款要选择严重程度", "A clause that does not conform needs a severity")
DONE_ALREADY = Text("审核已是“{state}”，条款不能再改", "The audit is “{state}”: its findings stay as they are")
ACTION_OPEN = Text("还有 {count} 项改善措施未验证，不能关闭", "{count} corrective actions aren't verified yet")
SCORED = Text("审核得分 {score}，提出改善措施 {count} 项", "Score {score}; {count} corrective actions opened")


def number(c: Changes, rows: list[dict]) -> None:
    numbered(QualityAudit, rows)


def keep_audits(c: Changes, moves: list[Move]) -> None:
    """An audit of a supplier names the supplier, one of a store the store."""
    for move in moves:
        if move.new is None or move.new.kind == "internal":
            continue
        if getattr(move.new, move.new.kind) is None:
            kind = Text(*(QualityAudit.kind.show(move.new.kind, lang) for lang in ("zh", "en")))
            whom = QualityAudit.fields()[move.new.kind].label
            raise Refused(WHOM(kind=kind, whom=whom), move.new.kind, move.index)


def finish(c: Changes, row: Row, answers: dict) -> Text:
    """The score stands, and every finding that doesn't conform has its action; observations are only noted."""
    findings = AuditFinding.rows(AuditFinding.audit == row.id)
    if not findings:
        raise Refused(NO_FINDINGS, "score")
    opened = [finding for finding in findings if finding.result == "fail" and finding.severity != "observation"]
    for finding in opened:
        action = open_corrective_action(
            c,
            source="audit",
            reference=row.no,
            store=row.store,
            problem=f"{finding.clause}：{finding.description or row.scope}",
        )
        c.update(AuditFinding, finding, action=action.id)
    c.update(QualityAudit, row, done_on=row.done_on or today())
    return SCORED(score=QualityAudit.score.show(score_of(findings)) or "—", count=len(opened))


def close(c: Changes, row: Row, _: dict) -> None:
    findings = AuditFinding.rows(AuditFinding.audit == row.id)
    if waiting := sum(not is_settled(finding.action) for finding in findings):
        raise Refused(ACTION_OPEN(count=waiting), "state")
    c.update(QualityAudit, row, closed_on=today())


class QualityAudit(Record):
    """One audit of ourselves, a supplier or a store."""

    no = LineField("审核编号", "Audit no.", unique=True, max_length=30, null=True, width=160, aka=("编号",), auto="AU")
    kind = ChoiceField("审核类型", "Kind", options=KINDS, default="internal", width=100, aka=("类型",))
    scope = LineField("审核范围", "Scope", max_length=160, width=200, aka=("范围",))
    supplier = LinkField(Supplier, "供应商", "Supplier", null=True)
    store = LinkField(Store, "门店", "Store", null=True)
    planned_on = DayField("计划日期", "Planned on")
    done_on = DayField("审核日期", "Done on", null=True, aka=("实际日期",))
    auditor = LinkField(Employee, "审核员", "Auditor", null=True)
    score = QuantityField("得分", "Score", null=True, derived=True)
    closed_on = DayField("关闭日期", "Closed on", null=True, locked=True)
    state = ChoiceField("状态", "State", options=STATES, default="planned", locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "品质审核",
        "Quality audits",
        says=("store", "supplier", "scope", "no"),
        later=("done_on",),
        title="no",
        order=("-planned_on",),
        key=("no",),
        search=("no", "scope", "supplier", "store"),
        fill=number,
        checks=(keep_audits,),
        scopes={"store": "store", "region": "store.region", "own": "auditor"},
        columns=("no", "kind", "scope", "supplier", "store", "planned_on", "done_on", "auditor", "score", "state"),
        steps=(
            Step(
                "finish",
                "完成审核",
                "Finish",
                "planned",
                "done",
                needs=("auditor",),
                then=finish,
                icon="fact_check",
                asks={"done_on": DayField("审核日期", "Done on", null=True)},
                hint=Text("不符合项会自动开出改善措施", "Each nonconformity opens a corrective action"),
            ),
            Step("close", "关闭", "Close", "done", "closed", then=close, icon="task_alt"),
            Step(
                "cancel",
                "取消审核",
                "Cancel the audit",
                "planned",
                "cancelled",
                reason=True,
                danger=True,
                icon="cancel",
            ),
        ),
    )


def keep_findings(c: Changes, moves: list[Move]) -> None:
    """Findings belong to an audit that is still under way."""
    for move in moves:
        if move.new is not None and move.new.result == "fail" and move.new.severity is None:
            raise Refused(NOT_SAID, "severity", move.index)
        row = move.new or move.old
        audit = QualityAudit.row(row.audit)
        if move.changed(*TOLD) and audit.state != "planned":
            state = Text(*(QualityAudit.state.show(audit.state, lang) for lang in ("zh", "en")))
            raise Refused(DONE_ALREADY(state=state), "result", move.index)


def count_score(c: Changes, moves: list[Move]) -> None:
    """An audit's score follows its findings."""
    ids = {row.audit for move in moves for row in (move.old, move.new) if row and move.changed(*TOLD)}
    lines: dict[int, list[Row]] = {id: [] for id in ids}
    for finding in AuditFinding.rows(AuditFinding.audit.in_(list(ids))):
        lines[finding.audit].append(finding)
    c.alter(QualityAudit, {id: {"score": score_of(findings)} for id, findings in lines.items()})


class AuditFinding(Record):
    """One clause of an audit and how it was met."""

    audit = LinkField(QualityAudit, "品质审核", "Audit", aka=("审核编号",))
    clause = LineField("条款", "Clause", max_length=120, width=180, aka=("审核条款", "检查项"))
    weight = CountField("权重", "Weight", least=1, default=1, width=70)
    result = ChoiceField("结果", "Result", options=RESULTS, default="pass", width=90)
    severity = ChoiceField("严重程度", "Severity", options=SEVERITIES, null=True, width=110)
    description = NoteField("发现", "Finding", null=True, aka=("问题描述", "描述"))
    evidence = NoteField("证据", "Evidence", null=True)
    action = LinkField(CorrectiveAction, "改善措施", "Corrective action", null=True, locked=True)

    sheet = Sheet(
        "审核发现",
        "Audit findings",
        title="clause",
        order=("audit", "id"),
        parent="audit",
        checks=(keep_findings,),
        derives=(count_score,),
        key=("audit", "clause"),
        search=("clause", "description", "audit"),
        scopes={"store": "audit.store", "region": "audit.store.region", "own": "audit.auditor"},
    )

    class Meta:
        indexes = ((("audit", "clause"), True),)


def score_of(findings: list[Row]) -> Decimal | None:
    """What was met of what applied, by weight, in points of a hundred."""
    applicable = sum(finding.weight for finding in findings if finding.result != "na")
    met = sum(finding.weight for finding in findings if finding.result == "pass")
    return (Decimal(met) * 100 / applicable).quantize(Decimal("0.1")) if applicable else None
