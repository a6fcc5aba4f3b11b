"""Texts out of another list are understood as a cell would understand them; what is in no row is named."""

import pytest

from models.kit.ask.meant import MOST, meant
from models.kit.ask.query import BadQuery, Query
from models.kit.write.edits import edit
from models.members import Member


@pytest.fixture
def members(stores, boss):
    rows = [
        {
            "card_no": f"MT{n}",
            "name": name,
            "phone": f"1380000000{n}",
            "joined_on": f"2026-01-0{n + 1}",
            "status": state,
        }
        | {"home_store": store, "opening_spend": f"{n}000"}
        for n, (name, state, store) in enumerate(
            [("王一", "active", "锦江一店"), ("王二", "active", "锦江一店"), ("李三", "left", "武侯一店")]
        )
    ]
    assert edit(Member, [{"id": None, "set": row} for row in rows], who=boss).state == "applied"
    return stores


@pytest.mark.parametrize(
    "name, texts, values, missing",
    [
        ("name", ["王一", " 李三 ", "王一", "", "赵四"], ["王一", "李三"], ["赵四"]),
        ("phone", ["138 0000 0000", "13800000002", "12"], ["13800000000", "13800000002"], ["12"]),
        ("opening_spend", ["¥1,000.00", "2000", "7", "很多"], ["1000.00", "2000.00"], ["7", "很多"]),
        ("joined_on", ["2026年1月1日", "2026/1/3", "2026-02-30"], ["2026-01-01", "2026-01-03"], ["2026-02-30"]),
        ("status", ["正常", "退会", "冻结"], ["active", "left"], ["冻结"]),
    ],
)
def test_texts_are_read_as_their_column_reads_them(members, boss, name, texts, values, missing):
    answer = meant(Query(Member, boss), name, texts)
    assert [value["value"] for value in answer["values"]] == values
    assert answer["missing"] == missing


def test_links_go_by_any_of_their_names_and_are_told_by_their_title(members, boss):
    answer = meant(Query(Member, boss), "home_store", ["S1", "武侯一店", "天上一店"])
    assert answer["values"] == [
        {"value": members["锦江一店"], "text": "锦江一店"},
        {"value": members["武侯一店"], "text": "武侯一店"},
    ]
    assert answer["missing"] == ["天上一店"]
    narrowed = Query(Member, boss, {"status": {"eq": "active"}})
    assert meant(narrowed, "home_store", ["武侯一店"])["missing"] == ["武侯一店"]


def test_who_sees_less_finds_less_and_what_is_no_question_is_refused(members, boss, chen):
    assert meant(Query(Member, chen), "name", ["王一", "李三"])["missing"] == ["李三"]
    with pytest.raises(BadQuery):
        meant(Query(Member, chen), "id", ["1"])
    for wrong in (None, "王一", [1], ["x"] * (MOST + 1)):
        with pytest.raises(BadQuery):
            meant(Query(Member, boss), "name", wrong)
