"""Days that move with the calendar: what each name means, and that a filter by it asks anew each day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kit import Refused, system
from models.kit.ask.query import BadQuery, Query
from models.kit.ask.spans import span_of
from models.members import Member, Purchase
from models.organization import Store
from tests.helpers.shop import put

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def said(name: str, day: str) -> tuple[str, str]:
    span = span_of(name, date.fromisoformat(day))
    return span.first.isoformat(), span.last.isoformat()


@pytest.mark.parametrize(
    ("name", "day", "first", "last"),
    [
        ("today", "2026-11-29", "2026-11-29", "2026-11-29"),
        ("yesterday", "2026-03-01", "2026-02-28", "2026-02-28"),
        ("tomorrow", "2026-12-31", "2027-01-01", "2027-01-01"),
        ("week", "2026-11-29", "2026-11-23", "2026-11-29"),
        ("last_week", "2027-01-03", "2026-12-21", "2026-12-27"),
        ("next_week", "2026-12-31", "2027-01-04", "2027-01-10"),
        ("month", "2028-02-10", "2028-02-01", "2028-02-29"),
        ("last_month", "2027-01-31", "2026-12-01", "2026-12-31"),
        ("next_month", "2026-12-31", "2027-01-01", "2027-01-31"),
        ("quarter", "2026-11-29", "2026-10-01", "2026-12-31"),
        ("last_quarter", "2027-02-01", "2026-10-01", "2026-12-31"),
        ("next_quarter", "2026-12-01", "2027-01-01", "2027-03-31"),
        ("year", "2026-05-05", "2026-01-01", "2026-12-31"),
        ("last_year", "2024-02-29", "2023-01-01", "2023-12-31"),
        ("days-7", "2026-11-29", "2026-11-23", "2026-11-29"),
        ("days+30", "2026-11-29", "2026-11-29", "2026-12-28"),
    ],
)
def test_a_span_is_the_days_people_mean_by_it(name, day, first, last):
    assert said(name, day) == (first, last)


@given(day=DAYS, unit=st.sampled_from(["week", "month", "quarter", "year"]))
def test_spans_of_a_kind_follow_each_other_without_a_gap_and_the_day_is_in_the_present_one(day, unit):
    before, here, after = (span_of(name, day) for name in (f"last_{unit}", unit, f"next_{unit}"))
    assert here.first <= day <= here.last
    assert before.last + timedelta(days=1) == here.first and here.last + timedelta(days=1) == after.first


@pytest.mark.parametrize("name", ["", "weeks", "days-0", "days-4000", "days7", 7, None, ["week"]])
def test_what_is_no_span_is_refused_in_words(name):
    with pytest.raises(Refused, match="no span|不是时间段"):
        span_of(name, date(2026, 11, 29))


def test_a_filter_by_a_span_moves_with_the_calendar_for_days_and_for_moments(db, clock):
    clock("2026-11-29 23:30")
    store = put(Store, code="S1", name="锦江一店")
    ann, bob = (
        put(Member, card_no=f"M{n}", name="王小明", phone=f"139123456{n}", home_store=store, joined_on=f"2026-11-{n}")
        for n in (22, 23)
    )
    for member, at in ((ann, "2026-11-22 23:59"), (bob, "2026-11-23 00:01")):
        put(Purchase, member=member, store=store, receipt_no=at, amount="10", purchased_at=at)
    who = system("tests")

    def matching(record, name, span):
        return [
            row["member"]["id"] if record is Purchase else row["id"]
            for row in Query(record, who, {name: {"span": span}}).rows()
        ]

    assert (matching(Member, "joined_on", "week"), matching(Member, "joined_on", "last_week")) == ([bob], [ann])
    assert (matching(Purchase, "purchased_at", "week"), matching(Purchase, "purchased_at", "last_week")) == (
        [bob],
        [ann],
    )
    clock("2026-11-30 00:30")
    assert matching(Member, "joined_on", "last_week") == matching(Purchase, "purchased_at", "last_week") == [bob]
    with pytest.raises(BadQuery):
        Query(Member, who, {"joined_on": {"span": "someday"}})
    with pytest.raises(BadQuery):
        Query(Member, who, {"name": {"span": "week"}})
