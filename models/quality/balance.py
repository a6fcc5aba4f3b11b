"""The balance of a recall 召回平衡: place by place what came, went on, was sold, came back, was destroyed and is missing; it adds up."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from peewee import fn

from ..kit import (
    Changes,
    LineField,
    LinkField,
    Move,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Text,
    in_one_change,
)
from ..kit.named import named
from ..kit.server.standing import house
from ..logistics import StockMovement, Warehouse, spellings
from ..organization import Store
from .calls import LISTED, RecallCall, list_buyers
from .recalls import STANDING, Recall, RecallNotice

ZERO = Decimal(0)
RECEIVED = ("opening", "purchase_in", "transfer_in", "store_in", "store_return", "way_in")
PASSED_ON = ("store_out", "transfer_out", "way_out", "store_back")
SOLD = ("shop_out", "sale_out", "gift_out")
DESTROYED = ("scrap", "supplier_return")
# What was sold of a batch that the ledger doesn't hold: the type that knows it, and the function (product, batches) -> sums.
COUNTERS = ("receipt", "models.tills.recalled:sold_uncounted")
ORDERS = ("online_order", "models.ecommerce.recalled:sent_uncounted")
NOWHERE = "网店"  # of shops with neither warehouse nor store; a name like those of places, kept as it is written
NO_FIGURES = Text(
    "这些批次还没有出入库记录，请手工填写", "Nothing is booked of these batches: enter the quantities by hand"
)
TAKEN = Text(
    "已带入：已售 {sold}，收回 {recovered}，销毁 {destroyed}",
    "Entered: {sold} sold, {recovered} recovered, {destroyed} destroyed",
)


@dataclass
class Sums:
    """One place's quantities; what lies there is counted by the store's answer, else by the book."""

    received: Decimal = ZERO
    passed_on: Decimal = ZERO
    sold: Decimal = ZERO
    recovered: Decimal = ZERO
    destroyed: Decimal = ZERO
    lying: Decimal = ZERO

    @property
    def missing(self) -> Decimal:
        return self.received - self.passed_on - self.sold + self.recovered - self.destroyed - self.lying

    def values(self) -> dict[str, Decimal]:
        return {**vars(self), "missing": self.missing}


@dataclass
class Booked:
    """What the ledger says of one place, by kind: in all, and since the store answered."""

    by_kind: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    since: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def of(self, kinds: Iterable[str]) -> Decimal:
        return sum((self.by_kind[kind] for kind in kinds), ZERO)


def balance(row: Row) -> dict[tuple[int | None, int | None], Sums]:
    """By (place, store): the warehouses, the way, the stores that keep stock, and those of which only deliveries are known.

    What was sent for online shops that have neither warehouse nor store is at no place and no store.
    """
    answers = {notice.store: notice for notice in RecallNotice.rows(RecallNotice.recall == row.id)}
    places = {place.id: place for place in Warehouse.rows()}
    shelves = {place.store: place.id for place in places.values() if place.store}
    booked = _booked(row, {place.id: _answered(answers.get(place.store)) for place in places.values()})
    counted = _uncounted(COUNTERS, row)
    for store in counted.keys() & shelves.keys():
        booked.setdefault(shelves[store], Booked())
    sums = {(id, places[id].store): _of_place(said, answers.get(places[id].store)) for id, said in booked.items()}
    for store in counted.keys() & shelves.keys():
        _add_counted(sums[shelves[store], store], *counted[store])
    for store, total in _without_stock(row, shelves.keys(), answers, counted).items():
        sums[None, store] = total
    for (place, store), sold in _uncounted(ORDERS, row).items():
        key = (place, places[place].store) if place else (shelves.get(store), store)
        sums.setdefault(key, Sums()).sold += sold
    return sums


def _uncounted(source: tuple[str, str], row: Row) -> dict[Any, Any]:
    """What receipts or orders say was sold of these batches and the ledger doesn't hold; nothing where no area knows them."""
    of, place = source
    return named(place)(row.product, list(row.batches)) if of in house().records else {}


def _add_counted(total: Sums, sold: Decimal, back: Decimal, before: Decimal) -> None:
    """What the store sold before its stock was kept had come before, too: its book began with what was left."""
    total.received += before
    total.sold += sold
    total.recovered += back


