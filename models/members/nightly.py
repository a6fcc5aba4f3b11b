"""The nightly rules of members: points that expire, birthdays, tiers at the end of their validity, who stopped buying."""

from datetime import date

from ..kit import Changes, Text
from .earning import greet_birthdays
from .points import expire_points
from .purchases import lower_tiers, refresh_spend, rest_dormant

EXPIRED = Text("{n} 笔积分到期", "{n} lots expired")
GREETED = Text("给 {n} 位会员送生日积分", "{n} members greeted")
LOWERED = Text("重算消费 {n} 位，降级 {lower} 位", "{n} spends renewed, {lower} tiers lowered")
RESTED = Text("{n} 位会员转为休眠", "{n} members dormant")


def expire(c: Changes, day: date) -> Text:
    return EXPIRED(n=expire_points(c, day))


def greet(c: Changes, day: date) -> Text:
    return GREETED(n=greet_birthdays(c, day))


def settle_tiers(c: Changes, day: date) -> Text:
    """The 12-month spend of whoever bought a year ago changes with the day; then the tiers that ran out are settled."""
    stale = refresh_spend(c, day)
    return LOWERED(n=stale, lower=lower_tiers(c, day))


def rest(c: Changes, day: date) -> Text:
    return RESTED(n=rest_dormant(c, day))
