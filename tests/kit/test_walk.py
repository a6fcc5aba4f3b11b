"""Filtered lists are walked in their order where that costs less: the same rows as ever, at a cost that doesn't grow with the table."""

from datetime import date, timedelta
from threading import Thread

import peewee
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.kit import system
from models.kit.ask import walk
from models.kit.ask.query import Query
from models.kit.server.database import fetch, handle
from models.kit.write.edits import edit
from models.members import Member

pytestmark = pytest.mark.embedded
BOSS = system("tests")
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "home_store": st.sampled_from([{"eq": 1}, {"in": [2, None]}, {"empty": True}]),
        "tier": st.sampled_from([{"eq": 1}, {"in": [1, 2]}]),
        "joined_on": st.sampled_from([{"lt": "2021-02-01"}, {"ge": "2022-06-01"}]),
        "segment": st.sampled_from([{"eq": "lost"}, {"empty": True}]),
        "name": st.sampled_from([{"contains": "7"}, {"eq": "会员11"}]),
    },
)
SORTS = st.sampled_from([None, ["-points"], ["points"], ["segment"], ["-segment", "joined_on"], ["home_store"], ["id"]])
ROWS = """
WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})
INSERT INTO member (id, card_no, name, name_py, joined_on, channel, status, home_store_id, points, points_debt, spend_12m, segment)
SELECT i, 'K' || i, '会员' || i, 'hy' || i, date('2021-01-01', '+' || (i * 7919 % 700) || ' days'), 'store', 'active',
       CASE WHEN i % 3 = 0 THEN NULL ELSE i * 31 % 7 % 2 + 1 END, i * 7907 % 211, 0, i % 97,
       CASE i % 5 WHEN 0 THEN 'lost' WHEN 1 THEN 'new' END
FROM n
"""


def fill(first: int, last: int) -> None:
    """Members straight into the table, as the door would take half a minute for so many."""
    handle.execute_sql(ROWS.format(first=first, last=last))
    handle.execute_sql("DELETE FROM tally WHERE record = 'member'")
    handle.execute_sql("INSERT INTO tally VALUES ('member', ?, ?, 1)", (last + 1, last))


@pytest.fixture
def many(stores):
    fill(1, 1000)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filter=FILTERS, sort=SORTS, first=st.sampled_from([5, 60, 990]), offset=st.sampled_from([0, 0, 30]))
def test_walked_rows_are_those_that_sorting_gives(many, filter, sort, first, offset):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(walk, "FIRST", first)
        walked = Query(Member, BOSS, filter, sort).rows(offset, 40)
        patched.setattr("models.kit.ask.query.first_ids", lambda query, wanted: None)
        assert walked == Query(Member, BOSS, filter, sort).rows(offset, 40)


def steps(ask) -> int:
    """How many hundreds of steps SQLite takes for what is asked."""
    ask(), ask()
    counted, mine = [], object()
    handle.connection().set_progress_handler(lambda: bool(counted.append(1)), 100, id=mine)
    try:
        ask()
    finally:
        handle.connection().set_progress_handler(None, id=mine)
    return len(counted)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"filter": {"home_store": {"eq": 1}}},
        {"filter": {"home_store": {"eq": 1}, "segment": {"eq": "lost"}}},
        {"filter": {"home_store": {"eq": 1}}, "sort": ["-points"]},
        {"filter": {"card_no": {"eq": "K77"}}},
    ],
)
def test_the_first_rows_cost_the_same_in_a_table_of_any_age(stores, asked):
    fill(1, 4000)
    young = steps(lambda: Query(Member, BOSS, **asked).rows())
    fill(4001, 20_000)
    old = steps(lambda: Query(Member, BOSS, **asked).rows())
    assert old <= 1.3 * young + 10, (young, old)


def test_what_is_frequent_only_far_down_is_left_to_the_index(stores):
    fill(1, 20_000)
    newest = (date(2030, 1, 1) + timedelta(days=at) for at in range(3000))
    rows = edit(
        Member,
        [
            {"id": None, "set": {"card_no": f"N{at}", "name": "新", "joined_on": str(day)}}
            for at, day in enumerate(newest)
        ][:500],
        who=BOSS,
    )
    assert rows.state == "applied"
    asked = {"filter": {"home_store": {"eq": 1}}}
    ids = [
        id
        for (id,) in fetch("SELECT id FROM member WHERE home_store_id = 1 ORDER BY joined_on DESC, id DESC LIMIT 100")
    ]
    assert [row["id"] for row in Query(Member, BOSS, **asked).rows()] == ids


def test_a_filter_that_reckons_in_an_order_of_its_own_is_walked_in_the_order_of_the_list(many, monkeypatch):
    monkeypatch.setattr(walk, "FIRST", 500)

    def asked() -> Query:
        query = Query(Member, BOSS, {"home_store": {"eq": 1}}, ["-points"])
        query.where &= peewee.SQL(
            '"t1"."id" = (SELECT n."id" FROM "member" n WHERE n."id" = "t1"."id" ORDER BY n."id" LIMIT 1)'
        )
        return query

    ids = walk.first_ids(asked(), 20)
    assert ids == asked().ids(limit=20)


def test_a_table_of_few_rows_is_sorted_without_asking_how(many, monkeypatch):
    monkeypatch.setattr(walk, "_plan", None)
    assert len(Query(Member, BOSS, {"home_store": {"eq": 1}}, ["-points"]).rows()) == 100


def test_what_others_move_between_two_parts_of_a_walk_is_not_seen_in_it_and_makes_nobody_begin_anew(many, monkeypatch):
    query, on = Query(Member, BOSS, {"home_store": {"eq": 1}}), walk.Walk.on
    before, moved = query.ids(0, 40), []

    def move() -> None:
        done = edit(Member, [{"id": before[len(moved) - 1], "set": {"home_store": 2}}], who=BOSS)
        moved.append(done.state)

    def disturbed(self, rows: int) -> None:
        on(self, rows)
        other = Thread(target=move)
        other.start()
        other.join()

    monkeypatch.setattr(walk, "FIRST", 5)
    monkeypatch.setattr(walk.Walk, "on", disturbed)
    assert walk.first_ids(query, 40) == before
    assert len(moved) > 1 and set(moved) == {"applied"}
    assert query.ids(0, 40) != before, "whoever asks next sees them"
