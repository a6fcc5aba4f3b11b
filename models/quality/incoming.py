"""Incoming checks 进货查验: nothing is received on expired papers or with little life left, nor sold before its report is in."""

from datetime import date, timedelta
from decimal import Decimal

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    MoneyField,
    Move,
    NoteField,
    Param,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    numbered,
    setting,
)
from ..kit.alike import written
from ..kit.clock import add_months, local, today
from ..logistics import StockMovement, Warehouse, spell_batches
from ..organization import Employee, Product, Supplier
from .nonconformances import Nonconformance, hold_reason, stands
from .recalls import STANDING, Recall
from .reports import hold_unreported
from .requirements import said_kinds

LIFE_LEFT = Param(
    "quality_receiving_life",
    "收货剩余保质期下限（%）",
    "Shelf life left at receiving, at least (%)",
    Decimal("66.6"),
    "%",
)
KEEP_AFTER_EXPIRY, KEEP_WITHOUT = 6, 24  # months, by the Food Safety Law

STATES = (
    Choice("checking", "查验中", "Checking", "info"),
    Choice("accepted", "已收货", "Accepted", "positive", ("合格", "接收")),
    Choice("rejected", "已拒收", "Rejected", "negative", ("拒收",)),
)

LICENCE_EXPIRED = Text(
    "{supplier}的{paper}已于 {day} 到期，不能收货", "{paper} of {supplier} expired on {day}: refuse the goods"
)
LICENCE_UNSEEN = Text("还没有查验供应商证照", "The supplier's licence hasn't been seen yet")
KNOWN_BAD = Text(
    "{product} 批次 {batch} 有问题未了（{why}），不能采购入库；请拒收，或先处理该单据",
    "Batch {batch} of {product} is in question ({why}) and can't be bought in: refuse it, or settle that first",
)
RAN_OUT = Text(
    "{product} 批次 {batch} 已于 {day} 过期，不能采购入库",
    "Batch {batch} of {product} ran out on {day} and can't be bought in",
)
LABEL_BAD = Text(
    "标签检查不合格，不能收货；请拒收", "The label is not in order: the goods can't be accepted, reject them"
)
LIFE_SHORT = Text(
    "剩余保质期只有 {left}%，低于收货要求 {least}%，不能收货",
    "Only {left}% of the shelf life is left, {least}% is required",
)
NO_PRODUCTION_DAY = Text("请填写生产日期", "Enter the production date")
FUTURE = Text("生产日期不能晚于收货日期", "It can't be made after it was received")
DECIDED = Text("查验单已是“{state}”，不能再改", "The check is “{state}” and can't be changed")
ACCEPTED = Text("已收货", "Accepted")
ACCEPTED_HELD = Text(
    "已收货，但缺{kinds}报告，批号 {batch} 暂不能出库", "Accepted, but batch {batch} waits for its report: {kinds}"
)


def fill_checks(c: Changes, rows: list[dict]) -> None:
    """Expiry from the production date, the supplier's paper as we know it, and how long the record must be kept."""
    numbered(IncomingCheck, rows)
    spell_batches(rows)
    products = Product.rows_by_id({row["product"] for row in rows if row["product"]})
    for row in rows:
        product = products.get(row["product"])
        if product is None:
            continue
        row["supplier"] = row["supplier"] or product.supplier
        row.update(_dated(Row(**row), product))


def keep_checks(c: Changes, moves: list[Move]) -> None:
    fixed = ("supplier", "product", "batch_no", "produced_on", "expires_on", "qty", "received_on", "warehouse")
    for move in moves:
        if move.new is None:
            continue
        if move.new.produced_on and move.new.produced_on > move.new.received_on:
            raise Refused(FUTURE, "produced_on", move.index)
        if move.old and move.old.state != "checking" and move.changed(*fixed):
            state = Text(*(IncomingCheck.state.show(move.old.state, lang) for lang in ("zh", "en")))
            raise Refused(DECIDED(state=state), next(name for name in fixed if move.changed(name)), move.index)


