"""Days without a year, with two figures of it, or as a word: one meaning in grid, form, filter and import, or a question."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.incoming import importing
from models.kit import DayField, MomentField, MonthField, Refused
from models.kit.ask.query import BadQuery, Query
from models.kit.incoming.incoming import Incoming
from models.kit.shortened import NEAR
from models.kit.write.edits import edit
from models.members import Member
from tests.helpers.shop import source_at

CASES = json.loads((Path(__file__).parent.parent / "web" / "days.json").read_text("utf-8"))
DAY, MOMENT, MONTH = DayField("日期", "Day"), MomentField("时间", "Time"), MonthField("月份", "Month")


def entered(item, written):
    try:
        return item.enter(written)
    except Refused as refused:
        return refused.text.zh


@pytest.mark.parametrize(("now", "written", "day"), CASES, ids=[f"{written} on {now}" for now, written, _ in CASES])
def test_a_shortened_day_means_on_the_server_what_it_means_while_it_is_typed(clock, now, written, day):
    clock(f"{now} 10:00")
    answer = entered(DAY, written)
    assert str(answer) == day if day else isinstance(answer, str)


@pytest.mark.parametrize(
    ("item", "written", "value"),
    [
        (DAY, "十一月五日", date(2026, 11, 5)),
        (DAY, "5 Nov", date(2026, 11, 5)),
        (DAY, "Nov 5th", date(2026, 11, 5)),
        (DAY, "11月5日 星期四", date(2026, 11, 5)),
        (DAY, "11–5", date(2026, 11, 5)),
        (MOMENT, "11-5 15:30", datetime(2026, 11, 5, 7, 30)),
        (MOMENT, "11月5日下午3点", datetime(2026, 11, 5, 7, 0)),
        (MOMENT, "昨天 8:30", datetime(2026, 11, 29, 0, 30)),
        (MONTH, "7月", "2026-07"),
        (MONTH, "十一月份", "2026-11"),
    ],
)
def test_other_writings_and_times_are_completed_alike(clock, item, written, value):
    clock("2026-11-30 10:00")
    assert item.enter(written) == value
    with pytest.raises(Refused):
        item.parse(written)  # what was written long ago has no today


def test_near_the_turn_of_the_year_both_days_are_named(clock):
    clock("2027-01-03 10:00")
    assert entered(DAY, "12-30") == "“12-30”没有写年份，可能是 2026-12-30，也可能是 2027-12-30；请写上年份"
    with pytest.raises(Refused) as asked:
        MOMENT.enter("12-30 8:30")
    assert asked.value.better == "2026-12-30 8:30"
    assert entered(MONTH, "12月") == "“12月”没有写年份，可能是 2026-12，也可能是 2027-12；请写上年份"


@given(now=st.dates(date(2025, 1, 1), date(2031, 12, 31)), day=st.dates(date(2025, 1, 1), date(2031, 12, 31)))
def test_what_is_taken_without_asking_is_this_years_or_the_only_day_near(now, day):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("models.kit.clock.source", source_at(f"{now} 10:00"))
        taken = entered(DAY, f"{day.month}-{day.day}")
    if isinstance(taken, date):
        assert (taken.month, taken.day) == (day.month, day.day)
        assert taken.year == now.year or abs(taken - now) <= NEAR


def test_grid_and_filter_take_it_and_an_import_asks_first(clock, boss, db):
    clock("2026-11-30 10:00")
    done = edit(Member, [{"id": None, "set": {"card_no": "UB001", "name": "王小明", "birthday": "5月6日"}}], who=boss)
    assert done.rows[0]["birthday"] == "2026-05-06"
    edit(Member, [{"id": None, "set": {"card_no": "UB002", "name": "李雷", "birthday": "2026-05-07"}}], who=boss)
    assert [row["name"] for row in Query(Member, boss, {"birthday": {"le": "5/6"}}).rows()] == ["王小明"]
    with pytest.raises(BadQuery, match="2026-02-01 or 2027-02-01"):
        Query(Member, boss, {"birthday": {"le": "2-1"}})
    [fault] = Incoming(Member, [(2, {"card_no": "UB003", "name": "韩梅", "birthday": "3月1日"})], boss).report.faults
    assert (fault.better, "可能是 2026-03-01，也可能是 2027-03-01" in fault.text.zh) == ("2026-03-01", True)
    [fault] = Incoming(Member, [(2, {"card_no": "UB003", "name": "韩梅", "birthday": "6月1日"})], boss).report.faults
    assert (fault.better, "是不是 2026-06-01" in fault.text.zh) == ("2026-06-01", True)


def test_a_year_that_the_file_names_is_proposed_and_not_taken(clock, boss, db, tmp_path):
    path = tmp_path / "2025年会员.csv"
    path.write_text("会员卡号,姓名,生日\nUB003,韩梅,3月1日\nUB004,李雷,2月29日\n", encoding="utf-8-sig")
    answer = importing.run(path, path.name, Member, boss, options={"dry_run": True}).wire("zh")
    assert [(fault["row"], fault.get("better")) for fault in answer["faulty"]] == [(2, "2025-03-01"), (3, None)]
