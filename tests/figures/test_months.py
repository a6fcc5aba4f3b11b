"""Over any days every figure is what counting just these days gives, whichever weeks are closed: months, years, half weeks."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import house
from models.kit import changes
from models.kit.clock import Days, Week, days_of_month, week_of
from models.kit.server.database import handle
from models.kit.week.months import frozen_in, gathered, of_month
from models.kit.week.rollup import close, counted
from models.members import Gift, Member, PointsEntry
from models.service import SurveyAnswer
from tests.figures.filling import Filling
from tests.figures.naive import Unknown
from tests.figures.twins import twin
from tests.figures.world import opened
from tests.helpers.chance import random_for
from tests.helpers.shop import SYSTEM

HELD = "UPDATE member SET points = CASE id WHEN 1 THEN (SELECT sum(points) FROM points_entry) ELSE 0 END"
CROWDED = Week(date(2026, 12, 28))  # over the end of a month and of a year
OPEN = Week(date(2026, 12, 14))  # in the midst of closed ones
DATED = [metric for metric in house().metrics.values() if not metric.is_standing]
ENDS = {"2026-10": "2026-10-31", "2026-12": "2026-12-31", "2027-01": "2027-01-17"}


@pytest.fixture(scope="module")
def world(fresh, tmp_path_factory):
    """Random rows around the turn of the year, and nine weeks of them closed but for one."""
    with opened(fresh, tmp_path_factory.mktemp("months"), at="2027-01-18 10:00"):
        with handle.atomic():
            filling = Filling(CROWDED, random_for("figures", "months"))
            rows = (record for area in house().counted for metric in area.metrics for record in metric.records)
            for record in (Member, PointsEntry, Gift, SurveyAnswer, *rows):
                filling.fill(record)
            handle.execute_sql(HELD)
        for back in range(-2, 7):
            week = Week(CROWDED.monday - timedelta(weeks=back))
            if week != OPEN:
                values = counted(house().counted, week)
                with changes(who=SYSTEM, via="job") as c:
                    close(c, house().counted, week, values)
        yield


def plainly(metric, span) -> dict:
    """The figure counted over these days, with nothing put together from weeks."""
    return {None: metric.value(span), **metric.per_store(span)}


def of(values, metric) -> dict:
    return {
        store: None if counted.value is None else Decimal(str(counted.value))
        for (name, store), counted in values.items()
        if name == metric.name
    }


def differing(values, span, metrics=DATED) -> dict:
    """What isn't as it should be: a store without anything may be left out or nothing."""
    unlike = {}
    for metric in metrics:
        got, wanted = of(values, metric), plainly(metric, span) if metric.counts(span) else {}
        keys = {key for key in got.keys() | wanted.keys() if (got.get(key) or 0) != (wanted.get(key) or 0)}
        if keys:
            unlike[metric.name] = {key: (got.get(key), wanted.get(key)) for key in keys}
    return unlike


@pytest.mark.parametrize("month", ENDS)
def test_a_month_is_the_calendar_month_for_every_figure(world, month):
    span = Days(days_of_month(month).first, date.fromisoformat(ENDS[month]))
    assert differing(gathered(house().metrics.values(), span), span) == {}


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dates(date(2026, 11, 20), date(2027, 1, 17)), st.integers(0, 40))
def test_any_days_come_to_what_counting_them_gives(world, last, back):
    span = Days(last - timedelta(days=back), last)
    assert differing(gathered(house().metrics.values(), span), span) == {}


def test_the_year_to_date_is_of_the_year(world):
    week = week_of(date(2027, 1, 11))
    assert week.to_date("year") == Days(date(2027, 1, 1), date(2027, 1, 17))
    assert CROWDED.to_date("year") == Days(date(2026, 1, 1), date(2026, 12, 31)), "its Thursday is in the old year"
    for then in (week, CROWDED):
        span = then.to_date("year")
        assert differing(gathered(house().metrics.values(), span), span) == {}


def test_over_a_month_figures_are_what_whole_tables_in_pandas_come_to(world):
    span, checked = days_of_month("2026-12"), 0
    figures = gathered(house().metrics.values(), span)
    for metric in DATED:
        try:
            value, stores = twin(metric, span)
        except Unknown:
            continue
        got = of(figures, metric)
        assert (got.get(None) or 0) == (value or 0), metric.name
        assert {id: got.get(id) or 0 for id in stores} == {id: value or 0 for id, value in stores.items()}, metric.name
        checked += 1
    assert checked > 100


def test_a_week_about_to_be_closed_stands_before_what_is_stored(world):
    sales = house().metrics["store_sales"]
    week = Week(date(2027, 1, 11))
    values = counted([area for area in house().counted if area.name == "stores"], week)
    more = {
        key: counted.__class__(counted.value + 1000) if key == ("store_sales", None) else counted
        for key, counted in values.items()
    }
    span = days_of_month("2027-01")
    assert (
        of(gathered([sales], span, frozen_in([sales], span, {week: more})), sales)[None]
        == of(gathered([sales], span), sales)[None] + 1000
    )


def test_what_only_a_closing_can_say_is_taken_from_the_week_that_holds_the_last_day(world):
    pipeline = house().metrics["key_account_pipeline"]
    frozen = of_month(pipeline, "2026-12")
    handle.execute_sql("UPDATE opportunity SET amount = amount + 100")
    assert of_month(pipeline, "2026-12") == frozen
    assert gathered([house().metrics["key_account_visit_rate"]], days_of_month("2026-12")) == {}, (
        "nobody can say it of a month"
    )


def test_every_figure_says_how_it_gathers():
    assert {metric.gathers for metric in house().metrics.values()} == {"sum", "ratio", "last", "anew", "none"}
    assert [metric.name for metric in house().metrics.values() if metric.gathers == "none"] == [
        "key_account_visit_rate"
    ]
    assert {metric.name: metric.of for metric in house().metrics.values() if metric.of != "week"} == {
        "budget_used": "month",
        "store_month_sales": "month",
        "store_month_reached": "month",
        "store_year_reached": "year",
        "department_budget_used": "month",
    }
