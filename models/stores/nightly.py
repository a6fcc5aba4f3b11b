"""Each day: openings as the days left say, staff moves whose day has come, and stores that have not handed in yesterday."""

from datetime import date, timedelta

from ..kit import Changes, Text, notify
from ..kit.ask.blank import form_of
from ..kit.clock import today
from ..organization import Store
from .openings import StoreOpening, recount_openings
from .people import due_moves
from .sales import StoreDay

SETTLED = Text("更新筹备项目 {n} 个", "{n} openings settled")
MOVED = Text("{n} 项人员调动生效", "{n} staff moves took effect")
ASKED = Text("向 {n} 家门店催报 {day} 的日销售", "{n} stores asked for {day}")
MISSING = Text("{day} 的日销售还没填：{stores}", "{day} is not handed in yet: {stores}")
SEVERAL = Text("{first} 至 {day} 的日销售还没填：{stores}", "{first} to {day} are not handed in yet: {stores}")
MOST_NAMED, LONGEST_GAP = 10, timedelta(days=31)


def settle_openings(c: Changes, day: date) -> Text:
    ids = [row.id for row in StoreOpening.rows(StoreOpening.state.in_(("preparing", "ready")))]
    recount_openings(c, ids)
    return SETTLED(n=len(ids))


def move_staff(c: Changes, day: date) -> Text:
    return MOVED(n=due_moves(c, day))


def ask_for_days(c: Changes, day: date) -> Text:
    """The day before must be complete in the morning: whoever is missing hears of it, and so does store management."""
    before = day - timedelta(days=1)
    if day < today():  # the server stood still: today's call tells of the whole gap at once
        return ASKED(n=0, day=before)
    there = {row.store for row in StoreDay.rows(StoreDay.day == before)}
    shops = Store.rows(Store.status == "open", Store.kind.in_(("own", "franchise")))
    missing = [shop for shop in shops if shop.id not in there and (shop.opened_on is None or shop.opened_on <= before)]
    handed_in = _last_days(before)
    for shop in missing:
        first = handed_in.get(shop.id, before - timedelta(days=1)) + timedelta(days=1)
        notify(
            c,
            (MISSING if first == before else SEVERAL)(first=first, day=before, stores=shop.name),
            record=StoreDay,
            page=form_of(StoreDay, store=shop.id, day=first),
            employees=(shop.manager,),
            stores=(shop.id,),
        )
    if missing:
        names = "、".join(shop.name for shop in missing[:MOST_NAMED]) + ("…" if len(missing) > MOST_NAMED else "")
        notify(c, MISSING(day=before, stores=names), record=StoreDay, roles=("store_management",))
    return ASKED(n=len(missing), day=before)


def _last_days(day: date) -> dict[int, date]:
    """The last day that each store handed in before this one, as far as that is not too long ago to be a gap."""
    near = StoreDay.day.between(day - LONGEST_GAP, day - timedelta(days=1))
    return {row.store: row.day for row in StoreDay.rows(near, order=StoreDay.day)}
