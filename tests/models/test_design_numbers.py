"""Running numbers: given once in the change that makes a row, never twice; and columns whose values occur only once."""

import threading

import pytest

from exports.incoming import importing
from models import house
from models.design import DesignColumn
from models.kit.ask.query import Query
from models.kit.declare.describe import describe_record
from models.kit.server import database
from models.kit.server.standing import house_if_any
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.kit.write.undo import restore, undo
from models.organization import Store
from tests.helpers import house_before
from tests.helpers.door import change, made, new, said

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def column(who, kind="running", record="store", zh="报修单号", **more) -> str:
    more = {"pattern": "WX{YYYY}{MM}{0000}", "seen_by": "all", **more} if kind == "running" else more
    return DesignColumn.row(made(DesignColumn, who, record_type=record, zh=zh, kind=kind, **more)).name


def store(who, code, **more) -> int:
    return made(Store, who, code=code, name=f"店{code}", **more)


def number(name, id):
    return getattr(Store.row(id), name)


def test_each_new_row_gets_the_next_number_and_a_new_month_begins_anew(boss, clock):
    name = column(boss)
    clock("2026-11-29 10:00")
    assert [number(name, store(boss, code)) for code in ("A", "B")] == ["WX2026110001", "WX2026110002"]
    clock("2026-12-01 10:00")
    assert number(name, store(boss, "C")) == "WX2026120001"


def test_rows_that_were_there_get_theirs_in_the_order_and_by_the_month_in_which_they_were_made(boss, clock):
    made_at = {}
    for at, codes in (("2026-10-31 10:00", "AB"), ("2026-11-02 10:00", "C")):
        clock(at)
        made_at |= {code: store(boss, code) for code in codes}
    name = column(boss)
    numbers = {code: number(name, id) for code, id in made_at.items()}
    assert numbers == {"A": "WX2026100001", "B": "WX2026100002", "C": "WX2026110001"}
    assert number(name, store(boss, "D")) == "WX2026110002"


def test_a_number_is_not_given_again_after_its_row_is_gone_and_comes_back_with_it(boss, clock):
    clock("2026-11-29 10:00")
    name, kept = column(boss, pattern="{00}"), store(boss, "A")
    answer = new(Store, boss, {"code": "B", "name": "乙"})
    gone = answer.rows[0]["id"]
    deleted = edit(Store, [], who=boss, delete=[gone])
    assert number(name, store(boss, "C")) == "03" and number(name, kept) == "01"
    assert undo(deleted.batch, house().records, who=boss).state == "applied" and number(name, gone) == "02"
    taken_back = undo(answer.batch, house().records, who=boss)
    assert taken_back.state == "applied" and number(name, store(boss, "D")) == "04"
    assert undo(taken_back.batch, house().records, who=boss).state == "applied" and number(name, gone) == "02"
    edit(Store, [], who=boss, delete=[gone])
    assert restore(Store, gone, who=boss).state == "applied" and number(name, gone) == "02"


def test_a_row_that_comes_back_from_before_the_column_gets_a_number_too(boss):
    gone = store(boss, "A")
    deleted = edit(Store, [], who=boss, delete=[gone])
    name = column(boss, pattern="{00}")
    assert undo(deleted.batch, house().records, who=boss).state == "applied" and number(name, gone) == "01"


def test_a_file_may_bring_numbers_of_its_own_and_counting_goes_on_behind_them(boss, tmp_path, clock):
    clock("2026-11-29 10:00")
    name = column(boss)
    path = tmp_path / "stores.csv"
    rows = "S1,甲,WX2026110007\nS2,乙,\nS3,丙,旧-12\nS4,丁,WX2026120003\n"
    path.write_text("门店编号,门店名称,报修单号\n" + rows, encoding="utf-8-sig")
    imported = importing.run(path, path.name, Store, boss, options={}).wire("zh")
    assert (imported["new"], imported["faulty"]) == (4, []), imported
    numbers = {row["code"]: row[name] for row in Query(Store, boss).rows()}
    assert numbers == {"S1": "WX2026110007", "S2": "WX2026110008", "S3": "旧-12", "S4": "WX2026120003"}
    clock("2026-12-01 10:00")
    assert number(name, store(boss, "S5")) == "WX2026120004"
    twice = new(Store, boss, {"code": "S6", "name": "己", name: "旧-12"})
    assert twice.state == "refused" and said(twice)[0][1] == name


