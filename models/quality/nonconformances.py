"""Nonconforming goods 不合格品: contained, judged, disposed of, closed; a concession needs the manager, a destruction its proof."""

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    DayField,
    LineField,
    LinkField,
    MomentField,
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
    notify,
    numbered,
)
from ..kit.clock import now, today
from ..kit.declare.access import may
from ..kit.write.files import has_file
from ..logistics import BatchHold, Warehouse, end_holds, hold_batch, spell_batches
from ..organization import Product, Store, Supplier
from .actions import CorrectiveAction, is_settled, open_corrective_action

SOURCES = (
    Choice("report", "检验报告", "Inspection report"),
    Choice("incoming", "进货查验", "Incoming check"),
    Choice("store", "门店发现", "Found in a store"),
    Choice("warehouse", "仓库发现", "Found in a warehouse"),
    Choice("complaint", "顾客投诉", "Complaint", "warning"),
    Choice("official", "监管通报", "Official notice", "negative"),
    Choice("other", "其他", "Other"),
)
SEVERITIES = (
    Choice("critical", "致命", "Critical", "negative"),
    Choice("major", "严重", "Major", "warning"),
    Choice("minor", "一般", "Minor", "grey", ("轻微",)),
)
DISPOSITIONS = (
    Choice("return", "退货", "Return", "info", ("退供应商",)),
    Choice("destroy", "销毁", "Destroy", "negative"),
    Choice("rework", "返工", "Rework", "info"),
    Choice("concession", "让步", "Concession", "warning", ("让步接收",)),
)
FREES = ("rework", "concession")
STATES = (
    Choice("found", "已发现", "Found", "negative"),
    Choice("contained", "已封存", "Contained", "warning", ("已隔离",)),
    Choice("judged", "已评审", "Judged", "info"),
    Choice("disposed", "已处置", "Disposed of", "info"),
    Choice("closed", "已关闭", "Closed", "grey", ("关闭",)),
    Choice("cancelled", "已撤销", "Cancelled", "grey"),
)

MANAGER = Text("运营经理", "Operations manager")
HOLD_REASON = Text("不合格品 {no}", "Nonconformance {no}")
CONCESSION = Text("让步接收要由运营经理批准", "A concession is for the operations manager to grant")
NEVER_CONCEDE = Text("致命缺陷不能让步接收", "A critical defect can't be conceded")
NEEDS_QTY = Text("请填写数量", "Enter the quantity")
NEEDS_PROOF = Text("销毁须有照片或见证材料作附件", "A destruction needs a picture or a witness paper attached")
ACTION_OPEN = Text("改善措施 {no} 尚未验证，不能关闭", "Corrective action {no} isn't verified yet")
CONTAINED = Text("已封存；批号 {batch} 全部停售", "Contained; batch {batch} is stopped everywhere")
FIXED = Text(
    "{no} 已封存停售，商品和批号不能再改；填错了请“撤销（误报）”后另开一单",
    "{no} has stopped its batch, so product and batch stay; if they are wrong, cancel it and open another",
)
STANDS = Text(
    "{no} 正使批号 {batch} 停售，不能删除或撤回；误报请用“撤销（误报）”",
    "{no} holds batch {batch} back and can't be deleted or undone; cancel it if it was a false alarm",
)
AT_ONCE = ("report", "official")  # a laboratory or an authority has spoken: nobody waits for a click
OPENED = Text(
    "不合格品 {no}：{product} 批号 {batch}，{defect}", "Nonconformance {no}: {product}, batch {batch}: {defect}"
)


def open_action(c: Changes, moves: list[Move]) -> None:
    """Whoever enters it, and however: a nonconformance has its corrective action, and the manager knows of it."""
    for row in [move.new for move in moves if move.old is None]:
        product, batch = Product.title_of(row.product), row.batch_no or "—"
        said = OPENED(no=row.no, product=product, batch=batch, defect=row.description or row.defect)
        source = "report" if row.source == "report" else "nonconformance"
        action = open_corrective_action(
            c,
            source=source,
            reference=row.no,
            product=row.product,
            batch_no=row.batch_no,
            store=row.store,
            defect=row.defect,
            problem=said.zh,
        )
        c.update(Nonconformance, row, action=action.id, reported_to=MANAGER.zh, reported_at=now())
        if row.source != "report":  # a failed report tells of itself
            urgent = row.severity == "critical"
            notify(c, said, record=Nonconformance, row=row.id, roles=("operations_manager",), urgent=urgent)


