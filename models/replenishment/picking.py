"""Picking 拣货: which batches go, the first to expire first; out of where they lie and on the way, by lines of the one ledger."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from ..kit import (
    Changes,
    ChoiceField,
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
    Text,
)
from ..kit.ask.lookup import rows_with
from ..kit.clock import today
from ..kit.declare.access import may
from ..kit.text import join
from ..logistics import (
    Book,
    StockMovement,
    Warehouse,
    ending,
    new_number,
    place_of,
    refuse_ending,
    refuse_held,
    reverse_lines,
    spell_batches,
    the_way,
)
from ..organization import Product, Store
from . import words
from .orders import GoodsOrder, lines_of, state_of

# What each kind of order books where it leaves and where it arrives.
LEAVES = {"replenish": "store_out", "transfer": "store_back", "back": "store_back"}
ARRIVES = {"replenish": "store_in", "transfer": "store_in", "back": "store_return"}
CHOSEN_AS = {
    "replenish": "store_out",
    "transfer": "transfer_out",
    "back": "store_back",
}  # what its batches must be fit for
FROZEN = ("order", "product", "batch_no", "qty", "batch_reason")


def source_of(order: Row) -> int:
    """Where the goods of an order lie before they go."""
    if order.kind == "replenish":
        return order.warehouse
    store = order.from_store if order.kind == "transfer" else order.store
    return place_of([store])[store].id


def target_of(order: Row) -> int:
    """Where they are to arrive."""
    return order.warehouse if order.kind == "back" else place_of([order.store])[order.store].id


def refuse_more_than_there(order: Row) -> None:
    """Raises Refused for a return of more than could be picked now, all that is short in one sentence.

    Not for a transfer: what lies in another store isn't told to who asks for it.
    """
    if order.kind != "back":
        return
    wanted = {line.product: line.qty for line in lines_of(order.id) if line.qty}
    book, place, show = Book(list(wanted)), source_of(order), GoodsPick.qty.show
    there = {of: sum((lot.qty for lot in book.fit(of, place, CHOSEN_AS["back"])), Decimal(0)) for of in wanted}
    store = Store.title_of(order.store)
    short = [
        words.TOO_FEW_BACK(product=Product.title_of(of), qty=show(qty), there=show(there[of]), store=store)
        for of, qty in wanted.items()
        if qty > there[of]
    ]
    if short:
        raise Refused(join(short))


def fill_picks(c: Changes, rows: list[dict[str, Any]]) -> None:
    """When a batch runs out, as the stock knows it."""
    spell_batches(rows)
    ends = _ends({row["batch_no"] for row in rows if row["batch_no"]})
    for row in rows:
        row["expires_on"] = ends.get((row["product"], row["batch_no"]))


def _ends(batches: set[str]) -> dict[tuple[int, str], date | None]:
    known = StockMovement.rows(StockMovement.batch_no.in_(list(batches)))
    return {(line.product, line.batch_no): line.expires_on for line in known}


def date_picks(c: Changes, moves: list[Move]) -> None:
    """Another batch runs out on another day."""
    swapped = [move.new for move in moves if move.old and move.new and move.changed("product", "batch_no")]
    ends = _ends({row.batch_no for row in swapped}) if swapped else {}
    c.alter(GoodsPick, {row.id: {"expires_on": ends.get((row.product, row.batch_no))} for row in swapped})


def keep_picks(c: Changes, moves: list[Move]) -> None:
    """Batches are chosen while picking; what came of them is written while they are on the way."""
    orders = GoodsOrder.rows_by_id({row.order for move in moves for row in (move.old, move.new) if row})
    for move in moves:
        order = orders[(move.new or move.old).order]
        if move.new is None or move.changed(*FROZEN):
            refuse_receiver(c, order, "qty", move.index)
        if (move.new is None or move.changed(*FROZEN)) and order.state not in words.BEFORE_PICKED:
            raise Refused(words.PICKS_STAND(no=order.no, state=state_of(order)), "qty", move.index)
        if move.new and order.kind != "back" and move.changed("product", "batch_no", "batch_reason"):
            _refuse_unfit(order, move)
        if move.new and move.old and move.changed("received_qty"):
            refuse_sender(c, order, "received_qty", move.index)
        if move.new and move.new.received_qty is not None and move.changed("received_qty"):
            if order.state != "sent":
                raise Refused(words.NOT_SENT(no=order.no, state=state_of(order)), "received_qty", move.index)
            if move.new.received_qty > move.new.qty:
                raise Refused(words.MORE_THAN_SENT(qty=GoodsPick.qty.show(move.new.qty)), "received_qty", move.index)


def _refuse_unfit(order: Row, move: Move) -> None:
    """A batch that can't go, or goes with a reason only, is told as it is chosen, not when all of them are picked."""
    pick = move.new
    refuse_held(pick.product, pick.batch_no, index=move.index)
    refuse_ending(pick.product, pick.batch_no, CHOSEN_AS[order.kind], pick.batch_reason, move.index)


