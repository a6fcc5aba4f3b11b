"""Stocktakes 盘点: the book is frozen, people count, another approves, and the difference is posted once."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from peewee import fn

from ..kit import (
    Changes,
    Choice,
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
from ..kit.clock import now, today
from ..kit.text import join
from ..organization import Employee, Product, ProductCategory
from .ledger import StockMovement
from .places import Warehouse
from .stock import Stock, spell_batches

COUNT_KINDS = (
    Choice("full", "全盘", "Full", "info"),
    Choice("cycle", "循环盘", "Cycle", "info"),
    Choice("blind", "盲盘", "Blind", "info"),
)
UNSEEN = ("blind",)  # who counts so doesn't know what there should be
STOCKTAKE_STATES = (
    Choice("draft", "草稿", "Draft", "grey"),
    Choice("counting", "盘点中", "Counting", "info"),
    Choice("review", "待审批", "To approve", "warning"),
    Choice("posted", "已过账", "Posted", "positive"),
    Choice("cancelled", "已作废", "Cancelled", "grey", ("作废",)),
)
CAUSES = (
    Choice("miscount", "计数差错", "Miscounted", "info"),
    Choice("unbooked", "漏记单据", "Not booked", "warning"),
    Choice("misplaced", "错放货位", "Misplaced", "warning"),
    Choice("damaged", "破损", "Damaged", "negative"),
    Choice("lost", "丢失", "Lost", "negative"),
    Choice("other", "其他", "Other"),
)
RECOUNT_FROM = Param("stocktake_recount_percent", "盘点差异复盘线（%）", "Difference that needs a recount (%)", 5, "%")

COUNT_CLOSED = Text(
    "盘点单 {no} 现为“{state}”，不能再改明细", "Stocktake {no} is “{state}”; its lines stay as they are"
)
NOTHING_COUNTED = Text("盘点单 {no} 还没有明细", "Stocktake {no} has no lines yet")
NOT_COUNTED = Text("还有 {count} 行没有填实盘数量：{names}", "{count} lines have no count yet: {names}")
NO_CAUSE = Text("有差异的行要填原因：{names}", "Lines with a difference need a cause: {names}")
NOT_RECOUNTED = Text(
    "差异超过 {limit}% 的行要先复盘：{names}", "Lines that differ by more than {limit}% need a recount first: {names}"
)
NOT_EXPLAINED = Text(
    "盘点单 {no} 还有差异没有复盘或没有写原因，请先“退回重盘”补上：{names}",
    "Differences of stocktake {no} aren't counted again or explained yet; send it back first: {names}",
)
FROZEN = Text("已锁定账面，{count} 行待盘", "The book is frozen: {count} lines to count")
POSTED = Text("已过账，{count} 行有差异，盘盈盘亏合计 {amount}", "Posted: {count} lines differ, {amount} in all")
POSTED_STAYS = Text("盘点单已过账，不能删除", "A stocktake that is posted can't be deleted")
BEGUN = Text(
    "盘点单 {no} 的账面已经锁定，“{field}”不能再改；要改请作废这张，另建一张",
    "The book of stocktake {no} is frozen, and its {field} stays; void it and make another one",
)


def freeze_book(c: Changes, row: Row, answers: dict[str, Any]) -> Text:
    """What the book says now, batch by batch, is what the counts are held against."""
    entered = {(line.product, line.batch_no): line for line in lines_of(row.id)}
    stock = {(lot.product, lot.batch_no): lot for lot in Stock.rows(Stock.warehouse == row.warehouse)}
    wanted = [lot for lot in stock.values() if lot.qty and (lot.product, lot.batch_no) not in entered]
    if row.category is not None:
        of = {id for (id,) in Product.select(Product.id).where(Product.category == row.category).tuples()}
        wanted = [lot for lot in wanted if lot.product in of]
    begun = {line.id: book_of(row, line.product, stock.get(key)) for key, line in entered.items()}
    c.alter(StocktakeLine, begun)
    c.add(
        StocktakeLine,
        [
            {"stocktake": row.id, "product": lot.product, "batch_no": lot.batch_no, **book_of(row, lot.product, lot)}
            for lot in wanted
        ],
    )
    c.update(Stocktake, row, frozen_at=now())  # once all is listed that it sees
    return FROZEN(count=len(entered) + len(wanted))


def judge_counts(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    """Every line is counted, large differences twice, and each difference has its cause.

    Where the book was out of sight, it is shown now; what differs is then counted again and explained before it is posted.
    """
    lines = lines_of(row.id)
    if not lines:
        raise Refused(NOTHING_COUNTED(no=row.no))
    if missing := [line for line in lines if line.counted_qty is None]:
        raise Refused(NOT_COUNTED(count=len(missing), names=_names(missing)), "counted_qty")
    covered = {line.id: {"book_qty": line.frozen_qty or Decimal(0)} for line in lines if line.book_qty is None}
    with c.settled():  # lines that are handed in stand still but for this
        c.alter(StocktakeLine, covered)
    lines = lines_of(row.id) if covered else lines
    if not covered and (large := _not_recounted(lines)):
        raise Refused(NOT_RECOUNTED(limit=setting(RECOUNT_FROM), names=_names(large)), "recounted")
    if not covered and (unexplained := _unexplained(lines)):
        raise Refused(NO_CAUSE(names=_names(unexplained)), "cause")
    gap = sum((abs(line.difference) * (line.unit_cost or 0) for line in lines), Decimal(0))
    book = sum((line.book_qty * (line.unit_cost or 0) for line in lines), Decimal(0))
    off = sum(1 for line in lines if line.difference)
    c.update(Stocktake, row, gap_value=_cents(gap), book_value=_cents(book), lines_counted=len(lines), lines_off=off)


def _not_recounted(lines: list[Row]) -> list[Row]:
    """What differs by so much that it is to be counted again, and wasn't."""
    limit = Decimal(setting(RECOUNT_FROM))
    return [line for line in lines if not line.recounted and abs(line.difference) * 100 > line.book_qty * limit]


