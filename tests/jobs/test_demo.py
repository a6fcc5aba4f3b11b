"""The demo company: believable, in order to the last point, the same for the same seed, and only in an empty database."""

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from jobs.demo import fill
from jobs.demo.attached import attach_some
from jobs.demo.company import barcode
from jobs.demo.dated import dated, number_of
from jobs.demo.online_days import busy
from jobs.demo.stores import FAULTS
from jobs.demo.weekly_words import ANSWERS, BETTER, MISSING, NARROWER
from models import AREAS, accounts, house
from models.department import KpiReview
from models.design import DesignAutomation, DesignForm, DesignView, OwnMetric
from models.ecommerce import ShopDay
from models.key_accounts import Opportunity, SellerScore
from models.kit import Refused, changes, system
from models.kit.ask.piles import piles
from models.kit.ask.query import Query
from models.kit.clock import add_months, local, now, start_of, today
from models.kit.declare.states import StateMove
from models.kit.server import database
from models.kit.server.standing import house_if_any, stand
from models.kit.week.rollup import WeekDifference, close, closed_weeks, counted, last_whole, newest
from models.kit.write.files import Attachment
from models.logistics import StockMovement
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
from models.promotions import Festival
from models.quality import Recall, RecallBalance, RecallCall, RecallNotice
from models.replenishment import GoodsOrder
from models.stores import CommissionResult, DayTarget, Rectification, SalesTarget, StoreDay
from models.stores.sales import sold_by_month
from models.tills import SaleDay
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
    before = house_if_any()
    database.close()
    database.open(places.begun(f"{tmp_path_factory.mktemp('demo')}/ops.db"))
    with pytest.MonkeyPatch.context() as patch, database.reading():
        patch.setattr("models.kit.clock.source", source_at(TODAY))
        accounts.seed_roles(AREAS)
        password = fill(system("demo"), members=MEMBERS, out=said.append, weeks=WEEKS)
        yield password, said
        stand(before)
    database.close()


def test_whatever_stands_out_in_a_week_can_be_explained_on_whichever_day_the_demo_is_made():
    assert ANSWERS.keys() == {area.name for area in AREAS if area.metrics}
    names = [metric.name for area in AREAS for metric in area.metrics]
    assert all(any(name.startswith(begins) for name in names) for begins, _ in NARROWER)


def test_what_is_said_of_a_figure_is_about_its_area_or_about_going_well(demo):
    """Rain explains no late quotation, and a day of shop visits mends no complaint."""
    said = Attention.rows(Attention.cause.is_null(False))
    assert len(said) > 5
    for row in said:
        own = [pair for begins, pairs in NARROWER if row.metric.startswith(begins) for pair in pairs]
        assert (row.cause, row.action) in (*(own or ANSWERS[row.area]), *BETTER, *MISSING), (row.title, row.cause)
        assert row.kind != "missing" or (row.cause, row.action) in MISSING


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_the_platforms_festivals_are_the_busiest_days_of_their_months(year):
    """In 2026 the Dragon Boat festival, on which people rest, is the day after 6.18."""
    for month, day in ((6, 18), (11, 11), (12, 12)):
        others = [busy(date(year, month, at)) for at in range(1, 31) if at != day]
        assert busy(date(year, month, day)) > 1.4 * max(others)


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
    shops = [store.id for store in Store.rows(Store.kind != "online")]
    staff = Counter(person.store for person in Employee.rows(Employee.store.in_(shops)))
    assert set(staff.values()) == {3, 4, 5} and "副店长" in {person.position for person in Employee.rows()}
    assert counts[Employee] >= 90 and {row.kind for row in Store.rows()} == {"own", "franchise", "online"}
    assert [row.name for row in Store.rows() if not row.manager] == ["天府社区店"], "about to open"
    for record in (Redemption, MemberFollowUp, RecruitTarget, GiftBudget, TierMove):
        assert record.select().count() > 0, record.key()
    assert {row.kind for row in PointsEntry.rows()} >= {"opening", "earn", "redeem", "expire"}


