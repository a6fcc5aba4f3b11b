"""Rows in groups as one list of lines: counts, sums and means, folding, days in steps, and only what the reader sees."""

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.kit import system
from models.kit.ask import groups
from models.kit.ask.groups import MARK, Groups
from models.kit.ask.query import BadQuery, Query
from models.kit.write.writes import changes
from models.members import Member, Purchase
from pages.api.blocks import block

BOSS = system("tests")
DAYS = [date(2025, 12, 29), date(2026, 1, 4), date(2026, 1, 5), date(2026, 3, 31), date(2026, 4, 1), None]
AMOUNTS = ["1.00", "2.50", "10.00"]


@pytest.fixture
def many(stores):
    """Sixty members over two stores and none, six birthdays and one status or another; what each holds, by id."""
    held = [
        {
            "home_store": [stores["锦江一店"], stores["武侯一店"], None][at % 3],
            "birthday": DAYS[at % 6],
            "status": ["active", "frozen"][at % 4 == 0],
            "opening_spend": Decimal(AMOUNTS[at % 3]) if at % 5 else None,
        }
        for at in range(60)
    ]
    with changes(who=BOSS) as c:
        rows = c.add(
            Member,
            [
                {"card_no": f"{at:04d}", "name": f"会员{at}", "joined_on": date(2026, 1, 1), **row}
                for at, row in enumerate(held)
            ],
        )
    return {row.id: values for row, values in zip(rows, held, strict=True)}


def lines(group, folds=None, who=BOSS, record=Member, **asked):
    return Groups(Query(record, who, **asked), group, folds)


def outline(groups: Groups) -> list:
    return [(line[MARK]["text"], line[MARK]["count"]) if MARK in line else line["id"] for line in groups.rows(0, 500)]


def heads(groups: Groups) -> list[tuple[str | None, int]]:
    return [line for line in outline(groups) if isinstance(line, tuple)]


def test_each_group_is_a_line_with_its_count_before_its_rows_and_what_has_no_value_comes_last(many, stores):
    shown = outline(lines(["home_store"], sort=["id"]))
    by_store = {
        store: [id for id, row in many.items() if row["home_store"] == stores.get(store)]
        for store in ("锦江一店", "武侯一店", None)
    }
    expected = [line for store, ids in by_store.items() for line in ((store, len(ids)), *ids)]
    assert shown == expected and lines(["home_store"]).lines == 63
    assert heads(lines(["-home_store"])) == [("武侯一店", 20), ("锦江一店", 20), (None, 20)]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("day", ["2025-12-29", "2026-01-04", "2026-01-05", "2026-03-31", "2026-04-01", None]),
        ("week", ["2026-W01", "2026-W02", "2026-W14", None]),
        ("month", ["2025-12", "2026-01", "2026-03", "2026-04", None]),
        ("quarter", ["2025-Q4", "2026-Q1", "2026-Q2", None]),
        ("year", ["2025", "2026", None]),
    ],
)
def test_days_are_grouped_in_steps_and_every_row_lies_in_its_step(many, step, expected):
    groups = lines([f"birthday:{step}"])
    assert [text for text, _ in heads(groups)] == expected and sum(count for _, count in heads(groups)) == 60
    assert len(groups.rows(0, 500)) == groups.lines == 60 + len(expected)
    here = None
    for line in groups.rows(0, 500):
        here = line[MARK]["text"] if MARK in line else here
        if MARK not in line and step in ("month", "year"):
            assert (line["birthday"] or "")[: len(here or "")] == (here or "")


def test_moments_belong_to_the_day_of_the_business(many, stores):
    with changes(who=BOSS) as c:
        c.add(
            Purchase,
            [
                {
                    "receipt_no": f"R{at}",
                    "member": next(iter(many)),
                    "store": stores["锦江一店"],
                    "amount": Decimal(1),
                    "purchased_at": at_,
                }
                for at, at_ in enumerate([datetime(2026, 3, 31, 15, 59), datetime(2026, 3, 31, 16, 0)])
            ],
        )
    groups = lines(["purchased_at:month"], record=Purchase)
    assert heads(groups) == [("2026-03", 1), ("2026-04", 1)] and len(groups.rows()) == 4


def test_groups_of_three_levels_add_up(many):
    block = lines(["home_store", "status", "birthday:year"]).rows(0, 500)
    for depth in (1, 2, 3):
        assert sum(line[MARK]["count"] for line in block if MARK in line and len(line[MARK]["path"]) == depth) == 60


def test_groups_carry_sums_under_their_columns_and_means_of_what_is_filled_in(many, stores):
    bought = [("锦江一店", "1.00"), ("锦江一店", "2.50"), ("武侯一店", "10.01"), ("锦江一店", "0.01")]
    with changes(who=BOSS) as c:
        c.add(
            Purchase,
            [
                {"receipt_no": f"R{at}", "member": next(iter(many)), "store": stores[store], "amount": Decimal(amount)}
                for at, (store, amount) in enumerate(bought)
            ],
        )
    by_text = {line[MARK]["text"]: line for line in lines(["store"], {"shut": True}, record=Purchase).rows()}
    assert {text: line["amount"] for text, line in by_text.items()} == {"锦江一店": "3.51", "武侯一店": "10.01"}
    assert {text: line[MARK]["means"]["amount"] for text, line in by_text.items()} == {
        "锦江一店": "1.17",
        "武侯一店": "10.01",
    }
    assert by_text["锦江一店"].keys() - {"id", MARK} == Query(Purchase, BOSS).sums().keys()


