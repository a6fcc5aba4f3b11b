"""What a filter offers to tick: the values of a column with how often they stand there, as far as the reader sees."""

from datetime import date

import pytest

from models.kit import system
from models.kit.ask import values
from models.kit.ask.query import BadQuery, Query
from models.kit.ask.values import values_of
from models.kit.declare import params
from models.kit.write.writes import changes
from models.members import Member

BOSS = system("tests")
ROWS = [
    ("王小明", "锦江一店", "active", True),
    ("王小明", "锦江一店", "frozen", False),
    ("李静", "武侯一店", "active", None),
    ("单雄信", None, "active", True),
]


@pytest.fixture
def people(stores):
    with changes(who=BOSS) as c:
        c.add(
            Member,
            [
                {
                    "card_no": f"{at:04d}",
                    "name": name,
                    "home_store": stores.get(store),
                    "status": status,
                    "consent": said,
                    "joined_on": date(2026, 1, 1),
                    "phone": f"1380000000{at}",
                }
                for at, (name, store, status, said) in enumerate(ROWS)
            ],
        )


def listed(name, text="", who=BOSS, most=values.MOST, **asked):
    answer = values_of(Query(Member, who, **asked), name, text, most)
    return [(value["text"], value["count"]) for value in answer["values"]]


def test_a_type_with_a_column_called_value_has_its_other_columns_listed_as_well(db):
    codes = {row.code for row in params.Parameter.rows()}
    assert codes == {value["value"] for value in values_of(Query(params.Parameter, BOSS), "code")["values"]} != set()


def test_values_come_with_their_counts_the_most_frequent_first_and_the_empty_one_among_them(people):
    assert listed("name")[0] == ("王小明", 2) and dict(listed("name")) == {"王小明": 2, "单雄信": 1, "李静": 1}
    assert dict(listed("home_store")) == {"锦江一店": 2, "武侯一店": 1, None: 1}
    assert dict(listed("consent")) == {"是": 2, "否": 1, None: 1}
    assert [value["value"] for value in values_of(Query(Member, BOSS), "status")["values"]] == ["active", "frozen"]


def test_counts_follow_the_other_conditions_the_search_and_what_was_changed(people, stores):
    assert [count for _, count in listed("status", filter={"consent": {"eq": True}})] == [2]
    assert listed("name", search="0002") == [("李静", 1)]
    with changes(who=BOSS) as c:
        c.add(Member, [{"card_no": "9", "name": "王小明", "joined_on": date(2026, 1, 1)}])
    assert listed("name")[0] == ("王小明", 3)


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("name", "小明", {"王小明"}),
        ("name", "wxm", {"王小明"}),
        ("name", "shanxiong", {"单雄信"}),
        ("name", "%", set()),
        ("home_store", "jinjiang", {"锦江一店"}),
        ("home_store", "武侯", {"武侯一店"}),
        ("status", "dongjie", {"冻结"}),
        ("status", "froz", {"冻结"}),
        ("card_no", "0002", {"0002"}),
        ("points", "0", {"0"}),
    ],
)
def test_values_are_found_by_what_they_are_called_and_by_pinyin(people, name, text, wanted):
    assert {text for text, _ in listed(name, text)} == wanted


def test_a_list_is_bounded_and_says_when_there_are_more(people, monkeypatch):
    answer = values_of(Query(Member, BOSS), "card_no", most=3)
    assert len(answer["values"]) == 3 and answer["more"] and not answer["partly"]
    assert not values_of(Query(Member, BOSS), "card_no", most=4)["more"]
    monkeypatch.setattr(values, "LONGEST_COUNT", 2)
    answer = values_of(Query(Member, BOSS), "name")
    assert answer["partly"] and sum(value["count"] for value in answer["values"]) == 2
    assert not values_of(Query(Member, BOSS), "status")["partly"], "a few options are counted whole"
    assert not values_of(Query(Member, BOSS), "name", "李")["partly"]


def test_only_the_readers_own_rows_are_counted_and_no_masked_column_is_listed(people, chen, bo):
    assert dict(listed("home_store", who=chen)) == {"锦江一店": 2} and listed("name", who=chen) == [("王小明", 2)]
    for name in ("phone", "nonsense", "birthday", None, ["name"]):
        with pytest.raises(BadQuery):
            listed(name, who=bo)


@pytest.mark.parametrize("name", ["note", "birthday", "opening_spend", "interests"])
def test_what_is_different_in_every_row_has_no_list(people, name):
    with pytest.raises(BadQuery) as wrong:
        listed(name)
    assert "列表" in wrong.value.text.zh
