"""Rows that an export names are recognised when it comes back; nobody else's number means anything here."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from models.kit.ask import marks
from models.kit.ask.marks import MARK, mark_of
from models.kit.ask.naming import Naming
from models.kit.declare.access import Grant
from models.kit.incoming.incoming import Incoming
from models.kit.write.edits import edit
from models.members import Member
from models.members.follow_ups import MemberFollowUp


def add(record, who, *rows) -> list[int]:
    done = edit(record, [{"id": None, "set": row} for row in rows], who=who)
    assert done.state == "applied", done.wire("zh")
    return [row["id"] for row in done.rows]


@pytest.fixture
def two(boss, stores) -> list[int]:
    """Two members of one name, in two stores."""
    return add(
        Member,
        boss,
        {"card_no": "M1", "name": "李琴兰", "home_store": "S1"},
        {"card_no": "M2", "name": "李琴兰", "home_store": "S2"},
    )


@pytest.fixture
def talks(boss, two) -> list[int]:
    return add(MemberFollowUp, boss, *({"member": f"M{at}", "topic": "回访"} for at in (1, 2)))


def lines(*rows):
    return list(enumerate(rows, 2))


def faults(report):
    return [(fault.row, fault.field, fault.text.zh) for fault in report.faults]


def test_rows_without_a_key_are_changed_and_not_doubled(boss, talks):
    mark = mark_of("member_follow_up")
    report = Incoming(
        MemberFollowUp,
        lines(*({MARK: mark(id), "topic": topic} for id, topic in zip(talks, ("回访", "生日"), strict=True))),
        boss,
    ).report
    assert (report.unchanged, len(report.new), report.faults) == (1, 0, [])
    assert [(row.id, row.cells) for row in report.changed] == [(talks[1], {"topic": ("回访", "生日")})]
    assert report.notes == []


def test_without_row_numbers_a_type_without_a_key_warns_before_it_doubles(boss, two):
    report = Incoming(MemberFollowUp, lines({"member": "M1", "topic": "回访"}), boss).report
    assert "文件里的 1 行会作为新的行加入，系统里已有、但写得不同的会重复" in report.notes[0].zh


def test_the_row_number_comes_before_the_key_so_that_a_code_can_be_corrected(boss, two):
    mark = mark_of("member")
    report = Incoming(Member, lines({MARK: mark(two[0]), "card_no": "M9"}), boss).report
    assert [(row.id, row.cells) for row in report.changed] == [(two[0], {"card_no": ("M1", "M9")})]
    clash = Incoming(Member, lines({MARK: mark(two[0]), "card_no": "M2"}), boss).report
    assert faults(clash) == [(2, "card_no", "会员卡号“M2”已存在，不能重复")]


@pytest.mark.parametrize(
    "text", ["12", "1", "member-1", "member-1-000000", "visit-1-a1b2c3", "李琴兰", "member-99999999999999999-000000"]
)
def test_what_is_no_row_number_of_this_list_names_no_row(boss, two, text):
    report = Incoming(Member, lines({MARK: text, "card_no": "M1", "name": "改名"}), boss).report
    assert [(row, field) for row, field, _ in faults(report)] == [(2, MARK)]
    assert "不是这里会员的行号" in report.faults[0].text.zh and "请把这格清空" in report.faults[0].text.zh


def test_the_number_of_another_list_or_another_database_is_no_number_here(boss, two, monkeypatch):
    theirs = mark_of("store")(1)
    monkeypatch.setattr(marks, "_birth", lambda: "another")
    other = mark_of("member")(two[0])
    monkeypatch.undo()
    report = Incoming(Member, lines({MARK: theirs, "name": "甲"}, {MARK: other, "name": "乙"}), boss).report
    assert [(row, field) for row, field, _ in faults(report)] == [(2, MARK), (3, MARK)]


def test_the_same_row_twice_is_told_with_the_first(boss, two):
    mark = mark_of("member")(two[0])
    report = Incoming(
        Member, lines({MARK: mark, "name": "甲"}, {MARK: mark, "name": "乙"}, {"card_no": "M1", "name": "丙"}), boss
    ).report
    assert faults(report) == [
        (3, MARK, f"运营台行号“{mark}”与第 2 行重复"),
        (4, "card_no", "会员卡号“M1”与第 2 行重复"),
    ]


def test_a_row_out_of_sight_is_refused_in_the_words_of_one_that_is_gone(boss, chen, two):
    grants = {**chen.grants, "member": Grant("x", "member", "see add edit import", rows="store")}
    chen, mark = replace(chen, grants=MappingProxyType(grants)), mark_of("member")
    asked = [mark(two[1]), mark(4711)]
    report = Incoming(Member, lines(*({MARK: id, "note": "甲"} for id in asked)), chen).report
    assert [text.replace(id, "…") for (_, _, text), id in zip(faults(report), asked, strict=True)] == [
        "没有行号是“…”的会员，可能已被删除；要新增这一行，请把这格清空"
    ] * 2


def test_a_name_that_occurs_twice_goes_out_with_its_code_and_comes_back(boss, two, talks):
    called = Naming()(Member, set(two), boss)
    assert called == {two[0]: "李琴兰（M1）", two[1]: "李琴兰（M2）"}
    report = Incoming(
        MemberFollowUp,
        lines({"member": "李琴兰（M2）", "topic": "换季"}, {"member": "王五（M2）", "topic": "回访"}),
        boss,
    ).report
    assert report.new[0].values["member"] == two[1]
    assert faults(report) == [(3, "member", "会员里没有“王五（M2）”")]


def test_a_name_that_is_somebody_elses_code_is_not_mistaken_for_it(boss, two):
    [third] = add(Member, boss, {"card_no": "M3", "name": "M1"})
    called = Naming()(Member, {third}, boss)
    assert called == {third: "M1（M3）"}
    report = Incoming(MemberFollowUp, lines({"member": called[third], "topic": "回访"}), boss).report
    assert report.new[0].values["member"] == third


def test_a_namesake_out_of_sight_is_not_replaced_by_the_one_in_sight(boss, chen, two, talks):
    sees = {
        **chen.grants,
        "member": Grant("x", "member", "see", rows="store"),
        "member_follow_up": Grant("x", "member_follow_up", "see edit import"),
    }
    chen = replace(chen, grants=MappingProxyType(sees))
    called = Naming()(Member, set(two), chen)
    assert called[two[0]] == "李琴兰" and called[two[1]].startswith("李琴兰（member-")
    report = Incoming(
        MemberFollowUp, lines({MARK: mark_of("member_follow_up")(talks[1]), "member": called[two[1]]}), chen
    ).report
    assert (report.unchanged, report.changed, report.faults) == (1, [], [])
