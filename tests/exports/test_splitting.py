"""What a gap in sales is made of: a world worked out by hand, the same by pandas, and parts that always add up."""

from datetime import date, timedelta
from decimal import Decimal

import pandas
from hypothesis import given, settings
from hypothesis import strategies as some

from exports.weeks.splitting import Plain, SoldDay, Usual, plain_of, split, together

MONDAY = date(2026, 11, 16)


def d(text) -> Decimal:
    return Decimal(str(text))


def day(at: int, sales, tickets=0, usual=None, usual_tickets=None, open=True, because=()) -> SoldDay:
    known = Usual(None if usual is None else d(usual), None if usual_tickets is None else d(usual_tickets))
    when = MONDAY + timedelta(days=at)
    return SoldDay(when, None if sales is None else d(sales), tickets, known, open, because)


def test_a_week_worked_out_by_hand():
    """Planned 800. Seven days at 100 and 10 tickets are usual: 700. Two plain days sold 110 and 130 with 12 tickets each, a promoted
    day 190, a day of two promotions 151, a festival 80, a day is missing, one is 100 as ever; then 5 were corrected."""
    week = [
        day(0, 110, 12, 100, 10),
        day(1, 130, 12, 100, 10),
        day(2, 190, 15, 100, 10, because=("promotion/1",)),
        day(3, 151, 15, 100, 10, because=("promotion/1", "promotion/2")),
        day(4, 80, 8, 100, 10, because=("festival/3",)),
        day(5, None, 0, 100, 10),
        day(6, 100, 10, 100, 10),
    ]
    parts = split(d(800), d("766.00"), week)
    assert parts == {
        "level": d(-100),  # usual 700 against a plan of 800
        "promotion/1": d("115.50"),  # 90 alone, half of 51 with the other
        "promotion/2": d("25.50"),
        "festival/3": d(-20),
        "missing": d(-100),
        "tickets": d(40),  # 34 tickets instead of 30, at the usual 10 each; so the average ticket is as ever
        "corrected": d(5),
    }
    assert sum(parts.values()) == d(766) - d(800)
    assert plain_of(week) == Plain(d(340), d(300), d(34), d(30))


def test_what_can_not_be_held_against_anything_is_said_as_such():
    assert split(d(0), d(90), [day(0, 90, 9, 100, 10)]) == {"unplanned": d(90)}
    assert split(d(100), d(90), [day(0, 90, 9)]) == {"fresh": d(-10)}
    assert split(d(100), d(0), []) == {"closed": d(-100)}
    assert split(d(100), d(0), [day(0, None, 0, 100, 10, open=False)]) == {"closed": d(-100)}
    assert split(d(100), d(90), [day(0, 90, 0, 100, 10)]) == {"rest": d(-10)}, "without tickets nobody knows why"


CENTS = some.integers(-50_000, 5_000_000).map(lambda cents: Decimal(cents).scaleb(-2))
BECAUSE = some.lists(some.sampled_from(("promotion/1", "promotion/2", "festival/1")), unique=True, max_size=3).map(
    tuple
)
USUAL = some.builds(
    Usual,
    some.none() | CENTS.map(lambda amount: abs(amount) / 7),
    some.none() | some.integers(0, 300).map(lambda count: Decimal(count) / 4),
)
DAY = some.builds(
    SoldDay, some.just(MONDAY), some.none() | CENTS, some.integers(0, 400), USUAL, some.booleans(), BECAUSE
)


@settings(max_examples=150, deadline=None)
@given(CENTS, CENTS, some.lists(DAY, max_size=7))
def test_the_parts_always_add_up_to_the_whole(held, actual, days):
    parts = split(held, actual, days)
    assert sum(parts.values(), Decimal(0)) == actual - held
    assert all(amount == amount.quantize(d("0.01")) and amount for amount in parts.values())


@settings(max_examples=30, deadline=None)
@given(some.lists(some.tuples(CENTS, CENTS, some.lists(DAY, max_size=7)), max_size=4))
def test_so_do_those_of_several_stores_together(stores):
    whole = together(split(*store) for store in stores)
    assert sum(whole.values(), Decimal(0)) == sum((actual - held for held, actual, _ in stores), Decimal(0))


def test_tables_added_up_come_to_the_same():
    """A store's week of plain, promoted and missing days: as columns that pandas adds up."""
    sales = [812.35, 905.10, None, 1310.77, 640.00, 777.77, 1500.25]
    tickets, usual, usual_tickets = [8, 12, 0, 11, 7, 7, 14], [800.0, 820.5, 790.25, 1000, 700, 800, 1200], [8] * 7
    promoted = [False, False, False, True, False, True, True]
    week = [
        day(at, sales[at], tickets[at], usual[at], usual_tickets[at], because=("promotion/5",) if promoted[at] else ())
        for at in range(7)
    ]
    table = pandas.DataFrame(
        {"sales": sales, "tickets": tickets, "usual": usual, "usual_tickets": usual_tickets, "on": promoted}
    )
    there = table[table["sales"].notna()]
    ordinary, on = there[~there["on"]], there[there["on"]]
    came = (ordinary["tickets"].sum() / ordinary["usual_tickets"].sum() - 1) * ordinary["usual"].sum()
    wanted = {
        "level": table["usual"].sum() - 7000,
        "promotion/5": (on["sales"] - on["usual"]).sum(),
        "missing": -table[table["sales"].isna()]["usual"].sum(),
        "tickets": came,
        "average": ordinary["sales"].sum() - ordinary["usual"].sum() - came,
    }
    parts = split(d(7000), d(sum(amount for amount in sales if amount)), week)
    assert {cause: float(amount) for cause, amount in parts.items()} == {
        cause: round(amount, 2) for cause, amount in wanted.items()
    }