def test_rows_are_numbered_among_all_rows_whatever_groups_stand_between_them_or_are_folded(many, stores):
    groups = lines(["home_store", "status"], sort=["id"])
    shown = [line["id"] for line in groups.rows(0, 500) if MARK not in line]
    assert [groups.numbers[id] for id in shown] == list(range(1, 61))
    groups.rows(30, 10)
    assert list(groups.numbers.values()) == [shown.index(id) + 1 for id in groups.numbers], "of the block alone"
    folded = lines(["home_store"], {"but": [[stores["锦江一店"]]]})
    folded.rows(0, 5)
    assert list(folded.numbers.values()) == [21, 22, 23], "the rows of a folded group count"


def test_a_block_of_groups_tells_the_means_of_all_rows_beside_their_sums(many, stores):
    with changes(who=BOSS) as c:
        store, member = stores["锦江一店"], next(iter(many))
        bought = [{"receipt_no": f"R{at}", "member": member, "store": store, "amount": Decimal(at)} for at in (1, 2, 4)]
        c.add(Purchase, bought)
    answer = block(Purchase, BOSS, {"group": ["store"]})
    assert (answer["means"]["amount"], answer["sums"]["amount"]) == ("2.33", "7.00")
    assert [answer["numbers"][str(row["id"])] for row in answer["rows"] if MARK not in row] == [1, 2, 3]
    nothing = block(Purchase, BOSS, {"group": ["store"], "search": "no such receipt"})
    assert not nothing["rows"] and not any(nothing["means"].values())


def test_what_is_folded_takes_one_line_and_its_rows_are_out_of_the_range(many, stores):
    path = [stores["锦江一店"]]
    groups = lines(["home_store"], {"but": [path]})
    assert groups.lines == 43 and outline(groups)[:2] == [("锦江一店", 20), ("武侯一店", 20)]
    assert not groups.rows()[0][MARK]["open"] and groups.rows()[1][MARK]["open"]
    shut = lines(["home_store", "status"], {"shut": True})
    assert shut.lines == 3 and len(shut.rows()) == 3
    inside = lines(["home_store", "status"], {"shut": True, "but": [path]})
    assert [text for text, _ in heads(inside)][0] == "锦江一店" and inside.lines == 5


def test_ids_of_a_stretch_of_lines_are_those_of_its_rows(many):
    groups = lines(["home_store", "status"], {"but": [[None]]})
    block = groups.rows(0, 500)
    for first, count in ((0, 1), (1, 7), (20, 30), (0, 100)):
        assert groups.ids(first, count) == [line["id"] for line in block[first : first + count] if MARK not in line]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_block_is_cut_out_of_what_a_plain_grouping_says(many, data):
    keys = data.draw(
        st.lists(st.sampled_from(["home_store", "birthday:month", "status"]), min_size=1, max_size=3, unique=True)
    )
    keys = [data.draw(st.sampled_from(["", "-"])) + key for key in keys]
    groups = lines(keys, {"shut": data.draw(st.booleans())}, sort=["-opening_spend", "id"])
    whole = groups.rows(0, 500)
    first, count = data.draw(st.integers(0, 70)), data.draw(st.integers(1, 40))
    assert groups.rows(first, count) == whole[first : first + count] and len(whole) == groups.lines
    plain = defaultdict(int)
    for row in many.values():
        plain[tuple(_plain(row, key) for key in keys)] += 1
    deepest = {
        tuple(line[MARK]["path"]): line[MARK]["count"]
        for line in whole
        if MARK in line and len(line[MARK]["path"]) == len(keys)
    }
    assert not deepest or deepest == plain


def _plain(row: dict, key: str):
    name = key.lstrip("-").partition(":")[0]
    return row[name] and row[name].isoformat()[:7] if name == "birthday" else row[name]


def test_groups_follow_the_filter_and_every_change(many):
    asked = {"filter": {"status": {"eq": "frozen"}}}
    assert sum(count for _, count in heads(lines(["home_store"], **asked))) == 15
    with changes(who=BOSS) as c:
        c.update(Member, next(id for id, row in many.items() if row["status"] == "active"), status="frozen")
    assert sum(count for _, count in heads(lines(["home_store"], **asked))) == 16


def test_only_the_readers_own_rows_are_grouped_and_no_masked_column_groups_them(many, chen, bo):
    assert heads(lines(["home_store"], who=chen)) == [("锦江一店", 20)]
    for asked in (["phone"], ["birthday:month"]):
        with pytest.raises(BadQuery):
            lines(asked, who=bo)


@pytest.mark.parametrize(
    "asked",
    [
        "home_store",
        [],
        ["note"],
        ["interests"],
        ["nonsense"],
        ["status:month"],
        ["birthday:hour"],
        ["status", "status"],
        [1],
        ["status", "birthday", "home_store", "name"],
    ],
)
def test_groups_that_make_no_sense_are_refused_in_words(many, asked):
    with pytest.raises(BadQuery) as wrong:
        lines(asked)
    assert wrong.value.text.zh and wrong.value.text.en


@pytest.mark.parametrize("folds", [[], {"shut": 1}, {"but": [1]}, {"but": [[1]] * 2001}])
def test_folds_that_make_no_sense_are_refused(many, folds):
    with pytest.raises(BadQuery):
        lines(["home_store"], folds)


def test_too_many_groups_are_refused_with_the_remedy(many, monkeypatch):
    monkeypatch.setattr(groups, "MOST_GROUPS", 50)
    with pytest.raises(BadQuery) as wrong:
        lines(["name"])
    assert "超过 50 组" in wrong.value.text.zh and "按月" in wrong.value.text.zh
