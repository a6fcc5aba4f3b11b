"""2号 in a file is the 2nd of the month that the file speaks of, whichever month it is read in; a person confirms it."""

import pytest

from exports.incoming import importing
from models.kit import system
from models.organization import Store
from models.stores import StoreDay
from tests.helpers.shop import put

WHO = system("imports")


@pytest.mark.parametrize(
    ("file", "written", "better"),
    [
        ("门店日报2026年11月.csv", "2号", "2026-11-02"),
        ("门店日报_11月.csv", "2日", "2026-11-02"),  # the last such month where no year is said
        ("门店日报2025年2月.csv", "28号", "2025-02-28"),
        ("门店日报.csv", "2号", "2026-12-02"),
        ("门店日报_1月至3月.csv", "2号", "2026-12-02"),
    ],
)
def test_a_day_without_a_month_is_proposed_as_one_of_the_file_s_month(db, clock, tmp_path, file, written, better):
    clock("2026-12-05 10:00")
    put(Store, code="S1", name="锦江一店")
    path = tmp_path / file
    path.write_text(f"门店,日期,销售额,交易笔数\n锦江一店,{written},100,3\n", encoding="utf-8-sig")
    answer = importing.run(path, file, StoreDay, WHO, options={"dry_run": True}).wire("zh")
    assert [(fault["column"], fault["better"]) for fault in answer["faulty"]] == [("日期", better)]


def test_the_same_file_a_month_later_is_of_the_month_in_which_it_comes(db, clock, tmp_path):
    put(Store, code="S1", name="锦江一店")
    path = tmp_path / "门店日报.csv"
    path.write_text("门店,日期,销售额,交易笔数\n锦江一店,2号,100,3\n", encoding="utf-8-sig")
    for now, better in (("2026-11-30 10:00", "2026-11-02"), ("2026-12-01 10:00", "2026-12-02")):
        clock(now)
        answer = importing.run(path, path.name, StoreDay, WHO, options={"dry_run": True}).wire("zh")
        assert [fault["better"] for fault in answer["faulty"]] == [better]


def test_a_day_that_the_month_has_not_is_none(db, clock, tmp_path):
    clock("2026-12-05 10:00")
    put(Store, code="S1", name="锦江一店")
    path = tmp_path / "2026年11月.csv"
    path.write_text("门店,日期,销售额,交易笔数\n锦江一店,31号,100,3\n", encoding="utf-8-sig")
    answer = importing.run(path, path.name, StoreDay, WHO, options={"dry_run": True}).wire("zh")
    assert "没有“2026-11-31”这一天" in answer["faulty"][0]["message"]
