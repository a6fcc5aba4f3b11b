"""Ageing 账龄: in which column of what an account owes an unpaid order stands."""

from datetime import date
from decimal import Decimal
from typing import Any

AGES = {"not_due": 0, "age_30": 30, "age_60": 60, "age_90": 90, "age_over": None}  # days past due, up to and with


def age_of(due_on: date | None, day: date) -> str:
    """Which column of the ageing an unpaid order stands in: by the days since it was due."""
    late = 0 if due_on is None else (day - due_on).days
    if late <= 0:
        return "not_due"
    return next((name for name, most in AGES.items() if most is not None and late <= most), "age_over")


def nothing_yet() -> dict[str, Any]:
    """What an account without orders owes and bought."""
    return {**dict.fromkeys(("receivable", "overdue", "sales_12m", *AGES), Decimal(0)), "last_order_on": None}
