"""Finding rows: filters by type, Chinese search and pinyin, sorting with blanks last, both ways of paging, counts and sums."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.accounts import User
from models.kit import system
from models.kit.ask.query import BadQuery, Query
from models.kit.write.edits import edit
from models.kit.write.writes import changes
from models.members import Gift, Member, PointsEntry, Purchase
from models.members.points import earn

BOSS = system("tests")
PEOPLE = [
    # card, name, birthday, joined, home store, interests, consent, note, opening spend
    ("0001", "王小明", date(1980, 3, 1), date(2025, 1, 5), "锦江一店", ["睡眠"], True, "50% 折扣", "100.50"),
    ("0002", "单雄信", None, date(2025, 6, 1), "武侯一店", None, False, None, "0"),
    ("0003", "王大明", date(1990, 12, 31), date(2025, 1, 5), None, ["护眼", "睡眠"], None, "5_0", "2000"),
    ("0004", "欧阳静", date(1975, 7, 7), date(2026, 2, 28), "武侯一店", None, True, "电话\\勿扰", None),
    ("0005", "李静", None, date(2024, 11, 11), "锦江一店", ["血糖管理"], True, "500 折扣", "100.50"),
]


@pytest.fixture
def people(stores):
    """Five members, each found under the name in `card`."""
    with changes(who=BOSS) as c:
        rows = c.add(
            Member,
            [
                {
                    "card_no": card,
                    "name": name,
                    "birthday": born,
                    "joined_on": joined,
                    "home_store": stores.get(store),
                    "interests": tags,
                    "consent": consent,
                    "note": note,
                    "opening_spend": spent and Decimal(spent),
                    "phone": f"1380000{card}",
                }
                for card, name, born, joined, store, tags, consent, note, spent in PEOPLE
            ],
        )
    return {row.name: row.id for row in rows}


def names(who=BOSS, record=Member, **asked) -> list[str]:
    return [row["name"] for row in Query(record, who, **asked).rows()]


def matching(who=BOSS, **asked) -> set[str]:
    return set(names(who, **asked))


# Filters ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "op", "value", "expected"),
    [
        ("name", "eq", "李静", {"李静"}),
        ("name", "ne", "李静", {"王小明", "单雄信", "王大明", "欧阳静"}),
        ("name", "in", ["李静", "单雄信"], {"李静", "单雄信"}),
        ("name", "contains", "静", {"李静", "欧阳静"}),
        ("name", "starts", "王", {"王小明", "王大明"}),
        ("note", "contains", "0% 折", {"王小明"}),
        ("note", "contains", "5_0", {"王大明"}),
        ("note", "contains", "话\\勿", {"欧阳静"}),
        ("note", "empty", True, {"单雄信"}),
        ("note", "empty", False, {"王小明", "王大明", "欧阳静", "李静"}),
        ("note", "not_in", ["5_0"], {"王小明", "单雄信", "欧阳静", "李静"}),
        ("birthday", "eq", None, {"单雄信", "李静"}),
        ("birthday", "ne", None, {"王小明", "王大明", "欧阳静"}),
        ("birthday", "in", [None, "1980-03-01"], {"单雄信", "李静", "王小明"}),
        ("birthday", "lt", "1980年3月1日", {"欧阳静"}),
        ("joined_on", "ge", "2025-06-01", {"单雄信", "欧阳静"}),
        ("joined_on", "le", "2024/11/11", {"李静"}),
        ("opening_spend", "eq", "¥100.50", {"王小明", "李静"}),
        ("opening_spend", "gt", "100.5", {"王大明"}),
        ("opening_spend", "gt", "=spend_12m", {"王小明", "李静", "王大明"}),
        ("joined_on", "gt", "=birthday", {"王小明", "王大明", "欧阳静"}),
        ("consent", "eq", True, {"王小明", "欧阳静", "李静"}),
        ("consent", "ne", "是", {"单雄信", "王大明"}),
        ("interests", "contains", "睡眠", {"王小明", "王大明"}),
        ("status", "in", ["active"], {"王小明", "单雄信", "王大明", "欧阳静", "李静"}),
        ("home_store", "contains", "武侯", {"单雄信", "欧阳静"}),
        ("home_store", "contains", "jjyd", {"王小明", "李静"}),
        ("home_store", "empty", True, {"王大明"}),
        ("phone", "contains", "0003", {"王大明"}),
    ],
)
def test_a_filter_reads_values_as_people_write_them(people, field, op, value, expected):
    assert matching(filter={field: {op: value}}) == expected


def test_several_conditions_all_hold(people):
    assert matching(
        filter={
            "name": {"starts": "王"},
            "joined_on": {"ge": "2025-01-01", "le": "2025-12-31"},
            "consent": {"eq": True},
        }
    ) == {"王小明"}


def test_a_link_is_filtered_by_id_or_by_row(people, stores):
    id = stores["武侯一店"]
    assert (
        matching(filter={"home_store": {"in": [id]}})
        == matching(filter={"home_store": {"eq": {"id": id, "text": "?"}}})
        == {"单雄信", "欧阳静"}
    )


# Search -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("小明", {"王小明"}),
        ("wxm", {"王小明"}),
        ("WXM", {"王小明"}),
        ("wangxiaoming", {"王小明"}),
        ("xiaom", {"王小明"}),
        ("sxx", {"单雄信"}),
        ("shanxiongxin", {"单雄信"}),
        ("ouyang", {"欧阳静"}),
        ("0004", {"欧阳静"}),
        ("13800000005", {"李静"}),
        ("ｗｘｍ", {"王小明"}),
        ("王 0003", {"王大明"}),
        ("%", set()),
        ("_", set()),
        ("没有", set()),
    ],
)
def test_search_finds_chinese_pinyin_initials_and_numbers(people, search, expected):
    assert matching(search=search) == expected


def test_a_heteronym_is_found_under_the_reading_that_was_given(people):
    assert edit(Member, [{"id": people["单雄信"], "set": {"name_py": "dan xiong xin"}}], who=BOSS).state == "applied"
    assert matching(search="dxx") == {"单雄信"} and matching(search="sxx") == set()


def test_search_looks_through_links_too(people, stores):
    with changes(who=BOSS) as c:
        c.add(
            Purchase,
            [{"receipt_no": "R1", "member": people["王小明"], "store": stores["锦江一店"], "amount": Decimal(10)}],
        )
    assert [row["receipt_no"] for row in Query(Purchase, BOSS, search="小明").rows()] == ["R1"]


# Order ------------------------------------------------------------------------------------------------------------------


def test_names_sort_by_pinyin_and_the_second_column_decides_ties(people):
    assert names(sort=["name"]) == ["李静", "欧阳静", "单雄信", "王大明", "王小明"]
    assert names(sort=["-joined_on", "-name"]) == ["欧阳静", "单雄信", "王小明", "王大明", "李静"]


def test_blanks_come_last_whichever_way(people):
    assert names(sort=["birthday"])[3:] == ["单雄信", "李静"]
    assert names(sort=["-birthday"]) == ["王大明", "王小明", "欧阳静", "李静", "单雄信"]


def test_a_link_sorts_by_the_pinyin_of_its_title(people):
    assert names(sort=["home_store", "name"]) == ["李静", "王小明", "欧阳静", "单雄信", "王大明"]
    assert names(sort=["-home_store", "name"])[-1] == "王大明"


# Pages, counts and sums ----------------------------------------------------------------------------------------------------


def test_both_ways_of_paging_give_the_same_rows(people):
    query = Query(Member, BOSS, sort=["-home_store", "birthday"])
    whole = [row["id"] for row in query.rows()]
    assert [query.rows(at, 1)[0]["id"] for at in range(5)] == whole
    assert [query.rows(limit=1, after=id)[0]["id"] for id in whole[:-1]] == whole[1:]
    assert query.rows(5) == query.rows(after=whole[-1]) == []


def test_counts_and_sums_follow_every_change(people):
    query = Query(Member, BOSS, filter={"name": {"starts": "王"}})
    assert (query.count(), query.sums()["points"]) == (2, 0)
    with changes(who=BOSS) as c:
        earn(c, [{"member": people["王小明"], "points": 70, "expires_on": date(2030, 1, 1)}])
    assert (query.count(), query.sums()["points"]) == (2, 70)
    edit(Member, [{"id": people["王大明"], "set": {"name": "汪大明"}}], who=BOSS)
    assert query.count() == 1 and Query(Member, BOSS).count() == 5


def test_rows_carry_what_json_keeps(people, stores):
    row = Query(Member, BOSS, filter={"card_no": {"eq": "0001"}}).rows()[0]
    assert (row["joined_on"], row["opening_spend"], row["consent"], row["interests"]) == (
        "2025-01-05",
        "100.50",
        True,
        ["睡眠"],
    )
    assert row["home_store"] == {"id": stores["锦江一店"], "text": "锦江一店"} and row["last_purchase_at"] is None
    with changes(who=BOSS) as c:
        c.add(
            Purchase,
            [
                {
                    "receipt_no": "R1",
                    "member": row["id"],
                    "store": stores["锦江一店"],
                    "amount": Decimal("0.05"),
                    "purchased_at": datetime(2026, 3, 1, 8),
                }
            ],
        )
    bought = Query(Purchase, BOSS).rows()[0]
    assert (bought["amount"], bought["purchased_at"]) == ("0.05", "2026-03-01T08:00:00Z")


def test_rows_of_a_filter_are_read_again_in_the_order_asked_for(people):
    query = Query(Member, BOSS, filter={"name": {"starts": "王"}})
    wanted = [people["王大明"], people["李静"], people["王小明"]]
    assert [row["name"] for row in query.by_ids(wanted)] == ["王大明", "王小明"]
    assert query.row(people["李静"]) is None


def test_what_is_not_committed_is_not_remembered(people):
    query, whole = Query(Member, BOSS, filter={"name": {"starts": "王"}}), Query(Purchase, BOSS)
    with pytest.raises(KeyError), changes(who=BOSS) as c:
        c.update(Member, people["王大明"], name="汪大明")
        assert query.count() == 1 and whole.rows() == []
        raise KeyError
    assert query.count() == 2


# What the question may say ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        {"filter": {"nme": {"eq": "x"}}},
        {"filter": {"name": {"like": "x"}}},
        {"filter": {"name": {"lt": "x"}}},
        {"filter": {"name": {"in": "x"}}},
        {"filter": {"joined_on": {"ge": "soon"}}},
        {"filter": {"joined_on": {"ge": None}}},
        {"filter": {"points": {"contains": "1"}}},
        {"filter": {"points": {"gt": "=nme"}}},
        {"filter": {"points": {"gt": "=joined_on"}}},
        {"filter": {"points": {"eq": "=points_debt"}}},
        {"filter": {"interests": {"eq": "睡眠"}}},
        {"filter": {"name": "x"}},
        {"filter": ["name"]},
        {"filter": {"id": {"eq": "1 OR 1=1"}}},
        {"filter": {"name; DROP TABLE member": {"eq": 1}}},
        {"sort": ["nme"]},
        {"sort": "name"},
        {"sort": [{"name": "asc"}]},
        {"sort": ["name"] * 7},
        {"sort": ["--name"]},
        {"search": ["x"]},
        {"search": "x" * 101},
    ],
)
def test_a_question_outside_the_declaration_is_told_so(people, asked):
    with pytest.raises(BadQuery) as wrong:
        Query(Member, BOSS, **asked).rows()
    assert wrong.value.text.zh and wrong.value.text.en


@pytest.mark.parametrize(
    "paging",
    [{"limit": 501}, {"limit": 0}, {"offset": -1}, {"offset": 1.5}, {"limit": True}, {"after": 10**6}, {"after": "1"}],
)
def test_pages_have_sizes(people, paging):
    with pytest.raises(BadQuery):
        Query(Member, BOSS).rows(**paging)


@pytest.mark.parametrize(
    "asked",
    [
        {"filter": {"phone": {"contains": "0003"}}},
        {"filter": {"joined_on": {"gt": "=birthday"}}},
        {"sort": ["phone"]},
        {"sort": ["-birthday"]},
    ],
)
def test_a_masked_column_is_no_way_to_its_values(people, bo, asked):
    with pytest.raises(BadQuery):
        Query(Member, bo, **asked)


def test_search_passes_over_masked_columns(people, bo):
    assert matching(bo, search="13800000005") == set() and matching(bo, search="wxm") == {"王小明"}
    assert Query(Member, bo, search="wxm").rows()[0]["phone"] == "138****0001"


def test_scope_holds_for_rows_counts_sums_and_pages(people, chen):
    query = Query(Member, chen)
    assert {row["name"] for row in query.rows()} == {"王小明", "李静"} and query.count() == 2
    assert matching(chen, search="静") == {"李静"}
    assert [row["name"] for row in query.by_ids(people.values())] == ["王小明", "李静"]
    assert query.row(people["欧阳静"]) is None
    with pytest.raises(BadQuery):
        query.rows(after=people["欧阳静"])


def test_a_hidden_type_has_no_rows(people, bo):
    assert Query(User, bo).rows() == [] and Query(User, bo).count() == 0
    assert Query(PointsEntry, BOSS).rows() == [] and Query(Gift, BOSS).sums() == {"stock": 0}


# Against a plain model -----------------------------------------------------------------------------------------------------

CELLS = st.tuples(
    st.sampled_from(["王一", "李静", "王大明", "单雄信", "a%b", "a_b"]),
    st.one_of(st.none(), st.dates(date(1950, 1, 1), date(1953, 1, 1))),
    st.one_of(st.none(), st.decimals(0, 50, places=2)),
)
SORTS = st.lists(
    st.sampled_from(["joined_on", "-joined_on", "birthday", "-birthday", "opening_spend", "-opening_spend"]), max_size=3
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CELLS, max_size=25), SORTS, st.integers(1, 7), st.sampled_from(["", "王", "%", "_", "a"]))
def test_both_ways_of_paging_agree_with_a_plain_sort(db, rows, sort, size, text):
    class Rolled(Exception):
        """Takes the example's rows away again."""

    with pytest.raises(Rolled), changes(who=BOSS) as c:
        made = c.add(
            Member,
            [
                {
                    "card_no": str(at),
                    "name": name,
                    "birthday": born,
                    "opening_spend": spent,
                    "joined_on": date(2026, 1, 1 + at % 3),
                }
                for at, (name, born, spent) in enumerate(rows)
            ],
        )
        query = Query(Member, BOSS, filter={"name": {"contains": text}} if text else {}, sort=sort or ["joined_on"])
        wanted = [row.id for row in _plain([row for row in made if text in row.name], sort or ["joined_on"])]
        offsets = [row["id"] for at in range(0, len(rows) + 1, size) for row in query.rows(at, size)]
        assert offsets == wanted == _by_keys(query, size) and query.count() == len(wanted)
        raise Rolled


def _by_keys(query: Query, size: int) -> list[int]:
    ids: list[int] = []
    while block := query.rows(limit=size, after=ids[-1]) if ids else query.rows(limit=size):
        ids += [row["id"] for row in block]
    return ids


def _plain(rows: list, sort: list[str]) -> list:
    """Python's stable sort, one key after the other from the last, blanks put last each time."""
    rows = sorted(rows, key=lambda row: row.id, reverse=sort[0].startswith("-"))
    for name in reversed(sort):
        bare = name.removeprefix("-")
        full = [row for row in rows if getattr(row, bare) is not None]
        full.sort(key=lambda row, bare=bare: getattr(row, bare), reverse=name.startswith("-"))
        rows = full + [row for row in rows if getattr(row, bare) is None]
    return rows
