"""Recalls 召回: opening one stops the batches everywhere at once; then every store is told, answers, and the goods are accounted for."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    DayField,
    LineField,
    LinkField,
    MomentField,
    Move,
    NoteField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    TagsField,
    Text,
    Then,
    notify,
    numbered,
)
from ..kit.clock import now, today
from ..kit.write.ending import EndsWith
from ..kit.write.files import has_file
from ..logistics import Stock, end_holds, hold_batch, holds_of, spell_batches, spellings
from ..organization import Employee, Product, Store
from .actions import open_corrective_action
from .deadlines import within_days, within_hours
from .nonconformances import Nonconformance, leave_holds

LEVELS = (
    Choice("one", "一级", "Level 1", "negative", ("1", "Ⅰ级")),
    Choice("two", "二级", "Level 2", "warning", ("2", "Ⅱ级")),
    Choice("three", "三级", "Level 3", "info", ("3", "Ⅲ级")),
)
STATES = (
    Choice("blocked", "已停售", "Sale stopped", "negative"),
    Choice("running", "召回中", "Running", "warning"),
    Choice("closed", "已完成", "Closed", "grey", ("完成",)),
    Choice("lifted", "已解除", "Lifted", "positive", ("解除",)),
)
STANDING = ("blocked", "running")
TOLD = ("operations_manager", "logistics", "ecommerce", "store_management", "store_manager", "members_service")
NOTICE_STATES = (
    Choice("sent", "已发送", "Sent", "warning"),
    Choice("read", "已阅", "Read", "info"),
    Choice("done", "已执行", "Done", "positive"),
    Choice("withdrawn", "已撤回", "Withdrawn", "grey", ("撤回",)),
)

NO_BATCH = Text("请填写召回的批号", "Name the batches")
FIXED = Text(
    "召回已开始停售，产品和批号不能再改，请另开一单", "The sale is stopped already: open another recall instead"
)
STAYS = Text(
    "召回 {no} 已停售并通知各部门，不能删除或撤回；误报请用“解除停售（误报）”",
    "Recall {no} has stopped the sale and can't be deleted or undone; lift it if it was a false alarm",
)
STOPPED = Text(
    "停售 {product} 批号 {batches}：{cause}。请立即下架，不得销售",
    "Stop selling {product}, batch {batches}: {cause}. Take it off the shelf now",
)
LIFTED = Text("召回 {no} 是误报，已解除停售：{product} ", "Recall {no} was a false alarm and is lifted: {product}, ")
FREE = Text("批号 {batches} 可以重新上架销售", "batch {batches} may be sold again")
STILL_HELD = Text(
    "批号 {batch} 仍停售（{reason}），不得上架销售", "batch {batch} is still held ({reason}): not to be sold"
)
NOTICED = Text("已通知 {count} 家门店", "{count} stores have been told")
NO_STORES = Text("没有营业中的门店可通知", "There is no open store to tell")
WAITING = Text("还有 {count} 家门店没有回报执行结果", "{count} stores haven't reported back yet")
UNACCOUNTED = Text("请先填写{fields}", "Fill in {fields} first")
NO_WITNESS = Text("销毁 {qty} 须有见证人，并上传照片或材料", "Destroying {qty} needs a witness and a picture attached")
MORE_THAN_FOUND = Text(
    "销毁 {destroyed} 多于封存加收回的 {in_hand}", "{destroyed} destroyed is more than the {in_hand} held and recovered"
)
PROBLEM = Text("召回 {product} 批号 {batches}：{cause}", "Recall of {product}, batch {batches}: {cause}")


def fill_recalls(c: Changes, rows: list[dict]) -> None:
    numbered(Recall, rows)
    for row in rows:
        row["known_at"] = row["known_at"] or now()
        row["batches"] = row["batches"] and spelled(row["product"], row["batches"])
        row["qty_held"] = on_hand(row["product"], row["batches"] or ())


def spelled(product: int | None, batches: Iterable[str]) -> list[str]:
    """The batches as they are written on the books, each once."""
    rows: list[dict[str, Any]] = [{"product": product, "batch_no": batch} for batch in batches]
    spell_batches(rows)
    return list(dict.fromkeys(row["batch_no"] for row in rows))


def keep_batches(c: Changes, moves: list[Move]) -> None:
    for move in moves:
        if move.new and not move.new.batches:
            raise Refused(NO_BATCH, "batches", move.index)
        if move.old and move.new and move.changed("product", "batches"):
            raise Refused(FIXED, "batches", move.index)


def keep_deadlines(c: Changes, moves: list[Move]) -> None:
    """The hours run from when it was known, the working days from when its notices went out; both follow the level."""
    set_deadlines(c, [move.new for move in moves if move.new and move.changed("known_at", "started_at", "level")])


def set_deadlines(c: Changes, fresh: list[Row]) -> None:
    c.derive(
        Recall,
        {
            row.id: {
                "start_by": row.known_at and within_hours(row.known_at, row.level),
                "finish_by": row.started_at and within_days(row.started_at, row.level),
            }
            for row in fresh
        },
    )
    notices = RecallNotice.rows(RecallNotice.recall.in_([row.id for row in fresh])) if fresh else []
    c.derive(RecallNotice, answered_by(notices))


def keep_answers(c: Changes, moves: list[Move]) -> None:
    """A store acts within the hours of the recall's level, from when it was told."""
    c.alter(RecallNotice, answered_by([move.new for move in moves if move.new and move.changed("sent_at", "recall")]))


