"""Joining, renewing, transferring and leaving 加盟手续: a template's checklist with days, and the gates at its end."""

from datetime import timedelta
from decimal import Decimal

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    MoneyField,
    Move,
    NoteField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    Then,
    in_one_change,
    notify,
    numbered,
)
from ..kit.clock import today
from ..kit.write.ending import EndsWith
from ..kit.write.files import has_file
from ..organization import DEPARTMENTS, Employee, Franchisee, Store
from .gates import pass_gate
from .templates import CASE_KINDS, checklist

CASE_STATES = (
    Choice("open", "办理中", "Under way", "info"),
    Choice("done", "已办结", "Done", "positive", ("办结",)),
    Choice("cancelled", "已撤销", "Cancelled", "grey"),
)
STEP_STATES = (
    Choice("todo", "待办", "To do", "info"),
    Choice("done", "已完成", "Done", "positive", ("完成",)),
    Choice("waived", "免办", "Waived", "grey"),
    Choice("dropped", "已撤销", "Withdrawn", "grey"),
)
STEPS_OPEN = Text("还有 {count} 项未完成：{steps}", "{count} steps are still open: {steps}")
LEGAL = Text("“{step}”是法定事项，不能免办", "“{step}” is required by law and can't be waived")
NEEDS_PROOF = Text("“{step}”要留凭证，请先上传附件（照片或 PDF）", "“{step}” needs proof: attach a photo or PDF first")
CASE_CLOSED = Text("这份手续已结束，步骤不能再改", "This case is closed; its steps stand")
KIND_STANDS = Text(
    "清单已按原类型生成，不能改；可撤销后重办", "The checklist was made for this kind; cancel the case and open another"
)
FIRST_A_TEMPLATE = Text(
    "请先到“加盟 → 手续模板”新增或启用一个，空表可以点“用一套常用的手续模板开始”；再回到这份手续，点“按模板生成步骤”",
    "Add one or put one in use under “Franchise → Case templates” first (an empty table can start with a usual set), then choose "
    "“Take the template's steps” on the case",
)
BARE = Text(
    "{name} 的“{kind}”手续 {no} 没有步骤：还没有启用的模板。{do}",
    "{no} ({kind}) of {name} has no steps, as no template is in use. {do}",
)
NO_TEMPLATE = Text(
    "没有启用的“{kind}”手续模板，或模板里没有步骤。{do}", "No template for “{kind}” is in use, or it has no steps. {do}"
)
HAS_STEPS = Text("{no} 已经有 {n} 个步骤", "{no} has {n} steps already")
PLANNED = Text("已生成 {n} 个步骤", "{n} steps added")
NOT_LEAVING = Text(
    "{name} 还没有批准退出，请先由运营经理在加盟商上“开始退出”",
    "Leaving isn't approved for {name} yet; the operations manager starts it on the franchisee",
)


def finish_case(c: Changes, row: Row, answers: dict) -> Text | None:
    """Everything done, and nothing left behind: no rectification, no debt, no stock."""
    left = CaseStep.rows(CaseStep.case == row.id, CaseStep.state == "todo")
    if left:
        raise Refused(STEPS_OPEN(count=len(left), steps="、".join(step.title for step in left[:3])))
    said = pass_gate(c, row)
    c.update(FranchiseCase, row.id, closed_on=today())
    return said


