"""On PostgreSQL the quick search of long tables goes by the database's own trigrams, where it has them."""

from models.design.searches import PREFIX, index_searches
from models.kit import system
from models.kit.ask.query import Query
from models.kit.server.dialect import handle, is_embedded
from models.kit.server.indexes import trigrams
from models.members import Member
from tests.helpers.door import made

BOSS = system("tests")


def indexes() -> list[str]:
    return [index.name for index in handle.get_indexes("member") if index.name.startswith(PREFIX)]


def test_an_index_is_built_where_the_database_has_trigrams_and_goes_with_a_table_that_is_short_again(stores):
    made(Member, BOSS, card_no="K1", name="王小明", joined_on="2026-01-01", phone="13900000001")
    index_searches(1)
    there = indexes()
    assert len(there) == (0 if is_embedded() or trigrams() is None else 1)
    assert [row["name"] for row in Query(Member, BOSS, search="王小明 39000").rows()] == ["王小明"]
    if there:
        handle.execute_sql("SET enable_seqscan = off")
        sql, params = Member.select(Member.id).where(Query(Member, BOSS, search="wxm").where).sql()
        said = " ".join(row[0] for row in handle.execute_sql(f"EXPLAIN {sql}", params))
        handle.execute_sql("SET enable_seqscan = on")
        assert there[0] in said
    index_searches(100_000)
    assert indexes() == []