def date_checks(c: Changes, moves: list[Move]) -> None:
    for move in moves:
        if move.old and move.new and move.changed("product", "produced_on", "expires_on", "received_on"):
            c.update(IncomingCheck, move.id, **_dated(move.new, Product.row(move.new.product)))


def _dated(row: Row, product: Row) -> dict:
    expires = row.expires_on
    if expires is None and row.produced_on and product.shelf_life_days:
        expires = row.produced_on + timedelta(days=product.shelf_life_days)
    left = None
    if expires and row.produced_on and expires > row.produced_on:
        share = Decimal((expires - row.received_on).days) * 100 / (expires - row.produced_on).days
        left = max(share, Decimal(0)).quantize(Decimal("0.1"))
    keep = add_months(expires, KEEP_AFTER_EXPIRY) if expires else add_months(row.received_on, KEEP_WITHOUT)
    return {"expires_on": expires, "life_left": left, "keep_until": keep}


def accept(c: Changes, row: Row, _: dict) -> Text:
    """Papers in order, label in order, enough shelf life left; then the goods are in stock, held until their report is there."""
    _papers(row)
    if not row.label_ok:
        raise Refused(LABEL_BAD, "label_ok")
    if row.produced_on is None:
        raise Refused(NO_PRODUCTION_DAY, "produced_on")
    least = setting(LIFE_LEFT)
    if row.life_left is not None and row.life_left < least:
        left, wanted = (IncomingCheck.life_left.show(Decimal(share)) for share in (row.life_left, least))
        raise Refused(LIFE_SHORT(left=left, least=wanted), "expires_on")
    if row.warehouse:
        c.create(
            StockMovement,
            no=row.no,
            line=1,
            kind="purchase_in",
            product=row.product,
            warehouse=row.warehouse,
            supplier=row.supplier,
            batch_no=row.batch_no,
            produced_on=row.produced_on,
            expires_on=row.expires_on,
            qty=row.qty,
            unit_cost=row.unit_cost,
            reference=row.no,
            by=c.who.name,
        )
    lacking = hold_unreported(c, row.product, row.batch_no, row.no)
    return ACCEPTED_HELD(kinds=said_kinds(lacking), batch=row.batch_no) if lacking else ACCEPTED


def _papers(row: Row) -> None:
    """The supplier's papers by our own file and as they were shown at the door, both good on the day."""
    if not row.licence_seen:
        raise Refused(LICENCE_UNSEEN, "licence_seen")
    refuse_supplier(row.supplier, row.received_on, "licence_until")
    if row.licence_until and row.licence_until < row.received_on:
        name, paper = _supplier_name(row.supplier), IncomingCheck.fields()["licence_until"].label
        raise Refused(LICENCE_EXPIRED(supplier=name, paper=paper, day=row.licence_until), "licence_until")


def refuse_supplier(supplier: int | None, day: date, field: str, index: int | None = None) -> None:
    """Raises Refused when a paper of the supplier's had run out on that day."""
    row = Supplier.row(supplier) if supplier else None
    for name in ("business_until", "production_until") if row else ():
        if (until := getattr(row, name)) and until < day:
            paper = Supplier.fields()[name].label
            raise Refused(LICENCE_EXPIRED(supplier=row.name, paper=paper, day=until), field, index)


def _supplier_name(supplier: int | None) -> str:
    return Supplier.title_of(supplier) if supplier else "—"


def refuse_bad_goods(c: Changes, moves: list[Move]) -> None:
    """What is bought comes in through what the law asks, whichever way the movement was made: on good papers, of a batch
    that nothing is known against and that has not run out."""
    for move in moves:
        line = move.new
        if line.kind != "purchase_in" or line.reverses is not None:
            continue
        day = local(line.occurred_at).date()
        refuse_supplier(line.supplier or Product.row(line.product).supplier, day, "supplier", move.index)
        if why := against(line.product, line.batch_no):
            said = {"product": Product.title_of(line.product), "batch": line.batch_no, "why": why}
            raise Refused(KNOWN_BAD(**said), "batch_no", move.index)
        if line.expires_on and line.expires_on < day:
            said = {"product": Product.title_of(line.product), "batch": line.batch_no, "day": line.expires_on}
            raise Refused(RAN_OUT(**said), "expires_on", move.index)


