"""Closed weeks: counted once, never changed; what is corrected later makes a revision that names the change."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import peewee
import pytest

from models import AREAS
from models.kit import changes
from models.kit.clock import Days, days_of_month, now, week_of, weeks_of_month
from models.kit.week import rollup
from models.kit.week.months import of_month
from models.kit.week.moved import touches
from models.kit.week.rollup import (
    WeekDifference,
    WeekFigure,
    _causes,
    changed_since,
    close,
    counted,
    figures_of,
    last_whole,
    newest,
    week_named,
)
from models.members import Member
from models.organization import Store
from models.stores import SalesTarget, StoreDay

WEEK = week_of(date(2026, 11, 18))
SALES = "store_sales"
STORES = [area for area in AREAS if area.name == "stores"]


@pytest.fixture
def days(boss, clock) -> dict[str, int]:
    """Two stores that sold 100 and 250 on one day of the week."""
    with changes(who=boss) as c:
        here, other = c.add(Store, [{"code": "S1", "name": "锦江一店"}, {"code": "S2", "name": "武侯一店"}])
        rows = [
            {"store": store.id, "day": date(2026, 11, 18), "sales": Decimal(sales), "transactions": 5}
            for store, sales in ((here, 100), (other, 250))
        ]
        first, _ = c.add(StoreDay, rows)
    return {"S1": here.id, "S2": other.id, "day": first.id}


def close_it(boss, reason=None):
    values = counted(STORES, WEEK)
    with changes(who=boss, via="job") as c:
        return close(c, STORES, WEEK, values, reason)


def test_a_week_is_frozen_for_the_company_and_for_each_store(boss, days):
    made = close_it(boss)
    kept, name = figures_of(made), SALES
    assert made.revision == 1
    assert Decimal(kept[name, None].value) == 350
    assert {store: Decimal(kept[name, store].value) for store in (days["S1"], days["S2"])} == {
        days["S1"]: 100,
        days["S2"]: 250,
    }


@pytest.mark.parametrize(
    ("monday", "month", "year", "month_ended", "year_ended"),
    [
        ("2026-10-26", ("10-01", "10-31"), ("01-01", "11-01"), None, None),  # W44: October is told in whole
        ("2026-11-02", ("11-01", "11-08"), ("01-01", "11-08"), None, None),
        ("2026-09-28", ("10-01", "10-04"), ("01-01", "10-04"), ("09-01", "09-30"), None),
        ("2026-12-28", ("12-01", "12-31"), ("01-01", "12-31"), None, None),  # W53
        ("2027-01-04", ("01-01", "01-10"), ("01-01", "01-10"), None, None),
        ("2025-12-29", ("01-01", "01-04"), ("01-01", "01-04"), ("12-01", "12-31"), ("01-01", "12-31")),
    ],
)
def test_over_the_end_of_a_month_or_year_a_week_tells_of_where_most_of_it_lies_and_of_what_ended(
    clock, monday, month, year, month_ended, year_ended
):
    clock("2027-02-01 09:00")
    week = week_of(date.fromisoformat(monday))

    def ends(days):
        return days and (f"{days.first:%m-%d}", f"{days.last:%m-%d}")

    assert [ends(week.to_date(of)) for of in ("month", "year")] == [month, year]
    assert [ends(week.ended(of)) for of in ("month", "year")] == [month_ended, year_ended]


def test_every_day_of_a_year_is_the_last_of_its_month_in_some_weekly(clock):
    clock("2030-01-01 09:00")
    for back in range(300):
        week = week_of(date(2026, 1, 1) + timedelta(weeks=back))
        following = week_of(week.last + timedelta(days=1))
        spans = [span for each in (week, following) for span in (each.to_date("month"), each.ended("month")) if span]
        for day in week.days:
            end = days_of_month(f"{day:%Y-%m}")
            assert any(span.first == end.first and span.last >= min(day, end.last) for span in spans), (week, day)


def test_while_it_runs_a_week_tells_of_the_month_that_is(clock):
    clock("2026-11-30 09:00")
    assert week_of(date(2026, 11, 30)).to_date("month") == Days(date(2026, 11, 1), date(2026, 11, 30))
    clock("2026-12-01 09:00")
    assert week_of(date(2026, 11, 30)).to_date("month").first == date(2026, 12, 1)


def test_nothing_new_makes_no_revision(boss, days):
    close_it(boss)
    assert close_it(boss) is None
    assert newest(WEEK).revision == 1


def test_a_late_correction_makes_revision_2_and_names_the_figure_the_row_and_who(boss, days, clock):
    first = close_it(boss)
    clock("2026-11-25 09:00")
    with changes(who=boss) as c:
        c.update(StoreDay, days["day"], sales=Decimal(180))
    changed = [touch for touch in touches([StoreDay], first.made_at)[StoreDay] if touch.fields]
    assert {WEEK} in [touch.weeks["day"] for touch in changed if "sales" in touch.fields]
    second = close_it(boss, "补录")
    assert (second.revision, second.reason) == (2, "补录")
    difference = WeekDifference.get((WeekDifference.metric == SALES) & WeekDifference.store_id.is_null())
    assert (Decimal(difference.before), Decimal(difference.after)) == (350, 430)
    assert '"record": "store_day"' in difference.causes and '"by": "tests"' in difference.causes
    assert Decimal(figures_of(first)[SALES, None].value) == 350, "revision 1 stays as it was"


def test_a_closed_figure_can_not_be_changed_by_any_road(boss, days):
    close_it(boss)
    with pytest.raises(peewee.IntegrityError, match="append-only"):
        WeekFigure.update(value="1").execute()


def test_weeks_are_named_as_iso_does_over_the_year_s_end():
    assert str(week_named("2026-W53")) == "2026-W53"
    assert last_whole(date(2027, 1, 4)) == week_named("2026-W53")
    with pytest.raises(ValueError):
        week_named("2025-W53")


def test_a_month_takes_the_weeks_as_they_were_frozen_and_counts_the_days_that_are_open(boss, days, clock):
    close_it(boss)
    with changes(who=boss) as c:
        c.update(StoreDay, days["day"], sales=Decimal(999))  # not closed again: the frozen week stands
        c.add(StoreDay, [{"store": days["S1"], "day": date(2026, 11, 23), "sales": Decimal(40), "transactions": 10}])
    by_name = {metric.name: metric for metric in STORES[0].metrics}
    assert of_month(by_name[SALES], "2026-11") == 390
    assert of_month(by_name[SALES], "2026-11", days["S1"]) == 140
    assert of_month(by_name["store_ticket"], "2026-11") == Decimal("19.50"), (
        "390 of 20 transactions, no mean of tickets"
    )
    assert of_month(by_name["store_sales"], "2026-01") == 0
    assert of_month(by_name["store_ticket"], "2026-01") is None


def test_a_store_s_figure_names_only_the_changes_of_that_store(boss, days, clock):
    clock("2026-11-23 11:00")
    close_it(boss)
    clock("2026-11-25 09:00")
    with changes(who=boss) as c:
        c.update(StoreDay, days["day"], sales=Decimal(180))
    close_it(boss)
    causes = {
        difference.store_id: json.loads(difference.causes)
        for difference in WeekDifference.select().where(WeekDifference.metric == SALES)
    }
    assert [(cause["row"], cause["store"]) for cause in causes[days["S1"]]] == [(days["day"], days["S1"])]
    assert days["S2"] not in causes


def test_what_was_changed_is_read_once_however_many_figures_moved(boss, days, clock, monkeypatch):
    clock("2026-11-23 11:00")
    close_it(boss)
    clock("2026-11-25 09:00")
    with changes(who=boss) as c:
        c.update(StoreDay, days["day"], sales=Decimal(180), transactions=9)
    asked, changed = [], rollup._changes
    monkeypatch.setattr(rollup, "_changes", lambda record, since: (asked.append(record), changed(record, since))[1])
    close_it(boss)
    assert len({row.metric for row in WeekDifference.select()}) > 1 and len(asked) == len(set(asked)) > 0


def test_where_nothing_of_the_week_was_changed_earlier_rows_are_named_and_later_ones_never(boss, days, clock):
    clock("2026-11-25 09:00")
    since, read = now(), {StoreDay: {"day", "sales"}}

    def named() -> list[int]:
        return [cause["row"] for cause in _causes(read, changed_since(since), WEEK)]

    with changes(who=boss) as c:
        rows = [
            {"store": days["S1"], "day": date(2026, 11, day), "sales": Decimal(5), "transactions": 1} for day in (4, 24)
        ]
        early, _ = (row.id for row in c.add(StoreDay, rows))
    assert named() == [early]
    with changes(who=boss) as c:
        c.update(StoreDay, days["day"], event="停电半天")
    assert named() == [early], "the figure does not read that"
    with changes(who=boss) as c:
        c.update(StoreDay, days["day"], sales=Decimal(180))
    assert named() == [days["day"]]


def test_a_row_has_its_week_by_the_day_that_the_figure_counts_by_and_by_no_other(boss, days, clock):
    clock("2026-11-25 09:00")
    since = now()
    with changes(who=boss) as c:
        baby = {"card_no": "1", "name": "王小明", "joined_on": date(2026, 11, 24), "birthday": date(2026, 11, 18)}
        id = c.create(Member, **baby).id
    assert _causes({Member: {"joined_on"}}, changed_since(since), WEEK) == []
    assert [cause["row"] for cause in _causes({Member: {"birthday"}}, changed_since(since), WEEK)] == [id]


def test_a_correction_of_what_is_kept_by_the_month_touches_the_month_s_weeks(boss, days, clock):
    with changes(who=boss) as c:
        c.add(SalesTarget, [{"span": "month", "month": "2026-11", "store": days["S1"], "amount": Decimal(900)}])
    touched = touches([SalesTarget], now() - timedelta(hours=1))[SalesTarget]
    assert all(touch.weeks["month"] == set(weeks_of_month("2026-11")) for touch in touched)


def test_a_row_that_is_called_by_what_it_links_to_is_named_and_not_numbered(boss, days, monkeypatch):
    assert StoreDay.title_of(days["day"]) == "2026-11-18"
    monkeypatch.setattr(StoreDay, "sheet", replace(StoreDay.sheet, title="store"))
    assert StoreDay.title_of(days["day"]) == "锦江一店"
