"""Proposing an order 生成建议: the lines a store needs, by a button, and each week for all of them by themselves."""

from datetime import date, timedelta

from ..kit import Changes, Refused, Text, in_one_change, notify, setting
from ..kit.clock import today
from ..logistics import Warehouse
from ..organization import Store
from . import words
from .demand import Needs
from .orders import GoodsOrder, GoodsOrderLine, coming_to, lines_of
from .terms import LEAD, WEEKDAY


@in_one_change
def propose_lines(c: Changes, order: int) -> Text:
    """What the store needs as of today; lines that are there keep what people wrote, and learn what is proposed."""
    row = c.fresh(GoodsOrder, order)
    if row.kind != "replenish":
        raise Refused(words.ONLY_REPLENISH)
    needs = [need for need in Needs(row.store, today(), coming_to(row.store, [order])).all() if need.proposed]
    there = {line.product: line for line in lines_of(order)}
    names = ("proposed", "sold", "stock", "coming", "near_elsewhere")
    values = {need.product: {name: getattr(need, name) for name in names} for need in needs}
    fresh = [product for product in values if product not in there]
    with c.unasked():
        c.alter(GoodsOrderLine, {there[product].id: values[product] for product in values if product in there})
        c.add(
            GoodsOrderLine,
            [{"order": order, "product": id, "qty": values[id]["proposed"], **values[id]} for id in fresh],
        )
    if not values:
        return words.NOTHING_NEEDED
    return words.PROPOSED(lines=len(values), boxes=c.fresh(GoodsOrder, order).boxes)


def propose_weekly(c: Changes, day: date) -> Text:
    """On its weekday each open store that keeps stock and has no draft gets one, and hears of it."""
    if day.isoweekday() != setting(WEEKDAY):
        return words.MADE(n=0)
    drafts = {row.store for row in GoodsOrder.rows(GoodsOrder.state == "draft", GoodsOrder.kind == "replenish")}
    keeping = [place.store for place in Warehouse.rows(Warehouse.store.is_null(False), Warehouse.status == "in_use")]
    stores = [row.id for row in Store.rows(Store.id.in_(keeping), Store.status == "open") if row.id not in drafts]
    made = 0
    for store in stores:
        needs = Needs(store, day, coming_to(store))
        if any(need.proposed for need in needs.all()):
            wanted = day + timedelta(days=int(setting(LEAD)))
            order = c.create(GoodsOrder, store=store, ordered_on=day, wanted_on=wanted)
            propose_lines(c, order.id)
            notify(c, words.TO_CONFIRM(no=order.no), record=GoodsOrder, row=order.id, stores=(store,), waits="state")
            made += 1
    return words.MADE(n=made)