def answered_by(notices: list[Row]) -> dict[int, dict]:
    recalls = Recall.rows_by_id({row.recall for row in notices})
    return {row.id: {"due_at": within_hours(row.sent_at, recalls[row.recall].level)} for row in notices}


def stop_sale(c: Changes, moves: list[Move]) -> None:
    """While a recall stands, no batch of it leaves a warehouse or a shelf; it ends by being lifted or closed, never by vanishing."""
    for move in moves:
        row = move.new
        if row is None:
            raise Refused(STAYS(no=move.old.no), "state", move.index)
        if row.state not in STANDING:
            continue
        for batch in row.batches:
            hold_batch(c, row.product, batch, recall_reason(row), row.no)
        if move.old is None:
            said = STOPPED(product=Product.title_of(row.product), batches="、".join(row.batches), cause=row.cause[:200])
            notify(c, said, record=Recall, row=row.id, roles=TOLD, urgent=True, waits="closed_on")


def on_hand(product: int | None, batches: Iterable[str]) -> Decimal:
    """What the warehouses hold of these batches."""
    same = Stock.batch_no.in_(spellings(Stock, product, batches))
    lying = Stock.rows(Stock.product == product, same) if product else []
    return sum((lot.qty for lot in lying), Decimal(0))


def send_notices(c: Changes, row: Row, _: dict) -> Text:
    """Every open store gets its own notice to answer; the cause gets a corrective action."""
    stores = Store.rows(Store.status == "open")
    if not stores:
        raise Refused(NO_STORES)
    c.add(RecallNotice, [{"recall": row.id, "store": store.id} for store in stores])
    said = PROBLEM(product=Product.title_of(row.product), batches="、".join(row.batches), cause=row.cause)
    open_corrective_action(
        c,
        source="recall",
        reference=row.no,
        product=row.product,
        batch_no=row.batches[0][:40],
        problem=said.zh,
        owner=row.owner,
    )
    c.update(Recall, row, started_at=now())
    return NOTICED(count=len(stores))


