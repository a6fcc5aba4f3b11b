"""The clocks of orders and after-sales, looked at again as time passes."""

from ..kit import Changes
from ..kit.clock import now
from . import after_sales, orders
from .after_sales import AfterSale
from .orders import OnlineOrder


def watch_clocks(c: Changes) -> tuple[int, int]:
    """Mark what is nearly late or late by now. Returns how many orders and after-sales are late."""
    moment = now()
    open_ones = OnlineOrder.rows(OnlineOrder.state == "to_ship")
    c.alter(OnlineOrder, {row.id: orders.clocked(row, moment) for row in open_ones})
    waiting = AfterSale.rows(AfterSale.state.in_(after_sales.OPEN))
    c.alter(AfterSale, {row.id: after_sales.clocked(row, moment) for row in waiting})
    late_orders = OnlineOrder.select().where(OnlineOrder.state == "to_ship", OnlineOrder.clock == "late").count()
    late_cases = AfterSale.select().where(AfterSale.state.in_(after_sales.OPEN), AfterSale.clock == "late").count()
    return late_orders, late_cases