def number(c: Changes, rows: list[dict]) -> None:
    """What failed a test is contained as soon as it is known."""
    numbered(Nonconformance, rows)
    spell_batches(rows)
    for row in rows:
        if row["source"] in AT_ONCE and row["batch_no"] and row["state"] == "found":
            row |= {"state": "contained", "contained_at": row["contained_at"] or now()}


def stop_batch(c: Changes, moves: list[Move]) -> None:
    """From containment to judgement the batch is stopped everywhere, and nothing but the judgement frees it."""
    for move in moves:
        old, new = move.old, move.new
        if old and stands(old):
            if (new is None or new.state == "found") and not may(c.who, "approve", Nonconformance):
                raise Refused(STANDS(no=old.no, batch=old.batch_no), "state", move.index)
            if new and move.changed("product", "batch_no"):
                raise Refused(FIXED(no=old.no), "batch_no", move.index)
        if new and stands(new):
            hold_batch(c, new.product, new.batch_no, hold_reason(new), new.no)
        elif old and (new is None or new.state == "found"):
            end_holds(c, old.no, gone=True)


def contain(c: Changes, row: Row, _: dict) -> Text | None:
    """Contained means: nobody sells this batch any more."""
    c.update(Nonconformance, row, contained_at=now())
    return CONTAINED(batch=row.batch_no) if row.batch_no else None


def judge(c: Changes, row: Row, answers: dict) -> None:
    if row.disposition == "concession":
        if row.severity == "critical":
            raise Refused(NEVER_CONCEDE, "disposition")
        if not may(c.who, "approve", Nonconformance):
            raise Refused(CONCESSION, "disposition")


def dispose(c: Changes, row: Row, answers: dict) -> None:
    """What is reworked or conceded may be sold again; what is destroyed leaves proof."""
    if row.qty is None:
        raise Refused(NEEDS_QTY, "qty")
    if row.disposition == "destroy" and not has_file(Nonconformance, row.id):
        raise Refused(NEEDS_PROOF, "disposition")
    if row.disposition in FREES:
        end_holds(c, row.no)
    c.update(Nonconformance, row, disposed_on=today())


def close(c: Changes, row: Row, _: dict) -> None:
    if not is_settled(row.action):
        raise Refused(ACTION_OPEN(no=CorrectiveAction.row(row.action).no), "action")
    leave_holds(c, row.no)
    c.update(Nonconformance, row, closed_on=today())


def cancel(c: Changes, row: Row, _: dict) -> None:
    end_holds(c, row.no)
    c.update(Nonconformance, row, closed_on=today())


def leave_holds(c: Changes, reference: str) -> None:
    """The document is settled and the batch not for sale: from now on the hold is one set by hand, for an approver to end."""
    left = BatchHold.rows(BatchHold.reference == reference, BatchHold.state == "held")
    c.alter(BatchHold, {hold.id: {"reference": None} for hold in left})


def hold_reason(row: Row) -> str:
    """By its number alone: every store sees the hold, and not every one the nonconformance."""
    return HOLD_REASON(no=row.no).zh


def stands(row: Row) -> bool:
    """Whether a nonconformance keeps its batch from being sold: until it is judged, and where that means it never is."""
    kept = row.state in ("contained", "judged") or (row.state == "disposed" and row.disposition not in FREES)
    return bool(row.batch_no) and kept