def _answered(notice: Row | None) -> datetime | None:
    return notice.done_at if notice and notice.state == "done" and notice.qty is not None else None


def _booked(row: Row, since: dict[int, datetime | None]) -> dict[int, Booked]:
    """The ledger's lines of these batches, place by place."""
    booked: dict[int, Booked] = defaultdict(Booked)
    line = StockMovement
    mine = (line.product == row.product) & line.batch_no.in_(spellings(line, row.product, row.batches))
    for place, kind, qty, moment in (
        line.select(line.warehouse, line.kind, line.qty, line.occurred_at).where(mine).tuples()
    ):
        said, after = booked[place], since.get(place)
        said.by_kind[kind] += qty
        if after is not None and moment > after:
            said.since[kind] += qty
    return booked


def _of_place(said: Booked, notice: Row | None) -> Sums:
    sums = Sums(
        received=said.of(RECEIVED),
        passed_on=-said.of(PASSED_ON),
        sold=-said.of(SOLD),
        recovered=said.of(("customer_return",)),
        destroyed=-said.of(DESTROYED),
        lying=said.of(said.by_kind),
    )
    if _answered(notice) is not None:
        before = sums.recovered - said.since["customer_return"]
        brought = max(before, notice.recovered or ZERO)  # a store may say so, book it, or both
        sums.recovered += brought - before
        sums.lying = notice.qty + brought + sum(said.since.values(), ZERO)
    return sums


def _without_stock(
    row: Row, keeping: Collection[int], answers: dict[int, Row], counted: dict[int, tuple[Decimal, ...]]
) -> dict[int, Sums]:
    """Stores whose stock nobody books: what was sent there, what their receipts name, what came back, what they answered."""
    line, sums = StockMovement, defaultdict(Sums)
    mine = (line.product == row.product) & line.batch_no.in_(spellings(line, row.product, row.batches))
    sent = line.select(line.store, fn.SUM(line.qty).coerce(False)).where(
        mine, line.store.is_null(False), line.kind.in_(("store_out", "store_return"))
    )
    for store, qty in sent.group_by(line.store).tuples():
        if store not in keeping:
            sums[store].received = -Decimal(int(qty)).scaleb(-3)
    for store, (sold, back, _) in counted.items():
        if store not in keeping:
            sums[store].sold, sums[store].recovered = sold, back
    back = RecallCall.select(RecallCall.store, fn.SUM(RecallCall.back).coerce(False)).where(RecallCall.recall == row.id)
    for store, qty in back.where(RecallCall.state == "back").group_by(RecallCall.store).tuples():
        if store in sums:
            sums[store].recovered += Decimal(int(qty or 0)).scaleb(-3)
    for store, total in sums.items():
        notice = answers.get(store)
        if _answered(notice) is not None:
            total.recovered = max(total.recovered, notice.recovered or ZERO)
            total.lying = notice.qty + total.recovered
    return sums


class RecallBalance(Record):
    """Where the goods of a recall are, at one place: received - passed on - sold + recovered - destroyed - lying = missing."""

    recall = LinkField(Recall, "召回", "Recall", locked=True)
    name = LineField("地点", "Place", max_length=60, locked=True, width=150)
    place = LinkField(Warehouse, "仓库", "Warehouse", null=True, locked=True)
    store = LinkField(Store, "门店", "Store", null=True, locked=True)
    received = QuantityField("收到", "Received", default=0, derived=True, sum=True)
    passed_on = QuantityField("转出", "Passed on", default=0, derived=True, sum=True)
    sold = QuantityField("已售", "Sold", default=0, derived=True, sum=True)
    recovered = QuantityField("顾客退回", "Recovered", default=0, derived=True, sum=True)
    destroyed = QuantityField("销毁（含退供应商）", "Destroyed or sent back", default=0, derived=True, sum=True)
    lying = QuantityField("在库", "In stock", default=0, derived=True, sum=True)
    missing = QuantityField(
        "去向不明",
        "Missing",
        default=0,
        derived=True,
        sum=True,
        hint=Text(
            "负数：小票和订单写明卖出的，比账面来的还多，请盘点或补记",
            "Below zero: receipts and orders say that more was sold than came by the book; count it or book it",
        ),
    )

    sheet = Sheet(
        "召回平衡表",
        "Recall balance",
        title="name",
        order=("recall", "id"),
        parent="recall",
        verbs="see export",
        search=("name",),
        columns=("recall", "name", "received", "passed_on", "sold", "recovered", "destroyed", "lying", "missing"),
        scopes={"store": "store", "region": "store.region"},
    )

    class Meta:
        indexes = ((("recall", "name"), True),)