def test_the_days_of_the_month_add_up_to_the_stores_targets_and_say_what_was_sold(demo):
    month = f"{today():%Y-%m}"
    mine = SalesTarget.rows(SalesTarget.span == "month", SalesTarget.store.is_null(False), SalesTarget.month == month)
    days: dict[int, Decimal] = {}
    for row in DayTarget.rows(DayTarget.day >= today().replace(day=1)):
        days[row.store] = days.get(row.store, Decimal(0)) + row.amount
    assert days and days == {target.store: target.amount for target in mine}
    assert any(row.actual for row in DayTarget.rows(DayTarget.day == today() - timedelta(days=1)))


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
    users = accounts.User.rows()
    assert len({user.role for user in users}) == 11
    managed = [user.store for user in users if user.store]
    assert sorted(managed) == [store.id for store in Store.rows(Store.manager.is_null(False), order=Store.id)]


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


def test_online_orders_add_up_to_the_day_reports_and_festivals_stand_out(demo):
    compared = SaleDay.rows(SaleDay.shop.is_null(False))
    assert len(compared) >= 2 * 60 and {row.state for row in compared} == {"same"}
    sold: dict[date, int] = {}
    for row in ShopDay.rows():
        sold[row.day] = sold.get(row.day, 0) + row.orders
    for feast, around in ((date(2026, 11, 11), date(2026, 11, 18)), (date(2026, 6, 18), date(2026, 6, 25))):
        assert sold[feast] > 2.5 * sold[around]


def test_a_store_hands_in_receipts_that_its_reports_add_up_to_but_for_a_day_typed_wrong(demo):
    compared = SaleDay.rows(SaleDay.shop.is_null(), order=SaleDay.day)
    assert len(compared) >= 5 and [row.sales_gap for row in compared if row.sales_gap] == [-90]
    assert [row.state for row in compared].count("open") == 1 + sum(row.unmatched > 0 for row in compared) <= 2


def test_goods_are_ordered_signed_for_and_what_leaves_the_warehouse_fits_what_the_stores_sell(demo):
    orders = GoodsOrder.rows(GoodsOrder.state == "received")
    share = sum(row.received for row in orders) / sum(row.qty for row in orders)
    assert len(orders) >= 8 and Decimal("0.9") < share < 1
    since = today() - timedelta(days=21)
    out = StockMovement.rows(StockMovement.kind == "store_out", StockMovement.occurred_at >= start_of(since))
    sales = sum(row.sales for row in StoreDay.rows(StoreDay.day >= since))
    assert Decimal("0.25") < -sum(row.amount for row in out) / sales < Decimal("0.7"), "at cost, of what is sold"


def test_festivals_reach_back_as_far_as_the_sales(demo):
    first = min(row.day for row in StoreDay.rows())
    assert {row.starts_on.year for row in Festival.rows()} >= {first.year, 2025, 2026}


def test_pictures_and_papers_hang_on_what_was_visited_and_tested(demo, tmp_path):
    count = attach_some(system("demo"), tmp_path)
    assert count == Attachment.select().count() >= 9
    assert {row.kind for row in Attachment.select()} == {"image/jpeg", "application/pdf"}
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 600_000


def test_numbers_carry_the_day_they_are_about(demo):
    for record, name in dated():
        number = number_of(record)
        assert all(f"{getattr(row, name):%Y%m%d}" in getattr(row, number) for row in record.rows()), record.key()


def test_what_was_found_in_a_store_and_what_was_done_fit_each_other(demo):
    fits = dict(FAULTS.values())
    done = Rectification.rows(Rectification.measure.is_null(False), Rectification.item.is_null(False))
    assert len(done) > 100 and all(fits[row.problem] == row.measure for row in done)


def test_products_have_margins_of_their_own(demo):
    margins = {round(100 - 100 * row.cost / row.list_price) for row in Product.rows()}
    assert min(margins) >= 40 and max(margins) <= 60 and len(margins) >= 10


def test_baskets_and_visitors_are_those_of_the_trade(demo):
    days = StoreDay.rows()
    sales, tickets, units, visitors = (
        sum(getattr(row, name) for row in days) for name in ("sales", "transactions", "units", "visitors")
    )
    assert 100 < sales / tickets < 220 and Decimal("1.5") < units / Decimal(tickets) < Decimal("2.6")
    assert Decimal("0.35") < tickets / Decimal(visitors) < Decimal("0.65")
    bought = Purchase.rows(Purchase.purchased_at >= now() - timedelta(days=365))
    assert 180 < sum(row.amount for row in bought) / len(bought) < 400


