"""Each night: royalties that fall overdue, and in the first days of a month the bills of the last one."""

from datetime import date, timedelta

from models.franchise import bills_of, lapse
from models.kit import Changes

BILLED_UNTIL_DAY = 5  # by then the shops have entered the last days of the month


def settle_royalties(c: Changes, day: date) -> str:
    last_month = day.replace(day=1) - timedelta(days=1)
    billed = bills_of(c, f"{last_month:%Y-%m}") if day.day == BILLED_UNTIL_DAY else 0
    return f"{billed} royalty bills written, {lapse(c, day)} overdue"
