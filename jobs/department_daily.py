"""Each night: policies for those who joined, and on the first of a month its rents."""

from datetime import date

from models.department import Expense, Policy, PolicyReading, missing_readers, rents_of
from models.kit import Changes


def hand_out_policies(c: Changes, day: date) -> str:
    rows = missing_readers(Policy.rows(Policy.state == "effective"))
    c.add(PolicyReading, rows)
    return f"{len(rows)} people asked to read a policy"


def enter_rents(c: Changes, day: date) -> str:
    rows = rents_of(f"{day:%Y-%m}") if day.day == 1 else []
    c.add(Expense, rows)
    return f"{len(rows)} rents entered"
