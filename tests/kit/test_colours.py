"""Colour rules: which rows of a block meet which condition, the ends of numbers, and nothing of what the reader doesn't see."""

from datetime import date
from decimal import Decimal

import pytest

from models.kit import system
from models.kit.ask.colours import Colours
from models.kit.ask.query import BadQuery, Query
from models.kit.write.writes import changes
from models.members import Member
from pages.api.routes import block

BOSS = system("tests")
RICH = {"filter": {"opening_spend": {"ge": "100"}}, "tone": "positive", "column": "opening_spend"}
LOST = {"filter": {"or": [{"birthday": {"empty": True}}, {"status": {"in": ["frozen"]}}]}, "tone": "warning"}


@pytest.fixture
def people(stores):
    rows = [
        (Decimal(500), date(1980, 1, 1), "active"),
        (Decimal(5), None, "active"),
        (None, date(1990, 1, 1), "frozen"),
    ]
    with changes(who=BOSS) as c:
        made = c.add(
            Member,
            [
                {
                    "card_no": str(at),
                    "name": f"会员{at}",
                    "joined_on": date(2026, 1, 1),
                    "opening_spend": spent,
                    "birthday": born,
                    "status": status,
                    "home_store": stores["锦江一店"],
                }
                for at, (spent, born, status) in enumerate(rows)
            ],
        )
    return [row.id for row in made]


def test_each_rule_tells_the_rows_of_the_block_that_meet_it(people):
    answer = block(Member, BOSS, {"sort": ["id"], "colours": [RICH, LOST, {"column": "opening_spend", "show": "bar"}]})
    assert answer["colours"] == [people[:1], people[1:], []]
    assert answer["scales"] == {"opening_spend": ["5.00", "500.00"]}
    assert "colours" not in block(Member, BOSS, {})


def test_ends_follow_the_filter_and_rows_in_groups_are_coloured_too(people):
    asked = {
        "filter": {"birthday": {"empty": False}},
        "colours": [RICH, {"column": "opening_spend", "show": "scale"}],
        "group": ["status"],
    }
    answer = block(Member, BOSS, asked)
    assert answer["colours"] == [people[:1], []] and answer["scales"] == {"opening_spend": ["500.00", "500.00"]}
    none = {"filter": {"id": {"eq": 10**6}}, "colours": [{"column": "opening_spend", "show": "bar"}]}
    assert block(Member, BOSS, none)["scales"] == {"opening_spend": [None, None]}


def test_a_rule_by_a_masked_column_is_none(people, bo):
    for rule in (
        {"filter": {"phone": {"contains": "1"}}, "tone": "info"},
        {"filter": {}, "tone": "info", "column": "phone"},
    ):
        with pytest.raises(BadQuery):
            Colours(Query(Member, bo), [rule])


@pytest.mark.parametrize(
    "asked",
    [
        "x",
        [1],
        [{}],
        [{"filter": {}}],
        [{"filter": {}, "tone": "pink"}],
        [{"filter": [], "tone": "info"}],
        [{"column": "name", "show": "bar"}],
        [{"column": "points", "show": "pie"}],
        [{"show": "bar"}],
        [{"filter": {"nonsense": {"eq": 1}}, "tone": "info"}],
        [RICH] * 13,
    ],
)
def test_rules_that_make_no_sense_are_refused_in_words(people, asked):
    with pytest.raises(BadQuery) as wrong:
        Colours(Query(Member, BOSS), asked)
    assert wrong.value.text.zh and wrong.value.text.en
