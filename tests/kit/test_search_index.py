"""The quick search of long tables goes by an index: the same rows as without one, whoever wrote them, at a cost that stays."""

import random
from datetime import datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models.design import DesignColumn, DesignType
from models.design.searches import hold_searches, index_searches
from models.kit import system
from models.kit.ask import narrowed, totals, veil
from models.kit.ask.query import Query
from models.kit.server.database import fetch, handle
from models.kit.server.standing import house
from models.kit.write import searched
from models.kit.write.edits import edit
from models.kit.write.grams import pieces, telling
from models.kit.write.undo import undo
from models.members import Member
from models.organization import Product, Store
from tests.helpers import house_before
from tests.helpers.door import change, made
from tests.kit.test_walk import fill, steps

pytestmark = pytest.mark.embedded
BOSS = system("tests")
TEXTS = st.text(st.sampled_from("王小明欣aAbBcİßé1390 -_%店"), max_size=9)


as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def asked(who, word: str, record=Member) -> tuple[list[int], int]:
    return Query(record, who, search=word).ids(), Query(record, who, search=word).count()


def by_scan(who, word: str, record=Member) -> tuple[list[int], int]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("models.kit.ask.query.few_ids", lambda query, wanted: None)
        patched.setattr("models.kit.ask.totals.few_counted", lambda query: None)
        totals._kept.clear()
        answer = asked(who, word, record)
    totals._kept.clear()
    return answer


@pytest.fixture
def many(stores):
    """Members of a table that is long enough, with their index."""
    fill(1, 300)
    for id, (name, card) in enumerate(
        [("王小明", "A-1390"), ("小王", "a1390b"), ("李aBc欣", "B139"), ("É店", "ß_%")], 301
    ):
        made(Member, BOSS, card_no=card, name=name, joined_on=f"2025-01-{id - 300:02d}", phone=f"1390000{id:04d}")
    index_searches(100)
    assert searched.searched(Member) is not None


@given(text=TEXTS, start=st.integers(0, 8), length=st.integers(1, 5))
def test_what_holds_a_word_holds_all_its_pieces(text, start, length):
    for word in text[start : start + length].split():
        assert set(telling(word)) <= set(pieces(text))
        assert set(telling(word.upper() if word.isascii() else word)) <= set(pieces(text))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    least=st.sampled_from([1, 500]),
    word=st.one_of(TEXTS, st.sampled_from(["会员29", "k29", "390000", "hy1 会", "王", "小明 139"])),
)
@example(500, "A-1390")
@example(1, "hy1")
def test_rows_and_counts_are_those_that_reading_them_all_gives(many, least, word):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(narrowed, "LEAST", least)
        first = [row["id"] for row in Query(Member, BOSS, search=word).rows(0, 10)]
        assert asked(BOSS, word) == (scanned := by_scan(BOSS, word)) and first == scanned[0][:10]


def test_it_is_right_after_every_way_of_writing_before_it_is_brought_on_and_after(many):
    chance, batches = random.Random(11), []
    names = ("王小欣", "欣欣", "会员王", "Ab1390", "小明")
    for turn in range(30):
        ids = [id for (id,) in fetch("SELECT id FROM member WHERE id > 290")]
        way = chance.choice(("add", "rename", "remove", "undo", "phone"))
        if way == "undo" and batches:
            answer = undo(batches.pop(chance.randrange(len(batches))), house().records, who=BOSS)
        elif way == "remove" and len(ids) > 4:
            answer = edit(Member, [], who=BOSS, delete=[chance.choice(ids)])
        elif way in ("rename", "phone"):
            sets = {"name": chance.choice(names)} if way == "rename" else {"phone": f"1391234{turn:04d}"}
            answer = change(Member, BOSS, chance.choice(ids), **sets)
        else:
            row = {"card_no": f"N{turn}", "name": chance.choice(names), "joined_on": "2026-01-01"}
            answer = edit(Member, [{"id": None, "set": row}], who=BOSS)
        if answer.state == "applied" and answer.batch and way != "undo":
            batches.append(answer.batch)
        if turn % 5 == 4:
            searched.bring_on("member")
        for word in ("欣", "王小", "139", "n1", "1234"):
            assert asked(BOSS, word) == by_scan(BOSS, word), (turn, way, word)
    searched.bring_on("member")
    assert fetch('SELECT COUNT(*) FROM "search_of_member_noted"') == [(0,)]
    assert searched.lacks("member") is None


def test_nobody_meets_a_row_by_a_column_that_he_does_not_see(many, bo):
    query = Query(Member, bo, search="139000003")
    assert query.shown["phone"] == "masked" and query.rows() == [] and query.count() == 0
    assert Query(Member, BOSS, search="139000003").count() == 4
    sign = searched.searched(Member).sign("phone")
    assert f'"{sign}139"' in narrowed.narrowed(Query(Member, BOSS, search="139")).asked
    assert f'"{sign}139"' not in narrowed.narrowed(Query(Member, bo, search="139")).asked


def plan(sql: str, params) -> str:
    return " ".join(row[-1] for row in handle.execute_sql(f"EXPLAIN QUERY PLAN {sql}", params))