def add_up_picks(c: Changes, moves: list[Move]) -> None:
    """What of an order was picked, and what arrived."""
    orders = {row.order for move in moves for row in (move.old, move.new) if row}
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for pick in GoodsPick.rows(GoodsPick.order.in_(list(orders))):
        sums[pick.order] += pick.qty
    c.alter(GoodsOrder, {id: {"picked": sums[id]} for id in orders})


class GoodsPick(Record):
    """One batch of one product that goes with an order, and how much of it arrived."""

    order = LinkField(GoodsOrder, "要货单", "Order", aka=("要货单号",))
    product = LinkField(Product, "商品", "Product", width=160, aka=("商品名称", "商品编码"))
    batch_no = LineField("批号", "Batch", max_length=40, index=True, aka=("批次",))
    expires_on = DayField("到期日", "Expires on", null=True, locked=True)
    qty = QuantityField("配货数量", "Qty picked", least=Decimal("0.001"), sum=True, aka=("数量",))
    batch_reason = NoteField(
        "选批原因",
        "Why this batch",
        null=True,
        hint=Text(
            "不是最先到期的批次，或批次已临期时要写", "Where another batch would go first, or this is near its end"
        ),
    )
    received_qty = QuantityField(
        "实收数量", "Qty received", null=True, least=0, sum=True, hint=Text("留空表示全部收到", "Empty: all of it came")
    )
    cause = ChoiceField("差异原因", "Why it differs", options=words.CAUSES, null=True)
    note = NoteField("差异说明", "What differs", null=True)

    sheet = Sheet(
        "配货批次",
        "Batches picked",
        title="batch_no",
        order=("order", "product", "expires_on"),
        key=("order", "product", "batch_no"),
        parent="order",
        search=("order", "product", "batch_no"),
        later=("received_qty", "cause", "note"),
        fill=fill_picks,
        checks=(keep_picks,),
        derives=(date_picks, add_up_picks),
        scopes={"store": "order.store | order.from_store", "region": "order.store.region"},
    )

    class Meta:
        indexes = ((("order", "product", "batch_no"), True),)


def picks_of(order: int) -> list[Row]:
    return GoodsPick.rows(GoodsPick.order == order, order=GoodsPick.id)


def begin_picking(c: Changes, row: Row) -> Text:
    """The picking list: for each line the batches that expire first and last long enough; what is short is said."""
    wanted = {line.product: line.qty for line in lines_of(row.id) if line.qty}
    book, place, kind, rows, short = Book(list(wanted)), source_of(row), CHOSEN_AS[row.kind], [], []
    chosen = {(pick.product, pick.batch_no): pick.qty for pick in picks_of(row.id)}  # what people chose before stays
    for product, qty in wanted.items():
        needed = qty - sum((part for (of, _), part in chosen.items() if of == product), Decimal(0))
        for lot in book.fit(product, place, kind):
            expired = kind == "transfer_out" and (lot.expires_on or date.max) < today()
            if (product, lot.batch_no) not in chosen and not expired and (part := min(lot.qty, needed)) > 0:
                rows.append({"order": row.id, "product": product, "batch_no": lot.batch_no, "qty": part})
                needed -= part
        if needed > 0:
            short.append(words.SHORT_OF(product=Product.title_of(product), qty=GoodsPick.qty.show(needed)))
    if not rows and not chosen:
        raise Refused(words.NOTHING_THERE)
    with c.settled():  # the book chose them; those that go with a reason only are told below
        c.add(GoodsPick, rows)
    short += _ending(rows, kind)
    return words.listed(len(rows) + len(chosen), short)