def _unexplained(lines: list[Row]) -> list[Row]:
    return [line for line in lines if line.difference and line.cause is None]


def post_counts(c: Changes, row: Row, answers: dict[str, Any]) -> Text:
    """The differences become ledger lines, once: counted less book as it was frozen, whatever moved since."""
    lines = [line for line in lines_of(row.id) if line.difference]
    if open_ones := [*_not_recounted(lines), *_unexplained(lines)]:
        once = list({line.id: line for line in open_ones}.values())
        raise Refused(NOT_EXPLAINED(no=row.no, names=_names(once)))
    made = c.add(
        StockMovement,
        [
            {
                "no": row.no,
                "kind": "gain" if line.difference > 0 else "loss",
                "product": line.product,
                "warehouse": row.warehouse,
                "batch_no": line.batch_no,
                "produced_on": line.produced_on,
                "qty": line.difference,
                "reference": row.no,
                "unit_cost": line.unit_cost if line.difference > 0 else None,
                "reason": StocktakeLine.cause.show(line.cause),
                "by": c.who.name,
            }
            for line in lines
        ],
    )
    c.update(Stocktake, row, posted_on=today())
    total = sum((line.amount for line in made), Decimal(0))
    return POSTED(count=len(lines), amount=StockMovement.amount.show(total))


def keep_stocktakes(c: Changes, moves: list[Move]) -> None:
    """What is posted stays, and what is counted, and how, stays as it was when the book was frozen for it."""
    for move in moves:
        if move.new is None and move.old.state == "posted":
            raise Refused(POSTED_STAYS, "state", move.index)
        if move.old is None or move.new is None or move.old.state == "draft":
            continue
        for name in ("warehouse", "kind", "category"):
            if move.changed(name):
                raise Refused(BEGUN(no=move.old.no, field=Stocktake.fields()[name].label), name, move.index)


