"""Groups of conditions in one another: what they mean, how large they may be, and that nobody asks by what he doesn't see."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.kit import system
from models.kit.ask.filters import kept, named
from models.kit.ask.query import BadQuery, Query
from models.kit.ask.spans import span_of
from models.kit.clock import today
from models.kit.write.writes import changes
from models.members import Member
from tests.conftest import person

BOSS = system("tests")
NAMES = ["王一", "李静", "a%b", "A_b"]
DAYS = [date(2026, 1, day) for day in (1, 2, 3)]
SPENT = [Decimal("0"), Decimal("1.50"), Decimal("20")]


@pytest.fixture
def many(stores):
    """Members in every mixture of a few values, and the empty one, with what they hold by id."""
    shops = [stores["锦江一店"], stores["武侯一店"], None]
    held = [
        {
            "name": name,
            "birthday": born,
            "opening_spend": spent,
            "home_store": shops[at % 3],
            "consent": [True, False, None][at % 3],
        }
        for at, (name, born, spent) in enumerate(
            (n, b, s) for n in NAMES for b in [*DAYS, None] for s in [*SPENT, None]
        )
    ]
    with changes(who=BOSS) as c:
        rows = c.add(
            Member, [{"card_no": f"{at:04d}", "joined_on": DAYS[at % 3], **row} for at, row in enumerate(held)]
        )
    return {
        row.id: {**values, "joined_on": DAYS[at % 3]} for at, (row, values) in enumerate(zip(rows, held, strict=True))
    }


def matching(filter, who=BOSS) -> set[int]:
    return set(Query(Member, who, filter).ids())


# By hand ----------------------------------------------------------------------------------------------------------------


def test_any_and_all_hold_in_one_another_and_beside_the_columns(many):
    filter = {
        "name": {"in": ["王一", "李静"]},
        "or": [
            {"birthday": {"empty": True}},
            {"and": [{"opening_spend": {"ge": "1.5"}}, {"birthday": {"le": "2026-01-01"}}]},
        ],
    }
    assert matching(filter) == {
        id
        for id, row in many.items()
        if row["name"] in ("王一", "李静")
        and (row["birthday"] is None or ((row["opening_spend"] or 0) >= Decimal("1.5") and row["birthday"] <= DAYS[0]))
    }


def test_one_column_may_be_asked_twice_in_a_group(many):
    filter = {"or": [{"name": {"starts": "王"}}, {"name": {"contains": "%"}}]}
    assert {many[id]["name"] for id in matching(filter)} == {"王一", "a%b"}
    assert (
        Query(Member, BOSS, filter).count() == len(matching(filter))
        and Query(Member, BOSS, filter).sums()["points"] == 0
    )


def test_groups_without_conditions_ask_for_nothing(many):
    for nothing in (
        {"or": []},
        {"and": []},
        {"or": [{}]},
        {"or": [{"name": {"eq": "王一"}}, {}]},
        {"and": [{"or": []}, {}]},
    ):
        assert matching(nothing) == set(many)


def test_mine_is_the_asking_persons_own_store_and_lacks_is_the_rest_of_contains(many, stores):
    chen = person("Chen", "operations_manager", 8, store_id=stores["锦江一店"])
    own = {id for id, row in many.items() if row["home_store"] == stores["锦江一店"]}
    assert matching({"home_store": {"mine": True}}, chen) == own
    assert matching({"home_store": {"mine": False}}, chen) == set(many) - own
    assert matching({"home_store": {"mine": True}}) == set() and matching({"home_store": {"mine": False}}) == set(many)
    assert matching({"home_store": {"lacks": "锦江"}}) == set(many) - own
    with pytest.raises(BadQuery):
        matching({"name": {"mine": True}})


# Against a plain model -----------------------------------------------------------------------------------------------------


def _picked(values):
    return st.lists(st.sampled_from([*values, None]), min_size=1, max_size=3)


EVEN, ORDERED = ["eq", "ne"], ["lt", "le", "gt", "ge"]


def _leaf(name, ops, values):
    return st.builds(lambda op, value: {name: {op: value}}, st.sampled_from(ops), values)


LEAVES = st.one_of(
    _leaf("name", [*EVEN, "contains", "lacks", "starts"], st.sampled_from([*NAMES, "a", "%", "静"])),
    _leaf("birthday", [*EVEN, *ORDERED], st.sampled_from([day.isoformat() for day in DAYS])),
    _leaf("opening_spend", [*EVEN, *ORDERED], st.sampled_from(list(map(str, SPENT)))),
    _leaf("birthday", ["in", "not_in"], _picked([day.isoformat() for day in DAYS])),
    *(_leaf(name, ["empty"], st.booleans()) for name in ("birthday", "opening_spend", "home_store")),
    _leaf("consent", EVEN, st.booleans()),
    _leaf("joined_on", ORDERED, st.just("=birthday")),
    _leaf("joined_on", ["span"], st.sampled_from(["year", "last_year", "days-30", "today"])),
)
TREES = st.recursive(
    LEAVES,
    lambda trees: (
        st.builds(
            lambda name, parts: {name: parts}, st.sampled_from(["and", "or"]), st.lists(trees, min_size=1, max_size=3)
        )
        | st.builds(
            lambda leaf, name, parts: {**leaf, name: parts},
            LEAVES,
            st.sampled_from(["and", "or"]),
            st.lists(trees, min_size=1, max_size=3),
        )
    ),
    max_leaves=8,
)
ORDERS = {"lt": lambda a, b: a < b, "le": lambda a, b: a <= b, "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b}


def holds(row: dict, filter: dict) -> bool:
    """The same filter, as one would say it of one row."""
    return all(
        (all if name == "and" else any)(holds(row, part) for part in asked)
        if name in ("and", "or")
        else all(fits(row, name, op, value) for op, value in asked.items())
        for name, asked in filter.items()
    )


def fits(row: dict, name: str, op: str, value) -> bool:
    mine = row[name]
    if op == "empty":
        return (mine is None) == value
    if op == "span":
        span = span_of(value, today())
        return span.first <= mine <= span.last
    if op in ("in", "not_in"):
        return ((mine and mine.isoformat()) in value) == (op == "in")
    if op in ("contains", "lacks", "starts"):
        text = (mine or "").lower()
        inside = text.startswith(value.lower()) if op == "starts" else value.lower() in text
        return inside != (op == "lacks")
    other = row[value[1:]] if isinstance(value, str) and value.startswith("=") else Member.fields()[name].parse(value)
    if op in ("eq", "ne"):
        return (mine == other) == (op == "eq")
    return mine is not None and other is not None and ORDERS[op](mine, other)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TREES)
def test_any_tree_finds_what_a_plain_reading_of_it_finds(many, tree):
    wanted = {id for id, row in many.items() if holds(row, tree)}
    query = Query(Member, BOSS, tree)
    assert set(query.ids()) == wanted and query.count() == len(wanted)
    assert set(query.among(list(many))) == wanted


# What may be asked ----------------------------------------------------------------------------------------------------------


def deep(inner: dict, times: int) -> dict:
    return inner if not times else {"or": [deep(inner, times - 1)]}


@pytest.mark.parametrize(
    ("filter", "said"),
    [
        ({"or": {"name": {"eq": "x"}}}, "一组条件"),
        ({"or": ["x"]}, "格式不对"),
        (deep({"name": {"eq": "x"}}, 6), "最多嵌套 5 层"),
        ({"or": [{"name": {"eq": "x"}}] * 41}, "最多 40 个"),
        ({"and": [{"or": [{"name": {"eq": "x"}}] * 40}] * 3}, "最多 100 个"),
        ({"and": [{"name": {"in": ["x"] * 1500}}, {"or": [{"name": {"in": ["x"] * 1500}}]}]}, "格式不对"),
        ({"or": [{"salary": {"eq": 1}}]}, "没有“salary”"),
        ({"or": [{"and": [{"name": {"gt": "x"}}]}]}, "不支持"),
        ({"or": [{"birthday": {"ge": "soon"}}]}, "筛选条件不对"),
    ],
)
def test_a_tree_that_makes_no_sense_is_refused_with_the_reason(db, filter, said):
    with pytest.raises(BadQuery) as wrong:
        Query(Member, BOSS, filter)
    assert said in wrong.value.text.zh and wrong.value.text.en


@pytest.mark.parametrize(
    "leaf", [{"phone": {"contains": "0003"}}, {"phone": {"lacks": "0003"}}, {"joined_on": {"gt": "=birthday"}}]
)
def test_a_masked_column_is_no_way_to_its_values_at_any_depth(many, bo, leaf):
    for times in (1, 5):
        with pytest.raises(BadQuery):
            Query(Member, bo, deep(leaf, times))
        with pytest.raises(BadQuery):
            Query(Member, bo, {"and": [{"name": {"eq": "王一"}}, deep(leaf, times - 1)]})


def test_the_columns_a_tree_names_are_known_and_what_is_out_of_sight_counts_as_met():
    tree = {"a": {"gt": "=b"}, "or": [{"c": {"eq": 1}}, {"and": [{"d": {"eq": 1}}, {"e": {"lt": "=f"}}]}]}
    assert named(tree) == set("abcdef")
    assert kept(tree, lambda names: True) == tree
    assert kept(tree, lambda names: "b" not in names) == {"or": tree["or"]}
    assert kept(tree, lambda names: "c" not in names) == {"a": {"gt": "=b"}}, "any would do, and one of them is met"
    assert kept(tree, lambda names: "f" not in names)["or"] == [{"c": {"eq": 1}}, {"and": [{"d": {"eq": 1}}]}]