def keep_balance(c: Changes, row: Row) -> None:
    """Write the balance down anew; a recall that is closed or lifted keeps what it came to.

    What was taken over from it into the recall follows it, until somebody says otherwise.
    """
    before = _totals(row)
    sums = dict(sorted(balance(row).items(), key=lambda item: (not any(item[0]), item[0][1] or 0, item[0][0] or 0)))
    names = {place.id: place.name for place in Warehouse.rows_by_id({at for at, _ in sums if at}).values()}
    stores = {store.id: store.name for store in Store.rows_by_id({of for _, of in sums if of}).values()}
    there = {(line.place, line.store): line for line in RecallBalance.rows(RecallBalance.recall == row.id)}
    c.alter(RecallBalance, {line.id: sums.get(key, Sums()).values() for key, line in there.items()})
    c.add(
        RecallBalance,
        [
            {
                "recall": row.id,
                "place": key[0],
                "store": key[1],
                "name": names.get(key[0]) or stores.get(key[1], NOWHERE),
            }
            | total.values()
            for key, total in sums.items()
            if key not in there
        ],
    )
    now = _totals(row)
    if before is not None and now is not None:
        c.derive(Recall, {row.id: {name: now[name] for name, qty in before.items() if getattr(row, name) == qty}})


def _totals(row: Row) -> dict[str, Decimal] | None:
    """The sums of the balance by the column of the recall that reports them; None where nothing is booked."""
    lines = RecallBalance.rows(RecallBalance.recall == row.id)
    names = ("sold", "recovered", "destroyed")
    return {f"qty_{name}": sum((getattr(line, name) for line in lines), ZERO) for name in names} if lines else None


def by_recalls(c: Changes, moves: list[Move]) -> None:
    for move in moves:
        if move.new and move.new.state in STANDING:
            keep_balance(c, move.new)


def by_answers(c: Changes, moves: list[Move]) -> None:
    """A store's answer moves the balance."""
    moved = {move.new.recall for move in moves if move.new and move.changed("done_at", "qty", "recovered")}
    for row in Recall.rows_by_id(moved).values():
        if row.state in STANDING:
            keep_balance(c, row)


def by_movements(c: Changes, moves: list[Move]) -> None:
    """Whatever is booked of a batch under recall moves its balance."""
    touched = {(move.new.product, move.new.batch_no) for move in moves if move.new}
    for row in Recall.rows(Recall.state.in_(STANDING)):
        if any((row.product, batch) in touched for batch in row.batches):
            keep_balance(c, row)


def renew_recalls_of(c: Changes, products: set[int]) -> None:
    """What was sold of these before it was stopped, and became known only now, belongs to the recalls that stand."""
    for row in Recall.rows(Recall.state.in_(STANDING)):
        if row.product in products:
            list_buyers(c, row)
            keep_balance(c, row)


@in_one_change
def renew_recall(c: Changes, recall: int) -> Text:
    """Receipts and orders that came in later are looked through again."""
    row = c.fresh(Recall, recall)
    new = list_buyers(c, row)
    keep_balance(c, row)
    return LISTED(new=new, all=RecallCall.select().where(RecallCall.recall == recall).count())


@in_one_change
def take_balance(c: Changes, recall: int) -> Text:
    """The sums of the balance become what the recall reports: still to be looked at before it is closed."""
    row = c.fresh(Recall, recall)
    keep_balance(c, row)
    if (sums := _totals(row)) is None:
        raise Refused(NO_FIGURES)
    c.update(Recall, recall, **sums)
    return TAKEN(**{name.removeprefix("qty_"): Recall.qty_sold.show(qty) for name, qty in sums.items()})
