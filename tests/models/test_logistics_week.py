"""What the week of logistics comes to, and a ledger that stays sound whatever is entered, undone and corrected."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from models import AREAS
from models.kit import Refused, changes
from models.kit.ask.query import Query
from models.kit.clock import Week, today, week_of
from models.logistics import (
    Delivery,
    DeliveryStop,
    LogisticsCost,
    Stock,
    StockMovement,
    Warehouse,
    hold_batch,
    issue_goods,
    receive_goods,
    release_batch,
    reverse_movement,
    scrap_stock,
    transfer_stock,
    week,
)
from models.organization import Product, Store
from tests.helpers.depot import Depot, batch, day, unsound
from tests.helpers.machines import OnDatabase
from tests.helpers.shop import SYSTEM, put, take_back

QTY = st.integers(1, 9999).map(lambda thousandths: Decimal(thousandths).scaleb(-3))
BATCHES = st.sampled_from("ABC")

AREA = next(area for area in AREAS if area.name == "logistics")


@pytest.fixture
def depot(clock, stores) -> Depot:
    made = Depot()
    made.store = stores["锦江一店"]
    return made


def test_goods_in_and_out_count_positively_and_net_of_corrections(depot):
    wrong = depot.brings(99, unit_cost=10)
    reverse_movement(wrong, reason="数量错", who=SYSTEM)
    depot.brings(10, unit_cost=10)
    issue_goods(depot.main, product=depot.powder, qty=Decimal(4), store=depot.store, who=SYSTEM)
    scrap_stock(batch(depot.powder, "A1").id, qty=Decimal(1), reason="破损", who=SYSTEM)
    this = week_of(today())
    assert (week.in_qty.value(this), week.in_value.value(this)) == (10, 100)
    assert (week.out_qty.value(this), week.out_value.value(this), week.loss_value.value(this)) == (4, 40, 10)
    assert week.out_value.per_store(this) == {depot.store: 40}
    assert week.stock_value.value(this) == 50
    assert week.stock_turns.value(this) == (Decimal(40) * 365 / 28 / 25).quantize(Decimal("0.01"))


def test_a_transfer_is_neither_in_nor_out_of_the_company(depot):
    depot.brings(10, unit_cost=10)
    transfer_stock(batch(depot.powder, "A1").id, to=depot.branch, qty=Decimal(4), who=SYSTEM)
    this = week_of(today())
    assert (week.in_qty.value(this), week.out_qty.value(this), week.stock_value.value(this)) == (10, 0, 100)


def test_a_month_s_costs_are_shared_by_its_days(depot):
    put(LogisticsCost, month="2026-11", category="rent", warehouse=depot.main, amount=3000)
    put(LogisticsCost, month="2026-12", category="rent", warehouse=depot.main, amount=3100)
    assert week.costs(Week(day(7))) == 100 * 1 + 100 * 6
    assert week.costs(Week(day(0))) == 700


def test_what_a_delivery_cost_is_shared_among_its_stores_by_their_boxes(depot, stores):
    """90 for 1 and 2 boxes, and 10 for two stops nobody counted boxes of."""
    first, second = stores.values()
    for cost, boxes in ((90, (1, 2)), (10, (0, 0))):
        with changes(who=SYSTEM) as c:
            trip = c.create(Delivery, delivered_on=today(), cost=Decimal(cost), state="done").id
            stops = [{"delivery": trip, "seq": 1, "store": first, "boxes": boxes[0]}]
            c.add(DeliveryStop, [*stops, {"delivery": trip, "seq": 2, "store": second, "boxes": boxes[1]}])
    drawn = week.cost_by_store(week_of(today()))
    names = [Store.row(id).name for id in (second, first)]
    assert (drawn["x"], drawn["series"][0][1]) == (names, [65, 35])


@pytest.mark.parametrize("metric", AREA.metrics, ids=lambda metric: metric.name)
def test_every_figure_is_had_on_an_empty_database_and_names_its_rows(boss, metric):
    this = week_of(today())
    assert not metric.value(this)
    record, where = metric.behind(this)
    assert Query(record, boss, where).count() == 0


def test_every_chart_is_drawn_from_what_there_is(depot):
    depot.brings(10, unit_cost=10)
    put(LogisticsCost, month="2026-11", category="rent", warehouse=depot.main, amount=3000)
    for chart in AREA.charts:
        drawn = chart.fn(week_of(today()))
        assert drawn["series"] and all(len(numbers) == len(drawn["x"]) for _, numbers in drawn["series"])


class StockLedger(OnDatabase):
    """Goods come, go, move, are held, corrected and undone at random; the book stays sound."""

    @staticmethod
    def furnish() -> None:
        Depot()
        put(Store, code="S1", name="锦江一店")

    def __init__(self):
        super().__init__()
        self.product, self.places = Product.rows()[0].id, [row.id for row in Warehouse.rows()]
        self.store = Store.rows()[0].id

    def tried(self, work, *given, **named) -> None:
        """A refusal is an answer too; it must leave everything as it was."""
        before = [vars(row) for row in Stock.rows()]
        try:
            work(*given, **named, who=SYSTEM)
        except Refused:
            assert [vars(row) for row in Stock.rows()] == before

    @rule(qty=QTY, batch_no=BATCHES, at=st.integers(0, 1), cost=st.integers(0, 999))
    def receive(self, qty, batch_no, at, cost):
        produced = {"A": day(-400), "B": day(-200), "C": day(-10)}[batch_no]
        price = Decimal(cost).scaleb(-2)
        self.tried(
            receive_goods,
            self.places[at],
            product=self.product,
            qty=qty,
            batch_no=batch_no,
            produced_on=produced,
            unit_cost=price,
        )

    @rule(qty=QTY, at=st.integers(0, 1))
    def issue(self, qty, at):
        self.tried(issue_goods, self.places[at], product=self.product, qty=qty, store=self.store)

    @rule(qty=QTY, which=st.integers(0, 5))
    def transfer(self, qty, which):
        if rows := Stock.rows():
            row = rows[which % len(rows)]
            to = next(place for place in self.places if place != row.warehouse)
            self.tried(transfer_stock, row.id, to=to, qty=qty)

    @rule(qty=QTY, which=st.integers(0, 5))
    def scrap(self, qty, which):
        if rows := Stock.rows():
            self.tried(scrap_stock, rows[which % len(rows)].id, qty=qty, reason="破损")

    @rule(which=st.integers(0, 50))
    def reverse(self, which):
        if rows := StockMovement.rows():
            self.tried(reverse_movement, rows[which % len(rows)].id, reason="错")

    @rule(batch_no=BATCHES, stop=st.booleans())
    def hold(self, batch_no, stop):
        def work(*, who):
            with changes(who=who) as c:
                hold_batch(c, self.product, batch_no, "召回") if stop else release_batch(c, self.product, batch_no)

        self.tried(work)

    @rule()
    def undo(self):
        take_back()

    @invariant()
    def is_sound(self):
        assert unsound() == []


StockLedger.TestCase.settings = settings(
    max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
TestStockLedger = pytest.mark.opens(StockLedger.TestCase)