class FranchiseCase(Record):
    """One franchisee joining, renewing, transferring or leaving."""

    no = LineField("手续编号", "Case no.", unique=True, null=True, max_length=30, width=160, aka=("编号",), auto="JM")
    franchisee = LinkField(Franchisee, "加盟商", "Franchisee", width=160)
    kind = ChoiceField(
        "手续类型",
        "Kind",
        options=CASE_KINDS,
        default="join",
        aka=("类型",),
        hint=Text(
            "保存后按启用的手续模板生成步骤；还没有模板的，先到“手续模板”用一套常用的开始",
            "It gets the steps of the template in use; without one, begin “Case templates” with a usual set first",
        ),
    )
    store = LinkField(Store, "门店", "Store", null=True)
    opened_on = DayField("受理日期", "Opened on", default=today, index=True)
    due_on = DayField("应办结日期", "Due", null=True)
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    transfer_to = LinkField(Franchisee, "受让加盟商", "Transferred to", null=True)
    contract_until = DayField("受理时合同到期", "Contract end when opened", null=True, derived=True)
    progress = QuantityField("进度（%）", "Progress (%)", percent=True, default=0, derived=True)
    deposit_returned = MoneyField("退还保证金", "Deposit returned", null=True, least=0, sum=True)
    stock_left = MoneyField(
        "盘点剩余库存",
        "Stock left at the last count",
        null=True,
        least=0,
        hint=Text("退出前最后一次盘点后门店里剩余的货值", "What the last stocktake before leaving found in the shop"),
    )
    closed_on = DayField("办结日期", "Closed on", null=True, locked=True, index=True)
    state = ChoiceField("状态", "State", options=CASE_STATES, default="open", locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "加盟手续",
        "Franchise cases",
        says=("franchisee", "kind", "no"),
        later=("deposit_returned", "stock_left"),
        title="no",
        order=("-opened_on",),
        key=("no",),
        search=("no", "franchisee", "owner"),
        verbs="see add edit export import",
        columns=("no", "franchisee", "kind", "store", "opened_on", "due_on", "owner", "progress", "closed_on", "state"),
        fill=lambda c, rows: fill_cases(rows),
        checks=(lambda c, moves: keep_cases(c, moves),),
        consequences=(Then(lambda c, moves: plan_cases(c, moves), also="import"),),
        scopes={"store": "store", "region": "franchisee.region"},
        steps=(
            Step("finish", "办结", "Finish", "open", "done", then=finish_case, icon="task_alt"),
            Step(
                "cancel",
                "撤销",
                "Withdraw",
                "open",
                "cancelled",
                verb="approve",
                reason=True,
                icon="cancel",
                danger=True,
            ),
        ),
    )


def finish_step(c: Changes, row: Row, answers: dict) -> None:
    if row.proof and not has_file(CaseStep, row.id):
        raise Refused(NEEDS_PROOF(step=row.title))
    c.update(CaseStep, row.id, done_on=today())


def waive_step(c: Changes, row: Row, answers: dict) -> None:
    """What the law demands isn't ours to let go."""
    if row.legal:
        raise Refused(LEGAL(step=row.title))


def reopen_step(c: Changes, row: Row, answers: dict) -> None:
    c.update(CaseStep, row.id, done_on=None)


class CaseStep(Record):
    """One step of a case: whose, by when, and done or not."""

    case = LinkField(FranchiseCase, "手续", "Case", width=160)
    position = CountField("序号", "No.", least=1, default=99, width=70)
    title = LineField("步骤", "Step", max_length=80, width=200)
    department = ChoiceField("部门", "Department", options=DEPARTMENTS, default="store_management")
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    due_on = DayField("截止日期", "Due", null=True)
    legal = FlagField("法定", "Required by law", default=False, locked=True)
    proof = FlagField("须留凭证", "Needs proof", default=False)
    done_on = DayField("完成日期", "Done on", null=True, locked=True)
    state = ChoiceField("状态", "State", options=STEP_STATES, default="todo", locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "手续步骤",
        "Case steps",
        title="title",
        order=("case", "position"),
        parent="case",
        search=("title", "case"),
        checks=(lambda c, moves: keep_steps(c, moves),),
        derives=(lambda c, moves: count_done(c, moves),),
        scopes={"store": "case.store", "region": "case.franchisee.region"},
        steps=(
            Step("finish", "完成", "Finish", "todo", "done", then=finish_step, photos=True, icon="done"),
            Step(
                "waive",
                "免办",
                "Waive",
                "todo",
                "waived",
                verb="approve",
                reason=True,
                then=waive_step,
                icon="remove_done",
            ),
            Step("reopen", "重新办理", "Reopen", "done waived", "todo", reason=True, then=reopen_step, icon="undo"),
            Step("drop", "随手续撤销", "Withdraw with the case", "todo", "dropped", auto=True),
        ),
    )


STEPS_END = EndsWith(CaseStep, "case", over=("cancelled",), waiting=("todo",), to="dropped")


# What follows -----------------------------------------------------------------------------------------------------------