class Nonconformance(Record):
    """Goods that are not as they must be, and what becomes of them."""

    no = LineField(
        "不合格品单号",
        "Nonconformance no.",
        unique=True,
        max_length=30,
        null=True,
        width=160,
        aka=("单号", "编号"),
        auto="NC",
    )
    source = ChoiceField("发现来源", "Source", options=SOURCES, default="store", width=100, aka=("来源",))
    reference = LineField("来源单号", "Reference", null=True, max_length=60, index=True)
    product = LinkField(Product, "商品", "Product", aka=("产品名称",))
    batch_no = LineField("批号", "Batch", null=True, max_length=40, index=True, aka=("批次",))
    supplier = LinkField(Supplier, "供应商", "Supplier", null=True)
    store = LinkField(Store, "门店", "Store", null=True)
    warehouse = LinkField(Warehouse, "仓库", "Warehouse", null=True)
    qty = QuantityField("数量", "Qty", null=True, least=0, sum=True)
    found_on = DayField("发现日期", "Found on", default=today, index=True)
    found_by = LineField("发现人", "Found by", null=True, max_length=40)
    defect = LineField("缺陷", "Defect", max_length=200, width=160, aka=("缺陷项目", "不合格项目"))
    description = NoteField("情况说明", "Description", null=True, aka=("描述",))
    severity = ChoiceField("严重程度", "Severity", options=SEVERITIES, default="major", width=90)
    contained_at = MomentField("封存时间", "Contained at", null=True, locked=True)
    disposition = ChoiceField("处置方式", "Disposition", options=DISPOSITIONS, null=True, locked=True, width=90)
    value_lost = MoneyField("损失金额", "Value lost", null=True, least=0, sum=True)
    claim = MoneyField("向供应商索赔", "Claim on the supplier", null=True, least=0, sum=True)
    disposed_on = DayField("处置日期", "Disposed on", null=True, locked=True)
    reported_to = LineField("报告对象", "Reported to", null=True, max_length=40, locked=True)
    reported_at = MomentField("报告时间", "Reported at", null=True, locked=True)
    action = LinkField(CorrectiveAction, "改善措施", "Corrective action", null=True, locked=True)
    closed_on = DayField("关闭日期", "Closed on", null=True, locked=True)
    state = ChoiceField("状态", "State", options=STATES, default="found", locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "不合格品",
        "Nonconformances",
        says=("product", "batch_no", "store", "no"),
        later=("severity", "value_lost"),
        title="no",
        order=("-found_on", "-id"),
        key=("no",),
        fill=number,
        consequences=(Then(stop_batch, also="import undo restore"), Then(open_action, also="import")),
        search=("no", "product", "batch_no", "defect", "reference"),
        columns=(
            "no",
            "product",
            "batch_no",
            "supplier",
            "store",
            "warehouse",
            "qty",
            "found_on",
            "defect",
            "severity",
            "disposition",
            "state",
        ),
        scopes={"store": "store", "region": "store.region"},
        steps=(
            Step(
                "contain",
                "封存停售",
                "Contain",
                "found",
                "contained",
                then=contain,
                icon="lock",
                danger=True,
                hint=Text("该批次在所有仓库和门店停售", "The batch is stopped in every warehouse and store"),
            ),
            Step(
                "judge",
                "评审",
                "Judge",
                "contained",
                "judged",
                then=judge,
                icon="gavel",
                asks={
                    "disposition": ChoiceField("处置方式", "Disposition", options=DISPOSITIONS),
                    "severity": ChoiceField("严重程度", "Severity", options=SEVERITIES, null=True),
                    "value_lost": MoneyField("损失金额", "Value lost", null=True, least=0),
                },
            ),
            Step(
                "dispose",
                "完成处置",
                "Dispose of",
                "judged",
                "disposed",
                then=dispose,
                photos=True,
                icon="recycling",
                asks={"qty": QuantityField("数量", "Qty", null=True, least=0)},
            ),
            Step("close", "关闭", "Close", "disposed", "closed", then=close, icon="task_alt"),
            Step(
                "cancel",
                "撤销（误报）",
                "Withdraw",
                "found contained",
                "cancelled",
                verb="approve",
                reason=True,
                then=cancel,
                danger=True,
                icon="cancel",
            ),
        ),
    )
