"""What customer service needs done by itself: late tickets told every quarter of an hour, ended surveys closed, activities added up."""

from datetime import date

from ..kit import Changes, Text
from .activities import compare_sales
from .handling import escalate
from .surveys import close_ended

TOLD = Text("提醒工单 {n} 张", "{n} tickets told")
CLOSED = Text("结束问卷 {n} 份", "{n} surveys closed")
COMPARED = Text("比较活动 {n} 场", "{n} activities compared")


def tell_late_tickets(c: Changes, day: date) -> Text:
    return TOLD(n=escalate(c))


def close_surveys(c: Changes, day: date) -> Text:
    return CLOSED(n=close_ended(c, day))


def add_up_activities(c: Changes, day: date) -> Text:
    return COMPARED(n=compare_sales(c, day))
