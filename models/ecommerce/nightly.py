"""The clocks of online orders and after-sales, and campaigns that follow their dates."""

from datetime import date

from ..kit import Changes, Text
from .campaigns import follow_dates
from .late import watch_clocks
from .milestones import MILESTONES_END

LATE = Text("超时订单 {orders} 笔、售后 {after} 笔", "{orders} orders and {after} after-sales late")
MOVED = Text("{n} 个推广计划换了状态", "{n} campaigns moved")


def watch(c: Changes, day: date) -> Text:
    orders, after_sales = watch_clocks(c)
    return LATE(orders=orders, after=after_sales)


def campaigns(c: Changes, day: date) -> Text:
    MILESTONES_END.left(c)
    return MOVED(n=follow_dates(c, day))
