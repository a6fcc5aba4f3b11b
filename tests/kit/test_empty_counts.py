"""What occurs once does so where some of it is empty, too: an empty field is a value like any other, whatever a database thinks of NULL."""

import pytest

from exports.incoming.importing import run
from models import house
from models.department import Budget
from models.kit.write.edits import edit
from models.logistics import NearExpiryRule
from models.weekly import FigureTarget
from tests.helpers.door import change, made, new, said

# Sets that rows stand outside of while these are empty: a result is of a store or of a person, a movement has no number of a
# line until its document gives it one, and what the design calls a thing is made of its name.
OUTSIDE = {
    ("commission_result", "store"),
    ("commission_result", "employee"),
    ("stock_movement", "no"),
    ("stock_movement", "line"),
    ("design_choice", "code"),
    ("design_option", "code"),
    ("design_step", "name"),
}


def gaps() -> list[tuple]:
    """Every optional field of every combination that occurs once."""
    return [
        (record, names, name)
        for record in house().records.values()
        for names in record.unique_sets()
        for name in names
        if len(names) > 1 and record.fields()[name].null
    ]


def test_every_combination_counts_what_is_empty_but_for_those_that_say_otherwise(db):
    outside = {
        (record.key(), name)
        for record, names, name in gaps()
        if not record.facts().excludes(names, tuple(None if each == name else 1 for each in names))
    }
    assert outside == OUTSIDE
    assert len(gaps()) > 20


TARGET = {"metric": "store_sales", "starts_on": "2026-11-02", "value": 1}
SECONDS = [
    (
        Budget,
        {"month": "2026-11", "category": "gifts", "amount": 1},
        "礼品（门店、部门为空）的月份“2026-11”已存在，不能重复",
    ),
    (NearExpiryRule, {"shelf_life_from": 77, "days_before": 3}, "商品类别为空的保质期不少于（天）“77”已存在，不能重复"),
    (FigureTarget, TARGET, "门店销售额（门店为空）的起用日期“2026-11-02”已存在，不能重复"),
]


@pytest.mark.parametrize(("record", "values", "message"), SECONDS)
def test_a_second_row_that_leaves_the_same_empty_is_refused_and_says_what_is_empty(boss, record, values, message):
    made(record, boss, **values)
    assert [(at, text) for at, _, text in said(new(record, boss, values))] == [(0, message)]


@pytest.mark.parametrize(("record", "values", "message"), SECONDS)
def test_two_such_rows_of_one_paste_are_one_too_many(boss, record, values, message):
    [(index, _, text)] = said(new(record, boss, values, values))
    assert index == 1 and "重复出现" in text
    assert list(record.rows(*(getattr(record, name) == value for name, value in values.items()))) == []


def test_what_gives_its_place_up_is_in_nobodys_way_and_another_row_may_be_emptied_into_it(boss):
    first, second = (
        made(FigureTarget, boss, **TARGET),
        made(FigureTarget, boss, **{**TARGET, "starts_on": "2026-11-09"}),
    )
    assert "已存在" in said(change(FigureTarget, boss, second, starts_on="2026-11-02"))[0][2]
    swapped = [{"id": first, "set": {"starts_on": "2026-11-09"}}, {"id": second, "set": {"starts_on": "2026-11-02"}}]
    assert edit(FigureTarget, swapped, who=boss).state == "applied"
    assert edit(FigureTarget, [], who=boss, delete=[first]).state == "applied"
    assert change(FigureTarget, boss, second, starts_on="2026-11-09").state == "applied"


def test_two_lines_of_a_file_that_leave_the_same_empty_repeat_each_other(boss, tmp_path):
    path = tmp_path / "rules.csv"
    path.write_text("保质期不少于（天）,到期前（天）\n77,3\n77,4\n", encoding="utf-8")
    done = run(path, path.name, NearExpiryRule, boss)
    assert done.outcome is None or done.outcome.state != "applied"
    assert not NearExpiryRule.rows(NearExpiryRule.shelf_life_from == 77)
