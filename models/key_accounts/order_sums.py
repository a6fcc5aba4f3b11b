"""What orders come to by their lines, and what accounts owe by their orders."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from ..kit import Row
from ..kit.clock import add_months, today
from .ageing import age_of, nothing_yet
from .order_states import OWING
from .selling import CENT, share


def sums_of(orders: list[Row], lines: list[Row]) -> dict[int, dict[str, Decimal]]:
    """By order: amount, what was let off the list price, cost, margin and what is still to be paid."""
    listed, sold, cost, above = (defaultdict(Decimal) for _ in range(4))
    for line in lines:
        listed[line.order] += line.qty * line.listed
        sold[line.order] += line.qty * line.price
        above[line.order] += line.qty * max(line.price - line.listed, Decimal(0))
        cost[line.order] += line.qty * line.cost
    sets = {}
    for row in orders:
        amount = max((sold[row.id] - row.discount).quantize(CENT), Decimal(0))
        spent = (cost[row.id] + row.gift_cost + row.freight_cost).quantize(CENT)
        sets[row.id] = {
            "listed": listed[row.id].quantize(CENT),
            "amount": amount,
            "cost": cost[row.id].quantize(CENT),
            "rate": share(max(listed[row.id] + above[row.id] - amount, Decimal(0)), listed[row.id]),
            "margin": share(amount - spent, amount),
            "unpaid": amount - row.paid,
        }
    return sets


def owed_by(accounts: set[int], sold: list[Row]) -> dict[int, dict[str, Any]]:
    """By account, from the orders that were sold to it, the oldest first."""
    day = today()
    year = add_months(day, -12)
    sets = {id: nothing_yet() for id in accounts}
    for row in sold:
        mine = sets[row.account]
        mine["last_order_on"] = row.ordered_on
        mine["sales_12m"] += row.amount if row.ordered_on > year else 0
        if row.state in OWING:
            mine["receivable"] += row.unpaid
            mine["overdue"] += row.unpaid if row.due_on and row.due_on < day else 0
            mine[age_of(row.due_on, day)] += row.unpaid
    return sets