def fill_cases(rows: list[dict]) -> None:
    numbered(FranchiseCase, rows)
    ends = {
        row.id: row.ends_on
        for row in Franchisee.rows_by_id({row["franchisee"] for row in rows if row["franchisee"]}).values()
    }
    for row in rows:
        row["contract_until"] = ends.get(row["franchisee"])


def keep_cases(c: Changes, moves: list[Move]) -> None:
    """A case is of one franchisee and kind all along; an exit is of somebody who leaves."""
    for move in moves:
        if move.old and move.new and move.changed("kind", "franchisee"):
            raise Refused(KIND_STANDS, "kind", move.index)
        if move.old is None and move.new.state == "open" and move.new.kind == "exit":
            person = c.fresh(Franchisee, move.new.franchisee)
            if person.state != "leaving":
                raise Refused(NOT_LEAVING(name=person.name), "kind", move.index)


def plan_cases(c: Changes, moves: list[Move]) -> None:
    """A case gets its checklist with days; another day of opening moves what isn't done."""
    for move in moves:
        if move.old is None:
            _open(c, move)
        elif move.new and move.changed("opened_on"):
            _move_days(c, move)


def _open(c: Changes, move: Move) -> None:
    case = move.new
    if case.state == "open" and not _plan(c, case):
        message = BARE(name=Franchisee.title_of(case.franchisee), kind=_kind_of(case), no=case.no, do=FIRST_A_TEMPLATE)
        notify(c, message, record=FranchiseCase, row=case.id, roles=("store_management",), employees=(case.owner,))


@in_one_change
def plan_case(c: Changes, case: int) -> Text:
    """What a case without a template went without when it was opened."""
    row = c.fresh(FranchiseCase, case)
    if there := CaseStep.select().where(CaseStep.case == case).count():
        raise Refused(HAS_STEPS(no=row.no, n=there))
    if not (made := _plan(c, row)):
        raise Refused(NO_TEMPLATE(kind=_kind_of(row), do=FIRST_A_TEMPLATE), "kind")
    return PLANNED(n=made)


def _plan(c: Changes, case: Row) -> int:
    """The template's steps with their days; how many there are."""
    lines = checklist(case.kind)
    c.add(
        CaseStep,
        [
            {
                "case": case.id,
                "position": line.position,
                "title": line.title,
                "department": line.department,
                "owner": case.owner,
                "due_on": case.opened_on + timedelta(days=line.days),
                "legal": line.legal,
                "proof": line.proof,
            }
            for line in lines
        ],
    )
    if lines and case.due_on is None:
        c.update(FranchiseCase, case.id, due_on=case.opened_on + timedelta(days=max(line.days for line in lines)))
    return len(lines)


def _kind_of(case: Row) -> Text:
    return Text(*(FranchiseCase.kind.show(case.kind, lang) for lang in ("zh", "en")))


def _move_days(c: Changes, move: Move) -> None:
    days = move.new.opened_on - move.old.opened_on
    todo = CaseStep.rows(CaseStep.case == move.id, CaseStep.state == "todo", CaseStep.due_on.is_null(False))
    c.alter(CaseStep, {step.id: {"due_on": step.due_on + days} for step in todo})


def keep_steps(c: Changes, moves: list[Move]) -> None:
    """Steps move only while the case is under way, and what the law wants stays."""
    cases = FranchiseCase.rows_by_id(_cases(moves))
    for move in moves:
        if move.old is not None and cases[move.old.case].state != "open":
            raise Refused(CASE_CLOSED, None, move.index)
        if move.new is None and move.old.legal:
            raise Refused(LEGAL(step=move.old.title), None, move.index)


def count_done(c: Changes, moves: list[Move]) -> None:
    """The progress of a case is what is done of its steps."""
    done: dict[int, list[bool]] = {id: [] for id in _cases(moves)}
    for step in CaseStep.rows(CaseStep.case.in_(list(done))):
        done[step.case].append(step.state not in ("todo", "dropped"))
    c.alter(FranchiseCase, {id: {"progress": _share(steps)} for id, steps in done.items()})


def _cases(moves: list[Move]) -> set[int]:
    return {row.case for move in moves for row in (move.old, move.new) if row is not None}


def _share(done: list[bool]) -> Decimal:
    return (Decimal(100 * sum(done)) / len(done)).quantize(Decimal("0.1")) if done else Decimal(0)
