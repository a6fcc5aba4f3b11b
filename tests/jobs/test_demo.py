"""The demo company: believable, in order to the last point, the same for the same seed, and only in an empty database."""

from datetime import date, datetime, timedelta

import pytest

from jobs.demo import fill
from jobs.demo.company import barcode
from jobs.demo.weekly_words import ANSWERS
from models import AREAS, accounts, house
from models.design import DesignAutomation, DesignForm, DesignView, OwnMetric
from models.kit import Refused, changes, system
from models.kit.ask.query import Query
from models.kit.clock import Clock, add_months, local, now, start_of, today
from models.kit.server import database
from models.kit.server.standing import Standing, stand
from models.kit.week.rollup import WeekDifference, close, closed_weeks, counted, last_whole, newest
from models.members import (
    Gift,
    GiftBudget,
    Member,
    MemberFollowUp,
    PointsEntry,
    Purchase,
    PurchaseLine,
    RecruitTarget,
    Redemption,
    TierMove,
)
from models.organization import Employee, Product, Region, Store
from models.weekly import Attention, FigureTarget, WeekNote, aims
from tests.helpers import places
from tests.helpers.shop import broken, source_at

MEMBERS, WEEKS = 150, 4  # the whole demo closes sixty weeks
TODAY = "2026-11-27 10:00"
# Balances as time went on, by the ledger's own times.
BELOW_ZERO = """
SELECT member_id FROM (SELECT member_id, SUM(points) OVER (PARTITION BY member_id ORDER BY occurred_at, id) AS held
FROM points_entry) WHERE held < 0
"""
SPENDS = """
SELECT m.id FROM member m WHERE spend_12m <> (SELECT coalesce(sum(amount - refunded), 0) FROM purchase WHERE member_id = m.id
  AND purchased_at >= ?) OR last_purchase_at IS DISTINCT FROM (SELECT max(purchased_at) FROM purchase WHERE member_id = m.id)
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A small demo company and what was said while it was made; only read by the tests."""
    said: list[str] = []
    before = Standing.house
    database.close()
    database.open(places.url(f"{tmp_path_factory.mktemp('demo')}/ops.db"))
    with pytest.MonkeyPatch.context() as patch, database.reading():
        patch.setattr(Clock, "source", source_at(TODAY))
        accounts.seed_roles(AREAS)
        password = fill(system("demo"), members=MEMBERS, out=said.append, weeks=WEEKS)
        yield password, said
        stand(before)
    database.close()


def test_whatever_stands_out_in_a_week_can_be_explained_on_whichever_day_the_demo_is_made():
    assert ANSWERS.keys() == {kind.key for kind in Attention.fields()["kind"].options}


def test_every_promise_of_the_rules_holds(demo):
    assert broken() == []


def test_no_balance_was_ever_below_zero(demo):
    assert database.fetch(BELOW_ZERO) == []


def test_spend_and_last_purchase_are_those_of_the_purchases(demo):
    assert database.fetch(SPENDS, (f"{start_of(add_months(today(), -12))}",)) == []


def test_it_has_views_forms_automations_and_figures_of_its_own(demo):
    assert len(DesignView.rows()) == 3 and [row.open for row in DesignForm.rows()] == [True, True]
    assert sum(row.active for row in DesignAutomation.rows()) == 6
    assert {row.name for row in OwnMetric.rows()} < house().metrics.keys()


def test_the_company_is_whole(demo):
    counts = {record: record.select().count() for record in (Region, Store, Employee, Product, Gift, Member)}
    assert (counts[Region], counts[Store], counts[Product], counts[Gift], counts[Member]) == (9, 25, 40, 12, MEMBERS)
    assert counts[Employee] >= 60 and {row.kind for row in Store.rows()} == {"own", "franchise", "online"}
    assert [row.name for row in Store.rows() if not row.manager] == ["天府社区店"], "about to open"
    for record in (Redemption, MemberFollowUp, RecruitTarget, GiftBudget, TierMove):
        assert record.select().count() > 0, record.key()
    assert {row.kind for row in PointsEntry.rows()} >= {"opening", "earn", "redeem", "expire"}


