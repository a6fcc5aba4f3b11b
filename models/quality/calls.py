"""Whom a recall must reach 召回联系: everybody who got the batch, by receipts and orders, called until reached; and what came back."""

from collections.abc import Iterable
from typing import Any

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
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
    Text,
)
from ..kit.clock import now
from ..kit.named import named
from ..kit.server.standing import house
from ..kit.write.ending import EndsWith
from ..logistics import StockMovement, Warehouse, place_of
from ..members import Member
from ..organization import Employee, Store
from .recalls import STANDING, Recall

KINDS = (
    Choice("member", "会员", "Member", "info"),
    Choice("buyer", "网店买家", "Online buyer", "info"),
    Choice("account", "大客户", "Key account", "warning"),
)
STATES = (
    Choice("planned", "待联系", "To call", "warning"),
    Choice("tried", "未接通", "Not reached", "negative"),
    Choice("reached", "已联系到", "Reached", "info"),
    Choice("back", "已退回", "Goods back", "positive"),
    Choice("used", "已用完", "Used up", "grey"),
    Choice("dropped", "不用联系", "Not to be called", "grey"),
)
# Who knows what was sold to whom: the type that keeps it, and the function (product, batches) -> rows of a call.
SOURCES = {
    "receipt": "models.tills.recalled:buyers",
    "group_order": "models.key_accounts.recalled:buyers",
    "online_order": "models.ecommerce.recalled:buyers",
}
LISTED = Text(
    "名单新增 {new} 条，共 {all} 条；平衡表已更新", "{new} more to call, {all} in all; the balance is up to date"
)


NO_PLACE = Text(
    "{source} 不是在门店买的，退回的 {qty} 要写明放在哪里；请选“入库地点”",
    "{source} wasn't bought in a store: say where the {qty} that came back are put (“Into”)",
)
MORE_THAN_BOUGHT = Text(
    "{source} 只买了 {qty}，{column}不能是 {said}；请核对数量",
    "{source} is of {qty} only, so {column} can't be {said}; check the quantity",
)


def buyers(product: int, batches: Iterable[str]) -> list[dict[str, Any]]:
    """Everybody who got one of these batches, as far as any area here knows."""
    known = [named(place) for key, place in SOURCES.items() if key in house().records]
    return [row for ask in known for row in ask(product, list(batches))]


def list_buyers(c: Changes, row: Row) -> int:
    """Put on the list whoever isn't there yet; returns how many that are."""
    there = {(call.kind, call.source, call.batch_no) for call in RecallCall.rows(RecallCall.recall == row.id)}
    rows = [
        {"recall": row.id, **buyer}
        for buyer in buyers(row.product, row.batches)
        if (buyer["kind"], buyer["source"], buyer["batch_no"]) not in there
    ]
    return len(c.add(RecallCall, rows))


def list_at_once(c: Changes, moves: list[Move]) -> None:
    """A recall knows from its first moment whom it must reach."""
    for move in moves:
        if move.old is None and move.new and move.new.state in STANDING:
            list_buyers(c, move.new)


def count_try(c: Changes, row: Row, _: dict[str, Any]) -> None:
    c.update(RecallCall, row.id, tries=row.tries + 1, last_at=now())


def no_more_than_bought(c: Changes, moves: list[Move]) -> None:
    """Nobody brings back, or has left, more than went to him."""
    for move in moves:
        for name in ("back", "left"):
            if move.new is not None and (said := getattr(move.new, name)) is not None and said > move.new.qty:
                item = RecallCall.fields()[name]
                words = {"source": move.new.source, "qty": item.show(move.new.qty), "column": item.label}
                raise Refused(MORE_THAN_BOUGHT(said=item.show(said), **words), name, move.index)


def take_in(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    """What came back lies, stopped, where it was brought: in the place that is named, else in the store that sold it."""
    place = answers.get("place")
    if place is None and row.store is not None:
        mine = place_of([row.store])
        place = mine[row.store].id if row.store in mine else None
    if place is None and row.store is None and row.back:
        raise Refused(NO_PLACE(source=row.source, qty=RecallCall.back.show(row.back)), "place")
    if place is not None and row.back:
        recall = Recall.row(row.recall)
        c.create(
            StockMovement,
            kind="customer_return",
            product=recall.product,
            warehouse=place,
            batch_no=row.batch_no,
            qty=row.back,
            reference=recall.no,
        )


class RecallCall(Record):
    """Somebody who got a recalled batch, by one receipt or order."""

    recall = LinkField(Recall, "召回", "Recall", locked=True)
    kind = ChoiceField("对象", "Who", options=KINDS, locked=True, width=90)
    member = LinkField(Member, "会员", "Member", null=True, locked=True)
    buyer = LineField("网店买家", "Online buyer", null=True, max_length=60, mask=True, locked=True)
    store = LinkField(Store, "购买门店", "Store", null=True, locked=True)
    source = LineField("小票（订单）号", "Receipt (order)", max_length=60, width=150, locked=True)
    batch_no = LineField("批号", "Batch", max_length=40, locked=True)
    qty = QuantityField("购买数量", "Bought", least=0, locked=True, sum=True)
    got_on = DayField("购买日期", "Bought on", null=True, locked=True)
    owner = LinkField(Employee, "联系人", "To be called by", null=True)
    tries = CountField("联系次数", "Calls", default=0, derived=True)
    last_at = MomentField("最近联系", "Last call", null=True, locked=True)
    left = QuantityField("剩余数量", "Left with them", null=True, least=0, locked=True, sum=True)
    back = QuantityField("退回数量", "Came back", null=True, least=0, locked=True, sum=True)
    state = ChoiceField("状态", "State", options=STATES, default="planned", locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "召回联系名单",
        "Recall calls",
        title="source",
        says=("recall", "kind", "source"),
        order=("recall", "state", "id"),
        parent="recall",
        verbs="see edit export",
        search=("source", "batch_no", "member", "store"),
        columns=("recall", "state", "kind", "member", "buyer", "store", "source", "batch_no", "qty", "tries", "back"),
        scopes={"store": "store", "region": "store.region", "own": "owner"},
        checks=(no_more_than_bought,),
        steps=(
            Step("miss", "未接通", "Not reached", "planned tried", "tried", then=count_try, icon="phone_missed"),
            Step(
                "reach",
                "已联系到",
                "Reached",
                "planned tried",
                "reached",
                then=count_try,
                icon="phone_in_talk",
                asks={"left": QuantityField("剩余数量", "Left with them", null=True, least=0)},
            ),
            Step(
                "give_back",
                "货已退回",
                "Goods back",
                "planned tried reached",
                "back",
                icon="assignment_return",
                then=take_in,
                asks={
                    "back": QuantityField("退回数量", "Came back", least=0),
                    "place": LinkField(Warehouse, "入库地点（空为购买门店）", "Into (empty: the store)", null=True),
                },
            ),
            Step("use_up", "已用完", "Used up", "planned tried reached", "used", icon="done"),
            Step("drop", "随召回解除", "End with the recall", "planned tried", "dropped", auto=True),
        ),
    )


CALLS_END = EndsWith(RecallCall, "recall", over=("lifted",), waiting=("planned", "tried"), to="dropped")
