"""What customer service needs done by itself: late tickets told each hour, ended surveys closed, activities added up."""

from datetime import date

from models.kit import Changes
from models.service.activities import compare_sales
from models.service.handling import escalate
from models.service.surveys import close_ended


def tell_late_tickets(c: Changes, day: date) -> str:
    return f"{escalate(c)} tickets told"


def close_surveys(c: Changes, day: date) -> str:
    return f"{close_ended(c, day)} surveys closed"


def add_up_activities(c: Changes, day: date) -> str:
    return f"{compare_sales(c, day)} activities compared"
