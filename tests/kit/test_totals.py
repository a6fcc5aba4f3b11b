"""Counts and sums that are kept and brought on: always what counting anew would say, and counted anew as seldom as can be."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import house
from models.kit import system
from models.kit.ask import totals
from models.kit.ask.query import Query
from models.kit.server.database import fetch
from models.kit.write.edits import edit
from models.kit.write.undo import undo
from models.kit.write.writes import changes
from models.members import Member
from models.organization import Store
from pages.api.blocks import block, totalled

BOSS = system("tests")
FILTERS = [
    {},
    {"home_store": {"eq": 1}},
    {"home_store": {"in": [1, None]}},
    {"birthday": {"ge": "1980-01-01"}},
    {"or": [{"consent": {"eq": True}}, {"note": {"contains": "折"}}]},
    {"interests": {"contains": "睡眠"}, "joined_on": {"lt": "2026-01-01"}},
    {"opening_spend": {"gt": "=spend_12m"}},
    {"home_store": {"contains": "锦江"}},
    {"name": {"lacks": "王"}},
]
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["王小明", "李静", "欧阳静"]),
        "home_store": st.sampled_from([1, 2, None]),
        "birthday": st.sampled_from(["1979-12-31", "1980-01-01", None]),
        "joined_on": st.sampled_from(["2025-05-05", "2026-05-05"]),
        "consent": st.sampled_from([True, False, None]),
        "note": st.sampled_from(["五折", "", "别的"]),
        "interests": st.sampled_from([["睡眠"], ["护眼", "睡眠"], None]),
        "opening_spend": st.sampled_from(["100.50", "-0", None]),
    },
)
STEPS = st.lists(st.tuples(st.sampled_from(["add", "set", "delete", "undo"]), st.integers(0, 5), VALUES), max_size=6)


def figures(who=BOSS, filters=FILTERS) -> list[tuple]:
    queries = [*(Query(Member, who, filter) for filter in filters), Query(Member, who, search="王")]
    return [(query.count(), query.sums()) for query in queries]


def anew(*asked) -> list[tuple]:
    totals._kept.clear()
    return figures(*asked)


@pytest.fixture
def counted(monkeypatch):
    """Each time that all rows were counted, by its statement."""
    times, count = [], totals.Totals._counted
    monkeypatch.setattr(totals.Totals, "_counted", lambda self: times.append(self.sql) or count(self))
    return times


def member(number: int, **values) -> dict:
    return {"card_no": f"T{number}", "name": "王小明", "phone": f"1380000{number:04d}", **values}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_changed_the_kept_figures_are_those_that_counting_anew_gives(stores, steps):
    totals._kept.clear()
    number, batches = fetch('SELECT COUNT(*) FROM "change"')[0][0] + 1000, []
    for what, at, values in [("add", 0, {}), ("add", 0, {"consent": True}), *steps]:
        ids = [id for (id,) in fetch('SELECT "id" FROM "member" ORDER BY "id"')]
        number += 1
        if what == "undo":
            if batches:
                undo(batches.pop(), house().records, who=BOSS, op=f"u{number}")
        elif what == "add":
            batches.append(edit(Member, [{"id": None, "set": member(number, **values)}], who=BOSS).batch)
        elif ids and what == "set":
            batches.append(edit(Member, [{"id": ids[at % len(ids)], "set": values}], who=BOSS).batch)
        elif ids:
            batches.append(edit(Member, [], who=BOSS, delete=[ids[at % len(ids)]]).batch)
        batches = [batch for batch in batches if batch]
        kept = figures()
        before = dict(totals._kept)
        assert kept == anew()
        totals._kept.update(before)


def test_an_edit_has_nothing_counted_anew_and_one_elsewhere_not_even_looked_at(stores, counted):
    rows = edit(
        Member, [{"id": None, "set": member(at, home_store=stores["锦江一店"])} for at in range(4)], who=BOSS
    ).rows
    asked = {"filter": {"home_store": {"eq": stores["锦江一店"]}}, "limit": 2}
    assert block(Member, BOSS, asked)["total"] == 4
    assert len(counted) == 1
    edit(Member, [{"id": rows[0]["id"], "set": {"note": "改"}}], who=BOSS)
    assert block(Member, BOSS, asked)["total"] == 4
    edit(Member, [{"id": rows[0]["id"], "set": {"home_store": stores["武侯一店"]}}], who=BOSS)
    assert block(Member, BOSS, asked)["total"] == 3
    edit(Member, [{"id": None, "set": member(9, home_store=stores["锦江一店"])}], who=BOSS)
    edit(Member, [], who=BOSS, delete=[rows[1]["id"]])
    assert block(Member, BOSS, asked)["total"] == 3
    assert len(counted) == 1, "brought on by each of the changes"


def test_sums_follow_what_rules_write_and_a_name_that_another_row_has_now_is_asked_anew(stores, counted):
    rows = edit(
        Member, [{"id": None, "set": member(at, home_store=stores["锦江一店"])} for at in range(3)], who=BOSS
    ).rows
    named = {"filter": {"home_store": {"contains": "锦江"}}, "limit": 2}
    assert block(Member, BOSS, named)["total"] == 3 and totalled(Member, BOSS, {})["sums"]["spend_12m"] == "0.00"
    before = len(counted)
    with changes(who=BOSS) as c:
        c.update(Member, rows[0]["id"], points=7, spend_12m=Decimal("88.80"))
    assert totalled(Member, BOSS, {})["sums"] == {"points": 7, "spend_12m": "88.80"} and len(counted) == before
    edit(Store, [{"id": stores["锦江一店"], "set": {"name": "金江一店"}}], who=BOSS)
    assert block(Member, BOSS, named)["total"] == 0


def test_rows_dont_wait_for_what_has_to_be_counted(stores, counted):
    edit(Member, [{"id": None, "set": member(at, opening_spend=Decimal(at))} for at in range(5)], who=BOSS)
    asked = {"limit": 2, "totals": "later", "search": "王"}
    first = block(Member, BOSS, asked)
    assert (len(first["rows"]), first["total"], first["sums"], first["counting"]) == (2, None, {}, True) and not counted
    followed = totalled(Member, BOSS, {"search": "王"})
    assert followed["total"] == 5 and set(followed["sums"]) == {"points", "spend_12m"}
    second = block(Member, BOSS, asked)
    assert second["total"] == 5 and second["sums"] == followed["sums"] and "counting" not in second
    edit(Member, [{"id": None, "set": member(at)} for at in range(100, 100 + totals.MOST_MOVED + 1)], who=BOSS)
    third = block(Member, BOSS, asked)
    assert third["total"] == 5 and third["counting"], "what it was, and said so"
    assert block(Member, BOSS, {"limit": 2, "search": "王"})["total"] == 6 + totals.MOST_MOVED
    assert block(Member, BOSS, {"limit": 500, "search": "王", "totals": "none"})["total"] is None


def test_the_last_rows_of_a_question_are_counted_by_themselves(stores, counted):
    edit(Member, [{"id": None, "set": member(at, note="五折")} for at in range(3)], who=BOSS)
    answer = block(Member, BOSS, {"filter": {"note": {"contains": "折"}}})
    assert (answer["total"], answer["sums"]) == (3, {"points": 0, "spend_12m": "0.00"}) and not counted


def test_the_figures_of_people_who_see_other_rows_are_others(stores, counted, chen):
    edit(Member, [{"id": None, "set": member(at, home_store=at % 2 + 1)} for at in range(4)], who=BOSS)
    plain = [{}, {"name": {"lacks": "李"}}]
    mine = figures(chen, plain)
    assert [count for count, _ in mine] == [2, 2, 2] and [count for count, _ in figures(BOSS, plain)] == [4, 4, 4]
    edit(Member, [{"id": None, "set": member(at, home_store=at % 2 + 1)} for at in range(4, 6)], who=BOSS)
    assert [count for count, _ in figures(chen, plain)] == [3, 3, 3]


def test_what_the_history_keeps_and_nobody_may_enter_any_more_is_counted_anew(stores, counted, monkeypatch):
    """As where a rule wrote beyond the bounds of a column: taken for nothing, it would stay in the sum for good."""
    rows = edit(Member, [{"id": None, "set": member(at)} for at in range(3)], who=BOSS).rows
    with changes(who=BOSS) as c:
        c.update(Member, rows[0]["id"], points=7)
    assert totalled(Member, BOSS, {})["sums"]["points"] == 7
    monkeypatch.setattr(totals, "value_kept", lambda item, kept: None)
    with changes(who=BOSS) as c:
        c.update(Member, rows[0]["id"], points=5)
    assert totalled(Member, BOSS, {})["sums"]["points"] == 5


def test_a_name_two_steps_away_is_among_what_a_count_rests_on(db):
    """A line's purchase is called after its member: a new name of the member is another count of the lines."""
    line = house().records["purchase_line"]
    resting = totals.Totals(Query(line, BOSS, {"purchase": {"contains": "王"}}), False).others
    assert {"purchase", "member"} <= resting
    assert totals.Totals(Query(line, BOSS, {"id": {"eq": 1}}), False).others == set()


def test_rows_do_not_wait_until_many_changes_were_looked_through_for_their_totals(stores, counted, monkeypatch):
    first = edit(Member, [{"id": None, "set": member(at)} for at in range(4)], who=BOSS).rows[0]["id"]
    asked = {"filter": {"home_store": {"empty": True}}, "limit": 2, "totals": "later"}
    totalled(Member, BOSS, asked)
    monkeypatch.setitem(block.__globals__, "MOST_ON_THE_WAY", 2)
    for at, store in enumerate((1, None, 1)):
        answer = block(Member, BOSS, asked)
        assert (answer["total"], "counting" in answer) == ((4, False), (3, False), (4, False))[at]
        edit(Member, [{"id": first, "set": {"home_store": store}}], who=BOSS)
    for note in ("a", "b", "c"):
        edit(Member, [{"id": first, "set": {"note": note}}], who=BOSS)
    before = len(counted)
    answer = block(Member, BOSS, asked)
    assert (answer["total"], answer["counting"]) == (4, True), "as of a while ago, and said so"
    assert totalled(Member, BOSS, asked)["total"] == 3 and len(counted) == before, "brought on, and not counted anew"
