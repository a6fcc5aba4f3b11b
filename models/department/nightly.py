"""Each night: policies for those who joined, and on the first of a month its rents."""

from datetime import date

from ..kit import Changes, Text
from .money import Expense, rents_of
from .policies import Policy, PolicyReading, missing_readers

READERS = Text("已通知 {n} 人阅读制度", "{n} people asked to read a policy")
RENTS = Text("登记租金 {n} 笔", "{n} rents entered")


def hand_out_policies(c: Changes, day: date) -> Text:
    rows = missing_readers(Policy.rows(Policy.state == "effective"))
    c.add(PolicyReading, rows)
    return READERS(n=len(rows))


def enter_rents(c: Changes, day: date) -> Text:
    rows = rents_of(f"{day:%Y-%m}") if day.day == 1 else []
    c.add(Expense, rows)
    return RENTS(n=len(rows))
