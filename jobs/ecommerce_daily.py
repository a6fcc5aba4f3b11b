"""The clocks of online orders and after-sales, and campaigns that follow their dates."""

from datetime import date

from models.ecommerce import follow_dates, watch_clocks
from models.kit import Changes


def watch(c: Changes, day: date) -> str:
    orders, after_sales = watch_clocks(c)
    return f"{orders} orders and {after_sales} after-sales late"


def campaigns(c: Changes, day: date) -> str:
    return f"{follow_dates(c, day)} campaigns moved"