def _ending(rows: list[dict[str, Any]], kind: str) -> list[Text]:
    """What has to be said of the batches that are listed and near their end, before they go."""
    said = (ending(row["product"], row["batch_no"], kind, None) for row in rows)
    return [text for text in said if text]


def book_out(c: Changes, row: Row) -> Text:
    """The goods leave their place and are on the way: two lines of the ledger for each batch, at the same value."""
    picks, wanted = picks_of(row.id), {line.product: line.qty for line in lines_of(row.id)}
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for pick in picks:
        sums[pick.product] += pick.qty
        if sums[pick.product] > wanted.get(pick.product, Decimal(0)):
            said = {
                "product": Product.title_of(pick.product),
                "qty": GoodsPick.qty.show(wanted.get(pick.product, Decimal(0))),
            }
            raise Refused(words.MORE_THAN_WANTED(**said), "qty")
    if not picks:
        raise Refused(words.NOTHING_THERE)
    if row.kind != "back":
        _refuse_stopped(picks)
    number, place, way = new_number("PH"), source_of(row), the_way(c).id
    c.add(StockMovement, [line for pick in picks for line in _on_the_way(row, pick, number, place, way)])
    return words.PICKED_NOW(no=number, qty=GoodsPick.qty.show(sum(sums.values(), Decimal(0))))


def _on_the_way(order: Row, pick: Row, number: str, place: int, way: int) -> list[dict[str, Any]]:
    line = {
        "no": number,
        "product": pick.product,
        "batch_no": pick.batch_no,
        "store": order.store,
        "reference": order.no,
        "batch_reason": pick.batch_reason,
    }
    return [
        {**line, "kind": LEAVES[order.kind], "warehouse": place, "qty": -pick.qty},
        {**line, "kind": "way_in", "warehouse": way, "qty": pick.qty},
    ]


def set_off(c: Changes, row: Row) -> None:
    """What is held since it was picked stays here; the way back to the warehouse is open to it."""
    if row.kind != "back":
        _refuse_stopped(picks_of(row.id))


def put_back(c: Changes, row: Row, reason: str | None) -> None:
    """Picked goods that don't go after all lie again where they lay."""
    lines = StockMovement.rows(StockMovement.reference == row.no, StockMovement.reverses.is_null())
    undone = {id for _, id in rows_with(StockMovement, ["reverses"], "reverses", [line.id for line in lines])}
    reverse_lines(c, [line for line in reversed(lines) if line.id not in undone], reason)
    c.remove(GoodsPick, [pick.id for pick in picks_of(row.id)])


def _refuse_stopped(picks: list[Row]) -> None:
    for pick in picks:
        refuse_held(pick.product, pick.batch_no)


def refuse_others(c: Changes, order: Row) -> None:
    """A warehouse's goods are picked by who keeps its books, a store's by the store."""
    if order.kind == "replenish" and not may(c.who, "add", StockMovement):
        raise Refused(words.NOT_YOURS)
    refuse_receiver(c, order)


def refuse_receiver(c: Changes, order: Row, name: str | None = None, index: int | None = None) -> None:
    """What a store gives to another is not taken from it by the other's people."""
    mine = _store_of(c)
    if order.kind == "transfer" and mine is not None and mine != order.from_store:
        raise Refused(words.GIVER_SENDS(store=Store.title_of(order.from_store)), name, index)


def refuse_sender(c: Changes, order: Row, name: str | None = None, index: int | None = None) -> None:
    """Goods are signed for where they arrive: by the store that gets them, in the warehouse for what comes back."""
    mine = _store_of(c)
    if mine is not None and order.kind == "back":
        raise Refused(words.WAREHOUSE_SIGNS(warehouse=Warehouse.title_of(order.warehouse)), name, index)
    if mine is not None and mine != order.store:
        raise Refused(words.RECEIVER_SIGNS(store=Store.title_of(order.store)), name, index)


def _store_of(c: Changes) -> int | None:
    """The store whose orders alone this person sees; None for who works for all of them."""
    grant = c.who.grants.get(GoodsOrder.key())
    return c.who.store_id if grant is not None and grant.rows == "store" and not c.who.all_rights else None
