"""Orders that are sent take their goods where their shop's stock is kept, also where a platform says that they were."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from peewee import fn

from ..kit import Changes, Move, Refused, Row, Text, in_one_change
from ..kit.clock import local, today
from ..logistics import reversed_first
from .counted import unseen, went_at
from .orders import SENT, OnlineOrder, OnlineOrderLine
from .references import orders_of
from .shops import OnlineShop
from .taking import Taken, missing, ref_of, single_batches, take_goods, taken_of

TAKEN = Text("{no} 已从发货仓库扣减", "{no} was taken from the warehouse")


def begin_today(c: Changes, moves: list[Move]) -> None:
    """A shop that gets its warehouse takes from it what is sent from now on, unless it says since when."""
    fresh = [move for move in moves if move.new and move.changed("warehouse")]
    c.alter(
        OnlineShop,
        {move.id: {"stock_from": today()} for move in fresh if move.new.warehouse and not move.new.stock_from},
    )


def take_sent(c: Changes, moves: list[Move]) -> None:
    """An order's goods leave with it; where too little lies there it says so: a step is refused then, a platform was believed."""
    leave(c, [move.new for move in moves if move.new and move.old and _went(move.old, move.new)])


def _went(old: Row, new: Row) -> bool:
    """It is sent now and wasn't before; what was given up before it was sent ends without ever going out."""
    given_up = _stayed(old) and new.state == "done" and new.shipped_at is None
    return is_sent(new) and not is_sent(old) and not given_up


def is_sent(order: Row) -> bool:
    """Whether its goods have left."""
    return order.state in SENT and not _stayed(order)


def _stayed(order: Row) -> bool:
    """Its buyer wants the money back before it was sent."""
    return order.state == "after_sale" and order.shipped_at is None and order.booked == "apart"


def take_lines(c: Changes, moves: list[Move]) -> None:
    """Lines that come to an order that was sent already, as with the export that says so; and those whose product is known now."""
    known = [move for move in moves if move.new and move.new.product and not (move.old and move.old.product)]
    orders = OnlineOrder.rows_by_id({move.new.order for move in known})
    new = {move.new.order for move in known if move.old is None}
    leave(c, [row for row in orders.values() if row.id in new or row.booked != "apart"])


def leave(c: Changes, orders: Iterable[Row]) -> Text | None:
    """Take what is missing of the orders that were sent; returns why one could not be taken."""
    shops = OnlineShop.rows_by_id({order.shop for order in orders})
    sent = [order for order in orders if is_sent(order) and _counts(order, shops[order.shop])]
    lines, taken, why = unseen(sent, _lines_of(sent)), taken_of(ref_of(order) for order in sent), None
    for order in sent:
        mine = lines[order.id]
        if not mine:
            continue
        lacks = missing(mine, taken[ref_of(order)])
        short = take_goods(c, order, mine, lacks, shops[order.shop].warehouse) if lacks else None
        why = why or short
        _note(c, order, mine, taken_of([ref_of(order)])[ref_of(order)], started=True)
    return why


def _counts(order: Row, shop: Row) -> bool:
    """What was sent before the shop's stock was kept here is not in it."""
    went = local(went_at(order)).date()
    return shop.warehouse is not None and (shop.stock_from is None or went >= shop.stock_from)


def _lines_of(orders: Iterable[Row]) -> dict[int, list[Row]]:
    lines: dict[int, list[Row]] = defaultdict(list)
    ids = [order.id for order in orders]
    for start in range(0, len(ids), 500):
        mine = OnlineOrderLine.order.in_(ids[start : start + 500]) & OnlineOrderLine.product.is_null(False)
        for line in OnlineOrderLine.rows(mine):
            lines[line.order].append(line)
    return lines


def follow_ledger(c: Changes, moves: list[Move]) -> None:
    """An order's goods are taken when the ledger says so, whoever booked or reversed it."""
    lines = reversed_first([move.new for move in moves if move.new])
    numbers = {line.reference for line in lines if line.kind == "sale_out" and line.reference}
    if numbers:
        renew(c, orders_of(numbers))


def follow_state(c: Changes, moves: list[Move]) -> None:
    """One that is to be sent again has taken nothing."""
    renew(c, [move.new for move in moves if move.new and move.old and move.changed("state")])


def follow_number(c: Changes, moves: list[Move]) -> None:
    """One that shared its reference with another shop's order leaves the goods to that one when it gets another number."""
    left = {move.id: ref_of(move.old) for move in moves if move.new and move.old and move.changed("order_no", "shop")}
    shared = {ref_of(order) for order in orders_of(set(left.values()))}
    moved = [order for order in OnlineOrder.rows_by_id(left).values() if left[order.id] in shared]
    renew(c, [order for order in moved if ref_of(order) != left[order.id]])


def follow_lines(c: Changes, moves: list[Move]) -> None:
    moved = {row.order for move in moves if move.changed("product", "units") for row in (move.old, move.new) if row}
    renew(c, [order for order in OnlineOrder.rows_by_id(moved).values() if order.booked != "apart"])


def renew(c: Changes, orders: list[Row]) -> None:
    """Reckon anew whether the goods of these orders were taken."""
    if not orders:
        return
    taken, lines = taken_of(ref_of(order) for order in orders), unseen(orders, _lines_of(orders))
    for order in orders:
        _note(c, order, lines[order.id], taken.get(ref_of(order), {}))


def settle_counted(c: Changes, moves: list[Move]) -> None:
    """What left before a count and wasn't taken is missing no more: the count sees that it is gone; a void one doesn't."""
    for move in moves:
        frozen = [row.frozen_at for row in (move.old, move.new) if row and row.frozen_at]
        if frozen and move.changed("state", "frozen_at"):
            _judge(c, (move.new or move.old).warehouse, max(frozen))


def _judge(c: Changes, warehouse: int, before: datetime) -> None:
    """Say anew of the orders that left a place before then whether it has still to take anything of them."""
    for shop in OnlineShop.rows(OnlineShop.warehouse == warehouse):
        open_ = (OnlineOrder.shop == shop.id) & OnlineOrder.state.in_(SENT) & (OnlineOrder.booked != "whole")
        went = fn.COALESCE(OnlineOrder.shipped_at, OnlineOrder.paid_at, OnlineOrder.ordered_at)
        sent = [row for row in OnlineOrder.rows(open_, went < before) if is_sent(row) and _counts(row, shop)]
        taken, lines = taken_of(ref_of(order) for order in sent), unseen(sent, _lines_of(sent))
        for order in sent:
            _note(c, order, lines[order.id], taken[ref_of(order)], started=bool(lines[order.id]))


def _note(c: Changes, order: Row, lines: list[Row], taken: Taken, started: bool = False) -> None:
    """started: its goods should have been taken; else an order that took nothing and isn't sent is none of the stock's."""
    whole = bool(taken) and not missing(lines, taken)
    stays = order.state not in SENT or order.booked == "apart" or not lines
    idle = not any(taken.values()) and stays and not started
    c.derive(OnlineOrder, {order.id: {"booked": "apart" if idle else "whole" if whole else "lacking"}})
    if whole:
        batches = single_batches(lines, taken)
        c.derive(OnlineOrderLine, {id: {"batch_no": batch_no} for id, batch_no in batches.items()})


@in_one_change
def take_order(c: Changes, order: int) -> Text:
    """The goods of an order that was sent when they were not in the book yet."""
    row = c.fresh(OnlineOrder, order)
    if why := leave(c, [row]):
        raise Refused(why)
    return TAKEN(no=row.order_no)