class Stocktake(Record):
    """One count of a warehouse, or of one category in it."""

    no = LineField(
        "盘点单号", "Stocktake no.", null=True, unique=True, max_length=30, width=150, aka=("单号",), auto="PD"
    )
    warehouse = LinkField(Warehouse, "仓库", "Warehouse")
    kind = ChoiceField("盘点方式", "Kind", options=COUNT_KINDS, default="full", width=90, aka=("类型",))
    category = LinkField(ProductCategory, "商品类别（空为全部）", "Category (empty: all)", null=True, aka=("类别",))
    counted_on = DayField("盘点日期", "Counted on", default=today, aka=("日期",))
    counted_by = LinkField(Employee, "盘点人", "Counted by", null=True)
    second_by = LinkField(Employee, "复盘人", "Second counter", null=True)
    state = ChoiceField("状态", "State", options=STOCKTAKE_STATES, default="draft", locked=True, width=90)
    frozen_at = MomentField("账面锁定时间", "Book frozen at", null=True, locked=True)
    lines_counted = CountField("盘点行数", "Lines", default=0, derived=True)
    lines_off = CountField("差异行数", "Lines that differ", default=0, derived=True)
    book_value = MoneyField("账面金额", "Book value", default=0, derived=True, sum=True)
    gap_value = MoneyField(
        "差异金额",
        "Difference",
        default=0,
        derived=True,
        sum=True,
        hint=Text("各行差异金额的绝对值之和", "The absolute differences added up"),
    )
    posted_on = DayField("过账日期", "Posted on", null=True, locked=True, index=True)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "盘点",
        "Stocktakes",
        says=("warehouse", "counted_on", "no"),
        title="no",
        order=("-counted_on",),
        key=("no",),
        search=("no", "warehouse"),
        fill=lambda c, rows: numbered(Stocktake, rows),
        checks=(keep_stocktakes,),
        scopes={"store": "warehouse.store", "region": "warehouse.region", "own": "warehouse.keeper"},
        steps=(
            Step("start", "开始盘点", "Start counting", "draft", "counting", then=freeze_book, icon="play_arrow"),
            Step("submit", "提交盘点", "Submit", "counting", "review", then=judge_counts, icon="send"),
            Step("recount", "退回重盘", "Send back", "review", "counting", verb="approve", reason=True, icon="undo"),
            Step(
                "post",
                "审批过账",
                "Approve and post",
                "review",
                "posted",
                verb="approve",
                unlike=("counted_by", "second_by", "mover"),
                then=post_counts,
                icon="done_all",
            ),
            Step(
                "cancel", "作废", "Void", "draft counting review", "cancelled", reason=True, danger=True, icon="cancel"
            ),
        ),
    )


def complete_lines(c: Changes, rows: list[dict]) -> None:
    """A line entered by hand knows what the book says of its batch, however that is written."""
    spell_batches(rows)
    bare = [row for row in rows if row["stocktake"] and row["product"] and row["batch_no"] and row["book_qty"] is None]
    parents = Stocktake.rows_by_id({row["stocktake"] for row in bare})
    for row in bare:
        if (parent := parents.get(row["stocktake"])) is not None:
            book = book_of(parent, row["product"], _lot(parent, row["product"], row["batch_no"]))
            row |= {name: value for name, value in book.items() if row[name] is None}


def _lot(stocktake: Row, product: int, batch_no: str) -> Row | None:
    """What lies of a batch where it is counted."""
    same = (Stock.product == product) & (Stock.batch_no == batch_no)
    return next(iter(Stock.rows(same, Stock.warehouse == stocktake.warehouse)), None)


def keep_counts(c: Changes, moves: list[Move]) -> None:
    """Lines move only while people count."""
    parents = Stocktake.rows_by_id({row.stocktake for move in moves for row in (move.old, move.new) if row})
    for move in moves:
        for parent in {row.stocktake for row in (move.old, move.new) if row}:
            if (stocktake := parents[parent]).state not in ("draft", "counting"):
                state = Text(*(Stocktake.state.show(stocktake.state, lang) for lang in ("zh", "en")))
                raise Refused(COUNT_CLOSED(no=stocktake.no, state=state), "stocktake", move.index)


def look_up_again(c: Changes, moves: list[Move]) -> None:
    """A line that turns out to be of another batch is held against the book of that one."""
    swapped = [
        move.new
        for move in moves
        if move.old
        and move.new
        and move.changed("stocktake", "product", "batch_no")
        and not move.changed("frozen_qty", "book_qty")  # an undo brings the book along
    ]
    parents = Stocktake.rows_by_id({row.stocktake for row in swapped})
    books = {
        row.id: book_of(parents[row.stocktake], row.product, _lot(parents[row.stocktake], row.product, row.batch_no))
        for row in swapped
    }
    c.alter(StocktakeLine, books)