def test_an_eighth_or_so_of_the_points_is_redeemed_within_the_budget_for_gifts(demo):
    since = PointsEntry.occurred_at >= now() - timedelta(days=365)
    points = {
        kind: abs(sum(row.points for row in PointsEntry.rows(since, PointsEntry.kind == kind)))
        for kind in ("earn", "redeem")
    }
    assert Decimal("0.05") < Decimal(points["redeem"]) / points["earn"] < Decimal("0.4"), points
    assert all(row.used <= row.amount for row in GiftBudget.rows())


def test_the_last_week_is_an_ordinary_one(demo):
    last = last_whole(today()).monday
    weeks = [
        sum(row.sales for row in StoreDay.rows(StoreDay.day.between(first, first + timedelta(days=6))))
        for first in (last - timedelta(weeks=back) for back in range(5))
    ]
    assert Decimal("0.8") < weeks[0] / (sum(weeks[1:]) / 4) < Decimal("1.2"), weeks


def test_what_is_paid_and_published_is_what_it_says(demo):
    """Commission rests on the month's sales, but for what was corrected long after; appraisals make a hundred by the day they were published."""
    sold = sold_by_month(date(2020, 1, 1), today())
    paid = CommissionResult.rows()
    assert len(paid) > 20 and sum(row.actual != sold[row.store, row.month] for row in paid) <= 1
    reviews = KpiReview.rows(KpiReview.state.in_(("published", "signed")))
    assert reviews and {review.weight_total for review in reviews} == {100}
    assert max(review.published_on for review in reviews) <= today()
    cards = {(card.owner, card.month): card.amount for card in SellerScore.rows()}
    aims = SalesTarget.rows(SalesTarget.owner.is_null(False), SalesTarget.span == "month")
    pairs = [(aim.actual, cards[aim.owner, aim.month]) for aim in aims if (aim.owner, aim.month) in cards]
    assert len(pairs) > 3 and all(actual == amount for actual, amount in pairs)


def test_opportunities_go_their_way_over_the_months_and_sellers_have_targets_they_can_reach(demo):
    moves = list(StateMove.select().where(StateMove.record == Opportunity.key()))
    assert len({f"{local(move.at):%Y-%m}" for move in moves}) >= 12
    assert {move.after for move in moves} == {"lead", "need", "offer", "negotiating", "won", "lost"}
    assert all(move.after == "lead" for move in moves if move.before is None)
    cards = SellerScore.rows()
    assert len({card.month for card in cards}) == 6 and all(card.opened is not None for card in cards)
    aimed = [card for card in cards if card.target]
    assert len(aimed) > len(cards) / 2 and len({card.owner for card in aimed}) >= 2
    assert Decimal("0.5") < sum(card.amount for card in aimed) / sum(card.target for card in aimed) < Decimal("1.5")
    assert sum(card.opened for card in cards) >= sum(card.won for card in cards) > 0


def test_the_recall_that_goes_on_knows_whom_it_reaches_and_where_the_goods_are(demo):
    (recall,) = Recall.rows(Recall.state == "running")
    calls = RecallCall.rows(RecallCall.recall == recall.id)
    assert len(calls) >= 5 and {"planned", "reached"} <= {call.state for call in calls}
    balance = RecallBalance.rows(RecallBalance.recall == recall.id)
    assert sum(row.received > 0 for row in balance) >= 3 and sum(row.lying for row in balance) > 0
    waiting = RecallNotice.rows(RecallNotice.recall == recall.id, RecallNotice.state != "done")
    assert 0 < len(waiting) <= 3


def test_the_manager_has_as_much_to_do_as_a_manager_has(demo):
    who = accounts.who_for(accounts.User.get(accounts.User.login == "manager").id)
    waiting = piles(house().areas, who)
    kinds = [(kind.total, kind.due.name) for kind in (*waiting.approve, *waiting.mine)]
    assert 40 <= sum(total for total, _ in kinds) <= 80, kinds
    assert max(kinds) < (13, ""), "no kind floods the others"


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
        database.open(places.begun(f"{tmp_path}/{name}.db"))
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