def test_a_number_that_stands_already_is_passed_over_and_emptying_one_is_refused(boss):
    name = column(boss, pattern="{0}")
    first = store(boss, "A", **{name: "12"})
    assert [number(name, store(boss, f"B{at}")) for at in range(12)] == [*map(str, range(1, 12)), "13"]
    assert said(change(Store, boss, first, **{name: ""})) == [(0, name, "报修单号不能为空")]


def test_a_wider_format_counts_on_and_a_removed_column_numbers_what_came_meanwhile(boss):
    name = column(boss, pattern="N{0}")
    store(boss, "A")
    id = DesignColumn.get(DesignColumn.name == name).id
    assert change(DesignColumn, boss, id, pattern="N{000}").state == "applied"
    assert number(name, store(boss, "B")) == "N002"
    act(house().actions["design_column_remove"], who=boss, id=id)
    between = store(boss, "C")
    act(house().actions["design_column_bring_back"], who=boss, id=id)
    assert number(name, between) == "N003"


def test_two_who_add_at_once_get_two_numbers(boss):
    name = column(boss, pattern="{000}")
    built, faults = house_if_any(), []

    def add(at: int) -> None:
        try:
            for turn in range(5):
                assert new(Store, boss, {"code": f"T{at}{turn}", "name": f"店{at}{turn}"}).state == "applied"
        except BaseException as wrong:
            faults.append(wrong)
        finally:
            database.handle.close()

    threads = [threading.Thread(target=add, args=(at,)) for at in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults and house_if_any() is built
    assert sorted(row[name] for row in Query(Store, boss).rows()) == [f"{n:03d}" for n in range(1, 11)]


@pytest.mark.parametrize(
    ("pattern", "said_so"),
    [
        (None, "流水位"),
        ("WX{YYYY}", "流水位"),
        ("{00}-{00}", "2 处"),
        ("{0000000000000}", "12"),
        ("{年}{000}", "{年}"),
        ("{yyyy}{000}", "{yyyy}"),
        ("A}{000}", "}"),
    ],
)
def test_a_format_that_gives_no_numbers_is_refused_with_what_is_wrong(boss, pattern, said_so):
    answer = new(DesignColumn, boss, {"record_type": "store", "zh": "单号", "kind": "running", "pattern": pattern})
    assert answer.state == "refused" and answer.errors[0].field == "pattern" and said_so in answer.errors[0].text.zh


def test_a_form_and_the_api_are_told_that_a_number_comes_by_itself(boss):
    name = column(boss)
    field = next(field for field in describe_record(Store, (), boss)["fields"] if field["name"] == name)
    assert field["auto"] == "WX000000" + "0000" and not field["required"] and field["unique"] and field["editable"]


def test_values_that_may_occur_only_once_are_held_and_what_is_there_twice_is_told(boss):
    name = column(boss, "barcode", zh="条码", only_once=True, seen_by="all")
    first, other = store(boss, "A", **{name: "690"}), store(boss, "B")
    assert said(change(Store, boss, other, **{name: "６９０"}))[0][1] == name
    id = DesignColumn.get(DesignColumn.name == name).id
    assert change(DesignColumn, boss, id, only_once=False).state == "applied"
    assert change(Store, boss, other, **{name: "690"}).state == "applied"
    again = change(DesignColumn, boss, id, only_once=True)
    assert again.state == "refused" and "690 × 2" in again.errors[0].text.zh
    change(Store, boss, first, **{name: "691"})
    assert change(DesignColumn, boss, id, only_once=True).state == "applied"
    assert change(Store, boss, first, **{name: "690"}).state == "refused"
    both = {"record_type": "store", "zh": "代号", "kind": "line", "only_once": True, "usual": "无"}
    assert said(new(DesignColumn, boss, both))[0][1] == "usual"
