"""Four closed weeks of three stores, made once for a file of tests: sales rise, one day was corrected afterwards, one is missing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from exports.weeks import closing
from models import AREAS, accounts
from models.accounts import who_for
from models.department import WorkItem
from models.kit import changes, system
from models.kit.clock import Week
from models.kit.server import database
from models.kit.week.rollup import week_named
from models.members import Member
from models.organization import Employee, Store
from models.stores import StoreDay
from models.weekly import FigureTarget, WeekNote
from tests.helpers import places
from tests.helpers.people import make
from tests.helpers.shop import source_at

WEEK, WEEKS = week_named("2026-W47"), 4
FORMULA, STRANGE = "=1+1", '=HYPERLINK("http://x")\x07 次日跟进'
NAMES = ("锦江一店", "武侯一店", "青羊一店")


def build(path) -> SimpleNamespace:
    """The world in a database file; answers the ids of its stores and people."""
    database.close()
    database.open(places.begun(path))
    boss = system("周报关账")
    with pytest.MonkeyPatch.context() as patch, database.reading():
        patch.setattr("models.kit.clock.source", source_at("2026-11-23 06:00"))
        accounts.seed_roles(AREAS)
        with changes(who=boss) as c:
            lin = c.create(Employee, staff_no="Y1", name="林晓").id
            stores = [c.create(Store, code=f"S{at}", name=name, manager=lin).id for at, name in enumerate(NAMES, 1)]
            days = c.add(StoreDay, list(_days(stores)))
            c.create(FigureTarget, metric="store_sales", starts_on=date(2026, 1, 1), value=Decimal(9000))
            c.create(
                FigureTarget, metric="store_sales", store=stores[0], starts_on=date(2026, 1, 1), value=Decimal(3000)
            )
            c.create(
                Member,
                card_no="W001",
                name="王小丫",
                phone="13812345678",
                joined_on=date(2026, 11, 17),
                home_store=stores[0],
            )
            c.create(
                WorkItem,
                title=FORMULA,
                area="stores",
                store=stores[1],
                owner=lin,
                raised_on=date(2026, 11, 10),
                due_on=date(2026, 11, 12),
            )
            c.create(WeekNote, week=str(WEEK), area="stores", kind="comment", text=STRANGE, owner=lin)
        closing.fill([Week(WEEK.monday - timedelta(weeks=back)) for back in range(WEEKS)], who=boss)
        patch.setattr("models.kit.clock.source", source_at("2026-11-25 09:00"))
        with changes(who=system("林晓")) as c:
            c.update(StoreDay, days[0].id, sales=Decimal("1234.50"))
        _close(boss, "补录数据")
        users = {"boss": make("boss", "operations_manager"), "chen": make("chen", "store_manager", store=stores[0])}
    database.close()
    return SimpleNamespace(path=path, stores=stores, users=users)


@contextmanager
def opened(kept: SimpleNamespace, folder: Path, at: str = "2026-11-25 10:00") -> Iterator[None]:
    """A copy of what `build` made, open in this thread at that moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("models.kit.clock.source", source_at(at))
        places.copy(kept.path, folder / "ops.db")
        database.open(places.url(f"{folder}/ops.db"))
        with database.reading():
            yield
        database.close()


def _days(stores: list[int]):
    """The newest day first; the third store hands in nothing on the last Wednesday."""
    for back in range(WEEKS * 7):
        day = WEEK.sunday - timedelta(days=back)
        for at, store in enumerate(stores):
            if (back, at) != (4, 2):
                sales = Decimal(1000 + 100 * at - 10 * back)
                yield {"store": store, "day": day, "sales": sales, "transactions": 10 + at, "visitors": 25}


def _close(boss, reason: str | None) -> None:
    counted = closing.count(str(WEEK))
    with changes(who=boss, via="job") as c:
        closing.freeze(c, counted, reason)


def who(world: SimpleNamespace, login: str):
    return who_for(world.users[login])
