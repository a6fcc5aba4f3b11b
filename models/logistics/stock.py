"""Stock 库存: what lies in the warehouses and stores by batch, when it runs out, and batches whose sale is stopped."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

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
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
)
from ..kit.alike import written
from ..kit.clock import now, start_of, today
from ..kit.formula.fields import FormulaField
from ..organization import Product, ProductCategory
from .places import Warehouse
from .spelling import spell

STAGES = (
    Choice("fresh", "正常", "Fresh", "positive"),
    Choice("third", "不足三分之一", "Under a third", "info"),
    Choice("near", "临期", "Near expiry", "warning"),
    Choice("expired", "已过期", "Expired", "negative", ("过期",)),
)
HOLD_STATES = (
    Choice("held", "停售中", "Held", "negative", ("停售",)),
    Choice("released", "已解除", "Released", "positive", ("解除",)),
)
# The custom of the trade, (shelf life from so many days, line so many days before expiry); NearExpiryRule overrides it.
LADDER = ((365, 45), (180, 20), (90, 15), (30, 10), (16, 5), (0, 2))

HELD = Text(
    "{product} 批次 {batch} 已停售（{reason}），不能出库或销售",
    "Batch {batch} of {product} is held ({reason}): it can't go out or be sold",
)
NOT_HELD = Text("{product} 批次 {batch} 没有停售", "Batch {batch} of {product} is not held")
HELD_THING = Text(
    "停售后不能改商品和批号，请解除后另开一条", "Product and batch of a hold stay; release it and open another"
)
OF_DOCUMENT = Text(
    "{product} 批次 {batch} 由“{reason}”停售，只能在单据 {reference} 里处理：办完解除、撤销或评审，停售随之结束",
    "Batch {batch} of {product} is held by “{reason}”: settle {reference}, and the hold ends with it",
)


def keep_ladder(c: Changes, moves: list[Move]) -> None:
    """Another line makes other goods near their expiry."""
    restate(c, Stock.rows(Stock.qty > 0))


class NearExpiryRule(Record):
    """From how many days before expiry goods count as near it, by how long they keep; the longest rung that fits holds."""

    category = LinkField(
        ProductCategory, "商品类别（空为全部）", "Category (empty: all)", null=True, aka=("商品类别", "类别")
    )
    shelf_life_from = CountField("保质期不少于（天）", "Shelf life from (days)", least=0, aka=("保质期",))
    days_before = CountField("到期前（天）", "Days before expiry", least=0, aka=("临期天数",))
    note = NoteField("处理办法", "What to do", null=True)

    sheet = Sheet(
        "临期规则",
        "Near-expiry ladder",
        title="days_before",
        order=("category", "-shelf_life_from"),
        key=("category", "shelf_life_from"),
        derives=(keep_ladder,),
    )

    class Meta:
        indexes = ((("category", "shelf_life_from"), True),)


class Stock(Record):
    """What lies in a warehouse of one batch of one product: the sum of its movements, never edited."""

    product = LinkField(Product, "商品", "Product", locked=True, width=160)
    warehouse = LinkField(Warehouse, "仓库", "Warehouse", locked=True)
    batch_no = LineField("批号", "Batch", max_length=40, locked=True, index=True)
    produced_on = DayField("生产日期", "Produced on", null=True, locked=True)
    expires_on = DayField("到期日", "Expires on", null=True, locked=True, index=True)
    qty = QuantityField("数量", "Qty", least=0, default=0, derived=True, sum=True)
    available = QuantityField("可用数量", "Available", least=0, default=0, derived=True, sum=True)
    unit_cost = MoneyField("移动平均成本", "Moving average cost", null=True, derived=True)
    value = MoneyField("库存金额", "Value", least=0, default=0, derived=True, sum=True)
    days_left = FormulaField("剩余天数", "Days left", "=DAYS([expires_on],TODAY())")
    stage = ChoiceField("效期", "Shelf life", options=STAGES, default="fresh", derived=True)
    held = FlagField("停售", "Held", default=False, derived=True)

    sheet = Sheet(
        "库存",
        "Stock",
        says=("product", "batch_no", "warehouse"),
        title="batch_no",
        order=("expires_on",),
        verbs="see export",
        search=("product", "batch_no"),
        opens={"qty": {"gt": 0}},
        columns=(
            "product",
            "warehouse",
            "batch_no",
            "qty",
            "available",
            "unit_cost",
            "value",
            "expires_on",
            "days_left",
            "stage",
            "held",
        ),
        take_back=lambda c, rows: None,
        scopes={"store": "warehouse.store", "region": "warehouse.region", "own": "warehouse.keeper"},
    )

    class Meta:
        indexes = ((("product", "warehouse", "batch_no"), True),)


def keep_holds(c: Changes, moves: list[Move]) -> None:
    """A hold is of the same batch all along, and a document's says what the document said."""
    for move in moves:
        row = move.new
        if move.old and row and move.changed("product", "batch_no"):
            raise Refused(HELD_THING, "batch_no", move.index)
        if move.old and row and row.reference and move.changed("reason", "reference"):
            raise Refused(of_document(row), "reason", move.index)