def test_rows_are_read_one_by_one_instead_of_the_table_and_a_frequent_word_is_walked(many):
    query = Query(Member, BOSS, search="王小")
    few = narrowed.narrowed(query)
    for select in (
        query.selected([Member.id], few.condition).limit(100),
        totals.Totals(query, True).select.where(few.condition),
    ):
        said = plan(*select.sql())
        assert "SEARCH t1 USING INTEGER PRIMARY KEY (rowid=?)" in said and "SCAN t1" not in said
    assert few.is_few(1) and not narrowed.narrowed(Query(Member, BOSS, search="会员")).is_few(100)
    assert narrowed.narrowed(Query(Member, BOSS, search="1")) is None, "too short to tell"
    assert narrowed.narrowed(Query(Member, BOSS)) is None


def test_a_unit_that_is_typed_whole_behind_initials_is_found_by_the_index_too(many, monkeypatch):
    rice = made(Product, system("tests"), sku="P-rice", name="大米1kg特制")
    index_searches(1)
    monkeypatch.setattr(narrowed, "LEAST", 0)
    assert searched.searched(Product) is not None
    for word in ("dm1kg", "DM1KGTZ", "dami1kg", "dm1"):
        assert rice in asked(system("tests"), word, Product)[0], word


def test_a_search_costs_the_same_in_a_table_of_any_length(stores, monkeypatch):
    monkeypatch.setattr(searched, "SHORT", 1000)  # else it is a matter of the machine in how many parts it is made
    made(Member, BOSS, card_no="X1", name="王小明", joined_on="2020-01-01")
    ways = (
        lambda: Query(Member, BOSS, search="王小").rows(),
        lambda: totals.Totals(Query(Member, BOSS, search="王小"), True)._counted(),
    )
    fill(2, 4000)
    index_searches(100)
    young = [steps(way) for way in ways]
    fill(4001, 12_000)
    searched.bring_on("member")
    old = [steps(way) for way in ways]
    assert all(now <= 1.3 * before + 10 for now, before in zip(old, young, strict=True)), (young, old)


def test_what_is_half_made_is_used_by_nobody_and_made_on_from_there(many):
    handle.execute_sql('UPDATE "search_index" SET "ready" = 0, "upto" = 100')
    assert searched.searched(Member) is None and asked(BOSS, "王小")[1] == 1
    index_searches(100)
    assert searched.searched(Member) is not None and searched.lacks("member") is None


def test_an_index_whose_triggers_are_lost_is_used_by_nobody_and_made_anew(many):
    handle.execute_sql('DROP TRIGGER "search_of_member_update"')
    change(Member, BOSS, 5, name="王小五")
    assert searched.searched(Member) is None and asked(BOSS, "王小")[1] == 2
    index_searches(100)
    assert searched.searched(Member) is not None and asked(BOSS, "王小")[1] == 2


def test_what_was_written_past_the_triggers_is_seen_at_night(many):
    handle.execute_sql('INSERT OR REPLACE INTO "search_of_member" (rowid, "pieces") VALUES (7, ?)', ("azz",))
    assert searched.lacks("member") == 7
    handle.execute_sql('DELETE FROM "search_of_member" WHERE rowid = 8')
    assert searched.lacks("member") == 8, "whether all rows are there is asked first"
    hold_searches()
    assert searched.searched(Member) is None
    index_searches(100)
    assert searched.lacks("member") is None and searched.searched(Member) is not None


def test_short_tables_and_those_that_are_no_more_have_none(many):
    handle.execute_sql("""INSERT INTO "search_index" VALUES ('t_999', '[]', 0, 1)""")
    index_searches(100_000)
    assert fetch('SELECT * FROM "search_index"') == []
    assert fetch("SELECT name FROM sqlite_schema WHERE name LIKE 'search_of_%'") == []


def test_a_table_about_as_long_as_that_keeps_the_index_it_has(many):
    index_searches(400)
    assert searched.searched(Member) is not None, "fewer than would have one made"
    index_searches(800)
    assert searched.searched(Member) is None
    index_searches(400)
    assert searched.searched(Member) is None


def test_a_search_of_the_past_goes_by_no_index_of_today(many):
    with veil.veiled([Member], datetime(2020, 1, 1)):
        assert searched.searched(Member) is None
    assert searched.searched(Member) is not None


def test_a_table_made_by_an_administrator_and_a_column_of_his_are_searched_so_too(boss, stores):
    id = made(DesignType, boss, zh="样品", en="Sample", area="stores")
    key = DesignType.row(id).name
    made(DesignColumn, boss, record_type=key, zh="批号", en="Lot", name="lot", kind="line")
    record = house().records[key]
    texts = searched.texts_of(record)
    rows = [{"id": None, "set": {record.sheet.title: f"王小{at}"}} for at in range(5)]
    assert texts and edit(record, rows, who=boss).state == "applied"
    index_searches(5)
    assert searched.searched(record).columns == texts
    assert asked(boss, "王小3", record) == by_scan(boss, "王小3", record) and asked(boss, "王小3", record)[1] == 1


def test_types_whose_search_looks_in_linked_rows_have_none():
    records = house().records
    assert searched.texts_of(records["points_entry"]) == ()
    assert searched.texts_of(Member) == ("name", "name_py", "card_no", "phone")
    assert searched.texts_of(Product) and searched.texts_of(Store)