def close(c: Changes, row: Row, _: dict) -> None:
    """Everything told, everything accounted for, what was destroyed seen by somebody, and the authority informed."""
    waiting = RecallNotice.select().where(RecallNotice.recall == row.id, RecallNotice.state != "done").count()
    if waiting:
        raise Refused(WAITING(count=waiting), "state")
    asked = ("qty_sold", "qty_recovered", "qty_destroyed", *(("authority_on",) if row.level != "three" else ()))
    if missing := [name for name in asked if getattr(row, name) is None]:
        labels = [Recall.fields()[name].label for name in missing]
        fields = Text("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))
        raise Refused(UNACCOUNTED(fields=fields), missing[0])
    show = Recall.qty_destroyed.show
    if row.qty_destroyed > row.qty_held + row.qty_recovered:
        in_hand = show(row.qty_held + row.qty_recovered)
        raise Refused(MORE_THAN_FOUND(destroyed=show(row.qty_destroyed), in_hand=in_hand), "qty_destroyed")
    if row.qty_destroyed and not (row.witness and has_file(Recall, row.id)):
        raise Refused(NO_WITNESS(qty=show(row.qty_destroyed)), "witness")
    leave_holds(c, row.no)
    c.update(Recall, row, closed_on=today())


def lift(c: Changes, row: Row, _: dict) -> Text:
    """A false alarm: what this recall stopped may be sold again, unless something else still holds it back.

    Stores that haven't acted need not any more, and whoever was told to stop is told how it stands now.
    """
    end_holds(c, row.no)
    c.update(Recall, row, closed_on=today())
    said = _how_it_stands(row)
    notify(c, said, record=Recall, row=row.id, roles=(*TOLD, "quality"), urgent=True, waits="state")
    return said


def _how_it_stands(row: Row) -> Text:
    """Which batches may be sold again, and what still holds the others back."""
    free, parts = [], []
    for batch in row.batches:
        if holds := holds_of(row.product, batch):
            parts.append(STILL_HELD(batch=batch, reason="、".join(dict.fromkeys(hold.reason for hold in holds))))
        else:
            free.append(batch)
    parts = [FREE(batches="、".join(free)), *parts] if free else parts
    said = LIFTED(no=row.no, product=Product.title_of(row.product))
    return Text(said.zh + "；".join(part.zh for part in parts), said.en + "; ".join(part.en for part in parts))


def recall_reason(row: Row) -> str:
    return f"{Recall.sheet.zh} {row.no}"


class Recall(Record):
    """One product's batches taken back, from the first hour to the last piece."""

    no = LineField("召回单号", "Recall no.", unique=True, max_length=30, null=True, width=160, aka=("单号",), auto="RC")
    level = ChoiceField("召回级别", "Level", options=LEVELS, default="two", width=90, aka=("级别",))
    product = LinkField(Product, "商品", "Product", aka=("产品",))
    batches = TagsField("批号", "Batches", hint=Text("可填多个，用逗号分开", "Several, separated by commas"))
    cause = NoteField("原因", "Cause", aka=("召回原因",))
    known_at = MomentField("知悉时间", "Known at", happened=True, null=True)
    start_by = MomentField("启动时限", "To start by", null=True, derived=True)
    started_at = MomentField("启动时间", "Started at", null=True, locked=True)
    finish_by = DayField("完成时限", "To finish by", null=True, derived=True, index=True)
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    nonconformance = LinkField(Nonconformance, "不合格品单", "Nonconformance", null=True)
    qty_held = QuantityField("库存封存数量", "Held in stock", default=0, derived=True)
    qty_sold = QuantityField("已售数量", "Sold", null=True, least=0)
    qty_recovered = QuantityField("收回数量", "Recovered", null=True, least=0)
    qty_destroyed = QuantityField("销毁数量", "Destroyed", null=True, least=0)
    witness = LineField("销毁见证人", "Witness", null=True, max_length=60)
    authority_on = DayField("报告监管部门日期", "Reported to the authority on", null=True)
    authority_no = LineField("报告文号", "Report reference", null=True, max_length=60)
    closed_on = DayField("完成日期", "Closed on", null=True, locked=True)
    state = ChoiceField("状态", "State", options=STATES, default="blocked", locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "召回",
        "Recalls",
        says=("product", "no"),
        later=("qty_sold", "qty_recovered", "qty_destroyed", "witness", "authority_on", "authority_no"),
        title="no",
        order=("-known_at", "-id"),
        search=("no", "product", "batches", "cause"),
        fill=fill_recalls,
        checks=(keep_batches,),
        derives=(keep_deadlines,),
        consequences=(Then(stop_sale, also="import undo restore"),),
        verbs="see add edit export",
        scopes={"own": "owner"},
        columns=(
            "no",
            "level",
            "product",
            "batches",
            "cause",
            "known_at",
            "start_by",
            "finish_by",
            "qty_held",
            "state",
        ),
        steps=(
            Step(
                "notify",
                "发布召回通知",
                "Send the notices",
                "blocked",
                "running",
                needs=("owner",),
                then=send_notices,
                icon="campaign",
                asks={"owner": LinkField(Employee, "负责人", "Owner", null=True)},
                hint=Text("给每家营业门店发一张通知单", "One notice for every open store"),
            ),
            Step(
                "close",
                "完成召回",
                "Close",
                "running",
                "closed",
                verb="approve",
                then=close,
                photos=True,
                icon="task_alt",
            ),
            Step(
                "lift",
                "解除停售（误报）",
                "Lift",
                "blocked running",
                "lifted",
                verb="approve",
                reason=True,
                then=lift,
                danger=True,
                icon="lock_open",
            ),
        ),
    )


def read_it(c: Changes, row: Row, _: dict) -> None:
    c.update(RecallNotice, row, read_at=now())


def done_it(c: Changes, row: Row, _: dict) -> None:
    c.update(RecallNotice, row, read_at=row.read_at or now(), done_at=now())


class RecallNotice(Record):
    """What one store was told and what it found on its shelves."""

    recall = LinkField(Recall, "召回", "Recall")
    store = LinkField(Store, "门店", "Store")
    sent_at = MomentField("发送时间", "Sent at", default=now, locked=True)
    due_at = MomentField("执行时限", "To act by", null=True, derived=True, index=True)
    read_at = MomentField("阅读时间", "Read at", null=True, locked=True)
    done_at = MomentField("执行时间", "Done at", null=True, locked=True)
    qty = QuantityField("下架数量", "Qty taken off", null=True, least=0, sum=True)
    recovered = QuantityField("顾客退回数量", "Qty returned by customers", null=True, least=0, sum=True)
    state = ChoiceField("状态", "State", options=NOTICE_STATES, default="sent", locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "召回通知",
        "Recall notices",
        says=("store", "recall"),
        title="sent_at",
        order=("recall", "store"),
        parent="recall",
        verbs="see edit export",
        search=("store", "recall"),
        scopes={"store": "store", "region": "store.region"},
        derives=(keep_answers,),
        steps=(
            Step("read", "已阅", "Read", "sent", "read", then=read_it, icon="visibility"),
            Step(
                "done",
                "已下架",
                "Taken off",
                "sent read",
                "done",
                then=done_it,
                icon="done",
                needs=("qty",),
                asks={
                    "qty": QuantityField("下架数量", "Qty taken off", least=0),
                    "recovered": QuantityField("顾客退回数量", "Qty returned by customers", null=True, least=0),
                },
            ),
            Step("withdraw", "撤回", "Withdraw", "sent read", "withdrawn", auto=True),
        ),
    )

    class Meta:
        indexes = ((("recall", "store"), True),)


NOTICES_END = EndsWith(RecallNotice, "recall", over=("lifted",), waiting=("sent", "read"), to="withdrawn")
