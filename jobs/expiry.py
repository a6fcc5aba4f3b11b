"""The nightly rules of members: points that expire, birthdays, tiers at the end of their validity, who stopped buying."""

from datetime import date

from models.kit import Changes
from models.members.earning import greet_birthdays
from models.members.points import expire_points
from models.members.purchases import lower_tiers, refresh_spend, rest_dormant


def expire(c: Changes, day: date) -> str:
    return f"{expire_points(c, day)} lots expired"


def greet(c: Changes, day: date) -> str:
    return f"{greet_birthdays(c, day)} members greeted"


def settle_tiers(c: Changes, day: date) -> str:
    """The 12-month spend of whoever bought a year ago changes with the day; then the tiers that ran out are settled."""
    stale = refresh_spend(c, day)
    return f"{stale} spends renewed, {lower_tiers(c, day)} tiers lowered"


def rest(c: Changes, day: date) -> str:
    return f"{rest_dormant(c, day)} members dormant"


def score(c: Changes, day: date) -> str:
    from .segments import segment  # pandas takes half a second and 44 MB: only this job pays for it

    return segment(c, day)
