"""Far down a list rows are counted off from the nearest that was met there: the same rows, at a cost that doesn't grow with the depth."""

import random
from datetime import date

import pytest

from models.kit import system
from models.kit.ask import places
from models.kit.ask.query import Query
from models.kit.server.dialect import handle
from models.kit.write.edits import edit
from models.kit.write.writes import changes
from models.members import Member
from models.organization import Store
from tests.helpers.door import change, made
from tests.kit.test_walk import fill, steps

BOSS = system("tests")
ASKED = (
    {},
    {"sort": ["-name"]},
    {"sort": ["birthday"]},
    {"sort": ["-birthday", "name"]},
    {"sort": ["home_store"]},
    {"filter": {"name": {"contains": "1"}}},
    {"search": "王"},
    {"filter": {"home_store": {"eq": 1}}, "sort": ["birthday"]},
)


def usual(asked: dict, offset: int) -> list[dict]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("models.kit.ask.query.DEEP", 10**9)
        return Query(Member, BOSS, **asked).rows(offset, 7)


@pytest.fixture
def some(stores, monkeypatch):
    monkeypatch.setattr("models.kit.ask.query.DEEP", 5)
    shops, days = [*stores.values(), None], ["1990-01-01", None, "1985-05-05", "1990-01-01"]
    rows = [
        {"card_no": f"C{at}", "name": f"王{at % 7}{'1' * (at % 3)}", "joined_on": f"2024-01-{at % 9 + 1:02d}"}
        | {"birthday": days[at % 4], "home_store": shops[at % 3]}
        for at in range(60)
    ]
    assert edit(Member, [{"id": None, "set": row} for row in rows], who=BOSS).state == "applied"


def test_rows_far_down_are_those_that_counting_off_gives_whatever_is_changed_meanwhile(some, stores):
    chance = random.Random(5)
    for turn in range(60):
        asked, offset = chance.choice(ASKED), chance.randrange(5, 64)
        assert Query(Member, BOSS, **asked).rows(offset, 7) == usual(asked, offset), (turn, asked, offset)
        if turn % 4 == 3:
            ids = Query(Member, BOSS).ids()
            way = chance.choice(("note", "name", "day", "add", "remove", "shop"))
            if way == "add":
                made(Member, BOSS, card_no=f"N{turn}", name="王1", joined_on="2024-01-05")
            elif way == "remove":
                edit(Member, [], who=BOSS, delete=[chance.choice(ids)])
            elif way == "shop":
                change(Store, BOSS, chance.choice([*stores.values()]), name=f"店{turn}")
            else:
                sets = {
                    "note": {"note": f"{turn}"},
                    "name": {"name": f"王{turn}1"},
                    "day": {"birthday": f"19{turn + 10}-01-01"},
                }
                change(Member, BOSS, chance.choice(ids), **sets[way])


def test_a_place_is_known_as_long_as_nothing_moves_that_the_list_goes_by(some, monkeypatch):
    ways, after = [], Query.ids_after
    monkeypatch.setattr(Query, "ids_after", lambda self, id, *rest: ways.append(id) or after(self, id, *rest))
    ids = Query(Member, BOSS).ids()
    for offset, known in ((40, None), (41, ids[40]), (52, ids[47]), (53, ids[52]), (5, None)):
        ways.clear()
        Query(Member, BOSS).rows(offset, 7)
        assert ways == ([] if known is None else [known]), offset
    change(Member, BOSS, ids[3], note="改")
    Query(Member, BOSS).rows(42, 7)
    assert ways == [ids[41]], "no column of the list"
    change(Member, BOSS, ids[3], joined_on="2020-01-01")
    ways.clear()
    Query(Member, BOSS).rows(42, 7)
    assert ways == []


def test_rows_that_move_on_the_way_are_counted_off_anew(some, monkeypatch):
    Query(Member, BOSS).rows(40, 7)
    after = Query.ids_after

    def meanwhile(self, *asked):
        made(Member, BOSS, card_no="N1", name="王", joined_on="2026-01-01")
        return after(self, *asked)

    monkeypatch.setattr(Query, "ids_after", meanwhile)
    rows = Query(Member, BOSS).rows(45, 7)
    assert rows == usual({}, 45)


def test_a_known_row_that_goes_on_the_way_is_no_fault_of_who_asks(some, monkeypatch):
    ids, after = Query(Member, BOSS).ids(), Query.ids_after
    Query(Member, BOSS).rows(40, 7)

    def meanwhile(self, id, *asked):
        assert id == ids[40] and edit(Member, [], who=BOSS, delete=[id]).state == "applied"
        return after(self, id, *asked)

    monkeypatch.setattr(Query, "ids_after", meanwhile)
    rows = Query(Member, BOSS).rows(45, 7)
    assert [row["id"] for row in rows] == ids[46:53] and rows == usual({}, 45)


def test_what_is_not_saved_yet_teaches_no_place(some):
    with changes(who=BOSS) as c:
        c.create(Member, card_no="N1", name="王", joined_on=date(2026, 1, 1))
        Query(Member, BOSS).rows(45, 7)
    assert not any(list_.rows.get(45) for key, list_ in places._lists.items() if key[1] == places.opening())


@pytest.mark.embedded
def test_the_next_rows_cost_the_same_however_far_down(stores):
    fill(1, 20_000)
    costs = []
    for offset in (3000, 19_000):
        Query(Member, BOSS).rows(offset)
        costs.append(steps(lambda offset=offset: Query(Member, BOSS).rows(offset + 100)))
    assert costs[1] <= 1.3 * costs[0] + 10, costs


@pytest.mark.embedded
def test_rows_after_a_row_are_gone_to_by_the_index(stores):
    fill(1, 1000)
    query = Query(Member, BOSS)
    sql, params = query.selected([Member.id], query._following(500)).limit(100).sql()
    said = " ".join(row[-1] for row in handle.execute_sql(f"EXPLAIN QUERY PLAN {sql}", params))
    assert "SEARCH t1 USING COVERING INDEX" in said and "joined_on<?" in said and "TEMP B-TREE" not in said