def tell_difference(c: Changes, moves: list[Move]) -> None:
    """The difference is counted less book, once both are known to who counts."""
    ids = [move.id for move in moves if move.new]
    c.alter(StocktakeLine, {id: {"difference": _difference(row)} for id, row in StocktakeLine.rows_by_id(ids).items()})


def _difference(row: Row) -> Decimal | None:
    return None if row.counted_qty is None or row.book_qty is None else row.counted_qty - row.book_qty


class StocktakeLine(Record):
    """One batch counted."""

    stocktake = LinkField(Stocktake, "盘点单", "Stocktake", aka=("盘点单号",))
    product = LinkField(Product, "商品", "Product", width=160, aka=("商品名称", "商品编码"))
    batch_no = LineField("批号", "Batch", max_length=40, aka=("批次",))
    produced_on = DayField("生产日期", "Produced on", null=True)
    book_qty = QuantityField("账面数量", "Book", null=True, locked=True, sum=True)
    frozen_qty = QuantityField("锁定账面数量", "Book when it was frozen", null=True, locked=True, secret=True)
    unit_cost = MoneyField("单位成本", "Unit cost", null=True, locked=True)
    counted_qty = QuantityField("实盘数量", "Counted", null=True, least=0, sum=True, aka=("实盘",))
    difference = QuantityField("差异", "Difference", null=True, derived=True, sum=True)
    recounted = FlagField("已复盘", "Recounted", default=False)
    cause = ChoiceField("差异原因", "Cause", options=CAUSES, open=True, null=True, aka=("原因",))
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "盘点明细",
        "Stocktake lines",
        title="batch_no",
        order=("product", "batch_no"),
        key=("stocktake", "product", "batch_no"),
        parent="stocktake",
        search=("product", "batch_no"),
        fill=complete_lines,
        checks=(keep_counts,),
        derives=(look_up_again, tell_difference),
        scopes={
            "store": "stocktake.warehouse.store",
            "region": "stocktake.warehouse.region",
            "own": "stocktake.warehouse.keeper",
        },
    )

    class Meta:
        indexes = ((("stocktake", "product", "batch_no"), True),)


def counted_since(places: Iterable[int], products: Iterable[int]) -> dict[tuple[int, int], datetime]:
    """By place and product, when its last count began that isn't void: what had left or come by then, the count has seen."""
    at = fn.MAX(Stocktake.frozen_at).coerce(False)
    mine = Stocktake.warehouse.in_(list(places)) & StocktakeLine.product.in_(list(products))
    counts = StocktakeLine.select(Stocktake.warehouse, StocktakeLine.product, at).join(Stocktake)
    known = counts.where(
        mine, Stocktake.state.in_(("counting", "review", "posted")), Stocktake.frozen_at.is_null(False)
    )
    rows = known.group_by(Stocktake.warehouse, StocktakeLine.product).tuples()
    return {(place, product): Stocktake.frozen_at.python_value(moment) for place, product, moment in rows}


def lines_of(stocktake: int) -> list[Row]:
    return StocktakeLine.rows(StocktakeLine.stocktake == stocktake)


def book_of(stocktake: Row, product: int, stock: Row | None) -> dict[str, Any]:
    """What the book says of a batch: how many, produced when, at what cost each; how many stays out of sight of who counts blind."""
    qty = Decimal(0) if stock is None else stock.qty
    book = {"frozen_qty": qty, "book_qty": None if stocktake.kind in UNSEEN else qty}
    if stock is None:
        return {**book, "unit_cost": Product.row(product).cost}
    return {**book, "unit_cost": stock.unit_cost, "produced_on": stock.produced_on}


def _names(lines: list[Row]) -> Text:
    """The first few of the lines, as people call them."""
    named = [f"{Product.title_of(line.product)} {line.batch_no}" for line in lines[:3]]
    more = [Text("等", "…")] if len(lines) > 3 else []
    return join([*(Text(name, name) for name in named), *more], "、", ", ")


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))