def test_members_have_numbers_that_could_be_real(demo):
    rows = Member.rows()
    assert len({row.phone for row in rows}) == len({row.card_no for row in rows}) == MEMBERS
    assert all(Member.phone.parse(row.phone) == row.phone for row in rows)
    assert all(date(1930, 1, 1) < row.birthday < row.joined_on <= today() for row in rows if row.birthday)
    assert all(row.barcode == barcode(row.barcode[:12]) for row in Product.rows())


def test_purchases_of_sixty_weeks_and_of_the_old_book_before_end_yesterday(demo):
    days = [local(row.purchased_at).date() for row in Purchase.rows()]
    first = last_whole(today()).monday - timedelta(weeks=59 + 13)
    assert today() - timedelta(days=4) <= max(days) < today() and min(days) <= first
    assert 4 * MEMBERS < len(days) < 12 * MEMBERS
    old = PurchaseLine.select().join(Purchase).where(Purchase.purchased_at < now() - timedelta(days=58))
    assert PurchaseLine.select().count() > 0 and old.count() == 0


def test_history_tells_the_days_as_they_were(demo):
    first, last = database.fetch("SELECT min(at), max(at) FROM batch WHERE via IN ('demo', 'import')")[0]
    assert (
        datetime.fromisoformat(str(first)).date() <= today() - timedelta(days=365)
        and str(last)[:10] >= f"{today() - timedelta(days=1)}"
    )


def test_each_role_can_sign_in_with_the_password_that_was_told(demo):
    password, said = demo
    assert len(password) >= 15 and any(password in line for line in said)
    for login in ("manager", "store01"):
        assert any(login in line for line in said)
        assert accounts.sign_in(login, password).must_change is False
    roles = {user.role for user in accounts.User.rows()}
    assert len(roles) == accounts.User.select().count() == 11


def test_the_store_manager_sees_the_first_store_only(demo):
    id = accounts.User.get(accounts.User.login == "store01").id
    rows = Query(Member, accounts.who_for(id)).rows(limit=500)
    assert rows and {row["home_store"]["text"] for row in rows} == {Store.rows()[0].name}


def test_the_last_weeks_are_closed_with_targets_and_what_was_said(demo):
    last = last_whole(today())
    weeks = closed_weeks()
    assert len(weeks) == WEEKS and weeks[-1] == last and newest(last).revision == 1
    late = newest(weeks[0])
    moved = WeekDifference.select().where(WeekDifference.revision == late.id)
    assert late.revision == 2 and {"store_sales", "franchise_sales", "franchise_own_sales"} & {
        row.metric for row in moved
    }
    assert any('"record": "store_day"' in row.causes for row in moved)
    assert len({row.metric for row in FigureTarget.rows()}) >= 5 and any(row.store for row in FigureTarget.rows())
    assert {row.state for row in Attention.rows()} == {"open", "answered", "closed"}
    assert {row.week for row in Attention.rows(Attention.state == "open")} >= {str(last)}
    assert all(row.owner for row in Attention.rows(Attention.store.is_null()))
    assert {row.kind for row in WeekNote.rows()} == {"comment", "decision"}
    values = counted(house().counted, last, aims=aims(last))
    with changes(who=system("clock")) as c:
        assert close(c, house().counted, last, values) is None, "the Monday job comes to the same"


def test_the_clock_goes_on_as_before(demo):
    assert f"{local(now()):%Y-%m-%d %H:%M}" == TODAY


def test_it_goes_into_an_empty_database_only(boss):
    with changes(who=boss) as c:
        c.add(Store, [{"code": "S1", "name": "一店"}])
    with pytest.raises(Refused) as refused:
        fill(boss, members=MEMBERS, out=str)
    assert "1 家门店" in refused.value.text.zh and Member.select().count() == 0


def test_the_same_seed_gives_the_same_company_also_on_a_leap_day(tmp_path, clock):
    clock("2028-02-29 10:00")

    def figures(name: str, seed: int) -> tuple:
        database.close()
        database.open(places.url(f"{tmp_path}/{name}.db"))
        with database.reading():
            accounts.seed_roles(AREAS)
            fill(system("demo"), seed=seed, members=100, out=str, weeks=0, days=40)
            assert broken() == []
            return tuple(
                database.fetch(f"SELECT * FROM {table} ORDER BY id")
                for table in ("member", "purchase", "points_entry", "redemption")
            )

    try:
        assert figures("one", 7) == figures("two", 7)
    finally:
        database.close()
