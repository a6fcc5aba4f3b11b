"""Each night: royalties that fall overdue, and in the first days of a month the bills of the last one."""

from datetime import date, timedelta

from ..kit import Changes, Text
from .cases import STEPS_END
from .royalties import bills_of, lapse

BILLED = Text("出管理费账单 {n} 张，逾期 {late} 张", "{n} royalty bills written, {late} overdue")
BILLED_UNTIL_DAY = 5  # by then the shops have entered the last days of the month


def settle_royalties(c: Changes, day: date) -> Text:
    last_month = day.replace(day=1) - timedelta(days=1)
    billed = bills_of(c, f"{last_month:%Y-%m}") if day.day == BILLED_UNTIL_DAY else 0
    STEPS_END.left(c)
    return BILLED(n=billed, late=lapse(c, day))
