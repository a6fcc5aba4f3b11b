"""A shop that sold the same on each day of three weeks, and its weeks closed and looked at again as the jobs do it."""

from datetime import date, timedelta
from decimal import Decimal

from exports.weeks import closing
from models.kit import changes
from models.kit.clock import Week
from models.kit.week.rollup import week_named
from models.organization import Store
from models.stores import StoreDay
from tests.helpers.shop import SYSTEM, Shop, change

LAST = week_named("2026-W47")


def sell(shop: Shop, sales: int) -> int:
    """So much on each day of the last three weeks, in the first store; the id of the first day of the last week."""
    change(Store, shop.first, status="open", kind="own")
    change(Store, shop.second, status="closed")
    days = [date(2026, 11, 2) + timedelta(days=at) for at in range(21)]
    with changes(who=SYSTEM) as c:
        rows = [{"store": shop.first, "day": day, "sales": Decimal(sales), "transactions": 4} for day in days]
        return next(row.id for row in c.add(StoreDay, rows) if row.day == LAST.monday)


def close(week: Week = LAST) -> None:
    counted = closing.count(str(week))
    with changes(who=SYSTEM, via="job") as c:
        closing.freeze(c, counted)


def look_again() -> str:
    counted = closing.count_again()
    with changes(who=SYSTEM, via="job") as c:
        return closing.freeze_again(c, counted).zh