def goods_in(c: Changes, moves: list[Move]) -> None:
    """What is bought and lacks its report waits for it."""
    bought = {(m.new.product, m.new.batch_no): m.new.no for m in moves if m.new.kind == "purchase_in" and m.new.qty > 0}
    for (product, batch_no), no in bought.items():
        hold_unreported(c, product, batch_no, no)


def against(product: int, batch_no: str) -> str | None:
    """The recall or the nonconformance that speaks against a batch, in whatever letters; None when it may be bought."""
    batch = written(batch_no)
    recalls = Recall.rows(Recall.product == product, Recall.state.in_(STANDING))
    if called := next((recall for recall in recalls if batch in map(written, recall.batches)), None):
        return f"{Recall.sheet.zh} {called.no}"
    rows = Nonconformance.rows(Nonconformance.product == product, Nonconformance.batch_no.is_null(False))
    return next((hold_reason(row) for row in rows if written(row.batch_no) == batch and stands(row)), None)


def reject(c: Changes, row: Row, answers: dict) -> None:
    """Goods sent back at the door are a nonconformance of the supplier all the same."""
    c.create(
        Nonconformance,
        source="incoming",
        reference=row.no,
        product=row.product,
        batch_no=row.batch_no,
        supplier=row.supplier,
        warehouse=row.warehouse,
        qty=row.qty,
        found_on=row.received_on,
        defect=REJECTED.zh,
        description=answers.get("reason"),
    )


REJECTED = Text("进货查验不合格", "Refused at receiving")


class IncomingCheck(Record):
    """What was looked at when goods came in, as the law wants it kept."""

    no = LineField("查验单号", "Check no.", unique=True, max_length=30, null=True, width=160, aka=("单号",), auto="IC")
    supplier = LinkField(Supplier, "供应商", "Supplier", null=True)
    product = LinkField(Product, "商品", "Product", aka=("产品名称",))
    batch_no = LineField("批号", "Batch", max_length=40, index=True, aka=("批次",))
    produced_on = DayField("生产日期", "Produced on", null=True)
    received_on = DayField("收货日期", "Received on", default=today, index=True)
    expires_on = DayField("到期日", "Expires on", null=True)
    life_left = QuantityField("剩余保质期（%）", "Shelf life left (%)", percent=True, null=True, derived=True)
    qty = QuantityField("数量", "Qty", least=0, sum=True)
    unit_cost = MoneyField("单价", "Unit cost", null=True, least=0)
    warehouse = LinkField(Warehouse, "入库仓库", "Warehouse", null=True, aka=("仓库",))
    licence_seen = FlagField("已查验证照", "Licence seen", default=False)
    licence_no = LineField("证照编号", "Licence no.", null=True, max_length=60)
    licence_until = DayField("证照有效期", "Licence until", null=True)
    label_ok = FlagField("标签合格", "Label in order", default=False)
    temperature = QuantityField("到货温度（℃）", "Temperature (°C)", null=True)
    checker = LinkField(Employee, "查验人", "Checked by", null=True)
    keep_until = DayField("记录保存至", "Keep until", null=True, derived=True)
    state = ChoiceField("状态", "State", options=STATES, default="checking", locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "进货查验",
        "Incoming checks",
        says=("product", "batch_no", "no"),
        title="no",
        order=("-received_on", "-id"),
        key=("no",),
        search=("no", "product", "batch_no", "supplier"),
        fill=fill_checks,
        checks=(keep_checks,),
        derives=(date_checks,),
        scopes={"own": "checker"},
        columns=(
            "no",
            "supplier",
            "product",
            "batch_no",
            "produced_on",
            "expires_on",
            "life_left",
            "qty",
            "received_on",
            "warehouse",
            "licence_seen",
            "label_ok",
            "state",
        ),
        steps=(
            Step("accept", "收货", "Accept", "checking", "accepted", then=accept, icon="inventory"),
            Step(
                "reject", "拒收", "Reject", "checking", "rejected", reason=True, then=reject, danger=True, icon="block"
            ),
        ),
    )