def mark_stock(c: Changes, moves: list[Move]) -> None:
    """The stock of a batch is marked while any hold stands."""
    moved = [move for move in moves if move.old and move.new and move.changed("state")]
    c.alter(BatchHold, {m.id: {"released_on": today() if m.new.state == "released" else None} for m in moved})
    touched = {(row.product, written(row.batch_no)) for move in moves for row in (move.old, move.new) if row}
    lying = Stock.rows(Stock.product.in_({product for product, _ in touched}))
    restate(c, [row for row in lying if (row.product, written(row.batch_no)) in touched])


def only_by_hand(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    """What a document stopped is freed by that document alone, whoever asks."""
    if row.reference:
        raise Refused(of_document(row), "state")


def take_back_holds(c: Changes, rows: list[Row]) -> None:
    """Undoing a hold set by hand deletes it; one that a document set goes when the document says so."""
    c.remove(BatchHold, [row.id for row in rows if not row.reference])


class BatchHold(Record):
    """A stop-sale of one batch: while one stands, the batch goes out of no warehouse and is sold nowhere.

    A batch may be stopped by several at once, and is free when the last of them has ended. `reference` is the document
    that set it (a recall, a nonconformance, an incoming check) and alone ends it; one without was set by hand.
    """

    product = LinkField(Product, "商品", "Product")
    batch_no = LineField("批号", "Batch", max_length=40, index=True, aka=("批次", "批次号"))
    held_on = DayField("停售日期", "Held on", default=today)
    reason = NoteField("停售原因", "Why", aka=("原因",))
    reference = LineField(
        "停售单据",
        "Stopped by",
        null=True,
        max_length=60,
        index=True,
        locked=True,
        hint=Text("由单据停售的批次，只能在该单据里解除", "A batch that a document stopped is freed by that document"),
    )
    for_report = FlagField("缺报告待检", "Waits for a report", default=False, locked=True)
    held_at = MomentField("停售时间", "Held at", null=True, default=now, locked=True)
    by = LineField("经办", "By", null=True, max_length=60, ours=True, locked=True)
    released_on = DayField("解除日期", "Released on", null=True, locked=True)
    state = ChoiceField("状态", "State", options=HOLD_STATES, default="held", locked=True, width=90)

    sheet = Sheet(
        "停售批次",
        "Held batches",
        says=("product", "batch_no"),
        title="batch_no",
        order=("-held_on",),
        search=("product", "batch_no", "reason"),
        verbs="see add edit export",
        checks=(keep_holds,),
        derives=(mark_stock,),
        fill=lambda c, rows: sign(c, rows),
        take_back=take_back_holds,
        steps=(
            Step(
                "release",
                "解除停售",
                "Release",
                "held",
                "released",
                verb="approve",
                reason=True,
                icon="lock_open",
                then=only_by_hand,
            ),
        ),
    )


def sign(c: Changes, rows: list[dict]) -> None:
    """Who enters a line by hand is who did it."""
    spell_batches(rows)
    for row in rows:
        row["by"] = row["by"] or c.who.name


def spell_batches(rows: list[dict]) -> None:
    """A batch that is on the books or stopped is written as it is there; for every `fill` of rows with product and batch."""
    spell(rows, (Stock, BatchHold))


# Holding and releasing: what other areas call ---------------------------------------------------------------------------


def hold_batch(c: Changes, product: int, batch_no: str, reason: str, reference: str | None = None, **more: Any) -> Row:
    """Stop the sale of a batch everywhere; one that the same document (or somebody by hand) holds already stays as it is."""
    mine = [hold for hold in holds_of(product, batch_no) if hold.reference == reference]
    values = {"product": product, "batch_no": batch_no, "reason": reason, "reference": reference, **more}
    return mine[0] if mine else c.create(BatchHold, **values)


def release_batch(c: Changes, product: int, batch_no: str) -> Row:
    """End the holds set by hand. Raises Refused when there is none, and when a document holds the batch."""
    standing = holds_of(product, batch_no)
    if not standing:
        raise Refused(NOT_HELD(product=Product.title_of(product), batch=batch_no), "batch_no")
    if all(hold.reference for hold in standing):
        raise Refused(of_document(standing[0]), "batch_no")
    c.alter(BatchHold, {hold.id: {"state": "released"} for hold in standing if not hold.reference})
    return c.fresh(BatchHold, next(hold for hold in standing if not hold.reference))


def end_holds(c: Changes, reference: str, *, gone: bool = False) -> None:
    """What this document stopped is free again, unless something else holds it; with `gone` as if it had never been."""
    mine = BatchHold.rows(BatchHold.reference == reference)
    if gone:
        c.remove(BatchHold, [hold.id for hold in mine])
    else:
        c.alter(BatchHold, {hold.id: {"state": "released"} for hold in mine if hold.state == "held"})


def of_document(hold: Row) -> Text:
    """Why nobody frees this batch by hand, and where it is done."""
    title = Product.title_of(hold.product)
    return OF_DOCUMENT(product=title, batch=hold.batch_no, reason=hold.reason, reference=hold.reference)


def holds_of(product: int, batch_no: str | None) -> list[Row]:
    """The holds that stand on a batch, in whatever letters they name it; it is free when there is none."""
    standing = BatchHold.rows(BatchHold.product == product, BatchHold.state == "held")
    return [hold for hold in standing if written(hold.batch_no) == written(batch_no)]


def held_batches() -> set[tuple[int, str]]:
    """All that is stopped: products with their batches as `written`."""
    standing = BatchHold.select(BatchHold.product, BatchHold.batch_no).where(BatchHold.state == "held")
    return {(product, written(batch_no)) for product, batch_no in standing.tuples()}


def hold_of(product: int, batch_no: str | None) -> Row | None:
    """The first hold that stands on a batch, if any."""
    return next(iter(holds_of(product, batch_no)), None)


def held_since(hold: Row) -> datetime:
    """From when on it stops the sale; of an older hold only the day is known."""
    return hold.held_at or start_of(hold.held_on)


def refuse_held(
    product: int,
    batch_no: str | None,
    field: str = "batch_no",
    index: int | None = None,
    moment: datetime | None = None,
) -> None:
    """Raises Refused when the batch may not be sold, or might not at this moment; for every rule that sells a batch."""
    holds = holds_of(product, batch_no)
    if hold := next((hold for hold in holds if moment is None or held_since(hold) <= moment), None):
        said = HELD(product=Product.title_of(product), batch=batch_no, reason=hold.reason)
        raise Refused(said, field, index)


# How near the end -------------------------------------------------------------------------------------------------------


def restate(c: Changes, rows: Iterable[Row], day: date | None = None) -> int:
    """Write down anew how these rows stand; returns how many came to another stage."""
    rows = list(rows)
    sets = states_of(rows, day)
    c.alter(Stock, sets)
    return sum(row.stage != sets[row.id]["stage"] for row in rows)


def states_of(rows: list[Row], day: date | None = None) -> dict[int, dict[str, Any]]:
    """Stage, hold and what may go out of stock rows, as of a day."""
    day, sets = day or today(), {}
    products = Product.rows_by_id({row.product for row in rows})
    ladder = NearExpiryRule.rows() if rows else []
    held = held_batches()
    for row in rows:
        stage = stage_of(row, products[row.product], ladder, day)
        stopped = (row.product, written(row.batch_no)) in held
        sets[row.id] = {
            "stage": stage,
            "held": stopped,
            "available": Decimal(0) if stopped or stage == "expired" else row.qty,
        }
    return sets


def stage_of(batch: Row, product: Row, ladder: list[Row], day: date) -> str:
    """fresh, third (less than a third of its life left), near (past the ladder's line) or expired."""
    if batch.expires_on is None:
        return "fresh"
    left, life = (batch.expires_on - day).days, life_of(batch, product)
    if left < 0:
        return "expired"
    if left <= line_of(product.category, life, ladder):
        return "near"
    return "third" if life and left * 3 <= life else "fresh"


def near_line(batch: Any, product: Row, ladder: list[Row]) -> int:
    """From how many days before its expiry this batch counts as near it."""
    return line_of(product.category, life_of(batch, product), ladder)


def life_of(batch: Any, product: Row) -> int:
    """How many days it keeps from the day it was made: the product's, else by its own dates; 0 where nobody knows."""
    if product.shelf_life_days is None and batch.produced_on and batch.expires_on:
        return (batch.expires_on - batch.produced_on).days
    return product.shelf_life_days or 0


def line_of(category: int | None, life: int, ladder: list[Row]) -> int:
    """How many days before expiry goods that keep `life` days count as near it: the category's rungs before the common ones."""
    own = [rung for rung in ladder if rung.category is not None and rung.category == category]
    common = [rung for rung in ladder if rung.category is None]
    for rungs in (own, common):
        if fitting := [rung for rung in rungs if rung.shelf_life_from <= life]:
            return max(fitting, key=lambda rung: rung.shelf_life_from).days_before
    return next(days for least, days in LADDER if life >= least)
