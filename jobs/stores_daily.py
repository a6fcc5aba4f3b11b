"""Each day: openings as the days left say, staff moves whose day has come, and stores that have not handed in yesterday."""

from datetime import date, timedelta

from models.kit import Changes, Text, notify
from models.organization import Store
from models.stores import StoreDay, StoreOpening, due_moves, recount_openings

MISSING = Text("{day} 的日销售还没填：{stores}", "{day} is not handed in yet: {stores}")
MOST_NAMED = 10


def settle_openings(c: Changes, day: date) -> str:
    ids = [row.id for row in StoreOpening.rows(StoreOpening.state.in_(("preparing", "ready")))]
    recount_openings(c, ids)
    return f"{len(ids)} openings settled"


def move_staff(c: Changes, day: date) -> str:
    return f"{due_moves(c, day)} staff moves took effect"


def ask_for_days(c: Changes, day: date) -> str:
    """The day before must be complete in the morning: whoever is missing hears of it, and so does store management."""
    before = day - timedelta(days=1)
    there = {row.store for row in StoreDay.rows(StoreDay.day == before)}
    shops = Store.rows(Store.status == "open", Store.kind.in_(("own", "franchise")))
    missing = [shop for shop in shops if shop.id not in there and (shop.opened_on is None or shop.opened_on <= before)]
    for shop in missing:
        notify(c, MISSING(day=before, stores=shop.name), record=Store, row=shop.id, employees=(shop.manager,))
    if missing:
        names = "、".join(shop.name for shop in missing[:MOST_NAMED]) + ("…" if len(missing) > MOST_NAMED else "")
        notify(c, MISSING(day=before, stores=names), roles=("store_management",))
    return f"{len(missing)} stores asked for {before}"
